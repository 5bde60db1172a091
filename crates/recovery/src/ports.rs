//! The ports: what the ground floor needs of the floors above it, and nothing more.

use std::time::Duration;

use async_trait::async_trait;

use crate::address::{Email, EmailKey};
use crate::budget::{Caps, Share};
use crate::challenge::{ChallengeId, Ends};
use crate::clients::Network;
use crate::keys::KeyId;
use crate::ledger::{LedgerKey, Spent, Units};
use crate::letter::{Claimed, First, LetterId, LetterState, Listed, MessageTag, Report};
use crate::limits::{Admission, ClientKey, ClientKeys, Doing, Quota, Visit};
use crate::moment::{Moment, Reading, Span};
use crate::outcome::{Asked, Checked};
use crate::profile::Locale;
use crate::puzzle::Spend;
use crate::secret::{Password, PasswordHash, Secret32};
use crate::subject::{Account, AccountId, AccountVersion, Standing, Status, Subject};

pub use crate::flow_port::{Beginner, FlowJudge, Flows, Stepper};

/// What we did not plan for. It is logged once, at the door, and the client gets the surface's own 500 (or 503).
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The store could not do it. Nothing was changed.
    #[error("the store failed: {0}")]
    Store(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// More work waits than will be done in time. Nothing was changed; try again after this long.
    #[error("overloaded; try again in {0}")]
    Busy(Span),
    /// The operating system gave no random bytes, or a hash could not be made.
    #[error("{0}")]
    Machine(String),
}

/// The wall clock and a stopwatch. Implemented once, in the roof.
pub trait Clock: Send + Sync {
    /// What time it is.
    fn now(&self) -> Moment;
    /// Time since some fixed point in this process, which no clock step moves.
    fn elapsed(&self) -> Duration;
    /// Both at once.
    fn read(&self) -> Reading {
        Reading {
            now: self.now(),
            elapsed: self.elapsed(),
        }
    }
}

/// Random bytes from the operating system. Implemented once, in the roof.
pub trait Chance: Send + Sync {
    /// Fills the slice.
    ///
    /// # Errors
    /// [`Broken::Machine`] when the operating system gives none.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken>;
}

/// Draws a fixed number of random bytes.
///
/// # Errors
/// As [`Chance::fill`].
pub fn draw<const N: usize>(chance: &dyn Chance) -> Result<[u8; N], Broken> {
    let mut bytes = [0; N];
    chance.fill(&mut bytes)?;
    Ok(bytes)
}

/// Makes password hashes, bounded: each takes much memory and time.
#[async_trait]
pub trait Hasher: Send + Sync {
    /// Hashes a password that the policy has accepted.
    ///
    /// # Errors
    /// [`Broken::Busy`] when the queue is full, at once; [`Broken::Machine`] when the hash cannot be made.
    async fn hash(&self, password: &Password) -> Result<PasswordHash, Broken>;
}

/// How a password compares with a stored hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// It is the one.
    Same,
    /// It is the one, and its hash is weaker than those that are made today.
    SameButWeak,
    /// It is another one, or there was nothing to compare with.
    Other,
}

/// Compares passwords with stored hashes, in the same bounded place where they are made.
#[async_trait]
pub trait Verifier: Send + Sync {
    /// Compares. Without a hash it does the work of comparing with one of today's, so that the time taken does not tell
    /// whether there was one.
    ///
    /// # Errors
    /// [`Broken::Busy`] when the queue is full, at once; [`Broken::Machine`] when the stored hash cannot be read.
    async fn compare(&self, password: &Password, hash: Option<&PasswordHash>) -> Result<Compared, Broken>;
}

/// An address, as a store looks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// By which its account is found.
    pub key: EmailKey,
    /// By which the ledger knows it, also without an account.
    pub ledger: LedgerKey,
}

