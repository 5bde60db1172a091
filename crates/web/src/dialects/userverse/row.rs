//! One answer of the Userverse API: what a table says, and how it stands on the wire.

use std::borrow::Cow;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use recovery::moment::Span;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, Object, SchemaType, Type};

use crate::reply::{Flaw, Part, Unread};
use crate::request_id::RequestId;
use crate::settings::Compat;

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Row {
    /// The status.
    pub status: u16,
    /// The message: what a person is told.
    pub message: &'static str,
    /// The error: why. `None` on success. Never null on the wire: one of the published clients stumbles over it.
    pub error: Option<Cow<'static, str>>,
    /// Whether the input was malformed, which has an error code of its own.
    pub malformed: bool,
    /// What the server's present generation lists of malformed input.
    pub entry: Option<Entry>,
    /// Whether `WWW-Authenticate` asks for credentials.
    pub challenged: bool,
    /// For `Retry-After`.
    pub after: Option<Span>,
}

pub(super) fn done(message: &'static str) -> Row {
    Row {
        status: 202,
        message,
        error: None,
        malformed: false,
        entry: None,
        challenged: false,
        after: None,
    }
}

pub(super) fn error(status: u16, message: &'static str, why: &'static str) -> Row {
    Row {
        status,
        error: Some(why.into()),
        ..done(message)
    }
}

/// Malformed or missing input, as each generation of the server words it.
pub(super) fn malformed(unread: Unread, compat: Compat) -> Row {
    let plain = Row {
        status: 400,
        error: Some(format!("{}: {}", name(unread.part), why(unread.flaw)).into()),
        malformed: true,
        ..done("Validation failed")
    };
    match compat {
        Compat::Documented => plain,
        Compat::Current => Row {
            status: 422,
            entry: Some(Entry::of(unread)),
            ..plain
        },
    }
}

/// The key by which a part is sent.
fn name(part: Part) -> &'static str {
    match part {
        Part::Body => "body",
        Part::Email => "email",
        Part::Code => "one_time_pin",
        Part::Password => "new_password",
        Part::Token => "token",
        Part::Method => "method",
        Part::Credentials => "authorization",
    }
}

fn why(flaw: Flaw) -> Cow<'static, str> {
    match flaw {
        Flaw::Missing | Flaw::NoBody => "required".into(),
        Flaw::Empty => "must not be empty".into(),
        Flaw::NotText => "must be a string".into(),
        Flaw::Contradicts => "stated twice, and not the same".into(),
        Flaw::Form => "not one of the values it can have".into(),
        Flaw::NoAddress(why) => why.to_string().into(),
        Flaw::NotJson(_) => "the body is not one JSON object in UTF-8, labelled application/json".into(),
    }
}

impl Row {
    pub(super) fn after(mut self, span: Span) -> Row {
        self.after = Some(span);
        self
    }

    pub(super) fn challenged(mut self) -> Row {
        self.challenged = true;
        self
    }

    /// The code of an error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.status {
            _ if self.malformed => "validation_error",
            401 => "http_error",
            500.. => "internal_error",
            _ => "app_error",
        }
    }

    /// The body, byte for byte, for a request of this id.
    #[must_use]
    pub fn body(&self, correlation_id: &str) -> String {
        let Some(error) = &self.error else {
            let done = Done {
                message: self.message,
                data: (),
            };
            return written(&done);
        };
        let detail = Detail {
            message: self.message,
            code: self.code(),
            correlation_id,
            extra: match &self.entry {
                Some(entry) => Extra::Errors { errors: [entry] },
                None => Extra::Error { error },
            },
            errors: self.entry.as_ref().map(|entry| [entry]),
            error,
        };
        written(&Failure { detail })
    }

    pub(crate) fn response(&self, id: &RequestId) -> Response {
        let mut response = Response::new(Body::from(self.body(id.text())));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(span) = self.after {
            headers.insert(header::RETRY_AFTER, span.seconds_rounded_up().max(1).into());
        }
        if self.challenged {
            let challenge = r#"Basic realm="password reset", charset="UTF-8""#;
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}

/// Compact JSON. Text, numbers and lists of them: none can fail to be written.
fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What a success looks like.
#[derive(Serialize, ToSchema)]
#[schema(as = UserverseDone)]
pub(crate) struct Done<'a> {
    /// What happened.
    message: &'a str,
    #[schema(schema_with = null)]
    data: (),
}

