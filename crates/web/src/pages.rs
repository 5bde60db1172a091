//! The hosted pages: `/reset`, a code, a new password, done; and the page of a letter's link. They drive the desk's
//! recoveries, so they tell no more of accounts than `/v1` does, and work without scripts.
//!
//! `docs/pages.md` is for operators.

mod assets;
mod code;
pub mod colour;
mod cookies;
mod form;
mod headers;
mod language;
mod link;
mod not_me;
mod origin;
mod password;
mod render;
mod return_to;
mod samples;
mod start;
mod strength;
mod tab;
mod trouble;
mod turns;
mod view;
mod visit;
mod voice;
mod work;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use axum::response::Response;
use futures::FutureExt;
use http::HeaderMap;
use i18n::Languages;
use recovery::challenge::Life;
use recovery::code::{Alphabet, Ladder};
use recovery::keys::KeyRing;
use recovery::ports::Chance;
use url::Url;

use crate::door::Call;
use crate::refusal::Refusal;
use crate::route::{Handler, Route, Surface};
use assets::Assets;
pub use assets::{Logo, NoLogo};
use colour::Colour;
use cookies::Jar;
use trouble::Trouble;
use turns::Turns;
use view::Way;
use visit::Visit;

/// What the pages need to know of the settings.
#[derive(Clone, Debug)]
pub struct PagesSettings {
    /// `public_url`: where people reach the pages.
    pub public_url: Url,
    /// What the service calls itself.
    pub place: String,
    /// `code.ladder`.
    pub ladder: Ladder,
    /// `code.ttl` and `link.ttl`.
    pub life: Life,
    /// `password.min_length`.
    pub min_length: usize,
    /// The colour of buttons and links in the light form.
    pub accent: Colour,
    /// The same in the dark form.
    pub accent_dark: Colour,
    /// The picture in the place of the name.
    pub logo: Option<Logo>,
    /// Where people find help: an address, a web address or any text.
    pub support: Option<String>,
    /// Where the pages may send people back to.
    pub return_origins: Vec<String>,
    /// An operator's own templates.
    pub templates: Option<PathBuf>,
}

/// The pages.
pub struct Pages {
    settings: PagesSettings,
    /// The path of `public_url` without the slash at its end: what stands before every path of ours.
    base: String,
    origin: String,
    jar: Jar,
    inputmode: &'static str,
    languages: Languages,
    templates: minijinja::Environment<'static>,
    assets: Assets,
    turns: Turns,
    ring: KeyRing,
    chance: Arc<dyn Chance>,
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pages").field(&self.settings).finish()
    }
}

impl Pages {
    /// Reads the templates and makes everything ready. An operator's own templates are tried out: each in every language
    /// and state.
    ///
    /// # Errors
    /// Everything that is wrong with the templates, at once.
    pub fn new(
        settings: PagesSettings,
        languages: Languages,
        ring: KeyRing,
        chance: Arc<dyn Chance>,
    ) -> Result<Pages, Vec<String>> {
        let url = &settings.public_url;
        let digits = |it: &recovery::code::Rung| it.alphabet() == Alphabet::Digits;
        let pages = Pages {
            base: url.path().trim_end_matches('/').to_owned(),
            origin: url.origin().ascii_serialization(),
            jar: Jar {
                secure: url.scheme() == "https",
            },
            // The widest of the settings: the rung at hand would tell how often somebody guessed.
            inputmode: if settings.ladder.rungs().iter().all(digits) {
                "numeric"
            } else {
                "text"
            },
            templates: render::templates(settings.templates.as_deref())?,
            assets: Assets::of(&settings),
            turns: Turns::default(),
            settings,
            languages,
            ring,
            chance,
        };
        let wrong = match &pages.settings.templates {
            Some(_) => samples::wrong_with(&pages),
            None => Vec::new(),
        };
        if wrong.is_empty() { Ok(pages) } else { Err(wrong) }
    }

    /// Tells of a refusal as a page.
    pub(crate) fn refuse(&self, call: &Call, refusal: Refusal) -> Response {
        let language = language::of(&self.languages, None, None, call.headers());
        self.trouble(&language, Trouble::of(refusal), &Way::Anew, (None, None), None)
    }

    /// What every answer of the pages carries.
    pub(crate) fn dress(&self, headers: &mut HeaderMap) {
        headers::dress(headers, self.jar.secure);
    }

    /// A path of ours as people's browsers have to ask for it.
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// A handler of the pages: whatever stops it is told as a page.
macro_rules! serve {
    ($handler:path) => {
        |call| {
            async move {
                let mut visit = Visit::of(call)?;
                let ended = $handler(call, &mut visit).await;
                let puzzle = match work::would_help(&ended) {
                    true => visit.work(call.desk(), call.caller()).await,
                    false => None,
                };
                Ok(visit.told(ended, puzzle.as_deref()))
            }
            .boxed()
        }
    };
}

const fn page(
    methods: &'static str,
    name: &'static str,
    paths: &'static [&'static str],
    handler: Handler,
) -> Route {
    Route {
        surface: Surface::Pages,
        methods,
        name,
        paths,
        redirected: &[],
        handler,
        failed: broken_down,
    }
}

/// The pages' paths.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        redirected: &["/reset/"],
        ..page("GET, HEAD, POST", "/reset", &["/reset"], serve!(start::serve))
    },
    page(
        "GET, HEAD",
        "/.well-known/change-password",
        &["/.well-known/change-password"],
        serve!(start::serve_well_known),
    ),
    page("POST", "/reset/proof", &["/reset/proof"], serve!(work::serve)),
    page(
        "GET, HEAD",
        "/reset/link",
        &["/reset/link"],
        serve!(link::serve_opening),
    ),
    page(
        "GET, HEAD",
        "/reset/not-me",
        &["/reset/not-me"],
        serve!(not_me::serve_opening),
    ),
    page(
        "GET, HEAD, POST",
        "/reset/{tab}/not-me",
        &["/reset/{tab}/not-me"],
        serve!(not_me::serve),
    ),
    page(
        "GET, HEAD, POST",
        "/reset/{tab}/code",
        &["/reset/{tab}/code"],
        serve!(code::serve),
    ),
    page(
        "POST",
        "/reset/{tab}/resend",
        &["/reset/{tab}/resend"],
        serve!(code::serve_resend),
    ),
    page(
        "GET, HEAD, POST",
        "/reset/{tab}/password",
        &["/reset/{tab}/password"],
        serve!(password::serve),
    ),
    page(
        "POST",
        "/reset/{tab}/strength",
        &["/reset/{tab}/strength"],
        serve!(strength::serve),
    ),
    page(
        "GET, HEAD, POST",
        "/reset/{tab}/link",
        &["/reset/{tab}/link"],
        serve!(link::serve),
    ),
    page(
        "GET, HEAD",
        "/reset/{tab}/done",
        &["/reset/{tab}/done"],
        serve!(password::serve_done),
    ),
    page(
        "GET, HEAD",
        "/reset/assets/{file}",
        &["/reset/assets/{file}"],
        serve!(assets::serve),
    ),
];

fn broken_down(call: &Call) -> Response {
    match call.pages() {
        Some(pages) => pages.refuse(call, Refusal::Panic),
        None => Refusal::Panic.answer(Surface::Pages, call.id()),
    }
}
