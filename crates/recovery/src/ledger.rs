//! The ledger: how much of the odds of a takeover has been spent by wrong guesses. It counts probability, not
//! attempts, in integer units, so that no sum is ever rounded down.

use crate::code::Rung;
use crate::moment::Moment;

/// Units per certainty: one unit is a probability of 1e-18, and an `i64` holds nine certainties.
pub const CERTAINTY: i64 = 1_000_000_000_000_000_000;

/// A probability in units of 1e-18, rounded up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Units(pub i64);

impl Units {
    /// What one wrong guess at a code of this rung costs: 1/M, rounded up.
    #[must_use]
    pub fn of_one_guess(rung: Rung) -> Units {
        let certainty = CERTAINTY.unsigned_abs();
        let units = u128::from(certainty).div_ceil(rung.space());
        Units(i64::try_from(units).unwrap_or(CERTAINTY))
    }

    /// So many times as much; saturates.
    #[must_use]
    pub fn times(self, count: u32) -> Units {
        Units(self.0.saturating_mul(i64::from(count)))
    }

    /// Both together; saturates.
    #[must_use]
    pub fn plus(self, other: Units) -> Units {
        Units(self.0.saturating_add(other.0))
    }
}

/// An account in the ledger: HMAC of its address under a key of its own that rotation never changes, so that
/// removing and adding an account again forgets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LedgerKey(pub [u8; 16]);

impl LedgerKey {
    /// Nobody's: what is counted under it is no account's.
    pub const NOBODYS: LedgerKey = LedgerKey([0; 16]);

    /// Its start, in eight hexadecimal digits: enough to find in a listing what the log names, and of no use elsewhere.
    #[must_use]
    pub fn short(self) -> String {
        let [a, b, c, d, ..] = self.0;
        format!("{a:02x}{b:02x}{c:02x}{d:02x}")
    }
}

/// What a ledger says of an account and of the service, over the buckets that count now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Spent {
    /// By wrong guesses at the account.
    pub account: Units,
    /// By those at all accounts together.
    pub service: Units,
    /// How many wrong guesses were made at the account in a row, since a recovery of it succeeded last.
    pub in_a_row: u32,
}

/// A twelfth of the mean Gregorian year (365.2425 days) in milliseconds: the width of an account's bucket.
pub const ACCOUNT_BUCKET: i64 = 2_629_746_000;

/// An hour in milliseconds: the width of the service's bucket.
pub const SERVICE_BUCKET: i64 = 3_600_000;

/// How many buckets of an account count: the current one and the twelve before it, dropped whole.
pub const ACCOUNT_BUCKETS: i64 = 13;

/// How many buckets of the service count: the current hour and the twenty-four before it.
pub const SERVICE_BUCKETS: i64 = 25;

/// The number of the account bucket that a moment falls into.
#[must_use]
pub fn account_bucket(at: Moment) -> i64 {
    at.0.div_euclid(ACCOUNT_BUCKET)
}

/// The number of the service bucket that a moment falls into.
#[must_use]
pub fn service_bucket(at: Moment) -> i64 {
    at.0.div_euclid(SERVICE_BUCKET)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_costs_one_over_the_number_of_values_rounded_up() {
        let cost = |rung: &str| Units::of_one_guess(rung.parse().unwrap()).0;
        assert_eq!(cost("digits:6"), 1_000_000_000_000);
        assert_eq!(cost("digits:8"), 10_000_000_000);
        assert_eq!(cost("base32:8"), 909_495, "10^18 / 2^40 = 909 494.7…");
        assert_eq!(cost("base32:13"), 1, "never zero, however small");
    }

    #[test]
    fn an_account_keeps_thirteen_twelfths_of_a_year_at_the_most() {
        let year = Moment(ACCOUNT_BUCKET * 12);
        assert_eq!(
            account_bucket(year) - account_bucket(Moment(0)),
            ACCOUNT_BUCKETS - 1
        );
        assert_eq!(account_bucket(Moment(-1)), -1);
    }
}
