//! Which passwords are refused and where that is said, against the release binary: by every surface, by imported lists, and
//! with a breach service that is a real server here. Words stand here as literals.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

#[path = "passwords/breaches.rs"]
mod breaches;
#[path = "pages/browser.rs"]
mod browser;
#[path = "passwords/lists.rs"]
mod lists;
#[path = "passwords/service.rs"]
mod service;
#[path = "passwords/surfaces.rs"]
mod surfaces;

use serde_json::{Value, json};
use support::http::Answer;
use support::server::{Place, Server};

const ANN: &str = "ann.smithers@example.com";
const OLD: &str = "pebble-quixotic-lantern-moss";
const NEW: &str = "nine geese in a blue harbour";

/// A place where every surface is served and passwords are screened as in the hardened profile.
fn place_with(settings: &[(&str, &str)]) -> Place {
    let all = [
        (
            "dialects.enabled",
            "[\"4pointx\", \"userverse\", \"v1\", \"pages\"]",
        ),
        ("password.blocklist", "\"on\""),
    ];
    let others = all
        .into_iter()
        .filter(|it| !settings.iter().any(|(key, _)| *key == it.0));
    Place::with(&others.chain(settings.iter().copied()).collect::<Vec<_>>())
}

/// With Ann's account, and a server.
fn with_ann(settings: &[(&str, &str)]) -> (Place, Server) {
    let place = place_with(settings);
    place.add(ANN, OLD);
    let server = place.serve();
    (place, server)
}

fn value(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

/// Another code than this one.
fn other(code: &str) -> String {
    let first = if code.starts_with('1') { "2" } else { "1" };
    format!("{first}{}", &code[1..])
}

/// Begins a recovery on /v1.
fn begin(server: &Server, email: &str) -> String {
    let begun = server
        .http
        .json("POST", "/v1/recoveries", &json!({ "email": email }));
    assert_eq!(begun.status, 202, "{}", begun.body);
    value(&begun)["recovery"].as_str().unwrap().to_owned()
}

/// Sets a password in a recovery.
fn set(server: &Server, recovery: &str, code: &str, password: &str) -> Answer {
    let path = format!("/v1/recoveries/{recovery}/password");
    let body = json!({ "code": code, "new_password": password });
    server.http.json("PUT", &path, &body)
}

/// The reasons of a password that is refused; empty when it is about something else.
fn reasons(answer: &Answer) -> Vec<String> {
    let value = value(answer);
    if value["type"] != "/problems/password-refused" {
        return Vec::new();
    }
    let all = value["reasons"].as_array().unwrap().iter();
    all.map(|it| it.as_str().unwrap().to_owned()).collect()
}
