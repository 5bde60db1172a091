//! Codes and passwords.

use super::support::hostile::texts_near;
use super::*;

#[test]
fn what_is_no_code_at_all_is_not_counted() {
    let house = House::new(&[]);
    let code = house.code.clone();
    let long = "0".repeat(65);
    for value in [
        "",
        " ",
        "-",
        " - -- ",
        &long,
        &code.repeat(11),
        &format!("{code}{}", "9".repeat(5000)),
    ] {
        for call in CALLS {
            for field in ["otp", "one_time_pin"].into_iter().filter(|it| call.has(it)) {
                call.refuses(
                    house.http(),
                    call.body_with(field, &json!(value).to_string()).as_bytes(),
                );
            }
        }
        if value.len() < 1000 {
            let target = format!("/password-reset/validate-otp?one_time_pin={}", percent(value));
            let auth = basic(ANN, "long enough");
            let answer = house
                .http()
                .call("PATCH", &target, &[("Authorization", &auth)], b"");
            assert_eq!(answer.status, 400, "{value:?}: {answer:?}");
        }
    }
    for query in [
        "one_time_pin",
        "one_time_pin=%ff%fe",
        "one_time_pin[]=1",
        "one_time_pin[$ne]=1",
    ] {
        let auth = basic(ANN, "long enough");
        let target = format!("/password-reset/validate-otp?{query}");
        let answer = house
            .http()
            .call("PATCH", &target, &[("Authorization", &auth)], b"");
        assert_eq!(answer.status, 400, "{query}: {answer:?}");
    }
    house.stands_as_before();
}

#[test]
fn no_text_but_the_code_is_the_code() {
    // A code that cannot be burnt, so that all of these are compared.
    let house = House::new(&[("code.ladder", "[\"base32:13\"]")]);
    let code = house.code.clone();
    for guess in texts_near(&code) {
        for call in CALLS {
            for field in ["otp", "one_time_pin", "token"]
                .into_iter()
                .filter(|it| call.has(it))
            {
                let answer = call.send(
                    house.http(),
                    call.body_with(field, &json!(guess).to_string()).as_bytes(),
                );
                assert_eq!(answer.status, call.wrong, "{} {guess:?}: {answer:?}", call.target);
            }
        }
    }
    house.still_opens_to_its_owner();
}

#[test]
fn a_password_is_refused_or_kept_as_it_is_and_never_cut() {
    let house = House::new(&[("limits.enabled", "false")]);
    let refused = [
        "1234567",
        "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        "\u{1f600}\u{1f600}\u{1f600}",
        "with\u{0}zero in it",
        "line\nbreak in it",
        "tab\tin the middle",
        "escape \u{1b}[31m code",
        "delete\u{7f}character",
        "c1 \u{85} control",
        &"x".repeat(257),
        &"\u{e9}".repeat(513),
        &"\u{1f600}".repeat(257),
        &"x".repeat(15_000),
    ];
    for password in refused {
        for call in CALLS.iter().filter(|it| it.has("new_password")) {
            let answer = call.send(
                house.http(),
                call.body_with("new_password", &json!(password).to_string())
                    .as_bytes(),
            );
            assert_eq!(answer.status, 400, "{} {password:.40?}: {answer:?}", call.target);
        }
    }
    for _ in 0..4 {
        assert_eq!(
            house.server.check(ANN, wrong(&house.code)).status,
            401,
            "a refused password counts nothing"
        );
    }
    assert_eq!(house.server.reset(ANN, &house.code, &"x".repeat(256)).status, 200);
    assert!(house.place.verifies(ANN, &"x".repeat(256)) && !house.place.verifies(ANN, &"x".repeat(255)));
    let sixty_four = "a passphrase of sixty-four characters, which many services refuse";
    for (n, password) in [
        sixty_four,
        "        ",
        "\u{1f600}".repeat(256).as_str(),
        "\u{43f}\u{430}\u{440}\u{43e}\u{43b}\u{44c}12",
        "e\u{301}e\u{301}e\u{301}e\u{301}1234",
        "\"quotes\" and \\ and :",
        "%00%0a+&=;",
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(house.server.ask(ANN).status, 200);
        let code = house.server.captured_code(ANN, n + 2);
        assert_eq!(
            house.server.reset(ANN, &code, password).status,
            200,
            "{password:.40?}"
        );
        assert!(house.place.verifies(ANN, password), "{password:.40?}");
    }
    assert!(!house.server.log().contains("which many services refuse"));
}
