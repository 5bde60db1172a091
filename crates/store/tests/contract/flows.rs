//! Flows: each has challenges of its own, and those of nobody are kept as the others are.

use futures::future::join_all;
use recovery::budget::Caps;
use recovery::challenge::ChallengeId;
use recovery::flow::{Beginning, FlowChecked, FlowGuess, FlowJudged, FlowSubject, Shown, Step};
use recovery::keys::KeyId;
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::{Delivery, Unsent};
use recovery::moment::{Moment, Reading, Span};
use recovery::once::{Began, Once};
use recovery::ports::{Price, Proof, Verdict};
use recovery::profile::Locale;
use recovery::subject::{AccountId, Standing, Subject};

use super::world::{ATTEMPTS, COST, LEASE, LIFE, NETWORK, NOW, SIX_DIGITS, World, email};

/// Of every flow of somebody's.
pub const LEDGER: LedgerKey = LedgerKey([9; 16]);

pub fn beginning(w: &World, account: Option<Standing>, at: Moment) -> Beginning {
    Beginning {
        account,
        ledger: account.map_or(LedgerKey([0; 16]), |_| LEDGER),
        tail: w.draw() << 60 | w.draw(),
        seed: w.seed(),
        key: KeyId(1),
        code: Some(SIX_DIGITS),
        ends: LIFE.at_issue(at),
        locale: Locale::read("de-AT"),
        by_back_end: true,
        mark: None,
        letter: w.letter(None),
        at,
    }
}

pub async fn begin(w: &World, address: &str, at: Moment) -> ChallengeId {
    let account = w.find(address, at).await.map(|it| it.account);
    let new = beginning(w, account, at);
    let beginner = Box::new(move |subject: Option<&Subject>| {
        assert_eq!(subject.map(|it| it.account), account);
        new.clone()
    });
    w.store()
        .begin(&w.who(address).await, at, beginner)
        .await
        .unwrap()
}

const ONCE: Once = Once {
    key: [3; 16],
    body: [4; 16],
};

async fn begin_once(w: &World, address: &str, once: Once, at: Moment) -> Began {
    let new = beginning(w, w.find(address, at).await.map(|it| it.account), at);
    let beginner = Box::new(move |_: Option<&Subject>| new.clone());
    let who = w.who(address).await;
    w.store().begin_once(&who, at, once, beginner).await.unwrap()
}

async fn step(w: &World, flow: ChallengeId, at: Moment, step: Step) -> Option<Shown> {
    let stepper = Box::new(move |_: &FlowSubject| Some(step.clone()));
    w.store().ask_again(flow, at, stepper).await.unwrap()
}

async fn guess(w: &World, flow: ChallengeId, right: bool) -> Option<(FlowChecked, FlowSubject)> {
    let judge = Box::new(move |flow: &FlowSubject| {
        let verdict = flow.account.map_or(Verdict::Shown, |_| Verdict::Wrong);
        FlowJudged {
            ending: if right {
                FlowChecked::Accepted
            } else {
                FlowChecked::Wrong { left: 9 }
            },
            guess: Some(FlowGuess {
                verdict: if right { Verdict::Right } else { verdict },
                price: Price {
                    ledger: flow.challenge.ledger,
                    cost: COST,
                    caps: SIX_DIGITS.caps,
                },
                shown_below: ATTEMPTS,
                attempts: ATTEMPTS,
                at: NOW,
            }),
        }
    });
    w.store().check_in_flow(flow, NOW, judge).await.unwrap()
}

/// Guesses at a flow's code while the ledgers have this much room.
pub async fn guess_within(w: &World, flow: ChallengeId, verdict: Verdict, caps: Caps) -> Option<FlowChecked> {
    let judge = Box::new(move |flow: &FlowSubject| FlowJudged {
        ending: FlowChecked::Wrong { left: 9 },
        guess: Some(FlowGuess {
            verdict,
            price: Price {
                ledger: flow.challenge.ledger,
                cost: COST,
                caps: Some(caps),
            },
            shown_below: ATTEMPTS,
            attempts: ATTEMPTS,
            at: NOW,
        }),
    });
    let checked = w.store().check_in_flow(flow, NOW, judge).await.unwrap();
    checked.map(|it| it.0)
}

