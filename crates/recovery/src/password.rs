//! What a new password must be. No composition rules: length counts, in code points (63B-4 §3.1.1.2).

use unicode_normalization::UnicodeNormalization;

use crate::secret::Password;

/// Passwords over this many code points are refused, never cut.
pub const MOST_CODE_POINTS: usize = 256;

/// Passwords over this many bytes are refused, never cut.
pub const MOST_BYTES: usize = 1024;

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    /// Fewer code points than `password.min_length`.
    TooShort,
    /// More than 256 code points or 1024 bytes.
    TooLong,
    /// A control character or NUL, which many systems cut at or cannot type.
    ControlCharacter,
    /// It is tried first anywhere, or is in a list that the operator imported.
    Common,
    /// Little is left of it without parts of the address or of the name or host of this service.
    AboutYou,
    /// Little is left of it without the code that came with it.
    TheCode,
    /// A breach service knows it. Said once a code or link was right, which then is as good as before.
    Breached,
}

impl Refusal {
    /// A short token, for headers and machines.
    #[must_use]
    pub fn token(self) -> &'static str {
        self.into()
    }
}

/// The policy on the form of new passwords. What else may be wrong with one stands in `screen.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// `password.min_length`, in code points.
    pub min_length: usize,
}

impl PasswordPolicy {
    /// The password as it is to be hashed, in NFC, or why it is refused.
    ///
    /// # Errors
    /// [`Refusal`]: too short, too long, or with a control character.
    pub fn accept(&self, password: &Password) -> Result<Password, Refusal> {
        let raw = password.reveal();
        // Before normalising: a megabyte is refused without being worked on.
        if raw.len() > MOST_BYTES {
            return Err(Refusal::TooLong);
        }
        if raw.chars().any(char::is_control) {
            return Err(Refusal::ControlCharacter);
        }
        let composed = Password::new(raw.nfc().collect());
        let length = composed.reveal().chars().count();
        if length > MOST_CODE_POINTS || composed.reveal().len() > MOST_BYTES {
            Err(Refusal::TooLong)
        } else if length < self.min_length {
            Err(Refusal::TooShort)
        } else {
            Ok(composed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(text: &str) -> Result<String, Refusal> {
        let policy = PasswordPolicy { min_length: 8 };
        policy
            .accept(&Password::new(text.to_owned()))
            .map(|it| it.reveal().to_owned())
    }

    #[test]
    fn length_is_counted_in_code_points() {
        assert_eq!(verdict("1234567"), Err(Refusal::TooShort));
        assert!(verdict("12345678").is_ok());
        assert!(verdict("пароль12").is_ok());
        assert_eq!(
            verdict("😀😀😀😀😀😀😀"),
            Err(Refusal::TooShort),
            "7 code points in 28 bytes"
        );
    }

    #[test]
    fn too_much_is_an_error_and_never_cut() {
        assert!(verdict(&"a".repeat(256)).is_ok());
        assert_eq!(verdict(&"a".repeat(257)), Err(Refusal::TooLong));
        assert!(
            verdict(&"😀".repeat(256)).is_ok(),
            "256 code points in 1024 bytes"
        );
        assert_eq!(verdict(&"a".repeat(1 << 20)), Err(Refusal::TooLong));
    }

    #[test]
    fn controls_are_refused_and_spaces_are_not() {
        assert_eq!(verdict("12345678\0"), Err(Refusal::ControlCharacter));
        assert_eq!(verdict("1234\n5678"), Err(Refusal::ControlCharacter));
        assert!(verdict("  a  b  ").is_ok());
    }

    #[test]
    fn a_password_typed_on_another_keyboard_is_the_same_password() {
        assert_eq!(verdict("e\u{301}1234567"), verdict("\u{e9}1234567"));
    }
}
