//! Requests that are sent again: `Idempotency-Key`.

use super::*;

const KEY: &str = "8e03978e-40d5-43e8-bc93-6894a57f9324";

fn begin(server: &Server, keys: &[&str], body: &Value) -> Answer {
    let mut headers = vec![("Content-Type", "application/json")];
    headers.extend(keys.iter().map(|it| ("Idempotency-Key", *it)));
    let body = body.to_string();
    server
        .http
        .call("POST", "/v1/recoveries", &headers, body.as_bytes())
}

#[test]
fn a_request_sent_again_gets_the_same_recovery_and_no_second_letter_also_after_a_restart() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    let everybody = [ANN, "stranger@example.com"].map(|who| json!({ "email": who }));
    let keys = ["key-of-ann", "key-of-a-stranger"];
    let first: Vec<Answer> = (0..2)
        .map(|n| begin(&server, &[keys[n]], &everybody[n]))
        .collect();
    server.captured_code(ANN, 1);
    let quoted = |key: &str| format!("\"{key}\"");
    let again: Vec<Answer> = (0..2)
        .map(|n| begin(&server, &[&quoted(keys[n])], &everybody[n]))
        .collect();
    let code = server.captured_code(ANN, 1);
    server.stop();
    let server = place.serve();
    for n in 0..2 {
        assert_eq!(first[n].status, 202, "{}", first[n].body);
        let later = begin(&server, &[keys[n]], &everybody[n]);
        for other in [&again[n], &later] {
            assert_eq!((other.status, &other.body), (202, &first[n].body));
        }
        let other = begin(&server, &[keys[n]], &json!({ "email": "other@example.com" }));
        is_problem(&other, 422, "idempotency-key-reused");
        let language = json!({ "email": everybody[n]["email"], "locale": "de" });
        is_problem(
            &begin(&server, &[keys[n]], &language),
            422,
            "idempotency-key-reused",
        );
    }
    // Another key, another recovery.
    let new = begin(&server, &["another-key"], &everybody[0]);
    assert_ne!(new.body, first[0].body);
    server.captured_code(ANN, 2);
    let recovery = value(&first[0])["recovery"].as_str().unwrap().to_owned();
    let path = format!("/v1/recoveries/{recovery}/check");
    let checked = server.http.json("POST", &path, &json!({ "code": code }));
    assert_eq!(checked.status, 200, "{}", checked.body);
    assert_eq!(server.captured(ANN).len(), 2);
    let log = server.stop();
    assert!(!log.contains("key-of"), "{log}");
    let database = std::fs::read(place.data().join("resetd.sqlite3")).unwrap();
    assert!(!database.windows(6).any(|it| it == b"key-of"));
}

#[test]
fn two_back_ends_behind_one_address_that_number_their_requests_alike_do_not_meet() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    let keys = ["shop", "forum"].map(|name| format!("Bearer {}", key(&place, name, &["recoveries:start"])));
    let start = |bearer: &str| {
        let headers = [
            ("Content-Type", "application/json"),
            ("Authorization", bearer),
            ("Idempotency-Key", "1"),
        ];
        let body = json!({ "email": ANN }).to_string();
        let started = server
            .http
            .call("POST", "/v1/recoveries/start", &headers, body.as_bytes());
        assert_eq!(started.status, 202, "{}", started.body);
        value(&started)["recovery"].as_str().unwrap().to_owned()
    };
    let shop = start(&keys[0]);
    assert_ne!(start(&keys[1]), shop);
    assert_eq!(start(&keys[0]), shop);
}

#[test]
fn of_many_requests_at_once_under_one_key_one_begins_a_recovery() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    let body = json!({ "email": ANN });
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..12)
            .map(|_| scope.spawn(|| begin(&server, &[KEY], &body)))
            .collect();
        calls.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(answers[0].status, 202);
    assert!(answers.iter().all(|it| it.body == answers[0].body));
    server.captured_code(ANN, 1);
    std::thread::sleep(std::time::Duration::from_millis(600));
    assert_eq!(server.captured(ANN).len(), 1);
}

#[test]
fn a_request_sent_again_is_not_counted_and_is_answered_over_the_limit() {
    let place = place_with(&[("limits.client.asks", "2")]);
    let server = place.serve();
    let body = json!({ "email": "stranger@example.com" });
    let first = begin(&server, &[KEY], &body);
    for _ in 0..5 {
        let again = begin(&server, &[KEY], &body);
        assert_eq!((again.status, &again.body), (202, &first.body));
        assert!(again.header("ratelimit").unwrap().starts_with("\"asks\";r=1;"));
    }
    assert_eq!(begin(&server, &[], &body).status, 202);
    is_problem(&begin(&server, &[], &body), 429, "too-many-requests");
    is_problem(&begin(&server, &["another"], &body), 429, "too-many-requests");
    assert_eq!(begin(&server, &[KEY], &body).body, first.body);
}

#[test]
fn a_key_is_of_its_client_alone() {
    let place = place_with(&[("http.trusted_proxies", "[\"127.0.0.0/8\"]")]);
    let server = place.serve();
    let from = |address: &str| {
        let headers = [
            ("Content-Type", "application/json"),
            ("Idempotency-Key", KEY),
            ("X-Forwarded-For", address),
        ];
        let body = b"{\"email\":\"ann@example.com\"}";
        server.http.call("POST", "/v1/recoveries", &headers, body).body
    };
    assert_eq!(from("203.0.113.77"), from("203.0.113.77"));
    assert_ne!(from("203.0.113.77"), from("203.0.113.78"));
}

#[test]
fn keys_that_are_none_are_a_problem_and_begin_nothing() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    let body = json!({ "email": ANN });
    let long = "k".repeat(129);
    let bad: [&[&str]; 7] = [
        &[""],
        &["\"\""],
        &["a b"],
        &["\"open"],
        &["a\\b"],
        &[&long],
        &["one", "two"],
    ];
    for keys in bad {
        is_problem(&begin(&server, keys, &body), 400, "invalid-idempotency-key");
    }
    assert!(server.captured(ANN).is_empty());
}
