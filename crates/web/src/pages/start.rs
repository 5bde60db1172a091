//! The first page: an address is typed, and a recovery begins. The page names its form, so that one that is sent twice begins one
//! recovery.

use axum::response::Response;
use http::{Method, StatusCode};
use recovery::address::Email;
use recovery::desk::{Begin, Begun, Desk, Halt};
use recovery::letter::First;
use recovery::limits::Doing;
use recovery::moment::{Moment, Span};
use recovery::once::OnceKey;

use super::render::with_cookie;
use super::tab::{About, Recovery, Tab, TabId};
use super::view::{self, Mistake, Start, Way};
use super::visit::{Stop, Visit};
use super::{language, return_to};
use crate::door::Call;

/// The most characters of an address that are shown again when it is none.
const SHOWN_AGAIN: usize = 320;

/// A form that comes once more within this time was sent twice. Later somebody has gone back to a page that the browser had
/// kept, and means to begin anew.
const TWICE_WITHIN: Span = Span::seconds(30);

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
    let page = show(visit, StatusCode::OK, start)?;
    if visit.pages.jar.knows(call.headers()) {
        return Ok(page);
    }
    Ok(with_cookie(page, &visit.pages.jar.mark()))
}

/// `GET /.well-known/change-password`
pub(super) async fn serve_well_known(_: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    Ok(visit.pages.see_other("/reset"))
}

fn show(visit: &Visit, status: StatusCode, start: Start) -> Result<Response, Stop> {
    // As hard to guess as the name of a tab: who knows it, and the address, is led to what was begun with it.
    let once = TabId::draw(&*visit.pages.chance)?.to_string();
    let view = view::start(&visit.pages, &visit.language, &Start { once, ..start });
    Ok(visit.pages.page(status, &visit.language, &view))
}

async fn begin(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    visit.way = Way::Start;
    visit.doing = Doing::Asking;
    let [typed, lang, back, once] = visit.form(call, ["email", "lang", "return_to", "once"]).await?;
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
                ..Start::default()
            };
            return show(visit, StatusCode::UNPROCESSABLE_ENTITY, start);
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
    let once = once.and_then(|it| OnceKey::typed(&it).ok());
    let begun = begun(call.desk(), &begin, once, visit.now).await?;
    let recovery = Recovery::of(&begun, email.as_written(), visit.now);
    let tab = Tab::new(About::Recovery(recovery), visit.chosen.clone(), back, visit.now);
    visit.open(call.headers(), &tab, "code")
}

/// The recovery of this form. One that was begun with it just now is that recovery; anything else begins another.
async fn begun(desk: &Desk, begin: &Begin<'_>, once: Option<OnceKey>, now: Moment) -> Result<Begun, Halt> {
    if let Some(key) = once {
        let begun = desk.begin_once(begin, &key).await?;
        if let Some(begun) = begun.filter(|it| was_sent_twice(it.began, now)) {
            return Ok(begun);
        }
    }
    desk.begin(begin).await
}

fn was_sent_twice(began: Moment, now: Moment) -> bool {
    now - began < TWICE_WITHIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_comes_again_after_half_a_minute_begins_anew() {
        let began = Moment(1_800_000_000_000);
        assert!(was_sent_twice(began, began - Span::millis(1)));
        assert!(was_sent_twice(began, began + Span::millis(29_999)));
        assert!(!was_sent_twice(began, began + Span::seconds(30)));
    }
}
