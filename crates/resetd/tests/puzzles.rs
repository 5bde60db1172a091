//! Working for one more call, against the binary: on `/v1` and on the pages, with ALTCHA's own library as the client.
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

use altcha::{Challenge, Payload, SolveChallengeOptions};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use browser::Browser;
use serde_json::{Value, json};
use support::http::Answer;
use support::server::{Place, Server};

const ANN: &str = "ann@example.com";
const STRANGER: &str = "nobody@example.com";
const HERE: &str = "198.51.100.1";
const THERE: &str = "198.51.100.2";

/// Two asks and two checks an hour, and puzzles that take no time.
fn house(more: &[(&str, &str)]) -> (Place, Server) {
    let settings = [
        ("http.trusted_proxies", "[\"127.0.0.0/8\"]"),
        (
            "dialects.enabled",
            "[\"4pointx\", \"userverse\", \"v1\", \"pages\"]",
        ),
        ("limits.client.asks", "2"),
        ("limits.client.checks", "2"),
        ("limits.client.puzzle_cost", "1"),
    ];
    let others = settings
        .into_iter()
        .filter(|it| !more.iter().any(|(key, _)| *key == it.0));
    let place = Place::with(&others.chain(more.iter().copied()).collect::<Vec<_>>());
    place.add(ANN, "the old password");
    let server = place.serve();
    (place, server)
}

fn call(
    server: &Server,
    from: &str,
    (method, target): (&str, &str),
    proof: Option<&str>,
    body: &Value,
) -> Answer {
    let mut headers = vec![("X-Forwarded-For", from), ("Content-Type", "application/json")];
    headers.extend(proof.map(|it| ("Proof-Of-Work", it)));
    server
        .http
        .call(method, target, &headers, body.to_string().as_bytes())
}

fn begin(server: &Server, from: &str, email: &str, proof: Option<&str>) -> Answer {
    call(
        server,
        from,
        ("POST", "/v1/recoveries"),
        proof,
        &json!({ "email": email }),
    )
}

