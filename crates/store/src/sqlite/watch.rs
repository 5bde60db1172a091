//! What the database was asked to do, statement by statement: for measurements that compare the work of two requests.
//!
//! SQLite tells of each statement itself, and only on connections that were opened to be watched. A store that nobody
//! watches has no hook, and pays nothing.

use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

/// Whose connection ran a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thread {
    /// The one that writes.
    Writer,
    /// One of those that can only read.
    Reader,
}

/// A statement that ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Where.
    pub by: Thread,
    /// Its text, with the marks of what is bound and not the values: it names no account and holds no secret.
    pub sql: String,
}

/// Statements in the order in which they began, since somebody last took them. The checkpointer's are not among them, nor
/// are those of triggers, which belong to the statement that set them off.
#[derive(Clone, Debug, Default)]
pub struct StatementLog(Arc<Mutex<Vec<Ran>>>);

impl StatementLog {
    /// Takes what ran since the last time. A call of the store that has been answered is whole in it: its commit comes before
    /// its answer.
    #[must_use]
    pub fn take(&self) -> Vec<Ran> {
        std::mem::take(&mut *self.0.lock())
    }

    pub(crate) fn listen(&self, conn: &mut Connection, by: Thread) -> rusqlite::Result<()> {
        let log = self.clone();
        let hear = move |event: TraceEvent<'_>| {
            if let TraceEvent::Stmt(_, sql) = event
                && !sql.starts_with("--")
            {
                let sql = sql.to_owned();
                log.0.lock().push(Ran { by, sql });
            }
        };
        conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(hear))
    }
}
