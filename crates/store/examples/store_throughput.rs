//! How many acts a second the SQLite store carries out, without anything above it.
//!
//! `cargo run --release -p store --example store_throughput -- [accounts] [seconds] [directory]`
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement, not a part of the service"
)]

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use recovery::address::Email;
use recovery::budget::{Caps, Share};
use recovery::challenge::Life;
use recovery::code::Rung;
use recovery::keys::KeyId;
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::{First, MessageTag};
use recovery::moment::{Moment, Span};
use recovery::ports::{Accounts, Guess, NewAccount, NewLetter, Opening, Seen, Store, Verdict};
use recovery::ports::{Price, Who};
use recovery::secret::Secret32;
use recovery::signing_in::SignIn;
use recovery::subject::Subject;
use store::SqliteStore;

const TASKS: usize = 64;
const NOW: Moment = Moment(1_800_000_000_000);
const LIFE: Life = Life {
    code: Span::minutes(10),
    link: Span::minutes(60),
};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let accounts: usize = arguments.next().map_or(100_000, |it| it.parse().unwrap());
    let seconds: u64 = arguments.next().map_or(5, |it| it.parse().unwrap());
    let dir = arguments.next().unwrap_or_else(|| "target/throughput".to_owned());
    let _ = std::fs::remove_dir_all(&dir);
    let dir = Path::new(&dir);
    std::fs::create_dir_all(dir).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(measure(dir, accounts, Duration::from_secs(seconds)));
}

async fn measure(dir: &Path, accounts: usize, time: Duration) {
    disk(dir);
    let store = Arc::new(SqliteStore::open(dir, NOW).unwrap());
    let people: Arc<Vec<Email>> = Arc::new((0..accounts).map(person).collect());
    let began = Instant::now();
    for batch in people.chunks(1000) {
        let batch: Vec<NewAccount> = batch.iter().map(new).collect();
        store.add(&batch, NOW).await.unwrap();
    }
    println!(
        "{accounts} accounts added in {:.1?}; {}",
        began.elapsed(),
        memory()
    );
    drop(Arc::into_inner(store));
    let began = Instant::now();
    let store = Arc::new(SqliteStore::open(dir, NOW).unwrap());
    let ready = began.elapsed();
    store.subject(&who(people.first().unwrap()), NOW).await.unwrap();
    println!(
        "opened in {ready:.1?}, first look-up after {:.1?}; {}",
        began.elapsed(),
        memory()
    );
    run(&store, &people, time, "opens", |store, email, n| async move {
        let seen = store.subject(&who(&email), NOW).await.unwrap().unwrap();
        store.open(&opening(&seen, n)).await.unwrap()
    })
    .await;
    run(
        &store,
        &people,
        time,
        "wrong guesses",
        |store, email, _| async move {
            let seen = store.subject(&who(&email), NOW).await.unwrap().unwrap();
            let Some(guess) = wrong(&seen) else { return true };
            store.settle(&guess).await.unwrap()
        },
    )
    .await;
    run(&store, &people, time, "look-ups", |store, email, _| async move {
        store.subject(&who(&email), NOW).await.unwrap().is_some()
    })
    .await;
    drop(Arc::into_inner(store));
    let began = Instant::now();
    let _store = SqliteStore::open(dir, NOW).unwrap();
    println!(
        "opened anew with all of it in {:.1?}; {}",
        began.elapsed(),
        memory()
    );
}

