use super::*;
use crate::budget::Budget;
use crate::challenge::tests::{ISSUED, challenge};
use crate::challenge::{Ends, Life, ROWS_WITHIN_A_MILLISECOND};
use crate::flow::Shown;
use crate::keys::{KeyId, KeyRing};
use crate::ledger::{LedgerKey, Spent, Units};
use crate::letter::{LetterId, LetterMark};
use crate::limits::AccountLimits;
use crate::moment::Span;
use crate::secret::Secret32;
use crate::subject::{AccountVersion, LastLetter, Status};

fn secret(start: u8) -> Secret32 {
    Secret32::new(std::array::from_fn(|n| {
        let n = u8::try_from(n).unwrap();
        start
            .wrapping_mul(37)
            .wrapping_add(n.wrapping_mul(n))
            .wrapping_add(n)
    }))
}

fn rules() -> Rules {
    Rules {
        ring: KeyRing::new(vec![(KeyId(1), secret(1))], secret(2)).unwrap(),
        life: Life {
            code: Span::minutes(10),
            link: Span::minutes(60),
        },
        attempts: 5,
        budget: Budget::new(Units(20_000_000_000_000), Units(50_000_000_000_000_000), false),
        resend_after: Span::seconds(60),
        letters: Some(AccountLimits {
            letters_per_hour: 5,
            letters_per_client: 2,
        }),
        links: true,
        pages: true,
    }
}

fn later(minutes: i64) -> Moment {
    ISSUED + Span::minutes(minutes)
}

/// Ann's flow. Its letter went out at once.
fn anns() -> FlowSubject {
    let mut it = challenge();
    let Ends { code, link } = it.ends_when_handed_over(ISSUED).unwrap();
    (it.sent_at, it.expires_at, it.link_expires_at) = (Some(ISSUED), Some(code), Some(link));
    it.flow = Some(it.id.row);
    FlowSubject {
        account: Some(Standing {
            id: AccountId(5),
            version: AccountVersion(1),
            status: Status::Active,
            by_password: true,
            disowned: false,
        }),
        began: ISSUED,
        shown: Shown {
            since: ISSUED,
            wrong: 0,
        },
        asked_at: ISSUED,
        challenge: it,
        locale: None,
        by_back_end: false,
        spent: Spent::default(),
        letter: Some(LastLetter {
            id: LetterId(1),
            queued_at: ISSUED,
            waiting: false,
        }),
        recent_letters: vec![],
    }
}

/// A decoy with the same asks and guesses; its letter went nowhere.
fn nobodys() -> FlowSubject {
    let mut it = anns();
    it.account = None;
    it.challenge.ledger = LedgerKey::NOBODYS;
    it.challenge.account = AccountId::NOBODY;
    it.challenge.account_version = AccountVersion(0);
    (it.challenge.sent_at, it.challenge.expires_at) = (None, Some(later(70)));
    it
}

fn wrong_code(flow: &FlowSubject) -> Otp {
    let right = rules().ring.code_for(&flow.challenge).unwrap();
    let first = if right.reveal().starts_with('1') { "2" } else { "1" };
    Otp::typed(&format!("{first}{}", &right.reveal()[1..])).unwrap()
}

fn right_code(flow: &FlowSubject) -> Otp {
    rules().ring.code_for(&flow.challenge).unwrap()
}

