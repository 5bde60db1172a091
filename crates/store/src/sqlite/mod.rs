//! The embedded store: SQLite with one writer thread that commits in groups, a small pool of readers, a thread that
//! checkpoints, and exact state in memory for what only the serving process writes.
//!
//! Asks and checks load, decide and settle on the writer's thread, whose cache no commit empties. Other point look-ups
//! run on the calling thread, with some ten microseconds of work; whatever reads whole tables goes to the runtime's
//! blocking threads.

mod accounts;
mod acts;
mod api_keys;
mod changes;
mod checkpoint;
mod claims;
mod fault;
mod flows;
mod forget;
mod hits;
mod ledger;
mod lock;
mod once;
mod outbox;
mod ports;
mod purge;
mod puzzles;
mod readers;
mod reads;
mod rebuild;
mod rows;
mod schema;
mod shared;
mod sign_ins;
#[cfg(test)]
mod tests;
mod tx;
mod waiting;
mod watch;
mod work;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use recovery::moment::Moment;
use rusqlite::Connection;

use checkpoint::Checkpointer;
use fault::Fault;
use lock::DirLock;
use readers::Readers;
use shared::Shared;
use tx::Tx;
use writer::Writer;

use crate::live::Ids;

pub use schema::OpenError;
pub use shared::Stats;
pub use watch::{Ran, StatementLog, Thread};
pub use work::Work;

/// How long a server that starts waits between tries for the directory's lock, and how often: two seconds in all.
const LOCK_PAUSE: Duration = Duration::from_millis(50);
const LOCK_TRIES: u32 = 40;

/// The store in a data directory.
///
/// Whatever it has answered is on disk. Two things are softer than that, by intent: counted calls of clients are
/// written with the next commit or within a second, so that a crash may forget those of its last second (a clean stop
/// forgets none), and the leases of the outbox end with the process.
///
/// Dropping it finishes the acts that wait, writes what is to be written and ends its threads.
pub struct SqliteStore {
    dir: PathBuf,
    shared: Arc<Shared>,
    readers: Arc<Readers>,
    writer: Writer,
    checkpointer: Option<Checkpointer>,
    /// Held for as long as this process serves the directory; `None` beside the server.
    serving: Option<DirLock>,
}

impl SqliteStore {
    /// Opens the store of a data directory for the one process that serves it: takes the directory's lock, creates or
    /// migrates the database, rebuilds the state in memory and starts the threads.
    ///
    /// # Errors
    /// [`OpenError`], in words for the operator.
    pub fn open(dir: &Path, now: Moment) -> Result<SqliteStore, OpenError> {
        SqliteStore::open_with(dir, now, None)
    }

    /// As [`SqliteStore::open`], with every statement noted that serves requests. For measurements: each costs an allocation.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_watched(dir: &Path, now: Moment, log: StatementLog) -> Result<SqliteStore, OpenError> {
        SqliteStore::open_with(dir, now, Some(log))
    }

    fn open_with(dir: &Path, now: Moment, log: Option<StatementLog>) -> Result<SqliteStore, OpenError> {
        schema::check_sqlite()?;
        let lock = wait_for_lock(dir)?;
        let conn = open_database(dir, true)?;
        conn.pragma_update(None, "wal_autocheckpoint", 0)?;
        let shared = Arc::new(Shared::default());
        let ids = rebuild::rebuild(&conn, &shared, now)?;
        let checkpoints = schema::writer(dir)?;
        checkpoints.busy_timeout(checkpoint::BUSY_WITHIN)?;
        let checkpointer =
            Checkpointer::start(checkpoints, Arc::clone(&shared)).map_err(OpenError::Threads)?;
        let mut store = SqliteStore::start(dir, conn, ids, shared, log)?;
        store.checkpointer = Some(checkpointer);
        store.serving = Some(lock);
        Ok(store)
    }

    /// Opens the store of a data directory for a command that works beside a running server, or without one. It serves
    /// accounts and the operator's side of the outbox; every other act is refused. Without a server it creates or
    /// migrates the database first.
    ///
    /// # Errors
    /// [`OpenError`], in words for the operator.
    pub fn beside(dir: &Path, _now: Moment) -> Result<SqliteStore, OpenError> {
        schema::check_sqlite()?;
        let lock = take_lock(dir)?;
        let conn = open_database(dir, lock.is_some())?;
        drop(lock);
        SqliteStore::start(dir, conn, Ids::default(), Arc::default(), None)
    }

    fn start(
        dir: &Path,
        mut conn: Connection,
        ids: Ids,
        shared: Arc<Shared>,
        log: Option<StatementLog>,
    ) -> Result<SqliteStore, OpenError> {
        if let Some(log) = &log {
            log.listen(&mut conn, Thread::Writer)?;
        }
        let writer = Writer::start(conn, ids, Arc::clone(&shared)).map_err(OpenError::Threads)?;
        Ok(SqliteStore {
            dir: dir.to_owned(),
            shared,
            readers: Arc::new(Readers::new(dir, log)),
            writer,
            checkpointer: None,
            serving: None,
        })
    }

    /// Finishes the acts that wait and ends the threads, as dropping does.
    pub fn close(self) {
        drop(self);
    }

    /// What the store has done since it was opened.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.shared.counters.read()
    }

    async fn act<T, F>(&self, act: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    {
        self.writer.act(act).await
    }

    /// Refuses what only the serving process may do: its state in memory would not hear of it.
    fn must_serve(&self) -> Result<(), Fault> {
        match self.serving {
            Some(_) => Ok(()),
            None => Err(Fault::NotServing),
        }
    }

    /// Reads much, on a thread that may block.
    async fn read_long<T, F>(&self, read: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: FnOnce(&Connection, &Shared) -> Result<T, Fault> + Send + 'static,
    {
        let (readers, shared) = (Arc::clone(&self.readers), Arc::clone(&self.shared));
        let reading = tokio::task::spawn_blocking(move || readers.read(|conn| read(conn, &shared)));
        reading.await.unwrap_or(Err(Fault::Panicked))
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.writer.close();
        if let Some(checkpointer) = &self.checkpointer {
            checkpointer.close();
        }
    }
}

fn take_lock(dir: &Path) -> Result<Option<DirLock>, OpenError> {
    let taken = lock::make_dir(dir).and_then(|()| DirLock::take(dir));
    taken.map_err(|source| OpenError::Directory {
        dir: dir.to_owned(),
        source,
    })
}

/// Takes the lock, or waits a little for it: a command beside holds it while it lays the database.
fn wait_for_lock(dir: &Path) -> Result<DirLock, OpenError> {
    for _ in 0..LOCK_TRIES {
        if let Some(lock) = take_lock(dir)? {
            return Ok(lock);
        }
        thread::sleep(LOCK_PAUSE);
    }
    take_lock(dir)?.ok_or_else(|| OpenError::Locked(dir.to_owned()))
}

/// Opens the database. Who holds the directory's lock brings it up to date; who does not only looks whether it is.
fn open_database(dir: &Path, locked: bool) -> Result<Connection, OpenError> {
    let path = dir.join(schema::FILE);
    let made = lock::make_file(&path);
    made.map_err(|source| OpenError::Directory { dir: path, source })?;
    let mut conn = schema::writer(dir)?;
    if locked {
        schema::migrate(&mut conn)?;
    } else {
        schema::check(&conn)?;
    }
    Ok(conn)
}
