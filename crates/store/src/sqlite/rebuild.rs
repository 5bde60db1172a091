//! Building the state in memory from the rows that are its journal, at start.

use recovery::ledger::{LedgerKey, Units};
use recovery::letter::LetterId;
use recovery::limits::ClientKey;
use recovery::moment::Moment;
use recovery::subject::AccountId;
use rusqlite::{Connection, OptionalExtension};

use super::rows;
use super::shared::{Shared, State};
use crate::live::{Current, Flow, FlowLetter, Ids, JOURNAL};

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
    let mut all =
        conn.prepare("SELECT id, account, closed_at IS NOT NULL, flow, letter FROM challenge ORDER BY id")?;
    let mut found = all.query([])?;
    let mut state = shared.state.write();
    // In rising order: the latest stays.
    while let Some(row) = found.next()? {
        let id: i64 = row.get(0)?;
        if let Some(first) = row.get::<_, Option<i64>>(3)? {
            if first != id {
                let (newest, tries, letter) = (id, 0, rows::letter_id(row, 4)?);
                state.flows.set(
                    first,
                    Flow {
                        newest,
                        tries,
                        letter,
                    },
                );
            }
            continue;
        }
        let current = Current {
            row: id,
            closed: row.get(2)?,
            ..Current::default()
        };
        state.currents.set(AccountId(row.get(1)?), Some(current));
    }
    Ok(())
}

fn letters(conn: &Connection, shared: &Shared) -> rusqlite::Result<()> {
    let mut all = conn.prepare(
        "SELECT l.id, l.account, l.challenge, l.state = 0, c.flow, c.letter
         FROM letter l LEFT JOIN challenge c ON c.id = l.challenge ORDER BY l.id",
    )?;
    let mut found = all.query([])?;
    let mut state = shared.state.write();
    let (mut first_fresh, mut last) = (None, 0);
    while let Some(row) = found.next()? {
        let letter = row.get(0)?;
        let account = AccountId(row.get(1)?);
        let challenge: Option<i64> = row.get(2)?;
        let first: Option<i64> = row.get(4)?;
        match (first, challenge) {
            (Some(first), Some(challenge)) => {
                let fresh = rows::letter_id(row, 5)? == LetterId(letter);
                of_flow(&mut state, account, first, challenge, LetterId(letter), fresh);
            }
            (None, Some(challenge)) => {
                state.flows.set_letter(account, None);
                if let Some(current) = state.currents.get(account).filter(|it| it.row == challenge) {
                    state.currents.set(account, Some(Current { letter, ..current }));
                }
            }
            (_, None) => {}
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

/// A letter of a flow. `fresh`: the first of its challenge, which its row names.
fn of_flow(state: &mut State, account: AccountId, first: i64, challenge: i64, letter: LetterId, fresh: bool) {
    if !fresh {
        let newest = state.flows.get(first).map_or(challenge, |it| it.newest);
        if newest == challenge {
            let (newest, tries) = (challenge, 0);
            state.flows.set(
                first,
                Flow {
                    newest,
                    tries,
                    letter,
                },
            );
        }
    }
    if account != AccountId::NOBODY {
        state
            .flows
            .set_letter(account, Some(FlowLetter { letter, challenge }));
    }
}

fn guesses(conn: &Connection, shared: &Shared) -> rusqlite::Result<()> {
    let mut all = conn.prepare(
        "SELECT g.challenge, g.account, g.cost, g.at, g.account_key, c.flow, c.letter
         FROM guess g LEFT JOIN challenge c ON c.id = g.challenge ORDER BY g.id",
    )?;
    let mut found = all.query([])?;
    let mut state = shared.state.write();
    while let Some(row) = found.next()? {
        let challenge: i64 = row.get(0)?;
        let account = AccountId(row.get(1)?);
        let (cost, at) = (Units(row.get(2)?), Moment(row.get(3)?));
        if cost > Units(0) {
            state.unfolded.add(LedgerKey(row.get(4)?), at, cost);
        }
        if let Some(first) = row.get::<_, Option<i64>>(5)? {
            let letter = rows::letter_id(row, 6)?;
            let newest = challenge;
            let before = state.flows.get(first).unwrap_or(Flow {
                newest,
                tries: 0,
                letter,
            });
            if before.newest == challenge {
                let tries = before.tries.saturating_add(1);
                state.flows.set(first, Flow { tries, ..before });
            }
            continue;
        }
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
