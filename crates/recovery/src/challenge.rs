//! A challenge: one code and one link for one account, and how long each lives. Neither is stored; both are derived.

use crate::budget::Share;
use crate::keys::KeyId;
use crate::ledger::LedgerKey;
use crate::moment::{Moment, Span};
use crate::secret::Secret32;
use crate::subject::{AccountId, AccountVersion};

/// The first hand-over to the mail server starts the life of a code; after this long it starts without one.
pub const HAND_OVER_WITHIN: Span = Span::minutes(60);

/// For this long after its end a code is answered *expired*, then as never asked for.
pub const EXPIRED_SHOWN_FOR: Span = Span::minutes(60);

/// How far a clock may lie before the moment of issue; further back, the code counts as expired, so that stepping
/// the clock never revives one.
pub const CLOCK_SLACK: Span = Span::seconds(60);

/// The longest life that settings may give (ASVS 6.5.5). A row that claims more is corrupt.
pub const LONGEST_LIFE: Span = Span::hours(24);

/// The tries of a challenge whose code was closed because a guess at it did not fit the budget: as if it were spent. Its link
/// is as good as before.
pub const CLOSED: u32 = u32::MAX;

/// The 128-bit name of a challenge. The first half rises with time, so that rows are appended; the second is random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChallengeId {
    /// The row: positive, given by the store, rising.
    pub row: i64,
    /// 64 random bits.
    pub tail: u64,
}

impl ChallengeId {
    /// Big-endian, row first.
    #[must_use]
    pub fn bytes(self) -> [u8; 16] {
        let whole = u128::from(self.row.cast_unsigned()) << 64 | u128::from(self.tail);
        whole.to_be_bytes()
    }

    /// The inverse of [`ChallengeId::bytes`].
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> ChallengeId {
        let whole = u128::from_be_bytes(bytes);
        let row = u64::try_from(whole >> 64).unwrap_or(0).cast_signed();
        let tail = u64::try_from(whole & u128::from(u64::MAX)).unwrap_or(0);
        ChallengeId { row, tail }
    }

    /// When it was given, to the millisecond: its row holds that time.
    #[must_use]
    pub fn given_at(self) -> Moment {
        given_at(self.row)
    }
}

fn given_at(row: i64) -> Moment {
    Moment(row >> ROWS_WITHIN_A_MILLISECOND)
}

/// A challenge as the store holds it.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// Its name.
    pub id: ChallengeId,
    /// The row of its flow's first challenge; `None`: it is the account's own, for the APIs that know no flows.
    pub flow: Option<i64>,
    /// Whose it is; [`AccountId::NOBODY`]'s are decoys.
    pub account: AccountId,
    /// The account as it was at issue: a change of address, password or status since then ends it.
    pub account_version: AccountVersion,
    /// The key that its code and link derive from.
    pub key: KeyId,
    /// What kind of code it has, and how far guesses at it may carry the ledger; `None`: it has a link alone.
    pub code: Option<Share>,
    /// The account in the ledger; nobody's for a decoy.
    pub ledger: LedgerKey,
    /// 256 random bits.
    pub seed: Secret32,
    /// When it was issued.
    pub issued_at: Moment,
    /// The first recorded hand-over to the mail server.
    pub sent_at: Option<Moment>,
    /// When its code ends; `None` is a corrupt row.
    pub expires_at: Option<Moment>,
    /// When its link ends; `None` is a corrupt row.
    pub link_expires_at: Option<Moment>,
    /// Wrong guesses so far; [`CLOSED`] when its code was closed.
    pub tries: u32,
    /// Whether its code or link has set a password.
    pub used: bool,
}

/// How long codes and links live once handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// `code.ttl`.
    pub code: Span,
    /// `link.ttl`.
    pub link: Span,
}

/// The two ends of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// When the code ends.
    pub code: Moment,
    /// When the link ends.
    pub link: Moment,
}

impl Life {
    /// The ends at issue: as if the letter were handed over at the last moment that counts.
    #[must_use]
    pub fn at_issue(self, issued_at: Moment) -> Ends {
        self.from(issued_at + HAND_OVER_WITHIN)
    }

    /// The ends of a later code of a flow, which this row began.
    #[must_use]
    pub fn at_issue_in(self, first: i64, issued_at: Moment) -> Ends {
        self.from(hand_over_by(first, issued_at))
    }

    fn from(self, handed_over: Moment) -> Ends {
        Ends {
            code: handed_over + self.code,
            link: handed_over + self.link,
        }
    }
}

/// Low bits of a challenge's row, so that several in one millisecond still rise with time.
pub const ROWS_WITHIN_A_MILLISECOND: u32 = 20;

/// The last moment at which the hand-over of a flow's later code counts. All codes of a flow end with it: it began when its
/// first row was given, and a row holds that time.
fn hand_over_by(first: i64, issued_at: Moment) -> Moment {
    let began = given_at(first);
    let latest = issued_at + HAND_OVER_WITHIN;
    latest.min(began + HAND_OVER_WITHIN).max(issued_at)
}

/// Where the life of a code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Before its end.
    Running,
    /// Past its end, and still answered as expired.
    Expired,
    /// So long past that it is answered as never asked for.
    Forgotten,
}

