//! What goes wrong in real browsers: each is answered by a page that helps, and nothing is used up twice.

use super::*;

/// A browser on the page of the new password, and the code.
fn at_password(server: &Server) -> (Browser, String) {
    let mut browser = Browser::of(server);
    begin(&mut browser, ANN);
    let code = server.captured_code(ANN, 1);
    let page = browser.submit("code-form", &[("code", &code)]);
    assert!(page.path.ends_with("/password"), "{}", page.text());
    (browser, code)
}

#[test]
fn the_fifth_wrong_code_ends_it_and_the_next_letter_brings_another() {
    let (place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    begin(&mut browser, ANN);
    let code = server.captured_code(ANN, 1);
    for _ in 0..5 {
        browser.submit("code-form", &[("code", &other(&code))]);
    }
    let burnt = browser.submit("code-form", &[("code", &code)]);
    assert!(
        burnt.answer.status == 410 && burnt.says("This code cannot be used any more."),
        "{}",
        burnt.text()
    );
    let again = browser.submit("resend-form", &[]);
    assert!(again.says("another letter is on its way"), "{}", again.text());
    let fresh = server.captured_code(ANN, 2);
    browser.submit("code-form", &[("code", &fresh)]);
    assert!(
        browser
            .submit("password-form", &[("new_password", NEW)])
            .path
            .ends_with("/done")
    );
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn a_form_that_is_sent_twice_sets_the_password_once_and_both_are_told_so() {
    let (place, server) = with_ann(&[]);
    let (mut browser, _) = at_password(&server);
    let cookies = browser.cookies.clone();
    let (action, _) = browser.form("password-form");
    let body = browser::encoded(&[("username", ANN), ("new_password", NEW)]);
    let racing: Vec<_> = (0..4)
        .map(|_| {
            let (mut twin, action, body) = (Browser::of(&server), action.clone(), body.clone());
            twin.cookies = cookies.clone();
            std::thread::spawn(move || {
                let answer = twin.post(&action, &body);
                let next = answer.header("location").unwrap_or_default().to_owned();
                (answer.status, twin.get(&next))
            })
        })
        .collect();
    for ended in racing {
        let (status, page) = ended.join().unwrap();
        assert_eq!(status, 303);
        assert!(
            page.path.ends_with("/done") && page.says("Your password is set"),
            "{}",
            page.text()
        );
    }
    // And once more much later, by the back button, with another password.
    browser.cookies = cookies;
    let replayed = browser.post(
        &action,
        &browser::encoded(&[("new_password", "another password")]),
    );
    assert_eq!(replayed.status, 303);
    assert!(replayed.header("location").unwrap().ends_with("/done"));
    assert!(place.verifies(ANN, NEW) && !place.verifies(ANN, "another password"));
    let notices = server
        .captured(ANN)
        .iter()
        .filter(|it| it.code().is_none())
        .count();
    assert!(notices <= 1, "one change, one notice");
}

#[test]
fn the_back_button_after_the_end_leads_to_the_end() {
    let (_place, server) = with_ann(&[]);
    let (mut browser, code) = at_password(&server);
    let done = browser.submit("password-form", &[("new_password", NEW)]);
    for page in ["code", "password"] {
        let path = done.path.replace("/done", &format!("/{page}"));
        assert_eq!(browser.get(&path).path, done.path);
        let sent = browser.post(
            &path,
            &browser::encoded(&[("code", &code), ("new_password", NEW)]),
        );
        assert_eq!(sent.header("location"), Some(done.path.as_str()));
    }
    let resent = browser.post(&done.path.replace("/done", "/resend"), "");
    assert_eq!(resent.header("location"), Some(done.path.as_str()));
}

#[test]
fn steps_cannot_be_skipped() {
    let (place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    let page = begin(&mut browser, ANN);
    for step in ["password", "done", "link"] {
        let path = page.path.replace("/code", &format!("/{step}"));
        assert_eq!(browser.get(&path).path, page.path, "{step}");
    }
    let path = page.path.replace("/code", "/password");
    let sent = browser.post(&path, &browser::encoded(&[("new_password", NEW)]));
    assert_eq!(sent.header("location"), Some(page.path.as_str()));
    assert!(place.verifies(ANN, OLD));
}

#[test]
fn two_tabs_of_one_browser_do_not_mix() {
    let place = place_with(&[]);
    for email in [ANN, "bob@example.com"] {
        place.add(email, OLD);
    }
    let server = place.serve();
    let mut browser = Browser::of(&server);
    let one = begin(&mut browser, ANN);
    let two = begin(&mut browser, "bob@example.com");
    assert_ne!(one.tab(), two.tab());
    let (code_one, code_two) = (
        server.captured_code(ANN, 1),
        server.captured_code("bob@example.com", 1),
    );
    let page = browser.get(&one.path);
    assert!(page.says(ANN) && page.says(&one.reference()), "{}", page.text());
    if code_one != code_two {
        let mixed = browser.submit("code-form", &[("code", &code_two)]);
        assert!(mixed.says("This is not the code."), "{}", mixed.text());
    }
    browser.submit("code-form", &[("code", &code_one)]);
    browser.submit("password-form", &[("new_password", NEW)]);
    assert!(place.verifies(ANN, NEW) && place.verifies("bob@example.com", OLD));
    browser.get(&two.path);
    browser.submit("code-form", &[("code", &code_two)]);
    browser.submit("password-form", &[("new_password", "bob's own password")]);
    assert!(place.verifies("bob@example.com", "bob's own password") && place.verifies(ANN, NEW));
}

#[test]
fn a_browser_keeps_the_newest_tabs_and_forgets_the_others() {
    let (_place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    let tabs: Vec<Page> = (0..9)
        .map(|n| begin(&mut browser, &format!("somebody{n}@example.com")))
        .collect();
    let kept = browser
        .cookies
        .keys()
        .filter(|it| it.starts_with("reset-"))
        .count();
    assert_eq!(kept, 5);
    assert!(browser.get(&tabs[8].path).says("somebody8@example.com"));
    let lost = browser.get(&tabs[0].path);
    assert!(
        lost.answer.status == 404 && lost.says("This page is over"),
        "{}",
        lost.text()
    );
}

#[test]
fn the_path_of_a_tab_opens_nothing_in_another_browser() {
    let (place, server) = with_ann(&[]);
    let (browser, code) = at_password(&server);
    let path = browser.page.path.clone();
    let mut other = Browser::of(&server);
    other.get("/reset");
    for step in ["code", "password", "done", "link"] {
        let path = path.replace("/password", &format!("/{step}"));
        let page = other.get(&path);
        assert!(
            page.answer.status == 404 && page.says("This page is over"),
            "{step}"
        );
        assert_eq!(page.attribute("next", "href").as_deref(), Some("/reset"));
    }
    for (step, body) in [
        ("password", "new_password=a+new+password"),
        ("code", "code="),
        ("resend", ""),
    ] {
        let sent = other.post(
            &path.replace("/password", &format!("/{step}")),
            &format!("{body}{code}"),
        );
        assert_eq!(sent.status, 404, "{step}");
    }
    assert!(place.verifies(ANN, OLD));
}

#[test]
fn whoever_asks_too_often_is_told_how_long_to_wait() {
    let (_place, server) = with_ann(&[("limits.client.asks", "2"), ("limits.client.checks", "2")]);
    let mut browser = Browser::of(&server);
    let first = begin(&mut browser, ANN);
    begin(&mut browser, "eve@example.com");
    browser.get("/reset");
    let limited = browser.submit("start-form", &[("email", "bob@example.com")]);
    assert_eq!(limited.answer.status, 429);
    let wait: u32 = limited.answer.header("retry-after").unwrap().parse().unwrap();
    assert!((3000..=3601).contains(&wait), "{wait}");
    assert!(
        limited.says("Many requests came from your network. Please wait "),
        "{}",
        limited.text()
    );
    for status in [422, 422, 429] {
        browser.get(&first.path);
        assert_eq!(
            browser.submit("code-form", &[("code", "999999")]).answer.status,
            status
        );
    }
    assert_eq!(browser.page.attribute("next", "href"), Some(first.path));
}
