//! Operations: what a stranger sends writes no line of its own into a log, and what an operator does leaves nothing half-open.

use serde_json::json;

use super::doors::{Door, Request, percent};
use super::house::{ANN, BOB, House, everywhere};

/// Text that would be a line of its own, or steer the terminal of whoever reads the log.
const FORGED: [&str; 7] = [
    "x\r\n{\"level\":\"INFO\",\"forged\":\"line\"}",
    "x\n{\"level\":\"INFO\",\"forged\":\"line\"}",
    "x\u{2028}{\"level\":\"INFO\",\"forged\":\"line\"}",
    "x\u{1b}[2Jforged",
    "x\u{9b}31mforged",
    "x\u{7f}\u{8}\u{8}\u{8}forged",
    "\"},{\"forged\":\"line\"",
];

/// Sends them wherever text can stand.
fn forge(house: &House) {
    for text in FORGED {
        let typed = percent(text);
        let body =
            json!({ "email": format!("{text}@example.com"), "otp": text, "new_password": text }).to_string();
        let native = json!({ "email": ANN, "locale": text }).to_string();
        let mut requests = vec![
            Request::new("GET", &format!("/{typed}")),
            Request::new("GET", &format!("/reset?lang={typed}")),
            Request::new("POST", "/reset").form(&format!("email={typed}")),
            Request::new("PATCH", &format!("/password-reset/request?email={typed}")),
            Request::new(
                "PATCH",
                &format!("/password-reset/validate-otp?one_time_pin={typed}"),
            )
            .with("Authorization", &crate::support::wire::basic(text, text)),
            Request::new("POST", "/_config/users/validate_otp").json(&body),
            Request::new("PUT", "/_config/users/password/").json(&body),
            Request::new("PATCH", "/password-reset/validate-otp").json(&body),
            Request::new("POST", "/v1/recoveries").json(&native),
            Request::new("POST", &format!("/v1/recoveries/{typed}/check")).json("{\"code\":\"1\"}"),
        ];
        // A header cannot hold a line end: the rest of it.
        let in_header: String = text.chars().filter(|it| !matches!(it, '\r' | '\n')).collect();
        for name in [
            "X-Request-ID",
            "X-Correlation-ID",
            "User-Agent",
            "X-Forwarded-For",
            "Origin",
            "Cookie",
        ] {
            requests.push(Request::new("GET", "/reset").with(name, &in_header));
        }
        for request in requests {
            // What is no HTTP is answered with 400, or not at all.
            let answer = house.server.http.raw(&request.bytes());
            assert!(
                answer.is_none_or(|it| it.status < 500),
                "{:?} {request:?}",
                house.kind
            );
        }
    }
}

#[test]
fn no_text_of_a_stranger_makes_a_line_of_the_log_or_steers_a_terminal() {
    everywhere(&[], |house| {
        forge(house);
        let log = house.server.log();
        assert!(log.lines().count() > 50, "something is logged");
        for line in log.lines() {
            let value: serde_json::Value =
                serde_json::from_str(line).unwrap_or_else(|why| panic!("{:?}: {why}: {line:?}", house.kind));
            assert!(value.get("forged").is_none(), "{:?}: {line}", house.kind);
            let steers = |it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}');
            assert!(!line.contains(steers), "{:?}: {line:?}", house.kind);
        }
        Some(0)
    });
}

#[test]
fn commands_beside_the_server_end_what_was_under_way_at_once() {
    everywhere(&[("code.ladder", "[\"base32:13\"]")], |house| {
        let asked = house.asks(BOB);
        let done = house.place.run(&["account", "disable", BOB], "");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        for door in Door::ALL {
            house.refuses(door, &asked.aim, asked.code_of(door));
        }
        let done = house.place.run(&["account", "enable", BOB], "");
        assert!(done.status.success());
        for door in Door::ALL {
            house.refuses(door, &asked.aim, asked.code_of(door));
        }
        house.changed_status(BOB);
        house.comes_in_by_recovery(BOB);
        None
    });
}
