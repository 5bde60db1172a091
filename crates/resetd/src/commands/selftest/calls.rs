//! The calls that are made for each person, on every surface.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::visitor::Visitor;
use super::wire::Request;

/// What a call needs to know beside who makes it.
#[derive(Clone, Debug)]
pub struct Ground {
    /// A password that the policy accepts.
    pub password: String,
    /// The origin of the pages.
    pub origin: String,
    /// A key of the application's back end.
    pub bearer: String,
}

/// Makes a call.
pub type Make = fn(&Visitor, &Ground) -> Request;

/// A guess that no ladder's code can be, and some that are none but by odds of one in a million.
pub const NO_CODE: &str = "ABCDEFGHIJKLMNOP";

/// Refused by every policy.
const SHORT: &str = "short";

/// A password that every policy takes: as long as the longest minimum asks for, and not on the list of those tried first.
pub fn long_password(min_length: usize) -> String {
    "quaint obsidian ferry lantern "
        .chars()
        .cycle()
        .take(min_length.max(29))
        .collect()
}

/// A link's token of the right shape that is none.
fn token() -> String {
    "A".repeat(64)
}

pub mod fourpoint {
    use super::*;

    pub fn ask(who: &Visitor, _: &Ground) -> Request {
        let path = "/_config/users/password/generate_otp";
        Request::json("POST", path, &json!({ "email": who.email() }))
    }

    pub fn check_with(who: &Visitor, code: &str) -> Request {
        let path = "/_config/users/password/validate_otp";
        Request::json("POST", path, &json!({ "email": who.email(), "otp": code }))
    }

    pub fn check(who: &Visitor, _: &Ground) -> Request {
        check_with(who, "000000")
    }

    fn reset_with(who: &Visitor, password: &str) -> Request {
        let body = json!({ "email": who.email(), "otp": "000001", "new_password": password });
        Request::json("PUT", "/_config/users/password/", &body)
    }

    pub fn reset(who: &Visitor, ground: &Ground) -> Request {
        reset_with(who, &ground.password)
    }

    pub fn reset_weak(who: &Visitor, _: &Ground) -> Request {
        reset_with(who, SHORT)
    }
}

pub mod userverse {
    use super::*;

    pub fn ask(who: &Visitor, _: &Ground) -> Request {
        Request::bare("PATCH", format!("/password-reset/request?email={}", who.email()))
    }

    pub fn ask_for_a_link(who: &Visitor, _: &Ground) -> Request {
        let body = json!({ "email": who.email(), "method": "magic_link" });
        Request::json("PATCH", "/password-reset/request", &body)
    }

    fn reset_with(who: &Visitor, pin: &str, password: &str) -> Request {
        let body = json!({ "one_time_pin": pin, "email": who.email(), "new_password": password });
        Request::json("PATCH", "/password-reset/validate-otp", &body)
    }

    pub fn reset(who: &Visitor, ground: &Ground) -> Request {
        reset_with(who, "000002", &ground.password)
    }

    pub fn reset_no_code(who: &Visitor, ground: &Ground) -> Request {
        reset_with(who, NO_CODE, &ground.password)
    }

    pub fn reset_weak(who: &Visitor, _: &Ground) -> Request {
        reset_with(who, "000002", SHORT)
    }

    /// As the document has it: the pin in the query, address and password as Basic credentials.
    pub fn reset_basic(who: &Visitor, ground: &Ground) -> Request {
        let pair = STANDARD.encode(format!("{}:{}", who.email(), ground.password));
        Request::bare("PATCH", "/password-reset/validate-otp?one_time_pin=000003")
            .with("Authorization", format!("Basic {pair}"))
    }

    pub fn reset_by_link(_: &Visitor, ground: &Ground) -> Request {
        let body = json!({ "token": token(), "new_password": ground.password });
        Request::json("PATCH", "/password-reset/reset-with-token", &body)
    }
}

pub mod v1 {
    use super::*;

    fn flow(who: &Visitor, rest: &str) -> String {
        // Where nothing was begun (a client over its limit) the name is one that was never given.
        let name = who.recovery.as_deref().unwrap_or("AAAAAAAAAAAAAAAAAAAAAA");
        format!("/v1/recoveries/{name}/{rest}")
    }

    pub fn begin(who: &Visitor, _: &Ground) -> Request {
        Request::json("POST", "/v1/recoveries", &json!({ "email": who.email() }))
    }

    pub fn begin_once(who: &Visitor, ground: &Ground) -> Request {
        begin(who, ground).with("Idempotency-Key", format!("selftest-{}", who.person.client))
    }

    pub fn start(who: &Visitor, ground: &Ground) -> Request {
        let body = json!({ "email": who.email() });
        Request::json("POST", "/v1/recoveries/start", &body)
            .with("Authorization", format!("Bearer {}", ground.bearer))
    }