/// Looks at a flow, and counts nothing.
pub async fn seen(w: &World, flow: ChallengeId) -> Option<FlowSubject> {
    let judge = Box::new(|_: &FlowSubject| FlowJudged {
        ending: FlowChecked::Expired,
        guess: None,
    });
    let found = w.store().check_in_flow(flow, NOW, judge).await.unwrap();
    found.map(|(_, flow)| flow)
}

pub(super) fn subject(flow: &FlowSubject) -> Subject {
    Subject {
        account: flow.account.unwrap(),
        challenge: Some(flow.challenge.clone()),
        spent: flow.spent,
        letter: None,
        newest_letter: None,
        recent_letters: vec![],
    }
}

pub async fn nobodys(w: &mut World) {
    let flow = begin(w, "stranger@example.com", NOW).await;
    w.pause();
    let found = seen(w, flow).await.unwrap();
    assert!(found.account.is_none() && found.challenge.ledger == LedgerKey([0; 16]));
    assert_eq!(
        (found.challenge.id, found.challenge.account),
        (flow, AccountId::NOBODY)
    );
    assert_eq!((found.began, found.challenge.flow), (NOW, Some(flow.row)));
    let claimed = w.store().claim(9, Reading::steady(NOW), LEASE).await.unwrap();
    let [letter] = &claimed[..] else {
        panic!("{claimed:?}")
    };
    assert!(letter.account.is_none() && letter.latest);
    assert_eq!(letter.challenge.as_ref().unwrap().id, flow);
    assert!(w.store().subject_of(flow, NOW).await.unwrap().is_none());
}

pub async fn apart(w: &mut World) {
    let own = w.asked("ann@example.com").await;
    let (one, two) = (
        begin(w, "ann@example.com", NOW).await,
        begin(w, "ann@example.com", NOW).await,
    );
    assert!(guess(w, one, false).await.is_some());
    w.pause();
    let ann = w.subject("ann@example.com").await;
    assert_eq!(ann.challenge.unwrap().id, own.challenge.unwrap().id);
    assert_eq!(
        (ann.letter.unwrap().id, ann.recent_letters.len()),
        (own.letter.unwrap().id, 3)
    );
    let tries = |it: FlowSubject| it.challenge.tries;
    assert_eq!(
        (
            tries(seen(w, one).await.unwrap()),
            tries(seen(w, two).await.unwrap())
        ),
        (1, 0)
    );
    let again = w.ask("ann@example.com", NOW + Span::seconds(1)).await;
    w.pause();
    assert_eq!(w.subject("ann@example.com").await.recent_letters.len(), 4);
    assert_eq!(again.challenge.unwrap().tries, 0);
    assert_eq!(w.store().backlog().await.unwrap(), 4);
    let claimed = w
        .store()
        .claim(9, Reading::steady(NOW + Span::seconds(1)), LEASE)
        .await
        .unwrap();
    let latest: Vec<bool> = claimed.iter().map(|it| it.latest).collect();
    assert_eq!(
        latest,
        [false, true, true, true],
        "a flow supersedes nothing, and nothing a flow"
    );
}

pub async fn again(w: &mut World) {
    w.add("ann@example.com").await;
    let flow = begin(w, "ann@example.com", NOW).await;
    assert!(guess(w, flow, false).await.is_some());
    w.pause();
    let at = NOW + Span::minutes(2);
    let shown = step(w, flow, at, Step::Again(w.letter(None))).await;
    assert_eq!(shown, Some(Shown { since: NOW, wrong: 1 }));
    w.pause();
    let found = seen(w, flow).await.unwrap();
    assert_eq!((found.challenge.id, found.challenge.tries), (flow, 1));
    assert_eq!(w.subject("ann@example.com").await.recent_letters.len(), 2);
    let last = std::sync::Arc::new(std::sync::Mutex::new(None));
    let keep = std::sync::Arc::clone(&last);
    let look = Box::new(move |flow: &FlowSubject| {
        *keep.lock().unwrap() = flow.letter;
        Some(Step::Quiet)
    });
    w.store().ask_again(flow, at, look).await.unwrap();
    let letter = last.lock().unwrap().unwrap();
    assert_eq!((letter.queued_at, letter.waiting), (at, true));
}

