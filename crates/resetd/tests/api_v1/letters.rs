//! What letters say of how they were asked for: the language, the time and the network.

use super::*;

const PROXY: (&str, &str) = ("http.trusted_proxies", "[\"127.0.0.0/8\"]");

fn begin_from(server: &Server, address: &str, body: &Value) -> Answer {
    let headers = [("Content-Type", "application/json"), ("X-Forwarded-For", address)];
    let body = body.to_string();
    server
        .http
        .call("POST", "/v1/recoveries", &headers, body.as_bytes())
}

/// What the n-th letter to somebody says, in one line.
fn said(server: &Server, who: &str, n: usize) -> String {
    let text = server.captured_letter(who, n).text();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_letter_is_in_the_accounts_language_else_in_the_one_it_was_asked_for_in() {
    let place = place();
    place.add(ANN, OLD);
    let with_locale = [
        "account",
        "add",
        "tur@example.com",
        "--locale",
        "tr",
        "--password-stdin",
    ];
    assert!(place.run(&with_locale, OLD).status.success());
    let server = place.serve();
    let subject = |who: &str, n: usize| {
        let raw = server.captured_letter(who, n).raw;
        let language = raw.lines().find_map(|it| it.strip_prefix("Content-Language: "));
        language.unwrap().trim().to_owned()
    };
    let ask = |body: Value| {
        let begun = server.http.json("POST", "/v1/recoveries", &body);
        assert_eq!(begun.status, 202, "{}", begun.body);
    };
    ask(json!({ "email": ANN, "locale": "de-AT" }));
    assert_eq!(subject(ANN, 1), "de");
    ask(json!({ "email": ANN, "locale": "tlh" }));
    assert_eq!(subject(ANN, 2), "en", "one that nobody has words for is no error");
    ask(json!({ "email": "tur@example.com", "locale": "de" }));
    assert_eq!(subject("tur@example.com", 1), "tr");
}

#[test]
fn without_a_locale_letters_and_notice_speak_the_language_that_the_request_asks_for_on_every_api() {
    let place = place();
    for who in [ANN, "bob@example.com", "eve@example.com"] {
        place.add(who, OLD);
    }
    let server = place.serve();
    let language = |who: &str, n: usize| {
        let raw = server.captured_letter(who, n).raw;
        let language = raw.lines().find_map(|it| it.strip_prefix("Content-Language: "));
        language.unwrap().trim().to_owned()
    };
    let call = |method: &str, path: &str, wish: &str, body: Value| {
        let headers = [("Content-Type", "application/json"), ("Accept-Language", wish)];
        let answer = server
            .http
            .call(method, path, &headers, body.to_string().as_bytes());
        assert!(matches!(answer.status, 200 | 202 | 204), "{}", answer.body);
        answer
    };
    let otp = "/_config/users/password/generate_otp";
    call("POST", otp, "tlh, fr-CA;q=0.9, en;q=0.5", json!({ "email": ANN }));
    assert_eq!(language(ANN, 1), "fr");
    let code = server.captured_code(ANN, 1);
    let change = json!({ "email": ANN, "otp": code, "new_password": "the new password" });
    call("PUT", "/_config/users/password/", "ja", change);
    assert_eq!(language(ANN, 2), "ja");

    let request = "/password-reset/request?email=bob@example.com";
    call("PATCH", request, "de-AT", json!({}));
    assert_eq!(language("bob@example.com", 1), "de");

    let eve = "eve@example.com";
    let begun = call(
        "POST",
        "/v1/recoveries",
        "it",
        json!({ "email": eve, "locale": "nl" }),
    );
    assert_eq!(
        language(eve, 1),
        "nl",
        "what is said goes before what the client sends along"
    );
    let recovery = value(&begun)["recovery"].as_str().unwrap().to_owned();
    let code = server.captured_code(eve, 1);
    let path = format!("/v1/recoveries/{recovery}/password");
    call(
        "PUT",
        &path,
        "it",
        json!({ "code": code, "new_password": "the new password" }),
    );
    assert_eq!(language(eve, 2), "nl");
}

#[test]
fn the_language_stays_with_the_recovery_and_across_a_restart() {
    let place = place_with(&[("code.ttl", "\"2s\""), ("code.resend_after", "\"0s\"")]);
    place.add(ANN, OLD);
    let server = place.serve();
    let begun = server
        .http
        .json("POST", "/v1/recoveries", &json!({ "email": ANN, "locale": "fr" }));
    let recovery = value(&begun)["recovery"].as_str().unwrap().to_owned();
    server.captured_letter(ANN, 1);
    server.stop();
    let server = place.serve();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let path = format!("/v1/recoveries/{recovery}/resend");
    assert_eq!(server.http.json("POST", &path, &json!({})).status, 202);
    let raw = server.captured_letter(ANN, 2).raw;
    assert!(raw.contains("Content-Language: fr"), "{raw}");
}

#[test]
fn a_language_that_is_none_is_a_problem_for_everybody() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    for locale in [
        json!(""),
        json!("en_US"),
        json!(7),
        json!(null),
        json!("e"),
        json!(["de"]),
    ] {
        for who in [ANN, "stranger@example.com"] {
            let told = server.http.json(
                "POST",
                "/v1/recoveries",
                &json!({ "email": who, "locale": locale }),
            );
            is_problem(&told, 400, "invalid-field");
            assert_eq!(value(&told)["field"], json!("locale"), "{locale}");
        }
    }
    assert!(server.captured(ANN).is_empty());
}

