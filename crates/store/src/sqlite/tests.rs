//! Promises that only a store on disk can break.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests, their helpers among them"
)]

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use futures::future::join_all;
use recovery::address::Email;
use recovery::budget::{Caps, Share};
use recovery::challenge::{Life, Stage};
use recovery::code::Rung;
use recovery::disowning::{self, Changes};
use recovery::keys::KeyId;
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::{Delivery, First, LetterState, MessageTag, Report};
use recovery::moment::{Moment, Reading, Span};
use recovery::ports::{
    Accounts, Added, Broken, Guess, NewAccount, NewLetter, Opening, Outbox, Proof, Redemption, Seen, Store,
    Verdict,
};
use recovery::ports::{Price, Who};
use recovery::secret::{PasswordHash, Secret32};
use recovery::signing_in::SignIn;
use recovery::subject::{Status, Subject};
use rusqlite::Connection;

use super::fault::Fault;
use super::shared::Change;
use super::{OpenError, SqliteStore, schema};
use crate::live::Current;

const NOW: Moment = Moment(1_800_000_000_000);

fn opened(dir: &tempfile::TempDir) -> SqliteStore {
    SqliteStore::open(dir.path(), NOW).unwrap()
}

/// Six digits, with all the room there is.
const SIX_DIGITS: Share = Share {
    rung: Rung::SIX_DIGITS,
    caps: Some(Caps {
        account: Units(i64::MAX),
        service: None,
    }),
};

fn email(n: usize) -> Email {
    Email::parse(&format!("p{n}@example.com")).unwrap()
}

fn who(n: usize) -> Who {
    Who {
        key: email(n).key().clone(),
        ledger: LedgerKey([1; 16]),
    }
}

async fn add(store: &SqliteStore, people: std::ops::Range<usize>) {
    let batch: Vec<NewAccount> = people
        .map(|n| NewAccount {
            email: email(n),
            name: None,
            locale: None,
            sign_in: SignIn::Password,
            hash: None,
        })
        .collect();
    let added = store.add(&batch, NOW).await.unwrap();
    assert!(added.iter().all(|it| matches!(it, Added::New(_))));
}

async fn subject(store: &SqliteStore, n: usize) -> Subject {
    store.subject(&who(n), NOW).await.unwrap().unwrap()
}

fn opening(seen: &Subject) -> Opening {
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

async fn open(store: &SqliteStore, n: usize) -> Result<bool, Broken> {
    let seen = subject(store, n).await;
    store.open(&opening(&seen)).await
}

fn wrong(seen: &Subject) -> Guess {
    Guess {
        account: seen.account.id,
        version: seen.account.version,
        challenge: seen.challenge.as_ref().unwrap().id,
        verdict: Verdict::Wrong,
        price: Price {
            ledger: LedgerKey([1; 16]),
            cost: Units(1),
            caps: SIX_DIGITS.caps,
        },
        attempts: Some(5),
        at: NOW,
    }
}

fn right(seen: &Subject) -> Guess {
    Guess {
        verdict: Verdict::Right,
        ..wrong(seen)
    }
}

fn redemption(seen: &Subject, proof: Proof) -> Redemption {
    Redemption {
        account: seen.account.id,
        version: seen.account.version,
        challenge: seen.challenge.as_ref().unwrap().id,
        proof,
        ledger: LedgerKey([1; 16]),
        hash: PasswordHash::new("$argon2id$new".into()),
        notice: MessageTag([3; 16]),
        locale: None,
        judged_at: NOW,
        at: NOW,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_that_wait_share_a_commit() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..64).await;
    let before = store.stats();
    let opened = join_all((0..64).map(|n| open(&store, n))).await;
    assert!(opened.iter().all(|it| matches!(it, Ok(true))));
    let after = store.stats();
    assert_eq!(after.acts - before.acts, 64);
    assert!(after.commits - before.commits < 64, "{after:?}");
}

#[tokio::test]
async fn an_act_that_changes_nothing_syncs_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..1).await;
    let stale = subject(&store, 0).await;
    assert!(open(&store, 0).await.unwrap());
    let before = store.stats().commits;
    assert!(!store.open(&opening(&stale)).await.unwrap());
    assert_eq!(store.stats().commits, before);
}

