//! Addresses: what is none, and what is somebody else's.

use super::support::hostile::{STRANGERS, malformed_addresses};
use super::*;

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
