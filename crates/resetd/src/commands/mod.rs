//! The commands. The tree stands here; each command is one file with its arguments and its `run`.

pub mod account;
pub mod api_key;
pub mod config;
pub mod conformance;
pub mod demo;
pub mod failure;
pub mod healthcheck;
pub mod house;
pub mod mail;
pub mod openapi;
pub mod outbox;
pub mod passwords;
pub mod progress;
pub mod risk;
pub mod say;
pub mod serve;
pub mod source;
pub mod templates;
pub mod typed;

use clap::{Parser, Subcommand};

use failure::{Exit, Failure};
use source::Source;

/// What every command's help ends with.
const EXIT_CODES: &str = "\
Exit codes:
  0  done, or yes
  1  no: the password does not match, there is no such account, key, list or letter, the server is not ready,
     the settings or templates are wrong, honest use leaves too little of the risk budget (risk plan),
     a requirement is not met (conformance)
  2  the command line was not understood (risk plan: nor the settings), or only a part could be done
     (account import)
  3  it could not be done; the message says why and what to do next";

/// The command line of `resetd`.
#[derive(Debug, Parser)]
#[command(name = "resetd", version, about = "Lets people back in with a one-time code by e-mail", after_help = EXIT_CODES)]
pub struct Cli {
    /// Where the settings come from.
    #[command(flatten)]
    pub source: Source,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Try everything out: no settings, nothing left behind
    Demo(demo::Demo),
    /// Serve
    Serve(serve::Serve),
    /// Accounts of our own: add, import, list, disable, remove
    #[command(subcommand)]
    Account(account::Account),
    /// Keys of your application's back ends for /v1: add, list, remove
    #[command(subcommand)]
    ApiKey(api_key::ApiKeyCommand),
    /// The settings: check them, show them, print an example
    #[command(subcommand)]
    Config(config::Config),
    /// Try the mail server out
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Print the OpenAPI document of what a server with these settings serves
    Openapi(openapi::Openapi),
    /// Your own templates of the hosted pages
    #[command(subcommand)]
    Templates(templates::Templates),
    /// Lists of passwords that nobody may choose: import, list, remove
    #[command(subcommand)]
    Passwords(passwords::Passwords),
    /// Letters that wait, or that the mail server refused
    #[command(subcommand)]
    Outbox(outbox::Outbox),
    /// The risk budget: what the settings allow a guesser, and what honest use spends
    #[command(subcommand)]
    Risk(Box<risk::RiskCommand>),
    /// How the settings stand to what standards require of a password reset
    Conformance(conformance::Conformance),
    /// Ask the running server whether it is ready, as a container's health check does
    Healthcheck(healthcheck::Healthcheck),
}

impl Cli {
    /// Does what was asked for.
    ///
    /// # Errors
    /// [`Failure`]: what happened, and what to do next.
    pub fn run(self) -> Result<Exit, Failure> {
        let source = &self.source;
        match self.command {
            Command::Demo(it) => it.run(source),
            Command::Serve(it) => it.run(source),
            Command::Account(it) => it.run(source),
            Command::ApiKey(it) => it.run(source),
            Command::Config(it) => it.run(source.config.as_deref(), &source.set),
            Command::Mail(it) => it.run(source),
            Command::Openapi(it) => it.run(source),
            Command::Templates(it) => it.run(source),
            Command::Passwords(it) => it.run(source),
            Command::Outbox(it) => it.run(source),
            Command::Risk(it) => it.run(source),
            Command::Conformance(it) => it.run(source),
            Command::Healthcheck(it) => it.run(source),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_tree_of_commands_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_command_lines_that_scripts_rely_on_are_understood() {
        for line in [
            "resetd account add ann@example.com --name Ann --locale en --password-stdin --config a.toml",
            "resetd --config a.toml account add ann@example.com --password-stdin",
            "resetd account import people.csv --config a.toml",
            "resetd account verify ann@example.com --password-stdin --config a.toml",
            "resetd api-key add shop --scope accounts:read --scope passwords:verify --config a.toml",
            "resetd api-key list --json --config a.toml",
            "resetd conformance --json --only not-met --config a.toml",
        ] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap_or_else(|e| panic!("{line}: {e}"));
            assert!(cli.source.config.is_some(), "{line}");
        }
    }

    #[test]
    fn no_command_takes_a_secret_as_an_argument() {
        for line in [
            "resetd account add ann@example.com --password 12345678",
            "resetd account verify ann@example.com --password 12345678",
        ] {
            assert!(Cli::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