/// Keeps the writer busy until it is let go, so that whatever is sent meanwhile becomes one group.
fn hold(store: &Arc<SqliteStore>) -> (std::sync::mpsc::Sender<()>, tokio::task::JoinHandle<()>) {
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let (wait, holding) = (std::sync::Mutex::new(wait), Arc::clone(store));
    let held = tokio::spawn(async move {
        let held = holding.act(move |_| {
            let _ = wait.lock().unwrap().recv();
            Ok(())
        });
        held.await.unwrap();
    });
    (go, held)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_that_panics_or_fails_takes_no_other_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(opened(&dir));
    add(&store, 0..32).await;
    assert!(open(&store, 31).await.unwrap());
    let seen = subject(&store, 31).await;
    let before = store.stats();
    let (go, held) = hold(&store);
    // Until the writer has taken it: a group of its own.
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let half_done = |tx: &mut super::Tx<'_>| {
        tx.conn().execute("DELETE FROM account", []).unwrap();
        tx.change(super::shared::Change::Current(
            recovery::subject::AccountId(1),
            None,
        ));
    };
    let acts = (0..31).map(|n| {
        let (store, seen) = (Arc::clone(&store), seen.clone());
        tokio::spawn(async move {
            match n % 4 {
                0 => open(&store, n).await.map_err(|_| ()),
                1 => store.settle(&wrong(&seen)).await.map_err(|_| ()),
                2 => store
                    .act(move |tx| {
                        half_done(tx);
                        Err::<bool, _>(Fault::Corrupt("on purpose"))
                    })
                    .await
                    .map_err(|_| ()),
                _ => store
                    .act(move |tx| -> Result<bool, Fault> {
                        half_done(tx);
                        panic!("on purpose")
                    })
                    .await
                    .map_err(|_| ()),
            }
        })
    });
    let acts: Vec<_> = acts.collect();
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    go.send(()).unwrap();
    let mut wrong_guesses = 0;
    for (n, ended) in join_all(acts).await.into_iter().enumerate() {
        let ended = ended.unwrap();
        match n % 4 {
            0 => assert_eq!(ended, Ok(true), "{n}"),
            1 => wrong_guesses += u32::from(ended == Ok(true)),
            _ => assert_eq!(ended, Err(()), "{n}"),
        }
    }
    let after = store.stats();
    assert_eq!(
        (after.acts - before.acts, after.failures - before.failures),
        (32, 15)
    );
    assert!(
        after.commits - before.commits <= 2,
        "one group, and what held it back"
    );
    held.await.unwrap();
    assert_eq!(store.count().await.unwrap(), 32);
    for n in (0..31).step_by(4) {
        assert!(subject(&store, n).await.challenge.is_some(), "{n}");
    }
    // Counted once each, although the group ran twice.
    assert_eq!(wrong_guesses, 5);
    let spent = store.spent(LedgerKey([1; 16]), NOW).await.unwrap();
    assert_eq!(spent.account, Units(5));
    assert_eq!(subject(&store, 31).await.challenge.unwrap().tries, 5);
    assert!(open(&store, 1).await.unwrap(), "the writer goes on");
}

