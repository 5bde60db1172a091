//! The 4pointx API through the router, its answers as literals typed from the published document and the contract.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail as loudly as tests"
)]

mod support;

use axum::body::Body;
use http::header;
use recovery::limits::ClientLimits;
use recovery::moment::Span;
use support::{Plan, Trouble, World, plan, request};

const GENERATE: &str = "/_config/users/password/generate_otp";
const VALIDATE: &str = "/_config/users/password/validate_otp";
const PASSWORD: &str = "/_config/users/password/";

const SENT: &str = r#""An OTP has been sent to your email address""#;
const VERIFIED: &str = r#""OTP verified successfully""#;
const UPDATED: &str = r#""Password updated successfully""#;
const INSUFFICIENT: &str = r#"{"error":{"status":400,"message":"Insufficient inputs"}}"#;
const INVALID_BODY: &str = r#"{"error":{"status":400,"message":"Invalid request body"}}"#;
const NO_USER: &str = r#"{"error":{"status":409,"message":"User Doesn't Exists"}}"#;
const WRONG: &str = r#"{"error":{"status":401,"message":"Invalid OTP"}}"#;
const NONE: &str = r#"{"error":{"status":404,"message":"Invalid OTP"}}"#;
const ASK_ANEW: &str = r#"{"error":{"status":404,"message":"Please request a new one OTP"}}"#;
const EXPIRED: &str = r#"{"error":{"status":409,"message":"OTP has expired, please request a new one"}}"#;
const WENT_WRONG: &str = r#"{"error":{"status":500,"message":"Something went wrong."}}"#;
const FAILED: &str = r#"{"error":{"status":500,"message":"Failed to update password"}}"#;
const TOO_MANY: &str = r#"{"error":{"status":429,"message":"Too many requests, please try again later"}}"#;

fn ask(email: &str) -> String {
    serde_json::json!({ "email": email }).to_string()
}

fn check(email: &str, otp: &str) -> String {
    serde_json::json!({ "email": email, "otp": otp }).to_string()
}

fn change(email: &str, otp: &str, password: &str) -> String {
    serde_json::json!({ "email": email, "otp": otp, "new_password": password }).to_string()
}

const USER: &str = "user@example.com";

#[tokio::test]
async fn a_reset_goes_as_the_document_says() {
    let world = World::new();
    let asked = world.json("POST", GENERATE, &ask(USER)).await;
    asked.is(200, SENT);
    assert_eq!(asked.header("content-type"), Some("application/json"));
    let code = world.code();
    world
        .json("POST", VALIDATE, &check(USER, &code))
        .await
        .is(200, VERIFIED);
    world
        .json("POST", VALIDATE, &check(USER, &code))
        .await
        .is(200, VERIFIED);
    world
        .json("PUT", PASSWORD, &change(USER, &code, "12345678"))
        .await
        .is(200, UPDATED);
    assert_eq!(world.passwords_set(), ["12345678"]);
    world
        .json("POST", VALIDATE, &check(USER, &code))
        .await
        .is(404, NONE);
    world
        .json("PUT", PASSWORD, &change(USER, &code, "12345678"))
        .await
        .is(404, ASK_ANEW);
}

#[tokio::test]
async fn every_alias_leads_to_the_same_call() {
    let world = World::new();
    for path in [GENERATE, "/_config/users/password/generate_otp/"] {
        world.json("POST", path, &ask(USER)).await.is(200, SENT);
    }
    assert_eq!(
        world.letters(),
        1,
        "one challenge and one letter behind all paths"
    );
    let code = world.code();
    for path in [
        VALIDATE,
        "/_config/users/password/validate_otp/",
        "/_config/users/validate_otp",
        "/_config/users/validate_otp/",
    ] {
        world
            .json("POST", path, &check(USER, &code))
            .await
            .is(200, VERIFIED);
    }
    for path in [PASSWORD, "/_config/users/password"] {
        let body = change(USER, &world.wrong_code(), "12345678");
        world.json("PUT", path, &body).await.is(404, ASK_ANEW);
    }
    assert_eq!(world.counted(), 2);
    world
        .json("PUT", "/_config/users/password", &change(USER, &code, "12345678"))
        .await
        .is(200, UPDATED);
}

