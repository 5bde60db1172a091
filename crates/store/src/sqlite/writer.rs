//! The writer: one thread owns the connection that writes. It takes every act that waits, runs them in one transaction,
//! commits once, and only then answers them all. It never lingers: while one group is on its way to the disk, the next
//! one gathers.
//!
//! Savepoints cost a tenth of the thread's time (each act copies the pages that all of them append to), and acts do not
//! fail but for a broken row, a bug or a broken disk. So a group runs without; if an act fails, nothing of the group is
//! kept, and it runs again with each act in a savepoint of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::oneshot;

use super::fault::Fault;
use super::hits::{self, Hit};
use super::shared::{Change, Shared, State};
use super::tx::{Overlay, Tx};
use crate::live::Ids;

/// The most acts in one commit. It bounds how long a caller waits for those of others.
const GROUP: usize = 1024;

/// More acts than this do not wait; a few seconds of a slow disk.
const WAITING: usize = 16_384;

/// Counted calls are written with the next act's commit, or after this long. A crash may forget those of this time.
const HITS_WITHIN: Duration = Duration::from_secs(1);

/// While nobody asks for anything, one of so many tries to write counted calls is logged if it fails: one a minute.
const LOGGED_TRIES: u32 = 60;

/// An act that waits, with whom to answer.
trait Work: Send {
    /// Runs the act, perhaps a second time when the first was rolled back. It keeps its result until it is answered.
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Fault>;
    /// Tells the caller: the result, or why there is none.
    fn answer(self: Box<Self>, fault: Option<Fault>);
}

struct Task<T, F> {
    act: F,
    result: Option<T>,
    caller: oneshot::Sender<Result<T, Fault>>,
}

impl<T, F> Work for Task<T, F>
where
    T: Send,
    F: Fn(&mut Tx<'_>) -> Result<T, Fault> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), Fault> {
        self.result = None;
        self.result = Some((self.act)(tx)?);
        Ok(())
    }

    fn answer(self: Box<Self>, fault: Option<Fault>) {
        let answer = match (fault, self.result) {
            (Some(fault), _) => Err(fault),
            (None, Some(result)) => Ok(result),
            (None, None) => Err(Fault::Panicked),
        };
        // A caller that has gone away does not want to know.
        let _ = self.caller.send(answer);
    }
}

