//! `kill -9` under load, again and again in one place: nothing that was acknowledged is lost, and nothing works twice.
//!
//! Clients write down what they were told. An act whose answer was lost may have happened or not, but only whole: old
//! password and live code, or new password and dead code.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

#[path = "crash/belief.rs"]
mod belief;
#[path = "crash/person.rs"]
mod person;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use belief::{Belief, State, Tally};
use person::{Crowd, Person, Stop};
use support::letters::Letter;
use support::server::{Place, Server};
use support::sink::{Mood, Sink};
use support::wait_until;

const KILLS: usize = 110;
/// How long a letter may take once nothing stands in its way: one that was put off several times waits a minute.
const PATIENCE: Duration = Duration::from_secs(120);
const THREADS: usize = 6;
const ACCOUNTS: usize = 48;
/// On a busy machine the awaited changes may not come.
const LONGEST_LIFE: Duration = Duration::from_millis(800);

/// Random numbers that a seed brings back (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

fn seed() -> u64 {
    let given = std::env::var("RESETD_TEST_SEED")
        .ok()
        .and_then(|it| it.parse().ok());
    given.unwrap_or_else(|| {
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        u64::from(now.subsec_nanos())
    })
}

#[test]
fn a_hundred_kills_lose_nothing_that_was_acknowledged_and_no_code_works_twice() {
    let start = Instant::now();
    let seed = seed();
    println!("crash: RESETD_TEST_SEED={seed}");
    let mut dice = Dice(seed);
    let sink = Sink::start();
    let place = Place::mailing_to(
        sink.address,
        &[
            ("limits.enabled", "false"),
            // Long enough that no two codes of a run are equal by chance, short enough to be capped.
            ("code.ladder", "[\"digits:12\"]"),
            ("code.ttl", "\"24h\""),
            ("code.resend_after", "\"0s\""),
        ],
    );
    let emails: Vec<String> = (0..ACCOUNTS).map(|n| format!("person{n}@example.com")).collect();
    place.import(&emails);
    let mut beliefs: Vec<Belief> = emails.into_iter().map(Belief::new).collect();
    let mut tally = Tally::default();
    for _ in 0..KILLS {
        tally.add(&round(&place, &sink, &mut beliefs, &mut dice));
    }
    finish(&place, &sink, &mut beliefs, &mut tally, &mut dice);
    let duplicates = duplicates(&sink.letters());
    assert!(
        tally.asks > 100 && tally.changes > 50 && tally.wrong > 100 && tally.torn() > 50,
        "too little was done: {tally:?}"
    );
    assert!(sink.refusals() > 0, "no letter was put off");
    println!(
        "crash: {KILLS} kills, {} letters put off, acknowledged: {} asks, {} wrong guesses, {} right checks, {} changes, {} replays refused; \
         {} changes torn by a kill, {} of them done; losses 0, duplicate letters {duplicates}, {} s",
        sink.refusals(),
        tally.asks,
        tally.wrong,
        tally.right,
        tally.changes,
        tally.replays,
        tally.torn(),
        tally.torn_done,
        start.elapsed().as_secs()
    );
}

/// A server under load until it is killed.
fn round(place: &Place, sink: &Sink, beliefs: &mut [Belief], dice: &mut Dice) -> Tally {
    // In some lives the mail server puts every letter off; these wait beyond the kill.
    sink.be(if dice.chance(15) { Mood::Later } else { Mood::Kind });
    let server = place.serve();
    let life = Life::drawn(dice);
    let share = beliefs.len().div_ceil(THREADS);
    let known = Crowd::default();
    let crowd: Vec<Person<'_>> = (0..THREADS)
        .map(|_| Person {
            crowd: &known,
            http: server.http,
            place,
            sink,
            dice: Dice(dice.below(u64::MAX)),
            tally: Tally::default(),
        })
        .collect();
    // What the last kill tore is looked at first, and without hurry.
    let crowd = everybody(crowd, beliefs.chunks_mut(share), |person, mine| {
        for belief in mine
            .iter_mut()
            .filter(|it| matches!(it.state, State::Torn { .. }))
        {
            assert!(person.step(belief).is_ok(), "the server went away");
        }
    });
    let over = AtomicBool::new(false);
    let mut server = Some(server);
    let crowd = std::thread::scope(|scope| {
        scope.spawn(|| {
            life.pass(&known);
            let log = server.take().map(Server::kill).unwrap_or_default();
            over.store(true, Ordering::SeqCst);
            assert!(!log.contains("panicked"), "{log}");
        });
        everybody(crowd, beliefs.chunks_mut(share), |person, mine| {
            // The first call without an answer is the kill: whatever followed would only be refused.
            let mut gone = false;
            while !gone && !over.load(Ordering::SeqCst) {
                let at = usize::try_from(person.dice.below(mine.len() as u64)).unwrap();
                gone = matches!(person.step(&mut mine[at]), Err(Stop));
            }
        })
    });
    let mut tally = Tally::default();
    crowd.iter().for_each(|person| tally.add(&person.tally));
    tally
}