#[tokio::test]
async fn no_other_spelling_of_a_path_leads_anywhere() {
    let world = World::new();
    for path in [
        "//_config/users/password/generate_otp",
        "/_config//users/password/generate_otp",
        "/_config/users/password/generate_otp//",
        "/_config/users/password/%67enerate_otp",
        "/_config/users/password/./generate_otp",
        "/_config/users/x/../password/generate_otp",
        "/_config/users/password/generate_otp;x",
        "/_CONFIG/users/password/generate_otp",
        "/_config/users/password/generate%5fotp",
        "/_config/users/generate_otp",
    ] {
        let answer = world.json("POST", path, &ask(USER)).await;
        answer.is(404, r#"{"error":{"status":404,"message":"Not Found"}}"#);
    }
    assert_eq!(world.letters(), 0);
}

#[tokio::test]
async fn wrong_guesses_are_told_and_the_fifth_ends_the_code() {
    let world = World::new();
    world.json("POST", GENERATE, &ask(USER)).await.is(200, SENT);
    let (right, wrong) = (world.code(), world.wrong_code());
    for _ in 0..3 {
        world
            .json("POST", VALIDATE, &check(USER, &wrong))
            .await
            .is(401, WRONG);
    }
    for _ in 0..2 {
        world
            .json("PUT", PASSWORD, &change(USER, &wrong, "12345678"))
            .await
            .is(404, ASK_ANEW);
    }
    world
        .json("POST", VALIDATE, &check(USER, &right))
        .await
        .is(404, NONE);
    world
        .json("PUT", PASSWORD, &change(USER, &right, "12345678"))
        .await
        .is(404, ASK_ANEW);
    assert!(world.passwords_set().is_empty());
}

#[tokio::test]
async fn a_code_is_expired_for_an_hour_and_then_forgotten() {
    let world = World::new();
    world
        .json("POST", VALIDATE, &check(USER, "123456"))
        .await
        .is(404, NONE);
    world.json("POST", GENERATE, &ask(USER)).await.is(200, SENT);
    let code = world.code();
    world.pass(Span::minutes(70));
    world
        .json("POST", VALIDATE, &check(USER, &code))
        .await
        .is(409, EXPIRED);
    world
        .json("PUT", PASSWORD, &change(USER, &code, "12345678"))
        .await
        .is(409, EXPIRED);
    world.pass(Span::minutes(60));
    world
        .json("POST", VALIDATE, &check(USER, &code))
        .await
        .is(404, NONE);
    world
        .json("PUT", PASSWORD, &change(USER, &code, "12345678"))
        .await
        .is(404, ASK_ANEW);
}

#[tokio::test]
async fn an_unknown_and_a_disabled_account_do_not_exist() {
    let world = World::new();
    for email in ["nobody@example.com", "gone@example.com"] {
        world.json("POST", GENERATE, &ask(email)).await.is(409, NO_USER);
        world
            .json("POST", VALIDATE, &check(email, "123456"))
            .await
            .is(409, NO_USER);
        world
            .json("PUT", PASSWORD, &change(email, "123456", "12345678"))
            .await
            .is(409, NO_USER);
    }
}

#[tokio::test]
async fn a_weak_password_is_refused_alike_with_a_right_and_a_wrong_code_and_burns_neither() {
    let world = World::new();
    world.json("POST", GENERATE, &ask(USER)).await.is(200, SENT);
    let long = "a".repeat(257);
    for (password, token) in [
        ("1234567", "too-short"),
        (long.as_str(), "too-long"),
        ("12345678\u{0}", "control-character"),
    ] {
        for code in [world.code(), world.wrong_code()] {
            let answer = world.json("PUT", PASSWORD, &change(USER, &code, password)).await;
            answer.is(400, INVALID_BODY);
            assert_eq!(answer.header("x-password-policy"), Some(token));
        }
    }
    assert_eq!(world.counted(), 0);
    world
        .json("PUT", PASSWORD, &change(USER, &world.code(), "12345678"))
        .await
        .is(200, UPDATED);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_counts_nothing() {
    let world = World::new();
    world.json("POST", GENERATE, &ask(USER)).await.is(200, SENT);
    for body in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"email":""}"#,
        r#"{"email":null}"#,
        r#"{"email":["user@example.com","eve@example.com"]}"#,
        r#"{"email":{"$ne":null}}"#,
        r#"{"email":"user@example.com,eve@example.com"}"#,
        r#"{"email":"user@example.com","email":"eve@example.com"}"#,
        r#"{"Email":"user@example.com"}"#,
        r#"[{"email":"user@example.com"}]"#,
        "{\"email\":\"user@example.com\"}\0",
    ] {
        world.json("POST", GENERATE, body).await.is(400, INSUFFICIENT);
    }
    for otp in [
        "123456",
        "null",
        "true",
        r#"["123456"]"#,
        r#"{"$ne":null}"#,
        r#""""#,
        r#"" ""#,
        r#"" - ""#,
        &format!("\"{}\"", "1".repeat(65)),
    ] {
        let body = format!(r#"{{"email":"{USER}","otp":{otp},"new_password":"12345678"}}"#);
        world.json("POST", VALIDATE, &body).await.is(400, INVALID_BODY);
        world.json("PUT", PASSWORD, &body).await.is(400, INVALID_BODY);
    }
    for password in ["null", "12345678", r#""""#, "[]"] {
        let body = format!(r#"{{"email":"{USER}","otp":"123456","new_password":{password}}}"#);
        let answer = world.json("PUT", PASSWORD, &body).await;
        answer.is(400, INVALID_BODY);
        assert_eq!(answer.header("x-password-policy"), None);
    }
    assert_eq!((world.counted(), world.letters()), (0, 1));
}

#[tokio::test]
async fn strange_codes_are_guesses_and_spaces_and_dashes_are_none() {
    let world = World::new();
    world.json("POST", GENERATE, &ask(USER)).await.is(200, SENT);
    for otp in ["１２３４５６", "%", "abcdef", &"1".repeat(64)] {
        world
            .json("POST", VALIDATE, &check(USER, otp))
            .await
            .is(401, WRONG);
    }
    let code = world.code();
    let spaced = format!(" {}-{} ", &code[..3], &code[3..]);
    world
        .json("POST", VALIDATE, &check(" User@EXAMPLE.com\t", &spaced))
        .await
        .is(200, VERIFIED);
}

#[tokio::test]
async fn a_body_that_is_not_labelled_json_is_not_read() {
    let world = World::new();
    for label in [
        None,
        Some("application/x-www-form-urlencoded"),
        Some("text/plain"),
        Some("application/json; charset=utf-16"),
    ] {
        let mut it = request("POST", GENERATE);
        if let Some(label) = label {
            it = it.header(header::CONTENT_TYPE, label);
        }
        world
            .send(it.body(Body::from(ask(USER))).unwrap())
            .await
            .is(400, INSUFFICIENT);
    }
    assert_eq!(world.letters(), 0);
    for label in [
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
        "application/vnd.x+json",
    ] {
        let it = request("POST", GENERATE).header(header::CONTENT_TYPE, label);
        world
            .send(it.body(Body::from(ask(USER))).unwrap())
            .await
            .is(200, SENT);
    }
}

#[tokio::test]
async fn an_authorization_header_is_not_looked_at() {
    let world = World::new();
    for value in ["Basic !!!", "Bearer x", "Basic ZXZlQGV4YW1wbGUuY29tOng="] {
        let it = request("POST", GENERATE)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, value);
        world
            .send(it.body(Body::from(ask(USER))).unwrap())
            .await
            .is(200, SENT);
    }
}

#[tokio::test]
async fn a_client_over_its_limit_is_told_when_to_come_back() {
    let world = World::with(Plan {
        limits: Some(ClientLimits {
            asks: 1,
            checks: 1,
            puzzle_cost: None,
        }),
        ..plan()
    });
    world.json("POST", GENERATE, "{}").await.is(400, INSUFFICIENT);
    world.json("POST", GENERATE, &ask(USER)).await.is(200, SENT);
    let refused = world.json("POST", GENERATE, &ask("nobody@example.com")).await;
    refused.is(429, TOO_MANY);
    assert_eq!(
        refused.header("retry-after"),
        Some("1235"),
        "whole seconds, rounded up"
    );
    world
        .json("POST", VALIDATE, &check(USER, &world.code()))
        .await
        .is(200, VERIFIED);
    world
        .json("POST", VALIDATE, &check(USER, &world.code()))
        .await
        .is(429, TOO_MANY);
    // The limit comes before the policy.
    let weak = world
        .json("PUT", PASSWORD, &change(USER, &world.code(), "short"))
        .await;
    weak.is(429, TOO_MANY);
    assert_eq!(world.letters(), 1);
}

#[tokio::test]
async fn what_cannot_be_done_is_the_documents_500_and_changes_nothing() {
    let world = World::new();
    world.json("POST", GENERATE, &ask(USER)).await.is(200, SENT);
    let code = world.code();
    world.trouble(Trouble::Disk);
    world.json("POST", GENERATE, &ask(USER)).await.is(500, WENT_WRONG);
    world
        .json("POST", VALIDATE, &check(USER, &code))
        .await
        .is(500, WENT_WRONG);
    world
        .json("PUT", PASSWORD, &change(USER, &code, "12345678"))
        .await
        .is(500, FAILED);
    world.trouble(Trouble::FullQueue);
    let busy = world
        .json("PUT", PASSWORD, &change(USER, &code, "12345678"))
        .await;
    busy.is(
        503,
        r#"{"error":{"status":503,"message":"Failed to update password"}}"#,
    );
    assert_eq!(busy.header("retry-after"), Some("3"));
    world.trouble(Trouble::None);
    world
        .json("PUT", PASSWORD, &change(USER, &code, "12345678"))
        .await
        .is(200, UPDATED);
}

#[tokio::test]
async fn a_handler_that_panics_says_in_the_words_of_its_call_that_it_could_not_be_done() {
    let world = World::new();
    world.trouble(Trouble::Panic);
    for (method, path, body, failed) in [
        ("POST", GENERATE, ask(USER), WENT_WRONG),
        ("POST", VALIDATE, check(USER, "123456"), WENT_WRONG),
        ("PUT", PASSWORD, change(USER, "123456", "12345678"), FAILED),
    ] {
        let answer = world.json(method, path, &body).await;
        answer.is(500, failed);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    world.trouble(Trouble::None);
    world.json("POST", GENERATE, &ask(USER)).await.is(200, SENT);
}

#[tokio::test]
async fn the_documents_own_sample_calls_are_answered() {
    let world = World::new();
    // As curl sends them: the body laid out over lines, `Accept: */*`, a user agent.
    let curl = |method: &str, path: &str, body: &str| {
        request(method, path)
            .header(header::USER_AGENT, "curl/8.5.0")
            .header(header::ACCEPT, "*/*")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONTENT_LENGTH, body.len())
            .body(Body::from(body.to_owned()))
            .unwrap()
    };
    let sample = "{\n         \"email\": \"support@4point.com\"\n      }";
    world
        .send(curl("POST", "/_config/users/password/generate_otp", sample))
        .await
        .is(200, SENT);
    let sample =
        "{\n            \"email\": \"support@4point.com\",\n            \"otp\": \"123456\"\n         }";
    let right = sample.replace("123456", &world.code());
    world
        .send(curl("POST", "/_config/users/validate_otp", &right))
        .await
        .is(200, VERIFIED);
    let sample = "{\n       \"email\": \"support@4pointx.com\",\n       \"otp\": \"123456\",\n       \"new_password\": \"12345678\"\n   }";
    world
        .json("POST", GENERATE, &ask("support@4pointx.com"))
        .await
        .is(200, SENT);
    let right = sample.replace("123456", &world.code());
    world
        .send(curl("PUT", "/_config/users/password/", &right))
        .await
        .is(200, UPDATED);
}
