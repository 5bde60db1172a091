//! What only the statements of flows show: that they tell nothing either.
#![allow(clippy::unwrap_used, reason = "tests, their helpers among them")]

use std::sync::Arc;

use parking_lot::Mutex;
use recovery::address::Email;
use recovery::budget::{Caps, Share};
use recovery::challenge::{ChallengeId, Ends};
use recovery::code::Rung;
use recovery::flow::{Beginning, Step};
use recovery::keys::KeyId;
use recovery::ledger::LedgerKey;
use recovery::ledger::Units;
use recovery::letter::{First, MessageTag};
use recovery::moment::{Moment, Span};
use recovery::ports::Who;
use recovery::ports::{Accounts, Flows, NewAccount, NewLetter};
use recovery::secret::Secret32;
use recovery::signing_in::SignIn;
use recovery::subject::Subject;
use rusqlite::StatementStatus;

use super::super::SqliteStore;
use super::super::reads::{LETTER, LOOK_UPS};
use super::super::shared::Change;

const NOW: Moment = Moment(1_800_000_000_000);

/// Ann has an account; nobody has the other address.
struct World {
    store: SqliteStore,
    ann: Email,
    nobody: Email,
}

impl World {
    async fn on(dir: &tempfile::TempDir) -> World {
        World {
            store: SqliteStore::open(dir.path(), NOW).unwrap(),
            ann: Email::parse("ann@example.com").unwrap(),
            nobody: Email::parse("nobody@example.com").unwrap(),
        }
    }

    /// How often a letter has been looked up.
    async fn looked_up(&self) -> usize {
        let counted = self
            .store
            .act(|tx| Ok(tx.prepare(LETTER)?.get_status(StatementStatus::Run)));
        usize::try_from(counted.await.unwrap()).unwrap()
    }

    /// Begins a flow; gives it, how many letters of the last hour were seen, and how many were looked up.
    async fn begin(&self, who: &Email, now: Moment) -> (ChallengeId, usize, usize) {
        let before = self.looked_up().await;
        let seen = Arc::new(Mutex::new(0));
        let noted = Arc::clone(&seen);
        let beginner = move |subject: Option<&Subject>| {
            *noted.lock() = subject.map_or(0, |it| it.recent_letters.len());
            beginning(subject, now)
        };
        let of = Who {
            key: who.key().clone(),
            ledger: LedgerKey([1; 16]),
        };
        let id = self.store.begin(&of, now, Box::new(beginner)).await.unwrap();
        let seen = *seen.lock();
        (id, seen, self.looked_up().await - before)
    }

    /// Asks again in a flow, which leads to nothing; gives what [`World::begin`] does.
    async fn again(&self, flow: ChallengeId, now: Moment) -> (usize, usize) {
        let before = self.looked_up().await;
        let seen = Arc::new(Mutex::new(0));
        let noted = Arc::clone(&seen);
        let stepper = move |flow: &recovery::flow::FlowSubject| {
            assert!(flow.letter.is_some());
            *noted.lock() = flow.recent_letters.len();
            Some(Step::Quiet)
        };
        let shown = self.store.ask_again(flow, now, Box::new(stepper)).await.unwrap();
        assert!(shown.is_some());
        let seen = *seen.lock();
        (seen, self.looked_up().await - before)
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

fn beginning(subject: Option<&Subject>, at: Moment) -> Beginning {
    Beginning {
        account: subject.map(|it| it.account),
        ledger: LedgerKey([1; 16]),
        tail: 7,
        seed: Secret32::new([7; 32]),
        key: KeyId(1),
        code: Some(SIX_DIGITS),
        ends: Ends {
            code: at + Span::hours(1),
            link: at + Span::hours(1),
        },
        locale: None,
        by_back_end: false,
        mark: None,
        letter: NewLetter {
            first: First::Code,
            tag: MessageTag([9; 16]),
            client: None,
            network: None,
            locale: None,
        },
        at,
    }
}

#[tokio::test]
async fn as_many_letters_are_looked_up_for_nobody_as_for_whoever_has_some() {
    let dir = tempfile::tempdir().unwrap();
    let world = World::on(&dir).await;
    let ann = NewAccount {
        email: world.ann.clone(),
        name: None,
        locale: None,
        sign_in: SignIn::Password,
        hash: None,
    };
    world.store.add(&[ann], NOW).await.unwrap();
    for letters in 0..4 {
        let (flow, seen, looked_up) = world.begin(&world.ann, NOW).await;
        assert_eq!((seen, looked_up), (letters, 0));
        assert_eq!(world.again(flow, NOW).await, (letters + 1, 1));
        let (flow, seen, looked_up) = world.begin(&world.nobody, NOW).await;
        assert_eq!((seen, looked_up), (0, 0));
        assert_eq!(world.again(flow, NOW).await, (0, 1));
    }
    drop(world);

    // After a restart the hour is known, too.
    let world = World::on(&dir).await;
    let (_, seen, looked_up) = world.begin(&world.ann, NOW).await;
    assert_eq!((seen, looked_up), (4, 0));

    // And what the memory does not have is found in rows, or as many are looked for in vain.
    world.store.shared.state.write().apply(&Change::HourPassed(NOW));
    let (flow, seen, looked_up) = world.begin(&world.ann, NOW).await;
    assert_eq!((seen, looked_up), (5, LOOK_UPS));
    assert_eq!(world.again(flow, NOW).await, (6, LOOK_UPS));
    let (flow, seen, looked_up) = world.begin(&world.nobody, NOW).await;
    assert_eq!((seen, looked_up), (0, LOOK_UPS));
    assert_eq!(world.again(flow, NOW).await, (0, LOOK_UPS));
    let (_, seen, looked_up) = world.begin(&world.ann, NOW + Span::hours(1)).await;
    assert_eq!(
        (seen, looked_up),
        (0, 0),
        "an hour later all of it is known again"
    );
}
