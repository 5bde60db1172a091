//! What the protocol refuses, on the surfaces whose errors are not problems.

use http::HeaderMap;
use utoipa::openapi::RefOr;
use utoipa::openapi::Schema;

use super::sample::Sample;
use crate::refusal::Refusal;
use crate::request_id::{RequestId, RequestIds};
use crate::route::Route;

/// The id of the request in examples.
pub(super) fn id() -> RequestId {
    let mut headers = HeaderMap::new();
    headers.insert(
        crate::request_id::REQUEST,
        http::HeaderValue::from_static("5e1f8a0c9b7d4e62"),
    );
    RequestIds::default().of(&headers)
}

/// Every way in which a call of this route can be refused before its table is asked.
pub(super) fn refusals(route: &Route, takes_a_body: bool, schema: &RefOr<Schema>) -> Vec<Sample> {
    let of_bodies = [
        (Refusal::Late, "the body took more than ten seconds"),
        (Refusal::TooLarge, "the body has more than 16 KiB"),
        (Refusal::Encoded, "the body has a `Content-Encoding`"),
    ];
    let of_all = [
        (
            Refusal::Host,
            "`Host` is missing, there twice or none; the body broke off",
        ),
        (
            Refusal::Method(route.methods),
            "this path, called by another method; `Allow` lists those that are served",
        ),
    ];
    let bodies = of_bodies.into_iter().filter(|_| takes_a_body);
    let told = |(refusal, when): (Refusal, &str)| {
        Sample::of(refusal.answer(route.surface, &id()), when, schema.clone())
    };
    of_all.into_iter().chain(bodies).map(told).collect()
}
