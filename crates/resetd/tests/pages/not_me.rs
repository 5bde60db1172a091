//! The notice's "this was not me", and the recovery that follows it.

use super::*;

const ALL: (&str, &str) = (
    "dialects.enabled",
    "[\"4pointx\", \"userverse\", \"v1\", \"pages\"]",
);
const FREE: (&str, &str) = ("limits.enabled", "false");

/// Ann's password is reset on the pages. Gives the path of the link in the notice, which is her letter of this number.
fn reset(server: &Server, number: usize, new: &str) -> String {
    let mut browser = Browser::of(server);
    begin(&mut browser, ANN);
    let code = server.captured_letter(ANN, number - 1).code().unwrap();
    browser.submit("code-form", &[("code", &code)]);
    let done = browser.submit("password-form", &[("new_password", new)]);
    assert!(done.path.ends_with("/done"), "{}", done.text());
    not_me(server, number)
}

fn not_me(server: &Server, number: usize) -> String {
    let notice = server.captured_letter(ANN, number);
    assert_eq!(notice.code(), None, "a notice");
    let token = notice.token().expect("a link in the notice");
    let line = format!("http://127.0.0.1:8080/reset/not-me?token={token}");
    assert!(notice.text().lines().any(|it| it == line), "{}", notice.text());
    format!("/reset/not-me?token={token}")
}

