//! The loop: workers that wait for letters, take turns, and go home when the house closes.

use std::sync::Arc;
use std::time::Duration;

use recovery::letter::Claimed;
use recovery::moment::{Moment, Span};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::courier::{Courier, Turn, Watch, Worker};

/// The outbox is looked at this often, whatever hints come or are lost.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// After so many looks the worker claims without having seen anything due: the claim is the truth.
const LOOKS: u32 = 10;

/// While letters come in one by one, they gather for this long before the next are taken: each claim and each record
/// costs as much for one letter as for many. The first after a pause goes at once.
const GATHER_FOR: Duration = Duration::from_millis(100);

/// A connection that is not used for this long is closed, before the server does it.
const IDLE_LINE: Duration = Duration::from_secs(30);

/// No sleep is longer than this: the wall clock may be set meanwhile.
const LONGEST_SLEEP: Span = Span::seconds(30);

/// How often a closing worker tries to record what it handed over, and how long it waits for each answer.
const LAST_RECORDS: u32 = 10;
const LAST_RECORD_WITHIN: Duration = Duration::from_secs(5);

impl Courier {
    /// Runs until `stop` is cancelled and every worker has recorded what it handed over.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        let mut workers = JoinSet::new();
        for _ in 0..self.workers {
            workers.spawn(Arc::clone(&self).work(stop.clone()));
        }
        while let Some(ended) = workers.join_next().await {
            if let Err(why) = ended {
                tracing::error!(error = %why, "a worker of the courier broke down; another takes its place");
                // Its unrecorded letters are nobody's now. Sent twice is better than never.
                self.unrecorded.lock().clear();
                sleep(LOOK_EVERY).await;
                workers.spawn(Arc::clone(&self).work(stop.clone()));
            }
        }
    }

    async fn work(self: Arc<Self>, stop: CancellationToken) {
        let mut worker = self.worker(stop);
        while let Some((batch, watch)) = self.next_batch(&mut worker).await {
            if let Turn::Later(until) = self.carry(&mut worker, batch, &watch).await {
                self.pause(&mut worker, until).await;
            }
        }
        self.close(worker).await;
    }

    /// Waits for letters and takes them; `None` when the house closes.
    async fn next_batch(&self, worker: &mut Worker) -> Option<(Vec<Claimed>, Watch)> {
        while !worker.stop.is_cancelled() {
            // Another worker may stand at the door for long, and a hand-over that is not on record starts no life.
            let watch = self.watch(self.clock.now());
            if let Err(until) = self.record(worker, &watch).await {
                self.pause(worker, until).await;
                continue;
            }
            let idle = self.idle_left(worker);
            let stop = worker.stop.clone();
            let mut door = tokio::select! {
                biased;
                () = stop.cancelled() => return None,
                door = self.door.lock() => door,
                () = sleep(idle), if worker.line.is_some() => {
                    self.hang_up(worker).await;
                    continue;
                }
            };
            let gathering =
                door.map(|last| GATHER_FOR.saturating_sub(self.clock.elapsed().saturating_sub(last)));
            if let Some(rest) = gathering.filter(|it| !it.is_zero()) {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => return None,
                    () = sleep(rest) => {}
                }
            }
            let watch = self.watch(self.clock.now());
            match self.claim(worker, &watch).await {
                Ok(batch) if batch.is_empty() => self.wait_for_letters(worker).await,
                Ok(batch) => {
                    let all = batch.len() < worker.appetite;
                    *door = all.then(|| self.clock.elapsed());
                    return Some((batch, watch));
                }
                Err(until) => {
                    drop(door);
                    self.pause(worker, until).await;
                }
            }
        }
        None
    }

    /// Waits until a letter may be due.
    async fn wait_for_letters(&self, worker: &mut Worker) {
        for _ in 0..LOOKS {
            let at = self.clock.read();
            let due = match self.outbox.next_due(at).await {
                Ok(due) => due.map_or(LONGEST_SLEEP, |it| it - at.now),
                Err(_) => LONGEST_SLEEP,
            };
            let look_again = due.as_std().min(LOOK_EVERY);
            let idle = self.idle_left(worker);
            let stop = worker.stop.clone();
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = self.outbox.stirred() => return,
                () = sleep(look_again) => if look_again < LOOK_EVERY { return },
                () = sleep(idle), if worker.line.is_some() => self.hang_up(worker).await,
            }
        }
    }

    /// Sleeps until a moment, or until the house closes.
    async fn pause(&self, worker: &mut Worker, until: Moment) {
        let left = (until - self.clock.now()).min(LONGEST_SLEEP).as_std();
        if left > self.idle_left(worker) {
            self.hang_up(worker).await;
        }
        tokio::select! {
            () = worker.stop.cancelled() => {}
            () = sleep(left) => {}
        }
    }

    fn idle_left(&self, worker: &Worker) -> Duration {
        let idle = self.clock.elapsed().saturating_sub(worker.used_at);
        IDLE_LINE.saturating_sub(idle)
    }

    async fn hang_up(&self, worker: &mut Worker) {
        if let Some(line) = worker.line.take() {
            line.hang_up().await;
        }
    }

    /// Records what the worker still has to report, and takes leave of the mail server.
    pub async fn close(&self, mut worker: Worker) {
        self.hang_up(&mut worker).await;
        let watch = self.watch(self.clock.now());
        for _ in 0..LAST_RECORDS {
            match timeout(LAST_RECORD_WITHIN, self.record(&mut worker, &watch)).await {
                Ok(Ok(())) => return,
                Ok(Err(until)) => sleep((until - watch.now()).as_std()).await,
                Err(_) => {}
            }
        }
        tracing::error!(
            letters = worker.reports.len(),
            "the store would not record how letters ended; some may be sent again"
        );
    }
}
