//! What a look at an account shows.

use recovery::challenge::ChallengeId;
use recovery::letter::LetterMark;
use recovery::moment::Span;
use recovery::subject::{AccountVersion, LastLetter, Status};

use super::world::{NOW, World, client};

pub async fn strangers(w: &mut World) {
    w.add("ann@example.com").await;
    assert!(w.find("bob@example.com", NOW).await.is_none());
}

pub async fn fresh(w: &mut World) {
    w.add("Ann@Example.com").await;
    w.pause();
    let ann = w.subject("ann@example.com").await;
    assert_eq!(ann.account.id, w.account("ann@example.com").await.id);
    assert_eq!(
        (ann.account.status, ann.account.version),
        (Status::Active, AccountVersion(1))
    );
    assert!(ann.challenge.is_none() && ann.letter.is_none() && ann.recent_letters.is_empty());
}

pub async fn latest(w: &mut World) {
    w.add("ann@example.com").await;
    w.asked("bob@example.com").await;
    let seen = w.subject("ann@example.com").await;
    let opening = w.opening(&seen, NOW);
    assert!(w.store().open(&opening).await.unwrap());
    let ann = w.subject("ann@example.com").await;
    w.guess_wrong(&ann, 3).await;
    w.pause();
    let ann = w.subject("ann@example.com").await;
    let challenge = ann.challenge.unwrap();
    assert_eq!(
        (challenge.id.tail, challenge.tries, challenge.used),
        (opening.tail, 3, false)
    );
    assert!(challenge.id.row > 0);
    assert_eq!(
        (challenge.account, challenge.account_version),
        (ann.account.id, AccountVersion(1))
    );
    assert_eq!((challenge.key, challenge.code), (opening.key, opening.code));
    assert!(challenge.seed == opening.seed);
    assert_eq!((challenge.issued_at, challenge.sent_at), (NOW, None));
    assert_eq!(challenge.expires_at, Some(opening.ends.code));
    assert_eq!(challenge.link_expires_at, Some(opening.ends.link));
    let LastLetter {
        queued_at, waiting, ..
    } = ann.letter.unwrap();
    assert_eq!((queued_at, waiting), (NOW, true));
}

pub async fn marks(w: &mut World) {
    w.add("ann@example.com").await;
    for minute in 0..4 {
        let at = NOW + Span::minutes(20 * minute);
        let seen = w.find("ann@example.com", at).await.unwrap();
        let mut opening = w.opening(&seen, at);
        opening.letter = w.letter((minute % 2 == 0).then(|| client(7)));
        assert!(w.store().open(&opening).await.unwrap());
    }
    w.pause();
    let at = NOW + Span::minutes(70);
    let mut marks = w.find("ann@example.com", at).await.unwrap().recent_letters;
    marks.sort_by_key(|it| it.at);
    let mark = |minutes, client| LetterMark {
        at: NOW + Span::minutes(minutes),
        client,
    };
    assert_eq!(marks, [mark(20, None), mark(40, Some(client(7))), mark(60, None)]);
}

pub async fn by_id(w: &mut World) {
    let first = w.asked("ann@example.com").await.challenge.unwrap();
    let second = w
        .ask("ann@example.com", NOW + Span::seconds(90))
        .await
        .challenge
        .unwrap();
    w.pause();
    let ann = w.account("ann@example.com").await.id;
    for challenge in [&first, &second] {
        let found = w.store().subject_of(challenge.id, NOW).await.unwrap().unwrap();
        assert_eq!(found.challenge.unwrap().id, challenge.id);
        assert_eq!(found.account.id, ann);
    }
    let forged = ChallengeId {
        tail: first.id.tail ^ 1,
        ..first.id
    };
    assert!(w.store().subject_of(forged, NOW).await.unwrap().is_none());
    let nowhere = ChallengeId { row: 1, tail: 1 };
    assert!(w.store().subject_of(nowhere, NOW).await.unwrap().is_none());
}