/// The way to the writer's thread.
pub(crate) struct Writer {
    inbox: Mutex<Option<Sender<Box<dyn Work>>>>,
    waiting: Arc<AtomicUsize>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(conn: Connection, ids: Ids, shared: Arc<Shared>) -> io::Result<Writer> {
        let (inbox, acts) = channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let body = Body {
            conn,
            ids,
            shared,
            acts,
            waiting: Arc::clone(&waiting),
            changes: Vec::new(),
            overlay: Overlay::default(),
            failed_alone: 0,
        };
        let thread = thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || body.serve())?;
        Ok(Writer {
            inbox: Mutex::new(Some(inbox)),
            waiting,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Has an act carried out. Answers once it is on disk.
    pub(crate) async fn act<T, F>(&self, act: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T, Fault> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let work = Box::new(Task {
            act,
            result: None,
            caller,
        });
        self.send(work)?;
        answer.await.unwrap_or(Err(Fault::Closed))
    }

    fn send(&self, work: Box<dyn Work>) -> Result<(), Fault> {
        let inbox = self.inbox.lock();
        let inbox = inbox.as_ref().ok_or(Fault::Closed)?;
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= WAITING {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(Fault::Crowded);
        }
        inbox.send(work).map_err(|_| Fault::Closed)
    }

    /// Takes no more acts, finishes those that wait, and returns when the thread has ended.
    pub(crate) fn close(&self) {
        drop(self.inbox.lock().take());
        if let Some(thread) = self.thread.lock().take() {
            // It catches panics itself; there is nothing to learn from one here.
            let _ = thread.join();
        }
    }
}

/// Whether an act that fails takes its group with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Savepoints {
    None,
    ByAct,
}

/// What the thread owns.
struct Body {
    conn: Connection,
    ids: Ids,
    shared: Arc<Shared>,
    acts: Receiver<Box<dyn Work>>,
    waiting: Arc<AtomicUsize>,
    /// What the group has changed so far, in order.
    changes: Vec<Change>,
    /// The latest challenges as the group sees them.
    overlay: Overlay,
    /// How often in a row counted calls could not be written that no act was written with.
    failed_alone: u32,
}

impl Body {
    fn serve(mut self) {
        let mut group = Vec::new();
        loop {
            match self.acts.recv_timeout(HITS_WITHIN) {
                Ok(work) => group.push(work),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            while group.len() < GROUP {
                let Ok(work) = self.acts.try_recv() else { break };
                group.push(work);
            }
            self.commit(&mut group);
        }
        self.commit(&mut group);
    }

    /// Writes a group and answers it.
    fn commit(&mut self, group: &mut Vec<Box<dyn Work>>) {
        let hits = self.shared.hits.lock().take();
        if group.is_empty() && hits.is_empty() {
            return;
        }
        self.waiting.fetch_sub(group.len(), Ordering::Relaxed);
        let mut faults = Vec::with_capacity(group.len());
        let written = self.write(group, &hits, &mut faults);
        let failed = written.as_ref().err().cloned();
        match written {
            Ok(()) => {
                self.failed_alone = 0;
                self.publish();
            }
            Err(fault) => {
                // The cause may pass (a full disk, another process's lock): the next group tries anew.
                if !self.conn.is_autocommit() {
                    let _ = self.conn.execute_batch("ROLLBACK");
                }
                self.tell(&fault, group.len());
                self.shared.hits.lock().keep(hits);
            }
        }
        self.changes.clear();
        self.overlay.clear();
        let counters = &self.shared.counters;
        counters.acts.fetch_add(count(group.len()), Ordering::Relaxed);
        let mut own = faults.into_iter();
        for work in group.drain(..) {
            let fault = failed.clone().or_else(|| own.next().flatten());
            if fault.is_some() {
                counters.failures.fetch_add(1, Ordering::Relaxed);
            }
            work.answer(fault);
        }
    }

    /// Logs a failure: each that a caller hears of, and of the others, which come every second, the first and then one a
    /// minute.
    fn tell(&mut self, fault: &Fault, acts: usize) {
        if acts == 0 {
            self.failed_alone = self.failed_alone.saturating_add(1);
            if self.failed_alone % LOGGED_TRIES != 1 {
                return;
            }
        }
        tracing::error!(%fault, acts, "a group of acts was not written");
    }

    fn write(
        &mut self,
        group: &mut [Box<dyn Work>],
        hits: &[Hit],
        faults: &mut Vec<Option<Fault>>,
    ) -> Result<(), Fault> {
        let shared = Arc::clone(&self.shared);
        let _gate = shared.gate.lock();
        if self.attempt(group, hits, Savepoints::None, faults)? {
            return Ok(());
        }
        faults.clear();
        self.attempt(group, hits, Savepoints::ByAct, faults)?;
        Ok(())
    }

    /// Runs and commits a group. `Ok(false)`: an act failed that had no savepoint, so nothing was kept. `Err(_)`: the
    /// transaction itself failed.
    fn attempt(
        &mut self,
        group: &mut [Box<dyn Work>],
        hits: &[Hit],
        savepoints: Savepoints,
        faults: &mut Vec<Option<Fault>>,
    ) -> Result<bool, Fault> {
        self.conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let before = self.conn.total_changes();
        let shared = Arc::clone(&self.shared);
        let state = shared.state.read();
        for work in group {
            let fault = match savepoints {
                Savepoints::None => self.run(&mut **work, &state),
                Savepoints::ByAct => self.run_in_savepoint(&mut **work, &state)?,
            };
            // Some errors (a full disk among them) roll the whole transaction back by themselves.
            if let Some(fault) = &fault
                && self.conn.is_autocommit()
            {
                return Err(fault.clone());
            }
            if fault.is_some() && savepoints == Savepoints::None {
                self.conn.execute_batch("ROLLBACK")?;
                self.changes.clear();
                self.overlay.clear();
                return Ok(false);
            }
            faults.push(fault);
        }
        drop(state);
        hits::write(&self.conn, hits)?;
        let wrote = self.conn.total_changes() != before;
        self.conn.prepare_cached("COMMIT")?.execute([])?;
        if wrote {
            shared.counters.commits.fetch_add(1, Ordering::Relaxed);
        }
        Ok(true)
    }

    /// Runs one act, and takes in what it has changed; or tells why it failed.
    fn run(&mut self, work: &mut dyn Work, state: &State) -> Option<Fault> {
        let mut tx = Tx::new(&self.conn, state, &self.overlay, &mut self.ids);
        let ended = catch_unwind(AssertUnwindSafe(|| work.run(&mut tx)));
        let changes = tx.into_changes();
        match ended {
            Ok(Ok(())) => {
                self.overlay.take_in(&changes);
                self.changes.extend(changes);
                None
            }
            Ok(Err(fault)) => Some(fault),
            Err(_) => Some(Fault::Panicked),
        }
    }

    /// Runs one act so that it alone is undone if it fails.
    fn run_in_savepoint(&mut self, work: &mut dyn Work, state: &State) -> Result<Option<Fault>, Fault> {
        self.conn.prepare_cached("SAVEPOINT act")?.execute([])?;
        let fault = self.run(work, state);
        match &fault {
            None => {
                self.conn.prepare_cached("RELEASE act")?.execute([])?;
            }
            Some(fault) if !self.conn.is_autocommit() => {
                self.conn.execute_batch("ROLLBACK TO act; RELEASE act")?;
                tracing::error!(%fault, "an act was not carried out");
            }
            Some(_) => {}
        }
        Ok(fault)
    }

    /// Shows what has been committed to everybody.
    fn publish(&mut self) {
        if self.changes.is_empty() {
            return;
        }
        let mut state = self.shared.state.write();
        let mut queued = false;
        for change in &self.changes {
            queued |= state.apply(change);
        }
        drop(state);
        if queued {
            self.shared.stirred.notify_waiters();
            self.shared.stirred.notify_one();
        }
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