    pub fn resend(who: &Visitor, _: &Ground) -> Request {
        Request::json("POST", flow(who, "resend"), &json!({}))
    }

    pub fn check(who: &Visitor, _: &Ground) -> Request {
        Request::json("POST", flow(who, "check"), &json!({ "code": "000000" }))
    }

    pub fn check_no_code(who: &Visitor, _: &Ground) -> Request {
        Request::json("POST", flow(who, "check"), &json!({ "code": NO_CODE }))
    }

    fn reset_with(who: &Visitor, password: &str) -> Request {
        let body = json!({ "code": "000001", "new_password": password });
        Request::json("PUT", flow(who, "password"), &body)
    }

    pub fn reset(who: &Visitor, ground: &Ground) -> Request {
        reset_with(who, &ground.password)
    }

    pub fn reset_weak(who: &Visitor, _: &Ground) -> Request {
        reset_with(who, SHORT)
    }

    pub fn reset_by_link(_: &Visitor, ground: &Ground) -> Request {
        let body = json!({ "token": token(), "new_password": ground.password });
        Request::json("PUT", "/v1/links/password", &body)
    }

    pub fn look_at_password(who: &Visitor, ground: &Ground) -> Request {
        let body = json!({ "new_password": ground.password, "email": who.email() });
        Request::json("POST", "/v1/passwords/check", &body)
    }
}

pub mod pages {
    use super::*;

    fn tab(who: &Visitor, page: &str) -> String {
        // Where nothing was begun: a tab that was never opened.
        let tab = who.tab.as_deref().unwrap_or("AAAAAAAAAAAAAAAA");
        format!("/reset/{tab}/{page}")
    }

    /// A form as a browser sends it from one of our pages.
    fn form(ground: &Ground, target: String, fields: &[(&str, &str)]) -> Request {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        Request {
            method: "POST",
            target,
            headers: vec![
                ("Content-Type", "application/x-www-form-urlencoded".to_owned()),
                ("Origin", ground.origin.clone()),
                ("Sec-Fetch-Site", "same-origin".to_owned()),
                ("Sec-Fetch-Mode", "navigate".to_owned()),
            ],
            body: body.finish(),
        }
    }

    pub fn open(_: &Visitor, _: &Ground) -> Request {
        Request::bare("GET", "/reset")
    }

    pub fn begin(who: &Visitor, ground: &Ground) -> Request {
        let once = who.form.as_deref().unwrap_or_default();
        form(
            ground,
            "/reset".to_owned(),
            &[("once", once), ("email", who.email())],
        )
    }

    /// As a browser that was never shown the form's name: a form with one begins a single recovery, however often it is sent.
    pub fn begin_anew(who: &Visitor, ground: &Ground) -> Request {
        form(ground, "/reset".to_owned(), &[("email", who.email())])
    }

    pub fn open_code(who: &Visitor, _: &Ground) -> Request {
        Request::bare("GET", tab(who, "code"))
    }

    pub fn check(who: &Visitor, ground: &Ground) -> Request {
        form(ground, tab(who, "code"), &[("code", "000000")])
    }

    pub fn check_no_code(who: &Visitor, ground: &Ground) -> Request {
        form(ground, tab(who, "code"), &[("code", NO_CODE)])
    }

    pub fn resend(who: &Visitor, ground: &Ground) -> Request {
        form(ground, tab(who, "resend"), &[])
    }

    pub fn open_password(who: &Visitor, _: &Ground) -> Request {
        Request::bare("GET", tab(who, "password"))
    }

    pub fn reset(who: &Visitor, ground: &Ground) -> Request {
        let fields = [("new_password", ground.password.as_str())];
        form(ground, tab(who, "password"), &fields)
    }

    pub fn open_done(who: &Visitor, _: &Ground) -> Request {
        Request::bare("GET", tab(who, "done"))
    }

    pub fn open_link(_: &Visitor, _: &Ground) -> Request {
        Request::bare("GET", format!("/reset/link?token={}", token()))
    }

    pub fn look_at_link(who: &Visitor, _: &Ground) -> Request {
        Request::bare("GET", tab(who, "link"))
    }

    pub fn reset_by_link(who: &Visitor, ground: &Ground) -> Request {
        let fields = [("new_password", ground.password.as_str())];
        form(ground, tab(who, "link"), &fields)
    }

    pub fn open_not_me(_: &Visitor, _: &Ground) -> Request {
        Request::bare("GET", format!("/reset/not-me?token={}", token()))
    }

    pub fn look_at_not_me(who: &Visitor, _: &Ground) -> Request {
        Request::bare("GET", tab(who, "not-me"))
    }

    pub fn take_back(who: &Visitor, ground: &Ground) -> Request {
        form(ground, tab(who, "not-me"), &[])
    }

    pub fn strength(who: &Visitor, ground: &Ground) -> Request {
        let fields = [("new_password", ground.password.as_str())];
        form(ground, tab(who, "strength"), &fields)
    }
}
