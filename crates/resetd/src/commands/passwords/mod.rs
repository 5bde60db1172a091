//! `resetd passwords …`: lists of passwords that are known to others. Every command works beside a running server, which
//! looks for changes every few seconds.

mod import;
mod lines;

use clap::{Args, Subcommand};
use directory::lists::{About, ListName, Shelf, Unshelved};
use serde::Serialize;

use super::failure::{Exit, Failure};
use super::say;
use super::source::Source;
use crate::wiring::passwords::directory;

/// What can be done with lists of known passwords.
#[derive(Debug, Subcommand)]
pub enum Passwords {
    /// Import a list of passwords that nobody may choose
    Import(import::Import),
    /// Show the lists, their dates and how much is in them
    List(List),
    /// Remove a list
    Remove(Remove),
}

/// How to show lists.
#[derive(Debug, Args)]
pub struct List {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// Which list to remove.
#[derive(Debug, Args)]
pub struct Remove {
    /// What it is called
    #[arg(value_name = "NAME", value_parser = name)]
    name: ListName,
}

fn name(text: &str) -> Result<ListName, String> {
    let wanted = || {
        "a name has 1 to 64 letters, digits, dots, dashes and underscores, and begins with a letter or a digit"
            .to_owned()
    };
    ListName::parse(text).ok_or_else(wanted)
}

impl Passwords {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be done, or there is no such list.
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        let settings = source.settings()?;
        match self {
            Passwords::Import(it) => it.run(&settings),
            Passwords::List(it) => {
                let lists = Shelf::listing(&directory(&settings)).map_err(unreadable)?;
                it.show(&lists)
            }
            Passwords::Remove(it) => {
                if Shelf::remove(&directory(&settings), &it.name).map_err(unreadable)? {
                    say::line(format_args!("{} is removed", it.name.as_str()))?;
                    return Ok(Exit::Done);
                }
                Err(Failure::nothing_there(
                    format!("there is no list {}", it.name.as_str()),
                    "resetd passwords list shows all.",
                ))
            }
        }
    }
}

fn unreadable(why: Unshelved) -> Failure {
    Failure::new(
        why.to_string(),
        "Import the list again, or remove it with resetd passwords remove.",
    )
}

/// A list as `--json` shows it.
#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    imported_at: String,
    read: u64,
    entries: u64,
}

impl<'a> Shown<'a> {
    fn of(about: &'a About) -> Shown<'a> {
        Shown {
            name: about.name.as_str(),
            imported_at: say::when(about.imported_at),
            read: about.read,
            entries: about.entries,
        }
    }

    fn row(self) -> [String; 4] {
        [
            self.name.to_owned(),
            self.imported_at,
            self.read.to_string(),
            self.entries.to_string(),
        ]
    }
}

impl List {
    fn show(&self, lists: &[About]) -> Result<Exit, Failure> {
        if self.json {
            for it in lists {
                say::json(&Shown::of(it))?;
            }
        } else {
            let rows = lists.iter().map(|it| Shown::of(it).row()).collect();
            say::table(["name", "imported", "passwords read", "entries"], rows)?;
        }
        Ok(Exit::Done)
    }
}
