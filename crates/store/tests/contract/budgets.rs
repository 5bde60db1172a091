//! The budget at the comparison: no guess is told that carries a ledger beyond what its code may, whoever races whom.

use futures::future::join_all;
use recovery::budget::Caps;
use recovery::challenge::CLOSED;
use recovery::flow::FlowChecked;
use recovery::ledger::{Spent, Units};
use recovery::moment::Span;
use recovery::ports::{Guess, Proof, Verdict};
use recovery::subject::Subject;

use super::flows::{LEDGER, begin, guess_within};
use super::world::{COST, NOW, World, ledger_of};

const ANN: &str = "ann@example.com";

/// Room for so many wrong guesses.
fn room(account: i64, service: Option<i64>) -> Caps {
    Caps {
        account: Units(account * COST.0),
        service: service.map(|it| Units(it * COST.0)),
    }
}

fn within(w: &World, subject: &Subject, verdict: Verdict, caps: Caps) -> Guess {
    let mut guess = w.wrong(subject);
    guess.verdict = verdict;
    guess.price.caps = Some(caps);
    guess
}

async fn spent(w: &World, subject: &Subject) -> Spent {
    w.store().spent(ledger_of(subject), NOW).await.unwrap()
}

pub async fn no_room(w: &mut World) {
    let (ann, bob) = (w.asked(ANN).await, w.asked("bob@example.com").await);
    w.guess_wrong(&ann, 2).await;
    w.guess_wrong(&bob, 1).await;
    w.pause();
    for caps in [room(2, None), room(9, Some(3))] {
        for verdict in [Verdict::Wrong, Verdict::Right] {
            assert!(!w.settle(&within(w, &ann, verdict, caps)).await, "{verdict:?}");
        }
    }
    let spent = spent(w, &ann).await;
    assert_eq!(
        (spent.account, spent.service),
        (Units(2 * COST.0), Units(3 * COST.0))
    );
    assert!(w.settle(&within(w, &ann, Verdict::Wrong, room(3, Some(4)))).await);
    assert!(!w.settle(&within(w, &ann, Verdict::Wrong, room(3, Some(9)))).await);
}

pub async fn closed(w: &mut World) {
    let ann = w.asked(ANN).await;
    assert!(w.settle(&within(w, &ann, Verdict::Closing, room(0, None))).await);
    w.pause();
    assert_eq!(w.challenge(ANN).await.tries, CLOSED);
    assert!(!w.settle(&w.right(&ann)).await && !w.settle(&w.wrong(&ann)).await);
    assert_eq!(
        spent(w, &ann).await,
        Spent::default(),
        "what is not compared costs nothing"
    );
    let by_code = w.by_code(&ann);
    assert!(!w.redeem(&by_code).await);
    assert!(
        w.redeem(&w.redemption(&ann, Proof::Link)).await,
        "the link is as good as before"
    );
}

pub async fn race(w: &mut World) {
    w.add(ANN).await;
    let mut flows = Vec::new();
    for _ in 0..40 {
        flows.push(begin(w, ANN, NOW).await);
    }
    w.pause();
    let caps = room(10, None);
    let told = join_all(flows.iter().map(|it| guess_within(w, *it, Verdict::Wrong, caps))).await;
    let compared = told
        .iter()
        .filter(|it| matches!(it, Some(FlowChecked::Wrong { .. })));
    assert_eq!(compared.count(), 10, "over all codes of an account together");
    let right = guess_within(w, flows[0], Verdict::Right, caps).await;
    assert_eq!(right, Some(FlowChecked::Spent));
    w.pause();
    let spent = w.store().spent(LEDGER, NOW).await.unwrap();
    assert_eq!(spent.account, Units(10 * COST.0));
}

pub async fn in_a_row(w: &mut World) {
    let ann = w.asked(ANN).await;
    w.guess_wrong(&ann, 3).await;
    w.pause();
    assert_eq!(spent(w, &ann).await.in_a_row, 3);
    assert!(w.redeem(&w.by_code(&ann)).await);
    w.pause();
    let after = spent(w, &ann).await;
    assert_eq!(
        (after.in_a_row, after.account),
        (0, Units(3 * COST.0)),
        "a success refunds nothing"
    );
    let ann = w.ask(ANN, NOW).await;
    w.guess_wrong(&ann, 2).await;
    w.pause();
    assert_eq!(spent(w, &ann).await.in_a_row, 2);

    w.purge(NOW + Span::hours(5)).await;
    w.pause();
    let folded = spent(w, &ann).await;
    assert_eq!((folded.in_a_row, folded.account), (2, Units(5 * COST.0)));
    let later = w.ask(ANN, NOW).await;
    w.guess_wrong(&later, 1).await;
    assert_eq!(spent(w, &ann).await.in_a_row, 3);
    assert!(w.redeem(&w.redemption(&later, Proof::Link)).await);
    w.pause();
    assert_eq!(spent(w, &ann).await.in_a_row, 0);
    w.purge(NOW + Span::hours(5)).await;
    w.pause();
    assert_eq!(
        spent(w, &ann).await.in_a_row,
        0,
        "also once that success is folded"
    );
}

pub async fn loaded(w: &mut World) {
    let ann = w.asked(ANN).await;
    w.guess_wrong(&ann, 2).await;
    let flow = begin(w, ANN, NOW).await;
    w.pause();
    let expected = spent(w, &ann).await;
    assert_eq!(expected.in_a_row, 2);
    assert_eq!(w.subject(ANN).await.spent, expected);
    assert_eq!(
        super::flows::seen(w, flow).await.unwrap().spent.account,
        Units(0),
        "of another ledger key"
    );
    let id = ann.challenge.unwrap().id;
    let by_id = w.store().subject_of(id, NOW).await.unwrap().unwrap();
    assert_eq!(by_id.spent, expected);
}
