//! `resetd conformance`: how the settings at hand stand to what is required of a password reset. It starts nothing and reads
//! no database.

mod report;
mod shown;

use clap::{Args, ValueEnum};

use self::report::Report;
use super::failure::{Exit, Failure};
use super::say;
use super::source::Source;
use crate::conformance::Verdict;
use crate::doors::Environment;
use crate::settings::Settings;

/// Exit codes of this command.
const ENDS: &str = "\
The answer is 0 when every requirement is met or forced by a documented API; 1 when some are
not met, also where --only leaves them out; 3 when the settings are wrong.";

/// What to show.
#[derive(Debug, Args)]
#[command(after_help = ENDS)]
pub struct Conformance {
    /// Everything as one JSON object
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// As a page in Markdown, such as docs/conformance.md
    #[arg(long)]
    markdown: bool,
    /// Requirements with this verdict alone; may be repeated
    #[arg(long, value_name = "VERDICT")]
    only: Vec<Only>,
}

/// The verdicts as words of a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Only {
    Met,
    NotMet,
    Forced,
}

impl Only {
    fn verdict(self) -> Verdict {
        match self {
            Only::Met => Verdict::Met,
            Only::NotMet => Verdict::NotMet,
            Only::Forced => Verdict::Forced,
        }
    }
}

impl Conformance {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`] when the settings are wrong or the output cannot be written. Requirements that are not met are the answer
    /// [`Exit::No`].
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        let read = Settings::load_shown(source.config.as_deref(), &source.set, &Environment::of_process());
        let (settings, values) = read.map_err(|complaints| {
            Failure::new(
                complaints.to_string(),
                "Nothing was judged. resetd config check says the same; resetd config example shows every setting.",
            )
        })?;
        let report = Report::of(&settings, &values);
        let exit = match report.not_met {
            0 => Exit::Done,
            _ => Exit::No,
        };
        let only: Vec<Verdict> = self.only.iter().map(|it| it.verdict()).collect();
        let report = report.only(&only);
        if self.json {
            say::json(&report)?;
        } else if self.markdown {
            shown::page(&report)?;
        } else {
            shown::list(&report)?;
        }
        Ok(exit)
    }
}