#[test]
fn a_wrong_guess_is_answered_the_same_for_known_unknown_disabled_elsewhere_marked_and_changed_accounts() {
    let (mut off, mut changed, mut marked, mut elsewhere) = (anns(), anns(), anns(), anns());
    elsewhere.account.as_mut().unwrap().by_password = false;
    marked.account.as_mut().unwrap().disowned = true;
    off.account.as_mut().unwrap().status = Status::Disabled;
    changed.account.as_mut().unwrap().version = AccountVersion(2);
    for minute in 0..80 {
        for tries in 0..7 {
            let all = [&anns(), &nobodys(), &off, &marked, &changed, &elsewhere];
            let told = all.map(|flow| {
                let mut flow = flow.clone();
                flow.challenge.tries = tries;
                flow.shown.wrong = tries;
                rules().judge_in_flow(&flow, &wrong_code(&flow), later(minute))
            });
            assert!(told.iter().all(|it| *it == told[0]), "{minute} {tries}: {told:?}");
            let expected = match (minute, tries) {
                (70.., _) => FlowChecked::Unknown,
                (10.., _) => FlowChecked::Expired,
                (_, 5..) => FlowChecked::Spent,
                (_, tries) => FlowChecked::Wrong { left: 4 - tries },
            };
            assert_eq!(told[0], expected, "{minute} {tries}");
        }
    }
}

#[test]
fn only_the_right_code_of_a_living_account_is_accepted() {
    let right = |flow: &FlowSubject, at| rules().judge_in_flow(flow, &right_code(flow), at);
    assert_eq!(right(&anns(), later(9)), FlowChecked::Accepted);
    assert_eq!(right(&nobodys(), later(9)), FlowChecked::Wrong { left: 4 });
    let mut off = anns();
    off.account.as_mut().unwrap().status = Status::Disabled;
    assert_eq!(right(&off, later(9)), FlowChecked::Wrong { left: 4 });
    let mut elsewhere = anns();
    elsewhere.account.as_mut().unwrap().by_password = false;
    assert_eq!(right(&elsewhere, later(9)), FlowChecked::Wrong { left: 4 });
    assert_eq!(rules().verdict_in_flow(&elsewhere, later(9)), Verdict::Shown);
    let mut spent = anns();
    (spent.challenge.tries, spent.shown.wrong) = (5, 5);
    assert_eq!(right(&spent, later(9)), FlowChecked::Spent);
    let mut used = anns();
    used.challenge.used = true;
    assert_eq!(right(&used, later(9)), FlowChecked::Spent);
    assert_eq!(right(&anns(), later(10)), FlowChecked::Expired);
}

#[test]
fn a_letter_that_came_late_still_holds_the_right_code() {
    let mut late = anns();
    (late.challenge.sent_at, late.challenge.expires_at) = (Some(later(8)), Some(later(18)));
    assert_eq!(
        rules().judge_in_flow(&late, &right_code(&late), later(17)),
        FlowChecked::Accepted
    );
    assert_eq!(
        rules().judge_in_flow(&late, &wrong_code(&late), later(17)),
        FlowChecked::Expired
    );
}

#[test]
fn asking_again_mails_the_same_code_then_a_new_one_and_after_an_hour_nothing() {
    let plan = |flow: &FlowSubject, at| rules().plan_again(flow, None, at);
    let anew = Some(FlowPlan::Anew(anns().account));
    assert_eq!(plan(&anns(), ISSUED + Span::seconds(59)), Some(FlowPlan::Quiet));
    assert_eq!(plan(&anns(), later(1)), Some(FlowPlan::Again));
    assert_eq!(plan(&anns(), later(5)), anew);
    assert_eq!(plan(&anns(), later(59)), anew);
    assert_eq!(plan(&anns(), later(60)), None);
    assert_eq!(plan(&nobodys(), later(1)), Some(FlowPlan::Again));
    assert_eq!(plan(&nobodys(), later(5)), Some(FlowPlan::Anew(None)));
    assert_eq!(plan(&nobodys(), later(60)), None);
    let mut spent = anns();
    (spent.challenge.tries, spent.shown.wrong) = (5, 5);
    assert_eq!(
        plan(&spent, ISSUED + Span::seconds(1)),
        anew,
        "a spent code is replaced at once"
    );
    let mut waits = anns();
    waits.letter.as_mut().unwrap().waiting = true;
    assert_eq!(
        plan(&waits, later(2)),
        Some(FlowPlan::Idle),
        "one that waits serves"
    );
    let mut asked = anns();
    asked.asked_at = later(2);
    assert_eq!(plan(&asked, later(2)), Some(FlowPlan::Quiet));
    assert_eq!(plan(&asked, later(3)), Some(FlowPlan::Again));
}

