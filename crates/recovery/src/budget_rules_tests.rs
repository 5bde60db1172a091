//! The budget in the rules: what is offered, what is compared, and what an owner is mailed under attack.

use super::tests::{ann, later, right, rules, with, wrong};
use super::*;
use crate::budget::Caps;
use crate::challenge::CLOSED;
use crate::ledger::Units;

/// One wrong guess at six digits.
const GUESS: i64 = 1_000_000_000_000;

fn ladder(rungs: &str) -> Ladder {
    Ladder::new(rungs.split(' ').map(|it| it.parse().unwrap()).collect()).unwrap()
}

/// Ann, at whom so many wrong guesses were made at six digits.
fn guessed_at(times: i64) -> Subject {
    Subject {
        spent: Spent {
            account: Units(times * GUESS),
            service: Units(times * GUESS),
            in_a_row: 0,
        },
        ..ann()
    }
}

fn with_link_alone() -> Subject {
    with(|it| it.code = None)
}

#[test]
fn without_room_in_the_ledger_a_right_code_and_a_wrong_one_are_answered_as_wrong_and_close_the_code() {
    let it = guessed_at(10);
    let challenge = it.challenge.as_ref().unwrap();
    for typed in [right(&it), wrong(&it)] {
        assert_eq!(rules().judge(Some(&it), &typed, later(1)), Checked::Wrong);
    }
    assert_eq!(
        rules().verdict_on_wrong(it.account, challenge, it.spent),
        Verdict::Closing
    );
    let before = guessed_at(9);
    assert_eq!(
        rules().judge(Some(&before), &right(&before), later(1)),
        Checked::Accepted
    );
    assert_eq!(
        rules().verdict_on_wrong(before.account, challenge, before.spent),
        Verdict::Wrong
    );
}

#[test]
fn a_closed_code_is_spent_and_its_link_still_opens() {
    let it = with(|it| it.tries = CLOSED);
    let challenge = it.challenge.as_ref().unwrap();
    assert_eq!(
        rules().judge(Some(&it), &right(&it), later(1)),
        Checked::NothingPending
    );
    let token = rules().ring.link_for(challenge).unwrap();
    assert!(rules().link_opens(&it, &token, later(1)));
}

#[test]
fn asking_while_the_live_code_has_no_room_opens_a_new_one_at_once() {
    let plan = |it: &Subject| rules().plan(Some(it), None, later(0));
    assert!(matches!(plan(&guessed_at(10)), Plan::Open));
    assert!(
        matches!(plan(&guessed_at(9)), Plan::Quiet),
        "one guess fits, so it may be typed"
    );
}

#[test]
fn a_letter_with_a_link_alone_is_asked_for_again_as_any_other_is() {
    let it = with_link_alone();
    let plan = |at| rules().plan(Some(&it), None, at);
    assert!(matches!(plan(later(0)), Plan::Quiet));
    assert!(matches!(plan(later(1)), Plan::MailAgain(_)));
    assert!(matches!(plan(later(5)), Plan::Open));
}

#[test]
fn a_challenge_with_a_link_alone_answers_every_code_as_spent_and_opens_by_its_link() {
    let it = with_link_alone();
    let challenge = it.challenge.as_ref().unwrap();
    assert!(rules().ring.code_for(challenge).is_none());
    let typed = right(&ann());
    assert_eq!(
        rules().judge(Some(&it), &typed, later(1)),
        Checked::NothingPending
    );
    let token = rules().ring.link_for(challenge).unwrap();
    assert!(rules().link_opens(&it, &token, later(1)));
}

#[test]
fn who_took_a_change_back_is_never_left_with_a_link_alone() {
    let mut marked = guessed_at(100);
    marked.account.disowned = true;
    let six = ladder("digits:6");
    let offered = rules().offer(&six, marked.account, marked.spent);
    assert_eq!(offered, Some(Share::UNCAPPED));
    assert_eq!(rules().offer(&six, ann().account, marked.spent), None);
}

#[test]
fn without_a_page_for_the_link_the_last_way_in_is_a_code_that_cannot_be_guessed() {
    let it = guessed_at(100);
    let without = Rules {
        links: false,
        ..rules()
    };
    let offered = without.offer(&ladder("digits:6"), it.account, it.spent);
    assert_eq!(offered, Some(Share::UNCAPPED));
}

#[test]
fn a_price_says_what_the_code_may_cost_under_the_budget_of_today() {
    let code = with(|_| ()).challenge.unwrap().code.unwrap();
    let small = Rules {
        budget: Budget::new(Units(3 * GUESS), Units(i64::MAX), false),
        ..rules()
    };
    let price = small.price(Some(code), LedgerKey([4; 16]));
    assert_eq!((price.cost, price.ledger), (Units(GUESS), LedgerKey([4; 16])));
    let caps = Caps {
        account: Units(3 * GUESS),
        service: None,
    };
    assert_eq!(price.caps, Some(caps));
    assert_eq!(small.price(Some(Share::UNCAPPED), price.ledger).caps, None);
}