/// Lets the database grow by so many pages and no more, as a full disk would.
async fn room(store: &SqliteStore, pages: i64) {
    let grown = move |tx: &mut super::Tx<'_>| {
        let used: i64 = tx
            .conn()
            .pragma_query_value(None, "page_count", |row| row.get(0))?;
        tx.conn()
            .query_row(&format!("PRAGMA max_page_count = {}", used + pages), [], |_| {
                Ok(())
            })?;
        Ok(())
    };
    store.act(grown).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_acts_fail_whole_and_go_on_once_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..400).await;
    room(&store, 4).await;
    let ended = join_all((0..400).map(|n| open(&store, n))).await;
    let refused: Vec<usize> = (0..400).filter(|n| ended[*n].is_err()).collect();
    assert!(!refused.is_empty() && matches!(ended[refused[0]], Err(Broken::Store(_))));
    let waiting = async || {
        store
            .list(&[LetterState::Waiting], None, 1000)
            .await
            .unwrap()
            .len()
    };
    assert_eq!(waiting().await, 400 - refused.len());
    for n in &refused {
        assert!(subject(&store, *n).await.challenge.is_none(), "nothing half-done");
    }
    room(&store, 10_000).await;
    for n in &refused {
        assert!(open(&store, *n).await.unwrap());
    }
    assert_eq!(waiting().await, 400);
    store.close();
    let store = opened(&dir);
    for n in 0..400 {
        assert!(subject(&store, n).await.challenge.is_some());
    }
}

