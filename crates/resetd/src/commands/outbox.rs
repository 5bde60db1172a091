//! `resetd outbox …`: letters that wait, and those the mail server refused for good.

use clap::{Args, Subcommand};
use recovery::letter::{First, LetterId, LetterKind, LetterState, Listed};
use serde::Serialize;

use super::failure::{Exit, Failure};
use super::house::{self, House};
use super::say;
use super::source::Source;

/// Letters are read in pages of this many.
const PAGE: usize = 1000;

/// What can be done with the outbox.
#[derive(Debug, Subcommand)]
pub enum Outbox {
    /// List letters, oldest first: those that wait and those that were refused, unless told otherwise
    List(List),
    /// Try letters again now
    Retry(Which),
    /// Put letters aside that have not been sent
    Drop(Which),
}

/// Which letters to list.
#[derive(Debug, Args)]
pub struct List {
    /// Only letters in this state: waiting, sent, refused or unsent (may be repeated)
    #[arg(long = "state", value_name = "STATE", value_parser = state)]
    states: Vec<LetterState>,
    /// At most so many; 0: all
    #[arg(long, value_name = "N", default_value_t = 100)]
    most: usize,
    /// Only those after the letter of this number
    #[arg(long, value_name = "ID")]
    after: Option<i64>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

/// Which letters to act on.
#[derive(Debug, Args)]
pub struct Which {
    /// The numbers that `resetd outbox list` shows
    #[arg(value_name = "ID", required_unless_present = "refused")]
    letters: Vec<i64>,
    /// All that the mail server refused
    #[arg(long, conflicts_with = "letters")]
    refused: bool,
}

/// A letter as `--json` shows it. The address is masked: a listing is copied into tickets.
#[derive(Serialize)]
struct Shown<'a> {
    id: i64,
    kind: &'static str,
    state: &'static str,
    account: Option<i64>,
    to: Option<String>,
    queued_at: String,
    due_at: String,
    attempts: u32,
    why: Option<&'a str>,
}

impl<'a> Shown<'a> {
    fn of(letter: &'a Listed) -> Shown<'a> {
        Shown {
            id: letter.id.0,
            kind: kind(letter.kind),
            state: letter.state.into(),
            account: letter.account.as_ref().map(|it| it.id.0),
            to: letter.account.as_ref().map(|it| it.email.masked()),
            queued_at: say::when(letter.queued_at),
            due_at: say::when(letter.due_at),
            attempts: letter.attempts,
            why: letter.why.as_deref(),
        }
    }

    fn row(self) -> [String; 8] {
        [
            self.id.to_string(),
            self.kind.to_owned(),
            self.state.to_owned(),
            self.to.unwrap_or_else(|| "(removed)".to_owned()),
            self.queued_at,
            self.due_at,
            self.attempts.to_string(),
            say::tame(self.why.unwrap_or("")),
        ]
    }
}

const HEAD: [&str; 8] = [
    "number",
    "letter",
    "state",
    "to",
    "queued",
    "due or settled",
    "tries",
    "reason",
];

impl Outbox {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be done.
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        house::within(source, async |house| match self {
            Outbox::List(it) => it.run(house).await,
            Outbox::Retry(it) => it.retry(house).await,
            Outbox::Drop(it) => it.drop(house).await,
        })
    }
}

impl List {
    async fn run(self, house: &House) -> Result<Exit, Failure> {
        let states = if self.states.is_empty() {
            vec![LetterState::Waiting, LetterState::Refused]
        } else {
            self.states
        };
        let mut left = if self.most == 0 { usize::MAX } else { self.most };
        let mut after = self.after.map(LetterId);
        let mut rows = Vec::new();
        while left > 0 {
            let page = house.outbox.list(&states, after, left.min(PAGE)).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            left = left.saturating_sub(page.len());
            for letter in &page {
                let shown = Shown::of(letter);
                if self.json {
                    say::json(&shown)?;
                } else {
                    rows.push(shown.row());
                }
            }
        }
        if !self.json {
            let shown = rows.len();
            say::table(HEAD, rows)?;
            let waiting = house.outbox.backlog().await?;
            say::note(format_args!("{shown} letters shown; {waiting} wait in all"));
        }
        Ok(Exit::Done)
    }
}

impl Which {
    async fn retry(self, house: &House) -> Result<Exit, Failure> {
        let mut missed = 0;
        let letters = self.numbers(house).await?;
        for letter in &letters {
            if house.outbox.retry(*letter, house.clock.now()).await? {
                say::line(format_args!("letter {} is due now", letter.0))?;
            } else {
                missed += 1;
                say::note(format_args!(
                    "letter {}: there is none, or it is settled for good",
                    letter.0
                ));
            }
        }
        Ok(ending(letters.len(), missed))
    }

    async fn drop(self, house: &House) -> Result<Exit, Failure> {
        let mut missed = 0;
        let letters = self.numbers(house).await?;
        for letter in &letters {
            if house.outbox.drop_letter(*letter, house.clock.now()).await? {
                say::line(format_args!(
                    "letter {} will not be sent, unless a courier has it in hand just now",
                    letter.0
                ))?;
            } else {
                missed += 1;
                say::note(format_args!(
                    "letter {}: there is none, or it has been sent",
                    letter.0
                ));
            }
        }
        Ok(ending(letters.len(), missed))
    }

    async fn numbers(&self, house: &House) -> Result<Vec<LetterId>, Failure> {
        if !self.refused {
            return Ok(self.letters.iter().copied().map(LetterId).collect());
        }
        let mut all: Vec<LetterId> = Vec::new();
        loop {
            let page = house
                .outbox
                .list(&[LetterState::Refused], all.last().copied(), PAGE)
                .await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.extend(page.iter().map(|it| it.id));
        }
    }
}

fn ending(all: usize, missed: usize) -> Exit {
    if missed == 0 {
        Exit::Done
    } else if missed == all {
        Exit::No
    } else {
        Exit::Partly
    }
}

fn kind(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Reset(First::Code) => "code",
        LetterKind::Reset(First::Link) => "link",
        LetterKind::Changed => "notice",
    }
}

fn state(text: &str) -> Result<LetterState, String> {
    text.parse()
        .map_err(|_| "it is one of waiting, sent, refused, unsent".to_owned())
}
