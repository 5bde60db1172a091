//! The OpenAPI 3.1 document: what each call takes and answers, made of the tables that answer. Statuses, texts, headers
//! and examples are taken from answers that the code really makes, and when each is given from the pages under
//! `docs/dialects`, which a test holds against the same tables. Only what callers send, and a line on what each call does,
//! is said here.

mod accounts;
mod fourpoint;
mod passwords;
mod probes;
mod problems;
mod protocol;
mod puzzles;
mod recoveries;
mod sample;
mod schemas;
mod shared;
#[cfg(test)]
mod tests;
mod told;
pub(crate) mod userverse;
mod words;

use std::collections::BTreeMap;

use strum::VariantArray;
use utoipa::ToSchema;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{HttpMethod, PathItem};
use utoipa::openapi::schema::Components;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{Info, License, OpenApi, OpenApiBuilder, Paths, RefOr, Response, Server};

use crate::route::Route;
use crate::settings::{Compat, Settings};
use crate::v1::problem::Kind;
use told::Told;
use words::Words;

/// How much of the house a document tells of.
#[derive(Clone, Debug)]
pub struct Extent {
    fourpoint: bool,
    /// Empty: the Userverse API is not served.
    userverse: &'static [Compat],
    v1: bool,
}

impl Extent {
    /// Every API, in every generation: `docs/openapi.json`, of which the clients are made.
    pub const WHOLE: Extent = Extent {
        fourpoint: true,
        userverse: Compat::VARIANTS,
        v1: true,
    };

    /// What a server with these settings answers.
    #[must_use]
    pub fn of(settings: &Settings) -> Extent {
        let generation: &[Compat] = match settings.userverse.compat {
            Compat::Documented => &[Compat::Documented],
            Compat::Current => &[Compat::Current],
        };
        Extent {
            fourpoint: settings.fourpoint.enabled,
            userverse: if settings.userverse.enabled {
                generation
            } else {
                &[]
            },
            v1: settings.v1.enabled,
        }
    }

    /// The chapters of the document: a tag, the calls under it, and the routes that lead to them.
    fn chapters(&self, words: &Words) -> Vec<Chapter> {
        let all = [
            (
                self.fourpoint,
                fourpoint::TAG,
                fourpoint::calls(words),
                crate::dialects::fourpoint::ROUTES,
            ),
            (
                !self.userverse.is_empty(),
                userverse::TAG,
                userverse::calls(words, self.userverse),
                crate::dialects::userverse::ROUTES,
            ),
            (
                self.v1,
                recoveries::TAG,
                recoveries::calls(words),
                crate::v1::recoveries::ROUTES,
            ),
            (
                self.v1,
                passwords::TAG,
                passwords::calls(words),
                crate::v1::passwords::ROUTES,
            ),
            (
                self.v1,
                puzzles::TAG,
                puzzles::calls(words),
                crate::v1::puzzles::ROUTES,
            ),
            (
                self.v1,
                accounts::TAG,
                accounts::calls(words),
                crate::v1::accounts::ROUTES,
            ),
            (true, probes::TAG, probes::calls(), crate::health::ROUTES),
        ];
        let told = all.into_iter().filter(|(enabled, ..)| *enabled);
        told.map(|(_, tag, calls, routes)| Chapter { tag, calls, routes })
            .collect()
    }
}

struct Chapter {
    tag: (&'static str, &'static str),
    calls: Vec<Told>,
    routes: &'static [Route],
}

/// The document as JSON, indented, with a line break at its end.
#[must_use]
pub fn text(extent: &Extent) -> String {
    written(&document(extent))
}

