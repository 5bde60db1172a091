//! Accounts: every row of the table, and bad input in every field.

use super::*;

#[test]
fn an_account_is_created_shown_disabled_enabled_and_removed() {
    let place = place();
    let server = place.serve();
    let shop = BackEnd::new(&server, &key(&place, "shop", ALL));
    let ann = json!({ "email": "Ann@Example.com", "password": OLD, "name": "Ann", "locale": "de-AT" });
    let made = shop.post("/v1/accounts", &ann);
    assert_eq!(made.status, 201, "{}", made.body);
    let (made_value, path) = (value(&made), made.header("location").unwrap().to_owned());
    assert_eq!(
        path,
        format!("/v1/accounts/{}", made_value["id"].as_str().unwrap())
    );
    let shown = shop.call("GET", &path, "");
    assert_eq!(shown.status, 200);
    let set = made_value["password_changed_at"].as_str().unwrap();
    assert_eq!(
        shown.body,
        format!(
            r#"{{"id":"1","email":"Ann@Example.com","name":"Ann","locale":"de-AT","status":"active","sign_in":"password","password_changed_at":"{set}","disowned":false}}"#
        )
    );
    assert_eq!(shown.body, made.body);
    let look = |email: &str| shop.post("/v1/accounts/lookup", &json!({ "email": email }));
    assert_eq!(look("ann@example.com").body, shown.body);
    is_problem(&look("bob@example.com"), 404, "no-such-account");
    is_problem(&shop.post("/v1/accounts", &ann), 409, "account-exists");

    let bob = shop.post("/v1/accounts", &json!({ "email": "bob@example.com" }));
    assert_eq!(
        (bob.status, &value(&bob)["password_changed_at"]),
        (201, &Value::Null)
    );

    // An account of the API is an account of every other surface.
    assert_eq!(server.ask(ANN).status, 200);
    for (verb, status, asked) in [("disable", "disabled", 409), ("enable", "active", 200)] {
        for _ in 0..2 {
            let done = shop.call("POST", &format!("{path}/{verb}"), "");
            assert_eq!((done.status, &value(&done)["status"]), (200, &json!(status)));
        }
        assert_eq!(server.ask(ANN).status, asked);
    }
    let gone = shop.call("DELETE", &path, "");
    assert_eq!((gone.status, gone.body.as_str()), (204, ""));
    for (method, path) in [
        ("GET", path.clone()),
        ("DELETE", path.clone()),
        ("POST", format!("{path}/disable")),
        ("POST", format!("{path}/enable")),
    ] {
        is_problem(&shop.call(method, &path, ""), 404, "no-such-account");
    }
    assert_eq!(server.ask(ANN).status, 409);
    let again = shop.create(ANN, OLD);
    assert_ne!(
        format!("/v1/accounts/{again}"),
        path,
        "a number is never given again"
    );
}

#[test]
fn a_password_that_the_policy_refuses_creates_nothing() {
    let place = place();
    let server = place.serve();
    let shop = BackEnd::new(&server, &key(&place, "shop", ALL));
    for (password, reason) in [
        ("short".to_owned(), "too-short"),
        ("x".repeat(257), "too-long"),
        ("with a \u{7} bell".to_owned(), "control-character"),
    ] {
        let refused = shop.post("/v1/accounts", &json!({ "email": ANN, "password": password }));
        is_problem(&refused, 422, "password-refused");
        assert_eq!(value(&refused)["reasons"], json!([reason]));
    }
    assert_eq!(
        shop.post("/v1/accounts/lookup", &json!({ "email": ANN })).status,
        404
    );
}

#[test]
fn every_field_that_cannot_be_used_is_named() {
    let place = place();
    let server = place.serve();
    let shop = BackEnd::new(&server, &key(&place, "shop", ALL));
    let bad = |path: &str, body: Value, field: &str| {
        let answer = shop.post(path, &body);
        is_problem(&answer, 400, "invalid-field");
        assert_eq!(value(&answer)["field"], json!(field), "{body}");
    };
    for path in [
        "/v1/accounts",
        "/v1/accounts/lookup",
        "/v1/accounts/verify-password",
    ] {
        bad(path, json!({}), "email");
        for email in [
            json!(""),
            json!(null),
            json!(1),
            json!([ANN]),
            json!("ann"),
            json!("a@b"),
            json!("<a@b.example>"),
        ] {
            bad(path, json!({ "email": email }), "email");
        }
    }
    for password in [json!(""), json!(null), json!(12_345_678), json!({})] {
        bad(
            "/v1/accounts",
            json!({ "email": ANN, "password": password }),
            "password",
        );
        bad(
            "/v1/accounts/verify-password",
            json!({ "email": ANN, "password": password }),
            "password",
        );
    }
    bad(
        "/v1/accounts/verify-password",
        json!({ "email": ANN }),
        "password",
    );
    for name in [
        json!(""),
        json!(" "),
        json!(null),
        json!("a\nb"),
        json!("x".repeat(257)),
    ] {
        bad("/v1/accounts", json!({ "email": ANN, "name": name }), "name");
    }
    for locale in [
        json!(""),
        json!(null),
        json!("e"),
        json!("en_US"),
        json!("en-".repeat(20)),
    ] {
        bad(
            "/v1/accounts",
            json!({ "email": ANN, "locale": locale }),
            "locale",
        );
    }
    assert_eq!(
        shop.post("/v1/accounts/lookup", &json!({ "email": ANN })).status,
        404
    );
}

