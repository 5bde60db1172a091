//! Checking in one act: load, judge, settle.

use futures::future::join_all;
use recovery::ledger::Units;
use recovery::outcome::Checked;
use recovery::ports::{Guess, Judge, Judged, Verdict};
use recovery::subject::Subject;

use super::world::{ATTEMPTS, COST, NOW, World, guess_of, ledger_of};

async fn check(w: &World, address: &str, judge: Judge) -> (Checked, Option<Subject>) {
    w.store().check(&w.who(address).await, NOW, judge).await.unwrap()
}

/// A judge who finds every code wrong that still takes guesses, as the rules do.
fn strict() -> Judge {
    Box::new(|it| {
        let subject = it.unwrap();
        let open = subject
            .challenge
            .as_ref()
            .is_some_and(|it| it.tries < ATTEMPTS.unwrap());
        Judged {
            ending: if open {
                Checked::Wrong
            } else {
                Checked::NothingPending
            },
            guess: open.then(|| guess_of(subject, Verdict::Wrong)),
        }
    })
}

pub async fn judged(w: &mut World) {
    w.add("bob@example.com").await;
    let asked = w.asked("ann@example.com").await;
    w.guess_wrong(&asked, 2).await;
    w.pause();
    let unknown: Judge = Box::new(|it| {
        assert!(it.is_none());
        Judged {
            ending: Checked::UnknownAccount,
            guess: None,
        }
    });
    let (ending, subject) = check(w, "cid@example.com", unknown).await;
    assert_eq!((ending, subject.is_none()), (Checked::UnknownAccount, true));
    let nothing: Judge = Box::new(|it| {
        assert!(it.unwrap().challenge.is_none());
        Judged {
            ending: Checked::NothingPending,
            guess: None,
        }
    });
    assert_eq!(
        check(w, "bob@example.com", nothing).await.0,
        Checked::NothingPending
    );
    let whole = w.subject("ann@example.com").await;
    let right: Judge = Box::new(move |it| {
        let (lean, whole) = (it.unwrap(), whole.clone());
        assert!(lean.letter.is_none() && lean.recent_letters.is_empty());
        assert_eq!(format!("{lean:?}"), format!("{:?}", whole.without_letters()));
        Judged {
            ending: Checked::Accepted,
            guess: Some(guess_of(lean, Verdict::Right)),
        }
    });
    let (ending, subject) = check(w, "ann@example.com", right).await;
    assert_eq!(ending, Checked::Accepted);
    let challenge = subject.unwrap().challenge.unwrap();
    assert_eq!((challenge.id, challenge.tries), (asked.challenge.unwrap().id, 2));
}

pub async fn race(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    w.guess_wrong(&ann, 1).await;
    w.pause();
    let (store, who) = (w.store(), w.who("ann@example.com").await);
    let told = join_all((0..64).map(|_| store.check(&who, NOW, strict()))).await;
    let told: Vec<Checked> = told.into_iter().map(|it| it.unwrap().0).collect();
    let count = |ending| told.iter().filter(|it| **it == ending).count();
    assert_eq!((count(Checked::Wrong), count(Checked::NothingPending)), (4, 60));
    drop(store);
    w.pause();
    assert_eq!(w.challenge("ann@example.com").await.tries, 5);
    let spent = w.store().spent(ledger_of(&ann), NOW).await.unwrap();
    assert_eq!(spent.account, Units(5 * COST.0));
}

pub async fn refused(w: &mut World) {
    let old = w.asked("ann@example.com").await;
    let new = w.ask("ann@example.com", NOW).await;
    w.guess_wrong(&new, 5).await;
    let replaced = old.challenge.unwrap().id;
    let told = |guess: fn(&Subject) -> Guess| -> Judge {
        Box::new(move |it| Judged {
            ending: Checked::Accepted,
            guess: Some(guess(it.unwrap())),
        })
    };
    let spent = told(|it| guess_of(it, Verdict::Right));
    assert_eq!(
        check(w, "ann@example.com", spent).await.0,
        Checked::NothingPending
    );
    let of_the_old_one: Judge = Box::new(move |it| {
        let guess = guess_of(it.unwrap(), Verdict::Right);
        Judged {
            ending: Checked::Accepted,
            guess: Some(Guess {
                challenge: replaced,
                attempts: None,
                ..guess
            }),
        }
    });
    assert_eq!(
        check(w, "ann@example.com", of_the_old_one).await.0,
        Checked::NothingPending
    );
}
