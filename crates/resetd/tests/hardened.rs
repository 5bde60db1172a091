//! `profile = "hardened"`: on the documented APIs whether there is an account shows in no answer, and its owner gets in as ever.
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

use serde_json::json;
use support::http::Answer;
use support::server::{Place, Server};
use support::sink::{Mood, Sink};
use support::wire;

const ANN: &str = "ann@example.com";
const STRANGER: &str = "eve@example.com";
const LONG: &str = "quaint obsidian ferry lantern";

fn place(sink: &Sink, settings: &[(&str, &str)]) -> Place {
    let hardened = [
        ("profile", "\"hardened\""),
        ("limits.client.asks", "100000"),
        ("limits.client.checks", "100000"),
    ];
    Place::mailing_to(sink.address, &[&hardened, settings].concat())
}

/// Everything of an answer but what differs from request to request.
fn plain(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let id = answer.header("x-request-id").unwrap_or("-").to_owned();
    let headers = answer.headers.iter().map(|(name, value)| {
        let shown = match name.to_ascii_lowercase().as_str() {
            "date" => String::new(),
            _ => value.replace(&id, "ID"),
        };
        (name.clone(), shown)
    });
    (answer.status, headers.collect(), answer.body.replace(&id, "ID"))
}

/// One step of a walk, over both APIs.
type Step = fn(&Server, &str) -> Answer;

fn userverse_ask(server: &Server, email: &str) -> Answer {
    wire::userverse(
        &server.http,
        &format!("/password-reset/request?email={email}"),
        &[],
        "",
    )
}

fn userverse_reset(server: &Server, email: &str, pin: &str) -> Answer {
    let body = json!({ "one_time_pin": pin, "email": email, "new_password": LONG });
    server.http.json("PATCH", "/password-reset/validate-otp", &body)
}

/// Asks, guesses, too many guesses, asking again, other kinds of guesses: in an order that passes every ending.
const WALK: &[Step] = &[
    |server, email| server.check(email, "000000"),
    |server, email| server.reset(email, "000000", LONG),
    |server, email| userverse_reset(server, email, "000000"),
    |server, email| server.ask(email),
    |server, email| server.ask(email),
    userverse_ask,
    |server, email| server.check(email, "000001"),
    |server, email| server.check(email, "ABCDEFGH"),
    |server, email| server.reset(email, "000002", "too short"),
    |server, email| server.reset(email, "000002", LONG),
    |server, email| userverse_reset(server, email, "000003"),
    |server, email| server.check(email, "000004"),
    |server, email| server.check(email, "000005"),
    |server, email| server.reset(email, "000006", LONG),
    |server, email| userverse_reset(server, email, "000007"),
    |server, email| server.ask(email),
    |server, email| server.check(email, "000008"),
    userverse_ask,
    |server, email| userverse_reset(server, email, "1234567890123"),
];

/// People in every state that must not show: all were made before the server started.
fn people(place: &Place) -> [&'static str; 6] {
    for email in [ANN, "bob@example.com", "ful@example.com"] {
        place.add(email, "an older password of mine");
    }
    place.import(&["new@example.com".to_owned()]);
    let disabled = place.run(&["account", "disable", "bob@example.com"], "");
    assert!(disabled.status.success());
    for (email, how) in [
        ("gus@example.com", "elsewhere:Google"),
        ("two@example.com", "shared"),
    ] {
        let added = place.run(&["account", "add", email, "--sign-in", how], "");
        assert!(added.status.success());
    }
    [
        ANN,
        "bob@example.com",
        "new@example.com",
        "gus@example.com",
        "two@example.com",
        "ful@example.com",
    ]
}

fn walks_alike(server: &Server, people: &[&str]) {
    let told = |email: &str| -> Vec<_> {
        WALK.iter()
            .map(|step| {
                let (status, headers, body) = plain(&step(server, email));
                (status, headers, body.replace(email, ANN))
            })
            .collect()
    };
    let stranger = told(STRANGER);
    for email in people {
        for (at, (known, unknown)) in told(email).iter().zip(&stranger).enumerate() {
            assert_eq!(known, unknown, "{email}, step {at}");
        }
    }
    let statuses: Vec<u16> = stranger.iter().map(|it| it.0).collect();
    assert!(
        [200, 202, 400, 401, 404].iter().all(|it| statuses.contains(it)),
        "every ending was passed: {statuses:?}"
    );
}

