//! Accounts of our own, for the application's back end. Behind an API key; an account is named by its number, so that
//! no address stands in a path, where logs would keep it.

use axum::body::Body;
use axum::response::Response;
use futures::FutureExt;
use http::{HeaderValue, Method, StatusCode, header};
use recovery::api_keys::Scope;
use recovery::back_end::{Created, Verified, Wanted};
use recovery::profile;
use recovery::signing_in::SignIn;
use recovery::subject::{Account, AccountId, Status};
use serde::Serialize;
use utoipa::ToSchema;

use super::key::admit;
use super::problem::{Kind, Problem};
use super::read::{self, Field};
use super::recoveries::refused;
use super::route;
use super::stop::{Stop, told};
use crate::door::Call;
use crate::route::Route;

/// The calls.
pub(crate) const ROUTES: &[Route] = &[
    route("POST", "/v1/accounts", &["/v1/accounts"], |call| {
        async move { told(serve_create(call).await) }.boxed()
    }),
    route("POST", "/v1/accounts/lookup", &["/v1/accounts/lookup"], |call| {
        async move { told(serve_lookup(call).await) }.boxed()
    }),
    route(
        "POST",
        "/v1/accounts/verify-password",
        &["/v1/accounts/verify-password"],
        |call| async move { told(serve_verify(call).await) }.boxed(),
    ),
    route(
        "GET, HEAD, DELETE",
        "/v1/accounts/{id}",
        &["/v1/accounts/{id}"],
        |call| async move { told(serve_one(call).await) }.boxed(),
    ),
    route(
        "POST",
        "/v1/accounts/{id}/disable",
        &["/v1/accounts/{id}/disable"],
        |call| async move { told(serve_status(call, Status::Disabled).await) }.boxed(),
    ),
    route(
        "POST",
        "/v1/accounts/{id}/enable",
        &["/v1/accounts/{id}/enable"],
        |call| async move { told(serve_status(call, Status::Active).await) }.boxed(),
    ),
    route(
        "PUT",
        "/v1/accounts/{id}/sign-in",
        &["/v1/accounts/{id}/sign-in"],
        |call| async move { told(serve_sign_in(call).await) }.boxed(),
    ),
];

/// What an ending is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// A success of this status.
    Done(StatusCode),
    /// This problem.
    Problem(Kind),
}

/// `POST /v1/accounts`
#[rustfmt::skip]
pub(crate) fn create(ending: &Created) -> Said {
    match ending {
        Created::New(_)     => Said::Done(StatusCode::CREATED),
        Created::Known      => Said::Problem(Kind::AccountExists),
        Created::Refused(_) => Said::Problem(Kind::PasswordRefused),
    }
}

/// Every call about one account that shows it.
#[rustfmt::skip]
pub(crate) fn show(found: Option<&Account>) -> Said {
    match found {
        Some(_) => Said::Done(StatusCode::OK),
        None    => Said::Problem(Kind::NoSuchAccount),
    }
}

/// `DELETE /v1/accounts/{id}`
#[rustfmt::skip]
pub(crate) fn remove(there: bool) -> Said {
    match there {
        true  => Said::Done(StatusCode::NO_CONTENT),
        false => Said::Problem(Kind::NoSuchAccount),
    }
}

/// `POST /v1/accounts/verify-password`
#[rustfmt::skip]
pub(crate) fn verify(ending: Verified) -> Said {
    match ending {
        Verified::Right | Verified::Wrong => Said::Done(StatusCode::OK),
        Verified::Wait(_)                 => Said::Problem(Kind::TooManyFailures),
    }
}

/// An account as it is shown.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct Shown<'a> {
    /// A number without meaning, never given again.
    id: String,
    /// As it was given.
    email: &'a str,
    /// What its owner is called. Letters do not say it.
    #[schema(required)]
    name: Option<&'a str>,
    /// The language of its letters, as a BCP 47 tag.
    #[schema(required)]
    locale: Option<&'a str>,
    #[schema(inline)]
    status: Standing,
    /// How its owner signs in: `password`, `elsewhere`, `elsewhere:` with a provider's name, or `shared`, where several accounts
    /// of the application have the address. A recovery sets a password for the first alone, and tells the owners of the others.
    sign_in: String,
    /// When its password was set last; `null` when it has none.
    #[schema(required, format = DateTime)]
    password_changed_at: Option<String>,
    /// Whether its owner has taken a change of the password back, and no recovery has succeeded since.
    disowned: bool,
}

/// A disabled account answers as an unknown one.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Standing {
    Active,
    Disabled,
}

