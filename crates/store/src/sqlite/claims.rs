//! Which letters are due. Where a letter stands is in the database alone, because operators' commands change it too;
//! who has it is in memory.
//!
//! A letter that was never tried needs no index: numbers rise, so the memory holds the last one that was looked at, and
//! those before it that nobody has taken. Only letters that are to be tried again have an index.

use std::collections::BTreeSet;

use recovery::letter::{Claimed, LetterId};
use recovery::moment::{Moment, Reading, Span};
use recovery::subject::AccountId;
use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::rows;
use super::shared::Shared;
use crate::live::{Flow, Leases};

const PUT_OFF: &str =
    "SELECT id, due_at FROM letter WHERE state = 4 AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2";

const FRESH: &str = "SELECT id, due_at FROM letter WHERE id > ?1 AND state = 0 ORDER BY id";

const STILL_FRESH: &str = "SELECT due_at FROM letter WHERE id = ?1 AND state = 0";

pub(super) const LOAD: &str = concat!(
    "SELECT l.id, l.kind, l.tag, l.queued_at, l.attempts, ",
    rows::account_columns!(),
    ", ",
    rows::challenge_columns!(),
    ", l.account, l.network, l.locale",
    " FROM letter l LEFT JOIN account a ON a.id = l.account LEFT JOIN challenge c ON c.id = l.challenge",
    " WHERE l.id = ?1"
);

/// Columns of [`LOAD`] before the account's, and before the challenge's.
const ACCOUNT_FROM: usize = 5;
const CHALLENGE_FROM: usize = ACCOUNT_FROM + rows::ACCOUNT_WIDTH;
const LETTER_ACCOUNT: usize = CHALLENGE_FROM + rows::CHALLENGE_WIDTH;

/// Which letters couriers have taken.
#[derive(Default)]
pub(crate) struct Taken {
    leases: Leases,
    /// The last fresh letter that was looked at.
    seen: LetterId,
    /// All fresh letters up to that one that nobody has: left over when a batch was full, not due yet, or left behind by
    /// a courier whose lease ran out.
    free: BTreeSet<LetterId>,
}

impl Taken {
    /// As a server starts: nobody has a letter, and no letter before this one is fresh.
    pub(crate) fn start(&mut self, first_fresh: LetterId) {
        self.seen = LetterId(first_fresh.0.saturating_sub(1));
    }

    fn take(&mut self, letter: LetterId, at: Reading, lease: Span) {
        self.leases.take(letter, at, lease);
        self.free.remove(&letter);
    }

    /// Gives a letter back.
    pub(crate) fn release(&mut self, letter: LetterId) {
        self.leases.release(letter);
        self.free.remove(&letter);
    }

    fn tidy(&mut self, at: Reading) {
        self.free.extend(self.leases.tidy(at));
    }

    /// The lowest number that a fresh letter may have.
    fn lowest(&self) -> LetterId {
        let taken = self.free.first().copied().into_iter().chain(self.leases.first());
        taken.fold(LetterId(self.seen.0.saturating_add(1)), LetterId::min)
    }
}

/// A letter that may be taken.
#[derive(Clone, Copy)]
struct Due {
    id: LetterId,
    at: Moment,
}

/// Takes letters that are due.
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
    taken.tidy(at);
    let transaction = conn.unchecked_transaction()?;
    let put_off = put_off(conn, &taken, most, at)?;
    let fresh = fresh(conn, &mut taken, most, at.now)?.due;
    let due: Vec<Due> = oldest_first(put_off, fresh).take(most).collect();
    let mut claimed = Vec::with_capacity(due.len());
    for letter in &due {
        match load(conn, shared, letter.id) {
            Ok(letter) => claimed.push(letter),
            // The others go on. It is tried again when its lease runs out, and said again.
            Err(fault) if fault.is_of_one_row() => {
                tracing::error!(%fault, letter = letter.id.0, "a letter cannot be read and was left out");
            }
            Err(fault) => return Err(fault),
        }
    }
    transaction.finish()?;
    for letter in due {
        taken.take(letter.id, at, lease);
    }
    Ok(claimed)
}

/// Letters to be tried again now, that nobody has.
fn put_off(conn: &Connection, taken: &Taken, most: usize, at: Reading) -> Result<Vec<Due>, Fault> {
    let among = most.saturating_add(taken.leases.len());
    let mut find = conn.prepare_cached(PUT_OFF)?;
    let mut found = find.query(params![at.now.0, limit(among)])?;
    let mut due = Vec::new();
    while let Some(row) = found.next()? {
        let (id, due_at) = (rows::letter_id(row, 0)?, Moment(row.get(1)?));
        if due.len() < most && taken.leases.end(id, at).is_none() {
            due.push(Due { id, at: due_at });
        }
    }
    Ok(due)
}

/// Letters that were never tried and that nobody has.
#[derive(Default)]
struct Fresh {
    /// In order of their numbers.
    due: Vec<Due>,
    /// When the first of the others is due.
    later: Option<Moment>,
}

/// Finds fresh letters. All that are looked at are kept in mind until somebody takes them.
fn fresh(conn: &Connection, taken: &mut Taken, most: usize, now: Moment) -> Result<Fresh, Fault> {
    let mut fresh = Fresh::default();
    let mut still = conn.prepare_cached(STILL_FRESH)?;
    let mut settled = Vec::new();
    for id in taken.free.iter().copied() {
        if fresh.due.len() == most {
            break;
        }
        match still.query_row([id.0], |row| row.get(0)).optional()? {
            Some(at) => fresh.add(id, Moment(at), now),
            None => settled.push(id),
        }
    }
    for id in settled {
        taken.free.remove(&id);
    }
    let mut find = conn.prepare_cached(FRESH)?;
    let mut found = find.query([taken.seen.0])?;
    while fresh.due.len() < most
        && let Some(row) = found.next()?
    {
        let id = rows::letter_id(row, 0)?;
        fresh.add(id, Moment(row.get(1)?), now);
        taken.free.insert(id);
        taken.seen = id;
    }
    Ok(fresh)
}

impl Fresh {
    fn add(&mut self, id: LetterId, at: Moment, now: Moment) {
        if at <= now {
            self.due.push(Due { id, at });
        } else {
            self.later = Some(self.later.map_or(at, |first| first.min(at)));
        }
    }
}

/// Both in order of time, as far as the clock went forward while they were queued.
fn oldest_first(put_off: Vec<Due>, fresh: Vec<Due>) -> impl Iterator<Item = Due> {
    let (mut put_off, mut fresh) = (put_off.into_iter().peekable(), fresh.into_iter().peekable());
    std::iter::from_fn(move || match (put_off.peek(), fresh.peek()) {
        (Some(again), Some(new)) if (again.at, again.id) > (new.at, new.id) => fresh.next(),
        (Some(_), _) => put_off.next(),
        (None, _) => fresh.next(),
    })
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
    taken.tidy(at);
    let fresh = fresh(conn, &mut taken, 1, at.now)?;
    let fresh = fresh.due.first().map(|it| it.at).or(fresh.later);
    let lease = taken.leases.first_end(at);
    let mut waiting = conn.prepare_cached("SELECT id, due_at FROM letter WHERE state = 4 ORDER BY due_at")?;
    let mut found = waiting.query([])?;
    let mut put_off = None;
    while let Some(row) = found.next()? {
        if taken.leases.end(rows::letter_id(row, 0)?, at).is_none() {
            put_off = Some(Moment(row.get(1)?));
            break;
        }
    }
    Ok([fresh, lease, put_off].into_iter().flatten().min())
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

fn limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}
