//! What its published clients send, and how input in several places is read.

use super::*;

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
