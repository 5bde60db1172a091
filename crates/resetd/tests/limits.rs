//! Limits from outside: per client they are told, per account they are silent, and both are on disk.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

use std::time::Duration;

use serde_json::json;
use support::http::Answer;
use support::server::{Place, Server};
use support::wire::{basic, fourpoint_error, said, userverse, userverse_error, wrong};

const ANN: &str = "ann@example.com";
const OLD: &str = "the old password";
const NEW: &str = "the new password";

/// Three asks and four checks an hour.
const SMALL: &[(&str, &str)] = &[("limits.client.asks", "3"), ("limits.client.checks", "4")];
/// The test's own connections come through a proxy.
const PROXY: (&str, &str) = ("http.trusted_proxies", "[\"127.0.0.0/8\"]");

fn house(settings: &[(&str, &str)]) -> (Place, Server) {
    let place = Place::with(settings);
    place.add(ANN, OLD);
    let server = place.serve();
    (place, server)
}

fn too_many_fourpoint() -> (u16, String) {
    fourpoint_error(429, "Too many requests, please try again later")
}

fn too_many_userverse() -> (u16, String) {
    userverse_error(
        429,
        "Too many password reset requests. Please try again later.",
        "app_error",
        "password_reset_rate_limited",
    )
}

/// An answer that says how long to wait: at least a second, at most the hour and the second it began in.
fn waits(answer: &Answer) -> (u16, String) {
    let seconds: u32 = answer
        .header("retry-after")
        .expect("Retry-After")
        .parse()
        .expect("an integer");
    assert!((1..=3601).contains(&seconds), "{seconds}");
    said(answer)
}

/// An ask that claims to come from somewhere, with the headers of proxies.
fn ask_from(server: &Server, email: &str, headers: &[(&str, &str)]) -> u16 {
    let all = [&[("Content-Type", "application/json")], headers].concat();
    let body = json!({ "email": email }).to_string();
    server
        .http
        .call(
            "POST",
            "/_config/users/password/generate_otp",
            &all,
            body.as_bytes(),
        )
        .status
}

fn forwarded(server: &Server, chain: &str) -> u16 {
    ask_from(server, "nobody@example.com", &[("X-Forwarded-For", chain)])
}

#[test]
fn a_client_over_its_asks_is_told_to_wait_on_every_surface() {
    let (_place, server) = house(SMALL);
    assert_eq!(server.ask(ANN).status, 200);
    assert_eq!(
        userverse(
            &server.http,
            "/password-reset/request?email=ann@example.com",
            &[],
            ""
        )
        .status,
        202
    );
    assert_eq!(
        server
            .http
            .json(
                "POST",
                "/_config/users/password/generate_otp/",
                &json!({ "email": ANN })
            )
            .status,
        200
    );
    for _ in 0..2 {
        assert_eq!(waits(&server.ask(ANN)), too_many_fourpoint());
        assert_eq!(
            waits(&server.ask("nobody@example.com")),
            too_many_fourpoint(),
            "whoever it is about"
        );
        for target in [
            "/password-reset/request?email=ann@example.com",
            "/userverse/password-reset/request?email=a@b.example",
        ] {
            assert_eq!(
                waits(&userverse(&server.http, target, &[], "")),
                too_many_userverse()
            );
        }
    }
    assert_eq!(
        server.check(ANN, "123456").status,
        401,
        "checks have a count of their own"
    );
}

