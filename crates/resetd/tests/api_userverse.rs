//! The Userverse API from outside: every row of its tables, both settings, both published clients, with and without
//! the prefix, with the strings of its document.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

#[path = "api_userverse/clients.rs"]
mod clients;
#[path = "api_userverse/current.rs"]
mod current;
#[path = "api_userverse/links.rs"]
mod links;

use serde_json::{Value, json};
use support::http::Answer;
use support::letters::Letter;
use support::server::{Place, Server};
use support::wait_until;
use support::wire::{
    REQUEST_ID, basic, fourpoint_error, said, userverse, userverse_error as error, userverse_ok as ok, wrong,
};

const PREFIXES: [&str; 2] = ["", "/userverse"];

const ANN: &str = "ann+tag@example.com";
const OLD: &str = "the old password";
const NEW: &str = "the new password";

const FREE: &[(&str, &str)] = &[("limits.enabled", "false"), ("code.resend_after", "\"0s\"")];
const CURRENT: (&str, &str) = ("dialects.userverse.compat", "\"current\"");
const FRONTEND: (&str, &str) = (
    "dialects.userverse.frontend_url",
    "\"https://app.example.com/reset-password\"",
);

fn house(settings: &[(&str, &str)]) -> (Place, Server) {
    let place = Place::with(settings);
    place.add(ANN, OLD);
    let server = place.serve();
    (place, server)
}

fn invalid_otp() -> (u16, String) {
    error(
        400,
        "OTP verification failed",
        "app_error",
        "Invalid OTP, does not match or expired",
    )
}

fn invalid_token() -> (u16, String) {
    error(
        400,
        "Magic link verification failed",
        "app_error",
        "Invalid reset token, does not match or expired",
    )
}

fn unknown() -> (u16, String) {
    error(
        404,
        "User not found",
        "app_error",
        "No account found for that email",
    )
}

/// As the document calls it: the address in the query, no body.
fn request(server: &Server, email: &str) -> Answer {
    userverse(
        &server.http,
        &format!("/password-reset/request?email={email}"),
        &[],
        "",
    )
}

/// As the document calls it: the pin in the query, everything else in Basic.
fn validate(server: &Server, email: &str, pin: &str, password: &str) -> Answer {
    let target = format!("/password-reset/validate-otp?one_time_pin={pin}");
    userverse(
        &server.http,
        &target,
        &[("Authorization", &basic(email, password))],
        "",
    )
}

fn validate_json(server: &Server, body: &Value) -> Answer {
    userverse(
        &server.http,
        "/password-reset/validate-otp",
        &[],
        &body.to_string(),
    )
}

fn with_token(server: &Server, token: &str, password: &str) -> Answer {
    let body = json!({ "token": token, "new_password": password }).to_string();
    userverse(&server.http, "/password-reset/reset-with-token", &[], &body)
}

/// Asks, and waits for the letter that this brings.
fn code(server: &Server, email: &str) -> String {
    let before = server.captured_codes(email).len();
    assert_eq!(request(server, email).status, 202);
    server.captured_code(email, before + 1)
}

/// The message, code and error of an error in the envelope, which must be whole.
fn detail(answer: &Answer) -> (String, String, String) {
    let value: Value = serde_json::from_str(&answer.body).unwrap_or_else(|e| panic!("{e}: {answer:?}"));
    let text = |name: &str| {
        value["detail"][name]
            .as_str()
            .unwrap_or_else(|| panic!("{answer:?}"))
            .to_owned()
    };
    let (message, code, said) = (text("message"), text("code"), text("error"));
    let (_, whole) = error(
        0,
        &message,
        &code,
        &said.replace('\\', "\\\\").replace('"', "\\\""),
    );
    assert_eq!(answer.body, whole);
    (message, code, said)
}

