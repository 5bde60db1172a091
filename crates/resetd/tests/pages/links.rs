//! The page of a letter's link.

use super::*;

/// The path of the link in Ann's newest letter, which is written with `public_url` alone.
fn link(server: &Server, number: usize) -> String {
    let letter = server.captured_letter(ANN, number);
    let token = letter.token().expect("a link in every letter");
    let line = format!("http://127.0.0.1:8080/reset/link?token={token}");
    assert!(letter.text().lines().any(|it| it == line), "{}", letter.text());
    format!("/reset/link?token={token}")
}

#[test]
fn a_link_works_in_another_browser_than_the_one_that_asked_and_only_once() {
    let (place, server) = with_ann(&[]);
    begin(&mut Browser::of(&server), ANN);
    let link = link(&server, 1);
    let mut phone = Browser::of(&server);
    let page = phone.get(&link);
    assert!(
        page.path.ends_with("/link") && page.says("Choose a new password"),
        "{}",
        page.text()
    );
    assert!(
        !page.answer.body.contains(ANN),
        "an address that was not typed here is not shown"
    );
    let weak = phone.submit("password-form", &[("new_password", "short")]);
    assert!(weak.answer.status == 422 && weak.says("The password is too short."));
    let done = phone.submit("password-form", &[("new_password", NEW)]);
    assert!(done.path.ends_with("/done"), "{}", done.text());
    assert!(place.verifies(ANN, NEW));
    let again = Browser::of(&server).get(&link);
    assert_eq!(again.answer.status, 410);
    assert!(again.says("This link no longer works") && again.tag("password-form").is_none());
}

#[test]
fn the_token_leaves_the_address_at_once_and_is_only_kept_sealed() {
    let (_place, server) = with_ann(&[]);
    begin(&mut Browser::of(&server), ANN);
    let link = link(&server, 1);
    let token = link.split_once('=').unwrap().1;
    let mut browser = Browser::of(&server);
    let opened = browser.request("GET", &link, &[], "");
    assert_eq!((opened.status, opened.body.as_str()), (303, ""));
    let place = opened.header("location").unwrap();
    assert!(
        place.starts_with("/reset/") && place.ends_with("/link"),
        "{place}"
    );
    let shown = format!("{:?}", opened.headers);
    assert!(!shown.contains(token) && !shown.contains(&token[22..]), "{shown}");
    assert_eq!(opened.header("referrer-policy"), Some("no-referrer"));
    assert!(!browser.get(place).answer.body.contains(token));
}

#[test]
fn nobody_who_only_looks_uses_a_link_up() {
    let (place, server) = with_ann(&[]);
    begin(&mut Browser::of(&server), ANN);
    let link = link(&server, 1);
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
        let opened = scanner.request(method, &link, headers, "");
        if let Some(next) = opened.header("location") {
            // It follows, runs what scripts there are, and sends the form as it stands: without a password.
            let next = next.to_owned();
            assert_eq!(
                scanner.request(method, &next, headers, "").status,
                200,
                "{method}"
            );
            scanner.get(&next);
            assert_eq!(scanner.submit("password-form", &[]).answer.status, 422);
        }
        assert!(matches!(opened.status, 303 | 405), "{method}: {}", opened.status);
    }
    assert!(place.verifies(ANN, OLD));
    let mut browser = Browser::of(&server);
    browser.get(&link);
    assert!(
        browser
            .submit("password-form", &[("new_password", NEW)])
            .path
            .ends_with("/done")
    );
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn what_is_no_link_is_answered_like_one_that_is_over() {
    let (_place, server) = with_ann(&[]);
    begin(&mut Browser::of(&server), ANN);
    let link = link(&server, 1);
    let other_end = if link.ends_with('A') { "B" } else { "A" };
    let bent = format!("{}{other_end}", &link[..link.len() - 1]);
    let odd = [
        "/reset/link",
        "/reset/link?token=",
        "/reset/link?token=%3Cscript%3E",
        &bent,
    ]
    .map(str::to_owned);
    let twice = format!("{link}&token=x");
    let long = format!("/reset/link?token={}", "A".repeat(3000));
    for path in odd.into_iter().chain([twice, long]) {
        let page = Browser::of(&server).get(&path);
        assert_eq!(page.answer.status, 410, "{path}");
        assert!(
            page.says("This link no longer works") && !page.answer.body.contains("<script>"),
            "{path}"
        );
    }
}

#[test]
fn an_expired_link_is_told_before_a_new_password_is_typed() {
    let (_place, server) = with_ann(&[("link.ttl", "\"1s\""), ("code.ttl", "\"1s\"")]);
    begin(&mut Browser::of(&server), ANN);
    let link = link(&server, 1);
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let page = Browser::of(&server).get(&link);
    assert!(
        page.answer.status == 410 && page.says("This link no longer works"),
        "{}",
        page.text()
    );
}

#[test]
fn userverse_mails_magic_links_to_the_hosted_page_without_a_page_of_the_application() {
    let (place, server) = with_ann(&[]);
    let body = serde_json::json!({ "email": ANN, "method": "magic_link" });
    let asked = server.http.json("PATCH", "/password-reset/request", &body);
    assert_eq!(asked.status, 202, "{}", asked.body);
    let mut browser = Browser::of(&server);
    browser.get(&link(&server, 1));
    assert!(
        browser
            .submit("password-form", &[("new_password", NEW)])
            .path
            .ends_with("/done")
    );
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn the_application_s_own_page_goes_before_the_hosted_one() {
    let own = [(
        "dialects.userverse.frontend_url",
        "\"https://app.example.com/in\"",
    )];
    let (_place, server) = with_ann(&own);
    begin(&mut Browser::of(&server), ANN);
    assert!(
        server
            .captured_letter(ANN, 1)
            .text()
            .contains("\nhttps://app.example.com/in?token=")
    );
}