#[test]
fn every_answer_of_both_documented_apis_is_the_same_whoever_the_address_is_of() {
    let sink = Sink::start();
    let place = place(&sink, &[]);
    let people = people(&place);
    let server = place.serve();
    // As many letters as one client can cause in an hour.
    for _ in 0..3 {
        server.ask("ful@example.com");
        for guess in 0..5 {
            server.check("ful@example.com", &format!("55555{guess}"));
        }
    }
    // What is shown begins anew with an ask once it is spent, for her as for the others.
    walks_alike(&server, &people[..5]);
    server.ask("ful@example.com");
    let full: Vec<u16> = (0..6)
        .map(|n| server.check("ful@example.com", &format!("66666{n}")).status)
        .collect();
    server.ask("fresh@example.com");
    let fresh: Vec<u16> = (0..6)
        .map(|n| server.check("fresh@example.com", &format!("66666{n}")).status)
        .collect();
    assert_eq!(full, fresh, "no letter went out, and it does not show");
    let to: Vec<usize> = [STRANGER, "bob@example.com", "fresh@example.com"]
        .map(|it| sink.letters_to(it).len())
        .to_vec();
    assert_eq!((to[0], to[2]), (0, 0), "nothing is mailed to who has no account");
    for told in ["bob@example.com", "gus@example.com", "two@example.com"] {
        let letters = sink.letters_to(told);
        assert!(
            letters
                .iter()
                .all(|it| it.code().is_none() && it.token().is_none()),
            "{told}"
        );
    }
    assert!(
        !sink.letters_to("gus@example.com").is_empty(),
        "its owner is told"
    );
}

#[test]
fn nothing_shows_while_the_mail_server_is_down_nor_after_a_restart() {
    let sink = Sink::start();
    let place = place(&sink, &[]);
    let people = people(&place);
    sink.be(Mood::Away);
    let server = place.serve();
    walks_alike(&server, &people[..5]);
    for email in [ANN, STRANGER] {
        server.ask(email);
        assert_eq!(server.check(email, "111111").status, 401);
    }
    server.kill();
    let server = place.serve();
    for email in [ANN, STRANGER] {
        let told: Vec<u16> = (0..4)
            .map(|n| server.check(email, &format!("22222{n}")).status)
            .collect();
        // Two guesses were made on the walk since its last code, and one after it.
        assert_eq!(told, [401, 401, 404, 404], "{email}: tries outlive a restart");
    }
}

#[test]
fn a_code_expires_alike() {
    let sink = Sink::start();
    let place = place(&sink, &[("code.ttl", "\"2s\"")]);
    let people = people(&place);
    let server = place.serve();
    let everybody = [&people[..5], &[STRANGER]].concat();
    for email in &everybody {
        server.ask(email);
    }
    std::thread::sleep(std::time::Duration::from_millis(2200));
    for email in everybody {
        let told = server.check(email, "000000");
        assert_eq!(
            told.said(),
            (
                409,
                "{\"error\":{\"status\":409,\"message\":\"OTP has expired, please request a new one\"}}"
            ),
            "{email}"
        );
    }
}

#[test]
fn its_owner_gets_in_through_either_api_and_again_at_once() {
    let sink = Sink::start();
    let place = place(&sink, &[]);
    place.add(ANN, "an older password of mine");
    let server = place.serve();
    server.ask(ANN);
    let code = sink.letter_to(ANN, 1).code().unwrap();
    assert_eq!(server.check(ANN, &code).status, 200);
    assert_eq!(server.reset(ANN, &code, "short").status, 400);
    let done = userverse_reset(&server, ANN, &code);
    assert_eq!(
        done.status, 202,
        "asked through one API and used through the other: {}",
        done.body
    );
    assert!(place.verifies(ANN, LONG));
    assert_eq!(server.check(ANN, &code).status, 404, "used");
    let before = sink.letters_to(ANN).len();
    server.ask(ANN);
    support::wait_until("a new code", || {
        sink.letters_to(ANN)
            .iter()
            .skip(before)
            .any(|it| it.code().is_some())
    });
    let letters = sink.letters_to(ANN);
    let again = letters
        .iter()
        .skip(before)
        .find_map(support::letters::Letter::code)
        .unwrap();
    assert_ne!(again, code);
    let next = "marble teapot under the viaduct";
    assert_eq!(server.reset(ANN, &again, next).status, 200);
    assert!(place.verifies(ANN, next));
}

#[test]
fn a_password_that_others_try_first_is_refused_before_its_code_is_looked_at() {
    let sink = Sink::start();
    let place = place(&sink, &[]);
    place.add(ANN, "an older password of mine");
    let server = place.serve();
    server.ask(ANN);
    let code = sink.letter_to(ANN, 1).code().unwrap();
    for (email, typed) in [(ANN, code.as_str()), (ANN, "000000"), (STRANGER, "000000")] {
        let told = server.reset(email, typed, "passwordpassword");
        assert_eq!(
            (told.status, told.header("x-password-policy")),
            (400, Some("common")),
            "{email}"
        );
    }
    assert_eq!(server.reset(ANN, &code, LONG).status, 200, "and burns nothing");
}
