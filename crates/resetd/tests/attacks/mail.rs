//! Mail: what a letter says and where it leads is the house's own, and nobody can have more of them sent than a person can bear.

use serde_json::json;

use super::doors::{Request, percent};
use super::house::{ANN, House, everywhere};
use crate::support::letters::Letter;
use crate::support::wait_until;

/// Every ask of every surface.
fn asks(email: &str) -> Vec<Request> {
    let body = json!({ "email": email }).to_string();
    let query = percent(email);
    vec![
        Request::new("POST", "/_config/users/password/generate_otp").json(&body),
        Request::new("POST", "/_config/users/password/generate_otp/").json(&body),
        Request::new("PATCH", &format!("/password-reset/request?email={query}")),
        Request::new(
            "PATCH",
            &format!("/password-reset/request?email={query}&method=magic_link"),
        ),
        Request::new("PATCH", "/userverse/password-reset/request").json(&body),
        Request::new("POST", "/v1/recoveries").json(&body),
        Request::new("POST", "/reset").form(&format!("email={query}")),
    ]
}

/// Sends it with these headers in the place of its own Host, and returns the letter that it caused.
fn letter_of(house: &House, request: &Request, host: &str) -> Letter {
    house.delivered();
    let before = house.sink.taken();
    let bytes = String::from_utf8(request.bytes()).unwrap();
    let bytes = bytes.replacen("Host: reset.test\r\n", host, 1);
    let answer = house.server.http.raw(bytes.as_bytes()).expect("an answer");
    assert!(
        answer.status < 400,
        "{:?} {} {answer:?}",
        house.kind,
        request.target
    );
    assert!(
        !format!("{answer:?}").contains("evil"),
        "{:?} {} {host:?}: {answer:?}",
        house.kind,
        request.target
    );
    wait_until("its letter", || house.sink.taken() > before);
    house.sink.letters().remove(before)
}

#[test]
fn no_header_of_a_request_gets_into_a_letter_or_its_link_cve_2017_8295() {
    everywhere(&[], |house| {
        let poisons = [
            "Host: evil.test\r\n",
            "Host: evil.test:8080\r\n",
            "Host: reset.test\r\nX-Forwarded-Host: evil.test\r\n",
            "Host: reset.test\r\nForwarded: for=1.2.3.4;host=evil.test;proto=https\r\n",
            "Host: reset.test\r\nX-Forwarded-Server: evil.test\r\nX-HTTP-Host-Override: evil.test\r\n",
            "Host: reset.test\r\nX-Host: evil.test\r\nX-Original-Host: evil.test\r\nX-Rewrite-URL: https://evil.test/\r\n",
            "Host: reset.test\r\nX-Forwarded-Prefix: //evil.test\r\nX-Forwarded-Proto: evil\r\nX-Forwarded-Port: 1\r\n",
            "Host: reset.test\r\nReferer: https://evil.test/\r\nUser-Agent: <a href=https://evil.test>\r\n",
            "Host: reset.test\r\nAccept-Language: evil, x-evil, de;q=<evil>\r\nContent-Language: evil\r\n",
        ];
        for poison in poisons {
            for request in asks(ANN) {
                let letter = letter_of(house, &request, poison);
                let text = letter.text();
                let place = format!("{:?} {} {poison:?}", house.kind, request.target);
                assert!(
                    !letter.raw.contains("evil") && !text.contains("evil"),
                    "{place}: {}",
                    letter.raw
                );
                let links: Vec<&str> = text.split_whitespace().filter(|it| it.contains("://")).collect();
                assert!(!links.is_empty(), "{place}: {text}");
                for link in links {
                    assert!(link.starts_with("http://127.0.0.1:8080/"), "{place}: {link}");
                }
            }
        }
        // A request that says where it goes in its first line is for the house as well.
        let absolute = asks(ANN).remove(0);
        let absolute = Request {
            target: format!("http://evil.test{}", absolute.target),
            ..absolute
        };
        let bytes = absolute.bytes();
        if let Some(answer) = house.server.http.raw(&bytes) {
            assert!(!format!("{answer:?}").contains("evil"), "{answer:?}");
        }
        Some(0)
    });
}