/// A puzzle as it is given.
fn puzzle(server: &Server, from: &str, limit: &str) -> Challenge {
    let answer = fetch(server, from, limit);
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

fn fetch(server: &Server, from: &str, limit: &str) -> Answer {
    let target = format!("/v1/puzzles/{limit}");
    server
        .http
        .call("GET", &target, &[("X-Forwarded-For", from)], b"")
}

/// Solves it as a client does.
fn solved(challenge: Challenge) -> String {
    let solution = altcha::solve_challenge(SolveChallengeOptions::new(&challenge));
    let solution = solution.unwrap().expect("a solution");
    STANDARD.encode(serde_json::to_string(&Payload { challenge, solution }).unwrap())
}

fn work(server: &Server, from: &str, limit: &str) -> String {
    solved(puzzle(server, from, limit))
}

#[test]
fn each_solved_puzzle_lets_one_call_in_up_to_three_times_the_limit() {
    let (place, server) = house(&[]);
    for email in [ANN, STRANGER] {
        assert_eq!(begin(&server, HERE, email, None).status, 202);
    }
    let limited = begin(&server, HERE, ANN, None);
    assert_eq!(limited.status, 429);
    let spare = work(&server, HERE, "asks");
    for email in [STRANGER, ANN, STRANGER, ANN] {
        let proof = work(&server, HERE, "asks");
        let begun = begin(&server, HERE, email, Some(&proof));
        assert_eq!(begun.status, 202, "{}", begun.body);
        assert_eq!(begun.header("ratelimit").unwrap().split(';').nth(1), Some("r=0"));
        assert_eq!(
            begin(&server, HERE, email, Some(&proof)).status,
            429,
            "a solution works once"
        );
        assert_eq!(begin(&server, HERE, email, None).status, 429);
    }
    // Six of two: nothing lifts the limit any further.
    let none = fetch(&server, HERE, "asks");
    assert_eq!(none.status, 429);
    let seconds: u32 = none.header("retry-after").unwrap().parse().unwrap();
    assert!((3500..=3601).contains(&seconds), "{seconds}");
    assert_eq!(begin(&server, HERE, ANN, Some(&spare)).status, 429);
    assert_eq!(
        fetch(&server, HERE, "checks").status,
        200,
        "checks have a limit of their own"
    );
    assert_eq!(
        begin(&server, THERE, ANN, None).status,
        202,
        "and other clients theirs"
    );
    // Counts and spent puzzles outlive a restart.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    server.stop();
    let server = place.serve();
    assert_eq!(begin(&server, HERE, ANN, Some(&spare)).status, 429);
}

#[test]
fn a_solution_is_good_for_its_client_and_its_limit_alone_and_stays_so_until_it_is_needed() {
    let (place, server) = house(&[]);
    let (ours, of_checks, theirs) = (
        work(&server, HERE, "asks"),
        work(&server, HERE, "checks"),
        work(&server, THERE, "asks"),
    );
    // Below the limit it is not looked at.
    assert_eq!(begin(&server, HERE, ANN, Some(&ours)).status, 202);
    assert_eq!(begin(&server, HERE, ANN, Some("nonsense")).status, 202);
    for wrong in [&*of_checks, &theirs, "nonsense", ""] {
        assert_eq!(begin(&server, HERE, ANN, Some(wrong)).status, 429);
    }
    let mut other: Value = serde_json::from_slice(&STANDARD.decode(&ours).unwrap()).unwrap();
    other["challenge"]["parameters"]["expiresAt"] = json!(4_102_444_800_i64);
    let longer = STANDARD.encode(other.to_string());
    assert_eq!(
        begin(&server, HERE, ANN, Some(&longer)).status,
        429,
        "its end is signed"
    );
    server.stop();
    let server = place.serve();
    assert_eq!(
        begin(&server, HERE, ANN, Some(&ours)).status,
        202,
        "after a restart, too"
    );
    assert_eq!(begin(&server, HERE, ANN, Some(&ours)).status, 429);
    server.stop();
    let server = place.serve();
    assert_eq!(
        begin(&server, HERE, ANN, Some(&ours)).status,
        429,
        "and it stays spent"
    );
}

#[test]
fn a_wrong_solution_uses_its_puzzle_up() {
    let (_place, server) = house(&[("limits.client.asks", "1")]);
    assert_eq!(begin(&server, HERE, ANN, None).status, 202);
    let right = work(&server, HERE, "asks");
    let mut wrong: Value = serde_json::from_slice(&STANDARD.decode(&right).unwrap()).unwrap();
    wrong["solution"]["counter"] = json!(wrong["solution"]["counter"].as_u64().unwrap() + 1);
    let wrong = STANDARD.encode(wrong.to_string());
    assert_eq!(begin(&server, HERE, ANN, Some(&wrong)).status, 429);
    assert_eq!(begin(&server, HERE, ANN, Some(&right)).status, 429);
}

#[test]
fn checks_are_lifted_as_asks_are_and_the_tries_of_a_code_are_not() {
    let (_place, server) = house(&[]);
    let begun = begin(&server, HERE, STRANGER, None);
    let begun: Value = serde_json::from_str(&begun.body).unwrap();
    let target = format!("/v1/recoveries/{}/check", begun["recovery"].as_str().unwrap());
    let check = |proof: Option<&str>| {
        call(
            &server,
            HERE,
            ("POST", &target),
            proof,
            &json!({ "code": "123456" }),
        )
        .status
    };
    let mut statuses = Vec::new();
    for _ in 0..2 {
        statuses.push(check(None));
    }
    assert_eq!(check(None), 429);
    for _ in 0..4 {
        statuses.push(check(Some(&work(&server, HERE, "checks"))));
    }
    assert_eq!(
        statuses,
        [422, 422, 422, 422, 422, 410],
        "the fifth wrong guess ends a code"
    );
    assert_eq!(fetch(&server, HERE, "checks").status, 429);
}

#[test]
fn the_documented_apis_take_no_work() {
    let (_place, server) = house(&[]);
    let target = ("POST", "/_config/users/password/generate_otp");
    let body = json!({ "email": ANN });
    for expected in [200, 200, 429, 429] {
        let proof = work(&server, HERE, "asks");
        assert_eq!(call(&server, HERE, target, Some(&proof), &body).status, expected);
    }
    // What was worked for on /v1 counts for them as well.
    let proof = work(&server, HERE, "asks");
    assert_eq!(begin(&server, HERE, ANN, Some(&proof)).status, 202);
    assert_eq!(call(&server, HERE, target, None, &body).status, 429);
}

#[test]
fn of_a_burst_with_one_solution_one_call_is_let_in() {
    let (_place, server) = house(&[]);
    for _ in 0..2 {
        assert_eq!(begin(&server, HERE, STRANGER, None).status, 202);
    }
    let proof = work(&server, HERE, "asks");
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..20)
            .map(|_| scope.spawn(|| begin(&server, HERE, STRANGER, Some(&proof)).status))
            .collect();
        calls.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|it| **it == 202).count(),
        1,
        "{statuses:?}"
    );
}

