//! The languages that are part of the program.

/// The language that answers for what another does not have, with its catalogue.
pub(crate) const ENGLISH: (&str, &str) = ("en", include_str!("../locales/en/letters.ftl"));

/// Tag and catalogue of each other language.
pub(crate) const LANGUAGES: [(&str, &str); 12] = [
    ("de", include_str!("../locales/de/letters.ftl")),
    ("fr", include_str!("../locales/fr/letters.ftl")),
    ("es", include_str!("../locales/es/letters.ftl")),
    ("pt-BR", include_str!("../locales/pt-BR/letters.ftl")),
    ("it", include_str!("../locales/it/letters.ftl")),
    ("nl", include_str!("../locales/nl/letters.ftl")),
    ("pl", include_str!("../locales/pl/letters.ftl")),
    ("tr", include_str!("../locales/tr/letters.ftl")),
    ("hi", include_str!("../locales/hi/letters.ftl")),
    ("ar", include_str!("../locales/ar/letters.ftl")),
    ("zh-Hans", include_str!("../locales/zh-Hans/letters.ftl")),
    ("ja", include_str!("../locales/ja/letters.ftl")),
];
