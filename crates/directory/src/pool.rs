//! Where passwords are hashed: a fixed number of threads, so that no flood of resets takes more memory than was
//! planned for, and a bounded queue before them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use parking_lot::{Condvar, Mutex};
use recovery::moment::Span;
use recovery::ports::{Broken, Chance, Clock, Compared, Hasher, Verifier, draw};
use recovery::secret::{Password, PasswordHash};
use tokio::sync::oneshot;

use crate::blocks::{Blocks, SALT};
use crate::stored::{self, Rank};
use crate::strength::Strength;

/// How many hashes may wait for each thread. At 20 ms a hash this is a wait of about 1.3 s.
pub const QUEUE_PER_THREAD: usize = 64;

/// What a caller is told to wait when the queue is full: the time in which a full queue is worked off.
const BUSY_FOR: Span = Span::seconds(2);

/// How much lower than the rest of the process hash threads rank with the scheduler. A hash takes 20 ms whoever
/// waits; an ask takes one, and must not queue behind it for a core.
const NICENESS: i32 = 10;

/// How many threads hash, how many callers may wait, and when memory is given back.
#[derive(Clone, Copy, Debug)]
pub struct PoolSize {
    /// Hashes that are made at one time, each with memory of its own: as many as there are cores.
    pub threads: usize,
    /// Hashes that may wait.
    pub queue: usize,
    /// A thread that has had nothing to do for this long gives its memory back.
    pub idle: Duration,
}

impl PoolSize {
    /// One thread per core, a queue of [`QUEUE_PER_THREAD`] for each, and ten seconds of idling.
    #[must_use]
    pub fn for_cores(cores: usize) -> PoolSize {
        let threads = cores.max(1);
        PoolSize {
            threads,
            queue: threads.saturating_mul(QUEUE_PER_THREAD),
            idle: Duration::from_secs(10),
        }
    }
}

/// Threads that hash passwords with Argon2id. They end when the pool is dropped, after the hash at hand.
pub struct HashPool {
    shared: Arc<Shared>,
}

struct Shared {
    queue: Mutex<VecDeque<Job>>,
    most_waiting: usize,
    work: Condvar,
    closed: AtomicBool,
}

struct Job {
    password: Password,
    work: Work,
}

enum Work {
    Hash(oneshot::Sender<Result<PasswordHash, Broken>>),
    Compare(Option<PasswordHash>, oneshot::Sender<Result<Compared, Broken>>),
}

impl Job {
    /// Whether nobody waits for it any more.
    fn is_left(&self) -> bool {
        match &self.work {
            Work::Hash(answer) => answer.is_closed(),
            Work::Compare(_, answer) => answer.is_closed(),
        }
    }
}

impl HashPool {
    /// Starts the threads.
    ///
    /// # Errors
    /// [`Broken::Machine`] when a thread cannot be started.
    pub fn start(strength: Strength, size: PoolSize, chance: &Arc<dyn Chance>) -> Result<HashPool, Broken> {
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            most_waiting: size.queue,
            work: Condvar::new(),
            closed: AtomicBool::new(false),
        });
        let pool = HashPool {
            shared: Arc::clone(&shared),
        };
        for number in 0..size.threads.max(1) {
            let worker = Worker {
                shared: Arc::clone(&shared),
                chance: Arc::clone(chance),
                blocks: Blocks::new(strength)?,
                idle: size.idle,
            };
            std::thread::Builder::new()
                .name(format!("hash-{number}"))
                .spawn(move || worker.run())
                .map_err(|cause| Broken::Machine(format!("no thread for password hashes: {cause}")))?;
        }
        Ok(pool)
    }

    /// How many callers wait for a thread now.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.shared.queue.lock().len()
    }
}

impl HashPool {
    fn enqueue(&self, job: Job) -> Result<(), Broken> {
        {
            let mut queue = self.shared.queue.lock();
            // Callers who left while they waited do not keep others out.
            if queue.len() >= self.shared.most_waiting {
                queue.retain(|job| !job.is_left());
            }
            if queue.len() >= self.shared.most_waiting {
                return Err(Broken::Busy(BUSY_FOR));
            }
            queue.push_back(job);
        }
        self.shared.work.notify_one();
        Ok(())
    }

    async fn work<T>(
        &self,
        password: &Password,
        work: impl FnOnce(oneshot::Sender<Result<T, Broken>>) -> Work,
    ) -> Result<T, Broken> {
        let (answer, done) = oneshot::channel();
        self.enqueue(Job {
            password: password.clone(),
            work: work(answer),
        })?;
        let gone = || Broken::Machine("the thread that hashes passwords has stopped".to_owned());
        done.await.map_err(|_| gone())?
    }
}