pub async fn anew(w: &mut World) {
    w.add("ann@example.com").await;
    let flow = begin(w, "ann@example.com", NOW).await;
    let old = seen(w, flow).await.unwrap();
    assert!(guess(w, flow, false).await.is_some());
    let at = NOW + Span::minutes(5);
    let new = beginning(w, old.account, at);
    let shown = step(w, flow, at, Step::Anew(new)).await;
    assert_eq!(shown, Some(Shown { since: at, wrong: 0 }));
    w.pause();
    let found = seen(w, flow).await.unwrap();
    assert_ne!(found.challenge.id, flow);
    assert_eq!(
        (found.began, found.challenge.issued_at, found.challenge.tries),
        (NOW, at, 0)
    );
    assert_eq!(found.challenge.flow, Some(flow.row));
    assert_eq!((found.locale, found.by_back_end), (Locale::read("de-AT"), true));
    let claimed = w.store().claim(9, Reading::steady(at), LEASE).await.unwrap();
    let latest: Vec<bool> = claimed.iter().map(|it| it.latest).collect();
    assert_eq!(latest, [false, true]);
    let said = claimed.iter().map(|it| (it.locale.as_deref(), it.network));
    assert!(said.eq([(Some("pt"), Some(NETWORK)); 2]));
    assert!(
        !w.redeem(&w.by_code(&subject(&old))).await,
        "the code that was replaced"
    );
    assert!(
        w.redeem(&w.redemption(&subject(&old), Proof::Link)).await,
        "its link"
    );
}

pub async fn unmailed(w: &mut World) {
    w.add("ann@example.com").await;
    let flow = begin(w, "ann@example.com", NOW).await;
    for _ in 0..2 {
        assert!(guess(w, flow, false).await.is_some());
    }
    let at = NOW + Span::minutes(5);
    let nobodys = Step::Anew(beginning(w, None, at));
    let restarted = Some(Shown { since: at, wrong: 0 });
    assert_eq!(step(w, flow, at, nobodys).await, restarted);
    w.pause();
    assert!(guess(w, flow, false).await.is_some());
    w.pause();
    let found = seen(w, flow).await.unwrap();
    assert_eq!((found.challenge.id, found.challenge.tries), (flow, 3));
    assert_eq!(found.shown, Shown { since: at, wrong: 1 });
    assert_eq!((found.challenge.ledger, found.asked_at), (LEDGER, at));
    let claimed = w.store().claim(9, Reading::steady(at), LEASE).await.unwrap();
    let letters: Vec<_> = claimed.iter().map(|it| (it.latest, it.nobodys)).collect();
    assert_eq!(letters[0], (true, false), "the letter that waits still serves");
    assert!(letters[1].1);
    assert_eq!(w.subject("ann@example.com").await.recent_letters.len(), 1);
    // Five at the code, of which the flow shows three.
    for _ in 0..2 {
        assert!(matches!(
            guess(w, flow, false).await,
            Some((FlowChecked::Wrong { .. }, _))
        ));
    }
    assert!(matches!(
        guess(w, flow, true).await,
        Some((FlowChecked::Spent, _))
    ));
    // A new code of the account's begins everything anew.
    let later = NOW + Span::minutes(10);
    let new = beginning(w, found.account, later);
    assert_eq!(
        step(w, flow, later, Step::Anew(new)).await,
        Some(Shown {
            since: later,
            wrong: 0
        })
    );
    w.pause();
    let found = seen(w, flow).await.unwrap();
    assert_ne!(found.challenge.id, flow);
    assert_eq!(found.challenge.tries, 0);
    let mut redemption = w.by_code(&subject(&found));
    (redemption.judged_at, redemption.at) = (later, later);
    assert!(w.redeem(&redemption).await);
}

