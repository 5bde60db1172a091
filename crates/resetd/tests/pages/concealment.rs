//! Whether there is an account does not show on any page.

use super::*;

const STRANGER: &str = "eve@example.com";

/// Everything of an answer but what differs from request to request: its id and date, the tab and what is sealed for it
/// (of the same length each time), and the reference.
fn plain(page: &Page) -> (u16, Vec<(String, String)>, String) {
    let headers = page.answer.headers.iter().map(|(name, value)| {
        let shown = match name.to_ascii_lowercase().as_str() {
            "x-request-id" | "date" => String::new(),
            "set-cookie" => {
                let (sealed, attributes) = value.split_once(';').unwrap();
                format!("{} bytes;{attributes}", sealed.len())
            }
            _ => value.clone(),
        };
        (name.clone(), shown)
    });
    let mut body = page.answer.body.clone();
    if page.path.split('/').count() > 3 {
        body = body.replace(page.tab(), "TAB");
    }
    if page.says("the reference ") {
        body = body.replace(&page.reference(), "REFERENCE");
    }
    // The seconds since its own ask.
    if let Some((before, after)) = body.clone().split_once("<p id=\"resend-wait\"") {
        body = format!("{before}{}", after.split_once("</p>").unwrap().1);
    }
    let body = body.replace(STRANGER, ANN);
    (page.answer.status, headers.collect(), body)
}

/// What the answer to a form says before anything is followed.
fn sent(browser: &mut Browser, form: &str, filled: &[(&str, &str)]) -> (u16, Vec<(String, usize)>) {
    let (_, answer) = browser.send(form, filled);
    let headers = answer
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), value.len()));
    let page = answer.header("location").unwrap().to_owned();
    browser.get(&page);
    (answer.status, headers.collect())
}

#[test]
fn every_step_is_answered_alike_whoever_the_address_is_of() {
    let place = place_with(&[]);
    for email in [ANN, "bob@example.com", "ful@example.com"] {
        place.add(email, OLD);
    }
    // Without a password.
    place.import(&["new@example.com".to_owned()]);
    assert!(
        place
            .run(&["account", "disable", "bob@example.com"], "")
            .status
            .success()
    );
    for (email, how) in [
        ("gus@example.com", "elsewhere:Google & Co"),
        ("two@example.com", "shared"),
    ] {
        let added = place.run(&["account", "add", email, "--sign-in", how], "");
        assert!(added.status.success());
    }
    let server = place.serve();
    // As many letters as one client can cause in an hour: no more are sent.
    for _ in 0..2 {
        begin(&mut Browser::of(&server), "ful@example.com");
    }
    let walk = |email: &str| {
        let mut browser = Browser::of(&server);
        let mut steps = vec![];
        browser.get("/reset");
        let begun = sent(&mut browser, "start-form", &[("email", email)]);
        let renamed = |page: &Page| {
            let (status, headers, body) = plain(page);
            (status, headers, body.replace(email, ANN))
        };
        steps.push(renamed(&browser.page));
        for guess in ["000000", "ABC-DEF", "1", "22222222", "3", "4"] {
            let page = browser.submit("code-form", &[("code", guess)]);
            steps.push(renamed(&page));
        }
        // Spent: another letter can be asked for at once.
        let again = browser.submit("resend-form", &[]);
        assert!(again.says("another letter is on its way"), "{}", again.text());
        steps.push(renamed(&again));
        let path = again.path.replace("/code", "/password");
        steps.push(renamed(&browser.get(&path)));
        steps.push(renamed(&browser.get(&path.replace("/password", "/done"))));
        (begun, steps)
    };
    let ann = walk(ANN);
    assert!(ann.1[1].2.contains("4 more tries") && ann.1[4].2.contains("one more try"));
    assert!(ann.1[5].2.contains("cannot be used any more") && ann.1[6].0 == 410);
    for email in [
        STRANGER,
        "bob@example.com",
        "gus@example.com",
        "two@example.com",
        "new@example.com",
        "ful@example.com",
    ] {
        let other = walk(email);
        assert_eq!(other.0, ann.0, "{email}");
        for (number, (one, two)) in other.1.iter().zip(&ann.1).enumerate() {
            assert_eq!(one, two, "{email}, step {number}");
        }
    }
    assert!(server.captured(STRANGER).is_empty());
    let told = server.captured_letter("bob@example.com", 1);
    assert!(told.text().contains("Your account is disabled") && told.code().is_none());
    for (email, words) in [
        ("gus@example.com", "choose Google & Co to sign in."),
        ("two@example.com", "say which account you mean"),
    ] {
        let told = server.captured_letter(email, 1);
        let text = told.text().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(words), "{text}");
        assert!(told.code().is_none() && told.token().is_none(), "{text}");
    }
    let first = server.captured_letter("new@example.com", 1).text();
    let first = first.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        first.contains("set the first password of your account"),
        "{first}"
    );
    assert_eq!(server.captured("ful@example.com").len(), 2);
}

#[test]
fn a_code_that_expired_is_told_alike_and_before_a_new_password_is_typed() {
    let (_place, server) = with_ann(&[("code.ttl", "\"2s\""), ("code.resend_after", "\"1s\"")]);
    let pages: Vec<_> = [ANN, STRANGER]
        .map(|email| {
            let mut browser = Browser::of(&server);
            let page = begin(&mut browser, email);
            std::thread::sleep(std::time::Duration::from_millis(2100));
            let shown = browser.get(&page.path);
            assert!(
                shown.says("The code has expired. Ask for another letter."),
                "{}",
                shown.text()
            );
            let typed = browser.submit("code-form", &[("code", "123456")]);
            assert_eq!(typed.answer.status, 410);
            (plain(&shown), plain(&typed))
        })
        .into();
    assert_eq!(pages[0], pages[1]);
}
