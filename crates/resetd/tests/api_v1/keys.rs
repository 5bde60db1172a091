//! API keys: shown once, scoped, removed at once.

use super::*;

/// Every call, with the scope that it needs.
const CALLS: [(&str, &str, &str); 8] = [
    ("POST", "/v1/accounts", "accounts:write"),
    ("POST", "/v1/accounts/lookup", "accounts:read"),
    ("POST", "/v1/accounts/verify-password", "passwords:verify"),
    ("GET", "/v1/accounts/1", "accounts:read"),
    ("HEAD", "/v1/accounts/1", "accounts:read"),
    ("DELETE", "/v1/accounts/1", "accounts:write"),
    ("POST", "/v1/accounts/1/disable", "accounts:write"),
    ("POST", "/v1/accounts/1/enable", "accounts:write"),
];

#[test]
fn no_call_is_served_without_a_key_and_none_with_a_key_that_lacks_its_scope() {
    let place = place();
    let server = place.serve();
    let good = key(&place, "reserved", &["recoveries:start"]);
    let forged = format!(
        "{}{}",
        &good[..good.len() - 1],
        if good.ends_with('0') { '1' } else { '0' }
    );
    for (method, path, scope) in CALLS {
        let bare = server.http.call(method, path, &[], b"");
        let plain = [("Authorization", "Basic YTpi")];
        let basic = server.http.call(method, path, &plain, b"");
        let unknown = BackEnd::new(&server, &forged).call(method, path, "");
        let lacking = BackEnd::new(&server, &good).call(method, path, "");
        let challenge = |it: &Answer| it.header("www-authenticate").unwrap().to_owned();
        assert_eq!(
            (bare.status, basic.status, unknown.status),
            (401, 401, 401),
            "{method} {path}"
        );
        assert_eq!(lacking.status, 403, "{method} {path}");
        assert_eq!(challenge(&bare), "Bearer realm=\"resetd\"");
        assert_eq!(
            challenge(&unknown),
            "Bearer realm=\"resetd\", error=\"invalid_token\""
        );
        assert_eq!(
            challenge(&lacking),
            "Bearer realm=\"resetd\", error=\"insufficient_scope\""
        );
        if method != "HEAD" {
            is_problem(&bare, 401, "invalid-key");
            is_problem(&unknown, 401, "invalid-key");
            is_problem(&lacking, 403, "missing-scope");
            assert_eq!(value(&lacking)["scope"], json!(scope));
        }
        let fitting = key(
            &place,
            &format!("{}-{}", method, path.replace('/', ".")),
            &[scope],
        );
        let served = BackEnd::new(&server, &fitting).call(method, path, "{}");
        assert!(
            ![401, 403].contains(&served.status),
            "{method} {path}: {}",
            served.status
        );
    }
}

#[test]
fn a_key_works_beside_a_running_server_until_it_is_removed_and_not_once_more() {
    let place = place();
    let server = place.serve();
    let secret = key(&place, "shop", ALL);
    let shop = BackEnd::new(&server, &secret);
    let look = || shop.call("GET", "/v1/accounts/1", "").status;
    assert_eq!(look(), 404);
    assert_eq!(
        place
            .run(&["api-key", "add", "shop", "--scope", "accounts:read"], "")
            .status
            .code(),
        Some(3)
    );
    assert_eq!(
        place.run(&["api-key", "remove", "other"], "").status.code(),
        Some(1)
    );
    assert_eq!(look(), 404, "it still works");
    assert!(place.run(&["api-key", "remove", "shop"], "").status.success());
    assert_eq!(look(), 401);
    let anew = key(&place, "shop", ALL);
    assert_eq!(look(), 401, "a new key of the name is another key");
    assert_eq!(
        BackEnd::new(&server, &anew)
            .call("GET", "/v1/accounts/1", "")
            .status,
        404
    );
}

#[test]
fn keys_are_listed_with_their_scopes_and_their_last_use_and_never_shown_again() {
    let place = place();
    let secret = key(&place, "shop", &["passwords:verify", "accounts:read"]);
    let list = || {
        let done = place.run(&["api-key", "list", "--json"], "");
        String::from_utf8(done.stdout).unwrap()
    };
    let before: Value = serde_json::from_str(&list()).unwrap();
    assert_eq!(
        (&before["name"], &before["used_at"]),
        (&json!("shop"), &Value::Null)
    );
    assert_eq!(before["scopes"], json!(["accounts:read", "passwords:verify"]));
    let server = place.serve();
    BackEnd::new(&server, &secret).call("GET", "/v1/accounts/1", "");
    let after: Value = serde_json::from_str(&list()).unwrap();
    assert!(after["used_at"].as_str().unwrap() >= after["created_at"].as_str().unwrap());
    let table = place.run(&["api-key", "list"], "");
    let (secret_part, shown) = (&secret[20..], String::from_utf8(table.stdout).unwrap() + &list());
    assert!(shown.contains("shop") && !shown.contains(secret_part), "{shown}");
}

#[test]
fn a_key_needs_a_plain_name_and_scopes_that_there_are() {
    let place = place();
    for words in [
        &["api-key", "add", "shop"][..],
        &["api-key", "add", "shop", "--scope", "everything"],
        &["api-key", "add", "a b", "--scope", "accounts:read"],
        &["api-key", "add", "", "--scope", "accounts:read"],
    ] {
        assert_eq!(place.run(words, "").status.code(), Some(2), "{words:?}");
    }
}

#[test]
fn neither_keys_nor_passwords_stand_in_a_log_or_on_disk() {
    let place = place_with(&[("log.level", "\"trace\"")]);
    let server = place.serve();
    let secret = key(&place, "shop", ALL);
    let shop = BackEnd::new(&server, &secret);
    let id = shop.create(ANN, "a secret of Ann's own");
    assert_eq!(shop.verify(ANN, "a secret of Ann's own").body, r#"{"ok":true}"#);
    assert_eq!(shop.verify(ANN, "a guess of somebody").body, r#"{"ok":false}"#);
    assert_eq!(shop.call("GET", &format!("/v1/accounts/{id}"), "").status, 200);
    let metrics = server.metrics().get("/metrics").body;
    assert!(
        metrics.contains("surface=\"v1\",route=\"/v1/accounts/{id}\",status=\"200\""),
        "{metrics}"
    );
    let mut written = server.stop() + &metrics;
    assert!(written.contains("/v1/accounts/verify-password"));
    for file in std::fs::read_dir(place.data()).unwrap().filter_map(Result::ok) {
        if file.path().is_file() {
            written += &String::from_utf8_lossy(&std::fs::read(file.path()).unwrap());
        }
    }
    for hidden in [&secret[20..], "a secret of Ann", "a guess of somebody"] {
        assert!(!written.contains(hidden), "{hidden}");
    }
    assert!(
        written.contains(&secret[7..19]),
        "the id of the key, which is no secret, is there"
    );
}
