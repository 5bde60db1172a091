//! Codes: one opens its own request of its own account, once, as text, and nothing else does.

use serde_json::{Value, json};

use super::doors::{Aim, Door, Request};
use super::house::{ANN, BOB, EVIL, House, Kind, everywhere};
use super::page::Tab;
use crate::support::hostile::{no_strings, texts_near};
use crate::support::wait_until;

/// A code that cannot be burnt, so that all that is typed is compared.
const ENDLESS: (&str, &str) = ("code.ladder", "[\"base32:13\"]");

/// Nobody comes in with any of these codes or links, through any door.
fn all_shut(house: &House, aim: &Aim, codes: &[&str]) {
    for code in codes {
        for door in Door::ALL {
            house.refuses(door, aim, code);
        }
        refuses_link(house, code);
    }
}

/// No link page and no call opens with this token.
fn refuses_link(house: &House, token: &str) {
    let body = json!({ "token": token, "new_password": EVIL }).to_string();
    let requests = [
        Request::new("PATCH", "/password-reset/reset-with-token").json(&body),
        Request::new("PATCH", "/userverse/password-reset/reset-with-token").json(&body),
        Request::new("PUT", "/v1/links/password").json(&body),
    ];
    for request in requests {
        let answer = house.send(&request);
        assert!(
            matches!(answer.status, 400 | 422),
            "{:?} {} {token}: {answer:?}",
            house.kind,
            request.target
        );
    }
    let mut browser = crate::visitor::Browser::of(&house.server);
    let page = browser.get(&format!("/reset/link?token={token}"));
    assert!(page.tag("password-form").is_none(), "{:?} {token}", house.kind);
}

#[test]
fn a_code_of_somebody_else_or_of_another_request_opens_nothing_cve_2023_26481() {
    everywhere(&[ENDLESS], |house| {
        let (ann, bob) = (house.asks(ANN), house.asks(BOB));
        for door in Door::ALL {
            for mailed in bob.all() {
                house.refuses(door, &ann.aim, &mailed.code);
            }
            // Her own, of another surface: documented, native and page are three requests.
            let others = ann.all().into_iter().filter(|it| it.code != ann.code_of(door));
            for mailed in others {
                // In `hardened` a page is no other than a recovery, and each has its own code all the same.
                house.refuses(door, &ann.aim, &mailed.code);
            }
        }
        None
    });
}

#[test]
fn a_code_is_no_link_a_link_no_code_and_a_notice_s_link_neither_rubygems_pr_6769() {
    everywhere(&[ENDLESS], |house| {
        let asked = house.asks(ANN);
        let mut wrong: Vec<String> = vec![];
        for mailed in asked.all() {
            refuses_link(house, &mailed.code);
            wrong.push(mailed.token.clone());
            // A token's first half names the challenge, its second half opens it.
            refuses_link(house, &mailed.token[..22]);
            refuses_link(house, &mailed.token[22..]);
        }
        for token in &wrong {
            for door in Door::ALL {
                house.refuses(door, &asked.aim, token);
            }
        }
        house.lets_in(BOB);
        wait_until("Bob's notice", || !notices(house, "Bob@example.com").is_empty());
        let notice = notices(house, "Bob@example.com").remove(0);
        let turned_back = notice.token().expect("a link to take the change back");
        all_shut(house, &asked.aim, &[&turned_back]);
        None
    });
}

fn notices(house: &House, email: &str) -> Vec<crate::support::letters::Letter> {
    let letters = house.sink.letters_to(email).into_iter();
    letters.filter(|it| it.code().is_none()).collect()
}

