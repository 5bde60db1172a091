//! What each page shows. Handlers and the tries of an operator's templates make their pages by the same functions.

use i18n::Language;
use minijinja::{Value, context};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use recovery::flow::FlowChecked;
use recovery::moment::Moment;
use recovery::password::{MOST_CODE_POINTS, Refusal};

use super::Pages;
use super::tab::{Recovery, Tab, TabId};
use super::trouble::Trouble;

/// A page before it is rendered.
pub(super) struct View {
    pub(super) template: &'static str,
    /// The message of its title.
    pub(super) title: &'static str,
    /// What is wrong with what was typed: `field` and `text` each.
    pub(super) mistakes: Vec<Value>,
    /// Where the same page is in another language: an address that ends where the language's tag comes.
    pub(super) links: Option<String>,
    pub(super) context: Value,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    /// No address.
    NoEmail,
    /// Not an address.
    BadEmail,
    /// No code.
    NoCode,
    /// More than a code can have.
    LongCode,
    /// Not by this code.
    Code(FlowChecked),
    /// No password.
    NoPassword,
    /// The policy refuses it.
    Refused(Refusal),
}

impl Mistake {
    /// The field that it is about, by its id.
    fn field(self) -> &'static str {
        match self {
            Mistake::NoEmail | Mistake::BadEmail => "email",
            Mistake::NoCode | Mistake::LongCode | Mistake::Code(_) => "code",
            Mistake::NoPassword | Mistake::Refused(_) => "new-password",
        }
    }

    fn shown(self, pages: &Pages, language: &Language) -> Value {
        let say = |key, count: i64| language.html_counted(key, &[], &[("count", count)]);
        let least = i64::try_from(pages.settings.min_length).unwrap_or(i64::MAX);
        let most = i64::try_from(MOST_CODE_POINTS).unwrap_or(i64::MAX);
        let said = match self {
            Mistake::NoEmail => say("page-email-missing", 0),
            Mistake::BadEmail => say("page-email-wrong", 0),
            Mistake::NoCode => say("page-code-missing", 0),
            Mistake::LongCode => say("page-code-long", 0),
            Mistake::Code(FlowChecked::Wrong { left }) if left > 0 => say("page-code-wrong", left.into()),
            Mistake::Code(FlowChecked::Expired) => say("page-code-expired", 0),
            Mistake::Code(
                FlowChecked::Wrong { .. } | FlowChecked::Spent | FlowChecked::Accepted | FlowChecked::Unknown,
            ) => say("page-code-spent", 0),
            Mistake::NoPassword => say("page-password-missing", 0),
            Mistake::Refused(Refusal::TooShort) => say("page-refused-too-short", least),
            Mistake::Refused(Refusal::TooLong) => say("page-refused-too-long", most),
            Mistake::Refused(Refusal::ControlCharacter) => say("page-refused-control-character", 0),
            Mistake::Refused(Refusal::Common) => say("page-refused-common", 0),
            Mistake::Refused(Refusal::AboutYou) => say("page-refused-about-you", 0),
            Mistake::Refused(Refusal::TheCode) => say("page-refused-the-code", 0),
            Mistake::Refused(Refusal::Breached) => say("page-refused-breached", 0),
        };
        // A message that cannot be said would fail on its page as well; its key is better than silence.
        let text = Value::from_safe_string(said.unwrap_or_else(|it| it.key));
        context! { field => self.field(), text }
    }
}

/// What a policy's refusal is told with: as a mistake, and while typing.
pub(super) fn refusal(pages: &Pages, language: &Language, why: Refusal) -> Option<String> {
    let count = match why {
        Refusal::TooShort => pages.settings.min_length,
        Refusal::TooLong
        | Refusal::ControlCharacter
        | Refusal::Common
        | Refusal::AboutYou
        | Refusal::TheCode
        | Refusal::Breached => MOST_CODE_POINTS,
    };
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let key = format!("page-refused-{}", why.token());
    language.text_counted(&key, &[("count", count)]).ok()
}

/// The first page as it is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    pub(super) chosen: Option<String>,
    pub(super) return_to: Option<String>,
    pub(super) email: String,
    pub(super) mistake: Option<Mistake>,
    /// What its form is called.
    pub(super) once: String,
}

/// A query that keeps what the first page was given.
fn start_query(chosen: Option<&str>, return_to: Option<&str>) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let lang = chosen.map(|it| format!("lang={it}"));
    let back = return_to.map(|it| format!("return_to={}", encoded(it)));
    let parts: Vec<String> = lang.into_iter().chain(back).collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("?{}", parts.join("&amp;"))
    }
}

/// The address of a page of ours in another language, up to the tag.
fn in_language(pages: &Pages, page: &str) -> Option<String> {
    let mark = if page.contains('?') { "&amp;" } else { "?" };
    Some(pages.at(&format!("{page}{mark}lang=")))
}

fn safe(text: String) -> Value {
    Value::from_safe_string(text)
}

