//! `resetd account sign-in`: how the owner of an account signs in.

use clap::Args;
use recovery::address::Email;
use recovery::signing_in::SignIn;

use super::super::failure::{Exit, Failure};
use super::super::house::House;
use super::super::{say, typed};
use crate::import::row;

/// Whose way of signing in to change.
#[derive(Debug, Args)]
#[command(after_help = "\
While it is not password, no recovery sets one and no password is the right one; who asks for a recovery is told by letter
where to sign in, or that several accounts have the address. A password that the account has is kept, and counts again with
password.")]
pub struct Change {
    /// The address
    #[arg(value_name = "EMAIL", value_parser = typed::address)]
    email: Email,
    /// password, elsewhere, elsewhere:PROVIDER (as in elsewhere:Google), or shared: several accounts of the application have
    /// this address
    #[arg(value_name = "HOW", value_parser = row::sign_in)]
    how: SignIn,
}

impl Change {
    pub(super) async fn run(self, house: &House) -> Result<Exit, Failure> {
        let Some(before) = house.accounts.account(self.email.key()).await? else {
            return Err(super::unknown(&self.email));
        };
        let now = house.clock.now();
        if !house
            .accounts
            .set_sign_in(self.email.key(), &self.how, now)
            .await?
        {
            return Err(super::unknown(&self.email));
        }
        let ended = match before.sign_in == self.how {
            true => "",
            false => "; its codes and links have ended",
        };
        say::line(format_args!(
            "{} {}{ended}",
            self.email.as_written(),
            said(&self.how)
        ))?;
        Ok(Exit::Done)
    }
}

/// A way of signing in, as what follows an address.
pub(super) fn said(how: &SignIn) -> String {
    match how {
        SignIn::Password => "signs in by password".to_owned(),
        SignIn::Elsewhere(None) => "signs in elsewhere".to_owned(),
        SignIn::Elsewhere(Some(provider)) => format!("signs in with {}", say::tame(provider.as_str())),
        SignIn::Shared => "is the address of several accounts".to_owned(),
    }
}
