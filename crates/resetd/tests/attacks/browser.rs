//! Browser: what another site, another tab or another person's cookie can make a browser do.

use serde_json::json;

use super::doors::{Aim, Door, Request};
use super::house::{ANN, EVE, EVIL, everywhere};
use super::page::Tab;
use crate::visitor::Browser;

#[test]
fn json_in_a_form_of_another_site_is_read_by_no_api() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        let letters = house.sink.taken();
        for label in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "",
        ] {
            for door in Door::ALL {
                let mut request = door.request(&asked.aim, asked.code_of(door));
                if request.body.is_empty() || door == Door::Page {
                    continue;
                }
                request.headers.retain(|(name, _)| name != "Content-Type");
                if !label.is_empty() {
                    request = request.with("Content-Type", label);
                }
                let request = request
                    .with("Origin", "https://evil.test")
                    .with("Sec-Fetch-Site", "cross-site");
                let answer = house.send(&request);
                assert!(
                    matches!(answer.status, 400 | 401 | 415 | 422),
                    "{:?} {door:?} {label}: {answer:?}",
                    house.kind
                );
            }
            let body = json!({ "email": ANN }).to_string();
            for (method, target) in [
                ("POST", "/_config/users/password/generate_otp"),
                ("PATCH", "/password-reset/request"),
                ("POST", "/v1/recoveries"),
            ] {
                let mut request = Request::new(method, target);
                request.body = body.clone().into_bytes();
                let request = if label.is_empty() {
                    request
                } else {
                    request.with("Content-Type", label)
                };
                let answer = house.send(&request);
                assert!(
                    matches!(answer.status, 400 | 415 | 422),
                    "{:?} {target} {label}: {answer:?}",
                    house.kind
                );
            }
        }
        assert_eq!(house.sink.taken(), letters, "a letter went out");
        Some(0)
    });
}

#[test]
fn a_form_that_comes_from_another_site_neither_mails_nor_guesses() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        let letters = house.sink.taken();
        let resend = asked.aim.tab.path.replace("/code", "/resend");
        let foreign: [&[(&str, &str)]; 6] = [
            &[("Sec-Fetch-Site", "cross-site")],
            &[("Sec-Fetch-Site", "same-site")],
            &[("Origin", "https://evil.test")],
            &[("Origin", "http://127.0.0.1:8080.evil.test")],
            &[("Origin", "http://reset.test")],
            &[("Sec-Fetch-Site", "cross-site"), ("Origin", "null")],
        ];
        for headers in foreign {
            for (path, body) in [
                ("/reset", "email=ann%40example.com".to_owned()),
                (asked.aim.tab.path.as_str(), format!("code={}", asked.page.code)),
                (resend.as_str(), String::new()),
            ] {
                let mut request = Request::new("POST", path)
                    .with("Cookie", &asked.aim.tab.cookies)
                    .form(&body);
                request.headers.retain(|(name, _)| name != "Sec-Fetch-Site");
                for (name, value) in headers {
                    request = request.with(name, value);
                }
                let answer = house.send(&request);
                assert_eq!(answer.status, 403, "{:?} {path} {headers:?}", house.kind);
            }
        }
        assert_eq!(house.sink.taken(), letters, "a letter went out");
        Some(0)
    });
}

#[test]
fn no_other_origin_is_told_anything_null_least_of_all() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        for origin in [
            "null",
            "https://evil.test",
            "http://127.0.0.1:8080.evil.test",
            "file://",
        ] {
            for door in Door::ALL {
                let request = door.request(&asked.aim, "10000000").with("Origin", origin);
                let preflight = Request::new("OPTIONS", &request.target)
                    .with("Origin", origin)
                    .with("Access-Control-Request-Method", request.method)
                    .with("Access-Control-Request-Headers", "content-type");
                for request in [request, preflight] {
                    let answer = house.send(&request);
                    let told = answer
                        .headers
                        .iter()
                        .any(|(name, _)| name.to_lowercase().starts_with("access-control"));
                    assert!(!told, "{:?} {door:?} {origin}: {answer:?}", house.kind);
                }
            }
        }
        None
    });
}

#[test]
fn every_page_and_every_answer_of_one_can_be_framed_cached_and_led_away_by_nobody() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        let password = asked.aim.tab.path.replace("/code", "/password");
        let away = "return_to=https%3A%2F%2Fevil.test%2F&return_to_=//evil.test";
        for path in [
            "/reset".to_owned(),
            format!("/reset?{away}"),
            "/reset?return_to=//evil.test/%2e%2e&lang=//evil.test".to_owned(),
            format!("{}?{away}", asked.aim.tab.path),
            format!("{password}?{away}"),
            "/reset/link?token=evil".to_owned(),
            "/reset/nothing".to_owned(),
            "/.well-known/change-password?url=//evil.test".to_owned(),
            "//evil.test/reset".to_owned(),
            "/reset//evil.test".to_owned(),
            "/%2f%2fevil.test".to_owned(),
            "/password-reset/request/?email=x&next=//evil.test".to_owned(),
        ] {
            let request = Request::new("GET", &path).with("Cookie", &asked.aim.tab.cookies);
            let answer = house.send(&request);
            let place = format!("{:?} {path}: {answer:?}", house.kind);
            let location = answer.header("location").unwrap_or("/");
            assert!(
                location.starts_with('/') && !location.starts_with("//"),
                "{place}"
            );
            assert!(
                !answer.body.contains("href=\"https://evil") && !answer.body.contains("href=\"//evil"),
                "{place}"
            );
            assert!(
                answer
                    .header("cache-control")
                    .is_some_and(|it| it.contains("no-store")),
                "{place}"
            );
            if answer
                .header("content-type")
                .is_some_and(|it| it.starts_with("text/html"))
            {
                let policy = answer.header("content-security-policy").unwrap_or_default();
                assert!(policy.contains("frame-ancestors 'none'"), "{place}");
                assert!(!policy.contains("unsafe-inline"), "{place}");
                assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{place}");
            }
        }
        Some(0)
    });
}

