//! The calls that are measured, as bytes with holes for whom they are about and for the code. All addresses, names of
//! flows and codes have one length, so that only the holes differ from call to call.

use super::flows::FlowName;

/// An API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Api {
    /// 4pointx.
    #[serde(rename = "4pointx")]
    FourPointX,
    /// Userverse.
    Userverse,
    /// Our own.
    V1,
}

/// Whom a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The account of this number.
    Account(u32),
    /// Whoever this flow was begun for.
    Flow(FlowName),
}

impl Api {
    /// Those of the two published documents.
    pub const DOCUMENTED: [Api; 2] = [Api::FourPointX, Api::Userverse];

    /// All.
    pub const ALL: [Api; 3] = [Api::FourPointX, Api::Userverse, Api::V1];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Api::FourPointX => "4pointx",
            Api::Userverse => "userverse",
            Api::V1 => "/v1",
        }
    }
}

/// What a code of the bench's ladder (`base32:13`) looks like; this one is always wrong but for odds of 2^-65.
pub const WRONG: &str = "0000000000000";

/// How the answer to a flow that has begun begins. Its name follows.
pub const BEGUN: &str = r#"{"recovery":""#;

/// What fills the hole of the number until a call is made.
const NUMBER: &str = "88888888";

/// What fills the hole of the flow.
const FLOW: &str = "FFFFFFFFFFFFFFFFFFFFFF";

/// What fills the hole of the code.
const CODE: &str = "CCCCCCCCCCCCC";

/// The password that every redemption sets.
const PASSWORD: &str = "correct horse battery";

/// The address of an account.
pub fn email(number: u32) -> String {
    format!("u{number:08}@bench.example")
}

/// The account of an address of ours.
pub fn number_of(email: &str) -> Option<u32> {
    email.strip_prefix('u')?.split_once('@')?.0.parse().ok()
}

/// A call, and what it must be answered.
#[derive(Clone, Debug)]
pub struct Call {
    bytes: Vec<u8>,
    number_at: Option<usize>,
    flow_at: Option<usize>,
    code_at: Option<usize>,
    /// The status of the right answer.
    pub status: u16,
    /// What its body contains.
    pub says: &'static str,
}

