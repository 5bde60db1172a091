//! Flows that are found by their address: each address has one, whoever it is of.

use recovery::challenge::ChallengeId;
use recovery::flow::{AddressMark, FlowChecked, FlowJudged, FlowSubject, Marks, Step};
use recovery::moment::{Moment, Span};
use recovery::subject::Subject;

use super::flows::beginning;
use super::world::{NOW, World};

const ANN: &str = "ann@example.com";

fn marks(today: u8, yesterday: u8) -> Marks {
    Marks {
        today: AddressMark([today; 16]),
        yesterday: AddressMark([yesterday; 16]),
    }
}

/// Asks for an address. `forgotten`: the rules know its flow no more.
async fn ask(w: &World, address: &str, marks: Marks, at: Moment, forgotten: bool) {
    let mut new = beginning(w, w.find(address, at).await.map(|it| it.account), at);
    new.mark = Some(marks.today);
    let letter = w.letter(None);
    let beginner = Box::new(move |_: Option<&Subject>| new.clone());
    let stepper = Box::new(move |_: &FlowSubject| (!forgotten).then_some(Step::Again(letter)));
    let who = w.who(address).await;
    w.store()
        .ask_for(&who, marks, at, beginner, stepper)
        .await
        .unwrap();
}

/// The code of an address's flow, if it has one.
async fn found(w: &World, marks: Marks) -> Option<ChallengeId> {
    let judge = Box::new(|_: &FlowSubject| FlowJudged {
        ending: FlowChecked::Expired,
        guess: None,
    });
    let found = w.store().check_for(marks, NOW, judge).await.unwrap();
    found.map(|(_, flow)| flow.challenge.id)
}

pub async fn goes_on(w: &mut World) {
    w.add(ANN).await;
    assert_eq!(found(w, marks(1, 0)).await, None);
    ask(w, ANN, marks(1, 0), NOW, false).await;
    w.pause();
    let first = found(w, marks(1, 0)).await.unwrap();
    ask(w, ANN, marks(1, 0), NOW + Span::minutes(2), false).await;
    w.pause();
    assert_eq!(
        found(w, marks(1, 0)).await,
        Some(first),
        "one more letter of the same code"
    );
    assert_eq!(w.store().backlog().await.unwrap(), 2);
    assert_eq!(
        found(w, marks(2, 1)).await,
        Some(first),
        "found under yesterday's name"
    );
    ask(w, ANN, marks(2, 1), NOW + Span::minutes(3), false).await;
    assert_eq!(found(w, marks(2, 1)).await, Some(first));
}

pub async fn begins_anew(w: &mut World) {
    for address in [ANN, "stranger@example.com"] {
        if address == ANN {
            w.add(ANN).await;
        }
        let mark = u8::try_from(address.len()).unwrap();
        ask(w, address, marks(mark, 0), NOW, false).await;
        let first = found(w, marks(mark, 0)).await.unwrap();
        let at = NOW + Span::minutes(70);
        ask(w, address, marks(mark, 0), at, true).await;
        w.pause();
        let second = found(w, marks(mark, 0)).await.unwrap();
        assert_ne!(second, first, "{address}");
    }
}

pub async fn renewed(w: &mut World) {
    w.add(ANN).await;
    ask(w, ANN, marks(1, 0), NOW, false).await;
    let first = found(w, marks(1, 0)).await.unwrap();
    let at = NOW + Span::minutes(5);
    let mut new = beginning(w, w.find(ANN, at).await.map(|it| it.account), at);
    new.mark = Some(AddressMark([1; 16]));
    let (unused, renewal) = (new.clone(), new);
    let beginner = Box::new(move |_: Option<&Subject>| unused.clone());
    let stepper = Box::new(move |_: &FlowSubject| Some(Step::Anew(renewal.clone())));
    let who = w.who(ANN).await;
    w.store()
        .ask_for(&who, marks(1, 0), at, beginner, stepper)
        .await
        .unwrap();
    w.pause();
    let renewed = found(w, marks(1, 0))
        .await
        .expect("the same flow, with another code");
    assert_ne!(renewed, first);
}

pub async fn its_own(w: &mut World) {
    for address in [ANN, "bob@example.com"] {
        w.add(address).await;
    }
    ask(w, ANN, marks(1, 0), NOW, false).await;
    ask(w, "bob@example.com", marks(2, 0), NOW, false).await;
    w.pause();
    let (ann, bob) = (found(w, marks(1, 0)).await, found(w, marks(2, 0)).await);
    assert!(ann.is_some() && bob.is_some() && ann != bob);
    assert_eq!(found(w, marks(3, 0)).await, None);
    w.purge(NOW + Span::hours(5)).await;
    w.pause();
    assert_eq!(found(w, marks(1, 0)).await, None, "gone with its rows");
}
