//! Cross-origin calls: none by default, and then only for origins that are listed letter by letter.

use http::{HeaderMap, HeaderValue, Method, header};

/// What another origin's script may send along.
const ALLOWED: &str =
    "authorization, content-type, idempotency-key, proof-of-work, x-correlation-id, x-request-id";

/// What another origin's script may read of an answer.
const EXPOSED: &str =
    "location, ratelimit, ratelimit-policy, retry-after, x-correlation-id, x-password-policy, x-request-id";

/// For how long, in seconds, a browser may keep what it was told: ten minutes, so that a change counts soon.
const KEPT: &str = "600";

/// Why a text is not an origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an origin: write scheme://host or scheme://host:port, as browsers send it, without a path"
)]
pub struct NoOrigin(String);

/// The origins that may call.
#[derive(Clone, Debug, Default)]
pub struct Origins(Vec<HeaderValue>);

impl Origins {
    /// These origins and no others. An empty list switches cross-origin calls off.
    ///
    /// # Errors
    /// [`NoOrigin`] for `*`, for `null` (any sandboxed page has that one), for a path, for upper case: an origin is
    /// compared letter by letter, so one that no browser ever sends is a mistake.
    pub fn new(listed: &[String]) -> Result<Origins, NoOrigin> {
        let read = |text: &String| {
            let value = HeaderValue::from_str(text).ok().filter(|_| is_origin(text));
            value.ok_or_else(|| NoOrigin(text.clone()))
        };
        Ok(Origins(listed.iter().map(read).collect::<Result<_, _>>()?))
    }

    /// The listed origin that calls, if it is one.
    fn caller(&self, headers: &HeaderMap) -> Option<&HeaderValue> {
        let mut sent = headers.get_all(header::ORIGIN).iter();
        let (Some(origin), None) = (sent.next(), sent.next()) else {
            return None;
        };
        self.0.iter().find(|it| *it == origin)
    }

    /// Whether a request is a listed origin's question for permission.
    pub(crate) fn is_preflight(&self, method: &Method, headers: &HeaderMap) -> bool {
        method == Method::OPTIONS
            && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
            && self.caller(headers).is_some()
    }

    /// What a browser needs to see on the answer to a request with these headers.
    pub(crate) fn mark(&self, request: &HeaderMap, answer: &mut HeaderMap) {
        if self.0.is_empty() {
            return;
        }
        answer.append(header::VARY, HeaderValue::from_static("origin"));
        if let Some(origin) = self.caller(request) {
            answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            answer.insert(
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static(EXPOSED),
            );
        }
    }

    /// What the answer to a preflight says on top.
    pub(crate) fn permit(&self, method: &'static str, answer: &mut HeaderMap) {
        for (name, value) in [
            (header::ACCESS_CONTROL_ALLOW_METHODS, method),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED),
            (header::ACCESS_CONTROL_MAX_AGE, KEPT),
        ] {
            answer.insert(name, HeaderValue::from_static(value));
        }
    }
}

fn is_origin(text: &str) -> bool {
    let Some((scheme, host)) = text.split_once("://") else {
        return false;
    };
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let in_host = |c: char| plain(c) || matches!(c, '.' | '-' | ':' | '[' | ']');
    !scheme.is_empty()
        && scheme.chars().all(|c| plain(c) || matches!(c, '+' | '-' | '.'))
        && !host.is_empty()
        && host.chars().all(in_host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(listed: &[&str]) -> Result<Origins, NoOrigin> {
        Origins::new(&listed.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn only_what_a_browser_sends_is_an_origin() {
        for good in [
            "https://app.example.com",
            "http://localhost:3000",
            "http://[::1]:80",
            "capacitor://localhost",
        ] {
            assert!(origins(&[good]).is_ok(), "{good}");
        }
        for bad in [
            "*",
            "null",
            "",
            "https://",
            "app.example.com",
            "https://app.example.com/",
            "https://App.example.com",
            "https://*.example.com",
            "https://a b.example",
        ] {
            assert!(origins(&[bad]).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_origin_matches_letter_by_letter() {
        let origins = origins(&["https://app.example.com"]).unwrap();
        let marked = |origin: &str| {
            let (mut request, mut answer) = (HeaderMap::new(), HeaderMap::new());
            request.insert(header::ORIGIN, origin.parse().unwrap());
            origins.mark(&request, &mut answer);
            answer.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
        };
        assert!(marked("https://app.example.com"));
        for other in [
            "null",
            "http://app.example.com",
            "https://app.example.com.evil.example",
            "https://evil.example",
            "https://app.example.com:8443",
            "HTTPS://app.example.com",
        ] {
            assert!(!marked(other), "{other}");
        }
    }
}
