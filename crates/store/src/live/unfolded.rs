//! The ledger's youngest part: what wrong guesses have cost that are still rows of their own.

use std::collections::{BTreeMap, HashMap};

use recovery::ledger::{LedgerKey, Units, service_bucket};
use recovery::moment::Moment;

/// Sums over guesses that have not been folded into buckets.
#[derive(Default)]
pub(crate) struct Unfolded {
    // Half of a key is enough to find an account: keys are MACs, nobody can choose two that agree, and were two to meet,
    // each would be charged for both. Unfolded guesses are hours old at most, so their buckets always count.
    by_account: HashMap<u64, i64>,
    by_hour: BTreeMap<i64, i64>,
}

fn half(key: LedgerKey) -> u64 {
    key.0.first_chunk::<8>().copied().map_or(0, u64::from_be_bytes)
}

impl Unfolded {
    /// Adds the cost of a guess.
    pub(crate) fn add(&mut self, account: LedgerKey, at: Moment, cost: Units) {
        let spent = self.by_account.entry(half(account)).or_default();
        *spent = spent.saturating_add(cost.0);
        let spent = self.by_hour.entry(service_bucket(at)).or_default();
        *spent = spent.saturating_add(cost.0);
    }

    /// Takes away the cost of a guess that has been folded.
    pub(crate) fn fold(&mut self, account: LedgerKey, at: Moment, cost: Units) {
        let hour = service_bucket(at);
        if let Some(spent) = self.by_account.get_mut(&half(account)) {
            *spent = spent.saturating_sub(cost.0);
            if *spent <= 0 {
                self.by_account.remove(&half(account));
            }
        }
        if let Some(spent) = self.by_hour.get_mut(&hour) {
            *spent = spent.saturating_sub(cost.0);
            if *spent <= 0 {
                self.by_hour.remove(&hour);
            }
        }
    }

    /// What one account has spent.
    pub(crate) fn by_account(&self, account: LedgerKey) -> Units {
        Units(self.by_account.get(&half(account)).copied().unwrap_or(0))
    }

    /// What the service has spent since the start of an hourly bucket.
    pub(crate) fn by_service(&self, first: i64) -> Units {
        let hours = self.by_hour.range(first..);
        hours.fold(Units(0), |sum, (_, spent)| sum.plus(Units(*spent)))
    }
}
