//! How the owner of an account signs in to the application: what a recovery can do for them depends on it.

use std::fmt;
use std::str::FromStr;

/// The longest name of a provider, in code points. It stands in letters.
pub const LONGEST_PROVIDER: usize = 64;

/// How an account is signed in to. Written `password`, `elsewhere`, `elsewhere:Provider` or `shared`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SignIn {
    /// With a password that is kept here. A recovery sets it.
    #[default]
    Password,
    /// Without one, by another service's account, of this name where it is known: a recovery sets nothing, and its owner is
    /// told where to sign in.
    Elsewhere(Option<Provider>),
    /// The application has several accounts of this address, which are one here: a recovery sets nothing, since nobody can
    /// tell which is meant, and the address's owner is told so.
    Shared,
}

/// The name of another service, fit to stand in a letter: at most [`LONGEST_PROVIDER`] code points, and nothing that a mail
/// program would make a link of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider(String);

/// Why a text says no way of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSignIn {
    /// None of the words.
    #[error("it is not password, elsewhere, elsewhere:PROVIDER or shared")]
    Word,
    /// A provider without a name.
    #[error("the provider's name is empty")]
    Empty,
    /// A provider whose name is too long.
    #[error("the provider's name has more than {LONGEST_PROVIDER} characters")]
    Long,
    /// A provider whose name a letter could not show as it is.
    #[error(
        "the provider's name has a line break, a mark that hides or turns text, markup or an address in it; write it in plain \
         words (Login gov, not login.gov)"
    )]
    Unsafe,
}

impl SignIn {
    /// Whether its account may have a password here.
    #[must_use]
    pub fn is_by_password(&self) -> bool {
        match self {
            SignIn::Password => true,
            SignIn::Elsewhere(_) | SignIn::Shared => false,
        }
    }
}

impl FromStr for SignIn {
    type Err = NoSignIn;

    fn from_str(text: &str) -> Result<SignIn, NoSignIn> {
        match text.split_once(':') {
            None if text == "password" => Ok(SignIn::Password),
            None if text == "elsewhere" => Ok(SignIn::Elsewhere(None)),
            None if text == "shared" => Ok(SignIn::Shared),
            Some(("elsewhere", name)) => Ok(SignIn::Elsewhere(Some(name.parse()?))),
            None | Some(_) => Err(NoSignIn::Word),
        }
    }
}

impl fmt::Display for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SignIn::Password => f.write_str("password"),
            SignIn::Elsewhere(None) => f.write_str("elsewhere"),
            SignIn::Elsewhere(Some(provider)) => write!(f, "elsewhere:{}", provider.0),
            SignIn::Shared => f.write_str("shared"),
        }
    }
}

impl Provider {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Provider {
    type Err = NoSignIn;

    fn from_str(text: &str) -> Result<Provider, NoSignIn> {
        let text = text.trim();
        if text.is_empty() {
            Err(NoSignIn::Empty)
        } else if text.chars().count() > LONGEST_PROVIDER {
            Err(NoSignIn::Long)
        } else if text.contains(is_unfit) || has_dot_within(text) {
            Err(NoSignIn::Unsafe)
        } else {
            Ok(Provider(text.to_owned()))
        }
    }
}

/// What begins an address or markup, ends a line, turns the direction of text or is not seen.
fn is_unfit(it: char) -> bool {
    let hidden = matches!(
        it,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    it.is_control() || hidden || "<>\\/:@#\"`{}[]|".contains(it)
}

/// Whether there is a dot that does not end a word, as in host names: mail programs make links of them.
fn has_dot_within(text: &str) -> bool {
    let dots = ['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'];
    let mut after_dots = text.split(dots).skip(1);
    after_dots.any(|after| !after.is_empty() && !after.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_of_signing_in_is_read_as_it_is_written() {
        let provider = |name: &str| SignIn::Elsewhere(Some(name.parse().unwrap()));
        for (text, means) in [
            ("password", SignIn::Password),
            ("elsewhere", SignIn::Elsewhere(None)),
            ("elsewhere:Google", provider("Google")),
            ("elsewhere:AT&T", provider("AT&T")),
            ("elsewhere:Jörg’s Büro e. V.", provider("Jörg’s Büro e. V.")),
            ("elsewhere:企業アカウント", provider("企業アカウント")),
            ("shared", SignIn::Shared),
        ] {
            assert_eq!(text.parse::<SignIn>().as_ref(), Ok(&means));
            assert_eq!(means.to_string(), text);
            assert_eq!(means.is_by_password(), text == "password");
        }
        for text in [
            "",
            "Password",
            " shared",
            "google",
            "shared:Ann",
            "password:x",
            "elsewhere Google",
        ] {
            assert_eq!(text.parse::<SignIn>(), Err(NoSignIn::Word), "{text:?}");
        }
    }

    #[test]
    fn a_provider_is_a_short_name_that_no_mail_program_makes_a_link_of() {
        let read = |name: &str| format!("elsewhere:{name}").parse::<SignIn>();
        let long = "x".repeat(65);
        assert!(read(&long[1..]).is_ok() && read(&"企".repeat(64)).is_ok());
        assert_eq!(read(&long), Err(NoSignIn::Long));
        for empty in ["", " ", "\t"] {
            assert_eq!(read(empty), Err(NoSignIn::Empty), "{empty:?}");
        }
        for bad in [
            "a\nb",
            "a\u{0}b",
            "a\u{85}b",
            "a\u{2028}b",
            "<b>Google</b>",
            "https://evil.example",
            "//evil",
            "evil.example",
            "www.evil.example now",
            "evil。example",
            "Ask evil.example/x",
            "mailto:eve",
            "eve@evil",
            "Goo\u{200b}gle",
            "Google\u{202e}moc",
            "\u{2066}Google",
            "a\\b",
            "{ $place }",
            ".example",
        ] {
            assert_eq!(read(bad), Err(NoSignIn::Unsafe), "{bad:?}");
        }
    }
}
