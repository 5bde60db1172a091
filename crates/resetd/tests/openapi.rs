//! The OpenAPI document, its page and the clients that are made of it, against the release binary.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the environment"
)]

mod support;

#[path = "openapi/agreement.rs"]
mod agreement;
#[path = "openapi/clients.rs"]
mod clients;
#[path = "openapi/document.rs"]
mod document;
#[path = "openapi/page.rs"]
mod page;
#[path = "openapi/problems.rs"]
mod problems;

use std::path::{Path, PathBuf};
use std::process::Command;

use support::server::{Place, Server};

const ALL_APIS: (&str, &str) = ("dialects.enabled", "[\"4pointx\", \"userverse\", \"v1\"]");

/// Every scope, for a key that may do everything.
const SCOPES: [&str; 4] = [
    "accounts:read",
    "accounts:write",
    "passwords:verify",
    "recoveries:start",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// The Python of the tests, with what `scripts/requirements.txt` names.
fn python() -> PathBuf {
    std::env::var_os("RESETD_TEST_PYTHON")
        .expect("RESETD_TEST_PYTHON is not set: run ./scripts/test, which installs what this test needs (schemathesis and openapi-python-client, from pip)")
        .into()
}

/// A program that pip or npm has installed.
fn tool(path: PathBuf, from: &str) -> PathBuf {
    assert!(
        path.exists(),
        "{} is missing: run ./scripts/test, which installs it from {from}",
        path.display()
    );
    path
}

/// A key for everything, made by the command.
fn key(place: &Place) -> String {
    let mut words = vec!["api-key", "add", "all"];
    words.extend(SCOPES.iter().flat_map(|it| ["--scope", it]));
    let done = place.run(&words, "");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

fn address(server: &Server) -> String {
    format!("http://{}", server.http.0)
}

/// Runs a program to its end; what it said stands in the failure.
fn run(mut command: Command) -> String {
    let done = command.output().unwrap_or_else(|why| {
        panic!("{command:?}: {why}: run ./scripts/test, which installs what is missing")
    });
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(
        done.status.success(),
        "{command:?} ended with {}:\n{said}",
        done.status
    );
    said
}
