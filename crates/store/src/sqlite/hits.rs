//! Counted calls of clients on their way to the journal: written with the next commit, or within a second.

use std::mem;

use recovery::limits::{ClientKey, Doing, Visit};
use recovery::moment::Moment;
use rusqlite::{Connection, params};

use super::rows::doing_number;

/// The most that wait while the disk takes none: memory has an end. Beyond that the journal, not the count, forgets some.
const MOST: usize = 100_000;

/// So many rows back a call is looked for that was taken back: it was written moments ago.
const RECENT: i64 = 1024;

const FORGET: &str = "DELETE FROM client_hit WHERE id = (
    SELECT id FROM client_hit
    WHERE id > (SELECT max(id) FROM client_hit) - ?4 AND doing = ?1 AND at = ?2 AND client = ?3
    ORDER BY id DESC LIMIT 1)";

/// One call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    client: ClientKey,
    doing: Doing,
    at: Moment,
    /// Whether it has been taken back, so that its row is to go.
    withdrawn: bool,
}

impl Hit {
    fn of(visit: &Visit) -> Hit {
        Hit {
            client: visit.client.today,
            doing: visit.doing,
            at: visit.at,
            withdrawn: false,
        }
    }

    fn write(&self, conn: &Connection) -> rusqlite::Result<()> {
        let doing = doing_number(self.doing);
        if self.withdrawn {
            conn.prepare_cached(FORGET)?
                .execute(params![doing, self.at.0, self.client.0, RECENT])?;
        } else {
            conn.prepare_cached("INSERT INTO client_hit (doing, at, client) VALUES (?1, ?2, ?3)")?
                .execute(params![doing, self.at.0, self.client.0])?;
        }
        Ok(())
    }
}

/// Calls that wait to be written, in order.
#[derive(Default)]
pub(crate) struct Hits(Vec<Hit>);

impl Hits {
    /// A call was counted.
    pub(crate) fn add(&mut self, visit: &Visit) {
        self.push(Hit::of(visit));
    }

    /// A call was taken back: it is not written, or goes from the journal again.
    pub(crate) fn withdraw(&mut self, visit: &Visit) {
        let hit = Hit::of(visit);
        match self.0.iter().rposition(|it| *it == hit) {
            Some(at) => drop(self.0.remove(at)),
            None => self.push(Hit {
                withdrawn: true,
                ..hit
            }),
        }
    }

    fn push(&mut self, hit: Hit) {
        if self.0.len() < MOST {
            self.0.push(hit);
        }
    }

    /// Takes all that wait.
    pub(crate) fn take(&mut self) -> Vec<Hit> {
        mem::take(&mut self.0)
    }

    /// Puts those back that could not be written, before those that came since.
    pub(crate) fn keep(&mut self, unwritten: Vec<Hit>) {
        let newer = mem::replace(&mut self.0, unwritten);
        let room = MOST.saturating_sub(self.0.len());
        self.0.extend(newer.into_iter().take(room));
    }
}

/// Writes calls into the journal.
pub(crate) fn write(conn: &Connection, hits: &[Hit]) -> rusqlite::Result<()> {
    hits.iter().try_for_each(|hit| hit.write(conn))
}
