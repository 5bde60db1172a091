//! The courier's side.

use std::time::Duration;

use futures::future::join_all;
use recovery::letter::{Delivery, LetterId, LetterKind, LetterState, Unsent};
use recovery::moment::{Moment, Reading, Span};
use recovery::ports::Proof;

use super::world::{LEASE, LIFE, NETWORK, NOW, World, client, email};

async fn claim(w: &World, most: usize, now: Moment) -> Vec<LetterId> {
    let claimed = w.store().claim(most, Reading::steady(now), LEASE).await.unwrap();
    claimed.into_iter().map(|it| it.id).collect()
}

/// People who have asked, one a second; their letters in order.
async fn queued(w: &World, people: i64) -> Vec<LetterId> {
    let mut letters = Vec::new();
    for n in 0..people {
        let address = format!("p{n}@example.com");
        let subject = w.asked_at(&address, NOW + Span::seconds(n)).await;
        letters.push(subject.letter.unwrap().id);
    }
    letters
}

pub async fn oldest(w: &mut World) {
    let letters = queued(w, 5).await;
    w.pause();
    assert_eq!(
        claim(w, 10, NOW + Span::seconds(2)).await,
        letters[..3],
        "those that are due"
    );
    let now = NOW + Span::seconds(10);
    assert_eq!(claim(w, 1, now).await, [letters[3]]);
    assert_eq!(claim(w, 10, now).await, [letters[4]]);
    assert!(claim(w, 10, now).await.is_empty());
    let lapsed = now + LEASE;
    assert_eq!(claim(w, 10, lapsed).await, letters, "a lease runs out by itself");
    w.pause();
    assert!(claim(w, 10, lapsed).await.len() <= 5);
}

pub async fn mixed(w: &mut World) {
    let letters = queued(w, 6).await;
    let at = |seconds| NOW + Span::seconds(seconds);
    assert_eq!(claim(w, 2, at(10)).await, letters[..2]);
    let put_off = Delivery::Later {
        until: at(3),
        why: "450 not now".into(),
    };
    w.report(letters[0], put_off, at(10)).await;
    // The courier that has the second one dies; an operator hurries the last one.
    assert_eq!(claim(w, 1, at(10)).await, [letters[2]]);
    assert!(w.store().retry(letters[5], at(11)).await.unwrap());
    let lapsed = at(10) + LEASE;
    let oldest_first = [1, 2, 0, 3, 4, 5].map(|n| letters[n]);
    assert_eq!(w.store().backlog().await.unwrap(), 6);
    for pair in oldest_first.chunks(2) {
        assert_eq!(claim(w, 2, lapsed).await, pair);
    }
    assert!(claim(w, 2, lapsed).await.is_empty());
    for letter in &letters {
        w.report(*letter, Delivery::HandedOver(lapsed), lapsed).await;
    }
    w.pause();
    assert!(claim(w, 9, lapsed + LEASE).await.is_empty());
    assert_eq!(w.store().backlog().await.unwrap(), 0);
}

pub async fn left_over(w: &mut World) {
    let at = |seconds| NOW + Span::seconds(seconds);
    let put_off = queued(w, 3).await;
    assert_eq!(claim(w, 3, at(5)).await, put_off);
    for letter in &put_off {
        let until = at(10);
        let why = "450 not now".into();
        w.report(*letter, Delivery::Later { until, why }, at(5)).await;
    }
    // The first waits behind those that were put off; the second is not due when it is first looked at.
    let first = w.asked_at("x@example.com", at(20)).await.letter.unwrap().id;
    let second = w.asked_at("y@example.com", at(26)).await.letter.unwrap().id;
    let mut sent = Vec::new();
    for seconds in [25, 27, 30, 33] {
        for letter in claim(w, 2, at(seconds)).await {
            w.report(letter, Delivery::HandedOver(at(seconds)), at(seconds))
                .await;
            sent.push(letter);
        }
    }
    assert_eq!(sent, [put_off, vec![first, second]].concat());
}

