//! The desk: every request is served here, and each verb is load, decide, settle. The rules think, the store loads and
//! has the last word, and nothing is told before it is settled.

mod asking;
mod concealed;
mod disowning;
mod flows;
mod links;
mod looking;
mod screening;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use crate::address::Email;
use crate::budget::Share;
use crate::challenge::Challenge;
use crate::clients::{Caller, Clients, Entry, Hint};
use crate::disowning::Changes;
use crate::ledger::{LedgerKey, Spent, Units};
use crate::letter::MessageTag;
use crate::limits::{Doing, Quota, Visit};
use crate::moment::{Moment, Span};
use crate::outcome::{Changed, Checked};
use crate::password::PasswordPolicy;
use crate::ports::{
    Broken, COMMIT_WITHIN, CROWDED, Chance, Clock, Flows, Guess, Hasher, Judged, Proof, Redemption, Store,
    Verdict, Who, draw,
};
use crate::profile::Locale;
use crate::puzzle::Puzzle;
use crate::rules::Rules;
use crate::screen::Screen;
use crate::secret::{Otp, Password};
use crate::subject::Subject;
use crate::watch::{Bell, Watch};
use crate::weighings::Weighings;

pub use asking::Ask;
pub use disowning::Disowned;
pub use flows::{Begin, Begun, FlowChanged};
pub use links::{LinkEnded, LinkLook};
pub use looking::Weighed;

/// Why a request was not served. The surfaces answer each in their own envelope.
#[derive(Debug)]
pub enum Halt {
    /// This client is over its limit until then.
    TooMany(Span),
    /// It could not be done.
    Broken(Broken),
}

impl From<Broken> for Halt {
    fn from(broken: Broken) -> Halt {
        Halt::Broken(broken)
    }
}

/// A typed code with the address it is for.
#[derive(Clone, Debug)]
pub struct Typed<'a> {
    /// For whom.
    pub email: &'a Email,
    /// The code.
    pub code: &'a Otp,
    /// Who typed it.
    pub caller: &'a Caller,
}

/// When a code or link was judged. What follows is timed on the stopwatch, since the wall clock may step meanwhile.
#[derive(Clone, Copy)]
struct JudgedAt {
    at: Moment,
    stopwatch: Duration,
}

/// The desk.
pub struct Desk {
    store: Arc<dyn Store>,
    flows: Arc<dyn Flows>,
    changes: Arc<dyn Changes>,
    hasher: Arc<dyn Hasher>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    rules: Arc<Rules>,
    policy: PasswordPolicy,
    screen: Option<Arc<Screen>>,
    clients: Clients,
    weighings: Weighings,
    watch: Watch,
    conceals: bool,
    disowned: AtomicU64,
}

/// What a desk is made of.
pub struct Parts {
    /// Where rows live.
    pub store: Arc<dyn Store>,
    /// The same place, for flows.
    pub flows: Arc<dyn Flows>,
    /// The same place, for taking changes back.
    pub changes: Arc<dyn Changes>,
    /// What makes hashes.
    pub hasher: Arc<dyn Hasher>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub chance: Arc<dyn Chance>,
    /// The rules of codes.
    pub rules: Rules,
    /// The rules of passwords.
    pub policy: PasswordPolicy,
    /// `[limits.client]`; `None` when limits are off.
    pub limits: Option<crate::limits::ClientLimits>,
    /// Told once of each client over its limit that looks like a back end.
    pub hint: Hint,
    /// Told when wrong guesses have spent parts of the budget.
    pub bell: Bell,
    /// Whether the documented APIs conceal which addresses have an account.
    pub conceals: bool,
}

/// How a code that was typed with a new password ended, before there is a hash.
enum Earned {
    Yes(Box<Subject>),
    No(Changed),
}

impl Earned {
    fn yes(subject: Subject) -> Earned {
        Earned::Yes(Box::new(subject))
    }
}

impl Desk {
    /// Opens the desk.
    #[must_use]
    pub fn new(parts: Parts) -> Desk {
        let Parts {
            store,
            flows,
            changes,
            hasher,
            clock,
            chance,
            rules,
            policy,
            limits,
            hint,
            bell,
            conceals,
        } = parts;
        let clients = Clients::new(
            Arc::clone(&store),
            Arc::clone(&chance),
            rules.ring.clone(),
            limits,
            hint,
        );
        Desk {
            store,
            flows,
            changes,
            hasher,
            clock,
            chance,
            rules: Arc::new(rules),
            policy,
            screen: None,
            clients,
            weighings: Weighings::default(),
            watch: Watch::new(bell),
            conceals,
            disowned: AtomicU64::new(0),
        }
    }

