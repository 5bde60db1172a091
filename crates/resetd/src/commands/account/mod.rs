//! `resetd account …`: accounts of our own. Every command works before the first start and beside a running server.

mod add;
mod erase;
mod import;
mod list;
mod sign_in;
mod status;
mod verify;

use std::path::PathBuf;

use clap::Subcommand;
use recovery::address::Email;

use super::failure::{Exit, Failure};
use super::house;
use super::source::Source;

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Add an account, with a password from standard input or the terminal
    Add(add::Add),
    /// Add many accounts with the hashes they have, from CSV or JSON lines
    Import(import::Import),
    /// Compare a password: exit code 0 when it matches, 1 when not
    Verify(verify::Verify),
    /// List accounts in the order they were added
    List(list::List),
    /// Show one account
    Show(list::Show),
    /// Disable an account: it answers as an unknown one, and its codes and links end
    Disable(status::Who),
    /// Enable a disabled account
    Enable(status::Who),
    /// Say how the owner of an account signs in: by password, elsewhere, or that several accounts have its address
    SignIn(sign_in::Change),
    /// Remove an account with its codes and letters
    Remove(erase::Remove),
    /// Remove an account so that its data is not left in unused parts of the files either, captured letters among them. The
    /// database is copied for that: beside a busy server do it in a quiet hour, a large one may hold calls up for seconds
    Erase(erase::Remove),
}

impl Account {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be done, or there is no such account.
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        house::within(source, async |house| match self {
            Account::Add(it) => it.run(house).await,
            Account::Import(it) => it.run(house).await,
            Account::Verify(it) => it.run(house).await,
            Account::List(it) => it.run(house).await,
            Account::Show(it) => it.run(house).await,
            Account::Disable(it) => it.disable(house).await,
            Account::Enable(it) => it.enable(house).await,
            Account::SignIn(it) => it.run(house).await,
            Account::Remove(it) => it.remove(house).await,
            Account::Erase(it) => it.erase(house).await,
        })
    }
}

/// There is no account of this address.
fn unknown(who: &Email) -> Failure {
    Failure::nothing_there(
        format!("there is no account {}", who.as_written()),
        "resetd account list shows all; resetd account add adds one.",
    )
}

/// Where an account comes from that is not typed: a file, or standard input when it is `-`.
fn file(text: &str) -> Option<PathBuf> {
    (text != "-").then(|| PathBuf::from(text))
}
