//! Flows at the desk: whoever asks gets one, and what is answered tells nothing of accounts.

use std::sync::Arc;

use crate::address::Email;
use crate::api_keys::ApiKeyId;
use crate::budget::Share;
use crate::challenge::{ChallengeId, Ends};
use crate::clients::{Caller, Network};
use crate::code::Ladder;
use crate::flow::{
    AddressMark, Beginning, FlowChecked, FlowGuess, FlowId, FlowJudged, FlowSubject, Shown, ShownStage, Step,
};
use crate::flow_rules::FlowPlan;
use crate::keys::KeyId;
use crate::ledger::{LedgerKey, Spent};
use crate::letter::First;
use crate::limits::{ClientKeys, Doing};
use crate::moment::{Moment, Span};
use crate::once::{Began, OnceKey};
use crate::password::Refusal;
use crate::ports::{Beginner, Broken, NewLetter, Proof, Verdict};
use crate::profile::Locale;
use crate::rules::Rules;
use crate::secret::{Otp, Password};
use crate::subject::{Standing, Subject};

use super::asking::Fresh;
use super::{Desk, Halt, JudgedAt};

/// Beginning a flow.
#[derive(Clone, Debug)]
pub struct Begin<'a> {
    /// For whom.
    pub email: &'a Email,
    /// What the letter shows first.
    pub first: First,
    /// The ladder of the surface that asks.
    pub ladder: &'a Ladder,
    /// Who asks.
    pub caller: &'a Caller,
    /// The language of the letter where the account has none, as a BCP 47 tag that [`profile::locale`] has read.
    ///
    /// [`profile::locale`]: crate::profile::locale
    pub locale: Option<&'a str>,
    /// The key of the application's back end, where it asks for somebody: its network says nothing about them, neither now nor
    /// when another letter is asked for.
    pub by_back_end: Option<&'a ApiKeyId>,
}

/// A flow, as it is shown to who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// What it is called.
    pub id: FlowId,
    /// When it began.
    pub began: Moment,
    /// The word that its letters show, too.
    pub reference: String,
    /// How soon asking again sends another letter.
    pub resend_after: Span,
    /// For how long it still takes a code.
    pub left: Span,
}

/// How setting a new password in a flow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowChanged {
    /// The new password counts, on disk.
    Done,
    /// The policy refuses the password. Said before the code was looked at, or once it was right; it is not taken.
    Refused(Refusal),
    /// Not by this code.
    Not(FlowChecked),
}

impl Desk {
    /// Begins a flow. What it answers depends on nothing but the settings.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done; nothing was changed.
    pub async fn begin(&self, begin: &Begin<'_>) -> Result<Begun, Halt> {
        let visit = self.enter(begin.caller, Doing::Asking, begin.email).await?;
        let client = visit.map(|it| it.client);
        self.serve(visit, self.serve_begin(begin, client)).await
    }

    /// Begins a flow, unless this caller began one with this key before: then it is answered as it was, and neither
    /// mailed nor counted. `None`: something else was asked with this key.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done; nothing was changed.
    pub async fn begin_once(&self, begin: &Begin<'_>, key: &OnceKey) -> Result<Option<Begun>, Halt> {
        let asked = [begin.email.as_written(), begin.locale.unwrap_or("")];
        let (call, client) = match begin.by_back_end {
            Some(key) => ("start", key.as_str().as_bytes()),
            None => ("begin", begin.caller.prefix.bytes()),
        };
        let once = self.rules.ring.once(call, client, key, asked);
        let now = self.clock.now();
        let visit = match self.enter(begin.caller, Doing::Asking, begin.email).await {
            Err(Halt::TooMany(span)) => {
                // What is asked again does not count, so it is no call too many.
                return match self.flows.began(once, now).await? {
                    Some(Began::Before { first, key }) => Ok(Some(self.begun_before(first, key))),
                    Some(Began::Now(_) | Began::Other) | None => Err(Halt::TooMany(span)),
                };
            }
            entered => entered?,
        };
        let (beginner, now) = self.beginner(begin, visit.map(|it| it.client))?;
        let who = self.who(begin.email);
        let began = self.flows.begin_once(&who, now, once, beginner);
        Ok(match self.serve(visit, began).await? {
            Began::Now(first) => Some(self.begun_now(first)),
            Began::Before { first, key } => {
                if let Some(visit) = visit {
                    self.store.withdraw(&visit).await;
                }
                Some(self.begun_before(first, key))
            }
            Began::Other => None,
        })
    }

