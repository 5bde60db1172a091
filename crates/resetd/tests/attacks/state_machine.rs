//! The order of steps: none can be skipped, carried over to another person, or adopted from somebody else.

use serde_json::json;

use super::doors::{Aim, Door, Request};
use super::house::{ANN, BOB, EVIL, everywhere};
use crate::visitor::Browser;

#[test]
fn a_code_that_was_validated_leaves_no_door_open_ghsa_93x3_m7pw_ppqm() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        for door in Door::ALL.into_iter().filter(|it| !it.sets()) {
            let (opened, answer) = house.tries(door, &asked.aim, asked.code_of(door));
            assert!(opened, "{:?} {door:?}: {answer:?}", house.kind);
        }
        let flow = &asked.aim.flow;
        let basic = crate::support::wire::basic(ANN, EVIL);
        // Without a code, with an empty one, with none of the right type.
        for code in [
            "",
            ",\"otp\":\"\"",
            ",\"otp\":null",
            ",\"otp\":\" - \"",
            ",\"otp\":true",
            ",\"verified\":true",
        ] {
            let body = format!("{{\"email\":\"{ANN}\",\"new_password\":\"{EVIL}\"{code}}}");
            let native = format!("{{\"new_password\":\"{EVIL}\"{}}}", code.replace("otp", "code"));
            let requests = [
                Request::new("PUT", "/_config/users/password/").json(&body),
                Request::new("PATCH", "/password-reset/validate-otp").json(&body),
                Request::new("PATCH", "/password-reset/validate-otp").with("Authorization", &basic),
                Request::new("PATCH", "/password-reset/validate-otp?one_time_pin=")
                    .with("Authorization", &basic),
                Request::new("PUT", &format!("/v1/recoveries/{flow}/password")).json(&native),
                Request::new("PUT", "/v1/links/password").json(&native),
            ];
            for request in requests {
                let answer = house.send(&request);
                assert!(
                    matches!(answer.status, 400 | 401 | 422),
                    "{:?} {} {code}: {answer:?}",
                    house.kind,
                    request.target
                );
            }
        }
        Some(0)
    });
}

#[test]
fn a_code_validated_for_one_person_sets_nobody_else_s_password() {
    everywhere(&[("code.ladder", "[\"base32:13\"]")], |house| {
        let (ann, bob) = (house.asks(ANN), house.asks(BOB));
        for door in Door::ALL.into_iter().filter(|it| !it.sets()) {
            let (opened, answer) = house.tries(door, &ann.aim, ann.code_of(door));
            assert!(opened, "{:?} {door:?}: {answer:?}", house.kind);
        }
        // Ann's code with Bob's name, Ann's flow with Bob's code and the other way round.
        for door in Door::ALL {
            house.refuses(door, &bob.aim, ann.code_of(door));
            house.refuses(door, &ann.aim, bob.code_of(door));
        }
        // A flow takes no name beside its own.
        let body = json!({ "code": ann.native.code, "new_password": EVIL, "email": BOB }).to_string();
        let request = Request::new("PUT", &format!("/v1/recoveries/{}/password", ann.aim.flow)).json(&body);
        assert_eq!(house.send(&request).status, 400);
        None
    });
}

#[test]
fn a_new_password_before_the_code_is_sent_back_to_the_code() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        for step in ["password", "link", "done"] {
            let path = asked.aim.tab.path.replace("/code", &format!("/{step}"));
            for body in [
                format!("new_password={}", EVIL.replace(' ', "+")),
                format!("new_password=x&code={}", "10000000"),
            ] {
                let request = Request::new("POST", &path)
                    .with("Cookie", &asked.aim.tab.cookies)
                    .form(&body);
                let answer = house.send(&request);
                let done = answer.header("location").is_some_and(|it| it.ends_with("/done"));
                assert!(
                    answer.status < 500 && !done,
                    "{:?} {path}: {answer:?}",
                    house.kind
                );
            }
        }
        Some(0)
    });
}

#[test]
fn a_code_that_a_victim_types_into_somebody_s_flow_lets_that_somebody_in_nowhere() {
    everywhere(&[("code.ladder", "[\"base32:13\"]")], |house| {
        // The attacker begins first, for her, in a tab and a flow of his own.
        let planted = house.asks(ANN);
        let hers = house.asks(ANN);
        // What she asked for herself opens nothing that is his.
        for door in [Door::Check, Door::Password, Door::Page] {
            house.refuses(door, &planted.aim, hers.code_of(door));
            let mixed = Aim {
                tab: hers.aim.tab.clone(),
                flow: hers.aim.flow.clone(),
                ..planted.aim.clone()
            };
            house.refuses(door, &mixed, planted.code_of(door));
        }
        // She comes in by the link of his letter: that opens her browser, and not his.
        let mut browser = Browser::of(&house.server);
        let page = browser.get(&format!("/reset/link?token={}", planted.page.token));
        assert!(
            page.tag("password-form").is_some(),
            "{:?} {}",
            house.kind,
            page.answer.body
        );
        let password = "slow ferry to the northern pier";
        let done = browser.submit("password-form", &[("new_password", password)]);
        assert!(
            done.path.ends_with("/done"),
            "{:?} {}",
            house.kind,
            done.answer.body
        );
        house.changes(ANN, password);
        for mailed in planted.all() {
            for door in Door::ALL {
                house.refuses(door, &planted.aim, &mailed.code);
            }
        }
        let next = planted.aim.tab.path.replace("/code", "/password");
        let request = Request::new("POST", &next)
            .with("Cookie", &planted.aim.tab.cookies)
            .form(&format!("new_password={}", EVIL.replace(' ', "+")));
        assert!(house.send(&request).status < 500);
        assert!(house.place.verifies(ANN, password), "{:?}", house.kind);
        None
    });
}

#[test]
fn a_code_and_a_link_live_through_a_power_cut_and_work_once() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        house.restart();
        for door in Door::ALL.into_iter().filter(|it| !it.sets()) {
            let (opened, answer) = house.tries(door, &asked.aim, asked.code_of(door));
            assert!(opened, "{:?} {door:?}: {answer:?}", house.kind);
        }
        let password = "paper lamp behind the greenhouse";
        let body = json!({ "token": asked.page.token, "new_password": password });
        let done = house.server.http.json("PUT", "/v1/links/password", &body);
        assert_eq!(done.status, 204, "{:?} {}", house.kind, done.body);
        house.changes(ANN, password);
        house.restart();
        for door in Door::ALL {
            house.refuses(door, &asked.aim, asked.code_of(door));
        }
        let again = house.server.http.json("PUT", "/v1/links/password", &body);
        assert_eq!(again.status, 422, "{:?} {}", house.kind, again.body);
        Some(0)
    });
}
