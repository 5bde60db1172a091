//! What holds when everybody comes at once: tries, redemptions and letters are counted by the store, not by luck.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

use std::collections::BTreeMap;
use std::sync::Barrier;

use serde_json::json;
use support::http::{Answer, Client};
use support::server::Place;
use support::sink::Sink;
use support::wire;

const ANN: &str = "ann@example.com";
const CHECKS: [&str; 4] = [
    "/_config/users/password/validate_otp",
    "/_config/users/password/validate_otp/",
    "/_config/users/validate_otp",
    "/_config/users/validate_otp/",
];

/// Does the same from many threads at one moment, and returns what each got.
fn at_once<T: Send>(threads: usize, act: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let (act, gate) = (&act, &Barrier::new(threads));
    std::thread::scope(|scope| {
        let run = |n| {
            scope.spawn(move || {
                gate.wait();
                act(n)
            })
        };
        let running: Vec<_> = (0..threads).map(run).collect();
        running.into_iter().map(|it| it.join().unwrap()).collect()
    })
}

fn tally(answers: impl IntoIterator<Item = Answer>) -> BTreeMap<u16, usize> {
    let mut tally = BTreeMap::new();
    for answer in answers {
        *tally.entry(answer.status).or_insert(0) += 1;
    }
    tally
}

/// All six-digit codes but the right one, beginning anywhere.
fn guesses(right: &str) -> Vec<String> {
    (100_000..)
        .map(|n: u32| n.to_string())
        .filter(|it| it != right)
        .take(2000)
        .collect()
}

#[test]
fn of_two_thousand_wrong_guesses_and_the_right_one_in_one_burst_five_count_and_end_the_code() {
    let sink = Sink::start();
    let place = Place::mailing_to(
        sink.address,
        &[("limits.enabled", "false"), ("code.ladder", "[\"digits:6\"]")],
    );
    place.add(ANN, "the first password");
    let server = place.serve();
    assert_eq!(
        wire::said(&server.ask(ANN)),
        wire::fourpoint_ok("An OTP has been sent to your email address")
    );
    let code = sink.letter_to(ANN, 1).code().unwrap();
    let wrong = guesses(&code);
    let (threads, right_at) = (50, 25);
    let answers = at_once(threads, |n| {
        let mine = wrong.iter().skip(n).step_by(threads).enumerate();
        let check = |path: &str, otp: &str| {
            server
                .http
                .json("POST", path, &json!({ "email": ANN, "otp": otp }))
        };
        let mut answers: Vec<Answer> = mine.map(|(at, otp)| check(CHECKS[(n + at) % 4], otp)).collect();
        if n == right_at {
            answers.push(check(CHECKS[0], &code));
        }
        answers
    });
    let tally = tally(answers.into_iter().flatten());
    let right = tally.get(&200).copied().unwrap_or(0);
    assert_eq!(tally.get(&401), Some(&5), "{tally:?}");
    assert_eq!(tally.get(&404), Some(&(1996 - right)), "{tally:?}");
    assert_eq!(server.check(ANN, &code).status, 404, "right, but too late");
    assert_eq!(server.reset(ANN, &code, "another password").status, 404);
    assert!(place.verifies(ANN, "the first password"));
    // A six-digit guess costs 1e-6, in units of 1e-18.
    assert_eq!(
        place.guesses(),
        (5, 5_000_000_000_000),
        "the ledger has what was answered wrong, and no more"
    );
}

#[test]
fn guesses_over_every_path_of_both_apis_draw_from_one_counter() {
    let sink = Sink::start();
    let place = Place::mailing_to(
        sink.address,
        &[("limits.enabled", "false"), ("code.ladder", "[\"digits:6\"]")],
    );
    place.add(ANN, "the first password");
    let server = place.serve();
    server.ask(ANN);
    let code = sink.letter_to(ANN, 1).code().unwrap();
    let wrong = guesses(&code);
    let answers = at_once(40, |n| {
        let guess = |at: usize| attempt(&server.http, n + at, &wrong[n * 10 + at], "a guessed password").0;
        (0..10).map(guess).collect::<Vec<_>>()
    });
    let tally = tally(answers.into_iter().flatten());
    assert_eq!(tally.keys().filter(|it| **it < 400).count(), 0, "{tally:?}");
    assert_eq!(
        server.check(ANN, &code).status,
        404,
        "four hundred guesses ended it"
    );
    assert!(place.verifies(ANN, "the first password"));
}