/// The state that an ask was planned on. The store acts only while it is still so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The account's version.
    pub version: AccountVersion,
    /// The latest challenge, if there was one.
    pub challenge: Option<ChallengeId>,
    /// Its last letter, if there was one.
    pub letter: Option<LetterId>,
    /// The account's last reset letter over all surfaces: the budget was judged on those up to it.
    pub newest: Option<LetterId>,
}

impl Seen {
    /// What a loaded subject shows.
    #[must_use]
    pub fn of(subject: &Subject) -> Seen {
        Seen {
            version: subject.account.version,
            challenge: subject.challenge.as_ref().map(|it| it.id),
            letter: subject.letter.map(|it| it.id),
            newest: subject.newest_letter,
        }
    }
}

/// A new challenge and its letter, to be written together. The store gives the row half of the id.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Whose.
    pub account: AccountId,
    /// What the plan was made on.
    pub seen: Seen,
    /// The random half of the id.
    pub tail: u64,
    /// The random seed.
    pub seed: Secret32,
    /// The key that derives its code.
    pub key: KeyId,
    /// What kind of code; `None`: a link alone.
    pub code: Option<Share>,
    /// The account in the ledger.
    pub ledger: LedgerKey,
    /// Its ends, until it is handed over.
    pub ends: Ends,
    /// The letter.
    pub letter: NewLetter,
    /// When.
    pub at: Moment,
}

/// One more letter with the code of the live challenge.
#[derive(Clone, Debug)]
pub struct MailingAgain {
    /// Whose.
    pub account: AccountId,
    /// What the plan was made on; its challenge is the one mailed again.
    pub seen: Seen,
    /// The letter is only queued while the challenge has fewer wrong guesses than this (`None`: no cap).
    pub attempts: Option<u32>,
    /// The letter.
    pub letter: NewLetter,
    /// When.
    pub at: Moment,
}

/// A reset letter to be queued.
#[derive(Clone, Copy, Debug)]
pub struct NewLetter {
    /// What it shows first.
    pub first: First,
    /// Its `Message-ID`.
    pub tag: MessageTag,
    /// Who caused it; `None` for exempt callers.
    pub client: Option<ClientKey>,
    /// From which network it was asked for; `None` for back ends.
    pub network: Option<Network>,
    /// The language in which it was asked for.
    pub locale: Option<Locale>,
}

/// What the comparison said, to be settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The right code. Free: nothing is counted.
    Right,
    /// A wrong one: one try, and its cost in the account's and the service's ledger.
    Wrong,
    /// Not compared, since it would have carried a ledger beyond what the code may: it closes the code.
    Closing,
    /// Compared with nothing that could be right. It counts in what a flow shows alone.
    Shown,
}

/// What a wrong guess costs: 1/M, in the account's ledger and in the service's. Right or wrong, it is told only while the
/// ledgers have room for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// The account in the ledger.
    pub ledger: LedgerKey,
    /// 1/M.
    pub cost: Units,
    /// How far the ledgers may be carried; `None`: no cap.
    pub caps: Option<Caps>,
}

/// A guess that has been compared and is now to count.
#[derive(Clone, Copy, Debug)]
pub struct Guess {
    /// Whose challenge.
    pub account: AccountId,
    /// The account as it was loaded.
    pub version: AccountVersion,
    /// Which challenge.
    pub challenge: ChallengeId,
    /// What the comparison said.
    pub verdict: Verdict,
    /// What a wrong one costs, and what the code may cost.
    pub price: Price,
    /// It counts only while the challenge has fewer wrong guesses than this (`None`: no cap).
    pub attempts: Option<u32>,
    /// When it was compared.
    pub at: Moment,
}

/// By what a redemption was earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The typed code: the challenge must be the account's latest and not out of tries (`None`: no cap).
    Code {
        /// Fewer wrong guesses than this.
        attempts: Option<u32>,
    },
    /// The link: wrong guesses and newer challenges do not matter.
    Link,
    /// Both of one letter, each as if it stood alone.
    Both {
        /// Fewer wrong guesses than this.
        attempts: Option<u32>,
    },
}

