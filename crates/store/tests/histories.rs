//! Random histories of ask, send, check, redeem, expire and clock steps, through the real desk over the real stores.
//! Whatever happens in whatever order: never two successes for one challenge, never more wrong answers to one
//! challenge than it has tries, never a success after the deadline or with another account's code, and the ledger is
//! the sum of what was answered wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests, their helpers among them"
)]

mod histories {
    pub mod world;
}

use histories::world::{Act, Kind, World, acts};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Six digits die of wrong guesses; 65 bits do not.
const LADDERS: [&str; 2] = ["digits:6", "base32:13"];

fn run(kind: Kind, cases: u32, length: usize) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let history = (prop::sample::select(LADDERS.to_vec()), acts(length));
    TestRunner::new(config)
        .run(&history, |(ladder, history)| {
            let mut world = World::new(kind, ladder);
            for act in &history {
                world.play(act);
            }
            world.reckon();
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn no_history_breaks_a_promise_in_memory() {
    run(Kind::Memory, 600, 120);
}

#[test]
fn no_history_breaks_a_promise_on_disk() {
    run(Kind::Sqlite, 24, 80);
}

#[test]
fn the_histories_reach_every_ending() {
    // A property that is never exercised holds for nothing: the plain path, and each way off it, by hand.
    let mut world = World::new(Kind::Memory, "digits:6");
    let (ask, send) = (Act::Ask { who: 0, client: 0 }, Act::Send { most: 8 });
    for act in [
        &ask,
        &send,
        &Act::Check { who: 0, typed: 0 },
        &Act::Guess { who: 0 },
        &Act::Redeem { who: 0, typed: 0 },
    ] {
        world.play(act);
    }
    world.play(&ask);
    world.play(&send);
    world.play(&Act::Wait { minutes: 11 });
    world.play(&Act::Check { who: 0, typed: 0 });
    world.play(&ask);
    world.play(&send);
    world.play(&Act::Redeem { who: 1, typed: 0 });
    world.play(&Act::Link { typed: 0 });
    world.reckon();
    assert_eq!(
        world.tally(),
        "accepted 1, wrong 1, expired 1, changed 2, refused 1"
    );
}
