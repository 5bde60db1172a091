//! `resetd risk status`: how much of the budget wrong guesses have spent, who is guessed at, and how long it lasts at this rate.

use std::collections::HashMap;

use clap::Args;
use recovery::budget::Budget;
use recovery::keys::KeyRing;
use recovery::ledger::{
    ACCOUNT_BUCKET, ACCOUNT_BUCKETS, CERTAINTY, LedgerKey, SERVICE_BUCKET, SERVICE_BUCKETS,
};
use recovery::ledger::{Spent, Units};
use recovery::ledger_book::{Book, Charged, lasts};
use recovery::moment::Span;
use serde::Serialize;

use super::super::failure::{Exit, Failure};
use super::super::house::{self, House};
use super::super::say;
use super::super::source::Source;
use super::words::{odds, percent, whole};
use crate::keys_file;
use crate::settings::Settings;

/// Accounts are read in pages of this many, to find whose keyed hash stands in the ledger.
const PAGE: usize = 10_000;

/// What to show.
#[derive(Debug, Args)]
pub struct Status {
    /// How many accounts to show, the most spent first
    #[arg(long, value_name = "N", default_value_t = 10)]
    most: usize,
    /// Everything as one JSON object
    #[arg(long)]
    json: bool,
}

/// A ledger against its budget.
#[derive(Serialize)]
struct Of {
    /// As a probability, or an expected number of takeovers.
    spent: f64,
    budget: f64,
    part: f64,
    spent_in_the_last_hour: f64,
    /// At the rate of the last hour; `null`: not within the time that counts.
    lasts_seconds: Option<i64>,
}

#[derive(Serialize)]
struct OfAccount {
    /// The start of its keyed hash, as the log has it.
    ledger: String,
    /// Masked; `null`: no account has this address any more.
    email: Option<String>,
    /// Wrong guesses since a recovery succeeded last.
    in_a_row: u32,
    /// What kind of code its next letter has, the weakest that any surface would send; `null`: a link alone.
    next_code: Option<String>,
    #[serde(flatten)]
    of: Of,
}

#[derive(Serialize)]
struct Shown {
    service: Of,
    /// How many have spent something.
    accounts: u64,
    most: Vec<OfAccount>,
}

impl Status {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`]: the settings, the keys, the store, or the output.
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        let settings = source.settings()?;
        let ring = keys_file::existing(&settings.keys)
            .map_err(|why| Failure::new(why.to_string(), "The ledger cannot be read without its keys."))?;
        house::within(source, async |house| {
            let now = house.clock.now();
            let book = house.ledger.book(self.most, now).await?;
            let masked = masked(house, &ring, &book).await?;
            let shown = shown(&settings, &book, &masked);
            match self.json {
                true => say::json(&shown)?,
                false => print(&shown)?,
            }
            Ok(Exit::Done)
        })
    }
}

/// The masked addresses of the accounts in the book, as far as there are such accounts.
async fn masked(house: &House, ring: &KeyRing, book: &Book) -> Result<HashMap<[u8; 16], String>, Failure> {
    let wanted: Vec<LedgerKey> = book.most.iter().map(|it| it.account).collect();
    let (mut found, mut after) = (HashMap::new(), None);
    while found.len() < wanted.len() {
        let page = house.accounts.accounts(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for account in &page {
            let key = ring.ledger_key(account.email.key());
            if wanted.contains(&key) {
                found.insert(key.0, account.email.masked());
            }
        }
    }
    Ok(found)
}

fn shown(settings: &Settings, book: &Book, masked: &HashMap<[u8; 16], String>) -> Shown {
    let budget = settings.risk.budget();
    let (year, day) = (
        Span::millis(ACCOUNT_BUCKET * ACCOUNT_BUCKETS),
        Span::millis(SERVICE_BUCKET * SERVICE_BUCKETS),
    );
    let row = |it: &Charged| OfAccount {
        ledger: it.account.short(),
        email: masked.get(&it.account.0).cloned(),
        in_a_row: it.in_a_row,
        next_code: next_code(&budget, settings, it, book.service),
        of: of(budget.of_account(), it.spent, it.lately, year),
    };
    Shown {
        service: of(budget.of_service(), book.service, book.lately, day),
        accounts: book.accounts,
        most: book.most.iter().map(row).collect(),
    }
}

fn of(budget: Units, spent: Units, lately: Units, within: Span) -> Of {
    Of {
        spent: in_odds(spent),
        budget: in_odds(budget),
        part: in_odds(spent) / in_odds(budget).max(f64::MIN_POSITIVE),
        spent_in_the_last_hour: in_odds(lately),
        lasts_seconds: lasts(budget, spent, lately, within).map(|it| it.0 / 1000),
    }
}

/// The weakest that any surface would send.
fn next_code(budget: &Budget, settings: &Settings, it: &Charged, service: Units) -> Option<String> {
    let spent = Spent {
        account: it.spent,
        service,
        in_a_row: it.in_a_row,
    };
    let offered = |ladder| budget.offer(ladder, spent, settings.code.attempts);
    let offers = settings.dialects.ladders().filter_map(offered);
    let weakest = offers.map(|it| it.rung).min_by_key(|it| it.space());
    weakest.map(|it| it.to_string())
}

fn in_odds(units: Units) -> f64 {
    units.0 as f64 / CERTAINTY as f64
}

fn print(shown: &Shown) -> Result<(), Failure> {
    let service = &shown.service;
    say::line(format_args!(
        "The service: {} of {} expected takeovers in a day ({}), {} in the last hour; {}.",
        odds(service.spent),
        odds(service.budget),
        percent(service.part),
        odds(service.spent_in_the_last_hour),
        how_long(service.lasts_seconds)
    ))?;
    if shown.most.is_empty() {
        say::line("Nobody has guessed wrongly within a year.")?;
        return Ok(());
    }
    say::line(format_args!(
        "Accounts at which somebody guessed wrongly within a year: {}. Those that have spent most:",
        whole(shown.accounts)
    ))?;
    let rows = shown.most.iter().map(|it| {
        [
            it.email
                .clone()
                .unwrap_or_else(|| "(no such account any more)".to_owned()),
            it.ledger.clone(),
            odds(it.of.spent),
            percent(it.of.part),
            odds(it.of.spent_in_the_last_hour),
            it.in_a_row.to_string(),
            it.next_code.clone().unwrap_or_else(|| "link alone".to_owned()),
            how_long(it.of.lasts_seconds),
        ]
    });
    Ok(say::table(HEAD, rows.collect())?)
}

const HEAD: [&str; 8] = [
    "account",
    "in the log",
    "spent",
    "of its year",
    "last hour",
    "wrong in a row",
    "next code",
    "at this rate",
];

fn how_long(seconds: Option<i64>) -> String {
    match seconds {
        None => "at this rate never spent".to_owned(),
        Some(..1) => "spent".to_owned(),
        Some(it @ ..7200) => format!("spent in {} min", it / 60),
        Some(it @ ..172_800) => format!("spent in {} h", it / 3600),
        Some(it) => format!("spent in {} days", it / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_a_budget_lasts_is_said_in_the_unit_that_people_count_in() {
        let said = [
            None,
            Some(0),
            Some(59),
            Some(3600),
            Some(7200),
            Some(172_799),
            Some(864_000),
        ]
        .map(how_long);
        let expected = [
            "at this rate never spent",
            "spent",
            "spent in 0 min",
            "spent in 60 min",
            "spent in 2 h",
            "spent in 47 h",
            "spent in 10 days",
        ];
        assert_eq!(said, expected);
    }
}
