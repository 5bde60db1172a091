//! What an account may be called and which languages its letters may have, wherever it comes from.

use tinystr::TinyAsciiStr;

/// The longest name, in code points. It is for operators and back ends; letters do not say it.
const LONGEST_NAME: usize = 256;

/// The longest language tag: RFC 5646 §4.4.1 asks for room for 35 characters.
const LONGEST_LOCALE: usize = 35;

/// The language in which a letter is asked for, as a tag that [`locale`] takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale(TinyAsciiStr<LONGEST_LOCALE>);

impl Locale {
    /// Reads a tag; `None`: it is none.
    #[must_use]
    pub fn read(tag: &str) -> Option<Locale> {
        let tag = locale(tag).ok()?;
        TinyAsciiStr::try_from_str(&tag).ok().map(Locale)
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a name.
///
/// # Errors
/// A reason for people.
pub fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        Err("it is empty".to_owned())
    } else if text.chars().count() > LONGEST_NAME {
        Err(format!("it has more than {LONGEST_NAME} characters"))
    } else if text.chars().any(char::is_control) {
        Err("it has a line break or another control character".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Reads the language of letters: letters and digits in parts of one to eight, as BCP 47 writes them.
///
/// # Errors
/// A reason for people.
pub fn locale(text: &str) -> Result<String, String> {
    let part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_alphanumeric());
    let language = text.split('-').next().unwrap_or("");
    let named = language.len() >= 2 && language.bytes().all(|it| it.is_ascii_alphabetic());
    if named && text.len() <= LONGEST_LOCALE && text.split('-').all(part) {
        Ok(text.to_owned())
    } else {
        Err("it is not a language tag like en, de-CH or zh-Hant".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_taken_by_their_form() {
        for tag in ["en", "de-CH", "zh-Hant-TW", "sl-rozaj-biske-1994"] {
            assert_eq!(locale(tag).as_deref(), Ok(tag));
            assert_eq!(
                Locale::read(tag).map(|it| it.as_str().to_owned()).as_deref(),
                Some(tag)
            );
        }
        for tag in [
            "",
            "e",
            "en_US",
            "en-",
            "12",
            "en-verylongpart",
            "en\n",
            &"en-".repeat(20),
        ] {
            assert!(locale(tag).is_err() && Locale::read(tag).is_none(), "{tag:?}");
        }
    }
}
