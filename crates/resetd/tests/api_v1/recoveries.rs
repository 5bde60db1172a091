//! Recoveries: bound to who asked, and telling nothing.

use super::*;

fn begin(server: &Server, email: &str) -> Answer {
    server
        .http
        .json("POST", "/v1/recoveries", &json!({ "email": email }))
}

fn named(answer: &Answer) -> String {
    assert_eq!(answer.status, 202, "{}", answer.body);
    value(answer)["recovery"].as_str().unwrap().to_owned()
}

fn check(server: &Server, recovery: &str, code: &str) -> Answer {
    let path = format!("/v1/recoveries/{recovery}/check");
    server.http.json("POST", &path, &json!({ "code": code }))
}

fn resend(server: &Server, recovery: &str) -> Answer {
    let path = format!("/v1/recoveries/{recovery}/resend");
    server.http.json("POST", &path, &json!({}))
}

fn set(server: &Server, recovery: &str, code: &str, password: &str) -> Answer {
    let path = format!("/v1/recoveries/{recovery}/password");
    let body = json!({ "code": code, "new_password": password });
    server.http.json("PUT", &path, &body)
}

/// Another code than this one.
fn other(code: &str) -> String {
    let first = if code.starts_with('1') { "2" } else { "1" };
    format!("{first}{}", &code[1..])
}

#[test]
fn a_person_gets_back_in_through_a_recovery() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    let begun = begin(&server, ANN);
    let shown = value(&begun);
    assert_eq!(shown["code"], json!({"min_length": 6, "max_length": 13}));
    assert_eq!(
        (&shown["resend_after"], &shown["expires_in"]),
        (&json!(60), &json!(600))
    );
    assert_eq!(shown["reference"].as_str().unwrap().len(), 6);
    let recovery = named(&begun);
    assert_eq!(recovery.len(), 22);
    let letter = server.captured_letter(ANN, 1);
    let reference = shown["reference"].as_str().unwrap();
    let subject = letter.raw.lines().find(|it| it.starts_with("Subject: ")).unwrap();
    assert!(
        subject.contains(reference) && letter.text().contains(reference),
        "{subject}"
    );
    let code = server.captured_code(ANN, 1);
    let wrong = check(&server, &recovery, &other(&code));
    is_problem(&wrong, 422, "invalid-code");
    assert_eq!(value(&wrong)["attempts_left"], json!(4));
    for _ in 0..2 {
        let right = check(&server, &recovery, &code);
        assert_eq!((right.status, right.body.as_str()), (200, "{\"ok\":true}"));
    }
    let weak = set(&server, &recovery, &other(&code), "short");
    is_problem(&weak, 422, "password-refused");
    let spaced = format!("{}-{}", &code[..3], &code[3..]);
    let done = set(&server, &recovery, &spaced, "a new password");
    assert_eq!((done.status, done.body.as_str()), (204, ""));
    assert!(place.verifies(ANN, "a new password") && !place.verifies(ANN, OLD));
    is_problem(&set(&server, &recovery, &code, "another password"), 410, "spent");
    is_problem(&check(&server, &recovery, &code), 410, "spent");
}

#[test]
fn a_code_works_in_its_own_recovery_alone() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    let one = named(&begin(&server, ANN));
    let code_of_one = server.captured_code(ANN, 1);
    let two = named(&begin(&server, ANN));
    let code_of_two = server.captured_code(ANN, 2);
    if code_of_one != code_of_two {
        is_problem(&check(&server, &one, &code_of_two), 422, "invalid-code");
        is_problem(&check(&server, &two, &code_of_one), 422, "invalid-code");
    }
    let documented = server.check(ANN, &code_of_one);
    assert_eq!(
        documented.status, 404,
        "nothing was asked for there: {}",
        documented.body
    );
    assert_eq!(set(&server, &two, &code_of_two, "a new password").status, 204);
    // The success ended the other one, which shows no more than that its code is not right.
    let ended = set(&server, &one, &code_of_one, "another password");
    is_problem(&ended, 422, "invalid-code");
    assert!(place.verifies(ANN, "a new password"));
}

