//! The promise in numbers, attacked: however guesses are spread over codes, accounts, clients and restarts, those that were
//! compared never cost more than the budget, the ledger is their sum, and the owner gets in. Budgets are scaled up so that
//! an attack that would take a year fits into a test.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use support::http::{Answer, Client};
use support::letters::Letter;
use support::server::{Place, Server};
use support::sink::Sink;

const ANN: &str = "ann@example.com";

/// What a wrong guess at six digits costs, in units of 1e-18.
const SIX: i64 = 1_000_000_000_000;
const EIGHT: i64 = 10_000_000_000;

/// Everything is served, nobody is throttled, and letters go to a mail server.
fn place(sink: &Sink, settings: &[(&str, &str)]) -> Place {
    let open = [
        ("limits.enabled", "false"),
        ("code.resend_after", "\"0s\""),
        (
            "dialects.enabled",
            "[\"4pointx\", \"userverse\", \"v1\", \"pages\"]",
        ),
        ("public_url", "\"http://127.0.0.1:8080\""),
    ];
    let ours = open
        .into_iter()
        .filter(|(name, _)| !settings.iter().any(|it| it.0 == *name));
    Place::mailing_to(
        sink.address,
        &ours.chain(settings.iter().copied()).collect::<Vec<_>>(),
    )
}

/// An account may spend 2e-4 a year: a hundred guesses at six digits, five thousand at eight.
const ACCOUNT: (&str, &str) = ("risk.account_per_year", "2e-4");

fn begin(http: &Client, email: &str) -> String {
    let answer = http.json("POST", "/v1/recoveries", &json!({ "email": email }));
    assert_eq!(answer.status, 202, "{}", answer.body);
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    body["recovery"].as_str().unwrap().to_owned()
}

fn check(http: &Client, recovery: &str, code: &str) -> Answer {
    let path = format!("/v1/recoveries/{recovery}/check");
    http.json("POST", &path, &json!({ "code": code }))
}

/// Each once, in the order they came.
fn distinct(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = vec![];
    for it in all {
        if !seen.contains(&it) {
            seen.push(it);
        }
    }
    seen
}

/// Does every piece of work on eight threads.
fn spread<T: Send, W: Sync>(work: &[W], act: impl Fn(&W) -> T + Sync) -> Vec<T> {
    let act = &act;
    std::thread::scope(|scope| {
        let part =
            |n: usize| scope.spawn(move || work.iter().skip(n).step_by(8).map(act).collect::<Vec<_>>());
        let parts: Vec<_> = (0..8).map(part).collect();
        parts.into_iter().flat_map(|it| it.join().unwrap()).collect()
    })
}

/// What the rows of the database say of guesses that were compared: how many at which rung, and what they were charged.
fn compared(place: &Place) -> (BTreeMap<String, i64>, i64) {
    let database = rusqlite::Connection::open(place.database()).unwrap();
    let mut rows = database
        .prepare("SELECT c.rung, count(*), sum(g.cost) FROM guess g JOIN challenge c ON c.id = g.challenge WHERE g.kind = 0 GROUP BY 1")
        .unwrap();
    let found = rows
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    let (mut by_rung, mut charged) = (BTreeMap::new(), 0);
    for row in found {
        let (rung, count, cost): (String, i64, i64) = row.unwrap();
        by_rung.insert(rung, count);
        charged += cost;
    }
    (by_rung, charged)
}

/// One over the number of codes, summed over the wrong guesses that were compared.
fn worth(by_rung: &BTreeMap<String, i64>) -> i64 {
    let cost = |rung: &str| match rung {
        "digits:6" => SIX,
        "digits:8" => EIGHT,
        // 10^18 / 2^40 and 10^18 / 2^65, rounded up.
        "base32:8" => 909_495,
        "base32:13" => 1,
        other => panic!("{other}"),
    };
    by_rung.iter().map(|(rung, count)| cost(rung) * count).sum()
}

fn must_balance(place: &Place, server: &Server, most: i64) -> BTreeMap<String, i64> {
    let (by_rung, charged) = compared(place);
    assert_eq!(
        charged,
        worth(&by_rung),
        "the ledger is the sum of what was compared: {by_rung:?}"
    );
    assert!(charged <= most, "{charged} beyond {most}: {by_rung:?}");
    let line = |rung: &str| format!("resetd_risk_spent{{scope=\"service\",rung=\"{rung}\"}} ");
    let page = server.metrics().get("/metrics").body;
    assert!(page.contains(&line("digits:6")), "{page}");
    by_rung
}

