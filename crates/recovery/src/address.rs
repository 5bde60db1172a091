//! E-mail addresses: one bare addr-spec, as a person wrote it, and the key under which it is found again.

use std::fmt;

use email_address::{EmailAddress, Options};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// An address that has been read: from here on nobody checks it again.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email {
    written: String,
    key: EmailKey,
}

/// What makes two addresses the same: local part in NFC and without ASCII case, `@`, domain as lower-case A-label.
/// Plus tags and dots are kept: they may well be different people.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailKey(String);

/// Why a text is no address, in words for the person who wrote the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoEmail {
    /// Nothing but white space.
    #[error("the address is empty")]
    Empty,
    /// Not `local@domain.tld`.
    #[error("not a single bare address of the form local@domain.tld")]
    Form,
    /// Characters that Unicode normalisation would turn into others (U+212A into k, full-width into ASCII).
    #[error("the address has characters that only look like the ones of an address")]
    LookAlike,
    /// A domain that is no valid IDNA name.
    #[error("the domain is not a valid internet name")]
    Domain,
}

impl Email {
    /// Reads one bare addr-spec, trimmed of ASCII white space.
    ///
    /// # Errors
    /// [`NoEmail`] for lists, display names, comments, quoted local parts, literals, single-label domains,
    /// controls, and whatever Unicode normalisation would make into another address [CVE-2019-19844].
    pub fn parse(text: &str) -> Result<Email, NoEmail> {
        let written = text.trim_matches(|c: char| c.is_ascii_whitespace());
        if written.is_empty() {
            return Err(NoEmail::Empty);
        }
        let (local, domain) = written.rsplit_once('@').ok_or(NoEmail::Form)?;
        // Nearly every address is ASCII and needs none of Unicode's tables: the answer is the same.
        let ascii = written.is_ascii();
        let misleading = if ascii {
            !written.bytes().all(|it| it.is_ascii_graphic())
        } else {
            written.chars().any(unprintable) || local.chars().any(imitates_ascii)
        };
        if misleading {
            return Err(NoEmail::LookAlike);
        }
        let domain = ascii_domain(domain)?;
        let local: String = if ascii {
            local.to_owned()
        } else {
            local.nfc().collect()
        };
        let options = Options::default()
            .without_display_text()
            .without_domain_literal()
            .with_required_tld();
        let whole = format!("{local}@{domain}");
        EmailAddress::parse_with_options(&whole, options).map_err(|_| NoEmail::Form)?;
        if local.starts_with('"') || local.contains(['\\', '(', ')']) {
            return Err(NoEmail::Form);
        }
        let key = EmailKey(format!("{}@{domain}", local.to_ascii_lowercase()));
        Ok(Email {
            written: written.to_owned(),
            key,
        })
    }

    /// Puts an address together again that [`Email::parse`] once read and a store has kept, without reading it again:
    /// on the path of every request that would cost as much as finding the row.
    #[must_use]
    pub fn as_stored(written: String, key: String) -> Email {
        Email {
            written,
            key: EmailKey(key),
        }
    }

    /// The address as it was written: what letters are addressed to.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// The key under which it is stored and found.
    #[must_use]
    pub fn key(&self) -> &EmailKey {
        &self.key
    }

