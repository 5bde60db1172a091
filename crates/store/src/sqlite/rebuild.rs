//! Building the state in memory from the rows that are its journal, at start.

use recovery::ledger::{LedgerKey, Units};
use recovery::letter::LetterId;
use recovery::limits::ClientKey;
use recovery::moment::Moment;
use recovery::subject::AccountId;
use rusqlite::{Connection, OptionalExtension};

use super::rows;
use super::shared::Shared;
use crate::live::{Current, Ids, JOURNAL};

/// Where the highest number that was ever given to a letter is kept once its letter has gone.
pub(crate) const LETTERS_GIVEN: &str = "letters_given";

/// Reads the journal.
pub(crate) fn rebuild(conn: &Connection, shared: &Shared, now: Moment) -> rusqlite::Result<Ids> {
    challenges(conn, shared)?;
    letters(conn, shared)?;
    guesses(conn, shared)?;
    clients(conn, shared, now)?;
    ids(conn)
}

fn challenges(conn: &Connection, shared: &Shared) -> rusqlite::Result<()> {
    let mut all = conn.prepare("SELECT id, account, closed_at IS NOT NULL FROM challenge ORDER BY id")?;
    let mut found = all.query([])?;
    let mut state = shared.state.write();
    // In rising order: the latest stays.
    while let Some(row) = found.next()? {
        let current = Current {
            row: row.get(0)?,
            closed: row.get(2)?,
            ..Current::default()
        };
        state.currents.set(AccountId(row.get(1)?), Some(current));
    }
    Ok(())
}

fn letters(conn: &Connection, shared: &Shared) -> rusqlite::Result<()> {
    let mut all = conn.prepare("SELECT id, account, challenge, state = 0 FROM letter ORDER BY id")?;
    let mut found = all.query([])?;
    let mut state = shared.state.write();
    let (mut first_fresh, mut last) = (None, 0);
    while let Some(row) = found.next()? {
        let letter = row.get(0)?;
        let account = AccountId(row.get(1)?);
        let challenge: Option<i64> = row.get(2)?;
        if let Some(current) = state.currents.get(account).filter(|it| challenge == Some(it.row)) {
            state.currents.set(account, Some(Current { letter, ..current }));
        }
        if row.get(3)? {
            first_fresh.get_or_insert(letter);
        }
        last = letter;
    }
    let first_fresh = first_fresh.unwrap_or_else(|| last.saturating_add(1));
    shared.taken.lock().start(LetterId(first_fresh));
    Ok(())
}

fn guesses(conn: &Connection, shared: &Shared) -> rusqlite::Result<()> {
    let mut all = conn.prepare("SELECT challenge, account, cost, at, account_key FROM guess ORDER BY id")?;
    let mut found = all.query([])?;
    let mut state = shared.state.write();
    while let Some(row) = found.next()? {
        let challenge: i64 = row.get(0)?;
        let account = AccountId(row.get(1)?);
        let (cost, at) = (Units(row.get(2)?), Moment(row.get(3)?));
        state.unfolded.add(LedgerKey(row.get(4)?), at, cost);
        if let Some(current) = state.currents.get(account).filter(|it| it.row == challenge) {
            let tries = current.tries.saturating_add(1);
            state.currents.set(account, Some(Current { tries, ..current }));
        }
    }
    Ok(())
}

fn clients(conn: &Connection, shared: &Shared, now: Moment) -> rusqlite::Result<()> {
    let mut all = conn.prepare("SELECT client, doing, at FROM client_hit WHERE at > ?1 ORDER BY id")?;
    let mut found = all.query([(now - JOURNAL).0])?;
    let mut clients = shared.clients.lock();
    while let Some(row) = found.next()? {
        clients.restore(ClientKey(row.get(0)?), rows::doing(row, 1)?, Moment(row.get(2)?));
    }
    Ok(())
}

fn ids(conn: &Connection) -> rusqlite::Result<Ids> {
    let last = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0));
    let given: Option<i64> = conn
        .query_row("SELECT value FROM meta WHERE name = ?1", [LETTERS_GIVEN], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(Ids {
        row: last("SELECT coalesce(max(id), 0) FROM challenge")?,
        letter: last("SELECT coalesce(max(id), 0) FROM letter")?.max(given.unwrap_or(0)),
    })
}
