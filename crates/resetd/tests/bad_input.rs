//! Everything a stranger can type, sent to every call of both APIs. After each corpus the same oracle: nothing but
//! 4xx, no letter to anybody, the password and the tries as before, no secret in the log, and the next honest reset
//! works.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

#[path = "bad_input/addresses.rs"]
mod addresses;
#[path = "bad_input/bodies.rs"]
mod bodies;
#[path = "bad_input/requests.rs"]
mod requests;
#[path = "bad_input/secrets.rs"]
mod secrets;

use serde_json::json;
use support::http::{Answer, Client};
use support::server::{Place, Server};
use support::wire::{basic, wrong};

const ANN: &str = "Ann@example.com";
const OLD: &str = "the old password";
const NEW: &str = "the new password";

/// One call of one of the APIs.
#[derive(Clone, Copy)]
struct Call {
    method: &'static str,
    target: &'static str,
    /// Fields it reads from JSON, with values that are well formed.
    fields: &'static [(&'static str, &'static str)],
    /// Of an address without an account.
    stranger: u16,
    /// Of a code that is none.
    wrong: u16,
}

const EMAIL: (&str, &str) = ("email", "\"ann@example.com\"");
const OTP: (&str, &str) = ("otp", "\"no such code\"");
const PASSWORD: (&str, &str) = ("new_password", "\"long enough\"");

#[rustfmt::skip]
const CALLS: [Call; 7] = [
    Call { method: "POST", target: "/_config/users/password/generate_otp", fields: &[EMAIL], stranger: 409, wrong: 0 },
    Call { method: "POST", target: "/_config/users/password/validate_otp", fields: &[EMAIL, OTP], stranger: 409, wrong: 401 },
    Call { method: "PUT", target: "/_config/users/password/", fields: &[EMAIL, OTP, PASSWORD], stranger: 409, wrong: 404 },
    Call { method: "PATCH", target: "/password-reset/request", fields: &[EMAIL, ("method", "\"otp\"")], stranger: 404, wrong: 0 },
    Call { method: "PATCH", target: "/password-reset/validate-otp", fields: &[EMAIL, OTP, PASSWORD], stranger: 404, wrong: 400 },
    Call { method: "PATCH", target: "/userverse/password-reset/validate-otp", fields: &[EMAIL, ("one_time_pin", "\"none\""), PASSWORD], stranger: 404, wrong: 400 },
    Call { method: "PATCH", target: "/password-reset/reset-with-token", fields: &[("token", "\"none\""), PASSWORD], stranger: 0, wrong: 400 },
];

impl Call {
    fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|it| it.0 == field)
    }

    /// A well-formed body, but for this field, whose value is this JSON text.
    fn body_with(&self, field: &str, value: &str) -> String {
        let member = |it: &(&str, &str)| format!("\"{}\":{}", it.0, if it.0 == field { value } else { it.1 });
        format!(
            "{{{}}}",
            self.fields.iter().map(member).collect::<Vec<_>>().join(",")
        )
    }

    fn send(&self, http: &Client, body: &[u8]) -> Answer {
        http.call(
            self.method,
            self.target,
            &[("Content-Type", "application/json")],
            body,
        )
    }

    /// Sends a body that is malformed, and checks that it is told so.
    fn refuses(&self, http: &Client, body: &[u8]) {
        let answer = self.send(http, body);
        let told = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
        // Without a readable body there are no credentials either, and that is told before anything else.
        let no_credentials = answer.status == 401 && self.target.ends_with("validate-otp");
        assert!(
            answer.status == 400 || no_credentials,
            "{} {told:?}: {answer:?}",
            self.target
        );
    }
}

/// A house with Ann's live code, and neighbours whose addresses a careless reader would make of something else.
struct House {
    place: Place,
    server: Server,
    code: String,
    letters: usize,
}

const NEIGHBOURS: [&str; 3] = ["mike@example.com", "office@example.com", "ann@bucher.example"];

impl House {
    fn new(settings: &[(&str, &str)]) -> House {
        let free = [
            ("limits.client.asks", "1000000"),
            ("limits.client.checks", "1000000"),
            ("log.level", "\"trace\""),
        ];
        let place = Place::with(&[&free, settings].concat());
        place.add(ANN, OLD);
        place.import(&NEIGHBOURS.map(str::to_owned));
        let server = place.serve();
        assert_eq!(server.ask(ANN).status, 200);
        let code = server.captured_code(ANN, 1);
        House {
            place,
            server,
            code,
            letters: 1,
        }
    }

    fn http(&self) -> &Client {
        &self.server.http
    }

    /// Nothing has happened: no letter, no try, no change; and what is meant honestly still works.
    fn stands_as_before(self) {
        for n in 0..4 {
            assert_eq!(
                self.server.check(ANN, wrong(&self.code)).status,
                401,
                "honest guess {n}: something was counted"
            );
        }
        self.still_opens_to_its_owner();
    }

    /// As [`House::stands_as_before`], where guesses were made.
    fn still_opens_to_its_owner(self) {
        assert!(self.place.verifies(ANN, OLD), "the password was changed");
        assert_eq!(
            self.server.reset(ANN, &self.code, NEW).status,
            200,
            "the honest reset"
        );
        assert!(self.place.verifies(ANN, NEW));
        support::wait_until("the notice", || self.everybody_s_letters().len() > self.letters);
        let to = self.everybody_s_letters();
        assert_eq!(to, vec![ANN; self.letters + 1], "only Ann got letters");
        let log = self.server.stop();
        for secret in [OLD, NEW, "long enough", "nn@example.com"] {
            assert!(!log.contains(secret), "{secret:?} stands in the log:\n{log}");
        }
        assert!(
            !stands_alone(&log, &self.code),
            "{} stands in the log:\n{log}",
            self.code
        );
    }

    fn everybody_s_letters(&self) -> Vec<String> {
        let list = self.server.capture().get("/letters.json").body;
        let list: Vec<serde_json::Value> = serde_json::from_str(&list).expect("a list");
        list.iter()
            .map(|it| it["to"].as_str().expect("an address").to_owned())
            .collect()
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Whether a code stands somewhere that is not the middle of a longer name or number: six digits are found by chance in
/// some thousand request ids and durations.
fn stands_alone(log: &str, code: &str) -> bool {
    log.match_indices(code).any(|(at, _)| {
        let before = log[..at].chars().next_back();
        let after = log[at + code.len()..].chars().next();
        let joins = |c: char| c.is_ascii_alphanumeric() || c == '.';
        !before.is_some_and(joins) && !after.is_some_and(joins)
    })
}

#[test]
fn a_code_is_found_in_a_log_unless_it_is_part_of_another_number() {
    for found in ["otp=123456&x", "\"123456\"", "code 123456", "#123456\n"] {
        assert!(stands_alone(found, "123456"), "{found}");
    }
    for chance in ["ec61234567826df", "0.123456", "12:01.123456Z"] {
        assert!(!stands_alone(chance, "123456"), "{chance}");
    }
}