#[test]
fn the_documented_calls_reset_a_password_with_and_without_the_prefix() {
    let (place, server) = house(FREE);
    for (n, prefix) in PREFIXES.into_iter().enumerate() {
        let password = format!("password: number {n}");
        let asked = userverse(
            &server.http,
            &format!("{prefix}/password-reset/request?email={ANN}"),
            &[],
            "",
        );
        assert_eq!(said(&asked), ok("OTP sent to email"));
        assert_eq!(asked.header("content-type"), Some("application/json"));
        let pin = server.captured_code(ANN, n + 1);
        let target = format!("{prefix}/password-reset/validate-otp?one_time_pin={pin}");
        let headers = [("Authorization", &*basic(ANN, &password))];
        assert_eq!(
            said(&userverse(&server.http, &target, &headers, "")),
            ok("Password changed successfully")
        );
        assert!(
            place.verifies(ANN, &password),
            "the password is all that stands after the first colon"
        );
        assert_eq!(
            said(&userverse(&server.http, &target, &headers, "")),
            invalid_otp(),
            "a code works once"
        );
    }
}

#[test]
fn malformed_input_is_told_with_the_part_that_is_wrong() {
    let (_place, server) = house(&[]);
    for prefix in PREFIXES {
        for (query, body) in [
            ("", ""),
            ("", "{}"),
            ("?email=", ""),
            ("?email=ann", ""),
            ("?email=ann@localhost", ""),
            ("", "{\"email\":null}"),
            ("", "{\"email\":\"a@example.com,b@example.com\"}"),
        ] {
            let target = format!("{prefix}/password-reset/request{query}");
            let answer = userverse(&server.http, &target, &[], body);
            let (message, code, said) = detail(&answer);
            assert_eq!(
                (answer.status, &*message, &*code),
                (400, "Validation failed", "validation_error"),
                "{body}"
            );
            assert!(said.starts_with("email: ") && said.len() > 8, "{said}");
        }
        for body in [
            "{}",
            "",
            "[]",
            "{\"token\":null,\"new_password\":\"12345678\"}",
            "{\"token\":7}",
        ] {
            let target = format!("{prefix}/password-reset/reset-with-token");
            let answer = userverse(&server.http, &target, &[], body);
            let (message, code, said) = detail(&answer);
            assert_eq!(
                (answer.status, &*message, &*code),
                (400, "Validation failed", "validation_error"),
                "{body}"
            );
            assert!(said.contains(": "), "{said}");
        }
    }
    let answer = validate_json(
        &server,
        &json!({ "email": "no address", "otp": "123456", "new_password": NEW }),
    );
    let (message, code, said) = detail(&answer);
    assert_eq!(
        (answer.status, &*message, &*code),
        (400, "Validation failed", "validation_error")
    );
    assert!(said.starts_with("email: "), "{said}");
    let answer = userverse(
        &server.http,
        &format!("/password-reset/request?email={ANN}"),
        &[],
        &json!({ "method": "carrier pigeon" }).to_string(),
    );
    assert_eq!((answer.status, &*detail(&answer).0), (400, "Validation failed"));
    assert!(server.captured(ANN).is_empty());
}

