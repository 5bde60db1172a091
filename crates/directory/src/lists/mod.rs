//! Lists of passwords that are known to others, as an operator imports them: each is a filter in a file of its own.
//!
//! A list forgets its passwords. It keeps 16 bits for each, and can only say that a password was in it, wrongly so for
//! one in 65 536 of those that were not. Nothing is ever missed.

mod file;
mod maker;
mod shelf;

use recovery::moment::Moment;
use recovery::secret::Password;
use sha1::{Digest, Sha1};
use unicode_normalization::UnicodeNormalization;
use xorf::{BinaryFuse16, Filter};

pub use maker::{Maker, Swallowed, is_hash};
pub use shelf::{Shelf, Unshelved};

/// Filters are built and kept in so many parts, by the first bits of the key: of a list of any length only one part is
/// in memory at a time while it is imported.
const PARTS: usize = 256;

/// The longest name of a list, in characters.
const LONGEST_NAME: usize = 64;

/// The SHA-1 of a password in NFC, as breach lists and breach services name passwords. It protects nothing: whoever sees
/// it can guess against it, so it is neither logged nor stored.
#[must_use]
pub fn fingerprint(password: &str) -> [u8; 20] {
    // As most are, and a list has millions: this is its own NFC.
    if password.is_ascii() {
        return Sha1::digest(password).into();
    }
    let mut hash = Sha1::new();
    let mut bytes = [0; 4];
    for c in password.nfc() {
        hash.update(c.encode_utf8(&mut bytes).as_bytes());
    }
    hash.finalize().into()
}

/// What a list keeps of a password: the first 64 bits of its SHA-1, so that lists of hashes can be imported as well.
fn key(fingerprint: &[u8; 20]) -> u64 {
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(fingerprint) {
        *to = *from;
    }
    u64::from_be_bytes(first)
}

/// The part of a list that has a key: its first eight bits.
fn part_of(key: u64) -> usize {
    usize::from(key.to_be_bytes().first().copied().unwrap_or(0))
}

/// What a list is called: it is the name of its file, too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListName(String);

impl ListName {
    /// Reads a name: 1 to 64 ASCII letters, digits, dots, dashes and underscores, the first of them a letter or digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<ListName> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let begins = text.starts_with(|c: char| c.is_ascii_alphanumeric());
        (begins && text.len() <= LONGEST_NAME && text.chars().all(plain)).then(|| ListName(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is recorded of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What it is called.
    pub name: ListName,
    /// When it was imported.
    pub imported_at: Moment,
    /// Passwords that were read, repeated ones among them.
    pub read: u64,
    /// Keys that it holds: of a plain password its own, and that in small letters.
    pub entries: u64,
}

/// A list in memory.
pub struct List {
    about: About,
    parts: Vec<Option<BinaryFuse16>>,
}

impl List {
    /// What is recorded of it.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Whether a password is in it, as it is or in small letters.
    #[must_use]
    pub fn has(&self, password: &Password) -> bool {
        let plain = password.reveal();
        if self.holds(&fingerprint(plain)) {
            return true;
        }
        let small = Password::new(plain.to_lowercase());
        small.reveal() != plain && self.holds(&fingerprint(small.reveal()))
    }

    fn holds(&self, fingerprint: &[u8; 20]) -> bool {
        let key = key(fingerprint);
        let part = self.parts.get(part_of(key)).and_then(Option::as_ref);
        part.is_some_and(|it| it.contains(&key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_the_sha_1_that_breach_lists_have() {
        // `printf password | sha1sum`
        let hex: String = fingerprint("password")
            .iter()
            .map(|it| format!("{it:02x}"))
            .collect();
        assert_eq!(hex, "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8");
        assert_eq!(fingerprint("e\u{301}"), fingerprint("\u{e9}"));
    }

    #[test]
    fn a_name_of_a_list_is_a_plain_name_of_a_file() {
        for good in ["rockyou", "hibp-2026.11", "a", "x_1"] {
            assert_eq!(ListName::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", ".", "..", ".hidden", "-x", "a/b", "a b", "ä", &"a".repeat(65)] {
            assert!(ListName::parse(bad).is_none(), "{bad:?}");
        }
    }
}
