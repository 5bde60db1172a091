//! Reading the ledger as a whole, for operators: who is guessed at, how much of the budget that has cost, and how fast.

use async_trait::async_trait;

use crate::ledger::{LedgerKey, Units};
use crate::moment::{Moment, Span};
use crate::ports::Broken;

/// What is spent now is told from the guesses of this time.
pub const PRESENT: Span = Span::hours(1);

/// An account in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charged {
    /// Which.
    pub account: LedgerKey,
    /// All that counts now.
    pub spent: Units,
    /// Of that, what guesses of the last hour have cost.
    pub lately: Units,
    /// Wrong guesses in a row, since a recovery of it succeeded last.
    pub in_a_row: u32,
}

/// The ledger as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    /// What all guesses that count for the service have cost.
    pub service: Units,
    /// Of that, what guesses of the last hour have cost.
    pub lately: Units,
    /// How many accounts have spent something.
    pub accounts: u64,
    /// Those that have spent most, the most spent first.
    pub most: Vec<Charged>,
}

/// A store whose ledger can be read as a whole, also beside a running server.
#[async_trait]
pub trait LedgerBook: Send + Sync {
    /// The ledger as it stands, with so many of its accounts.
    async fn book(&self, most: usize, now: Moment) -> Result<Book, Broken>;
}

/// How long a budget lasts at the rate of the last hour; `None`: for as long as one cares to look. `within`: what is spent
/// counts for so long, so that a rate low enough never spends it.
#[must_use]
pub fn lasts(budget: Units, spent: Units, lately: Units, within: Span) -> Option<Span> {
    let left = i128::from(budget.0.saturating_sub(spent.0).max(0));
    let rate = i128::from(lately.0);
    let fills = rate * i128::from(within.0) > i128::from(budget.0) * i128::from(PRESENT.0);
    if rate == 0 || !fills {
        return None;
    }
    let millis = left * i128::from(PRESENT.0) / rate;
    Some(Span::millis(i64::try_from(millis).unwrap_or(i64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_lasts_as_long_as_the_last_hour_s_rate_lets_it() {
        let day = Span::hours(25);
        let lasts = |spent, lately| lasts(Units(1000), Units(spent), Units(lately), day);
        assert_eq!(lasts(400, 100), Some(Span::hours(6)));
        assert_eq!(lasts(1000, 100), Some(Span::ZERO));
        assert_eq!(lasts(400, 0), None);
        assert_eq!(
            lasts(400, 40),
            None,
            "25 hours at this rate spend no more than the budget"
        );
        assert_eq!(lasts(400, 41).map(|it| it.0 / 60_000), Some(878));
    }
}
