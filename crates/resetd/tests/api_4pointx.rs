//! The 4pointx API from outside: every row of its tables, through every alias, with the strings of its document.

mod support;

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
fn the_fifth_wrong_guess_ends_a_code_through_whatever_alias_it_came() {
    let (place, server) = house(FREE);
    let right = code(&server, ANN);
    let bad = wrong(&right);
    let wrong_here = error(401, "Invalid OTP");
    let wrong_there = error(404, "Please request a new one OTP");
    assert_eq!(said(&validate(&server, VALIDATE[1], ANN, bad)), wrong_here);
    assert_eq!(said(&validate(&server, VALIDATE[2], ANN, bad)), wrong_here);
    assert_eq!(said(&put(&server, PUT[0], ANN, bad, NEW)), wrong_there);
    assert_eq!(
        said(&validate(&server, VALIDATE[3], "ANN@EXAMPLE.COM", bad)),
        wrong_here
    );
    assert_eq!(
        said(&validate(&server, VALIDATE[0], ANN, &right)),
        ok("OTP verified successfully"),
        "four are not five"
    );
    assert_eq!(said(&put(&server, PUT[1], ANN, bad, NEW)), wrong_there);
    assert_eq!(
        said(&validate(&server, VALIDATE[0], ANN, &right)),
        error(404, "Invalid OTP"),
        "right, but too late"
    );
    assert_eq!(
        said(&put(&server, PUT[0], ANN, &right, NEW)),
        error(404, "Please request a new one OTP")
    );
    assert!(place.verifies(ANN, OLD));
    let fresh = code(&server, ANN);
    assert_eq!(
        put(&server, PUT[0], ANN, &fresh, NEW).status,
        200,
        "the owner is never locked out"
    );
}

