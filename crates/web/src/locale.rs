//! The language that a request asks for, as far as letters can be written in it.

use http::{HeaderMap, header};
use i18n::Languages;
use recovery::profile::Locale;

/// So many wishes are looked at; browsers send fewer than ten.
const MOST: usize = 20;

/// The language of letters that this request leads to, by its `Accept-Language`. `None`: it does not say, or nothing that
/// is spoken here.
pub(crate) fn of(languages: &Languages, headers: &HeaderMap) -> Option<Locale> {
    if !headers.contains_key(header::ACCEPT_LANGUAGE) {
        return None;
    }
    let wishes = wishes(headers);
    let found = languages.find(wishes.iter().map(String::as_str))?;
    Locale::read(found.tag())
}

/// The tags of `Accept-Language`, the dearest first.
pub(crate) fn wishes(headers: &HeaderMap) -> Vec<String> {
    let sent: Vec<&str> = headers
        .get_all(header::ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|it| it.to_str().ok())
        .collect();
    read(&sent.join(","))
}

fn read(header: &str) -> Vec<String> {
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
        assert_eq!(read("de-AT, de;q=0.9, en;q=0.8"), ["de-AT", "de", "en"]);
        assert_eq!(read("en;q=0.1,ja ; q=0.5, ar"), ["ar", "ja", "en"]);
        assert_eq!(read("*, fr;q=0, nl;q=2, it;q=x, ,pl;q=0.001"), ["pl"]);
        assert!(read("").is_empty());
        assert_eq!(read(&"de,".repeat(1000)).len(), MOST);
    }

    #[test]
    fn letters_are_asked_for_in_a_language_that_is_spoken_here_or_in_none() {
        let languages = Languages::built_in().unwrap();
        let asked = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, value.parse().unwrap());
            of(&languages, &headers).map(|it| it.as_str().to_owned())
        };
        assert_eq!(asked("fr-CA,en;q=0.5").as_deref(), Some("fr"));
        assert_eq!(asked("xx, ja;q=0.1").as_deref(), Some("ja"));
        for nothing in ["", "*", "xx", "<b>", "tlh-Latn"] {
            assert_eq!(asked(nothing), None, "{nothing:?}");
        }
        assert_eq!(of(&languages, &HeaderMap::new()), None);
    }
}
