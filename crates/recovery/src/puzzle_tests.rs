//! What a puzzle is worth, and to whom. The clock is the machine's: the library looks at it as well.
#![allow(clippy::disallowed_methods, reason = "the library looks at the same clock")]

use std::time::{SystemTime, UNIX_EPOCH};

use altcha::SolveChallengeOptions;

use super::*;
use crate::keys::KeyId;

struct Same;

impl Chance for Same {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        bytes.fill(7);
        Ok(())
    }
}

fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Moment(i64::try_from(since.as_millis()).unwrap())
}

fn ring(keys: &[u8]) -> KeyRing {
    let key = |it: u8| Secret32::new(mac(&Secret32::new([it; 32]), &[b"a test's key"]));
    let keys = keys.iter().map(|it| (KeyId(u32::from(*it)), key(*it)));
    KeyRing::new(keys.collect(), key(0xee)).unwrap()
}

fn client(text: &str) -> Prefix {
    Prefix::of(text.parse().unwrap())
}

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    std::array::from_fn(|n| u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).unwrap())
}

/// Solved by the library, as a client would.
fn solved(puzzle: &Puzzle) -> Proof {
    let solution = altcha::solve_challenge(SolveChallengeOptions::new(puzzle))
        .unwrap()
        .unwrap();
    Proof {
        nonce: bytes(&puzzle.parameters.nonce),
        salt: bytes(&puzzle.parameters.salt),
        cost: puzzle.parameters.cost,
        expires_at: puzzle.parameters.expires_at.unwrap(),
        signature: bytes(puzzle.signature.as_deref().unwrap()),
        counter: solution.counter,
        key: bytes(&solution.derived_key),
    }
}

#[test]
fn a_solved_puzzle_is_good_for_its_client_and_its_limit_until_it_ends() {
    let (ring, now, ann) = (ring(&[1]), now(), client("192.0.2.1"));
    let puzzle = ring.puzzle(Doing::Asking, &ann, 1, now, &Same).unwrap();
    assert_eq!(puzzle.parameters.key_prefix, "000");
    let proof = solved(&puzzle);
    let ours = |proof: &Proof, doing, client: &str, at| ring.ours(proof, doing, &self::client(client), at);
    let found = ours(&proof, Doing::Asking, "192.0.2.1", now).unwrap();
    assert!(found.is_solved());
    assert_eq!(found.spend().until.0 / 1000, proof.expires_at);
    assert!(ours(&proof, Doing::Asking, "192.0.2.1", now + Span::minutes(9)).is_some());
    assert!(
        ours(&proof, Doing::Asking, "192.0.2.1", now + PUZZLE_LIFE).is_none(),
        "over"
    );
    assert!(
        ours(&proof, Doing::Checking, "192.0.2.1", now).is_none(),
        "another limit"
    );
    assert!(
        ours(&proof, Doing::Asking, "192.0.2.2", now).is_none(),
        "another client"
    );
    let strangers = self::ring(&[2]);
    assert!(
        strangers.ours(&proof, Doing::Asking, &ann, now).is_none(),
        "another key"
    );
    let rotated = self::ring(&[1, 2]);
    assert!(
        rotated.ours(&proof, Doing::Asking, &ann, now).is_some(),
        "its key is still there"
    );
}

#[test]
fn nothing_of_a_puzzle_can_be_changed_and_no_other_counter_solves_it() {
    let (ring, now, ann) = (ring(&[1]), now(), client("2001:db8::1"));
    let proof = solved(&ring.puzzle(Doing::Checking, &ann, 2, now, &Same).unwrap());
    let ours = |proof: Proof| ring.ours(&proof, Doing::Checking, &ann, now);
    assert!(ours(proof).unwrap().is_solved());
    let changed = [
        Proof {
            nonce: [8; 16],
            ..proof
        },
        Proof {
            salt: [8; 16],
            ..proof
        },
        Proof { cost: 1, ..proof },
        Proof {
            expires_at: proof.expires_at + 1,
            ..proof
        },
        Proof {
            signature: [0; 32],
            ..proof
        },
    ];
    assert!(changed.into_iter().all(|it| ours(it).is_none()));
    for wrong in [
        Proof {
            counter: proof.counter.wrapping_add(1),
            ..proof
        },
        Proof {
            key: [0; 32],
            ..proof
        },
    ] {
        let wrong = ours(wrong).unwrap();
        assert!(!wrong.is_solved());
        assert_eq!(
            wrong.spend(),
            ours(proof).unwrap().spend(),
            "and uses the puzzle up"
        );
    }
}
