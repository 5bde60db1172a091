//! What became of letters, and what operators do with them.

use recovery::challenge::{ChallengeId, Ends};
use recovery::letter::{Delivery, LetterId, LetterState, Listed, Report, Unsent};
use recovery::moment::Moment;
use recovery::subject::AccountId;
use rusqlite::{Connection, Row, params};

use super::fault::Fault;
use super::reads;
use super::rows;
use super::tx::Tx;
use crate::live::Current;

const LIST: &str = concat!(
    "SELECT l.id, l.kind, l.state, l.queued_at, l.due_at, l.attempts, l.why, ",
    rows::account_columns!(),
    ", c.id, c.tail",
    " FROM letter l LEFT JOIN account a ON a.id = l.account LEFT JOIN challenge c ON c.id = l.challenge",
    " WHERE l.id > ?1 AND (1 << l.state) & ?2 != 0 ORDER BY l.id LIMIT ?3"
);

/// Records how tries ended.
pub(crate) fn record(tx: &Tx<'_>, reports: &[Report], now: Moment) -> Result<(), Fault> {
    for report in reports {
        let letter = report.letter;
        match &report.delivery {
            Delivery::HandedOver(at) => {
                start_life(tx, letter, *at, Whose::Anybodys)?;
                settle(tx, letter, LetterState::Sent, 1, *at, None)?;
            }
            Delivery::Later { until, why } => {
                settle(tx, letter, LetterState::Waiting, 1, *until, Some(why))?;
            }
            Delivery::Refused { why } => settle(tx, letter, LetterState::Refused, 1, now, Some(why))?,
            Delivery::Unsent(reason) => {
                if *reason == Unsent::Decoy {
                    start_life(tx, letter, now, Whose::Nobodys)?;
                }
                settle(tx, letter, LetterState::Unsent, 0, now, Some((*reason).into()))?;
            }
            Delivery::GivenBack(until) => {
                tx.prepare("UPDATE letter SET state = 4, due_at = ?2 WHERE id = ?1 AND state IN (0, 4)")?
                    .execute([letter.0, until.0])?;
            }
        }
    }
    Ok(())
}

/// Moves a letter that waits. One that was put aside meanwhile stays where it is.
fn settle(
    tx: &Tx<'_>,
    letter: LetterId,
    state: LetterState,
    tried: i64,
    due: Moment,
    why: Option<&str>,
) -> Result<(), Fault> {
    tx.prepare(
        "UPDATE letter SET state = ?2, attempts = attempts + ?3, due_at = ?4, why = ?5 WHERE id = ?1 AND state IN (0, 4)",
    )?
    .execute(params![letter.0, rows::state_number(state), tried, due.0, why])?;
    Ok(())
}

/// Whose challenge a letter may start the life of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Anybodys,
    /// A letter of nobody's starts a decoy's, so that it ends as its twins do; an account's code it leaves alone.
    Nobodys,
}

/// The first hand-over of a challenge's letter starts the life of its code and link.
fn start_life(tx: &Tx<'_>, letter: LetterId, at: Moment, whose: Whose) -> Result<(), Fault> {
    let mut find = tx.prepare("SELECT challenge FROM letter WHERE id = ?1")?;
    let mut found = find.query([letter.0])?;
    let Some(row) = found.next()? else { return Ok(()) };
    let Some(id) = row.get::<_, Option<i64>>(0)? else {
        return Ok(());
    };
    let challenge = reads::challenge(tx.conn(), id, Current::default())?;
    let Some(challenge) = challenge
        .filter(|it| it.sent_at.is_none() && (whose == Whose::Anybodys || it.account == AccountId::NOBODY))
    else {
        return Ok(());
    };
    // Ends that make no sense stay as they are: they count as reached.
    let ends = challenge.ends_when_handed_over(at);
    let (code, link) = match ends {
        Some(Ends { code, link }) => (Some(code), Some(link)),
        None => (challenge.expires_at, challenge.link_expires_at),
    };
    tx.prepare(
        "UPDATE challenge SET sent_at = ?2, expires_at = ?3, link_expires_at = ?4 WHERE id = ?1 AND sent_at IS NULL",
    )?
    .execute(params![id, at.0, code.map(|it| it.0), link.map(|it| it.0)])?;
    Ok(())
}

/// Letters in these states.
pub(crate) fn list(
    conn: &Connection,
    states: &[LetterState],
    after: Option<LetterId>,
    most: usize,
) -> Result<Vec<Listed>, Fault> {
    let wanted = states.iter().fold(0, |mask, it| mask | rows::state_mask(*it));
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut all = conn.prepare_cached(LIST)?;
    let listed = all.query_map(params![after.map_or(0, |it| it.0), wanted, most], listed)?;
    Ok(listed.collect::<Result<_, _>>()?)
}

/// Columns of [`LIST`] before the account's.
const ACCOUNT_FROM: usize = 7;

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let challenge: Option<i64> = row.get(ACCOUNT_FROM + rows::ACCOUNT_WIDTH)?;
    let tail: Option<i64> = row.get(ACCOUNT_FROM + rows::ACCOUNT_WIDTH + 1)?;
    Ok(Listed {
        id: rows::letter_id(row, 0)?,
        kind: rows::kind(row, 1)?,
        state: rows::state(row, 2)?,
        queued_at: Moment(row.get(3)?),
        due_at: Moment(row.get(4)?),
        attempts: row.get(5)?,
        why: row.get(6)?,
        account: rows::account(row, ACCOUNT_FROM)?,
        challenge: challenge.zip(tail).map(|(row, tail)| ChallengeId {
            row,
            tail: tail.cast_unsigned(),
        }),
    })
}

/// Makes a refused or waiting letter due now.
pub(crate) fn retry(tx: &mut Tx<'_>, letter: LetterId, now: Moment) -> Result<bool, Fault> {
    let changed = tx
        .prepare("UPDATE letter SET state = 4, due_at = ?2 WHERE id = ?1 AND state IN (0, 2, 4)")?
        .execute([letter.0, now.0])?;
    if changed > 0 {
        tx.change(super::shared::Change::Queued(None));
    }
    Ok(changed > 0)
}

/// Puts a letter aside that has not been sent. One that lies aside already stays there, with its reason.
pub(crate) fn drop_letter(tx: &Tx<'_>, letter: LetterId, now: Moment) -> Result<bool, Fault> {
    let reason: &str = Unsent::Dropped.into();
    tx.prepare("UPDATE letter SET state = 3, due_at = ?2, why = ?3 WHERE id = ?1 AND state IN (0, 2, 4)")?
        .execute(params![letter.0, now.0, reason])?;
    let mut aside = tx.prepare("SELECT 1 FROM letter WHERE id = ?1 AND state = 3")?;
    Ok(aside.exists([letter.0])?)
}
