//! Load: many connections that call as fast as they are answered (closed loop), or at a given rate whatever the
//! answers do (open loop, where a call that waits for its connection has begun when it was due).

use std::cell::RefCell;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;
use std::sync::{Arc, Barrier};
use std::time::Duration;

use hdrhistogram::Histogram;
use tokio::task::LocalSet;

use super::calls::{Call, Whom};
use super::wire::Connection;
use crate::Outcome;
use crate::clock::elapsed;

/// Threads that make load. Two keep two cores of servers busy; more would only take from them.
const THREADS: usize = 2;

/// The longest latency the histogram tells apart, in microseconds.
const LONGEST: u64 = 60_000_000;

/// Whom to call about, call after call.
pub trait Script: Send + Sync {
    /// Whom the next call is about, and its code; `None` when there is nothing left to do.
    fn next(&self) -> Option<(Whom, &str)>;

    /// Hears the body of a right answer.
    fn hear(&self, _body: &[u8]) {}
}

/// How load went.
#[derive(Clone, Debug)]
pub struct Load {
    /// Calls that were answered as they must be.
    pub right: u64,
    /// Calls that were not.
    pub wrong: u64,
    /// The first of those, in words.
    pub first_wrong: Option<String>,
    /// From the first call to the last answer.
    pub took: Duration,
    /// Of right answers, in microseconds.
    pub latency: Histogram<u64>,
}

impl Load {
    fn none() -> Outcome<Load> {
        let latency = Histogram::new_with_bounds(1, LONGEST, 3)?;
        Ok(Load {
            right: 0,
            wrong: 0,
            first_wrong: None,
            took: Duration::ZERO,
            latency,
        })
    }

    /// Right answers per second.
    pub fn rate(&self) -> f64 {
        let seconds = self.took.as_secs_f64();
        if seconds > 0.0 {
            self.right_f64() / seconds
        } else {
            0.0
        }
    }

    /// Right answers, for arithmetic.
    pub fn right_f64(&self) -> f64 {
        // Far below 2^52, where this would begin to round.
        f64::from(u32::try_from(self.right).unwrap_or(u32::MAX))
    }

    /// A quantile of the latency, in milliseconds.
    pub fn quantile(&self, q: f64) -> f64 {
        f64::from(u32::try_from(self.latency.value_at_quantile(q)).unwrap_or(u32::MAX)) / 1000.0
    }

    /// Both together, one after the other.
    pub fn then(&mut self, other: &Load) -> Outcome<()> {
        self.took += other.took;
        self.beside(other)
    }

    /// Both together, at the same time.
    fn beside(&mut self, other: &Load) -> Outcome<()> {
        self.right += other.right;
        self.wrong += other.wrong;
        if self.first_wrong.is_none() {
            self.first_wrong.clone_from(&other.first_wrong);
        }
        Ok(self.latency.add(&other.latency)?)
    }
}

/// The pace of load.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// Each connection calls as soon as it has its answer.
    Closed,
    /// So many calls are due each second, over all connections.
    Open(u32),
}

/// What to do to a server.
#[derive(Clone)]
pub struct Order {
    /// Which server.
    pub server: SocketAddr,
    /// From this address; `None`: from the machine's own.
    pub from: Option<IpAddr>,
    /// Over so many connections.
    pub connections: usize,
    /// For so long, unless the script ends first.
    pub time: Duration,
    /// How fast.
    pub pace: Pace,
    /// What to call.
    pub call: Arc<Call>,
    /// About whom.
    pub script: Arc<dyn Script>,
}

