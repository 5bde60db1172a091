//! Puzzles, as the document tells of them.

use recovery::moment::Span;
use utoipa::openapi::path::HttpMethod;

use super::problems::Plan;
use super::schemas::in_path;
use super::told::Told;
use super::words::Words;
use crate::v1::problem::{Kind, Problem};
use crate::v1::puzzles::{self, ROUTES};

/// Its tag.
pub(super) const TAG: (&str, &str) = (
    "Puzzles",
    "Who is over a limit may work for one more call (ALTCHA), until three times the limit are spent.",
);

/// The calls.
pub(super) fn calls(words: &Words) -> Vec<Told> {
    let plan = |route| Plan {
        route,
        method: HttpMethod::Get,
        tag: TAG.0,
        call: "puzzle",
        id: "getPuzzle",
        summary: "A puzzle for one more call",
        text: "Gives a puzzle for this client and this limit, to be solved within ten minutes. The call that it is for carries the solution in \
               `Proof-Of-Work`; it counts there alone where the limit is met, and once.",
        parameters: vec![in_path("limit", "Limit")],
        body: None,
        scope: None,
        limited: false,
    };
    let told = ROUTES.iter().map(|route| {
        let own = vec![
            (Ok(puzzles::answer(&puzzles::Shown::sample())), Some("Puzzle")),
            (Err(puzzles::none().into()), None),
            (
                Err(Problem::new(Kind::TooManyRequests).after(Span::seconds(1)).into()),
                None,
            ),
        ];
        plan(route).told(words, own)
    });
    told.collect()
}