/// An answer without what differs from call to call.
fn plain(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let ids = ["x-request-id", "date"];
    let kept = answer.headers.iter().map(|(name, value)| {
        let name = name.to_ascii_lowercase();
        let shown = match name.as_str() {
            hidden if ids.contains(&hidden) => "…".to_owned(),
            // It counts down with every call, whatever that is about.
            "ratelimit" => value.replace(|it: char| it.is_ascii_digit(), ""),
            _ => value.clone(),
        };
        (name, shown)
    });
    let mut body: Value = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
    for key in ["recovery", "reference"] {
        if let Some(shown) = body.get_mut(key) {
            *shown = json!("x".repeat(shown.as_str().unwrap().len()));
        }
    }
    (answer.status, kept.collect(), body.to_string())
}

#[test]
fn known_unknown_disabled_elsewhere_shared_password_less_and_over_limit_accounts_are_answered_alike_on_every_call()
 {
    let place = place_with(&[
        ("limits.account.letters_per_hour", "1"),
        ("code.resend_after", "\"0s\""),
    ]);
    for who in [ANN, "off@example.com", "full@example.com"] {
        place.add(who, OLD);
    }
    assert!(
        place
            .run(&["account", "disable", "off@example.com"], "")
            .status
            .success()
    );
    place.import(&["first@example.com".to_owned()]);
    for (who, how) in [
        ("google@example.com", "elsewhere:Google"),
        ("two@example.com", "shared"),
    ] {
        place.add(who, OLD);
        let told = place.run(&["account", "sign-in", who, how], "");
        assert!(told.status.success());
    }
    let server = place.serve();
    assert_eq!(server.ask("full@example.com").status, 200);
    let everybody = [
        ANN,
        "stranger@example.com",
        "off@example.com",
        "google@example.com",
        "two@example.com",
        "first@example.com",
        "full@example.com",
    ];
    let recoveries = everybody.map(|who| {
        let begun = begin(&server, who);
        (plain(&begun), named(&begun))
    });
    assert!(
        recoveries.iter().all(|it| it.0 == recoveries[0].0),
        "{recoveries:#?}"
    );
    let code = other(&server.captured_code(ANN, 1));
    let all = |call: &dyn Fn(&str) -> Answer| {
        let told = recoveries.each_ref().map(|(_, recovery)| plain(&call(recovery)));
        for it in &told {
            assert_eq!(it, &told[0]);
        }
        told[0].0
    };
    assert_eq!(all(&|it| check(&server, it, &code)), 422);
    assert_eq!(all(&|it| set(&server, it, &code, "a new password")), 422);
    assert_eq!(all(&|it| set(&server, it, &code, "short")), 422);
    assert_eq!(all(&|it| resend(&server, it)), 202);
    for _ in 0..3 {
        assert_eq!(all(&|it| check(&server, it, &code)), 422);
    }
    for _ in 0..3 {
        assert_eq!(all(&|it| check(&server, it, &code)), 410);
    }
    // A spent one is replaced at once, and takes guesses again.
    assert_eq!(all(&|it| resend(&server, it)), 202);
    assert_eq!(all(&|it| check(&server, it, &code)), 422);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !place.waiting().is_empty() {
        assert!(
            std::time::Instant::now() < until,
            "letters of nobody are put aside"
        );
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    for (who, words) in [
        ("google@example.com", "you sign in to it with Google."),
        ("two@example.com", "Several accounts at"),
    ] {
        let letters = server.captured(who);
        assert_eq!(letters.len(), 1, "within the account's hour");
        let text = letters[0].text().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains(words)
                && text.contains("Nothing was changed.") | text.contains("nothing was changed."),
            "{text}"
        );
        assert!(
            letters[0].code().is_none() && letters[0].token().is_none(),
            "{text}"
        );
        assert!(
            place
                .run(&["account", "sign-in", who, "password"], "")
                .status
                .success()
        );
        assert!(place.verifies(who, OLD), "nothing was changed");
    }
    let log = server.stop();
    assert!(!log.contains("stranger"), "{log}");
}

#[test]
fn an_ask_that_may_mail_nothing_leaves_the_code_that_was_mailed() {
    let place = place_with(&[
        ("limits.account.letters_per_hour", "1"),
        ("code.ttl", "\"12s\""),
        ("code.resend_after", "\"1s\""),
    ]);
    place.add(ANN, OLD);
    let server = place.serve();
    let recoveries = [ANN, "stranger@example.com"].map(|who| named(&begin(&server, who)));
    let code = server.captured_code(ANN, 1);
    for recovery in &recoveries {
        is_problem(&check(&server, recovery, &other(&code)), 422, "invalid-code");
    }
    std::thread::sleep(std::time::Duration::from_millis(6_200));
    let resent = recoveries.each_ref().map(|it| plain(&resend(&server, it)));
    assert_eq!(resent[0], resent[1]);
    assert_eq!(
        serde_json::from_str::<Value>(&resent[0].2).unwrap()["expires_in"],
        json!(12),
        "what is shown begins anew"
    );
    let wrong = recoveries
        .each_ref()
        .map(|it| plain(&check(&server, it, &other(&code))));
    assert_eq!(wrong[0], wrong[1]);
    assert!(wrong[0].2.contains("\"attempts_left\":4"), "{}", wrong[0].2);
    assert_eq!(server.captured(ANN).len(), 1);
    assert_eq!(check(&server, &recoveries[0], &code).status, 200);
    assert_eq!(set(&server, &recoveries[0], &code, "a new password").status, 204);
}

