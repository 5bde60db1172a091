//! The rules, three lines a test.

use super::*;
use crate::address::Email;
use crate::challenge::tests::{ISSUED, challenge};
use crate::keys::KeyId;
use crate::letter::{First, LetterId, LetterMark, MessageTag};
use crate::limits::ClientKey;
use crate::secret::Secret32;
use crate::signing_in::SignIn;
use crate::subject::{Account, AccountId, AccountVersion, LastLetter};

fn secret(start: u8) -> Secret32 {
    Secret32::new(std::array::from_fn(|n| {
        start
            .wrapping_mul(31)
            .wrapping_add(u8::try_from(n * n).unwrap_or(7))
    }))
}

pub(super) fn rules() -> Rules {
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

fn account() -> Account {
    Account {
        id: AccountId(5),
        version: AccountVersion(1),
        email: Email::parse("ann@example.com").unwrap(),
        name: None,
        locale: None,
        status: Status::Active,
        sign_in: SignIn::Password,
        password_changed_at: None,
        disowned: false,
    }
}

/// Ann, whose code was handed over at once.
pub(super) fn ann() -> Subject {
    let mut it = challenge();
    let ends = it.ends_when_handed_over(ISSUED).unwrap();
    (it.sent_at, it.expires_at, it.link_expires_at) = (Some(ISSUED), Some(ends.code), Some(ends.link));
    Subject {
        account: account().standing(),
        challenge: Some(it),
        spent: Spent::default(),
        letter: Some(LastLetter {
            id: LetterId(1),
            queued_at: ISSUED,
            waiting: false,
        }),
        newest_letter: None,
        recent_letters: vec![],
    }
}

pub(super) fn with(change: impl FnOnce(&mut Challenge)) -> Subject {
    let mut it = ann();
    change(it.challenge.as_mut().unwrap());
    it
}

pub(super) fn right(subject: &Subject) -> Otp {
    rules()
        .ring
        .code_for(subject.challenge.as_ref().unwrap())
        .unwrap()
}

pub(super) fn wrong(subject: &Subject) -> Otp {
    let text = right(subject).reveal().to_owned();
    Otp::typed(
        &text
            .chars()
            .map(|c| if c == '9' { '0' } else { '9' })
            .collect::<String>(),
    )
    .unwrap()
}

pub(super) fn later(minutes: i64) -> Moment {
    ISSUED + Span::minutes(minutes)
}

fn client(n: u8) -> ClientKeys {
    ClientKeys {
        today: ClientKey([n; 16]),
        yesterday: ClientKey([n + 100; 16]),
    }
}

#[test]
fn the_right_code_is_accepted_and_another_is_wrong() {
    let it = ann();
    assert_eq!(rules().judge(Some(&it), &right(&it), later(1)), Checked::Accepted);
    assert_eq!(rules().judge(Some(&it), &wrong(&it), later(1)), Checked::Wrong);
}

#[test]
fn a_stranger_and_a_disabled_account_look_the_same() {
    let mut off = ann();
    off.account.status = Status::Disabled;
    let typed = right(&off);
    assert_eq!(rules().judge(None, &typed, later(1)), Checked::UnknownAccount);
    assert_eq!(
        rules().judge(Some(&off), &typed, later(1)),
        Checked::UnknownAccount
    );
    assert!(matches!(
        rules().plan(Some(&off), None, later(1)),
        Plan::UnknownAccount
    ));
}

/// Ann, who signs in elsewhere or shares her address: no code opens her account, and she is told so.
fn told() -> Subject {
    let mut it = ann();
    it.account.by_password = false;
    it
}

#[test]
fn no_code_and_no_link_opens_an_account_without_a_password_here_and_all_is_answered_as_if_they_might() {
    let (it, ordinary) = (told(), ann());
    let (right, wrong) = (right(&it), wrong(&it));
    for minute in 0..80 {
        for tries in 0..7 {
            let with_tries = |subject: &Subject| {
                let mut it = subject.clone();
                it.challenge.as_mut().unwrap().tries = tries;
                it
            };
            let expected = rules().judge(Some(&with_tries(&ordinary)), &wrong, later(minute));
            for typed in [&right, &wrong] {
                let told = rules().judge(Some(&with_tries(&it)), typed, later(minute));
                assert_eq!(told, expected, "{minute} {tries}");
            }
        }
        let plan = |it: &Subject| std::mem::discriminant(&rules().plan(Some(it), None, later(minute)));
        assert_eq!(plan(&it), plan(&ordinary), "{minute}");
    }
    assert_eq!(rules().judge(Some(&it), &right, later(1)), Checked::Wrong);
    let (token, now) = (link_of(&it), later(1));
    assert!(rules().link_opens(&ordinary, &token, now) && !rules().link_opens(&it, &token, now));
    let both = rules().judge_with_link(&it, &token, &right, now);
    assert_eq!(both, FlowChecked::Unknown);
}

#[test]
fn a_guess_at_an_account_without_a_password_here_takes_a_try_and_costs_nothing() {
    let mut it = told();
    let challenge = it.challenge.clone().unwrap();
    let price = |account| rules().price_for(account, challenge.code, challenge.ledger);
    assert_eq!(price(it.account).cost, Units(0));
    assert_eq!(price(it.account).caps, None);
    assert_eq!(
        price(ann().account),
        rules().price(challenge.code, challenge.ledger)
    );
    it.spent.account = Units(i64::MAX);
    assert_eq!(
        rules().verdict_on_wrong(it.account, &challenge, it.spent),
        Verdict::Wrong,
        "also where the ledger has no room"
    );
}

#[test]
fn past_the_deadline_a_right_code_and_a_wrong_one_look_the_same() {
    let it = ann();
    for typed in [right(&it), wrong(&it)] {
        assert_eq!(rules().judge(Some(&it), &typed, later(10)), Checked::Expired);
        assert_eq!(
            rules().judge(Some(&it), &typed, later(70)),
            Checked::NothingPending,
            "an hour on, as never asked"
        );
    }
}

#[test]
fn the_fifth_wrong_guess_ends_a_code() {
    let four = with(|it| it.tries = 4);
    assert_eq!(
        rules().judge(Some(&four), &right(&four), later(1)),
        Checked::Accepted
    );
    let five = with(|it| it.tries = 5);
    assert_eq!(
        rules().judge(Some(&five), &right(&five), later(1)),
        Checked::NothingPending,
        "right, but too late"
    );
    assert_eq!(
        rules().judge(Some(&five), &right(&five), later(11)),
        Checked::Expired,
        "expiry is told before tries"
    );
}

#[test]
fn a_code_of_64_bits_or_more_cannot_be_burnt() {
    let many = with(|it| (it.tries, it.code) = (1_000_000, Some(Share::UNCAPPED)));
    assert_eq!(
        rules().judge(Some(&many), &right(&many), later(1)),
        Checked::Accepted
    );
}

#[test]
fn a_used_code_and_one_from_before_a_change_of_the_account_are_as_never_asked() {
    let used = with(|it| it.used = true);
    assert_eq!(
        rules().judge(Some(&used), &right(&used), later(1)),
        Checked::NothingPending
    );
    let old = with(|it| it.account_version = AccountVersion(0));
    assert_eq!(
        rules().judge(Some(&old), &right(&old), later(1)),
        Checked::NothingPending
    );
}

#[test]
fn another_accounts_code_is_wrong() {
    let (ann, bob) = (ann(), with(|it| (it.account, it.id.row) = (AccountId(6), 78)));
    assert_eq!(rules().judge(Some(&ann), &right(&bob), later(1)), Checked::Wrong);
}

#[test]
fn within_a_minute_of_the_last_letter_nothing_is_sent() {
    let plan = rules().plan(Some(&ann()), None, ISSUED + Span::millis(59_999));
    assert!(matches!(plan, Plan::Quiet), "{plan:?}");
}

#[test]
fn with_more_than_half_its_life_left_the_same_code_is_mailed_again() {
    let plan = |at| rules().plan(Some(&ann()), None, at);
    assert!(matches!(plan(later(1)), Plan::MailAgain(it) if it.id.row == 77));
    assert!(matches!(plan(later(5) - Span::millis(1)), Plan::MailAgain(_)));
    assert!(
        matches!(plan(later(5)), Plan::Open),
        "at half its life a new one takes its place"
    );
}

#[test]
fn a_letter_that_still_waits_serves() {
    let mut it = ann();
    it.challenge = Some(challenge());
    it.letter = Some(LastLetter {
        id: LetterId(1),
        queued_at: ISSUED,
        waiting: true,
    });
    assert!(matches!(rules().plan(Some(&it), None, later(30)), Plan::Quiet));
}

#[test]
fn asking_after_a_used_spent_or_expired_code_opens_a_new_one_at_once() {
    let ask = |it: &Subject, at| rules().plan(Some(it), None, at);
    assert!(matches!(ask(&with(|it| it.used = true), ISSUED), Plan::Open));
    assert!(matches!(ask(&with(|it| it.tries = 5), ISSUED), Plan::Open));
    assert!(matches!(ask(&ann(), later(10)), Plan::Open));
    let never = Subject {
        challenge: None,
        letter: None,
        ..ann()
    };
    assert!(matches!(ask(&never, ISSUED), Plan::Open));
}

#[test]
fn five_letters_an_hour_and_two_of_them_by_one_client() {
    let mark = |minute: i64, by: u8| LetterMark {
        at: later(minute),
        client: Some(ClientKey([by; 16])),
    };
    let mailed = |marks: Vec<LetterMark>| Subject {
        challenge: None,
        letter: None,
        newest_letter: None,
        recent_letters: marks,
        ..ann()
    };
    let plan = |it: &Subject, by: Option<u8>, at| rules().plan(Some(it), by.map(client).as_ref(), at);
    let two = mailed(vec![mark(0, 1), mark(1, 101)]);
    assert!(
        matches!(plan(&two, Some(1), later(2)), Plan::Quiet),
        "one of them under yesterday's key"
    );
    assert!(
        matches!(plan(&two, Some(2), later(2)), Plan::Open),
        "another client's share is untouched"
    );
    assert!(
        matches!(plan(&two, None, later(2)), Plan::Open),
        "an exempt caller has no share"
    );
    assert!(
        matches!(plan(&two, Some(1), later(60)), Plan::Open),
        "the hour slides"
    );
    assert!(
        matches!(plan(&two, Some(1), later(-60)), Plan::Open),
        "a clock that was set back locks nobody out for longer than the hour"
    );
    let five = mailed((0..5).map(|n| mark(n, u8::try_from(n).unwrap() * 10)).collect());
    assert!(
        matches!(plan(&five, None, later(5)), Plan::Quiet),
        "five are five, whoever asks"
    );
    let unlimited = Rules {
        letters: None,
        ..rules()
    };
    assert!(matches!(unlimited.plan(Some(&five), None, later(5)), Plan::Open));
}

#[test]
fn a_link_outlives_a_spent_code_and_a_newer_challenge_but_not_a_use() {
    let opens = |it: &Subject, at| {
        let token = rules().ring.link_for(it.challenge.as_ref().unwrap()).unwrap();
        rules().link_opens(it, &token, at)
    };
    assert!(opens(&with(|it| it.tries = 5), later(59)));
    assert!(!opens(&ann(), later(60)));
    assert!(!opens(&with(|it| it.used = true), later(1)));
    assert!(!opens(
        &with(|it| it.account_version = AccountVersion(0)),
        later(1)
    ));
}

fn claimed() -> Claimed {
    Claimed {
        id: LetterId(1),
        kind: LetterKind::Reset(First::Code),
        tag: MessageTag([0; 16]),
        queued_at: ISSUED,
        attempts: 0,
        account: Some(account()),
        challenge: Some(challenge()),
        latest: true,
        network: None,
        locale: None,
        nobodys: false,
        overtaken: false,
    }
}

#[test]
fn a_letter_is_only_sent_while_it_helps() {
    let letter = claimed;
    assert_eq!(worth_sending(&letter(), later(69)), Ok(()));
    assert_eq!(worth_sending(&letter(), later(70)), Err(Unsent::Expired));
    assert_eq!(
        worth_sending(
            &Claimed {
                latest: false,
                ..letter()
            },
            later(1)
        ),
        Err(Unsent::Superseded)
    );
    assert_eq!(
        worth_sending(
            &Claimed {
                account: None,
                ..letter()
            },
            later(1)
        ),
        Err(Unsent::AccountChanged)
    );
    let nobodys = Claimed {
        nobodys: true,
        account: None,
        ..letter()
    };
    assert_eq!(worth_sending(&nobodys, later(1)), Err(Unsent::Decoy));
    let overtaken = Claimed {
        overtaken: true,
        ..letter()
    };
    let just = ISSUED + BACKLOG_AFTER - Span::millis(1);
    assert_eq!(
        worth_sending(&overtaken, just),
        Ok(()),
        "two at a time are no backlog"
    );
    assert_eq!(worth_sending(&overtaken, later(1)), Err(Unsent::Superseded));
    let used = Challenge {
        used: true,
        ..challenge()
    };
    assert_eq!(
        worth_sending(
            &Claimed {
                challenge: Some(used),
                ..letter()
            },
            later(1)
        ),
        Err(Unsent::AccountChanged)
    );
    let notice = Claimed {
        kind: LetterKind::Changed,
        challenge: None,
        latest: false,
        ..letter()
    };
    assert_eq!(worth_sending(&notice, later(72 * 60)), Ok(()));
    assert_eq!(worth_sending(&notice, later(72 * 60 + 1)), Err(Unsent::Expired));
}

#[test]
fn a_letter_never_states_a_later_deadline_than_the_real_one() {
    let (it, ttl) = (challenge(), Span::minutes(10));
    assert_eq!(stated_deadline(&it, ttl, later(3)), Some(later(13)));
    assert_eq!(stated_deadline(&it, ttl, later(65)), Some(later(70)));
}

fn link_of(subject: &Subject) -> LinkToken {
    rules()
        .ring
        .link_for(subject.challenge.as_ref().unwrap())
        .unwrap()
}

#[test]
fn after_a_change_was_taken_back_link_and_code_are_needed_and_only_where_there_are_pages() {
    let mut marked = ann();
    assert!(!rules().needs_both(marked.account));
    marked.account.disowned = true;
    assert!(rules().needs_both(marked.account));
    let without = Rules {
        pages: false,
        ..rules()
    };
    assert!(
        !without.needs_both(marked.account),
        "no letter leads to a page for it"
    );
}

#[test]
fn a_code_beside_its_link_is_judged_as_one_that_stands_alone() {
    let (it, now) = (ann(), ISSUED + Span::minutes(1));
    let right = rules().ring.code_for(it.challenge.as_ref().unwrap()).unwrap();
    let other = if right.reveal() == "000000" {
        "000001"
    } else {
        "000000"
    };
    let wrong = Otp::typed(other).unwrap();
    let judged = |it: &Subject, code: &Otp, now| rules().judge_with_link(it, &link_of(it), code, now);
    assert_eq!(judged(&it, &right, now), FlowChecked::Accepted);
    assert_eq!(judged(&it, &wrong, now), FlowChecked::Wrong { left: 4 });
    let end = ISSUED + Span::minutes(10);
    assert_eq!(
        judged(&it, &right, end),
        FlowChecked::Expired,
        "the link lives longer"
    );
    assert_eq!(
        judged(&it, &right, ISSUED + Span::minutes(60)),
        FlowChecked::Unknown
    );
    let mut burnt = ann();
    burnt.challenge.as_mut().unwrap().tries = 5;
    assert_eq!(judged(&burnt, &right, now), FlowChecked::Spent);
    let mut used = ann();
    used.challenge.as_mut().unwrap().used = true;
    assert_eq!(judged(&used, &right, now), FlowChecked::Unknown);
    let link = link_of(&it).reveal().to_owned();
    let last = if link.ends_with('A') { 'B' } else { 'A' };
    let forged = LinkToken::typed(format!("{}{last}", &link[..63]));
    let told = rules().judge_with_link(&it, &forged, &right, now);
    assert_eq!(
        told,
        FlowChecked::Unknown,
        "without the link no code is looked at"
    );
}

#[test]
fn the_letter_of_a_disabled_account_is_worth_sending_for_a_recovery_alone() {
    let mut letter = claimed();
    letter.account.as_mut().unwrap().status = Status::Disabled;
    assert_eq!(worth_sending(&letter, ISSUED), Err(Unsent::AccountChanged));
    letter.challenge.as_mut().unwrap().flow = Some(77);
    assert_eq!(worth_sending(&letter, ISSUED), Ok(()));
    letter.account.as_mut().unwrap().version.0 += 1;
    assert_eq!(
        worth_sending(&letter, ISSUED),
        Err(Unsent::AccountChanged),
        "disabled since"
    );
}

#[test]
fn the_letter_of_an_account_without_a_password_here_is_worth_sending_whoever_asked() {
    for flow in [None, Some(77)] {
        let mut letter = claimed();
        letter.account.as_mut().unwrap().sign_in = SignIn::Shared;
        letter.challenge.as_mut().unwrap().flow = flow;
        assert_eq!(worth_sending(&letter, ISSUED), Ok(()), "{flow:?}");
        letter.account.as_mut().unwrap().version.0 += 1;
        assert_eq!(worth_sending(&letter, ISSUED), Err(Unsent::AccountChanged));
    }
}

#[test]
fn an_owner_is_told_how_the_account_stands() {
    use crate::owner::OwnerState;
    let mut it = account();
    assert_eq!(OwnerState::of(&it, true), OwnerState::FirstPassword);
    it.password_changed_at = Some(ISSUED);
    assert_eq!(OwnerState::of(&it, true), OwnerState::Ordinary);
    it.disowned = true;
    assert_eq!(OwnerState::of(&it, true), OwnerState::Disowned);
    assert_eq!(OwnerState::of(&it, false), OwnerState::Ordinary);
    for (sign_in, state) in [
        ("elsewhere", OwnerState::Elsewhere),
        ("elsewhere:Google", OwnerState::Elsewhere),
        ("shared", OwnerState::Shared),
        ("password", OwnerState::Disowned),
    ] {
        it.sign_in = sign_in.parse().unwrap();
        assert_eq!(OwnerState::of(&it, true), state, "{sign_in}");
        assert_eq!(it.standing().opens(), sign_in == "password", "{sign_in}");
    }
    it.sign_in = SignIn::Shared;
    it.status = Status::Disabled;
    assert_eq!(OwnerState::of(&it, true), OwnerState::Disabled);
}