#[test]
fn after_a_use_a_newer_password_or_another_status_neither_code_nor_link_opens_anything() {
    everywhere(&[ENDLESS], |house| {
        let command = |words: &[&str]| {
            let done = house.place.run(words, "");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        };
        // Used on one surface: dead on all.
        let used = house.asks(ANN);
        let done = house
            .server
            .reset(ANN, &used.documented.code, "coal barge at the third lock");
        assert_eq!(done.status, 200, "{}", done.body);
        house.changes(ANN, "coal barge at the third lock");
        for mailed in used.all() {
            all_shut(house, &used.aim, &[&mailed.code, &mailed.token]);
        }
        // The account was disabled, and is back.
        let ended = house.asks(BOB);
        command(&["account", "disable", "bob@example.com"]);
        for mailed in ended.all() {
            all_shut(house, &ended.aim, &[&mailed.code, &mailed.token]);
        }
        command(&["account", "enable", "bob@example.com"]);
        for mailed in ended.all() {
            all_shut(house, &ended.aim, &[&mailed.code, &mailed.token]);
        }
        // Her password was changed with a link of `/v1`: the older code of the documented APIs is dead.
        let older = house.asks(ANN);
        let body = json!({ "token": older.native.token, "new_password": "copper lantern over the harbour" });
        assert_eq!(
            house.server.http.json("PUT", "/v1/links/password", &body).status,
            204
        );
        house.changes(ANN, "copper lantern over the harbour");
        for mailed in older.all() {
            all_shut(house, &older.aim, &[&mailed.code, &mailed.token]);
        }
        // As Bob's status changed because somebody said so.
        house.changed_status(BOB);
        None
    });
}

#[test]
fn who_comes_back_under_an_address_is_not_opened_by_the_codes_of_who_had_it_before() {
    everywhere(&[ENDLESS], |house| {
        let asked = house.asks(BOB);
        let removed = house.place.run(&["account", "remove", BOB], "");
        assert!(
            removed.status.success(),
            "{}",
            String::from_utf8_lossy(&removed.stderr)
        );
        house.place.add("Bob@example.com", super::house::OLD);
        // In `hardened` the flow of his address tells nobody that there was a change, and is nobody's until its hour is over.
        house.comes_in_by_recovery(BOB);
        for mailed in asked.all() {
            all_shut(house, &asked.aim, &[&mailed.code, &mailed.token]);
        }
        house.changed_status(BOB);
        None
    });
}

#[test]
fn once_a_newer_code_was_mailed_the_older_one_opens_nothing() {
    // Half of its life passes while we wait.
    everywhere(&[ENDLESS, ("code.ttl", "\"4s\"")], |house| {
        let first = house.asks(ANN);
        std::thread::sleep(std::time::Duration::from_millis(2500));
        let newer = house.mailed(ANN, || assert_eq!(house.server.ask(ANN).status, 200));
        assert_ne!(newer.code, first.documented.code, "{:?}", house.kind);
        for door in Door::DOCUMENTED {
            house.refuses(*door, &first.aim, &first.documented.code);
        }
        None
    });
}

#[test]
fn what_is_no_text_is_no_code_on_any_surface_cve_2019_18818_ghsa_2m5g_8xpw_42vp() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        for value in no_strings() {
            for request in with_raw_code(&asked.aim, &value) {
                let answer = house.send(&request);
                assert!(
                    matches!(answer.status, 400 | 401 | 422),
                    "{:?} {} {value:.60}: {answer:?}",
                    house.kind,
                    request.target
                );
            }
        }
        // Nothing was counted: five honest guesses are still there on each.
        for door in Door::ALL.into_iter().filter(|it| !it.sets()) {
            let (opened, answer) = house.tries(door, &asked.aim, asked.code_of(door));
            assert!(opened, "{:?} {door:?}: {answer:?}", house.kind);
        }
        Some(0)
    });
}

/// Every JSON call that takes a code or a token, with this JSON text in its place.
fn with_raw_code(aim: &Aim, value: &str) -> Vec<Request> {
    let Aim { email, flow, .. } = aim;
    let password = format!("\"new_password\":\"{EVIL}\"");
    let post = |target: &str| Request::new("POST", target);
    let patch = |target: &str| Request::new("PATCH", target);
    let put = |target: &str| Request::new("PUT", target);
    vec![
        post("/_config/users/password/validate_otp")
            .json(&format!("{{\"email\":\"{email}\",\"otp\":{value}}}")),
        put("/_config/users/password/")
            .json(&format!("{{\"email\":\"{email}\",\"otp\":{value},{password}}}")),
        patch("/password-reset/validate-otp")
            .json(&format!("{{\"email\":\"{email}\",\"otp\":{value},{password}}}")),
        patch("/userverse/password-reset/validate-otp").json(&format!(
            "{{\"email\":\"{email}\",\"one_time_pin\":{value},{password}}}"
        )),
        patch("/password-reset/reset-with-token").json(&format!("{{\"token\":{value},{password}}}")),
        post(&format!("/v1/recoveries/{flow}/check")).json(&format!("{{\"code\":{value}}}")),
        put(&format!("/v1/recoveries/{flow}/password")).json(&format!("{{\"code\":{value},{password}}}")),
        put("/v1/links/password").json(&format!("{{\"token\":{value},{password}}}")),
    ]
}

