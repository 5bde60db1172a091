//! In which language a page speaks: the one that was chosen, else what the browser asks for. Never by the account, which
//! would tell that there is one.

use std::sync::Arc;

use http::HeaderMap;
use i18n::{Language, Languages};

use crate::locale;

/// The language for a request: what it asks for in its query, what was chosen before, what the browser asks for.
pub(super) fn of(
    languages: &Languages,
    asked: Option<&str>,
    kept: Option<&str>,
    headers: &HeaderMap,
) -> Arc<Language> {
    let chosen = [asked, kept].into_iter().flatten();
    let exact = chosen.filter_map(|tag| named(languages, tag)).next();
    exact.unwrap_or_else(|| {
        let wishes = locale::wishes(headers);
        Arc::clone(languages.choose(wishes.iter().map(String::as_str)))
    })
}

/// The language of exactly this tag.
pub(super) fn named(languages: &Languages, tag: &str) -> Option<Arc<Language>> {
    languages.all().find(|it| it.tag() == tag).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::header;

    #[test]
    fn what_was_chosen_goes_before_what_the_browser_asks_for() {
        let languages = Languages::built_in().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, "fr-CA,en;q=0.5".parse().unwrap());
        let tag = |asked, kept| of(&languages, asked, kept, &headers).tag().to_owned();
        assert_eq!(tag(None, None), "fr");
        assert_eq!(tag(None, Some("de")), "de");
        assert_eq!(tag(Some("ja"), Some("de")), "ja");
        assert_eq!(tag(Some("<b>"), Some("de")), "de");
        assert_eq!(tag(Some("xx"), None), "fr");
    }
}
