//! `resetd config`: looks at the settings, and writes the pages that are made from their table.

use std::io::Write as _;
use std::path::Path;

use clap::{Args, Subcommand};

use super::failure::{Exit, Failure};
use super::say;
use crate::doors::Environment;
use crate::keys_file;
use crate::settings::shown::Shown;
use crate::settings::{Keys, Settings, Transport, pages};
use crate::wiring::letters;

/// What can be done with the settings.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Read the settings as a start does, and say everything that is wrong with them
    Check,
    /// Show every setting: its value, and where it comes from; secrets are hidden
    Show(Show),
    /// Print an example file with every setting and its default
    Example,
    /// Print docs/settings.md
    #[command(hide = true)]
    Docs,
}

/// `resetd config show`.
#[derive(Debug, Args)]
pub struct Show {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

impl Config {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`] when the output cannot be written. Settings that are wrong are the answer [`Exit::No`].
    pub fn run(self, config: Option<&Path>, set: &[String]) -> Result<Exit, Failure> {
        match self {
            Config::Check => check(config, set),
            Config::Show(it) => it.run(config, set),
            Config::Example => {
                write!(std::io::stdout().lock(), "{}", pages::example())?;
                Ok(Exit::Done)
            }
            Config::Docs => {
                write!(std::io::stdout().lock(), "{}", pages::page())?;
                Ok(Exit::Done)
            }
        }
    }
}

fn check(config: Option<&Path>, set: &[String]) -> Result<Exit, Failure> {
    let settings = match Settings::load(config, set, &Environment::of_process()) {
        Ok(settings) => settings,
        Err(complaints) => {
            say::note(complaints);
            return Ok(Exit::No);
        }
    };
    if let Err(why) = check_keys(&settings.keys) {
        say::note(why);
        return Ok(Exit::No);
    }
    if let Err(why) = check_mail(&settings) {
        say::note(why);
        return Ok(Exit::No);
    }
    say::line("the settings are fine")?;
    say::line(format_args!("  serves   {}", served(&settings)))?;
    say::line(format_args!("  listens  {}", settings.http.listen))?;
    say::line(format_args!("  data     {}", settings.data_dir.display()))?;
    say::line(format_args!("  letters  {}", sent(&settings)))?;
    Ok(Exit::Done)
}

/// A key file that is there must be a good one; one that is not there is made at the first start.
fn check_keys(keys: &Keys) -> Result<(), keys_file::NoKeys> {
    match keys {
        Keys::File(path) if !path.exists() => Ok(()),
        Keys::File(_) | Keys::Ring(_) => keys_file::existing(keys).map(|_| ()),
    }
}

/// What the mail floor says to the settings, the CA file included: a start would end here too.
fn check_mail(settings: &Settings) -> Result<(), Failure> {
    letters::letter_settings(settings)?;
    match &settings.mail.transport {
        Transport::Smtp(smtp) => letters::smtp_settings(settings, smtp).map(|_| ()),
        Transport::Capture { .. } => Ok(()),
    }
}

fn served(settings: &Settings) -> String {
    let fourpoint = settings.dialects.fourpoint.as_ref().map(|_| "4pointx");
    let userverse = settings.dialects.userverse.as_ref().map(|_| "userverse");
    fourpoint
        .into_iter()
        .chain(userverse)
        .collect::<Vec<_>>()
        .join(", ")
}

fn sent(settings: &Settings) -> String {
    match &settings.mail.transport {
        Transport::Capture { listen } => format!("captured, shown on http://{listen}/"),
        Transport::Smtp(smtp) => format!("sent through {}:{}", smtp.host, smtp.port),
    }
}

impl Show {
    fn run(self, config: Option<&Path>, set: &[String]) -> Result<Exit, Failure> {
        let shown = match Settings::load_shown(config, set, &Environment::of_process()) {
            Ok((_, shown)) => shown,
            Err(complaints) => {
                say::note(complaints);
                return Ok(Exit::No);
            }
        };
        if self.json {
            shown.iter().try_for_each(say::json)?;
        } else {
            let row = |it: Shown| [it.key.to_owned(), it.value.to_string(), it.from];
            say::table(["setting", "value", "from"], shown.into_iter().map(row).collect())?;
        }
        Ok(Exit::Done)
    }
}
