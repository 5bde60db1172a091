//! Passwords that an application has us compare: how many wrong ones in a row an account takes, and how long the next has
//! to wait then.
//!
//! A try is counted before the password is compared and cleared when it was right, so that of many at the same time no
//! more are compared than may be wrong. What is counted is an address, by its keyed hash: one without an account is
//! counted and held off like any other.

use async_trait::async_trait;

use crate::ledger::LedgerKey;
use crate::moment::{Moment, Span};
use crate::ports::Broken;
use crate::subject::AccountVersion;

/// So many tries in a row may be wrong before the next has to wait (NIST SP 800-63B-4 §3.2.2).
pub const FREE_FAILURES: u32 = 100;

/// The first wait. Each further failure doubles it.
pub const FIRST_WAIT: Span = Span::seconds(30);

/// The longest wait: a person who comes back with the right password has it compared within the hour.
pub const LONGEST_WAIT: Span = Span::hours(1);

/// Counts are forgotten so long after the last try, so that addresses nobody has do not fill the disk.
pub const FORGOTTEN_AFTER: Span = Span::hours(24 * 90);

/// A password that is about to be compared.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    /// The address in the ledger.
    pub who: LedgerKey,
    /// The account as it stands; zero where there is none, or it is disabled. A new password, and so a new version,
    /// begins a new row of failures: the owner who has just recovered is not made to wait for what others did.
    pub version: AccountVersion,
    /// When.
    pub at: Moment,
}

/// The failures of an address that are on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// Of the account in this version.
    pub version: AccountVersion,
    /// So many in a row, the tries that are being compared among them.
    pub count: u32,
    /// The last of them.
    pub last_at: Moment,
}

/// Whether a try may be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// It may, and counts as failed until it is cleared.
    Granted,
    /// Not before so much time has passed. Nothing was counted.
    Wait(Span),
}

/// How long a try has to wait after so many failures in a row.
#[must_use]
pub fn wait_after(failures: u32) -> Span {
    let Some(beyond) = failures.checked_sub(FREE_FAILURES) else {
        return Span::ZERO;
    };
    let doubled = FIRST_WAIT.0.saturating_mul(1_i64 << beyond.min(30));
    Span(doubled.min(LONGEST_WAIT.0))
}

/// The rule: what becomes of a try, and what is on record then. For the store, inside its act.
#[must_use]
pub fn permit(on_record: Option<Failures>, it: &Try) -> (Permit, Failures) {
    let first = Failures {
        version: it.version,
        count: 1,
        last_at: it.at,
    };
    let Some(before) = on_record.filter(|before| before.version == it.version) else {
        return (Permit::Granted, first);
    };
    // A clock that was set back holds nobody off for longer than the wait itself.
    let last_at = before.last_at.min(it.at);
    let left = last_at + wait_after(before.count) - it.at;
    if left > Span::ZERO {
        return (Permit::Wait(left), Failures { last_at, ..before });
    }
    let count = before.count.saturating_add(1);
    (Permit::Granted, Failures { count, ..first })
}

/// Where failures are kept. Each verb is one act.
#[async_trait]
pub trait SignIns: Send + Sync {
    /// Counts a try as failed beforehand, or says how long it has to wait, as [`permit`] has it. Forgets a few counts that
    /// are over.
    async fn attempt(&self, it: &Try) -> Result<Permit, Broken>;

    /// The password was right: no failure is on record any more.
    async fn cleared(&self, who: LedgerKey) -> Result<(), Broken>;

    /// The password could not be compared after all: takes one try back.
    async fn untried(&self, who: LedgerKey) -> Result<(), Broken>;
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_800_000_000_000);

    fn at(at: Moment) -> Try {
        Try {
            who: LedgerKey([1; 16]),
            version: AccountVersion(3),
            at,
        }
    }

    fn failed(count: u32) -> Option<Failures> {
        Some(Failures {
            version: AccountVersion(3),
            count,
            last_at: NOW,
        })
    }

    #[test]
    fn a_hundred_failures_are_free_and_then_the_wait_doubles_up_to_an_hour() {
        assert_eq!(permit(failed(99), &at(NOW)).0, Permit::Granted, "the hundredth");
        let waits: Vec<i64> = (100..109).map(|it| wait_after(it).0 / 1000).collect();
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(wait_after(u32::MAX), LONGEST_WAIT);
        let (held, kept) = permit(failed(100), &at(NOW + Span::seconds(29)));
        assert_eq!((held, kept.count), (Permit::Wait(Span::seconds(1)), 100));
        let (let_in, kept) = permit(failed(100), &at(NOW + Span::seconds(30)));
        assert_eq!((let_in, kept.count), (Permit::Granted, 101));
    }

    #[test]
    fn a_new_password_begins_a_new_row() {
        let anew = Try {
            version: AccountVersion(4),
            ..at(NOW)
        };
        let (granted, kept) = permit(failed(500), &anew);
        assert_eq!((granted, kept.count), (Permit::Granted, 1));
    }

    #[test]
    fn a_clock_that_was_set_back_holds_nobody_off_for_longer_than_the_wait() {
        let back = NOW - Span::hours(24 * 365);
        let (held, kept) = permit(failed(100), &at(back));
        assert_eq!(held, Permit::Wait(Span::seconds(30)));
        assert_eq!(
            permit(Some(kept), &at(back + Span::seconds(30))).0,
            Permit::Granted
        );
    }
}
