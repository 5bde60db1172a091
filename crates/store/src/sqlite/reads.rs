//! Point look-ups of the desk: an account with its latest challenge, in one snapshot.

use recovery::challenge::{Challenge, ChallengeId};
use recovery::flow::FlowSubject;
use recovery::ledger::Spent;
use recovery::letter::{LetterId, LetterMark, LetterState};
use recovery::limits::WINDOW;
use recovery::moment::Moment;
use recovery::ports::Who;
use recovery::profile::Locale;
use recovery::subject::{AccountId, LastLetter, Standing, Subject};
use rusqlite::{Connection, OptionalExtension, Row};

use super::fault::Fault;
use super::ledger;
use super::rows;
use super::shared::Shared;
use super::tx::Tx;
use crate::live::{Current, Flow, MOST_MARKS};

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
const FLOW: &str = concat!(
    "SELECT ",
    rows::challenge_columns!(),
    ", c.letter, c.locale, c.by_back_end FROM challenge c WHERE c.id = ?1"
);
pub(super) const LETTER: &str = "SELECT id, queued_at, state, client, previous FROM letter WHERE id = ?1";

/// The memory may be newer than the snapshot that was just opened, so a row that it names may be missing from it; a new
/// snapshot has it. A row that is missing from that one too has been purged, and the memory is about to hear of it.
const ROUNDS: usize = 3;

/// In an hour that the memory does not hold so many letters are looked up for a flow at least, so that as many statements
/// are run where there are none: those under the default `limits.account.letters_per_hour`, the one before them, and the
/// last of the flow.
pub(super) const LOOK_UPS: usize = 7;

/// What a subject is for.
#[derive(Clone, Copy)]
pub(crate) enum For {
    /// Planning an ask: with its letters.
    Asking,
    /// Beginning a flow: with its letters, and without its own challenge, which no flow goes by.
    Beginning,
    /// Judging a code: without.
    Judging,
}

/// Finds an account by its address, with its latest challenge, beside the writer.
pub(crate) fn subject(
    conn: &Connection,
    shared: &Shared,
    who: &Who,
    now: Moment,
) -> Result<Option<Subject>, Fault> {
    let mut found = None;
    let spent = ledger::spent_beside(conn, shared, who.ledger, now)?;
    for _ in 0..ROUNDS {
        let mut find = conn.prepare_cached(BY_KEY)?;
        // The statement stays open until the last row is read: all of them are read in its snapshot.
        let mut rows = find.query([who.key.as_str()])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let account = rows::standing(row)?;
        let (current, newest) = {
            let state = shared.state.read();
            let current = state.currents.get(account.id);
            (current, state.newest_letter(account.id))
        };
        let letters = letters(conn, current.and_then(Current::last_letter), newest, now, 0)?;
        let subject = with_challenge(conn, (account, spent), current, newest, letters)?;
        if subject.is_some() {
            return Ok(subject);
        }
        found = Some(alone(account, spent));
    }
    // Whatever is planned on this is guarded by what the memory says, so it is planned anew if need be.
    Ok(found)
}

/// Finds an account by its address, with its latest challenge, within an act: nothing can change meanwhile.
pub(crate) fn subject_within(
    tx: &Tx<'_>,
    who: &Who,
    now: Moment,
    purpose: For,
) -> Result<Option<Subject>, Fault> {
    let mut find = tx.prepare(BY_KEY)?;
    let mut rows = find.query([who.key.as_str()])?;
    let Some(row) = rows.next()? else {
        if matches!(purpose, For::Beginning) {
            letters_within(tx, None, None, now, LOOK_UPS)?;
        }
        return Ok(None);
    };
    let account = rows::standing(row)?;
    let (current, newest) = (tx.current(account.id), tx.newest_letter(account.id));
    let (last, latest) = match purpose {
        For::Asking | For::Judging => (current.and_then(Current::last_letter), current),
        For::Beginning => (None, None),
    };
    let letters = match purpose {
        For::Asking => letters_within(tx, last, newest, now, 0)?,
        For::Beginning => letters_within(tx, last, newest, now, LOOK_UPS)?,
        For::Judging => Some(Letters::default()),
    };
    let newest = newest.filter(|_| !matches!(purpose, For::Judging));
    let spent = ledger::spent(tx, who.ledger, now)?;
    let subject = with_challenge(tx.conn(), (account, spent), latest, newest, letters)?;
    // A row that is missing was removed by another process, and its account with it.
    Ok(Some(subject.unwrap_or_else(|| alone(account, spent))))
}

