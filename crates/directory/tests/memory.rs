//! The memory of password hashes is there while they are made, and gone while the service idles. Alone in its
//! process, because it is the process that is measured.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use std::sync::Arc;
use std::time::Duration;

use directory::blocks::{Blocks, SALT};
use directory::{HashPool, PoolSize, Strength};
use recovery::ports::{Broken, Chance, Hasher, Verifier};
use recovery::secret::Password;

struct Sevens;

impl Chance for Sevens {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        bytes.fill(7);
        Ok(())
    }
}

/// Resident memory of this process in MiB.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = pages.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096 / (1 << 20)
}

#[tokio::test]
async fn hash_memory_leaves_the_process_each_time_it_is_not_needed() {
    let before = resident();
    let mut blocks = Blocks::new(Strength::DEFAULT).unwrap();
    for round in 0..3 {
        blocks.raw(b"12345678", &[7; SALT]).unwrap();
        assert!(resident() >= before + 18, "19 MiB are in use while hashing");
        blocks.give_back();
        assert!(!blocks.held());
        assert!(
            resident() <= before + 8,
            "round {round}: {} MiB, {before} before",
            resident()
        );
    }

    let idle = Duration::from_millis(50);
    let size = PoolSize {
        threads: 2,
        queue: 16,
        idle,
    };
    let chance: Arc<dyn Chance> = Arc::new(Sevens);
    let pool = HashPool::start(Strength::DEFAULT, size, &chance).unwrap();
    let password = Password::new("correct horse battery staple".into());
    for round in 0..3 {
        let (one, other) = tokio::join!(pool.hash(&password), pool.compare(&password, None));
        assert!(one.is_ok() && other.is_ok());
        tokio::time::sleep(idle * 4).await;
        assert!(
            resident() <= before + 8,
            "round {round}: {} MiB, {before} before",
            resident()
        );
    }
}
