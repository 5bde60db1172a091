//! `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10): how a client stands against its own
//! limit. They speak of calls alone, whatever these were about.

use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue};
use recovery::limits::{Doing, Quota, WINDOW};

use super::stop::{Stop, told};
use crate::door::Call;
use crate::refusal::Refusal;
use crate::route::Answer;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

/// The answer to a call that is counted per client, with what the client has left. Nothing is said where no limit is.
pub(crate) async fn counted(
    call: &mut Call,
    doing: Doing,
    ended: Result<Response, Stop>,
) -> Result<Answer, Refusal> {
    let mut answer = told(ended)?;
    if let Some(quota) = call.desk().quota(call.caller(), doing).await {
        mark(answer.response.headers_mut(), doing, quota);
    }
    Ok(answer)
}

fn mark(headers: &mut HeaderMap, doing: Doing, quota: Quota) {
    let name = match doing {
        Doing::Asking => "asks",
        Doing::Checking => "checks",
    };
    let window = WINDOW.seconds_rounded_up();
    let policy = format!("\"{name}\";q={};w={window}", quota.limit);
    let left = match quota.resets {
        Some(span) => format!("\"{name}\";r={};t={}", quota.left, span.seconds_rounded_up()),
        None => format!("\"{name}\";r={}", quota.left),
    };
    for (header, value) in [(POLICY, policy), (LEFT, left)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(header, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recovery::moment::Span;

    #[test]
    fn policy_and_what_is_left_are_written_as_the_draft_has_them() {
        let said = |doing, left, resets| {
            let mut headers = HeaderMap::new();
            let limit = 100;
            mark(&mut headers, doing, Quota { limit, left, resets });
            let text = |name| headers.get(name).unwrap().to_str().unwrap().to_owned();
            (text(POLICY), text(LEFT))
        };
        assert_eq!(
            said(Doing::Asking, 99, Some(Span::millis(3_599_001))),
            (
                "\"asks\";q=100;w=3600".to_owned(),
                "\"asks\";r=99;t=3600".to_owned()
            )
        );
        assert_eq!(said(Doing::Checking, 100, None).1, "\"checks\";r=100");
    }
}
