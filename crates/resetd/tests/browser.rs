//! The hosted pages in a real browser: Debian's Chromium, driven by playwright-core, looked at by axe-core. Each test
//! starts its servers and runs one scenario of `browser/scenarios` against them.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and shows what was measured"
)]

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::json;
use support::server::{Place, Server};

const CHROMIUM: &str = "/usr/bin/chromium";

/// A server of a scenario: its name there, and its settings on top of those of all.
type Named<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// As an operator's: everything that pages show is set, and nobody runs into a limit.
const USUAL: Named<'static> = ("usual", &[]);

/// Where a code is over at once.
const HASTY: Named<'static> = (
    "hasty",
    &[("code.ttl", "\"1s\""), ("code.resend_after", "\"0s\"")],
);

/// Where another letter may be sent after a moment.
const QUICK: Named<'static> = ("quick", &[("code.resend_after", "\"3s\"")]);

/// Where a client may ask once.
const STRICT: Named<'static> = (
    "strict",
    &[
        ("limits.client.asks", "1"),
        ("limits.client.exempt", "[]"),
        ("limits.client.puzzle_cost", "20"),
    ],
);

/// Where a password takes seconds to hash or to compare, so that more can wait than may.
const CROWDED: Named<'static> = (
    "crowded",
    &[
        (
            "dialects.enabled",
            "[\"4pointx\", \"userverse\", \"v1\", \"pages\"]",
        ),
        ("password.argon2.m_kib", "65536"),
        ("password.argon2.t", "32"),
    ],
);

/// Where our own API is served, and no page but those about it.
const API: Named<'static> = ("api", &[("dialects.enabled", "[\"v1\"]")]);

/// Where no recovery can begin, since a table of its database has gone.
const BROKEN: Named<'static> = ("broken", &[]);

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// Fails with what to install where something is missing.
fn everything_is_there() {
    let node = Command::new("node").arg("--version").output();
    assert!(
        node.is_ok_and(|it| it.status.success()),
        "node is missing: install Debian's packages nodejs and npm, or run ./scripts/test, which does"
    );
    assert!(
        Path::new(CHROMIUM).exists(),
        "{CHROMIUM} is missing: install Debian's package chromium, or run ./scripts/test, which does"
    );
    for package in ["playwright-core", "axe-core"] {
        assert!(
            directory().join("node_modules").join(package).exists(),
            "{package} is missing: run npm ci in crates/resetd/tests/browser, or ./scripts/test, which does"
        );
    }
}

fn serve((number, (name, settings)): (usize, &Named<'_>)) -> (Place, Server, String) {
    let url = format!("https://localhost:{}", 8443 + number);
    let quoted = format!("{url:?}");
    let all = [
        ("public_url", quoted.as_str()),
        ("dialects.enabled", "[\"pages\"]"),
        ("mail.from", "\"Example <no-reply@example.com>\""),
        ("limits.client.exempt", "[\"127.0.0.0/8\"]"),
        ("pages.support", "\"help@example.com\""),
        ("pages.return_origins", "[\"https://app.example.com\"]"),
    ];
    let others = all
        .into_iter()
        .filter(|it| !settings.iter().any(|(key, _)| *key == it.0));
    let place = Place::with(&others.chain(settings.iter().copied()).collect::<Vec<_>>());
    let certified = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    std::fs::write(place.dir.join("cert.pem"), certified.cert.pem()).unwrap();
    std::fs::write(place.dir.join("key.pem"), certified.signing_key.serialize_pem()).unwrap();
    let server = place.serve();
    if *name == BROKEN.0 {
        let database = rusqlite::Connection::open(place.database()).unwrap();
        database.execute_batch("DROP TABLE challenge").unwrap();
    }
    (place, server, url)
}

/// A key for comparing passwords, where that can be done at all.
fn key(place: &Place, settings: &[(&str, &str)]) -> Option<String> {
    settings.iter().find(|(_, value)| value.contains("\"v1\""))?;
    let done = place.run(&["api-key", "add", "crowd", "--scope", "passwords:verify"], "");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(String::from_utf8(done.stdout).unwrap().trim().to_owned())
}

/// Runs a scenario against its servers, and shows what it printed.
fn scenario(name: &str, servers: &[Named<'_>]) {
    everything_is_there();
    let running: Vec<_> = servers.iter().enumerate().map(serve).collect();
    let mut told = serde_json::Map::new();
    for ((name, settings), (place, server, url)) in servers.iter().zip(&running) {
        let of_server = json!({
            "url": url,
            "port": server.http.0.port(),
            "capture": server.capture().0.port(),
            "config": place.dir.join("resetd.toml"),
            "cert": place.dir.join("cert.pem"),
            "key": place.dir.join("key.pem"),
            "api_key": key(place, settings),
        });
        told.insert((*name).to_owned(), of_server);
    }
    let world = json!({
        "chromium": CHROMIUM,
        "binary": env!("CARGO_BIN_EXE_resetd"),
        "servers": told,
    });
    let ended = node(name, &world.to_string());
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    assert!(
        ended.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    print!("{said}");
}

fn node(scenario: &str, world: &str) -> Output {
    let mut child = Command::new("node")
        .args(["run.mjs", scenario])
        .current_dir(directory())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(world.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn whatever_a_browser_complains_of_is_noticed() {
    scenario("watchful", &[USUAL]);
}

#[test]
fn people_get_back_in_with_and_without_scripts_on_phones_and_desktops_in_four_languages() {
    scenario("journey", &[USUAL]);
}

#[test]
fn a_letter_s_link_works_in_any_browser_and_no_scanner_uses_it_up() {
    scenario("links", &[USUAL]);
}

#[test]
fn a_change_is_taken_back_with_and_without_scripts_by_keyboard_in_four_languages() {
    scenario("not-me", &[USUAL]);
}

#[test]
fn a_change_that_cannot_be_taken_back_any_more_is_told_so_and_nothing_is_undone() {
    scenario("not-me-late", &[USUAL]);
}

#[test]
fn whatever_goes_wrong_on_the_way_people_are_told_and_get_on() {
    scenario("mishaps", &[USUAL, HASTY, QUICK, STRICT]);
}

#[test]
fn a_browser_works_for_one_more_try_where_scripts_run_and_waits_where_they_do_not() {
    scenario("working", &[STRICT]);
}

#[test]
fn going_back_pressing_twice_and_two_tabs_do_no_harm() {
    scenario("habits", &[USUAL]);
}

#[test]
fn a_keyboard_is_enough() {
    scenario("keyboard", &[USUAL]);
}

#[test]
fn other_sites_can_neither_send_nor_frame_the_forms() {
    scenario("elsewhere", &[USUAL]);
}

#[test]
fn every_page_and_state_is_accessible_in_english_and_german() {
    scenario("accessible-en-de", &[USUAL, HASTY, STRICT, CROWDED, BROKEN]);
}

#[test]
fn every_page_and_state_is_accessible_in_arabic_and_japanese() {
    scenario("accessible-ar-ja", &[USUAL, HASTY, STRICT, CROWDED, BROKEN]);
}

#[test]
fn the_page_of_every_type_of_a_problem_is_accessible() {
    scenario("accessible-problems", &[API]);
}

#[test]
fn the_first_page_is_light_comes_in_one_round_and_waits_for_no_script() {
    scenario("weight", &[USUAL]);
}
