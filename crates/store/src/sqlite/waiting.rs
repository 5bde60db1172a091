//! Finding letters that wait and that nobody has, so that each gets its turn.
//!
//! A letter that was never tried needs no index: numbers rise, so the memory holds the last one that was looked at. Only
//! letters that are to be tried again have an index, by time.

use std::time::Duration;

use recovery::letter::{LetterId, LetterKind};
use recovery::moment::{Moment, Reading, Span};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::fault::Fault;
use super::rows;
use crate::live::{Leases, Queue, Waiting};

/// The state of a letter that was never tried.
pub(super) const NEVER_TRIED: i64 = 0;

const FRESH: &str = "SELECT id, due_at, state, kind, client FROM letter WHERE id >= ?1 AND id < ?2 AND state = 0 ORDER BY id LIMIT ?3";

const PUT_OFF: &str = "SELECT id, due_at FROM letter
    WHERE state = 4 AND due_at >= ?1 AND due_at <= ?2 ORDER BY due_at, id LIMIT ?3";

const ONE: &str = "SELECT id, due_at, state, kind, client FROM letter WHERE id = ?1 AND state IN (0, 4)";

/// So many rows are looked at in one go, which takes some twenty milliseconds: the others wait for the next go, in which they
/// come first.
const LOOK: i64 = 16_384;

/// If fewer letters are to be tried again, all of them are looked at each time.
const FEW: i64 = 256;

/// Of more, those that came to lie before the last one that was looked at (an operator hurried them, a clock was set) are found
/// within this time.
const ALL_AGAIN_EVERY: Duration = Duration::from_secs(5);

/// Which letters couriers have taken, and which wait.
#[derive(Default)]
pub(crate) struct Taken {
    pub(super) leases: Leases,
    /// Letters that nobody has.
    pub(super) queue: Queue,
    /// The last fresh letter that was looked at.
    seen: LetterId,
    /// Numbers to be looked through once more, from the first to before the second, since there was no room for all of them.
    behind: Option<(LetterId, LetterId)>,
    /// Where to go on among many that are to be tried again.
    put_off: Option<Moment>,
    /// When these were looked at from the first on, by the stopwatch.
    all_at: Duration,
}

impl Taken {
    /// As a server starts: nobody has a letter, and no letter before this one is fresh.
    pub(crate) fn start(&mut self, first_fresh: LetterId) {
        self.seen = before(first_fresh);
    }

    pub(super) fn take(&mut self, letter: LetterId, at: Reading, lease: Span) {
        self.leases.take(letter, at, lease);
        self.queue.remove(letter);
    }

    /// Gives a letter back.
    pub(crate) fn release(&mut self, letter: LetterId) {
        self.leases.release(letter);
        self.queue.remove(letter);
    }

    /// The lowest number that a fresh letter may have.
    pub(super) fn lowest(&self) -> LetterId {
        let taken = self.queue.lowest().into_iter().chain(self.leases.first());
        let known = taken.chain(self.behind.map(|it| it.0));
        known.fold(after(self.seen), LetterId::min)
    }

    fn is_known(&self, letter: LetterId, at: Reading) -> bool {
        self.queue.has(letter) || self.leases.end(letter, at).is_some()
    }
}

fn before(letter: LetterId) -> LetterId {
    LetterId(letter.0.saturating_sub(1))
}

fn after(letter: LetterId) -> LetterId {
    LetterId(letter.0.saturating_add(1))
}

/// Gives a turn to letters that nobody has and that were not known to wait.
pub(super) fn look(conn: &Connection, taken: &mut Taken, at: Reading) -> Result<(), Fault> {
    for letter in taken.leases.tidy(at) {
        again(conn, taken, letter)?;
    }
    put_off(conn, taken, at)?;
    if let Some(last) = fresh(conn, taken, (after(taken.seen), LetterId(i64::MAX)), at)? {
        taken.seen = last;
    }
    if taken.behind.is_none()
        && let Some(first) = taken.queue.take_left_out()
    {
        taken.behind = Some((first, after(taken.seen)));
    }
    if let Some((first, end)) = taken.behind {
        let last = fresh(conn, taken, (first, end), at)?;
        taken.behind = last.map(|it| (after(it), end));
    }
    Ok(())
}

/// A letter that was taken before.
fn again(conn: &Connection, taken: &mut Taken, letter: LetterId) -> Result<(), Fault> {
    let mut find = conn.prepare_cached(ONE)?;
    if let Some(found) = find.query_row([letter.0], waiting).optional()? {
        taken.queue.add(
            letter,
            &Waiting {
                again: true,
                ..found.1
            },
        );
    }
    Ok(())
}

/// Letters to be tried again now.
fn put_off(conn: &Connection, taken: &mut Taken, at: Reading) -> Result<(), Fault> {
    let few = put_off_from(conn, taken, Moment(i64::MIN), FEW, at)?;
    let Some(last) = few else {
        taken.put_off = None;
        return Ok(());
    };
    if at.elapsed.saturating_sub(taken.all_at) >= ALL_AGAIN_EVERY {
        taken.all_at = at.elapsed;
        taken.put_off = None;
    }
    let from = taken.put_off.map_or(last, |it| it.max(last));
    let end = put_off_from(conn, taken, from, LOOK, at)?;
    // Those of one millisecond are looked at again, in case there are more of them.
    taken.put_off = Some(end.unwrap_or(at.now));
    Ok(())
}

/// Looks at so many; `None`: these were all.
fn put_off_from(
    conn: &Connection,
    taken: &mut Taken,
    from: Moment,
    most: i64,
    at: Reading,
) -> Result<Option<Moment>, Fault> {
    let mut find = conn.prepare_cached(PUT_OFF)?;
    let mut found = find.query(params![from.0, at.now.0, most])?;
    let (mut count, mut last) = (0, from);
    while let Some(row) = found.next()? {
        let letter = rows::letter_id(row, 0)?;
        last = Moment(row.get(1)?);
        count += 1;
        if !taken.is_known(letter, at) {
            again(conn, taken, letter)?;
        }
    }
    Ok((count == most).then_some(last))
}

/// Letters that were never tried, from the first of these numbers to before the second. Gives back the last one that was looked
/// at; `None`: there are none left.
fn fresh(
    conn: &Connection,
    taken: &mut Taken,
    (first, end): (LetterId, LetterId),
    at: Reading,
) -> Result<Option<LetterId>, Fault> {
    let mut find = conn.prepare_cached(FRESH)?;
    let mut found = find.query(params![first.0, end.0, LOOK])?;
    let mut last = None;
    while let Some(row) = found.next()? {
        let (letter, waiting) = waiting(row)?;
        if !taken.is_known(letter, at) {
            taken.queue.add(letter, &waiting);
        }
        last = Some(letter);
    }
    Ok(last)
}

/// What a row says. One that makes no sense has its turn all the same, and is told of then.
fn waiting(row: &Row<'_>) -> rusqlite::Result<(LetterId, Waiting)> {
    let waiting = Waiting {
        at: Moment(row.get(1)?),
        client: rows::client(row, 4).ok().flatten(),
        notice: rows::kind(row, 3).is_ok_and(|it| matches!(it, LetterKind::Changed)),
        again: row.get::<_, i64>(2)? != NEVER_TRIED,
    };
    Ok((rows::letter_id(row, 0)?, waiting))
}
