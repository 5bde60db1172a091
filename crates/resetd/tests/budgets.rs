//! The budgets of clients and of accounts, from outside: neither is ever spent in the place of the other.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

#[path = "pages/browser.rs"]
mod browser;

use browser::Browser;
use serde_json::{Value, json};
use support::http::Answer;
use support::server::{Place, Server};
use support::wire::{basic, wrong};

const ANN: &str = "ann@example.com";
const STRANGER: &str = "nobody@example.com";
const OLD: &str = "the old password";
const NEW: &str = "the new password";

/// Who has spent all that a client has, and two who have spent nothing.
const SPENDER: &str = "198.51.100.9";
const SECOND: &str = "198.51.100.2";
const THIRD: &str = "198.51.100.3";

fn house(more: &[(&str, &str)]) -> (Place, Server) {
    let settings = [
        ("http.trusted_proxies", "[\"127.0.0.0/8\"]"),
        (
            "dialects.enabled",
            "[\"4pointx\", \"userverse\", \"v1\", \"pages\"]",
        ),
        ("code.resend_after", "\"0s\""),
        ("limits.client.asks", "8"),
        ("limits.client.checks", "8"),
    ];
    let place = Place::with(&[&settings, more].concat());
    place.add(ANN, OLD);
    let server = place.serve();
    (place, server)
}

fn call(server: &Server, from: &str, method: &str, target: &str, body: &Value) -> Answer {
    let headers = [("X-Forwarded-For", from), ("Content-Type", "application/json")];
    server
        .http
        .call(method, target, &headers, body.to_string().as_bytes())
}

fn ask(server: &Server, from: &str, email: &str) -> u16 {
    let target = "/_config/users/password/generate_otp";
    call(server, from, "POST", target, &json!({ "email": email })).status
}

/// A browser behind the proxy.
fn browser(server: &Server, from: &str) -> Browser {
    let mut browser = Browser::of(server);
    browser
        .headers
        .push(("X-Forwarded-For".to_owned(), from.to_owned()));
    browser
}

/// A recovery of Ann's that somebody with a budget began.
fn recovery(server: &Server, from: &str) -> String {
    let begun = call(server, from, "POST", "/v1/recoveries", &json!({ "email": ANN }));
    assert_eq!(begun.status, 202);
    let value: Value = serde_json::from_str(&begun.body).unwrap();
    value["recovery"].as_str().unwrap().to_owned()
}

/// How many rows a table of the database has.
fn rows(place: &Place, table: &str) -> i64 {
    let database = rusqlite::Connection::open(place.database()).unwrap();
    database
        .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
        .unwrap()
}

/// What lies in the database of accounts: letters, challenges, guesses and what they cost.
fn of_accounts(place: &Place) -> (i64, i64, (i64, i64)) {
    (rows(place, "letter"), rows(place, "challenge"), place.guesses())
}

#[test]
fn a_client_over_its_asks_spends_no_letter_of_an_account_on_any_surface() {
    let (place, server) = house(&[]);
    let flow = recovery(&server, SECOND);
    server.captured_code(ANN, 1);
    let mut visitor = browser(&server, SPENDER);
    visitor.get("/reset");
    for _ in 0..8 {
        assert_eq!(ask(&server, SPENDER, STRANGER), 409);
    }
    let before = of_accounts(&place);
    let mail = json!({ "email": ANN });
    let query = "/password-reset/request?email=ann@example.com";
    for _ in 0..3 {
        let calls = [
            ("POST", "/_config/users/password/generate_otp".to_owned()),
            ("POST", "/_config/users/password/generate_otp/".to_owned()),
            ("PATCH", query.to_owned()),
            ("PATCH", format!("/userverse{query}")),
            ("POST", "/v1/recoveries".to_owned()),
            ("POST", format!("/v1/recoveries/{flow}/resend")),
        ];
        for (method, target) in calls {
            let body = if target.ends_with("/resend") {
                &json!({})
            } else {
                &mail
            };
            let answer = call(&server, SPENDER, method, &target, body);
            assert_eq!(answer.status, 429, "{target}");
        }
        let (_, answer) = visitor.send("start-form", &[("email", ANN)]);
        assert_eq!(answer.status, 429, "the pages");
    }
    assert_eq!(of_accounts(&place), before, "nothing was written for Ann");
    // All five letters of Ann's hour but the first are still there for others.
    for (from, letters) in [(SECOND, 2), (THIRD, 4), ("198.51.100.4", 5)] {
        support::wait_until(&format!("letter {letters}"), || {
            let there = server.captured(ANN).len() >= letters;
            if !there {
                assert_eq!(ask(&server, from, ANN), 200);
                // An ask queues nothing while a letter still waits, and each client has eight of them.
                std::thread::sleep(std::time::Duration::from_millis(400));
            }
            there
        });
    }
}

