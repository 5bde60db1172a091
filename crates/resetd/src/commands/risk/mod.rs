//! `resetd risk …`: the risk budget in numbers.

mod plan;
mod status;
mod words;

use clap::Subcommand;

use super::failure::{Exit, Failure};
use super::source::Source;

/// What can be asked of the risk budget.
#[derive(Debug, Subcommand)]
pub enum RiskCommand {
    /// What the settings at hand allow a guesser, and what honest use spends
    Plan(plan::Plan),
    /// What wrong guesses have spent, who is guessed at, and how long the budget lasts at this rate
    Status(status::Status),
}

impl RiskCommand {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`] when the output or a picture cannot be written.
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        match self {
            RiskCommand::Plan(it) => it.run(source),
            RiskCommand::Status(it) => it.run(source),
        }
    }
}
