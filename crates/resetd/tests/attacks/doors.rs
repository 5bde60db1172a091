//! Every way to come in with a code, on every surface.

use serde_json::json;

use super::page::Tab;
use crate::support::http::Answer;
use crate::support::wire;

/// A request as it goes over the wire.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: &'static str,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn new(method: &'static str, target: &str) -> Request {
        Request {
            method,
            target: target.to_owned(),
            headers: vec![],
            body: vec![],
        }
    }

    pub fn with(mut self, name: &str, value: &str) -> Request {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn json(self, body: &str) -> Request {
        let mut labelled = self.with("Content-Type", "application/json");
        labelled.body = body.as_bytes().to_vec();
        labelled
    }

    pub fn form(self, body: &str) -> Request {
        let mut labelled = self
            .with("Content-Type", "application/x-www-form-urlencoded")
            .with("Sec-Fetch-Site", "same-origin");
        labelled.body = body.as_bytes().to_vec();
        labelled
    }

    /// On a connection of its own.
    pub fn bytes(&self) -> Vec<u8> {
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: reset.test\r\nConnection: close\r\n",
            self.method, self.target
        );
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", self.body.len());
        [head.as_bytes(), &self.body].concat()
    }
}

/// Percent-encoded where it must be: a code goes as it is, so that it is found where it should not be.
pub fn percent(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(one).collect()
}

/// Whom an attempt is about, and what it would set.
#[derive(Clone, Debug)]
pub struct Aim {
    pub email: String,
    pub password: String,
    /// A recovery of `/v1`.
    pub flow: String,
    pub tab: Tab,
}

/// A way to type a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Validate,
    ValidateSlash,
    ValidateAlias,
    Put,
    PutBare,
    PinInQuery,
    PinInJson,
    OtpInJson,
    Prefixed,
    Check,
    Password,
    Page,
}

impl Door {
    pub const ALL: [Door; 12] = [
        Door::Validate,
        Door::ValidateSlash,
        Door::ValidateAlias,
        Door::Put,
        Door::PutBare,
        Door::PinInQuery,
        Door::PinInJson,
        Door::OtpInJson,
        Door::Prefixed,
        Door::Check,
        Door::Password,
        Door::Page,
    ];

    /// Those of the documented APIs: one code, one counter.
    pub const DOCUMENTED: &[Door] = Door::ALL.split_at(9).0;

    /// Those that set a password at once.
    pub fn sets(self) -> bool {
        match self {
            Door::Validate | Door::ValidateSlash | Door::ValidateAlias | Door::Check | Door::Page => false,
            Door::Put
            | Door::PutBare
            | Door::PinInQuery
            | Door::PinInJson
            | Door::OtpInJson
            | Door::Prefixed
            | Door::Password => true,
        }
    }

    pub fn request(self, aim: &Aim, code: &str) -> Request {
        let Aim { email, password, .. } = aim;
        let all = json!({ "email": email, "otp": code, "new_password": password }).to_string();
        let two = json!({ "email": email, "otp": code }).to_string();
        let pin = json!({ "one_time_pin": code }).to_string();
        let basic = wire::basic(email, password);
        let patch = |target: &str| Request::new("PATCH", target);
        match self {
            Door::Validate => Request::new("POST", "/_config/users/password/validate_otp").json(&two),
            Door::ValidateSlash => Request::new("POST", "/_config/users/password/validate_otp/").json(&two),
            Door::ValidateAlias => Request::new("POST", "/_config/users/validate_otp").json(&two),
            Door::Put => Request::new("PUT", "/_config/users/password/").json(&all),
            Door::PutBare => Request::new("PUT", "/_config/users/password").json(&all),
            Door::PinInQuery => {
                let target = format!("/password-reset/validate-otp?one_time_pin={}", percent(code));
                patch(&target).with("Authorization", &basic)
            }
            Door::PinInJson => patch("/password-reset/validate-otp")
                .with("Authorization", &basic)
                .json(&pin),
            Door::OtpInJson => patch("/password-reset/validate-otp").json(&all),
            Door::Prefixed => patch("/userverse/password-reset/validate-otp").json(&all),
            Door::Check => {
                let body = json!({ "code": code }).to_string();
                Request::new("POST", &format!("/v1/recoveries/{}/check", aim.flow)).json(&body)
            }
            Door::Password => {
                let body = json!({ "code": code, "new_password": password }).to_string();
                Request::new("PUT", &format!("/v1/recoveries/{}/password", aim.flow)).json(&body)
            }
            Door::Page => Request::new("POST", &aim.tab.path)
                .with("Cookie", &aim.tab.cookies)
                .form(&format!("code={}", percent(code))),
        }
    }

    /// Whether this answer let somebody in.
    pub fn opened(self, answer: &Answer) -> bool {
        match self {
            Door::Page => answer
                .header("location")
                .is_some_and(|it| it.contains("/password")),
            Door::Validate
            | Door::ValidateSlash
            | Door::ValidateAlias
            | Door::Put
            | Door::PutBare
            | Door::PinInQuery
            | Door::PinInJson
            | Door::OtpInJson
            | Door::Prefixed
            | Door::Check
            | Door::Password => (200..300).contains(&answer.status),
        }
    }
}
