//! In which language a page speaks: the one that was chosen, else what the browser asks for. Never by the account, which
//! would tell that there is one.

use std::sync::Arc;

use http::{HeaderMap, header};
use i18n::{Language, Languages};

/// So many wishes are looked at; browsers send fewer than ten.
const MOST: usize = 20;

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
        let sent: Vec<&str> = headers
            .get_all(header::ACCEPT_LANGUAGE)
            .iter()
            .filter_map(|it| it.to_str().ok())
            .collect();
        let wishes = wishes(&sent.join(","));
        Arc::clone(languages.choose(wishes.iter().map(String::as_str)))
    })
}

/// The language of exactly this tag.
pub(super) fn named(languages: &Languages, tag: &str) -> Option<Arc<Language>> {
    languages.all().find(|it| it.tag() == tag).cloned()
}

/// The tags of an `Accept-Language`, the dearest first.
fn wishes(header: &str) -> Vec<String> {
    let mut wishes: Vec<(u16, String)> = header
        .split(',')
        .take(MOST)
        .filter_map(|item| {
            let (tag, parameters) = item.split_once(';').unwrap_or((item, ""));
            let weight = parameters
                .split(';')
                .find_map(|it| it.trim().strip_prefix("q="))
                .map_or(Some(1.0), |it| it.trim().parse::<f32>().ok())?;
            let tag = tag.trim();
            let told = !tag.is_empty() && tag != "*" && weight > 0.0 && weight <= 1.0;
            told.then(|| ((weight * 1000.0) as u16, tag.to_owned()))
        })
        .collect();
    wishes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wishes.into_iter().map(|(_, tag)| tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_come_by_weight_and_then_in_their_order() {
        assert_eq!(wishes("de-AT, de;q=0.9, en;q=0.8"), ["de-AT", "de", "en"]);
        assert_eq!(wishes("en;q=0.1,ja ; q=0.5, ar"), ["ar", "ja", "en"]);
        assert_eq!(wishes("*, fr;q=0, nl;q=2, it;q=x, ,pl;q=0.001"), ["pl"]);
        assert!(wishes("").is_empty());
        assert_eq!(wishes(&"de,".repeat(1000)).len(), MOST);
    }

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
