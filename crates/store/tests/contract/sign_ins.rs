//! Failures in a row.

use futures::future::join_all;
use recovery::ledger::LedgerKey;
use recovery::moment::{Moment, Span};
use recovery::sign_in::{FIRST_WAIT, FORGOTTEN_AFTER, FREE_FAILURES, Permit, Try};
use recovery::subject::AccountVersion;

use super::world::{NOW, World};

const ANN: LedgerKey = LedgerKey([1; 16]);
const BOB: LedgerKey = LedgerKey([2; 16]);

fn it(who: LedgerKey, at: Moment) -> Try {
    Try {
        who,
        version: AccountVersion(1),
        at,
    }
}

async fn fail(w: &World, who: LedgerKey, times: u32) {
    for _ in 0..times {
        assert_eq!(w.store().attempt(&it(who, NOW)).await.unwrap(), Permit::Granted);
    }
}

pub async fn counted(w: &mut World) {
    fail(w, ANN, FREE_FAILURES).await;
    w.pause();
    let held = w.store().attempt(&it(ANN, NOW)).await.unwrap();
    assert_eq!(held, Permit::Wait(FIRST_WAIT));
    assert_eq!(
        w.store().attempt(&it(BOB, NOW)).await.unwrap(),
        Permit::Granted,
        "each for itself"
    );
    let after = it(ANN, NOW + FIRST_WAIT);
    assert_eq!(w.store().attempt(&after).await.unwrap(), Permit::Granted);
    w.pause();
    let held = w.store().attempt(&after).await.unwrap();
    assert_eq!(held, Permit::Wait(Span(FIRST_WAIT.0 * 2)), "it grows");
    let changed = Try {
        version: AccountVersion(2),
        ..after
    };
    assert_eq!(w.store().attempt(&changed).await.unwrap(), Permit::Granted);
}

pub async fn race(w: &mut World) {
    let store = w.store();
    let tries = (0..FREE_FAILURES + 50).map(|_| {
        let store = store.clone();
        async move { store.attempt(&it(ANN, NOW)).await }
    });
    let granted = join_all(tries).await;
    let granted = granted.into_iter().filter(|it| matches!(it, Ok(Permit::Granted)));
    assert_eq!(granted.count(), usize::try_from(FREE_FAILURES).unwrap());
}

pub async fn forgotten(w: &mut World) {
    fail(w, ANN, FREE_FAILURES).await;
    let long_after = NOW + FORGOTTEN_AFTER + Span::seconds(1);
    w.store().attempt(&it(BOB, long_after)).await.unwrap();
    w.pause();
    assert_eq!(
        w.store().attempt(&it(ANN, NOW)).await.unwrap(),
        Permit::Granted,
        "the count has gone"
    );
}

pub async fn cleared(w: &mut World) {
    fail(w, ANN, FREE_FAILURES).await;
    w.store().cleared(ANN).await.unwrap();
    w.pause();
    fail(w, ANN, FREE_FAILURES).await;
    assert_ne!(w.store().attempt(&it(ANN, NOW)).await.unwrap(), Permit::Granted);
}

pub async fn untried(w: &mut World) {
    fail(w, ANN, FREE_FAILURES).await;
    w.store().untried(ANN).await.unwrap();
    w.store().untried(BOB).await.unwrap();
    w.pause();
    assert_eq!(w.store().attempt(&it(ANN, NOW)).await.unwrap(), Permit::Granted);
    assert_ne!(w.store().attempt(&it(ANN, NOW)).await.unwrap(), Permit::Granted);
    fail(w, BOB, FREE_FAILURES).await;
}
