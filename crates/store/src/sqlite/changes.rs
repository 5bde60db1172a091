//! Taking a change of the password back, and the recovery that follows it.

use recovery::challenge::ChallengeId;
use recovery::disowning::{Change, LinkJudge};
use recovery::flow::FlowChecked;
use recovery::moment::Moment;
use recovery::subject::Subject;
use rusqlite::params;

use super::fault::Fault;
use super::tx::Tx;
use super::{acts, flows, ledger, reads};
use crate::live::Current;

/// The moment lies beyond the change in any case, so that the act cannot be repeated.
const DISOWN: &str = "UPDATE account
    SET password_hash = NULL, password_changed_at = max(?3, ?2 + 1), sessions_valid_after = max(?3, ?2 + 1),
        version = version + 1, disowned = 1
    WHERE id = ?1 AND password_changed_at = ?2";

/// Takes a change back. The new version ends every challenge of the old one.
pub(crate) fn disown(tx: &Tx<'_>, change: Change, at: Moment) -> Result<bool, Fault> {
    let done = tx
        .prepare(DISOWN)?
        .execute(params![change.account.0, change.at.0, at.0])?;
    Ok(done == 1)
}

/// Judges a link and its letter's code, and makes the verdict count.
pub(crate) fn check(
    tx: &mut Tx<'_>,
    id: ChallengeId,
    now: Moment,
    judge: &LinkJudge,
) -> Result<Option<(FlowChecked, Subject)>, Fault> {
    let found = reads::challenge(tx.conn(), id.row, Current::default())?;
    let Some(mut challenge) = found.filter(|it| it.id == id) else {
        return Ok(None);
    };
    let Some(account) = reads::standing_of(tx.conn(), challenge.account)? else {
        return Ok(None);
    };
    let state = match challenge.flow {
        Some(first) => Some(flows::code(tx, first)),
        None => tx.current(account.id),
    };
    challenge.tries = state.filter(|it| it.row == id.row).map_or(0, |it| it.tries);
    let flow = challenge.flow;
    let spent = ledger::spent(tx, challenge.ledger, now)?;
    let subject = Subject {
        account,
        spent,
        challenge: Some(challenge),
        letter: None,
        recent_letters: Vec::new(),
        newest_letter: None,
    };
    let judged = judge(&subject);
    let counted = match (&judged.guess, flow) {
        (None, _) => true,
        (Some(guess), Some(first)) => flows::count(tx, first, guess)?,
        (Some(guess), None) => acts::count(tx, guess)?,
    };
    let ending = if counted {
        judged.ending
    } else {
        FlowChecked::Spent
    };
    Ok(Some((ending, subject)))
}
