//! What the desk of a history runs on instead of a machine: a clock that tests move, chance that repeats itself, and a hash
//! that shows which password counts.

use std::future::Future;
use std::net::IpAddr;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use recovery::clients::{Caller, Prefix};
use recovery::moment::{Moment, Span};
use recovery::ports::{Broken, Chance, Clock, Hasher};
use recovery::secret::{Password, PasswordHash, Secret32};

/// The store on disk hands long reads to a runtime's threads.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .unwrap()
    });
    RUNTIME.block_on(future)
}

pub fn caller(n: u8) -> Caller {
    Caller {
        prefix: Prefix::of(IpAddr::from([192, 0, 2, n])),
        exempt: false,
        locale: None,
        proof: None,
    }
}

/// Bytes that are no pattern, for keys.
pub fn secret(seed: u8) -> Secret32 {
    let mut state = u32::from(seed) + 1;
    Secret32::new(std::array::from_fn(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    }))
}

/// A clock that only tests move, and move back.
pub struct Hand(pub AtomicI64);

impl Hand {
    pub fn step(&self, by: Span) {
        self.0.fetch_add(by.0, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
    /// Leases of these histories are over as soon as they begin; nothing else asks.
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

/// Different bytes at every draw, the same in every run.
pub struct Counting(pub AtomicU64);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        for chunk in bytes.chunks_mut(8) {
            let n = self
                .0
                .fetch_add(1, Ordering::SeqCst)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&n.to_be_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// Keeps the password as it is, so that a history can tell which one counts.
pub struct Plain;

#[async_trait]
impl Hasher for Plain {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, Broken> {
        Ok(PasswordHash::new(password.reveal().to_owned()))
    }
}
