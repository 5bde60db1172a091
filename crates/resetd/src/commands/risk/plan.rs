//! `resetd risk plan`: the settings at hand in numbers, without a server. It reads no database.

mod figures;
mod honest;
mod picture;
mod tables;

use std::path::{Path, PathBuf};

use clap::Args;

use self::figures::{Figures, HonestUse};
use super::super::failure::{Exit, Failure};
use super::super::say;
use super::super::source::Source;
use crate::doors::Environment;
use crate::settings::Settings;
use crate::settings::shown::Shown;

/// Exit codes of this command.
const ENDS: &str = "\
The answer is 1, after the plan, when honest use alone takes more than half of the share that a code of the ladder has of
the risk budget; 2 when flags or settings are wrong. docs/odds.md explains every number.";

/// What to plan for.
#[derive(Debug, Args)]
#[command(after_help = ENDS)]
pub struct Plan {
    /// How many accounts there are: a whole number from 1 to 10 000 000 000
    #[arg(long, value_name = "N", default_value = "10000", allow_hyphen_values = true)]
    accounts: String,
    /// How often an account's password is reset in a year, on average: above 0, up to 1000
    #[arg(long, value_name = "R", default_value = "1", allow_hyphen_values = true)]
    resets_per_year: String,
    /// How many wrong guesses honest people make in a reset, on average: 0 to 20
    #[arg(long, value_name = "P", default_value = "0.1", allow_hyphen_values = true)]
    wrong_rate: String,
    /// Everything as one JSON object
    #[arg(long)]
    json: bool,
    /// Also draw what guesses at one account are worth, as SVG, into this file
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
}

impl Plan {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`] when the output or the picture cannot be written. Flags or settings that are wrong are the answer
    /// [`Exit::Partly`], and a budget that honest use eats up is [`Exit::No`].
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        let read = Settings::load_shown(source.config.as_deref(), &source.set, &Environment::of_process());
        let (settings, shown, honest) = match (read, self.honest_use()) {
            (Ok((settings, shown)), Ok(honest)) => (settings, shown, honest),
            (read, flags) => {
                let settings = read
                    .err()
                    .map(|it| it.list().iter().map(ToString::to_string).collect());
                let complaints = [settings.unwrap_or_default(), flags.err().unwrap_or_default()].concat();
                say::note(refusal(&complaints));
                // As for a command line that is not understood: nothing was planned.
                return Ok(Exit::Partly);
            }
        };
        let figures = Figures::of(&settings, profile(shown), honest);
        if let Some(path) = &self.plot {
            draw(path, &figures)?;
        }
        if self.json {
            say::json(&figures)?;
        } else {
            tables::print(&figures)?;
        }
        for complaint in &figures.complaints {
            say::note(format_args!("resetd: {complaint}"));
        }
        Ok(match figures.complaints.is_empty() {
            true => Exit::Done,
            false => Exit::No,
        })
    }

    /// The flags as numbers, or everything that is wrong with them.
    fn honest_use(&self) -> Result<HonestUse, Vec<String>> {
        let accounts = flag("--accounts", &self.accounts, ACCOUNTS, |it| {
            it.parse().ok().filter(|it| (1..=10_000_000_000_u64).contains(it))
        });
        let resets = flag("--resets-per-year", &self.resets_per_year, RESETS, |it| {
            it.parse().ok().filter(|it: &f64| *it > 0.0 && *it <= 1000.0)
        });
        let wrong = flag("--wrong-rate", &self.wrong_rate, WRONG, |it| {
            it.parse().ok().filter(|it: &f64| (0.0..=20.0).contains(it))
        });
        match (accounts, resets, wrong) {
            (Ok(accounts), Ok(resets_per_year), Ok(wrong_rate)) => Ok(HonestUse {
                accounts,
                resets_per_year,
                wrong_rate,
            }),
            (accounts, resets, wrong) => {
                let complaints = [accounts.err(), resets.err(), wrong.err()];
                Err(complaints.into_iter().flatten().collect())
            }
        }
    }
}

const ACCOUNTS: &str = "Write a whole number from 1 to 10000000000.";
const RESETS: &str = "Write a number above 0 and up to 1000, such as 1 or 0.5.";
const WRONG: &str = "Write a number from 0 to 20, such as 0.1: one wrong guess in ten resets.";

fn flag<T>(name: &str, text: &str, mend: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, String> {
    read(text).ok_or_else(|| format!("{name} cannot be {text:?}\n    {mend}"))
}

fn refusal(complaints: &[String]) -> String {
    let things = match complaints.len() {
        1 => "one thing is wrong".to_owned(),
        many => format!("{many} things are wrong"),
    };
    let lines = complaints.iter().map(|it| format!("\n  {it}"));
    format!(
        "resetd: nothing can be planned; {things}:{}",
        lines.collect::<String>()
    )
}

/// The profile as it is written in the settings.
fn profile(shown: Vec<Shown>) -> String {
    let found = shown.into_iter().find(|it| it.key == "profile");
    found.map(|it| it.value.to_string()).unwrap_or_default()
}

fn draw(path: &Path, figures: &Figures) -> Result<(), Failure> {
    std::fs::write(path, picture::svg(figures)).map_err(|why| {
        Failure::new(
            format!("the picture cannot be written to {}: {why}", path.display()),
            "Name a file in a directory that is there and that this user may write to.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(accounts: &str, resets_per_year: &str, wrong_rate: &str) -> Plan {
        Plan {
            accounts: accounts.to_owned(),
            resets_per_year: resets_per_year.to_owned(),
            wrong_rate: wrong_rate.to_owned(),
            json: false,
            plot: None,
        }
    }

    #[test]
    fn every_flag_that_is_wrong_is_named_at_once() {
        let complaints = plan("0", "-1", "nan").honest_use().unwrap_err().join("\n");
        for flag in ["--accounts", "--resets-per-year", "--wrong-rate"] {
            assert!(complaints.contains(flag), "{complaints}");
        }
        for (accounts, resets, wrong) in [
            ("1e6", "1", "0"),
            ("10000000001", "1", "0"),
            ("1", "0", "0"),
            ("1", "inf", "0"),
            ("1", "1", "20.1"),
            ("1", "1", "-0.1"),
        ] {
            let complaints = plan(accounts, resets, wrong).honest_use().unwrap_err();
            assert_eq!(complaints.len(), 1, "{complaints:?}");
        }
    }

    #[test]
    fn the_bounds_themselves_are_taken() {
        assert!(plan("1", "1000", "20").honest_use().is_ok());
        assert!(plan("10000000000", "0.001", "0").honest_use().is_ok());
    }
}