/// One way of many to set a password with a code, by number. Also says whether it was let in.
fn attempt(http: &Client, way: usize, code: &str, password: &str) -> (Answer, bool) {
    let put = json!({ "email": ANN, "otp": code, "new_password": password });
    let basic = wire::basic(ANN, password);
    let prefix = if way.is_multiple_of(2) { "" } else { "/userverse" };
    let answer = match way % 5 {
        0 => http.json("PUT", "/_config/users/password/", &put),
        1 => http.json("PUT", "/_config/users/password", &put),
        2 => {
            let target = format!("{prefix}/password-reset/validate-otp?one_time_pin={code}");
            wire::userverse(http, &target, &[("Authorization", &basic)], "")
        }
        3 => {
            let body = json!({ "one_time_pin": code }).to_string();
            let target = format!("{prefix}/password-reset/validate-otp");
            wire::userverse(http, &target, &[("Authorization", &basic)], &body)
        }
        _ => wire::userverse(
            http,
            &format!("{prefix}/password-reset/validate-otp"),
            &[],
            &put.to_string(),
        ),
    };
    let let_in = matches!(answer.status, 200 | 202);
    (answer, let_in)
}

#[test]
fn of_a_hundred_redemptions_of_one_letter_over_both_apis_and_its_link_exactly_one_wins() {
    let sink = Sink::start();
    let page = [
        ("limits.enabled", "false"),
        (
            "dialects.userverse.frontend_url",
            "\"https://app.example.com/reset\"",
        ),
    ];
    let place = Place::mailing_to(sink.address, &page);
    place.add(ANN, "the first password");
    let server = place.serve();
    server.ask(ANN);
    let letter = sink.letter_to(ANN, 1);
    let (code, token) = (letter.code().unwrap(), letter.token().unwrap());
    let password = |n: usize| format!("password number {n}");
    let answers = at_once(100, |n| {
        if n % 10 == 9 {
            let body = json!({ "token": token, "new_password": password(n) }).to_string();
            let answer = wire::userverse(&server.http, "/password-reset/reset-with-token", &[], &body);
            let let_in = answer.status == 202;
            (answer, let_in)
        } else {
            attempt(&server.http, n, &code, &password(n))
        }
    });
    let winners: Vec<usize> = (0..100).filter(|n| answers[*n].1).collect();
    let tally = tally(answers.into_iter().map(|it| it.0));
    assert_eq!(winners.len(), 1, "{tally:?}");
    assert!(
        tally.keys().all(|it| matches!(it, 200 | 202 | 400 | 404 | 503)),
        "{tally:?}"
    );
    assert!(place.verifies(ANN, &password(winners[0])));
    for n in (0..100).step_by(17).filter(|n| *n != winners[0]) {
        assert!(!place.verifies(ANN, &password(n)), "{n} lost and yet verifies");
    }
    assert_eq!(server.check(ANN, &code).status, 404, "used");
    let notice = sink.letter_to(ANN, 2);
    assert_eq!(notice.code(), None, "a notice carries no code");
    settled(&place);
    assert_eq!(
        sink.letters_to(ANN).len(),
        2,
        "one letter with the code, one notice"
    );
}

#[test]
fn sixty_four_asks_at_once_over_both_apis_mail_one_letter() {
    let sink = Sink::start();
    let place = Place::mailing_to(sink.address, &[]);
    place.add(ANN, "the first password");
    let server = place.serve();
    let answers = at_once(64, |n| {
        if n % 2 == 0 {
            server.ask(ANN)
        } else {
            wire::userverse(
                &server.http,
                &format!("/password-reset/request?email={ANN}"),
                &[],
                "",
            )
        }
    });
    assert_eq!(tally(answers), BTreeMap::from([(200, 32), (202, 32)]));
    let code = sink.letter_to(ANN, 1).code().unwrap();
    settled(&place);
    assert_eq!(sink.letters_to(ANN).len(), 1);
    assert_eq!(server.check(ANN, &code).status, 200);
}

/// Waits until no letter waits.
fn settled(place: &Place) {
    support::wait_until("an empty outbox", || place.waiting().is_empty());
}
