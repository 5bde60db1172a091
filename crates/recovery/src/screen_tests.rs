use async_trait::async_trait;
use futures::FutureExt;
use proptest::prelude::*;

use super::*;

struct Lists(&'static [&'static str]);

impl Blocklist for Lists {
    fn has(&self, password: &Password) -> bool {
        self.0.contains(&password.reveal())
    }
}

struct Breached(&'static str);

#[async_trait]
impl Breaches for Breached {
    async fn know(&self, password: &Password) -> bool {
        password.reveal() == self.0
    }
}

fn password(text: &str) -> Password {
    Password::new(text.to_owned())
}

fn screen() -> Screen {
    let lists = Lists(&["blue-harbour-lamp-vine"]);
    let breaches = Breached("amber-gravel-fern-oboe");
    Screen::new(
        &["Cheese & Sons", "accounts.cheesery.example"],
        Some(Arc::new(lists)),
        Some(Arc::new(breaches)),
    )
}

fn verdict(text: &str) -> Result<(), Refusal> {
    let code = Otp::typed("330864").unwrap();
    let context = Context {
        about: &["ann.smithers@example.com"],
        code: Some(&code),
    };
    screen().look(&password(text), &context)
}

#[test]
fn a_password_of_words_that_others_know_of_its_owner_is_refused_with_that_reason() {
    for text in [
        "ann.smithers@example.com",
        "AnnSmithers2026!",
        "smithers-smithers",
        "example--Smithers--99",
        "cheese cheese cheese",
        "CheeseryAccounts1",
    ] {
        assert_eq!(verdict(text), Err(Refusal::AboutYou), "{text}");
    }
}

#[test]
fn such_a_word_may_be_in_a_password_that_is_long_without_it() {
    for text in [
        "smithers keeps nine geese",
        "pebble-quixotic-cheese-moss",
        "susannah and the ann",
    ] {
        assert_eq!(verdict(text), Ok(()), "{text}");
    }
}

#[test]
fn the_code_is_no_password_however_often_and_with_whatever_between() {
    for text in ["330864330864330864", "330 864 - 330 864", "my code 330864"] {
        assert_eq!(verdict(text), Err(Refusal::TheCode), "{text}");
    }
    assert_eq!(verdict("330864-quixotic-moss"), Ok(()));
    assert_eq!(
        screen().look(&password("330864330864x7q"), &Context::default()),
        Ok(())
    );
}

#[test]
fn what_is_tried_first_anywhere_is_common() {
    for text in [
        "passwordpassword",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "P@ssw0rd",
        "drowssap",
        "iloveyou1",
        "1234567890123456",
    ] {
        assert_eq!(verdict(text), Err(Refusal::Common), "{text}");
    }
    for text in [
        "pebble-quixotic-lantern-moss",
        "correct horse battery staple",
        "k7#mPq2vTx9!bnLw",
    ] {
        assert_eq!(verdict(text), Ok(()), "{text}");
    }
}

#[test]
fn only_the_beginning_and_the_end_of_a_long_password_are_estimated_and_both_must_be_common() {
    let tail = "pebble-quixotic-lantern-moss-and-gravel-";
    assert_eq!(verdict(&"a".repeat(200)), Err(Refusal::Common));
    assert_eq!(verdict(&format!("{}{tail}", "a".repeat(100))), Ok(()));
    assert_eq!(verdict(&format!("{tail}{}", "a".repeat(100))), Ok(()));
}

#[test]
fn an_operator_s_lists_say_the_same() {
    assert_eq!(verdict("blue-harbour-lamp-vine"), Err(Refusal::Common));
}

#[test]
fn a_service_elsewhere_is_asked_in_the_second_look_alone() {
    let breached = password("amber-gravel-fern-oboe");
    assert_eq!(verdict("amber-gravel-fern-oboe"), Ok(()));
    let again = |text: &str| {
        let looked = screen();
        let password = password(text);
        looked
            .look_again(&password, "ann.smithers@example.com")
            .now_or_never()
            .unwrap()
    };
    assert_eq!(again("amber-gravel-fern-oboe"), Err(Refusal::Breached));
    assert_eq!(again("SmithersSmithers"), Err(Refusal::AboutYou));
    assert_eq!(again("pebble-quixotic-lantern-moss"), Ok(()));
    let lists_off = Screen::new(
        &["Cheese & Sons"],
        None,
        Some(Arc::new(Breached("amber-gravel-fern-oboe"))),
    );
    assert_eq!(
        lists_off.look(&password("passwordpassword"), &Context::default()),
        Ok(())
    );
    assert_eq!(
        lists_off.look_again(&breached, "").now_or_never().unwrap(),
        Err(Refusal::Breached)
    );
}

#[test]
fn length_goes_first_so_that_a_megabyte_is_not_looked_at() {
    let policy = PasswordPolicy { min_length: 15 };
    let of = |text: &str| accept(policy, Some(&screen()), &password(text), &Context::default()).err();
    assert_eq!(of("passwordpasswor"), Some(Refusal::Common));
    assert_eq!(of("passwordpasswo"), Some(Refusal::TooShort));
    assert_eq!(of(&"a".repeat(1 << 20)), Some(Refusal::TooLong));
}

proptest! {
    #[test]
    fn every_password_has_a_verdict_and_words_around_a_long_rest_change_nothing(
        text in "\\PC{0,80}",
        rest in "[b-df-hj-np-tv-z]{8,40}",
    ) {
        let _ = verdict(&text);
        let around = format!("smithers{rest}smithers");
        prop_assert_ne!(verdict(&around), Err(Refusal::AboutYou));
    }
}
