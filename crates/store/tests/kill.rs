//! `kill -9` at any moment: what was acknowledged is there, and nothing is half-done.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests, their helpers among them"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use recovery::address::Email;
use recovery::budget::{Caps, Share};
use recovery::challenge::Life;
use recovery::code::Rung;
use recovery::keys::KeyId;
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::{First, LetterState, MessageTag};
use recovery::moment::{Moment, Span};
use recovery::ports::Who;
use recovery::ports::{Accounts, NewAccount, NewLetter, Opening, Outbox, Proof, Redemption, Seen, Store};
use recovery::secret::{PasswordHash, Secret32};
use recovery::signing_in::SignIn;
use store::SqliteStore;

const NOW: Moment = Moment(1_800_000_000_000);
const ROUNDS: usize = 12;
const MARK: &str = "a-child-may-write-here";

fn email(name: &str) -> Email {
    Email::parse(&format!("{name}@example.com")).unwrap()
}

fn hash(name: &str) -> PasswordHash {
    PasswordHash::new(format!("$argon2id$of-{name}"))
}

/// Adds people, asks for them and sets passwords, and says what was acknowledged, until it is killed.
#[test]
fn child() {
    // Only the test below lays this mark, in a directory of its own: run by itself, this one has nothing to do.
    let Ok(round) = std::fs::read_to_string(MARK) else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    runtime.block_on(async {
        let store = SqliteStore::open(Path::new("data"), NOW).unwrap();
        let people = (0..16).map(|task| person_after_person(&store, format!("r{round}-t{task}")));
        futures::future::join_all(people).await;
    });
}

async fn person_after_person(store: &SqliteStore, prefix: String) {
    for n in 0.. {
        let name = format!("{prefix}-{n}");
        let account = NewAccount {
            email: email(&name),
            name: None,
            locale: None,
            sign_in: SignIn::Password,
            hash: None,
        };
        store.add(&[account], NOW).await.unwrap();
        acknowledge("added", &name);
        let seen = store.subject(&who(&name), NOW).await.unwrap().unwrap();
        assert!(store.open(&opening(&seen)).await.unwrap());
        acknowledge("asked", &name);
        let seen = store.subject(&who(&name), NOW).await.unwrap().unwrap();
        let redemption = Redemption {
            account: seen.account.id,
            version: seen.account.version,
            challenge: seen.challenge.unwrap().id,
            proof: Proof::Code { attempts: Some(5) },
            ledger: LedgerKey([1; 16]),
            hash: hash(&name),
            notice: MessageTag([3; 16]),
            locale: None,
            judged_at: NOW,
            at: NOW,
        };
        assert!(store.redeem(&redemption).await.unwrap());
        acknowledge("set", &name);
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

fn who(name: &str) -> Who {
    Who {
        key: email(name).key().clone(),
        ledger: LedgerKey([1; 16]),
    }
}

fn opening(seen: &recovery::subject::Subject) -> Opening {
    let life = Life {
        code: Span::minutes(10),
        link: Span::minutes(60),
    };
    Opening {
        account: seen.account.id,
        seen: Seen::of(seen),
        tail: 7,
        seed: Secret32::new([7; 32]),
        key: KeyId(1),
        code: Some(SIX_DIGITS),
        ledger: LedgerKey([1; 16]),
        ends: life.at_issue(NOW),
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

fn acknowledge(what: &str, name: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "ack {what} {name}").unwrap();
    out.flush().unwrap();
}

/// Runs a child and kills it after so many acknowledgements. What it has acknowledged, by name.
fn killed_after(dir: &Path, lines: usize) -> BTreeMap<String, BTreeSet<String>> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .current_dir(dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut acknowledged: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut said = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        // What it said before the signal reached it counts as well; half a line does not.
        let [_, what, name] = line.split(' ').collect::<Vec<_>>()[..] else {
            continue;
        };
        if line.starts_with("ack ") {
            acknowledged
                .entry(name.to_owned())
                .or_default()
                .insert(what.to_owned());
            said += 1;
            if said == lines {
                child.kill().unwrap();
            }
        }
    }
    assert!(!child.wait().unwrap().success(), "it was killed");
    assert!(said >= lines, "it came so far");
    acknowledged
}

#[test]
fn what_was_acknowledged_survives_kill_9_and_nothing_is_half_done() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    for round in 0..ROUNDS {
        std::fs::write(dir.path().join(MARK), round.to_string()).unwrap();
        let acknowledged = killed_after(dir.path(), 5 + round * 17);
        runtime.block_on(async {
            let store = SqliteStore::open(&dir.path().join("data"), NOW).unwrap();
            for (name, acts) in &acknowledged {
                let seen = store.subject(&who(name), NOW).await.unwrap().expect(name);
                assert_eq!(seen.challenge.is_some(), seen.letter.is_some(), "{name}");
                assert!(seen.challenge.is_some() || !acts.contains("asked"), "{name}");
                let used = seen.challenge.is_some_and(|it| it.used);
                assert_eq!(used, seen.account.version.0 == 2, "{name}");
                let password = store.password_of(email(name).key()).await.unwrap();
                assert_eq!(password, used.then(|| hash(name)), "{name}");
                assert!(used || !acts.contains("set"), "{name}");
            }
            let waiting = store.list(&[LetterState::Waiting], None, 100_000).await.unwrap();
            let mut per_account: BTreeMap<i64, usize> = BTreeMap::new();
            for letter in &waiting {
                let account = letter.account.as_ref().unwrap();
                *per_account.entry(account.id.0).or_default() += 1;
            }
            for account in store.accounts(None, 100_000).await.unwrap() {
                let letters = per_account.get(&account.id.0).copied().unwrap_or(0);
                let changed = account.version.0 == 2;
                assert!(
                    if changed { letters == 2 } else { letters <= 1 },
                    "a notice with every change"
                );
            }
        });
    }
}