/// From the verdict to the commit of a redemption no more than this may pass (hashing lies between).
pub const COMMIT_WITHIN: Span = Span::seconds(30);

/// A new password that has been earned and hashed.
#[derive(Clone, Debug)]
pub struct Redemption {
    /// Whose.
    pub account: AccountId,
    /// The account as it was loaded.
    pub version: AccountVersion,
    /// The challenge that earned it.
    pub challenge: ChallengeId,
    /// By what.
    pub proof: Proof,
    /// The account in the ledger: with a success, the row of wrong guesses ends.
    pub ledger: LedgerKey,
    /// The new hash.
    pub hash: PasswordHash,
    /// The `Message-ID` of the notice that is queued with it.
    pub notice: MessageTag,
    /// The language in which it was asked for.
    pub locale: Option<Locale>,
    /// When the code or link was judged: the deadline counts as of then.
    pub judged_at: Moment,
    /// When the act is handed to the store: at most [`COMMIT_WITHIN`] after the judgement, measured on the stopwatch.
    pub at: Moment,
}

/// The letter that an ask leads to.
#[derive(Clone, Debug)]
pub enum Mailing {
    /// With the code of a new challenge.
    Opening(Opening),
    /// With the code of the live one.
    Again(MailingAgain),
}

/// What the rules make of an ask.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What is told once the letter is queued.
    pub ending: Asked,
    /// The letter, if there is to be one.
    pub mailing: Option<Mailing>,
}

/// The rules of asking, with all they need but the subject. Called inside the store's act, and perhaps again: it must
/// be quick, and may not wait.
pub type Planner = Box<dyn Fn(Option<&Subject>) -> Planned + Send + Sync>;

/// What the rules make of a typed code.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    /// What is told once the guess is settled.
    pub ending: Checked,
    /// What is to be settled, if a challenge was compared with.
    pub guess: Option<Guess>,
}

/// The rules of judging a code, with all they need but the subject. As a [`Planner`], quick.
pub type Judge = Box<dyn Fn(Option<&Subject>) -> Judged + Send + Sync>;

/// How often a store that cannot ask in one act plans anew when others change the account meanwhile. Each of them got
/// its letter or its answer, so a few rounds are plenty.
const ROUNDS: usize = 8;

/// What a client is told to wait when an act could not be carried out in that many rounds, or not in time.
pub(crate) const CROWDED: Span = Span::seconds(1);

/// How much a purge removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Purged {
    /// Challenges, an hour or more after their ends.
    pub challenges: u64,
    /// Settled letters.
    pub letters: u64,
    /// Whether there was more than one purge takes; call again.
    pub more: bool,
}

/// Where rows live, for the desk. Each method is one act, whole or not at all, and answers only once it is on disk.
/// There is no `update_challenge`, so no caller can read, think, and write back something stale.
#[async_trait]
pub trait Store: Send + Sync {
    /// The account of this address with its latest challenge; `None` when there is no such account.
    async fn subject(&self, who: &Who, now: Moment) -> Result<Option<Subject>, Broken>;

    /// Loads the account of this address, has the rules plan on it, and carries the plan out: whatever another request
    /// does to the account comes before all of it or after.
    ///
    /// A store that can do it in one act does; the others carry out what was planned only on an account that is as it
    /// was seen, and otherwise plan anew.
    async fn ask(&self, who: &Who, now: Moment, planner: Planner) -> Result<Asked, Broken> {
        for _ in 0..ROUNDS {
            let subject = self.subject(who, now).await?;
            let planned = planner(subject.as_ref());
            let carried_out = match &planned.mailing {
                None => true,
                Some(Mailing::Opening(opening)) => self.open(opening).await?,
                Some(Mailing::Again(again)) => self.mail_again(again).await?,
            };
            if carried_out {
                return Ok(planned.ending);
            }
        }
        Err(Broken::Busy(CROWDED))
    }

