//! The capture box's own page: letters that went nowhere, for trying things out. It shows codes, so it is only for
//! whoever sits at this machine.

mod page;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, Version, header};
use serde::{Deserialize, Serialize};

use crate::client::X_FORWARDED_FOR;
use crate::host;

/// A letter in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Its name in the box: letters, digits, `-`, `_` and `.`.
    pub id: String,
    /// To whom.
    pub to: String,
    /// What about.
    pub subject: String,
    /// When, as its `Date` header says.
    pub date: String,
}

/// A whole letter.
#[derive(Clone, PartialEq, Eq)]
pub struct CapturedLetter {
    /// What the list says of it.
    pub summary: Summary,
    /// Its text part, decoded.
    pub text: String,
    /// Its HTML part, decoded. It is handed out as text and never shown as a page.
    pub html: Option<String>,
    /// The message as it would have gone over the wire.
    pub raw: Vec<u8>,
}

/// A letter holds a code.
impl fmt::Debug for CapturedLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CapturedLetter({}, hidden)", self.summary.id)
    }
}

/// The box. The roof puts the courier's behind it.
pub trait Captured: Send + Sync {
    /// Every letter, the newest first.
    ///
    /// # Errors
    /// When the box cannot be read.
    fn list(&self) -> std::io::Result<Vec<Summary>>;

    /// One letter; `None` when there is none of this name, whatever the name.
    ///
    /// # Errors
    /// When the box cannot be read.
    fn get(&self, id: &str) -> std::io::Result<Option<CapturedLetter>>;
}

/// Whatever says that somebody else than this machine is behind a request.
const FORWARDING: [HeaderName; 7] = [
    header::FORWARDED,
    X_FORWARDED_FOR,
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-real-ip"),
    header::VIA,
    HeaderName::from_static("x-forwarded-server"),
];

/// Whatever else a page may do, this one runs nothing, loads nothing and stands in no frame.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Whoever asks for a code and at once for its letter is faster than the courier: a first letter is waited for.
const LOOK_EVERY: Duration = Duration::from_millis(50);
const LOOKS: u32 = 40;

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    text: &'a str,
    html: Option<&'a str>,
}

/// `/`, `/latest.txt?to=…` (the text of the newest letter to an address, for scripts; a first one is waited for),
/// `/letters/{id}`, `/letters/{id}.json`, `/letters/{id}.eml` and `/letters.json`. A request that came through a
/// proxy, or that calls this machine by another name than its own, gets 404: a page elsewhere could else have a
/// browser read codes for it.
pub fn router(letters: Arc<dyn Captured>) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/style.css", get(style))
        .route("/letters.json", get(list))
        .route("/latest.txt", get(latest))
        .route("/letters/{name}", get(letter))
        .fallback(async || not_found())
        .with_state(letters)
        .layer(middleware::from_fn(only_here))
}

async fn only_here(request: Request, next: Next) -> Response {
    let near = is_near(request.headers(), request.uri(), request.version());
    let mut response = if near {
        next.run(request).await
    } else {
        not_found()
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn is_near(headers: &HeaderMap, uri: &Uri, version: Version) -> bool {
    if FORWARDING.iter().any(|name| headers.contains_key(name)) {
        return false;
    }
    let mut hosts = headers.get_all(header::HOST).iter();
    let named = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host::read(host).map(|it| it.host().to_owned()),
        (None, None) if version == Version::HTTP_2 => uri.host().map(str::to_owned),
        _ => None,
    };
    named.is_some_and(|host| is_loopback(&host))
}

fn is_loopback(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|it| it.strip_suffix(']'))
        .unwrap_or(host);
    bare.eq_ignore_ascii_case("localhost")
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|it| it.to_canonical().is_loopback())
}

async fn index(State(letters): State<Arc<dyn Captured>>) -> Response {
    match read(move || letters.list()).await {
        Ok(all) => html(page::index(&all)),
        Err(response) => response,
    }
}

async fn style() -> Response {
    labelled("text/css; charset=utf-8", page::STYLE)
}

async fn list(State(letters): State<Arc<dyn Captured>>) -> Response {
    match read(move || letters.list()).await {
        Ok(all) => json(&all),
        Err(response) => response,
    }
}

async fn letter(State(letters): State<Arc<dyn Captured>>, Path(name): Path<String>) -> Response {
    let (id, form) = match name.rsplit_once('.') {
        Some((id, "json")) => (id.to_owned(), Form::Json),
        Some((id, "eml")) => (id.to_owned(), Form::Raw),
        Some(_) | None => (name, Form::Page),
    };
    let found = match read(move || letters.get(&id)).await {
        Ok(Some(letter)) => letter,
        Ok(None) => return not_found(),
        Err(response) => return response,
    };
    match form {
        Form::Page => html(page::letter(&found)),
        Form::Json => json(&Whole {
            summary: &found.summary,
            text: &found.text,
            html: found.html.as_deref(),
        }),
        Form::Raw => labelled("message/rfc822", found.raw),
    }
}

#[derive(Deserialize)]
struct Recipient {
    to: String,
}

async fn latest(
    State(letters): State<Arc<dyn Captured>>,
    Query(Recipient { to }): Query<Recipient>,
) -> Response {
    let to: Arc<str> = to.into();
    for _ in 0..LOOKS {
        let (letters, to) = (Arc::clone(&letters), Arc::clone(&to));
        match read(move || newest(&*letters, &to)).await {
            Ok(Some(letter)) => return labelled("text/plain; charset=utf-8", letter.text),
            Ok(None) => tokio::time::sleep(LOOK_EVERY).await,
            Err(response) => return response,
        }
    }
    not_found()
}

fn newest(letters: &dyn Captured, to: &str) -> std::io::Result<Option<CapturedLetter>> {
    let list = letters.list()?;
    let found = list.iter().find(|it| it.to.eq_ignore_ascii_case(to));
    found.map_or(Ok(None), |it| letters.get(&it.id))
}

enum Form {
    Page,
    Json,
    Raw,
}

/// The box lies on a disk, which is no place to wait for on a thread that serves others.
async fn read<T: Send + 'static>(
    job: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Response> {
    let done = tokio::task::spawn_blocking(job).await;
    let done = done.unwrap_or_else(|broken| Err(std::io::Error::other(broken)));
    done.map_err(|cause| {
        tracing::error!(%cause, "the capture box cannot be read");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

fn html(page: String) -> Response {
    labelled("text/html; charset=utf-8", page)
}

fn json(value: &impl Serialize) -> Response {
    labelled(
        "application/json",
        serde_json::to_string(value).unwrap_or_default(),
    )
}

fn labelled(label: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(label));
    response
}

fn not_found() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_not_shown_by_accident() {
        let letter = CapturedLetter {
            summary: Summary {
                id: "1-a".into(),
                to: "ann@example.com".into(),
                subject: String::new(),
                date: String::new(),
            },
            text: "482913".into(),
            html: Some("482913".into()),
            raw: b"482913".to_vec(),
        };
        assert_eq!(format!("{letter:?}"), "CapturedLetter(1-a, hidden)");
    }

    #[test]
    fn only_this_machines_own_names_are_near() {
        for near in [
            "localhost",
            "LOCALHOST",
            "127.0.0.1",
            "127.8.8.8",
            "[::1]",
            "::ffff:127.0.0.1",
        ] {
            assert!(is_loopback(near), "{near}");
        }
        for far in [
            "example.com",
            "localhost.example.com",
            "10.0.0.1",
            "0.0.0.0",
            "",
            "[::2]",
        ] {
            assert!(!is_loopback(far), "{far}");
        }
    }
}
