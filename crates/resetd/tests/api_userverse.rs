//! The Userverse API from outside: every row of its tables, both settings, both published clients, with and without
//! the prefix, with the strings of its document.

mod support;

use serde_json::{Value, json};
use support::http::Answer;
use support::letters::Letter;
use support::server::{Place, Server};
use support::wait_until;
use support::wire::{
    REQUEST_ID, basic, fourpoint_error, said, userverse, userverse_error as error, userverse_ok as ok, wrong,
};

const PREFIXES: [&str; 2] = ["", "/userverse"];

const ANN: &str = "ann+tag@example.com";
const OLD: &str = "the old password";
const NEW: &str = "the new password";

const FREE: &[(&str, &str)] = &[("limits.enabled", "false"), ("code.resend_after", "\"0s\"")];
const CURRENT: (&str, &str) = ("dialects.userverse.compat", "\"current\"");
const FRONTEND: (&str, &str) = (
    "dialects.userverse.frontend_url",
    "\"https://app.example.com/reset-password\"",
);

fn house(settings: &[(&str, &str)]) -> (Place, Server) {
    let place = Place::with(settings);
    place.add(ANN, OLD);
    let server = place.serve();
    (place, server)
}

fn invalid_otp() -> (u16, String) {
    error(
        400,
        "OTP verification failed",
        "app_error",
        "Invalid OTP, does not match or expired",
    )
}

fn invalid_token() -> (u16, String) {
    error(
        400,
        "Magic link verification failed",
        "app_error",
        "Invalid reset token, does not match or expired",
    )
}

fn unknown() -> (u16, String) {
    error(
        404,
        "User not found",
        "app_error",
        "No account found for that email",
    )
}

/// As the document calls it: the address in the query, no body.
fn request(server: &Server, email: &str) -> Answer {
    userverse(
        &server.http,
        &format!("/password-reset/request?email={email}"),
        &[],
        "",
    )
}

/// As the document calls it: the pin in the query, everything else in Basic.
fn validate(server: &Server, email: &str, pin: &str, password: &str) -> Answer {
    let target = format!("/password-reset/validate-otp?one_time_pin={pin}");
    userverse(
        &server.http,
        &target,
        &[("Authorization", &basic(email, password))],
        "",
    )
}

fn validate_json(server: &Server, body: &Value) -> Answer {
    userverse(
        &server.http,
        "/password-reset/validate-otp",
        &[],
        &body.to_string(),
    )
}

fn with_token(server: &Server, token: &str, password: &str) -> Answer {
    let body = json!({ "token": token, "new_password": password }).to_string();
    userverse(&server.http, "/password-reset/reset-with-token", &[], &body)
}

/// Asks, and waits for the letter that this brings.
fn code(server: &Server, email: &str) -> String {
    let before = server.captured_codes(email).len();
    assert_eq!(request(server, email).status, 202);
    server.captured_code(email, before + 1)
}

/// The message, code and error of an error in the envelope, which must be whole.
fn detail(answer: &Answer) -> (String, String, String) {
    let value: Value = serde_json::from_str(&answer.body).unwrap_or_else(|e| panic!("{e}: {answer:?}"));
    let text = |name: &str| {
        value["detail"][name]
            .as_str()
            .unwrap_or_else(|| panic!("{answer:?}"))
            .to_owned()
    };
    let (message, code, said) = (text("message"), text("code"), text("error"));
    let (_, whole) = error(
        0,
        &message,
        &code,
        &said.replace('\\', "\\\\").replace('"', "\\\""),
    );
    assert_eq!(answer.body, whole);
    (message, code, said)
}

#[test]
fn the_documented_calls_reset_a_password_with_and_without_the_prefix() {
    let (place, server) = house(FREE);
    for (n, prefix) in PREFIXES.into_iter().enumerate() {
        let password = format!("password: number {n}");
        let asked = userverse(
            &server.http,
            &format!("{prefix}/password-reset/request?email={ANN}"),
            &[],
            "",
        );
        assert_eq!(said(&asked), ok("OTP sent to email"));
        assert_eq!(asked.header("content-type"), Some("application/json"));
        let pin = server.captured_code(ANN, n + 1);
        let target = format!("{prefix}/password-reset/validate-otp?one_time_pin={pin}");
        let headers = [("Authorization", &*basic(ANN, &password))];
        assert_eq!(
            said(&userverse(&server.http, &target, &headers, "")),
            ok("Password changed successfully")
        );
        assert!(
            place.verifies(ANN, &password),
            "the password is all that stands after the first colon"
        );
        assert_eq!(
            said(&userverse(&server.http, &target, &headers, "")),
            invalid_otp(),
            "a code works once"
        );
    }
}