#[test]
fn no_letter_goes_to_a_stranger() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    named(&begin(&server, "stranger@example.com"));
    named(&begin(&server, ANN));
    server.captured_code(ANN, 1);
    assert!(server.captured("stranger@example.com").is_empty());
    assert_eq!(server.metric("resetd_letters_decoys_total"), 1.0);
}

#[test]
fn a_restart_keeps_recoveries_and_what_was_guessed_in_them() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    let recoveries = [ANN, "stranger@example.com"].map(|who| named(&begin(&server, who)));
    let code = server.captured_code(ANN, 1);
    for recovery in &recoveries {
        check(&server, recovery, &other(&code));
        check(&server, recovery, &other(&code));
    }
    server.stop();
    let server = place.serve();
    for recovery in &recoveries {
        let wrong = check(&server, recovery, &other(&code));
        assert_eq!(value(&wrong)["attempts_left"], json!(2));
    }
    assert_eq!(set(&server, &recoveries[0], &code, "a new password").status, 204);
    is_problem(
        &set(&server, &recoveries[1], &code, "a new password"),
        422,
        "invalid-code",
    );
}

#[test]
fn names_that_were_never_given_name_nothing_and_bad_input_counts_nothing() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    let recovery = named(&begin(&server, ANN));
    let code = server.captured_code(ANN, 1);
    let tampered = format!(
        "{}{}",
        if recovery.starts_with('A') { 'B' } else { 'A' },
        &recovery[1..]
    );
    let short = &recovery[..21];
    for name in [
        tampered.as_str(),
        short,
        "0",
        "%41",
        "..",
        "AAAAAAAAAAAAAAAAAAAAAA",
    ] {
        is_problem(&check(&server, name, &code), 404, "no-such-recovery");
        is_problem(&resend(&server, name), 404, "no-such-recovery");
        is_problem(
            &set(&server, name, &code, "a new password"),
            404,
            "no-such-recovery",
        );
    }
    let path = format!("/v1/recoveries/{recovery}/check");
    for bad in [
        json!({}),
        json!({ "code": "" }),
        json!({ "code": 123_456 }),
        json!({ "code": null }),
        json!({ "code": [code] }),
        json!({ "code": { "$ne": null } }),
        json!({ "code": "1".repeat(65) }),
        json!({ "code": code, "email": ANN }),
        json!([code]),
    ] {
        assert_eq!(server.http.json("POST", &path, &bad).status, 400, "{bad}");
    }
    for bad in [
        "",
        "a",
        "a@b",
        "a@example.com, b@example.com",
        "ann@example.com\r\nBcc: x@example.com",
    ] {
        is_problem(&begin(&server, bad), 400, "invalid-field");
    }
    is_problem(&server.http.get("/v1/recoveries"), 405, "method-not-allowed");
    let unlabelled = server
        .http
        .call("POST", "/v1/recoveries", &[], b"{\"email\":\"ann@example.com\"}");
    is_problem(&unlabelled, 415, "unsupported-media-type");
    let wrong = check(&server, &recovery, &other(&code));
    assert_eq!(
        value(&wrong)["attempts_left"],
        json!(4),
        "nothing was counted before"
    );
}

