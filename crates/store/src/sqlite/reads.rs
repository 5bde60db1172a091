//! Point look-ups of the desk: an account with its latest challenge, in one snapshot.

use recovery::address::EmailKey;
use recovery::challenge::{Challenge, ChallengeId};
use recovery::letter::{LetterId, LetterMark, LetterState};
use recovery::limits::WINDOW;
use recovery::moment::Moment;
use recovery::subject::{LastLetter, Standing, Subject};
use rusqlite::{Connection, Row};

use super::fault::Fault;
use super::rows;
use super::shared::Shared;
use super::tx::Tx;
use crate::live::Current;

pub(super) const BY_KEY: &str = concat!(
    "SELECT ",
    rows::standing_columns!(),
    " FROM account a WHERE a.email_key = ?1"
);
const BY_ID: &str = concat!(
    "SELECT ",
    rows::standing_columns!(),
    " FROM account a WHERE a.id = ?1"
);
const CHALLENGE: &str = concat!(
    "SELECT ",
    rows::challenge_columns!(),
    " FROM challenge c WHERE c.id = ?1"
);
const LETTER: &str = "SELECT id, queued_at, state, client, previous FROM letter WHERE id = ?1";

/// The memory may be newer than the snapshot that was just opened, so a row that it names may be missing from it; a new
/// snapshot has it. A row that is missing from that one too has been purged, and the memory is about to hear of it.
const ROUNDS: usize = 3;

/// No limit on letters is higher. It bounds the work for an account that is asked for all the time without limits.
const MOST_MARKS: usize = 256;

/// What a subject is for.
#[derive(Clone, Copy)]
pub(crate) enum For {
    /// Planning an ask: with its letters.
    Asking,
    /// Judging a code: without.
    Judging,
}

/// Finds an account by its address, with its latest challenge, beside the writer.
pub(crate) fn subject(
    conn: &Connection,
    shared: &Shared,
    who: &EmailKey,
    now: Moment,
) -> Result<Option<Subject>, Fault> {
    let mut found = None;
    for _ in 0..ROUNDS {
        let mut find = conn.prepare_cached(BY_KEY)?;
        // The statement stays open until the last row is read: all of them are read in its snapshot.
        let mut rows = find.query([who.as_str()])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let account = rows::standing(row)?;
        let current = shared.state.read().currents.get(account.id);
        let subject = match current {
            Some(current) => with_challenge(conn, account, current, now, For::Asking)?,
            None => Some(alone(account)),
        };
        if subject.is_some() {
            return Ok(subject);
        }
        found = Some(alone(account));
    }
    // Whatever is planned on this is guarded by what the memory says, so it is planned anew if need be.
    Ok(found)
}