#[test]
fn what_a_flow_shows_does_not_tell_that_its_budget_is_spent() {
    let mut spent = anns();
    spent.spent.account = Units(10_000_000_000_000);
    for minute in 0..80 {
        let (full, empty) = (later(minute), later(minute));
        let judged = |flow: &FlowSubject, at| rules().judge_in_flow(flow, &wrong_code(flow), at);
        assert_eq!(judged(&spent, full), judged(&anns(), empty), "{minute}");
    }
    let told = rules().judge_in_flow(&spent, &right_code(&spent), later(1));
    assert_eq!(told, FlowChecked::Wrong { left: 4 }, "not compared");
    assert_eq!(rules().verdict_in_flow(&spent, later(1)), Verdict::Closing);
    assert_eq!(rules().verdict_in_flow(&anns(), later(1)), Verdict::Wrong);
    assert_eq!(rules().verdict_in_flow(&nobodys(), later(1)), Verdict::Shown);
    let again = |minute| rules().plan_again(&spent, None, later(minute));
    assert_eq!(
        again(1),
        Some(FlowPlan::Idle),
        "its link works, and a letter of nobody's shows as one"
    );
    assert_eq!(again(5), Some(FlowPlan::Anew(spent.account)));
}

#[test]
fn a_flow_with_a_link_alone_is_mailed_again_and_takes_no_code() {
    let mut flow = anns();
    let typed = right_code(&flow);
    flow.challenge.code = None;
    assert_eq!(rules().plan_again(&flow, None, later(1)), Some(FlowPlan::Again));
    assert_eq!(
        rules().judge_in_flow(&flow, &typed, later(1)),
        FlowChecked::Wrong { left: 4 }
    );
    assert_eq!(rules().verdict_in_flow(&flow, later(1)), Verdict::Shown);
}

#[test]
fn beyond_the_letter_budget_a_flow_is_nobodys() {
    let mark = |n| LetterMark {
        at: later(n),
        client: None,
    };
    let mut full = anns();
    full.recent_letters = (0..5).map(mark).collect();
    assert_eq!(
        rules().plan_again(&full, None, later(6)),
        Some(FlowPlan::Anew(None))
    );
    assert_eq!(rules().plan_again(&full, None, later(4)), Some(FlowPlan::Idle));
    let mut subject = Subject {
        spent: Spent::default(),
        account: full.account.unwrap(),
        challenge: None,
        letter: None,
        newest_letter: None,
        recent_letters: full.recent_letters,
    };
    assert_eq!(rules().begins_for(Some(&subject), None, later(6)), None);
    subject.recent_letters.clear();
    assert_eq!(rules().begins_for(Some(&subject), None, later(6)), full.account);
    subject.account.status = Status::Disabled;
    assert_eq!(
        rules().begins_for(Some(&subject), None, later(6)),
        Some(subject.account),
        "its owner is told, within the same budget"
    );
    (subject.account.status, subject.account.by_password) = (Status::Active, false);
    assert_eq!(
        rules().begins_for(Some(&subject), None, later(6)),
        Some(subject.account)
    );
    assert_eq!(rules().begins_for(None, None, later(6)), None);
}

