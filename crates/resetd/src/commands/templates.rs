//! `resetd templates`: an operator's own pages, tried out before anybody sees them.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::failure::{Exit, Failure};
use super::say;
use super::source::Source;
use crate::wiring::pages;

/// What can be done about templates.
#[derive(Debug, Subcommand)]
pub enum Templates {
    /// Render every template of a directory in every language and state, and say everything that is wrong
    Check(Check),
}

/// Which templates.
#[derive(Debug, Args)]
pub struct Check {
    /// The directory that pages.templates is to name
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

impl Templates {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`] when the output cannot be written, or the settings cannot be read. Templates that are wrong are the
    /// answer [`Exit::No`].
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        let Templates::Check(Check { directory }) = self;
        let settings = source.settings()?;
        match pages::check_templates(&settings, &directory) {
            Ok(()) => {
                say::line("the templates are fine, in every language and state")?;
                Ok(Exit::Done)
            }
            Err(wrong) => {
                say::note(wrong);
                Ok(Exit::No)
            }
        }
    }
}