/// The owner, with nothing but the mailbox.
fn gets_in(sink: &Sink, place: &Place, server: &Server, email: &str, password: &str) -> Letter {
    // The notice of an earlier success may come in between.
    let with_codes = || {
        let letters = sink.letters_to(email).into_iter();
        letters.filter(|it| it.code().is_some()).collect::<Vec<_>>()
    };
    let before = with_codes().len();
    assert_eq!(server.ask(email).status, 200);
    support::wait_until("another code", || with_codes().len() > before);
    let letter = with_codes().remove(before);
    let code = letter.code().expect("a code");
    assert_eq!(server.reset(email, &code, password).status, 200, "{code}");
    assert!(place.verifies(email, password));
    letter
}

fn length(letter: &Letter) -> usize {
    letter.code().map_or(0, |it| it.len())
}

#[test]
fn five_guesses_at_each_of_a_thousand_codes_of_one_account_cost_what_it_may_spend_and_no_more() {
    let sink = Sink::start();
    let settings = [
        ("risk.account_per_year", "1e-4"),
        ("risk.service_per_year", "1.0"),
    ];
    let place = place(&sink, &settings);
    place.add(ANN, "the first password");
    let server = place.serve();
    let numbers: Vec<usize> = (0..1000).collect();
    let flows = spread(&numbers, |_| begin(&server.http, ANN));
    support::wait_until("a thousand letters", || sink.letters_to(ANN).len() == 1000);
    let codes: Vec<String> = sink.letters_to(ANN).iter().map(|it| it.code().unwrap()).collect();
    assert!(codes.iter().all(|it| it.len() == 6), "in peace six digits");
    let wrong = ["000001", "000002", "000003", "000004", "000005"].map(str::to_owned);
    let fresh: Vec<&String> = wrong.iter().filter(|it| !codes.contains(*it)).collect();
    let told = spread(&flows, |flow| {
        let guesses = fresh.iter().map(|code| check(&server.http, flow, code).status);
        guesses.collect::<Vec<_>>()
    });
    assert!(
        told.iter()
            .flatten()
            .all(|it| *it == 422 || *it == 400 || *it == 409 || *it == 401),
        "{told:?}"
    );
    let by_rung = must_balance(&place, &server, 50 * SIX);
    assert_eq!(
        by_rung,
        BTreeMap::from([("digits:6".to_owned(), 50)]),
        "its share of six digits, to the last guess"
    );

    // Not one of the thousand right codes is of any use to whoever may have guessed it.
    let right = flows
        .iter()
        .flat_map(|flow| codes.iter().take(3).map(move |code| (flow, code)));
    let right: Vec<_> = right.take(300).collect();
    let passed = spread(&right, |(flow, code)| {
        check(&server.http, flow, code).status == 200
    });
    assert_eq!(passed.iter().filter(|it| **it).count(), 0);

    let letter = gets_in(&sink, &place, &server, ANN, "the second password");
    assert_eq!(length(&letter), 8, "the codes have grown");
    let log = server.stop();
    assert!(
        log.contains("\"percent\":10") && log.contains("\"percent\":50"),
        "{log}"
    );
    assert!(
        !log.contains(ANN),
        "an alarm names an account by its keyed hash alone"
    );
}

#[test]
fn an_old_letter_s_link_works_through_any_attack() {
    let sink = Sink::start();
    let place = place(
        &sink,
        &[
            ("risk.account_per_year", "2e-5"),
            ("risk.service_per_year", "1.0"),
        ],
    );
    place.add(ANN, "the first password");
    let server = place.serve();
    server.ask(ANN);
    let letter = sink.letter_to(ANN, 1);
    for _ in 0..20 {
        let flow = begin(&server.http, ANN);
        for code in 0..5 {
            check(&server.http, &flow, &format!("99999{code}"));
        }
    }
    must_balance(&place, &server, 20 * SIX);
    let token = letter.token().expect("a link");
    let body = json!({ "token": token, "new_password": "the second password" });
    let done = server.http.json("PUT", "/v1/links/password", &body);
    assert_eq!(done.status, 204, "{}", done.body);
    assert!(place.verifies(ANN, "the second password"));
}