#[test]
fn what_is_shown_begins_anew_without_reviving_a_code_that_is_burnt_or_over() {
    let mut flow = anns();
    flow.shown = Shown {
        since: later(5),
        wrong: 0,
    };
    (flow.asked_at, flow.challenge.tries) = (later(5), 4);
    let judged = |flow: &FlowSubject, code: &Otp, at| rules().judge_in_flow(flow, code, at);
    assert_eq!(judged(&flow, &right_code(&flow), later(9)), FlowChecked::Accepted);
    assert_eq!(
        judged(&flow, &wrong_code(&flow), later(9)),
        FlowChecked::Wrong { left: 4 }
    );
    flow.challenge.tries = 5;
    for at in [later(9), later(12)] {
        assert_eq!(
            judged(&flow, &right_code(&flow), at),
            FlowChecked::Wrong { left: 4 }
        );
        assert_eq!(
            rules().plan_again(&flow, None, at),
            Some(if at < later(10) {
                FlowPlan::Idle
            } else {
                FlowPlan::Anew(flow.account)
            }),
            "no letter for a code that works no more"
        );
    }
}

#[test]
fn a_code_renewed_late_ends_with_its_flow_however_late_its_letter_goes_out() {
    let began = ISSUED.0 << ROWS_WITHIN_A_MILLISECOND;
    let mut it = challenge();
    it.flow = Some(began);
    it.id.row = later(59).0 << ROWS_WITHIN_A_MILLISECOND;
    it.issued_at = later(59);
    let ends = rules().life.at_issue_in(began, later(59));
    (it.expires_at, it.link_expires_at) = (Some(ends.code), Some(ends.link));
    assert_eq!(ends.code, later(70));
    let mut flow = anns();
    flow.challenge = it.clone();
    assert_eq!(rules().shown_stage(&flow, later(70)), ShownStage::Forgotten);
    for (handed_over, end) in [(59, 69), (60, 70), (65, 70), (69, 70)] {
        let ends = it.ends_when_handed_over(later(handed_over)).unwrap();
        assert_eq!(ends.code, later(end), "{handed_over}");
    }
    // Renewed early, it has its hour, as its first one has.
    it.issued_at = later(5);
    let ends = rules().life.at_issue_in(began, later(5));
    assert_eq!(ends.code, later(70));
    (it.expires_at, it.link_expires_at) = (Some(ends.code), Some(ends.link));
    assert_eq!(it.ends_when_handed_over(later(6)).unwrap().code, later(16));
}

#[test]
fn a_flows_name_is_opened_by_the_ring_that_gave_it_also_after_a_rotation() {
    let old = rules().ring;
    let new = KeyRing::new(vec![(KeyId(1), secret(1)), (KeyId(2), secret(3))], secret(2)).unwrap();
    let id = challenge().id;
    let name = old.seal(id);
    assert!(new.opened(name).any(|it| it == id));
    assert_ne!(new.seal(id), name);
    assert!(
        !old.opened(new.seal(id)).any(|it| it == id),
        "another ring's name"
    );
    let mut next = id;
    next.row += 1;
    let (a, b) = (old.seal(id).0, old.seal(next).0);
    let different: u32 = a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum();
    assert!(
        (30..100).contains(&different),
        "neighbours look unlike: {different} bits"
    );
    assert_eq!(
        old.reference(id.row),
        new.reference(id.row),
        "a rotation keeps the word of a letter"
    );
    assert_ne!(old.reference(id.row), old.reference(next.row));
}

#[test]
fn an_account_that_no_code_opens_is_planned_for_as_any_other() {
    let (mut off, mut elsewhere) = (anns(), anns());
    off.account.as_mut().unwrap().status = Status::Disabled;
    elsewhere.account.as_mut().unwrap().by_password = false;
    for closed in [off, elsewhere] {
        for minute in 0..60 {
            let plan = rules().plan_again(&closed, None, later(minute));
            let same = match rules().plan_again(&anns(), None, later(minute)) {
                Some(FlowPlan::Anew(_)) => Some(FlowPlan::Anew(closed.account)),
                plan => plan,
            };
            assert_eq!(plan, same, "{minute}");
        }
        assert!(!rules().may_open(&closed));
        let told = rules().judge_in_flow(&closed, &right_code(&closed), later(1));
        assert_eq!(told, FlowChecked::Wrong { left: 4 });
    }
}
