//! One request on the pages: who speaks which language, and which tab it is about.

use std::sync::Arc;

use axum::response::Response;
use http::{HeaderMap, StatusCode};
use i18n::Language;
use recovery::clients::Caller;
use recovery::desk::Halt;
use recovery::limits::Doing;
use recovery::moment::Moment;
use recovery::ports::Broken;
use recovery::profile::Locale;

use super::form::{self, Typed};
use super::render::with_cookie;
use super::tab::{Tab, TabId};
use super::trouble::Trouble;
use super::view::{View, Way};
use super::{Pages, cookies, language, origin, return_to};
use crate::door::Call;
use crate::query::{self, Asked};
use crate::refusal::Refusal;
use crate::route::Answer;

/// What a request on the pages brings along.
pub(super) struct Visit {
    pub(super) pages: Arc<Pages>,
    pub(super) language: Arc<Language>,
    /// The language that was chosen, not the one that the browser asked for.
    pub(super) chosen: Option<String>,
    pub(super) now: Moment,
    /// The tab of the path, if its cookie came along.
    tab: Option<(TabId, Tab)>,
    /// Whether the query has chosen a language that the tab is to keep.
    anew: bool,
    /// Where to return in the end, as far as it is known: from the tab, or from the query.
    pub(super) return_to: Option<String>,
    /// Where to go on when something went wrong on the way.
    pub(super) way: Way,
    /// Which of a client's limits its call counts for.
    pub(super) doing: Doing,
}

/// What a handler ends with when it cannot go on.
#[derive(Debug)]
pub(super) enum Stop {
    /// A reason of the protocol.
    Refusal(Refusal),
    /// Told to the person.
    Trouble(Trouble),
    /// Something broke: general words for the person, the cause for the log.
    Broken(Broken),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refusal(refusal)
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Stop {
        Stop::Trouble(trouble)
    }
}

impl From<Broken> for Stop {
    fn from(broken: Broken) -> Stop {
        Stop::Broken(broken)
    }
}

impl From<Halt> for Stop {
    fn from(halt: Halt) -> Stop {
        match halt {
            Halt::TooMany(span) => Stop::Trouble(Trouble::TooMany(span)),
            Halt::Broken(broken) => Stop::Broken(broken),
        }
    }
}

impl Visit {
    pub(super) fn of(call: &Call) -> Result<Visit, Refusal> {
        let pages = call.pages().ok_or(Refusal::NotFound)?;
        let now = call.now();
        let tab = call.open_segment().parse().ok().and_then(|id| {
            let mut sealed = pages.jar.of(call.headers(), id);
            let tab = sealed.find_map(|it| Tab::open(id, it, &pages.ring, now));
            tab.map(|it| (id, it))
        });
        let asked = match query::read(call.query(), "lang") {
            Asked::Once(tag) => language::named(&pages.languages, &tag).map(|it| it.tag().to_owned()),
            Asked::Nothing | Asked::Unclear => None,
        };
        let kept = tab.as_ref().and_then(|(_, it)| it.lang.clone());
        let anew = asked.is_some() && asked != kept;
        let chosen = asked.or(kept);
        let return_to = match (&tab, query::read(call.query(), "return_to")) {
            (Some((_, tab)), _) => tab.back.clone(),
            (None, Asked::Once(typed)) => return_to::accepted(&typed, &pages.settings.return_origins),
            (None, Asked::Nothing | Asked::Unclear) => None,
        };
        Ok(Visit {
            language: language::of(&pages.languages, chosen.as_deref(), None, call.headers()),
            chosen,
            now,
            tab,
            anew,
            return_to,
            way: Way::Anew,
            doing: Doing::Checking,
            pages,
        })
    }

    /// Who calls, in the language of the page: what is written to them is written in it, too.
    pub(super) fn caller(&self, call: &Call) -> Caller {
        Caller {
            locale: Locale::read(self.language.tag()),
            ..*call.caller()
        }
    }

    /// The tab of the path. `Trouble::Lost`: it was begun elsewhere, is over, or never was.
    pub(super) fn tab(&self) -> Result<(TabId, Tab), Stop> {
        let (id, mut tab) = self.tab.clone().ok_or(Trouble::Lost)?;
        tab.lang.clone_from(&self.chosen);
        Ok((id, tab))
    }

    /// The fields of a form that one of our own pages sent. Where it comes from is looked at before anything is read.
    pub(super) async fn form<const N: usize>(
        &self,
        call: &mut Call,
        names: [&str; N],
    ) -> Result<[Typed; N], Stop> {
        let known = self.pages.jar.knows(call.headers());
        if !origin::is_ours(call.headers(), &self.pages.origin, known) {
            return Err(Trouble::Foreign.into());
        }
        let sent = call.body().await?;
        // A form without fields has no body, and some clients then say nothing of its kind.
        if sent.is_empty() {
            return Ok([const { None }; N]);
        }
        let body = sent.form().ok_or(Refusal::Unlabelled)?;
        form::read(body, names).map_err(|_| Trouble::Unreadable(StatusCode::BAD_REQUEST).into())
    }

    /// Puts a tab into an answer.
    pub(super) fn keep(&self, id: TabId, tab: &Tab, response: Response) -> Result<Response, Stop> {
        let sealed = tab.seal(id, &self.pages.ring, &*self.pages.chance)?;
        Ok(with_cookie(response, &self.pages.jar.keep(id, &sealed)))
    }

    /// A new tab, kept in an answer that leads to one of its pages. Tabs that are over or too many are forgotten.
    pub(super) fn open(&self, headers: &HeaderMap, tab: &Tab, page: &str) -> Result<Response, Stop> {
        let id = TabId::draw(&*self.pages.chance)?;
        let response = self.pages.see_other(&format!("/reset/{id}/{page}"));
        let mut response = self.keep(id, tab, response)?;
        let mut others: Vec<(Moment, TabId)> = Vec::new();
        for (other, sealed) in self.pages.jar.tabs(headers) {
            let opened = Tab::open(other, sealed, &self.pages.ring, self.now);
            others.push((opened.map_or(Moment(0), |it| it.began()), other));
        }
        others.sort_by_key(|(began, _)| std::cmp::Reverse(*began));
        let too_many = cookies::MOST_TABS.saturating_sub(1);
        for (at, (began, other)) in others.into_iter().enumerate() {
            if at >= too_many || began == Moment(0) {
                response = with_cookie(response, &self.pages.jar.forget(other));
            }
        }
        Ok(response)
    }

    /// A page about a tab. A language that was just chosen is kept.
    pub(super) fn page(
        &self,
        status: StatusCode,
        (id, tab): (TabId, &Tab),
        view: &View,
    ) -> Result<Response, Stop> {
        let response = self.pages.page(status, &self.language, view);
        if self.anew {
            self.keep(id, tab, response)
        } else {
            Ok(response)
        }
    }

    /// The answer, however it ended; with a puzzle, where one would help.
    pub(super) fn told(&self, ended: Result<Response, Stop>, puzzle: Option<&str>) -> Answer {
        let given = (self.chosen.as_deref(), self.return_to.as_deref());
        let trouble = |trouble| {
            self.pages
                .trouble(&self.language, trouble, &self.way, given, puzzle)
        };
        match ended {
            Ok(response) => response.into(),
            Err(Stop::Refusal(refusal)) => trouble(Trouble::of(refusal)).into(),
            Err(Stop::Trouble(it)) => trouble(it).into(),
            Err(Stop::Broken(broken)) => Answer {
                response: trouble(Trouble::of_broken(&broken)),
                broken: Some(broken),
            },
        }
    }
}
