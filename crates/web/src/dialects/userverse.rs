//! The Userverse API, as its document has it and as its server answers at present (`compat`).
//!
//! A success is `{"message":"…","data":null}`, an error an envelope of its own: see `row.rs`.

pub(crate) mod flaws;
mod read;
pub(crate) mod row;

use axum::response::Response;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::StatusCode;
use recovery::desk::{Ask, Typed};
use recovery::letter::First;
use recovery::outcome::{Asked, Changed, LinkChanged};
use recovery::password::Refusal as Weakness;
use recovery::ports::Broken;

pub use row::{Entry, Input, Place, Row};
use row::{done, error, malformed};

use crate::door::Call;
use crate::refusal::Refusal;
use crate::reply::Part;
use crate::reply::Reply::{self, Busy, Ended, Failed, TooMany, Unreadable};
use crate::request_id::RequestId;
use crate::route::{Answer, Route, Surface};
use crate::settings::Compat::{self, Current, Documented};

/// The calls, and every path that leads to each.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        surface: Surface::Userverse,
        methods: "PATCH",
        name: "/password-reset/request",
        paths: &["/password-reset/request", "/userverse/password-reset/request"],
        redirected: &["/password-reset/request/", "/userverse/password-reset/request/"],
        handler: serve_request,
        failed: |call| request(Failed, call.settings().userverse.compat).response(call.id()),
    },
    Route {
        surface: Surface::Userverse,
        methods: "PATCH",
        name: "/password-reset/validate-otp",
        paths: &[
            "/password-reset/validate-otp",
            "/userverse/password-reset/validate-otp",
        ],
        redirected: &[
            "/password-reset/validate-otp/",
            "/userverse/password-reset/validate-otp/",
        ],
        handler: serve_validate_otp,
        failed: |call| validate_otp(Failed, call.settings().userverse.compat).response(call.id()),
    },
    Route {
        surface: Surface::Userverse,
        methods: "PATCH",
        name: "/password-reset/reset-with-token",
        paths: &[
            "/password-reset/reset-with-token",
            "/userverse/password-reset/reset-with-token",
        ],
        redirected: &[
            "/password-reset/reset-with-token/",
            "/userverse/password-reset/reset-with-token/",
        ],
        handler: serve_reset_with_token,
        failed: |call| reset_with_token(Failed, call.settings().userverse.compat).response(call.id()),
    },
];

/// How asking ends on this surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum Requested {
    /// The desk served it.
    Served,
    /// No account has this address, or it is disabled.
    UnknownAccount,
    /// A link was asked for, and there is no page that it could lead to.
    NoLinkPage,
}

impl From<Asked> for Requested {
    fn from(asked: Asked) -> Requested {
        match asked {
            Asked::Served => Requested::Served,
            Asked::UnknownAccount => Requested::UnknownAccount,
        }
    }
}

/// `PATCH /password-reset/request`
#[rustfmt::skip]
pub fn request(reply: Reply<Requested>, compat: Compat) -> Row {
    use Requested::{NoLinkPage, Served, UnknownAccount};
    match reply {
        Ended(Served)         => match compat {
            Documented => done("OTP sent to email"),
            Current    => done("If an account exists for that email, we’ve sent a reset link."),
        },
        Unreadable(unread)    => malformed(unread, compat),
        Ended(UnknownAccount) => match compat {
            Documented => error(404, "User not found", "No account found for that email"),
            Current    => done("If an account exists for that email, we’ve sent a reset link."),
        },
        TooMany(span)         => error(429, TOO_MANY, "password_reset_rate_limited").after(span), // ours
        Failed                => error(500, UNEXPECTED, "internal_error"),
        Ended(NoLinkPage)     => error(500, NO_FRONTEND, "frontend_url_not_configured"), // ours: no links in the document
        Busy(span)            => error(503, UNEXPECTED, "internal_error").after(span), // ours
    }
}

/// `PATCH /password-reset/validate-otp`
#[rustfmt::skip]
pub fn validate_otp(reply: Reply<Changed>, compat: Compat) -> Row {
    use Changed::{Done, Expired, NothingPending, Refused, UnknownAccount, Wrong};
    match reply {
        Ended(Done)           => done("Password changed successfully"),
        Ended(Wrong)          => error(400, OTP_FAILED, "Invalid OTP, does not match or expired"),
        Ended(Expired)        => error(400, OTP_FAILED, "Invalid OTP, does not match or expired"),
        Ended(NothingPending) => error(400, OTP_FAILED, "Invalid OTP, does not match or expired"),
        Ended(Refused(why))   => error(400, "Password not accepted", reason(why)), // ours: the document has no policy
        Unreadable(unread)    => match (unread.part, compat) {
            (Part::Credentials, Documented | Current) => error(401, "Not authenticated", BASIC).challenged(),
            (Part::Code, Documented) => error(400, OTP_FAILED, "Invalid OTP, does not match or expired"),
            (Part::Code, Current)    => malformed(unread, compat),
            (Part::Body | Part::Email | Part::Password | Part::Token | Part::Method, _) => malformed(unread, compat),
        },
        Ended(UnknownAccount) => error(404, "User not found", "No account found for that email"),
        TooMany(span)         => error(429, TOO_MANY, "password_reset_rate_limited").after(span), // ours
        Failed                => error(500, UNEXPECTED, "internal_error"),
        Busy(span)            => error(503, UNEXPECTED, "internal_error").after(span), // ours
    }
}

