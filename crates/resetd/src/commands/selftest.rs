//! `resetd selftest`: whether anything tells that there is an account, on an instance that it starts itself.

mod calls;
mod compare;
mod hand;
mod instance;
mod latency;
mod people;
mod report;
mod structure;
mod visitor;
mod walks;
mod wire;

use std::path::{Path, PathBuf};

use clap::Args;
use recovery::ports::draw;
use tokio::signal::unix::SignalKind;

use self::compare::Verdict;
use self::instance::Mail;
use self::people::Group;
use super::failure::{Exit, Failure};
use super::serve::Shift;
use super::source::Source;
use super::{progress, say};
use crate::doors::{Environment, SystemChance};
use crate::logs;
use crate::settings::Settings;

/// Exit codes of this command.
const ENDS: &str = "\
The answer is 1 when something differs that the settings promise to conceal. Nothing is mailed and no running server is asked:
the instance is started here, with the given settings but for what would reach outside, and is gone afterwards.
docs/selftest.md tells what is compared.";

/// What is to be tested.
#[derive(Debug, Args)]
#[command(after_help = ENDS)]
pub struct Selftest {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// Measure instead whether the time of an answer tells anything: minutes, on a machine that has nothing else to do
    #[arg(long)]
    latency: bool,
    /// Accounts of each group and surface that are measured
    #[arg(long, value_name = "N", default_value_t = latency::USUAL, requires = "latency",
          value_parser = clap::value_parser!(u16).range(i64::from(latency::FEWEST)..=i64::from(latency::MOST)))]
    accounts: u16,
    /// Also draw what was measured, as SVG, into this file
    #[arg(long, value_name = "FILE", requires = "latency")]
    plot: Option<PathBuf>,
    /// Add so many percent of the median to the calls for unknown accounts, 1 to 100, to see that it is found
    #[arg(long, value_name = "PERCENT", requires = "latency", value_parser = clap::value_parser!(u8).range(1..=100))]
    plant: Option<u8>,
    /// Draw order and resamples by this number, as an earlier run did; else one is drawn
    #[arg(long, value_name = "NUMBER", requires = "latency")]
    seed: Option<u64>,
}

impl Selftest {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`]: the settings, or why the instance could not be started. A difference is the answer [`Exit::No`].
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        let given = source.settings()?;
        // Before the directory, so that whoever ends the test leaves nothing behind.
        let shift = Shift::begin(&[SignalKind::hangup()])?;
        let home = tempfile::Builder::new()
            .prefix("resetd-selftest-")
            .tempdir()
            .map_err(|why| {
                Failure::new(
                    format!("no temporary directory: {why}"),
                    "Set TMPDIR to a directory that can be written to.",
                )
            })?;
        let enclosed = instance::enclosed(&given, home.path(), Mail::GoesOut);
        logs::start(&enclosed.log, &Environment::of([]));
        let done = match self.latency {
            true => self.measure(&shift, &given, home.path()),
            false => self.compare(&shift, &given, home.path()),
        };
        home.close()
            .map_err(|why| Failure::new(format!("the temporary directory stays behind: {why}"), ""))?;
        done
    }

    fn compare(&self, shift: &Shift, given: &Settings, home: &Path) -> Result<Exit, Failure> {
        report::replaced(structure::REPLACED);
        let bar = progress::of_parts(0);
        let compared = shift.during(structure::compared(given, home, &bar));
        bar.finish_and_clear();
        let rows = compared.ok_or_else(ended)??;
        if self.json {
            for row in &rows {
                say::json(row)?;
            }
        } else {
            report::rows(&rows)?;
        }
        Ok(exit(rows.iter().map(|it| it.verdict)))
    }

    fn measure(&self, shift: &Shift, given: &Settings, home: &Path) -> Result<Exit, Failure> {
        report::replaced(latency::REPLACED);
        let task = latency::Task {
            accounts: self.accounts.into(),
            seed: match self.seed {
                Some(seed) => seed,
                None => u64::from_le_bytes(draw(&SystemChance)?),
            },
            plant: self.plant.map(|percent| latency::Plant {
                group: Group::Unknown,
                part: f64::from(percent) / 100.0,
            }),
        };
        let bar = progress::of_parts(0);
        let judged = shift.during(latency::judged(given, home, task, &bar));
        bar.finish_and_clear();
        let rows = judged.ok_or_else(ended)??;
        if let Some(path) = &self.plot {
            std::fs::write(path, latency::svg(&rows)).map_err(|why| {
                Failure::new(
                    format!("the picture cannot be written to {}: {why}", path.display()),
                    "Name a file in a directory that is there and that this user may write to.",
                )
            })?;
        }
        if self.json {
            for row in &rows {
                say::json(row)?;
            }
        } else {
            report::latencies(&rows, &task)?;
        }
        Ok(exit(rows.iter().map(|it| it.verdict)))
    }
}

fn ended() -> Failure {
    Failure::new("the selftest was ended before it was done", "")
}

fn exit(mut verdicts: impl Iterator<Item = Verdict>) -> Exit {
    match verdicts.any(|it| it == Verdict::Different) {
        true => Exit::No,
        false => Exit::Done,
    }
}
