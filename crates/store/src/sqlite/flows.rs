//! The acts of flows. A flow's first row is found by its number; what was done in it since is in memory.

use recovery::challenge::ChallengeId;
use recovery::flow::{Beginning, FlowChecked, FlowSubject, Marks, Shown, Step};
use recovery::keys::KeyId;
use recovery::letter::LetterId;
use recovery::moment::Moment;
use recovery::once::{Began, Once};
use recovery::ports::{Beginner, FlowJudge, Guess, NewLetter, Stepper, Who};
use recovery::profile::Locale;
use recovery::subject::AccountId;
use rusqlite::params;

use super::acts::{Guessed, Queued, Written, queue_as, write_guess};
use super::fault::Fault;
use super::once;
use super::reads::{self, For};
use super::rows;
use super::shared::Change;
use super::tx::Tx;
use crate::guards::takes_guesses;
use crate::live::{Current, Flow, FlowLetter};

const BEGIN: &str = "INSERT INTO challenge
    (id, account, account_version, issued_at, expires_at, link_expires_at, key_id, rung, tail, seed, flow, letter, account_key, locale, by_back_end,
     cap_account, cap_service, mark)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";

/// The code of a flow, as a guard sees it. One that nothing was done in has its first.
pub(super) fn code(tx: &Tx<'_>, first: i64) -> Current {
    let flow = tx.flow(first);
    flow.map_or(
        Current {
            row: first,
            ..Current::default()
        },
        Flow::as_current,
    )
}

/// Begins a flow.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    who: &Who,
    now: Moment,
    beginner: &Beginner,
) -> Result<ChallengeId, Fault> {
    let (id, _) = write_first(tx, who, now, beginner)?;
    Ok(id)
}

/// Begins a flow, unless this request has begun one.
pub(crate) fn begin_once(
    tx: &mut Tx<'_>,
    who: &Who,
    now: Moment,
    once: &Once,
    beginner: &Beginner,
) -> Result<Began, Fault> {
    if let Some(before) = once::find(tx.conn(), once, now)? {
        return Ok(before);
    }
    let began = write_first(tx, who, now, beginner)?;
    once::keep(tx, once, began, now)?;
    Ok(Began::Now(began.0))
}

/// Writes the first challenge of a flow; gives its id, and the key of its code.
fn write_first(
    tx: &mut Tx<'_>,
    who: &Who,
    now: Moment,
    beginner: &Beginner,
) -> Result<(ChallengeId, KeyId), Fault> {
    let subject = reads::subject_within(tx, who, now, For::Beginning)?;
    let beginning = beginner(subject.as_ref());
    let (id, _) = write(tx, &beginning, None)?;
    Ok((id, beginning.key))
}

/// Writes a challenge of a flow and its letter; `first`: of a flow that has begun.
fn write(tx: &mut Tx<'_>, new: &Beginning, first: Option<i64>) -> Result<(ChallengeId, LetterId), Fault> {
    let row = tx.ids().row(new.at);
    let letter = tx.ids().letter();
    let account = new.account.map_or(AccountId::NOBODY, |it| it.id);
    let (rung, caps) = rows::code_columns(new.code);
    // What a flow is found by stands in its first row alone.
    let mark = new.mark.filter(|_| first.is_none());
    tx.prepare(BEGIN)?.execute(params![
        row,
        account.0,
        new.account.map_or(0, |it| it.version.0),
        new.at.0,
        new.ends.code.0,
        new.ends.link.0,
        new.key.0,
        rung,
        new.tail.cast_signed(),
        new.seed.reveal(),
        first.unwrap_or(row),
        letter.0,
        new.ledger.0,
        new.locale.as_ref().map(Locale::as_str),
        new.by_back_end,
        caps.account,
        caps.service,
        mark.map(|it| it.0),
    ])?;
    queue(tx, account, row, letter, &new.letter, new.at)?;
    let id = ChallengeId { row, tail: new.tail };
    if let Some(mark) = mark {
        tx.change(Change::Marked(mark, id));
    }
    Ok((id, letter))
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
    let Some((flow, before)) = reads::flow_within(tx, first, now, For::Asking)? else {
        return Ok(None);
    };
    let Some(step) = stepper(&flow) else {
        return Ok(None);
    };
    let challenge = &flow.challenge;
    let after = match step {
        Step::Quiet => return Ok(Some(before.shown)),
        Step::Again(letter) => {
            let id = tx.ids().letter();
            queue(tx, challenge.account, challenge.id.row, id, &letter, now)?;
            before.mailed(Some(id), now)
        }
        Step::Idle(letter) => {
            let id = tx.ids().letter();
            queue(tx, AccountId::NOBODY, challenge.id.row, id, &letter, now)?;
            before.mailed(None, now)
        }
        Step::Anew(beginning) => {
            let (id, letter) = write(tx, &beginning, Some(first.row))?;
            let replaces_code = beginning.account.is_some() || challenge.account == AccountId::NOBODY;
            before.renewed(id.row, beginning.at, letter, replaces_code)
        }
    };
    tx.change(Change::Flow(first.row, after));
    Ok(Some(after.shown))
}