    /// Checks a code. Consumes nothing when it is right; counts when it is wrong.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done; nothing was counted.
    pub async fn check(&self, typed: &Typed<'_>) -> Result<Checked, Halt> {
        let visit = self.enter(typed.caller, Doing::Checking, typed.email).await?;
        match self.conceals {
            true => self.serve(visit, self.check_concealed(typed)).await,
            false => self.serve(visit, self.serve_check(typed)).await,
        }
    }

    async fn serve_check(&self, typed: &Typed<'_>) -> Result<Checked, Broken> {
        let (ending, _) = self.judge(typed, self.clock.now()).await?;
        Ok(ending)
    }

    /// Of guesses that race, only as many count as there are tries: the store settles each in the act that loads it.
    async fn judge(&self, typed: &Typed<'_>, now: Moment) -> Result<(Checked, Option<Subject>), Broken> {
        let who = self.who(typed.email);
        let judging = Judging {
            rules: Arc::clone(&self.rules),
            code: typed.code.clone(),
            ledger: who.ledger,
            now,
        };
        let judge = Box::new(move |subject: Option<&Subject>| judging.judge(subject));
        let (ending, subject) = self.store.check(&who, now, judge).await?;
        if let (Checked::Wrong, Some(subject)) = (ending, &subject)
            && let Some(challenge) = &subject.challenge
        {
            let verdict = self.rules.verdict_on_wrong(challenge, subject.spent);
            self.watch(challenge, subject.spent, verdict, now);
        }
        Ok((ending, subject))
    }

    /// Watches what a guess did to the budget, once it is settled.
    fn watch(&self, challenge: &Challenge, before: Spent, verdict: Verdict, now: Moment) {
        let (budget, account) = (&self.rules.budget, challenge.ledger);
        let cost = challenge.code.map_or(Units(0), Share::cost);
        match verdict {
            Verdict::Wrong => self.watch.charged(budget, account, before, cost, now),
            Verdict::Closing => self.watch.refused(budget, account, before, cost),
            Verdict::Right | Verdict::Shown => {}
        }
    }

    /// The most that the ledger of an account says, of those at which somebody guessed wrongly within a day.
    #[must_use]
    pub fn highest_account(&self) -> Units {
        self.watch.highest(self.clock.now())
    }

    /// What the service has spent of its budget.
    ///
    /// # Errors
    /// [`Broken`]: the store cannot be read.
    pub async fn spent_by_service(&self) -> Result<Units, Broken> {
        let spent = self.store.spent(LedgerKey::NOBODYS, self.clock.now()).await?;
        Ok(spent.service)
    }

    /// As the store knows an address. Worked out here, and not while the store waits.
    fn who(&self, email: &Email) -> Who {
        Who {
            key: email.key().clone(),
            ledger: self.rules.ring.ledger_key(email.key()),
        }
    }

    /// Sets a new password with a code.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done; nothing was changed.
    pub async fn reset(&self, typed: &Typed<'_>, password: &Password) -> Result<Changed, Halt> {
        let visit = self.enter(typed.caller, Doing::Checking, typed.email).await?;
        match self.conceals {
            true => self.serve(visit, self.reset_concealed(typed, password)).await,
            false => self.serve(visit, self.serve_reset(typed, password)).await,
        }
    }

    async fn serve_reset(&self, typed: &Typed<'_>, password: &Password) -> Result<Changed, Broken> {
        let about = [typed.email.as_written()];
        let password = match self.accept(password, &about, Some(typed.code)) {
            Ok(password) => password,
            Err(refusal) => return Ok(Changed::Refused(refusal)),
        };
        let judged = self.judging();
        let subject = match self.earn(typed, judged.at).await? {
            Earned::Yes(subject) => subject,
            Earned::No(ending) => return Ok(ending),
        };
        if let Some(refusal) = self.refuses(&password, subject.account.id).await? {
            return Ok(Changed::Refused(refusal));
        }
        let proof = |code: Option<Share>| Proof::Code {
            attempts: self.rules.attempts_at(code),
        };
        let locale = typed.caller.locale;
        let done = self.redeem(&subject, proof, &password, locale, judged).await?;
        Ok(if done {
            Changed::Done
        } else {
            Changed::NothingPending
        })
    }

    async fn earn(&self, typed: &Typed<'_>, now: Moment) -> Result<Earned, Broken> {
        // Before it is hashed, and a right code as well: while the store is in trouble, neither what is answered nor how
        // soon tells one from the other.
        let ending = match self.judge(typed, now).await? {
            (Checked::Accepted, Some(subject)) => return Ok(Earned::yes(subject)),
            (Checked::Accepted | Checked::NothingPending, _) => Changed::NothingPending,
            (Checked::Wrong, _) => Changed::Wrong,
            (Checked::Expired, _) => Changed::Expired,
            (Checked::UnknownAccount, _) => Changed::UnknownAccount,
        };
        Ok(Earned::No(ending))
    }