/// Finds an account by its address, with its latest challenge, within an act: nothing can change meanwhile.
pub(crate) fn subject_within(
    tx: &Tx<'_>,
    who: &EmailKey,
    now: Moment,
    purpose: For,
) -> Result<Option<Subject>, Fault> {
    let mut find = tx.prepare(BY_KEY)?;
    let mut rows = find.query([who.as_str()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let account = rows::standing(row)?;
    match tx.current(account.id) {
        // A row that is missing was removed by another process, and its account with it.
        Some(current) => Ok(Some(
            with_challenge(tx.conn(), account, current, now, purpose)?.unwrap_or_else(|| alone(account)),
        )),
        None => Ok(Some(alone(account))),
    }
}

/// The subject with its latest challenge; `None`: a row is not in this snapshot.
fn with_challenge(
    conn: &Connection,
    account: Standing,
    current: Current,
    now: Moment,
    purpose: For,
) -> Result<Option<Subject>, Fault> {
    let Some(challenge) = challenge(conn, current.row, current)? else {
        return Ok(None);
    };
    let letters = match purpose {
        For::Asking => letters(conn, current.last_letter(), now)?,
        For::Judging => Some(Letters::default()),
    };
    Ok(letters.map(|letters| Subject {
        account,
        challenge: Some(challenge),
        letter: letters.last,
        recent_letters: letters.recent,
    }))
}

/// Finds a challenge by its id, with its account.
pub(crate) fn subject_of(
    conn: &Connection,
    shared: &Shared,
    id: ChallengeId,
    now: Moment,
) -> Result<Option<Subject>, Fault> {
    let mut find = conn.prepare_cached(CHALLENGE)?;
    let mut found = find.query([id.row])?;
    let Some(row) = found.next()? else { return Ok(None) };
    let Some(mut challenge) = rows::challenge(row, 0)?.filter(|it| it.id == id) else {
        return Ok(None);
    };
    let mut by_id = conn.prepare_cached(BY_ID)?;
    let mut owner = by_id.query([challenge.account.0])?;
    let Some(row) = owner.next()? else { return Ok(None) };
    let account = rows::standing(row)?;
    let latest = shared.state.read().currents.get(account.id);
    let last = latest.and_then(Current::last_letter);
    let mut letters = letters(conn, last, now)?.unwrap_or_default();
    // Tries and the last letter are kept for the latest challenge alone: nothing depends on those of older ones.
    match latest.filter(|it| it.row == id.row) {
        Some(current) => challenge.tries = current.tries,
        None => letters.last = None,
    }
    Ok(Some(Subject {
        account,
        challenge: Some(challenge),
        letter: letters.last,
        recent_letters: letters.recent,
    }))
}

/// Whether an account is active and of this version: for a guard that does not write to it.
pub(crate) fn is_unchanged(conn: &Connection, account: i64, version: i64) -> Result<bool, Fault> {
    let mut find =
        conn.prepare_cached("SELECT 1 FROM account WHERE id = ?1 AND version = ?2 AND status = 0")?;
    Ok(find.exists([account, version])?)
}

/// Loads a challenge with its tries.
pub(crate) fn challenge(conn: &Connection, row: i64, current: Current) -> Result<Option<Challenge>, Fault> {
    let mut find = conn.prepare_cached(CHALLENGE)?;
    let mut found = find.query([row])?;
    let Some(row) = found.next()? else { return Ok(None) };
    let mut challenge = rows::challenge(row, 0)?;
    if let Some(challenge) = &mut challenge
        && challenge.id.row == current.row
    {
        challenge.tries = current.tries;
    }
    Ok(challenge)
}

fn alone(account: Standing) -> Subject {
    Subject {
        account,
        challenge: None,
        letter: None,
        recent_letters: Vec::new(),
    }
}

/// An account's reset letters.
#[derive(Default)]
struct Letters {
    last: Option<LastLetter>,
    recent: Vec<LetterMark>,
}

struct Link {
    last: LastLetter,
    mark: LetterMark,
    previous: Option<LetterId>,
}

/// The last letter, and those of the hour before it: each names the one before. `None`: the row is not in this
/// snapshot.
fn letters(conn: &Connection, last: Option<LetterId>, now: Moment) -> Result<Option<Letters>, Fault> {
    let Some(last) = last else {
        return Ok(Some(Letters::default()));
    };
    let mut find = conn.prepare_cached(LETTER)?;
    let Some(newest) = link(&mut find, last)? else {
        return Ok(None);
    };
    let shown = newest.last;
    let (mut marks, mut next) = (Vec::new(), Some(newest));
    while let Some(link_) = next.take() {
        if now - link_.mark.at >= WINDOW || marks.len() == MOST_MARKS {
            break;
        }
        marks.push(link_.mark);
        if let Some(previous) = link_.previous {
            next = link(&mut find, previous)?;
        }
    }
    Ok(Some(Letters {
        last: Some(shown),
        recent: marks,
    }))
}

fn link(find: &mut rusqlite::CachedStatement<'_>, id: LetterId) -> Result<Option<Link>, Fault> {
    let mut found = find.query([id.0])?;
    match found.next()? {
        Some(row) => Ok(Some(read_link(row)?)),
        None => Ok(None),
    }
}

fn read_link(row: &Row<'_>) -> rusqlite::Result<Link> {
    let queued_at = Moment(row.get(1)?);
    Ok(Link {
        last: LastLetter {
            id: rows::letter_id(row, 0)?,
            queued_at,
            waiting: rows::state(row, 2)? == LetterState::Waiting,
        },
        mark: LetterMark {
            at: queued_at,
            client: rows::client(row, 3)?,
        },
        previous: row.get::<_, Option<i64>>(4)?.map(LetterId),
    })
}
