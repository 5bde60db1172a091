//! The courier and its workers. One turn: claim, render, deliver, record.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use recovery::keys::KeyRing;
use recovery::letter::{Claimed, LetterId, Report};
use recovery::moment::{Moment, Reading, Span};
use recovery::ports::{Broken, Chance, Clock, Outbox};
use tokio_util::sync::CancellationToken;

use crate::capture::CaptureBox;
use crate::ceiling::Ceiling;
use crate::counters::Counters;
use crate::letters::LetterSettings;
use crate::pace;
use crate::press::Press;
use crate::smtp::line::{Dialler, Line};
use crate::smtp::settings::{Deadlines, SmtpSettings};

/// How many letters a worker takes at once, at most. A crash repeats no more than these.
pub(crate) const BATCH: usize = 32;

/// For so long a worker begins with letters of its batch; the rest it gives back. So a slow server keeps nobody's
/// letter, and a lease need not outlive 32 dialogues.
pub(crate) const BATCH_BEGINS_WITHIN: Duration = Duration::from_secs(30);

/// What a lease has to spare for recording.
const LEASE_MARGIN: Duration = Duration::from_secs(15);

/// Where letters go.
#[derive(Clone, Debug)]
pub enum Transport {
    /// To a mail server.
    Smtp(Box<SmtpSettings>),
    /// Into the capture box.
    Capture(CaptureBox),
}

/// What a courier is made of.
pub struct Parts {
    /// Where letters wait.
    pub outbox: Arc<dyn Outbox>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// For jitter.
    pub chance: Arc<dyn Chance>,
    /// The keys that codes and links derive from.
    pub ring: KeyRing,
    /// What all letters have in common.
    pub letters: LetterSettings,
    /// Where letters go.
    pub transport: Transport,
    /// How many workers [`Courier::run`] starts, each with a connection of its own; at least one.
    pub workers: usize,
    /// How many letters are sent in a minute at the most, over all workers; `None`: as many as there are.
    pub letters_per_minute: Option<u32>,
}

/// How a turn ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// No letter was due.
    Idle,
    /// So many letters were handed over, and that is recorded.
    Sent(usize),
    /// Nothing was handed over. It makes no sense to try again before this.
    Later(Moment),
    /// Nothing was handed over, but so many letters were settled for good: refused, or not worth sending.
    Buried(usize),
}

/// One worker: its connection, and what it has not been able to record yet.
pub struct Worker {
    pub(crate) line: Option<Line>,
    /// When the connection was used last, by the stopwatch.
    pub(crate) used_at: Duration,
    pub(crate) reports: Vec<Report>,
    /// When reports were recorded last, by the stopwatch.
    pub(crate) recorded_at: Duration,
    /// Failures of the mail server in a row, and until when this worker therefore rests.
    pub(crate) failures: u32,
    pub(crate) rests_until: Option<Moment>,
    /// Failures of the store in a row.
    pub(crate) store_failures: u32,
    /// How many letters it claims: fewer when the server is slow.
    pub(crate) appetite: usize,
    pub(crate) stop: CancellationToken,
}

/// Takes letters out of the outbox and hands them over.
pub struct Courier {
    pub(crate) outbox: Arc<dyn Outbox>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) press: Press,
    pub(crate) road: Road,
    pub(crate) counters: Arc<Counters>,
    pub(crate) workers: usize,
    /// One worker at a time waits and claims, so that one letter does not wake all of them. It keeps when, on the
    /// stopwatch, all that was due was taken; `None` while there is more.
    pub(crate) door: tokio::sync::Mutex<Option<Duration>>,
    /// Handed over and not recorded yet: if a lease lapses meanwhile, whoever gets the letter does not send it again.
    pub(crate) unrecorded: Mutex<HashSet<LetterId>>,
    /// Each letter that is taken counts, also one that turns out to be nobody's: how soon others go must not tell.
    pub(crate) ceiling: Mutex<Ceiling>,
}

/// The transport, ready for use.
pub(crate) enum Road {
    Smtp {
        dialler: Box<Dialler>,
        deadlines: Deadlines,
    },
    Capture(CaptureBox),
}

/// The time within a turn: what it was when the turn began, and what the stopwatch has added. A clock that is set
/// in the middle of a turn changes nothing in it.
#[derive(Clone)]
pub(crate) struct Watch {
    clock: Arc<dyn Clock>,
    began: Moment,
    zero: Duration,
}

impl Watch {
    pub(crate) fn now(&self) -> Moment {
        self.began + Span::of(self.elapsed())
    }

    fn read(&self) -> Reading {
        Reading {
            now: self.now(),
            elapsed: self.clock.elapsed(),
        }
    }

    /// Since the turn began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.clock.elapsed().saturating_sub(self.zero)
    }
}

