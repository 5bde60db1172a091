//! Recipients and identity: a letter, a code and a change are for who is on record, and for nobody whom a second reader of
//! the same bytes would have found.

use serde_json::json;

use super::doors::{Door, Request, percent};
use super::house::{ANN, House, everywhere};
use crate::support::hostile::{STRANGERS, malformed_addresses};
use crate::support::http::Answer;
use crate::support::wire::basic;

const PASSWORD: &str = "the burglar chose this one";

/// Every place of every call where an address can stand, with this JSON text for one. No call has a code.
fn in_json(value: &str) -> Vec<Request> {
    let body = |rest: &str| format!("{{\"email\":{value}{rest}}}");
    let code = ",\"otp\":\"none\"";
    let both = format!("{code},\"new_password\":\"{PASSWORD}\"");
    let post = |target| Request::new("POST", target);
    let patch = |target| Request::new("PATCH", target);
    vec![
        post("/_config/users/password/generate_otp").json(&body("")),
        post("/_config/users/validate_otp").json(&body(code)),
        Request::new("PUT", "/_config/users/password/").json(&body(&both)),
        patch("/password-reset/request").json(&body("")),
        patch("/password-reset/request").json(&body(",\"method\":\"magic_link\"")),
        patch("/userverse/password-reset/request").json(&body("")),
        patch("/password-reset/validate-otp").json(&body(&both)),
        post("/v1/recoveries").json(&body("")),
    ]
}

/// The same for an address as text, percent-encoded or in Basic.
fn elsewhere(text: &str) -> Vec<Request> {
    let query = percent(text);
    let patch = |target: &str| Request::new("PATCH", target);
    vec![
        patch(&format!("/password-reset/request?email={query}")),
        patch(&format!("/userverse/password-reset/request?email={query}")),
        patch("/password-reset/validate-otp?one_time_pin=none").with("Authorization", &basic(text, PASSWORD)),
        Request::new("POST", "/reset").form(&format!("email={query}")),
    ]
}

/// Sends them, and everything is refused as something that cannot be read.
fn all_refused(house: &House, requests: &[Request], what: &str) {
    for request in requests {
        let Answer { status, body, .. } = house.send(request);
        let refused = matches!(status, 400 | 401 | 422);
        assert!(
            refused,
            "{:?} {} {} {what}: {status} {body}",
            house.kind, request.method, request.target
        );
    }
}

#[test]
fn what_is_no_single_bare_address_reaches_nobody_on_any_surface_cve_2023_7028() {
    everywhere(&[], |house| {
        for text in malformed_addresses() {
            all_refused(house, &in_json(&json!(text).to_string()), &format!("{text:.80?}"));
            // A colon ends the user name of Basic: what stands before it may well be somebody's address.
            if text.len() < 1000 && !text.contains(':') {
                all_refused(house, &elsewhere(&text), &format!("{text:.80?}"));
            }
        }
        assert_eq!(house.sink.taken(), 0, "a letter went out");
        Some(0)
    });
}

#[test]
fn a_list_an_object_or_a_repeated_key_in_place_of_an_address_reaches_nobody_cve_2023_7028() {
    everywhere(&[], |house| {
        let (ann, eve) = (format!("\"{ANN}\""), "\"eve@example.com\"");
        for value in [
            format!("[{ann},{eve}]"),
            format!("[{eve},{ann}]"),
            format!("[{ann}]"),
            format!("{{\"0\":{ann},\"1\":{eve}}}"),
            format!("{{\"email\":{ann}}}"),
            format!("{ann},\"email\":{eve}"),
            format!("{eve},\"email\":{ann}"),
            format!("{ann},\"email\":{ann}"),
            format!("{ann},\"\\u0065mail\":{eve}"),
            "null".to_owned(),
            "1e999".to_owned(),
            "{\"$ne\":null}".to_owned(),
        ] {
            all_refused(house, &in_json(&value), &value);
        }
        for query in [
            "email=ann@example.com&email=eve@example.com",
            "email=eve@example.com&email=ann@example.com",
            "email=ann@example.com&%65mail=eve@example.com",
            "email[]=ann@example.com&email[]=eve@example.com",
            "email=ann@example.com%26email=eve@example.com",
        ] {
            let target = |prefix: &str| format!("{prefix}/password-reset/request?{query}");
            let requests = [
                Request::new("PATCH", &target("")),
                Request::new("PATCH", &target("/userverse")),
                Request::new("POST", "/reset").form(query),
            ];
            all_refused(house, &requests, query);
        }
        assert_eq!(house.sink.taken(), 0, "a letter went out");
        Some(0)
    });
}

