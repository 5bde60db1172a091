//! Answers as they really are: made by what serves them, and taken apart again for the document. So neither a status,
//! nor a header, nor a body in it is typed by hand.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response as Answer;
use futures::FutureExt;
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use serde_json::Value;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::schema::{Object, ObjectBuilder, OneOf, Type};
use utoipa::openapi::{Content, Header, Ref, RefOr, Response, ResponseBuilder, Schema};

/// One answer.
pub(crate) struct Sample {
    pub(crate) status: u16,
    /// In words, for people.
    pub(crate) when: String,
    /// Names in lower case, and values.
    headers: Vec<(String, String)>,
    /// Media type, body, and the schema of the body.
    content: Option<(String, Value, RefOr<Schema>)>,
}

impl Sample {
    /// An answer, when it is given, and the schema of its body.
    pub(crate) fn of(answer: Answer, when: impl Into<String>, schema: impl Into<RefOr<Schema>>) -> Sample {
        let (parts, body) = answer.into_parts();
        // A body that was made of text is there at once.
        let bytes = body.collect().now_or_never().and_then(Result::ok);
        let bytes = bytes.map(http_body_util::Collected::to_bytes).unwrap_or_default();
        let media = parts.headers.get(header::CONTENT_TYPE);
        let media = media.and_then(|it| it.to_str().ok()).map(str::to_owned);
        let body = serde_json::from_slice(&bytes).ok();
        Sample {
            status: parts.status.as_u16(),
            when: when.into(),
            headers: told(&parts.headers),
            content: media.zip(body).map(|(media, body)| (media, body, schema.into())),
        }
    }

    /// A text in the body.
    pub(crate) fn text(&self, pointer: &str) -> Option<&str> {
        self.body()?.pointer(pointer)?.as_str()
    }

    pub(crate) fn set_schema(&mut self, schema: RefOr<Schema>) {
        if let Some(content) = &mut self.content {
            content.2 = schema;
        }
    }

    fn body(&self) -> Option<&Value> {
        self.content.as_ref().map(|(_, body, _)| body)
    }

    /// What it is called among the examples: the last part of a problem's type, else the text that tells it apart.
    fn name(&self) -> String {
        let Some(body) = self.body() else {
            return "empty".to_owned();
        };
        let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
        let words = [
            text("/type").map(|it| it.trim_start_matches("/problems/")),
            text("/error/message"),
            text("/detail/message"),
            text("/detail/error"),
            text("/message"),
            body.as_str(),
        ];
        let said: Vec<&str> = words.into_iter().flatten().collect();
        let slug = slug(&said.join(" "));
        if slug.is_empty() {
            "answer".to_owned()
        } else {
            slug
        }
    }
}

fn slug(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            ' '
        }
    };
    let text: String = text.chars().map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Answers that are given under the same status, each once.
fn merged(samples: Vec<Sample>) -> BTreeMap<u16, Vec<Sample>> {
    let mut by_status: BTreeMap<u16, Vec<Sample>> = BTreeMap::new();
    for sample in samples {
        let same = by_status.entry(sample.status).or_default();
        match same.iter_mut().find(|it| it.body() == sample.body()) {
            Some(twin) => {
                if twin.when != sample.when {
                    twin.when = format!("{}; or {}", twin.when, sample.when);
                }
                twin.headers.extend(sample.headers);
            }
            None => same.push(sample),
        }
    }
    by_status
}

/// The responses of a call, by status. `always`: headers that every answer has, as components.
pub(super) fn responses(samples: Vec<Sample>, always: &[(&str, &str)]) -> Vec<(u16, Response)> {
    let each = merged(samples).into_iter();
    each.map(|(status, samples)| (status, response(&samples, always)))
        .collect()
}

fn response(samples: &[Sample], always: &[(&str, &str)]) -> Response {
    let mut response = ResponseBuilder::new().description(description(samples));
    for (name, component) in always {
        response = response.header_ref(*name, Ref::new(format!("#/components/headers/{component}")));
    }
    for (name, values) in headers(samples) {
        response = response.header(shown(name), described(name, &values));
    }
    let mut media: Vec<&str> = Vec::new();
    for (kind, _, _) in samples.iter().filter_map(|it| it.content.as_ref()) {
        if !media.contains(&kind.as_str()) {
            media.push(kind);
        }
    }
    for kind in media {
        response = response.content(kind, content(samples, kind));
    }
    response.build()
}

fn description(samples: &[Sample]) -> String {
    let mut said: Vec<&str> = Vec::new();
    for sample in samples {
        if !said.contains(&sample.when.as_str()) {
            said.push(&sample.when);
        }
    }
    match said.as_slice() {
        [one] => (*one).to_owned(),
        several => several
            .iter()
            .map(|it| format!("- {it}"))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

fn content(samples: &[Sample], kind: &str) -> Content {
    let mut schemas: Vec<&RefOr<Schema>> = Vec::new();
    let mut names = BTreeSet::new();
    let mut content = ContentBuilder::new();
    for sample in samples {
        let Some((media, body, schema)) = &sample.content else {
            continue;
        };
        if media != kind {
            continue;
        }
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
        let name = unused(&mut names, sample.name());
        let example = ExampleBuilder::new()
            .summary(sample.when.clone())
            .value(Some(body.clone()));
        content = content.examples_from_iter([(name, example.build())]);
    }
    let schema = match schemas.as_slice() {
        [one] => (*one).clone(),
        several => {
            let mut either = OneOf::new();
            either.items = several.iter().map(|it| (*it).clone()).collect();
            Schema::OneOf(either).into()
        }
    };
    content.schema(Some(schema)).build()
}

fn unused(names: &mut BTreeSet<String>, name: String) -> String {
    let numbered = (2..).map(|n| format!("{name}-{n}"));
    let mut wanted = std::iter::once(name.clone()).chain(numbered);
    let free = wanted.find(|it| !names.contains(it)).unwrap_or(name);
    names.insert(free.clone());
    free
}

/// The headers that tell something.
fn told(headers: &HeaderMap) -> Vec<(String, String)> {
    let others = headers.iter().filter(|(name, _)| **name != header::CONTENT_TYPE);
    others
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect()
}

/// The headers of these answers, with every value that they have.
fn headers(samples: &[Sample]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, value) in samples.iter().flat_map(|it| &it.headers) {
        found.entry(name).or_default().insert(value);
    }
    found
}

/// As documents write it.
fn shown(name: &str) -> String {
    let part = |part: &str| {
        let mut letters = part.chars();
        let first = letters.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    let parts: Vec<String> = name.split('-').map(part).collect();
    parts.join("-").replace("Www-", "WWW-")
}

fn described(name: &str, values: &BTreeSet<&str>) -> Header {
    let text = match name {
        "retry-after" => "Try again after so many seconds.",
        "www-authenticate" => "Which credentials are asked for, and what is wrong with those that came.",
        "allow" => "The methods that this path is served by.",
        "x-password-policy" => "Why the password is refused.",
        "location" => "The path of what was created.",
        _ => "",
    };
    let schema = match name {
        "retry-after" => Object::builder().schema_type(Type::Integer).minimum(Some(1)),
        "x-password-policy" => text_of().enum_values(Some(values.iter().copied())),
        _ => text_of().examples(values.iter().copied()),
    };
    let text = Some(text).filter(|it| !it.is_empty());
    Header::builder()
        .schema(Some(schema.build()))
        .description(text)
        .build()
}

fn text_of() -> ObjectBuilder {
    Object::builder().schema_type(Type::String)
}
