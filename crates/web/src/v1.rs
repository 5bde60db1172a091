//! The native API under `/v1`. Errors are problems (RFC 9457), bodies are read strictly, and `docs/dialects/v1.md` has
//! every answer.

pub(crate) mod accounts;
pub(crate) mod key;
#[cfg(test)]
mod pages;
pub mod problem;
pub(crate) mod read;
pub(crate) mod recoveries;
pub(crate) mod stop;

use axum::response::Response;

use crate::refusal::Refusal;
use problem::{Kind, Problem};

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
