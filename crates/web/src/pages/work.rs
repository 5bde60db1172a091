//! Working for one more call: the page of too many requests offers a puzzle, and its solution is kept in a cookie until the
//! form is sent again. Nothing is looked up here, and no account is asked about.

use axum::response::Response;
use http::HeaderMap;
use recovery::clients::Caller;
use recovery::desk::Desk;
use recovery::puzzle::Proof;

use super::Pages;
use super::render::with_cookie;
use super::trouble::Trouble;
use super::visit::{Stop, Visit};
use crate::door::Call;
use crate::proof;
use crate::v1::puzzles::Shown;

/// `POST /reset/proof`
pub(super) async fn serve(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let [solved, to] = visit.form(call, ["proof", "to"]).await?;
    let to = to.as_ref().and_then(|it| it.strip_prefix(&visit.pages.base));
    let to = to.filter(|it| is_page_of_ours(it));
    let response = visit.pages.see_other(to.unwrap_or("/reset"));
    // What it is worth is looked at when it is needed, so that a solution that is not needed stays good.
    match solved.filter(|it| proof::read(it).is_some()) {
        Some(solved) => Ok(with_cookie(response, &visit.pages.jar.keep_proof(&solved))),
        None => Ok(response),
    }
}

/// A path of the pages, with the query that the first page takes.
fn is_page_of_ours(path: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || "/-_?=&%.".contains(it);
    let rest = path.strip_prefix("/reset");
    rest.is_some_and(|it| it.is_empty() || it.starts_with(['/', '?']))
        && path.chars().all(plain)
        && !path.contains("//")
}

impl Pages {
    /// The solved puzzle that a request's cookies carry.
    pub(crate) fn proof(&self, headers: &HeaderMap) -> Option<Proof> {
        self.jar.proof(headers).and_then(proof::read)
    }
}

/// Whether a puzzle may help.
pub(super) fn would_help(ended: &Result<Response, Stop>) -> bool {
    matches!(ended, Err(Stop::Trouble(Trouble::TooMany(_))))
}

impl Visit {
    /// The puzzle that would help, as the page's script takes it.
    pub(super) async fn work(&self, desk: &Desk, caller: &Caller) -> Option<String> {
        let puzzle = desk.puzzle(caller, self.doing).await;
        serde_json::to_string(&Shown::of(puzzle.ok()??)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solution_leads_to_pages_of_ours_alone() {
        for path in ["/reset", "/reset?lang=de", "/reset/AAAAAAAAAAAAAAAA/code"] {
            assert!(is_page_of_ours(path), "{path}");
        }
        for path in [
            "",
            "/",
            "/resets",
            "//evil.example",
            "/reset//evil.example",
            "/reset/\r\nx",
            "/reset/\\evil",
            "https://evil.example",
            "/v1",
        ] {
            assert!(!is_page_of_ours(path), "{path}");
        }
    }
}
