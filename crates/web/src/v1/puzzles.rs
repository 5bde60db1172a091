//! Puzzles (ALTCHA): who is over a limit may work for one more call. They are of clients alone, whatever their calls are about.

use axum::response::Response;
use futures::FutureExt;
use http::StatusCode;
use recovery::limits::Doing;
use recovery::puzzle::Puzzle;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::{Kind, Problem};
use super::recoveries::{halted, json};
use super::route;
use super::stop::{Stop, told};
use crate::door::Call;
use crate::route::Route;

/// The calls.
pub(crate) const ROUTES: &[Route] = &[route(
    "GET, HEAD",
    "/v1/puzzles/{limit}",
    &["/v1/puzzles/{limit}"],
    |call| async move { told(serve(call).await) }.boxed(),
)];

/// A puzzle as ALTCHA's programs take it.
#[derive(Serialize, ToSchema)]
#[schema(as = Puzzle)]
pub(crate) struct Shown {
    parameters: Parameters,
    /// Of the parameters, for this client and this limit.
    signature: String,
}

/// What there is to do.
#[derive(Serialize, ToSchema)]
#[schema(as = PuzzleParameters)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    /// `PBKDF2/SHA-256`.
    algorithm: String,
    /// The iterations that each counter takes.
    cost: u32,
    /// When it ends, in seconds since 1970.
    expires_at: i64,
    /// Of the key that a counter leads to, in bytes.
    key_length: usize,
    /// How that key has to begin, in hexadecimal digits.
    key_prefix: String,
    /// Stands before the counter, in hexadecimal digits.
    nonce: String,
    /// In hexadecimal digits.
    salt: String,
}

impl Shown {
    pub(crate) fn of(puzzle: Puzzle) -> Shown {
        let it = puzzle.parameters;
        Shown {
            parameters: Parameters {
                algorithm: it.algorithm,
                cost: it.cost,
                expires_at: it.expires_at.unwrap_or(0),
                key_length: it.key_length,
                key_prefix: it.key_prefix,
                nonce: it.nonce,
                salt: it.salt,
            },
            signature: puzzle.signature.unwrap_or_default(),
        }
    }

    /// As an example.
    pub(crate) fn sample() -> Shown {
        Shown {
            parameters: Parameters {
                algorithm: "PBKDF2/SHA-256".to_owned(),
                cost: 1000,
                expires_at: 1_795_500_600,
                key_length: 32,
                key_prefix: "000".to_owned(),
                nonce: "3f7a0d5be1c2948876aa10cc5db9e042".to_owned(),
                salt: "9b1de4073c5f66a2d8e0417fb3259c1d".to_owned(),
            },
            signature: "5d41e0b8a7c94f1e2d3b6a58970c1f2e4d5b6a7988c0d1e2f3a4b5c6d7e8f901".to_owned(),
        }
    }
}

async fn serve(call: &mut Call) -> Result<Response, Stop> {
    let doing = match call.open_segment() {
        "asks" => Doing::Asking,
        "checks" => Doing::Checking,
        _ => return Err(Problem::new(Kind::NotFound).into()),
    };
    let puzzle = call.desk().puzzle(call.caller(), doing).await.map_err(halted)?;
    let puzzle = puzzle.ok_or_else(none)?;
    Ok(answer(&Shown::of(puzzle)))
}

/// The answer with a puzzle.
pub(crate) fn answer(shown: &Shown) -> Response {
    json(StatusCode::OK, shown)
}

/// Nothing lifts a limit here, or there is none.
pub(crate) fn none() -> Problem {
    Problem::new(Kind::NotFound).detail("There is no such limit, or nothing lifts it.")
}