/// What an error looks like.
#[derive(Serialize, ToSchema)]
#[schema(as = UserverseError)]
pub(crate) struct Failure<'a> {
    #[schema(inline)]
    detail: Detail<'a>,
}

// The order of the keys is part of the contract.
#[derive(Serialize, ToSchema)]
struct Detail<'a> {
    /// What a person is told.
    message: &'a str,
    /// What kind of error.
    code: &'a str,
    /// The id of the request, which `X-Correlation-ID` and `X-Request-ID` show, too.
    correlation_id: &'a str,
    #[schema(inline)]
    extra: Extra<'a>,
    /// What was malformed; with `compat = "current"` alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Entry>>, nullable = false)]
    errors: Option<[&'a Entry; 1]>,
    /// Why.
    error: &'a str,
}

#[derive(Serialize, ToSchema)]
#[serde(untagged)]
enum Extra<'a> {
    /// Why, once more.
    Error { error: &'a str },
    /// What was malformed.
    Errors {
        #[schema(value_type = Vec<Entry>)]
        errors: [&'a Entry; 1],
    },
}

/// One thing that was malformed, as the server's present generation lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = UserverseFlaw)]
pub struct Entry {
    /// What kind of flaw.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Where.
    #[serde(rename = "loc")]
    #[schema(schema_with = place)]
    pub place: Vec<Place>,
    /// In words.
    #[serde(rename = "msg")]
    pub message: Cow<'static, str>,
    /// What was there. Only what is no secret is said back.
    #[schema(schema_with = input)]
    pub input: Input,
}

fn null() -> Object {
    Object::with_type(Type::Null)
}

fn place() -> Array {
    let step = SchemaType::from_iter([Type::String, Type::Integer]);
    Array::new(Object::with_type(step))
}

fn input() -> Object {
    Object::with_type(SchemaType::from_iter([Type::String, Type::Object, Type::Null]))
}

/// A step on the way to a part of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Place {
    /// A key, or what holds the keys.
    Key(&'static str),
    /// Characters from the start.
    At(usize),
}

/// What an entry says was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Input {
    /// `null`
    Nothing,
    /// `{}`
    EmptyObject {},
    /// A string.
    Text(String),
}

impl Entry {
    fn of(unread: Unread) -> Entry {
        let Unread { part, flaw, typed } = unread;
        let (kind, message): (_, Cow<'static, str>) = match (flaw, part) {
            (Flaw::Missing | Flaw::NoBody, _) => ("missing", "Field required".into()),
            (Flaw::Empty, Part::Token | Part::Password) => (
                "string_too_short",
                "String should have at least 1 character".into(),
            ),
            (Flaw::NoAddress(_) | Flaw::Empty, Part::Email) => (
                "value_error",
                format!("value is not a valid email address: {}", why(flaw)).into(),
            ),
            (Flaw::Form, Part::Method) => ("enum", "Input should be 'otp' or 'magic_link'".into()),
            (Flaw::NotText, _) => ("string_type", "Input should be a valid string".into()),
            (Flaw::NotJson(_), _) => ("json_invalid", "JSON decode error".into()),
            (Flaw::Empty | Flaw::Form | Flaw::Contradicts | Flaw::NoAddress(_), _) => {
                ("value_error", format!("Value error, {}", why(flaw)).into())
            }
        };
        let place = match (flaw, part) {
            (Flaw::NoBody, _) => vec![Place::Key("body")],
            (Flaw::NotJson(at), _) => vec![Place::Key("body"), Place::At(at)],
            (_, Part::Code) => vec![Place::Key("query"), Place::Key("one_time_pin")],
            (_, part) => vec![Place::Key("body"), Place::Key(name(part))],
        };
        let input = match (flaw, part, typed) {
            (_, _, Some(typed)) => Input::Text(typed),
            (Flaw::Empty, Part::Token | Part::Password | Part::Email, None) => Input::Text(String::new()),
            (Flaw::Missing, Part::Code, None) => Input::Nothing,
            (Flaw::Missing | Flaw::NotJson(_), _, None) => Input::EmptyObject {},
            (_, _, None) => Input::Nothing,
        };
        Entry {
            kind,
            place,
            message,
            input,
        }
    }
}
