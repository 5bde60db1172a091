//! What honest use does to a ledger: people mistype, and their wrong guesses are entered like any other.
//!
//! The model. Wrong guesses come at random and evenly (Poisson), and each stays in the ledger for its window. A rung then
//! is a car park: each wrong guess takes a place until the window has passed, and who finds no place goes on to the next
//! rung. The share of arrivals that find a car park full is Erlang's loss formula, which holds for any time that a place is
//! taken (A. K. Erlang, 1917). Here the places of a rung are not its own: what guesses at other rungs have spent takes room,
//! too, so shares and spending are settled together, by repetition.

/// Beyond so many places or arrivals a ledger behaves as its mean: the loss formula then differs by less than a hundredth.
const MANY: f64 = 10_000.0;

/// Rounds after which shares and spending agree, or nearly.
const ROUNDS: usize = 2_000;

/// A rung as one ledger sees it: the account's or the service's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// What one wrong guess costs, as a probability.
    pub cost: f64,
    /// How far the rung may carry the ledger; `None`: as far as it goes.
    pub threshold: Option<f64>,
}

/// The shares of asks that the steps serve, in their order, when so many wrong guesses come in a window, at codes that each take
/// `attempts`. They sum up to less than 1 where some are left with the link alone.
#[must_use]
pub fn served(steps: &[Step], wrong: f64, attempts: u32) -> Vec<f64> {
    let mut served = vec![0.0; steps.len()];
    for _ in 0..ROUNDS {
        let next = round(steps, wrong, attempts, &served);
        let moved: f64 = served.iter().zip(&next).map(|(a, b)| (a - b).abs()).sum();
        if moved < 1e-9 {
            return next;
        }
        // Half of the way each time: the whole of it may overshoot.
        served
            .iter_mut()
            .zip(&next)
            .for_each(|(a, b)| *a = f64::midpoint(*a, *b));
    }
    served
}

/// How much of the ledger so many wrong guesses in a window take for good, in expectation: what they cost at the weakest rung
/// if that has room for all of them. Else they fill it, and as many as must be are made at the next, which costs less.
#[must_use]
pub fn level(steps: &[Step], wrong: f64, attempts: u32) -> f64 {
    let mut filled = 0.0;
    for step in steps {
        let cost = wrong * step.cost;
        match step.threshold {
            // No code of this rung is ever issued.
            Some(threshold) if whole_guesses(threshold, step.cost) < f64::from(attempts) => {}
            Some(threshold) if cost > threshold => filled = threshold,
            Some(_) | None => return cost.max(filled),
        }
    }
    filled
}

/// How many guesses fit; the guard against rounding keeps 1e-5 / 1e-6 at ten.
fn whole_guesses(threshold: f64, cost: f64) -> f64 {
    (threshold / cost + 1e-9).floor()
}

/// What stands in the ledger when these shares of so many wrong guesses are made at these steps.
fn spent(steps: &[Step], wrong: f64, served: &[f64]) -> f64 {
    let costs = steps.iter().zip(served).map(|(step, share)| step.cost * share);
    wrong * costs.sum::<f64>()
}

/// Which shares the steps serve if the ledger stands as these shares make it.
fn round(steps: &[Step], wrong: f64, attempts: u32, before: &[f64]) -> Vec<f64> {
    let all = spent(steps, wrong, before);
    let mut left = 1.0;
    let serve = |(step, share): (&Step, &f64)| {
        let lost = step.threshold.map_or(0.0, |threshold| {
            let others = (all - step.cost * share * wrong).max(0.0);
            let guesses = whole_guesses(threshold, step.cost) - others / step.cost;
            // A code is issued only if all its guesses fit.
            loss(guesses - f64::from(attempts) + 1.0, wrong * left)
        });
        let served = left * (1.0 - lost);
        left -= served;
        served
    };
    steps.iter().zip(before).map(serve).collect()
}

/// Erlang's loss formula: the share of arrivals that find all places taken, when so many arrive during the time that a place
/// stays taken. Between whole numbers of places it is a straight line.
fn loss(places: f64, arrivals: f64) -> f64 {
    if places <= 0.0 {
        return 1.0;
    }
    if arrivals <= 0.0 {
        return 0.0;
    }
    if places > MANY || arrivals > MANY {
        return (1.0 - places / arrivals).max(0.0);
    }
    let (mut lost, mut n) = (1.0, 0.0);
    while n + 1.0 <= places {
        n += 1.0;
        lost = with_one_more(lost, arrivals, n);
    }
    let next = with_one_more(lost, arrivals, n + 1.0);
    lost + (places - n) * (next - lost)
}

