//! The risk budget: how far wrong guesses may carry the ledger, and how it is shared among the rungs of a ladder. It
//! bounds the odds of a takeover instead of locking anybody out: a rung whose share is spent gives way to a longer code,
//! and the last one needs no share.

use crate::code::{Ladder, Rung};
use crate::ledger::{Spent, Units};

/// After so many wrong guesses in a row on an account only rungs that need no cap are issued (63B-4 §3.2.2).
pub const MOST_IN_A_ROW: u32 = 100;

/// Days in a year, for the share that a day has of the service's budget.
const DAYS: i64 = 365;

/// How far guesses at a code may carry the ledger: a guess that would go beyond is not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// The account's ledger.
    pub account: Units,
    /// The service's; `None`: it only raises an alarm.
    pub service: Option<Units>,
}

impl Caps {
    /// Whether the ledgers may go up by this.
    #[must_use]
    pub fn have_room(self, spent: Spent, cost: Units) -> bool {
        let fits = |spent: Units, cap: Units| spent.plus(cost) <= cap;
        fits(spent.account, self.account) && self.service.is_none_or(|cap| fits(spent.service, cap))
    }
}

/// A rung of a ladder with its share of the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Which.
    pub rung: Rung,
    /// How far it may carry the ledger; `None`: it is too long to be guessed, and needs no cap.
    pub caps: Option<Caps>,
}

/// `[risk]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    account: Units,
    service: Units,
    hard: bool,
}

impl Budget {
    /// A budget of so much a year for each account and for the service. `hard`: the service's also holds for ladders in
    /// which every rung has a cap.
    #[must_use]
    pub fn new(account_per_year: Units, service_per_year: Units, hard: bool) -> Budget {
        Budget {
            account: account_per_year,
            service: Units(service_per_year.0 / DAYS),
            hard,
        }
    }

    /// What an account may spend: over the thirteen buckets that count.
    #[must_use]
    pub fn of_account(&self) -> Units {
        self.account
    }

    /// What the service may spend: over the twenty-five hours that count.
    #[must_use]
    pub fn of_service(&self) -> Units {
        self.service
    }

    /// The rungs of a ladder with their shares, weakest first: each goes half of the way to the budget that the weaker
    /// ones left, and the last that has a cap goes to the budget itself.
    pub fn shares<'a>(&self, ladder: &'a Ladder) -> impl Iterator<Item = Share> + use<'a> {
        let rungs = ladder.rungs();
        let last_capped = rungs.iter().rposition(|it| it.capped());
        let ends_uncapped = rungs.last().is_some_and(|it| !it.capped());
        let budget = *self;
        let (mut account, mut service) = (Units(0), Units(0));
        rungs.iter().enumerate().map(move |(at, rung)| {
            let last = Some(at) == last_capped;
            let caps = rung.capped().then(|| {
                account = threshold(account, budget.account, last);
                service = threshold(service, budget.service, last);
                // Beyond this rung is the link alone: that a stranger can bring about for one account, not for all.
                let alarm_only = last && !ends_uncapped && !budget.hard;
                Caps {
                    account,
                    service: (!alarm_only).then_some(service),
                }
            });
            Share { rung: *rung, caps }
        })
    }

    /// The weakest rung that has room for all the guesses that its code will take; `None`: none has, and the letter
    /// carries its link alone.
    #[must_use]
    pub fn offer(&self, ladder: &Ladder, spent: Spent, attempts: u32) -> Option<Share> {
        let guessed_at = spent.in_a_row >= MOST_IN_A_ROW;
        self.shares(ladder).find(|share| match share.caps {
            None => true,
            Some(caps) => !guessed_at && caps.have_room(spent, share.cost().times(attempts)),
        })
    }

    /// What a code may carry the ledgers to that was issued with these caps: never beyond the budget of today.
    #[must_use]
    pub fn today(&self, caps: Caps) -> Caps {
        Caps {
            account: caps.account.min(self.account),
            service: caps.service.map(|it| it.min(self.service)),
        }
    }
}

/// Half of the way from here to the budget, or all of it.
fn threshold(from: Units, budget: Units, last: bool) -> Units {
    match last {
        true => budget,
        false => Units(from.0 + (budget.0 - from.0) / 2),
    }
}

impl Share {
    /// The code that needs no share: no number of guesses finds it.
    pub const UNCAPPED: Share = Share {
        rung: Rung::THIRTEEN_BASE32,
        caps: None,
    };

