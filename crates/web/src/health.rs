//! Probes: whether the process lives, and whether it can serve.

use std::time::Duration;

use async_trait::async_trait;
use axum::body::Body;
use axum::response::Response;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Call;
use crate::refusal::Refusal;
use crate::route::{Answer, Route, Surface};

/// Says whether this server can serve now. The roof knows what that takes.
#[async_trait]
pub trait Ready: Send + Sync {
    /// Whether calls can be served.
    ///
    /// # Errors
    /// Why not, in words that everybody may read: it stands in the answer of a probe.
    async fn ready(&self) -> Result<(), String>;
}

/// A probe that waits longer than this has its answer: no.
const ANSWERED_WITHIN: Duration = Duration::from_secs(5);

pub(crate) const ROUTES: &[Route] = &[
    Route {
        surface: Surface::House,
        methods: "GET, HEAD",
        name: "/livez",
        paths: &["/livez"],
        redirected: &[],
        handler: serve_live,
        failed: broken_down,
    },
    Route {
        surface: Surface::House,
        methods: "GET, HEAD",
        name: "/readyz",
        paths: &["/readyz"],
        redirected: &[],
        handler: serve_ready,
        failed: broken_down,
    },
];

/// What a probe is told.
#[derive(Serialize, ToSchema)]
#[schema(as = Probed)]
pub(crate) struct Said<'a> {
    /// In a word.
    status: &'a str,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason: Option<&'a str>,
}

fn serve_live(_: &mut Call) -> BoxFuture<'_, Result<Answer, Refusal>> {
    async move { Ok(said(StatusCode::OK, "alive", None).into()) }.boxed()
}

fn serve_ready(call: &mut Call) -> BoxFuture<'_, Result<Answer, Refusal>> {
    async move {
        let asked = tokio::time::timeout(ANSWERED_WITHIN, call.ready().ready()).await;
        let ready = asked.unwrap_or_else(|_| Err("no answer in time".to_owned()));
        Ok(match ready {
            Ok(()) => said(StatusCode::OK, "ready", None),
            Err(why) => said(StatusCode::SERVICE_UNAVAILABLE, "not ready", Some(&why)),
        }
        .into())
    }
    .boxed()
}

/// Whoever breaks down while saying that all is well is not to be relied on.
fn broken_down(_: &Call) -> Response {
    said(StatusCode::INTERNAL_SERVER_ERROR, "broken", None)
}

pub(crate) fn said(status: StatusCode, word: &str, reason: Option<&str>) -> Response {
    let body = serde_json::to_string(&Said { status: word, reason });
    let mut response = Response::new(Body::from(body.unwrap_or_default()));
    *response.status_mut() = status;
    let label = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, label);
    response
}
