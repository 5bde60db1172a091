//! The calls that are measured, as bytes with holes for the account's number and the code. All addresses and codes
//! have one length, so that only the holes differ from call to call.

/// A documented API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Api {
    /// 4pointx.
    #[serde(rename = "4pointx")]
    FourPointX,
    /// Userverse.
    Userverse,
}

impl Api {
    /// Both.
    pub const BOTH: [Api; 2] = [Api::FourPointX, Api::Userverse];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Api::FourPointX => "4pointx",
            Api::Userverse => "userverse",
        }
    }
}

/// What a code of the bench's ladder (`base32:13`) looks like; this one is always wrong but for odds of 2^-65.
pub const WRONG: &str = "0000000000000";

/// What fills the hole of the number until a call is made.
const NUMBER: &str = "88888888";

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
    number_at: usize,
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
            number_at: text.find(NUMBER).unwrap_or(0),
            code_at: text.find(CODE),
            bytes: text.into_bytes(),
            status,
            says,
        }
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
        }
    }

    /// Guesses wrongly. Userverse has no call that only checks: there it is a reset with a wrong code.
    pub fn wrong(api: Api) -> Call {
        match api {
            Api::FourPointX => Call::check(401, "Invalid OTP"),
            Api::Userverse => Call::reset(api, 400, "does not match or expired"),
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
        }
    }

    /// The bytes for this account and code.
    pub fn write(&self, into: &mut Vec<u8>, number: u32, code: &str) {
        into.clear();
        into.extend_from_slice(&self.bytes);
        let mut rest = number;
        for at in (self.number_at..self.number_at + NUMBER.len()).rev() {
            if let (Some(byte), Ok(digit)) = (into.get_mut(at), u8::try_from(rest % 10)) {
                *byte = b'0' + digit;
            }
            rest /= 10;
        }
        let hole = self.code_at.and_then(|at| into.get_mut(at..at + CODE.len()));
        if let Some(hole) = hole
            && hole.len() == code.len()
        {
            hole.copy_from_slice(code.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holes_are_filled_and_nothing_else() {
        let mut bytes = Vec::new();
        Call::redeem(Api::FourPointX).write(&mut bytes, 4711, WRONG);
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
}