#[test]
fn a_missing_wrong_used_or_spent_pin_all_read_the_same() {
    let (place, server) = house(FREE);
    assert_eq!(
        said(&validate(&server, ANN, "123456", NEW)),
        invalid_otp(),
        "never asked for"
    );
    let pin = code(&server, ANN);
    let auth = basic(ANN, NEW);
    let auth = [("Authorization", &*auth)];
    for (target, body) in [
        ("/password-reset/validate-otp", ""),
        ("/password-reset/validate-otp", "{}"),
        ("/password-reset/validate-otp?one_time_pin=", ""),
        ("/password-reset/validate-otp?one_time_pin=%20-", ""),
        ("/password-reset/validate-otp", "{\"one_time_pin\":123456}"),
        ("/password-reset/validate-otp", "{\"otp\":null}"),
        ("/password-reset/validate-otp", "{\"otp\":{\"$ne\":null}}"),
    ] {
        assert_eq!(
            said(&userverse(&server.http, target, &auth, body)),
            invalid_otp(),
            "{target} {body}"
        );
    }
    for n in 0..5 {
        assert_eq!(said(&validate(&server, ANN, wrong(&pin), NEW)), invalid_otp());
        assert_eq!(
            server.check(ANN, &pin).status,
            if n < 4 { 200 } else { 404 },
            "guess {n}"
        );
    }
    assert_eq!(said(&validate(&server, ANN, &pin, NEW)), invalid_otp(), "spent");
    assert!(place.verifies(ANN, OLD));
    let pin = code(&server, ANN);
    assert_eq!(
        said(&validate(&server, ANN, &pin, NEW)),
        ok("Password changed successfully")
    );
    assert_eq!(
        said(&validate(&server, ANN, &pin, "once more, please")),
        invalid_otp(),
        "used"
    );
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn past_its_time_a_pin_is_answered_like_a_wrong_one() {
    let (place, server) = house(&[("code.ttl", "\"1s\"")]);
    let pin = code(&server, ANN);
    wait_until("the pin to expire", || server.check(ANN, &pin).status != 200);
    assert_eq!(server.check(ANN, &pin).status, 409);
    assert_eq!(said(&validate(&server, ANN, &pin, NEW)), invalid_otp());
    assert!(place.verifies(ANN, OLD));
}

#[test]
fn no_account_is_a_404_and_a_disabled_account_is_no_account() {
    let (place, server) = house(&[]);
    place.add("gone@example.com", OLD);
    assert!(
        place
            .run(&["account", "disable", "gone@example.com"], "")
            .status
            .success()
    );
    for email in ["nobody@example.com", "gone@example.com"] {
        assert_eq!(said(&request(&server, email)), unknown());
        assert_eq!(said(&validate(&server, email, "123456", NEW)), unknown());
        let body = json!({ "email": email, "otp": "123456", "new_password": NEW });
        assert_eq!(said(&validate_json(&server, &body)), unknown());
        let weak = validate(&server, email, "123456", "short");
        assert_eq!(
            (weak.status, &*detail(&weak).0),
            (400, "Password not accepted"),
            "the policy comes first"
        );
        assert!(server.captured(email).is_empty());
    }
}

#[test]
fn a_weak_password_is_told_first_and_burns_nothing() {
    let (place, server) = house(&[]);
    let pin = code(&server, ANN);
    let mut said_so = vec![];
    for code in [&*pin, wrong(&pin), "none"] {
        for answer in [
            validate(&server, ANN, code, "1234567"),
            validate_json(
                &server,
                &json!({ "email": ANN, "otp": code, "new_password": "1234567" }),
            ),
        ] {
            let (message, code, reason) = detail(&answer);
            assert_eq!(
                (answer.status, &*message, &*code),
                (400, "Password not accepted", "app_error")
            );
            said_so.push(reason);
        }
    }
    let answer = with_token(&server, "no such token", "1234567");
    assert_eq!(
        (answer.status, &*detail(&answer).0),
        (400, "Password not accepted")
    );
    said_so.push(detail(&answer).2);
    said_so.dedup();
    assert_eq!(
        said_so.len(),
        1,
        "right or wrong code, the same reason: {said_so:?}"
    );
    for _ in 0..4 {
        assert_eq!(server.check(ANN, wrong(&pin)).status, 401, "nothing was counted");
    }
    assert_eq!(
        said(&validate(&server, ANN, &pin, "12345678")),
        ok("Password changed successfully")
    );
    assert!(place.verifies(ANN, "12345678"));
}

#[test]
fn one_code_serves_both_apis_and_both_draw_from_one_counter() {
    let (place, server) = house(FREE);
    let pin = code(&server, ANN);
    assert_eq!(server.check(ANN, &pin).status, 200);
    assert_eq!(server.check(ANN, wrong(&pin)).status, 401);
    assert_eq!(said(&validate(&server, ANN, wrong(&pin), NEW)), invalid_otp());
    let body = json!({ "email": ANN, "otp": wrong(&pin), "new_password": NEW }).to_string();
    assert_eq!(
        said(&userverse(
            &server.http,
            "/userverse/password-reset/validate-otp",
            &[],
            &body
        )),
        invalid_otp()
    );
    assert_eq!(server.reset(ANN, wrong(&pin), NEW).status, 404);
    assert_eq!(server.check(ANN, &pin).status, 200, "four are not five");
    assert_eq!(
        said(&validate_json(
            &server,
            &json!({ "email": ANN, "one_time_pin": wrong(&pin), "new_password": NEW })
        )),
        invalid_otp()
    );
    assert_eq!(
        said(&server.check(ANN, &pin)),
        fourpoint_error(404, "Invalid OTP")
    );
    assert_eq!(said(&validate(&server, ANN, &pin, NEW)), invalid_otp());

    let asked_here = code(&server, ANN);
    assert_eq!(server.reset(ANN, &asked_here, "spent over there").status, 200);
    assert_eq!(said(&validate(&server, ANN, &asked_here, NEW)), invalid_otp());
    let before = server.captured_codes(ANN).len();
    assert_eq!(server.ask(ANN).status, 200);
    let asked_there = server.captured_code(ANN, before + 1);
    assert_eq!(
        said(&validate(&server, ANN, &asked_there, "spent over here")),
        ok("Password changed successfully")
    );
    assert!(place.verifies(ANN, "spent over here"));
}

#[test]
fn an_account_without_a_password_sets_its_first() {
    let place = Place::with(&[]);
    place.import(&["first@example.com".to_owned()]);
    let server = place.serve();
    let pin = code(&server, "first@example.com");
    assert_eq!(
        said(&validate(&server, "first@example.com", &pin, NEW)),
        ok("Password changed successfully")
    );
    assert!(place.verifies("first@example.com", NEW));
}

#[test]
fn a_trailing_slash_leads_to_the_path_without_it_on_this_server() {
    let (_place, server) = house(&[]);
    for prefix in PREFIXES {
        for (path, query) in [
            ("/password-reset/request", "?email=ann%2Btag%40example.com"),
            ("/password-reset/validate-otp", "?one_time_pin=123456"),
            ("/password-reset/reset-with-token", ""),
        ] {
            let answer = server.http.call(
                "PATCH",
                &format!("{prefix}{path}/{query}"),
                &[("Host", "evil.test")],
                b"",
            );
            // A second Host is refused; this asks the same again with one of our own.
            assert_eq!(answer.status, 400, "{answer:?}");
            let answer = server
                .http
                .call("PATCH", &format!("{prefix}{path}/{query}"), &[], b"");
            assert_eq!(answer.status, 307, "{answer:?}");
            assert_eq!(
                answer.header("location"),
                Some(&*format!("{prefix}{path}{query}"))
            );
        }
    }
    assert!(server.captured(ANN).is_empty());
}

#[test]
fn a_wrong_path_method_type_or_size_is_told_in_the_envelope() {
    let (_place, server) = house(&[]);
    let told = |answer: &Answer, status: u16, reason: &str| {
        assert_eq!(
            (answer.status, &*detail(answer).0),
            (status, reason),
            "{answer:?}"
        );
    };
    let id = ("X-Request-ID", REQUEST_ID);
    for prefix in PREFIXES {
        for path in ["request", "validate-otp", "reset-with-token"] {
            let target = format!("{prefix}/password-reset/{path}?email={ANN}");
            for method in ["GET", "POST", "PUT", "DELETE"] {
                let answer = server.http.call(method, &target, &[id], b"");
                told(&answer, 405, "Method Not Allowed");
                assert_eq!(answer.header("allow"), Some("PATCH"));
            }
            assert_eq!(server.http.call("HEAD", &target, &[id], b"").status, 405);
            let answer = userverse(&server.http, &target, &[("Content-Encoding", "gzip")], "{}");
            told(&answer, 415, "Unsupported Media Type");
            let answer = userverse(&server.http, &target, &[], &" ".repeat(16 * 1024 + 1));
            told(&answer, 413, "Payload Too Large");
        }
        let answer = server
            .http
            .call("PATCH", &format!("{prefix}/password-reset/nowhere"), &[id], b"");
        told(&answer, 404, "Not Found");
    }
    let body = json!({ "email": ANN }).to_string();
    let answer = server.http.call(
        "PATCH",
        "/password-reset/request",
        &[id, ("Content-Type", "text/plain")],
        body.as_bytes(),
    );
    told(&answer, 400, "Validation failed");
    assert!(server.captured(ANN).is_empty());
}

#[test]
fn every_answer_carries_the_request_id_as_correlation_id_and_forbids_storing() {
    let (_place, server) = house(&[FRONTEND]);
    let answers = [
        request(&server, ANN),
        request(&server, "nobody@example.com"),
        request(&server, "no-address"),
        validate(&server, ANN, "none", NEW),
        userverse(&server.http, "/password-reset/validate-otp", &[], ""),
        with_token(&server, "none", NEW),
        userverse(&server.http, "/password-reset/request/", &[], ""),
        userverse(&server.http, "/password-reset/none", &[], ""),
    ];
    let statuses: Vec<u16> = answers.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [202, 404, 400, 400, 401, 400, 307, 404]);
    for answer in answers {
        assert_eq!(answer.header("x-request-id"), Some(REQUEST_ID), "{answer:?}");
        assert_eq!(answer.header("x-correlation-id"), Some(REQUEST_ID), "{answer:?}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{answer:?}");
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{answer:?}"
        );
    }
    let answer = server.http.call("PATCH", "/password-reset/request", &[], b"");
    let value: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(
        value["detail"]["correlation_id"].as_str(),
        answer.header("x-request-id"),
        "a generated one too"
    );
}

