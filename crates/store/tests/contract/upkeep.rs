//! Keys on record, readiness, and what is removed in time.

use recovery::challenge::EXPIRED_SHOWN_FOR;
use recovery::keys::KeyId;
use recovery::letter::{Delivery, LetterState};
use recovery::moment::Span;
use recovery::ports::Proof;

use super::world::{LIFE, NOW, World, email, person};

pub async fn keys(w: &mut World) {
    let ring = [(KeyId(0), [1; 8]), (KeyId(1), [2; 8])];
    assert!(
        w.store().recognise(&ring).await.unwrap(),
        "the first ring is recorded"
    );
    w.pause();
    assert!(w.store().recognise(&ring).await.unwrap());
    assert!(
        !w.store()
            .recognise(&[(KeyId(0), [9; 8]), (KeyId(1), [2; 8])])
            .await
            .unwrap()
    );
    assert!(
        !w.store()
            .recognise(&[(KeyId(0), [1; 8]), (KeyId(1), [9; 8])])
            .await
            .unwrap()
    );
    let rotated = [(KeyId(0), [1; 8]), (KeyId(1), [2; 8]), (KeyId(2), [3; 8])];
    assert!(w.store().recognise(&rotated).await.unwrap(), "a ring may grow");
    w.pause();
    assert!(
        !w.store()
            .recognise(&[(KeyId(0), [1; 8]), (KeyId(2), [9; 8])])
            .await
            .unwrap()
    );
}

pub async fn ready(w: &mut World) {
    w.store().ready().await.unwrap();
    w.pause();
    w.store().ready().await.unwrap();
}

pub async fn over(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    let at = NOW + Span::minutes(5);
    w.report(ann.letter.unwrap().id, Delivery::HandedOver(at), at)
        .await;
    w.asked("bob@example.com").await;
    let end = at + LIFE.link + EXPIRED_SHOWN_FOR;
    w.pause();
    assert_eq!(w.purge(end - Span::millis(1)).await, (0, 0));
    assert!(w.subject("ann@example.com").await.challenge.is_some());
    assert_eq!(w.purge(end).await, (1, 1), "not bob's, whose letter still waits");
    w.pause();
    let ann = w.find("ann@example.com", end).await.unwrap();
    assert!(ann.challenge.is_none() && ann.letter.is_none());
    assert!(w.subject("bob@example.com").await.challenge.is_some());
    let unsent = LIFE.at_issue(NOW).link + EXPIRED_SHOWN_FOR;
    assert_eq!(w.purge(unsent).await.0, 1);
    // The next ask begins anew.
    w.ask("ann@example.com", unsent).await;
    w.ask("bob@example.com", unsent).await;
}

pub async fn refused(w: &mut World) {
    let letter = w.asked("ann@example.com").await.letter.unwrap().id;
    let why = "550".to_owned();
    w.report(letter, Delivery::Refused { why }, NOW).await;
    let week = NOW + Span::hours(7 * 24);
    assert_eq!(w.purge(week - Span::millis(1)).await, (1, 0));
    w.pause();
    assert_eq!(w.letters(LetterState::Refused).await, [letter]);
    assert_eq!(w.purge(week).await, (0, 1));
}

pub async fn much(w: &mut World) {
    let people: Vec<_> = (0..2300).map(|n| person(&format!("p{n}@example.com"))).collect();
    w.store().add(&people, NOW).await.unwrap();
    let asks = people.iter().map(|it| w.ask(it.email.as_written(), NOW));
    let subjects = futures::future::join_all(asks).await;
    let reports = subjects.iter().map(|it| recovery::letter::Report {
        letter: it.letter.unwrap().id,
        delivery: Delivery::HandedOver(NOW),
    });
    w.store().record(&reports.collect::<Vec<_>>(), NOW).await.unwrap();
    w.guess_wrong(&subjects[7], 5).await;
    w.pause();
    assert_eq!(w.purge(NOW + Span::hours(5)).await, (2300, 2300));
    w.pause();
    assert!(w.subject("p7@example.com").await.challenge.is_none());
}

pub async fn live(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    w.guess_wrong(&ann, 5).await;
    w.purge(NOW + Span::minutes(65)).await;
    w.pause();
    let after = w.subject("ann@example.com").await;
    assert_eq!(after.challenge.as_ref().unwrap().tries, 5);
    assert!(!w.settle(&w.wrong(&after)).await);
    assert!(w.redeem(&w.redemption(&after, Proof::Link)).await);
    w.purge(NOW + Span::minutes(65)).await;
    assert!(
        w.store()
            .account(email("ann@example.com").key())
            .await
            .unwrap()
            .is_some()
    );
}
