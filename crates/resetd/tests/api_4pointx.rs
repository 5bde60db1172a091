//! The 4pointx API from outside: every row of its tables, through every alias, with the strings of its document.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

#[path = "api_4pointx/code_life.rs"]
mod code_life;
#[path = "api_4pointx/headers.rs"]
mod headers;

use std::time::Duration;

use serde_json::json;
use support::http::Answer;
use support::server::{Place, Server};
use support::wire::{basic, fourpoint_error as error, fourpoint_ok as ok, said, wrong};
use support::{http, wait_until};

const GENERATE: [&str; 2] = [
    "/_config/users/password/generate_otp",
    "/_config/users/password/generate_otp/",
];
const VALIDATE: [&str; 4] = [
    "/_config/users/password/validate_otp",
    "/_config/users/validate_otp",
    "/_config/users/password/validate_otp/",
    "/_config/users/validate_otp/",
];
const PUT: [&str; 2] = ["/_config/users/password/", "/_config/users/password"];

const ANN: &str = "Ann@example.com";
const OLD: &str = "the old password";
const NEW: &str = "the new password";

/// Settings under which a test may ask as often as it likes.
const FREE: &[(&str, &str)] = &[("limits.enabled", "false"), ("code.resend_after", "\"0s\"")];

fn house(settings: &[(&str, &str)]) -> (Place, Server) {
    let place = Place::with(settings);
    place.add(ANN, OLD);
    let server = place.serve();
    (place, server)
}

fn generate(server: &Server, path: &str, email: &str) -> Answer {
    server.http.json("POST", path, &json!({ "email": email }))
}

fn validate(server: &Server, path: &str, email: &str, code: &str) -> Answer {
    server
        .http
        .json("POST", path, &json!({ "email": email, "otp": code }))
}

fn put(server: &Server, path: &str, email: &str, code: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "otp": code, "new_password": password });
    server.http.json("PUT", path, &body)
}

/// Asks, and waits for the letter that this brings.
fn code(server: &Server, email: &str) -> String {
    let before = server.captured_codes(email).len();
    assert_eq!(
        said(&server.ask(email)),
        ok("An OTP has been sent to your email address")
    );
    server.captured_code(email, before + 1)
}

#[test]
fn a_mailed_code_sets_a_new_password_through_every_alias() {
    let (place, server) = house(FREE);
    for (n, validating) in VALIDATE.into_iter().enumerate() {
        let password = format!("password number {n}");
        let asked = generate(&server, GENERATE[n % 2], ANN);
        assert_eq!(said(&asked), ok("An OTP has been sent to your email address"));
        assert_eq!(asked.header("content-type"), Some("application/json"));
        let code = server.captured_code(ANN, n + 1);
        let checked = validate(&server, validating, ANN, &code);
        assert_eq!(said(&checked), ok("OTP verified successfully"));
        let changed = put(&server, PUT[n % 2], ANN, &code, &password);
        assert_eq!(said(&changed), ok("Password updated successfully"));
        assert!(place.verifies(ANN, &password));
        assert_eq!(
            server.captured_letter(ANN, 2 * n + 2).code(),
            None,
            "a notice has no code"
        );
    }
    assert!(!place.verifies(ANN, OLD) && !place.verifies(ANN, "password number 0"));
    assert_eq!(
        server.captured(ANN).len(),
        8,
        "one letter an ask and one notice a change"
    );
}

