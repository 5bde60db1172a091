//! How many letters a second the courier hands over to a sink on this machine that discards them, on one connection
//! and on four. `cargo run --release -p courier --example courier_throughput`
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement: it reads the stopwatch, prints and may stop at any fault"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use courier::{Courier, Parts, Transport};
use parking_lot::Mutex;
use recovery::letter::{Claimed, Delivery, First, LetterId, LetterKind, LetterState, Listed, Report};
use recovery::moment::{Moment, Reading, Span};
use recovery::ports::{Broken, Clock, Outbox};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

const LETTERS: i64 = 20_000;

#[tokio::main]
async fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(discard(socket));
        }
    });
    println!("letters a second, of {LETTERS}, with links:");
    for workers in [1, 4, 1, 4] {
        let rate = measure(port, workers).await;
        println!("{workers} connection(s): {rate:.0}");
    }
}

async fn measure(port: u16, workers: usize) -> f64 {
    let clock = Arc::new(support::TestClock::new());
    let queue = Arc::new(Queue::filled(clock.now()));
    let mut letters = support::letters();
    letters.link_base = Some("https://app.example.com/reset".parse().unwrap());
    let mut smtp = support::smtp(port);
    smtp.deadlines = courier::Deadlines::default();
    let parts = Parts {
        outbox: queue.clone(),
        clock,
        chance: Arc::new(support::TestChance::new()),
        ring: support::ring(),
        letters,
        transport: Transport::Smtp(Box::new(smtp)),
        workers,
        letters_per_minute: None,
    };
    let courier = Arc::new(Courier::new(parts).unwrap());
    let stop = CancellationToken::new();
    let began = Instant::now();
    let running = tokio::spawn(Arc::clone(&courier).run(stop.clone()));
    let wanted = usize::try_from(LETTERS).unwrap();
    while queue.handed_over.load(Ordering::Relaxed) < wanted {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let took = began.elapsed();
    stop.cancel();
    running.await.unwrap();
    f64::from(i32::try_from(LETTERS).unwrap()) / took.as_secs_f64()
}

/// Takes every letter and keeps none.
async fn discard(socket: TcpStream) {
    socket.set_nodelay(true).unwrap();
    let mut stream = BufReader::with_capacity(16 * 1024, socket);
    stream.write_all(b"220 sink\r\n").await.unwrap();
    let mut line = Vec::new();
    let mut in_letter = false;
    while stream.read_until(b'\n', &mut line).await.is_ok_and(|n| n > 0) {
        let answer: &[u8] = match (in_letter, line.get(..4)) {
            (true, _) if line == b".\r\n" => {
                in_letter = false;
                b"250 gone\r\n"
            }
            (true, _) => b"",
            (false, Some(b"DATA")) => {
                in_letter = true;
                b"354 go on\r\n"
            }
            (false, Some(b"QUIT")) => return,
            (false, _) => b"250 ok\r\n",
        };
        if !answer.is_empty() && stream.write_all(answer).await.is_err() {
            return;
        }
        line.clear();
    }
}

/// An outbox that costs nothing, so that the courier alone is measured.
struct Queue {
    waiting: Mutex<VecDeque<Claimed>>,
    handed_over: AtomicUsize,
    stirred: Notify,
}

impl Queue {
    fn filled(now: Moment) -> Queue {
        let letter = |n| {
            let to = format!("person{n}@example.org");
            support::letter(n, &to, LetterKind::Reset(First::Code), now)
        };
        Queue {
            waiting: Mutex::new((1..=LETTERS).map(letter).collect()),
            handed_over: AtomicUsize::new(0),
            stirred: Notify::new(),
        }
    }
}

#[async_trait]
impl Outbox for Queue {
    async fn claim(&self, most: usize, _: Reading, _: Span) -> Result<Vec<Claimed>, Broken> {
        let mut waiting = self.waiting.lock();
        let most = most.min(waiting.len());
        Ok(waiting.drain(..most).collect())
    }

    async fn record(&self, reports: &[Report], _: Moment) -> Result<(), Broken> {
        let handed = |it: &&Report| matches!(it.delivery, Delivery::HandedOver(_));
        let handed = reports.iter().filter(handed).count();
        self.handed_over.fetch_add(handed, Ordering::Relaxed);
        Ok(())
    }

    async fn next_due(&self, at: Reading) -> Result<Option<Moment>, Broken> {
        Ok((!self.waiting.lock().is_empty()).then_some(at.now))
    }

    async fn stirred(&self) {
        self.stirred.notified().await;
    }

    async fn list(&self, _: &[LetterState], _: Option<LetterId>, _: usize) -> Result<Vec<Listed>, Broken> {
        Ok(Vec::new())
    }

    async fn retry(&self, _: LetterId, _: Moment) -> Result<bool, Broken> {
        Ok(false)
    }

    async fn drop_letter(&self, _: LetterId, _: Moment) -> Result<bool, Broken> {
        Ok(false)
    }

    async fn backlog(&self) -> Result<u64, Broken> {
        Ok(u64::try_from(self.waiting.lock().len()).unwrap_or(u64::MAX))
    }
}
