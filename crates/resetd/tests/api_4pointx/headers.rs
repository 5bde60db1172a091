//! Headers of every answer, request ids, and calls from other origins.

use super::*;

/// One call for every kind of answer there is.
fn every_kind_of_answer(server: &Server, headers: &[(&str, &str)]) -> Vec<Answer> {
    let label = ("Content-Type", "application/json");
    let labelled = [&[label], headers].concat();
    let send = |method: &str, path: &str, body: serde_json::Value| {
        server
            .http
            .call(method, path, &labelled, body.to_string().as_bytes())
    };
    let answers = vec![
        send("POST", GENERATE[0], json!({ "email": ANN })),
        send("POST", GENERATE[0], json!({})),
        send("POST", GENERATE[1], json!({ "email": "nobody@example.com" })),
        send("POST", VALIDATE[1], json!({ "email": ANN, "otp": "none such" })),
        send(
            "PUT",
            PUT[0],
            json!({ "email": ANN, "otp": "none such", "new_password": NEW }),
        ),
        send(
            "PUT",
            PUT[1],
            json!({ "email": ANN, "otp": "none such", "new_password": "x" }),
        ),
        send("POST", "/_config/users/nowhere", json!({})),
        send("GET", GENERATE[0], json!({})),
        send("POST", GENERATE[0], json!({ "pad": "x".repeat(20_000) })),
        server.http.call(
            "POST",
            GENERATE[0],
            &[&[("Content-Encoding", "gzip")], &*labelled].concat(),
            b"{}",
        ),
        server.http.call("GET", "/livez", headers, b""),
        server.http.call("GET", "/readyz", headers, b""),
        server.http.call("GET", "/", headers, b""),
    ];
    let statuses: Vec<u16> = answers.iter().map(|it| it.status).collect();
    assert_eq!(
        statuses,
        [200, 400, 409, 401, 404, 400, 404, 405, 413, 415, 200, 200, 404]
    );
    answers
}

#[test]
fn every_answer_forbids_storing_and_sniffing_and_carries_a_request_id() {
    let (_place, server) = house(&[]);
    let mut ids = vec![];
    for answer in every_kind_of_answer(&server, &[]) {
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{answer:?}");
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{answer:?}"
        );
        let id = answer
            .header("x-request-id")
            .unwrap_or_else(|| panic!("no request id: {answer:?}"));
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        assert!((8..=128).contains(&id.len()) && id.chars().all(plain), "{id:?}");
        ids.push(id.to_owned());
    }
    ids.sort();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "each call has its own");
}

#[test]
fn a_request_id_of_the_caller_is_kept_if_it_is_a_plain_word() {
    let (_place, server) = house(&[]);
    let id = |headers: &[(&str, &str)]| {
        let answer = server.http.call("GET", "/livez", headers, b"");
        answer.header("x-request-id").expect("an id").to_owned()
    };
    let longest = "a".repeat(128);
    for good in ["a", "A-b_c.9", &longest] {
        assert_eq!(id(&[("X-Request-ID", good)]), good);
        assert_eq!(id(&[("X-Correlation-ID", good)]), good);
    }
    assert_eq!(
        id(&[("X-Request-ID", "second"), ("X-Correlation-ID", "first")]),
        "first"
    );
    assert_eq!(
        id(&[("X-Request-ID", "second"), ("X-Correlation-ID", "not a word")]),
        "second"
    );
    let longer = "a".repeat(129);
    for bad in [
        "",
        "two words",
        "a/b",
        "<script>",
        "\u{e9}",
        "a\u{1b}[31m",
        &longer,
    ] {
        let made = id(&[("X-Request-ID", bad)]);
        assert!(made != *bad && !made.is_empty(), "{bad:?} was kept");
    }
    for answer in every_kind_of_answer(&server, &[("X-Request-ID", "mine")]) {
        assert_eq!(answer.header("x-request-id"), Some("mine"), "{answer:?}");
    }
}

const PREFLIGHT: [(&str, &str); 2] = [
    ("Access-Control-Request-Method", "PUT"),
    ("Access-Control-Request-Headers", "content-type"),
];

fn preflight(client: &http::Client, path: &str, origin: &str) -> Answer {
    let headers = [&[("Origin", origin)], &PREFLIGHT[..]].concat();
    client.call("OPTIONS", path, &headers, b"")
}

fn cors_headers(answer: &Answer) -> Vec<String> {
    let name = |it: &(String, String)| it.0.to_ascii_lowercase();
    answer
        .headers
        .iter()
        .map(name)
        .filter(|it| it.starts_with("access-control-allow"))
        .collect()
}

#[test]
fn no_origin_is_allowed_until_a_setting_names_it() {
    let (_place, server) = house(&[]);
    let answer = preflight(&server.http, PUT[0], "https://app.example.com");
    assert_eq!(answer.status, 405);
    assert!(cors_headers(&answer).is_empty(), "{answer:?}");
    let headers = [
        ("Origin", "https://app.example.com"),
        ("Content-Type", "application/json"),
    ];
    let answer = server.http.call("POST", GENERATE[0], &headers, b"{}");
    assert!(cors_headers(&answer).is_empty(), "{answer:?}");
}

#[test]
fn exactly_the_named_origins_are_allowed() {
    let app = "https://app.example.com";
    let (_place, server) = house(&[("http.cors_origins", "[\"https://app.example.com\"]")]);
    for (path, method) in [
        (PUT[0], "PUT"),
        (GENERATE[1], "POST"),
        (VALIDATE[1], "POST"),
        ("/password-reset/validate-otp", "PATCH"),
    ] {
        let answer = preflight(&server.http, path, app);
        assert!(matches!(answer.status, 200 | 204), "{answer:?}");
        assert_eq!(answer.header("access-control-allow-origin"), Some(app));
        let methods = answer
            .header("access-control-allow-methods")
            .expect("methods")
            .to_owned();
        assert!(methods.contains(method), "{methods}");
        let headers = answer
            .header("access-control-allow-headers")
            .expect("headers")
            .to_ascii_lowercase();
        assert!(
            headers.contains("content-type") && headers.contains("authorization"),
            "{headers}"
        );
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(answer.header("x-request-id").is_some());
    }
    for path in [GENERATE[0], "/_config/users/nowhere"] {
        let headers = [("Origin", app), ("Content-Type", "application/json")];
        let answer = server.http.call("POST", path, &headers, b"{}");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some(app),
            "errors too: {answer:?}"
        );
        assert!(
            answer
                .header("vary")
                .is_some_and(|it| it.to_ascii_lowercase().contains("origin"))
        );
    }
    for other in [
        "null",
        "https://app.example.com.evil.test",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://evil.test",
        "*",
    ] {
        let answer = preflight(&server.http, PUT[0], other);
        let allowed = answer.header("access-control-allow-origin");
        assert!(
            allowed.is_none_or(|it| it != other && it != "*"),
            "{other}: {answer:?}"
        );
    }
}
