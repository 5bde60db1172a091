//! Bodies: bounded in size and in time, and labelled as what they are.

use std::fmt;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body_util::BodyExt;

use crate::refusal::Refusal;

/// The most that a body may hold, in bytes (CONTRACT.md, rules for every surface).
pub const MOST: usize = 16 * 1024;

/// How much of a body that is too large is read and thrown away, so that a client that writes first and reads then
/// gets to see the answer. Beyond it the connection is just closed.
const THROWN_AWAY: usize = 256 * 1024;

/// The same for what a browser's form sends: until a page has sent everything, a browser shows no answer to it, and
/// whoever pasted a book by mistake would be told that the connection broke.
const THROWN_AWAY_OF_A_FORM: usize = 32 * 1024 * 1024;

/// A body that has arrived whole.
#[derive(Clone)]
pub(crate) struct Sent {
    bytes: Bytes,
    label: Label,
}

/// What a body says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    /// `application/json`
    Json,
    /// `application/…+json`
    LikeJson,
    /// `application/x-www-form-urlencoded`
    Form,
    /// Nothing, or something else.
    Other,
}

/// A body may hold a code or a password.
impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bytes, label) = (self.bytes.len(), self.label);
        write!(f, "Sent({bytes} bytes hidden, labelled {label:?})")
    }
}

impl Sent {
    /// Whether there is no body.
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The bytes, if they are labelled JSON. Those that are not are read by nobody: a browser form of another site
    /// could send them.
    pub(crate) fn json(&self) -> Option<&[u8]> {
        match self.label {
            Label::Json | Label::LikeJson => Some(&self.bytes),
            Label::Form | Label::Other => None,
        }
    }

    /// The bytes, if they are labelled as a browser labels a form.
    pub(crate) fn form(&self) -> Option<&[u8]> {
        (self.label == Label::Form).then_some(&self.bytes)
    }

    /// The bytes, if they are labelled `application/json` and nothing like it.
    pub(crate) fn plain_json(&self) -> Option<&[u8]> {
        (self.label == Label::Json).then_some(&self.bytes)
    }
}

/// Takes a body in.
///
/// # Errors
/// [`Refusal`]: an encoding, too large, too slow, or broken off.
pub(crate) async fn take(headers: &HeaderMap, body: Body, within: Duration) -> Result<Sent, Refusal> {
    if is_encoded(headers) {
        return Err(Refusal::Encoded);
    }
    let expected = headers.contains_key(header::EXPECT);
    let label = label(headers);
    let thrown_away = match label {
        Label::Form => THROWN_AWAY_OF_A_FORM,
        Label::Json | Label::LikeJson | Label::Other => THROWN_AWAY,
    };
    let gathered = tokio::time::timeout(within, gather(body, expected, thrown_away)).await;
    Ok(Sent {
        bytes: gathered.map_err(|_| Refusal::Late)??,
        label,
    })
}

async fn gather(mut body: Body, asks_first: bool, thrown_away: usize) -> Result<Bytes, Refusal> {
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    if asks_first && body.size_hint().lower() > most {
        // The client waits for a word before it sends anything.
        return Err(Refusal::TooLarge);
    }
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Refusal::Garbled)?.into_data() else {
            continue;
        };
        if first.len() + rest.len() + data.len() > MOST {
            throw_away(body, thrown_away).await;
            return Err(Refusal::TooLarge);
        }
        // Nearly every body comes in one piece and need not be copied.
        if first.is_empty() {
            first = data;
        } else {
            rest.extend_from_slice(&data);
        }
    }
    if rest.is_empty() {
        return Ok(first);
    }
    Ok([first, rest.freeze()].concat().into())
}

async fn throw_away(mut body: Body, most: usize) {
    let mut left = most;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        let Some(less) = left.checked_sub(length) else {
            return;
        };
        left = less;
    }
}

/// A body in any coding but `identity`: it is not unpacked here, so that a small one cannot become a large one.
fn is_encoded(headers: &HeaderMap) -> bool {
    let plain = |value: &http::HeaderValue| {
        value
            .to_str()
            .is_ok_and(|it| it.trim().is_empty() || it.trim().eq_ignore_ascii_case("identity"))
    };
    !headers.get_all(header::CONTENT_ENCODING).iter().all(plain)
}

/// In another charset than UTF-8 nothing is JSON.
fn label(headers: &HeaderMap) -> Label {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Label::Other;
    };
    let Ok(value) = value.to_str() else {
        return Label::Other;
    };
    let mut parts = value.split(';').map(str::trim);
    let kind = parts.next().unwrap_or("").to_ascii_lowercase();
    if !parts.all(fits_utf8) {
        Label::Other
    } else if kind == "application/json" {
        Label::Json
    } else if kind.starts_with("application/") && kind.ends_with("+json") {
        Label::LikeJson
    } else if kind == "application/x-www-form-urlencoded" {
        Label::Form
    } else {
        Label::Other
    }
}

fn fits_utf8(parameter: &str) -> bool {
    match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            let value = value.trim().trim_matches('"');
            value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8")
        }
        Some(_) | None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: http::HeaderName, values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name.clone(), value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn json_is_known_by_its_label() {
        let labelled = |values: &[&str]| {
            matches!(
                label(&headers(header::CONTENT_TYPE, values)),
                Label::Json | Label::LikeJson
            )
        };
        for good in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json;charset=\"UTF-8\"; x=y",
            "application/merge-patch+json",
        ] {
            assert!(labelled(&[good]), "{good}");
        }
        for bad in [
            "",
            "text/plain",
            "text/json",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "multipart/form-data; boundary=application/json",
            "application/json; charset=utf-16",
            "application/json, text/plain",
        ] {
            assert!(!labelled(&[bad]), "{bad}");
        }
        let like = headers(header::CONTENT_TYPE, &["application/merge-patch+json"]);
        assert_eq!(label(&like), Label::LikeJson);
        assert!(!labelled(&[]));
        assert!(!labelled(&["application/json", "application/json"]));
    }

    #[test]
    fn what_was_sent_is_not_shown() {
        let sent = Sent {
            bytes: Bytes::from_static(br#"{"otp":"482913"}"#),
            label: Label::Json,
        };
        assert_eq!(format!("{sent:?}"), "Sent(16 bytes hidden, labelled Json)");
    }

    #[test]
    fn only_bodies_as_they_are_come_in() {
        let encoded = |values: &[&str]| is_encoded(&headers(header::CONTENT_ENCODING, values));
        assert!(!encoded(&[]) && !encoded(&["identity"]) && !encoded(&["IDENTITY"]));
        assert!(encoded(&["gzip"]) && encoded(&["identity", "br"]) && encoded(&["identity, gzip"]));
    }
}
