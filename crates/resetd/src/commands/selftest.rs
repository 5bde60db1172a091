//! `resetd selftest`: whether anything tells that there is an account, on an instance that it starts itself.

mod calls;
mod compare;
mod hand;
mod instance;
mod people;
mod report;
mod structure;
mod visitor;
mod walks;
mod wire;
mod work;

use clap::Args;
use tokio::signal::unix::SignalKind;

use self::compare::Verdict;
use self::instance::Mail;
use super::failure::{Exit, Failure};
use super::serve::Shift;
use super::source::Source;
use super::{progress, say};
use crate::doors::Environment;
use crate::logs;

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
        report::replaced();
        let done = self.compare(&shift, &given, home.path());
        home.close()
            .map_err(|why| Failure::new(format!("the temporary directory stays behind: {why}"), ""))?;
        done
    }

    fn compare(
        &self,
        shift: &Shift,
        given: &crate::settings::Settings,
        home: &std::path::Path,
    ) -> Result<Exit, Failure> {
        let bar = progress::of_parts(0);
        let compared = shift.during(structure::compared(given, home, &bar));
        bar.finish_and_clear();
        let Some(rows) = compared else {
            return Err(Failure::new("the selftest was ended before it was done", ""));
        };
        let rows = rows?;
        if self.json {
            for row in &rows {
                say::json(row)?;
            }
        } else {
            report::rows(&rows)?;
        }
        Ok(match rows.iter().any(|it| it.verdict == Verdict::Different) {
            true => Exit::No,
            false => Exit::Done,
        })
    }
}