/// Finds a flow by its first challenge, within an act.
pub(crate) fn flow_within(
    tx: &Tx<'_>,
    first: ChallengeId,
    now: Moment,
    purpose: For,
) -> Result<Option<(FlowSubject, Flow)>, Fault> {
    let mut find = tx.prepare(FLOW)?;
    let Some(FlowRow {
        challenge: began,
        letter,
        ..
    }) = flow_row(&mut find, first.row)?
    else {
        return Ok(None);
    };
    if began.id != first || began.flow != Some(first.row) {
        return Ok(None);
    }
    let flow = tx
        .flow(first.row)
        .unwrap_or_else(|| Flow::begun(first.row, began.issued_at, letter));
    // Read even if it is the same row: in a flow that was renewed for nobody it need not be.
    let Some(FlowRow {
        mut challenge,
        locale,
        by_back_end,
        ..
    }) = flow_row(&mut find, flow.code)?
    else {
        return Ok(None);
    };
    challenge.tries = flow.tries;
    let mut by_id = tx.prepare(BY_ID)?;
    let mut owner = by_id.query([challenge.account.0])?;
    let account = owner.next()?.map(rows::standing).transpose()?;
    let letters = match purpose {
        For::Asking => {
            let newest = account.and_then(|it| tx.newest_letter(it.id));
            letters_within(tx, Some(flow.letter), newest, now, LOOK_UPS)?.unwrap_or_default()
        }
        For::Beginning | For::Judging => Letters::default(),
    };
    let spent = ledger::spent(tx, challenge.ledger, now)?;
    let subject = FlowSubject {
        account,
        began: began.issued_at,
        shown: flow.shown,
        asked_at: flow.asked_at,
        challenge,
        locale,
        by_back_end,
        spent,
        letter: letters.last,
        recent_letters: letters.recent,
    };
    Ok(Some((subject, flow)))
}

/// A challenge of a flow.
struct FlowRow {
    challenge: Challenge,
    /// Its first letter.
    letter: LetterId,
    locale: Option<Locale>,
    by_back_end: bool,
}

/// Reads a challenge of a flow; `None`: no such row, or none of a flow.
fn flow_row(find: &mut rusqlite::CachedStatement<'_>, row: i64) -> Result<Option<FlowRow>, Fault> {
    let mut found = find.query([row])?;
    let Some(row) = found.next()? else { return Ok(None) };
    let Some(challenge) = rows::challenge(row, 0)?.filter(|it| it.flow.is_some()) else {
        return Ok(None);
    };
    Ok(Some(FlowRow {
        challenge,
        letter: rows::letter_id(row, rows::CHALLENGE_WIDTH)?,
        locale: row
            .get::<_, Option<String>>(rows::CHALLENGE_WIDTH + 1)?
            .and_then(|it| Locale::read(&it)),
        by_back_end: row.get(rows::CHALLENGE_WIDTH + 2)?,
    }))
}