#[async_trait]
impl Hasher for HashPool {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, Broken> {
        self.work(password, Work::Hash).await
    }
}

#[async_trait]
impl Verifier for HashPool {
    async fn compare(&self, password: &Password, hash: Option<&PasswordHash>) -> Result<Compared, Broken> {
        let hash = hash.cloned();
        self.work(password, |answer| Work::Compare(hash, answer)).await
    }
}

impl Drop for HashPool {
    fn drop(&mut self) {
        // Under the lock, so that no thread is between looking and waiting.
        let mut queue = self.shared.queue.lock();
        self.shared.closed.store(true, Ordering::Relaxed);
        queue.clear();
        self.shared.work.notify_all();
    }
}

struct Worker {
    shared: Arc<Shared>,
    chance: Arc<dyn Chance>,
    blocks: Blocks,
    idle: Duration,
}

impl Worker {
    fn run(mut self) {
        step_back();
        while let Some(job) = self.next() {
            // Nobody waits for this hash any more.
            if job.is_left() {
                continue;
            }
            // The caller may have left meanwhile; then the hash is dropped, and wiped with it.
            match job.work {
                Work::Hash(answer) => {
                    let hash =
                        draw::<SALT>(&*self.chance).and_then(|salt| self.blocks.hash(&job.password, &salt));
                    drop(answer.send(hash));
                }
                Work::Compare(hash, answer) => {
                    drop(answer.send(self.compare(&job.password, hash.as_ref())));
                }
            }
        }
    }

    fn compare(&mut self, password: &Password, hash: Option<&PasswordHash>) -> Result<Compared, Broken> {
        let strength = self.blocks.strength();
        let nobodys = stored::of_nobody(strength);
        let unread = |why| Broken::Machine(format!("the stored hash of an account cannot be read: {why}"));
        let same = stored::verify_in(password, hash.unwrap_or(&nobodys), Some(&mut self.blocks));
        self.blocks.shrink();
        let same = same.map_err(unread)?;
        Ok(match hash {
            Some(hash) if same => match stored::rank(hash, strength) {
                Rank::Weaker => Compared::SameButWeak,
                Rank::Enough => Compared::Same,
            },
            Some(_) | None => Compared::Other,
        })
    }

    /// The next job, or `None` when the pool is gone. Memory is given back while there has long been none.
    fn next(&mut self) -> Option<Job> {
        let mut queue = self.shared.queue.lock();
        loop {
            if self.shared.closed.load(Ordering::Relaxed) {
                return None;
            }
            if let Some(job) = queue.pop_front() {
                return Some(job);
            }
            if self.blocks.held() {
                let waited = self.shared.work.wait_for(&mut queue, self.idle);
                if waited.timed_out() && queue.is_empty() {
                    parking_lot::MutexGuard::unlocked(&mut queue, || self.blocks.give_back());
                }
            } else {
                self.shared.work.wait(&mut queue);
            }
        }
    }
}

/// Ranks the calling thread below the others. Where that is not allowed, hashes are made all the same.
fn step_back() {
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICENESS);
}

/// Hashes per second that `threads` threads make of the raw function, without a queue and without callers, ranked
/// as the pool's threads are, over about `time`: what [`HashPool`] is measured against.
///
/// # Errors
/// [`Broken::Machine`] when there is no memory or no thread for it.
pub fn raw_rate(
    strength: Strength,
    threads: usize,
    clock: &dyn Clock,
    time: Duration,
) -> Result<f64, Broken> {
    let start = clock.elapsed();
    let round = || {
        step_back();
        let mut blocks = Blocks::new(strength)?;
        let mut made = 0_u32;
        while clock.elapsed().saturating_sub(start) < time {
            blocks.raw(b"correct horse battery staple", &[7; SALT])?;
            made += 1;
        }
        Ok::<u32, Broken>(made)
    };
    let made: Vec<Result<u32, Broken>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(round)).collect();
        let stopped = || Broken::Machine("a thread that hashes has stopped".to_owned());
        let ended = threads.into_iter().map(|it| it.join());
        ended.map(|it| it.unwrap_or_else(|_| Err(stopped()))).collect()
    });
    let took = clock.elapsed().saturating_sub(start).as_secs_f64();
    let made: u32 = made.into_iter().sum::<Result<u32, Broken>>()?;
    Ok(f64::from(made) / took)
}