    /// What one wrong guess costs.
    #[must_use]
    pub fn cost(self) -> Units {
        Units::of_one_guess(self.rung)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ladder(rungs: &str) -> Ladder {
        Ladder::new(rungs.split(' ').map(|it| it.parse().unwrap()).collect()).unwrap()
    }

    const DEFAULT: &str = "digits:6 digits:8 base32:8 base32:13";

    /// 2e-5 for an account, 0.05 for the service.
    fn defaults() -> Budget {
        Budget::new(Units(20_000_000_000_000), Units(50_000_000_000_000_000), false)
    }

    fn spent(account: i64, service: i64) -> Spent {
        Spent {
            account: Units(account),
            service: Units(service),
            in_a_row: 0,
        }
    }

    fn first_caps(budget: &Budget, rungs: &str) -> Caps {
        budget.shares(&ladder(rungs)).next().unwrap().caps.unwrap()
    }

    fn offered(budget: &Budget, rungs: &str, spent: Spent) -> Option<String> {
        let share = budget.offer(&ladder(rungs), spent, 5);
        share.map(|it| it.rung.to_string())
    }

    #[test]
    fn each_rung_has_half_of_what_the_weaker_ones_left_and_the_last_capped_one_the_rest() {
        let ladder = ladder(DEFAULT);
        let shares: Vec<Share> = defaults().shares(&ladder).collect();
        let account: Vec<Option<i64>> = shares.iter().map(|it| it.caps.map(|it| it.account.0)).collect();
        let e5 = 10_000_000_000_000;
        assert_eq!(account, [Some(e5), Some(e5 + e5 / 2), Some(2 * e5), None]);
        let day = 50_000_000_000_000_000 / 365;
        let service: Vec<Option<Units>> = shares
            .iter()
            .map(|it| it.caps.and_then(|it| it.service))
            .collect();
        assert_eq!(service[2], Some(Units(day)));
        assert_eq!(service[0], Some(Units(day / 2)));
    }

    #[test]
    fn an_account_gets_six_digits_until_ten_wrong_guesses_would_not_fit_its_year() {
        let budget = defaults();
        let guess = 1_000_000_000_000;
        assert_eq!(
            offered(&budget, DEFAULT, spent(5 * guess, 0)).unwrap(),
            "digits:6"
        );
        assert_eq!(
            offered(&budget, DEFAULT, spent(5 * guess + 1, 0)).unwrap(),
            "digits:8"
        );
        assert_eq!(
            offered(&budget, DEFAULT, spent(15 * guess, 0)).unwrap(),
            "base32:8"
        );
        assert_eq!(
            offered(&budget, DEFAULT, spent(20 * guess, 0)).unwrap(),
            "base32:13"
        );
    }

    #[test]
    fn a_service_with_more_than_sixty_three_wrong_guesses_a_day_lives_on_eight_digits() {
        let budget = defaults();
        let guess = 1_000_000_000_000;
        assert_eq!(
            offered(&budget, DEFAULT, spent(0, 63 * guess)).unwrap(),
            "digits:6"
        );
        assert_eq!(
            offered(&budget, DEFAULT, spent(0, 64 * guess)).unwrap(),
            "digits:8"
        );
        let caps = first_caps(&budget, DEFAULT);
        assert!(caps.have_room(spent(0, 67 * guess), Units(guess)));
        assert!(
            !caps.have_room(spent(0, 68 * guess), Units(guess)),
            "68 are compared at most"
        );
    }

    #[test]
    fn a_ladder_of_one_rung_has_the_whole_budget_of_an_account_and_only_alarms_for_the_service() {
        let soft = defaults();
        let caps = first_caps(&soft, "digits:6");
        assert_eq!((caps.account, caps.service), (Units(20_000_000_000_000), None));
        assert_eq!(
            offered(&soft, "digits:6", spent(0, i64::MAX)).unwrap(),
            "digits:6"
        );
        assert_eq!(
            offered(&soft, "digits:6", spent(16_000_000_000_000, 0)),
            None,
            "the link alone"
        );

        let hard = Budget { hard: true, ..soft };
        assert_eq!(offered(&hard, "digits:6", spent(0, hard.service.0)), None);
    }

    #[test]
    fn after_a_hundred_wrong_guesses_in_a_row_only_codes_that_cannot_be_guessed_are_issued() {
        let budget = defaults();
        let row = |in_a_row| Spent {
            in_a_row,
            ..spent(0, 0)
        };
        assert_eq!(offered(&budget, DEFAULT, row(99)).unwrap(), "digits:6");
        assert_eq!(offered(&budget, DEFAULT, row(100)).unwrap(), "base32:13");
        assert_eq!(offered(&budget, "digits:6", row(100)), None);
    }

    #[test]
    fn a_code_issued_under_a_larger_budget_is_held_to_the_one_of_today() {
        let before = first_caps(&defaults(), "digits:6");
        let smaller = Budget::new(Units(3_000_000_000_000), Units(50_000_000_000_000_000), false);
        let guess = Units(1_000_000_000_000);
        assert!(smaller.today(before).have_room(spent(2 * guess.0, 0), guess));
        assert!(!smaller.today(before).have_room(spent(3 * guess.0, 0), guess));
    }

    #[test]
    fn no_mix_of_ladders_carries_an_account_beyond_its_budget() {
        let budget = defaults();
        let all = [DEFAULT, "digits:6", "digits:8 base32:13", "base32:8"];
        for ladder in all.map(ladder) {
            let mut caps = budget.shares(&ladder).filter_map(|it| it.caps);
            assert!(caps.all(|it| it.account <= budget.account));
        }
    }
}
