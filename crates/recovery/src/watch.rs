//! Watching the budget: who runs the service is told when wrong guesses have spent a tenth, half and all of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::budget::Budget;
use crate::ledger::{LedgerKey, SERVICE_BUCKETS, Spent, Units, service_bucket};
use crate::moment::Moment;

/// Whose budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One account's, as the ledger knows it.
    Account(LedgerKey),
    /// The whole service's.
    Service,
}

/// How much of a budget is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::VariantArray)]
pub enum Mark {
    /// A tenth.
    Tenth,
    /// Half.
    Half,
    /// All, or so much that a guess did not fit any more.
    All,
}

impl Mark {
    /// In percent.
    #[must_use]
    pub fn percent(self) -> u8 {
        match self {
            Mark::Tenth => 10,
            Mark::Half => 50,
            Mark::All => 100,
        }
    }

    fn is_reached(self, spent: Units, budget: Units) -> bool {
        i128::from(spent.0) * 100 >= i128::from(budget.0) * i128::from(self.percent())
    }
}

/// A budget of which so much has been spent just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Whose.
    pub scope: Scope,
    /// How much.
    pub mark: Mark,
}

/// Called for each alarm, so that it can be logged and counted. It may be called often under attack, and must be quick.
pub type Bell = Box<dyn Fn(Alarm) + Send + Sync>;

/// Rings when marks are passed, and keeps in mind how far the most spent account went.
pub(crate) struct Watch {
    bell: Bell,
    /// By hour, for as long as the service's budget looks back.
    highest: Mutex<BTreeMap<i64, Units>>,
}

impl Watch {
    pub(crate) fn new(bell: Bell) -> Watch {
        Watch {
            bell,
            highest: Mutex::default(),
        }
    }

    /// A wrong guess has cost this, beside what had been spent before.
    pub(crate) fn charged(
        &self,
        budget: &Budget,
        account: LedgerKey,
        before: Spent,
        cost: Units,
        now: Moment,
    ) {
        let after = before.account.plus(cost);
        self.note(after, now);
        self.passed(
            Scope::Account(account),
            before.account,
            after,
            budget.of_account(),
        );
        self.passed(
            Scope::Service,
            before.service,
            before.service.plus(cost),
            budget.of_service(),
        );
    }

    /// A guess that would have cost this was not compared, since it did not fit.
    pub(crate) fn refused(&self, budget: &Budget, account: LedgerKey, spent: Spent, cost: Units) {
        let full = |spent: Units, budget: Units| spent.plus(cost) > budget;
        for (scope, full) in [
            (Scope::Account(account), full(spent.account, budget.of_account())),
            (Scope::Service, full(spent.service, budget.of_service())),
        ] {
            if full {
                let mark = Mark::All;
                (self.bell)(Alarm { scope, mark });
            }
        }
    }

    fn passed(&self, scope: Scope, before: Units, after: Units, budget: Units) {
        use strum::VariantArray;
        for mark in Mark::VARIANTS.iter().copied() {
            if mark.is_reached(after, budget) && !mark.is_reached(before, budget) {
                (self.bell)(Alarm { scope, mark });
            }
        }
    }

    fn note(&self, spent: Units, now: Moment) {
        let hour = service_bucket(now);
        let mut highest = self.highest.lock().unwrap_or_else(PoisonError::into_inner);
        let of_hour = highest.entry(hour).or_default();
        *of_hour = spent.max(*of_hour);
        if highest.len() > usize::try_from(SERVICE_BUCKETS).unwrap_or(0) {
            *highest = highest.split_off(&(hour - (SERVICE_BUCKETS - 1)));
        }
    }

    /// The most that the ledger of an account said, of those at which somebody guessed wrongly within the hours that count.
    pub(crate) fn highest(&self, now: Moment) -> Units {
        let first = service_bucket(now) - (SERVICE_BUCKETS - 1);
        let highest = self.highest.lock().unwrap_or_else(PoisonError::into_inner);
        let counting = highest.range(first..).map(|(_, spent)| *spent);
        counting.max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const ANN: LedgerKey = LedgerKey([1; 16]);
    const NOW: Moment = Moment(1_800_000_000_000);

    fn watch() -> (Watch, Arc<Mutex<Vec<Alarm>>>) {
        let rung = Arc::new(Mutex::new(vec![]));
        let heard = Arc::clone(&rung);
        (
            Watch::new(Box::new(move |it| heard.lock().unwrap().push(it))),
            rung,
        )
    }

    fn spent(account: i64, service: i64) -> Spent {
        Spent {
            account: Units(account),
            service: Units(service),
            in_a_row: 0,
        }
    }

    /// 1000 for an account, 10 000 a day for the service.
    fn budget() -> Budget {
        Budget::new(Units(1000), Units(3_650_000), false)
    }

    #[test]
    fn each_mark_is_told_once_when_it_is_passed() {
        let (watch, heard) = watch();
        for n in 0..20 {
            watch.charged(&budget(), ANN, spent(n * 50, n * 50), Units(50), NOW);
        }
        let marks: Vec<Alarm> = heard.lock().unwrap().clone();
        let of = |scope, mark| Alarm { scope, mark };
        let account = Scope::Account(ANN);
        let expected = [
            of(account, Mark::Tenth),
            of(account, Mark::Half),
            of(account, Mark::All),
            of(Scope::Service, Mark::Tenth),
        ];
        assert_eq!(marks, expected);
    }

    #[test]
    fn a_guess_that_does_not_fit_tells_that_all_is_spent() {
        let (watch, heard) = watch();
        watch.refused(&budget(), ANN, spent(990, 0), Units(11));
        watch.refused(&budget(), ANN, spent(500, 0), Units(11));
        let [alarm] = heard.lock().unwrap()[..] else {
            panic!("one alarm")
        };
        assert_eq!((alarm.scope, alarm.mark), (Scope::Account(ANN), Mark::All));
    }

    #[test]
    fn the_most_spent_account_is_kept_in_mind_for_a_day() {
        let (watch, _) = watch();
        watch.charged(&budget(), ANN, spent(100, 0), Units(1), NOW);
        watch.charged(&budget(), LedgerKey([2; 16]), spent(10, 0), Units(1), NOW);
        assert_eq!(watch.highest(NOW), Units(101));
        let hours = |n: i64| NOW + crate::moment::Span::hours(n);
        assert_eq!(watch.highest(hours(24)), Units(101));
        assert_eq!(watch.highest(hours(25)), Units(0));
        for n in 0..100 {
            watch.charged(&budget(), ANN, spent(0, 0), Units(1), hours(n));
        }
        assert!(watch.highest.lock().unwrap().len() <= 26, "memory stays flat");
    }
}
