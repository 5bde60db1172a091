//! HTTP Basic credentials (RFC 7617), read for an address and a new password.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::{HeaderMap, header};
use recovery::address::Email;
use recovery::secret::Password;

/// Clients that leave the padding out are understood too.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// An address and the new password that goes with it.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The user name.
    pub email: Email,
    /// The password.
    pub password: Password,
}

/// The credentials of a request, if it has usable ones: one header, decodable, with a colon, both halves there, the
/// first an address, no control character. Anything else counts as none.
#[must_use]
pub fn read(headers: &HeaderMap) -> Option<Credentials> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (value, None) = (values.next()?, values.next()) else {
        return None;
    };
    let (scheme, encoded) = value.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = text(BASE64.decode(encoded.trim_matches(' ')).ok()?);
    let (name, password) = decoded.reveal().split_once(':')?;
    if password.is_empty() || decoded.reveal().chars().any(char::is_control) {
        return None;
    }
    Some(Credentials {
        email: Email::parse(name).ok()?,
        password: Password::new(password.to_owned()),
    })
}

/// UTF-8, else Latin-1, in which every byte is the code point of the same number.
fn text(bytes: Vec<u8>) -> Password {
    let latin = |bytes: &[u8]| bytes.iter().copied().map(char::from).collect();
    Password::new(String::from_utf8(bytes).unwrap_or_else(|it| latin(it.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;

    fn with(value: &str) -> Option<(String, String)> {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, value.parse().unwrap());
        read(&headers).map(shown)
    }

    fn shown(it: Credentials) -> (String, String) {
        (it.email.as_written().to_owned(), it.password.reveal().to_owned())
    }

    fn of(decoded: &[u8]) -> Option<(String, String)> {
        with(&format!("Basic {}", STANDARD.encode(decoded)))
    }

    #[test]
    fn the_documents_own_header_is_understood() {
        assert_eq!(
            with("Basic dXNlckBleGFtcGxlLmNvbTpuZXdwYXNzd29yZA=="),
            Some(("user@example.com".into(), "newpassword".into()))
        );
        assert_eq!(
            with("bAsIc   dXNlckBleGFtcGxlLmNvbTpuZXdwYXNzd29yZA"),
            Some(("user@example.com".into(), "newpassword".into()))
        );
    }

    #[test]
    fn a_password_may_hold_colons_and_any_letters() {
        let password = |decoded: &[u8]| of(decoded).map(|(_, password)| password);
        assert_eq!(password(b"a@example.com:x:y::z"), Some("x:y::z".into()));
        assert_eq!(password("a@example.com:пароль".as_bytes()), Some("пароль".into()));
        assert_eq!(password(b"a@example.com:caf\xe9"), Some("café".into()), "Latin-1");
        assert_eq!(password(b"a@example.com:  "), Some("  ".into()));
    }

    #[test]
    fn unusable_credentials_count_as_none() {
        for decoded in [
            &b""[..],
            b":",
            b"a@example.com",
            b"a@example.com:",
            b":newpassword",
            b"ann:newpassword",
            b"a@example.com:new\0password",
            b"a@example.com:new\npassword",
            b"a@example.com,b@example.com:newpassword",
        ] {
            assert_eq!(of(decoded), None, "{:?}", String::from_utf8_lossy(decoded));
        }
        for value in [
            "",
            "Basic",
            "Basic ",
            "Basic !!!!",
            "Basic dXNlckBleGFtcGxlLmNvbTpuZXdwYXNzd29yZA== x",
            "Bearer dXNlckBleGFtcGxlLmNvbTpuZXdwYXNzd29yZA==",
            "dXNlckBleGFtcGxlLmNvbTpuZXdwYXNzd29yZA==",
        ] {
            assert_eq!(with(value), None, "{value}");
        }
    }

    #[test]
    fn two_headers_are_none() {
        let mut headers = HeaderMap::new();
        for _ in 0..2 {
            let value = "Basic dXNlckBleGFtcGxlLmNvbTpuZXdwYXNzd29yZA==";
            headers.append(header::AUTHORIZATION, value.parse().unwrap());
        }
        assert!(read(&headers).is_none());
    }
}