#[tokio::test]
async fn whatever_keeps_a_wrong_guess_from_being_counted_keeps_a_right_one_from_being_told() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..1).await;
    assert!(open(&store, 0).await.unwrap());
    let seen = subject(&store, 0).await;
    let before = store.stats().commits;
    assert!(store.settle(&right(&seen)).await.unwrap());
    assert_eq!(
        store.stats().commits,
        before + 1,
        "it is as much work as a wrong one"
    );
    assert_eq!(subject(&store, 0).await.challenge.unwrap().tries, 0);
    // Other guesses fill the last page, and there is no next one.
    room(&store, 0).await;
    let unlimited = |guess: Guess| Guess {
        attempts: None,
        ..guess
    };
    let mut counted = 0;
    while store.settle(&unlimited(wrong(&seen))).await.is_ok() {
        counted += 1;
        assert!(counted < 10_000);
    }
    assert!(matches!(
        store.settle(&unlimited(right(&seen))).await,
        Err(Broken::Store(_))
    ));
    room(&store, 10).await;
    assert!(store.settle(&unlimited(right(&seen))).await.unwrap());
    let soon = |tx: &mut super::Tx<'_>| Ok(tx.conn().busy_timeout(std::time::Duration::from_millis(20))?);
    store.act(soon).await.unwrap();
    let other = Connection::open(dir.path().join(schema::FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    for guess in [wrong(&seen), right(&seen)] {
        let ended = store.settle(&unlimited(guess)).await;
        assert!(matches!(ended, Err(Broken::Store(_))), "{guess:?}");
    }
    store.writer.close();
    for guess in [wrong(&seen), right(&seen)] {
        assert!(store.settle(&guess).await.is_err(), "{guess:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_stays_holds_no_act_up_while_the_log_is_copied() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..1).await;
    let reader = Connection::open(dir.path().join(schema::FILE)).unwrap();
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM account;")
        .unwrap();
    let _held: i64 = reader
        .query_row("SELECT count(*) FROM account", [], |row| row.get(0))
        .unwrap();
    let long = |tx: &mut super::Tx<'_>| {
        let much = "CREATE TABLE much AS SELECT randomblob(12000000) AS it";
        Ok(tx.conn().execute_batch(much)?)
    };
    store.act(long).await.unwrap();
    for _ in 0..100 {
        let acted = tokio::time::timeout(std::time::Duration::from_secs(1), store.ready()).await;
        acted.unwrap().unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let before = store.stats().checkpoints;
    reader.execute_batch("COMMIT").unwrap();
    for _ in 0..100 {
        if store.stats().checkpoints > before {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the log is started anew once nobody is in the way");
}

#[tokio::test]
async fn a_write_lock_held_elsewhere_fails_acts_and_its_release_lets_them_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..1).await;
    let soon = |tx: &mut super::Tx<'_>| Ok(tx.conn().busy_timeout(std::time::Duration::from_millis(20))?);
    store.act(soon).await.unwrap();
    let other = Connection::open(dir.path().join(schema::FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(open(&store, 0).await.is_err());
    assert!(store.ready().await.is_err());
    other.execute_batch("ROLLBACK").unwrap();
    store.ready().await.unwrap();
    assert!(open(&store, 0).await.unwrap());
}

#[tokio::test]
async fn a_corrupt_end_counts_as_reached() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..1).await;
    assert!(open(&store, 0).await.unwrap());
    for corrupt in ["NULL", "0", "-5", "9223372036854775807"] {
        let sql = format!("UPDATE challenge SET expires_at = {corrupt}, link_expires_at = {corrupt}");
        store
            .act(move |tx| Ok(tx.conn().execute_batch(&sql)?))
            .await
            .unwrap();
        let seen = subject(&store, 0).await;
        let challenge = seen.challenge.as_ref().unwrap();
        assert_eq!(
            (challenge.stage(NOW), challenge.link_stage(NOW)),
            (Stage::Expired, Stage::Expired)
        );
        for proof in [Proof::Link, Proof::Code { attempts: None }] {
            assert!(
                !store.redeem(&redemption(&seen, proof)).await.unwrap(),
                "{corrupt}"
            );
        }
        let report = Report {
            letter: seen.letter.unwrap().id,
            delivery: Delivery::HandedOver(NOW),
        };
        store.record(&[report], NOW).await.unwrap();
    }
    let purged = store.purge(NOW + Span::minutes(60)).await.unwrap();
    assert_eq!(purged.challenges, 1, "as if it had ended at issue");
}

#[test]
fn a_second_server_is_refused_until_the_first_has_ended() {
    let dir = tempfile::tempdir().unwrap();
    let first = opened(&dir);
    let refused = SqliteStore::open(dir.path(), NOW).err().unwrap();
    assert!(matches!(refused, OpenError::Locked(_)) && refused.to_string().contains("another resetd"));
    drop(first);
    drop(opened(&dir));
}

#[test]
fn a_server_waits_a_moment_for_a_command_that_holds_the_lock() {
    let dir = tempfile::tempdir().unwrap();
    let command = super::take_lock(dir.path()).unwrap().unwrap();
    std::thread::scope(|scope| {
        let server = scope.spawn(|| SqliteStore::open(dir.path(), NOW).map(drop));
        std::thread::sleep(std::time::Duration::from_millis(300));
        drop(command);
        server.join().unwrap().unwrap();
    });
}

#[test]
fn a_newer_schema_is_refused_and_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    drop(opened(&dir));
    let conn = Connection::open(dir.path().join(schema::FILE)).unwrap();
    conn.execute_batch(
        "INSERT INTO refinery_schema_history VALUES (999, 'later', '2030-01-01T00:00:00Z', '1')",
    )
    .unwrap();
    drop(conn);
    for refused in [
        SqliteStore::open(dir.path(), NOW),
        SqliteStore::beside(dir.path(), NOW),
    ] {
        let error = refused.err().unwrap();
        assert!(matches!(error, OpenError::Newer { found: 999, .. }), "{error}");
    }
}

#[test]
fn a_migration_that_was_changed_after_it_ran_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(opened(&dir));
    let conn = Connection::open(dir.path().join(schema::FILE)).unwrap();
    conn.execute_batch("UPDATE refinery_schema_history SET checksum = '1'")
        .unwrap();
    drop(conn);
    let refused = SqliteStore::open(dir.path(), NOW).err().unwrap();
    assert!(matches!(refused, OpenError::Migration(_)), "{refused}");
}

#[test]
fn only_its_owner_can_read_a_data_directory() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let _store = SqliteStore::open(&data, NOW).unwrap();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    let mut files = 0;
    for file in std::fs::read_dir(&data).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{path:?}");
        files += 1;
    }
    assert!(files >= 4, "lock, database, log and its index");
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_work_beside_a_server_and_its_guards_see_what_they_do() {
    let dir = tempfile::tempdir().unwrap();
    let server = opened(&dir);
    let beside = SqliteStore::beside(dir.path(), NOW).unwrap();
    let (imported, asked) = tokio::join!(
        async {
            for batch in 0..20 {
                add(&beside, batch * 100..batch * 100 + 100).await;
            }
        },
        async {
            add(&server, 5000..5001).await;
            for _ in 0..50 {
                assert!(open(&server, 5000).await.unwrap());
            }
        }
    );
    let ((), ()) = (imported, asked);
    assert_eq!(server.count().await.unwrap(), 2001);
    assert!(open(&server, 7).await.unwrap());
    let seen = subject(&server, 7).await;
    let letter = seen.letter.unwrap().id;
    let why = "550".to_owned();
    let delivery = Delivery::Refused { why };
    server.record(&[Report { letter, delivery }], NOW).await.unwrap();
    assert!(beside.retry(letter, NOW).await.unwrap());
    assert_eq!(beside.backlog().await.unwrap(), 51);
    assert!(
        beside
            .set_status(email(7).key(), Status::Disabled, NOW)
            .await
            .unwrap()
    );
    assert!(!server.open(&opening(&seen)).await.unwrap());
    assert!(!server.redeem(&redemption(&seen, Proof::Link)).await.unwrap());
    assert!(beside.remove(email(7).key()).await.unwrap());
    assert!(server.subject(&who(7), NOW).await.unwrap().is_none());
    assert!(
        beside.open(&opening(&seen)).await.is_err(),
        "what only the server may do"
    );
    assert!(
        beside
            .claim(1, Reading::steady(NOW), Span::seconds(1))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_command_before_the_first_serve_lays_the_database() {
    let dir = tempfile::tempdir().unwrap();
    let beside = SqliteStore::beside(&dir.path().join("new"), NOW).unwrap();
    add(&beside, 0..1).await;
    drop(beside);
    let server = SqliteStore::open(&dir.path().join("new"), NOW).unwrap();
    assert!(open(&server, 0).await.unwrap());
}

#[tokio::test]
async fn dropping_the_store_finishes_what_waits() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..20).await;
    {
        let mut waiting = Vec::new();
        for n in 0..20 {
            let opening = opening(&subject(&store, n).await);
            let mut act = Box::pin(store.act(move |tx| super::acts::open(tx, &opening)));
            // Polled once, so that it waits in the writer's inbox, and then given up by its caller.
            let _ = futures::poll!(&mut act);
            waiting.push(act);
        }
    }
    drop(store);
    let store = opened(&dir);
    for n in 0..20 {
        assert!(subject(&store, n).await.challenge.is_some());
    }
    let opening = opening(&subject(&store, 0).await);
    store.writer.close();
    assert!(
        store.open(&opening).await.is_err(),
        "a closed store takes no acts"
    );
}

