//! The ledger in memory: all of the service's buckets, and of accounts what is not folded into theirs yet. Which accounts
//! have buckets on disk is told by a table of bits, so that those without, nearly all, are not looked up.

use std::collections::{BTreeMap, HashMap};

use recovery::ledger::{LedgerKey, Units, service_bucket};
use recovery::moment::Moment;

/// What an account's rows say that have not been folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The cost of its wrong guesses.
    pub(crate) units: i64,
    /// How many of these were made since its last success, or in all if there was none among these rows.
    pub(crate) in_a_row: u32,
    /// How many successes are among these rows. While there is one, nothing that has been folded is of the present row.
    pub(crate) successes: u32,
}

impl Entry {
    fn is_empty(self) -> bool {
        self == Entry::default()
    }

    /// With one more wrong guess.
    pub(crate) fn wrong(self, cost: Units) -> Entry {
        Entry {
            units: self.units.saturating_add(cost.0),
            in_a_row: self.in_a_row.saturating_add(1),
            ..self
        }
    }

    /// With a success: the row of wrong guesses ends.
    pub(crate) fn succeeded(self) -> Entry {
        Entry {
            in_a_row: 0,
            successes: self.successes.saturating_add(1),
            ..self
        }
    }

    /// Without its oldest wrong guess, which has been folded.
    pub(crate) fn without_wrong(self, cost: Units) -> Entry {
        let of_present_row = u32::from(self.successes == 0);
        Entry {
            units: self.units.saturating_sub(cost.0),
            in_a_row: self.in_a_row.saturating_sub(of_present_row),
            ..self
        }
    }

    /// Without its oldest success, which has been folded.
    pub(crate) fn without_success(self) -> Entry {
        Entry {
            successes: self.successes.saturating_sub(1),
            ..self
        }
    }
}

/// Half of a ledger key: enough to find an account. Keys are MACs, nobody can choose two that agree, and were two to meet,
/// each would be charged for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Half(u64);

impl From<LedgerKey> for Half {
    fn from(key: LedgerKey) -> Half {
        Half(key.0.first_chunk::<8>().copied().map_or(0, u64::from_be_bytes))
    }
}

/// How many bits tell which accounts have buckets: 1 MiB of them. With a hundred thousand such accounts one look-up of a
/// hundred is for nothing.
const BITS: u64 = 1 << 23;

/// The ledger as far as it is in memory.
#[derive(Default)]
pub(crate) struct LiveLedger {
    entries: HashMap<Half, Entry>,
    by_hour: BTreeMap<i64, i64>,
    /// Empty until an account has a bucket.
    folded: Vec<u64>,
}

impl LiveLedger {
    /// What the rows of an account say.
    pub(crate) fn entry(&self, account: LedgerKey) -> Entry {
        self.entries.get(&account.into()).copied().unwrap_or_default()
    }

    /// Notes what the rows of an account say.
    pub(crate) fn set(&mut self, account: LedgerKey, entry: Entry) {
        match entry.is_empty() {
            true => _ = self.entries.remove(&account.into()),
            false => _ = self.entries.insert(account.into(), entry),
        }
        // Room for twice as many is kept; the rest of a flood's map goes back.
        if self.entries.capacity() > 4 * self.entries.len().max(1024) {
            self.entries.shrink_to(2 * self.entries.len());
        }
    }

    /// Charges the service.
    pub(crate) fn charge(&mut self, at: Moment, cost: Units) {
        let spent = self.by_hour.entry(service_bucket(at)).or_default();
        *spent = spent.saturating_add(cost.0);
    }

    /// Notes what a bucket of the service holds on disk.
    pub(crate) fn add_hour(&mut self, bucket: i64, cost: Units) {
        let spent = self.by_hour.entry(bucket).or_default();
        *spent = spent.saturating_add(cost.0);
    }

    /// What the service has spent since the start of an hourly bucket.
    pub(crate) fn by_service(&self, first: i64) -> Units {
        let hours = self.by_hour.range(first..);
        hours.fold(Units(0), |sum, (_, spent)| sum.plus(Units(*spent)))
    }

    /// Forgets the service's hours before this one.
    pub(crate) fn forget_hours_before(&mut self, first: i64) {
        self.by_hour = self.by_hour.split_off(&first);
    }

    /// Notes that an account has a bucket.
    pub(crate) fn note_folded(&mut self, account: LedgerKey) {
        if self.folded.is_empty() {
            self.folded = vec![0; usize::try_from(BITS / 64).unwrap_or(0)];
        }
        let (word, bit) = place(account);
        if let Some(word) = self.folded.get_mut(word) {
            *word |= bit;
        }
    }

    /// Whether an account may have a bucket; `false`: it has none.
    pub(crate) fn may_be_folded(&self, account: LedgerKey) -> bool {
        let (word, bit) = place(account);
        self.folded.get(word).is_some_and(|it| it & bit != 0)
    }
}

fn place(account: LedgerKey) -> (usize, u64) {
    let bit = Half::from(account).0 % BITS;
    (usize::try_from(bit / 64).unwrap_or(0), 1 << (bit % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: LedgerKey = LedgerKey([1; 16]);
    const COST: Units = Units(1_000_000_000_000);

    #[test]
    fn a_success_ends_the_row_of_wrong_guesses_and_takes_nothing_off_what_was_spent() {
        let after = Entry::default().wrong(COST).wrong(COST).succeeded().wrong(COST);
        assert_eq!((after.units, after.in_a_row), (3 * COST.0, 1));
    }

    #[test]
    fn what_is_folded_leaves_memory_in_the_order_it_came() {
        let rows = Entry::default().wrong(COST).succeeded().wrong(COST).wrong(COST);
        let rows = rows.without_wrong(COST);
        assert_eq!(
            (rows.units, rows.in_a_row),
            (2 * COST.0, 2),
            "that one was of the row before"
        );
        let rows = rows.without_success().without_wrong(COST);
        assert_eq!((rows.units, rows.in_a_row), (COST.0, 1));
        assert!(rows.without_wrong(COST).is_empty());
    }

    #[test]
    fn an_account_whose_rows_are_all_folded_takes_no_memory() {
        let mut ledger = LiveLedger::default();
        ledger.set(ANN, Entry::default().wrong(COST));
        assert_eq!(ledger.entry(ANN).in_a_row, 1);
        ledger.set(ANN, ledger.entry(ANN).without_wrong(COST));
        assert!(ledger.entries.is_empty());
    }

    #[test]
    fn accounts_with_buckets_are_told_from_nearly_all_others() {
        let mut ledger = LiveLedger::default();
        assert!(!ledger.may_be_folded(ANN));
        ledger.note_folded(ANN);
        assert!(ledger.may_be_folded(ANN));
        let strangers = (0..1000_u64).map(|n| {
            let mut key = [9; 16];
            key[..8].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
            LedgerKey(key)
        });
        assert!(strangers.filter(|it| ledger.may_be_folded(*it)).count() < 5);
    }

    #[test]
    fn hours_that_count_no_more_are_forgotten() {
        let mut ledger = LiveLedger::default();
        let at = |hour: i64| Moment(hour * recovery::ledger::SERVICE_BUCKET);
        for hour in 10..20 {
            ledger.charge(at(hour), COST);
        }
        ledger.forget_hours_before(15);
        assert_eq!(ledger.by_service(0), Units(5 * COST.0));
        assert_eq!(ledger.by_service(18), Units(2 * COST.0));
    }
}