#[test]
fn the_link_of_a_letter_sets_a_password_once() {
    let place = place_with(&[("dialects.userverse.frontend_url", "\"http://127.0.0.1:9/reset\"")]);
    place.add(ANN, OLD);
    let server = place.serve();
    let recovery = named(&begin(&server, ANN));
    let letter = server.captured_letter(ANN, 1).text();
    let (_, rest) = letter.split_once("?token=").unwrap();
    let token = rest.split_whitespace().next().unwrap();
    let put = |token: &str, password: &str| {
        let body = json!({ "token": token, "new_password": password });
        server.http.json("PUT", "/v1/links/password", &body)
    };
    is_problem(&put(token, "short"), 422, "password-refused");
    is_problem(&put(&other(token), "a new password"), 422, "invalid-token");
    assert_eq!(put(token, "a new password").status, 204);
    is_problem(&put(token, "another password"), 422, "invalid-token");
    assert!(place.verifies(ANN, "a new password"));
    // Whoever began the recovery need not be who read the letter.
    let told = check(&server, &recovery, "123456");
    is_problem(&told, 422, "invalid-code");
    assert_eq!(value(&told)["attempts_left"], json!(4));
}

#[test]
fn the_end_of_an_account_does_not_show_in_a_recovery() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    let recoveries = [ANN, "stranger@example.com"].map(|who| named(&begin(&server, who)));
    let code = server.captured_code(ANN, 1);
    assert!(place.run(&["account", "remove", ANN], "").status.success());
    let checked = recoveries.each_ref().map(|it| plain(&check(&server, it, &code)));
    let reset = recoveries
        .each_ref()
        .map(|it| plain(&set(&server, it, &code, "a new password")));
    for told in [checked, reset] {
        assert_eq!(told[0], told[1]);
        assert_eq!(told[0].0, 422);
    }
    assert_eq!(
        plain(&resend(&server, &recoveries[0])),
        plain(&resend(&server, &recoveries[1]))
    );
}

#[test]
fn a_client_over_its_limit_is_told_when_to_come_again() {
    let place = place_with(&[("limits.client.asks", "2"), ("limits.client.checks", "1")]);
    let server = place.serve();
    let recovery = named(&begin(&server, "a@example.com"));
    named(&begin(&server, "b@example.com"));
    let limited = begin(&server, "c@example.com");
    is_problem(&limited, 429, "too-many-requests");
    assert!(limited.header("retry-after").unwrap().parse::<u32>().unwrap() > 3000);
    assert_eq!(check(&server, &recovery, "123456").status, 422);
    is_problem(&check(&server, &recovery, "123456"), 429, "too-many-requests");
}

#[test]
fn a_back_end_starts_a_recovery_for_somebody_and_does_not_see_the_code() {
    let place = place();
    place.add(ANN, OLD);
    let server = place.serve();
    let bearer = key(&place, "support", &["recoveries:start"]);
    let back_end = BackEnd::new(&server, &bearer);
    let begun = back_end.post("/v1/recoveries/start", &json!({ "email": ANN }));
    let recovery = named(&begun);
    let code = server.captured_code(ANN, 1);
    assert!(!begun.body.contains(&code));
    assert_eq!(set(&server, &recovery, &code, "a new password").status, 204);
    let stranger = back_end.post(
        "/v1/recoveries/start",
        &json!({ "email": "stranger@example.com" }),
    );
    assert_eq!(plain(&stranger), plain(&begun));
    let bare = server
        .http
        .json("POST", "/v1/recoveries/start", &json!({ "email": ANN }));
    is_problem(&bare, 401, "invalid-key");
    let other_key = key(&place, "reader", &["accounts:read"]);
    let lacking = BackEnd::new(&server, &other_key).post("/v1/recoveries/start", &json!({ "email": ANN }));
    is_problem(&lacking, 403, "missing-scope");
}

#[test]
fn what_a_back_end_starts_counts_where_everybody_s_recoveries_do() {
    let place = place_with(&[
        ("limits.account.letters_per_hour", "2"),
        ("limits.client.asks", "3"),
    ]);
    place.add(ANN, OLD);
    let server = place.serve();
    let bearer = key(&place, "support", &["recoveries:start"]);
    let back_end = BackEnd::new(&server, &bearer);
    let start = || back_end.post("/v1/recoveries/start", &json!({ "email": ANN }));
    let first = start();
    named(&first);
    let by_herself = begin(&server, ANN);
    assert_eq!(plain(&by_herself), plain(&first));
    // Ann's letters of this hour are spent. It does not show, and no letter comes.
    assert_eq!(plain(&start()), plain(&first));
    // So are the asks of this client, whoever they are made by.
    is_problem(&start(), 429, "too-many-requests");
    is_problem(&begin(&server, ANN), 429, "too-many-requests");
    server.captured_letter(ANN, 2);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !place.waiting().is_empty() {
        assert!(
            std::time::Instant::now() < until,
            "letters that nobody gets are put aside"
        );
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(server.captured(ANN).len(), 2);
}
