//! Removing what is over. Candidates are looked for by a reader, so that the writer only deletes rows it is given.

use recovery::ledger::{LedgerKey, Units, account_bucket};
use recovery::limits::WINDOW;
use recovery::moment::{Moment, Span};
use recovery::ports::Purged;
use recovery::subject::AccountId;
use rusqlite::{Connection, params};

use super::accounts::keep_letters_given;
use super::fault::Fault;
use super::ledger::{self, Kind};
use super::once;
use super::puzzles;
use super::rows;
use super::shared::Change;
use super::tx::Tx;
use crate::guards::{is_done, is_forgotten};
use crate::live::JOURNAL;

/// The most rows of each kind that one purge removes: a few milliseconds of the writer's time.
const MOST: usize = 1000;

/// No challenge is over, and no letter of one, before it is this old: it may end right after issue, and is answered as
/// expired for an hour.
const YOUNGEST: Span = recovery::challenge::EXPIRED_SHOWN_FOR;

const DAY: i64 = 86_400_000;

/// Which twelfth of a year the accounts' ledger was last swept in.
const SWEPT: &str = "ledger_swept";

/// What was found to be over.
#[derive(Default)]
pub(crate) struct Over {
    challenges: Vec<(i64, AccountId)>,
    letters: Vec<i64>,
    guesses: Vec<ledger::Row>,
    /// The oldest challenge that stays; `None` when that is not known.
    oldest: Option<i64>,
    more: bool,
}

/// Looks for what is over.
pub(crate) fn look(conn: &Connection, now: Moment) -> Result<Over, Fault> {
    let mut over = Over::default();
    let snapshot = conn.unchecked_transaction()?;
    challenges(conn, now, &mut over)?;
    letters(conn, now, &mut over)?;
    guesses(conn, &mut over)?;
    snapshot.finish()?;
    Ok(over)
}

fn challenges(conn: &Connection, now: Moment, over: &mut Over) -> Result<(), Fault> {
    let mut oldest = None;
    let mut all = conn.prepare_cached(
        "SELECT id, account, issued_at, expires_at, link_expires_at FROM challenge ORDER BY id",
    )?;
    let mut found = all.query([])?;
    while let Some(row) = found.next()? {
        let id: i64 = row.get(0)?;
        let issued_at = Moment(row.get(2)?);
        let ends = [rows::moment(row, 3), rows::moment(row, 4)];
        if over.challenges.len() == MOST {
            over.more = true;
            return Ok(());
        }
        if is_forgotten(issued_at, ends, now) {
            over.challenges.push((id, AccountId(row.get(1)?)));
            continue;
        }
        oldest.get_or_insert(id);
        if issued_at + YOUNGEST > now {
            break;
        }
    }
    // Where none stays: all up to the last one that goes. Newer ones may have been opened since this snapshot.
    let last = over.challenges.last().map(|(id, _)| id.saturating_add(1));
    over.oldest = oldest.or(last);
    Ok(())
}

fn letters(conn: &Connection, now: Moment, over: &mut Over) -> Result<(), Fault> {
    // A letter goes with its challenge: in the next purge if that goes in this one.
    let mut all = conn.prepare_cached(
        "SELECT l.id, l.state, l.due_at, l.queued_at, c.id IS NULL
         FROM letter l LEFT JOIN challenge c ON c.id = l.challenge ORDER BY l.id",
    )?;
    let mut found = all.query([])?;
    while let Some(row) = found.next()? {
        if Moment(row.get(3)?) + YOUNGEST > now {
            break;
        }
        if over.letters.len() == MOST {
            over.more = true;
            break;
        }
        // One in no known state stays: somebody may want to look at it.
        let Ok(state) = rows::state(row, 1) else { continue };
        if is_done(state, Moment(row.get(2)?), row.get(4)?, now) {
            over.letters.push(row.get(0)?);
        }
    }
    Ok(())
}

fn guesses(conn: &Connection, over: &mut Over) -> Result<(), Fault> {
    let mut all = conn.prepare_cached(
        "SELECT g.id, g.account_key, g.at, g.cost, c.id IS NULL, g.kind
         FROM guess g LEFT JOIN challenge c ON c.id = g.challenge ORDER BY g.id",
    )?;
    let mut found = all.query([])?;
    while let Some(row) = found.next()? {
        // Rows are in order of time, so those behind a live challenge's guess will have their turn soon.
        if !row.get::<_, bool>(4)? {
            break;
        }
        if over.guesses.len() == MOST {
            over.more = true;
            break;
        }
        over.guesses.push(ledger::Row {
            id: row.get(0)?,
            kind: Kind::of(row.get(5)?),
            account: LedgerKey(row.get(1)?),
            at: Moment(row.get(2)?),
            cost: Units(row.get(3)?),
        });
    }
    Ok(())
}

/// Removes what was found. It is still over: ends are only ever lowered, and what is settled stays so, but for a refused
/// letter that an operator tries again.
pub(crate) fn remove(tx: &mut Tx<'_>, over: &Over, now: Moment) -> Result<Purged, Fault> {
    let mut purged = Purged {
        more: over.more,
        ..Purged::default()
    };
    let mut delete = tx.prepare("DELETE FROM challenge WHERE id = ?1")?;
    for (id, account) in &over.challenges {
        purged.challenges += removed(delete.execute([id])?);
        if tx.current(*account).is_some_and(|it| it.row == *id) {
            tx.change(Change::Current(*account, None));
        }
        if tx.flow_letter(*account).is_some_and(|it| it.challenge == *id) {
            tx.change(Change::FlowLetter(*account, None));
        }
    }
    if !over.letters.is_empty() {
        keep_letters_given(tx)?;
    }
    let mut delete = tx.prepare("DELETE FROM letter WHERE id = ?1 AND state NOT IN (0, 4)")?;
    for id in &over.letters {
        purged.letters += removed(delete.execute([id])?);
    }
    ledger::fold(tx, &over.guesses)?;
    purged.more |= once::forget(tx, now, MOST)? == MOST;
    purged.more |= puzzles::forget(tx, now, MOST)? == MOST;
    purged.more |= forget_clients(tx, now)?;
    sweep_ledger(tx, now)?;
    tx.change(Change::HourPassed(now - WINDOW));
    if let Some(oldest) = over.oldest {
        tx.change(Change::GoneBefore(oldest));
    }
    Ok(purged)
}

fn removed(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(0)
}

/// Whether there may be more of them.
fn forget_clients(tx: &Tx<'_>, now: Moment) -> Result<bool, Fault> {
    // Journal rows are in order of time, so only the head of the table is read.
    let most = 10 * MOST;
    let mut delete = tx.prepare(
        "DELETE FROM client_hit WHERE at <= ?1
         AND id < (SELECT coalesce(min(id), 0) FROM client_hit) + ?2",
    )?;
    let gone = delete.execute(params![(now - JOURNAL).0, i64::try_from(most).unwrap_or(0)])?;
    // A key of the day before yesterday has no call left within the hour.
    tx.prepare("DELETE FROM day_salt WHERE day < ?1")?
        .execute([now.0.div_euclid(DAY) - 1])?;
    Ok(gone == most)
}

fn sweep_ledger(tx: &mut Tx<'_>, now: Moment) -> Result<(), Fault> {
    // The accounts' buckets change twelve times a year.
    let swept = tx
        .prepare(
            "INSERT INTO meta (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value < excluded.value",
        )?
        .execute(params![SWEPT, account_bucket(now)])?;
    ledger::sweep(tx, now, swept > 0)
}