pub async fn set_back(w: &mut World) {
    let (before, after) = (NOW + Span::minutes(60), NOW);
    let early = w.asked_at("ann@example.com", before).await.letter.unwrap().id;
    let late = w.asked_at("bob@example.com", after).await.letter.unwrap().id;
    w.pause();
    assert_eq!(claim(w, 9, after).await, [late]);
    w.report(late, Delivery::HandedOver(after), after).await;
    w.pause();
    assert_eq!(
        w.store().next_due(Reading::steady(after)).await.unwrap(),
        Some(before)
    );
    assert_eq!(claim(w, 9, before).await, [early]);
}

/// A flood of six letters by one client, and a minute later one of a fresh client, one of an exempt caller, and a notice.
async fn flooded(w: &World) -> (Vec<LetterId>, [LetterId; 3]) {
    let later = NOW + Span::seconds(60);
    let ann = w.asked_at("ann@example.com", NOW - Span::seconds(1)).await;
    w.report(ann.letter.unwrap().id, Delivery::HandedOver(NOW), NOW)
        .await;
    let mut flood = Vec::new();
    for n in 0..6 {
        let (address, at) = (format!("f{n}@example.com"), NOW + Span::seconds(n));
        flood.push(w.asked_by(&address, Some(client(1)), at).await);
    }
    let fresh = w.asked_by("bob@example.com", Some(client(2)), later).await;
    let exempt = w.asked_by("eve@example.com", None, later).await;
    assert!(w.redeem(&w.redemption(&ann, Proof::Link)).await);
    let notice = *w.letters(LetterState::Waiting).await.last().unwrap();
    (flood, [fresh, exempt, notice])
}

pub async fn in_turn(w: &mut World) {
    let (flood, [fresh, exempt, notice]) = flooded(w).await;
    let now = NOW + Span::seconds(90);
    assert_eq!(claim(w, 2, now).await, [notice, flood[0]]);
    assert_eq!(claim(w, 1, now).await, [fresh]);
    assert_eq!(claim(w, 3, now).await, [exempt, flood[1], flood[2]]);
    // Who comes now comes before what the flood has left.
    let late = w.asked_by("joe@example.com", Some(client(3)), now).await;
    assert_eq!(claim(w, 9, now).await, [&[late], &flood[3..]].concat());
}

pub async fn in_turn_after_a_restart(w: &mut World) {
    let (flood, [fresh, exempt, notice]) = flooded(w).await;
    let now = NOW + Span::seconds(90);
    w.pause();
    let first = claim(w, 3, now).await;
    assert_eq!(first, [notice, flood[0], fresh]);
    for letter in first {
        w.report(letter, Delivery::HandedOver(now), now).await;
    }
    w.pause();
    let late = w.asked_by("joe@example.com", Some(client(3)), now).await;
    // A store that was opened anew knows nothing of what has gone; of what waits no more than one goes before the others.
    let mut next = claim(w, 3, now).await;
    next.sort();
    assert_eq!(next, [flood[1], exempt, late]);
    assert_eq!(claim(w, 9, now).await, flood[2..]);
}

pub async fn put_off_in_turn(w: &mut World) {
    let (flood, [fresh, exempt, notice]) = flooded(w).await;
    let at = |seconds| NOW + Span::seconds(seconds);
    assert_eq!(claim(w, 9, at(90)).await.len(), 9);
    for (n, letter) in flood.iter().chain(&[fresh, exempt, notice]).enumerate() {
        // What the flood caused is due first.
        let until = at(100 + i64::try_from(n).unwrap());
        let why = "450 not now".into();
        w.report(*letter, Delivery::Later { until, why }, at(95)).await;
    }
    assert_eq!(claim(w, 3, at(120)).await, [notice, fresh, exempt]);
    assert_eq!(claim(w, 9, at(120)).await, flood);
}

pub async fn overtaken(w: &mut World) {
    w.asked("ann@example.com").await;
    w.asked("bob@example.com").await;
    super::flows::begin(w, "ann@example.com", NOW).await;
    super::flows::begin(w, "stranger@example.com", NOW).await;
    super::flows::begin(w, "ann@example.com", NOW).await;
    w.pause();
    let claimed = w.store().claim(9, Reading::steady(NOW), LEASE).await.unwrap();
    let overtaken: Vec<bool> = claimed.iter().map(|it| it.overtaken).collect();
    assert_eq!(overtaken, [true, false, true, false, false]);
    let ann = w.subject("ann@example.com").await;
    w.store().mail_again(&w.again(&ann, NOW)).await.unwrap();
    w.pause();
    let again = w
        .store()
        .claim(9, Reading::steady(NOW + Span::seconds(61)), LEASE)
        .await
        .unwrap();
    assert!(again.iter().any(|it| !it.overtaken && it.id > claimed[4].id));
    let late = again.iter().find(|it| it.id == claimed[4].id);
    assert!(
        late.is_some_and(|it| it.overtaken),
        "and her own last one is the newest"
    );
}