#[test]
fn a_malformed_body_is_the_first_row_of_every_table() {
    let (_place, server) = house(&[]);
    let bodies = [
        json!({}),
        json!([]),
        json!(null),
        json!("text"),
        json!({ "email": null, "otp": null, "new_password": null }),
        json!({ "email": "", "otp": "", "new_password": "" }),
        json!({ "email": "no address", "otp": "123456", "new_password": NEW }),
        json!({ "email": [ANN], "otp": "123456", "new_password": NEW }),
    ];
    for body in &bodies {
        for path in GENERATE {
            assert_eq!(
                said(&server.http.json("POST", path, body)),
                error(400, "Insufficient inputs"),
                "{body}"
            );
        }
        for path in VALIDATE {
            assert_eq!(
                said(&server.http.json("POST", path, body)),
                error(400, "Invalid request body"),
                "{body}"
            );
        }
        for path in PUT {
            assert_eq!(
                said(&server.http.json("PUT", path, body)),
                error(400, "Invalid request body"),
                "{body}"
            );
        }
    }
    for body in [
        json!({ "email": ANN }),
        json!({ "email": ANN, "otp": 123_456 }),
        json!({ "email": ANN, "otp": " - " }),
        json!({ "email": ANN, "otp": "1".repeat(65) }),
        json!({ "otp": "123456" }),
    ] {
        let answer = server.http.json("POST", VALIDATE[0], &body);
        assert_eq!(said(&answer), error(400, "Invalid request body"), "{body}");
    }
    for body in [
        json!({ "email": ANN, "otp": "123456" }),
        json!({ "email": ANN, "otp": "123456", "new_password": "" }),
        json!({ "email": ANN, "otp": "123456", "new_password": 12_345_678 }),
        json!({ "email": ANN, "new_password": NEW }),
    ] {
        let answer = server.http.json("PUT", PUT[0], &body);
        assert_eq!(said(&answer), error(400, "Invalid request body"), "{body}");
        assert_eq!(
            answer.header("x-password-policy"),
            None,
            "it is the body, not the password: {body}"
        );
    }
}

#[test]
fn a_body_that_is_not_labelled_json_is_malformed() {
    let (_place, server) = house(&[]);
    let body = json!({ "email": ANN }).to_string();
    let label = |label: &str| {
        said(
            &server
                .http
                .call("POST", GENERATE[0], &[("Content-Type", label)], body.as_bytes()),
        )
    };
    for other in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "json",
        "",
    ] {
        assert_eq!(label(other), error(400, "Insufficient inputs"), "{other:?}");
    }
    let none = server.http.call("POST", GENERATE[0], &[], body.as_bytes());
    assert_eq!(said(&none), error(400, "Insufficient inputs"));
    assert!(server.captured(ANN).is_empty());
    for json in ["application/json; charset=utf-8", "Application/JSON"] {
        assert_eq!(
            label(json),
            ok("An OTP has been sent to your email address"),
            "{json:?}"
        );
    }
}

#[test]
fn nobody_s_address_is_a_conflict_and_a_disabled_account_is_nobody_s() {
    let (place, server) = house(&[]);
    place.add("gone@example.com", OLD);
    assert!(
        place
            .run(&["account", "disable", "gone@example.com"], "")
            .status
            .success()
    );
    for email in ["nobody@example.com", "gone@example.com"] {
        let unknown = error(409, "User Doesn't Exists");
        for path in GENERATE {
            assert_eq!(said(&generate(&server, path, email)), unknown, "{email}");
        }
        for path in VALIDATE {
            assert_eq!(
                said(&validate(&server, path, email, "123456")),
                unknown,
                "{email}"
            );
        }
        for path in PUT {
            assert_eq!(
                said(&put(&server, path, email, "123456", NEW)),
                unknown,
                "{email}"
            );
        }
        assert!(server.captured(email).is_empty());
    }
}

#[test]
fn without_a_code_on_record_validate_says_404_and_put_asks_for_a_new_one() {
    let (place, server) = house(FREE);
    let nothing = |why: &str| {
        for path in VALIDATE {
            let answer = validate(&server, path, ANN, "123456");
            assert_eq!(said(&answer), error(404, "Invalid OTP"), "{why}");
        }
        for path in PUT {
            let answer = put(&server, path, ANN, "123456", NEW);
            assert_eq!(said(&answer), error(404, "Please request a new one OTP"), "{why}");
        }
    };
    nothing("never asked for");
    let used = code(&server, ANN);
    assert_eq!(put(&server, PUT[0], ANN, &used, NEW).status, 200);
    nothing("used");
    assert_eq!(
        said(&validate(&server, VALIDATE[0], ANN, &used)),
        error(404, "Invalid OTP")
    );
    assert_eq!(
        said(&put(&server, PUT[0], ANN, &used, "yet another password")),
        error(404, "Please request a new one OTP")
    );
    assert!(place.verifies(ANN, NEW), "a code works once");
}

