//! Addresses: what is none, and what is somebody else's.

use super::*;

/// What is no address at all, by SECURITY's classes.
fn malformed_addresses() -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        " ",
        "ann",
        "ann@",
        "@example.com",
        "ann@localhost",
        "a@b@example.com",
        "ann@example",
        "ann.example.com",
        // Lists, routes, groups, display names, comments.
        "ann@example.com,mike@example.com",
        "ann@example.com, mike@example.com",
        "ann@example.com;mike@example.com",
        "ann@example.com mike@example.com",
        "ann@example.com%20mike@example.com ",
        "a,b@example.com",
        "a;b@example.com",
        "a b@example.com",
        "<ann@example.com>",
        "Ann <ann@example.com>",
        "\"Ann\" <ann@example.com>",
        "ann@example.com <mike@example.com>",
        "ann(comment)@example.com",
        "ann@example.com (mike@example.com)",
        "@relay.example:ann@example.com",
        "friends:ann@example.com;",
        "mailto:ann@example.com\u{a0}",
        "ann%mike@example.com@example.com",
        // Line breaks, controls, separators, invisible characters.
        "ann@example.com\r\nBcc: mike@example.com",
        "ann@example.com\nmike@example.com",
        "ann@example.com\rRCPT TO:<mike@example.com>",
        "ann\u{0}@example.com",
        "ann@example.com\u{0}",
        "ann@example.com\u{0}@evil.test",
        "ann\t@example.com",
        "ann\u{1b}[2J@example.com",
        "ann@example.com\u{2028}",
        "ann\u{2029}@example.com",
        "ann\u{85}@example.com",
        "ann\u{a0}@example.com",
        "\u{a0}ann@example.com",
        "ann\u{200b}@example.com",
        "a\u{ad}nn@example.com",
        "ann@exam\u{ad}ple.com",
        "ann@exam\u{200d}ple.com",
        "\u{feff}ann@example.com",
        "ann\u{202e}@example.com",
        "ann\u{e0041}@example.com",
        "ann@example.com\u{200b}",
        "ann\u{3164}@example.com",
        "ann\u{fe0f}@example.com",
        // Characters that normalisation would turn into others.
        "\u{ff41}nn@example.com",
        "ann@\u{ff45}xample.com",
        "ann\u{ff20}example.com",
        "ann@example\u{3002}com",
        "ann@example\u{ff0e}com",
        "mi\u{212a}e@example.com",
        "ann@examp\u{2113}e.com",
        "o\u{fb03}ce@example.com",
        "ann@o\u{fb03}ce.com",
        "a\u{17f}a@example.com",
        "ann@\u{24d4}xample.com",
        "\u{1d41a}nn@example.com",
        "ann@example.co\u{2098}",
        // Dots, quotes, literals, encoded words.
        "ann@example.com.",
        "ann@.example.com",
        "ann@example..com",
        "ann.@example.com",
        ".ann@example.com",
        "an..n@example.com",
        "\"ann\"@example.com",
        "\"a b\"@example.com",
        "\"ann@example.com\"@evil.test",
        "an\\n@example.com",
        "ann@[127.0.0.1]",
        "ann@[IPv6:::1]",
        "ann@127.0.0.1:25",
        "=?utf-8?q?ann=40example.com?=",
        "=?utf-8?b?YW5u?= <ann@example.com>",
        // Domains that are none.
        "ann@xn--a.example",
        "ann@xn--0.example",
        "ann@xn--.example",
        "ann@-example.com",
        "ann@example-.com",
        "ann@ex_ample.com",
        "ann@exa mple.com",
        "ann@example.com/",
        "ann@example.com?x=1",
        "ann@example.com#x",
        "ann@exam%70le.com",
        "ann@example.com\\",
        "ann@*.example.com",
        "ann@xn--example-.com",
    ]
    .map(str::to_owned)
    .to_vec();
    all.push(format!("{}@example.com", "a".repeat(65)));
    all.push(format!("ann@{}.com", "a".repeat(64)));
    all.push(format!("ann@{}.com", ["a".repeat(60).as_str(); 5].join(".")));
    all.push(format!("{}@example.com", "a".repeat(10_000)));
    all.push(format!("ann@{}com", "a.".repeat(5_000)));
    all
}

/// Addresses of other people, however near to one that has an account.
const STRANGERS: [&str; 14] = [
    "ann+tag@example.com",
    "a.nn@example.com",
    "ann@www.example.com",
    "ann@example.co",
    "ann@example.com.evil.test",
    "m\u{131}ke@example.com",
    "M\u{130}KE@example.com",
    "mike\u{301}@example.com",
    "\u{430}nn@example.com",
    "ann@ex\u{430}mple.com",
    "ann@b\u{fc}cher.example",
    "ann@xn--bcher-kva.example",
    "'or'1'='1@example.com",
    "%@example.com",
];

#[test]
fn what_is_no_address_reaches_nobody() {
    let house = House::new(&[]);
    for text in malformed_addresses() {
        for call in CALLS.iter().filter(|it| it.has("email")) {
            let answer = call.send(
                house.http(),
                call.body_with("email", &json!(text).to_string()).as_bytes(),
            );
            let no_credentials =
                answer.status == 401 && call.target.ends_with("validate-otp") && text.is_empty();
            assert!(
                answer.status == 400 || no_credentials,
                "{} {text:?}: {answer:?}",
                call.target
            );
        }
        if text.len() < 1000 {
            let target = format!("/password-reset/request?email={}", percent(&text));
            let answer = house.http().call("PATCH", &target, &[], b"");
            assert_eq!(answer.status, 400, "{text:?} in the query: {answer:?}");
            let auth = basic(&text, "long enough");
            let target = "/password-reset/validate-otp?one_time_pin=none";
            let answer = house
                .http()
                .call("PATCH", target, &[("Authorization", &auth)], b"");
            // A colon ends the user name of Basic: what stands before it may well be somebody's address.
            assert!(
                answer.status == 401 || text.contains(':'),
                "{text:?} in Basic: {answer:?}"
            );
        }
    }
    house.stands_as_before();
}

#[test]
fn an_address_near_another_is_somebody_else_s() {
    let house = House::new(&[]);
    for text in STRANGERS {
        for call in CALLS.iter().filter(|it| it.has("email")) {
            let answer = call.send(
                house.http(),
                call.body_with("email", &json!(text).to_string()).as_bytes(),
            );
            assert_eq!(
                answer.status, call.stranger,
                "{} {text:?}: {answer:?}",
                call.target
            );
        }
        let target = format!("/password-reset/request?email={}", percent(text));
        assert_eq!(
            house.http().call("PATCH", &target, &[], b"").status,
            404,
            "{text:?} in the query"
        );
    }
    house.stands_as_before();
}
