//! Taking a change of the password back.

use futures::future::join_all;
use recovery::challenge::ChallengeId;
use recovery::disowning::{Change, LinkJudged};
use recovery::flow::FlowChecked;
use recovery::ledger::Units;
use recovery::moment::{Moment, Span};
use recovery::ports::Proof;
use recovery::subject::{AccountId, Subject};

use super::flows::{begin, seen};
use super::world::{ATTEMPTS, COST, NOW, World, email, ledger_of};

const ANN: &str = "ann@example.com";
const CHANGED: Moment = Moment(NOW.0 + 1000);

/// Ann, whose password was changed by a code, and the change.
async fn changed(w: &World) -> Change {
    let ann = w.asked(ANN).await;
    assert!(w.redeem(&w.by_code(&ann)).await);
    Change {
        account: ann.account.id,
        at: CHANGED,
    }
}

async fn disown(w: &World, change: Change, at: Moment) -> bool {
    w.store().disown(change, at).await.unwrap()
}

async fn guess(w: &World, challenge: ChallengeId, right: bool) -> Option<FlowChecked> {
    let judge = Box::new(move |subject: &Subject| {
        let verdict = match right {
            true => recovery::ports::Verdict::Right,
            false => recovery::ports::Verdict::Wrong,
        };
        LinkJudged {
            ending: FlowChecked::Wrong { left: 9 },
            guess: Some(super::world::guess_of(subject, verdict)),
        }
    });
    let checked = w.store().check_with_link(challenge, NOW, judge).await.unwrap();
    checked.map(|it| it.0)
}

pub async fn account(w: &mut World) {
    let change = changed(w).await;
    w.pause();
    let found = w
        .store()
        .account_of_change(change.account)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.email.masked(), found.password_changed_at),
        (email(ANN).masked(), Some(CHANGED))
    );
    assert!(!found.disowned);
    let none = w.store().account_of_change(AccountId(99)).await.unwrap();
    assert!(none.is_none());
}

pub async fn taken_back(w: &mut World) {
    let change = changed(w).await;
    let own = w.ask(ANN, CHANGED).await;
    let flow = begin(w, ANN, CHANGED).await;
    let in_flow = super::flows::subject(&seen(w, flow).await.unwrap());
    let later = CHANGED + Span::minutes(5);
    assert!(disown(w, change, later).await);
    w.pause();
    assert_eq!(w.hash_of(ANN).await, None);
    let ann = w.account(ANN).await;
    assert_eq!((ann.password_changed_at, ann.disowned), (Some(later), true));
    assert_eq!(ann.version.0, own.account.version.0 + 1);
    let standing = w.subject(ANN).await.account;
    assert_eq!(standing, ann.standing(), "asks and checks see the mark");
    for dead in [own, in_flow] {
        for proof in [
            Proof::Link,
            Proof::Both { attempts: None },
            Proof::Code { attempts: None },
        ] {
            assert!(!w.redeem(&w.redemption(&dead, proof)).await, "{proof:?}");
            let mut renamed = dead.clone();
            renamed.account = standing;
            assert!(
                !w.redeem(&w.redemption(&renamed, proof)).await,
                "{proof:?}, issued before"
            );
        }
    }
    assert!(!disown(w, change, later).await, "once");
    assert_eq!(w.account(ANN).await.version, ann.version);
}

pub async fn superseded(w: &mut World) {
    let change = changed(w).await;
    let elsewhere = Change {
        at: CHANGED + Span::millis(1),
        ..change
    };
    assert!(!disown(w, elsewhere, CHANGED).await, "another moment");
    let nobodys = Change {
        account: AccountId(99),
        ..change
    };
    assert!(!disown(w, nobodys, CHANGED).await, "no such account");
    let again = w.ask(ANN, CHANGED).await;
    let mut second = w.by_code(&again);
    (second.judged_at, second.at) = (CHANGED, CHANGED + Span::seconds(2));
    assert!(w.redeem(&second).await);
    w.pause();
    assert!(
        !disown(w, change, CHANGED).await,
        "the password was changed again"
    );
    assert_eq!(w.hash_of(ANN).await, Some(second.hash.clone()));
    let newer = Change {
        at: second.at,
        ..change
    };
    assert!(
        disown(w, newer, NOW - Span::hours(1)).await,
        "with a clock that was set back"
    );
    assert!(!disown(w, newer, NOW).await, "and not twice");
    assert!(w.account(ANN).await.password_changed_at > Some(second.at));
}

