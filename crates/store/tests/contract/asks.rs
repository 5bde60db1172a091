//! Asking in one act: load, plan, carry out.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use recovery::letter::LetterState;
use recovery::moment::{Moment, Span};
use recovery::outcome::Asked;
use recovery::ports::{Mailing, Opening, Planned, Planner};
use recovery::subject::Subject;

use super::world::{ATTEMPTS, NOW, World, again_with, opening_with};

async fn ask(w: &World, address: &str, at: Moment, planner: Planner) -> Asked {
    w.store().ask(&w.who(address).await, at, planner).await.unwrap()
}

/// A fresh opening on the account as it is loaded.
fn opening(w: &World, at: Moment) -> impl Fn(&Subject) -> Opening + Send + Sync + use<> {
    let (tail, seed, letter) = (w.draw(), w.seed(), w.letter(None));
    move |subject| opening_with(subject, tail, seed.clone(), letter, at)
}

pub async fn planned(w: &mut World) {
    w.add("ann@example.com").await;
    let nobody = ask(
        w,
        "bob@example.com",
        NOW,
        Box::new(|it| {
            assert!(it.is_none());
            Planned {
                ending: Asked::UnknownAccount,
                mailing: None,
            }
        }),
    );
    assert_eq!(nobody.await, Asked::UnknownAccount);
    let opening = opening(w, NOW);
    let opens: Planner = Box::new(move |it| {
        let ann = it.unwrap();
        assert!(ann.challenge.is_none() && ann.letter.is_none());
        Planned {
            ending: Asked::Served,
            mailing: Some(Mailing::Opening(opening(ann))),
        }
    });
    assert_eq!(ask(w, "ann@example.com", NOW, opens).await, Asked::Served);
    w.pause();
    let first = w.subject("ann@example.com").await;
    let (challenge, letter) = (first.challenge.unwrap().id, first.letter.unwrap());
    let at = NOW + Span::seconds(70);
    let again = w.letter(None);
    let mails_again: Planner = Box::new(move |it| {
        let ann = it.unwrap();
        assert_eq!(ann.challenge.as_ref().unwrap().id, challenge);
        assert_eq!(ann.letter, Some(letter));
        assert_eq!(ann.recent_letters.len(), 1);
        let again = again_with(ann, again, at);
        Planned {
            ending: Asked::Served,
            mailing: Some(Mailing::Again(again)),
        }
    });
    assert_eq!(ask(w, "ann@example.com", at, mails_again).await, Asked::Served);
    let quiet: Planner = Box::new(|_| Planned {
        ending: Asked::Served,
        mailing: None,
    });
    assert_eq!(ask(w, "ann@example.com", at, quiet).await, Asked::Served);
    w.pause();
    let second = w.find("ann@example.com", at).await.unwrap();
    assert_eq!(second.challenge.unwrap().id, challenge, "the same code");
    assert!(second.letter.unwrap().id > letter.id);
    assert_eq!(
        w.letters(LetterState::Waiting).await.len(),
        2,
        "one more letter, and none for the quiet ask"
    );
}

pub async fn race(w: &mut World) {
    w.add("ann@example.com").await;
    let most = usize::try_from(ATTEMPTS.unwrap()).unwrap();
    let (store, planned) = (w.store(), Arc::new(AtomicUsize::new(0)));
    let who = w.who("ann@example.com").await;
    let race = (0..32).map(|_| {
        let (opening, planned) = (opening(w, NOW), Arc::clone(&planned));
        let planner: Planner = Box::new(move |it| {
            planned.fetch_add(1, Ordering::Relaxed);
            let ann = it.unwrap();
            let mailing = match &ann.challenge {
                None => Some(Mailing::Opening(opening(ann))),
                Some(_) if ann.recent_letters.len() < most => {
                    Some(Mailing::Again(again_with(ann, opening(ann).letter, NOW)))
                }
                Some(_) => None,
            };
            Planned {
                ending: Asked::Served,
                mailing,
            }
        });
        store.ask(&who, NOW, planner)
    });
    for asked in join_all(race).await {
        assert_eq!(asked.unwrap(), Asked::Served);
    }
    assert!(planned.load(Ordering::Relaxed) >= 32);
    drop(store);
    w.pause();
    assert_eq!(w.letters(LetterState::Waiting).await.len(), most);
    assert_eq!(w.subject("ann@example.com").await.recent_letters.len(), most);
}
