//! Probes, as the document tells of them.

use http::StatusCode;
use utoipa::openapi::path::HttpMethod;

use super::sample::Sample;
use super::schemas::named;
use super::told::Told;
use super::{fourpoint, protocol};
use crate::health::{ROUTES, said};

/// Their tag.
pub(super) const TAG: (&str, &str) = ("Probes", "For load balancers and service managers.");

/// The calls.
pub(super) fn calls() -> Vec<Told> {
    let no = "the store cannot be written to; the log says why";
    vec![
        told(
            (
                "livez",
                "Whether the process lives",
                "Answers as long as the process does.",
            ),
            "/livez",
            &[(StatusCode::OK, "alive", None, "it lives")],
        ),
        told(
            (
                "readyz",
                "Whether calls can be served",
                "The mail server has no say in it: while it is away, letters wait.",
            ),
            "/readyz",
            &[
                (StatusCode::OK, "ready", None, "calls are served"),
                (
                    StatusCode::SERVICE_UNAVAILABLE,
                    "not ready",
                    Some(no),
                    "the store cannot be written to",
                ),
            ],
        ),
    ]
}

type Answer = (StatusCode, &'static str, Option<&'static str>, &'static str);

fn told(
    (id, summary, text): (&'static str, &'static str, &str),
    path: &'static str,
    answers: &[Answer],
) -> Told {
    let route = ROUTES.iter().find(|it| it.name == path);
    let broken = (
        StatusCode::INTERNAL_SERVER_ERROR,
        "broken",
        None,
        "the server broke down while answering",
    );
    let own = answers.iter().chain([&broken]);
    let own = own
        .map(|(status, word, reason, when)| Sample::of(said(*status, word, *reason), *when, named("Probed")));
    let refusals = route
        .into_iter()
        .flat_map(|it| protocol::refusals(it, false, &fourpoint::error()));
    Told {
        method: HttpMethod::Get,
        path,
        id,
        summary,
        text: text.to_owned(),
        tag: TAG.0,
        parameters: Vec::new(),
        body: None,
        security: Vec::new(),
        answers: own.chain(refusals).collect(),
        links: Vec::new(),
    }
}
