//! The page of a letter's link. Opening it takes the token out of the address and shows a form; only sending that form uses
//! the link, so that whoever fetches every link in a letter, with or without scripts, uses nothing up.

use axum::response::Response;
use http::{Method, StatusCode};
use recovery::desk::{LinkEnded, LinkLook};
use recovery::flow::FlowChecked;
use recovery::secret::{LinkToken, Otp, Password};

use super::form::Typed;
use super::password::done;
use super::tab::{About, Tab, TabId};
use super::trouble::Trouble;
use super::view::{self, Mistake};
use super::visit::{Stop, Visit};
use crate::door::Call;
use crate::query::{self, Asked};

/// The length of a token: 48 bytes as base64url.
const TOKEN: usize = 64;

/// The token of a letter's link; `None`: there is none, or none that could be one.
pub(super) fn token_of(call: &Call) -> Option<LinkToken> {
    match query::read(call.query(), "token") {
        Asked::Once(token) if token.len() == TOKEN => Some(LinkToken::typed(token)),
        Asked::Once(_) | Asked::Nothing | Asked::Unclear => None,
    }
}

/// `GET /reset/link?token=…`: keeps the token in a sealed cookie and leads to an address without it.
pub(super) async fn serve_opening(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let token = token_of(call).ok_or(Trouble::LinkOver)?;
    let tab = Tab::token(About::Link, &token, visit.chosen.clone(), visit.now);
    visit.open(call.headers(), &tab, "link")
}

/// `/reset/{tab}/link`
pub(super) async fn serve(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let (id, tab) = visit.tab()?;
    let token = match &tab.about {
        About::Link(token) => token.token(),
        elsewhere @ (About::Recovery(_) | About::Done | About::NotMe(_) | About::TakenBack) => {
            return Ok(visit
                .pages
                .see_other(&format!("/reset/{id}/{}", elsewhere.page())));
        }
    };
    if *call.method() != Method::POST {
        // A link that is over is told before a new password is typed.
        let both = match call.desk().look_at_link(&token, call.caller()).await? {
            LinkLook::Works => false,
            LinkLook::NeedsCode => true,
            LinkLook::Over => return Err(Trouble::LinkOver.into()),
        };
        return show(visit, (id, &tab), StatusCode::OK, both, None);
    }
    let [typed, code] = visit.form(call, ["new_password", "code"]).await?;
    let turn = visit.pages.turns.of(id);
    let mut set = turn.lock().await;
    if *set {
        return done(visit, id, tab);
    }
    // A form that was shown with a field for the code sends it, if empty.
    let both = code.is_some();
    let wrong = |both, mistake| {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        show(visit, (id, &tab), status, both, Some(mistake))
    };
    let code = match code_of(code) {
        Ok(code) => code,
        Err(mistake) => return wrong(both, mistake),
    };
    let typed = typed.unwrap_or_default();
    if typed.is_empty() {
        return wrong(both, Mistake::NoPassword);
    }
    let password = Password::new(typed.to_string());
    let (desk, caller) = (call.desk(), visit.caller(call));
    let ended = desk.reset_by_link_and_code(&token, code.as_ref(), &password, &caller);
    match ended.await? {
        LinkEnded::Done => {
            *set = true;
            done(visit, id, tab)
        }
        LinkEnded::Refused(why) => wrong(both, Mistake::Refused(why)),
        // Since the form was shown.
        LinkEnded::CodeNeeded => wrong(true, Mistake::NoCode),
        LinkEnded::NotByCode(ending @ FlowChecked::Wrong { left: 1.. }) => wrong(true, Mistake::Code(ending)),
        // A new letter is the way on: its code works with its own link alone.
        LinkEnded::NotByCode(_) | LinkEnded::Invalid => Err(Trouble::LinkOver.into()),
    }
}

fn code_of(typed: Typed) -> Result<Option<Otp>, Mistake> {
    let Some(typed) = typed else { return Ok(None) };
    if typed.chars().all(|it| matches!(it, ' ' | '-')) {
        return Err(Mistake::NoCode);
    }
    Otp::typed(&typed).map(Some).ok_or(Mistake::LongCode)
}

fn show(
    visit: &Visit,
    (id, tab): (TabId, &Tab),
    status: StatusCode,
    both: bool,
    mistake: Option<Mistake>,
) -> Result<Response, Stop> {
    let after = if both {
        view::After::LinkAndCode
    } else {
        view::After::Link
    };
    let view = view::password(&visit.pages, &visit.language, id, after, mistake);
    visit.page(status, (id, tab), &view)
}
