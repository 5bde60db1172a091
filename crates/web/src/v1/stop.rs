//! Why a call ends before its time, and how each way is told.

use recovery::ports::Broken;

use super::problem::{Kind, Problem};
use crate::door::Call;
use crate::refusal::Refusal;
use crate::route::Answer;
use axum::response::Response;

/// What a handler of this API ends with when it cannot go on.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A reason of the protocol.
    Refusal(Refusal),
    /// A problem, told to the client.
    Problem(Box<Problem>),
    /// Something broke: a general problem for the client, the cause for the log.
    Broken(Broken),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refusal(refusal)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Stop {
        Stop::Problem(Box::new(problem))
    }
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Stop {
        Stop::Broken(broken)
    }
}

/// The answer to a call, however it ended.
pub(crate) fn told(ended: Result<Response, Stop>) -> Result<Answer, Refusal> {
    match ended {
        Ok(response) => Ok(response.into()),
        Err(Stop::Refusal(refusal)) => Err(refusal),
        Err(Stop::Problem(problem)) => Ok(problem.answer().into()),
        Err(Stop::Broken(broken)) => {
            let problem = match broken {
                Broken::Busy(span) => Problem::new(Kind::Overloaded).after(span),
                Broken::Store(_) | Broken::Machine(_) => Problem::new(Kind::InternalError),
            };
            Ok(Answer {
                response: problem.answer(),
                broken: Some(broken),
            })
        }
    }
}

/// The answer of a handler that broke down.
pub(crate) fn broken_down(_: &Call) -> Response {
    Problem::new(Kind::InternalError).answer()
}
