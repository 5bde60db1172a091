//! Flows: recoveries that conceal. Whoever asks gets one, also for an address without an account, and everything it
//! shows is counted from asks and guesses on it alone.
//!
//! A flow without a real code behind it is a decoy: a challenge of nobody, with a letter that is never sent. It is
//! written, counted and ends as its real twins are.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::budget::Share;
use crate::challenge::{Challenge, Ends};
use crate::keys::KeyId;
use crate::ledger::{LedgerKey, Spent};
use crate::letter::LetterMark;
use crate::moment::{Moment, Span};
use crate::ports::{NewLetter, Price, Verdict};
use crate::profile::Locale;
use crate::secret::Secret32;
use crate::subject::{LastLetter, Standing, Subject};

/// What a flow is called outside: the id of its first challenge under a cipher, so that it looks like 128 random bits
/// and says nothing of when it was given or how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowId(pub(crate) [u8; 16]);

/// A text that names no flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the id of a recovery has 22 characters of base64url")]
pub struct NoFlowId;

impl fmt::Display for FlowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl FromStr for FlowId {
    type Err = NoFlowId;
    fn from_str(text: &str) -> Result<FlowId, NoFlowId> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NoFlowId)?;
        Ok(FlowId(bytes.try_into().map_err(|_| NoFlowId)?))
    }
}

/// What the flow of an address is found by, on the APIs that know no flows: a keyed hash of the address under the salt of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AddressMark(pub [u8; 16]);

/// An address under the salts of two days: what began yesterday is found today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Under today's.
    pub today: AddressMark,
    /// Under yesterday's.
    pub yesterday: AddressMark,
}

/// Everything the rules need to know about a flow.
#[derive(Clone, Debug)]
pub struct FlowSubject {
    /// How the account stands; `None` for a decoy, and when the account has gone.
    pub account: Option<Standing>,
    /// When it began.
    pub began: Moment,
    /// What it shows.
    pub shown: Shown,
    /// When a letter was asked for last that was not asked for just before, whether or not one was sent.
    pub asked_at: Moment,
    /// The challenge that codes are compared with: the newest of an account's, in a decoy the newest of all.
    pub challenge: Challenge,
    /// The language in which it was asked for, where that was said.
    pub locale: Option<Locale>,
    /// Whether the application's back end began it.
    pub by_back_end: bool,
    /// What the ledger says of the account; of the service alone for a decoy.
    pub spent: Spent,
    /// The last letter of that challenge; `None` when it has been purged.
    pub letter: Option<LastLetter>,
    /// The account's code letters of the last hour, over all surfaces.
    pub recent_letters: Vec<LetterMark>,
}

/// A challenge that begins a flow or replaces its last one, with its letter.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// Whose, as it stands; `None`: nobody's, a decoy.
    pub account: Option<Standing>,
    /// The account in the ledger; all zero for a decoy.
    pub ledger: LedgerKey,
    /// The random half of its id.
    pub tail: u64,
    /// The random seed.
    pub seed: Secret32,
    /// The key that derives its code.
    pub key: KeyId,
    /// What kind of code; `None`: a link alone.
    pub code: Option<Share>,
    /// Its ends, until it is handed over.
    pub ends: Ends,
    /// The language in which it was asked for, where that was said.
    pub locale: Option<Locale>,
    /// Whether the application's back end asks.
    pub by_back_end: bool,
    /// The letter.
    pub letter: NewLetter,
    /// The address whose flow it begins, on the APIs that know no flows.
    pub mark: Option<AddressMark>,
    /// When.
    pub at: Moment,
}

/// What asking again in a flow leads to. What is written is the same whether or not a letter can be sent.
#[derive(Clone, Debug)]
pub enum Step {
    /// Nothing: a letter was asked for just now, or the code has been used.
    Quiet,
    /// The same code once more.
    Again(NewLetter),
    /// A letter of nobody's, in place of one that cannot be sent. Nothing else changes.
    Idle(NewLetter),
    /// A new code in place of the last one. One of nobody's leaves an account's code as it is; only what is shown begins
    /// anew.
    Anew(Beginning),
}

/// What a flow shows: counted from asks and guesses on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// When its present code was asked for.
    pub since: Moment,
    /// Wrong guesses since then.
    pub wrong: u32,
}

/// Where a flow stands, as it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownStage {
    /// It takes guesses.
    Open,
    /// It has had as many wrong guesses as it takes.
    Spent,
    /// Its time has passed.
    Expired,
    /// So long that it is answered as one that never was.
    Forgotten,
}

/// How checking a code in a flow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowChecked {
    /// The right code.
    Accepted,
    /// Another one. It has been counted.
    Wrong {
        /// How many guesses are left.
        left: u32,
    },
    /// As many wrong guesses as it takes have been made, or its code was used.
    Spent,
    /// Its time has passed.
    Expired,
    /// There is no such flow.
    Unknown,
}

/// What the rules make of a code typed in a flow.
#[derive(Clone, Copy, Debug)]
pub struct FlowJudged {
    /// What is told once the guess is settled.
    pub ending: FlowChecked,
    /// What is to be settled, if it counts.
    pub guess: Option<FlowGuess>,
}

/// A guess in a flow, to count in what the flow shows and, if it was compared, against its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowGuess {
    /// What the comparison said.
    pub verdict: Verdict,
    /// What a wrong one costs, and what the code may cost.
    pub price: Price,
    /// It counts only while the flow shows fewer wrong guesses than this (`None`: it shows none as open).
    pub shown_below: Option<u32>,
    /// Where it was compared, it counts only while the code has fewer wrong guesses than this (`None`: no cap).
    pub attempts: Option<u32>,
    /// When.
    pub at: Moment,
}

impl FlowSubject {
    /// The account with the code of the flow; `None`: nobody's.
    #[must_use]
    pub fn into_subject(self) -> Option<Subject> {
        Some(Subject {
            account: self.account?,
            challenge: Some(self.challenge),
            spent: self.spent,
            letter: None,
            newest_letter: None,
            recent_letters: Vec::new(),
        })
    }
}

impl Shown {
    /// For how long it still shows as open.
    #[must_use]
    pub fn left(self, ttl: Span, now: Moment) -> Span {
        (self.since + ttl - now).max(Span::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_id_is_22_characters_and_nothing_else_is_one() {
        let id = FlowId(std::array::from_fn(|n| u8::try_from(n * 17).unwrap()));
        let text = id.to_string();
        assert_eq!((text.len(), text.parse()), (22, Ok(id)));
        let long = format!("{text}A");
        // The last character holds two bits more than the id: of four spellings only one is taken.
        let other = format!("{}{}", &text[..21], if text.ends_with('w') { 'x' } else { 'w' });
        for bad in [
            "",
            "A",
            &text[..21],
            &long,
            "....................../",
            &other,
            "ABCDEFGHIJKLMNOPQRSTU=",
        ] {
            let read = bad.parse::<FlowId>();
            assert!(read.is_err() || read != Ok(id), "{bad:?}");
        }
        assert!(
            "AAAAAAAAAAAAAAAAAAAAAB".parse::<FlowId>().is_err(),
            "bits beyond the id"
        );
    }
}
