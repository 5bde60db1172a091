//! The floors: what this machine does at best, measured in the same run, because it changes by the hour.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use directory::Strength;
use hdrhistogram::Histogram;
use serde::Serialize;

use super::calls::{Api, Call};
use super::load::{Order, Pace};
use super::script::{Everyone, Numbers};
use super::server::Server;
use crate::Outcome;
use crate::clock::{MachineClock, elapsed};

/// So many times a block is made durable.
const SYNCS: usize = 2000;

/// Or for so long.
const SYNC_FOR: Duration = Duration::from_secs(3);

/// What SQLite writes at once: a page.
const BLOCK: [u8; 4096] = [7; 4096];

/// The floors of a run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Floors {
    /// The bare handler, by number of connections.
    pub json: Vec<JsonFloor>,
    /// Argon2id with the default parameters on as many threads as there are cores, hashes a second.
    pub argon2: f64,
    /// fdatasync of a page, median, in milliseconds.
    pub fdatasync_p50: f64,
    /// And its 99th percentile.
    pub fdatasync_p99: f64,
}

/// The bare handler at some number of connections.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct JsonFloor {
    /// How many connections.
    pub connections: usize,
    /// Answers a second.
    pub rate: f64,
    /// Median, in milliseconds.
    pub p50: f64,
    /// 99th percentile.
    pub p99: f64,
}

/// A floor that lines are compared with.
#[derive(Clone, Copy, Debug)]
pub enum Floor {
    /// The bare handler at so many connections.
    Json(usize),
    /// Argon2id on all cores.
    Argon2,
}

/// The rate of a floor now.
pub fn look(floor: Floor, work: &Path, time: Duration) -> Outcome<f64> {
    match floor {
        Floor::Argon2 => argon2(time),
        Floor::Json(connections) => {
            let floors = json(work, &[connections], time)?;
            Ok(floors.first().ok_or("the floor was not measured")?.rate)
        }
    }
}

/// The bare handler, asked as the real one is.
pub fn json(work: &Path, connections: &[usize], time: Duration) -> Outcome<Vec<JsonFloor>> {
    let server = Server::floor(work)?;
    let floors = connections.iter().map(|&connections| {
        let load = Order {
            server: server.address,
            from: None,
            connections,
            time,
            pace: Pace::Closed,
            call: Arc::new(Call::ask(Api::FourPointX)),
            script: Arc::new(Everyone::again_and_again(Numbers::of(1_000_000))),
        }
        .run()?;
        if load.wrong > 0 {
            return Err(format!("the floor failed: {}", load.first_wrong.unwrap_or_default()).into());
        }
        Ok(JsonFloor {
            connections,
            rate: load.rate(),
            p50: load.quantile(0.5),
            p99: load.quantile(0.99),
        })
    });
    let floors: Outcome<Vec<JsonFloor>> = floors.collect();
    server.stop()?;
    floors
}

/// Raw Argon2id, hashes a second on all cores.
pub fn argon2(time: Duration) -> Outcome<f64> {
    let threads = std::thread::available_parallelism()?.get();
    Ok(directory::pool::raw_rate(
        Strength::DEFAULT,
        threads,
        &MachineClock,
        time,
    )?)
}

/// fdatasync of one appended page after another, in the folder where the database will be: p50 and p99, in ms.
pub fn fdatasync(work: &Path) -> Outcome<(f64, f64)> {
    let path = work.join("fdatasync");
    let mut file = File::create(&path)?;
    let mut took = Histogram::<u64>::new(3)?;
    let begun = elapsed();
    for _ in 0..SYNCS {
        file.write_all(&BLOCK)?;
        let before = elapsed();
        rustix::fs::fdatasync(&file)?;
        took.record(u64::try_from(elapsed().saturating_sub(before).as_micros())?)?;
        if elapsed().saturating_sub(begun) > SYNC_FOR {
            break;
        }
    }
    std::fs::remove_file(path)?;
    let at = |q| u32::try_from(took.value_at_quantile(q)).map(|it| f64::from(it) / 1000.0);
    Ok((at(0.5)?, at(0.99)?))
}
