//! The page of the new password, after a code that was right, and the last page.

use axum::response::Response;
use http::{Method, StatusCode};
use recovery::desk::FlowChanged;
use recovery::flow::FlowChecked;
use recovery::secret::Password;

use super::code::{recovery_of, show, show_not};
use super::tab::{About, Tab, TabId};
use super::trouble::Trouble;
use super::view::{self, Mistake};
use super::visit::{Stop, Visit};
use crate::door::Call;

/// `/reset/{tab}/password`
pub(super) async fn serve(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let (id, tab, recovery) = match recovery_of(visit)? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(code) = recovery.code() else {
        return Ok(visit.pages.see_other(&format!("/reset/{id}/code")));
    };
    let address = recovery.email.clone();
    let form = |mistake| {
        view::password(
            &visit.pages,
            &visit.language,
            id,
            view::After::Code(&address),
            mistake,
        )
    };
    if *call.method() != Method::POST {
        if recovery.is_over(visit.now) {
            let over = Some(Mistake::Code(FlowChecked::Expired));
            return show(visit, StatusCode::OK, (id, &tab, &recovery), (over, false));
        }
        return visit.page(StatusCode::OK, (id, &tab), &form(None));
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
    let flow = recovery.flow().ok_or(Trouble::Lost)?;
    let desk = call.desk();
    match desk
        .reset_in_flow(flow, &code, &password, &visit.caller(call))
        .await?
    {
        FlowChanged::Done => {
            *set = true;
            done(visit, id, tab)
        }
        FlowChanged::Refused(why) => {
            let view = form(Some(Mistake::Refused(why)));
            visit.page(StatusCode::UNPROCESSABLE_ENTITY, (id, &tab), &view)
        }
        FlowChanged::Not(ending) => show_not(visit, (id, tab, recovery), ending),
    }
}

/// On to the last page; the tab forgets everything else.
pub(super) fn done(visit: &Visit, id: TabId, mut tab: Tab) -> Result<Response, Stop> {
    tab.about = About::Done;
    let response = visit.pages.see_other(&format!("/reset/{id}/done"));
    visit.keep(id, &tab, response)
}

/// `GET /reset/{tab}/done`
pub(super) async fn serve_done(_: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let (id, tab) = visit.tab()?;
    if matches!(tab.about, About::Done) {
        let view = view::done(&visit.pages, id, &tab);
        return visit.page(StatusCode::OK, (id, &tab), &view);
    }
    let page = tab.about.page();
    Ok(visit.pages.see_other(&format!("/reset/{id}/{page}")))
}