#[test]
fn a_cookie_that_was_tossed_in_lets_nobody_into_a_tab_and_moves_no_tab_elsewhere() {
    everywhere(&[], |house| {
        let hers = house.asks(ANN);
        let his = Tab::begin(&house.server, EVE);
        // Behind what says that cookies are kept stands that of the tab.
        let of_tab = |it: &str| {
            let (name, value) = it.split("; ").last().unwrap().split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        };
        let (name, value) = of_tab(&hers.aim.tab.cookies);
        let (his_name, his_value) = of_tab(&his.cookies);
        assert_ne!((&name, &value), (&his_name, &his_value));
        let tossed = [
            // His value under her name, hers under his, hers bent, his own.
            format!("{name}={his_value}"),
            format!("{his_name}={value}"),
            format!("{name}={value}x"),
            format!("{name}=\"{value}\"; {name}="),
            his.cookies.clone(),
        ];
        for cookies in tossed {
            let request = Request::new("POST", &hers.aim.tab.path)
                .with("Cookie", &cookies)
                .form("code=10000000");
            let answer = house.send(&request);
            // 422: the page of the code, which says that this is not it.
            assert_ne!(answer.status, 422, "{:?} {cookies}: {answer:?}", house.kind);
        }
        // His before hers, as a neighbouring host can have it: it does not keep her out, and what opens is her tab.
        let both = Aim {
            tab: Tab {
                path: hers.aim.tab.path.clone(),
                cookies: format!("{name}={his_value}; {name}={value}"),
            },
            ..hers.aim.clone()
        };
        let (opened, answer) = house.tries(Door::Page, &both, &hers.page.code);
        assert!(opened, "{:?}: kept out: {answer:?}", house.kind);
        let (opened, answer) = house.tries(Door::Page, &hers.aim, &hers.page.code);
        assert!(opened, "{:?}: nothing was counted: {answer:?}", house.kind);
        Some(0)
    });
}

#[test]
fn nothing_typed_comes_back_as_markup_and_no_address_of_others_is_shown() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        for text in [
            "\"><script>evil()</script>",
            "' onfocus=evil() x='",
            "</title><svg onload=evil()>",
            "javascript:evil()",
        ] {
            let typed = super::doors::percent(text);
            let requests = [
                Request::new(
                    "GET",
                    &format!("/reset?email={typed}&lang={typed}&return_to={typed}"),
                ),
                Request::new("POST", "/reset").form(&format!("email={typed}&lang={typed}")),
                Request::new("GET", &format!("{}?lang={typed}", asked.aim.tab.path))
                    .with("Cookie", &asked.aim.tab.cookies),
                Request::new("GET", &format!("/{typed}")),
                Request::new("PATCH", &format!("/password-reset/request?email={typed}")),
                Request::new("POST", "/v1/recoveries").json(&json!({ "email": text }).to_string()),
            ];
            for request in requests {
                let answer = house.send(&request);
                let html = answer
                    .header("content-type")
                    .is_some_and(|it| it.contains("html"));
                let runs = [
                    "<script>evil",
                    "<svg onload",
                    "href=\"javascript:",
                    "' onfocus=evil() x='",
                ];
                assert!(
                    !html || !runs.iter().any(|it| answer.body.contains(it)),
                    "{:?} {}: {}",
                    house.kind,
                    request.target,
                    answer.body
                );
            }
        }
        Some(0)
    });
}

#[test]
fn after_the_end_the_back_button_finds_neither_code_nor_form() {
    everywhere(&[], |house| {
        let mut browser = Browser::of(&house.server);
        let mailed = house.mailed(ANN, || {
            browser.get("/reset");
            browser.submit("start-form", &[("email", ANN)]);
        });
        let code_page = browser.page.path.clone();
        let page = browser.submit("code-form", &[("code", &mailed.code)]);
        let password_page = page.path.clone();
        let password = "grey heron on the sluice gate";
        let done = browser.submit("password-form", &[("new_password", password)]);
        assert!(
            done.path.ends_with("/done"),
            "{:?} {}",
            house.kind,
            done.answer.body
        );
        house.changes(ANN, password);
        for path in [&code_page, &password_page] {
            let page = browser.get(path);
            assert!(
                page.tag("password-form").is_none() && page.tag("code-form").is_none(),
                "{:?} {path}",
                house.kind
            );
            assert!(
                page.answer
                    .header("cache-control")
                    .is_some_and(|it| it.contains("no-store"))
            );
            let again = browser.post(
                path,
                &format!("code={}&new_password={}", mailed.code, EVIL.replace(' ', "+")),
            );
            assert!(again.status < 500, "{again:?}");
        }
        assert!(house.place.verifies(ANN, password));
        Some(0)
    });
}
