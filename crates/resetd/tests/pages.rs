//! The hosted pages, against the release binary, as a browser without scripts uses them. Words and names stand here as
//! literals.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

#[path = "pages/browser.rs"]
mod browser;
#[path = "pages/concealment.rs"]
mod concealment;
#[path = "pages/hostile.rs"]
mod hostile;
#[path = "pages/journey.rs"]
mod journey;
#[path = "pages/languages.rs"]
mod languages;
#[path = "pages/late.rs"]
mod late;
#[path = "pages/links.rs"]
mod links;
#[path = "pages/look.rs"]
mod look;
#[path = "pages/mishaps.rs"]
mod mishaps;
#[path = "pages/not_me.rs"]
mod not_me;
#[path = "pages/secrets.rs"]
mod secrets;

use browser::{Browser, Page, encoded};
use support::server::{Place, Server};

const ANN: &str = "ann@example.com";
const OLD: &str = "the old password";
const NEW: &str = "a new password";

fn place_with(settings: &[(&str, &str)]) -> Place {
    let pages = [("dialects.enabled", "[\"4pointx\", \"userverse\", \"pages\"]")];
    let others = pages
        .into_iter()
        .filter(|it| !settings.iter().any(|(key, _)| *key == it.0));
    Place::with(&others.chain(settings.iter().copied()).collect::<Vec<_>>())
}

/// A place with Ann's account, and its server.
fn with_ann(settings: &[(&str, &str)]) -> (Place, Server) {
    let place = place_with(settings);
    place.add(ANN, OLD);
    let server = place.serve();
    (place, server)
}

/// Another code than this one.
fn other(code: &str) -> String {
    let first = if code.starts_with('1') { "2" } else { "1" };
    format!("{first}{}", &code[1..])
}

/// Opens the first page, types an address, and arrives at the page of the code.
fn begin(browser: &mut Browser, email: &str) -> Page {
    browser.get("/reset");
    let page = browser.submit("start-form", &[("email", email)]);
    assert!(page.path.ends_with("/code"), "{} {}", page.path, page.answer.body);
    page
}
