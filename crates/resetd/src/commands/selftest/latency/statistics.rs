//! When two groups of times count as different: a rank of tests that noise seldom passes, and a difference too small to matter
//! never.

use std::cmp::Ordering;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use statrs::stats_tests::NaNPolicy;
use statrs::stats_tests::ks_test::{KSTwoSampleAlternativeMethod, ks_twosample};

/// Both of these have to speak for a difference. The probability of a false alarm over all rows together, in Kolmogorov's and
/// Smirnov's test after Holm's correction.
pub const ALPHA: f64 = 0.01;

/// And the whole interval of the difference of medians lies beyond this part of the median.
pub const MATTERS: f64 = 0.02;

/// What of the resampled differences the interval spans.
const CONFIDENCE: f64 = 0.999;

/// How often is resampled. Of so many, the ends of 99.9 % are the second to last on either side and their like.
pub const RESAMPLES: usize = 4000;

/// What two groups of times have to say of each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// How much longer the median of the second is, as a part of that of the first.
    pub difference: f64,
    /// The interval of that.
    pub from: f64,
    /// Its upper end.
    pub to: f64,
    /// The odds that equal distributions differ as much (two-sided, by the limit of the distribution), before any correction.
    pub p: f64,
}

impl Compared {
    /// Compares. Which numbers are drawn comes from `seed` alone.
    pub fn of(first: &[f64], second: &[f64], seed: u64) -> Compared {
        let (from, to) = interval(first, second, seed);
        Compared {
            difference: median(second) / median(first) - 1.0,
            from,
            to,
            p: p_of(first, second),
        }
    }

    /// Whether the groups differ, by the corrected odds.
    pub fn differs(&self, corrected: f64) -> bool {
        corrected < ALPHA && (self.from > MATTERS || self.to < -MATTERS)
    }
}

/// Kolmogorov and Smirnov's test of two samples. Without samples nothing can be said, which is odds of 1.
fn p_of(first: &[f64], second: &[f64]) -> f64 {
    let tested = ks_twosample(
        first.to_vec(),
        second.to_vec(),
        KSTwoSampleAlternativeMethod::TwoSidedAsymptotic,
        NaNPolicy::Error,
    );
    tested.map_or(1.0, |it| it.1.clamp(0.0, 1.0))
}

/// Holm's correction (1979): the smallest of m odds times m, the next times m - 1 and so on, none smaller than the one before.
pub fn holm(odds: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = odds.iter().copied().enumerate().collect();
    order.sort_by(|one, two| by_size(&one.1, &two.1));
    let mut corrected: Vec<(usize, f64)> = Vec::with_capacity(odds.len());
    let mut floor = 0.0_f64;
    for (place, (row, p)) in order.into_iter().enumerate() {
        floor = floor.max((p * (odds.len() - place) as f64).min(1.0));
        corrected.push((row, floor));
    }
    corrected.sort_by_key(|it| it.0);
    corrected.into_iter().map(|it| it.1).collect()
}

/// The interval of the relative difference of medians, by Efron's percentiles: both groups are drawn from with replacement.
fn interval(first: &[f64], second: &[f64], seed: u64) -> (f64, f64) {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut differences: Vec<f64> = (0..RESAMPLES)
        .map(|_| drawn_median(second, &mut dice) / drawn_median(first, &mut dice) - 1.0)
        .collect();
    differences.sort_by(by_size);
    let beyond = (1.0 - CONFIDENCE) / 2.0;
    (
        quantile(&differences, beyond),
        quantile(&differences, 1.0 - beyond),
    )
}

fn drawn_median(sample: &[f64], dice: &mut StdRng) -> f64 {
    let draw = |_| sample.get(dice.random_range(0..sample.len())).copied();
    if sample.is_empty() {
        return f64::NAN;
    }
    let mut drawn: Vec<f64> = (0..sample.len()).filter_map(draw).collect();
    middle(&mut drawn)
}

/// The median of a sample.
pub fn median(sample: &[f64]) -> f64 {
    middle(&mut sample.to_vec())
}

/// The median; the sample is put in another order.
fn middle(sample: &mut [f64]) -> f64 {
    let half = sample.len() / 2;
    if sample.is_empty() {
        return f64::NAN;
    }
    let even = sample.len().is_multiple_of(2);
    let (below, upper, _) = sample.select_nth_unstable_by(half, by_size);
    let upper = *upper;
    if !even {
        return upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    f64::midpoint(lower, upper)
}

/// Of a sorted sample, between its neighbours.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let place = part * sorted.len().saturating_sub(1) as f64;
    let at = |place: f64| sorted.get(place as usize).copied().unwrap_or(f64::NAN);
    let (lower, upper) = (at(place.floor()), at(place.ceil()));
    lower + (upper - lower) * place.fract()
}

