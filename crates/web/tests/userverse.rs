//! The Userverse API through the router, its answers as literals typed from the published document and the contract.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail as loudly as tests"
)]

mod support;

use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header;
use recovery::letter::First;
use recovery::limits::ClientLimits;
use recovery::moment::Span;
use support::{Answer, Plan, Trouble, World, plan, request};

const REQUEST: &str = "/password-reset/request";
const VALIDATE: &str = "/password-reset/validate-otp";
const BY_TOKEN: &str = "/password-reset/reset-with-token";
const USER: &str = "user@example.com";

const SENT: &str = r#"{"message":"OTP sent to email","data":null}"#;
const CHANGED: &str = r#"{"message":"Password changed successfully","data":null}"#;
const IF_THERE_IS_ONE: &str =
    "{\"message\":\"If an account exists for that email, we\u{2019}ve sent a reset link.\",\"data\":null}";

fn wrong_pin(answer: &Answer) {
    answer.is_error(
        400,
        "OTP verification failed",
        "app_error",
        "Invalid OTP, does not match or expired",
    );
}

fn wrong_token(answer: &Answer) {
    let error = "Invalid reset token, does not match or expired";
    answer.is_error(400, "Magic link verification failed", "app_error", error);
}

fn not_authenticated(answer: &Answer) {
    let error = "Basic credentials are required: email as user name, new password as password";
    answer.is_error(401, "Not authenticated", "http_error", error);
    assert_eq!(
        answer.header("www-authenticate"),
        Some(r#"Basic realm="password reset", charset="UTF-8""#)
    );
}

fn malformed(answer: &Answer, field: &str) {
    assert_eq!(answer.status.as_u16(), 400, "{}", answer.body);
    let start = r#"{"detail":{"message":"Validation failed","code":"validation_error","correlation_id":""#;
    assert!(answer.body.starts_with(start), "{}", answer.body);
    let error = format!(r#""extra":{{"error":"{field}: "#);
    assert!(answer.body.contains(&error), "{field} in {}", answer.body);
}

fn basic(email: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{email}:{password}")))
}

async fn with_basic(world: &World, path: &str, authorization: &str, body: &str) -> Answer {
    let mut it = request("PATCH", path).header(header::AUTHORIZATION, authorization);
    if !body.is_empty() {
        it = it.header(header::CONTENT_TYPE, "application/json");
    }
    world.send(it.body(Body::from(body.to_owned())).unwrap()).await
}

async fn asked(world: &World) -> String {
    let answer = world.bare("PATCH", &format!("{REQUEST}?email={USER}")).await;
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.body);
    world.code()
}

#[tokio::test]
async fn the_documents_own_sample_calls_are_answered_bare_and_under_the_prefix() {
    for root in ["", "/userverse"] {
        let world = World::new();
        let answer = world
            .bare(
                "PATCH",
                &format!("{root}/password-reset/request?email=user%40example.com"),
            )
            .await;
        answer.is(202, SENT);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let path = format!("{root}/password-reset/validate-otp?one_time_pin={}", world.code());
        let header = "Basic dXNlckBleGFtcGxlLmNvbTpuZXdwYXNzd29yZA==";
        with_basic(&world, &path, header, "").await.is(202, CHANGED);
        assert_eq!(world.passwords_set(), ["newpassword"]);
        wrong_pin(&with_basic(&world, &path, header, "").await);
    }
}

#[tokio::test]
async fn both_published_clients_complete_a_reset_against_either_generation() {
    for world in [World::new(), World::current(), World::new(), World::current()] {
        // One sends the query as it is with an empty JSON body, then the pin in a JSON body with Basic.
        let answer = world
            .json("PATCH", &format!("{REQUEST}?email=ann+news@example.com"), "{}")
            .await;
        assert_eq!(answer.status.as_u16(), 202, "{}", answer.body);
        let body = format!(r#"{{"one_time_pin":"{}"}}"#, world.code());
        let header = basic("ann+news@example.com", "newpassword");
        with_basic(&world, VALIDATE, &header, &body)
            .await
            .is(202, CHANGED);
        // The other an encoded query, then everything in JSON and no Basic.
        let answer = world
            .bare("PATCH", &format!("{REQUEST}?email=user%40example.com"))
            .await;
        assert_eq!(answer.status.as_u16(), 202, "{}", answer.body);
        let body = format!(
            r#"{{"email":"user@example.com","otp":"{}","new_password":"newpassword"}}"#,
            world.code()
        );
        world.json("PATCH", VALIDATE, &body).await.is(202, CHANGED);
    }
}

#[tokio::test]
async fn an_empty_body_is_no_body_whatever_it_is_labelled() {
    let world = World::new();
    for label in [
        "application/json",
        "application/x-www-form-urlencoded",
        "text/plain",
    ] {
        let it = request("PATCH", &format!("{REQUEST}?email={USER}")).header(header::CONTENT_TYPE, label);
        world.send(it.body(Body::empty()).unwrap()).await.is(202, SENT);
    }
    let it = request("PATCH", &format!("{REQUEST}?email={USER}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    malformed(&world.send(it.body(Body::from("a=b")).unwrap()).await, "email");
}

#[tokio::test]
async fn a_plus_in_the_query_is_a_plus() {
    for query in [
        "ann+news@example.com",
        "ann%2Bnews%40example.com",
        "ann%2bnews@example.com",
    ] {
        World::new()
            .bare("PATCH", &format!("{REQUEST}?email={query}"))
            .await
            .is(202, SENT);
    }
    let answer = World::new()
        .bare("PATCH", &format!("{REQUEST}?email=ann%20news@example.com"))
        .await;
    malformed(&answer, "email");
}

#[tokio::test]
async fn an_address_may_stand_in_the_query_or_in_json_but_not_differently_in_both() {
    let world = World::new();
    world
        .json("PATCH", REQUEST, r#"{"email":"user@example.com"}"#)
        .await
        .is(202, SENT);
    let both = format!("{REQUEST}?email=user@example.com");
    world
        .json("PATCH", &both, r#"{"email":"User@Example.com"}"#)
        .await
        .is(202, SENT);
    malformed(
        &world.json("PATCH", &both, r#"{"email":"eve@example.com"}"#).await,
        "email",
    );
    for query in [
        "?email=user@example.com&email=user@example.com",
        "?email=user@example.com&e%6Dail=eve@example.com",
        "?email=",
        "?email",
        "",
        "?mail=user@example.com",
        "?email=user@example.com,eve@example.com",
        "?email=user@example.com%00",
        "?email=user@example.com%0d%0abcc:eve@example.com",
        "?email=%ff",
        "?email[]=user@example.com",
    ] {
        malformed(&world.bare("PATCH", &format!("{REQUEST}{query}")).await, "email");
    }
    for body in [
        "{}",
        "[]",
        "null",
        r#"{"email":null}"#,
        r#"{"email":["user@example.com"]}"#,
        r#"{"email":"user@example.com","email":"user@example.com"}"#,
    ] {
        malformed(&world.json("PATCH", REQUEST, body).await, "email");
    }
    assert_eq!(world.letters(), 1);
}

#[tokio::test]
async fn the_method_says_what_the_letter_shows_first() {
    let query = |method: &str| format!("{REQUEST}?email={USER}&method={method}");
    let world = World::new();
    world.bare("PATCH", &query("magic_link")).await.is(202, SENT);
    assert_eq!(world.first_shown(), First::Link);
    let world = World::new();
    world
        .json(
            "PATCH",
            REQUEST,
            r#"{"email":"user@example.com","method":"magic_link"}"#,
        )
        .await
        .is(202, SENT);
    assert_eq!(world.first_shown(), First::Link);
    let world = World::new();
    world.bare("PATCH", &query("otp")).await.is(202, SENT);
    assert_eq!(world.first_shown(), First::Code);
    for method in ["sms", "", "OTP", "otp&method=otp"] {
        malformed(&world.bare("PATCH", &query(method)).await, "method");
    }
    malformed(
        &world
            .json("PATCH", &query("otp"), r#"{"method":"magic_link"}"#)
            .await,
        "method",
    );
}

#[tokio::test]
async fn a_handler_that_panics_says_that_it_could_not_be_done() {
    let world = World::new();
    world.trouble(Trouble::Panic);
    let body = r#"{"email":"user@example.com","otp":"123456","new_password":"12345678"}"#;
    for (path, body) in [(REQUEST, r#"{"email":"user@example.com"}"#), (VALIDATE, body)] {
        let answer = world.json("PATCH", path, body).await;
        let message = "An unexpected error occurred. Please try again later.";
        answer.is_error(500, message, "internal_error", "internal_error");
    }
}

#[tokio::test]
async fn a_link_without_a_page_to_lead_to_is_the_servers_own_500() {
    let mut plan = plan();
    plan.settings.userverse.has_link_page = false;
    let world = World::with(plan);
    let answer = world
        .bare("PATCH", &format!("{REQUEST}?email={USER}&method=magic_link"))
        .await;
    let message = "FRONTEND_URL must be configured for magic link password resets.";
    answer.is_error(500, message, "internal_error", "frontend_url_not_configured");
    assert_eq!(world.letters(), 0);
    asked(&world).await;
}

#[tokio::test]
async fn an_unknown_and_a_disabled_account_are_not_found() {
    let world = World::new();
    for email in ["nobody@example.com", "gone@example.com"] {
        let answer = world.bare("PATCH", &format!("{REQUEST}?email={email}")).await;
        answer.is_error(
            404,
            "User not found",
            "app_error",
            "No account found for that email",
        );
        let path = format!("{VALIDATE}?one_time_pin=123456");
        let answer = with_basic(&world, &path, &basic(email, "newpassword"), "").await;
        answer.is_error(
            404,
            "User not found",
            "app_error",
            "No account found for that email",
        );
    }
}

#[tokio::test]
async fn a_pin_that_is_missing_wrong_expired_used_or_unreadable_looks_the_same() {
    let world = World::new();
    let header = basic(USER, "newpassword");
    let pin = |pin: &str| format!("{VALIDATE}?one_time_pin={pin}");
    wrong_pin(&with_basic(&world, &pin("123456"), &header, "").await);
    let code = asked(&world).await;
    for path in [
        VALIDATE.to_owned(),
        pin(""),
        pin("%20-"),
        pin(&"1".repeat(65)),
        pin(&format!("{code}&one_time_pin={code}")),
    ] {
        wrong_pin(&with_basic(&world, &path, &header, "").await);
    }
    for body in [
        r#"{"one_time_pin":123456}"#.to_owned(),
        r#"{"otp":null}"#.to_owned(),
        format!(r#"{{"otp":"{code}","one_time_pin":"999999"}}"#),
    ] {
        wrong_pin(&with_basic(&world, VALIDATE, &header, &body).await);
    }
    let body = format!(r#"{{"otp":"{}"}}"#, world.wrong_code());
    wrong_pin(&with_basic(&world, &pin(&code), &header, &body).await);
    assert_eq!(world.counted(), 0);
    wrong_pin(&with_basic(&world, &pin(&world.wrong_code()), &header, "").await);
    assert_eq!(world.counted(), 1);
    world.pass(Span::minutes(70));
    wrong_pin(&with_basic(&world, &pin(&code), &header, "").await);
    assert!(world.passwords_set().is_empty());
}

#[tokio::test]
async fn a_pin_that_is_stated_twice_alike_is_one_pin() {
    let world = World::new();
    let code = asked(&world).await;
    let body = format!(
        r#"{{"otp":"{code}","one_time_pin":"{} {}"}}"#,
        &code[..3],
        &code[3..]
    );
    let path = format!("{VALIDATE}?one_time_pin={code}");
    with_basic(&world, &path, &basic(USER, "newpassword"), &body)
        .await
        .is(202, CHANGED);
}

#[tokio::test]
async fn without_usable_credentials_nothing_is_said_about_the_pin() {
    let world = World::new();
    let code = asked(&world).await;
    let path = format!("{VALIDATE}?one_time_pin={code}");
    not_authenticated(&world.bare("PATCH", &path).await);
    not_authenticated(&world.bare("PATCH", VALIDATE).await);
    for header in [
        "Basic",
        "Basic !",
        "Bearer abc",
        &basic(USER, ""),
        &basic("", "newpassword"),
        &basic("user", "newpassword"),
        &basic(USER, "new\npassword"),
        &format!("Basic {}", STANDARD.encode("user@example.com")),
    ] {
        not_authenticated(&with_basic(&world, &path, header, "").await);
        not_authenticated(&with_basic(&world, &path, header, r#"{"email":"user@example.com"}"#).await);
    }
    not_authenticated(
        &world
            .json("PATCH", &path, r#"{"new_password":"newpassword"}"#)
            .await,
    );
    assert_eq!(world.counted(), 0);
}

#[tokio::test]
async fn unusable_basic_counts_as_absent_and_json_credentials_count() {
    let world = World::new();
    let code = asked(&world).await;
    let body = format!(r#"{{"email":"{USER}","otp":"{code}","new_password":"newpassword"}}"#);
    with_basic(&world, VALIDATE, "Basic !!!", &body)
        .await
        .is(202, CHANGED);
}

#[tokio::test]
async fn credentials_that_disagree_are_malformed_and_count_nothing() {
    let world = World::new();
    let code = asked(&world).await;
    let path = format!("{VALIDATE}?one_time_pin={code}");
    let header = basic(USER, "newpassword");
    for (body, field) in [
        (r#"{"email":"eve@example.com"}"#, "email"),
        (r#"{"email":"nonsense"}"#, "email"),
        (r#"{"email":1}"#, "email"),
        (r#"{"new_password":"otherpassword"}"#, "new_password"),
        (r#"{"new_password":null}"#, "new_password"),
        (r#"{"email":"user@example.com""#, "email"),
    ] {
        malformed(&with_basic(&world, &path, &header, body).await, field);
    }
    for body in [
        r#"{"email":"nonsense","new_password":"newpassword"}"#,
        r#"{"email":"","new_password":"newpassword"}"#,
        r#"{"email":null,"new_password":"newpassword"}"#,
    ] {
        malformed(&world.json("PATCH", &path, body).await, "email");
    }
    let empty = r#"{"email":"user@example.com","new_password":""}"#;
    malformed(&world.json("PATCH", &path, empty).await, "new_password");
    assert!(world.passwords_set().is_empty());
    let same = r#"{"email":"USER@example.com","new_password":"newpassword"}"#;
    with_basic(&world, &path, &header, same).await.is(202, CHANGED);
}

#[tokio::test]
async fn a_basic_password_may_be_latin_1_or_hold_colons() {
    for (sent, set) in [
        (&b"user@example.com:pass:word:1"[..], "pass:word:1"),
        (b"user@example.com:caf\xe9caf\xe9", "cafécafé"),
        ("user@example.com:парольпароль".as_bytes(), "парольпароль"),
    ] {
        let world = World::new();
        let path = format!("{VALIDATE}?one_time_pin={}", asked(&world).await);
        let header = format!("basic {}", STANDARD.encode(sent));
        with_basic(&world, &path, &header, "").await.is(202, CHANGED);
        assert_eq!(world.passwords_set(), [set]);
    }
}

#[tokio::test]
async fn a_weak_password_is_refused_with_the_reason_before_the_pin_is_looked_at() {
    let world = World::new();
    let code = asked(&world).await;
    for pin in [code.clone(), world.wrong_code()] {
        let path = format!("{VALIDATE}?one_time_pin={pin}");
        let answer = with_basic(&world, &path, &basic(USER, "short"), "").await;
        answer.is_error(
            400,
            "Password not accepted",
            "app_error",
            "The password is too short",
        );
    }
    for token in [world.token(), "x".into()] {
        let body = format!(r#"{{"token":"{token}","new_password":"short"}}"#);
        let answer = world.json("PATCH", BY_TOKEN, &body).await;
        answer.is_error(
            400,
            "Password not accepted",
            "app_error",
            "The password is too short",
        );
    }
    assert_eq!(world.counted(), 0);
}

#[tokio::test]
async fn a_letters_link_sets_a_password_once_and_a_code_is_no_token() {
    for root in ["", "/userverse"] {
        let world = World::new();
        asked(&world).await;
        let path = format!("{root}{BY_TOKEN}");
        let body = |token: &str| format!(r#"{{"token":"{token}","new_password":"newpassword"}}"#);
        for token in [world.code(), "x".into(), "A".repeat(64), "A".repeat(4096)] {
            wrong_token(&world.json("PATCH", &path, &body(&token)).await);
        }
        let pin = format!("{VALIDATE}?one_time_pin={}", &world.token()[..60]);
        wrong_pin(&with_basic(&world, &pin, &basic(USER, "newpassword"), "").await);
        let token = world.token();
        world.json("PATCH", &path, &body(&token)).await.is(202, CHANGED);
        wrong_token(&world.json("PATCH", &path, &body(&token)).await);
    }
}

#[tokio::test]
async fn a_token_call_that_cannot_be_read_is_malformed() {
    let world = World::new();
    for (body, field) in [
        ("", "token"),
        ("{}", "token"),
        ("[]", "token"),
        (r#"{"token":"","new_password":"newpassword"}"#, "token"),
        (r#"{"token":null,"new_password":"newpassword"}"#, "token"),
        (
            r#"{"token":"a","token":"b","new_password":"newpassword"}"#,
            "token",
        ),
        (r#"{"token":"x"}"#, "new_password"),
        (r#"{"token":"x","new_password":""}"#, "new_password"),
        (r#"{"token":"x","new_password":12345678}"#, "new_password"),
    ] {
        malformed(&world.json("PATCH", BY_TOKEN, body).await, field);
    }
}

#[tokio::test]
async fn a_trailing_slash_is_redirected_with_its_query() {
    let world = World::new();
    for root in ["", "/userverse"] {
        for call in ["request", "validate-otp", "reset-with-token"] {
            let path = format!("{root}/password-reset/{call}");
            let answer = world
                .bare("PATCH", &format!("{path}/?email=a+b@example.com&x=%2B"))
                .await;
            answer.is(307, "");
            let to = format!("{path}?email=a+b@example.com&x=%2B");
            assert_eq!(answer.header("location"), Some(to.as_str()));
            assert!(answer.header("x-correlation-id").is_some());
        }
    }
    let answer = world
        .bare("PATCH", "//evil.example/password-reset/request/")
        .await;
    assert_eq!(answer.status.as_u16(), 404);
    assert_eq!(world.letters(), 0);
}

#[tokio::test]
async fn a_client_over_its_limit_is_told_when_to_come_back() {
    let world = World::with(Plan {
        limits: Some(ClientLimits {
            asks: 1,
            checks: 0,
            puzzle_cost: None,
        }),
        ..plan()
    });
    let limited = |answer: Answer| {
        let message = "Too many password reset requests. Please try again later.";
        answer.is_error(429, message, "app_error", "password_reset_rate_limited");
        assert_eq!(answer.header("retry-after"), Some("1235"));
    };
    asked(&world).await;
    limited(world.bare("PATCH", &format!("{REQUEST}?email={USER}")).await);
    let path = format!("{VALIDATE}?one_time_pin=123456");
    limited(with_basic(&world, &path, &basic(USER, "short"), "").await);
    limited(
        world
            .json("PATCH", BY_TOKEN, r#"{"token":"x","new_password":"short"}"#)
            .await,
    );
}

#[tokio::test]
async fn what_cannot_be_done_is_500_and_overload_is_503() {
    let world = World::new();
    let code = asked(&world).await;
    let token = world.token();
    let message = "An unexpected error occurred. Please try again later.";
    let by_token = format!(r#"{{"token":"{token}","new_password":"newpassword"}}"#);
    let pin = format!("{VALIDATE}?one_time_pin={code}");
    world.trouble(Trouble::Disk);
    for answer in [
        world.bare("PATCH", &format!("{REQUEST}?email={USER}")).await,
        with_basic(&world, &pin, &basic(USER, "newpassword"), "").await,
        world.json("PATCH", BY_TOKEN, &by_token).await,
    ] {
        answer.is_error(500, message, "internal_error", "internal_error");
    }
    world.trouble(Trouble::FullQueue);
    for answer in [
        with_basic(&world, &pin, &basic(USER, "newpassword"), "").await,
        world.json("PATCH", BY_TOKEN, &by_token).await,
    ] {
        answer.is_error(503, message, "internal_error", "internal_error");
        assert_eq!(answer.header("retry-after"), Some("3"));
    }
    world.trouble(Trouble::None);
    world.json("PATCH", BY_TOKEN, &by_token).await.is(202, CHANGED);
}

#[tokio::test]
async fn the_present_generation_tells_nobody_on_request_whether_an_account_is_there() {
    let world = World::current();
    for email in [USER, "nobody@example.com", "gone@example.com"] {
        world
            .bare("PATCH", &format!("{REQUEST}?email={email}"))
            .await
            .is(202, IF_THERE_IS_ONE);
    }
    let path = format!("{VALIDATE}?one_time_pin=123456");
    let answer = with_basic(&world, &path, &basic("nobody@example.com", "newpassword"), "").await;
    answer.is_error(
        404,
        "User not found",
        "app_error",
        "No account found for that email",
    );
    wrong_pin(&with_basic(&world, &path, &basic(USER, "newpassword"), "").await);
    not_authenticated(&world.bare("PATCH", &path).await);
}

#[tokio::test]
async fn the_present_generation_lists_what_was_malformed() {
    let world = World::current();
    let header = basic(USER, "newpassword");
    let bad_address = |typed: &str, why: &str| {
        format!(
            r#"{{"type":"value_error","loc":["body","email"],"msg":"value is not a valid email address: {why}","input":"{typed}"}}"#
        )
    };
    let form = "not a single bare address of the form local@domain.tld";
    let missing = |place: &str, input: &str| {
        format!(r#"{{"type":"missing","loc":[{place}],"msg":"Field required","input":{input}}}"#)
    };
    let invalid = |at: usize| {
        format!(r#"{{"type":"json_invalid","loc":["body",{at}],"msg":"JSON decode error","input":{{}}}}"#)
    };
    let cases = [
        (world.bare("PATCH", REQUEST).await, missing(r#""body""#, "null")),
        (world.json("PATCH", REQUEST, "{}").await, missing(r#""body","email""#, "{}")),
        (world.json("PATCH", REQUEST, r#"{"email":"ann"}"#).await, bad_address("ann", form)),
        (world.bare("PATCH", &format!("{REQUEST}?email=ann")).await, bad_address("ann", form)),
        (world.json("PATCH", REQUEST, r#"{"email":}"#).await, invalid(9)),
        (
            world.json("PATCH", REQUEST, r#"{"email":"user@example.com","method":"sms"}"#).await,
            r#"{"type":"enum","loc":["body","method"],"msg":"Input should be 'otp' or 'magic_link'","input":"sms"}"#
                .to_owned(),
        ),
        (
            with_basic(&world, VALIDATE, &header, "").await,
            missing(r#""query","one_time_pin""#, "null"),
        ),
        (
            world.json("PATCH", BY_TOKEN, r#"{"token":"","new_password":"newpassword"}"#).await,
            r#"{"type":"string_too_short","loc":["body","token"],"msg":"String should have at least 1 character","input":""}"#
                .to_owned(),
        ),
    ];
    for (answer, entry) in cases {
        assert_eq!(answer.status.as_u16(), 422);
        let id = answer.header("x-correlation-id").unwrap();
        let start = format!(
            r#"{{"detail":{{"message":"Validation failed","code":"validation_error","correlation_id":"{id}","extra":{{"errors":[{entry}]}},"errors":[{entry}],"error":""#
        );
        assert!(answer.body.starts_with(&start), "\n{}\n{start}", answer.body);
        assert!(answer.body.ends_with(r#""}}"#));
    }
}
