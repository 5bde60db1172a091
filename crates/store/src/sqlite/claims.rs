//! Which letters are due, and whose turn it is. Where a letter stands is in the database alone, because operators' commands
//! change it too; who has it, and in which order those go that nobody has, is in memory.

use recovery::letter::{Claimed, LetterId};
use recovery::moment::{Moment, Reading, Span};
use recovery::subject::AccountId;
use rusqlite::{Connection, OptionalExtension};

use super::fault::Fault;
use super::rows;
use super::shared::Shared;
use super::waiting::{self, Taken};
use crate::live::Flow;

pub(super) const LOAD: &str = concat!(
    "SELECT l.id, l.kind, l.tag, l.queued_at, l.attempts, ",
    rows::account_columns!(),
    ", ",
    rows::challenge_columns!(),
    ", l.account, l.network, l.locale",
    " FROM letter l LEFT JOIN account a ON a.id = l.account LEFT JOIN challenge c ON c.id = l.challenge",
    " WHERE l.id = ?1"
);

/// When a letter is due that still waits.
const STILL_WAITS: &str = "SELECT due_at, state FROM letter WHERE id = ?1 AND state IN (0, 4)";

/// Columns of [`LOAD`] before the account's, and before the challenge's.
const ACCOUNT_FROM: usize = 5;
const CHALLENGE_FROM: usize = ACCOUNT_FROM + rows::ACCOUNT_WIDTH;
const LETTER_ACCOUNT: usize = CHALLENGE_FROM + rows::CHALLENGE_WIDTH;

/// Takes letters that are due, in the order of their turns.
pub(crate) fn claim(
    conn: &Connection,
    shared: &Shared,
    most: usize,
    at: Reading,
    lease: Span,
) -> Result<Vec<Claimed>, Fault> {
    // Held while rows are read: a lease is given back only after its report is committed, so a letter without a lease
    // is in this snapshot as its report has left it.
    let mut taken = shared.taken.lock();
    let transaction = conn.unchecked_transaction()?;
    waiting::look(conn, &mut taken, at)?;
    let due = first_due(conn, &mut taken, most, at.now)?.due;
    let mut claimed = Vec::with_capacity(due.len());
    for (letter, _) in &due {
        match load(conn, shared, *letter) {
            Ok(letter) => claimed.push(letter),
            // The others go on. It is tried again when its lease runs out, and said again.
            Err(fault) if fault.is_of_one_row() => {
                tracing::error!(%fault, letter = letter.0, "a letter cannot be read and was left out");
            }
            Err(fault) => return Err(fault),
        }
    }
    transaction.finish()?;
    for (letter, _) in due {
        taken.take(letter, at, lease);
    }
    Ok(claimed)
}

/// What was found among letters that nobody has.
#[derive(Default)]
struct Found {
    /// Those whose turn it is, and when they were due.
    due: Vec<(LetterId, Moment)>,
    /// When the first of the others is due.
    later: Option<Moment>,
}

/// Those whose turn comes first among letters that are due. Of others the memory forgets what they are no more.
fn first_due(conn: &Connection, taken: &mut Taken, most: usize, now: Moment) -> Result<Found, Fault> {
    let mut found = Found::default();
    let mut gone = Vec::new();
    let mut find = conn.prepare_cached(STILL_WAITS)?;
    for letter in taken.queue.in_turn() {
        if found.due.len() == most {
            break;
        }
        let read = |row: &rusqlite::Row<'_>| Ok((Moment(row.get(0)?), row.get::<_, i64>(1)?));
        match find.query_row([letter.0], read).optional()? {
            Some((at, _)) if at <= now => found.due.push((letter, at)),
            Some((at, state)) => {
                found.later = Some(found.later.map_or(at, |first| first.min(at)));
                if state != waiting::NEVER_TRIED {
                    gone.push(letter);
                }
            }
            None => gone.push(letter),
        }
    }
    for letter in gone {
        taken.queue.remove(letter);
    }
    Ok(found)
}

fn load(conn: &Connection, shared: &Shared, letter: LetterId) -> Result<Claimed, Fault> {
    let mut find = conn.prepare_cached(LOAD)?;
    let mut claimed = find.query_row([letter.0], |row| {
        Ok(Claimed {
            id: rows::letter_id(row, 0)?,
            kind: rows::kind(row, 1)?,
            tag: rows::tag(row, 2)?,
            queued_at: Moment(row.get(3)?),
            attempts: row.get(4)?,
            account: rows::account(row, ACCOUNT_FROM)?,
            challenge: rows::challenge(row, CHALLENGE_FROM)?,
            latest: false,
            network: rows::network(row, LETTER_ACCOUNT + 1)?,
            locale: row.get(LETTER_ACCOUNT + 2)?,
            nobodys: row.get::<_, i64>(LETTER_ACCOUNT)? == AccountId::NOBODY.0,
            overtaken: false,
        })
    })?;
    if let Some(challenge) = &mut claimed.challenge {
        let state = shared.state.read();
        let newest = state.newest_letter(challenge.account);
        claimed.overtaken = !claimed.nobodys && newest.is_some_and(|it| it > claimed.id);
        let current = match challenge.flow {
            Some(first) => state.flows.get(first).map(Flow::as_current),
            None => state.currents.get(challenge.account),
        };
        drop(state);
        // Rows rise. One that the memory does not know yet was committed a moment ago, and is about to be the latest.
        claimed.latest = current.is_none_or(|it| it.row <= challenge.id.row);
        if let Some(current) = current.filter(|it| it.row == challenge.id.row) {
            challenge.tries = current.tries;
        }
    }
    Ok(claimed)
}

/// When the next letter is due that nobody has, or the next lease runs out, whichever comes first.
pub(crate) fn next_due(conn: &Connection, shared: &Shared, at: Reading) -> Result<Option<Moment>, Fault> {
    let mut taken = shared.taken.lock();
    waiting::look(conn, &mut taken, at)?;
    let found = first_due(conn, &mut taken, 1, at.now)?;
    let known = found.due.first().map(|it| it.1).or(found.later);
    let lease = taken.leases.first_end(at);
    let mut waiting = conn.prepare_cached("SELECT id, due_at FROM letter WHERE state = 4 ORDER BY due_at")?;
    let mut rows = waiting.query([])?;
    let mut put_off = None;
    while let Some(row) = rows.next()? {
        if taken.leases.end(rows::letter_id(row, 0)?, at).is_none() {
            put_off = Some(Moment(row.get(1)?));
            break;
        }
    }
    Ok([known, lease, put_off].into_iter().flatten().min())
}

/// How many letters wait.
pub(crate) fn backlog(conn: &Connection, shared: &Shared) -> Result<u64, Fault> {
    let lowest = shared.taken.lock().lowest();
    let mut waiting = conn.prepare_cached(
        "SELECT (SELECT count(*) FROM letter WHERE id >= ?1 AND state = 0)
              + (SELECT count(*) FROM letter WHERE state = 4)",
    )?;
    Ok(waiting.query_row([lowest.0], |row| rows::count(row, 0))?)
}