#[tokio::test]
async fn no_secret_in_clear_and_no_code_has_a_column() {
    let dir = tempfile::tempdir().unwrap();
    drop(opened(&dir));
    let conn = Connection::open(dir.path().join(schema::FILE)).unwrap();
    let mut columns = conn
        .prepare("SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c")
        .unwrap();
    let names: Vec<String> = columns
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let telling = |name: &&String| {
        ["code", "link", "token", "otp", "secret"].contains(&name.rsplit('.').next().unwrap())
    };
    assert_eq!(names.iter().find(telling), None);
}

#[tokio::test]
async fn calls_of_clients_that_count_no_more_are_purged_however_many_there_are() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    let beside = schema::writer(dir.path()).unwrap();
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
                INSERT INTO client_hit (doing, at, client) SELECT 0, ?1, zeroblob(16) FROM n";
    beside.execute(rows, [(NOW - Span::hours(2)).0]).unwrap();
    let mut bites = 0;
    while store.purge(NOW).await.unwrap().more {
        bites += 1;
        assert!(bites < 10, "it comes to an end");
    }
    let left: i64 = beside
        .query_row("SELECT count(*) FROM client_hit", [], |row| row.get(0))
        .unwrap();
    assert_eq!(
        (left, bites),
        (0, 2),
        "ten thousand at once, and the rest without waiting"
    );
}

