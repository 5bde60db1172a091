//! The acts of flows. A flow's first row is found by its number; what was done in it since is in memory.

use recovery::address::EmailKey;
use recovery::challenge::ChallengeId;
use recovery::flow::{Beginning, FlowChecked, FlowSubject, Shown, Step};
use recovery::letter::LetterId;
use recovery::moment::Moment;
use recovery::ports::{Beginner, FlowJudge, Guess, NewLetter, Stepper};
use recovery::subject::AccountId;
use rusqlite::params;

use super::acts::{Queued, queue_as, write_verdict};
use super::fault::Fault;
use super::reads::{self, For};
use super::shared::Change;
use super::tx::Tx;
use crate::guards::takes_guesses;
use crate::live::{Flow, FlowLetter};

const BEGIN: &str = "INSERT INTO challenge
    (id, account, account_version, issued_at, expires_at, link_expires_at, key_id, rung, tail, seed, flow, letter, account_key)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

/// What was done in a flow. `row` is its only challenge if nothing was.
pub(super) fn state(tx: &Tx<'_>, first: i64, row: i64) -> Flow {
    tx.flow(first).unwrap_or(Flow {
        newest: row,
        tries: 0,
        letter: LetterId(0),
    })
}

/// Begins a flow.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    who: &EmailKey,
    now: Moment,
    beginner: &Beginner,
) -> Result<ChallengeId, Fault> {
    let subject = reads::subject_within(tx, who, now, For::Asking)?;
    let beginning = beginner(subject.as_ref());
    let (id, _) = write(tx, &beginning, None)?;
    Ok(id)
}

/// Writes a challenge of a flow and its letter; `first`: of a flow that has begun.
fn write(tx: &mut Tx<'_>, new: &Beginning, first: Option<i64>) -> Result<(ChallengeId, LetterId), Fault> {
    let row = tx.ids().row(new.at);
    let letter = tx.ids().letter();
    let account = new.account.map_or(AccountId::NOBODY, |it| it.id);
    tx.prepare(BEGIN)?.execute(params![
        row,
        account.0,
        new.account.map_or(0, |it| it.version.0),
        new.at.0,
        new.ends.code.0,
        new.ends.link.0,
        new.key.0,
        new.rung.to_string(),
        new.tail.cast_signed(),
        new.seed.reveal(),
        first.unwrap_or(row),
        letter.0,
        new.ledger.0,
    ])?;
    queue(tx, account, row, letter, &new.letter, new.at)?;
    Ok((ChallengeId { row, tail: new.tail }, letter))
}

fn queue(
    tx: &mut Tx<'_>,
    account: AccountId,
    row: i64,
    id: LetterId,
    letter: &NewLetter,
    at: Moment,
) -> Result<(), Fault> {
    let previous = tx.newest_letter(account);
    queue_as(tx, id, &Queued::reset(account, row, previous, letter), at)?;
    if account != AccountId::NOBODY {
        let last = FlowLetter {
            letter: id,
            challenge: row,
        };
        tx.change(Change::FlowLetter(account, Some(last)));
    }
    Ok(())
}

/// Asks again in a flow.
pub(crate) fn ask_again(
    tx: &mut Tx<'_>,
    first: ChallengeId,
    now: Moment,
    stepper: &Stepper,
) -> Result<Option<Shown>, Fault> {
    let Some(flow) = reads::flow_within(tx, first, now, For::Asking)? else {
        return Ok(None);
    };
    let Some(step) = stepper(&flow) else {
        return Ok(None);
    };
    let challenge = &flow.challenge;
    Ok(Some(match step {
        Step::Quiet => Shown::of(challenge),
        Step::Again(letter) => {
            let id = tx.ids().letter();
            queue(tx, challenge.account, challenge.id.row, id, &letter, now)?;
            let done = Flow {
                newest: challenge.id.row,
                tries: challenge.tries,
                letter: id,
            };
            tx.change(Change::Flow(first.row, done));
            Shown::of(challenge)
        }
        Step::Anew(beginning) => {
            let (id, letter) = write(tx, &beginning, Some(first.row))?;
            let done = Flow {
                newest: id.row,
                tries: 0,
                letter,
            };
            tx.change(Change::Flow(first.row, done));
            Shown {
                since: beginning.at,
                wrong: 0,
            }
        }
    }))
}

/// Judges a code typed in a flow, and makes the verdict count.
pub(crate) fn check(
    tx: &mut Tx<'_>,
    first: ChallengeId,
    now: Moment,
    judge: &FlowJudge,
) -> Result<Option<(FlowChecked, FlowSubject)>, Fault> {
    let Some(flow) = reads::flow_within(tx, first, now, For::Judging)? else {
        return Ok(None);
    };
    let judged = judge(&flow);
    let Some(guess) = judged.guess else {
        return Ok(Some((judged.ending, flow)));
    };
    let counted = count(tx, first.row, &guess)?;
    let ending = if counted {
        judged.ending
    } else {
        FlowChecked::Spent
    };
    Ok(Some((ending, flow)))
}

/// Makes a guess count at the newest challenge of a flow, while that takes guesses. `false`: it does not.
pub(super) fn count(tx: &mut Tx<'_>, first: i64, guess: &Guess) -> Result<bool, Fault> {
    let row = guess.challenge.row;
    let before = state(tx, first, row);
    if !takes_guesses(Some(before.as_current()), guess.challenge, guess.attempts) {
        return Ok(false);
    }
    if write_verdict(tx, guess)? {
        let tries = before.tries.saturating_add(1);
        let letter = match before.letter {
            LetterId(0) => letter_of(tx, row)?,
            known => known,
        };
        let counted = Flow {
            tries,
            letter,
            ..before
        };
        tx.change(Change::Flow(first, counted));
    }
    Ok(true)
}

/// The first letter of a challenge, for a flow that nothing was done in yet.
fn letter_of(tx: &Tx<'_>, row: i64) -> Result<LetterId, Fault> {
    let mut find = tx.prepare("SELECT letter FROM challenge WHERE id = ?1")?;
    Ok(LetterId(find.query_row([row], |row| row.get(0))?))
}