#[test]
fn a_weak_password_is_told_first_and_burns_nothing() {
    let (place, server) = house(&[]);
    let right = code(&server, ANN);
    let long = "x".repeat(257);
    for weak in [
        "1234567",
        "\u{1f600}\u{1f600}\u{1f600}",
        &long,
        "with a \u{7} bell",
        "with a \u{0} in it",
    ] {
        let mut answers = vec![];
        for code in [&*right, wrong(&right), "not even close"] {
            for (path, email) in PUT.into_iter().zip([ANN, "nobody@example.com"]) {
                let answer = put(&server, path, email, code, weak);
                assert_eq!(said(&answer), error(400, "Invalid request body"));
                let reason = answer.header("x-password-policy").expect("a reason").to_owned();
                let short = |c: char| c.is_ascii_lowercase() || c == '-';
                assert!(
                    !reason.is_empty() && reason.len() <= 32 && reason.chars().all(short),
                    "{reason:?}"
                );
                let mut names: Vec<_> = answer.headers.into_iter().map(|it| it.0).collect();
                names.sort();
                answers.push((reason, names));
            }
        }
        answers.dedup();
        assert_eq!(
            answers.len(),
            1,
            "right code, wrong code, no account: all the same"
        );
    }
    for _ in 0..4 {
        assert_eq!(
            validate(&server, VALIDATE[0], ANN, wrong(&right)).status,
            401,
            "nothing was counted"
        );
    }
    assert_eq!(
        put(&server, PUT[0], ANN, &right, "12345678").status,
        200,
        "eight are enough"
    );
    assert!(place.verifies(ANN, "12345678"));
}

#[test]
fn a_letter_goes_to_the_address_on_record_however_it_was_typed() {
    let (_place, server) = house(&[]);
    for typed in ["ann@EXAMPLE.com", "  ANN@example.com\t"] {
        assert_eq!(generate(&server, GENERATE[0], typed).status, 200);
    }
    let letter = server.captured_letter(ANN, 1);
    assert_eq!(letter.header("To").as_deref(), Some(ANN));
    let all: serde_json::Value = serde_json::from_str(&server.capture().get("/letters.json").body).unwrap();
    assert_eq!(
        all.as_array().map(Vec::len),
        Some(1),
        "one letter, to nobody else: {all}"
    );
    let code = letter.code().expect("a code");
    assert_eq!(put(&server, PUT[0], "aNN@example.com", &code, NEW).status, 200);
}

#[test]
fn an_account_without_a_password_sets_its_first() {
    let place = Place::with(&[]);
    place.import(&["first@example.com".to_owned()]);
    assert!(!place.verifies("first@example.com", NEW));
    let server = place.serve();
    let code = code(&server, "first@example.com");
    assert_eq!(
        said(&put(&server, PUT[0], "first@example.com", &code, NEW)),
        ok("Password updated successfully")
    );
    assert!(place.verifies("first@example.com", NEW));
}

#[test]
fn an_authorization_header_means_nothing_here() {
    let (_place, server) = house(&[]);
    let body = json!({ "email": ANN }).to_string();
    for value in [&*basic("bob@example.com", "12345678"), "Bearer x", "Basic %%%"] {
        let headers = [("Content-Type", "application/json"), ("Authorization", value)];
        let answer = server.http.call("POST", GENERATE[0], &headers, body.as_bytes());
        assert_eq!(said(&answer), ok("An OTP has been sent to your email address"));
    }
}