pub async fn idle(w: &mut World) {
    w.add("ann@example.com").await;
    let flow = begin(w, "ann@example.com", NOW).await;
    assert!(guess(w, flow, false).await.is_some());
    let before = seen(w, flow).await.unwrap();
    let at = NOW + Span::minutes(2);
    let shown = step(w, flow, at, Step::Idle(w.letter(None))).await;
    assert_eq!(shown, Some(before.shown));
    w.pause();
    let after = seen(w, flow).await.unwrap();
    assert_eq!((after.challenge.id, after.challenge.tries), (flow, 1));
    assert_eq!((after.shown, after.asked_at), (before.shown, at));
    assert_eq!(w.subject("ann@example.com").await.recent_letters.len(), 1);
    let claimed = w.store().claim(9, Reading::steady(at), LEASE).await.unwrap();
    let letters: Vec<_> = claimed.iter().map(|it| (it.latest, it.nobodys)).collect();
    assert_eq!(letters, [(true, false), (true, true)]);
    assert!(claimed[1].account.is_none());
    w.report(claimed[1].id, Delivery::Unsent(Unsent::Decoy), at).await;
    let found = seen(w, flow).await.unwrap();
    assert_eq!(found.challenge.sent_at, None, "the code's life has not begun");
}

pub async fn once(w: &mut World) {
    w.add("ann@example.com").await;
    for (n, who) in ["ann@example.com", "stranger@example.com"]
        .into_iter()
        .enumerate()
    {
        let once = Once {
            key: [u8::try_from(n).unwrap(); 16],
            ..ONCE
        };
        let Began::Now(first) = begin_once(w, who, once, NOW).await else {
            panic!("it is the first")
        };
        w.pause();
        let before = Began::Before { first, key: KeyId(1) };
        assert_eq!(begin_once(w, who, once, NOW + Span::minutes(5)).await, before);
        let body = Once {
            body: [9; 16],
            ..once
        };
        assert_eq!(begin_once(w, who, body, NOW).await, Began::Other);
        assert!(seen(w, first).await.is_some());
        assert_eq!(w.store().backlog().await.unwrap(), 1 + u64::try_from(n).unwrap());
    }
}

pub async fn once_race(w: &mut World) {
    w.add("ann@example.com").await;
    let race = join_all((0..32).map(|_| begin_once(w, "ann@example.com", ONCE, NOW))).await;
    let won: Vec<_> = race.iter().filter(|it| matches!(it, Began::Now(_))).collect();
    let [Began::Now(first)] = won[..] else {
        panic!("{won:?}")
    };
    let before = Began::Before {
        first: *first,
        key: KeyId(1),
    };
    assert_eq!(race.iter().filter(|it| **it == before).count(), 31);
    assert_eq!(w.store().backlog().await.unwrap(), 1);
}

pub async fn began(w: &mut World) {
    assert_eq!(w.store().began(ONCE, NOW).await.unwrap(), None);
    let Began::Now(first) = begin_once(w, "ann@example.com", ONCE, NOW).await else {
        panic!("it is the first")
    };
    w.pause();
    let key = KeyId(1);
    let last = NOW + Span::hours(6) - Span::millis(1);
    // A purge may take more than is answered, and nothing that still is.
    for at in [NOW, last] {
        w.purge(at).await;
        let before = w.store().began(ONCE, at).await.unwrap();
        assert_eq!(before, Some(Began::Before { first, key }));
    }
    let over = NOW + Span::hours(6);
    assert_eq!(w.store().began(ONCE, over).await.unwrap(), None);
    w.purge(over).await;
    w.pause();
    assert_eq!(w.store().began(ONCE, NOW).await.unwrap(), None, "it has gone");
    assert!(matches!(
        begin_once(w, "ann@example.com", ONCE, over).await,
        Began::Now(_)
    ));
}

pub async fn unknown(w: &mut World) {
    let own = w.asked("ann@example.com").await.challenge.unwrap().id;
    let flow = begin(w, "ann@example.com", NOW).await;
    w.pause();
    let forged = ChallengeId {
        tail: flow.tail ^ 1,
        ..flow
    };
    let negative = ChallengeId {
        row: -flow.row,
        ..flow
    };
    for none in [own, forged, negative] {
        assert!(seen(w, none).await.is_none());
        assert_eq!(step(w, none, NOW, Step::Again(w.letter(None))).await, None);
    }
    let forget = Box::new(|_: &FlowSubject| None);
    assert_eq!(w.store().ask_again(flow, NOW, forget).await.unwrap(), None);
    assert_eq!(w.store().backlog().await.unwrap(), 2);
}