    /// Loads the account of this address, has the rules judge a code on it, and makes the verdict count, as
    /// [`Store::settle`] does. Letters are not part of what a judge sees. The subject is given back with the ending, for
    /// who goes on with it.
    async fn check(
        &self,
        who: &Who,
        now: Moment,
        judge: Judge,
    ) -> Result<(Checked, Option<Subject>), Broken> {
        let subject = self.subject(who, now).await?.map(Subject::without_letters);
        let judged = judge(subject.as_ref());
        let ending = match &judged.guess {
            Some(guess) if !self.settle(guess).await? => Checked::NothingPending,
            _ => judged.ending,
        };
        Ok((ending, subject))
    }

    /// The account of the challenge of this id, with that challenge, latest or not.
    async fn subject_of(&self, challenge: ChallengeId, now: Moment) -> Result<Option<Subject>, Broken>;

    /// Opens a challenge and queues its letter. `false`: the account is not as it was seen; nothing was changed.
    async fn open(&self, opening: &Opening) -> Result<bool, Broken>;

    /// Queues one more letter for the live challenge. `false`: not as it was seen; nothing was changed.
    async fn mail_again(&self, again: &MailingAgain) -> Result<bool, Broken>;

    /// Makes a verdict count. `false`: the challenge was spent, used or replaced first, the ledgers have no room any more, or
    /// the account is not as it was loaded; nothing was counted. A right guess is free, but needs of the disk what a wrong one needs: where one of
    /// them cannot be settled, neither can the other, so that trouble never tells a right code.
    async fn settle(&self, guess: &Guess) -> Result<bool, Broken>;

    /// Spends the challenge, sets the password, ends every other challenge and link of the account, takes the mark of a
    /// change that was taken back off it, and queues the notice. `false`: another request was first, or it came too late; nothing was changed.
    async fn redeem(&self, redemption: &Redemption) -> Result<bool, Broken>;

    /// Counts a client's call, or says that it is over the limit.
    async fn admit(&self, visit: &Visit) -> Result<Admission, Broken>;

    /// How a client stands against a limit of so many calls. Counts nothing.
    async fn quota(
        &self,
        client: &ClientKeys,
        doing: Doing,
        limit: u32,
        now: Moment,
    ) -> Result<Quota, Broken>;

    /// Takes back a call that was counted, since it could not be served. Does its best: what it cannot take back on
    /// disk counts again after a restart, for the rest of its hour.
    async fn withdraw(&self, visit: &Visit);

    /// Uses a puzzle up, so that no solution of it counts again. `false`: it was used before.
    async fn spend(&self, spend: &Spend, now: Moment) -> Result<bool, Broken>;

    /// The salt of a day (days since 1970), the fresh one if there was none. All servers on one store get the same.
    async fn day_salt(&self, day: i64, fresh: Secret32) -> Result<Secret32, Broken>;

    /// What the ledger says now.
    async fn spent(&self, account: LedgerKey, now: Moment) -> Result<Spent, Broken>;

    /// Compares the ring's fingerprints with those on record, and records them if there are none. `false`: these are
    /// other keys than the database was written with.
    async fn recognise(&self, fingerprints: &[(KeyId, [u8; 8])]) -> Result<bool, Broken>;

    /// Removes what is over: challenges 60 min after their later end, letters, old client counts and salts. Folds
    /// counted guesses into the ledger's buckets. Bounded work per call.
    async fn purge(&self, now: Moment) -> Result<Purged, Broken>;

    /// Whether the store can be written to now.
    async fn ready(&self) -> Result<(), Broken>;
}

