//! `resetd openapi`: what `/openapi.json` answers, without a server.

use std::io::Write as _;

use clap::Args;
use web::openapi::{self, Extent};

use super::failure::{Exit, Failure};
use super::source::Source;
use crate::wiring::street;

/// `resetd openapi`.
#[derive(Debug, Args)]
pub struct Openapi {
    /// Every API in every generation, whatever the settings say: docs/openapi.json
    #[arg(long)]
    all: bool,
}

impl Openapi {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`]: settings that cannot be used, or an output that cannot be written.
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        let extent = if self.all {
            Extent::WHOLE
        } else {
            Extent::of(&street::street(&source.settings()?, None)?)
        };
        write!(std::io::stdout().lock(), "{}", openapi::text(&extent))?;
        Ok(Exit::Done)
    }
}