#[test]
fn a_letter_has_one_recipient_its_own_headers_and_its_code_on_the_last_line_alone() {
    everywhere(&[], |house| {
        for request in asks(ANN) {
            house.delivered();
            let before = house.sink.taken();
            house.send(&request);
            wait_until("its letter", || house.sink.taken() > before);
            let letter = house.sink.letters().remove(before);
            let code = letter.code().expect("a code");
            let header = |name: &str| letter.header(name).unwrap_or_default();
            assert_eq!(header("Auto-Submitted"), "auto-generated");
            assert_eq!(header("X-Auto-Response-Suppress"), "All");
            assert!(!header("Subject").contains(&code), "{}", header("Subject"));
            assert!(header("Message-ID").starts_with('<'), "{}", header("Message-ID"));
            let text = letter.text();
            let last = text
                .trim_end_matches("\r\n")
                .lines()
                .next_back()
                .unwrap_or_default();
            assert_eq!(
                last,
                format!("@127.0.0.1 #{code}"),
                "{:?} {}",
                house.kind,
                request.target
            );
            let (head, _) = letter.raw.split_once("\r\n\r\n").unwrap();
            let names = ["to", "from", "subject", "message-id", "date"];
            for name in names {
                let count = head
                    .lines()
                    .filter(|it| it.to_lowercase().starts_with(&format!("{name}:")))
                    .count();
                assert_eq!(count, 1, "{name}: {head}");
            }
            // Every line ends as the protocol has it, and none is long enough to be broken by a relay.
            assert!(
                !letter.raw.replace("\r\n", "").contains(['\r', '\n']),
                "a bare line end"
            );
            assert!(
                letter.raw.lines().all(|it| it.len() < 998),
                "a line that is too long"
            );
        }
        Some(0)
    });
}

#[test]
fn line_ends_and_markup_in_what_a_caller_sends_reach_no_letter() {
    everywhere(&[], |house| {
        for bad in [
            "de\\r\\nBcc: eve@example.com",
            "de\\n.\\r\\nMAIL FROM:<eve@example.com>",
            "<b>de</b>",
            "de\\u2028en",
            "\\u0000",
            ".",
            "http://evil.test",
        ] {
            let body = format!("{{\"email\":\"{ANN}\",\"locale\":\"{bad}\"}}");
            let answer = house.send(&Request::new("POST", "/v1/recoveries").json(&body));
            assert_eq!(answer.status, 400, "{:?} {bad}: {answer:?}", house.kind);
        }
        assert_eq!(house.sink.taken(), 0, "no letter");
        for name in [
            "X-Request-ID",
            "X-Correlation-ID",
            "User-Agent",
            "Accept-Language",
            "From",
            "Idempotency-Key",
        ] {
            for value in [
                "a <b>evil</b> {{7*7}}",
                "=?utf-8?q?evil?=",
                "...evil",
                "evil; Bcc: eve@example.com",
            ] {
                house.delivered();
                let before = house.sink.taken();
                let ask = asks(ANN).remove(5).with(name, value);
                if house.send(&ask).status == 400 {
                    // An Idempotency-Key with spaces is none.
                    continue;
                }
                wait_until("its letter", || house.sink.taken() > before);
                let letter = house.sink.letters().remove(before);
                assert!(
                    !letter.raw.contains("evil") && !letter.text().contains("evil"),
                    "{name}: {}",
                    letter.raw
                );
            }
        }
        Some(0)
    });
}

#[test]
fn three_hundred_clients_together_can_have_five_letters_mailed_and_their_links_let_the_owner_in() {
    let settings = [
        ("http.trusted_proxies", "[\"127.0.0.0/8\"]"),
        ("limits.enabled", "true"),
    ];
    everywhere(&settings, |house| {
        let mike = "mike@example.com";
        let all = asks(mike);
        for n in 0..300 {
            let request = all[n % all.len()].clone();
            let from = format!("198.51.{}.{}", n / 200, n % 200 + 1);
            let answer = house.send(&request.with("X-Forwarded-For", &from));
            assert!(
                answer.status < 400,
                "{:?} call {n}: nobody is told: {answer:?}",
                house.kind
            );
        }
        wait_until("nothing to wait", || house.place.waiting().is_empty());
        let letters = house.sink.letters_to(mike);
        assert!(
            (1..=5).contains(&letters.len()),
            "{:?}: {} letters",
            house.kind,
            letters.len()
        );
        // Whatever was asked for by whom: any of these letters lets its owner in.
        let token = letters[0].token().expect("a link");
        let password = "velvet anchor in the orchard";
        let body = json!({ "token": token, "new_password": password });
        let done = house.server.http.json("PUT", "/v1/links/password", &body);
        assert_eq!(done.status, 204, "{:?} {}", house.kind, done.body);
        house.changes(mike, password);
        Some(0)
    });
}
