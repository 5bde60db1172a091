//! `resetd account import`: many accounts at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;
use indicatif::ProgressBar;

use super::super::failure::{Exit, Failure};
use super::super::house::House;
use super::super::{progress, say};
use crate::import::intake::{Intake, Stopped, Tally};
use crate::import::{self, Rows};

/// The progress bar is redrawn after so many rows.
const REDRAW: u64 = 512;

/// What to import.
#[derive(Debug, Args)]
#[command(after_help = "\
The file is CSV with a header, or JSON lines (one object a line), in UTF-8. Columns or keys: email (needed), name, locale,
password_hash (Argon2 or bcrypt, in PHC or crypt form; empty: no password). Rows that cannot be taken are told by line and
reason on standard error, and all others are imported.

Exit codes: 0 all rows were imported, 2 some were left out (bad, or there already), 3 it stopped before the end.")]
pub struct Import {
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    file: String,
    /// Print the counts as a JSON object
    #[arg(long)]
    json: bool,
}

impl Import {
    pub(super) async fn run(self, house: &House) -> Result<Exit, Failure> {
        let path = super::file(&self.file);
        let read = Arc::new(AtomicU64::new(0));
        let (input, length) = progress::open(path.as_deref(), &read)?;
        let bar = progress::of_bytes(length);
        let rows =
            import::rows(input, path.as_deref()).map_err(|it| stopped(&it.into(), Tally::default()))?;
        let taken = take_all(rows, house, &bar, &read).await;
        bar.finish_and_clear();
        let tally = taken?;
        if self.json {
            let Tally { added, known, bad } = tally;
            say::json(&serde_json::json!({ "added": added, "known": known, "bad": bad }))?;
        } else {
            say::line(said(tally))?;
        }
        Ok(if tally.left_out() == 0 {
            Exit::Done
        } else {
            Exit::Partly
        })
    }
}

async fn take_all(rows: Rows, house: &House, bar: &ProgressBar, read: &AtomicU64) -> Result<Tally, Failure> {
    let complain = |line: String| bar.suspend(|| say::note(line));
    let mut intake = Intake::new(Arc::clone(&house.accounts), Arc::clone(&house.clock), complain);
    let mut seen = 0_u64;
    for row in rows {
        let taken = match row {
            Ok(row) => intake.take(row).await,
            Err(unreadable) => Err(unreadable.into()),
        };
        if let Err(why) = taken {
            // What was read before the fault is good; a second fault on the way out would only hide the first.
            let before = intake.tally();
            let tally = intake.finish().await.unwrap_or(before);
            return Err(stopped(&why, tally));
        }
        seen += 1;
        if seen.is_multiple_of(REDRAW) {
            bar.set_position(read.load(Ordering::Relaxed));
            bar.set_message(format!("{seen} rows"));
        }
    }
    let before = intake.tally();
    intake.finish().await.map_err(|why| stopped(&why, before))
}

fn said(tally: Tally) -> String {
    let Tally { added, known, bad } = tally;
    format!("{added} accounts added, {known} were there already, {bad} rows were bad")
}

fn stopped(why: &Stopped, tally: Tally) -> Failure {
    let next = match why {
        Stopped::Unreadable(_) => "Mend the file",
        Stopped::Broken(_) => "Check that the disk has room and that this user may write to data_dir",
    };
    Failure::new(
        format!("the import stopped: {why}"),
        format!(
            "{}. {next} and import it again: rows that are in are left alone.",
            said(tally)
        ),
    )
}