#[test]
fn ten_thousand_codes_asked_for_before_the_first_guess_hold_no_more_than_the_service_may_spend() {
    let sink = Sink::start();
    // A day's half of it is two hundred guesses at six digits.
    let place = place(&sink, &[ACCOUNT, ("risk.service_per_year", "0.146")]);
    let people: Vec<String> = (0..100).map(|n| format!("person{n}@example.com")).collect();
    place.import(&people);
    place.add(ANN, "the first password");
    let server = place.serve();
    let asks: Vec<&String> = people.iter().cycle().take(10_000).collect();
    let flows = spread(&asks, |email| begin(&server.http, email));
    spread(&flows, |flow| check(&server.http, flow, "000001").status);
    let by_rung = must_balance(&place, &server, 200 * SIX);
    let six = by_rung["digits:6"];
    assert!(
        (195..=200).contains(&six),
        "all of the share but what a lucky guess left: {by_rung:?}"
    );
    let letter = gets_in(&sink, &place, &server, ANN, "the second password");
    assert_eq!(length(&letter), 8, "nobody is locked out for it");
}

#[test]
fn guesses_around_honest_redemptions_from_many_clients_and_across_restarts_are_all_in_one_ledger() {
    let sink = Sink::start();
    let place = place(
        &sink,
        &[
            ACCOUNT,
            ("risk.service_per_year", "1.0"),
            ("limits.enabled", "true"),
            ("limits.account.letters_per_hour", "240"),
            ("limits.account.letters_per_client", "240"),
            ("http.trusted_proxies", "[\"127.0.0.1/32\"]"),
        ],
    );
    place.add(ANN, "the first password");
    let mut server = place.serve();
    let mut lengths = vec![];
    for round in 0..48 {
        if round % 12 == 11 {
            server.kill();
            server = place.serve();
        }
        server.ask(ANN);
        // A letter may come twice around a restart, with the same code.
        let codes = || distinct(sink.letters_to(ANN).iter().filter_map(Letter::code));
        support::wait_until("another code", || codes().len() == round + 1);
        let code = codes().remove(round);
        for guess in 0..3 {
            let from = format!("198.{}.{}.7", 18 + round, guess);
            let typed = format!("{:0width$}", 111 * (guess + 1), width = code.len());
            let body = json!({ "email": ANN, "otp": typed }).to_string();
            let headers = [
                ("Content-Type", "application/json"),
                ("X-Forwarded-For", from.as_str()),
            ];
            let target = "/_config/users/password/validate_otp";
            let told = server.http.call("POST", target, &headers, body.as_bytes());
            assert_eq!(told.status, 401, "{}", told.body);
        }
        let password = format!("password number {round}");
        assert_eq!(server.reset(ANN, &code, &password).status, 200, "round {round}");
        lengths.push(code.len());
    }
    assert_eq!(lengths[0], 6, "in peace six digits");
    assert_eq!(lengths[47], 8, "after a hundred wrong guesses eight");
    assert!(lengths.is_sorted(), "a success refunds nothing: {lengths:?}");
    let by_rung = must_balance(&place, &server, 200 * SIX);
    assert_eq!(
        by_rung.values().sum::<i64>(),
        144,
        "every guess was compared, and is on record: {by_rung:?}"
    );
}

#[test]
fn a_ladder_of_one_rung_ends_at_the_letter_s_link_and_its_owner_gets_in() {
    let sink = Sink::start();
    let one_rung = ("dialects.4pointx.ladder", "[\"digits:6\"]");
    let place = place(&sink, &[one_rung, ("risk.account_per_year", "1e-5")]);
    place.add(ANN, "the first password");
    let server = place.serve();
    for _ in 0..2 {
        server.ask(ANN);
        for code in ["000001", "000002", "000003", "000004", "000005"] {
            assert_eq!(server.check(ANN, code).status, 401);
        }
    }
    must_balance(&place, &server, 10 * SIX);
    let before = sink.letters_to(ANN).len();
    assert_eq!(server.ask(ANN).status, 200, "answered as ever");
    let letter = sink.letter_to(ANN, before + 1);
    assert_eq!(letter.code(), None, "{}", letter.text());
    let words: Vec<String> = letter.text().split_whitespace().map(str::to_owned).collect();
    let text = words.join(" ");
    assert!(text.contains("because somebody has guessed at them"), "{text}");
    assert_eq!(
        server.check(ANN, "123456").status,
        404,
        "there is no code to be right"
    );
    let body = json!({ "token": letter.token().unwrap(), "new_password": "the second password" });
    assert_eq!(server.http.json("PUT", "/v1/links/password", &body).status, 204);
    assert!(place.verifies(ANN, "the second password"));
}

