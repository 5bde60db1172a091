//! The 4pointx API, as its document has it. Spelling mistakes in the document are part of its contract.
//!
//! A success is a bare JSON string, an error `{"error":{"status":N,"message":"…"}}`. An `Authorization` header that a
//! generic client sends along is not looked at.

mod read;

use axum::body::Body;
use axum::response::Response;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::{HeaderName, HeaderValue, StatusCode, header};
use recovery::desk::{Ask, Typed};
use recovery::letter::First;
use recovery::moment::Span;
use recovery::outcome::{Asked, Changed, Checked};
use recovery::password::Refusal as Weakness;
use recovery::ports::Broken;
use serde::Serialize;
use utoipa::ToSchema;

use crate::door::Call;
use crate::refusal::Refusal;
use crate::reply::Reply::{self, Busy, Ended, Failed, TooMany, Unreadable};
use crate::route::{Answer, Route, Surface};

/// Why a password is refused, as a short token: the document's message has no room for it.
const X_PASSWORD_POLICY: HeaderName = HeaderName::from_static("x-password-policy");

/// The calls, and every path that leads to each.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        surface: Surface::FourPoint,
        methods: "POST",
        name: "/_config/users/password/generate_otp",
        paths: &[
            "/_config/users/password/generate_otp",
            "/_config/users/password/generate_otp/",
        ],
        redirected: &[],
        handler: serve_generate_otp,
        failed: |_| generate_otp(Failed).answer(None).response,
    },
    Route {
        surface: Surface::FourPoint,
        methods: "POST",
        name: "/_config/users/password/validate_otp",
        paths: &[
            "/_config/users/password/validate_otp",
            "/_config/users/password/validate_otp/",
            // The document's own sample calls this one.
            "/_config/users/validate_otp",
            "/_config/users/validate_otp/",
        ],
        redirected: &[],
        handler: serve_validate_otp,
        failed: |_| validate_otp(Failed).answer(None).response,
    },
    Route {
        surface: Surface::FourPoint,
        methods: "PUT",
        name: "/_config/users/password/",
        paths: &["/_config/users/password/", "/_config/users/password"],
        redirected: &[],
        handler: serve_password,
        failed: |_| password(Failed).answer(None).response,
    },
];

/// `POST /_config/users/password/generate_otp`
#[rustfmt::skip]
pub fn generate_otp(reply: Reply<Asked>) -> Row {
    use Asked::{Served, UnknownAccount};
    match reply {
        Ended(Served)         => text (200, "An OTP has been sent to your email address"),
        Unreadable(_)         => error(400, "Insufficient inputs"),
        Ended(UnknownAccount) => error(409, "User Doesn't Exists"),
        TooMany(span)         => error(429, "Too many requests, please try again later").after(span), // ours
        Failed                => error(500, "Something went wrong."),
        Busy(span)            => error(503, "Something went wrong.").after(span), // ours
    }
}

/// `POST /_config/users/password/validate_otp`
#[rustfmt::skip]
pub fn validate_otp(reply: Reply<Checked>) -> Row {
    use Checked::{Accepted, Expired, NothingPending, UnknownAccount, Wrong};
    match reply {
        Ended(Accepted)       => text (200, "OTP verified successfully"),
        Unreadable(_)         => error(400, "Invalid request body"),
        Ended(Wrong)          => error(401, "Invalid OTP"),
        Ended(NothingPending) => error(404, "Invalid OTP"),
        Ended(Expired)        => error(409, "OTP has expired, please request a new one"),
        Ended(UnknownAccount) => error(409, "User Doesn't Exists"),
        TooMany(span)         => error(429, "Too many requests, please try again later").after(span), // ours
        Failed                => error(500, "Something went wrong."), // ours: the document has no 500 here
        Busy(span)            => error(503, "Something went wrong.").after(span), // ours
    }
}

