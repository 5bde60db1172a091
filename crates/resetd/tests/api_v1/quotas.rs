//! `RateLimit` and `RateLimit-Policy`: what a client has left, and nothing of accounts.

use super::*;

fn begin(server: &Server, email: &str) -> Answer {
    server
        .http
        .json("POST", "/v1/recoveries", &json!({ "email": email }))
}

/// What is left, and in how many seconds the oldest call leaves the hour.
fn left(answer: &Answer, name: &str) -> (u32, u32) {
    let text = answer.header("ratelimit").unwrap();
    let rest = text.strip_prefix(&format!("\"{name}\";r=")).unwrap();
    let (left, seconds) = rest.split_once(";t=").unwrap();
    (left.parse().unwrap(), seconds.parse().unwrap())
}

#[test]
fn a_client_is_told_what_it_has_left_whatever_it_asks_about() {
    let place = place_with(&[("limits.client.asks", "4"), ("limits.client.checks", "2")]);
    place.add(ANN, OLD);
    let server = place.serve();
    let mut recovery = String::new();
    for (n, who) in [ANN, "stranger@example.com", ANN].into_iter().enumerate() {
        let begun = begin(&server, who);
        assert_eq!(begun.header("ratelimit-policy"), Some("\"asks\";q=4;w=3600"));
        let (left, seconds) = left(&begun, "asks");
        assert_eq!(left, 3 - u32::try_from(n).unwrap());
        assert!((3590..=3601).contains(&seconds), "{seconds}");
        assert!(begun.header("retry-after").is_none());
        recovery = value(&begun)["recovery"].as_str().unwrap().to_owned();
    }
    let path = format!("/v1/recoveries/{recovery}/check");
    let check = || server.http.json("POST", &path, &json!({ "code": "123456" }));
    let first = check();
    assert_eq!(first.header("ratelimit-policy"), Some("\"checks\";q=2;w=3600"));
    assert_eq!((first.status, left(&first, "checks").0), (422, 1));
    assert_eq!(left(&check(), "checks").0, 0);
    let limited = check();
    is_problem(&limited, 429, "too-many-requests");
    let (none, seconds) = left(&limited, "checks");
    assert_eq!(none, 0);
    let after: u32 = limited.header("retry-after").unwrap().parse().unwrap();
    assert!(after.abs_diff(seconds) <= 1, "{after} {seconds}");
    let malformed = server.http.json("POST", "/v1/recoveries", &json!({ "email": 7 }));
    assert_eq!((malformed.status, left(&malformed, "asks").0), (400, 1));
}

#[test]
fn where_no_limit_is_none_is_told() {
    for settings in [
        [("limits.enabled", "false")],
        [("limits.client.exempt", "[\"127.0.0.0/8\"]")],
    ] {
        let place = place_with(&settings);
        let server = place.serve();
        let begun = begin(&server, ANN);
        assert_eq!(begun.status, 202);
        for header in ["ratelimit", "ratelimit-policy", "retry-after"] {
            assert!(begun.header(header).is_none(), "{settings:?} {header}");
        }
    }
    let place = place();
    let server = place.serve();
    // What is counted for nobody says nothing.
    assert!(server.http.get("/v1/nothing").header("ratelimit").is_none());
    assert!(
        server.ask(ANN).header("ratelimit").is_none(),
        "nor do the documented APIs"
    );
}
