//! The first page: an address is typed, and a recovery begins.

use axum::response::Response;
use http::{Method, StatusCode};
use recovery::address::Email;
use recovery::desk::Begin;
use recovery::letter::First;

use super::render::with_cookie;
use super::tab::{About, Recovery, Tab};
use super::view::{self, Mistake, Start};
use super::visit::{Stop, Visit};
use super::{language, return_to};
use crate::door::Call;
use crate::query::{self, Asked};

/// The most characters of an address that are shown again when it is none.
const SHOWN_AGAIN: usize = 320;

/// `/reset`
pub(super) async fn serve(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    if *call.method() == Method::POST {
        return begin(call, visit).await;
    }
    let back = match query::read(call.query(), "return_to") {
        Asked::Once(typed) => return_to::accepted(&typed, &visit.pages.settings.return_origins),
        Asked::Nothing | Asked::Unclear => None,
    };
    let start = Start {
        chosen: visit.chosen.clone(),
        return_to: back,
        ..Start::default()
    };
    let page = show(visit, StatusCode::OK, &start);
    if visit.pages.jar.knows(call.headers()) {
        return Ok(page);
    }
    Ok(with_cookie(page, &visit.pages.jar.mark()))
}

/// `GET /.well-known/change-password`
pub(super) async fn serve_well_known(_: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    Ok(visit.pages.see_other("/reset"))
}

fn show(visit: &Visit, status: StatusCode, start: &Start) -> Response {
    let view = view::start(&visit.pages, &visit.language, start);
    visit.pages.page(status, &visit.language, &view)
}

async fn begin(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    visit.back = Some("/reset".to_owned());
    let [typed, lang, back] = visit.form(call, ["email", "lang", "return_to"]).await?;
    let chosen = lang.and_then(|it| language::named(&visit.pages.languages, &it));
    if let Some(chosen) = chosen {
        visit.chosen = Some(chosen.tag().to_owned());
        visit.language = chosen;
    }
    let origins = &visit.pages.settings.return_origins;
    let back = back.and_then(|it| return_to::accepted(&it, origins));
    let typed = typed.unwrap_or_default();
    let email = match Email::parse(&typed) {
        Ok(email) => email,
        Err(_) => {
            let empty = typed.trim().is_empty();
            let start = Start {
                chosen: visit.chosen.clone(),
                return_to: back,
                email: typed.chars().take(SHOWN_AGAIN).collect(),
                mistake: Some(if empty {
                    Mistake::NoEmail
                } else {
                    Mistake::BadEmail
                }),
            };
            return Ok(show(visit, StatusCode::UNPROCESSABLE_ENTITY, &start));
        }
    };
    let begin = Begin {
        email: &email,
        first: First::Code,
        ladder: &visit.pages.settings.ladder,
        caller: call.caller(),
        locale: Some(visit.language.tag()),
        by_back_end: None,
    };
    let begun = call.desk().begin(&begin).await?;
    let recovery = Recovery::of(&begun, email.as_written(), visit.now);
    let tab = Tab::new(About::Recovery(recovery), visit.chosen.clone(), back, visit.now);
    visit.open(call.headers(), &tab, "code")
}