impl<'a> Shown<'a> {
    fn of(account: &'a Account) -> Shown<'a> {
        Shown {
            id: account.id.0.to_string(),
            email: account.email.as_written(),
            name: account.name.as_deref(),
            locale: account.locale.as_deref(),
            status: match account.status {
                Status::Active => Standing::Active,
                Status::Disabled => Standing::Disabled,
            },
            sign_in: account.sign_in.to_string(),
            password_changed_at: account.password_changed_at.map(|it| it.rfc3339()),
            disowned: account.disowned,
        }
    }
}

/// What comparing a password answers.
#[derive(Serialize, ToSchema)]
#[schema(as = PasswordCompared)]
pub(crate) struct Answered {
    /// Whether it is the password of an active account.
    pub(crate) ok: bool,
}

/// An answer without a body, or with what fills it; a problem without more to say is told as it is.
pub(crate) fn answer(said: Said, body: Option<&impl Serialize>) -> Result<Response, Stop> {
    let status = match said {
        Said::Done(status) => status,
        Said::Problem(kind) => return Err(Problem::new(kind).into()),
    };
    let mut response = Response::new(Body::empty());
    if let Some(body) = body {
        *response.body_mut() = Body::from(serde_json::to_string(body).unwrap_or_default());
        let label = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, label);
    }
    *response.status_mut() = status;
    Ok(response)
}

pub(crate) fn shown(found: Option<&Account>) -> Result<Response, Stop> {
    answer(show(found), found.map(Shown::of).as_ref())
}

/// A new account, and where it is found.
pub(crate) fn made(account: &Account, said: Said) -> Result<Response, Stop> {
    let mut response = answer(said, Some(&Shown::of(account)))?;
    if let Ok(place) = HeaderValue::try_from(format!("/v1/accounts/{}", account.id.0)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

async fn serve_create(call: &mut Call) -> Result<Response, Stop> {
    let desk = admit(call, Scope::AccountsWrite).await?;
    let [email, password, name, locale, sign_in] =
        read::body(call, ["email", "password", "name", "locale", "sign_in"]).await?;
    let (password, name, locale, sign_in) = (
        Field::new("password", &password),
        Field::new("name", &name),
        Field::new("locale", &locale),
        Field::new("sign_in", &sign_in),
    );
    let wanted = Wanted {
        email: Field::new("email", &email).email()?,
        password: match password.given()? {
            Some(_) => Some(password.password()?),
            None => None,
        },
        name: name
            .given()?
            .map(profile::name)
            .transpose()
            .map_err(|why| name.is_wrong(why))?,
        locale: locale.locale()?,
        sign_in: sign_in.sign_in()?.unwrap_or_default(),
    };
    if wanted.password.is_some() && !wanted.sign_in.is_by_password() {
        return Err(sign_in
            .is_wrong("With it there is no password: leave one of the two out.")
            .into());
    }
    let created = desk.create(wanted).await?;
    let said = create(&created);
    match &created {
        Created::New(account) => made(account, said),
        Created::Refused(why) => match said {
            Said::Problem(kind) => Err(refused(kind, *why).into()),
            Said::Done(_) => answer(said, None::<&()>),
        },
        Created::Known => answer(said, None::<&()>),
    }
}

async fn serve_lookup(call: &mut Call) -> Result<Response, Stop> {
    let desk = admit(call, Scope::AccountsRead).await?;
    let [email] = read::body(call, ["email"]).await?;
    let email = Field::new("email", &email).email()?;
    shown(desk.find(&email).await?.as_ref())
}

async fn serve_verify(call: &mut Call) -> Result<Response, Stop> {
    let desk = admit(call, Scope::PasswordsVerify).await?;
    let [email, password] = read::body(call, ["email", "password"]).await?;
    let email = Field::new("email", &email).email()?;
    let password = Field::new("password", &password).password()?;
    let verified = desk.verify(&email, &password).await?;
    let said = verify(verified);
    match (verified, said) {
        (Verified::Wait(span), Said::Problem(kind)) => Err(Problem::new(kind).after(span).into()),
        (Verified::Right | Verified::Wrong | Verified::Wait(_), _) => {
            let ok = verified == Verified::Right;
            answer(said, Some(&Answered { ok }))
        }
    }
}

async fn serve_one(call: &mut Call) -> Result<Response, Stop> {
    if *call.method() == Method::DELETE {
        let desk = admit(call, Scope::AccountsWrite).await?;
        let there = match number(call) {
            Some(id) => desk.remove(id).await?,
            None => false,
        };
        return answer(remove(there), None::<&()>);
    }
    let desk = admit(call, Scope::AccountsRead).await?;
    let found = match number(call) {
        Some(id) => desk.account(id).await?,
        None => None,
    };
    shown(found.as_ref())
}

async fn serve_status(call: &mut Call, status: Status) -> Result<Response, Stop> {
    let desk = admit(call, Scope::AccountsWrite).await?;
    let found = match number(call) {
        Some(id) => desk.set_status(id, status).await?,
        None => None,
    };
    shown(found.as_ref())
}

async fn serve_sign_in(call: &mut Call) -> Result<Response, Stop> {
    let desk = admit(call, Scope::AccountsWrite).await?;
    let [sign_in] = read::body(call, ["sign_in"]).await?;
    let field = Field::new("sign_in", &sign_in);
    let sign_in: SignIn = field.sign_in()?.ok_or_else(|| field.is_missing())?;
    let found = match number(call) {
        Some(id) => desk.set_sign_in(id, &sign_in).await?,
        None => None,
    };
    shown(found.as_ref())
}

/// The number in the path, in the one way it is written.
fn number(call: &Call) -> Option<AccountId> {
    let text = call.open_segment();
    let number: i64 = text.parse().ok()?;
    (number > 0 && number.to_string() == text).then_some(AccountId(number))
}
