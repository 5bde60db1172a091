//! The native API, against the release binary. Wire strings stand here as literals.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

#[path = "api_v1/accounts.rs"]
mod accounts;
#[path = "api_v1/keys.rs"]
mod keys;
#[path = "api_v1/letters.rs"]
mod letters;
#[path = "api_v1/once.rs"]
mod once;
#[path = "api_v1/passwords.rs"]
mod passwords;
#[path = "api_v1/quotas.rs"]
mod quotas;
#[path = "api_v1/recoveries.rs"]
mod recoveries;
#[path = "api_v1/signing_in.rs"]
mod signing_in;

use serde_json::{Value, json};
use support::http::Answer;
use support::server::{Place, Server};

const ANN: &str = "ann@example.com";
const OLD: &str = "the old password";
const ALL: &[&str] = &["accounts:read", "accounts:write", "passwords:verify"];

fn place() -> Place {
    place_with(&[])
}

fn place_with(settings: &[(&str, &str)]) -> Place {
    let v1 = [("dialects.enabled", "[\"4pointx\", \"userverse\", \"v1\"]")];
    Place::with(&[&v1, settings].concat())
}

/// Makes a key with the command, and takes it from its standard output.
fn key(place: &Place, name: &str, scopes: &[&str]) -> String {
    let mut words = vec!["api-key", "add", name];
    words.extend(scopes.iter().flat_map(|it| ["--scope", it]));
    let done = place.run(&words, "");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

/// A back end: a server and a key.
struct BackEnd<'a> {
    server: &'a Server,
    bearer: String,
}

impl<'a> BackEnd<'a> {
    fn new(server: &'a Server, key: &str) -> BackEnd<'a> {
        BackEnd {
            server,
            bearer: format!("Bearer {key}"),
        }
    }

    fn call(&self, method: &str, path: &str, body: &str) -> Answer {
        let headers = [
            ("Content-Type", "application/json"),
            ("Authorization", self.bearer.as_str()),
        ];
        self.server.http.call(method, path, &headers, body.as_bytes())
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.call("POST", path, &body.to_string())
    }

    fn create(&self, email: &str, password: &str) -> String {
        let made = self.post("/v1/accounts", &json!({ "email": email, "password": password }));
        assert_eq!(made.status, 201, "{}", made.body);
        value(&made)["id"].as_str().unwrap().to_owned()
    }

    fn verify(&self, email: &str, password: &str) -> Answer {
        let body = json!({ "email": email, "password": password });
        self.post("/v1/accounts/verify-password", &body)
    }
}

fn value(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

/// A problem of this type: as RFC 9457 has it, in its own media type.
fn is_problem(answer: &Answer, status: u16, kind: &str) {
    let problem = value(answer);
    assert_eq!(
        (answer.status, &problem["type"], &problem["status"]),
        (status, &json!(format!("/problems/{kind}")), &json!(status)),
        "{}",
        answer.body
    );
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    for member in ["title", "detail"] {
        assert!(problem[member].as_str().is_some_and(|it| !it.is_empty()));
    }
}