/// A document as JSON.
pub(crate) fn written(document: &OpenApi) -> String {
    // Text, numbers and maps of them: none can fail to be written.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

/// The document.
#[must_use]
pub fn document(extent: &Extent) -> OpenApi {
    let mut paths = Paths::new();
    let mut tags = Vec::new();
    for chapter in extent.chapters(&Words::read()) {
        let (name, text) = chapter.tag;
        tags.push(TagBuilder::new().name(name).description(Some(text)).build());
        for told in chapter.calls {
            let Some(route) = chapter.routes.iter().find(|it| it.name == told.path) else {
                continue;
            };
            let (path, method) = (told.path, told.method.clone());
            add(&mut paths, path, method, told.operation(route));
        }
    }
    let responses = shared::taken_out(&mut paths);
    let components = components(&paths, responses);
    OpenApiBuilder::new()
        .info(info())
        .servers(Some([Server::new("/")]))
        .tags(Some(tags))
        .paths(paths)
        .components(Some(components))
        .build()
}

fn add(paths: &mut Paths, path: &str, method: HttpMethod, operation: utoipa::openapi::path::Operation) {
    let item = paths.paths.entry(path.to_owned()).or_default();
    item.merge_operations(PathItem::new(method, operation));
}

const ABOUT: &str = "\
One-time codes by e-mail that let people back in.

**Requests.** Bodies are one JSON object in UTF-8 of 16 KiB at the most, each key once, sent as `Content-Type: application/json` and \
without `Content-Encoding`. Paths are taken letter by letter: `//`, `%76` for `v` and a slash too many lead nowhere (404). Another \
method than those that a path is served by is 405, with `Allow`.

**Answers.** An answer in the 200s means: on disk. An error changes nothing; what it may count is a wrong guess, and a call of this client. Every answer carries \
`X-Request-ID`, by which the log is searched: the caller's own `X-Correlation-ID` or `X-Request-ID`, if it is 1 to 128 letters, digits, \
`.`, `_` or `-`, else a new one. Every answer has `Cache-Control: no-store` and `X-Content-Type-Options: nosniff`. 429 and 503 say in \
`Retry-After` how many seconds to wait.

**Errors.** Each API has its own form of errors, also for what the protocol refuses. Those of `/v1` are problems (RFC 9457), \
`application/problem+json`: programs go by `type`, which never changes; `title` is the same for each type; `detail` is for people and \
may change.

**Codes.** The fifth wrong guess ends a code. A code lives ten minutes from the hand-over of its letter, unless it is set otherwise. What is \
said of times, lengths and tries here are the defaults of the settings.";

fn info() -> Info {
    let mut info = Info::new("resetd", env!("CARGO_PKG_VERSION"));
    info.description = Some(ABOUT.to_owned());
    let mut license = License::new("MIT OR Apache-2.0");
    license.identifier = Some("MIT OR Apache-2.0".to_owned());
    info.license = Some(license);
    info
}

/// The components that these paths name, directly or through one another.
fn components(paths: &Paths, responses: BTreeMap<String, RefOr<Response>>) -> Components {
    let mut all = Components::new();
    all.responses = responses;
    schemas::add_to(&mut all);
    problems::add_to(&mut all);
    add_shown(&mut all);
    let header = |text: &str| {
        HeaderBuilder::new()
            .schema(Some(schemas::text().build()))
            .description(Some(text))
            .build()
    };
    let headers = [
        (
            "RequestId",
            "The id of the request, by which the log is searched.",
        ),
        ("CorrelationId", "The same as `X-Request-ID`."),
        (
            "RateLimitPolicy",
            "How many calls of this kind a client may make in how many seconds; missing where there is no limit.",
        ),
        (
            "RateLimit",
            "How many of them are left, and in how many seconds the oldest counts no more.",
        ),
    ];
    all.headers
        .extend(headers.map(|(name, text)| (name.to_owned(), RefOr::T(header(text)))));
    all.security_schemes
        .extend(schemes().map(|(name, scheme)| (name.to_owned(), RefOr::T(scheme))));
    pruned(all, paths)
}

/// When a problem of each kind is told, as `docs/dialects/v1.md` words it.
pub(crate) fn problems_when() -> impl Fn(Kind) -> String {
    let words = Words::read();
    move |kind| words.problem(kind.status().as_u16(), kind.name(), kind.title())
}

/// What answers are made of, from the types that are written to the wire.
fn add_shown(components: &mut Components) {
    fn add<T: ToSchema>(components: &mut Components) {
        let mut further = Vec::new();
        T::schemas(&mut further);
        components.schemas.insert(T::name().into_owned(), T::schema());
        components.schemas.extend(further);
    }
    add::<crate::dialects::fourpoint::Failure<'_>>(components);
    add::<crate::dialects::userverse::row::Done<'_>>(components);
    add::<crate::dialects::userverse::row::Failure<'_>>(components);
    add::<crate::dialects::userverse::Entry>(components);
    add::<crate::v1::accounts::Shown<'_>>(components);
    add::<crate::v1::accounts::Answered>(components);
    add::<crate::v1::recoveries::Shown>(components);
    add::<crate::v1::puzzles::Shown>(components);
    add::<crate::v1::recoveries::Right>(components);
    add::<crate::v1::passwords::Told>(components);
    add::<crate::health::Said<'_>>(components);
}

fn schemes() -> [(&'static str, SecurityScheme); 2] {
    let scheme = |scheme, text: &str| HttpBuilder::new().scheme(scheme).description(Some(text));
    let key = scheme(
        HttpAuthScheme::Bearer,
        "An API key that `resetd api-key add NAME --scope SCOPE` has made. A call names the scope that its key must have.",
    );
    let basic = scheme(
        HttpAuthScheme::Basic,
        "Not a sign-in: the user name is the address and the password is the **new** password. UTF-8, else Latin-1, split at the \
         first colon. Unusable ones count as none; then the body counts.",
    );
    [
        (
            problems::KEY,
            SecurityScheme::Http(key.bearer_format("resetd_…").build()),
        ),
        (userverse::BASIC, SecurityScheme::Http(basic.build())),
    ]
}

/// Without the components that nothing names: an API that is not served leaves nothing behind.
fn pruned(mut all: Components, paths: &Paths) -> Components {
    let mut text = serde_json::to_string(&(paths, &all.responses)).unwrap_or_default();
    all.headers
        .retain(|name, _| text.contains(&format!("\"#/components/headers/{name}\"")));
    all.security_schemes
        .retain(|name, _| text.contains(&format!("{{\"{name}\":[")));
    let mut kept = Components::new();
    loop {
        let named = |name: &String| text.contains(&format!("\"#/components/schemas/{name}\""));
        let found: Vec<String> = all.schemas.keys().filter(|it| named(it)).cloned().collect();
        if found.is_empty() {
            break;
        }
        for name in found {
            if let Some(schema) = all.schemas.remove(&name) {
                text += &serde_json::to_string(&schema).unwrap_or_default();
                kept.schemas.insert(name, schema);
            }
        }
    }
    kept.responses = all.responses;
    kept.headers = all.headers;
    kept.security_schemes = all.security_schemes;
    kept
}
