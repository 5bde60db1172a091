//! Disclosure: nothing that is said, listed, counted or logged shows a code, a link, an address as it is on record, or who has an
//! account where that is concealed. What the oracle looks for after every attack is provoked here on purpose.

use serde_json::json;

use super::doors::{Aim, Door, Request, percent};
use super::house::{ANN, BOB, EVE, EVIL, House, Kind, everywhere};
use super::page::Tab;
use crate::support::http::Answer;
use crate::support::sink::{Mood, Step};

#[test]
fn no_answer_listing_header_cookie_or_metric_shows_a_code_or_the_address_on_record() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        // Every ending of every door: wrong, right, used, spent.
        for door in Door::ALL {
            house.tries(door, &asked.aim, "10000000");
        }
        for door in Door::ALL.into_iter().filter(|it| !it.sets()) {
            house.tries(door, &asked.aim, asked.code_of(door));
        }
        for door in Door::ALL {
            for _ in 0..6 {
                house.tries(door, &asked.aim, "10000000");
            }
            house.refuses(door, &asked.aim, asked.code_of(door));
        }
        let listings = [
            &["outbox", "list", "--json", "--most", "0", "--state", "sent"][..],
            &["outbox", "list", "--state", "sent"],
            &["account", "list"],
            &["risk", "status"],
            &["config", "show"],
        ];
        for words in listings {
            let done = house.place.run(words, "");
            assert!(
                done.status.success(),
                "{words:?}: {}",
                String::from_utf8_lossy(&done.stderr)
            );
            let said = String::from_utf8_lossy(&done.stdout).into_owned();
            for mailed in asked.all() {
                assert!(!said.contains(&mailed.code), "{words:?} shows a code");
                assert!(!said.contains(&mailed.token), "{words:?} shows a link");
            }
        }
        for target in [
            "/livez",
            "/readyz",
            "/openapi.json",
            "/docs",
            "/reset",
            "/metrics",
            "/nowhere",
        ] {
            assert!(house.server.http.get(target).status < 500, "{target}");
        }
        None
    });
}

/// An answer without what is drawn anew for each: names, times, ids.
fn plain(answer: &Answer, email: &str) -> (u16, Vec<String>, String) {
    let names = answer.headers.iter().map(|(name, _)| name.clone()).collect();
    let mut body = answer.body.replace(email, "somebody");
    if let Ok(mut value) = serde_json::from_str::<serde_json::Value>(&body) {
        // A second may pass between two asks.
        for name in ["recovery", "reference", "expires_in"] {
            if value.get(name).is_some() {
                value[name] = json!("drawn");
            }
        }
        body = value.to_string();
    } else {
        body.clear();
    }
    (answer.status, names, body)
}

/// Asks, guesses and asks again on every surface that conceals.
fn walk(house: &House, email: &str, from: &str) -> Vec<(u16, Vec<String>, String)> {
    let send = |request: Request| {
        let request = request.with("X-Request-ID", "walk").with("X-Forwarded-For", from);
        plain(&house.send(&request), email)
    };
    let body = json!({ "email": email }).to_string();
    let ask = || Request::new("POST", "/v1/recoveries").json(&body);
    let begun = house.send(&ask().with("X-Forwarded-For", from));
    if begun.status != 202 {
        return vec![plain(&begun, email)];
    }
    let begun: serde_json::Value = serde_json::from_str(&begun.body).unwrap();
    let aim = Aim {
        email: email.to_owned(),
        password: EVIL.to_owned(),
        flow: begun["recovery"].as_str().unwrap().to_owned(),
        tab: Tab {
            path: String::new(),
            cookies: String::new(),
        },
    };
    let resend = || Request::new("POST", &format!("/v1/recoveries/{}/resend", aim.flow)).json("{}");
    let mut told = vec![send(ask()), send(resend())];
    for _ in 0..6 {
        told.push(send(Door::Check.request(&aim, "10000000")));
    }
    told.push(send(Door::Password.request(&aim, "10000000")));
    told.push(send(resend()));
    told.push(send(
        Request::new("POST", "/reset").form(&format!("email={}", percent(email))),
    ));
    if house.kind == Kind::Hardened {
        told.push(send(
            Request::new("POST", "/_config/users/password/generate_otp").json(&body),
        ));
        told.push(send(Request::new(
            "PATCH",
            &format!("/password-reset/request?email={email}"),
        )));
        told.push(send(Request::new(
            "PATCH",
            &format!("/password-reset/request?email={email}&method=magic_link"),
        )));
        for door in Door::DOCUMENTED {
            told.push(send(door.request(&aim, "10000000")));
        }
    }
    told
}

