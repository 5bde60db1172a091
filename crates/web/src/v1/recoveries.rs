//! Recoveries: whoever asks gets one, and no answer tells whether there is an account. What is answered depends on the
//! asks and guesses made on the recovery alone.

use axum::body::Body;
use axum::response::Response;
use futures::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use recovery::api_keys::{ApiKeyId, Scope};
use recovery::code::Ladder;
use recovery::desk::{Begin, Begun, FlowChanged, Halt, LinkEnded};
use recovery::flow::{FlowChecked, FlowId};
use recovery::letter::First;
use recovery::limits::Doing;
use recovery::once::OnceKey;
use recovery::password::Refusal as Weakness;
use recovery::secret::{LinkToken, Otp};
use serde::Serialize;
use utoipa::ToSchema;

use super::key::{admit, key_of};
use super::problem::{Kind, Problem};
use super::quota::counted;
use super::read::{self, Field};
use super::route;
use super::stop::Stop;
use crate::door::Call;
use crate::route::Route;

/// Names a request, so that sending it again does nothing twice (draft-ietf-httpapi-idempotency-key-header).
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The calls.
pub(crate) const ROUTES: &[Route] = &[
    route("POST", "/v1/recoveries", &["/v1/recoveries"], |call| {
        async move {
            let ended = serve_begin(call).await;
            counted(call, Doing::Asking, ended).await
        }
        .boxed()
    }),
    route(
        "POST",
        "/v1/recoveries/start",
        &["/v1/recoveries/start"],
        |call| {
            async move {
                let ended = serve_start(call).await;
                counted(call, Doing::Asking, ended).await
            }
            .boxed()
        },
    ),
    route(
        "POST",
        "/v1/recoveries/{id}/resend",
        &["/v1/recoveries/{id}/resend"],
        |call| {
            async move {
                let ended = serve_resend(call).await;
                counted(call, Doing::Asking, ended).await
            }
            .boxed()
        },
    ),
    route(
        "POST",
        "/v1/recoveries/{id}/check",
        &["/v1/recoveries/{id}/check"],
        |call| {
            async move {
                let ended = serve_check(call).await;
                counted(call, Doing::Checking, ended).await
            }
            .boxed()
        },
    ),
    route(
        "PUT",
        "/v1/recoveries/{id}/password",
        &["/v1/recoveries/{id}/password"],
        |call| {
            async move {
                let ended = serve_password(call).await;
                counted(call, Doing::Checking, ended).await
            }
            .boxed()
        },
    ),
    route("PUT", "/v1/links/password", &["/v1/links/password"], |call| {
        async move {
            let ended = serve_link(call).await;
            counted(call, Doing::Checking, ended).await
        }
        .boxed()
    }),
];

/// `POST /v1/recoveries/{id}/check`; `None`: it is the right code.
#[rustfmt::skip]
pub(crate) fn check(ending: FlowChecked) -> Option<Kind> {
    match ending {
        FlowChecked::Accepted     => None,
        FlowChecked::Wrong { .. } => Some(Kind::InvalidCode),
        FlowChecked::Spent        => Some(Kind::Spent),
        FlowChecked::Expired      => Some(Kind::Expired),
        FlowChecked::Unknown      => Some(Kind::NoSuchRecovery),
    }
}

/// `PUT /v1/recoveries/{id}/password`; `None`: it is set.
#[rustfmt::skip]
pub(crate) fn password(ending: FlowChanged) -> Option<Kind> {
    match ending {
        FlowChanged::Done       => None,
        FlowChanged::Refused(_) => Some(Kind::PasswordRefused),
        // Right when it was looked at, and spent before the password was hashed.
        FlowChanged::Not(FlowChecked::Accepted) => Some(Kind::Spent),
        FlowChanged::Not(other) => check(other),
    }
}

/// `PUT /v1/links/password`; `None`: it is set.
#[rustfmt::skip]
pub(crate) fn link(ending: LinkEnded) -> Option<Kind> {
    match ending {
        LinkEnded::Done            => None,
        LinkEnded::Refused(_)      => Some(Kind::PasswordRefused),
        LinkEnded::Invalid         => Some(Kind::InvalidToken),
        LinkEnded::CodeNeeded      => Some(Kind::CodeNeeded),
        LinkEnded::NotByCode(code) => check(code),
    }
}