#[test]
fn two_places_that_name_two_people_serve_neither_cve_2023_7028() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        let letters = house.sink.taken();
        for (one, other) in [
            (ANN, "bob@example.com"),
            ("bob@example.com", ANN),
            (ANN, "eve@example.com"),
        ] {
            let body = |email: &str| json!({ "email": email }).to_string();
            let full =
                json!({ "email": other, "otp": asked.documented.code, "new_password": PASSWORD }).to_string();
            let pin = format!(
                "/password-reset/validate-otp?one_time_pin={}",
                asked.documented.code
            );
            let requests = [
                Request::new("PATCH", &format!("/password-reset/request?email={one}")).json(&body(other)),
                Request::new("PATCH", &format!("/userverse/password-reset/request?email={one}"))
                    .json(&body(other)),
                // The code of one, the name of the other in Basic and in the body.
                Request::new("PATCH", "/password-reset/validate-otp")
                    .with("Authorization", &basic(one, PASSWORD))
                    .json(&full),
                Request::new("PATCH", &pin)
                    .with("Authorization", &basic(one, PASSWORD))
                    .json(&json!({ "email": other, "new_password": PASSWORD }).to_string()),
                Request::new("PATCH", &pin)
                    .with("Authorization", &basic(ANN, PASSWORD))
                    .json(&json!({ "one_time_pin": "another" }).to_string()),
            ];
            all_refused(house, &requests, &format!("{one} and {other}"));
        }
        assert_eq!(house.sink.taken(), letters, "a letter went out");
        for door in Door::ALL.into_iter().filter(|it| !it.sets()) {
            let (opened, answer) = house.tries(door, &asked.aim, asked.code_of(door));
            assert!(
                opened,
                "{:?} {door:?}: nothing was counted: {answer:?}",
                house.kind
            );
        }
        Some(0)
    });
}

#[test]
fn an_address_that_case_or_look_makes_another_is_another_person_s_cve_2019_19844() {
    everywhere(&[], |house| {
        for text in STRANGERS {
            // Concealed or told: nobody is found, and nobody is written to.
            for request in in_json(&json!(text).to_string()).iter().chain(&elsewhere(text)) {
                let Answer { status, body, .. } = house.send(request);
                assert!(
                    status < 500 && status != 204,
                    "{:?} {} {text:?}: {status} {body}",
                    house.kind,
                    request.target
                );
            }
        }
        assert_eq!(house.sink.taken(), 0, "a letter went out");
        Some(0)
    });
}

#[test]
fn a_letter_goes_to_the_address_on_record_however_it_was_typed_cve_2019_19844() {
    everywhere(&[], |house| {
        for typed in ["ANN@EXAMPLE.COM", " ann@example.com ", "aNN@Example.Com"] {
            let requests = [
                Request::new("POST", "/_config/users/password/generate_otp")
                    .json(&json!({ "email": typed }).to_string()),
                Request::new(
                    "PATCH",
                    &format!("/password-reset/request?email={}", percent(typed)),
                ),
                Request::new("POST", "/v1/recoveries").json(&json!({ "email": typed }).to_string()),
                Request::new("POST", "/reset").form(&format!("email={}", percent(typed))),
            ];
            for request in requests {
                house.delivered();
                let before = house.sink.taken();
                let answer = house.send(&request);
                assert!(
                    answer.status < 400,
                    "{:?} {}: {answer:?}",
                    house.kind,
                    request.target
                );
                crate::support::wait_until("its letter", || house.sink.taken() > before);
                assert_eq!(house.sink.letters()[before].to, "Ann@example.com");
            }
        }
        Some(0)
    });
}
