//! How accounts are signed in to: given, shown and changed by the application's back end.

use super::*;

const BOB: &str = "bob@example.com";

#[test]
fn a_back_end_says_how_an_account_is_signed_in_to_and_changes_it() {
    let place = place();
    let server = place.serve();
    let shop = BackEnd::new(&server, &key(&place, "shop", ALL));
    let made = shop.post(
        "/v1/accounts",
        &json!({ "email": BOB, "sign_in": "elsewhere:Google" }),
    );
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(
        made.body,
        r#"{"id":"1","email":"bob@example.com","name":null,"locale":null,"status":"active","sign_in":"elsewhere:Google","password_changed_at":null,"disowned":false}"#
    );
    assert_eq!(shop.call("GET", "/v1/accounts/1", "").body, made.body);
    shop.create(ANN, OLD);
    let set = |id: &str, how: &str| {
        let path = format!("/v1/accounts/{id}/sign-in");
        shop.call("PUT", &path, &json!({ "sign_in": how }).to_string())
    };
    let right = shop.verify(ANN, OLD);
    assert_eq!(right.said(), (200, r#"{"ok":true}"#));
    for how in ["shared", "elsewhere", "elsewhere:企業アカウント"] {
        for _ in 0..2 {
            let done = set("2", how);
            assert_eq!((done.status, &value(&done)["sign_in"]), (200, &json!(how)));
            assert_eq!(shop.call("GET", "/v1/accounts/2", "").body, done.body);
        }
        let wrong = shop.verify(ANN, OLD);
        assert_eq!(wrong.said(), (200, r#"{"ok":false}"#), "{how}");
        let names = |it: &Answer| it.headers.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
        assert_eq!(names(&wrong), names(&right));
    }
    let disabled = shop.call("POST", "/v1/accounts/2/disable", "");
    assert_eq!(value(&disabled)["sign_in"], "elsewhere:企業アカウント");
    shop.call("POST", "/v1/accounts/2/enable", "");
    assert_eq!(set("2", "password").status, 200);
    assert_eq!(shop.verify(ANN, OLD).said(), (200, r#"{"ok":true}"#));
    for id in ["3", "0", "x"] {
        is_problem(&set(id, "shared"), 404, "no-such-account");
    }
    // Who may only read changes nothing.
    let reader = BackEnd::new(&server, &key(&place, "reader", &["accounts:read"]));
    let refused = reader.call("PUT", "/v1/accounts/2/sign-in", r#"{"sign_in":"shared"}"#);
    is_problem(&refused, 403, "missing-scope");
    is_problem(
        &shop.call("GET", "/v1/accounts/2/sign-in", ""),
        405,
        "method-not-allowed",
    );
}

#[test]
fn what_is_no_way_of_signing_in_is_a_problem_and_changes_nothing() {
    let place = place();
    let server = place.serve();
    let shop = BackEnd::new(&server, &key(&place, "shop", ALL));
    shop.create(ANN, OLD);
    let long = format!("elsewhere:{}", "x".repeat(65));
    for how in [
        json!(""),
        json!(null),
        json!(1),
        json!(["shared"]),
        json!("google"),
        json!("elsewhere:"),
        json!("elsewhere:https://evil.example"),
        json!("elsewhere:evil.example"),
        json!("elsewhere:<script>"),
        json!("elsewhere:a\nb"),
        json!("elsewhere:\u{202e}elgooG"),
        json!(long),
    ] {
        let body = json!({ "sign_in": how }).to_string();
        let created = json!({ "email": BOB, "sign_in": how }).to_string();
        for refused in [
            shop.call("PUT", "/v1/accounts/1/sign-in", &body),
            shop.call("POST", "/v1/accounts", &created),
        ] {
            is_problem(&refused, 400, "invalid-field");
            assert_eq!(value(&refused)["field"], "sign_in", "{how}");
            assert!(!refused.body.contains("evil"), "{}", refused.body);
        }
    }
    is_problem(
        &shop.call("PUT", "/v1/accounts/1/sign-in", "{}"),
        400,
        "invalid-field",
    );
    let both = json!({ "email": BOB, "sign_in": "shared", "password": OLD });
    let refused = shop.post("/v1/accounts", &both);
    is_problem(&refused, 400, "invalid-field");
    assert_eq!(value(&refused)["field"], "sign_in");
    is_problem(
        &shop.post("/v1/accounts/lookup", &json!({ "email": BOB })),
        404,
        "no-such-account",
    );
    let by_password = json!({ "email": BOB, "sign_in": "password", "password": OLD });
    assert_eq!(shop.post("/v1/accounts", &by_password).status, 201);
    assert_eq!(shop.verify(ANN, OLD).said(), (200, r#"{"ok":true}"#));
}
