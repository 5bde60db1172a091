//! A small pool of connections that can only read.

use std::path::{Path, PathBuf};

use parking_lot::Mutex;
use rusqlite::Connection;

use super::fault::Fault;
use super::schema;
use super::watch::{StatementLog, Thread};

/// So many connections are kept. More are opened while more threads read at once, and closed again.
const KEPT: usize = 4;

/// The pool.
pub(crate) struct Readers {
    dir: PathBuf,
    idle: Mutex<Vec<Connection>>,
    log: Option<StatementLog>,
}

impl Readers {
    /// A pool over the database of a directory. Connections are opened when they are first needed.
    pub(crate) fn new(dir: &Path, log: Option<StatementLog>) -> Readers {
        Readers {
            dir: dir.to_owned(),
            idle: Mutex::default(),
            log,
        }
    }

    /// Reads on the calling thread.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        let idle = self.idle.lock().pop();
        let conn = match idle {
            Some(conn) => conn,
            None => self.another()?,
        };
        let result = read(&conn);
        let mut idle = self.idle.lock();
        if idle.len() < KEPT {
            idle.push(conn);
        }
        result
    }

    fn another(&self) -> Result<Connection, Fault> {
        let mut conn = schema::reader(&self.dir)?;
        if let Some(log) = &self.log {
            log.listen(&mut conn, Thread::Reader)?;
        }
        Ok(conn)
    }
}
