//! Setting a password.

use futures::future::join_all;
use recovery::challenge::EXPIRED_SHOWN_FOR;
use recovery::letter::{LetterKind, LetterState};
use recovery::moment::{Moment, Reading, Span};
use recovery::ports::{COMMIT_WITHIN, Proof};
use recovery::subject::Status;

use super::world::{LEASE, LIFE, NOW, World, email};

async fn notices(w: &World) -> usize {
    let all = w.store().list(&[LetterState::Waiting], None, 1000).await.unwrap();
    all.iter().filter(|it| it.kind == LetterKind::Changed).count()
}

pub async fn race(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    let store = w.store();
    let redemptions: Vec<_> = (0..32).map(|_| w.by_code(&ann)).collect();
    let race = join_all(redemptions.iter().map(|it| store.redeem(it))).await;
    let won: Vec<usize> = (0..32).filter(|it| matches!(race[*it], Ok(true))).collect();
    assert_eq!(won.len(), 1);
    drop(store);
    w.pause();
    assert_eq!(
        w.hash_of("ann@example.com").await,
        Some(redemptions[won[0]].hash.clone())
    );
    assert_eq!(notices(w).await, 1);
    let claimed = w
        .store()
        .claim(9, Reading::steady(NOW + Span::seconds(1)), LEASE)
        .await
        .unwrap();
    let notice = claimed.iter().find(|it| it.kind == LetterKind::Changed).unwrap();
    assert_eq!(notice.locale.as_deref(), Some("it"));
    let after = w.subject("ann@example.com").await;
    assert_eq!(after.account.version.0, ann.account.version.0 + 1);
    let account = w.account("ann@example.com").await;
    assert_eq!(account.password_changed_at, Some(NOW + Span::seconds(1)));
    assert_eq!(account.standing(), after.account);
    assert!(after.challenge.unwrap().used);
}

pub async fn race_of_two(w: &mut World) {
    let first = w.asked("ann@example.com").await;
    let second = w.ask("ann@example.com", NOW).await;
    let store = w.store();
    let both = [w.redemption(&first, Proof::Link), w.by_code(&second)];
    let race = join_all(both.iter().cycle().take(32).map(|it| store.redeem(it))).await;
    assert_eq!(race.into_iter().filter(|it| matches!(it, Ok(true))).count(), 1);
    assert_eq!(notices(w).await, 1);
}

pub async fn ends_all(w: &mut World) {
    let first = w.asked("ann@example.com").await;
    let second = w.ask("ann@example.com", NOW).await;
    let third = w.ask("ann@example.com", NOW).await;
    assert!(w.redeem(&w.redemption(&second, Proof::Link)).await);
    w.pause();
    let now = w.subject("ann@example.com").await;
    for old in [first, second, third] {
        assert!(!w.redeem(&w.by_code(&old)).await);
        assert!(!w.redeem(&w.redemption(&old, Proof::Link)).await);
        assert!(!w.settle(&w.right(&old)).await && !w.settle(&w.wrong(&old)).await);
        let mut renamed = old.clone();
        renamed.account.version = now.account.version;
        assert!(
            !w.redeem(&w.redemption(&renamed, Proof::Link)).await,
            "issued before the change"
        );
    }
    assert_eq!(notices(w).await, 1);
}

pub async fn out_of_tries(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    w.guess_wrong(&ann, 5).await;
    w.pause();
    assert!(!w.redeem(&w.by_code(&ann)).await);
    assert_eq!(w.hash_of("ann@example.com").await, None);
    assert!(w.redeem(&w.redemption(&ann, Proof::Link)).await);
    assert!(w.hash_of("ann@example.com").await.is_some());
}

pub async fn superseded(w: &mut World) {
    let old = w.asked("ann@example.com").await;
    w.pause();
    w.ask("ann@example.com", NOW).await;
    assert!(!w.redeem(&w.by_code(&old)).await);
    assert!(w.redeem(&w.redemption(&old, Proof::Link)).await);
}

pub async fn deadlines(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    w.pause();
    let ends = LIFE.at_issue(NOW);
    let late = Span::millis(1);
    let judged = |proof, judged_at: Moment, at: Moment| {
        let mut redemption = w.redemption(&ann, proof);
        (redemption.judged_at, redemption.at) = (judged_at, at);
        redemption
    };
    let code = Proof::Code { attempts: Some(5) };
    for refused in [
        judged(code, ends.code, ends.code),
        judged(Proof::Link, ends.link, ends.link),
        judged(code, NOW, NOW + COMMIT_WITHIN + late),
        judged(code, NOW, NOW - late),
        judged(code, NOW - Span::seconds(61), NOW - Span::seconds(61)),
        judged(code, ends.code + EXPIRED_SHOWN_FOR, ends.code + EXPIRED_SHOWN_FOR),
    ] {
        assert!(!w.redeem(&refused).await, "{refused:?}");
    }
    assert_eq!((w.hash_of("ann@example.com").await, notices(w).await), (None, 0));
    let last = ends.code - late;
    assert!(w.redeem(&judged(code, last, last + COMMIT_WITHIN)).await);
}

pub async fn disabled(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    let bob = w.asked("bob@example.com").await;
    let key = email("ann@example.com");
    assert!(
        w.store()
            .set_status(key.key(), Status::Disabled, NOW)
            .await
            .unwrap()
    );
    w.pause();
    for proof in [Proof::Link, Proof::Code { attempts: None }] {
        assert!(!w.redeem(&w.redemption(&ann, proof)).await);
        let mut seen = ann.clone();
        seen.account.version.0 += 1;
        assert!(!w.redeem(&w.redemption(&seen, proof)).await);
        let mut stolen = w.redemption(&bob, proof);
        stolen.account = ann.account.id;
        assert!(!w.redeem(&stolen).await, "with another account's challenge");
    }
    assert!(w.store().remove(key.key()).await.unwrap());
    assert!(!w.redeem(&w.by_code(&ann)).await, "removed");
    assert_eq!(notices(w).await, 0);
}
