//! Leaves nothing of removed rows in the database's files: not in free pages, not in the log.

use rusqlite::Connection;

use recovery::ports::Broken;

use super::fault::Fault;
use super::{SqliteStore, schema};

/// How often the log is tried to be cut.
const TRIES: u32 = 3;

impl SqliteStore {
    /// Writes the database anew without what was removed, and empties the log. Takes as long as copying the file;
    /// other writers wait meanwhile, up to their own time-out.
    ///
    /// # Errors
    /// [`Broken::Store`]: the disk has no room for a second copy, a server writes without a pause, or somebody else reads the
    /// database all the time, so that the log cannot be cut. What was removed is then still in the files.
    pub async fn forget_removed(&self) -> Result<(), Broken> {
        let dir = self.dir.clone();
        let done = tokio::task::spawn_blocking(move || forget(&schema::writer(&dir)?)).await;
        let done = done.map_err(|broken| Broken::Machine(broken.to_string()))?;
        done.map_err(|why: Fault| why.into())
    }
}

fn forget(conn: &Connection) -> Result<(), Fault> {
    conn.execute_batch("VACUUM")?;
    // Until the log is copied and cut, it still has the removed rows. A reader of an older state keeps it from being cut;
    // each try waits for the connection's time-out.
    for _ in 0..TRIES {
        let busy: bool = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if !busy {
            return Ok(());
        }
    }
    Err(Fault::LogInUse)
}
