//! The query of an address as clients really send it: often not encoded at all.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

/// What a query says about one name.
#[derive(Clone, PartialEq, Eq)]
pub enum Asked {
    /// Nothing.
    Nothing,
    /// This, once.
    Once(String),
    /// It stands there twice, or it is not UTF-8.
    Unclear,
}

/// One of the documents has the code stand in the query.
impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Asked::Nothing => "Nothing",
            Asked::Once(_) => "Once(hidden)",
            Asked::Unclear => "Unclear",
        })
    }
}

/// Reads one name of a query. A raw `+` is itself, because addresses hold them and clients send them unencoded; an
/// `%` that encodes nothing is itself too, for the same reason.
#[must_use]
pub fn read(query: Option<&str>, name: &str) -> Asked {
    let pairs = query
        .unwrap_or("")
        .split('&')
        .map(|it| it.split_once('=').unwrap_or((it, "")));
    let mut values = pairs.filter(|(key, _)| decoded(key).is_some_and(|it| it == name));
    match (values.next(), values.next()) {
        (None, _) => Asked::Nothing,
        (Some((_, value)), None) => decoded(value).map_or(Asked::Unclear, |it| Asked::Once(it.into_owned())),
        (Some(_), Some(_)) => Asked::Unclear,
    }
}

fn decoded(text: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(text).decode_utf8().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email(query: &str) -> Asked {
        read(Some(query), "email")
    }

    #[test]
    fn a_plus_is_a_plus_encoded_or_not() {
        let ann = Asked::Once("ann+news@example.com".into());
        assert_eq!(email("email=ann+news@example.com"), ann);
        assert_eq!(email("email=ann%2Bnews%40example.com"), ann);
        assert_eq!(email("x=1&email=ann%2bnews@example.com&y"), ann);
        assert_eq!(email("em%61il=ann+news@example.com"), ann);
    }

    #[test]
    fn what_was_asked_is_not_shown() {
        let asked = read(Some("one_time_pin=482913"), "one_time_pin");
        assert_eq!(format!("{asked:?}"), "Once(hidden)");
    }

    #[test]
    fn a_name_that_stands_twice_is_unclear_however_it_is_written() {
        for query in [
            "email=a&email=b",
            "email=a&email=a",
            "email=a&em%61il=a",
            "email&email",
            "email=%ff",
        ] {
            assert_eq!(email(query), Asked::Unclear, "{query}");
        }
    }

    #[test]
    fn what_is_not_there_is_nothing_and_what_is_empty_is_empty() {
        assert_eq!(read(None, "email"), Asked::Nothing);
        assert_eq!(email(""), Asked::Nothing);
        assert_eq!(email("EMAIL=a&emails=b&;email=c"), Asked::Nothing);
        assert_eq!(email("email"), Asked::Once(String::new()));
        assert_eq!(email("email="), Asked::Once(String::new()));
        assert_eq!(email("email=a=b"), Asked::Once("a=b".into()));
        assert_eq!(
            email("email=50%@example.com"),
            Asked::Once("50%@example.com".into())
        );
    }
}