/// What a letter says, as one line.
fn said(letter: &support::letters::Letter) -> String {
    letter.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn v1(server: &Server, method: &str, path: &str, body: &serde_json::Value) -> (u16, String) {
    let answer = server.http.json(method, path, body);
    let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
    let kind = problem["type"]
        .as_str()
        .unwrap_or_default()
        .replace("/problems/", "");
    (answer.status, kind)
}

#[test]
fn a_change_that_was_somebody_else_s_is_taken_back_and_the_next_recovery_needs_link_and_code() {
    let (place, server) = with_ann(&[ALL, FREE]);
    let path = reset(&server, 2, NEW);
    // Under way when the owner acts: a recovery with its code and link.
    let mut thief = Browser::of(&server);
    begin(&mut thief, ANN);
    let live = server.captured_letter(ANN, 3);
    assert!(place.verifies(ANN, NEW));

    let mut owner = Browser::of(&server);
    let page = owner.get(&path);
    assert!(page.says("Was it not you?") && page.says("the one before it does not come back"));
    let token = path.split_once('=').unwrap().1;
    assert!(!page.answer.body.contains(token) && !page.path.contains(token));
    let ended = owner.submit("not-me-form", &[]);
    assert!(
        ended.answer.status == 200 && ended.says("The password has ended"),
        "{}",
        ended.text()
    );
    assert!(!place.verifies(ANN, NEW) && !place.verifies(ANN, OLD));
    assert_eq!(server.metric("resetd_disowned_changes_total"), 1.0);
    let log = server.log();
    let event = log.lines().find(|it| it.contains("somebody else's"));
    assert!(
        event.is_some_and(|it| it.contains("WARN") && it.contains("a***@example.com")),
        "{log}"
    );
    assert!(!log.contains(ANN) && !log.contains(token));

    // Reloading shows the same, opening it anew that it was used.
    assert!(owner.get(&ended.path).says("The password has ended"));
    let again = Browser::of(&server).get(&path);
    assert!(
        again.answer.status == 410 && again.says("It has been used"),
        "{}",
        again.text()
    );

    // What was under way is dead.
    let dead = thief.submit("code-form", &[("code", &live.code().unwrap())]);
    assert!(
        dead.answer.status == 422 && dead.says("This is not the code."),
        "{}",
        dead.text()
    );
    let link = format!("/reset/link?token={}", live.token().unwrap());
    assert_eq!(Browser::of(&server).get(&link).answer.status, 410);

    // A recovery can begin at once. Its code alone sets no password on any surface.
    let mut browser = Browser::of(&server);
    begin(&mut browser, ANN);
    let letter = server.captured_letter(ANN, 4);
    assert!(
        said(&letter).contains("this time link and code are needed together"),
        "{}",
        letter.text()
    );
    let (code, token) = (letter.code().unwrap(), letter.token().unwrap());
    let alone = browser.submit("code-form", &[("code", &code)]);
    assert_eq!(alone.answer.status, 410);
    assert!(
        alone.says("or open the link in the one you have"),
        "{}",
        alone.text()
    );
    let begun = server
        .http
        .json("POST", "/v1/recoveries", &serde_json::json!({ "email": ANN }));
    let begun: serde_json::Value = serde_json::from_str(&begun.body).unwrap();
    let of_v1 = server.captured_letter(ANN, 5).code().unwrap();
    let recovery = format!("/v1/recoveries/{}/password", begun["recovery"].as_str().unwrap());
    let body = serde_json::json!({ "code": of_v1, "new_password": "by the code alone" });
    assert_eq!(v1(&server, "PUT", &recovery, &body), (410, "spent".to_owned()));
    server.ask(ANN);
    let of_4pointx = server.captured_letter(ANN, 6).code().unwrap();
    let refused = server.reset(ANN, &of_4pointx, "by the code alone");
    assert_eq!(refused.status, 404, "{}", refused.body);

    // Nor does the link alone.
    let by_link = |code: Option<&str>| {
        let mut body = serde_json::json!({ "token": token, "new_password": "by link and code" });
        if let Some(code) = code {
            body["code"] = code.into();
        }
        v1(&server, "PUT", "/v1/links/password", &body)
    };
    assert_eq!(by_link(None), (422, "code-needed".to_owned()));
    let body = serde_json::json!({ "token": token, "new_password": "by the link alone" });
    let refused = server
        .http
        .json("PATCH", "/password-reset/reset-with-token", &body);
    assert_eq!(refused.status, 400, "{}", refused.body);
    assert!(place.database().exists() && !place.verifies(ANN, "by the link alone"));

    // Both do, and guesses at the code count.
    assert_eq!(by_link(Some(&other(&code))), (422, "invalid-code".to_owned()));
    let mut phone = Browser::of(&server);
    let page = phone.get(&format!("/reset/link?token={token}"));
    assert!(
        page.says("the code from the letter is needed here, too"),
        "{}",
        page.text()
    );
    let empty = phone.submit("password-form", &[("new_password", "by both of them")]);
    assert!(empty.answer.status == 422 && empty.says("Type the code from the letter."));
    let fields = [("new_password", "by both of them"), ("code", &other(&code))];
    let wrong = phone.submit("password-form", &fields);
    assert!(wrong.says("You have 3 more tries."), "{}", wrong.text());
    let fields = [("new_password", "by both of them"), ("code", &code)];
    let done = phone.submit("password-form", &fields);
    assert!(done.path.ends_with("/done"), "{}", done.text());
    assert!(place.verifies(ANN, "by both of them"));

    // From now on everything is as it was.
    let ordinary = "set by the code alone";
    reset(&server, 9, ordinary);
    assert!(place.verifies(ANN, ordinary));
}

#[test]
fn who_only_looks_takes_nothing_back_and_no_other_site_can() {
    let (place, server) = with_ann(&[ALL, FREE]);
    let path = reset(&server, 2, NEW);
    let looks: [(&str, &[(&str, &str)]); 5] = [
        ("GET", &[]),
        ("HEAD", &[]),
        ("GET", &[("Sec-Purpose", "prefetch;prerender")]),
        (
            "GET",
            &[("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")],
        ),
        ("OPTIONS", &[]),
    ];
    for (method, headers) in looks {
        let mut scanner = Browser::of(&server);
        let opened = scanner.request(method, &path, headers, "");
        if let Some(next) = opened.header("location").map(str::to_owned) {
            assert_eq!(
                scanner.request(method, &next, headers, "").status,
                200,
                "{method}"
            );
        }
        assert!(matches!(opened.status, 303 | 405), "{method}: {}", opened.status);
    }
    let mut owner = Browser::of(&server);
    let page = owner.get(&path);
    let foreign = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Origin", "https://evil.example"),
        ("Sec-Fetch-Site", "cross-site"),
    ];
    assert_eq!(owner.request("POST", &page.path, &foreign, "").status, 403);
    let bare = Browser::of(&server).post(&page.path, "");
    assert_eq!(bare.status, 404, "in another browser the path alone is nothing");
    assert_eq!(owner.request("POST", &path, &[], "").status, 405);
    assert!(place.verifies(ANN, NEW));
    assert_eq!(server.metric("resetd_disowned_changes_total"), 0.0);
}