impl Call {
    fn new(method: &str, target: &str, body: &str, status: u16, says: &'static str) -> Call {
        let kind = if body.is_empty() {
            ""
        } else {
            "Content-Type: application/json\r\n"
        };
        let length = body.len();
        let text = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost\r\n{kind}Content-Length: {length}\r\n\r\n{body}"
        );
        Call {
            number_at: text.find(NUMBER),
            flow_at: text.find(FLOW),
            code_at: text.find(CODE),
            bytes: text.into_bytes(),
            status,
            says,
        }
    }

    /// The same call, to be answered in this way.
    pub fn answered(self, status: u16, says: &'static str) -> Call {
        Call { status, says, ..self }
    }

    /// Asks for a code.
    pub fn ask(api: Api) -> Call {
        let email = format!("u{NUMBER}@bench.example");
        match api {
            Api::FourPointX => Call::new(
                "POST",
                "/_config/users/password/generate_otp",
                &format!(r#"{{"email":"{email}"}}"#),
                200,
                "An OTP has been sent to your email address",
            ),
            Api::Userverse => Call::new(
                "PATCH",
                &format!("/password-reset/request?email={email}"),
                "",
                202,
                "OTP sent to email",
            ),
            Api::V1 => Call::new(
                "POST",
                "/v1/recoveries",
                &format!(r#"{{"email":"{email}"}}"#),
                202,
                BEGUN,
            ),
        }
    }

    /// Guesses wrongly. Userverse has no call that only checks: there it is a reset with a wrong code.
    pub fn wrong(api: Api) -> Call {
        match api {
            Api::FourPointX => Call::check(401, "Invalid OTP"),
            Api::Userverse => Call::reset(api, 400, "does not match or expired"),
            Api::V1 => Call::new(
                "POST",
                &format!("/v1/recoveries/{FLOW}/check"),
                &format!(r#"{{"code":"{CODE}"}}"#),
                422,
                "/problems/invalid-code",
            ),
        }
    }

    /// Checks the right code, which costs and changes nothing. Userverse has no such call.
    pub fn right() -> Call {
        Call::check(200, "OTP verified successfully")
    }

    /// Sets a new password with the right code.
    pub fn redeem(api: Api) -> Call {
        match api {
            Api::FourPointX => Call::reset(api, 200, "Password updated successfully"),
            Api::Userverse => Call::reset(api, 202, "Password changed successfully"),
            Api::V1 => Call::reset(api, 204, ""),
        }
    }

    fn check(status: u16, says: &'static str) -> Call {
        let body = format!(r#"{{"email":"u{NUMBER}@bench.example","otp":"{CODE}"}}"#);
        Call::new(
            "POST",
            "/_config/users/password/validate_otp",
            &body,
            status,
            says,
        )
    }

    fn reset(api: Api, status: u16, says: &'static str) -> Call {
        let body =
            format!(r#"{{"email":"u{NUMBER}@bench.example","otp":"{CODE}","new_password":"{PASSWORD}"}}"#);
        match api {
            Api::FourPointX => Call::new("PUT", "/_config/users/password/", &body, status, says),
            Api::Userverse => Call::new("PATCH", "/password-reset/validate-otp", &body, status, says),
            Api::V1 => Call::new(
                "PUT",
                &format!("/v1/recoveries/{FLOW}/password"),
                &format!(r#"{{"code":"{CODE}","new_password":"{PASSWORD}"}}"#),
                status,
                says,
            ),
        }
    }

    /// The bytes for this account or flow, and this code.
    pub fn write(&self, into: &mut Vec<u8>, whom: Whom, code: &str) {
        into.clear();
        into.extend_from_slice(&self.bytes);
        match whom {
            Whom::Account(number) => {
                let mut rest = number;
                for byte in hole(into, self.number_at, NUMBER).iter_mut().rev() {
                    *byte = b'0' + u8::try_from(rest % 10).unwrap_or(0);
                    rest /= 10;
                }
            }
            Whom::Flow(name) => fill(hole(into, self.flow_at, FLOW), name.as_bytes()),
        }
        fill(hole(into, self.code_at, CODE), code.as_bytes());
    }
}

/// The hole that a text of this length was left for; empty where there is none.
fn hole<'a>(bytes: &'a mut [u8], at: Option<usize>, text: &str) -> &'a mut [u8] {
    at.and_then(|at| bytes.get_mut(at..at + text.len()))
        .unwrap_or_default()
}

fn fill(hole: &mut [u8], with: &[u8]) {
    if hole.len() == with.len() {
        hole.copy_from_slice(with);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holes_are_filled_and_nothing_else() {
        let mut bytes = Vec::new();
        Call::redeem(Api::FourPointX).write(&mut bytes, Whom::Account(4711), WRONG);
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(&email(4711)) && text.contains(WRONG), "{text}");
        assert!(!text.contains(NUMBER) && !text.contains(CODE), "{text}");
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(
            head.ends_with(&format!("Content-Length: {}", body.len())),
            "{text}"
        );
        assert_eq!(number_of(&email(4711)), Some(4711));
    }

    #[test]
    fn a_call_on_a_flow_names_it() {
        let name =
            FlowName::in_answer(br#"{"recovery":"Qe9ye750d72U_Tg6i-UiTQ","reference":"P6M7E2"}"#).unwrap();
        for call in [Call::wrong(Api::V1), Call::redeem(Api::V1)] {
            let mut bytes = Vec::new();
            call.write(&mut bytes, Whom::Flow(name), WRONG);
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(" /v1/recoveries/Qe9ye750d72U_Tg6i-UiTQ/"), "{text}");
            assert!(
                text.contains(WRONG) && !text.contains(FLOW) && !text.contains(CODE),
                "{text}"
            );
        }
    }
}
