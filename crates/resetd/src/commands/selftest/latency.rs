//! The second part, a bench: whether the time that an answer takes tells anything. Never run by tests: its verdict is as quiet as
//! the machine.

mod measure;
mod picture;
mod statistics;

use std::path::Path;
use std::sync::Arc;

use indicatif::ProgressBar;
use rand::SeedableRng;
use rand::rngs::StdRng;
use recovery::ledger::Units;
use serde::Serialize;
use strum::VariantArray;

pub use self::measure::Plant;
use self::measure::{Bench, Times, WARM_UP, calls};
pub use self::picture::svg;
pub use self::statistics::{ALPHA, MATTERS, RESAMPLES};
use self::statistics::{Compared, holm, median};
use super::compare::Verdict;
use super::instance::{Instance, Mail, enclosed};
use super::people::{Group, Village};
use super::structure::ground;
use super::walks::Surface;
use crate::commands::failure::Failure;
use crate::doors::{SystemChance, SystemClock};
use crate::settings::{Profile, Settings};

/// The fewest accounts of a group that say anything.
pub const FEWEST: u16 = 2000;

/// So many are measured unless something else is said: on a machine that has other things to do, 5 % show with 2000 most of the
/// time, and with 4000 nearly always.
pub const USUAL: u16 = 4000;

/// More have no networks of their own to be asked for from.
pub const MOST: u16 = 4500;

/// What is replaced beside what always is.
pub const REPLACED: &[(&str, &str)] = &[
    ("mail", "nothing is sent: letters stay where they are queued"),
    (
        "risk.service_per_year",
        "so large that thousands of wrong guesses are compared as the first are",
    ),
];

/// A budget that the wrong guesses of a run do not spend.
const PEACE: Units = Units(5_000_000_000_000_000_000);

/// What is to be measured.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Accounts of each group, on each surface.
    pub accounts: usize,
    /// What the order and the resamples are drawn by.
    pub seed: u64,
    /// What is added to one group's calls.
    pub plant: Option<Plant>,
}

/// A group's times of a call, compared with those of accounts as most are.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Where.
    pub surface: Surface,
    /// Which call.
    pub call: &'static str,
    /// Which group.
    pub group: Group,
    /// The median of accounts as most are, in microseconds.
    pub known_us: f64,
    /// The median of this group, in microseconds.
    pub median_us: f64,
    /// Their difference, as a part of the former.
    pub difference: f64,
    /// The interval of 99.9 % around it.
    pub from: f64,
    /// Its upper end.
    pub to: f64,
    /// The odds of Kolmogorov and Smirnov's test.
    pub p: f64,
    /// The same after Holm's correction over all rows of the run.
    pub p_holm: f64,
    /// How it ended.
    pub verdict: Verdict,
}

/// Measures every call of every surface of an instance of these settings, and judges.
///
/// # Errors
/// [`Failure`]: why the instance cannot be started, or does not answer.
pub async fn judged(
    given: &Settings,
    home: &Path,
    task: Task,
    bar: &ProgressBar,
) -> Result<Vec<Row>, Failure> {
    let mut settings = enclosed(given, home, Mail::GoesOut);
    settings.risk.service_per_year = PEACE;
    let instance = Instance::start(&settings, Arc::new(SystemClock::start()), None).await?;
    let ground = ground(&settings, &instance).await?;
    let surfaces = calls(&settings.dialects);
    let people = task.accounts * Group::VARIANTS.len();
    bar.set_length(surfaces.iter().map(|it| (it.1.len() * people) as u64).sum());
    let mut bench = Bench {
        instance: &instance,
        ground: &ground,
        plant: task.plant,
        dice: StdRng::seed_from_u64(task.seed),
        bar,
    };
    let (mut village, mut compared) = (Village::new(), Vec::new());
    for (surface, calls) in &surfaces {
        bar.set_message(format!("{surface}: accounts"));
        let people = village
            .settle(&instance, &settings, &SystemChance, task.accounts + WARM_UP)
            .await?;
        bar.set_message(surface.to_string());
        for (call, times) in bench.measure(people, calls).await? {
            compared.extend(against_known(*surface, call, &times, task.seed));
        }
    }
    instance.stop().await;
    Ok(rows(compared, settings.profile))
}