    fn begun_now(&self, first: ChallengeId) -> Begun {
        self.begun_before(first, self.rules.ring.issuing())
    }

    /// A flow as it is shown when it begins, named under this key.
    fn begun_before(&self, first: ChallengeId, key: KeyId) -> Begun {
        let (since, wrong) = (Moment(0), 0);
        self.begun(
            self.rules.ring.seal_under(key, first),
            first,
            Shown { since, wrong },
            since,
        )
    }

    async fn serve_begin(&self, begin: &Begin<'_>, client: Option<ClientKeys>) -> Result<Begun, Broken> {
        let (beginner, now) = self.beginner(begin, client)?;
        let first = self.flows.begin(&self.who(begin.email), now, beginner).await?;
        Ok(self.begun_now(first))
    }

    fn beginner(&self, begin: &Begin<'_>, client: Option<ClientKeys>) -> Result<(Beginner, Moment), Broken> {
        let now = self.clock.now();
        let drafting = self.drafting(begin, client, None, now)?;
        let beginner = Box::new(move |subject: Option<&Subject>| drafting.begin(subject));
        Ok((beginner, now))
    }

    pub(super) fn drafting(
        &self,
        begin: &Begin<'_>,
        client: Option<ClientKeys>,
        mark: Option<AddressMark>,
        now: Moment,
    ) -> Result<Drafting, Broken> {
        Ok(Drafting {
            rules: Arc::clone(&self.rules),
            first: begin.first,
            ladder: begin.ladder.clone(),
            client,
            network: begin.caller.network().filter(|_| begin.by_back_end.is_none()),
            locale: begin.locale.and_then(Locale::read).or(begin.caller.locale),
            by_back_end: begin.by_back_end.is_some(),
            fresh: Fresh::draw(&*self.chance)?,
            ledger: self.rules.ring.ledger_key(begin.email.key()),
            mark,
            now,
        })
    }

    fn begun(&self, id: FlowId, first: ChallengeId, shown: Shown, now: Moment) -> Begun {
        Begun {
            id,
            began: first.given_at(),
            reference: self.rules.ring.reference(first.row),
            resend_after: self.rules.resend_after,
            left: shown.left(self.rules.life.code, now),
        }
    }

    /// Asks for a letter again in a flow; `None`: there is no such flow.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done; nothing was changed.
    pub async fn ask_again(
        &self,
        id: FlowId,
        ladder: &Ladder,
        caller: &Caller,
    ) -> Result<Option<Begun>, Halt> {
        let visit = self.admit(caller, Doing::Asking, &id.0).await?;
        let client = visit.map(|it| it.client);
        self.serve(visit, self.serve_again(id, ladder, client, caller))
            .await
    }

    async fn serve_again(
        &self,
        id: FlowId,
        ladder: &Ladder,
        client: Option<ClientKeys>,
        caller: &Caller,
    ) -> Result<Option<Begun>, Broken> {
        let now = self.clock.now();
        for first in self.rules.ring.opened(id) {
            let drafting = Drafting {
                rules: Arc::clone(&self.rules),
                first: First::Code,
                ladder: ladder.clone(),
                client,
                network: caller.network(),
                locale: caller.locale,
                by_back_end: false,
                fresh: Fresh::draw(&*self.chance)?,
                ledger: LedgerKey::NOBODYS,
                mark: None,
                now,
            };
            let stepper = Box::new(move |flow: &FlowSubject| drafting.of(flow).step(first.row, flow));
            if let Some(shown) = self.flows.ask_again(first, now, stepper).await? {
                return Ok(Some(self.begun(id, first, shown, now)));
            }
        }
        Ok(None)
    }