/// Runs an act for each account in turn, from many tasks at once, for some time or until each account had one.
async fn run<F, A>(store: &Arc<SqliteStore>, people: &Arc<Vec<Email>>, time: Duration, what: &str, act: F)
where
    F: Fn(Arc<SqliteStore>, Email, usize) -> A + Copy + Send + Sync + 'static,
    A: Future<Output = bool> + Send,
{
    let next = Arc::new(AtomicUsize::new(0));
    let (before, worked, began) = (store.stats(), processor(), Instant::now());
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let (store, people, next) = (Arc::clone(store), Arc::clone(people), Arc::clone(&next));
            tokio::spawn(async move {
                let mut took = Vec::new();
                while began.elapsed() < time {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    // Spread over the table, as people are.
                    let Some(email) = people.get(n.wrapping_mul(7919) % people.len()) else {
                        break;
                    };
                    if n >= people.len() {
                        break;
                    }
                    let from = Instant::now();
                    assert!(act(Arc::clone(&store), email.clone(), n).await);
                    took.push(from.elapsed());
                }
                took
            })
        })
        .collect();
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await.unwrap());
    }
    let elapsed = began.elapsed();
    let after = store.stats();
    took.sort_unstable();
    let at = |part: usize| took.get(took.len() * part / 100).copied().unwrap_or_default();
    println!(
        "{what}: {:.0}/s, {:.1} us of processor each, p50 {:.2?}, p99 {:.2?}, max {:.2?}; {} in {} commits, {} checkpoints; {}",
        took.len() as f64 / elapsed.as_secs_f64(),
        (processor() - worked).as_secs_f64() * 1e6 / took.len().max(1) as f64,
        at(50),
        at(99),
        took.last().copied().unwrap_or_default(),
        took.len(),
        after.commits - before.commits,
        after.checkpoints - before.checkpoints,
        memory(),
    );
}

fn person(n: usize) -> Email {
    Email::parse(&format!("person.{n}@example.com")).unwrap()
}

fn new(email: &Email) -> NewAccount {
    NewAccount {
        email: email.clone(),
        name: None,
        locale: None,
        sign_in: SignIn::Password,
        hash: None,
    }
}

/// Six digits, with all the room there is.
const SIX_DIGITS: Share = Share {
    rung: Rung::SIX_DIGITS,
    caps: Some(Caps {
        account: Units(i64::MAX),
        service: None,
    }),
};

fn opening(seen: &Subject, n: usize) -> Opening {
    Opening {
        account: seen.account.id,
        seen: Seen::of(seen),
        tail: n as u64,
        seed: Secret32::new([7; 32]),
        key: KeyId(1),
        code: Some(SIX_DIGITS),
        ledger: ledger(seen),
        ends: LIFE.at_issue(NOW),
        letter: NewLetter {
            first: First::Code,
            tag: MessageTag([9; 16]),
            client: None,
            network: None,
            locale: None,
        },
        at: NOW,
    }
}

fn ledger(seen: &Subject) -> LedgerKey {
    let key = (seen.account.id.0 as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let half = key.to_be_bytes();
    LedgerKey(std::array::from_fn(|at| half.get(at % 8).copied().unwrap_or(0)))
}

fn who(email: &Email) -> Who {
    Who {
        key: email.key().clone(),
        ledger: LedgerKey::NOBODYS,
    }
}

fn wrong(seen: &Subject) -> Option<Guess> {
    Some(Guess {
        account: seen.account.id,
        version: seen.account.version,
        challenge: seen.challenge.as_ref()?.id,
        verdict: Verdict::Wrong,
        price: Price {
            ledger: ledger(seen),
            cost: Units(1_000_000_000_000),
            caps: SIX_DIGITS.caps,
        },
        attempts: Some(5),
        at: NOW,
    })
}

/// What one sync costs here.
fn disk(dir: &Path) {
    let path = dir.join("sync");
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .open(&path)
        .unwrap();
    let mut took: Vec<Duration> = (0..500)
        .map(|_| {
            file.write_all(&[7; 4096]).unwrap();
            let from = Instant::now();
            file.sync_data().unwrap();
            from.elapsed()
        })
        .collect();
    took.sort_unstable();
    let at = |part: usize| took.get(took.len() * part / 100).copied().unwrap_or_default();
    println!("fdatasync p50 {:.2?}, p99 {:.2?}", at(50), at(99));
    std::fs::remove_file(path).unwrap();
}

/// Processor time of this process so far, in steps of 10 ms: what stays comparable on a machine that does other work.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|it| it.parse::<u64>().ok()).sum();
    Duration::from_millis(10 * ticks)
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = |name: &str| {
        let line = status.lines().find(|it| it.starts_with(name));
        line.and_then(|it| it.split_whitespace().nth(1)?.parse::<u64>().ok())
            .unwrap_or(0)
    };
    format!(
        "RSS {} MiB (at most {})",
        kib("VmRSS:") / 1024,
        kib("VmHWM:") / 1024
    )
}
