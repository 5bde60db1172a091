//! Verdicts that count, and the ledger they are charged to.

use futures::future::join_all;
use recovery::ledger::{ACCOUNT_BUCKET, LedgerKey, SERVICE_BUCKET, Spent, Units};
use recovery::moment::{Moment, Span};
use recovery::ports::Verdict;
use recovery::subject::Status;

use super::world::{COST, NOW, World, email, ledger_of};

pub async fn race(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    w.guess_wrong(&ann, 1).await;
    w.pause();
    let store = w.store();
    let guess = w.wrong(&ann);
    let counted = join_all((0..64).map(|_| store.settle(&guess))).await;
    let counted = counted.into_iter().filter(|it| matches!(it, Ok(true)));
    assert_eq!(counted.count(), 4, "one of five was counted before");
    drop(store);
    w.pause();
    assert_eq!(w.challenge("ann@example.com").await.tries, 5);
    let spent = w.store().spent(ledger_of(&ann), NOW).await.unwrap();
    assert_eq!(
        spent.account,
        Units(5 * COST.0),
        "what is not counted is not charged"
    );
}

pub async fn thousand_races(w: &mut World) {
    w.add("ann@example.com").await;
    for round in 0..1000 {
        let ann = w.ask("ann@example.com", NOW + Span::millis(round)).await;
        let store = w.store();
        let guesses: Vec<_> = (0..12)
            .map(|n| if n == 6 { w.right(&ann) } else { w.wrong(&ann) })
            .collect();
        let told = join_all(guesses.iter().map(|it| store.settle(it))).await;
        let of = |verdict| {
            let told = guesses
                .iter()
                .zip(&told)
                .filter(|(guess, _)| guess.verdict == verdict);
            told.filter(|(_, it)| matches!(it, Ok(true))).count()
        };
        assert_eq!(of(Verdict::Wrong), 5, "round {round}");
        assert!(of(Verdict::Right) <= 1, "round {round}");
    }
    w.pause();
    let ann = w.subject("ann@example.com").await;
    let spent = w.store().spent(ledger_of(&ann), NOW).await.unwrap();
    assert_eq!(spent.account, Units(5000 * COST.0));
}

pub async fn uncapped(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    let mut guess = w.wrong(&ann);
    guess.attempts = None;
    for _ in 0..20 {
        assert!(w.settle(&guess).await);
    }
    w.pause();
    assert_eq!(w.challenge("ann@example.com").await.tries, 20);
    guess.verdict = Verdict::Right;
    assert!(w.settle(&guess).await);
}

pub async fn right(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    for _ in 0..10 {
        assert!(w.settle(&w.right(&ann)).await);
    }
    w.pause();
    assert_eq!(w.challenge("ann@example.com").await.tries, 0);
    w.guess_wrong(&ann, 4).await;
    assert!(w.settle(&w.right(&ann)).await);
    w.guess_wrong(&ann, 1).await;
    w.pause();
    assert!(!w.settle(&w.right(&ann)).await, "right, but too late");
    assert!(!w.settle(&w.wrong(&ann)).await);
    let bob = w.asked("bob@example.com").await;
    assert!(w.redeem(&w.by_code(&bob)).await);
    w.pause();
    assert!(
        !w.settle(&w.right(&bob)).await && !w.settle(&w.wrong(&bob)).await,
        "used"
    );
}

pub async fn replaced(w: &mut World) {
    let old = w.asked("ann@example.com").await;
    w.pause();
    let new = w.ask("ann@example.com", NOW + Span::seconds(90)).await;
    assert!(!w.settle(&w.wrong(&old)).await && !w.settle(&w.right(&old)).await);
    assert_eq!(w.challenge("ann@example.com").await.tries, 0);
    assert!(w.settle(&w.wrong(&new)).await);
    w.add("bob@example.com").await;
    let mut nobodys = w.wrong(&new);
    nobodys.account = w.subject("bob@example.com").await.account.id;
    assert!(!w.settle(&nobodys).await, "of another account");
}

pub async fn changed(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    let key = email("ann@example.com");
    for status in [Status::Disabled, Status::Active] {
        assert!(w.store().set_status(key.key(), status, NOW).await.unwrap());
        w.pause();
        assert!(!w.settle(&w.right(&ann)).await, "{status:?}");
        assert!(!w.settle(&w.wrong(&ann)).await, "{status:?}");
    }
    w.pause();
    let spent = w.store().spent(ledger_of(&ann), NOW).await.unwrap();
    assert_eq!(spent, Spent::default());
}

pub async fn ledger(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    let bob = w.asked("bob@example.com").await;
    w.guess_wrong(&ann, 3).await;
    w.guess_wrong(&bob, 2).await;
    let (of_ann, of_bob) = (ledger_of(&ann), ledger_of(&bob));
    let spent = |account: i64, service: i64| Spent {
        account: Units(account * COST.0),
        service: Units(service * COST.0),
        in_a_row: u32::try_from(account).unwrap(),
    };
    w.pause();
    assert_eq!(w.store().spent(of_ann, NOW).await.unwrap(), spent(3, 5));
    assert_eq!(w.store().spent(of_bob, NOW).await.unwrap(), spent(2, 5));
    assert!(w.redeem(&w.by_code(&ann)).await);
    let later = NOW + Span::hours(5);
    assert_eq!(w.purge(later).await.0, 2);
    assert!(w.store().remove(email("ann@example.com").key()).await.unwrap());
    w.pause();
    let after = Spent {
        in_a_row: 0,
        ..spent(3, 5)
    };
    assert_eq!(w.store().spent(of_ann, later).await.unwrap(), after);
    assert_eq!(
        w.store().spent(LedgerKey([99; 16]), later).await.unwrap(),
        spent(0, 5)
    );
}

pub async fn buckets(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    w.guess_wrong(&ann, 2).await;
    let key = ledger_of(&ann);
    let day = Span::millis(SERVICE_BUCKET * 24);
    assert_eq!(
        w.store().spent(key, NOW + day).await.unwrap().service,
        Units(2 * COST.0)
    );
    let spent = w.store().spent(key, NOW + day + Span::hours(1)).await.unwrap();
    assert_eq!(spent.service, Units(0));
    w.purge(NOW + Span::hours(5)).await;
    w.pause();
    let bucket = |n| Moment(NOW.0 + n * ACCOUNT_BUCKET);
    let spent = w.store().spent(key, bucket(12)).await.unwrap();
    assert_eq!((spent.account, spent.service), (Units(2 * COST.0), Units(0)));
    assert_eq!(w.store().spent(key, bucket(13)).await.unwrap().account, Units(0));
    w.purge(bucket(13)).await;
    assert_eq!(
        w.store().spent(key, bucket(12)).await.unwrap().account,
        Units(0),
        "dropped whole"
    );
}
