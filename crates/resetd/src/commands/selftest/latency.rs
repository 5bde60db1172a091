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

/// More have no networks of their own to be asked for from.
pub const MOST: u16 = 6000;

/// What is replaced beside what always is.
pub const REPLACED: (&str, &str) = (
    "risk.service_per_year",
    "so large that thousands of wrong guesses are compared as the first are",
);

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
