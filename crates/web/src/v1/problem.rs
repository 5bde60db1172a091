//! Problems (RFC 9457): what an error of this API says. Each kind has a type that never changes, so that programs go by
//! it, and words for people, which may.

use std::borrow::Cow;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use recovery::moment::Span;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

/// Every kind of problem. Its type on the wire is `/problems/` and its name with dashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::VariantArray, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// No usable `Host`, or a body that broke off.
    BadRequest,
    /// Not one JSON object with known keys, each once.
    MalformedBody,
    /// A field of the body that is missing, or is none.
    InvalidField,
    /// An `Idempotency-Key` that is there twice, or is none.
    InvalidIdempotencyKey,
    /// No key, or none of ours.
    InvalidKey,
    /// The key lacks the scope of the call.
    MissingScope,
    /// Nothing is served at this path.
    NotFound,
    /// No account has this number or address.
    NoSuchAccount,
    /// Another method is.
    MethodNotAllowed,
    /// The body took too long.
    RequestTimeout,
    /// An account has this address already.
    AccountExists,
    /// The body is too large.
    ContentTooLarge,
    /// The body is not labelled `application/json`, or is in a coding.
    UnsupportedMediaType,
    /// There is no such recovery, or it is long over.
    NoSuchRecovery,
    /// The recovery's time has passed.
    Expired,
    /// As many wrong codes as it takes have been typed, or its code was used.
    Spent,
    /// Not the code.
    InvalidCode,
    /// Not a token of a link, or one that is over.
    InvalidToken,
    /// The link is good, and needs the code of its letter beside it.
    CodeNeeded,
    /// This client is over its limit.
    TooManyRequests,
    /// The policy refuses the password.
    PasswordRefused,
    /// The `Idempotency-Key` came with another body before.
    IdempotencyKeyReused,
    /// Too many passwords in a row were wrong.
    TooManyFailures,
    /// Something went wrong here. Nothing was changed.
    InternalError,
    /// More work waits than will be done in time. Nothing was changed.
    Overloaded,
}

impl Kind {
    /// The last part of its type.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Its status.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Kind::BadRequest | Kind::MalformedBody | Kind::InvalidField | Kind::InvalidIdempotencyKey => {
                StatusCode::BAD_REQUEST
            }
            Kind::InvalidKey => StatusCode::UNAUTHORIZED,
            Kind::MissingScope => StatusCode::FORBIDDEN,
            Kind::NotFound | Kind::NoSuchAccount | Kind::NoSuchRecovery => StatusCode::NOT_FOUND,
            Kind::Expired | Kind::Spent => StatusCode::GONE,
            Kind::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Kind::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
            Kind::AccountExists => StatusCode::CONFLICT,
            Kind::ContentTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Kind::PasswordRefused
            | Kind::InvalidCode
            | Kind::InvalidToken
            | Kind::CodeNeeded
            | Kind::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::TooManyFailures | Kind::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Kind::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
            Kind::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What it is called, the same every time (RFC 9457 §3.1.3).
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Kind::BadRequest => "The request makes no sense",
            Kind::MalformedBody => "The body cannot be read",
            Kind::InvalidField => "A field cannot be used",
            Kind::InvalidIdempotencyKey => "The Idempotency-Key cannot be used",
            Kind::IdempotencyKeyReused => "The Idempotency-Key was used for something else",
            Kind::InvalidKey => "No valid API key",
            Kind::MissingScope => "The API key may not do this",
            Kind::NotFound => "Nothing is here",
            Kind::NoSuchAccount => "No such account",
            Kind::NoSuchRecovery => "No such recovery",
            Kind::Expired => "The code has expired",
            Kind::Spent => "No guesses are left",
            Kind::InvalidCode => "Not the code",
            Kind::InvalidToken => "Not a valid link",
            Kind::CodeNeeded => "The code is needed, too",
            Kind::TooManyRequests => "Too many requests",
            Kind::AccountExists => "The account exists",
            Kind::PasswordRefused => "The password is refused",
            Kind::TooManyFailures => "Too many wrong passwords",
            Kind::MethodNotAllowed => "Another method is served here",
            Kind::RequestTimeout => "The body took too long",
            Kind::ContentTooLarge => "The body is too large",
            Kind::UnsupportedMediaType => "The body is not JSON",
            Kind::InternalError => "It could not be done",
            Kind::Overloaded => "Too much work waits",
        }
    }

    /// What to do about it, where nothing more is known of the case at hand.
    pub(crate) fn advice(self) -> &'static str {
        match self {
            Kind::BadRequest => "Send one Host header and the body whole.",
            Kind::MalformedBody => "Send one JSON object in UTF-8.",
            Kind::InvalidField => "See the field that is named.",
            Kind::InvalidIdempotencyKey => {
                "Send one, of 1 to 128 visible ASCII characters without quotes and backslashes; nothing was done."
            }
            Kind::IdempotencyKeyReused => {
                "Send each request under a key of its own, and one that is sent again with the same body; nothing was done."
            }
            Kind::InvalidKey => "Send Authorization: Bearer and a key that resetd api-key add has made.",
            Kind::MissingScope => "Make a key with the scope that is named.",
            Kind::NotFound => "Paths are taken letter by letter.",
            Kind::NoSuchAccount => "No account has this number or address.",
            Kind::NoSuchRecovery => "Start a new one with POST /v1/recoveries.",
            Kind::Expired => "Ask for a new code in this recovery, or start a new one.",
            Kind::Spent => "Ask for a new code in this recovery, or use the link in the letter.",
            Kind::InvalidCode => "Compare it with the letter that shows this recovery's reference.",
            Kind::InvalidToken => "Links work once and for a limited time. Start a new recovery.",
            Kind::CodeNeeded => {
                "A change of this password was taken back. Send the code of the same letter as code."
            }
            Kind::TooManyRequests => "Nothing was done. Try again after the seconds in Retry-After.",
            Kind::AccountExists => "Nothing was changed.",
            Kind::PasswordRefused => "Nothing was changed. The reasons are listed.",
            Kind::TooManyFailures => "Nothing was compared. Try again after the seconds in Retry-After.",
            Kind::MethodNotAllowed => "The Allow header lists the methods of this path.",
            Kind::RequestTimeout => "Send the body within ten seconds.",
            Kind::ContentTooLarge => "A body holds 16 KiB at the most.",
            Kind::UnsupportedMediaType => "Send Content-Type: application/json, and no Content-Encoding.",
            Kind::InternalError => "Nothing was changed. X-Request-ID finds the cause in the log.",
            Kind::Overloaded => "Nothing was changed. Try again after the seconds in Retry-After.",
        }
    }
}