#[test]
fn a_right_code_is_free_and_looking_at_it_consumes_nothing() {
    let (place, server) = house(&[]);
    let right = code(&server, ANN);
    for _ in 0..4 {
        assert_eq!(validate(&server, VALIDATE[0], ANN, wrong(&right)).status, 401);
    }
    for n in 0..12 {
        assert_eq!(validate(&server, VALIDATE[n % 4], ANN, &right).status, 200);
    }
    assert_eq!(put(&server, PUT[0], ANN, &right, NEW).status, 200);
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn validating_for_one_person_opens_nothing_for_another() {
    let (place, server) = house(&[]);
    place.add("bob@example.com", OLD);
    let (ann, bob) = (code(&server, ANN), code(&server, "bob@example.com"));
    assert_eq!(validate(&server, VALIDATE[0], ANN, &ann).status, 200);
    if ann != bob {
        let answer = put(&server, PUT[0], "bob@example.com", &ann, NEW);
        assert_eq!(
            said(&answer),
            error(404, "Please request a new one OTP"),
            "somebody else's code"
        );
    }
    assert!(place.verifies("bob@example.com", OLD) && place.verifies(ANN, OLD));
    assert_eq!(put(&server, PUT[0], ANN, &ann, NEW).status, 200);
    assert_eq!(put(&server, PUT[0], "bob@example.com", &bob, NEW).status, 200);
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
fn past_its_time_a_code_is_expired_right_or_wrong_and_the_next_one_comes_at_once() {
    let (place, server) = house(&[("code.ttl", "\"1s\"")]);
    let late = code(&server, ANN);
    wait_until("the code to expire", || {
        validate(&server, VALIDATE[0], ANN, &late).status != 200
    });
    let expired = error(409, "OTP has expired, please request a new one");
    for code in [&*late, wrong(&late)] {
        for path in VALIDATE {
            assert_eq!(said(&validate(&server, path, ANN, code)), expired);
        }
        for path in PUT {
            assert_eq!(said(&put(&server, path, ANN, code, NEW)), expired);
        }
    }
    assert!(place.verifies(ANN, OLD));
    // The hour of quiet after a letter belongs to a live code only.
    let fresh = code(&server, ANN);
    assert_eq!(validate(&server, VALIDATE[0], ANN, &fresh).status, 200);
}

#[test]
fn asking_again_mails_the_same_code_first_and_a_new_one_after_half_its_life() {
    let (_place, server) = house(&[
        ("code.ttl", "\"4s\""),
        ("code.resend_after", "\"0s\""),
        ("limits.enabled", "false"),
    ]);
    let first = code(&server, ANN);
    // The hand-over is recorded a moment after the letter can be read; until then it still waits and serves.
    wait_until("a second letter", || {
        assert_eq!(server.ask(ANN).status, 200);
        server.captured(ANN).len() >= 2
    });
    let again = server.captured_letter(ANN, 2).code();
    assert_eq!(
        again.as_deref(),
        Some(&*first),
        "the same code, not one more to guess at"
    );
    for _ in 0..3 {
        assert_eq!(validate(&server, VALIDATE[0], ANN, wrong(&first)).status, 401);
    }
    std::thread::sleep(Duration::from_millis(2200));
    let seen = server.captured(ANN).len();
    assert_eq!(server.ask(ANN).status, 200);
    let second = server.captured_letter(ANN, seen + 1).code().expect("a code");
    assert_ne!(second, first, "less than half of its life was left");
    assert_eq!(
        said(&validate(&server, VALIDATE[0], ANN, &first)),
        error(401, "Invalid OTP"),
        "an older code is wrong"
    );
    for _ in 0..3 {
        assert_eq!(
            validate(&server, VALIDATE[0], ANN, wrong(&second)).status,
            401,
            "the old one counted as one guess"
        );
    }
    assert_eq!(put(&server, PUT[0], ANN, &second, NEW).status, 200);
}

#[test]
fn within_resend_after_asking_again_sends_nothing_and_changes_nothing() {
    let (_place, server) = house(&[]);
    let first = code(&server, ANN);
    for _ in 0..4 {
        assert_eq!(validate(&server, VALIDATE[0], ANN, wrong(&first)).status, 401);
    }
    for path in GENERATE {
        assert_eq!(
            said(&generate(&server, path, ANN)),
            ok("An OTP has been sent to your email address")
        );
    }
    assert_eq!(
        validate(&server, VALIDATE[0], ANN, wrong(&first)).status,
        401,
        "the fifth: asking reset no counter"
    );
    assert_eq!(validate(&server, VALIDATE[0], ANN, &first).status, 404);
    assert_eq!(server.captured(ANN).len(), 1);
    // A spent code is not live: the next letter does not wait for the minute.
    let fresh = code(&server, ANN);
    assert_eq!(put(&server, PUT[0], ANN, &fresh, NEW).status, 200);
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
fn a_code_is_read_as_people_type_it() {
    let (_place, server) = house(FREE);
    let right = code(&server, ANN);
    let (head, tail) = right.split_at(3);
    for typed in [
        format!("{head} {tail}"),
        format!(" {head}-{tail} "),
        format!("--{head}  {tail}"),
    ] {
        assert_eq!(
            validate(&server, VALIDATE[0], ANN, &typed).status,
            200,
            "{typed:?}"
        );
    }
    let full_width: String = right
        .chars()
        .filter_map(|c| char::from_u32(u32::from(c) + 0xfee0))
        .collect();
    let arabic: String = right
        .chars()
        .filter_map(|c| char::from_u32(u32::from(c) + 0x0630))
        .collect();
    // Each of these is a guess, although its shape can be no code: five of them end the code.
    for odd in [
        &full_width,
        &arabic,
        &right[..5],
        &format!("{right}0"),
        &"1".repeat(64),
    ] {
        assert_eq!(
            said(&validate(&server, VALIDATE[0], ANN, odd)),
            error(401, "Invalid OTP"),
            "{odd:?}"
        );
    }
    assert_eq!(validate(&server, VALIDATE[0], ANN, &right).status, 404);
}

#[test]
fn a_code_of_letters_is_read_in_any_case_with_its_look_alikes_and_cannot_be_burnt() {
    let (place, server) = house(&[("code.ladder", "[\"base32:13\"]")]);
    let right = code(&server, ANN);
    assert_eq!(right.len(), 13);
    for n in 0..12 {
        assert_eq!(
            validate(&server, VALIDATE[0], ANN, &format!("wrong guess {n}")).status,
            401
        );
    }
    let typed = right.to_lowercase().replace('0', "o").replace('1', "l");
    assert_eq!(validate(&server, VALIDATE[0], ANN, &typed).status, 200, "{typed}");
    let typed = right.replace('0', "O").replace('1', "I");
    assert_eq!(put(&server, PUT[0], ANN, &typed, NEW).status, 200, "{typed}");
    assert!(place.verifies(ANN, NEW));
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

/// One call for every kind of answer there is.
fn every_kind_of_answer(server: &Server, headers: &[(&str, &str)]) -> Vec<Answer> {
    let label = ("Content-Type", "application/json");
    let labelled = [&[label], headers].concat();
    let send = |method: &str, path: &str, body: serde_json::Value| {
        server
            .http
            .call(method, path, &labelled, body.to_string().as_bytes())
    };
    let answers = vec![
        send("POST", GENERATE[0], json!({ "email": ANN })),
        send("POST", GENERATE[0], json!({})),
        send("POST", GENERATE[1], json!({ "email": "nobody@example.com" })),
        send("POST", VALIDATE[1], json!({ "email": ANN, "otp": "none such" })),
        send(
            "PUT",
            PUT[0],
            json!({ "email": ANN, "otp": "none such", "new_password": NEW }),
        ),
        send(
            "PUT",
            PUT[1],
            json!({ "email": ANN, "otp": "none such", "new_password": "x" }),
        ),
        send("POST", "/_config/users/nowhere", json!({})),
        send("GET", GENERATE[0], json!({})),
        send("POST", GENERATE[0], json!({ "pad": "x".repeat(20_000) })),
        server.http.call(
            "POST",
            GENERATE[0],
            &[&[("Content-Encoding", "gzip")], &*labelled].concat(),
            b"{}",
        ),
        server.http.call("GET", "/livez", headers, b""),
        server.http.call("GET", "/readyz", headers, b""),
        server.http.call("GET", "/", headers, b""),
    ];
    let statuses: Vec<u16> = answers.iter().map(|it| it.status).collect();
    assert_eq!(
        statuses,
        [200, 400, 409, 401, 404, 400, 404, 405, 413, 415, 200, 200, 404]
    );
    answers
}

#[test]
fn every_answer_forbids_storing_and_sniffing_and_carries_a_request_id() {
    let (_place, server) = house(&[]);
    let mut ids = vec![];
    for answer in every_kind_of_answer(&server, &[]) {
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{answer:?}");
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{answer:?}"
        );
        let id = answer
            .header("x-request-id")
            .unwrap_or_else(|| panic!("no request id: {answer:?}"));
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        assert!((8..=128).contains(&id.len()) && id.chars().all(plain), "{id:?}");
        ids.push(id.to_owned());
    }
    ids.sort();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "each call has its own");
}

#[test]
fn a_request_id_of_the_caller_is_kept_if_it_is_a_plain_word() {
    let (_place, server) = house(&[]);
    let id = |headers: &[(&str, &str)]| {
        let answer = server.http.call("GET", "/livez", headers, b"");
        answer.header("x-request-id").expect("an id").to_owned()
    };
    let longest = "a".repeat(128);
    for good in ["a", "A-b_c.9", &longest] {
        assert_eq!(id(&[("X-Request-ID", good)]), good);
        assert_eq!(id(&[("X-Correlation-ID", good)]), good);
    }
    assert_eq!(
        id(&[("X-Request-ID", "second"), ("X-Correlation-ID", "first")]),
        "first"
    );
    assert_eq!(
        id(&[("X-Request-ID", "second"), ("X-Correlation-ID", "not a word")]),
        "second"
    );
    let longer = "a".repeat(129);
    for bad in [
        "",
        "two words",
        "a/b",
        "<script>",
        "\u{e9}",
        "a\u{1b}[31m",
        &longer,
    ] {
        let made = id(&[("X-Request-ID", bad)]);
        assert!(made != *bad && !made.is_empty(), "{bad:?} was kept");
    }
    for answer in every_kind_of_answer(&server, &[("X-Request-ID", "mine")]) {
        assert_eq!(answer.header("x-request-id"), Some("mine"), "{answer:?}");
    }
}

const PREFLIGHT: [(&str, &str); 2] = [
    ("Access-Control-Request-Method", "PUT"),
    ("Access-Control-Request-Headers", "content-type"),
];

fn preflight(client: &http::Client, path: &str, origin: &str) -> Answer {
    let headers = [&[("Origin", origin)], &PREFLIGHT[..]].concat();
    client.call("OPTIONS", path, &headers, b"")
}

fn cors_headers(answer: &Answer) -> Vec<String> {
    let name = |it: &(String, String)| it.0.to_ascii_lowercase();
    answer
        .headers
        .iter()
        .map(name)
        .filter(|it| it.starts_with("access-control-allow"))
        .collect()
}

#[test]
fn no_origin_is_allowed_until_a_setting_names_it() {
    let (_place, server) = house(&[]);
    let answer = preflight(&server.http, PUT[0], "https://app.example.com");
    assert_eq!(answer.status, 405);
    assert!(cors_headers(&answer).is_empty(), "{answer:?}");
    let headers = [
        ("Origin", "https://app.example.com"),
        ("Content-Type", "application/json"),
    ];
    let answer = server.http.call("POST", GENERATE[0], &headers, b"{}");
    assert!(cors_headers(&answer).is_empty(), "{answer:?}");
}

#[test]
fn exactly_the_named_origins_are_allowed() {
    let app = "https://app.example.com";
    let (_place, server) = house(&[("http.cors_origins", "[\"https://app.example.com\"]")]);
    for (path, method) in [
        (PUT[0], "PUT"),
        (GENERATE[1], "POST"),
        (VALIDATE[1], "POST"),
        ("/password-reset/validate-otp", "PATCH"),
    ] {
        let answer = preflight(&server.http, path, app);
        assert!(matches!(answer.status, 200 | 204), "{answer:?}");
        assert_eq!(answer.header("access-control-allow-origin"), Some(app));
        let methods = answer
            .header("access-control-allow-methods")
            .expect("methods")
            .to_owned();
        assert!(methods.contains(method), "{methods}");
        let headers = answer
            .header("access-control-allow-headers")
            .expect("headers")
            .to_ascii_lowercase();
        assert!(
            headers.contains("content-type") && headers.contains("authorization"),
            "{headers}"
        );
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(answer.header("x-request-id").is_some());
    }
    for path in [GENERATE[0], "/_config/users/nowhere"] {
        let headers = [("Origin", app), ("Content-Type", "application/json")];
        let answer = server.http.call("POST", path, &headers, b"{}");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some(app),
            "errors too: {answer:?}"
        );
        assert!(
            answer
                .header("vary")
                .is_some_and(|it| it.to_ascii_lowercase().contains("origin"))
        );
    }
    for other in [
        "null",
        "https://app.example.com.evil.test",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://evil.test",
        "*",
    ] {
        let answer = preflight(&server.http, PUT[0], other);
        let allowed = answer.header("access-control-allow-origin");
        assert!(
            allowed.is_none_or(|it| it != other && it != "*"),
            "{other}: {answer:?}"
        );
    }
}