/// `PATCH /password-reset/reset-with-token`. The document does not have this call; the server does.
#[rustfmt::skip]
pub fn reset_with_token(reply: Reply<LinkChanged>, compat: Compat) -> Row {
    use LinkChanged::{Done, Invalid, Refused};
    match reply {
        Ended(Done)         => done("Password changed successfully"),
        Unreadable(unread)  => malformed(unread, compat),
        Ended(Invalid)      => error(400, LINK_FAILED, "Invalid reset token, does not match or expired"),
        Ended(Refused(why)) => error(400, "Password not accepted", reason(why)),
        TooMany(span)       => error(429, TOO_MANY, "password_reset_rate_limited").after(span),
        Failed              => error(500, UNEXPECTED, "internal_error"),
        Busy(span)          => error(503, UNEXPECTED, "internal_error").after(span),
    }
}

const OTP_FAILED: &str = "OTP verification failed";
const LINK_FAILED: &str = "Magic link verification failed";
const BASIC: &str = "Basic credentials are required: email as user name, new password as password";
const NO_FRONTEND: &str = "FRONTEND_URL must be configured for magic link password resets.";
const TOO_MANY: &str = "Too many password reset requests. Please try again later.";
const UNEXPECTED: &str = "An unexpected error occurred. Please try again later.";

fn reason(why: Weakness) -> &'static str {
    match why {
        Weakness::TooShort => "The password is too short",
        Weakness::TooLong => "The password is too long",
        Weakness::ControlCharacter => "The password contains a control character",
        Weakness::Common => "The password is too common",
        Weakness::AboutYou => "The password is made of your address or of the name of this service",
        Weakness::TheCode => "The password is made of the code",
        Weakness::Breached => "The password is known from a data breach",
    }
}

/// A reason of the protocol, in this surface's envelope.
pub(crate) fn refusal(status: StatusCode, id: &RequestId) -> Response {
    let phrase = status.canonical_reason().unwrap_or("Error");
    error(status.as_u16(), phrase, phrase).response(id)
}

fn serve_request(call: &mut Call) -> BoxFuture<'_, Result<Answer, Refusal>> {
    async move {
        let sent = call.body().await?;
        let settings = &call.settings().userverse;
        let (reply, broken) = match read::request(call.query(), &sent) {
            // Before the desk: what cannot be done is not counted.
            Ok(request) if request.first == First::Link && !settings.has_link_page => {
                call.note_missing_page();
                (Ended(Requested::NoLinkPage), None)
            }
            Ok(request) => {
                let ask = Ask {
                    email: &request.email,
                    first: request.first,
                    ladder: &settings.ladder,
                    caller: call.caller(),
                };
                let (reply, broken) = Reply::of(call.desk().ask(&ask).await);
                (reply.map(Requested::from), broken)
            }
            Err(unread) => (Unreadable(unread), None),
        };
        Ok(answer(&request(reply, settings.compat), call, broken))
    }
    .boxed()
}

fn serve_validate_otp(call: &mut Call) -> BoxFuture<'_, Result<Answer, Refusal>> {
    async move {
        let sent = call.body().await?;
        let (reply, broken) = match read::change(call.query(), call.headers(), &sent) {
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
        let compat = call.settings().userverse.compat;
        Ok(answer(&validate_otp(reply, compat), call, broken))
    }
    .boxed()
}

fn serve_reset_with_token(call: &mut Call) -> BoxFuture<'_, Result<Answer, Refusal>> {
    async move {
        let sent = call.body().await?;
        let (reply, broken) = match read::change_by_link(&sent) {
            Ok((token, password)) => {
                Reply::of(call.desk().reset_by_link(&token, &password, call.caller()).await)
            }
            Err(unread) => (Unreadable(unread), None),
        };
        let compat = call.settings().userverse.compat;
        Ok(answer(&reset_with_token(reply, compat), call, broken))
    }
    .boxed()
}

fn answer(row: &Row, call: &Call, broken: Option<Broken>) -> Answer {
    Answer {
        response: row.response(call.id()),
        broken,
    }
}