/// The first page.
pub(super) fn start(pages: &Pages, language: &Language, start: &Start) -> View {
    let chosen = start.chosen.as_deref();
    let return_to = start.return_to.as_deref();
    let links = start_query(None, return_to);
    // The fields say the same. The address is known even where the form is not read.
    let action = format!("/reset{}", start_query(chosen, return_to));
    View {
        template: "start.html",
        title: "page-start-title",
        mistakes: start.mistake.iter().map(|it| it.shown(pages, language)).collect(),
        links: in_language(pages, &format!("/reset{links}")),
        context: context! {
            action => safe(pages.at(&action)),
            chosen_lang => &start.chosen,
            return_to => &start.return_to,
            email => &start.email,
            once => &start.once,
        },
    }
}

/// The page of the code.
pub(super) fn code(
    pages: &Pages,
    language: &Language,
    (id, tab, recovery): (TabId, &Tab, &Recovery),
    (mistake, sent_again): (Option<Mistake>, bool),
    now: Moment,
) -> View {
    let here = format!("/reset/{id}/code");
    let wait = recovery.wait(now);
    let start = start_query(tab.lang.as_deref(), tab.back.as_deref());
    View {
        template: "code.html",
        title: "page-code-title",
        mistakes: mistake.iter().map(|it| it.shown(pages, language)).collect(),
        links: in_language(pages, &here),
        context: context! {
            action => safe(pages.at(&here)),
            resend => safe(pages.at(&format!("/reset/{id}/resend"))),
            start => safe(pages.at(&format!("/reset{start}"))),
            address => &recovery.email,
            reference => &recovery.reference,
            inputmode => pages.inputmode,
            lasts => language.span(pages.settings.life.code.0).unwrap_or_default(),
            sent_again,
            wait_seconds => wait,
            wait_clock => format!("{}:{:02}", wait / 60, wait % 60),
        },
    }
}

/// What the page of the new password comes after.
#[derive(Clone, Copy, Debug)]
pub(super) enum After<'a> {
    /// A code, for this address.
    Code(&'a str),
    /// A link.
    Link,
    /// A link whose letter's code is asked for on the same page.
    LinkAndCode,
}

/// The page of the new password.
pub(super) fn password(
    pages: &Pages,
    language: &Language,
    id: TabId,
    after: After<'_>,
    mistake: Option<Mistake>,
) -> View {
    let (step, address) = match after {
        After::Code(address) => ("password", Some(address)),
        After::Link | After::LinkAndCode => ("link", None),
    };
    let here = format!("/reset/{id}/{step}");
    View {
        template: "password.html",
        title: "page-password-title",
        mistakes: mistake.iter().map(|it| it.shown(pages, language)).collect(),
        links: in_language(pages, &here),
        context: context! {
            action => safe(pages.at(&here)),
            strength => safe(pages.at(&format!("/reset/{id}/strength"))),
            address,
            both => matches!(after, After::LinkAndCode),
            inputmode => pages.inputmode,
            min_length => pages.settings.min_length,
        },
    }
}

/// The last page.
pub(super) fn done(pages: &Pages, id: TabId, tab: &Tab) -> View {
    View {
        template: "done.html",
        title: "page-done-title",
        mistakes: Vec::new(),
        links: in_language(pages, &format!("/reset/{id}/done")),
        context: context! { return_to => &tab.back },
    }
}

/// The page that says what taking a change back does.
pub(super) fn not_me(pages: &Pages, id: TabId) -> View {
    let here = format!("/reset/{id}/not-me");
    View {
        template: "not-me.html",
        title: "page-not-me-title",
        mistakes: Vec::new(),
        links: in_language(pages, &here),
        context: context! { action => safe(pages.at(&here)), taken_back => false },
    }
}

/// The same page afterwards.
pub(super) fn taken_back(pages: &Pages, id: TabId, tab: &Tab) -> View {
    let start = start_query(tab.lang.as_deref(), None);
    View {
        template: "not-me.html",
        title: "page-not-me-done-title",
        mistakes: Vec::new(),
        links: in_language(pages, &format!("/reset/{id}/not-me")),
        context: context! { start => safe(pages.at(&format!("/reset{start}"))), taken_back => true },
    }
}

/// The way on from a trouble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// To begin anew.
    Anew,
    /// Back to the first page, whose form it came from.
    Start,
    /// Back to a page of the tab, by its path. The tab knows its language and where to return.
    Page(String),
}

/// The page of a trouble, with what the first page was given.
pub(super) fn trouble(
    pages: &Pages,
    language: &Language,
    trouble: Trouble,
    way: &Way,
    (chosen, return_to): (Option<&str>, Option<&str>),
    puzzle: Option<&str>,
) -> View {
    let (title, text) = trouble.keys();
    let lasts = trouble.wait().map(|it| language.span(it.0).unwrap_or_default());
    let said = match &lasts {
        Some(lasts) => language.html_counted(text, &[("lasts", lasts)], &[]),
        None => language.html_counted(text, &[], &[]),
    };
    let next = match way {
        Way::Page(page) => page.clone(),
        Way::Anew | Way::Start => format!("/reset{}", start_query(chosen, return_to)),
    };
    View {
        template: "trouble.html",
        title,
        mistakes: Vec::new(),
        links: None,
        context: context! {
            text => safe(said.unwrap_or_else(|it| it.key)),
            next => safe(pages.at(&next)),
            back => *way != Way::Anew,
            work => puzzle.map(|puzzle| context! { puzzle, action => safe(pages.at("/reset/proof")), to => safe(pages.at(&next)) }),
        },
    }
}
