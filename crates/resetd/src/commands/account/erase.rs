//! `resetd account remove` and `erase`.

use std::io::{self, IsTerminal};

use clap::Args;
use recovery::address::Email;

use super::super::failure::{Exit, Failure};
use super::super::house::House;
use super::super::{say, typed};

/// Whom to remove.
#[derive(Debug, Args)]
pub struct Remove {
    /// The address
    #[arg(value_name = "EMAIL", value_parser = typed::address)]
    email: Email,
    /// Do not ask, also on a terminal
    #[arg(long)]
    yes: bool,
}

impl Remove {
    pub(super) async fn remove(self, house: &House) -> Result<Exit, Failure> {
        self.take_away(house).await?;
        say::line(format_args!(
            "{} is removed, with its codes and letters",
            self.email.as_written()
        ))?;
        Ok(Exit::Done)
    }

    pub(super) async fn erase(self, house: &House) -> Result<Exit, Failure> {
        // Also when it is gone already: an erasure that was cut short is ended by the same command.
        let taken = self.take_away(house).await;
        if taken.is_ok() || house.accounts.account(self.email.key()).await?.is_none() {
            house.forget(&self.email).await?;
        }
        taken?;
        say::line(format_args!(
            "{} is erased; only the ledger's keyed hash stays, for a year",
            self.email.as_written()
        ))?;
        Ok(Exit::Done)
    }

    async fn take_away(&self, house: &House) -> Result<(), Failure> {
        if house.accounts.account(self.email.key()).await?.is_none() {
            return Err(super::unknown(&self.email));
        }
        if !self.yes && io::stdin().is_terminal() {
            let question = format!("Remove {} for good?", self.email.as_written());
            let sure = dialoguer::Confirm::new()
                .with_prompt(question)
                .default(false)
                .interact();
            if !sure.unwrap_or(false) {
                return Err(Failure::new("nothing was removed", ""));
            }
        }
        if house.accounts.remove(self.email.key()).await? {
            Ok(())
        } else {
            Err(super::unknown(&self.email))
        }
    }
}
