//! `resetd account disable` and `enable`.

use clap::Args;
use recovery::address::Email;
use recovery::subject::Status;

use super::super::failure::{Exit, Failure};
use super::super::house::House;
use super::super::{say, typed};

/// Whose status to set.
#[derive(Debug, Args)]
pub struct Who {
    /// The address
    #[arg(value_name = "EMAIL", value_parser = typed::address)]
    email: Email,
}

impl Who {
    pub(super) async fn disable(self, house: &House) -> Result<Exit, Failure> {
        self.set(
            house,
            Status::Disabled,
            "is disabled; its codes and links have ended",
        )
        .await
    }

    pub(super) async fn enable(self, house: &House) -> Result<Exit, Failure> {
        self.set(house, Status::Active, "is enabled").await
    }

    async fn set(self, house: &House, status: Status, said: &str) -> Result<Exit, Failure> {
        let now = house.clock.now();
        if !house.accounts.set_status(self.email.key(), status, now).await? {
            return Err(super::unknown(&self.email));
        }
        say::line(format_args!("{} {said}", self.email.as_written()))?;
        Ok(Exit::Done)
    }
}
