//! The checkpoint thread: copies the write-ahead log into the database beside the writer, and has it started anew
//! before it grows long. Readers look through the log, so a short one is also a fast one.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};

use parking_lot::{Condvar, Mutex};
use rusqlite::Connection;

use super::shared::Shared;

/// How often the log is looked at. At full load it grows by some 4 MiB in that time.
const EVERY: Duration = Duration::from_millis(200);

/// From so many pages (of 4 KiB) on the log is copied: 8 MiB.
const LONG: i64 = 2048;

/// A log that did not grow for this many looks is copied whatever its length, so that a quiet server starts quickly.
const QUIET: u32 = 25;

/// How long a copy waits for readers and for commands beside the server: acts wait with it. The next look tries again.
pub(crate) const BUSY_WITHIN: Duration = Duration::from_millis(10);

#[derive(Default)]
struct Signal {
    stopped: Mutex<bool>,
    bell: Condvar,
}

/// The running thread.
pub(crate) struct Checkpointer {
    signal: Arc<Signal>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// How long the log is, how much of it is in the database, and whether somebody was in the way.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Log {
    pages: i64,
    copied: i64,
    busy: bool,
}

impl Checkpointer {
    /// Starts the thread.
    pub(crate) fn start(conn: Connection, shared: Arc<Shared>) -> io::Result<Checkpointer> {
        let signal = Arc::new(Signal::default());
        let body = Body {
            conn,
            shared,
            signal: Arc::clone(&signal),
        };
        let thread = thread::Builder::new()
            .name("store-checkpoint".into())
            .spawn(move || body.serve())?;
        Ok(Checkpointer {
            signal,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Ends the thread.
    pub(crate) fn close(&self) {
        *self.signal.stopped.lock() = true;
        self.signal.bell.notify_all();
        if let Some(thread) = self.thread.lock().take() {
            let _ = thread.join();
        }
    }
}

struct Body {
    conn: Connection,
    shared: Arc<Shared>,
    signal: Arc<Signal>,
}

impl Body {
    fn serve(self) {
        let (mut last, mut quiet) = (Log::default(), 0_u32);
        while !self.stops() {
            let log = match self.checkpoint("NOOP") {
                Ok(log) => log,
                Err(error) => {
                    tracing::warn!(%error, "the write-ahead log cannot be looked at");
                    continue;
                }
            };
            quiet = if log == last { quiet.saturating_add(1) } else { 0 };
            last = log;
            let due = quiet > 0 && quiet % QUIET == 0 && log.copied < log.pages;
            if log.pages >= LONG || due {
                // A full disk fails the copy as well; the log stays, and so does everything that was answered.
                if let Err(error) = self.shorten() {
                    tracing::warn!(%error, "the write-ahead log was not copied");
                }
            }
        }
    }

    fn stops(&self) -> bool {
        let mut stopped = self.signal.stopped.lock();
        if !*stopped {
            self.signal.bell.wait_for(&mut stopped, EVERY);
        }
        *stopped
    }

    /// Copies nearly all of the log while the writer goes on, then the little that came since while it waits.
    fn shorten(&self) -> rusqlite::Result<()> {
        let log = self.checkpoint("PASSIVE")?;
        let gate = self.shared.gate.lock();
        let restarted = !self.checkpoint("RESTART")?.busy;
        drop(gate);
        tracing::trace!(pages = log.pages, restarted, "copied the write-ahead log");
        if restarted {
            self.shared.counters.checkpoints.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    fn checkpoint(&self, how: &str) -> rusqlite::Result<Log> {
        let mut statement = self
            .conn
            .prepare_cached(&format!("PRAGMA wal_checkpoint({how})"))?;
        statement.query_row([], |row| {
            Ok(Log {
                busy: row.get(0)?,
                pages: row.get(1)?,
                copied: row.get(2)?,
            })
        })
    }
}
