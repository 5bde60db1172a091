//! Races and budgets: whatever comes at one moment, over however many connections, surfaces and sources, as many guesses are
//! compared as a code has tries, and a code works once.

use serde_json::json;

use super::doors::{Aim, Door, Request};
use super::house::{ANN, Asked, BOB, EVE, EVIL, House, everywhere, one_by_one};
use super::volley::{allow_many_files, released_at_once};
use crate::support::http::Answer;

/// The wrong guesses that end a code.
const ATTEMPTS: usize = 5;

/// A forwarding proxy that is believed, so that each request has a source of its own.
const PROXY: (&str, &str) = ("http.trusted_proxies", "[\"127.0.0.0/8\"]");

/// Codes that are not this one, in its form.
fn wrong(right: &str, count: usize) -> Vec<String> {
    let all = (10_000_000..).map(|n: u32| n.to_string());
    all.filter(|it| it != right).take(count).collect()
}

/// Doors that share a code, and the one of them that uses nothing up.
fn fronts() -> [(&'static [Door], Door); 3] {
    [
        (Door::DOCUMENTED, Door::Validate),
        (&[Door::Check, Door::Password], Door::Check),
        (&[Door::Page], Door::Page),
    ]
}

#[test]
fn of_two_thousand_wrong_guesses_and_the_right_one_released_at_one_moment_five_count_aws_cognito_2021() {
    allow_many_files();
    one_by_one(&[], |house| {
        let asked = house.asks(ANN);
        for (doors, free) in fronts() {
            let code = asked.code_of(free);
            let guesses = wrong(code, 2000);
            let mut requests: Vec<Request> = guesses
                .iter()
                .zip(doors.iter().cycle())
                .map(|(guess, door)| door.request(&asked.aim, guess))
                .collect();
            requests.insert(1000, free.request(&asked.aim, code));
            let answers = released_at_once(house.server.http.0, &requests);
            let silent = answers.iter().filter(|it| it.is_none()).count();
            assert_eq!(
                silent, 0,
                "{:?} {doors:?}: connections without an answer",
                house.kind
            );
            for (at, answer) in answers.iter().enumerate().filter(|it| it.0 != 1000) {
                let door = doors[if at < 1000 { at } else { at - 1 } % doors.len()];
                let answer = answer.as_ref().unwrap();
                assert!(!door.opened(answer), "{:?} {door:?}: {answer:?}", house.kind);
            }
            for door in doors {
                house.refuses(*door, &asked.aim, code);
            }
        }
        Some(3 * ATTEMPTS)
    });
}

/// Every way to set a password with one letter, by number; each with a password of its own.
fn redemption(asked: &Asked, doors: &[Door], token: &str, n: usize) -> Request {
    let password = crowd_password(n);
    let aim = Aim {
        password: password.clone(),
        ..asked.aim.clone()
    };
    let link = json!({ "token": token, "new_password": password }).to_string();
    match n % (doors.len() + 3) {
        0 => Request::new("PATCH", "/password-reset/reset-with-token").json(&link),
        1 => Request::new("PATCH", "/userverse/password-reset/reset-with-token").json(&link),
        2 => Request::new("PUT", "/v1/links/password").json(&link),
        at => {
            let door = doors[at - 3];
            door.request(&aim, asked.code_of(door))
        }
    }
}

fn crowd_password(n: usize) -> String {
    format!("number {n} of the marching crowd")
}

#[test]
fn of_a_hundred_redemptions_released_at_one_moment_over_all_surfaces_and_the_link_one_wins_cve_2026_107276() {
    one_by_one(&[], |house| {
        house.may_be_crowded();
        for n in 0..100 {
            house.secret(&crowd_password(n));
        }
        let setting: Vec<Door> = Door::DOCUMENTED.iter().copied().filter(|it| it.sets()).collect();
        for (doors, of_native) in [(&setting[..], false), (&[Door::Password][..], true)] {
            let asked = house.asks(ANN);
            let mailed = if of_native {
                &asked.native
            } else {
                &asked.documented
            };
            let requests: Vec<Request> = (0..100)
                .map(|n| redemption(&asked, doors, &mailed.token, n))
                .collect();
            let answers = released_at_once(house.server.http.0, &requests);
            let won = |it: &Option<Answer>| it.as_ref().is_some_and(|it| (200..300).contains(&it.status));
            let winners: Vec<usize> = (0..100).filter(|n| won(&answers[*n])).collect();
            assert_eq!(winners.len(), 1, "{:?}: {winners:?}", house.kind);
            house.changes(ANN, &crowd_password(winners[0]));
            assert!(house.place.verifies(ANN, &crowd_password(winners[0])));
            for door in doors {
                house.refuses(*door, &asked.aim, asked.code_of(*door));
            }
        }
        // In `hardened` the flow of her address does not show that she got in elsewhere, and mails nothing until half of its
        // code's life has passed.
        house.comes_in_by_recovery(ANN);
        Some(0)
    });
}

#[test]
fn of_many_forms_of_a_new_password_sent_at_one_moment_one_is_kept_cve_2026_107276() {
    one_by_one(&[], |house| {
        house.may_be_crowded();
        for n in 0..40 {
            house.secret(&crowd_password(n));
        }
        let mut browser = crate::visitor::Browser::of(&house.server);
        let mailed = house.mailed(ANN, || {
            browser.get("/reset");
            browser.submit("start-form", &[("email", ANN)]);
        });
        let page = browser.submit("code-form", &[("code", &mailed.code)]);
        assert!(page.path.ends_with("/password"), "{}", page.answer.body);
        let tab = super::page::Tab::of(&browser);
        let form = |n: usize| {
            Request::new("POST", &tab.path)
                .with("Cookie", &tab.cookies)
                .form(&format!("new_password={}", crowd_password(n).replace(' ', "+")))
        };
        released_at_once(house.server.http.0, &(0..40).map(form).collect::<Vec<_>>());
        let kept: Vec<usize> = (0..40)
            .filter(|n| house.place.verifies(ANN, &crowd_password(*n)))
            .collect();
        assert_eq!(kept.len(), 1, "{:?}: {kept:?}", house.kind);
        house.changes(ANN, &crowd_password(kept[0]));
        Some(0)
    });
}

#[test]
fn guesses_from_five_hundred_addresses_have_five_tries_between_them_instagram_2019() {
    // Of one client, three letters for the asks and two for who comes in at the end.
    let settings = [
        PROXY,
        ("limits.enabled", "true"),
        ("limits.account.letters_per_client", "5"),
    ];
    everywhere(&settings, |house| {
        let mut compared = 0;
        let asked = house.asks(ANN);
        for (doors, free) in fronts() {
            let code = asked.code_of(free);
            for (n, guess) in wrong(code, 170).iter().enumerate() {
                let door = doors[n % doors.len()];
                let request = door.request(&asked.aim, guess).with(
                    "X-Forwarded-For",
                    &format!("198.51.{}.{}", n / 100 + 1, n % 100 + 1),
                );
                let answer = house.send(&request);
                assert!(
                    !door.opened(&answer) && answer.status != 429,
                    "{door:?}: {answer:?}"
                );
            }
            compared += ATTEMPTS;
            house.refuses(free, &asked.aim, code);
        }
        Some(compared)
    });
}

/// Headers in which proxies of one make or another say for whom they call.
const FORWARDING: [(&str, &str); 10] = [
    ("X-Forwarded-For", "1.2.3.N"),
    ("X-Real-IP", "1.2.3.N"),
    ("X-Client-IP", "1.2.3.N"),
    ("True-Client-IP", "1.2.3.N"),
    ("CF-Connecting-IP", "1.2.3.N"),
    ("Fastly-Client-IP", "1.2.3.N"),
    ("X-Cluster-Client-IP", "1.2.3.N"),
    ("X-Originating-IP", "1.2.3.N"),
    ("Via", "1.1 1.2.3.N"),
    ("X-Forwarded-For", "1.2.3.N, 4.5.6.N, ::ffff:7.8.9.N"),
];

#[test]
fn no_header_of_a_client_makes_it_another_client_cve_2026_111934() {
    // The proxy is believed in what it adds at the right; whatever stood there before is the client's.
    let settings = [
        PROXY,
        ("limits.enabled", "true"),
        ("limits.client.asks", "12"),
        ("limits.client.checks", "12"),
    ];
    everywhere(&settings, |house| {
        let spoofed = |request: Request, n: usize| {
            let (name, value) = FORWARDING[n % FORWARDING.len()];
            let value = value.replace('N', &(n + 1).to_string());
            if name == "X-Forwarded-For" {
                request.with(name, &format!("{value}, 203.0.113.7"))
            } else {
                request.with(name, &value).with("X-Forwarded-For", "203.0.113.7")
            }
        };
        let eve = EVE;
        let asks = [
            Request::new("POST", "/_config/users/password/generate_otp")
                .json(&json!({ "email": eve }).to_string()),
            Request::new("PATCH", "/password-reset/request?email=eve@example.com"),
            Request::new("POST", "/v1/recoveries").json(&json!({ "email": eve }).to_string()),
            Request::new("POST", "/reset").form("email=eve%40example.com"),
        ];
        let statuses: Vec<u16> = (0..40)
            .map(|n| house.send(&spoofed(asks[n % asks.len()].clone(), n)).status)
            .collect();
        let told = statuses.iter().position(|it| *it == 429);
        assert_eq!(told, Some(12), "{:?}: {statuses:?}", house.kind);
        assert!(
            statuses[12..].iter().all(|it| *it == 429),
            "{:?}: {statuses:?}",
            house.kind
        );
        let aim = Aim {
            email: eve.to_owned(),
            password: EVIL.to_owned(),
            flow: house.begin(eve),
            tab: super::page::Tab::begin(&house.server, eve),
        };
        let statuses: Vec<u16> = (0..48)
            .map(|n| {
                house
                    .send(&spoofed(Door::ALL[n % 12].request(&aim, "10000000"), n))
                    .status
            })
            .collect();
        assert!(
            statuses[12..].iter().all(|it| *it == 429),
            "{:?}: {statuses:?}",
            house.kind
        );
        assert!(!statuses[..12].contains(&429), "{:?}: {statuses:?}", house.kind);
        Some(0)
    });
}

#[test]
fn asking_again_a_restart_and_another_s_success_give_no_guess_back_cve_2026_8760() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        let guess = |house: &House, from: usize, count: usize| {
            for (doors, free) in fronts() {
                let all = wrong(asked.code_of(free), from + count);
                for (n, code) in all.iter().enumerate().skip(from) {
                    house.refuses(doors[n % doors.len()], &asked.aim, code);
                }
            }
        };
        guess(house, 0, 2);
        let again = house.mailed(ANN, || assert_eq!(house.server.ask(ANN).status, 200));
        assert_eq!(
            again.code, asked.documented.code,
            "{:?}: the same code once more",
            house.kind
        );
        let path = format!("/v1/recoveries/{}/resend", asked.aim.flow);
        house.mailed(ANN, || {
            assert_eq!(house.server.http.json("POST", &path, &json!({})).status, 202)
        });
        house.restart();
        guess(house, 2, 2);
        house.lets_in(BOB);
        guess(house, 4, 1);
        // Beyond the tries nothing is compared, and the right one is refused.
        guess(house, 5, 5);
        for door in Door::ALL {
            house.refuses(door, &asked.aim, asked.code_of(door));
        }
        Some(3 * ATTEMPTS)
    });
}

