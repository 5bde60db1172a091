//! `resetd account add`: one account.

use clap::Args;
use recovery::address::Email;
use recovery::ports::{Added, NewAccount};
use recovery::signing_in::SignIn;

use super::super::failure::{Exit, Failure};
use super::super::house::House;
use super::super::{say, typed};
use crate::import::row;

/// Whom to add.
#[derive(Debug, Args)]
pub struct Add {
    /// The address: letters go to it as it is written here
    #[arg(value_name = "EMAIL", value_parser = typed::address)]
    email: Email,
    /// What the account is called
    #[arg(long, value_name = "N", value_parser = row::name)]
    name: Option<String>,
    /// The language of its letters, as a BCP 47 tag (en, pt-BR)
    #[arg(long, value_name = "L", value_parser = row::locale)]
    locale: Option<String>,
    /// How its owner signs in: password, elsewhere, elsewhere:PROVIDER or shared (several accounts of the application have the
    /// address); with any but the first it has no password here
    #[arg(long, value_name = "HOW", value_parser = row::sign_in, default_value = "password")]
    sign_in: SignIn,
    /// Read the password from standard input, as one line
    #[arg(long)]
    password_stdin: bool,
    /// Give it none: its owner sets the first one with a code
    #[arg(long, conflicts_with = "password_stdin")]
    no_password: bool,
}

impl Add {
    pub(super) async fn run(self, house: &House) -> Result<Exit, Failure> {
        if self.password_stdin && !self.sign_in.is_by_password() {
            return Err(Failure::new(
                format!(
                    "an account that is signed in to by {} has no password here; nothing was changed",
                    self.sign_in
                ),
                "Leave out --password-stdin or --sign-in.",
            ));
        }
        // Asked first, so that nobody types a password for an account that is there already.
        if house.accounts.account(self.email.key()).await?.is_some() {
            return Err(known(&self.email));
        }
        let hash = if self.no_password || !self.sign_in.is_by_password() {
            None
        } else {
            let password = typed::new_password(self.password_stdin)?;
            let password = house.accepted(&password, &self.email)?;
            Some(house.hash(&password).await?)
        };
        let account = NewAccount {
            email: self.email.clone(),
            name: self.name,
            locale: self.locale,
            sign_in: self.sign_in,
            hash,
        };
        let added = house.accounts.add(&[account], house.clock.now()).await?;
        match added.first() {
            Some(Added::New(id)) => {
                say::line(format_args!(
                    "added {} as account {}",
                    self.email.as_written(),
                    id.0
                ))?;
                Ok(Exit::Done)
            }
            Some(Added::Known | Added::Otherwise(_)) | None => Err(known(&self.email)),
        }
    }
}

fn known(email: &Email) -> Failure {
    Failure::new(
        format!(
            "there is an account {} already; nothing was changed",
            email.as_written()
        ),
        "Its owner sets a new password with a code; resetd account show tells more.",
    )
}
