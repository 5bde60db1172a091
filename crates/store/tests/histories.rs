//! Random histories of ask, send, check, redeem, expire, clock steps, put-off letters, restarts, and accounts that are disabled,
//! replaced or said to be shared, through the real desk over the real stores. Whatever happens in whatever order: never two successes for one
//! challenge, never more wrong answers to one challenge than it has tries, never a success after the deadline, with another
//! account's code or with one that had ended, and the ledger is the sum of what was answered wrong and compared, and no more than the
//! budget. And afterwards: no letter
//! is left behind, and every owner who asks gets in.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests, their helpers among them"
)]

mod histories {
    pub mod acts;
    pub mod stand_ins;
    pub mod world;
}

use std::cell::RefCell;
use std::collections::BTreeMap;

use histories::acts::acts;
use histories::world::{Kind, World};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Six digits die of wrong guesses and give way to the link; 65 bits do not; in a ladder the codes grow.
const LADDERS: [&str; 3] = ["digits:6", "base32:13", "digits:6 digits:7 base32:13"];

/// Every ending that a history can see. A property that is never exercised holds for nothing.
const ENDINGS: [&str; 9] = [
    "accepted",
    "wrong",
    "nothing pending",
    "expired",
    "refused",
    "unknown",
    "changed",
    "linked",
    "told",
];

fn run(kind: Kind, cases: u32, length: usize) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let history = (prop::sample::select(LADDERS.to_vec()), acts(length));
    let seen = RefCell::new(BTreeMap::new());
    TestRunner::new(config)
        .run(&history, |(ladder, history)| {
            let mut world = World::new(kind, ladder);
            for act in &history {
                world.play(act);
            }
            for (ending, times) in world.answers() {
                *seen.borrow_mut().entry(*ending).or_insert(0) += times;
            }
            world.reckon();
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    // Only a restart brings another budget, and only then a code may have room no more.
    let closed = matches!(kind, Kind::Sqlite).then_some("closed");
    for ending in ENDINGS.into_iter().chain(closed) {
        assert!(
            seen.borrow().get(ending) > Some(&2),
            "{ending} was hardly seen: {seen:?}"
        );
    }
}

#[test]
fn no_history_breaks_a_promise_in_memory() {
    run(Kind::Memory, 800, 150);
}

#[test]
fn no_history_breaks_a_promise_on_disk() {
    run(Kind::Sqlite, 100, 120);
}
