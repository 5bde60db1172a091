//! Letters: what waits in the outbox, and what became of it.

use crate::challenge::{Challenge, ChallengeId};
use crate::clients::Network;
use crate::limits::ClientKey;
use crate::moment::Moment;
use crate::subject::Account;

/// The number of a letter in the outbox: rising, given by the store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LetterId(pub i64);

/// What is fixed when a letter is queued and stays through every retry: 128 random bits for its `Message-ID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageTag(pub [u8; 16]);

/// What a reset letter shows first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// The code.
    Code,
    /// The link, where there is one.
    Link,
}

/// What a letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterKind {
    /// Carries a code, and a link where there is a page for it.
    Reset(First),
    /// Tells the owner that the password was changed.
    Changed,
}

/// A code letter that was queued within the last hour, and the client that caused it (`None`: an exempt one).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetterMark {
    /// When it was queued.
    pub at: Moment,
    /// Who caused it.
    pub client: Option<ClientKey>,
}

/// A letter that a courier has taken, with all it needs to render it. The lease runs out by itself.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Which one.
    pub id: LetterId,
    /// What for.
    pub kind: LetterKind,
    /// Its `Message-ID`, the same at every try.
    pub tag: MessageTag,
    /// When it was queued.
    pub queued_at: Moment,
    /// How often it was tried before.
    pub attempts: u32,
    /// To whom: the account as it is now; `None` when it has been removed.
    pub account: Option<Account>,
    /// The challenge of a reset letter; `None` when it has been purged, and on notices.
    pub challenge: Option<Challenge>,
    /// Whether that challenge is still the account's latest, or its flow's.
    pub latest: bool,
    /// From which network a reset letter was asked for; `None` where that is not to be said.
    pub network: Option<Network>,
    /// The language in which it was asked for, as a BCP 47 tag, where that was said.
    pub locale: Option<String>,
    /// Whether it was queued for nobody, so that an ask that mails nothing looks like one that does.
    pub nobodys: bool,
    /// Whether a newer reset letter of the account was queued since, by whatever surface.
    pub overtaken: bool,
}

/// Why a letter was put aside without being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Unsent {
    /// Its code has ended, or a notice was tried for too long.
    Expired,
    /// A newer code has taken its place, or after an outage a newer letter of the account.
    Superseded,
    /// Its code or link was used, or the account was changed, disabled or removed since.
    AccountChanged,
    /// Its key has left the ring.
    KeyGone,
    /// An operator dropped it.
    Dropped,
    /// It never was for anybody: the letter of a decoy.
    Decoy,
}

/// What became of one try to deliver a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The mail server took responsibility for it.
    HandedOver(Moment),
    /// Not now; try again at this time, for this reason (no secrets: it is stored and shown).
    Later {
        /// When.
        until: Moment,
        /// Why.
        why: String,
    },
    /// The mail server refused it for good, for this reason (no secrets: it is stored and shown).
    Refused {
        /// Why.
        why: String,
    },
    /// It was not worth sending any more.
    Unsent(Unsent),
    /// It was not tried at all and waits until this time. That counts as no try, and what was said of the last one stays.
    GivenBack(Moment),
}

/// One try to deliver one letter, to be recorded.
#[derive(Clone, Debug)]
pub struct Report {
    /// Which letter.
    pub letter: LetterId,
    /// How it ended.
    pub delivery: Delivery,
}

/// Where a letter stands, for the operator's listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum LetterState {
    /// Waits for its next try.
    Waiting,
    /// Handed over.
    Sent,
    /// Refused for good.
    Refused,
    /// Put aside.
    Unsent,
}

/// A letter as `resetd outbox list` shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which one.
    pub id: LetterId,
    /// What for.
    pub kind: LetterKind,
    /// Where it stands.
    pub state: LetterState,
    /// When it was queued.
    pub queued_at: Moment,
    /// When it is tried next, or when it was settled.
    pub due_at: Moment,
    /// How often it was tried.
    pub attempts: u32,
    /// The last reason, in the mail server's words or ours.
    pub why: Option<String>,
    /// To whom; `None` when the account is gone.
    pub account: Option<Account>,
    /// Its challenge, if it has one.
    pub challenge: Option<ChallengeId>,
}