/// A comparison that is not yet judged: that takes all of them.
struct Open {
    surface: Surface,
    call: &'static str,
    group: Group,
    medians: (f64, f64),
    compared: Compared,
}

fn against_known(surface: Surface, call: &'static str, times: &Times, seed: u64) -> Vec<Open> {
    let known = times.get(&Group::Known).map_or(&[][..], Vec::as_slice);
    let others = times.iter().filter(|(group, _)| **group != Group::Known);
    others
        .map(|(group, other)| Open {
            surface,
            call,
            group: *group,
            medians: (median(known), median(other)),
            compared: Compared::of(known, other, seed),
        })
        .collect()
}

fn rows(compared: Vec<Open>, profile: Profile) -> Vec<Row> {
    let odds: Vec<f64> = compared.iter().map(|it| it.compared.p).collect();
    let judged = |(it, p_holm): (Open, f64)| {
        let conceals = !it.surface.is_documented() || profile == Profile::Hardened;
        let verdict = match (it.compared.differs(p_holm), conceals) {
            (false, _) => Verdict::Alike,
            (true, false) => Verdict::Forced,
            (true, true) => Verdict::Different,
        };
        Row {
            surface: it.surface,
            call: it.call,
            group: it.group,
            known_us: it.medians.0,
            median_us: it.medians.1,
            difference: it.compared.difference,
            from: it.compared.from,
            to: it.compared.to,
            p: it.compared.p,
            p_holm,
            verdict,
        }
    };
    compared.into_iter().zip(holm(&odds)).map(judged).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times whose noise is the same for everybody, but shifted, so that no two are equal.
    fn times(factor: f64, shift: usize) -> Vec<f64> {
        let noise = |it: usize| ((it + shift) * 7919 % 10_007) as f64 / 10_007.0;
        (1..=2000).map(|it| factor * (280.0 + 40.0 * noise(it))).collect()
    }

    fn judged_of(surface: Surface, profile: Profile, unknown: f64) -> Vec<Row> {
        let times = Times::from([
            (Group::Known, times(1.0, 0)),
            (Group::Unknown, times(unknown, 1)),
            (Group::Disabled, times(1.0, 2)),
        ]);
        rows(against_known(surface, "ask", &times, 1), profile)
    }

    #[test]
    fn the_group_that_takes_longer_is_told_and_no_other() {
        for surface in [Surface::V1, Surface::FourPoint] {
            let rows = judged_of(surface, Profile::Hardened, 1.05);
            let found: Vec<(Group, Verdict)> = rows.iter().map(|it| (it.group, it.verdict)).collect();
            assert_eq!(
                found,
                [
                    (Group::Unknown, Verdict::Different),
                    (Group::Disabled, Verdict::Alike)
                ]
            );
            let unknown = rows.first().unwrap();
            assert!((unknown.difference - 0.05).abs() < 0.005, "{unknown:?}");
        }
        let alike = judged_of(Surface::V1, Profile::Hardened, 1.0);
        assert!(alike.iter().all(|it| it.verdict == Verdict::Alike), "{alike:?}");
    }

    #[test]
    fn only_a_published_document_excuses_a_difference_of_time() {
        let of = |surface| {
            judged_of(surface, Profile::Documented, 1.05)
                .first()
                .unwrap()
                .verdict
        };
        assert_eq!(of(Surface::FourPoint), Verdict::Forced);
        assert_eq!(of(Surface::V1), Verdict::Different);
        assert_eq!(of(Surface::Pages), Verdict::Different);
    }
}
