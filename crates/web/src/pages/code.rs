//! The page of the code: it is checked before a new password is typed, and asked for again.

use axum::response::Response;
use http::{Method, StatusCode};
use recovery::flow::FlowChecked;
use recovery::limits::Doing;
use recovery::secret::Otp;

use super::tab::{About, Recovery, Tab, TabId};
use super::trouble::Trouble;
use super::view::{self, Mistake, Way};
use super::visit::{Stop, Visit};
use crate::door::Call;
use crate::query::{self, Asked};

/// What to show of a tab: its recovery, or where it went on to.
pub(super) fn recovery_of(visit: &Visit) -> Result<Result<(TabId, Tab, Recovery), Response>, Stop> {
    let (id, tab) = visit.tab()?;
    if let About::Recovery(recovery) = &tab.about {
        let recovery = recovery.clone();
        return Ok(Ok((id, tab, recovery)));
    }
    let page = tab.about.page();
    Ok(Err(visit.pages.see_other(&format!("/reset/{id}/{page}"))))
}

/// The page of the code, with what is wrong.
pub(super) fn show(
    visit: &Visit,
    status: StatusCode,
    (id, tab, recovery): (TabId, &Tab, &Recovery),
    shown: (Option<Mistake>, bool),
) -> Result<Response, Stop> {
    let view = view::code(
        &visit.pages,
        &visit.language,
        (id, tab, recovery),
        shown,
        visit.now,
    );
    visit.page(status, (id, tab), &view)
}

/// The page of the code after a code was not the right one.
pub(super) fn show_not(
    visit: &Visit,
    (id, mut tab, mut recovery): (TabId, Tab, Recovery),
    ending: FlowChecked,
) -> Result<Response, Stop> {
    let status = match ending {
        FlowChecked::Unknown => return Err(Trouble::Lost.into()),
        FlowChecked::Spent | FlowChecked::Expired | FlowChecked::Accepted => StatusCode::GONE,
        FlowChecked::Wrong { .. } => StatusCode::UNPROCESSABLE_ENTITY,
    };
    recovery.was_not(ending, visit.now);
    tab.about = About::Recovery(recovery.clone());
    let mistake = Some(Mistake::Code(ending));
    let response = show(visit, status, (id, &tab, &recovery), (mistake, false))?;
    visit.keep(id, &tab, response)
}

/// `/reset/{tab}/code`
pub(super) async fn serve(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let (id, mut tab, mut recovery) = match recovery_of(visit)? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if *call.method() != Method::POST {
        let sent_again = matches!(query::read(call.query(), "sent"), Asked::Once(it) if it == "again");
        let over = recovery
            .is_over(visit.now)
            .then_some(Mistake::Code(FlowChecked::Expired));
        return show(
            visit,
            StatusCode::OK,
            (id, &tab, &recovery),
            (over, sent_again && over.is_none()),
        );
    }
    visit.way = Way::Page(format!("/reset/{id}/code"));
    let [typed] = visit.form(call, ["code"]).await?;
    let typed = typed.unwrap_or_default();
    let Some(code) = Otp::typed(&typed) else {
        let empty = typed.chars().all(|it| matches!(it, ' ' | '-'));
        let mistake = if empty { Mistake::NoCode } else { Mistake::LongCode };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(visit, status, (id, &tab, &recovery), (Some(mistake), false));
    };
    let flow = recovery.flow().ok_or(Trouble::Lost)?;
    match call.desk().check_in_flow(flow, &code, call.caller()).await? {
        FlowChecked::Accepted => {
            recovery.keep(&code, visit.pages.settings.life.code, visit.now);
            tab.about = About::Recovery(recovery);
            let response = visit.pages.see_other(&format!("/reset/{id}/password"));
            visit.keep(id, &tab, response)
        }
        ending @ (FlowChecked::Wrong { .. }
        | FlowChecked::Spent
        | FlowChecked::Expired
        | FlowChecked::Unknown) => show_not(visit, (id, tab, recovery), ending),
    }
}

/// `POST /reset/{tab}/resend`
pub(super) async fn serve_resend(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let (id, mut tab, mut recovery) = match recovery_of(visit)? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    visit.way = Way::Page(format!("/reset/{id}/code"));
    visit.doing = Doing::Asking;
    let [] = visit.form(call, []).await?;
    let here = format!("/reset/{id}/code");
    // Too early it sends nothing; the page says for how long. Not so where the code has ended.
    if recovery.wait(visit.now) > 0 && !recovery.is_over(visit.now) {
        return Ok(visit.pages.see_other(&here));
    }
    let flow = recovery.flow().ok_or(Trouble::Lost)?;
    let begun = call
        .desk()
        .ask_again(flow, &visit.pages.settings.ladder, call.caller())
        .await?;
    let begun = begun.ok_or(Trouble::Lost)?;
    recovery.asked(&begun, visit.now);
    tab.about = About::Recovery(recovery);
    let response = visit.pages.see_other(&format!("{here}?sent=again"));
    visit.keep(id, &tab, response)
}
