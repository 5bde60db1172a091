//! The native API: what the protocol refuses comes as a problem.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests, their helpers among them"
)]

mod support;

use support::World;

#[tokio::test]
async fn a_path_that_leads_nowhere_is_a_problem() {
    let world = World::new();
    for path in ["/v1", "/v1/", "/v1/nothing", "/v1/accounts/1/2/3"] {
        let answer = world.bare("GET", path).await;
        answer.is(
            404,
            r#"{"type":"/problems/not-found","title":"Nothing is here","status":404,"detail":"Paths are taken letter by letter."}"#,
        );
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(answer.header("x-request-id").is_some());
    }
}
