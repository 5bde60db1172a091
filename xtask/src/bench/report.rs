//! What a run found, as a table for people and as JSON for programs.

use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use super::flood::Flood;
use super::floors::Floors;
use super::goals::Goal;
use super::measure::Measure;
use super::pages::Pages;
use super::parts::Sending;
use super::scale::Scale;
use crate::{Outcome, print};

/// Everything a run found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// How many accounts there were.
    pub accounts: u32,
    /// How many processors this machine has.
    pub cores: usize,
    /// How long laying the accounts took, in seconds.
    pub laid_in: f64,
    /// What it is measured against.
    pub floors: Floors,
    /// From the start of the server to its first answer, in milliseconds: the median of some starts.
    pub start_up: Option<f64>,
    /// Memory of the server that has nothing to do, just started, in MiB.
    pub rss_idle: Option<f64>,
    /// And once it has hashed passwords and had nothing to do for a while.
    pub rss_idle_again: Option<f64>,
    /// The lines.
    pub measures: Vec<Measure>,
    /// How fast letters go out.
    pub sending: Vec<Sending>,
    /// The hosted pages.
    pub pages: Option<Pages>,
    /// Asks beside a flood.
    pub flood: Option<Flood>,
    /// Few accounts against many.
    pub scale: Vec<Scale>,
    /// What was to be reached.
    pub goals: Vec<Goal>,
}

impl Report {
    /// Prints the tables.
    pub fn print(&self) -> Outcome<()> {
        print(format_args!(
            "\n{} accounts on {} cores, laid in {:.1} s",
            self.accounts, self.cores, self.laid_in
        ))?;
        self.print_floors()?;
        if let (Some(start), Some(idle)) = (self.start_up, self.rss_idle) {
            print(format_args!(
                "start-up to first answer {start:.0} ms; idle {idle:.0} MiB"
            ))?;
        }
        if let Some(idle) = self.rss_idle_again {
            print(format_args!("idle again after hashing {idle:.0} MiB"))?;
        }
        if !self.measures.is_empty() {
            self.print_measures()?;
        }
        for it in &self.sending {
            print(format_args!(
                "courier, {} connection(s): {:.0} letters/s ({} letters)",
                it.connections, it.rate, it.letters
            ))?;
        }
        if let Some(pages) = &self.pages {
            pages.print()?;
        }
        if let Some(flood) = &self.flood {
            flood.print()?;
        }
        for it in &self.scale {
            print(format_args!(
                "{}: {:.0}/s with {} accounts, {:.0}/s with {}: {:+.1} %",
                it.what.words(),
                it.few_rate,
                it.few,
                it.many_rate,
                it.many,
                it.change() * 100.0
            ))?;
        }
        if self.goals.is_empty() {
            Ok(())
        } else {
            self.print_goals()
        }
    }

    fn print_floors(&self) -> Outcome<()> {
        let floors = &self.floors;
        print(format_args!(
            "floors: Argon2id {:.1}/s; fdatasync p50 {:.2} ms, p99 {:.2} ms",
            floors.argon2, floors.fdatasync_p50, floors.fdatasync_p99
        ))?;
        let mut table = table(&["bare handler, connections", "per second", "p50 ms", "p99 ms"]);
        for it in &floors.json {
            table.add_row([
                it.connections.to_string(),
                format!("{:.0}", it.rate),
                format!("{:.2}", it.p50),
                format!("{:.2}", it.p99),
            ]);
        }
        print(numeric(table, 0))
    }

    fn print_measures(&self) -> Outcome<()> {
        let mut table = table(&[
            "what",
            "API",
            "conn.",
            "requests",
            "per second",
            "p50 ms",
            "p99 ms",
            "floor",
            "of floor",
            "commits/req.",
            "work µs/req.",
            "RSS MiB",
            "backlog",
        ]);
        for it in &self.measures {
            let ratio = it
                .ratio()
                .map_or_else(String::new, |it| format!("{:.1} %", it * 100.0));
            table.add_row([
                it.what.words().to_owned(),
                it.api.name().to_owned(),
                it.connections.to_string(),
                it.requests.to_string(),
                format!("{:.0}", it.rate),
                format!("{:.2}", it.p50),
                format!("{:.2}", it.p99),
                it.floor.map_or_else(String::new, |it| format!("{it:.0}")),
                ratio,
                it.commits.map_or_else(String::new, |it| format!("{it:.3}")),
                it.work.map_or_else(String::new, |it| format!("{it:.1}")),
                format!("{:.0}", it.rss),
                it.backlog.to_string(),
            ]);
        }
        print(numeric(table, 2))
    }

    fn print_goals(&self) -> Outcome<()> {
        let mut table = table(&["to be reached", "goal", "reached", ""]);
        for it in &self.goals {
            let verdict = if it.met() { "met" } else { "NOT MET" };
            table.add_row([it.what.clone(), it.wanted(), it.reached(), verdict.to_owned()]);
        }
        print(table)
    }
}

fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_header(head);
    table
}

/// Aligns numbers to the right, from this column on.
fn numeric(mut table: Table, from: usize) -> Table {
    for column in table.column_iter_mut().skip(from) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}
