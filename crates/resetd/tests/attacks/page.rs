//! A step of the pages as it lies in somebody's browser.

use crate::support::server::Server;
use crate::visitor::Browser;

/// The page that asks for a code, in one tab of one browser.
#[derive(Clone, Debug)]
pub struct Tab {
    /// Where its form goes.
    pub path: String,
    pub cookies: String,
}

impl Tab {
    /// Types an address on the first page, and arrives.
    pub fn begin(server: &Server, email: &str) -> Tab {
        let mut browser = Browser::of(server);
        browser.get("/reset");
        let page = browser.submit("start-form", &[("email", email)]);
        assert!(page.path.ends_with("/code"), "{} {}", page.path, page.answer.body);
        Tab::of(&browser)
    }

    /// What a browser shows now.
    pub fn of(browser: &Browser) -> Tab {
        let cookies = browser
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        Tab {
            path: browser.page.path.clone(),
            cookies: cookies.collect::<Vec<_>>().join("; "),
        }
    }
}
