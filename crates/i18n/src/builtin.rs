//! The languages that are part of the program.

/// What a language says, in letters and on pages.
macro_rules! catalogue {
    ($tag:literal) => {
        concat!(
            include_str!(concat!("../locales/", $tag, "/letters.ftl")),
            "\n",
            include_str!(concat!("../locales/", $tag, "/pages.ftl")),
        )
    };
}

/// The language that answers for what another does not have, with its catalogue.
pub(crate) const ENGLISH: (&str, &str) = ("en", catalogue!("en"));

/// Tag and catalogue of each other language.
pub(crate) const LANGUAGES: [(&str, &str); 12] = [
    ("de", catalogue!("de")),
    ("fr", catalogue!("fr")),
    ("es", catalogue!("es")),
    ("pt-BR", catalogue!("pt-BR")),
    ("it", catalogue!("it")),
    ("nl", catalogue!("nl")),
    ("pl", catalogue!("pl")),
    ("tr", catalogue!("tr")),
    ("hi", catalogue!("hi")),
    ("ar", catalogue!("ar")),
    ("zh-Hans", catalogue!("zh-Hans")),
    ("ja", catalogue!("ja")),
];
