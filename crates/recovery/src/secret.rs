//! What must never be printed. Each type has one loud way to be read, `reveal`, which a reviewer can search for.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The most characters that count as a typed code once separators are gone (CONTRACT.md, rules for every surface).
pub const LONGEST_TYPED_CODE: usize = 64;

/// A one-time code, as typed or as derived: canonical text without separators. It has no `Display`, and its
/// `Debug` shows nothing.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Otp(String);

impl Otp {
    /// Reads what a person typed. ASCII spaces and `-` are dropped; of what is left, 1 to 64 characters are one
    /// guess, whatever they are. `None`: nothing left, or too much.
    #[must_use]
    pub fn typed(text: &str) -> Option<Otp> {
        let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let otp = Otp(kept);
        let length = otp.0.chars().count();
        (1..=LONGEST_TYPED_CODE).contains(&length).then_some(otp)
    }

    /// A code this house derived itself.
    pub(crate) fn derived(text: String) -> Otp {
        Otp(text)
    }

    /// The code itself. For letters and comparisons only.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether two codes are the same text. The time taken tells their lengths at most.
    #[must_use]
    pub fn same_as(&self, other: &Otp) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl fmt::Debug for Otp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Otp(hidden)")
    }
}

/// A link token as it stands in a letter: base64url(128-bit challenge id ‖ 256-bit MAC).
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct LinkToken(String);

impl LinkToken {
    /// Takes any text; whether it is a token is decided where tokens are compared.
    #[must_use]
    pub fn typed(text: String) -> LinkToken {
        LinkToken(text)
    }

    /// The token itself. For letters and comparisons only.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken(hidden)")
    }
}

/// A password in clear, as a person typed it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Password(String);

impl Password {
    /// Takes a password as it came.
    #[must_use]
    pub fn new(text: String) -> Password {
        Password(text)
    }

    /// The password itself. For the policy and the hash only.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

/// A password hash in PHC or crypt form (`$argon2id$…`, `$2b$…`). As secret as a password: it can be guessed against.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a hash whose form the `directory` floor has checked.
    #[must_use]
    pub fn new(text: String) -> PasswordHash {
        PasswordHash(text)
    }

    /// The hash itself. For the store and for verifying only.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(hidden)")
    }
}

/// 256 bits that are a secret: a key, a seed.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Secret32([u8; 32]);

impl Secret32 {
    /// Takes the bytes as they are.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Secret32 {
        Secret32(bytes)
    }

    /// The bytes themselves.
    #[must_use]
    pub fn reveal(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Secret32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret32(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_code_loses_spaces_and_dashes_and_nothing_else() {
        let read = |text: &str| Otp::typed(text).map(|code| code.reveal().to_owned());
        assert_eq!(read(" 123-456 "), Some("123456".to_owned()));
        assert_eq!(
            read("１２３４５６"),
            Some("１２３４５６".to_owned()),
            "full-width digits are a wrong guess, not a bad body"
        );
        assert_eq!(read("12\t34"), Some("12\t34".to_owned()));
        assert_eq!(read(" - "), None);
        assert_eq!(read(&"1".repeat(64)).map(|it| it.len()), Some(64));
        assert_eq!(read(&"1".repeat(65)), None);
    }

    #[test]
    fn no_secret_shows_itself_in_debug() {
        let shown = format!(
            "{:?} {:?} {:?} {:?} {:?}",
            Otp::typed("918273").unwrap(),
            LinkToken::typed("918273".into()),
            Password::new("918273".into()),
            PasswordHash::new("918273".into()),
            Secret32::new([9; 32]),
        );
        assert!(!shown.contains("918273") && !shown.contains("9, 9"), "{shown}");
    }
}