#[tokio::test]
async fn a_letter_that_is_on_disk_before_the_memory_has_heard_of_it_is_not_taken_for_an_old_one() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..2).await;
    for n in 0..2 {
        assert!(open(&store, n).await.unwrap());
    }
    // As it is between the commit and the moment in which the memory is told: no challenge for one, and for the other
    // one that is older.
    let (none, older) = (subject(&store, 0).await, subject(&store, 1).await);
    let before = |seen: &Subject| seen.challenge.as_ref().unwrap().id.row - 1;
    let older_one = Current {
        row: before(&older),
        ..Current::default()
    };
    {
        let mut state = store.shared.state.write();
        state.apply(&Change::Current(none.account.id, None));
        state.apply(&Change::Current(older.account.id, Some(older_one)));
    }
    let claimed = store
        .claim(8, Reading::steady(NOW), Span::seconds(60))
        .await
        .unwrap();
    assert_eq!(
        claimed.iter().map(|it| it.latest).collect::<Vec<_>>(),
        [true, true]
    );
}

#[test]
fn no_statement_is_prepared_anew_because_of_what_is_bound_to_it() {
    let dir = tempfile::tempdir().unwrap();
    drop(opened(&dir));
    let conn = schema::writer(dir.path()).unwrap();
    let mut claim = conn.prepare(super::claims::LOAD).unwrap();
    for letter in 1..=3 {
        assert!(!claim.exists([letter]).unwrap());
    }
    assert_eq!(claim.get_status(rusqlite::StatementStatus::RePrepare), 0);
}

#[test]
fn an_ask_finds_how_an_account_stands_without_reading_its_row() {
    let dir = tempfile::tempdir().unwrap();
    drop(opened(&dir));
    let conn = schema::writer(dir.path()).unwrap();
    let explained = format!("EXPLAIN QUERY PLAN {}", super::reads::BY_KEY);
    let plan: String = conn.query_row(&explained, ["key"], |row| row.get(3)).unwrap();
    assert!(plan.contains("COVERING INDEX account_standing"), "{plan}");
}

#[tokio::test]
async fn no_program_can_give_two_accounts_one_address() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..2).await;
    let conn = schema::writer(dir.path()).unwrap();
    let (added, readdressed) = (
        "INSERT INTO account (email_key, email, version, status, created_at)
         SELECT email_key, email, 1, 0, 1 FROM account WHERE id = 1",
        "UPDATE account SET email_key = (SELECT email_key FROM account WHERE id = 1) WHERE id = 2",
    );
    for twice in [added, readdressed] {
        let refused = conn.execute(twice, []).unwrap_err().to_string();
        assert_eq!(refused, "an account has this address");
    }
    let same = conn.execute("UPDATE account SET email_key = email_key WHERE id = 2", []);
    assert_eq!((same, store.count().await.unwrap()), (Ok(1), 2));
}

#[tokio::test]
async fn a_row_that_cannot_be_read_keeps_no_other_letter_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..3).await;
    for n in 0..3 {
        assert!(open(&store, n).await.unwrap());
    }
    let conn = schema::writer(dir.path()).unwrap();
    let first = subject(&store, 0).await;
    let row = first.challenge.as_ref().unwrap().id.row;
    conn.execute("UPDATE challenge SET rung = 'nonsense' WHERE id = ?1", [row])
        .unwrap();
    conn.execute(
        "UPDATE letter SET kind = 9 WHERE account = ?1",
        [subject(&store, 1).await.account.id.0],
    )
    .unwrap();
    let claimed = store
        .claim(10, Reading::steady(NOW), Span::minutes(5))
        .await
        .unwrap();
    let accounts: Vec<_> = claimed.iter().map(|it| it.account.as_ref().unwrap().id).collect();
    assert_eq!(accounts, [subject(&store, 2).await.account.id]);
}

