//! What the pool of hashing threads promises to its callers.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use directory::blocks::Blocks;
use directory::{HashPool, PoolSize, Strength, verify};
use recovery::ports::{Broken, Chance, Compared, Hasher, Verifier};
use recovery::secret::{Password, PasswordHash};
use tokio::task::JoinHandle;

/// Counts up, so that every salt differs, and knows how many were drawn: one for each hash begun.
#[derive(Default)]
struct Counting(AtomicU64);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        let next = self.0.fetch_add(1, Ordering::Relaxed).to_le_bytes();
        bytes
            .iter_mut()
            .zip(next.iter().cycle())
            .for_each(|(to, from)| *to = *from);
        Ok(())
    }
}

fn pool(threads: usize, queue: usize) -> (Arc<HashPool>, Arc<Counting>) {
    let size = PoolSize {
        threads,
        queue,
        idle: Duration::from_millis(50),
    };
    let counting = Arc::new(Counting::default());
    let chance: Arc<dyn Chance> = counting.clone();
    (
        Arc::new(HashPool::start(Strength::DEFAULT, size, &chance).unwrap()),
        counting,
    )
}

fn caller(pool: &Arc<HashPool>) -> JoinHandle<Result<PasswordHash, Broken>> {
    let pool = Arc::clone(pool);
    tokio::spawn(async move { pool.hash(&password()).await })
}

fn password() -> Password {
    Password::new("correct horse battery staple".into())
}

#[tokio::test]
async fn a_new_hash_verifies_and_no_two_are_alike() {
    let (pool, _) = pool(2, 16);
    let password = password();
    let (one, other) = tokio::join!(pool.hash(&password), pool.hash(&password));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert!(one.reveal().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_ne!(one.reveal(), other.reveal());
    assert_eq!(verify(&password, &one), Ok(true));
    assert_eq!(verify(&Password::new("correct horse".into()), &other), Ok(false));
}

#[tokio::test]
async fn a_full_queue_says_busy_at_once_and_takes_callers_again_later() {
    let (pool, _) = pool(1, 2);
    let callers: Vec<_> = (0..12).map(|_| caller(&pool)).collect();
    let mut busy = 0;
    for caller in callers {
        match caller.await.unwrap() {
            Ok(_) => {}
            Err(Broken::Busy(span)) => {
                busy += 1;
                assert!((1000..=2000).contains(&span.0));
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(
        (1..=10).contains(&busy),
        "two wait, one or two are served meanwhile: {busy}"
    );
    assert!(pool.hash(&password()).await.is_ok());
}

#[tokio::test]
async fn nobody_is_kept_waiting_for_the_hash_of_a_caller_who_left() {
    let (pool, begun) = pool(1, 64);
    let first = caller(&pool);
    let leaving: Vec<_> = (0..32).map(|_| caller(&pool)).collect();
    tokio::task::yield_now().await;
    leaving.iter().for_each(JoinHandle::abort);
    assert!(first.await.unwrap().is_ok());
    assert!(pool.hash(&password()).await.is_ok());
    assert!(
        begun.0.load(Ordering::Relaxed) <= 4,
        "the hashes of those who left were not made"
    );
}

#[tokio::test]
async fn a_password_is_compared_and_a_weaker_hash_is_said_to_be_weaker() {
    let (pool, _) = pool(1, 16);
    let (right, wrong) = (password(), Password::new("wrong".into()));
    let hash = pool.hash(&right).await.unwrap();
    let compared = async |password, hash| pool.compare(password, hash).await.unwrap();
    assert_eq!(compared(&right, Some(&hash)).await, Compared::Same);
    assert_eq!(compared(&wrong, Some(&hash)).await, Compared::Other);
    assert_eq!(
        compared(&right, None).await,
        Compared::Other,
        "there is nothing to match"
    );
    let larger = Blocks::new(Strength::new(65_536, 1, 1).unwrap())
        .unwrap()
        .hash(&right, &[1; 16])
        .unwrap();
    assert_eq!(compared(&right, Some(&larger)).await, Compared::Same);
    assert_eq!(
        compared(&right, Some(&hash)).await,
        Compared::Same,
        "in the same memory"
    );
    let smaller =
        "$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let smaller = PasswordHash::new(smaller.into());
    assert_eq!(compared(&right, Some(&smaller)).await, Compared::Other);
    let fast = bcrypt::hash("correct horse battery staple", 4).unwrap();
    let fast = PasswordHash::new(fast);
    assert_eq!(compared(&right, Some(&fast)).await, Compared::SameButWeak);
    assert_eq!(compared(&wrong, Some(&fast)).await, Compared::Other);
    let none = PasswordHash::new("no hash at all".into());
    let broken = pool.compare(&right, Some(&none)).await.unwrap_err();
    assert!(!broken.to_string().contains("no hash at all"), "{broken}");
}

#[tokio::test]
async fn comparing_waits_in_the_same_bounded_queue() {
    let (pool, _) = pool(1, 1);
    let password = password();
    let many = (0..8).map(|_| pool.compare(&password, None));
    let ended = futures::future::join_all(many).await;
    let busy = ended
        .iter()
        .filter(|it| matches!(it, Err(Broken::Busy(_))))
        .count();
    assert!((1..8).contains(&busy), "{busy}");
}