pub async fn decoys(w: &mut World) {
    let flow = super::flows::begin(w, "stranger@example.com", NOW).await;
    let letter = claim(w, 1, NOW).await[0];
    let at = NOW + Span::seconds(7);
    w.report(letter, Delivery::Unsent(Unsent::Decoy), at).await;
    w.pause();
    let found = super::flows::seen(w, flow).await.unwrap().challenge;
    assert_eq!(
        (found.sent_at, found.expires_at, found.link_expires_at),
        (Some(at), Some(at + LIFE.code), Some(at + LIFE.link))
    );
}

pub async fn joined(w: &mut World) {
    let old = w.asked("ann@example.com").await;
    let new = w.ask("ann@example.com", NOW).await;
    w.guess_wrong(&new, 2).await;
    w.pause();
    let claimed = w.store().claim(10, Reading::steady(NOW), LEASE).await.unwrap();
    let [first, second] = &claimed[..] else {
        panic!("{claimed:?}")
    };
    assert_eq!((first.latest, second.latest), (false, true));
    assert_eq!(first.challenge.as_ref().unwrap().id, old.challenge.unwrap().id);
    assert_eq!(
        second.challenge.as_ref().unwrap().id,
        new.challenge.as_ref().unwrap().id
    );
    assert_eq!(second.challenge.as_ref().unwrap().tries, 2);
    assert_eq!((second.queued_at, second.attempts), (NOW, 0));
    assert_ne!(first.tag, second.tag);
    assert_eq!(
        (second.network, second.locale.clone()),
        (Some(NETWORK), Some("pt".to_owned()))
    );
    assert!(w.redeem(&w.redemption(&new, Proof::Link)).await);
    let notice = w
        .store()
        .claim(10, Reading::steady(NOW + Span::seconds(5)), LEASE)
        .await
        .unwrap()
        .remove(0);
    assert_eq!((notice.kind, notice.latest), (LetterKind::Changed, false));
    assert!(notice.challenge.is_none() && notice.network.is_none());
    assert_eq!(notice.account.unwrap().version.0, 2, "the account as it is now");
}

pub async fn race(w: &mut World) {
    let letters = queued(w, 40).await;
    let store = w.store();
    let now = NOW + Span::minutes(5);
    let taken = join_all((0..16).map(|_| store.claim(4, Reading::steady(now), LEASE))).await;
    let mut taken: Vec<LetterId> = taken
        .into_iter()
        .flat_map(|it| it.unwrap())
        .map(|it| it.id)
        .collect();
    taken.sort();
    assert_eq!(taken, letters, "each once, none left out");
}

pub async fn handed_over(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    let letter = ann.letter.unwrap().id;
    let at = NOW + Span::minutes(3);
    w.report(letter, Delivery::HandedOver(at), at).await;
    w.pause();
    let sent = w.subject("ann@example.com").await;
    let challenge = sent.challenge.clone().unwrap();
    assert_eq!(challenge.sent_at, Some(at));
    assert_eq!(challenge.expires_at, Some(at + LIFE.code));
    assert_eq!(challenge.link_expires_at, Some(at + LIFE.link));
    assert!(!sent.letter.unwrap().waiting);
    assert!(w.store().mail_again(&w.again(&sent, at)).await.unwrap());
    let second = w.find("ann@example.com", at).await.unwrap().letter.unwrap().id;
    w.report(second, Delivery::HandedOver(at + Span::minutes(5)), at)
        .await;
    w.pause();
    let after = w.challenge("ann@example.com").await;
    assert_eq!(
        (after.sent_at, after.expires_at),
        (Some(at), challenge.expires_at)
    );
    assert_eq!(w.letters(LetterState::Sent).await, [letter, second]);
}