#[test]
fn of_many_at_once_one_takes_a_change_back() {
    let (place, server) = with_ann(&[ALL, FREE]);
    let path = reset(&server, 2, NEW);
    let mut browsers: Vec<Browser> = (0..8).map(|_| Browser::of(&server)).collect();
    for browser in &mut browsers {
        browser.get(&path);
    }
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let sent: Vec<_> = browsers
            .iter_mut()
            .map(|it| scope.spawn(|| it.send("not-me-form", &[]).1.status))
            .collect();
        sent.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|it| **it == 303).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|it| **it == 410).count(),
        7,
        "{statuses:?}"
    );
    assert_eq!(server.metric("resetd_disowned_changes_total"), 1.0);
    assert!(!place.verifies(ANN, NEW));
}

#[test]
fn what_is_no_token_of_a_notice_or_is_moot_is_told_plainly() {
    let (place, server) = with_ann(&[ALL, FREE]);
    let first = reset(&server, 2, NEW);
    let later = reset(&server, 4, "a newer password");
    let told = |path: &str, words: &str| {
        let page = Browser::of(&server).get(path);
        assert_eq!(page.answer.status, 410, "{path}");
        assert!(
            page.says("This link no longer works") && page.says(words),
            "{path}: {}",
            page.text()
        );
        assert!(!page.answer.body.contains("<form"), "{path}");
    };
    told(&first, "The password was changed again since.");
    let unknown = "Perhaps a part of the address is missing.";
    let last = if later.ends_with('A') { "B" } else { "A" };
    let bent = format!("{}{last}", &later[..later.len() - 1]);
    let link = server.captured_letter(ANN, 3).token().unwrap();
    for path in [
        bent.as_str(),
        &later[..later.len() - 1],
        "/reset/not-me",
        "/reset/not-me?token=",
        "/reset/not-me?token=%3Cscript%3E",
        &format!("{later}&token=x"),
        &format!("/reset/not-me?token={link}"),
    ] {
        told(path, unknown);
    }
    let as_link = later.replace("not-me", "link");
    assert_eq!(
        Browser::of(&server).get(&as_link).answer.status,
        410,
        "nor is it a letter's link"
    );
    assert!(place.verifies(ANN, "a newer password"));
}

#[test]
fn without_the_pages_a_notice_holds_no_link() {
    let place = Place::with(&[("dialects.enabled", "[\"4pointx\", \"userverse\"]")]);
    place.add(ANN, OLD);
    let server = place.serve();
    server.ask(ANN);
    let code = server.captured_letter(ANN, 1).code().unwrap();
    assert_eq!(server.reset(ANN, &code, NEW).status, 200);
    let notice = server.captured_letter(ANN, 2);
    assert!(
        notice.token().is_none() && !notice.text().contains("://"),
        "{}",
        notice.text()
    );
}