pub async fn race(w: &mut World) {
    let change = changed(w).await;
    let ask = w.ask(ANN, CHANGED).await;
    let mut redemption = w.by_code(&ask);
    (redemption.judged_at, redemption.at) = (CHANGED, CHANGED + Span::seconds(2));
    let store = w.store();
    let (taken, set) = futures::join!(
        join_all((0..16).map(|_| store.disown(change, CHANGED + Span::seconds(1)))),
        store.redeem(&redemption)
    );
    let taken = taken.into_iter().filter(|it| matches!(it, Ok(true))).count();
    let set = set.unwrap();
    drop(store);
    w.pause();
    assert_eq!(
        taken + usize::from(set),
        1,
        "whichever was first leaves the other nothing to do"
    );
    let ann = w.account(ANN).await;
    assert_eq!((ann.disowned, w.hash_of(ANN).await.is_none()), (!set, !set));
    assert_eq!(ann.version.0, ask.account.version.0 + 1);
}

pub async fn marked_until_recovered(w: &mut World) {
    let change = changed(w).await;
    assert!(disown(w, change, CHANGED).await);
    w.pause();
    let ask = w.ask(ANN, CHANGED).await;
    assert!(ask.account.disowned);
    let mut burnt = w.redemption(&ask, Proof::Both { attempts: Some(0) });
    (burnt.judged_at, burnt.at) = (CHANGED, CHANGED + Span::seconds(2));
    assert!(!w.redeem(&burnt).await, "out of tries");
    burnt.proof = Proof::Both { attempts: ATTEMPTS };
    assert!(w.redeem(&burnt).await);
    w.pause();
    let ann = w.account(ANN).await;
    assert!(!ann.disowned && !w.subject(ANN).await.account.disowned);
    assert_eq!(w.hash_of(ANN).await, Some(burnt.hash));
}

pub async fn guesses(w: &mut World) {
    let ann = w.asked(ANN).await;
    let id = ann.challenge.as_ref().unwrap().id;
    assert!(w.settle(&w.wrong(&ann)).await, "typed elsewhere");
    assert_eq!(
        guess(w, id, true).await,
        Some(FlowChecked::Wrong { left: 9 }),
        "free"
    );
    let race = join_all((0..16).map(|_| guess(w, id, false))).await;
    let wrong = |it: &&Option<FlowChecked>| matches!(it, Some(FlowChecked::Wrong { .. }));
    assert_eq!(race.iter().filter(wrong).count(), 4);
    assert_eq!(
        race.iter().filter(|it| **it == Some(FlowChecked::Spent)).count(),
        12
    );
    w.pause();
    assert_eq!(w.challenge(ANN).await.tries, 5);
    let spent = w.store().spent(ledger_of(&ann), NOW).await.unwrap();
    assert_eq!(spent.account, Units(COST.0 * 5));
    assert_eq!(guess(w, id, true).await, Some(FlowChecked::Spent));
    let other = ChallengeId {
        tail: id.tail ^ 1,
        ..id
    };
    assert_eq!(guess(w, other, true).await, None);
    assert!(w.redeem(&w.redemption(&ann, Proof::Link)).await);
}

pub async fn in_flow(w: &mut World) {
    let own = w.asked(ANN).await;
    let (one, two) = (begin(w, ANN, NOW).await, begin(w, ANN, NOW).await);
    for _ in 0..5 {
        assert!(matches!(
            guess(w, one, false).await,
            Some(FlowChecked::Wrong { .. })
        ));
    }
    assert_eq!(guess(w, one, false).await, Some(FlowChecked::Spent));
    w.pause();
    let tries = [seen(w, one).await, seen(w, two).await].map(|it| it.unwrap().challenge.tries);
    assert_eq!((tries, w.challenge(ANN).await.tries), ([5, 0], 0));
    assert_eq!(guess(w, one, false).await, Some(FlowChecked::Spent));
    let spent = w.store().spent(ledger_of(&own), NOW).await.unwrap();
    assert_eq!(spent.account, Units(COST.0 * 5));
    let nobodys = begin(w, "stranger@example.com", NOW).await;
    assert_eq!(guess(w, nobodys, false).await, None);
}
