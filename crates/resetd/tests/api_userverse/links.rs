//! Magic links.

use super::*;

#[test]
fn without_a_page_to_lead_to_a_magic_link_cannot_be_had() {
    let (_place, server) = house(&[]);
    let body = json!({ "email": ANN, "method": "magic_link" }).to_string();
    for prefix in PREFIXES {
        let answer = userverse(
            &server.http,
            &format!("{prefix}/password-reset/request"),
            &[],
            &body,
        );
        let expected = error(
            500,
            "FRONTEND_URL must be configured for magic link password resets.",
            "internal_error",
            "frontend_url_not_configured",
        );
        assert_eq!(said(&answer), expected);
    }
    let body = json!({ "email": ANN, "method": "otp" }).to_string();
    let answer = userverse(&server.http, "/password-reset/request", &[], &body);
    assert_eq!(said(&answer), ok("OTP sent to email"));
    assert_eq!(server.captured_letter(ANN, 1).token(), None);
}

/// The letters with a code and a link; a notice has neither.
fn letters(server: &Server) -> Vec<Letter> {
    server
        .captured(ANN)
        .into_iter()
        .filter(|it| it.code().is_some())
        .collect()
}

/// Asks for a magic link and returns the code and token of its letter.
fn link(server: &Server, method: &str) -> (String, String) {
    let before = letters(server).len();
    let body = json!({ "email": ANN, "method": method }).to_string();
    let answer = userverse(&server.http, "/password-reset/request", &[], &body);
    assert_eq!(answer.status, 202, "{answer:?}");
    wait_until("the letter", || letters(server).len() > before);
    let letter = letters(server).remove(before);
    let link = "https://app.example.com/reset-password?token=";
    assert!(letter.text().contains(link), "{}", letter.text());
    (letter.code().expect("a code"), letter.token().expect("a token"))
}

#[test]
fn a_link_sets_a_new_password_once_and_ends_the_code_of_its_letter() {
    let (place, server) = house(&[FREE, &[FRONTEND]].concat());
    for (n, method) in ["magic_link", "otp"].into_iter().enumerate() {
        let (code, token) = link(&server, method);
        assert_eq!(
            said(&with_token(&server, &code, NEW)),
            invalid_token(),
            "a code is no token"
        );
        assert_eq!(
            said(&validate(&server, ANN, &token, NEW)),
            invalid_otp(),
            "a token is no code"
        );
        let password = format!("by link {n}");
        let target = format!("{}/password-reset/reset-with-token", PREFIXES[n]);
        let body = json!({ "token": token, "new_password": password }).to_string();
        let done = userverse(&server.http, &target, &[], &body);
        assert_eq!(said(&done), ok("Password changed successfully"));
        assert!(place.verifies(ANN, &password));
        assert_eq!(
            said(&with_token(&server, &token, "a second time")),
            invalid_token()
        );
        assert_eq!(
            said(&validate(&server, ANN, &code, "with the code")),
            invalid_otp()
        );
        assert!(place.verifies(ANN, &password));
    }
}

#[test]
fn spending_or_replacing_a_code_leaves_the_link_of_its_letter_and_success_ends_all() {
    let (place, server) = house(&[FREE, &[FRONTEND]].concat());
    let (first_code, first) = link(&server, "magic_link");
    for _ in 0..5 {
        server.check(ANN, wrong(&first_code));
    }
    assert_eq!(server.check(ANN, &first_code).status, 404);
    let (_, second) = link(&server, "magic_link");
    assert_ne!(first, second);
    assert_eq!(
        said(&with_token(&server, &first, NEW)),
        ok("Password changed successfully")
    );
    assert!(place.verifies(ANN, NEW));
    assert_eq!(
        said(&with_token(&server, &second, "with the other link")),
        invalid_token()
    );
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn what_is_no_token_of_ours_opens_nothing() {
    let (place, server) = house(&[FRONTEND]);
    let (_, token) = link(&server, "magic_link");
    let last = if token.ends_with('A') { 'B' } else { 'A' };
    let head = &token[..token.len() - 1];
    for bad in [
        "x",
        head,
        &format!("{token}A"),
        &format!("{token}="),
        &format!("{token} {token}"),
        &token.to_lowercase(),
        &format!("{last}{}", &token[1..]),
        &"A".repeat(64),
        &"A".repeat(4000),
        "%' OR 1=1 --",
    ] {
        assert_eq!(said(&with_token(&server, bad, NEW)), invalid_token(), "{bad}");
    }
    assert!(place.verifies(ANN, OLD));
    assert_eq!(with_token(&server, &token, NEW).status, 202);
}

#[test]
fn a_link_leads_where_the_setting_says_whatever_the_request_claims() {
    let (_place, server) = house(&[FRONTEND]);
    let request = format!(
        "PATCH /password-reset/request?email={ANN} HTTP/1.1\r\nHost: evil.test\r\nX-Forwarded-Host: evil.test\r\n\
         Forwarded: host=evil.test\r\nX-Host: evil.test\r\nX-Original-URL: https://evil.test/\r\n\
         Origin: https://evil.test\r\nReferer: https://evil.test/\r\nX-Forwarded-Proto: evil\r\n\
         Connection: close\r\n\r\n"
    );
    let answer = server.http.raw(request.as_bytes()).expect("an answer");
    assert_eq!(answer.status, 202);
    assert!(!format!("{answer:?}").contains("evil"), "{answer:?}");
    let letter = server.captured_letter(ANN, 1);
    assert!(
        !letter.raw.contains("evil") && !letter.text().contains("evil"),
        "{}",
        letter.raw
    );
    assert!(letter.token().is_some());
}

#[test]
fn the_link_of_a_letter_that_the_other_api_caused_works_as_well() {
    let (place, server) = house(&[FRONTEND]);
    assert_eq!(server.ask(ANN).status, 200);
    let token = server
        .captured_letter(ANN, 1)
        .token()
        .expect("a link in this letter too");
    assert_eq!(with_token(&server, &token, NEW).status, 202);
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn a_link_ends_in_its_own_time() {
    let (_place, server) = house(&[FRONTEND, ("link.ttl", "\"1s\"")]);
    let (code, token) = link(&server, "magic_link");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert_eq!(
        said(&with_token(&server, &token, NEW)),
        invalid_token(),
        "it has expired"
    );
    assert_eq!(
        server.check(ANN, &code).status,
        200,
        "the code lives its own time"
    );
}

#[test]
fn a_link_survives_a_restart_and_dies_with_the_account_s_status() {
    let (place, server) = house(&[FRONTEND]);
    let (_, token) = link(&server, "magic_link");
    server.kill();
    let server = place.serve();
    assert!(place.run(&["account", "disable", ANN], "").status.success());
    assert_eq!(said(&with_token(&server, &token, NEW)), invalid_token());
    assert!(place.run(&["account", "enable", ANN], "").status.success());
    assert_eq!(said(&with_token(&server, &token, NEW)), invalid_token());
    let (_, token) = link(&server, "magic_link");
    server.stop();
    let server = place.serve();
    assert_eq!(
        said(&with_token(&server, &token, NEW)),
        ok("Password changed successfully")
    );
    assert!(place.verifies(ANN, NEW));
}