#[test]
fn forty_flows_of_one_account_have_five_tries_each_and_one_ledger_authquake() {
    everywhere(&[], |house| {
        let flows: Vec<String> = (0..40).map(|_| house.begin(ANN)).collect();
        house.delivered();
        let asked = house.asks(ANN);
        let aims: Vec<Aim> = flows
            .into_iter()
            .map(|flow| Aim {
                flow,
                ..asked.aim.clone()
            })
            .collect();
        let guesses = wrong("", 8);
        let requests: Vec<Request> = aims
            .iter()
            .flat_map(|aim| guesses.iter().map(|code| Door::Check.request(aim, code)))
            .collect();
        for answer in released_at_once(house.server.http.0, &requests) {
            let answer = answer.expect("an answer");
            assert!(matches!(answer.status, 410 | 422), "{:?}: {answer:?}", house.kind);
        }
        Some(40 * ATTEMPTS)
    });
}

#[test]
fn a_weak_password_is_answered_alike_with_a_right_and_a_wrong_code_on_every_surface() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        let weak = Aim {
            password: "short".to_owned(),
            ..asked.aim.clone()
        };
        for door in Door::ALL.into_iter().filter(|it| it.sets()) {
            let told = |code: &str| {
                let answer = house.send(&door.request(&weak, code).with("X-Request-ID", "one"));
                (answer.status, answer.body)
            };
            let (right, wrong) = (told(asked.code_of(door)), told("10000000"));
            assert_eq!(right, wrong, "{:?} {door:?}", house.kind);
            assert!(
                matches!(right.0, 400 | 422),
                "{:?} {door:?}: {right:?}",
                house.kind
            );
        }
        for token in [asked.native.token.as_str(), "no-token"] {
            let body = json!({ "token": token, "new_password": "short" }).to_string();
            for (method, target, status) in [
                ("PUT", "/v1/links/password", 422),
                ("PATCH", "/password-reset/reset-with-token", 400),
            ] {
                let answer = house.send(&Request::new(method, target).json(&body));
                assert_eq!(answer.status, status, "{:?} {target}: {answer:?}", house.kind);
                let policy =
                    answer.body.contains("password-refused") || answer.body.contains("Password not accepted");
                assert!(policy, "{:?} {target}: {answer:?}", house.kind);
            }
        }
        Some(0)
    });
}
