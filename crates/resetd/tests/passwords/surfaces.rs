//! Every surface says why a password is refused, and says it before the code is looked at.

use super::browser::Browser;
use super::support::wire::basic;
use super::*;

/// The Userverse API with a code and a password.
fn userverse(server: &Server, code: &str, password: &str) -> Answer {
    let target = format!("/password-reset/validate-otp?one_time_pin={code}");
    server
        .http
        .call("PATCH", &target, &[("Authorization", &basic(ANN, password))], b"")
}

#[test]
fn a_common_password_is_refused_alike_with_a_right_and_a_wrong_code_and_burns_neither() {
    let (place, server) = with_ann(&[]);
    server.ask(ANN);
    let code = server.captured_code(ANN, 1);
    let recovery = begin(&server, ANN);
    let own = server.captured_code(ANN, 2);
    for (weak, token, said) in [
        ("passwordpassword", "common", "The password is too common"),
        (
            "Smithers-Example1",
            "about-you",
            "The password is made of your address or of the name of this service",
        ),
    ] {
        for typed in [&code, &other(&code)] {
            let answer = server.reset(ANN, typed, weak);
            let message = r#"{"error":{"status":400,"message":"Invalid request body"}}"#;
            assert_eq!(answer.said(), (400, message));
            assert_eq!(answer.header("x-password-policy"), Some(token));
            let answer = userverse(&server, typed, weak);
            assert_eq!(answer.status, 400);
            assert_eq!(value(&answer)["detail"]["message"], "Password not accepted");
            assert_eq!(value(&answer)["detail"]["error"], said);
        }
    }
    for typed in [&own, &other(&own)] {
        let answer = set(&server, &recovery, typed, "passwordpassword");
        assert_eq!(
            (answer.status, reasons(&answer)),
            (422, vec!["common".to_owned()])
        );
        let answer = set(&server, &recovery, typed, &format!("{typed}-{typed}-{typed}"));
        assert_eq!(reasons(&answer), ["the-code"]);
    }
    let code_thrice = server.reset(ANN, &code, &code.repeat(3));
    assert_eq!(code_thrice.header("x-password-policy"), Some("the-code"));
    let link = json!({ "token": "of nobody", "new_password": "passwordpassword" });
    let answer = server.http.json("PUT", "/v1/links/password", &link);
    assert_eq!(reasons(&answer), ["common"]);
    let link = json!({ "token": "of nobody", "new_password": "passwordpassword" });
    let answer = server
        .http
        .json("PATCH", "/password-reset/reset-with-token", &link);
    assert_eq!(value(&answer)["detail"]["error"], "The password is too common");

    assert_eq!(place.guesses(), (0, 0), "no wrong code was looked at");
    assert!(place.verifies(ANN, OLD));
    assert_eq!(server.reset(ANN, &code, NEW).status, 200);
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn where_the_address_is_not_typed_it_is_compared_once_the_code_is_right_so_that_nobody_learns_of_accounts() {
    let (place, server) = with_ann(&[]);
    let recovery = begin(&server, ANN);
    let code = server.captured_code(ANN, 1);
    let nobody = begin(&server, "nobody.smithers@example.com");
    let about = "smithers-smithers-1";
    let [known, unknown] = [&recovery, &nobody].map(|it| set(&server, it, &other(&code), about));
    assert_eq!(known.said(), unknown.said());
    assert_eq!(value(&known)["type"], "/problems/invalid-code");
    for _ in 0..7 {
        let answer = set(&server, &recovery, &code, about);
        assert_eq!(reasons(&answer), ["about-you"], "{}", answer.body);
    }
    let token = server.captured_letter(ANN, 1).token().unwrap();
    let link = |password: &str| {
        let body = json!({ "token": token, "new_password": password });
        server.http.json("PUT", "/v1/links/password", &body)
    };
    assert_eq!(reasons(&link(about)), ["about-you"]);
    assert!(place.verifies(ANN, OLD));
    assert_eq!(link(NEW).status, 204, "the link is as good as before");
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn the_pages_say_why_in_the_language_of_the_page_and_their_meter_says_so_while_typing() {
    let (place, server) = with_ann(&[("pages.name", "\"Cheese & Sons\"")]);
    let mut browser = Browser::of(&server);
    browser.get("/reset");
    browser.submit("start-form", &[("email", ANN)]);
    let code = server.captured_code(ANN, 1);
    browser.submit("code-form", &[("code", &code)]);
    let meter = browser.page.attribute("password-form", "data-strength").unwrap();
    for (weak, said) in [
        ("passwordpassword", "Others try this password first"),
        (
            "cheese cheese cheese",
            "without your address or the name of this service",
        ),
        (
            "smithers-smithers-1",
            "without your address or the name of this service",
        ),
    ] {
        let told = browser.post(&meter, &format!("new_password={}", weak.replace(' ', "+")));
        let told = value(&told);
        assert_eq!(told["score"], 0);
        assert!(told["words"][0].as_str().unwrap().contains(said), "{told}");
        let page = browser.submit("password-form", &[("new_password", weak)]);
        assert!(page.answer.status == 422 && page.says(said), "{}", page.text());
    }
    let page = browser.submit("password-form", &[("new_password", &code.repeat(3))]);
    assert!(page.says("without the code from the letter"), "{}", page.text());
    browser.headers = vec![("Accept-Language".to_owned(), "de".to_owned())];
    let page = browser.submit("password-form", &[("new_password", "passwordpassword")]);
    assert!(
        page.says("Dieses Passwort wird zuerst ausprobiert"),
        "{}",
        page.text()
    );
    browser.submit("password-form", &[("new_password", NEW)]);
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn passwords_of_accounts_that_a_command_or_a_back_end_makes_are_screened_as_well() {
    let place = place_with(&[]);
    let done = place.run(
        &["account", "add", ANN, "--password-stdin"],
        "smithers-smithers-1",
    );
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(
        done.status.code() == Some(3) && said.contains("little is left of it without the address"),
        "{said}"
    );
    let key = place.run(&["api-key", "add", "shop", "--scope", "accounts:write"], "");
    let key = String::from_utf8(key.stdout).unwrap();
    let server = place.serve();
    let create = |password: &str| {
        let body = json!({ "email": ANN, "password": password }).to_string();
        let bearer = format!("Bearer {}", key.trim());
        let headers = [
            ("Content-Type", "application/json"),
            ("Authorization", bearer.as_str()),
        ];
        server
            .http
            .call("POST", "/v1/accounts", &headers, body.as_bytes())
    };
    assert_eq!(reasons(&create("passwordpassword")), ["common"]);
    assert_eq!(reasons(&create("smithers-smithers-1")), ["about-you"]);
    assert_eq!(create(OLD).status, 201);
}

#[test]
fn a_password_that_is_only_tried_out_is_told_the_same_reasons() {
    let (_place, server) = with_ann(&[]);
    let weighed = |body: Value| value(&server.http.json("POST", "/v1/passwords/check", &body));
    assert_eq!(
        weighed(json!({ "new_password": "passwordpassword" }))["reasons"],
        json!(["common"])
    );
    let own = json!({ "new_password": "smithers-smithers-1", "email": ANN });
    assert_eq!(weighed(own)["reasons"], json!(["about-you"]));
    assert_eq!(weighed(json!({ "new_password": NEW }))["accepted"], json!(true));
}

#[test]
fn without_the_blocklist_and_in_the_documented_profile_length_alone_counts() {
    let (place, server) = with_ann(&[("password.blocklist", "\"auto\"")]);
    server.ask(ANN);
    let code = server.captured_code(ANN, 1);
    assert_eq!(server.reset(ANN, &code, "passwordpassword").status, 200);
    assert!(place.verifies(ANN, "passwordpassword"));
}