    /// The local part as it was written.
    #[must_use]
    pub fn local(&self) -> &str {
        self.written.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// The domain as a lower-case A-label: what the mail server is told.
    #[must_use]
    pub fn ascii_domain(&self) -> &str {
        self.key.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// `a***@example.com`: what may stand in a log.
    #[must_use]
    pub fn masked(&self) -> String {
        let first: String = self.local().chars().take(1).collect();
        format!("{first}***@{}", self.ascii_domain())
    }
}

impl EmailKey {
    /// The key as text: for the store, and for the ledger's own hash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The longest label, and the longest name without a dot at its end (RFC 1035 §2.3.4, RFC 1123 §2.1).
const LONGEST_LABEL: usize = 63;
const LONGEST_DOMAIN: usize = 253;

/// The domain as a lower-case A-label.
fn ascii_domain(domain: &str) -> Result<String, NoEmail> {
    if is_plain(domain) {
        Ok(domain.to_ascii_lowercase())
    } else {
        mapped_domain(domain)
    }
}

/// Whether UTS-46 has nothing to do but to lower the case: two labels or more of ASCII letters, digits and hyphens,
/// none of them encoded. Whatever else there is goes the long way, also to be refused.
fn is_plain(domain: &str) -> bool {
    let label = |it: &str| {
        let bytes = it.as_bytes();
        (1..=LONGEST_LABEL).contains(&bytes.len())
            && bytes.iter().all(|it| it.is_ascii_alphanumeric() || *it == b'-')
            && !it.starts_with('-')
            && !it.ends_with('-')
            // `xn--`, and what may come to mean something else like it.
            && bytes.get(2..4) != Some(b"--")
    };
    domain.len() <= LONGEST_DOMAIN && domain.contains('.') && domain.split('.').all(label)
}

/// The domain as a lower-case A-label, if UTS-46 leaves each label what it is. A label that is not ASCII and yet
/// becomes ASCII (`ſ`, `ﬃ`, full-width), or that loses characters on the way, names another domain than it shows.
fn mapped_domain(domain: &str) -> Result<String, NoEmail> {
    let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| NoEmail::Domain)?;
    if ascii.ends_with('.') || !ascii.contains('.') {
        return Err(NoEmail::Form);
    }
    let (back, valid) = idna::domain_to_unicode(&ascii);
    valid.map_err(|_| NoEmail::Domain)?;
    let shown: String = domain.nfc().flat_map(char::to_lowercase).collect();
    let same = shown.is_ascii() || shown.split('.').eq(back.split('.'));
    let labels = domain.split('.').zip(ascii.split('.'));
    let imitation = labels
        .into_iter()
        .any(|(shown, real)| !shown.is_ascii() && !real.starts_with("xn--"));
    if !same || imitation {
        Err(NoEmail::LookAlike)
    } else {
        Ok(ascii)
    }
}

/// Controls, invisible format characters, separators other than none, private use, unassigned.
fn unprintable(c: char) -> bool {
    matches!(c.general_category_group(), GeneralCategoryGroup::Other | GeneralCategoryGroup::Separator)
        || c.general_category() == GeneralCategory::Control
        // Default-ignorable, yet counted as marks or letters.
        || matches!(c, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether compatibility normalisation would make ASCII of a character that is not (U+212A, full-width, ligatures).
/// Letters that only share a case with ASCII ones (ı, İ) are letters of another person's address.
fn imitates_ascii(c: char) -> bool {
    !c.is_ascii() && [c].into_iter().nfkc().all(|it| it.is_ascii())
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.masked())
    }
}

impl fmt::Debug for EmailKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAD: &[&str] = &[
        "",
        " ",
        "ann",
        "ann@",
        "@example.com",
        "ann@localhost",
        "a@b@example.com",
        "a,b@example.com",
        "a@example.com,b@example.com",
        "a@example.com;b@example.com",
        "a b@example.com",
        "<a@example.com>",
        "Ann <a@example.com>",
        "a(x)@example.com",
        "@relay:a@example.com",
        "g:a@example.com;",
        "\"a b\"@example.com",
        "\"ann\"@example.com",
        "ann@[127.0.0.1]",
        "ann@[IPv6:::1]",
        "ann@example.com\r\nBcc: x@example.com",
        "ann\u{0}@example.com",
        "ann@example.com\u{2028}",
        "ann\u{a0}@example.com",
        "ann\u{200b}@example.com",
        "an\u{ad}n@example.com",
        "ann@exam\u{ad}ple.com",
        "ann@example.com.",
        "ann@.example.com",
        "ann@example..com",
        "ann.@example.com",
        ".ann@example.com",
        "a..nn@example.com",
        "ann@xn--a.example",
        "ann@xn--0.example",
        "ann@-example.com",
        "=?utf-8?q?ann?=@",
        "ann@ｅxample.com",
        "ａnn@example.com",
        "mi\u{212a}e@example.com",
        "mike@exa\u{17f}mple.com",
        "a\u{17f}a@example.com",
        "o\u{fb03}ce@example.com",
        "ann@o\u{fb03}ce.com",
        "ann@example.com\u{3002}",
        "ann@example\u{3002}com",
        "ann@ex_ample.com",
        "ann@\u{1f4a9}\u{200d}.com",
    ];

    fn key(text: &str) -> Result<String, NoEmail> {
        Email::parse(text).map(|email| email.key().as_str().to_owned())
    }

    #[test]
    fn an_address_is_found_again_whatever_its_ascii_case_and_spelling_of_the_domain() {
        assert_eq!(key(" Ann@Example.COM\t"), Ok("ann@example.com".into()));
        assert_eq!(key("ann@BÜCHER.example"), Ok("ann@xn--bcher-kva.example".into()));
        assert_eq!(
            key("ann@xn--bcher-kva.example"),
            Ok("ann@xn--bcher-kva.example".into())
        );
        assert_eq!(
            key("jos\u{65}\u{301}@example.com"),
            Ok("jos\u{e9}@example.com".into())
        );
    }

    #[test]
    fn plus_tags_dots_and_dotless_letters_are_distinct_people() {
        assert_ne!(key("ann+a@example.com"), key("ann@example.com"));
        assert_ne!(key("a.nn@example.com"), key("ann@example.com"));
        assert_ne!(key("m\u{131}ke@example.com"), key("mike@example.com"));
        assert_ne!(key("M\u{130}KE@example.com"), key("mike@example.com"));
    }

    #[test]
    fn what_only_looks_like_an_address_is_malformed() {
        for text in BAD {
            assert!(
                Email::parse(text).is_err(),
                "{text:?} was read as {:?}",
                key(text)
            );
        }
        assert!(Email::parse(&format!("{}@example.com", "a".repeat(64))).is_ok());
        assert!(Email::parse(&format!("{}@example.com", "a".repeat(65))).is_err());
        let long = ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(63)].join(".");
        assert!(Email::parse(&format!("ann@{long}")).is_err());
    }