pub async fn clock_steps(w: &mut World) {
    let letter = queued(w, 1).await[0];
    let taken = Reading::steady(NOW);
    assert_eq!(w.store().claim(1, taken, LEASE).await.unwrap().len(), 1);
    let almost = taken.elapsed + LEASE.as_std() - Duration::from_millis(1);
    let ahead = |elapsed| Reading {
        now: NOW + Span::hours(24),
        elapsed,
    };
    assert!(
        w.store().claim(1, ahead(almost), LEASE).await.unwrap().is_empty(),
        "set forward by a day: the courier that has it still has it"
    );
    let next = w.store().next_due(ahead(almost)).await.unwrap();
    assert_eq!(next, Some(ahead(almost).now + Span::millis(1)));
    let over = Reading {
        now: NOW,
        elapsed: taken.elapsed + LEASE.as_std(),
    };
    let again = w.store().claim(1, over, LEASE).await.unwrap();
    assert_eq!(
        again.len(),
        1,
        "set back to where it was: the lease is over all the same"
    );
    assert_eq!(again[0].id, letter);
}

pub async fn given_back(w: &mut World) {
    let letter = queued(w, 1).await[0];
    let (first, second) = (NOW + Span::minutes(2), NOW + Span::minutes(3));
    assert_eq!(claim(w, 1, NOW).await, [letter]);
    let why = "450 try again".to_owned();
    w.report(letter, Delivery::Later { until: first, why }, NOW).await;
    w.pause();
    assert_eq!(claim(w, 1, first).await, [letter]);
    w.report(letter, Delivery::GivenBack(second), first).await;
    w.pause();
    assert!(claim(w, 1, second - Span::millis(1)).await.is_empty());
    let listed = w.store().list(&[LetterState::Waiting], None, 9).await.unwrap();
    assert_eq!((listed[0].due_at, listed[0].attempts), (second, 1));
    assert_eq!(listed[0].why.as_deref(), Some("450 try again"));
    assert_eq!(claim(w, 1, second).await, [letter]);
}

pub async fn later(w: &mut World) {
    let letter = queued(w, 1).await[0];
    let until = NOW + Span::minutes(2);
    assert_eq!(claim(w, 1, NOW).await, [letter]);
    let why = "450 try again".to_owned();
    w.report(letter, Delivery::Later { until, why }, NOW).await;
    w.pause();
    assert!(claim(w, 1, until - Span::millis(1)).await.is_empty());
    let again = w
        .store()
        .claim(1, Reading::steady(until), LEASE)
        .await
        .unwrap()
        .remove(0);
    assert_eq!((again.id, again.attempts), (letter, 1));
    let listed = w.store().list(&[LetterState::Waiting], None, 9).await.unwrap();
    assert_eq!((listed[0].due_at, listed[0].attempts), (until, 1));
    assert_eq!(listed[0].why.as_deref(), Some("450 try again"));
    let challenge = w.challenge("p0@example.com").await;
    assert_eq!(challenge.sent_at, None, "nothing was handed over");
}

pub async fn settled(w: &mut World) {
    let letters = queued(w, 3).await;
    let now = NOW + Span::minutes(1);
    w.report(letters[0], Delivery::HandedOver(now), now).await;
    let why = "550 no such user".to_owned();
    w.report(letters[1], Delivery::Refused { why }, now).await;
    w.report(letters[2], Delivery::Unsent(Unsent::Superseded), now)
        .await;
    w.pause();
    assert!(claim(w, 9, now + Span::hours(1)).await.is_empty());
    let all = [LetterState::Sent, LetterState::Refused, LetterState::Unsent];
    let listed = w.store().list(&all, None, 9).await.unwrap();
    let shown: Vec<_> = listed
        .iter()
        .map(|it| (it.state, it.attempts, it.why.as_deref()))
        .collect();
    assert_eq!(
        shown,
        [
            (LetterState::Sent, 1, None),
            (LetterState::Refused, 1, Some("550 no such user")),
            (LetterState::Unsent, 0, Some("superseded")),
        ]
    );
    assert!(listed.iter().all(|it| it.due_at == now));
}

