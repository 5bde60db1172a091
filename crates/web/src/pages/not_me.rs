//! The page of a notice's "this was not me". As with a letter's link, opening it changes nothing: it says what will happen,
//! and only sending its form does it.

use axum::response::Response;
use http::{Method, StatusCode};
use recovery::desk::Disowned;
use recovery::disowning::ChangeStage;

use super::link::token_of;
use super::tab::{About, Tab};
use super::trouble::Trouble;
use super::view;
use super::visit::{Stop, Visit};
use crate::door::Call;

/// `GET /reset/not-me?token=…`: keeps the token in a sealed cookie and leads to an address without it.
pub(super) async fn serve_opening(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let token = token_of(call).ok_or(Trouble::NotMe(ChangeStage::Unknown))?;
    let tab = Tab::token(About::NotMe, &token, visit.chosen.clone(), visit.now);
    visit.open(call.headers(), &tab, "not-me")
}

/// `/reset/{tab}/not-me`
pub(super) async fn serve(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let (id, mut tab) = visit.tab()?;
    let token = match &tab.about {
        About::NotMe(token) => token.token(),
        About::TakenBack => {
            let view = view::taken_back(&visit.pages, id, &tab);
            return visit.page(StatusCode::OK, (id, &tab), &view);
        }
        elsewhere @ (About::Recovery(_) | About::Link(_) | About::Done) => {
            return Ok(visit
                .pages
                .see_other(&format!("/reset/{id}/{}", elsewhere.page())));
        }
    };
    if *call.method() != Method::POST {
        return match call.desk().change_stage(&token, call.caller()).await? {
            ChangeStage::Open => {
                let view = view::not_me(&visit.pages, id);
                visit.page(StatusCode::OK, (id, &tab), &view)
            }
            over @ (ChangeStage::TakenBack
            | ChangeStage::Superseded
            | ChangeStage::Expired
            | ChangeStage::Unknown) => Err(Trouble::NotMe(over).into()),
        };
    }
    let [] = visit.form(call, []).await?;
    let turn = visit.pages.turns.of(id);
    let mut taken = turn.lock().await;
    if !*taken {
        match call.desk().disown(&token, call.caller()).await? {
            Disowned::Done { whose } => tracing::warn!(
                account = whose,
                "the owner of an account says that a change of its password was somebody else's: the password, every code and \
                 every link of it have ended, and the next recovery needs link and code"
            ),
            Disowned::Not(over) => return Err(Trouble::NotMe(over).into()),
        }
        *taken = true;
    }
    tab.about = About::TakenBack;
    let response = visit.pages.see_other(&format!("/reset/{id}/not-me"));
    visit.keep(id, &tab, response)
}
