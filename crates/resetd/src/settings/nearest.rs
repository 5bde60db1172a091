//! The nearest real name to one that is not.

use super::given::{Named, named};
use super::table::SETTINGS;

/// Below this likeness (0 to 1) a guess would mislead more than help.
const LIKE_ENOUGH: f64 = 0.6;

/// The setting that was most likely meant, if any is near enough. A section that was left out or is another one does
/// not matter, if the name itself is one of ours: `smtp.host` is `mail.smtp.host`.
pub(super) fn key(wrong: &str) -> Option<String> {
    let name = |key: &str| key.rsplit('.').next().unwrap_or(key).to_owned();
    let likeness = |key: &str| {
        let whole = strsim::normalized_damerau_levenshtein(wrong, key);
        let same_name = name(key) == name(wrong);
        if same_name {
            whole.max(0.7) + whole / 10.0
        } else {
            whole
        }
    };
    let companions = SETTINGS.iter().map(|it| format!("{}_file", it.key));
    let real = companions.filter(|it| matches!(named(it), Named::FileOf(_)));
    SETTINGS
        .iter()
        .map(|it| it.key.to_owned())
        .chain(real)
        .map(|key| (likeness(&key), key))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, key)| key)
}

/// The word of a list that was most likely meant.
pub(super) fn word<'a>(wrong: &str, words: &[&'a str]) -> Option<&'a str> {
    words
        .iter()
        .map(|word| (strsim::normalized_damerau_levenshtein(wrong, word), *word))
        .filter(|(likeness, _)| *likeness >= LIKE_ENOUGH)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_finds_the_setting_that_was_meant() {
        let meant = |wrong: &str| key(wrong).unwrap_or_default();
        assert_eq!(meant("http.listne"), "http.listen");
        assert_eq!(meant("htpp.listen"), "http.listen");
        assert_eq!(meant("smtp.host"), "mail.smtp.host");
        assert_eq!(meant("mail.smtp.pasword_file"), "mail.smtp.password_file");
        assert_eq!(meant("code.tll"), "code.ttl");
        assert_eq!(meant("dialects.userverse.lader"), "dialects.userverse.ladder");
        assert_eq!(key("colour"), None);
    }
}
