//! Limits on clients.

use futures::future::join_all;
use recovery::limits::{Admission, ClientKeys, Doing, MANY_ADDRESSES, Visit, WINDOW};
use recovery::moment::{Moment, Span};
use recovery::secret::Secret32;

use super::world::{NOW, World, client};

fn visit(n: u8, at: Moment) -> Visit {
    Visit {
        client: ClientKeys {
            today: client(n),
            yesterday: client(n + 100),
        },
        doing: Doing::Asking,
        limit: 10,
        about: 1,
        at,
    }
}

async fn admitted(w: &World, visit: &Visit) -> bool {
    w.store().admit(visit).await.unwrap() == Admission::Granted
}

pub async fn limited(w: &mut World) {
    let start = NOW + Span::millis(250);
    for minute in 0..10 {
        assert!(admitted(w, &visit(1, start + Span::minutes(minute))).await);
    }
    w.pause();
    let at = start + Span::minutes(30);
    let Admission::Limited {
        retry_after,
        looks_like_back_end,
    } = w.store().admit(&visit(1, at)).await.unwrap()
    else {
        panic!("over the limit");
    };
    assert!(!looks_like_back_end);
    assert_eq!(
        retry_after.seconds_rounded_up(),
        30 * 60 + 1,
        "until the first call's second has left"
    );
    assert!(!admitted(w, &visit(1, at + retry_after - Span::seconds(1))).await);
    assert!(admitted(w, &visit(1, at + retry_after)).await);
    assert!(
        !admitted(w, &visit(1, at + retry_after)).await,
        "one has left, one has come"
    );
    w.pause();
    assert!(admitted(w, &visit(1, at + retry_after + WINDOW)).await);
}

pub async fn quota(w: &mut World) {
    let at = NOW + Span::millis(250);
    let told = async |w: &World, doing: Doing, now: Moment| {
        let client = visit(1, now).client;
        w.store().quota(&client, doing, 10, now).await.unwrap()
    };
    let none = told(w, Doing::Asking, at).await;
    assert_eq!((none.limit, none.left, none.resets), (10, 10, None));
    for minute in 0..3 {
        assert!(admitted(w, &visit(1, at + Span::minutes(minute))).await);
    }
    w.pause();
    let later = at + Span::minutes(30);
    for _ in 0..3 {
        let quota = told(w, Doing::Asking, later).await;
        assert_eq!(quota.left, 7);
        assert_eq!(quota.resets.unwrap().seconds_rounded_up(), 30 * 60 + 1);
    }
    assert_eq!(told(w, Doing::Checking, later).await.left, 10);
    for _ in 0..8 {
        w.store().admit(&visit(1, later)).await.unwrap();
    }
    assert_eq!(told(w, Doing::Asking, later).await.left, 0);
    assert_eq!(
        told(w, Doing::Asking, later + WINDOW + Span::seconds(1))
            .await
            .left,
        10
    );
}

pub async fn apart(w: &mut World) {
    for _ in 0..10 {
        assert!(admitted(w, &visit(1, NOW)).await);
    }
    w.pause();
    assert!(!admitted(w, &visit(1, NOW)).await);
    assert!(admitted(w, &visit(2, NOW)).await);
    let checking = Visit {
        doing: Doing::Checking,
        ..visit(1, NOW)
    };
    assert!(admitted(w, &checking).await);
}

pub async fn midnight(w: &mut World) {
    for _ in 0..10 {
        assert!(admitted(w, &visit(1, NOW)).await);
    }
    w.pause();
    let mut tomorrow = visit(2, NOW + Span::minutes(5));
    tomorrow.client.yesterday = client(1);
    assert!(!admitted(w, &tomorrow).await);
}

pub async fn race(w: &mut World) {
    let store = w.store();
    let visit = visit(1, NOW);
    let calls = join_all((0..64).map(|_| store.admit(&visit))).await;
    let granted = calls
        .into_iter()
        .filter(|it| matches!(it, Ok(Admission::Granted)));
    assert_eq!(granted.count(), 10);
}

pub async fn withdrawn(w: &mut World) {
    for second in 0..10 {
        assert!(admitted(w, &visit(1, NOW + Span::seconds(second))).await);
    }
    w.store().withdraw(&visit(1, NOW + Span::seconds(9))).await;
    w.pause();
    // On record by now, in the third kind of world.
    w.store().withdraw(&visit(1, NOW)).await;
    w.pause();
    let later = NOW + Span::seconds(20);
    assert!(admitted(w, &visit(1, later)).await && admitted(w, &visit(1, later)).await);
    assert!(!admitted(w, &visit(1, later)).await);
}

pub async fn withdrawn_once(w: &mut World) {
    for _ in 0..10 {
        assert!(admitted(w, &visit(1, NOW)).await);
    }
    w.pause();
    let store = w.store();
    let (call, checking) = (visit(1, NOW), Doing::Checking);
    join_all((0..3).map(|_| store.withdraw(&call))).await;
    store.withdraw(&visit(2, NOW)).await;
    store
        .withdraw(&Visit {
            doing: checking,
            ..call
        })
        .await;
    drop(store);
    w.pause();
    for n in 0..4 {
        assert_eq!(admitted(w, &call).await, n < 3, "{n}");
    }
}

pub async fn back_end(w: &mut World) {
    for about in 0..MANY_ADDRESSES as u64 {
        let visit = Visit {
            about,
            ..visit(1, NOW)
        };
        assert!(admitted(w, &visit).await);
    }
    let said = async |about: u64| {
        let visit = Visit {
            about,
            ..visit(1, NOW)
        };
        match w.store().admit(&visit).await.unwrap() {
            Admission::Granted => panic!("over the limit"),
            Admission::Limited {
                looks_like_back_end, ..
            } => looks_like_back_end,
        }
    };
    assert!(!said(0).await, "ten addresses are not many");
    assert!(said(99).await);
    assert!(!said(100).await, "it is said once");
}

pub async fn salts(w: &mut World) {
    let day = NOW.0 / 86_400_000;
    let salt = |n| Secret32::new([n; 32]);
    assert!(w.store().day_salt(day, salt(1)).await.unwrap() == salt(1));
    w.pause();
    assert!(w.store().day_salt(day, salt(2)).await.unwrap() == salt(1));
    assert!(w.store().day_salt(day + 1, salt(3)).await.unwrap() == salt(3));
    w.purge(NOW + Span::hours(24)).await;
    assert!(
        w.store().day_salt(day, salt(4)).await.unwrap() == salt(1),
        "yesterday's still counts"
    );
    w.purge(NOW + Span::hours(48)).await;
    w.pause();
    assert!(
        w.store().day_salt(day, salt(5)).await.unwrap() == salt(5),
        "destroyed"
    );
}
