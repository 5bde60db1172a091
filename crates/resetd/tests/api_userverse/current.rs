//! The present generation of the API.

use super::*;

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