#[test]
fn bodies_are_read_strictly() {
    let place = place();
    let server = place.serve();
    let bearer = key(&place, "shop", ALL);
    let shop = BackEnd::new(&server, &bearer);
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\"a\"",
        "{} {}",
        r#"{"email":"ann@example.com","admin":true}"#,
        r#"{"email":"ann@example.com","email":"ann@example.com"}"#,
        r#"{"email":"ann@example.com","\u0065mail":"bob@example.com"}"#,
        r#"{"email":"\ud800"}"#,
    ] {
        is_problem(
            &shop.call("POST", "/v1/accounts/lookup", body),
            400,
            "malformed-body",
        );
    }
    let labelled = |label: &str, more: &[(&str, &str)]| {
        let authorization = format!("Bearer {bearer}");
        let own = [("Content-Type", label), ("Authorization", authorization.as_str())];
        let body = r#"{"email":"ann@example.com"}"#;
        server.http.call(
            "POST",
            "/v1/accounts/lookup",
            &[&own, more].concat(),
            body.as_bytes(),
        )
    };
    for label in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/merge-patch+json",
        "application/json; charset=latin1",
    ] {
        is_problem(&labelled(label, &[]), 415, "unsupported-media-type");
    }
    let coded = labelled("application/json", &[("Content-Encoding", "gzip")]);
    is_problem(&coded, 415, "unsupported-media-type");
    assert_eq!(labelled("Application/JSON; charset=UTF-8", &[]).status, 404);
    let large = format!(r#"{{"email":"{}"}}"#, "a".repeat(17_000));
    is_problem(
        &shop.call("POST", "/v1/accounts/lookup", &large),
        413,
        "content-too-large",
    );
}

#[test]
fn each_account_has_one_path_and_each_path_its_methods() {
    let place = place();
    let server = place.serve();
    let shop = BackEnd::new(&server, &key(&place, "shop", ALL));
    assert_eq!(shop.create(ANN, OLD), "1");
    for number in [
        "01",
        "+1",
        "-1",
        "0",
        "1.0",
        "%31",
        "one",
        "9223372036854775808",
        "1%20",
        ANN,
    ] {
        is_problem(
            &shop.call("GET", &format!("/v1/accounts/{number}"), ""),
            404,
            "no-such-account",
        );
    }
    for path in [
        "/v1/accounts/",
        "/v1/accounts/1/",
        "/v1/accounts//disable/",
        "/v1/accounts/1/remove",
        "/v1//accounts",
    ] {
        is_problem(&shop.call("POST", path, "{}"), 404, "not-found");
    }
    for (method, path, allowed) in [
        ("GET", "/v1/accounts", "POST"),
        ("GET", "/v1/accounts/lookup", "POST"),
        ("PUT", "/v1/accounts/verify-password", "POST"),
        ("POST", "/v1/accounts/1", "GET, HEAD, DELETE"),
        ("GET", "/v1/accounts/1/disable", "POST"),
        ("DELETE", "/v1/accounts/1/enable", "POST"),
    ] {
        let refused = shop.call(method, path, "");
        is_problem(&refused, 405, "method-not-allowed");
        assert_eq!(refused.header("allow"), Some(allowed));
    }
}

#[test]
fn of_many_racing_creations_of_one_address_one_is_told_that_it_is_new() {
    let place = place();
    let server = place.serve();
    let secret = key(&place, "shop", ALL);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let create = || {
            let shop = BackEnd::new(&server, &secret);
            shop.post("/v1/accounts", &json!({ "email": ANN, "password": OLD }))
                .status
        };
        let racing: Vec<_> = (0..12).map(|_| scope.spawn(create)).collect();
        racing.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|it| **it == 201).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|it| **it == 409).count(),
        11,
        "{statuses:?}"
    );
}

#[test]
fn without_the_dialect_nothing_is_served_under_v1() {
    let place = Place::with(&[]);
    let server = place.serve();
    let shop = BackEnd::new(&server, &key(&place, "shop", ALL));
    is_problem(&shop.call("GET", "/v1/accounts/1", ""), 404, "not-found");
}
