//! `resetd api-key …`: keys of the application's back ends. Every command works beside a running server and counts from
//! its next request on.

use clap::{Args, Subcommand};
use recovery::api_keys::{ApiKey, KeptApiKey, KeyName, NewApiKey, Scope, Scopes};
use serde::Serialize;
use strum::VariantArray;

use super::failure::{Exit, Failure};
use super::house::{self, House};
use super::say;
use super::source::Source;
use crate::doors::SystemChance;

/// What can be done with API keys.
#[derive(Debug, Subcommand)]
pub enum ApiKeyCommand {
    /// Make a key and show it, this once
    Add(Add),
    /// List keys with their scopes and their last use; the keys themselves are stored nowhere
    List(List),
    /// Remove a key: the next request with it is refused
    Remove(Remove),
}

/// What key to make.
#[derive(Debug, Args)]
pub struct Add {
    /// What it is called, for you: letters, digits, dots, dashes and underscores
    #[arg(value_name = "NAME", value_parser = name)]
    name: KeyName,
    /// What it may be used for; may be repeated: accounts:read, accounts:write, passwords:verify, recoveries:start
    #[arg(long = "scope", value_name = "S", required = true, value_parser = scope)]
    scopes: Vec<Scope>,
}

/// How to list keys.
#[derive(Debug, Args)]
pub struct List {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// Which key to remove.
#[derive(Debug, Args)]
pub struct Remove {
    /// What it is called
    #[arg(value_name = "NAME", value_parser = name)]
    name: KeyName,
}

fn name(text: &str) -> Result<KeyName, String> {
    let wanted = || "a name has 1 to 64 letters, digits, dots, dashes or underscores".to_owned();
    KeyName::parse(text).ok_or_else(wanted)
}

fn scope(text: &str) -> Result<Scope, String> {
    let all = || {
        let all = Scope::VARIANTS.iter().map(|it| it.name());
        format!("the scopes are {}", all.collect::<Vec<_>>().join(", "))
    };
    text.parse().map_err(|_| all())
}

impl ApiKeyCommand {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be done, a name is taken, or there is no such key.
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        house::within(source, async |house| match self {
            ApiKeyCommand::Add(it) => it.run(house).await,
            ApiKeyCommand::List(it) => it.run(house).await,
            ApiKeyCommand::Remove(it) => it.run(house).await,
        })
    }
}

impl Add {
    async fn run(self, house: &House) -> Result<Exit, Failure> {
        let key = ApiKey::fresh(&SystemChance)?;
        let new = NewApiKey {
            name: self.name.clone(),
            id: key.id(),
            hash: key.hash(),
            scopes: Scopes::of(&self.scopes),
        };
        if !house.api_keys.add_key(&new, house.clock.now()).await? {
            return Err(Failure::new(
                format!(
                    "there is a key {} already; nothing was changed",
                    self.name.as_str()
                ),
                "Choose another name, or remove that one first: resetd api-key list shows all.",
            ));
        }
        // Alone on standard output, so that it can go straight into a file or a secret store.
        say::line(key.reveal())?;
        say::note(format_args!(
            "This is the key {} for {}. It is not stored and cannot be shown again.",
            self.name.as_str(),
            new.scopes.names().join(", ")
        ));
        Ok(Exit::Done)
    }
}

/// A key as `--json` shows it.
#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    id: &'a str,
    scopes: Vec<&'static str>,
    created_at: String,
    used_at: Option<String>,
}

impl<'a> Shown<'a> {
    fn of(key: &'a KeptApiKey) -> Shown<'a> {
        Shown {
            name: &key.name,
            id: key.id.as_str(),
            scopes: key.scopes.names(),
            created_at: say::when(key.created_at),
            used_at: key.used_at.map(say::when),
        }
    }

    fn row(self) -> [String; 5] {
        [
            say::tame(self.name),
            say::tame(self.id),
            self.scopes.join(" "),
            self.created_at,
            self.used_at.unwrap_or_else(|| "never".to_owned()),
        ]
    }
}

impl List {
    async fn run(self, house: &House) -> Result<Exit, Failure> {
        let keys = house.api_keys.api_keys().await?;
        if self.json {
            for key in &keys {
                say::json(&Shown::of(key))?;
            }
        } else {
            let rows = keys.iter().map(|it| Shown::of(it).row()).collect();
            say::table(["name", "id", "scopes", "made", "last used"], rows)?;
        }
        Ok(Exit::Done)
    }
}

impl Remove {
    async fn run(self, house: &House) -> Result<Exit, Failure> {
        if !house.api_keys.remove_key(&self.name).await? {
            return Err(Failure::nothing_there(
                format!("there is no key {}", self.name.as_str()),
                "resetd api-key list shows all.",
            ));
        }
        say::line(format_args!(
            "{} is removed; the next request with it is refused",
            self.name.as_str()
        ))?;
        Ok(Exit::Done)
    }
}