/// What kind of code to type: constant in the settings, so that it tells nothing of the account.
#[derive(Serialize, ToSchema)]
pub(crate) struct Shape {
    /// Characters of the shortest kind.
    pub(crate) min_length: u8,
    /// Characters of the longest kind.
    pub(crate) max_length: u8,
}

impl Shape {
    fn of(ladder: &Ladder) -> Shape {
        let lengths = || ladder.rungs().iter().map(|it| it.length());
        Shape {
            min_length: lengths().min().unwrap_or_default(),
            max_length: lengths().max().unwrap_or_default(),
        }
    }
}

/// A recovery as it is shown.
#[derive(Serialize, ToSchema)]
#[schema(as = Recovery)]
pub(crate) struct Shown {
    /// Its name in the paths of the other calls. Whoever has it can guess at the code, so keep it where it was asked for.
    pub(crate) recovery: String,
    /// For people: the letters of this recovery show it, too.
    pub(crate) reference: String,
    #[schema(inline)]
    pub(crate) code: Shape,
    /// Asking again sends another letter after so many seconds.
    pub(crate) resend_after: i64,
    /// For so many seconds it takes a code.
    pub(crate) expires_in: i64,
}

/// The answer to the right code.
#[derive(Serialize, ToSchema)]
#[schema(as = CodeIsRight)]
pub(crate) struct Right {
    /// Always `true`.
    ok: bool,
}

pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    let mut response = Response::new(Body::from(serde_json::to_string(body).unwrap_or_default()));
    *response.status_mut() = status;
    let label = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, label);
    response
}

/// The right code.
pub(crate) fn right() -> Response {
    json(StatusCode::OK, &Right { ok: true })
}

/// A recovery.
pub(crate) fn begun(shown: &Shown) -> Response {
    json(StatusCode::ACCEPTED, shown)
}

/// A new password that counts.
pub(crate) fn done() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

fn shown(call: &Call, begun: Begun) -> Response {
    self::begun(&Shown {
        recovery: begun.id.to_string(),
        reference: begun.reference,
        code: Shape::of(&call.settings().v1.ladder),
        resend_after: begun.resend_after.seconds_rounded_up(),
        expires_in: begun.left.0 / 1000,
    })
}

pub(super) fn halted(halt: Halt) -> Stop {
    match halt {
        Halt::TooMany(span) => Problem::new(Kind::TooManyRequests).after(span).into(),
        Halt::Broken(broken) => broken.into(),
    }
}

/// The recovery of the path. One that cannot be read was never given.
fn id(call: &Call) -> Result<FlowId, Problem> {
    let named = call.open_segment().parse();
    named.map_err(|_| Problem::new(Kind::NoSuchRecovery))
}

fn code(field: &Field<'_>) -> Result<Otp, Problem> {
    Otp::typed(field.text()?).ok_or_else(|| field.is_wrong("It is not 1 to 64 characters."))
}

pub(crate) fn refused(kind: Kind, why: Weakness) -> Problem {
    Problem::new(kind).member("reasons", vec![why.token()])
}

/// For somebody, by the application's back end: the same, behind a key.
async fn serve_start(call: &mut Call) -> Result<Response, Stop> {
    admit(call, Scope::RecoveriesStart).await?;
    let key = key_of(call)?;
    begin(call, Some(&key)).await
}

async fn serve_begin(call: &mut Call) -> Result<Response, Stop> {
    begin(call, None).await
}

async fn begin(call: &mut Call, by_back_end: Option<&ApiKeyId>) -> Result<Response, Stop> {
    let [email, locale] = read::body(call, ["email", "locale"]).await?;
    let email = Field::new("email", &email).email()?;
    let locale = Field::new("locale", &locale).locale()?;
    let begin = Begin {
        email: &email,
        first: First::Code,
        ladder: &call.settings().v1.ladder,
        caller: call.caller(),
        locale: locale.as_deref(),
        by_back_end,
    };
    let begun = match once_key(call.headers())? {
        Some(key) => call.desk().begin_once(&begin, &key).await.map_err(halted)?,
        None => Some(call.desk().begin(&begin).await.map_err(halted)?),
    };
    match begun {
        Some(begun) => Ok(shown(call, begun)),
        None => Err(Problem::new(Kind::IdempotencyKeyReused).into()),
    }
}

