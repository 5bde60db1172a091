//! What a password would be worth, for clients that want to say so while it is typed. Nothing is kept.

use axum::response::Response;
use futures::FutureExt;
use http::StatusCode;
use recovery::desk::Weighed;
use serde::Serialize;
use utoipa::ToSchema;

use super::read::{self, Field};
use super::recoveries::{halted, json};
use super::route;
use super::stop::{Stop, told};
use crate::door::Call;
use crate::route::Route;

/// The calls.
pub(crate) const ROUTES: &[Route] = &[route(
    "POST",
    "/v1/passwords/check",
    &["/v1/passwords/check"],
    |call| async move { told(serve_check(call).await) }.boxed(),
)];

/// What is told of a password.
#[derive(Serialize, ToSchema)]
#[schema(as = PasswordWeighed)]
pub(crate) struct Told {
    /// Whether the policy takes it.
    accepted: bool,
    /// Why it does not.
    reasons: Vec<&'static str>,
    strength: Strength,
}

/// How hard it is to guess.
#[derive(Serialize, ToSchema)]
#[schema(as = PasswordStrength)]
struct Strength {
    /// 0 to 4.
    score: u8,
    /// Why it is not higher.
    weaknesses: Vec<&'static str>,
}

impl Told {
    pub(crate) fn of(weighed: &Weighed) -> Told {
        Told {
            accepted: weighed.refused.is_none(),
            reasons: weighed.refused.iter().map(|it| it.token()).collect(),
            strength: Strength {
                score: weighed.strength.score,
                weaknesses: weighed.strength.weaknesses.iter().map(|it| it.token()).collect(),
            },
        }
    }
}

async fn serve_check(call: &mut Call) -> Result<Response, Stop> {
    let [new, email] = read::body(call, ["new_password", "email"]).await?;
    let password = Field::new("new_password", &new).password()?;
    let email = Field::new("email", &email);
    let about = match email.given()? {
        Some(_) => Some(email.email()?),
        None => None,
    };
    let about: Vec<&str> = about.iter().map(|it| it.as_written()).collect();
    let weighed = call.desk().weigh(&password, &about, call.caller());
    Ok(answer(&Told::of(&weighed.map_err(halted)?)))
}

/// The answer to every password that could be read.
pub(crate) fn answer(told: &Told) -> Response {
    json(StatusCode::OK, told)
}