pub async fn dropped_meanwhile(w: &mut World) {
    let letter = queued(w, 1).await[0];
    assert_eq!(claim(w, 1, NOW).await, [letter]);
    assert!(w.store().drop_letter(letter, NOW).await.unwrap());
    let at = NOW + Span::minutes(1);
    w.report(letter, Delivery::HandedOver(at), at).await;
    w.pause();
    assert_eq!(w.letters(LetterState::Unsent).await, [letter]);
    let challenge = w.challenge("p0@example.com").await;
    assert_eq!(
        (challenge.sent_at, challenge.expires_at),
        (Some(at), Some(at + LIFE.code))
    );
}

pub async fn next(w: &mut World) {
    let next = async |now| w.store().next_due(Reading::steady(now)).await.unwrap();
    assert_eq!(next(NOW).await, None);
    let letters = queued(w, 2).await;
    assert_eq!(next(NOW).await, Some(NOW));
    assert_eq!(claim(w, 1, NOW).await.len(), 1);
    assert_eq!(next(NOW).await, Some(NOW + Span::seconds(1)));
    let both = NOW + Span::seconds(1);
    assert_eq!(claim(w, 1, both).await.len(), 1);
    assert_eq!(
        next(both).await,
        Some(NOW + LEASE),
        "the first lease that runs out"
    );
    for letter in letters {
        w.report(letter, Delivery::HandedOver(both), both).await;
    }
    assert_eq!(w.store().next_due(Reading::steady(both)).await.unwrap(), None);
}

pub async fn stirred(w: &mut World) {
    w.add("ann@example.com").await;
    let store = w.store();
    let waiting = tokio::spawn(async move { store.stirred().await });
    w.ask("ann@example.com", NOW).await;
    let woken = tokio::time::timeout(Duration::from_secs(5), waiting).await;
    assert!(woken.is_ok());
}

pub async fn list(w: &mut World) {
    let letters = queued(w, 4).await;
    w.report(letters[1], Delivery::HandedOver(NOW), NOW).await;
    w.pause();
    let store = w.store();
    let page = async |after, most| {
        let listed = store.list(&[LetterState::Waiting], after, most).await.unwrap();
        listed.into_iter().map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(page(None, 2).await, [letters[0], letters[2]]);
    assert_eq!(page(Some(letters[2]), 2).await, [letters[3]]);
    let listed = store.list(&[LetterState::Sent], None, 9).await.unwrap().remove(0);
    assert_eq!(listed.account.unwrap().email.as_written(), "p1@example.com");
    assert_eq!(listed.challenge, Some(w.challenge("p1@example.com").await.id));
    assert!(store.list(&[], None, 9).await.unwrap().is_empty());
}

pub async fn retry(w: &mut World) {
    let letters = queued(w, 2).await;
    let why = "550".to_owned();
    w.report(letters[0], Delivery::Refused { why }, NOW).await;
    w.report(letters[1], Delivery::HandedOver(NOW), NOW).await;
    w.pause();
    let now = NOW + Span::minutes(9);
    assert!(w.store().retry(letters[0], now).await.unwrap());
    assert!(!w.store().retry(letters[1], now).await.unwrap(), "sent");
    assert!(
        !w.store().retry(LetterId(999), now).await.unwrap(),
        "no such letter"
    );
    w.pause();
    assert_eq!(claim(w, 9, now).await, [letters[0]]);
}

pub async fn dropped(w: &mut World) {
    let letters = queued(w, 2).await;
    w.report(letters[1], Delivery::HandedOver(NOW), NOW).await;
    w.pause();
    assert!(w.store().drop_letter(letters[0], NOW).await.unwrap());
    assert!(!w.store().drop_letter(letters[1], NOW).await.unwrap(), "sent");
    assert!(
        !w.store().drop_letter(LetterId(999), NOW).await.unwrap(),
        "no such letter"
    );
    assert!(
        !w.store().retry(letters[0], NOW).await.unwrap(),
        "settled for good"
    );
    w.pause();
    let listed = w.store().list(&[LetterState::Unsent], None, 9).await.unwrap();
    assert_eq!(listed[0].why.as_deref(), Some("dropped"));
}

pub async fn backlog(w: &mut World) {
    let letters = queued(w, 3).await;
    w.report(letters[0], Delivery::HandedOver(NOW), NOW).await;
    w.pause();
    assert_eq!(w.store().backlog().await.unwrap(), 2);
    assert!(w.store().remove(email("p1@example.com").key()).await.unwrap());
    assert_eq!(w.store().backlog().await.unwrap(), 1);
}