#[test]
fn a_client_over_its_checks_is_told_to_wait_on_every_surface() {
    let (place, server) = house(SMALL);
    assert_eq!(server.ask(ANN).status, 200);
    let code = server.captured_code(ANN, 1);
    let auth = basic(ANN, NEW);
    let auth = [("Authorization", &*auth)];
    let token = json!({ "token": "none", "new_password": NEW }).to_string();
    assert_eq!(server.check(ANN, wrong(&code)).status, 401);
    assert_eq!(
        server.reset(ANN, &code, "short").status,
        400,
        "a weak password is a well-formed call"
    );
    assert_eq!(
        userverse(
            &server.http,
            "/password-reset/validate-otp?one_time_pin=none",
            &auth,
            ""
        )
        .status,
        400
    );
    assert_eq!(
        userverse(&server.http, "/password-reset/reset-with-token", &[], &token).status,
        400
    );
    assert_eq!(
        waits(&server.check(ANN, &code)),
        too_many_fourpoint(),
        "also the right code"
    );
    assert_eq!(waits(&server.reset(ANN, &code, NEW)), too_many_fourpoint());
    assert_eq!(
        waits(&server.reset(ANN, &code, "short")),
        too_many_fourpoint(),
        "the limit comes before the policy"
    );
    assert_eq!(
        waits(&server.check("nobody@example.com", "123456")),
        too_many_fourpoint()
    );
    let target = format!("/password-reset/validate-otp?one_time_pin={code}");
    assert_eq!(
        waits(&userverse(&server.http, &target, &auth, "")),
        too_many_userverse()
    );
    assert_eq!(
        waits(&userverse(
            &server.http,
            "/password-reset/reset-with-token",
            &[],
            &token
        )),
        too_many_userverse()
    );
    assert!(place.verifies(ANN, OLD));
}

#[test]
fn what_is_malformed_is_not_counted_and_what_is_about_nobody_is() {
    let (_place, server) = house(SMALL);
    for _ in 0..10 {
        assert_eq!(server.ask("no address").status, 400);
        assert_eq!(
            userverse(&server.http, "/password-reset/request", &[], "").status,
            400
        );
        assert_eq!(server.check(ANN, "").status, 400);
        assert_eq!(server.reset(ANN, "123456", "").status, 400);
        assert_eq!(
            userverse(
                &server.http,
                "/password-reset/validate-otp?one_time_pin=1",
                &[],
                ""
            )
            .status,
            401
        );
        assert_eq!(
            userverse(&server.http, "/password-reset/reset-with-token", &[], "{}").status,
            400
        );
    }
    for n in 0..3 {
        assert_eq!(server.ask(&format!("nobody{n}@example.com")).status, 409);
    }
    assert_eq!(server.ask(ANN).status, 429);
    for n in 0..4 {
        assert_eq!(
            server.check(&format!("nobody{n}@example.com"), "123456").status,
            409
        );
    }
    assert_eq!(server.check(ANN, "123456").status, 429);
    // Over the limit, a malformed call is still told what is wrong with it: the body comes first.
    assert_eq!(server.ask("no address").status, 400);
    assert!(server.captured(ANN).is_empty());
}

#[test]
fn a_limit_survives_a_restart_and_a_power_cut() {
    let (place, server) = house(SMALL);
    assert_eq!(server.ask(ANN).status, 200);
    assert_eq!(server.ask(ANN).status, 200);
    server.stop();
    let server = place.serve();
    assert_eq!(server.ask(ANN).status, 200, "the third");
    for _ in 0..4 {
        assert_eq!(server.check("nobody@example.com", "123456").status, 409);
    }
    // Counts are written within a second; a power cut may take those of the last one.
    std::thread::sleep(Duration::from_millis(1500));
    server.kill();
    let server = place.serve();
    assert_eq!(waits(&server.ask(ANN)), too_many_fourpoint());
    assert_eq!(waits(&server.check(ANN, "123456")), too_many_fourpoint());
}

#[test]
fn an_exempt_back_end_is_never_limited() {
    let exempt = (
        "limits.client.exempt",
        "[\"10.0.0.0/8\", \"127.0.0.1/32\", \"2001:db8::/32\"]",
    );
    let (_place, server) = house(&[SMALL, &[exempt, PROXY]].concat());
    for _ in 0..8 {
        assert_eq!(server.ask("nobody@example.com").status, 409);
        assert_eq!(forwarded(&server, "10.1.2.3"), 409);
        assert_eq!(forwarded(&server, "2001:db8::77"), 409);
    }
    // A back end that passes on for whom it asks is a proxy: then the limit is that person's.
    for expected in [409, 409, 409, 429] {
        assert_eq!(forwarded(&server, "198.51.100.7"), expected);
    }
}

#[test]
fn a_forwarding_header_of_a_stranger_is_ignored() {
    let (_place, server) = house(SMALL);
    for n in 0..3 {
        assert_eq!(forwarded(&server, &format!("198.51.100.{n}")), 409);
    }
    assert_eq!(forwarded(&server, "198.51.100.99"), 429);
    let claims = [
        ("Forwarded", "for=198.51.100.98"),
        ("X-Real-IP", "198.51.100.97"),
        ("CF-Connecting-IP", "198.51.100.96"),
        ("True-Client-IP", "198.51.100.95"),
        ("X-Client-IP", "198.51.100.94"),
        ("X-Cluster-Client-IP", "198.51.100.93"),
    ];
    for claim in claims {
        assert_eq!(
            ask_from(&server, "nobody@example.com", &[claim]),
            429,
            "{claim:?}"
        );
    }
}

