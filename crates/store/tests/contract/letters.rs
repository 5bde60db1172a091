//! Opening challenges and queuing their letters.

use futures::future::join_all;
use recovery::letter::LetterState;
use recovery::moment::Span;
use recovery::ports::{Proof, Seen};
use recovery::subject::Status;

use super::world::{NOW, World, email};

pub async fn as_seen(w: &mut World) {
    let seen = w.asked("ann@example.com").await;
    w.pause();
    let later = w.ask("ann@example.com", NOW + Span::seconds(90)).await;
    w.pause();
    assert!(
        !w.store().open(&w.opening(&seen, NOW)).await.unwrap(),
        "another challenge came first"
    );
    let never = Seen {
        challenge: None,
        letter: None,
        ..Seen::of(&later)
    };
    let mut opening = w.opening(&later, NOW);
    opening.seen = never;
    assert!(!w.store().open(&opening).await.unwrap());
    let ann = email("ann@example.com");
    assert!(
        w.store()
            .set_status(ann.key(), Status::Disabled, NOW)
            .await
            .unwrap()
    );
    assert!(
        !w.store().open(&w.opening(&later, NOW)).await.unwrap(),
        "disabled meanwhile"
    );
    let disabled = w.subject("ann@example.com").await;
    assert!(
        !w.store().open(&w.opening(&disabled, NOW)).await.unwrap(),
        "disabled, and seen so"
    );
    assert_eq!(
        w.letters(LetterState::Waiting).await.len(),
        2,
        "what is refused queues nothing"
    );
    assert!(w.store().remove(ann.key()).await.unwrap());
    assert!(
        !w.store().open(&w.opening(&disabled, NOW)).await.unwrap(),
        "removed"
    );
}

pub async fn of_flows(w: &mut World) {
    let seen = w.asked("ann@example.com").await;
    let (opening, again) = (w.opening(&seen, NOW), w.again(&seen, NOW));
    super::flows::begin(w, "ann@example.com", NOW).await;
    w.pause();
    assert!(!w.store().open(&opening).await.unwrap());
    assert!(!w.store().mail_again(&again).await.unwrap());
    let seen = w.subject("ann@example.com").await;
    assert_eq!(seen.recent_letters.len(), 2);
    assert!(w.store().mail_again(&w.again(&seen, NOW)).await.unwrap());
}

pub async fn race(w: &mut World) {
    w.add("ann@example.com").await;
    let seen = w.subject("ann@example.com").await;
    let store = w.store();
    let openings: Vec<_> = (0..32).map(|_| w.opening(&seen, NOW)).collect();
    let race = openings.iter().map(|it| store.open(it));
    let won = join_all(race)
        .await
        .into_iter()
        .filter(|it| matches!(it, Ok(true)));
    assert_eq!(won.count(), 1);
    drop(store);
    w.pause();
    assert_eq!(w.letters(LetterState::Waiting).await.len(), 1);
}

pub async fn rising(w: &mut World) {
    let first = w.asked("ann@example.com").await;
    let stepped_back = NOW - Span::hours(5);
    w.pause();
    let second = w.asked_at("bob@example.com", stepped_back).await;
    assert!(second.challenge.unwrap().id.row > first.challenge.unwrap().id.row);
    assert!(second.letter.unwrap().id > first.letter.unwrap().id);
    // Also once nothing is left to compare with.
    for name in ["ann@example.com", "bob@example.com"] {
        assert!(w.store().remove(email(name).key()).await.unwrap());
    }
    w.pause();
    let third = w.asked("cyd@example.com").await;
    assert!(third.letter.unwrap().id > second.letter.unwrap().id);
}

pub async fn again(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    w.guess_wrong(&ann, 2).await;
    let at = NOW + Span::seconds(70);
    let seen = w.subject("ann@example.com").await;
    assert!(w.store().mail_again(&w.again(&seen, at)).await.unwrap());
    w.pause();
    let after = w.find("ann@example.com", at).await.unwrap();
    let (before, challenge) = (ann.challenge.unwrap(), after.challenge.unwrap());
    assert_eq!((challenge.id, challenge.tries), (before.id, 2));
    assert_eq!(challenge.expires_at, before.expires_at);
    let letter = after.letter.unwrap();
    assert!(letter.id > ann.letter.unwrap().id);
    assert_eq!((letter.queued_at, letter.waiting), (at, true));
    assert_eq!(after.recent_letters.len(), 2);
}

pub async fn not_again(w: &mut World) {
    let spent = w.asked("ann@example.com").await;
    w.guess_wrong(&spent, 5).await;
    w.pause();
    assert!(
        !w.store().mail_again(&w.again(&spent, NOW)).await.unwrap(),
        "spent"
    );
    let used = w.asked("bob@example.com").await;
    assert!(w.redeem(&w.redemption(&used, Proof::Link)).await);
    w.pause();
    let used = w.subject("bob@example.com").await;
    assert!(!w.store().mail_again(&w.again(&used, NOW)).await.unwrap(), "used");
    let replaced = w.asked("cyd@example.com").await;
    w.ask("cyd@example.com", NOW).await;
    assert!(
        !w.store().mail_again(&w.again(&replaced, NOW)).await.unwrap(),
        "replaced"
    );
    let disabled = w.asked("dan@example.com").await;
    let dan = email("dan@example.com");
    assert!(
        w.store()
            .set_status(dan.key(), Status::Disabled, NOW)
            .await
            .unwrap()
    );
    assert!(
        !w.store().mail_again(&w.again(&disabled, NOW)).await.unwrap(),
        "disabled"
    );
    w.add("eve@example.com").await;
    let never = w.subject("eve@example.com").await;
    assert!(
        !w.store().mail_again(&w.again(&never, NOW)).await.unwrap(),
        "never asked"
    );
}

pub async fn race_again(w: &mut World) {
    let seen = w.asked("ann@example.com").await;
    let store = w.store();
    let agains: Vec<_> = (0..32).map(|_| w.again(&seen, NOW)).collect();
    let race = agains.iter().map(|it| store.mail_again(it));
    let won = join_all(race)
        .await
        .into_iter()
        .filter(|it| matches!(it, Ok(true)));
    assert_eq!(won.count(), 1);
    assert_eq!(w.letters(LetterState::Waiting).await.len(), 2);
}
