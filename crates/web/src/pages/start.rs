//! The first page: an address is typed, and a recovery begins.

use axum::response::Response;
use http::{Method, StatusCode};
use recovery::address::Email;
use recovery::desk::Begin;
use recovery::letter::First;

use super::render::with_cookie;
use super::tab::{About, Recovery, Tab};
use super::view::{self, Mistake, Start, Way};
use super::visit::{Stop, Visit};
use super::{language, return_to};
use crate::door::Call;

/// The most characters of an address that are shown again when it is none.
const SHOWN_AGAIN: usize = 320;

/// `/reset`
pub(super) async fn serve(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    if *call.method() == Method::POST {
        return begin(call, visit).await;
    }
    let start = Start {
        chosen: visit.chosen.clone(),
        return_to: visit.return_to.clone(),
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
    visit.way = Way::Start;
    let [typed, lang, back] = visit.form(call, ["email", "lang", "return_to"]).await?;
    let chosen = lang.and_then(|it| language::named(&visit.pages.languages, &it));
    if let Some(chosen) = chosen {
        visit.chosen = Some(chosen.tag().to_owned());
        visit.language = chosen;
    }
    if let Some(back) = back {
        visit.return_to = return_to::accepted(&back, &visit.pages.settings.return_origins);
    }
    let back = visit.return_to.clone();
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
