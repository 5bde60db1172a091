//! Cookies: one for each tab, and one that tells that a browser has seen the first page.

use http::{HeaderMap, HeaderValue, header};

use recovery::puzzle::PUZZLE_LIFE;

use super::tab::{LIFE, TabId};

/// The most tabs of one browser; the oldest gives way. Each takes up to about 1 KiB of every request's head.
pub(super) const MOST_TABS: usize = 5;

/// The longest cookie that is looked at, in bytes.
const LONGEST: usize = 4096;

/// How cookies are named and marked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jar {
    /// Whether people reach the pages over https.
    pub(super) secure: bool,
}

impl Jar {
    /// `__Host-` binds a cookie to this host and to https: neither a subdomain nor a page in clear text can plant one.
    /// Over http, which is for this machine alone, browsers take no such name.
    fn name(self) -> &'static str {
        if self.secure { "__Host-reset" } else { "reset" }
    }

    fn line(self, name: &str, value: &str, seconds: i64) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; Max-Age={seconds}{secure}; HttpOnly; SameSite=Lax")
    }

    /// Keeps a tab.
    pub(super) fn keep(self, tab: TabId, sealed: &str) -> String {
        let name = format!("{}-{tab}", self.name());
        self.line(&name, sealed, LIFE.seconds_rounded_up())
    }

    /// Forgets a tab.
    pub(super) fn forget(self, tab: TabId) -> String {
        self.line(&format!("{}-{tab}", self.name()), "", 0)
    }

    /// Marks a browser that has seen the first page.
    pub(super) fn mark(self) -> String {
        self.line(self.name(), "1", LIFE.seconds_rounded_up())
    }

    /// Keeps a solved puzzle until the form is sent again. It is good for ten minutes.
    pub(super) fn keep_proof(self, proof: &str) -> String {
        let name = format!("{}-proof", self.name());
        self.line(&name, proof, PUZZLE_LIFE.seconds_rounded_up())
    }

    /// The solved puzzle that a request carries.
    pub(super) fn proof(self, headers: &HeaderMap) -> Option<&str> {
        let ours = |it: &str| it.strip_prefix(self.name()) == Some("-proof");
        pairs(headers).find(|(name, _)| ours(name)).map(|it| it.1)
    }

    /// Whether a request carries any cookie of ours.
    pub(super) fn knows(self, headers: &HeaderMap) -> bool {
        let name = self.name();
        let ours = |it: &str| {
            it.strip_prefix(name)
                .is_some_and(|it| it.is_empty() || it.starts_with('-'))
        };
        pairs(headers).any(|(it, _)| ours(it))
    }

    /// What a request says of one tab: more than one value, if somebody planted some.
    pub(super) fn of(self, headers: &HeaderMap, tab: TabId) -> impl Iterator<Item = &str> {
        let tabs = self.tabs(headers);
        tabs.filter(move |(it, _)| *it == tab).map(|(_, value)| value)
    }

    /// Every tab that a request carries.
    pub(super) fn tabs(self, headers: &HeaderMap) -> impl Iterator<Item = (TabId, &str)> {
        pairs(headers).filter_map(move |(name, value)| {
            let id = name.strip_prefix(self.name())?.strip_prefix('-')?;
            Some((id.parse().ok()?, value))
        })
    }
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(header::COOKIE).iter();
    let texts = lines.filter_map(|it| HeaderValue::to_str(it).ok());
    texts
        .flat_map(|it| it.split(';'))
        .filter_map(|it| it.trim().split_once('='))
        .filter(|(_, value)| value.len() <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::COOKIE, line.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_cookie_is_bound_to_host_and_https_where_there_is_https() {
        let tab: TabId = "AAAAAAAAAAAAAAAA".parse().unwrap();
        assert_eq!(
            Jar { secure: true }.keep(tab, "x"),
            "__Host-reset-AAAAAAAAAAAAAAAA=x; Path=/; Max-Age=7200; Secure; HttpOnly; SameSite=Lax"
        );
        assert_eq!(
            Jar { secure: false }.forget(tab),
            "reset-AAAAAAAAAAAAAAAA=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn a_solved_puzzle_is_no_tab() {
        let jar = Jar { secure: true };
        let kept = jar.keep_proof("eyJ9");
        assert_eq!(
            kept,
            "__Host-reset-proof=eyJ9; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax"
        );
        let sent = headers(&["a=b; __Host-reset-proof=eyJ9; __Host-reset-AAAAAAAAAAAAAAAA=x"]);
        assert_eq!((jar.proof(&sent), jar.tabs(&sent).count()), (Some("eyJ9"), 1));
        assert_eq!(jar.proof(&headers(&["reset-proof=eyJ9"])), None);
    }

    #[test]
    fn cookies_of_others_are_left_alone() {
        let jar = Jar { secure: false };
        let tab: TabId = "AAAAAAAAAAAAAAAA".parse().unwrap();
        let sent = headers(&[
            "a=b; reset-AAAAAAAAAAAAAAAA=one",
            "reset-AAAAAAAAAAAAAAAA=two; resetx=1",
        ]);
        assert_eq!(jar.of(&sent, tab).collect::<Vec<_>>(), ["one", "two"]);
        assert!(jar.knows(&sent) && jar.knows(&headers(&["reset=1"])));
        assert!(!jar.knows(&headers(&["resetx=1; preset=1; reset"])));
        assert!(!Jar { secure: true }.knows(&sent));
        assert_eq!(jar.tabs(&headers(&["reset-short=1; reset-=2"])).count(), 0);
        assert_eq!(
            jar.tabs(&headers(&[&format!(
                "reset-AAAAAAAAAAAAAAAA={}",
                "x".repeat(5000)
            )]))
            .count(),
            0
        );
    }
}