#[test]
fn the_writer_syncs_each_commit_and_a_reader_cannot_write() {
    let dir = tempfile::tempdir().unwrap();
    drop(opened(&dir));
    let asked = |conn: &Connection, pragma: &str| -> String {
        let value = conn.pragma_query_value(None, pragma, |row| row.get::<_, rusqlite::types::Value>(0));
        format!("{:?}", value.unwrap())
    };
    let writer = schema::writer(dir.path()).unwrap();
    // 2 is FULL: the log is synced before a commit returns, and not only at checkpoints.
    assert_eq!(asked(&writer, "synchronous"), "Integer(2)");
    assert_eq!(asked(&writer, "journal_mode"), "Text(\"wal\")");
    let reader = schema::reader(dir.path()).unwrap();
    let refused = reader.execute("DELETE FROM account", []).unwrap_err();
    assert_eq!(refused.sqlite_error_code(), Some(rusqlite::ErrorCode::ReadOnly));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_and_a_change_taken_back_end_the_sessions_of_before() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(&dir);
    add(&store, 0..1).await;
    let ends = || -> Option<i64> {
        let conn = Connection::open(dir.path().join(schema::FILE)).unwrap();
        let read = "SELECT sessions_valid_after FROM account";
        conn.query_row(read, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(ends(), None);
    assert!(matches!(open(&store, 0).await, Ok(true)));
    let seen = subject(&store, 0).await;
    let redeemed = redemption(&seen, Proof::Code { attempts: Some(5) });
    assert!(store.redeem(&redeemed).await.unwrap());
    assert_eq!(ends(), Some(NOW.0));
    let change = disowning::Change {
        account: seen.account.id,
        at: NOW,
    };
    let later = NOW + Span::minutes(7);
    assert!(store.disown(change, later).await.unwrap());
    assert_eq!(ends(), Some(later.0));
}

#[tokio::test]
async fn the_book_of_the_ledger_says_the_same_beside_the_server_before_and_after_guesses_are_folded() {
    use recovery::ledger_book::LedgerBook;
    let dir = tempfile::tempdir().unwrap();
    let server = opened(&dir);
    add(&server, 0..2).await;
    for n in 0..2 {
        assert!(open(&server, n).await.unwrap());
    }
    let (ann, bob) = (subject(&server, 0).await, subject(&server, 1).await);
    let key = |n: u8| LedgerKey([n; 16]);
    for (seen, of, times) in [(&ann, 1, 3), (&bob, 2, 1)] {
        for _ in 0..times {
            let mut guess = wrong(seen);
            guess.price.ledger = key(of);
            assert!(server.settle(&guess).await.unwrap());
        }
    }
    let redeemed = Redemption {
        ledger: key(2),
        ..redemption(&bob, Proof::Link)
    };
    assert!(server.redeem(&redeemed).await.unwrap());
    let beside = SqliteStore::beside(dir.path(), NOW).unwrap();
    let book = beside.book(1, NOW).await.unwrap();
    assert_eq!(
        (book.service, book.lately, book.accounts),
        (Units(4), Units(4), 2)
    );
    let [most] = book.most[..] else { panic!("{book:?}") };
    assert_eq!(
        (most.account, most.spent, most.lately, most.in_a_row),
        (key(1), Units(3), Units(3), 3)
    );
    let later = NOW + Span::hours(5);
    server.purge(later).await.unwrap();
    let book = beside.book(9, later).await.unwrap();
    assert_eq!(
        (book.service, book.lately, book.accounts),
        (Units(4), Units(0), 2)
    );
    let shown: Vec<_> = book
        .most
        .iter()
        .map(|it| (it.account, it.spent, it.in_a_row))
        .collect();
    let spent = server.spent(key(2), later).await.unwrap();
    assert_eq!(shown, [(key(1), Units(3), 3), (key(2), Units(1), spent.in_a_row)]);
}