#[test]
fn behind_a_trusted_proxy_the_last_address_that_is_no_proxy_counts() {
    let proxies = ("http.trusted_proxies", "[\"127.0.0.0/8\", \"10.0.0.0/8\"]");
    let (_place, server) = house(&[SMALL, &[proxies]].concat());
    let until_limited = |chains: [&str; 4]| {
        for (chain, expected) in chains.into_iter().zip([409, 409, 409, 429]) {
            assert_eq!(forwarded(&server, chain), expected, "{chain}");
        }
    };
    // What stands left of it is the client's own claim.
    until_limited([
        "198.51.100.7",
        "203.0.113.1, 198.51.100.7",
        "203.0.113.2,198.51.100.7",
        "garbage, 198.51.100.7",
    ]);
    until_limited([
        "198.51.100.8, 10.0.0.1",
        "198.51.100.8, 10.0.0.1, 10.9.9.9",
        "203.0.113.3, 198.51.100.8,10.0.0.2",
        "198.51.100.8",
    ]);
    until_limited([
        "198.51.100.9",
        "::ffff:198.51.100.9",
        "198.51.100.9",
        "::FFFF:198.51.100.9",
    ]);
    until_limited([
        "2001:db8:1:2::1",
        "2001:db8:1:2::2",
        "2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:0DB8:1:2::3",
    ]);
    assert_eq!(
        forwarded(&server, "2001:db8:1:3::1"),
        409,
        "the next /64 is somebody else"
    );
    assert_eq!(
        forwarded(&server, "203.0.113.1"),
        409,
        "a claim was never counted"
    );
    // Several lines are one list.
    let lines = [
        ("X-Forwarded-For", "203.0.113.77"),
        ("X-Forwarded-For", "198.51.100.7"),
    ];
    assert_eq!(ask_from(&server, "nobody@example.com", &lines), 429);
    for expected in [409, 409, 429] {
        let claim = [("Forwarded", "for=\"[2001:db8:1:3::9]:4711\";proto=https")];
        assert_eq!(
            ask_from(&server, "nobody@example.com", &claim),
            expected,
            "the standard header is read too"
        );
    }
}

#[test]
fn what_a_proxy_cannot_have_written_gives_nobody_a_limit_of_their_own() {
    let (_place, server) = house(&[SMALL, &[PROXY]].concat());
    for expected in [409, 409, 409, 429] {
        assert_eq!(forwarded(&server, "unknown"), expected);
    }
    for garbage in [
        "",
        ",",
        "x",
        "198.51.100.7.9",
        "_hidden",
        "198.51.100.7 198.51.100.8",
        "\u{ff11}.1.1.1",
    ] {
        assert_eq!(
            forwarded(&server, garbage),
            429,
            "{garbage:?} stands for the proxy itself"
        );
    }
}

/// How many letters there are on disk.
fn letters(place: &Place) -> usize {
    let Ok(files) = std::fs::read_dir(place.data().join("captured")) else {
        return 0;
    };
    let eml = |it: &std::path::Path| it.extension().is_some_and(|it| it == "eml");
    files.filter_map(Result::ok).filter(|it| eml(&it.path())).count()
}

/// Has a client ask until there are so many letters, and sees that three asks more bring none.
fn asks_up_to(place: &Place, server: &Server, from: &str, most: usize) {
    let ask = || {
        assert_eq!(ask_from(server, ANN, &[("X-Forwarded-For", from)]), 200);
        // A letter that still waits serves, and no second one is queued: it is handed over meanwhile.
        std::thread::sleep(Duration::from_millis(60));
    };
    support::wait_until(&format!("letter {most} by {from}"), || {
        if letters(place) < most {
            ask();
        }
        letters(place) >= most
    });
    for _ in 0..3 {
        ask();
    }
    assert_eq!(letters(place), most, "{from} causes no more");
}