#[test]
fn whatever_the_mail_server_does_nobody_learns_who_has_an_account_cve_2024_45231() {
    everywhere(&[], |house| {
        // Mike's letters fail, and Eve has none.
        let moods = [
            Mood::Away,
            Mood::Never,
            Mood::Later,
            Mood::DropsAfterData,
            Mood::Echoes,
            Mood::SkipsData,
            Mood::HangsAt(Step::Rcpt),
        ];
        for mood in moods {
            house.sink.be(mood);
            let mike = walk(house, "mike@example.com", "203.0.113.1");
            let eve = walk(house, EVE, "203.0.113.1");
            assert_eq!(mike, eve, "{:?} {mood:?}", house.kind);
            assert!(mike.len() > 5, "{mike:?}");
        }
        house.sink.be(Mood::Kind);
        // What waits would come within a minute; who was attacked does not wait for it here.
        for letter in house.place.waiting() {
            house
                .place
                .run(&["outbox", "drop", &letter["id"].to_string()], "");
        }
        // Mike's, with all tries of each recovery, and in `hardened` of each code of his address.
        Some(moods.len() * if house.kind == Kind::Hardened { 10 } else { 5 })
    });
}

#[test]
fn who_is_turned_away_is_turned_away_at_the_same_call_whomever_it_was_about() {
    let settings = [
        ("http.trusted_proxies", "[\"127.0.0.0/8\"]"),
        ("limits.enabled", "true"),
        ("limits.client.asks", "4"),
        ("limits.client.checks", "9"),
    ];
    everywhere(&settings, |house| {
        let disabled = house.place.run(&["account", "disable", "office@example.com"], "");
        assert!(disabled.status.success());
        house.changed_status("office@example.com");
        let mut told = vec![];
        for (n, email) in [
            "mike@example.com",
            EVE,
            "office@example.com",
            "ann@bucher.example",
        ]
        .into_iter()
        .enumerate()
        {
            let from = format!("203.0.113.{}", n + 1);
            let walks: Vec<_> = (0..3).map(|_| walk(house, email, &from)).collect();
            told.push(walks);
        }
        for other in &told[1..] {
            let (one, other) = (without_times(&told[0]), without_times(other));
            assert_eq!(one, other, "{:?}", house.kind);
        }
        let statuses: Vec<u16> = told[0].iter().flatten().map(|it| it.0).collect();
        assert!(statuses.contains(&429), "{statuses:?}");
        // All tries of one recovery of each of the two that can have one.
        Some(10)
    });
}

/// A second may pass between two walks: only what is said counts, and no span of time in it.
fn without_times(walks: &[Vec<(u16, Vec<String>, String)>]) -> Vec<(u16, Vec<String>)> {
    walks.iter().flatten().map(|it| (it.0, it.1.clone())).collect()
}

#[test]
fn a_pending_code_does_not_show_where_it_is_concealed() {
    everywhere(&[], |house| {
        if house.kind != Kind::Hardened {
            return Some(0);
        }
        // One has a code under way, asked for elsewhere; one has none; one has no account.
        house.asks(ANN);
        let guesses = |email: &str| -> Vec<_> {
            let aim = Aim {
                email: email.to_owned(),
                password: EVIL.to_owned(),
                flow: String::new(),
                tab: Tab {
                    path: String::new(),
                    cookies: String::new(),
                },
            };
            let send = |door: &Door| house.send(&door.request(&aim, "10000000").with("X-Request-ID", "x"));
            Door::DOCUMENTED
                .iter()
                .map(|it| plain(&send(it), email))
                .collect()
        };
        house.begin(BOB);
        assert_eq!(guesses(BOB), guesses(EVE));
        None
    });
}