impl Challenge {
    /// The ends once a letter is handed over at `at`: lowered by the first hand-over, never raised by any.
    ///
    /// The life that the settings gave at issue is read back from the row: it is what lies beyond the time in which
    /// the hand-over counts.
    #[must_use]
    pub fn ends_when_handed_over(&self, at: Moment) -> Option<Ends> {
        let ends = Ends {
            code: self.expires_at?,
            link: self.link_expires_at?,
        };
        if self.sent_at.is_some() {
            return Some(ends);
        }
        let latest = self.hand_over_by();
        let early = latest - at.min(latest);
        Some(Ends {
            code: ends.code - early,
            link: ends.link - early,
        })
    }

    fn hand_over_by(&self) -> Moment {
        match self.flow {
            Some(first) if first != self.id.row => hand_over_by(first, self.issued_at),
            Some(_) | None => self.issued_at + HAND_OVER_WITHIN,
        }
    }

    /// Where the code's life stands.
    #[must_use]
    pub fn stage(&self, now: Moment) -> Stage {
        self.stage_until(self.expires_at, now)
    }

    /// Where the link's life stands.
    #[must_use]
    pub fn link_stage(&self, now: Moment) -> Stage {
        self.stage_until(self.link_expires_at, now)
    }

    fn stage_until(&self, end: Option<Moment>, now: Moment) -> Stage {
        let longest = self.issued_at + HAND_OVER_WITHIN + LONGEST_LIFE;
        let Some(end) = end.filter(|it| *it > Moment(0) && *it <= longest) else {
            return Stage::Expired;
        };
        if now < self.issued_at - CLOCK_SLACK {
            Stage::Expired
        } else if now < end {
            Stage::Running
        } else if now < end + EXPIRED_SHOWN_FOR {
            Stage::Expired
        } else {
            Stage::Forgotten
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::budget::Caps;
    use crate::code::Rung;
    use crate::ledger::Units;

    pub(crate) const ISSUED: Moment = Moment(1_800_000_000_000);

    /// Six digits, with room for ten guesses at the account.
    pub(crate) fn six_digits() -> Share {
        Share {
            rung: Rung::SIX_DIGITS,
            caps: Some(Caps {
                account: Units(10_000_000_000_000),
                service: None,
            }),
        }
    }

    pub(crate) fn challenge() -> Challenge {
        let ends = Life {
            code: Span::minutes(10),
            link: Span::minutes(60),
        }
        .at_issue(ISSUED);
        Challenge {
            id: ChallengeId {
                row: 77,
                tail: 0xfeed,
            },
            flow: None,
            account: AccountId(5),
            account_version: AccountVersion(1),
            key: KeyId(1),
            code: Some(six_digits()),
            ledger: LedgerKey([1; 16]),
            seed: Secret32::new([42; 32]),
            issued_at: ISSUED,
            sent_at: None,
            expires_at: Some(ends.code),
            link_expires_at: Some(ends.link),
            tries: 0,
            used: false,
        }
    }

    #[test]
    fn an_id_survives_its_bytes() {
        let id = ChallengeId {
            row: i64::MAX - 3,
            tail: u64::MAX - 9,
        };
        assert_eq!(ChallengeId::from_bytes(id.bytes()), id);
    }

    #[test]
    fn the_first_hand_over_starts_ten_minutes_and_no_later_one_moves_them() {
        let mut it = challenge();
        let handed = ISSUED + Span::minutes(3);
        let ends = it.ends_when_handed_over(handed).unwrap();
        assert_eq!(
            ends,
            Ends {
                code: handed + Span::minutes(10),
                link: handed + Span::minutes(60)
            }
        );
        it.sent_at = Some(handed);
        it.expires_at = Some(ends.code);
        it.link_expires_at = Some(ends.link);
        assert_eq!(it.ends_when_handed_over(handed + Span::minutes(5)), Some(ends));
    }

    #[test]
    fn a_hand_over_after_the_hour_counts_as_one_at_the_hour() {
        let late = challenge()
            .ends_when_handed_over(ISSUED + Span::minutes(65))
            .unwrap();
        assert_eq!(late.code, ISSUED + Span::minutes(70));
    }

    #[test]
    fn a_code_runs_expires_and_is_forgotten() {
        let it = challenge();
        let end = it.expires_at.unwrap();
        assert_eq!(it.stage(end - Span::millis(1)), Stage::Running);
        assert_eq!(it.stage(end), Stage::Expired);
        assert_eq!(
            it.stage(end + Span::minutes(60) - Span::millis(1)),
            Stage::Expired
        );
        assert_eq!(it.stage(end + Span::minutes(60)), Stage::Forgotten);
    }

    #[test]
    fn a_missing_zero_or_endless_expiry_counts_as_expired() {
        for corrupt in [None, Some(Moment(0)), Some(Moment(-5)), Some(Moment(i64::MAX))] {
            let it = Challenge {
                expires_at: corrupt,
                ..challenge()
            };
            assert_eq!(it.stage(ISSUED), Stage::Expired, "{corrupt:?}");
        }
    }

    #[test]
    fn stepping_the_clock_back_never_revives_a_code() {
        let it = challenge();
        assert_eq!(it.stage(ISSUED - Span::seconds(60)), Stage::Running);
        assert_eq!(it.stage(ISSUED - Span::millis(60_001)), Stage::Expired);
    }
}
