//! A flood of asks against the binary, with a ceiling on letters and a real mail server: an honest person's letter comes out
//! of its turn.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

use std::time::{Duration, Instant};

use serde_json::json;
use support::server::{Place, Server};
use support::sink::Sink;
use support::wait_until;

const ANN: &str = "ann@example.com";
const BOB: &str = "bob@example.com";

/// How many networks the flood comes from, and for how many people each asks.
const NETWORKS: usize = 4;
const PEOPLE: usize = 20;

fn victim(n: usize) -> String {
    format!("victim{n}@example.com")
}

fn house(mail: &Sink) -> Place {
    let settings = [
        ("http.trusted_proxies", "[\"127.0.0.0/8\"]"),
        ("dialects.enabled", "[\"4pointx\", \"v1\"]"),
        // Four a second.
        ("limits.service.letters_per_minute", "240"),
    ];
    let place = Place::mailing_to(mail.address, &settings);
    let mut people: Vec<String> = (0..NETWORKS * PEOPLE).map(victim).collect();
    people.extend([ANN.to_owned(), BOB.to_owned()]);
    place.import(&people);
    place
}

fn ask(server: &Server, from: &str, path: &str, email: &str) {
    let headers = [("Content-Type", "application/json"), ("X-Forwarded-For", from)];
    let body = json!({ "email": email }).to_string();
    let status = server.http.call("POST", path, &headers, body.as_bytes()).status;
    assert!(matches!(status, 200 | 202), "{status}");
}

const FOURPOINT: &str = "/_config/users/password/generate_otp";
const V1: &str = "/v1/recoveries";

/// Asks for each person, from a few networks by turns.
fn flood(server: &Server, path: &str, person: impl Fn(usize) -> String) {
    for n in 0..NETWORKS * PEOPLE {
        ask(server, &format!("198.51.100.{}", n % NETWORKS), path, &person(n));
    }
}

/// Asks from a network that has not asked before, and waits for the letter. How many letters went before it, of those that had
/// not gone when it was asked for.
fn overtaken_by(server: &Server, mail: &Sink, from: &str, email: &str) -> usize {
    let gone = mail.letters().len();
    let began = Instant::now();
    ask(server, from, FOURPOINT, email);
    let place = || mail.letters().iter().position(|it| it.to == email);
    wait_until("an honest person's letter", || place().is_some());
    assert!(began.elapsed() < Duration::from_secs(60));
    place().unwrap() - gone
}

#[test]
fn in_a_flood_a_letter_from_a_fresh_network_goes_before_the_rest_of_it() {
    let mail = Sink::start();
    let place = house(&mail);
    let server = place.serve();
    flood(&server, FOURPOINT, victim);
    // Those under way and the first of each network, not the eighty.
    let before = overtaken_by(&server, &mail, "203.0.113.7", ANN);
    assert!(before <= NETWORKS + 8, "{before} letters went before");
    assert!(place.waiting().len() > NETWORKS * PEOPLE / 2, "the flood waits");
    // What waits through a restart has its turns as before.
    server.stop();
    let server = place.serve();
    let before = overtaken_by(&server, &mail, "203.0.113.8", BOB);
    assert!(before <= NETWORKS + 8, "{before} letters went before");
    assert!(place.waiting().len() > NETWORKS * PEOPLE / 4, "the flood waits");
    let sent: Vec<String> = mail.letters().into_iter().map(|it| it.to).collect();
    let distinct: std::collections::BTreeSet<&String> = sent.iter().collect();
    assert_eq!(distinct.len(), sent.len(), "each goes once: {sent:?}");
}

#[test]
fn a_flood_for_nobody_keeps_no_more_of_the_ceiling_than_one_for_people() {
    let mail = Sink::start();
    let place = house(&mail);
    let server = place.serve();
    let before = Instant::now();
    flood(&server, V1, |n| format!("nobody{n}@example.com"));
    let waiting = place.waiting().len();
    let asking = before.elapsed();
    // A letter of nobody's is put aside in its turn: as many as would have been sent, and those of the first second.
    let put_aside = NETWORKS * PEOPLE - waiting;
    let most = 4.0 * asking.as_secs_f64() + 5.0;
    assert!(
        f64::from(u32::try_from(put_aside).unwrap()) <= most,
        "{put_aside} in {asking:?}"
    );
    assert_eq!(overtaken_by(&server, &mail, "203.0.113.7", ANN), 0);
    assert!(place.waiting().len() > NETWORKS * PEOPLE / 2, "the flood waits");
    assert_eq!(mail.letters().len(), 1, "and nobody is mailed");
}

#[test]
fn without_limits_there_is_no_ceiling() {
    let mail = Sink::start();
    let settings = [
        ("limits.service.letters_per_minute", "1"),
        ("limits.enabled", "false"),
    ];
    let place = Place::mailing_to(mail.address, &settings);
    let people: Vec<String> = (0..20).map(victim).collect();
    place.import(&people);
    let server = place.serve();
    for email in &people {
        assert_eq!(server.ask(email).status, 200);
    }
    wait_until("all letters", || mail.letters().len() == 20);
}