/// Times are finite; where one is not, it goes last.
fn by_size(one: &f64, two: &f64) -> Ordering {
    one.total_cmp(two)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a random generator, so that other programs can be asked about the same.
    fn first(count: u64) -> Vec<f64> {
        (1..=count)
            .map(|it| (it * 7919 % 10_007) as f64 / 10_007.0)
            .collect()
    }

    fn second(count: u64, factor: f64) -> Vec<f64> {
        let of = |it: u64| factor * ((it * 104_729 % 10_009) as f64 / 10_009.0);
        (1..=count).map(of).collect()
    }

    fn near(value: f64, wanted: f64, within: f64) -> bool {
        (value - wanted).abs() <= within * wanted.abs()
    }

    /// The time of a call on a machine that has other things to do: a floor, a hump, and seldom much more.
    fn times(count: usize, factor: f64, seed: u64) -> Vec<f64> {
        let mut dice = StdRng::seed_from_u64(seed);
        let mut one = || {
            let hump: f64 = (0..6).map(|_| dice.random_range(0.0..1.0)).sum::<f64>() / 6.0;
            let rare = if dice.random_range(0..50) == 0 {
                dice.random_range(1.0..20.0)
            } else {
                0.0
            };
            factor * 300.0 * (0.75 + 0.5 * hump + rare)
        };
        (0..count).map(|_| one()).collect()
    }
    #[test]
    fn the_odds_of_two_samples_are_those_that_scipy_finds() {
        // SciPy 1.17.1: kstwobign.sf(sqrt(n m / (n + m)) * ks_2samp(a, b).statistic), of the numbers above.
        for (one, two, wanted) in [
            (first(500), second(400, 1.08), 0.129_263_69),
            (first(2000), second(2000, 1.05), 0.013_475_876),
            (first(2000), second(2000, 1.2), 3.113_584e-25),
        ] {
            let p = p_of(&one, &two);
            assert!(near(p, wanted, 1e-4), "{p} and not {wanted}");
        }
        assert!(p_of(&first(2000), &second(2000, 1.0)) > 0.9999);
    }

    #[test]
    fn the_interval_is_where_numpy_s_resamples_lie() {
        // NumPy, 20 000 resamples of either: 0.01415 to 0.08627 around 0.04923.
        let one: Vec<f64> = first(2000).iter().map(|it| 1.0 + it).collect();
        let two: Vec<f64> = second(2000, 1.0).iter().map(|it| 1.05 * (1.0 + it)).collect();
        let compared = Compared::of(&one, &two, 1);
        assert!(near(compared.difference, 0.049_231, 1e-4), "{compared:?}");
        assert!((compared.from - 0.014_15).abs() < 0.006, "{compared:?}");
        assert!((compared.to - 0.086_27).abs() < 0.006, "{compared:?}");
    }

    #[test]
    fn holm_s_correction_is_that_of_r() {
        // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") in R: 0.03 0.06 0.06 0.02.
        let corrected = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (value, wanted) in corrected.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!(near(*value, wanted, 1e-12), "{corrected:?}");
        }
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn a_median_is_the_middle_or_between_the_two() {
        assert!(near(median(&[3.0, 1.0, 2.0]), 2.0, 1e-12));
        assert!(near(median(&[4.0, 1.0, 3.0, 2.0]), 2.5, 1e-12));
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn five_percent_are_found_in_noise_and_one_percent_is_not_worth_telling() {
        for seed in 0..4 {
            let known = times(2000, 1.0, 2 * seed);
            let judged = |factor: f64| {
                let compared = Compared::of(&known, &times(2000, factor, 2 * seed + 1), seed);
                // As in a run of 40 rows of which this is the clearest.
                (compared.differs((compared.p * 40.0).min(1.0)), compared)
            };
            for factor in [1.05, 0.95] {
                assert!(judged(factor).0, "{seed}: {:?}", judged(factor).1);
            }
            let (differs, compared) = judged(1.01);
            assert!(!differs, "{seed}: {compared:?}");
        }
    }

    #[test]
    fn noise_alone_is_no_difference() {
        let compared: Vec<Compared> = (0..16)
            .map(|it| {
                Compared::of(
                    &times(2000, 1.0, 1000 + 2 * it),
                    &times(2000, 1.0, 1001 + 2 * it),
                    it,
                )
            })
            .collect();
        let corrected = holm(&compared.iter().map(|it| it.p).collect::<Vec<_>>());
        for (it, corrected) in compared.iter().zip(corrected) {
            assert!(!it.differs(corrected), "{it:?}");
            assert!(it.from < 0.02 && it.to > -0.02, "{it:?}");
        }
    }

    #[test]
    fn what_was_drawn_can_be_drawn_again() {
        let (one, two) = (times(500, 1.0, 1), times(500, 1.0, 2));
        assert_eq!(Compared::of(&one, &two, 7), Compared::of(&one, &two, 7));
        assert_ne!(Compared::of(&one, &two, 7), Compared::of(&one, &two, 8));
    }

    #[test]
    fn nothing_measured_is_no_difference() {
        let compared = Compared::of(&[], &[], 1);
        assert!(!compared.differs(compared.p));
    }
}
