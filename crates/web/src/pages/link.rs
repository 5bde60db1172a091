//! The page of a letter's link. Opening it takes the token out of the address and shows a form; only sending that form uses
//! the link, so that whoever fetches every link in a letter, with or without scripts, uses nothing up.

use axum::response::Response;
use http::{Method, StatusCode};
use recovery::outcome::LinkChanged;
use recovery::secret::{LinkToken, Password};

use super::password::done;
use super::tab::{About, Tab};
use super::trouble::Trouble;
use super::view::{self, Mistake};
use super::visit::{Stop, Visit};
use crate::door::Call;
use crate::query::{self, Asked};

/// The length of a token: 48 bytes as base64url.
const TOKEN: usize = 64;

/// `GET /reset/link?token=…`: keeps the token in a sealed cookie and leads to an address without it.
pub(super) async fn serve_opening(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let token = match query::read(call.query(), "token") {
        Asked::Once(token) if token.len() == TOKEN => LinkToken::typed(token),
        Asked::Once(_) | Asked::Nothing | Asked::Unclear => return Err(Trouble::LinkOver.into()),
    };
    let tab = Tab::link(&token, visit.chosen.clone(), visit.now);
    visit.open(call.headers(), &tab, "link")
}

/// `/reset/{tab}/link`
pub(super) async fn serve(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let (id, tab) = visit.tab()?;
    let token = match &tab.about {
        About::Link(token) => token.token(),
        About::Recovery(_) => return Ok(visit.pages.see_other(&format!("/reset/{id}/code"))),
        About::Done => return Ok(visit.pages.see_other(&format!("/reset/{id}/done"))),
    };
    let form = |mistake| view::password(&visit.pages, &visit.language, (id, "link"), None, mistake);
    if *call.method() != Method::POST {
        // A link that is over is told before a new password is typed.
        return match call.desk().link_works(&token, call.caller()).await? {
            true => visit.page(StatusCode::OK, (id, &tab), &form(None)),
            false => Err(Trouble::LinkOver.into()),
        };
    }
    let [typed] = visit.form(call, ["new_password"]).await?;
    let typed = typed.unwrap_or_default();
    let turn = visit.pages.turns.of(id);
    let mut set = turn.lock().await;
    if *set {
        return done(visit, id, tab);
    }
    if typed.is_empty() {
        let view = form(Some(Mistake::NoPassword));
        return visit.page(StatusCode::UNPROCESSABLE_ENTITY, (id, &tab), &view);
    }
    let password = Password::new(typed.to_string());
    match call
        .desk()
        .reset_by_link(&token, &password, call.caller())
        .await?
    {
        LinkChanged::Done => {
            *set = true;
            done(visit, id, tab)
        }
        LinkChanged::Refused(why) => {
            let view = form(Some(Mistake::Refused(why)));
            visit.page(StatusCode::UNPROCESSABLE_ENTITY, (id, &tab), &view)
        }
        LinkChanged::Invalid => Err(Trouble::LinkOver.into()),
    }
}