/// One problem, as it is told.
#[derive(Debug)]
#[must_use]
pub struct Problem {
    kind: Kind,
    detail: Cow<'static, str>,
    members: Vec<(&'static str, Value)>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem of this kind, with the general advice as its detail.
    pub fn new(kind: Kind) -> Problem {
        Problem {
            kind,
            detail: kind.advice().into(),
            members: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// What is different this time. Nothing secret, and nothing that the client could not know.
    pub fn detail(mut self, text: impl Into<Cow<'static, str>>) -> Problem {
        self.detail = text.into();
        self
    }

    /// One more member (RFC 9457 §3.2).
    pub fn member(mut self, name: &'static str, value: impl Into<Value>) -> Problem {
        self.members.push((name, value.into()));
        self
    }

    /// One more header.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Problem {
        self.headers.push((name, value));
        self
    }

    /// `Retry-After`, in whole seconds, at least one.
    pub fn after(self, span: Span) -> Problem {
        self.header(header::RETRY_AFTER, span.seconds_rounded_up().max(1).into())
    }

    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The answer.
    pub(crate) fn answer(self) -> Response {
        // Text, numbers and what is made of them: none can fail to be written.
        let body = serde_json::to_string(&self).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.kind.status();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.extend(self.headers);
        response
    }
}

/// In the order of the RFC's examples, with the further members last.
impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        let mut map = writer.serialize_map(Some(4 + self.members.len()))?;
        map.serialize_entry("type", &format_args!("/problems/{}", self.kind.name()))?;
        map.serialize_entry("title", self.kind.title())?;
        map.serialize_entry("status", &self.kind.status().as_u16())?;
        map.serialize_entry("detail", &self.detail)?;
        for (name, value) in &self.members {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_written_as_the_rfc_has_it() {
        let problem = Problem::new(Kind::InvalidField)
            .detail("It is missing.")
            .member("field", "email");
        assert_eq!(
            serde_json::to_string(&problem).unwrap(),
            r#"{"type":"/problems/invalid-field","title":"A field cannot be used","status":400,"detail":"It is missing.","field":"email"}"#
        );
        let answer = Problem::new(Kind::Overloaded).after(Span::millis(1)).answer();
        assert_eq!(answer.headers()[header::RETRY_AFTER], "1");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/problem+json");
    }
}
