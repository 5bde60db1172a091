//! `resetd account verify`: whether a password is the one of an account.

use clap::Args;
use recovery::address::Email;
use recovery::subject::Status;

use super::super::failure::{Exit, Failure};
use super::super::house::House;
use super::super::{say, typed};
use super::sign_in::said;

/// Whose password.
#[derive(Debug, Args)]
pub struct Verify {
    /// The address
    #[arg(value_name = "EMAIL", value_parser = typed::address)]
    email: Email,
    /// Read the password from standard input, as one line
    #[arg(long)]
    password_stdin: bool,
}

impl Verify {
    pub(super) async fn run(self, house: &House) -> Result<Exit, Failure> {
        let Some(account) = house.accounts.account(self.email.key()).await? else {
            return Err(super::unknown(&self.email));
        };
        if account.status == Status::Disabled {
            say::note("the account is disabled");
        }
        let password = typed::known_password(self.password_stdin)?;
        if !account.sign_in.is_by_password() {
            say::line(format_args!(
                "no password matches: {} {}",
                account.email.as_written(),
                said(&account.sign_in)
            ))?;
            return Ok(Exit::No);
        }
        let Some(hash) = house.accounts.password_of(self.email.key()).await? else {
            say::line("the account has no password")?;
            return Ok(Exit::No);
        };
        let same = house.matches(&password, &hash)?;
        say::line(if same {
            "the password matches"
        } else {
            "the password does not match"
        })?;
        Ok(if same { Exit::Done } else { Exit::No })
    }
}