/// Asks in the flow of an address, or begins it.
pub(crate) fn ask_for(
    tx: &mut Tx<'_>,
    who: &Who,
    marks: Marks,
    now: Moment,
    (beginner, stepper): (&Beginner, &Stepper),
) -> Result<(), Fault> {
    if let Some(first) = tx.marked(marks)
        && ask_again(tx, first, now, stepper)?.is_some()
    {
        return Ok(());
    }
    write_first(tx, who, now, beginner)?;
    Ok(())
}

/// Judges a code typed in the flow of an address.
pub(crate) fn check_for(
    tx: &mut Tx<'_>,
    marks: Marks,
    now: Moment,
    judge: &FlowJudge,
) -> Result<Option<(FlowChecked, FlowSubject)>, Fault> {
    match tx.marked(marks) {
        Some(first) => check(tx, first, now, judge),
        None => Ok(None),
    }
}

/// Judges a code typed in a flow, and makes the verdict count.
pub(crate) fn check(
    tx: &mut Tx<'_>,
    first: ChallengeId,
    now: Moment,
    judge: &FlowJudge,
) -> Result<Option<(FlowChecked, FlowSubject)>, Fault> {
    let Some((flow, before)) = reads::flow_within(tx, first, now, For::Judging)? else {
        return Ok(None);
    };
    let judged = judge(&flow);
    let Some(guess) = judged.guess else {
        return Ok(Some((judged.ending, flow)));
    };
    if !before.takes(&guess) {
        return Ok(Some((FlowChecked::Spent, flow)));
    }
    let guessed = Guessed {
        row: before.newest,
        account: flow.challenge.account,
        at: guess.at,
    };
    match write_guess(tx, guessed, guess.verdict, &guess.price)? {
        None => return Ok(Some((FlowChecked::Spent, flow))),
        Some(Written::Right) => {}
        Some(Written::Not(counts)) => tx.change(Change::Flow(first.row, before.guessed(counts))),
    }
    Ok(Some((judged.ending, flow)))
}

/// Makes a guess beside a link count at the code of a flow, while that takes guesses. `false`: it does not.
pub(super) fn count(tx: &mut Tx<'_>, first: i64, guess: &Guess) -> Result<bool, Fault> {
    let before = match tx.flow(first) {
        Some(flow) => flow,
        None => begun(tx, first)?,
    };
    if !takes_guesses(Some(before.as_current()), guess.challenge, guess.attempts) {
        return Ok(false);
    }
    let guessed = Guessed {
        row: before.newest,
        account: guess.account,
        at: guess.at,
    };
    match write_guess(tx, guessed, guess.verdict, &guess.price)? {
        None => return Ok(false),
        Some(Written::Right) => {}
        Some(Written::Not(counts)) => tx.change(Change::Flow(first, before.guessed(counts))),
    }
    Ok(true)
}

/// A flow that nothing was done in since it began.
fn begun(tx: &Tx<'_>, first: i64) -> Result<Flow, Fault> {
    let mut find = tx.prepare("SELECT issued_at, letter FROM challenge WHERE id = ?1")?;
    Ok(find.query_row([first], |row| {
        Ok(Flow::begun(first, Moment(row.get(0)?), LetterId(row.get(1)?)))
    })?)
}

#[cfg(test)]
#[path = "flows_tests.rs"]
mod tests;