#[test]
fn the_owner_of_a_disabled_account_is_told_so_by_letter_within_the_same_budget() {
    let settings = [
        ALL,
        ("pages.support", "\"help@example.com\""),
        ("code.resend_after", "\"0s\""),
    ];
    let (place, server) = with_ann(&settings);
    assert!(place.run(&["account", "disable", ANN], "").status.success());
    let mut pages: Vec<Page> = vec![];
    for _ in 0..4 {
        pages.push(begin(&mut Browser::of(&server), ANN));
    }
    let letter = server.captured_letter(ANN, 2);
    let text = letter.text();
    assert!(
        said(&letter).contains("Your account is disabled, so its password cannot be reset.")
            && text.contains("help@example.com"),
        "{text}"
    );
    assert!(
        text.contains(&pages[1].reference()) || text.contains(&pages[0].reference()),
        "{text}"
    );
    assert!(
        letter.code().is_none() && letter.token().is_none() && !text.contains("://"),
        "{text}"
    );
    assert!(!pages.iter().any(|it| it.says("disabled")), "no page tells");
    // The third and the fourth are beyond what one client can cause in an hour; a stranger's letter shows the courier is through.
    support::wait_until("an empty outbox", || place.waiting().is_empty());
    assert_eq!(server.captured(ANN).len(), 2);
}

#[test]
fn an_account_without_a_password_is_written_to_about_its_first() {
    let place = place_with(&[ALL]);
    place.import(&[ANN.to_owned()]);
    let server = place.serve();
    let mut browser = Browser::of(&server);
    begin(&mut browser, ANN);
    let letter = server.captured_letter(ANN, 1);
    assert!(
        letter
            .text()
            .contains("to set the first password of your account"),
        "{}",
        letter.text()
    );
    assert!(
        letter
            .header("Subject")
            .unwrap()
            .starts_with("Set your password (")
    );
    browser.submit("code-form", &[("code", &letter.code().unwrap())]);
    assert!(
        browser
            .submit("password-form", &[("new_password", NEW)])
            .path
            .ends_with("/done")
    );
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn operators_and_back_ends_see_whose_change_was_taken_back_until_the_next_recovery() {
    let (place, server) = with_ann(&[ALL, FREE]);
    let told = |words: &[&str]| {
        let done = place.run(&[&["account"], words].concat(), "");
        assert!(done.status.success());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (text(done.stdout), text(done.stderr))
    };
    let commands = [vec!["show", ANN], vec!["list"]];
    let shop = place.run(&["api-key", "add", "shop", "--scope", "accounts:read"], "");
    assert!(shop.status.success());
    let bearer = format!("Bearer {}", String::from_utf8(shop.stdout).unwrap().trim());
    let seen = |expected: bool| {
        for words in &commands {
            let (table, note) = told(words);
            assert_eq!(table.contains("taken back"), expected, "{table}");
            assert_eq!(note.contains("link and its code together"), expected, "{note}");
            let (line, note) = told(&[words.as_slice(), &["--json"]].concat());
            let account: serde_json::Value = serde_json::from_str(&line).unwrap();
            assert_eq!(account["disowned"], expected, "{line}");
            assert_eq!(note, "");
        }
        let headers = [("Authorization", bearer.as_str())];
        let shown = server.http.call("GET", "/v1/accounts/1", &headers, b"");
        let account: serde_json::Value = serde_json::from_str(&shown.body).unwrap();
        assert_eq!(account["disowned"], expected, "{}", shown.body);
    };
    let path = reset(&server, 2, NEW);
    seen(false);
    let mut owner = Browser::of(&server);
    owner.get(&path);
    owner.submit("not-me-form", &[]);
    seen(true);
    begin(&mut Browser::of(&server), ANN);
    let letter = server.captured_letter(ANN, 3);
    let (token, code) = (letter.token().unwrap(), letter.code().unwrap());
    let body = serde_json::json!({ "token": token, "code": code, "new_password": NEW });
    assert_eq!(v1(&server, "PUT", "/v1/links/password", &body).0, 204);
    seen(false);
}
