//! The whole way back in.

use std::collections::BTreeSet;

use super::*;

#[test]
fn a_person_gets_back_in_with_a_code_and_without_scripts() {
    let (place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    let start = browser.get("/reset");
    assert_eq!(start.answer.status, 200);
    assert!(start.says("Reset your password") && start.says("We will send you a code."));
    let page = begin(&mut browser, " ann@example.com ");
    assert!(
        page.says("If there is an account for ann@example.com"),
        "{}",
        page.text()
    );
    let letter = server.captured_letter(ANN, 1);
    assert!(letter.text().contains(&page.reference()));
    assert!(letter.header("Subject").unwrap().contains(&page.reference()));
    let code = server.captured_code(ANN, 1);

    let wrong = browser.submit("code-form", &[("code", &other(&code))]);
    assert_eq!(wrong.answer.status, 422);
    assert!(
        wrong.says("This is not the code. You have 4 more tries."),
        "{}",
        wrong.text()
    );
    let spaced = format!(" {}-{} ", &code[..3], &code[3..]);
    let password = browser.submit("code-form", &[("code", &spaced)]);
    assert!(password.path.ends_with("/password"), "{}", password.text());
    assert!(password.says("Choose a new password") && password.says("For ann@example.com"));

    let weak = browser.submit("password-form", &[("new_password", "short")]);
    assert_eq!(weak.answer.status, 422);
    assert!(weak.says("The password is too short. It needs at least 8 characters."));
    assert!(
        !weak.answer.body.contains("\"short\""),
        "a password is never sent back"
    );
    let done = browser.submit("password-form", &[("new_password", NEW)]);
    assert!(done.path.ends_with("/done") && done.answer.status == 200);
    assert!(done.says("You can sign in with your new password now."));
    assert!(place.verifies(ANN, NEW) && !place.verifies(ANN, OLD));
    assert_eq!(server.captured_letter(ANN, 2).code(), None, "the notice");
}

#[test]
fn the_fields_are_made_for_phones_and_password_managers() {
    let (_place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    let page = begin(&mut browser, ANN);
    let code = |name| page.attribute("code", name);
    assert_eq!(code("autocomplete").as_deref(), Some("one-time-code"));
    assert_eq!(
        code("inputmode").as_deref(),
        Some("text"),
        "later rungs have letters"
    );
    assert_eq!(code("maxlength"), None);
    let mailed = server.captured_code(ANN, 1);
    let page = browser.submit("code-form", &[("code", &mailed)]);
    let field = |name| page.attribute("new-password", name);
    assert_eq!(field("autocomplete").as_deref(), Some("new-password"));
    assert_eq!(field("type").as_deref(), Some("password"));
    assert_eq!(field("maxlength"), None);
    let username = page
        .answer
        .body
        .split("<input")
        .find(|it| it.contains("autocomplete=\"username\""))
        .unwrap();
    assert_eq!(browser::attribute(username, "value").as_deref(), Some(ANN));
    assert!(
        !username.contains("type=\"hidden\""),
        "a password manager does not look at hidden fields"
    );
}

#[test]
fn a_ladder_of_digits_asks_for_digits_alone() {
    let (_place, server) = with_ann(&[("code.ladder", "[\"digits:6\", \"digits:8\"]")]);
    let page = begin(&mut Browser::of(&server), ANN);
    assert_eq!(page.attribute("code", "inputmode").as_deref(), Some("numeric"));
}

#[test]
fn another_letter_comes_when_its_time_has_come() {
    let (_place, server) = with_ann(&[("code.resend_after", "\"2s\"")]);
    let mut browser = Browser::of(&server);
    let page = begin(&mut browser, ANN);
    server.captured_letter(ANN, 1);
    assert_eq!(
        page.attribute("resend-wait", "data-seconds").as_deref(),
        Some("2")
    );
    assert!(
        page.says("Another letter can be sent in 0:02."),
        "{}",
        page.text()
    );
    let early = browser.submit("resend-form", &[]);
    assert!(early.says("Another letter can be sent in 0:0") && !early.says("another letter is on its way"));
    std::thread::sleep(std::time::Duration::from_secs(2));
    let page = browser.submit("resend-form", &[]);
    assert!(page.says("another letter is on its way"), "{}", page.text());
    let again = server.captured_letter(ANN, 2);
    assert_eq!(
        again.code(),
        server.captured_letter(ANN, 1).code(),
        "the same code once more"
    );
    assert!(again.text().contains(&page.reference()));
}

#[test]
fn the_last_page_leads_back_to_a_listed_origin_alone() {
    let listed = [("pages.return_origins", "[\"https://app.example.com\"]")];
    let (_place, server) = with_ann(&listed);
    for (asked, shown) in [
        (
            "https://app.example.com/in?a=1%26b=2%23x",
            Some("https://app.example.com/in?a=1&b=2#x"),
        ),
        ("https://evil.example/", None),
        ("//evil.example", None),
        ("javascript:alert(1)", None),
        ("https://app.example.com%40evil.example/", None),
    ] {
        let mut browser = Browser::of(&server);
        let letters = server.captured(ANN).len();
        let start = browser.get(&format!("/reset?return_to={asked}"));
        assert!(!start.answer.body.contains("evil") && !start.answer.body.contains("javascript:"));
        browser.submit("start-form", &[("email", ANN)]);
        // Within an hour two letters come from one client; the rest of the journey was walked before.
        let Some(shown) = shown else {
            continue;
        };
        let code = server.captured_letter(ANN, letters + 1).code().unwrap();
        browser.submit("code-form", &[("code", &code)]);
        let done = browser.submit("password-form", &[("new_password", NEW)]);
        assert_eq!(done.attribute("return", "href").as_deref(), Some(shown));
    }
}

#[test]
fn a_planted_field_does_not_lead_anywhere_either() {
    let (_place, server) = with_ann(&[("pages.return_origins", "[\"https://app.example.com\"]")]);
    let mut browser = Browser::of(&server);
    browser.get("/reset");
    let planted = browser::encoded(&[
        ("email", ANN),
        ("return_to", "https://evil.example/"),
        ("lang", "xx"),
    ]);
    assert_eq!(browser.post("/reset", &planted).status, 303);
    let tab = browser
        .cookies
        .keys()
        .find_map(|it| it.strip_prefix("reset-"))
        .unwrap()
        .to_owned();
    browser.get(&format!("/reset/{tab}/code"));
    let code = server.captured_code(ANN, 1);
    browser.submit("code-form", &[("code", &code)]);
    let done = browser.submit("password-form", &[("new_password", NEW)]);
    assert!(done.path.ends_with("/done") && done.tag("return").is_none());
}

#[test]
fn the_well_known_address_leads_to_the_first_page_and_others_nowhere() {
    let (_place, server) = with_ann(&[]);
    let answer = server.http.get("/.well-known/change-password");
    assert_eq!((answer.status, answer.header("location")), (303, Some("/reset")));
    for path in [
        "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200",
        "/.well-known/",
        "/.well-known/change-password/x",
        "/reset/x",
        "/reset/assets/x",
        "/reset/assets/",
    ] {
        assert_eq!(server.http.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_password_is_weighed_while_it_is_typed() {
    let (_place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    let page = begin(&mut browser, ANN);
    let path = format!("/reset/{}/strength", page.tab());
    let mut weigh = |password: &str| {
        let answer = browser.post(&path, &browser::encoded(&[("new_password", password)]));
        assert_eq!(answer.status, 200, "{}", answer.body);
        let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        (told["score"].as_i64().unwrap(), told["words"].to_string())
    };
    let (score, words) = weigh("password1");
    assert!(
        score == 0 && words.contains("one of the passwords that are used most"),
        "{words}"
    );
    let (score, words) = weigh("short");
    assert!(
        score == 0 && words.contains("It needs at least 8 characters"),
        "{words}"
    );
    assert_eq!(
        weigh("pebble-quixotic-lantern-moss"),
        (4, "[\"Very strong.\"]".to_owned())
    );
}

#[test]
fn a_start_form_that_is_sent_twice_begins_one_recovery() {
    let (_place, server) = with_ann(&[]);
    let stranger = "stranger@example.com";
    for email in [ANN, stranger] {
        let mut browser = Browser::of(&server);
        browser.get("/reset");
        let (action, fields) = browser.form("start-form");
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        fields.iter_mut().find(|it| it.0 == "email").unwrap().1 = email;
        let body = encoded(&fields);
        // As many as somebody presses in impatience, some of them at once.
        let mut browsers: Vec<Browser> = (0..6).map(|_| Browser::of(&server)).collect();
        let pages: Vec<Page> = std::thread::scope(|scope| {
            let sent: Vec<_> = browsers
                .iter_mut()
                .map(|it| {
                    scope.spawn(|| {
                        let answer = it.post(&action, &body);
                        assert_eq!(answer.status, 303, "{}", answer.body);
                        it.follow(&action, answer)
                    })
                })
                .collect();
            sent.into_iter().map(|it| it.join().unwrap()).collect()
        });
        let references: BTreeSet<String> = pages.iter().map(Page::reference).collect();
        assert_eq!(references.len(), 1, "{email}: {references:?}");
        // Whichever answer the browser shows, the code opens what it leads to.
        if email == ANN {
            let code = server.captured_letter(ANN, 1).code().unwrap();
            for browser in &mut browsers {
                let page = browser.submit("code-form", &[("code", &code)]);
                assert!(page.path.ends_with("/password"), "{}", page.text());
            }
        }
        // Another address in the same form is another recovery, and so is a form that says nothing of itself.
        fields.iter_mut().find(|it| it.0 == "email").unwrap().1 = "else@example.com";
        let mended = browser.post(&action, &encoded(&fields));
        let mended = browser.follow(&action, mended).reference();
        let plain = browser.post(&action, &encoded(&[("email", email)]));
        let plain = browser.follow(&action, plain).reference();
        assert!(!references.contains(&mended) && !references.contains(&plain) && mended != plain);
    }
    server.captured_letter(ANN, 2);
    assert_eq!(
        server.captured(ANN).len(),
        2,
        "one for the form, one for the form without a name"
    );
    assert!(server.captured(stranger).is_empty());
}
