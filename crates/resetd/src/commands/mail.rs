//! `resetd mail test`: one real dialogue with the mail server, shown line by line.

use clap::{Args, Subcommand};
use recovery::address::Email;
use recovery::ports::{Chance, Clock};

use super::failure::{Exit, Failure};
use super::source::Source;
use super::{house, say, typed};
use crate::doors::{SystemChance, SystemClock};
use crate::keys_file;
use crate::settings::Transport;
use crate::wiring::letters;

/// What can be done about mail.
#[derive(Debug, Subcommand)]
pub enum Mail {
    /// Send a test letter, which holds no code, and show what is said to the mail server and what it answers
    Test(Test),
}

/// Where to send a test letter.
#[derive(Debug, Args)]
pub struct Test {
    /// The address
    #[arg(value_name = "ADDRESS", value_parser = typed::address, required_unless_present = "to")]
    address: Option<Email>,
    /// The same, as an option
    #[arg(long, value_name = "ADDRESS", value_parser = typed::address, conflicts_with = "address")]
    to: Option<Email>,
}

impl Mail {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`] when the letter was not taken.
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        match self {
            Mail::Test(it) => it.run(source),
        }
    }
}

impl Test {
    fn run(self, source: &Source) -> Result<Exit, Failure> {
        let settings = source.settings()?;
        let Transport::Smtp(smtp) = &settings.mail.transport else {
            return Err(Failure::new(
                "mail.transport is capture: letters go to a page, not to a mail server",
                "Set mail.transport = \"smtp\" and [mail.smtp], then try again.",
            ));
        };
        let Some(to) = self.address.or(self.to) else {
            return Err(Failure::new(
                "there is no address to send to",
                "Give one: resetd mail test ADDRESS",
            ));
        };
        let smtp = letters::smtp_settings(&settings.public_url, smtp)?;
        let printed = letters::letters(&settings)?;
        let ring = keys_file::open(&settings.keys, &SystemChance).map_err(|why| {
            Failure::new(
                why.to_string(),
                "The server would not start with these keys either.",
            )
        })?;
        let clock = SystemClock::start();
        let doors = (&clock as &dyn Clock, &SystemChance as &dyn Chance);
        let rehearsal = house::runtime()?.block_on(courier::rehearse(smtp, printed, ring, doors, &to))?;
        for line in &rehearsal.dialogue {
            say::line(say::tame(line))?;
        }
        match rehearsal.verdict {
            Ok(said) => {
                say::line(said)?;
                Ok(Exit::Done)
            }
            Err(why) => Err(Failure::new(why, "")),
        }
    }
}
