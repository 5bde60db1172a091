//! Opening a database: its settings, its migrations, and the refusal of what this program does not know.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// The database's name in the data directory.
pub(crate) const FILE: &str = "resetd.sqlite3";

/// 3.51.3 mends a reset of the write-ahead log that could lose a commit when two processes checkpoint at once.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long a connection waits for the write lock of another process. Commands beside the server hold it for some 50 ms.
const WRITE_LOCK_WITHIN: Duration = Duration::from_secs(5);

/// The cache of the writer, which nearly every look-up goes through: the upper pages of some millions of accounts. Four
/// times as much gained no more than runs differ by, and 25 MiB of it stayed taken when the server was idle again.
const WRITERS_CACHE_KIB: u32 = 8 * 1024;

/// Every statement stays prepared.
const STATEMENTS: usize = 128;

/// Why a store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The directory or a file in it.
    #[error(
        "cannot use the data directory {dir}: {source}; it must exist or be creatable, and belong to this user"
    )]
    Directory {
        /// Which.
        dir: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Another server runs here.
    #[error(
        "another resetd serves this directory ({0}); stop it first, or give this one a data_dir of its own"
    )]
    Locked(PathBuf),
    /// The schema is newer than this program.
    #[error(
        "the database was written by a newer resetd (schema {found}, this one knows up to {known}); \
         run that version, or restore a backup from before the upgrade"
    )]
    Newer {
        /// What the database has.
        found: i64,
        /// What this program knows.
        known: i64,
    },
    /// The schema is older than this program, and the server that runs keeps it from being migrated.
    #[error(
        "the running resetd is older than this program (schema {found}, this one needs {known}); \
         restart the server with this version first"
    )]
    Older {
        /// What the database has.
        found: i64,
        /// What this program needs.
        known: i64,
    },
    /// A migration that was changed after it ran, or failed.
    #[error("the database schema cannot be brought up to date: {0}; nothing was changed")]
    Migration(#[from] refinery::Error),
    /// The linked SQLite is too old.
    #[error("this program was built with SQLite {0}; it needs 3.51.3 or later")]
    Sqlite(&'static str),
    /// SQLite cannot open or read the database.
    #[error("cannot read the database: {0}; if the disk is sound, restore a backup")]
    Database(#[from] rusqlite::Error),
    /// The operating system refused a thread.
    #[error("cannot start the store's threads: {0}")]
    Threads(#[source] io::Error),
}

/// Refuses a SQLite without the fix we rely on.
pub(crate) fn check_sqlite() -> Result<(), OpenError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(OpenError::Sqlite(rusqlite::version()));
    }
    Ok(())
}

fn connect(dir: &Path, flags: OpenFlags, cache_kib: u32) -> Result<Connection, rusqlite::Error> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(dir.join(FILE), flags)?;
    conn.busy_timeout(WRITE_LOCK_WITHIN)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    // A plan may not depend on what is bound: else every binding near a partial index prepares the statement anew.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch(&format!(
        "PRAGMA cache_size = -{cache_kib}; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"
    ))?;
    Ok(conn)
}

/// The connection of the writer.
pub(crate) fn writer(dir: &Path) -> Result<Connection, rusqlite::Error> {
    let conn = connect(dir, OpenFlags::SQLITE_OPEN_READ_WRITE, WRITERS_CACHE_KIB)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: a commit is answered only once the log is on disk. The log is cut back when it has grown beyond 64 MiB.
    conn.execute_batch("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;")?;
    Ok(conn)
}

/// A connection that can only read.
pub(crate) fn reader(dir: &Path) -> Result<Connection, rusqlite::Error> {
    let conn = connect(dir, OpenFlags::SQLITE_OPEN_READ_WRITE, 2048)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

/// The newest schema that this program knows.
fn known() -> i64 {
    let migrations = embedded::migrations::runner();
    let versions = migrations
        .get_migrations()
        .iter()
        .map(|it| i64::from(it.version()));
    versions.max().unwrap_or(0)
}

/// The schema that a database has; 0 for none.
fn found(conn: &Connection) -> Result<i64, rusqlite::Error> {
    let history = "SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history'";
    if conn.query_row(history, [], |_| Ok(())).optional()?.is_none() {
        return Ok(0);
    }
    conn.query_row(
        "SELECT coalesce(max(version), 0) FROM refinery_schema_history",
        [],
        |row| row.get(0),
    )
}

/// Refuses a database that a newer program has migrated.
fn refuse_newer(conn: &Connection) -> Result<(), OpenError> {
    let (found, known) = (found(conn)?, known());
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    Ok(())
}

/// Brings the schema up to date. The caller holds the directory's lock.
pub(crate) fn migrate(conn: &mut Connection) -> Result<(), OpenError> {
    refuse_newer(conn)?;
    conn.set_transaction_behavior(TransactionBehavior::Immediate);
    // Grouped: a migration and the record of it are one transaction, so a kill between them cannot brick the start.
    embedded::migrations::runner().set_grouped(true).run(conn)?;
    Ok(())
}

/// Refuses a schema that is not exactly the one this program knows.
pub(crate) fn check(conn: &Connection) -> Result<(), OpenError> {
    refuse_newer(conn)?;
    let (found, known) = (found(conn)?, known());
    if found < known {
        return Err(OpenError::Older { found, known });
    }
    Ok(())
}