/// The key under which a request is carried out once, if it has one.
fn once_key(headers: &HeaderMap) -> Result<Option<OnceKey>, Problem> {
    let mut sent = headers.get_all(IDEMPOTENCY_KEY).iter();
    let (first, second) = (sent.next(), sent.next());
    let read = |value: &HeaderValue| OnceKey::typed(value.to_str().ok()?).ok();
    match (first, second) {
        (None, _) => Ok(None),
        (Some(value), None) => read(value)
            .map(Some)
            .ok_or_else(|| Problem::new(Kind::InvalidIdempotencyKey)),
        (Some(_), Some(_)) => Err(Problem::new(Kind::InvalidIdempotencyKey)),
    }
}

async fn serve_resend(call: &mut Call) -> Result<Response, Stop> {
    let [] = read::body(call, []).await?;
    let ladder = &call.settings().v1.ladder;
    let again = call.desk().ask_again(id(call)?, ladder, call.caller()).await;
    match again.map_err(halted)? {
        Some(begun) => Ok(shown(call, begun)),
        None => Err(Problem::new(Kind::NoSuchRecovery).into()),
    }
}

pub(crate) fn not_by(kind: Kind, ending: FlowChecked) -> Problem {
    let problem = Problem::new(kind);
    match ending {
        FlowChecked::Wrong { left } => problem.member("attempts_left", left),
        FlowChecked::Accepted | FlowChecked::Spent | FlowChecked::Expired | FlowChecked::Unknown => problem,
    }
}

async fn serve_check(call: &mut Call) -> Result<Response, Stop> {
    let [typed] = read::body(call, ["code"]).await?;
    let typed = code(&Field::new("code", &typed))?;
    let ending = call.desk().check_in_flow(id(call)?, &typed, call.caller()).await;
    let ending = ending.map_err(halted)?;
    match check(ending) {
        None => Ok(right()),
        Some(kind) => Err(not_by(kind, ending).into()),
    }
}

async fn serve_password(call: &mut Call) -> Result<Response, Stop> {
    let [typed, new] = read::body(call, ["code", "new_password"]).await?;
    let typed = code(&Field::new("code", &typed))?;
    let new = Field::new("new_password", &new).password()?;
    let ending = call
        .desk()
        .reset_in_flow(id(call)?, &typed, &new, call.caller())
        .await;
    let ending = ending.map_err(halted)?;
    match (password(ending), ending) {
        (None, _) => Ok(done()),
        (Some(kind), FlowChanged::Refused(why)) => Err(refused(kind, why).into()),
        (Some(kind), FlowChanged::Not(ending)) => Err(not_by(kind, ending).into()),
        (Some(kind), FlowChanged::Done) => Err(Problem::new(kind).into()),
    }
}

async fn serve_link(call: &mut Call) -> Result<Response, Stop> {
    let [token, typed, new] = read::body(call, ["token", "code", "new_password"]).await?;
    let token = LinkToken::typed(Field::new("token", &token).text()?.to_owned());
    let new = Field::new("new_password", &new).password()?;
    let typed = Field::new("code", &typed);
    let typed = typed.given()?.map(|_| code(&typed)).transpose()?;
    let desk = call.desk();
    let ending = desk.reset_by_link_and_code(&token, typed.as_ref(), &new, call.caller());
    let ending = ending.await.map_err(halted)?;
    match (link(ending), ending) {
        (None, _) => Ok(done()),
        (Some(kind), LinkEnded::Refused(why)) => Err(refused(kind, why).into()),
        (Some(kind), LinkEnded::NotByCode(ending)) => Err(not_by(kind, ending).into()),
        (Some(kind), LinkEnded::Done | LinkEnded::Invalid | LinkEnded::CodeNeeded) => {
            Err(Problem::new(kind).into())
        }
    }
}