/// One published client: the address unencoded in the query with an empty JSON body, then the pin in a JSON body and
/// the rest in Basic.
fn first_client(server: &Server, prefix: &str, body: &str, password: &str) {
    let before = server.captured_codes(ANN).len();
    let label = ("Content-Type", "application/json");
    let target = format!("{prefix}/password-reset/request?email={ANN}");
    assert_eq!(
        server
            .http
            .call("PATCH", &target, &[label], body.as_bytes())
            .status,
        202,
        "{body:?}"
    );
    let pin = server.captured_code(ANN, before + 1);
    for key in ["one_time_pin", "otp"] {
        let bad = userverse(
            &server.http,
            &format!("{prefix}/password-reset/validate-otp"),
            &[("Authorization", &basic(ANN, password))],
            &json!({ key: wrong(&pin) }).to_string(),
        );
        assert_eq!(said(&bad), invalid_otp());
    }
    let done = userverse(
        &server.http,
        &format!("{prefix}/password-reset/validate-otp"),
        &[("Authorization", &basic(ANN, password))],
        &json!({ "one_time_pin": pin }).to_string(),
    );
    assert_eq!(said(&done), ok("Password changed successfully"));
}

/// The other one: an encoded query, then everything in one JSON body.
fn second_client(server: &Server, prefix: &str, password: &str) {
    let before = server.captured_codes(ANN).len();
    let target = format!("{prefix}/password-reset/request?email=ann%2Btag%40example.com");
    assert_eq!(server.http.call("PATCH", &target, &[], b"").status, 202);
    let pin = server.captured_code(ANN, before + 1);
    let body = json!({ "email": ANN, "otp": pin, "new_password": password }).to_string();
    let done = userverse(
        &server.http,
        &format!("{prefix}/password-reset/validate-otp"),
        &[],
        &body,
    );
    assert_eq!(said(&done), ok("Password changed successfully"));
}

#[test]
fn both_published_clients_complete_a_reset_against_either_setting() {
    for settings in [FREE.to_vec(), [FREE, &[CURRENT]].concat()] {
        let (place, server) = house(&settings);
        for prefix in PREFIXES {
            for body in ["", "{}"] {
                first_client(&server, prefix, body, "by the first client");
            }
            assert!(place.verifies(ANN, "by the first client"));
            second_client(&server, prefix, "by the second client");
            assert!(place.verifies(ANN, "by the second client"));
        }
    }
}

#[test]
fn a_plus_in_the_query_is_a_plus() {
    let (_place, server) = house(FREE);
    for (n, query) in [
        "ann+tag@example.com",
        "ann%2Btag%40example.com",
        "ann%2btag@example.com",
        "%20ANN+tag@Example.com",
    ]
    .into_iter()
    .enumerate()
    {
        wait_until("a letter for each ask", || {
            assert_eq!(said(&request(&server, query)), ok("OTP sent to email"), "{query}");
            server.captured(ANN).len() > n
        });
    }
    assert_eq!(
        said(&request(&server, "ann%20tag@example.com")).0,
        400,
        "a space is none"
    );
}