/// When a server is killed.
enum Life {
    /// After this long.
    For(Duration),
    /// Right after so many changes, and this little: others are then being written.
    Until(usize, Duration),
}

impl Life {
    fn drawn(dice: &mut Dice) -> Life {
        if dice.chance(50) {
            Life::For(Duration::from_millis(40 + dice.below(320)))
        } else {
            let changes = usize::try_from(1 + dice.below(3)).unwrap();
            Life::Until(changes, Duration::from_micros(dice.below(4000)))
        }
    }

    fn pass(&self, crowd: &Crowd) {
        let start = Instant::now();
        match self {
            Life::For(long) => std::thread::sleep(*long),
            Life::Until(changes, more) => {
                while crowd.changed.load(Ordering::SeqCst) < *changes && start.elapsed() < LONGEST_LIFE {
                    std::thread::sleep(Duration::from_micros(200));
                }
                std::thread::sleep(*more);
            }
        }
    }
}

/// Each client at the same time with accounts of its own.
fn everybody<'a, 'b>(
    crowd: Vec<Person<'a>>,
    shares: impl Iterator<Item = &'b mut [Belief]>,
    act: impl Fn(&mut Person<'a>, &mut [Belief]) + Sync,
) -> Vec<Person<'a>> {
    let act = &act;
    std::thread::scope(|scope| {
        let run = |(mut person, mine): (Person<'a>, &'b mut [Belief])| {
            scope.spawn(move || {
                act(&mut person, mine);
                person
            })
        };
        let running: Vec<_> = crowd.into_iter().zip(shares).map(run).collect();
        running.into_iter().map(|it| it.join().unwrap()).collect()
    })
}

/// One last server, undisturbed: what was acknowledged must be there, and nothing else.
fn finish(place: &Place, sink: &Sink, beliefs: &mut [Belief], tally: &mut Tally, dice: &mut Dice) {
    sink.be(Mood::Kind);
    let server = place.serve();
    let own_dice = Dice(dice.below(u64::MAX));
    let crowd = Crowd::default();
    let mut person = Person {
        crowd: &crowd,
        http: server.http,
        place,
        sink,
        dice: own_dice,
        tally: Tally::default(),
    };
    for belief in beliefs.iter_mut() {
        if matches!(
            belief.state,
            State::Torn { .. }
                | State::Asked {
                    acknowledged: false,
                    ..
                }
        ) {
            assert!(person.step(belief).is_ok(), "the server went away");
        }
        let email = belief.email.clone();
        let start = Instant::now();
        while !person.letter_came(belief) {
            let (waiting, came) = (place.outbox(&[]), sink.letters_to(&email));
            assert!(
                start.elapsed() < PATIENCE,
                "an acknowledged ask has no letter: {belief:?}\nin the outbox: {waiting:#?}\nhanded over: {came:#?}"
            );
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert!(person.right_check(belief).is_ok(), "the server went away");
    }
    wait_until("an empty outbox", || place.waiting().is_empty());
    tally.add(&person.tally);
    person.tally = Tally::default();
    let on_record = usize::try_from(place.guesses().0).unwrap();
    let answered = tally.wrong..=tally.wrong + tally.lost;
    assert!(
        answered.contains(&on_record),
        "{on_record} wrong guesses on record, and {answered:?} made"
    );
    for belief in beliefs.iter() {
        person.replay_all(belief);
    }
    for belief in beliefs.iter() {
        belief.verify_passwords(place);
        belief.agrees_with(&sink.letters_to(&belief.email));
    }
    tally.add(&person.tally);
    let log = server.stop();
    assert!(!log.contains("panicked"), "{log}");
    sound(place);
}

/// Letters that came more than once: at least they are the same letter, with the same code for the same person.
fn duplicates(letters: &[Letter]) -> usize {
    let mut by_id: HashMap<String, Vec<&Letter>> = HashMap::new();
    for letter in letters {
        let id = letter.header("Message-ID").expect("a Message-ID");
        by_id.entry(id).or_default().push(letter);
    }
    for (id, copies) in &by_id {
        for copy in copies {
            assert_eq!(
                (&copy.to, copy.code()),
                (&copies[0].to, copies[0].code()),
                "two letters named {id}"
            );
        }
    }
    letters.len() - by_id.len()
}

/// The database is whole after a hundred kills.
fn sound(place: &Place) {
    let database = rusqlite::Connection::open(place.database()).unwrap();
    let said: String = database
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(said, "ok");
}