#[test]
fn without_a_page_for_links_the_last_way_in_is_a_long_code() {
    let sink = Sink::start();
    let settings = [
        ("code.ladder", "[\"digits:6\"]"),
        ("risk.account_per_year", "5e-6"),
        ("dialects.enabled", "[\"4pointx\"]"),
    ];
    let place = place(&sink, &settings);
    place.add(ANN, "the first password");
    let server = place.serve();
    server.ask(ANN);
    for code in ["000001", "000002", "000003", "000004", "000005"] {
        server.check(ANN, code);
    }
    let letter = gets_in(&sink, &place, &server, ANN, "the second password");
    assert_eq!(length(&letter), 13);
}

#[test]
fn after_a_hundred_wrong_guesses_in_a_row_codes_have_64_bits_until_their_owner_gets_in() {
    let sink = Sink::start();
    let place = place(
        &sink,
        &[
            ("risk.account_per_year", "0.01"),
            ("risk.service_per_year", "1.0"),
        ],
    );
    place.add(ANN, "the first password");
    let server = place.serve();
    for round in 0..20 {
        server.ask(ANN);
        let code = sink.letter_to(ANN, round + 1).code().unwrap();
        assert_eq!(code.len(), 6, "round {round}");
        for guess in 0..5 {
            server.check(ANN, &format!("77777{guess}"));
        }
    }
    let letter = gets_in(&sink, &place, &server, ANN, "the second password");
    assert_eq!(length(&letter), 13);
    server.kill();
    let server = place.serve();
    let letter = gets_in(&sink, &place, &server, ANN, "the third password");
    assert_eq!(
        length(&letter),
        6,
        "a success ends the row, and a restart does not bring it back"
    );
}

#[test]
fn the_status_says_beside_the_server_what_was_spent_on_whom_and_how_long_the_budget_lasts() {
    let sink = Sink::start();
    let place = place(
        &sink,
        &[
            ("risk.account_per_year", "1e-5"),
            ("risk.service_per_year", "1.0"),
        ],
    );
    for email in [ANN, "bob@example.com"] {
        place.add(email, "the first password");
    }
    let server = place.serve();
    let status = |words: &[&str]| {
        let output = place.run(&[&["risk", "status"], words].concat(), "");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(
        status(&[]).contains("Nobody has guessed wrongly"),
        "{}",
        status(&[])
    );
    for (email, times) in [(ANN, 5), ("bob@example.com", 1)] {
        server.ask(email);
        for guess in 0..times {
            assert_eq!(server.check(email, &format!("55555{guess}")).status, 401);
        }
    }
    let told: Value = serde_json::from_str(&status(&["--json"])).unwrap();
    let near = |value: &Value, expected: f64| (value.as_f64().unwrap() - expected).abs() < expected * 1e-6;
    assert!(near(&told["service"]["spent"], 6e-6), "{told}");
    assert!(near(&told["service"]["budget"], 1.0 / 365.0), "{told}");
    assert_eq!(told["accounts"], 2);
    let ann = &told["most"][0];
    assert!(near(&ann["spent"], 5e-6) && near(&ann["part"], 0.5), "{told}");
    assert_eq!(
        (&ann["in_a_row"], &ann["next_code"]),
        (&json!(5), &json!("digits:8")),
        "{told}"
    );
    assert_eq!(
        ann["lasts_seconds"], 3600,
        "half is spent in an hour, and half is left"
    );
    assert!(
        ann["email"].as_str().unwrap().contains('*') && !told.to_string().contains(ANN),
        "{told}"
    );
    let table = status(&["--most", "1"]);
    assert!(
        table.contains("50 %") && table.contains("spent in 60 min"),
        "{table}"
    );
    assert!(!table.contains("bob") && !table.contains(ANN), "{table}");
}