impl Order {
    /// Makes the load and waits for its end.
    pub fn run(&self) -> Outcome<Load> {
        let threads = THREADS.min(self.connections).max(1);
        let barrier = Barrier::new(threads);
        let loads: Vec<Outcome<(Load, Duration, Duration)>> = std::thread::scope(|scope| {
            let barrier = &barrier;
            let spawned: Vec<_> = (0..threads)
                .map(|thread| scope.spawn(move || self.thread(thread, threads, barrier)))
                .collect();
            let ended = spawned.into_iter().map(std::thread::ScopedJoinHandle::join);
            ended
                .map(|it| it.unwrap_or_else(|_| Err("a thread that makes load has stopped".into())))
                .collect()
        });
        let mut all = Load::none()?;
        let (mut begun, mut ended) = (Duration::MAX, Duration::ZERO);
        for load in loads {
            let (load, from, to) = load?;
            all.beside(&load)?;
            begun = begun.min(from);
            ended = ended.max(to);
        }
        all.took = ended.saturating_sub(begun);
        Ok(all)
    }

    fn thread(
        &self,
        thread: usize,
        threads: usize,
        barrier: &Barrier,
    ) -> Outcome<(Load, Duration, Duration)> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let local = LocalSet::new();
        let opened = local.block_on(&runtime, async {
            let mut opened = Vec::new();
            for number in (thread..self.connections).step_by(threads) {
                opened.push((number, Connection::open_from(self.from, self.server).await?));
            }
            Ok::<_, std::io::Error>(opened)
        });
        // Whoever could not connect still lets the others go on.
        barrier.wait();
        let load = Rc::new(RefCell::new(Load::none()?));
        let begun = elapsed();
        local.block_on(&runtime, async {
            let tasks: Vec<_> = opened?
                .into_iter()
                .map(|(number, connection)| {
                    let worker = Worker {
                        order: self.clone(),
                        number,
                        connection,
                        load: Rc::clone(&load),
                        begun,
                    };
                    tokio::task::spawn_local(worker.work())
                })
                .collect();
            for task in tasks {
                task.await?;
            }
            Outcome::Ok(())
        })?;
        let load = load.borrow().clone();
        Ok((load, begun, elapsed()))
    }
}

/// One connection at work.
struct Worker {
    order: Order,
    number: usize,
    connection: Connection,
    load: Rc<RefCell<Load>>,
    begun: Duration,
}

impl Worker {
    async fn work(mut self) {
        let mut request = Vec::with_capacity(1024);
        let order = self.order.clone();
        let mut round = 0;
        while let Some(due) = self.due(round).await {
            let Some((whom, code)) = order.script.next() else {
                return;
            };
            order.call.write(&mut request, whom, code);
            let answered = self.connection.call(&request).await;
            let took = elapsed().saturating_sub(due);
            let mut load = self.load.borrow_mut();
            let why = match answered {
                Ok(it) if it.status == order.call.status && contains(it.body, order.call.says) => {
                    order.script.hear(it.body);
                    load.right += 1;
                    load.latency
                        .saturating_record(u64::try_from(took.as_micros()).unwrap_or(LONGEST));
                    None
                }
                Ok(it) => Some(format!("{} {}", it.status, String::from_utf8_lossy(it.body))),
                Err(error) => Some(error.to_string()),
            };
            if let Some(why) = why {
                load.wrong += 1;
                load.first_wrong.get_or_insert(why);
                // A connection that failed once is of no more use, and a server that answers wrongly of none either.
                return;
            }
            round += 1;
        }
    }

    /// When the next call begins; `None` after the end.
    async fn due(&self, round: u32) -> Option<Duration> {
        let due = match self.order.pace {
            Pace::Closed => elapsed(),
            Pace::Open(rate) => {
                let every = Duration::from_secs(1) / rate.max(1);
                let place = u32::try_from(self.number).ok()?;
                let all = u32::try_from(self.order.connections).ok()?;
                self.begun + every * (round * all + place)
            }
        };
        if due >= self.begun + self.order.time {
            return None;
        }
        let early = due.saturating_sub(elapsed());
        if !early.is_zero() {
            tokio::time::sleep(early).await;
        }
        Some(due)
    }
}

fn contains(body: &[u8], says: &str) -> bool {
    body.windows(says.len()).any(|it| it == says.as_bytes())
}