    #[test]
    fn an_international_address_is_read_as_it_is() {
        assert!(key("straße@example.com").is_ok());
        assert_eq!(key("ann@straße.example"), Ok("ann@xn--strae-oqa.example".into()));
        assert_eq!(key("用户@例え.テスト"), Ok("用户@xn--r8jz45g.xn--zckzah".into()));
    }

    #[test]
    fn the_short_way_for_ascii_ends_where_the_long_one_does() {
        for c in '\0'..='\u{7f}' {
            assert_eq!(unprintable(c), !c.is_ascii_graphic(), "{c:?}");
            assert!(!imitates_ascii(c) && [c].into_iter().nfc().eq([c]), "{c:?}");
        }
        let long = |n: usize| format!("{}.{}.example", "a".repeat(n), vec!["b"; 90].join("."));
        let mut domains: Vec<String> = (1..=64).map(long).collect();
        domains.extend((60..=66).map(|n| format!("{}.example", "a".repeat(n))));
        domains.extend(
            BAD.iter()
                .filter_map(|it| it.rsplit_once('@'))
                .map(|(_, it)| it.to_owned()),
        );
        for label in [
            "a",
            "A-b",
            "1",
            "12-3",
            "aa--b",
            "XN--a",
            "xn--bcher-kva",
            "-a",
            "a-",
            "--",
            "a_b",
            "",
        ] {
            for other in ["example", "COM", "1", "1.2.3", "x-y.Z", "", "-", "e.", "0a"] {
                domains.extend([format!("{label}.{other}"), format!("{other}.{label}")]);
            }
        }
        for domain in &domains {
            assert_eq!(ascii_domain(domain), mapped_domain(domain), "{domain:?}");
        }
        assert!(domains.iter().any(|it| is_plain(it)) && !domains.iter().all(|it| is_plain(it)));
    }

    #[test]
    fn a_log_shows_one_letter_of_the_person() {
        let email = Email::parse("Ann.Smith@example.com").unwrap();
        assert_eq!(email.masked(), "A***@example.com");
        assert_eq!(
            format!("{email:?} {:?}", email.key()),
            "Email(A***@example.com) EmailKey(hidden)"
        );
    }
}