#[test]
fn an_address_in_json_serves_as_well_and_two_that_differ_serve_nobody() {
    let (place, server) = house(&[]);
    place.add("bob@example.com", OLD);
    let in_json = |email: &str| json!({ "email": email }).to_string();
    let both = format!("/password-reset/request?email={ANN}");
    assert_eq!(
        userverse(&server.http, &both, &[], &in_json("bob@example.com")).status,
        400
    );
    assert!(server.captured(ANN).is_empty() && server.captured("bob@example.com").is_empty());
    let answer = userverse(&server.http, "/password-reset/request", &[], &in_json(ANN));
    assert_eq!(said(&answer), ok("OTP sent to email"));
    assert_eq!(
        said(&userverse(&server.http, &both, &[], &in_json(ANN))),
        ok("OTP sent to email")
    );
    let pin = server.captured_letter(ANN, 1).code().expect("a code");

    // Each of these states something twice, and differently: nothing is counted, nothing is changed.
    let target = format!("/password-reset/validate-otp?one_time_pin={}", wrong(&pin));
    let auth = basic(ANN, NEW);
    let auth = [("Authorization", &*auth)];
    for _ in 0..3 {
        let other_pin = json!({ "one_time_pin": pin }).to_string();
        assert_eq!(userverse(&server.http, &target, &auth, &other_pin).status, 400);
        let two_pins = json!({ "one_time_pin": pin, "otp": wrong(&pin) }).to_string();
        assert_eq!(
            userverse(&server.http, "/password-reset/validate-otp", &auth, &two_pins).status,
            400
        );
        let other_email = json!({ "otp": pin, "email": "bob@example.com", "new_password": NEW }).to_string();
        assert_eq!(
            userverse(&server.http, "/password-reset/validate-otp", &auth, &other_email).status,
            400
        );
        let other_password = json!({ "otp": pin, "email": ANN, "new_password": "another one" }).to_string();
        assert_eq!(
            userverse(
                &server.http,
                "/password-reset/validate-otp",
                &auth,
                &other_password
            )
            .status,
            400
        );
        let twice = format!("/password-reset/validate-otp?one_time_pin={pin}&one_time_pin={pin}");
        assert_eq!(userverse(&server.http, &twice, &auth, "").status, 400);
        let twice = format!("/password-reset/request?email={ANN}&email={ANN}");
        assert_eq!(userverse(&server.http, &twice, &[], "").status, 400);
    }
    assert!(place.verifies(ANN, OLD));
    for _ in 0..4 {
        assert_eq!(server.check(ANN, wrong(&pin)).status, 401, "nothing was counted");
    }
    let same = format!("/password-reset/validate-otp?one_time_pin={pin}");
    let body = json!({ "one_time_pin": pin, "otp": pin, "email": ANN, "new_password": NEW }).to_string();
    let done = userverse(&server.http, &same, &auth, &body);
    assert_eq!(
        said(&done),
        ok("Password changed successfully"),
        "the same said thrice is said once"
    );
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn malformed_input_is_told_with_the_part_that_is_wrong() {
    let (_place, server) = house(&[]);
    for prefix in PREFIXES {
        for (query, body) in [
            ("", ""),
            ("", "{}"),
            ("?email=", ""),
            ("?email=ann", ""),
            ("?email=ann@localhost", ""),
            ("", "{\"email\":null}"),
            ("", "{\"email\":\"a@example.com,b@example.com\"}"),
        ] {
            let target = format!("{prefix}/password-reset/request{query}");
            let answer = userverse(&server.http, &target, &[], body);
            let (message, code, said) = detail(&answer);
            assert_eq!(
                (answer.status, &*message, &*code),
                (400, "Validation failed", "validation_error"),
                "{body}"
            );
            assert!(said.starts_with("email: ") && said.len() > 8, "{said}");
        }
        for body in [
            "{}",
            "",
            "[]",
            "{\"token\":null,\"new_password\":\"12345678\"}",
            "{\"token\":7}",
        ] {
            let target = format!("{prefix}/password-reset/reset-with-token");
            let answer = userverse(&server.http, &target, &[], body);
            let (message, code, said) = detail(&answer);
            assert_eq!(
                (answer.status, &*message, &*code),
                (400, "Validation failed", "validation_error"),
                "{body}"
            );
            assert!(said.contains(": "), "{said}");
        }
    }
    let answer = validate_json(
        &server,
        &json!({ "email": "no address", "otp": "123456", "new_password": NEW }),
    );
    let (message, code, said) = detail(&answer);
    assert_eq!(
        (answer.status, &*message, &*code),
        (400, "Validation failed", "validation_error")
    );
    assert!(said.starts_with("email: "), "{said}");
    let answer = userverse(
        &server.http,
        &format!("/password-reset/request?email={ANN}"),
        &[],
        &json!({ "method": "carrier pigeon" }).to_string(),
    );
    assert_eq!((answer.status, &*detail(&answer).0), (400, "Validation failed"));
    assert!(server.captured(ANN).is_empty());
}

#[test]
fn a_missing_wrong_used_or_spent_pin_all_read_the_same() {
    let (place, server) = house(FREE);
    assert_eq!(
        said(&validate(&server, ANN, "123456", NEW)),
        invalid_otp(),
        "never asked for"
    );
    let pin = code(&server, ANN);
    let auth = basic(ANN, NEW);
    let auth = [("Authorization", &*auth)];
    for (target, body) in [
        ("/password-reset/validate-otp", ""),
        ("/password-reset/validate-otp", "{}"),
        ("/password-reset/validate-otp?one_time_pin=", ""),
        ("/password-reset/validate-otp?one_time_pin=%20-", ""),
        ("/password-reset/validate-otp", "{\"one_time_pin\":123456}"),
        ("/password-reset/validate-otp", "{\"otp\":null}"),
        ("/password-reset/validate-otp", "{\"otp\":{\"$ne\":null}}"),
    ] {
        assert_eq!(
            said(&userverse(&server.http, target, &auth, body)),
            invalid_otp(),
            "{target} {body}"
        );
    }
    for n in 0..5 {
        assert_eq!(said(&validate(&server, ANN, wrong(&pin), NEW)), invalid_otp());
        assert_eq!(
            server.check(ANN, &pin).status,
            if n < 4 { 200 } else { 404 },
            "guess {n}"
        );
    }
    assert_eq!(said(&validate(&server, ANN, &pin, NEW)), invalid_otp(), "spent");
    assert!(place.verifies(ANN, OLD));
    let pin = code(&server, ANN);
    assert_eq!(
        said(&validate(&server, ANN, &pin, NEW)),
        ok("Password changed successfully")
    );
    assert_eq!(
        said(&validate(&server, ANN, &pin, "once more, please")),
        invalid_otp(),
        "used"
    );
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn past_its_time_a_pin_is_answered_like_a_wrong_one() {
    let (place, server) = house(&[("code.ttl", "\"1s\"")]);
    let pin = code(&server, ANN);
    wait_until("the pin to expire", || server.check(ANN, &pin).status != 200);
    assert_eq!(server.check(ANN, &pin).status, 409);
    assert_eq!(said(&validate(&server, ANN, &pin, NEW)), invalid_otp());
    assert!(place.verifies(ANN, OLD));
}

#[test]
fn no_account_is_a_404_and_a_disabled_account_is_no_account() {
    let (place, server) = house(&[]);
    place.add("gone@example.com", OLD);
    assert!(
        place
            .run(&["account", "disable", "gone@example.com"], "")
            .status
            .success()
    );
    for email in ["nobody@example.com", "gone@example.com"] {
        assert_eq!(said(&request(&server, email)), unknown());
        assert_eq!(said(&validate(&server, email, "123456", NEW)), unknown());
        let body = json!({ "email": email, "otp": "123456", "new_password": NEW });
        assert_eq!(said(&validate_json(&server, &body)), unknown());
        let weak = validate(&server, email, "123456", "short");
        assert_eq!(
            (weak.status, &*detail(&weak).0),
            (400, "Password not accepted"),
            "the policy comes first"
        );
        assert!(server.captured(email).is_empty());
    }
}

#[test]
fn without_usable_credentials_the_answer_asks_for_them_whatever_the_pin() {
    let (_place, server) = house(&[]);
    let pin = code(&server, ANN);
    let challenge = error(
        401,
        "Not authenticated",
        "http_error",
        "Basic credentials are required: email as user name, new password as password",
    );
    let unusable = [
        "Basic",
        "Basic %%%",
        "Basic bm8tY29sb24=",
        &basic("", NEW),
        &basic(ANN, ""),
        &basic("no address", NEW),
        &basic("ann@example.com,bob@example.com", NEW),
        &basic(ANN, "with a \u{0} in it"),
        "Bearer abc",
        "Basi c",
    ];
    for target in [
        "/password-reset/validate-otp".to_owned(),
        format!("/password-reset/validate-otp?one_time_pin={pin}"),
        "/userverse/password-reset/validate-otp?one_time_pin=".to_owned(),
    ] {
        for headers in [vec![], vec![("Authorization", "")]]
            .into_iter()
            .chain(unusable.map(|it| vec![("Authorization", it)]))
        {
            let answer = userverse(&server.http, &target, &headers, "");
            assert_eq!(said(&answer), challenge, "{target} {headers:?}");
            let expected = "Basic realm=\"password reset\", charset=\"UTF-8\"";
            assert_eq!(answer.header("www-authenticate"), Some(expected));
        }
    }
    for _ in 0..4 {
        assert_eq!(server.check(ANN, wrong(&pin)).status, 401, "nothing was counted");
    }
    // Unusable credentials count as absent: those in JSON serve instead.
    let body = json!({ "email": ANN, "otp": pin, "new_password": NEW }).to_string();
    let headers = [("Authorization", "Basic %%%")];
    let answer = userverse(&server.http, "/password-reset/validate-otp", &headers, &body);
    assert_eq!(said(&answer), ok("Password changed successfully"));
}

#[test]
fn a_password_in_basic_is_utf_8_or_else_latin_1() {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    let (place, server) = house(FREE);
    let password = "p\u{e4}ssw\u{f6}rd mit \u{fc}";
    let latin: Vec<u8> = format!("{ANN}:{password}")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for (pair, scheme) in [
        (latin, "Basic"),
        (format!("{ANN}:{password}").into_bytes(), "bASIC"),
    ] {
        let pin = code(&server, ANN);
        let auth = format!("{scheme} {}", STANDARD.encode(pair));
        let target = format!("/password-reset/validate-otp?one_time_pin={pin}");
        let answer = userverse(&server.http, &target, &[("Authorization", &auth)], "");
        assert_eq!(said(&answer), ok("Password changed successfully"));
        assert!(place.verifies(ANN, password));
    }
}

#[test]
fn a_weak_password_is_told_first_and_burns_nothing() {
    let (place, server) = house(&[]);
    let pin = code(&server, ANN);
    let mut said_so = vec![];
    for code in [&*pin, wrong(&pin), "none"] {
        for answer in [
            validate(&server, ANN, code, "1234567"),
            validate_json(
                &server,
                &json!({ "email": ANN, "otp": code, "new_password": "1234567" }),
            ),
        ] {
            let (message, code, reason) = detail(&answer);
            assert_eq!(
                (answer.status, &*message, &*code),
                (400, "Password not accepted", "app_error")
            );
            said_so.push(reason);
        }
    }
    let answer = with_token(&server, "no such token", "1234567");
    assert_eq!(
        (answer.status, &*detail(&answer).0),
        (400, "Password not accepted")
    );
    said_so.push(detail(&answer).2);
    said_so.dedup();
    assert_eq!(
        said_so.len(),
        1,
        "right or wrong code, the same reason: {said_so:?}"
    );
    for _ in 0..4 {
        assert_eq!(server.check(ANN, wrong(&pin)).status, 401, "nothing was counted");
    }
    assert_eq!(
        said(&validate(&server, ANN, &pin, "12345678")),
        ok("Password changed successfully")
    );
    assert!(place.verifies(ANN, "12345678"));
}

#[test]
fn one_code_serves_both_apis_and_both_draw_from_one_counter() {
    let (place, server) = house(FREE);
    let pin = code(&server, ANN);
    assert_eq!(server.check(ANN, &pin).status, 200);
    assert_eq!(server.check(ANN, wrong(&pin)).status, 401);
    assert_eq!(said(&validate(&server, ANN, wrong(&pin), NEW)), invalid_otp());
    let body = json!({ "email": ANN, "otp": wrong(&pin), "new_password": NEW }).to_string();
    assert_eq!(
        said(&userverse(
            &server.http,
            "/userverse/password-reset/validate-otp",
            &[],
            &body
        )),
        invalid_otp()
    );
    assert_eq!(server.reset(ANN, wrong(&pin), NEW).status, 404);
    assert_eq!(server.check(ANN, &pin).status, 200, "four are not five");
    assert_eq!(
        said(&validate_json(
            &server,
            &json!({ "email": ANN, "one_time_pin": wrong(&pin), "new_password": NEW })
        )),
        invalid_otp()
    );
    assert_eq!(
        said(&server.check(ANN, &pin)),
        fourpoint_error(404, "Invalid OTP")
    );
    assert_eq!(said(&validate(&server, ANN, &pin, NEW)), invalid_otp());

    let asked_here = code(&server, ANN);
    assert_eq!(server.reset(ANN, &asked_here, "spent over there").status, 200);
    assert_eq!(said(&validate(&server, ANN, &asked_here, NEW)), invalid_otp());
    let before = server.captured_codes(ANN).len();
    assert_eq!(server.ask(ANN).status, 200);
    let asked_there = server.captured_code(ANN, before + 1);
    assert_eq!(
        said(&validate(&server, ANN, &asked_there, "spent over here")),
        ok("Password changed successfully")
    );
    assert!(place.verifies(ANN, "spent over here"));
}

#[test]
fn an_account_without_a_password_sets_its_first() {
    let place = Place::with(&[]);
    place.import(&["first@example.com".to_owned()]);
    let server = place.serve();
    let pin = code(&server, "first@example.com");
    assert_eq!(
        said(&validate(&server, "first@example.com", &pin, NEW)),
        ok("Password changed successfully")
    );
    assert!(place.verifies("first@example.com", NEW));
}

#[test]
fn without_a_page_to_lead_to_a_magic_link_cannot_be_had() {
    let (_place, server) = house(&[]);
    let body = json!({ "email": ANN, "method": "magic_link" }).to_string();
    for prefix in PREFIXES {
        let answer = userverse(
            &server.http,
            &format!("{prefix}/password-reset/request"),
            &[],
            &body,
        );
        let expected = error(
            500,
            "FRONTEND_URL must be configured for magic link password resets.",
            "internal_error",
            "frontend_url_not_configured",
        );
        assert_eq!(said(&answer), expected);
    }
    let body = json!({ "email": ANN, "method": "otp" }).to_string();
    let answer = userverse(&server.http, "/password-reset/request", &[], &body);
    assert_eq!(said(&answer), ok("OTP sent to email"));
    assert_eq!(server.captured_letter(ANN, 1).token(), None);
}

/// The letters with a code and a link; a notice has neither.
fn letters(server: &Server) -> Vec<Letter> {
    server
        .captured(ANN)
        .into_iter()
        .filter(|it| it.code().is_some())
        .collect()
}

/// Asks for a magic link and returns the code and token of its letter.
fn link(server: &Server, method: &str) -> (String, String) {
    let before = letters(server).len();
    let body = json!({ "email": ANN, "method": method }).to_string();
    let answer = userverse(&server.http, "/password-reset/request", &[], &body);
    assert_eq!(answer.status, 202, "{answer:?}");
    wait_until("the letter", || letters(server).len() > before);
    let letter = letters(server).remove(before);
    let link = "https://app.example.com/reset-password?token=";
    assert!(letter.text().contains(link), "{}", letter.text());
    (letter.code().expect("a code"), letter.token().expect("a token"))
}

#[test]
fn a_link_sets_a_new_password_once_and_ends_the_code_of_its_letter() {
    let (place, server) = house(&[FREE, &[FRONTEND]].concat());
    for (n, method) in ["magic_link", "otp"].into_iter().enumerate() {
        let (code, token) = link(&server, method);
        assert_eq!(
            said(&with_token(&server, &code, NEW)),
            invalid_token(),
            "a code is no token"
        );
        assert_eq!(
            said(&validate(&server, ANN, &token, NEW)),
            invalid_otp(),
            "a token is no code"
        );
        let password = format!("by link {n}");
        let target = format!("{}/password-reset/reset-with-token", PREFIXES[n]);
        let body = json!({ "token": token, "new_password": password }).to_string();
        let done = userverse(&server.http, &target, &[], &body);
        assert_eq!(said(&done), ok("Password changed successfully"));
        assert!(place.verifies(ANN, &password));
        assert_eq!(
            said(&with_token(&server, &token, "a second time")),
            invalid_token()
        );
        assert_eq!(
            said(&validate(&server, ANN, &code, "with the code")),
            invalid_otp()
        );
        assert!(place.verifies(ANN, &password));
    }
}

#[test]
fn spending_or_replacing_a_code_leaves_the_link_of_its_letter_and_success_ends_all() {
    let (place, server) = house(&[FREE, &[FRONTEND]].concat());
    let (first_code, first) = link(&server, "magic_link");
    for _ in 0..5 {
        server.check(ANN, wrong(&first_code));
    }
    assert_eq!(server.check(ANN, &first_code).status, 404);
    let (_, second) = link(&server, "magic_link");
    assert_ne!(first, second);
    assert_eq!(
        said(&with_token(&server, &first, NEW)),
        ok("Password changed successfully")
    );
    assert!(place.verifies(ANN, NEW));
    assert_eq!(
        said(&with_token(&server, &second, "with the other link")),
        invalid_token()
    );
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn what_is_no_token_of_ours_opens_nothing() {
    let (place, server) = house(&[FRONTEND]);
    let (_, token) = link(&server, "magic_link");
    let last = if token.ends_with('A') { 'B' } else { 'A' };
    let head = &token[..token.len() - 1];
    for bad in [
        "x",
        head,
        &format!("{token}A"),
        &format!("{token}="),
        &format!("{token} {token}"),
        &token.to_lowercase(),
        &format!("{last}{}", &token[1..]),
        &"A".repeat(64),
        &"A".repeat(4000),
        "%' OR 1=1 --",
    ] {
        assert_eq!(said(&with_token(&server, bad, NEW)), invalid_token(), "{bad}");
    }
    assert!(place.verifies(ANN, OLD));
    assert_eq!(with_token(&server, &token, NEW).status, 202);
}

#[test]
fn a_link_leads_where_the_setting_says_whatever_the_request_claims() {
    let (_place, server) = house(&[FRONTEND]);
    let request = format!(
        "PATCH /password-reset/request?email={ANN} HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: evil.test\r\n\
         Forwarded: host=evil.test\r\nX-Host: evil.test\r\nX-Original-URL: https://evil.test/\r\n\
         Origin: https://evil.test\r\nReferer: https://evil.test/\r\nX-Forwarded-Proto: evil\r\n\
         Connection: close\r\n\r\n"
    );
    let answer = server.http.raw(request.as_bytes()).expect("an answer");
    assert_eq!(answer.status, 202);
    assert!(!format!("{answer:?}").contains("evil"), "{answer:?}");
    let letter = server.captured_letter(ANN, 1);
    assert!(
        !letter.raw.contains("evil") && !letter.text().contains("evil"),
        "{}",
        letter.raw
    );
    assert!(letter.token().is_some());
}

#[test]
fn a_trailing_slash_leads_to_the_path_without_it_on_this_server() {
    let (_place, server) = house(&[]);
    for prefix in PREFIXES {
        for (path, query) in [
            ("/password-reset/request", "?email=ann%2Btag%40example.com"),
            ("/password-reset/validate-otp", "?one_time_pin=123456"),
            ("/password-reset/reset-with-token", ""),
        ] {
            let answer = server.http.call(
                "PATCH",
                &format!("{prefix}{path}/{query}"),
                &[("Host", "evil.test")],
                b"",
            );
            // A second Host is refused; this asks the same again with one of our own.
            assert_eq!(answer.status, 400, "{answer:?}");
            let answer = server
                .http
                .call("PATCH", &format!("{prefix}{path}/{query}"), &[], b"");
            assert_eq!(answer.status, 307, "{answer:?}");
            assert_eq!(
                answer.header("location"),
                Some(&*format!("{prefix}{path}{query}"))
            );
        }
    }
    assert!(server.captured(ANN).is_empty());
}

#[test]
fn a_wrong_path_method_type_or_size_is_told_in_the_envelope() {
    let (_place, server) = house(&[]);
    let told = |answer: &Answer, status: u16, reason: &str| {
        assert_eq!(
            (answer.status, &*detail(answer).0),
            (status, reason),
            "{answer:?}"
        );
    };
    let id = ("X-Request-ID", REQUEST_ID);
    for prefix in PREFIXES {
        for path in ["request", "validate-otp", "reset-with-token"] {
            let target = format!("{prefix}/password-reset/{path}?email={ANN}");
            for method in ["GET", "POST", "PUT", "DELETE"] {
                let answer = server.http.call(method, &target, &[id], b"");
                told(&answer, 405, "Method Not Allowed");
                assert_eq!(answer.header("allow"), Some("PATCH"));
            }
            assert_eq!(server.http.call("HEAD", &target, &[id], b"").status, 405);
            let answer = userverse(&server.http, &target, &[("Content-Encoding", "gzip")], "{}");
            told(&answer, 415, "Unsupported Media Type");
            let answer = userverse(&server.http, &target, &[], &" ".repeat(16 * 1024 + 1));
            told(&answer, 413, "Payload Too Large");
        }
        let answer = server
            .http
            .call("PATCH", &format!("{prefix}/password-reset/nowhere"), &[id], b"");
        told(&answer, 404, "Not Found");
    }
    let body = json!({ "email": ANN }).to_string();
    let answer = server.http.call(
        "PATCH",
        "/password-reset/request",
        &[id, ("Content-Type", "text/plain")],
        body.as_bytes(),
    );
    told(&answer, 400, "Validation failed");
    assert!(server.captured(ANN).is_empty());
}

#[test]
fn every_answer_carries_the_request_id_as_correlation_id_and_forbids_storing() {
    let (_place, server) = house(&[FRONTEND]);
    let answers = [
        request(&server, ANN),
        request(&server, "nobody@example.com"),
        request(&server, "no-address"),
        validate(&server, ANN, "none", NEW),
        userverse(&server.http, "/password-reset/validate-otp", &[], ""),
        with_token(&server, "none", NEW),
        userverse(&server.http, "/password-reset/request/", &[], ""),
        userverse(&server.http, "/password-reset/none", &[], ""),
    ];
    let statuses: Vec<u16> = answers.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [202, 404, 400, 400, 401, 400, 307, 404]);
    for answer in answers {
        assert_eq!(answer.header("x-request-id"), Some(REQUEST_ID), "{answer:?}");
        assert_eq!(answer.header("x-correlation-id"), Some(REQUEST_ID), "{answer:?}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{answer:?}");
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{answer:?}"
        );
    }
    let answer = server.http.call("PATCH", "/password-reset/request", &[], b"");
    let value: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(
        value["detail"]["correlation_id"].as_str(),
        answer.header("x-request-id"),
        "a generated one too"
    );
}

/// The one error of a 422, and the envelope around it checked.
fn unprocessable(answer: &Answer) -> Value {
    assert_eq!(answer.status, 422, "{answer:?}");
    let value: Value = serde_json::from_str(&answer.body).unwrap_or_else(|e| panic!("{e}: {answer:?}"));
    let detail = &value["detail"];
    let one = &detail["errors"][0];
    assert!(
        detail["error"].is_string(),
        "a client crashes on null: {answer:?}"
    );
    let expected = json!({ "detail": {
        "message": "Validation failed", "code": "validation_error", "correlation_id": REQUEST_ID,
        "extra": { "errors": [one] }, "errors": [one], "error": detail["error"],
    }});
    assert_eq!(value, expected);
    let keys: Vec<&str> = one
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(keys.len(), 4, "{keys:?}");
    one.clone()
}

#[test]
fn the_current_generation_conceals_who_has_an_account_when_asked_for_a_letter() {
    let (place, server) = house(&[CURRENT, FRONTEND]);
    let same = ok("If an account exists for that email, we\u{2019}ve sent a reset link.");
    for email in [ANN, "nobody@example.com"] {
        assert_eq!(said(&request(&server, email)), same);
        let body = json!({ "email": email, "method": "magic_link" }).to_string();
        assert_eq!(
            said(&userverse(
                &server.http,
                "/userverse/password-reset/request",
                &[],
                &body
            )),
            same
        );
    }
    let letter = server.captured_letter(ANN, 1);
    assert_eq!(server.captured(ANN).len(), 1);
    let pin = letter.code().expect("a code");
    assert_eq!(
        said(&validate(&server, "nobody@example.com", &pin, NEW)),
        unknown()
    );
    assert_eq!(said(&validate(&server, ANN, wrong(&pin), NEW)), invalid_otp());
    assert_eq!(said(&with_token(&server, "none", NEW)), invalid_token());
    assert_eq!(
        said(&with_token(&server, &letter.token().unwrap(), NEW)),
        ok("Password changed successfully")
    );
    assert!(place.verifies(ANN, NEW));
    let answer = userverse(
        &server.http,
        "/password-reset/validate-otp?one_time_pin=1",
        &[],
        "",
    );
    assert_eq!(answer.status, 401);
}

#[test]
fn the_current_generation_lists_what_is_wrong_with_the_input() {
    let (_place, server) = house(&[CURRENT]);
    let ask = |body: &str| unprocessable(&userverse(&server.http, "/password-reset/request", &[], body));
    assert_eq!(
        ask(""),
        json!({ "type": "missing", "loc": ["body"], "msg": "Field required", "input": null })
    );
    assert_eq!(
        ask("{}"),
        json!({ "type": "missing", "loc": ["body", "email"], "msg": "Field required", "input": {} })
    );
    for bad in ["ann", "ann@localhost", "a@example.com,b@example.com"] {
        let one = ask(&json!({ "email": bad }).to_string());
        assert_eq!(
            (&one["type"], &one["loc"]),
            (&json!("value_error"), &json!(["body", "email"]))
        );
        let said = one["msg"].as_str().expect("text");
        let start = "value is not a valid email address: ";
        assert!(said.starts_with(start) && said.len() > start.len(), "{said}");
        assert_eq!(one["input"], json!(bad));
    }
    for bad in ["{", "{\"email\":", "nonsense", "{\"email\":\"a@example.com\"}}"] {
        let one = ask(bad);
        assert_eq!(
            (&one["type"], &one["msg"]),
            (&json!("json_invalid"), &json!("JSON decode error")),
            "{bad}"
        );
        assert!(one["loc"][0] == "body" && one["loc"][1].is_u64(), "{one}");
    }
    let one = ask(&json!({ "email": ANN, "method": "pigeon" }).to_string());
    assert_eq!(one["type"], "enum");
    assert_eq!(one["loc"], json!(["body", "method"]));
    assert_eq!(one["msg"], "Input should be 'otp' or 'magic_link'");
    assert_eq!(one["input"], "pigeon");
    let auth = basic(ANN, NEW);
    let one = unprocessable(&userverse(
        &server.http,
        "/password-reset/validate-otp",
        &[("Authorization", &auth)],
        "",
    ));
    assert_eq!(one["type"], "missing");
    assert_eq!(one["loc"], json!(["query", "one_time_pin"]));
    let one = unprocessable(&with_token(&server, "", NEW));
    assert_eq!(one["type"], "string_too_short");
    assert_eq!(one["loc"], json!(["body", "token"]));
    assert!(server.captured(ANN).is_empty());
}
