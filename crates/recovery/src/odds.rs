//! The arithmetic of guessing: what a number of wrong guesses is worth, and what honest use of a service spends. It only
//! counts; the rules that act on it are in `budget.rs`.
//!
//! A code of M values is uniform, so each guess at it hits with probability 1/M, whoever makes it and from wherever.

pub mod honest;

use crate::code::Rung;
use crate::ledger::{CERTAINTY, Units};

/// Hours in a year of 365 days.
pub const HOURS_A_YEAR: f64 = 8760.0;

/// What guesses at many accounts come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spray {
    /// How many accounts are taken over, in expectation.
    pub expected: f64,
    /// The probability that at least one is.
    pub at_least_one: f64,
}

/// What stands in a ledger, as a probability.
#[must_use]
pub fn of_units(units: Units) -> f64 {
    units.0 as f64 / CERTAINTY as f64
}

/// The probability that one guess at a code of this rung hits: 1/M.
#[must_use]
pub fn of_one_guess(rung: Rung) -> f64 {
    1.0 / rung.space() as f64
}

/// The odds of one account within a year if every hour `codes_per_hour` new codes of this rung each take `attempts`
/// different guesses, and no ledger counts them.
#[must_use]
pub fn of_a_year(rung: Rung, attempts: u32, codes_per_hour: f64) -> f64 {
    let of_one_code = (f64::from(attempts) * of_one_guess(rung)).min(1.0);
    at_least_once(of_one_code, codes_per_hour * HOURS_A_YEAR)
}

/// The odds that at least one of so many guesses hits, each at a code of its own.
#[must_use]
pub fn of_guesses(rung: Rung, guesses: f64) -> f64 {
    at_least_once(of_one_guess(rung), guesses)
}

/// The largest number of guesses at this rung that stays within a bound, as the ledger counts: each costs 1/M.
#[must_use]
pub fn most_guesses(rung: Rung, bound: Units) -> u64 {
    let cost = Units::of_one_guess(rung).0.max(1);
    u64::try_from(bound.0 / cost).unwrap_or(0)
}

/// So many guesses at each of so many accounts, and no ledger counts them.
#[must_use]
pub fn spray(rung: Rung, accounts: f64, guesses_each: f64) -> Spray {
    let guesses = accounts * guesses_each;
    Spray {
        expected: guesses * of_one_guess(rung),
        at_least_one: of_guesses(rung, guesses),
    }
}

/// The probability of at least one event where many rare and independent ones may happen, so many of them in expectation.
#[must_use]
pub fn of_any(expected: f64) -> f64 {
    -(-expected).exp_m1()
}

/// 1 - (1 - p)^n, without the loss of digits that this form has for a small p.
fn at_least_once(p: f64, times: f64) -> f64 {
    if times <= 0.0 {
        return 0.0;
    }
    -(times * (-p).ln_1p()).exp_m1()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rung(text: &str) -> Rung {
        text.parse().unwrap()
    }

    /// To four significant digits, as the figures were published.
    fn four(value: f64) -> String {
        format!("{value:.3e}")
    }

    // The expected figures of this module are those of the project's issue on the risk budget, which were computed
    // independently of this code.

    #[test]
    fn five_tries_at_five_codes_an_hour_take_an_account_with_six_digits_in_one_year_of_five() {
        assert_eq!(four(of_a_year(rung("digits:6"), 5, 5.0)), four(0.1967));
    }

    #[test]
    fn five_tries_at_one_code_an_hour_have_odds_of_four_in_ten_thousand_at_eight_digits() {
        assert_eq!(four(of_a_year(rung("digits:8"), 5, 1.0)), "4.379e-4");
    }

    #[test]
    fn a_hundred_guesses_at_eight_digits_stay_within_one_in_a_million_and_one_more_does_not() {
        let eight = rung("digits:8");
        assert_eq!(most_guesses(eight, Units(1_000_000_000_000)), 100);
        assert!(of_guesses(eight, 100.0) <= 1e-6);
        assert!(of_guesses(eight, 101.0) > 1e-6);
    }

    #[test]
    fn one_guess_at_each_of_a_million_accounts_takes_one_over_at_six_digits_and_hardly_any_at_eight() {
        let six = spray(rung("digits:6"), 1e6, 1.0);
        assert_eq!(
            (four(six.expected), four(six.at_least_one)),
            (four(1.0), four(0.6321))
        );
        let eight = spray(rung("digits:8"), 1e6, 1.0);
        assert_eq!(
            (four(eight.expected), four(eight.at_least_one)),
            (four(0.01), four(0.00995))
        );
    }

    #[test]
    fn a_year_of_guesses_at_a_million_accounts_hardly_takes_one_over_at_eight_letters() {
        let spray = spray(rung("base32:8"), 1e6, 9125.0);
        assert_eq!(
            (four(spray.expected), four(spray.at_least_one)),
            (four(0.008_299), four(0.008_265))
        );
    }

    #[test]
    fn small_odds_keep_their_digits() {
        // 1 - (1 - 2^-65) is 0 in this arithmetic if it is written that way.
        let odds = of_guesses(rung("base32:13"), 1.0);
        assert_eq!(four(odds), four((-65.0_f64).exp2()));
        assert_eq!(four(of_any(1e-20)), "1.000e-20");
    }

    #[test]
    fn nobody_who_does_not_guess_gets_in() {
        assert!(of_guesses(Rung::SIX_DIGITS, 0.0).abs() < f64::EPSILON);
        assert_eq!(most_guesses(Rung::SIX_DIGITS, Units(0)), 0);
        assert_eq!(most_guesses(Rung::SIX_DIGITS, Units(-1)), 0);
    }
}