impl Courier {
    /// Puts a courier together. It does nothing yet.
    ///
    /// # Errors
    /// A template that does not compile: a fault of this program, which its tests find.
    pub fn new(parts: Parts) -> Result<Courier, Broken> {
        let press = Press::new(parts.letters, parts.ring)
            .map_err(|why| Broken::Machine(format!("a letter template does not compile: {why}")))?;
        let road = match parts.transport {
            Transport::Capture(capture) => Road::Capture(capture),
            Transport::Smtp(settings) => Road::Smtp {
                deadlines: settings.deadlines,
                dialler: Box::new(Dialler::new(*settings)),
            },
        };
        Ok(Courier {
            outbox: parts.outbox,
            clock: parts.clock,
            chance: parts.chance,
            press,
            road,
            counters: Arc::default(),
            workers: parts.workers.max(1),
            door: tokio::sync::Mutex::default(),
            unrecorded: Mutex::default(),
            ceiling: Mutex::new(Ceiling::of(parts.letters_per_minute)),
        })
    }

    /// What the courier has done so far.
    #[must_use]
    pub fn counters(&self) -> Arc<Counters> {
        Arc::clone(&self.counters)
    }

    /// A worker without a connection. Once `stop` is cancelled it begins with no further letter.
    #[must_use]
    pub fn worker(&self, stop: CancellationToken) -> Worker {
        Worker {
            line: None,
            used_at: Duration::ZERO,
            reports: Vec::new(),
            recorded_at: Duration::ZERO,
            failures: 0,
            rests_until: None,
            store_failures: 0,
            appetite: BATCH,
            stop,
        }
    }

    /// One turn of a worker: claims what is due, delivers it, records it.
    pub async fn turn(&self, worker: &mut Worker, now: Moment) -> Turn {
        let watch = self.watch(now);
        match self.claim(worker, &watch).await {
            Err(until) => Turn::Later(until),
            Ok(batch) if batch.is_empty() => Turn::Idle,
            Ok(batch) => self.carry(worker, batch, &watch).await,
        }
    }

    /// How long a claimed letter is a worker's own: longer than the last letter of a batch can take.
    #[must_use]
    pub fn lease(&self) -> Span {
        let lease = BATCH_BEGINS_WITHIN + self.longest_delivery() + LEASE_MARGIN;
        Span::of(lease)
    }

    /// The most that one letter may take, opening a connection for it included.
    pub(crate) fn longest_delivery(&self) -> Duration {
        match &self.road {
            Road::Smtp { deadlines, .. } => deadlines.delivery(),
            Road::Capture(_) => LEASE_MARGIN,
        }
    }

    pub(crate) fn watch(&self, began: Moment) -> Watch {
        Watch {
            clock: Arc::clone(&self.clock),
            began,
            zero: self.clock.elapsed(),
        }
    }

    /// Takes letters, once everything that was handed over before is recorded.
    ///
    /// # Errors
    /// The moment before which it makes no sense to try again.
    pub(crate) async fn claim(&self, worker: &mut Worker, watch: &Watch) -> Result<Vec<Claimed>, Moment> {
        let now = watch.now();
        if let Some(until) = worker.rests_until.filter(|it| now < *it) {
            return Err(until);
        }
        worker.rests_until = None;
        self.record(worker, watch).await?;
        let room = self.ceiling.lock().take(worker.appetite, self.clock.elapsed());
        let most = room.map_err(|wait| now + Span::of(wait).max(Span::millis(1)))?;
        let claimed = self.outbox.claim(most, watch.read(), self.lease()).await;
        let unused = most.saturating_sub(claimed.as_ref().map_or(0, Vec::len));
        self.ceiling.lock().give_back(unused);
        match claimed {
            Ok(batch) => {
                worker.store_failures = 0;
                Ok(batch)
            }
            Err(broken) => Err(self.store_failed(worker, watch, &broken)),
        }
    }

    /// Records what the worker has to report. What cannot be recorded now is kept for the next time: as long as the
    /// process lives, no hand-over is forgotten.
    ///
    /// # Errors
    /// The moment before which it makes no sense to try again.
    pub(crate) async fn record(&self, worker: &mut Worker, watch: &Watch) -> Result<(), Moment> {
        worker.recorded_at = self.clock.elapsed();
        if worker.reports.is_empty() {
            return Ok(());
        }
        match self.outbox.record(&worker.reports, watch.now()).await {
            Ok(()) => {
                worker.store_failures = 0;
                let mut unrecorded = self.unrecorded.lock();
                for report in worker.reports.drain(..) {
                    unrecorded.remove(&report.letter);
                }
                Ok(())
            }
            Err(broken) => Err(self.store_failed(worker, watch, &broken)),
        }
    }

    fn store_failed(&self, worker: &mut Worker, watch: &Watch, broken: &Broken) -> Moment {
        self.counters.store_failed();
        worker.store_failures = worker.store_failures.saturating_add(1);
        tracing::error!(error = %broken, "the courier cannot use the store; it will try again");
        watch.now() + pace::rest(worker.store_failures, &*self.chance)
    }
}