/// `PUT /_config/users/password/`
#[rustfmt::skip]
pub fn password(reply: Reply<Changed>) -> Row {
    use Changed::{Done, Expired, NothingPending, Refused, UnknownAccount, Wrong};
    match reply {
        Ended(Done)           => text (200, "Password updated successfully"),
        Unreadable(_)         => error(400, "Invalid request body"),
        Ended(Refused(why))   => error(400, "Invalid request body").weak(why),
        // The document has no 401 here: whoever is wrong is told to ask again.
        Ended(Wrong)          => error(404, "Please request a new one OTP"),
        Ended(NothingPending) => error(404, "Please request a new one OTP"),
        Ended(Expired)        => error(409, "OTP has expired, please request a new one"),
        Ended(UnknownAccount) => error(409, "User Doesn't Exists"),
        TooMany(span)         => error(429, "Too many requests, please try again later").after(span), // ours
        Failed                => error(500, "Failed to update password"),
        Busy(span)            => error(503, "Failed to update password").after(span), // ours
    }
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Row {
    /// The status, on the wire and in the body of an error.
    pub status: u16,
    /// The text, or the message of the error.
    pub said: &'static str,
    /// For `Retry-After`.
    pub after: Option<Span>,
    /// For `X-Password-Policy`.
    pub weakness: Option<Weakness>,
}

fn text(status: u16, said: &'static str) -> Row {
    Row {
        status,
        said,
        after: None,
        weakness: None,
    }
}

/// Written like a success; the status alone tells them apart.
fn error(status: u16, said: &'static str) -> Row {
    text(status, said)
}

impl Row {
    fn after(mut self, span: Span) -> Row {
        self.after = Some(span);
        self
    }

    fn weak(mut self, why: Weakness) -> Row {
        self.weakness = Some(why);
        self
    }

    /// The body, byte for byte.
    #[must_use]
    pub fn body(&self) -> String {
        let body = if self.status < 400 {
            serde_json::to_string(self.said)
        } else {
            serde_json::to_string(&Failure::of(self.status, self.said))
        };
        // Text and a number: neither can fail to be written.
        body.unwrap_or_default()
    }

    pub(crate) fn answer(&self, broken: Option<Broken>) -> Answer {
        let mut response = json(self.status, self.body());
        let headers = response.headers_mut();
        if let Some(span) = self.after {
            headers.insert(header::RETRY_AFTER, span.seconds_rounded_up().max(1).into());
        }
        if let Some(why) = self.weakness {
            headers.insert(X_PASSWORD_POLICY, HeaderValue::from_static(why.token()));
        }
        Answer { response, broken }
    }
}

/// What an error looks like.
#[derive(Serialize, ToSchema)]
#[schema(as = FourPointError)]
pub(crate) struct Failure<'a> {
    #[schema(inline)]
    error: FailureOf<'a>,
}

#[derive(Serialize, ToSchema)]
struct FailureOf<'a> {
    /// The status of the answer once more.
    status: u16,
    /// What went wrong.
    message: &'a str,
}

impl Failure<'_> {
    fn of(status: u16, message: &str) -> Failure<'_> {
        Failure {
            error: FailureOf { status, message },
        }
    }
}

fn json(status: u16, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let label = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, label);
    response
}

/// A reason of the protocol, in this surface's envelope.
pub(crate) fn refusal(status: StatusCode) -> Response {
    json(status.as_u16(), refusal_body(status))
}

/// The body of [`refusal`].
pub(crate) fn refusal_body(status: StatusCode) -> String {
    let phrase = status.canonical_reason().unwrap_or("Error");
    serde_json::to_string(&Failure::of(status.as_u16(), phrase)).unwrap_or_default()
}

fn serve_generate_otp(call: &mut Call) -> BoxFuture<'_, Result<Answer, Refusal>> {
    async move {
        let sent = call.body().await?;
        let (reply, broken) = match read::ask(&sent) {
            Ok(email) => {
                let ask = Ask {
                    email: &email,
                    first: First::Code,
                    ladder: &call.settings().fourpoint.ladder,
                    caller: call.caller(),
                };
                Reply::of(call.desk().ask(&ask).await)
            }
            Err(unread) => (Unreadable(unread), None),
        };
        Ok(generate_otp(reply).answer(broken))
    }
    .boxed()
}

fn serve_validate_otp(call: &mut Call) -> BoxFuture<'_, Result<Answer, Refusal>> {
    async move {
        let sent = call.body().await?;
        let (reply, broken) = match read::check(&sent) {
            Ok(check) => {
                let typed = Typed {
                    email: &check.email,
                    code: &check.code,
                    caller: call.caller(),
                };
                Reply::of(call.desk().check(&typed).await)
            }
            Err(unread) => (Unreadable(unread), None),
        };
        Ok(validate_otp(reply).answer(broken))
    }
    .boxed()
}

fn serve_password(call: &mut Call) -> BoxFuture<'_, Result<Answer, Refusal>> {
    async move {
        let sent = call.body().await?;
        let (reply, broken) = match read::change(&sent) {
            Ok(change) => {
                let typed = Typed {
                    email: &change.email,
                    code: &change.code,
                    caller: call.caller(),
                };
                Reply::of(call.desk().reset(&typed, &change.password).await)
            }
            Err(unread) => (Unreadable(unread), None),
        };
        Ok(password(reply).answer(broken))
    }
    .boxed()
}