#[test]
fn the_api_that_is_asked_decides_what_kind_of_code_is_mailed() {
    let ladders = [
        ("code.ladder", "[\"digits:6\"]"),
        ("dialects.userverse.ladder", "[\"base32:8\", \"base32:13\"]"),
    ];
    let (place, server) = house(&ladders);
    place.add("bob@example.com", OLD);
    let long = code(&server, ANN);
    assert!(
        long.len() == 8 && long.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()),
        "{long}"
    );
    assert_eq!(server.ask("bob@example.com").status, 200);
    let short = server.captured_code("bob@example.com", 1);
    assert!(
        short.len() == 6 && short.chars().all(|c| c.is_ascii_digit()),
        "{short}"
    );
    assert_eq!(
        server.reset(ANN, &long.to_lowercase(), NEW).status,
        200,
        "either API takes either kind"
    );
    assert_eq!(
        said(&validate(&server, "bob@example.com", &short, NEW)),
        ok("Password changed successfully")
    );
}

#[test]
fn an_api_that_is_not_enabled_is_not_there() {
    let (_place, server) = house(&[("dialects.enabled", "[\"4pointx\"]")]);
    for prefix in PREFIXES {
        let target = format!("{prefix}/password-reset/request?email={ANN}");
        assert_eq!(userverse(&server.http, &target, &[], "").status, 404);
        let target = format!("{prefix}/password-reset/request/?email={ANN}");
        assert_eq!(userverse(&server.http, &target, &[], "").status, 404);
    }
    assert_eq!(server.ask(ANN).status, 200);
    let (_place, server) = house(&[("dialects.enabled", "[\"userverse\"]")]);
    assert_eq!(server.ask(ANN).status, 404);
    assert_eq!(server.check(ANN, "123456").status, 404);
    assert_eq!(server.reset(ANN, "123456", NEW).status, 404);
    assert_eq!(request(&server, ANN).status, 202);
}

#[test]
fn an_account_without_a_password_here_is_answered_as_any_other_and_its_letter_holds_no_link_either() {
    let (place, server) = house(&[FRONTEND, ("code.resend_after", "\"0s\"")]);
    for (email, how) in [("gus@example.com", "elsewhere"), ("two@example.com", "shared")] {
        let added = place.run(&["account", "add", email, "--sign-in", how], "");
        assert!(added.status.success());
    }
    let link = |email: &str| {
        let body = json!({ "email": email, "method": "magic_link" }).to_string();
        let json = [("Content-Type", "application/json")];
        said(&userverse(&server.http, "/password-reset/request", &json, &body))
    };
    let ann = (
        said(&request(&server, "ann%2Btag@example.com")),
        link(ANN),
        said(&validate(&server, ANN, "000000", NEW)),
    );
    for email in ["gus@example.com", "two@example.com"] {
        let told = (
            said(&request(&server, email)),
            link(email),
            said(&validate(&server, email, "000000", NEW)),
        );
        assert_eq!(told, ann, "{email}");
        let letter = server.captured_letter(email, 1);
        assert!(
            letter.code().is_none() && letter.token().is_none(),
            "{}",
            letter.text()
        );
    }
}