#[test]
fn where_nothing_lifts_a_limit_there_is_no_puzzle() {
    for settings in [
        ("limits.client.puzzles", "false"),
        ("limits.enabled", "false"),
        ("limits.client.exempt", "[\"198.51.100.1/32\"]"),
    ] {
        let (_place, server) = house(&[settings]);
        assert_eq!(fetch(&server, HERE, "asks").status, 404, "{settings:?}");
    }
    let (_place, server) = house(&[]);
    let proof = work(&server, HERE, "asks");
    assert_eq!(fetch(&server, HERE, "letters").status, 404);
    assert_eq!(proof.len() % 4, 0);
    let (_place, server) = house(&[("limits.client.puzzles", "false")]);
    for expected in [202, 202, 429] {
        assert_eq!(begin(&server, HERE, ANN, Some(&proof)).status, expected);
    }
}

#[test]
fn on_the_pages_a_solution_is_kept_until_the_form_is_sent_again() {
    let (_place, server) = house(&[("limits.client.asks", "1")]);
    assert_eq!(begin(&server, HERE, STRANGER, None).status, 202);
    let mut browser = Browser::of(&server);
    browser
        .headers
        .push(("X-Forwarded-For".to_owned(), HERE.to_owned()));
    browser.get("/reset");
    let limited = browser.submit("start-form", &[("email", ANN)]);
    assert_eq!(limited.answer.status, 429);
    assert!(
        limited.says("Please wait 60 minutes") || limited.says("Please wait 1 hour"),
        "{}",
        limited.text()
    );
    let given = limited.attribute("work", "data-puzzle").unwrap();
    let proof = solved(serde_json::from_str(&given).unwrap());
    let back = browser.submit("work-form", &[("proof", &proof)]);
    assert_eq!((back.answer.status, &*back.path), (200, "/reset"));
    let page = browser.submit("start-form", &[("email", ANN)]);
    assert!(page.path.ends_with("/code"), "{} {}", page.path, page.answer.body);
    server.captured_code(ANN, 1);
    // It is spent: the cookie that is still there helps no more.
    browser.get("/reset");
    assert_eq!(browser.submit("start-form", &[("email", ANN)]).answer.status, 429);
}

#[test]
fn a_form_with_a_solution_from_elsewhere_is_not_taken() {
    let (_place, server) = house(&[]);
    let mut browser = Browser::of(&server);
    let proof = work(&server, HERE, "asks");
    let body = browser::encoded(&[("proof", &proof), ("to", "https://evil.example")]);
    let headers = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Origin", "https://evil.example"),
    ];
    let answer = browser.request("POST", "/reset/proof", &headers, &body);
    assert_eq!(answer.status, 403);
    assert!(browser.cookies.is_empty());
    let answer = browser.post("/reset/proof", &body);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/reset")));
}