fn with_one_more(lost: f64, arrivals: f64, places: f64) -> f64 {
    arrivals * lost / (places + arrivals * lost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;
    use crate::code::{Ladder, Rung};
    use crate::ledger::{CERTAINTY, SERVICE_BUCKETS, Spent, Units};
    use crate::odds::of_units;

    const BUDGET: Units = Units(50_000_000_000_000_000);

    fn ladder() -> Ladder {
        let rungs = ["digits:6", "digits:8", "base32:8", "base32:13"];
        Ladder::new(rungs.map(|it| it.parse().unwrap()).to_vec()).unwrap()
    }

    fn budget() -> Budget {
        Budget::new(Units(CERTAINTY), BUDGET, false)
    }

    fn steps() -> Vec<Step> {
        let step = |it: crate::budget::Share| Step {
            cost: of_units(it.cost()),
            threshold: it.caps.and_then(|it| it.service).map(of_units),
        };
        budget().shares(&ladder()).map(step).collect()
    }

    /// Noise that is the same in every run (xorshift64*).
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self) -> f64 {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
        }

        /// A Poisson number, by Knuth's product of rolls; for means that `exp` still holds.
        fn poisson(&mut self, mean: f64) -> usize {
            let (end, mut product, mut n) = ((-mean).exp(), self.roll(), 0);
            while product > end {
                product *= self.roll();
                n += 1;
            }
            n
        }
    }

    const FOUR_YEARS: u32 = 4 * 8_760;

    /// The shares of the rungs when the rule that issues codes is asked, hour after hour: every ask guesses wrong once.
    fn played(wrong_a_window: f64) -> Vec<f64> {
        let (budget, ladder) = (budget(), ladder());
        let window = SERVICE_BUCKETS as f64 - 0.5;
        let mut dice = Dice(88_172_645_463_325_252);
        let mut buckets = std::collections::VecDeque::from(vec![0_i64; 25]);
        let mut counts = vec![0.0; ladder.rungs().len()];
        for hour in 0..FOUR_YEARS {
            buckets.pop_back();
            buckets.push_front(0);
            for _ in 0..dice.poisson(wrong_a_window / window) {
                let spent = Spent {
                    service: Units(buckets.iter().sum()),
                    ..Spent::default()
                };
                let share = budget.offer(&ladder, spent, 5).unwrap();
                let at = |it: &Rung| *it == share.rung;
                *buckets.front_mut().unwrap() += share.cost().0;
                if hour > 100 {
                    counts[ladder.rungs().iter().position(at).unwrap()] += 1.0;
                }
            }
        }
        let all: f64 = counts.iter().sum();
        counts.iter().map(|it| it / all).collect()
    }

    #[test]
    fn the_shares_of_the_rungs_are_those_that_the_rule_gives_when_it_is_played_through() {
        let one = [20.0, 50.0, 64.0, 100.0, 400.0, 2_000.0, 8_000.0].map(|wrong| (wrong, 1.0));
        // A ledger that is always full lets through what it holds in all of its 25 hours, and not in the mean of 24.5.
        for (wrong, tolerance) in one.into_iter().chain([(12_000.0, 240.0)]) {
            let counted = served(&steps(), wrong, 5);
            let played = played(wrong);
            for (at, (counted, played)) in counted.iter().zip(&played).enumerate() {
                // In guesses of a window, so that a small share counts as well.
                let off = (counted - played).abs() * wrong;
                assert!(
                    off < tolerance,
                    "rung {at} at {wrong} a window: {counted:.4} counted, {played:.4} played"
                );
            }
        }
    }

    #[test]
    fn the_loss_formula_gives_the_figures_of_its_printed_tables() {
        // Erlang B: 10 places take 4.461 arrivals at a loss of 1 %, 100 take 84.06 (ITU-D Teletraffic Handbook).
        assert!((loss(10.0, 4.461) - 0.01).abs() < 1e-5);
        assert!((loss(100.0, 84.06) - 0.01).abs() < 1e-4);
        assert!((loss(1.0, 1.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_ledger_with_room_for_everybody_serves_the_first_rung_alone() {
        assert!(served(&steps(), 10.0, 5)[0] > 0.999_999);
    }

    #[test]
    fn without_a_rung_that_needs_no_cap_the_rest_is_left_with_the_link_alone() {
        let step = Step {
            cost: 1e-6,
            threshold: Some(1e-5),
        };
        let alone = served(&[step], 60.0, 5);
        assert!(alone[0] < 0.11, "{alone:?}");
        let free = Step {
            threshold: None,
            ..step
        };
        let served = served(&[step, free], 60.0, 5);
        assert!((served.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_code_with_more_guesses_than_its_rung_has_room_for_is_never_issued() {
        let step = Step {
            cost: 1e-6,
            threshold: Some(4e-6),
        };
        assert_eq!(served(&[step], 0.1, 5), [0.0]);
    }

    #[test]
    fn without_wrong_guesses_everybody_gets_the_first_rung_and_nothing_is_spent() {
        assert_eq!(served(&steps(), 0.0, 5), [1.0, 0.0, 0.0, 0.0]);
        assert!(level(&steps(), 0.0, 5) < f64::MIN_POSITIVE);
    }

    #[test]
    fn honest_use_fills_the_weakest_rung_before_it_takes_from_the_next() {
        let step = |cost, threshold| Step { cost, threshold };
        let steps = [step(1.0, Some(10.0)), step(0.1, Some(15.0)), step(0.0, None)];
        let filled = [4.0, 10.0, 11.0, 99.0, 120.0, 150.0, 151.0].map(|wrong| level(&steps, wrong, 5));
        assert_eq!(filled, [4.0, 10.0, 10.0, 10.0, 12.0, 15.0, 15.0]);
        let never_issued = [step(1.0, Some(4.0)), step(0.1, Some(15.0))];
        assert!((level(&never_issued, 3.0, 5) - 0.3).abs() < 1e-12);
        let capped = [step(1.0, Some(10.0))];
        assert_eq!([9.0, 11.0].map(|wrong| level(&capped, wrong, 5)), [9.0, 10.0]);
    }
}