    /// Checks a code in a flow. Consumes nothing when it is right; counts when it is wrong.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done; nothing was counted.
    pub async fn check_in_flow(&self, id: FlowId, code: &Otp, caller: &Caller) -> Result<FlowChecked, Halt> {
        let visit = self.admit(caller, Doing::Checking, &id.0).await?;
        self.serve(visit, self.serve_check_in_flow(id, code)).await
    }

    async fn serve_check_in_flow(&self, id: FlowId, code: &Otp) -> Result<FlowChecked, Broken> {
        let (ending, _) = self.judge_in_flow(id, code, self.clock.now()).await?;
        Ok(ending)
    }

    pub(super) fn watch_flow(&self, flow: &FlowSubject, ending: FlowChecked, now: Moment) {
        if let FlowChecked::Wrong { .. } | FlowChecked::Expired = ending {
            let verdict = self.rules.verdict_in_flow(flow, now);
            self.watch(&flow.challenge, flow.spent, verdict, now);
        }
    }

    async fn judge_in_flow(
        &self,
        id: FlowId,
        code: &Otp,
        now: Moment,
    ) -> Result<(FlowChecked, Option<FlowSubject>), Broken> {
        for first in self.rules.ring.opened(id) {
            let (rules, code) = (Arc::clone(&self.rules), code.clone());
            let judge = Box::new(move |flow: &FlowSubject| judge(&rules, flow, &code, now));
            if let Some((ending, flow)) = self.flows.check_in_flow(first, now, judge).await? {
                self.watch_flow(&flow, ending, now);
                return Ok((ending, Some(flow)));
            }
        }
        Ok((FlowChecked::Unknown, None))
    }

    /// Sets a new password with the code of a flow.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done; nothing was changed.
    pub async fn reset_in_flow(
        &self,
        id: FlowId,
        code: &Otp,
        password: &Password,
        caller: &Caller,
    ) -> Result<FlowChanged, Halt> {
        let visit = self.admit(caller, Doing::Checking, &id.0).await?;
        self.serve(visit, self.serve_reset_in_flow(id, code, password, caller))
            .await
    }

    async fn serve_reset_in_flow(
        &self,
        id: FlowId,
        code: &Otp,
        password: &Password,
        caller: &Caller,
    ) -> Result<FlowChanged, Broken> {
        let password = match self.accept(password, &[], Some(code)) {
            Ok(password) => password,
            Err(refusal) => return Ok(FlowChanged::Refused(refusal)),
        };
        let judged = self.judging();
        let judgement = self.judge_in_flow(id, code, judged.at).await?;
        self.redeem_in_flow(judgement, &password, caller, judged).await
    }

    /// Sets a password that is accepted, by what was judged of the code of a flow.
    pub(super) async fn redeem_in_flow(
        &self,
        judgement: (FlowChecked, Option<FlowSubject>),
        password: &Password,
        caller: &Caller,
        judged: JudgedAt,
    ) -> Result<FlowChanged, Broken> {
        let flow = match judgement {
            (FlowChecked::Accepted, Some(flow)) => flow,
            (ending, _) => return Ok(FlowChanged::Not(ending)),
        };
        let locale = flow.locale.or(caller.locale);
        let Some(subject) = flow.into_subject() else {
            return Ok(FlowChanged::Not(FlowChecked::Spent));
        };
        if let Some(refusal) = self.refuses(password, subject.account.id).await? {
            return Ok(FlowChanged::Refused(refusal));
        }
        let proof = |code: Option<Share>| Proof::Code {
            attempts: self.rules.attempts_at(code),
        };
        let done = self.redeem(&subject, proof, password, locale, judged).await?;
        Ok(if done {
            FlowChanged::Done
        } else {
            FlowChanged::Not(FlowChecked::Spent)
        })
    }
}