    async fn redeem(
        &self,
        subject: &Subject,
        proof: impl FnOnce(Option<Share>) -> Proof,
        password: &Password,
        locale: Option<Locale>,
        judged: JudgedAt,
    ) -> Result<bool, Broken> {
        let Some(challenge) = &subject.challenge else {
            return Ok(false);
        };
        let hash = self.hasher.hash(password).await?;
        let took = self.clock.elapsed().saturating_sub(judged.stopwatch);
        let took = Span::millis(i64::try_from(took.as_millis()).unwrap_or(i64::MAX));
        // The store would refuse it as too late; the code still holds, and the person may try again.
        if took > COMMIT_WITHIN {
            return Err(Broken::Busy(CROWDED));
        }
        let redemption = Redemption {
            account: subject.account.id,
            version: subject.account.version,
            challenge: challenge.id,
            proof: proof(challenge.code),
            ledger: challenge.ledger,
            hash,
            notice: MessageTag(draw(&*self.chance)?),
            locale,
            judged_at: judged.at,
            at: judged.at + took,
        };
        self.store.redeem(&redemption).await
    }

    fn judging(&self) -> JudgedAt {
        JudgedAt {
            at: self.clock.now(),
            stopwatch: self.clock.elapsed(),
        }
    }

    /// How a caller stands against the limit on what it does, as of now; `None` where it has none, and in trouble: it is
    /// a courtesy. It depends on the calls of the caller's network prefix alone.
    pub async fn quota(&self, caller: &Caller, doing: Doing) -> Option<Quota> {
        let quota = self.clients.quota(caller, doing, self.clock.now()).await;
        quota.ok().flatten()
    }

    /// A puzzle whose solution lifts the limit on what a caller does for one call; `None`: there is no limit, or nothing lifts it.
    ///
    /// # Errors
    /// [`Halt::TooMany`]: three times the limit are spent, for this long.
    pub async fn puzzle(&self, caller: &Caller, doing: Doing) -> Result<Option<Puzzle>, Halt> {
        match self.clients.puzzle(caller, doing, self.clock.now()).await? {
            None => Ok(None),
            Some(Ok(puzzle)) => Ok(Some(puzzle)),
            Some(Err(wait)) => Err(Halt::TooMany(wait)),
        }
    }

    async fn enter(&self, caller: &Caller, doing: Doing, email: &Email) -> Result<Option<Visit>, Halt> {
        self.admit(caller, doing, email.key().as_str().as_bytes()).await
    }

    async fn admit(&self, caller: &Caller, doing: Doing, about: &[u8]) -> Result<Option<Visit>, Halt> {
        match self.clients.enter(caller, doing, about, self.clock.now()).await? {
            Entry::Granted(visit) => Ok(visit),
            Entry::Limited(retry_after) => Err(Halt::TooMany(retry_after)),
        }
    }

    /// Serves a call that was let in. One that could not be served does not count: the client did nothing but try.
    async fn serve<T>(
        &self,
        visit: Option<Visit>,
        serving: impl Future<Output = Result<T, Broken>>,
    ) -> Result<T, Halt> {
        let served = serving.await;
        if let (Err(_), Some(visit)) = (&served, visit) {
            self.store.withdraw(&visit).await;
        }
        Ok(served?)
    }
}

/// A typed code with all that judging it needs but the account.
struct Judging {
    rules: Arc<Rules>,
    code: Otp,
    ledger: LedgerKey,
    now: Moment,
}

impl Judging {
    fn judge(&self, subject: Option<&Subject>) -> Judged {
        let ending = self.rules.judge(subject, &self.code, self.now);
        let verdict = |challenge: &Challenge, spent| match ending {
            Checked::Accepted => Some(Verdict::Right),
            Checked::Wrong => Some(self.rules.verdict_on_wrong(challenge, spent)),
            Checked::NothingPending | Checked::Expired | Checked::UnknownAccount => None,
        };
        let guess = subject.and_then(|subject| {
            let challenge = subject.challenge.as_ref()?;
            Some(Guess {
                account: subject.account.id,
                version: subject.account.version,
                challenge: challenge.id,
                verdict: verdict(challenge, subject.spent)?,
                price: self.rules.price(challenge.code, self.ledger),
                attempts: self.rules.attempts_at(challenge.code),
                at: self.now,
            })
        });
        // Right, and not enough: only the link of the same letter makes it so, and that is on another page.
        let ending = match (ending, subject) {
            (Checked::Accepted, Some(it)) if self.rules.needs_both(it.account) => Checked::NothingPending,
            (ending, _) => ending,
        };
        Judged { ending, guess }
    }
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
