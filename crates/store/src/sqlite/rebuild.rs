//! Building the state in memory from the rows that are its journal, at start.

use std::collections::HashMap;

use recovery::challenge::ChallengeId;
use recovery::flow::AddressMark;
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::{LetterId, LetterMark};
use recovery::limits::ClientKey;
use recovery::moment::Moment;
use recovery::subject::AccountId;
use rusqlite::{Connection, OptionalExtension};

use super::ledger::{self, Kind};
use super::rows;
use super::shared::{Shared, State};
use crate::guards::Counts;
use crate::live::{Current, Flow, FlowLetter, Ids, JOURNAL, Link};

/// Where the highest number that was ever given to a letter is kept once its letter has gone.
pub(crate) const LETTERS_GIVEN: &str = "letters_given";

/// Reads the journal.
pub(crate) fn rebuild(conn: &Connection, shared: &Shared, now: Moment) -> rusqlite::Result<Ids> {
    let begun = challenges(conn, shared)?;
    letters(conn, shared, &begun)?;
    ledger::rebuild(conn, shared)?;
    guesses(conn, shared, &begun)?;
    clients(conn, shared, now)?;
    ids(conn)
}

/// Flows as they began, by the rows of their first challenges, and whether the code of each is an account's. Those that
/// nothing was done in are in no other memory.
type Begun = HashMap<i64, (Flow, bool)>;

fn flow_of(state: &State, begun: &Begun, first: i64) -> Option<Flow> {
    let touched = state.flows.get(first);
    touched.or_else(|| begun.get(&first).map(|(flow, _)| *flow))
}

fn challenges(conn: &Connection, shared: &Shared) -> rusqlite::Result<Begun> {
    let mut begun = Begun::new();
    let mut all = conn.prepare(
        "SELECT id, account, closed_at IS NOT NULL, flow, letter, issued_at, tail, mark FROM challenge ORDER BY id",
    )?;
    let mut found = all.query([])?;
    let mut state = shared.state.write();
    // In rising order: the latest stays.
    while let Some(row) = found.next()? {
        let id: i64 = row.get(0)?;
        if let Some(mark) = row.get::<_, Option<[u8; 16]>>(7)? {
            let tail = row.get::<_, i64>(6)?.cast_unsigned();
            state
                .flows
                .set_marked(AddressMark(mark), ChallengeId { row: id, tail });
        }
        if let Some(first) = row.get::<_, Option<i64>>(3)? {
            let (letter, at) = (rows::letter_id(row, 4)?, Moment(row.get(5)?));
            let somebodys = AccountId(row.get(1)?) != AccountId::NOBODY;
            let before = flow_of(&state, &begun, first).filter(|_| first != id);
            let known = begun
                .entry(first)
                .or_insert((Flow::begun(id, at, letter), somebodys));
            if let Some(before) = before {
                let replaces_code = somebodys || !known.1;
                known.1 |= somebodys;
                state
                    .flows
                    .set(first, before.renewed(id, at, letter, replaces_code));
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
    Ok(begun)
}

fn letters(conn: &Connection, shared: &Shared, begun: &Begun) -> rusqlite::Result<()> {
    let mut all = conn.prepare(
        "SELECT l.id, l.account, l.challenge, l.state = 0, c.flow, c.letter, l.queued_at, l.client, l.previous
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
                let of = OfFlow {
                    first,
                    challenge,
                    account,
                    letter: LetterId(letter),
                    at: Moment(row.get(6)?),
                };
                // The first of its challenge came with it.
                if rows::letter_id(row, 5)? != of.letter {
                    of.mailed(&mut state, begun);
                }
                if account != AccountId::NOBODY {
                    let last = FlowLetter {
                        letter: of.letter,
                        challenge,
                    };
                    state.flows.set_letter(account, Some(last));
                }
            }
            (None, Some(challenge)) => {
                state.flows.set_letter(account, None);
                if let Some(current) = state.currents.get(account).filter(|it| it.row == challenge) {
                    state.currents.set(account, Some(Current { letter, ..current }));
                }
            }
            (_, None) => {}
        }
        if challenge.is_some() && account != AccountId::NOBODY {
            let mark = LetterMark {
                at: Moment(row.get(6)?),
                client: rows::client(row, 7)?,
            };
            let previous = row.get::<_, Option<i64>>(8)?.map(LetterId);
            state.hour.add(LetterId(letter), &Link { mark, previous });
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

/// A letter of a flow.
struct OfFlow {
    first: i64,
    challenge: i64,
    account: AccountId,
    letter: LetterId,
    at: Moment,
}

impl OfFlow {
    /// One that was queued later than its challenge.
    fn mailed(&self, state: &mut State, begun: &Begun) {
        // Of a challenge that the flow has left behind, nothing is asked any more.
        let Some(before) = flow_of(state, begun, self.first).filter(|it| self.challenge >= it.code) else {
            return;
        };
        let nobodys = begun.get(&self.first).is_some_and(|(_, somebodys)| !somebodys);
        let of_code = self.challenge == before.code && (nobodys || self.account != AccountId::NOBODY);
        let after = before.mailed(of_code.then_some(self.letter), before.asked_at.max(self.at));
        state.flows.set(self.first, after);
    }
}

fn guesses(conn: &Connection, shared: &Shared, begun: &Begun) -> rusqlite::Result<()> {
    let mut all = conn.prepare(
        "SELECT g.challenge, g.account, g.cost, g.at, g.account_key, g.kind, c.flow
         FROM guess g LEFT JOIN challenge c ON c.id = g.challenge ORDER BY g.id",
    )?;
    let mut found = all.query([])?;
    let mut state = shared.state.write();
    while let Some(row) = found.next()? {
        let challenge: i64 = row.get(0)?;
        let (cost, at) = (Units(row.get(2)?), Moment(row.get(3)?));
        let ledger = LedgerKey(row.get(4)?);
        let counts = match Kind::of(row.get(5)?) {
            Kind::Guess(counts) => counts,
            Kind::Success => {
                let entry = state.ledger.entry(ledger).succeeded();
                state.ledger.set(ledger, entry);
                continue;
            }
        };
        if counts == Counts::OneTry {
            let entry = state.ledger.entry(ledger).wrong(cost);
            state.ledger.set(ledger, entry);
            state.ledger.charge(at, cost);
        }
        let guessed = Guessed { challenge, counts };
        match row.get::<_, Option<i64>>(6)? {
            Some(first) => guessed.in_flow(&mut state, begun, first),
            None => guessed.at_own(&mut state, AccountId(row.get(1)?)),
        }
    }
    Ok(())
}

/// A guess that was not right.
struct Guessed {
    challenge: i64,
    counts: Counts,
}

impl Guessed {
    fn in_flow(&self, state: &mut State, begun: &Begun, first: i64) {
        let Some(before) = flow_of(state, begun, first) else {
            return;
        };
        let counts = match self.challenge >= before.code {
            true => self.counts,
            false => Counts::Nothing,
        };
        let mut after = before.guessed(counts);
        // Of what was shown before its newest challenge nothing is shown any more.
        if self.challenge != before.newest {
            after.shown = before.shown;
        }
        state.flows.set(first, after);
    }

    fn at_own(&self, state: &mut State, account: AccountId) {
        if let Some(current) = state.currents.get(account).filter(|it| it.row == self.challenge) {
            let tries = self.counts.on(current.tries);
            state.currents.set(account, Some(Current { tries, ..current }));
        }
    }
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
