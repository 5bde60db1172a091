//! One call as the document tells of it.

use utoipa::openapi::link::Link;
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, Parameter};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{RefOr, Response};

use super::sample::{self, Sample};
use crate::route::{Route, Surface};

/// A call: by which method and route it is found, and what is to be said of it.
pub(super) struct Told {
    pub(super) method: HttpMethod,
    /// The name of its route.
    pub(super) path: &'static str,
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    pub(super) text: String,
    pub(super) tag: &'static str,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<RequestBody>,
    pub(super) security: Vec<SecurityRequirement>,
    pub(super) answers: Vec<Sample>,
    /// Where an answer of this status leads to.
    pub(super) links: Vec<(u16, &'static str, Link)>,
}

impl Told {
    pub(super) fn operation(self, route: &Route) -> Operation {
        let always: &[(&str, &str)] = match route.surface {
            Surface::Userverse => &[
                ("X-Request-ID", "RequestId"),
                ("X-Correlation-ID", "CorrelationId"),
            ],
            Surface::V1 if counted(route) => &[
                ("X-Request-ID", "RequestId"),
                ("RateLimit-Policy", "RateLimitPolicy"),
                ("RateLimit", "RateLimit"),
            ],
            Surface::FourPoint | Surface::V1 | Surface::Pages | Surface::House => {
                &[("X-Request-ID", "RequestId")]
            }
        };
        let mut operation = OperationBuilder::new()
            .operation_id(Some(self.id))
            .tag(self.tag)
            .summary(Some(self.summary))
            .description(Some(self.text + &elsewhere(route, &self.method)))
            .request_body(self.body);
        if !self.parameters.is_empty() {
            operation = operation.parameters(Some(self.parameters));
        }
        if !self.security.is_empty() {
            operation = operation.securities(Some(self.security));
        }
        let mut links = self.links;
        for (status, mut response) in sample::responses(self.answers, always) {
            add_links(&mut response, &mut links, status);
            operation = operation.response(status.to_string(), response);
        }
        operation.build()
    }
}

fn add_links(response: &mut Response, links: &mut Vec<(u16, &'static str, Link)>, status: u16) {
    for (_, name, link) in links.extract_if(.., |it| it.0 == status) {
        response.links.insert(name.to_owned(), RefOr::T(link));
    }
}

/// Whether the answers say how the client stands against its limit.
fn counted(route: &Route) -> bool {
    crate::v1::recoveries::ROUTES
        .iter()
        .any(|it| it.name == route.name)
}

/// The other paths that lead to a call, from its route.
fn elsewhere(route: &Route, method: &HttpMethod) -> String {
    let quoted = |paths: &[&str]| {
        paths
            .iter()
            .map(|it| format!("`{it}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let others: Vec<&str> = route
        .paths
        .iter()
        .copied()
        .filter(|it| *it != route.name)
        .collect();
    let mut text = String::new();
    if !others.is_empty() {
        text += &format!("\n\nAlso served at {}.", quoted(&others));
    }
    if !route.redirected.is_empty() {
        text += &format!(
            "\n\nRedirected (307) to the path without the trailing slash: {}.",
            quoted(route.redirected)
        );
    }
    if matches!(method, HttpMethod::Get) && route.methods.contains("HEAD") {
        text += "\n\n`HEAD` is answered with the same headers and no body.";
    }
    text
}
