//! Request ids: taken over from the caller where they are harmless, else made here.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use http::{HeaderMap, HeaderName, HeaderValue};

/// The id that a caller hands on from its own caller. It goes before [`REQUEST`].
pub const CORRELATION: HeaderName = HeaderName::from_static("x-correlation-id");

/// The id of a request, in and out.
pub const REQUEST: HeaderName = HeaderName::from_static("x-request-id");

/// The most characters of an id that is taken over (CONTRACT.md: `[A-Za-z0-9._-]{1,128}`).
const LONGEST: usize = 128;

/// The id of one request: ASCII letters, digits, dots, dashes and underscores, so it can stand in a header, in JSON
/// and in a log as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestId(HeaderValue);

impl RequestId {
    pub(crate) fn text(&self) -> &str {
        self.0.to_str().unwrap_or("")
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

/// Makes ids. They need to be different and to tell nothing (a bare number would tell how busy the house is); they
/// need not be hard to guess. So they are a keyed hash of a counter, which costs no call to the operating system.
#[derive(Debug, Default)]
pub(crate) struct RequestIds {
    key: RandomState,
    made: AtomicU64,
}

impl RequestIds {
    /// The id of a request with these headers.
    pub(crate) fn of(&self, headers: &HeaderMap) -> RequestId {
        let given = [CORRELATION, REQUEST]
            .iter()
            .find_map(|name| harmless(headers, name));
        RequestId(given.unwrap_or_else(|| self.fresh()))
    }

    fn fresh(&self) -> HeaderValue {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let half = |which: u8| self.key.hash_one((which, number));
        let text = format!("{:016x}{:016x}", half(0), half(1));
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("unnamed"))
    }
}

fn harmless(headers: &HeaderMap, name: &HeaderName) -> Option<HeaderValue> {
    let value = headers.get(name)?;
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let fits = (1..=LONGEST).contains(&value.len()) && value.as_bytes().iter().all(allowed);
    fits.then(|| value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(pairs: &[(HeaderName, &str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name, value.parse().unwrap());
        }
        RequestIds::default().of(&headers).text().to_owned()
    }

    #[test]
    fn the_correlation_id_goes_before_the_request_id() {
        assert_eq!(id(&[(REQUEST, "r-1"), (CORRELATION, "c.2_X")]), "c.2_X");
        assert_eq!(id(&[(REQUEST, "r-1")]), "r-1");
        assert_eq!(id(&[(REQUEST, "r-1"), (CORRELATION, "not ok")]), "r-1");
        assert_eq!(id(&[(REQUEST, &"a".repeat(128))]), "a".repeat(128));
    }

    #[test]
    fn an_id_that_could_forge_a_log_line_is_replaced() {
        for bad in ["", "a b", "a\tb", "ä", "a/b", "a\"b", "{}", &"a".repeat(129)] {
            let made = id(&[(REQUEST, bad)]);
            assert_eq!(made.len(), 32, "{bad:?}");
            assert!(made.bytes().all(|it| it.is_ascii_hexdigit()), "{made}");
        }
    }

    #[test]
    fn no_two_requests_get_the_same_id() {
        let ids = RequestIds::default();
        let made: std::collections::HashSet<_> = (0..1000)
            .map(|_| ids.of(&HeaderMap::new()).text().to_owned())
            .collect();
        assert_eq!(made.len(), 1000);
    }
}