#[test]
fn no_text_near_the_code_is_the_code_and_each_guess_is_charged_once() {
    everywhere(&[ENDLESS], |house| {
        let asked = house.asks(ANN);
        let mut compared = 0;
        for door in Door::ALL {
            for text in texts_near(asked.code_of(door)) {
                // What leaves nothing to compare is malformed, and counts as little.
                house.refuses(door, &asked.aim, &text);
                compared += usize::from(text.chars().any(|it| it != ' ' && it != '-'));
            }
            let spent =
                matches!(door, Door::Check | Door::Password | Door::Page) || house.kind == Kind::Hardened;
            if !spent {
                let (opened, answer) = house.tries(Door::Validate, &asked.aim, &asked.documented.code);
                assert!(opened, "after {door:?}: {answer:?}");
            }
        }
        Some(compared)
    });
}

#[test]
fn a_thousand_codes_in_one_call_are_not_one_guess() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        let codes = |right: &str| -> Vec<String> {
            let wrong = (0..999).map(|it| format!("{it:08}"));
            wrong.chain([right.to_owned()]).collect()
        };
        for door in Door::ALL {
            let right = asked.code_of(door);
            let all = codes(right);
            for joined in [all.join(","), all.join(" "), all.join("\n"), all.join("&otp=")] {
                house.refuses(door, &asked.aim, &joined);
            }
        }
        for target in [
            "/password-reset/validate-otp",
            "/userverse/password-reset/validate-otp",
        ] {
            let query: Vec<String> = codes(&asked.documented.code)
                .iter()
                .map(|it| format!("one_time_pin={it}"))
                .collect();
            let auth = crate::support::wire::basic(ANN, EVIL);
            let request =
                Request::new("PATCH", &format!("{target}?{}", query.join("&"))).with("Authorization", &auth);
            let answer = house.send(&request);
            assert!((400..500).contains(&answer.status), "{target}: {}", answer.status);
        }
        Some(0)
    });
}

#[test]
fn a_body_in_another_encoding_too_deep_or_said_twice_is_no_guess() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        for door in Door::ALL {
            let request = door.request(&asked.aim, asked.code_of(door));
            let Ok(Value::Object(_)) = serde_json::from_slice(&request.body) else {
                continue;
            };
            let good = String::from_utf8(request.body.clone()).unwrap();
            let open = &good[..good.len() - 1];
            let utf16 = |to: fn(u16) -> [u8; 2]| good.encode_utf16().flat_map(to).collect::<Vec<u8>>();
            let bodies = [
                format!("\u{feff}{good}").into_bytes(),
                utf16(u16::to_le_bytes),
                utf16(u16::to_be_bytes),
                format!("{good}{good}").into_bytes(),
                format!("{good}\n{good}").into_bytes(),
                format!("[{good}]").into_bytes(),
                format!("{open},\"x\":\"\\ud800\",}}").into_bytes(),
                format!("{open},\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000)).into_bytes(),
                [open.as_bytes(), b",\"x\":\"\xed\xa0\x80\"}"].concat(),
            ];
            for (at, body) in bodies.into_iter().enumerate() {
                let mut bad = request.clone();
                bad.body = body;
                let answer = house.send(&bad);
                assert!(
                    (400..500).contains(&answer.status),
                    "{:?} {door:?} body {at}: {answer:?}",
                    house.kind
                );
            }
        }
        Some(0)
    });
}

#[test]
fn nothing_of_a_tab_in_another_browser_types_a_code_for_it() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        let other = Tab::begin(&house.server, "eve@example.com");
        let mixed = Aim {
            tab: Tab {
                path: asked.aim.tab.path.clone(),
                cookies: other.cookies.clone(),
            },
            ..asked.aim.clone()
        };
        house.refuses(Door::Page, &mixed, &asked.page.code);
        let moved = Aim {
            tab: other,
            ..asked.aim.clone()
        };
        house.refuses(Door::Page, &moved, &asked.page.code);
        None
    });
}