#[test]
fn a_client_over_its_checks_spends_no_try_and_nothing_of_a_ledger_on_any_surface() {
    let (place, server) = house(&[]);
    assert_eq!(ask(&server, SECOND, ANN), 200);
    let code = server.captured_code(ANN, 1);
    let flow = recovery(&server, SECOND);
    let flows_code = server.captured_code(ANN, 2);
    let mut visitor = browser(&server, SPENDER);
    visitor.get("/reset");
    visitor.submit("start-form", &[("email", ANN)]);
    for _ in 0..8 {
        let body = json!({ "email": STRANGER, "otp": "123456" });
        let answer = call(
            &server,
            SPENDER,
            "POST",
            "/_config/users/password/validate_otp",
            &body,
        );
        assert_eq!(answer.status, 409);
    }
    let before = of_accounts(&place);
    let guess = wrong(&code);
    let other = wrong(&flows_code);
    for _ in 0..5 {
        let body = json!({ "email": ANN, "otp": guess, "new_password": NEW });
        let calls = [
            (
                "POST",
                "/_config/users/password/validate_otp".to_owned(),
                body.clone(),
            ),
            ("POST", "/_config/users/validate_otp".to_owned(), body.clone()),
            ("PUT", "/_config/users/password/".to_owned(), body.clone()),
            ("PATCH", "/password-reset/validate-otp".to_owned(), body),
            (
                "PATCH",
                "/password-reset/reset-with-token".to_owned(),
                json!({ "token": "none", "new_password": NEW }),
            ),
            (
                "POST",
                format!("/v1/recoveries/{flow}/check"),
                json!({ "code": other }),
            ),
            (
                "PUT",
                format!("/v1/recoveries/{flow}/password"),
                json!({ "code": other, "new_password": NEW }),
            ),
            (
                "PUT",
                "/v1/links/password".to_owned(),
                json!({ "token": "none", "new_password": NEW }),
            ),
        ];
        for (method, target, body) in calls {
            assert_eq!(
                call(&server, SPENDER, method, &target, &body).status,
                429,
                "{target}"
            );
        }
        let auth = basic(ANN, NEW);
        let headers = [("X-Forwarded-For", SPENDER), ("Authorization", &auth)];
        let target = format!("/userverse/password-reset/validate-otp?one_time_pin={guess}");
        assert_eq!(server.http.call("PATCH", &target, &headers, b"").status, 429);
        let (_, answer) = visitor.send("code-form", &[("code", other)]);
        assert_eq!(answer.status, 429, "the pages");
    }
    assert_eq!(of_accounts(&place), before, "nothing was counted at Ann's");
    assert_eq!(before.2, (0, 0));
    // Each code has all of its five tries left for others.
    for _ in 0..4 {
        let body = json!({ "email": ANN, "otp": guess });
        let answer = call(
            &server,
            SECOND,
            "POST",
            "/_config/users/password/validate_otp",
            &body,
        );
        assert_eq!(answer.status, 401);
        let target = format!("/v1/recoveries/{flow}/check");
        let answer = call(&server, THIRD, "POST", &target, &json!({ "code": other }));
        assert_eq!(answer.status, 422);
    }
    let target = format!("/v1/recoveries/{flow}/check");
    let answer = call(&server, THIRD, "POST", &target, &json!({ "code": flows_code }));
    assert_eq!(answer.status, 200);
    let body = json!({ "email": ANN, "otp": code, "new_password": NEW });
    let answer = call(&server, SECOND, "PUT", "/_config/users/password/", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(place.verifies(ANN, NEW));
}

/// What an ask tells: everything but what is made at random, and what a clock says.
fn told(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let mut body = answer.body.clone();
    if let Ok(Value::Object(mut value)) = serde_json::from_str(&answer.body) {
        for own in ["recovery", "reference"] {
            if value.remove(own).is_some() {
                body = format!("{value:?} with {own}");
            }
        }
    }
    let changing = ["date", "x-request-id", "retry-after", "x-correlation-id"];
    let headers = answer.headers.iter().map(|(name, value)| {
        let value = match name.to_ascii_lowercase() {
            it if changing.contains(&it.as_str()) => String::new(),
            it if it == "ratelimit" => value.split(";t=").next().unwrap().to_owned(),
            _ => value.clone(),
        };
        (name.clone(), value)
    });
    (answer.status, headers.collect(), body)
}

#[test]
fn an_account_over_its_letters_costs_its_client_as_usual_and_tells_nothing() {
    let account = ("limits.account.letters_per_hour", "1");
    let (place, server) = house(&[account]);
    place.add("bob@example.com", OLD);
    assert_eq!(ask(&server, THIRD, ANN), 200);
    server.captured_code(ANN, 1);
    let begin = |from: &str, email: &str| {
        told(&call(
            &server,
            from,
            "POST",
            "/v1/recoveries",
            &json!({ "email": email }),
        ))
    };
    // Ann is over her letters, Bob is not, and the stranger has none.
    for n in 0..9 {
        let [over, fresh, unknown] = [
            begin(SPENDER, ANN),
            begin("198.51.100.20", "bob@example.com"),
            begin("198.51.100.21", STRANGER),
        ];
        assert_eq!(over, fresh, "call {n}");
        assert_eq!(over, unknown, "call {n}");
        assert_eq!(over.0, if n < 8 { 202 } else { 429 }, "each call cost one");
    }
    // The documented APIs say of her what they say of anybody with an account.
    for n in 0..9 {
        let asked = |from: &str, email: &str| ask(&server, from, email);
        let (over, fresh) = (
            asked("198.51.100.30", ANN),
            asked("198.51.100.31", "bob@example.com"),
        );
        assert_eq!((over, fresh), if n < 8 { (200, 200) } else { (429, 429) });
    }
    assert_eq!(server.captured(ANN).len(), 1, "and no letter of hers was queued");
}
