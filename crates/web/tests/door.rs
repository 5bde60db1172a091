//! What is the same on every surface: paths, methods, sizes, ids, headers, origins, proxies, probes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail as loudly as tests"
)]

mod support;

use std::sync::Arc;

use async_trait::async_trait;
use axum::body::Body;
use http::{Version, header};
use recovery::limits::ClientLimits;
use support::{Answer, Plan, World, plan, request};
use web::cors::Origins;
use web::health::Ready;

const ASK: &str = r#"{"email":"user@example.com"}"#;
const GENERATE: &str = "/_config/users/password/generate_otp";
const SENT: &str = r#""An OTP has been sent to your email address""#;

/// Every call with its method.
const CALLS: [(&str, &str); 8] = [
    ("POST", "/_config/users/password/generate_otp"),
    ("POST", "/_config/users/password/validate_otp"),
    ("POST", "/_config/users/validate_otp"),
    ("PUT", "/_config/users/password/"),
    ("PATCH", "/password-reset/request"),
    ("PATCH", "/userverse/password-reset/validate-otp"),
    ("PATCH", "/password-reset/validate-otp"),
    ("PATCH", "/password-reset/reset-with-token"),
];

/// An error of the protocol in the envelope of the surface that the path lies on.
fn refused(answer: &Answer, path: &str, status: u16, phrase: &str) {
    if path.starts_with("/password-reset") || path.starts_with("/userverse") {
        let code = if status >= 500 {
            "internal_error"
        } else {
            "app_error"
        };
        answer.is_error(status, phrase, code, phrase);
    } else {
        answer.is(
            status,
            &format!(r#"{{"error":{{"status":{status},"message":"{phrase}"}}}}"#),
        );
    }
    assert_eq!(answer.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn paths_that_lead_nowhere_say_so_in_their_surfaces_envelope() {
    let world = World::new();
    for path in [
        "/",
        "/x",
        "/_config/x",
        "/password-reset",
        "/password-reset/request//",
        "/userverse/x",
        "/userverse//password-reset/request",
        "/password%2Dreset/request",
        "//password-reset/request",
        "/userverse/userverse/password-reset/request",
        "/.well-known/x",
        "/metrics",
    ] {
        refused(&world.bare("PATCH", path).await, path, 404, "Not Found");
    }
}

#[tokio::test]
async fn other_methods_are_told_the_right_one_and_never_mail() {
    let world = World::new();
    for (right, path) in CALLS {
        for method in [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW",
        ] {
            if method == right {
                continue;
            }
            let path = format!("{path}?email=user@example.com");
            let answer = world.json(method, &path, ASK).await;
            if method == "HEAD" {
                answer.is(405, "");
            } else {
                refused(&answer, &path, 405, "Method Not Allowed");
            }
            assert_eq!(answer.header("allow"), Some(right), "{method} {path}");
        }
    }
    let it = request("GET", GENERATE)
        .header("x-http-method-override", "POST")
        .header(header::CONTENT_TYPE, "application/json");
    refused(
        &world.send(it.body(Body::from(ASK)).unwrap()).await,
        GENERATE,
        405,
        "Method Not Allowed",
    );
    assert_eq!(world.letters(), 0);
}

#[tokio::test]
async fn a_body_may_hold_16_kib_and_not_one_byte_more() {
    let world = World::new();
    for (method, path) in CALLS {
        let padded = |size: usize| {
            let rest = r#"{"email":"user@example.com","x":""}"#;
            format!(
                r#"{{"email":"user@example.com","x":"{}"}}"#,
                "x".repeat(size - rest.len())
            )
        };
        assert_ne!(
            world.json(method, path, &padded(16 * 1024)).await.status.as_u16(),
            413,
            "{path}"
        );
        let answer = world.json(method, path, &padded(16 * 1024 + 1)).await;
        refused(&answer, path, 413, "Payload Too Large");
        assert_eq!(answer.header("connection"), Some("close"));
        refused(
            &world.json(method, path, &padded(1 << 20)).await,
            path,
            413,
            "Payload Too Large",
        );
    }
}

#[tokio::test]
async fn a_body_in_a_coding_is_not_unpacked() {
    let world = World::new();
    for (method, path) in CALLS {
        for coding in ["gzip", "br", "identity, deflate", "x"] {
            let it = request(method, path)
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::CONTENT_ENCODING, coding);
            let answer = world.send(it.body(Body::from(ASK)).unwrap()).await;
            refused(&answer, path, 415, "Unsupported Media Type");
        }
    }
    let it = request("POST", GENERATE)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_ENCODING, "identity");
    world.send(it.body(Body::from(ASK)).unwrap()).await.is(200, SENT);
}

#[tokio::test]
async fn a_body_that_takes_too_long_is_not_waited_for() {
    let world = World::new();
    for (method, path) in CALLS {
        let never = Body::from_stream(futures::stream::pending::<Result<bytes::Bytes, std::io::Error>>());
        let it = request(method, path).header(header::CONTENT_TYPE, "application/json");
        let answer = world.send(it.body(never).unwrap()).await;
        refused(&answer, path, 408, "Request Timeout");
        assert_eq!(answer.header("connection"), Some("close"));
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_bad_request() {
    let world = World::new();
    for (method, path) in CALLS {
        let broken = futures::stream::iter([Err::<bytes::Bytes, _>(std::io::Error::other("bad chunk"))]);
        let it = request(method, path).header(header::CONTENT_TYPE, "application/json");
        let answer = world.send(it.body(Body::from_stream(broken)).unwrap()).await;
        refused(&answer, path, 400, "Bad Request");
        assert_eq!(answer.header("connection"), Some("close"));
    }
}

#[tokio::test]
async fn a_request_without_one_clear_host_is_a_bad_request() {
    let world = World::new();
    let none = http::Request::builder().method("POST").uri(GENERATE);
    refused(
        &world.send(none.body(Body::from(ASK)).unwrap()).await,
        GENERATE,
        400,
        "Bad Request",
    );
    let two = request("PATCH", "/password-reset/request").header(header::HOST, "b.example");
    let answer = world.send(two.body(Body::empty()).unwrap()).await;
    refused(&answer, "/password-reset/request", 400, "Bad Request");
    assert_eq!(answer.header("connection"), Some("close"));
    let old = http::Request::builder()
        .method("POST")
        .uri(GENERATE)
        .version(Version::HTTP_10)
        .header(header::CONTENT_TYPE, "application/json");
    world.send(old.body(Body::from(ASK)).unwrap()).await.is(200, SENT);
}

#[tokio::test]
async fn a_chunked_request_may_have_had_two_lengths_so_its_connection_closes() {
    let world = World::new();
    let it = request("POST", GENERATE)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::TRANSFER_ENCODING, "chunked");
    let answer = world.send(it.body(Body::from(ASK)).unwrap()).await;
    answer.is(200, SENT);
    assert_eq!(answer.header("connection"), Some("close"));
    let answer = world.json("POST", GENERATE, ASK).await;
    assert_eq!(answer.header("connection"), None);
}

#[tokio::test]
async fn every_answer_carries_an_id_and_is_kept_by_nobody() {
    let world = World::new();
    for path in [
        "/livez",
        "/readyz",
        "/x",
        GENERATE,
        "/password-reset/request",
        "/password-reset/request/",
    ] {
        for method in ["GET", "POST", "PATCH", "OPTIONS"] {
            let answer = world.bare(method, path).await;
            assert_eq!(
                answer.header("cache-control"),
                Some("no-store"),
                "{method} {path}"
            );
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(answer.header("x-request-id").map(str::len), Some(32));
            let ours = path.starts_with("/password-reset");
            assert_eq!(
                answer.header("x-correlation-id").is_some(),
                ours,
                "{method} {path}"
            );
        }
    }
}

#[tokio::test]
async fn an_id_is_taken_over_and_handed_back() {
    let world = World::new();
    let with = |pairs: &'static [(&str, &str)]| {
        let mut it = request("PATCH", "/password-reset/request");
        for (name, value) in pairs {
            it = it.header(*name, *value);
        }
        world.send(it.body(Body::empty()).unwrap())
    };
    let answer = with(&[("x-request-id", "r-1"), ("x-correlation-id", "c-1")]).await;
    assert_eq!(answer.header("x-request-id"), Some("c-1"));
    assert_eq!(answer.header("x-correlation-id"), Some("c-1"));
    assert!(
        answer.body.contains(r#""correlation_id":"c-1""#),
        "{}",
        answer.body
    );
    assert_eq!(
        with(&[("x-request-id", "r-1")]).await.header("x-request-id"),
        Some("r-1")
    );
    let answer = with(&[("x-request-id", "\"},{\"")]).await;
    assert_eq!(answer.header("x-request-id").map(str::len), Some(32));
}

#[tokio::test]
async fn other_origins_get_no_word_unless_they_are_listed() {
    let ask = |origin: &'static str| {
        request("OPTIONS", GENERATE)
            .header(header::ORIGIN, origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .body(Body::empty())
            .unwrap()
    };
    let closed = World::new().send(ask("https://app.example.com")).await;
    refused(&closed, GENERATE, 405, "Method Not Allowed");
    assert_eq!(closed.header("access-control-allow-origin"), None);
    let mut plan = plan();
    plan.settings.cors_origins = Origins::new(&["https://app.example.com".to_owned()]).unwrap();
    let world = World::with(plan);
    let yes = world.send(ask("https://app.example.com")).await;
    yes.is(204, "");
    assert_eq!(
        yes.header("access-control-allow-origin"),
        Some("https://app.example.com")
    );
    assert_eq!(yes.header("access-control-allow-methods"), Some("POST"));
    assert!(
        yes.header("access-control-allow-headers")
            .unwrap()
            .contains("authorization")
    );
    assert_eq!(yes.header("access-control-allow-credentials"), None);
    assert_eq!(yes.header("vary"), Some("origin"));
    for origin in [
        "null",
        "https://evil.example",
        "https://app.example.com.evil.example",
    ] {
        let no = world.send(ask(origin)).await;
        refused(&no, GENERATE, 405, "Method Not Allowed");
        assert_eq!(no.header("access-control-allow-origin"), None);
    }
    let it = request("POST", GENERATE)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ORIGIN, "https://app.example.com");
    let answer = world.send(it.body(Body::from(ASK)).unwrap()).await;
    answer.is(200, SENT);
    assert_eq!(
        answer.header("access-control-allow-origin"),
        Some("https://app.example.com")
    );
    assert!(
        answer
            .header("access-control-expose-headers")
            .unwrap()
            .contains("x-request-id")
    );
}

fn limited(trusted: &[&str], exempt: &[&str]) -> World {
    let mut plan = Plan {
        limits: Some(ClientLimits {
            asks: 1,
            checks: 1,
            puzzle_cost: None,
        }),
        ..plan()
    };
    plan.settings.trusted_proxies = trusted.iter().map(|it| it.parse().unwrap()).collect();
    plan.settings.exempt = exempt.iter().map(|it| it.parse().unwrap()).collect();
    World::with(plan)
}

async fn ask_as(world: &World, forwarded: &str) -> u16 {
    let it = request("POST", GENERATE)
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-forwarded-for", forwarded);
    world
        .send(it.body(Body::from(ASK)).unwrap())
        .await
        .status
        .as_u16()
}

#[tokio::test]
async fn a_client_cannot_get_round_its_limit_by_saying_that_it_is_another() {
    let world = limited(&[], &[]);
    assert_eq!(ask_as(&world, "198.51.100.1").await, 200);
    assert_eq!(ask_as(&world, "198.51.100.2").await, 429);
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_its_own_limit() {
    let world = limited(&["192.0.2.1/32"], &["203.0.113.0/24"]);
    assert_eq!(ask_as(&world, "198.51.100.1").await, 200);
    assert_eq!(ask_as(&world, "198.51.100.2").await, 200);
    assert_eq!(ask_as(&world, "6.6.6.6, 198.51.100.1").await, 429);
    assert_eq!(ask_as(&world, "2001:db8::1").await, 200);
    assert_eq!(
        ask_as(&world, "2001:db8::2").await,
        429,
        "an IPv6 client is its /64"
    );
    for _ in 0..3 {
        assert_eq!(ask_as(&world, "203.0.113.9").await, 200, "exempt");
    }
}

struct NotYet;

#[async_trait]
impl Ready for NotYet {
    async fn ready(&self) -> Result<(), String> {
        Err("the database was written with other keys".into())
    }
}

#[tokio::test]
async fn probes_say_whether_the_house_lives_and_can_serve() {
    let world = World::new();
    world.bare("GET", "/livez").await.is(200, r#"{"status":"alive"}"#);
    world
        .bare("GET", "/readyz")
        .await
        .is(200, r#"{"status":"ready"}"#);
    assert_eq!(world.bare("HEAD", "/readyz").await.status.as_u16(), 200);
    assert_eq!(
        world.bare("POST", "/livez").await.header("allow"),
        Some("GET, HEAD")
    );
    let world = World::with(Plan {
        ready: Arc::new(NotYet),
        ..plan()
    });
    world.bare("GET", "/livez").await.is(200, r#"{"status":"alive"}"#);
    let answer = world.bare("GET", "/readyz").await;
    answer.is(
        503,
        r#"{"status":"not ready","reason":"the database was written with other keys"}"#,
    );
}

#[tokio::test]
async fn a_dialect_that_is_not_enabled_is_not_there() {
    let mut plan = plan();
    plan.settings.fourpoint.enabled = false;
    let world = World::with(plan);
    refused(
        &world.json("POST", GENERATE, ASK).await,
        GENERATE,
        404,
        "Not Found",
    );
    assert_eq!(
        world
            .bare("PATCH", "/password-reset/request?email=user@example.com")
            .await
            .status
            .as_u16(),
        202
    );
}

#[tokio::test]
async fn calls_are_counted_without_a_word_about_whom() {
    let world = World::new();
    world.json("POST", GENERATE, ASK).await.is(200, SENT);
    world
        .bare("PATCH", "/password-reset/request/?email=secret@example.com")
        .await
        .is(307, "");
    world.bare("GET", "/secret").await;
    let page = world.metrics.text().await;
    let counted = r#"resetd_http_requests_total{surface="4pointx",route="/_config/users/password/generate_otp",status="200"} 1"#;
    assert!(page.contains(counted), "{page}");
    assert!(!page.contains("secret"), "{page}");
}