#[test]
fn a_client_can_cause_two_letters_an_hour_and_all_of_them_five_and_nobody_is_told() {
    let (place, server) = house(&[("code.resend_after", "\"0s\""), PROXY]);
    asks_up_to(&place, &server, "198.51.100.1", 2);
    let first = server.captured_code(ANN, 1);
    asks_up_to(&place, &server, "198.51.100.2", 4);
    server.stop();
    let server = place.serve();
    // A restart gives no new budget.
    asks_up_to(&place, &server, "198.51.100.2", 4);
    asks_up_to(&place, &server, "198.51.100.3", 5);
    for n in 4..9 {
        asks_up_to(&place, &server, &format!("198.51.100.{n}"), 5);
        let headers = [("X-Forwarded-For", &*format!("198.51.100.{n}"))];
        let answer = userverse(
            &server.http,
            "/password-reset/request?email=ann@example.com",
            &headers,
            "",
        );
        assert_eq!(answer.body, "{\"message\":\"OTP sent to email\",\"data\":null}");
    }
    // A spent budget takes no code away, and a change is told outside of it.
    assert_eq!(server.reset(ANN, &first, NEW).status, 200);
    support::wait_until("the notice", || letters(&place) == 6);
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn an_exempt_back_end_can_cause_all_five_letters_of_an_account() {
    let exempt = ("limits.client.exempt", "[\"198.51.100.7/32\"]");
    let (place, server) = house(&[("code.resend_after", "\"0s\""), PROXY, exempt]);
    asks_up_to(&place, &server, "198.51.100.7", 5);
    asks_up_to(&place, &server, "198.51.100.1", 5);
}

#[test]
fn switching_the_limits_off_lifts_them_and_not_the_tries() {
    let free = [
        SMALL,
        &[("limits.enabled", "false"), ("code.resend_after", "\"0s\"")],
    ]
    .concat();
    let (_place, server) = house(&free);
    let mut asks = 0;
    support::wait_until("seven letters", || {
        assert_eq!(server.ask(ANN).status, 200);
        asks += 1;
        server.captured(ANN).len() >= 7
    });
    assert!(asks >= 7);
    let code = server.captured_code(ANN, 1);
    for _ in 0..5 {
        assert_eq!(server.check(ANN, wrong(&code)).status, 401);
    }
    for _ in 0..10 {
        assert_eq!(
            server.check(ANN, &code).status,
            404,
            "the tries are spent, the client is not limited"
        );
    }
}

#[test]
fn a_client_that_asks_for_many_people_is_pointed_out_once() {
    let (_place, server) = house(&[("limits.client.asks", "12"), PROXY]);
    let hints = || {
        server
            .log()
            .lines()
            .filter(|line| line.contains("limits.client.exempt"))
            .count()
    };
    // One person who tries often is not a back end.
    for n in 0..16 {
        assert_eq!(forwarded(&server, "198.51.100.1"), if n < 12 { 409 } else { 429 });
    }
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(hints(), 0);
    for n in 0..18 {
        let from = [("X-Forwarded-For", "198.51.100.2")];
        let expected = if n < 12 { 409 } else { 429 };
        assert_eq!(
            ask_from(&server, &format!("person{n}@example.com"), &from),
            expected
        );
    }
    support::wait_until("the hint", || hints() == 1);
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(hints(), 1, "{}", server.log());
    let log = server.log();
    assert!(!log.contains("person1@"), "no address in it: {log}");
}

#[test]
fn of_a_burst_of_calls_no_more_than_the_limit_are_let_in() {
    let (_place, server) = house(SMALL);
    let burst = |call: &(dyn Fn() -> u16 + Sync)| -> Vec<u16> {
        std::thread::scope(|scope| {
            let calls: Vec<_> = (0..40).map(|_| scope.spawn(call)).collect();
            calls
                .into_iter()
                .map(|it| it.join().expect("an answer"))
                .collect()
        })
    };
    let let_in = |statuses: Vec<u16>| {
        assert!(statuses.iter().all(|it| matches!(it, 409 | 429)), "{statuses:?}");
        statuses.iter().filter(|it| **it == 409).count()
    };
    assert_eq!(let_in(burst(&|| server.ask("nobody@example.com").status)), 3);
    assert_eq!(
        let_in(burst(&|| server.check("nobody@example.com", "123456").status)),
        4
    );
}
