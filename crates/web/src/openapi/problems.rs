//! Problems, and what every call of `/v1` has in common.

use axum::response::Response;
use recovery::api_keys::Scope;
use recovery::moment::Span;
use recovery::password::Refusal as Weakness;
use serde_json::Value;
use strum::VariantArray;
use utoipa::openapi::path::{HttpMethod, Parameter};
use utoipa::openapi::schema::{Array, Components, Object, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{RefOr, Schema};

use super::protocol;
use super::sample::Sample;
use super::schemas::{Field, body, named, text};
use super::told::Told;
use super::words::Words;
use crate::refusal::Refusal;
use crate::route::{Route, Surface};
use crate::v1::key::KeyTrouble;
use crate::v1::problem::{Kind, Problem};
use crate::v1::stop::{self, Stop};

/// What the scheme of API keys is called.
pub(super) const KEY: &str = "apiKey";

/// A schema for each kind of problem, told apart by `type`.
pub(super) fn add_to(components: &mut Components) {
    for kind in Kind::VARIANTS {
        components.schemas.insert(name(*kind), schema(*kind).into());
    }
}

fn name(kind: Kind) -> String {
    format!("Problem{kind:?}")
}

fn schema(kind: Kind) -> Schema {
    let only = |value: Value| Some([value]);
    let status = Object::builder()
        .schema_type(Type::Integer)
        .enum_values(only(kind.status().as_u16().into()));
    let members = [
        (
            "type",
            text()
                .enum_values(only(format!("/problems/{}", kind.name()).into()))
                .build()
                .into(),
        ),
        ("title", text().examples([kind.title()]).build().into()),
        ("status", status.build().into()),
        (
            "detail",
            text()
                .description(Some("For people; it may change."))
                .build()
                .into(),
        ),
    ];
    let mut object = Object::builder()
        .schema_type(Type::Object)
        .description(Some(format!("{}.", kind.title())));
    for (name, schema) in members.into_iter().chain(further(kind)) {
        let schema: Schema = schema;
        object = object.property(name, schema).required(name);
    }
    object.build().into()
}

/// The members that a kind has besides those of every problem.
fn further(kind: Kind) -> Option<(&'static str, Schema)> {
    let one_of = |names: Vec<&'static str>| text().enum_values(Some(names));
    match kind {
        Kind::InvalidField => Some((
            "field",
            text().description(Some("The key of the field.")).build().into(),
        )),
        Kind::MissingScope => {
            let names = Scope::VARIANTS.iter().map(|it| it.name()).collect();
            Some((
                "scope",
                one_of(names)
                    .description(Some("The scope that the key lacks."))
                    .build()
                    .into(),
            ))
        }
        Kind::InvalidCode => {
            let left = Object::builder().schema_type(Type::Integer).minimum(Some(0));
            Some((
                "attempts_left",
                left.description(Some("How many guesses are left."))
                    .build()
                    .into(),
            ))
        }
        Kind::PasswordRefused => {
            let reasons =
                Array::new(one_of(Weakness::VARIANTS.iter().map(|it| it.token()).collect()).build());
            Some(("reasons", reasons.into()))
        }
        Kind::BadRequest
        | Kind::MalformedBody
        | Kind::InvalidKey
        | Kind::InvalidIdempotencyKey
        | Kind::IdempotencyKeyReused
        | Kind::NotFound
        | Kind::NoSuchAccount
        | Kind::MethodNotAllowed
        | Kind::RequestTimeout
        | Kind::AccountExists
        | Kind::ContentTooLarge
        | Kind::UnsupportedMediaType
        | Kind::NoSuchRecovery
        | Kind::Expired
        | Kind::Spent
        | Kind::InvalidToken
        | Kind::CodeNeeded
        | Kind::TooManyRequests
        | Kind::TooManyFailures
        | Kind::InternalError
        | Kind::Overloaded => None,
    }
}

/// A call of `/v1`, before its answers are added.
pub(super) struct Plan {
    pub(super) route: &'static Route,
    pub(super) method: HttpMethod,
    pub(super) tag: &'static str,
    /// Its name in the tables of the page.
    pub(super) call: &'static str,
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    pub(super) text: &'static str,
    pub(super) parameters: Vec<Parameter>,
    /// The fields of its body; `None`: it takes none.
    pub(super) body: Option<Vec<Field>>,
    /// The scope that its key must have; `None`: it needs no key.
    pub(super) scope: Option<Scope>,
    /// Whether it counts for the limits per client.
    pub(super) limited: bool,
}

impl Plan {
    /// The call with the answers of its table (`Ok` with the schema of what is shown), and those that every call has.
    pub(super) fn told(self, words: &Words, own: Vec<(Result<Response, Stop>, Option<&str>)>) -> Told {
        let (call, general) = (self.call, self.general());
        let own = own.into_iter().map(|(ended, schema)| (answered(ended), schema));
        let general = general.into_iter().map(|it| (answered(Err(it)), None));
        let answers = own
            .chain(general)
            .map(|(answer, schema)| sample(words, call, answer, schema))
            .collect();
        let key = |scope: Scope| SecurityRequirement::new(KEY, [scope.name()]);
        Told {
            method: self.method,
            path: self.route.name,
            id: self.id,
            summary: self.summary,
            text: self.text.to_owned(),
            tag: self.tag,
            parameters: self.parameters,
            body: self.body.map(|fields| body(fields, true, true)),
            security: self.scope.map(key).into_iter().collect(),
            answers,
            links: Vec::new(),
        }
    }

    fn general(&self) -> Vec<Stop> {
        let mut all: Vec<Stop> = vec![
            Refusal::Host.into(),
            Refusal::Method(self.route.methods).into(),
            Problem::new(Kind::InternalError).into(),
            Problem::new(Kind::Overloaded).after(Span::seconds(1)).into(),
        ];
        if let Some(fields) = &self.body {
            let flaws = fields.iter().take(1).map(|Field(key, ..)| {
                Problem::new(Kind::InvalidField)
                    .detail("It is missing.")
                    .member("field", *key)
                    .into()
            });
            all.extend(flaws);
            all.push(Problem::new(Kind::MalformedBody).into());
            all.extend([Refusal::Late, Refusal::TooLarge, Refusal::Unlabelled].map(Stop::from));
        }
        if let Some(scope) = self.scope {
            let troubles = [KeyTrouble::Missing, KeyTrouble::Unknown, KeyTrouble::Lacks(scope)];
            all.extend(troubles.map(|it| Stop::from(Refusal::Key(it))));
        }
        if self.limited {
            all.push(Problem::new(Kind::TooManyRequests).after(Span::seconds(1)).into());
        }
        all
    }
}

/// The answer to a call that ended like this.
fn answered(ended: Result<Response, Stop>) -> Response {
    match stop::told(ended) {
        Ok(answer) => answer.response,
        Err(refusal) => refusal.answer(Surface::V1, &protocol::id()),
    }
}

/// An answer with its words: those of the call, else those of its kind of problem.
fn sample(words: &Words, call: &str, answer: Response, schema: Option<&str>) -> Sample {
    let shown: RefOr<Schema> = schema.map_or_else(|| Schema::from(Object::new()).into(), named);
    let mut sample = Sample::of(answer, "", shown);
    let kind = sample.text("/type").and_then(|it| {
        Kind::VARIANTS
            .iter()
            .find(|kind| it == format!("/problems/{}", kind.name()))
    });
    sample.when = words.v1(call, sample.status, kind.map(|it| it.name()));
    if let Some(kind) = kind {
        if sample.when.is_empty() {
            sample.when = words.problem(sample.status, kind.name(), kind.title());
        }
        sample.set_schema(named(&name(*kind)));
    }
    sample
}