#[test]
fn a_wrong_path_method_or_encoding_is_told_in_the_envelope() {
    let (_place, server) = house(&[]);
    let label = ("Content-Type", "application/json");
    let body = json!({ "email": ANN, "otp": "123456", "new_password": NEW }).to_string();
    for path in [
        "/_config/users/password/generate_otps",
        "/_config/users/password/generate_otp//",
        "/_config/users",
        "/_config//users/password/generate_otp",
    ] {
        let answer = server.http.call("POST", path, &[label], body.as_bytes());
        assert_eq!(said(&answer), error(404, "Not Found"), "{path}");
    }
    let not_post = ["GET", "HEAD", "PUT", "PATCH", "DELETE"];
    let not_put = ["GET", "HEAD", "POST", "PATCH", "DELETE"];
    let calls = GENERATE
        .into_iter()
        .chain(VALIDATE)
        .map(|path| (path, not_post, "POST"));
    for (path, methods, allowed) in calls.chain(PUT.map(|path| (path, not_put, "PUT"))) {
        for method in methods {
            let answer = server.http.call(method, path, &[label], body.as_bytes());
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
            if method != "HEAD" {
                assert_eq!(said(&answer), error(405, "Method Not Allowed"), "{method} {path}");
            }
        }
        for encoding in ["gzip", "br", "deflate"] {
            let headers = [label, ("Content-Encoding", encoding)];
            let answer = server.http.call(allowed, path, &headers, body.as_bytes());
            assert_eq!(said(&answer), error(415, "Unsupported Media Type"), "{path}");
        }
    }
    assert!(server.captured(ANN).is_empty(), "none of these mails");
}

#[test]
fn sixteen_kibibytes_are_read_and_one_byte_more_is_not() {
    let (_place, server) = house(&[]);
    let padded = |length: usize| {
        let head = format!("{{\"email\":\"{ANN}\",\"pad\":\"");
        format!("{head}{}\"}}", "x".repeat(length - head.len() - 2))
    };
    let label = ("Content-Type", "application/json");
    let answer = server
        .http
        .call("POST", GENERATE[0], &[label], padded(16 * 1024 + 1).as_bytes());
    assert_eq!(said(&answer), error(413, "Payload Too Large"));
    assert!(server.captured(ANN).is_empty());
    let answer = server
        .http
        .call("POST", GENERATE[0], &[label], padded(16 * 1024).as_bytes());
    assert_eq!(said(&answer), ok("An OTP has been sent to your email address"));
}

#[test]
fn an_account_without_a_password_here_is_answered_as_any_other_and_its_owner_told_by_letter() {
    let place = Place::with(&[("code.ttl", "\"4s\""), ("code.resend_after", "\"0s\"")]);
    place.add(ANN, OLD);
    for (email, how) in [
        ("gus@example.com", "elsewhere:Google"),
        ("two@example.com", "shared"),
    ] {
        place.add(email, OLD);
        assert!(
            place
                .run(&["account", "sign-in", email, how], "")
                .status
                .success()
        );
    }
    let server = place.serve();
    let right = code(&server, ANN);
    let other = wrong(&right);
    for email in ["gus@example.com", "two@example.com"] {
        assert_eq!(
            said(&server.ask(email)),
            ok("An OTP has been sent to your email address")
        );
        server.captured_letter(email, 1);
    }
    let walk = |email: &str| {
        let mut told: Vec<_> = (0..3)
            .map(|_| said(&validate(&server, VALIDATE[0], email, other)))
            .collect();
        told.push(said(&put(&server, PUT[0], email, other, "short")));
        told.extend((0..3).map(|_| said(&put(&server, PUT[0], email, other, NEW))));
        told.push(said(&validate(&server, VALIDATE[0], email, other)));
        told
    };
    let ann = walk(ANN);
    assert_eq!(
        ann.iter().map(|it| it.0).collect::<Vec<_>>(),
        [401, 401, 401, 400, 404, 404, 404, 404]
    );
    for email in ["gus@example.com", "two@example.com"] {
        assert_eq!(walk(email), ann, "{email}");
    }
    std::thread::sleep(Duration::from_millis(4200));
    for email in [ANN, "gus@example.com", "two@example.com"] {
        let expired = error(409, "OTP has expired, please request a new one");
        assert_eq!(
            said(&validate(&server, VALIDATE[0], email, other)),
            expired,
            "{email}"
        );
    }
    for (email, words) in [
        ("gus@example.com", "with Google"),
        ("two@example.com", "Several accounts at"),
    ] {
        let letter = server.captured_letter(email, 1);
        let text = letter.text().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(words), "{text}");
        assert!(letter.code().is_none() && letter.token().is_none());
        assert!(
            place
                .run(&["account", "sign-in", email, "password"], "")
                .status
                .success()
        );
        assert!(place.verifies(email, OLD), "{email}: nothing was changed");
    }
}