pub async fn race(w: &mut World) {
    w.add("ann@example.com").await;
    let flow = begin(w, "ann@example.com", NOW).await;
    let ended = join_all((0..40).map(|_| guess(w, flow, false))).await;
    let counted = ended
        .iter()
        .filter(|it| matches!(it, Some((FlowChecked::Wrong { .. }, _))));
    let spent = ended
        .iter()
        .filter(|it| matches!(it, Some((FlowChecked::Spent, _))));
    assert_eq!((counted.count(), spent.count()), (5, 35));
    w.pause();
    assert!(matches!(
        guess(w, flow, true).await,
        Some((FlowChecked::Spent, _))
    ));
    let told = w.store().spent(LEDGER, NOW).await.unwrap();
    assert_eq!(told.account, Units(5 * COST.0));
}

pub async fn free(w: &mut World) {
    let flow = begin(w, "stranger@example.com", NOW).await;
    for _ in 0..5 {
        assert!(matches!(
            guess(w, flow, false).await,
            Some((FlowChecked::Wrong { .. }, _))
        ));
    }
    w.pause();
    assert!(matches!(
        guess(w, flow, false).await,
        Some((FlowChecked::Spent, _))
    ));
    assert_eq!(
        w.store().spent(LedgerKey([0; 16]), NOW).await.unwrap().service,
        Units(0)
    );
    let later = NOW + Span::hours(4);
    w.store().purge(later).await.unwrap();
    w.store().purge(later).await.unwrap();
    w.pause();
    assert!(seen(w, flow).await.is_none());
    assert_eq!(
        w.store().spent(LedgerKey([0; 16]), NOW).await.unwrap().service,
        Units(0)
    );
}

pub async fn orphaned(w: &mut World) {
    w.add("ann@example.com").await;
    let flow = begin(w, "ann@example.com", NOW).await;
    assert!(guess(w, flow, false).await.is_some());
    assert!(w.store().remove(email("ann@example.com").key()).await.unwrap());
    w.pause();
    let found = seen(w, flow).await.unwrap();
    assert!(found.account.is_none() && found.letter.is_none());
    assert_eq!(
        (found.challenge.account, found.challenge.tries),
        (AccountId::NOBODY, 1)
    );
    assert_eq!(found.challenge.ledger, LedgerKey([0; 16]));
    assert_eq!(w.store().backlog().await.unwrap(), 0);
}

pub async fn by_link(w: &mut World) {
    w.add("ann@example.com").await;
    let flow = begin(w, "ann@example.com", NOW).await;
    let before = subject(&seen(w, flow).await.unwrap());
    let redemption = w.redemption(&before, Proof::Link);
    assert!(w.redeem(&redemption).await && !w.redeem(&redemption).await);
    w.pause();
    let found = seen(w, flow).await.unwrap();
    assert!(!found.challenge.used);
    assert_ne!(found.challenge.account_version, found.account.unwrap().version);
    assert!(!w.redeem(&w.by_code(&before)).await && !w.redeem(&redemption).await);
}

pub async fn ends(w: &mut World) {
    let own = w.asked("ann@example.com").await;
    let (one, two) = (
        begin(w, "ann@example.com", NOW).await,
        begin(w, "ann@example.com", NOW).await,
    );
    w.pause();
    let (one, two) = (seen(w, one).await.unwrap(), seen(w, two).await.unwrap());
    let redemption = w.by_code(&subject(&one));
    let won = join_all([w.redeem(&redemption), w.redeem(&redemption)]).await;
    assert_eq!(won.iter().filter(|it| **it).count(), 1);
    w.pause();
    for other in [own, subject(&two)] {
        assert!(!w.redeem(&w.by_code(&other)).await);
        assert!(!w.redeem(&w.redemption(&other, Proof::Link)).await);
    }
    assert!(seen(w, one.challenge.id).await.unwrap().challenge.used);
    assert_eq!(w.hash_of("ann@example.com").await, Some(redemption.hash));
}
