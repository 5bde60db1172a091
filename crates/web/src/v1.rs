//! The native API under `/v1`. Errors are problems (RFC 9457), bodies are read strictly, and `docs/dialects/v1.md` has
//! every answer.

pub(crate) mod accounts;
pub(crate) mod key;
#[cfg(test)]
mod pages;
pub(crate) mod passwords;
pub mod problem;
pub(crate) mod puzzles;
pub(crate) mod quota;
pub(crate) mod read;
pub(crate) mod recoveries;
pub(crate) mod stop;

use axum::response::Response;

use crate::refusal::Refusal;
use crate::route::{Handler, Route, Surface};
use problem::{Kind, Problem};
use stop::broken_down;

/// A call of this API. Its paths are never redirected.
const fn route(
    methods: &'static str,
    name: &'static str,
    paths: &'static [&'static str],
    handler: Handler,
) -> Route {
    Route {
        surface: Surface::V1,
        methods,
        name,
        paths,
        redirected: &[],
        handler,
        failed: broken_down,
    }
}

/// A reason of the protocol, as a problem.
pub(crate) fn refusal(refusal: Refusal) -> Response {
    let kind = match refusal {
        Refusal::Key(trouble) => return trouble.problem().answer(),
        Refusal::NotFound => Kind::NotFound,
        Refusal::Method(_) => Kind::MethodNotAllowed,
        Refusal::Late => Kind::RequestTimeout,
        Refusal::TooLarge => Kind::ContentTooLarge,
        Refusal::Encoded | Refusal::Unlabelled => Kind::UnsupportedMediaType,
        Refusal::Garbled | Refusal::Host => Kind::BadRequest,
        Refusal::Panic => Kind::InternalError,
    };
    Problem::new(kind).answer()
}