/// The courier's side of the store.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Takes up to `most` letters that are due, oldest first, for as long as the lease lasts: what is due goes by the
    /// clock, a lease by the stopwatch, so that setting the clock never gives one letter to two couriers.
    async fn claim(&self, most: usize, at: Reading, lease: Span) -> Result<Vec<Claimed>, Broken>;

    /// Records how tries ended, in one act. The first hand-over of a challenge's letter lowers its ends.
    /// A letter that is not waiting any more (dropped meanwhile) keeps its state, but a hand-over still counts.
    async fn record(&self, reports: &[Report], now: Moment) -> Result<(), Broken>;

    /// When the next letter is due that nobody has taken, or the next lease ends; `None` when none waits.
    async fn next_due(&self, at: Reading) -> Result<Option<Moment>, Broken>;

    /// Resolves when a letter may have been queued. A hint: the truth is `claim`.
    async fn stirred(&self);

    /// Letters in these states, oldest first, after `after`.
    async fn list(
        &self,
        states: &[LetterState],
        after: Option<LetterId>,
        most: usize,
    ) -> Result<Vec<Listed>, Broken>;

    /// Makes a refused or waiting letter due now. `false`: no such letter, or it is settled for good.
    async fn retry(&self, letter: LetterId, now: Moment) -> Result<bool, Broken>;

    /// Puts a letter aside that has not been sent. `false`: no such letter.
    async fn drop_letter(&self, letter: LetterId, now: Moment) -> Result<bool, Broken>;

    /// How many letters wait.
    async fn backlog(&self) -> Result<u64, Broken>;
}

/// An account to be added.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its address.
    pub email: Email,
    /// What it is called.
    pub name: Option<String>,
    /// The language of its letters.
    pub locale: Option<String>,
    /// Its hash, in a form the `directory` floor has checked.
    pub hash: Option<PasswordHash>,
}

/// How adding one account of a batch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is there now, under this number.
    New(AccountId),
    /// The address was there before; nothing was changed.
    Known,
}

/// What a password is compared with.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// How the account stands.
    pub account: Standing,
    /// Its hash; `None`: it has no password.
    pub hash: Option<PasswordHash>,
}

/// Accounts of our own, for operators' commands and for the application's back end. Works beside a running server.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Adds a batch in one commit, in order.
    async fn add(&self, batch: &[NewAccount], now: Moment) -> Result<Vec<Added>, Broken>;

    /// One account.
    async fn account(&self, who: &EmailKey) -> Result<Option<Account>, Broken>;

    /// The account of this number.
    async fn account_of(&self, id: AccountId) -> Result<Option<Account>, Broken>;

    /// How an account stands, with its stored hash, both of one moment. `None`: no account.
    async fn credentials(&self, who: &EmailKey) -> Result<Option<Credentials>, Broken>;

    /// The stored hash of an account, for verifying a password. `None`: no account, or none that has a password.
    async fn password_of(&self, who: &EmailKey) -> Result<Option<PasswordHash>, Broken>;

    /// Accounts in the order of their numbers, after `after`.
    async fn accounts(&self, after: Option<AccountId>, most: usize) -> Result<Vec<Account>, Broken>;

    /// How many there are.
    async fn count(&self) -> Result<u64, Broken>;

    /// Enables or disables an account; ends its challenges if that is a change. `false`: no such account.
    async fn set_status(&self, who: &EmailKey, status: Status, now: Moment) -> Result<bool, Broken>;

    /// Removes an account, its challenges and its letters. Only the ledger's keyed hash stays. `false`: no such account.
    async fn remove(&self, who: &EmailKey) -> Result<bool, Broken>;

    /// As [`Accounts::set_status`], for the account of this number.
    async fn set_status_of(&self, id: AccountId, status: Status, now: Moment) -> Result<bool, Broken>;

    /// As [`Accounts::remove`], for the account of this number.
    async fn remove_of(&self, id: AccountId) -> Result<bool, Broken>;

    /// Replaces a hash by another one of the same password. The password stays the same, so codes and sessions do too.
    /// `false`: the old hash is not the account's any more; nothing was changed.
    async fn rehash(&self, id: AccountId, old: &PasswordHash, new: &PasswordHash) -> Result<bool, Broken>;
}
