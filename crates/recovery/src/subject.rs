//! Whom a request is about: an account, its latest challenge and the letters it got of late.

use crate::address::Email;
use crate::challenge::Challenge;
use crate::ledger::Spent;
use crate::letter::{LetterId, LetterMark};
use crate::moment::Moment;
use crate::signing_in::SignIn;

/// The number that this house gives an account and never gives again. Accounts that live elsewhere are to get one too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub i64);

impl AccountId {
    /// The number that no account has: whose decoys are.
    pub const NOBODY: AccountId = AccountId(0);
}

/// Rises with every change of address, password, status or way of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountVersion(pub i64);

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It may.
    Active,
    /// It may not; it answers as an unknown one.
    Disabled,
}

/// How an account stands: all of it that rules go by. A store finds it without reading the account's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its number.
    pub id: AccountId,
    /// Which of its states this is.
    pub version: AccountVersion,
    /// Whether it may be used.
    pub status: Status,
    /// Whether it is signed in to with a password that is kept here ([`SignIn::is_by_password`]).
    pub by_password: bool,
    /// Whether its owner has taken a change of the password back since a recovery succeeded last.
    pub disowned: bool,
}

impl Standing {
    /// Whether a code or a link can set its password. Where not, its owner may still be told so by letter.
    #[must_use]
    pub fn opens(self) -> bool {
        self.status == Status::Active && self.by_password
    }
}

/// An account as letters and operators see it. The hash is not part of it: nobody needs the old one.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// Which of its states this is.
    pub version: AccountVersion,
    /// The stored address: where letters go.
    pub email: Email,
    /// What it is called.
    pub name: Option<String>,
    /// The language of its letters, as a BCP 47 tag.
    pub locale: Option<String>,
    /// Whether it may be used.
    pub status: Status,
    /// How its owner signs in.
    pub sign_in: SignIn,
    /// When its password was set last, or taken back by its owner; `None` when it never had one.
    pub password_changed_at: Option<Moment>,
    /// As [`Standing::disowned`].
    pub disowned: bool,
}

impl Account {
    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing {
            id: self.id,
            version: self.version,
            status: self.status,
            by_password: self.sign_in.is_by_password(),
            disowned: self.disowned,
        }
    }
}

/// The last letter that was queued for a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastLetter {
    /// Which one.
    pub id: LetterId,
    /// When it was queued.
    pub queued_at: Moment,
    /// Whether it still waits to be handed over.
    pub waiting: bool,
}

/// Everything a rule needs to know about one account.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The account.
    pub account: Standing,
    /// The challenge that a code is compared with: the latest, live or not.
    pub challenge: Option<Challenge>,
    /// What the ledger says of the account and of the service.
    pub spent: Spent,
    /// The last letter queued for that challenge.
    pub letter: Option<LastLetter>,
    /// The account's last reset letter over all surfaces, as the store keeps it in mind.
    pub newest_letter: Option<LetterId>,
    /// The code letters of the last hour, over all surfaces.
    pub recent_letters: Vec<LetterMark>,
}

impl Subject {
    /// All that judging a code needs.
    #[must_use]
    pub fn without_letters(self) -> Subject {
        Subject {
            letter: None,
            newest_letter: None,
            recent_letters: Vec::new(),
            ..self
        }
    }
}
