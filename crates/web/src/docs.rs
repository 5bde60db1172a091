//! `/openapi.json`, and `/docs`: the same as a page for people; and a page for each type of a problem. The pages are
//! written here, by a template each: they need no script, fetch nothing but their style, and say what the document says.

mod problems;
mod view;

use std::collections::BTreeMap;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::{HeaderValue, header};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

use crate::door::Call;
use crate::openapi::{self, Extent};
use crate::refusal::Refusal;
use crate::route::{Answer, Handler, Route, Surface};
use crate::settings::Settings;

const STYLE: &str = include_str!("../assets/docs.css");
const TEMPLATE: &str = include_str!("../assets/docs.html");

/// Nothing runs, nothing is loaded but the style, and it stands in no frame.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) const ROUTES: &[Route] = &[
    page("/openapi.json", &["/openapi.json"], |call| {
        answered(Ok(labelled("application/json", call.published().json.clone())))
    }),
    page("/docs", &["/docs"], |call| answered(shown(call))),
    page("/docs/style.css", &["/docs/style.css"], |_| {
        answered(Ok(labelled(
            "text/css; charset=utf-8",
            Bytes::from_static(STYLE.as_bytes()),
        )))
    }),
];

/// Where `/v1` is served, the types of its problems lead to what they mean.
pub(crate) const PROBLEMS: &[Route] = &[page("/problems/{type}", &["/problems/{type}"], |call| {
    answered(explained(call))
})];

const fn page(name: &'static str, paths: &'static [&'static str], handler: Handler) -> Route {
    Route {
        surface: Surface::House,
        methods: "GET, HEAD",
        name,
        paths,
        redirected: &[],
        handler,
        failed: |call| Refusal::Panic.answer(Surface::House, call.id()),
    }
}

/// What is made once, when it is asked for first.
pub(crate) struct Published {
    json: Bytes,
    /// `None`: the template and the document do not go together.
    page: Option<Bytes>,
    /// By the last part of a type.
    problems: BTreeMap<&'static str, Bytes>,
}

impl Published {
    pub(crate) fn of(settings: &Settings) -> Published {
        let document = openapi::document(&Extent::of(settings));
        let page = html(&document);
        if let Err(why) = &page {
            tracing::error!(cause = %why, "the page of the API cannot be made");
        }
        let problems = problems::pages();
        if let Err(why) = &problems {
            tracing::error!(cause = %why, "the pages of the problems cannot be made");
        }
        Published {
            json: openapi::written(&document).into(),
            page: page.ok().map(Bytes::from),
            problems: problems.unwrap_or_default(),
        }
    }
}

fn templates() -> Environment<'static> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    templates.add_filter("prose", view::prose);
    templates.add_filter("inline", view::inline);
    templates
}

fn html(document: &utoipa::openapi::OpenApi) -> Result<String, minijinja::Error> {
    let mut templates = templates();
    templates.add_template("docs.html", TEMPLATE)?;
    templates
        .get_template("docs.html")?
        .render(Serde(view::Page::of(document)))
}

fn answered(answer: Result<Response, Refusal>) -> BoxFuture<'static, Result<Answer, Refusal>> {
    async move { answer.map(Answer::from) }.boxed()
}

fn shown(call: &Call) -> Result<Response, Refusal> {
    let page = call.published().page.clone().ok_or(Refusal::Panic)?;
    Ok(for_people(page))
}

fn explained(call: &Call) -> Result<Response, Refusal> {
    let page = call.published().problems.get(call.open_segment());
    Ok(for_people(page.cloned().ok_or(Refusal::NotFound)?))
}

fn for_people(page: Bytes) -> Response {
    let mut response = labelled("text/html; charset=utf-8", page);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn labelled(label: &'static str, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(label));
    response
}