/// A challenge to be written, with all it needs but the account.
#[derive(Clone)]
pub(super) struct Drafting {
    rules: Arc<Rules>,
    first: First,
    ladder: Ladder,
    client: Option<ClientKeys>,
    network: Option<Network>,
    locale: Option<Locale>,
    by_back_end: bool,
    fresh: Fresh,
    ledger: LedgerKey,
    mark: Option<AddressMark>,
    now: Moment,
}

impl Drafting {
    /// A flow for the account of an address, if its letters fit its hour; else for nobody.
    pub(super) fn begin(&self, subject: Option<&Subject>) -> Beginning {
        let standing = self.rules.begins_for(subject, self.client.as_ref(), self.now);
        let ends = self.rules.life.at_issue(self.now);
        let spent = subject.map_or_else(Spent::default, |it| it.spent);
        self.beginning(standing, spent, self.ledger, ends)
    }

    fn letter(&self) -> NewLetter {
        NewLetter {
            first: self.first,
            tag: self.fresh.tag,
            client: self.client.map(|it| it.today),
            network: self.network,
            locale: self.locale,
        }
    }

    /// As it is in a flow that has begun: in its language, and without a network where a back end began it.
    pub(super) fn of(&self, flow: &FlowSubject) -> Drafting {
        Drafting {
            network: self.network.filter(|_| !flow.by_back_end),
            locale: flow.locale.or(self.locale),
            by_back_end: flow.by_back_end,
            ..self.clone()
        }
    }

    fn beginning(&self, account: Option<Standing>, spent: Spent, ledger: LedgerKey, ends: Ends) -> Beginning {
        Beginning {
            account,
            ledger: account.map_or(LedgerKey::NOBODYS, |_| ledger),
            tail: self.fresh.tail,
            seed: self.fresh.seed.clone(),
            key: self.rules.ring.issuing(),
            code: match account {
                Some(account) => self.rules.offer(&self.ladder, account, spent),
                None => self.rules.budget.offer(&self.ladder, Spent::default(), 0),
            },
            ends,
            locale: self.locale,
            by_back_end: self.by_back_end,
            letter: self.letter(),
            mark: self.mark,
            at: self.now,
        }
    }

    pub(super) fn step(&self, first: i64, flow: &FlowSubject) -> Option<Step> {
        Some(
            match self.rules.plan_again(flow, self.client.as_ref(), self.now)? {
                FlowPlan::Quiet => Step::Quiet,
                FlowPlan::Again => Step::Again(self.letter()),
                FlowPlan::Idle => Step::Idle(self.letter()),
                FlowPlan::Anew(account) => {
                    let ends = self.rules.life.at_issue_in(first, self.now);
                    Step::Anew(self.beginning(account, flow.spent, flow.challenge.ledger, ends))
                }
            },
        )
    }
}

pub(super) fn judge(rules: &Rules, flow: &FlowSubject, code: &Otp, now: Moment) -> FlowJudged {
    let ending = rules.judge_in_flow(flow, code, now);
    let challenge = &flow.challenge;
    let verdict = match ending {
        FlowChecked::Accepted => Some(Verdict::Right),
        // Whoever typed the right code may know.
        FlowChecked::Spent if challenge.used => None,
        // Each of them is written, also where it can no longer matter: that depends on what is not shown.
        FlowChecked::Wrong { .. } | FlowChecked::Spent | FlowChecked::Expired => {
            Some(rules.verdict_in_flow(flow, now))
        }
        FlowChecked::Unknown => None,
    };
    let open = rules.shown_stage(flow, now) == ShownStage::Open;
    let guess = verdict.map(|verdict| FlowGuess {
        verdict,
        shown_below: match verdict {
            Verdict::Wrong | Verdict::Closing | Verdict::Shown => open.then_some(rules.attempts),
            Verdict::Right => None,
        },
        price: rules.price(challenge.code, challenge.ledger),
        attempts: rules.attempts_at(challenge.code),
        at: now,
    });
    // Right, and not enough: what to say is that the letter's link goes on.
    let ending = match (ending, flow.account) {
        (FlowChecked::Accepted, Some(it)) if rules.needs_both(it) => FlowChecked::Spent,
        (ending, _) => ending,
    };
    FlowJudged { ending, guess }
}