#[test]
fn every_code_letter_says_when_and_from_which_network_it_was_asked_for() {
    let place = place_with(&[PROXY]);
    place.add(ANN, OLD);
    place.add("bob@example.com", OLD);
    let server = place.serve();
    begin_from(&server, "203.0.113.77", &json!({ "email": ANN }));
    let letter = said(&server, ANN, 1);
    assert!(
        letter.contains("asked for at") && letter.contains("from the network 203.0.113.0/24"),
        "{letter}"
    );
    assert!(!letter.contains("203.0.113.77"), "{letter}");
    begin_from(&server, "2001:db8:1:2::77", &json!({ "email": ANN }));
    let letter = said(&server, ANN, 2);
    assert!(letter.contains("network 2001:db8:1::/48"), "{letter}");
    // The documented APIs, too.
    let headers = [
        ("Content-Type", "application/json"),
        ("X-Forwarded-For", "198.51.100.9"),
    ];
    let body = b"{\"email\":\"bob@example.com\"}";
    let path = "/_config/users/password/generate_otp";
    assert_eq!(server.http.call("POST", path, &headers, body).status, 200);
    let text = said(&server, "bob@example.com", 1);
    assert!(
        text.contains("asked for at") && text.contains("198.51.100.0/24"),
        "{text}"
    );
    server.stop();
    let database = std::fs::read(place.data().join("resetd.sqlite3")).unwrap();
    for whole in [&[203_u8, 0, 113, 77][..], b"203.0.113.77", b"198.51.100.9"] {
        assert!(!database.windows(whole.len()).any(|it| it == whole), "{whole:?}");
    }
}

#[test]
fn of_a_back_end_a_letter_names_no_network() {
    let place = place_with(&[
        PROXY,
        ("limits.client.exempt", "[\"203.0.113.0/24\"]"),
        ("code.resend_after", "\"1s\""),
    ]);
    place.add(ANN, OLD);
    let server = place.serve();
    begin_from(&server, "203.0.113.77", &json!({ "email": ANN }));
    let bearer = format!("Bearer {}", key(&place, "support", &["recoveries:start"]));
    let headers = [
        ("Content-Type", "application/json"),
        ("Authorization", bearer.as_str()),
        ("X-Forwarded-For", "198.51.100.9"),
    ];
    let body = format!("{{\"email\":\"{ANN}\"}}");
    let started = server
        .http
        .call("POST", "/v1/recoveries/start", &headers, body.as_bytes());
    assert_eq!(started.status, 202, "{}", started.body);
    // Nor when another letter is asked for: only the application knows this recovery.
    said(&server, ANN, 2);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let recovery = value(&started)["recovery"].as_str().unwrap().to_owned();
    let path = format!("/v1/recoveries/{recovery}/resend");
    let headers = [
        ("Content-Type", "application/json"),
        ("X-Forwarded-For", "198.51.100.9"),
    ];
    let again = server.http.call("POST", &path, &headers, b"{}");
    assert_eq!(again.status, 202, "{}", again.body);
    for n in [1, 2, 3] {
        let letter = said(&server, ANN, n);
        assert!(
            letter.contains("asked for at") && !letter.contains("network"),
            "{letter}"
        );
    }
}

#[test]
fn what_an_account_is_called_stands_in_no_letter_and_does_no_harm_elsewhere() {
    const CALLED: &str = "<b>Zoe</b> \u{202e}gpj.eoz\u{2066} https://zoe.example/?a=1&b=\"{{x}}\"";
    let place = place();
    let all = key(&place, "shop", ALL);
    let server = place.serve();
    let shop = BackEnd::new(&server, &all);
    let account = json!({ "email": ANN, "password": OLD, "name": CALLED });
    let made = shop.post("/v1/accounts", &account);
    assert_eq!((made.status, &value(&made)["name"]), (201, &json!(CALLED)));
    let begin = || {
        let begun = server
            .http
            .json("POST", "/v1/recoveries", &json!({ "email": ANN }));
        assert_eq!(begun.status, 202, "{}", begun.body);
        value(&begun)["recovery"].as_str().unwrap().to_owned()
    };
    let recovery = begin();
    let code = server.captured_letter(ANN, 1).code().unwrap();
    let body = json!({ "code": code, "new_password": "another password" });
    let path = format!("/v1/recoveries/{recovery}/password");
    assert_eq!(server.http.json("PUT", &path, &body).status, 204);
    server.captured_letter(ANN, 2);
    assert_eq!(shop.call("POST", "/v1/accounts/1/disable", "").status, 200);
    begin();
    for number in 1..=3 {
        let letter = server.captured_letter(ANN, number);
        let all = format!("{}{}", letter.raw.replace("=\r\n", ""), letter.text());
        for part in ["Zoe", "zoe", "gpj", "\u{202e}", "{{"] {
            assert!(!all.contains(part), "letter {number}: {part}: {all}");
        }
    }
    let listed = place.run(&["account", "list"], "");
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(
        listed.contains("\\u{202e}gpj") && !listed.contains('\u{202e}'),
        "{listed}"
    );
}