/// The subject with its latest challenge; `None`: a row is not in this snapshot, as it is not where letters are missing.
fn with_challenge(
    conn: &Connection,
    (account, spent): (Standing, Spent),
    current: Option<Current>,
    newest_letter: Option<LetterId>,
    letters: Option<Letters>,
) -> Result<Option<Subject>, Fault> {
    let latest = match current {
        Some(current) => match challenge(conn, current.row, current)? {
            Some(challenge) => Some(challenge),
            None => return Ok(None),
        },
        None => None,
    };
    Ok(letters.map(|letters| Subject {
        account,
        challenge: latest,
        spent,
        letter: letters.last,
        newest_letter,
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
    let mut letters = letters(conn, last, last, now, 0)?.unwrap_or_default();
    // Tries and the last letter are kept for the latest challenge alone: nothing depends on those of older ones.
    match latest.filter(|it| it.row == id.row) {
        Some(current) => challenge.tries = current.tries,
        None => letters.last = None,
    }
    let spent = ledger::spent_beside(conn, shared, challenge.ledger, now)?;
    Ok(Some(Subject {
        account,
        challenge: Some(challenge),
        spent,
        letter: letters.last,
        newest_letter: last,
        recent_letters: letters.recent,
    }))
}

/// How an account stands.
pub(crate) fn standing_of(conn: &Connection, account: AccountId) -> Result<Option<Standing>, Fault> {
    let mut find = conn.prepare_cached(BY_ID)?;
    Ok(find.query_row([account.0], rows::standing).optional()?)
}

/// Whether an account is not disabled and of this version, so that a letter may be queued for it or a wrong guess counted:
/// for a guard that does not write to it.
pub(crate) fn is_unchanged(conn: &Connection, account: i64, version: i64) -> Result<bool, Fault> {
    let mut find =
        conn.prepare_cached("SELECT 1 FROM account WHERE id = ?1 AND version = ?2 AND status IN (0, 2, 4)")?;
    Ok(find.exists([account, version])?)
}

/// As [`is_unchanged`], of one that takes a password, so that a right guess may pass.
pub(crate) fn opens(conn: &Connection, account: i64, version: i64) -> Result<bool, Fault> {
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

fn alone(account: Standing, spent: Spent) -> Subject {
    Subject {
        account,
        challenge: None,
        spent,
        letter: None,
        newest_letter: None,
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

/// As [`letters`], within an act: those of the last hour are in memory as a rule, and then no row of theirs is read, whether
/// there are some or none.
fn letters_within(
    tx: &Tx<'_>,
    last: Option<LetterId>,
    newest: Option<LetterId>,
    now: Moment,
    least: usize,
) -> Result<Option<Letters>, Fault> {
    let Some(recent) = tx.marks(newest, now) else {
        return letters(tx.conn(), last, newest, now, least);
    };
    let Some(last) = last else {
        return Ok(Some(Letters { last: None, recent }));
    };
    let found = link(&mut tx.prepare(LETTER)?, last)?;
    Ok(found.map(|it| Letters {
        last: Some(it.last),
        recent,
    }))
}

/// The last letter of a challenge, and all of the account's last hour: from the newest on, each names the one before.
/// `None`: a row is not in this snapshot. No fewer look-ups than `least` are made, the last ones for nothing.
fn letters(
    conn: &Connection,
    last: Option<LetterId>,
    newest: Option<LetterId>,
    now: Moment,
    least: usize,
) -> Result<Option<Letters>, Fault> {
    if last.is_none() && newest.is_none() && least == 0 {
        return Ok(Some(Letters::default()));
    }
    let mut find = conn.prepare_cached(LETTER)?;
    let mut made = 0;
    let mut link = |id: LetterId| {
        made += 1;
        link(&mut find, id)
    };
    let mut read = |id: Option<LetterId>| id.map(&mut link).transpose();
    let shown = match read(last)? {
        Some(None) => return Ok(None),
        found => found.flatten().map(|it| it.last),
    };
    let head = match read(newest)? {
        Some(None) => return Ok(None),
        found => found.flatten(),
    };
    let (mut marks, mut next) = (Vec::new(), head);
    while let Some(link_) = next.take() {
        if now - link_.mark.at >= WINDOW || marks.len() == MOST_MARKS {
            break;
        }
        marks.push(link_.mark);
        if let Some(previous) = link_.previous {
            next = link(previous)?;
        }
    }
    while made < least {
        made += 1;
        super::reads::link(&mut find, LetterId(0))?;
    }
    Ok(Some(Letters {
        last: shown,
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
