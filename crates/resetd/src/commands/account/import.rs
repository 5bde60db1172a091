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

/// What is said below counts with rows of an address that was there, written otherwise.
const TWO_PEOPLE: &str = "Addresses written otherwise: if they are two people to your application, mark the one account here, so that no \
    code is mailed for it and who asks is told by letter: resetd account sign-in EMAIL shared";

/// What to import.
#[derive(Debug, Args)]
#[command(after_help = "\
The file is CSV with a header, or JSON lines (one object a line), in UTF-8. Columns or keys: email (needed), name, locale,
password_hash (Argon2 or bcrypt, in PHC or crypt form; empty: no password), sign_in (password, elsewhere, elsewhere:PROVIDER
or shared; empty: password). Rows that cannot be taken are told by line and reason on standard error, and all others are
imported.

Two rows whose addresses differ in nothing but upper and lower case before the @ are one account here: the first is
imported, and the second told. If they are two people to your application, say so with shared, in the file or by
`resetd account sign-in`: then nobody is sent a code that might set the other one's password, and who asks is told by letter.

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
            let Tally {
                added,
                known,
                otherwise,
                bad,
            } = tally;
            let counts = serde_json::json!({
                "added": added, "known": known, "written_otherwise": otherwise, "bad": bad,
            });
            say::json(&counts)?;
        } else {
            say::line(said(tally))?;
        }
        if tally.otherwise > 0 {
            say::note(TWO_PEOPLE);
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
    let Tally {
        added,
        known,
        otherwise,
        bad,
    } = tally;
    let otherwise = match otherwise {
        0 => String::new(),
        many => format!("{many} were there with the address written otherwise, "),
    };
    format!("{added} accounts added, {known} were there already, {otherwise}{bad} rows were bad")
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
