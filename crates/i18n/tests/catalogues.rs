//! The catalogues beside each other: what one language says, every language says, in its own words.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at once"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use i18n::{Language, Languages};

/// Messages by key: what each is given, and what each says, variants included.
type Catalogue = BTreeMap<String, (BTreeSet<String>, Vec<String>)>;

fn locales() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("locales")
}

fn catalogue(tag: &str) -> Catalogue {
    let mut messages = Catalogue::new();
    for file in std::fs::read_dir(locales().join(tag)).unwrap() {
        let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let parsed = fluent_syntax::parser::parse(source.as_str())
            .unwrap_or_else(|wrong| panic!("{tag}: {:?}", wrong.1));
        for entry in &parsed.body {
            match entry {
                Entry::Message(it) => {
                    let (mut given, mut said) = (BTreeSet::new(), Vec::new());
                    read(it.value.as_ref().unwrap(), &mut given, &mut said);
                    let before = messages.insert(it.id.name.to_owned(), (given, said));
                    assert!(before.is_none(), "{tag}: {} stands there twice", it.id.name);
                    assert!(it.attributes.is_empty(), "{tag}: {} has attributes", it.id.name);
                }
                Entry::Term(it) => panic!("{tag}: a term, {}", it.id.name),
                Entry::Junk { content } => panic!("{tag}: {content}"),
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            }
        }
    }
    messages
}

fn read(pattern: &Pattern<&str>, given: &mut BTreeSet<String>, said: &mut Vec<String>) {
    let mut words = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => words.push_str(value),
            PatternElement::Placeable { expression } => {
                let inline = match expression {
                    Expression::Inline(it) => it,
                    Expression::Select { selector, variants } => {
                        variants.iter().for_each(|it| read(&it.value, given, said));
                        selector
                    }
                };
                let InlineExpression::VariableReference { id } = inline else {
                    panic!("only what a message is given stands in braces: {inline:?}");
                };
                words.push('…');
                given.insert(id.name.to_owned());
            }
        }
    }
    if !words.trim_matches(['…', ' ']).is_empty() {
        said.push(words);
    }
}

fn tags() -> Vec<String> {
    let languages = Languages::built_in().unwrap();
    languages.all().map(|it| it.tag().to_owned()).collect()
}

fn language(tag: &str) -> std::sync::Arc<Language> {
    let languages = Languages::built_in().unwrap();
    let chosen = languages.choose([tag]).clone();
    assert_eq!(chosen.tag(), tag);
    chosen
}

#[test]
fn every_directory_of_a_language_is_spoken() {
    let directories: BTreeSet<String> = std::fs::read_dir(locales())
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(directories, tags().into_iter().collect());
}

#[test]
fn no_language_lacks_a_message_or_has_one_that_english_has_not() {
    let english: Vec<String> = catalogue("en").into_keys().collect();
    for tag in tags() {
        assert_eq!(catalogue(&tag).into_keys().collect::<Vec<_>>(), english, "{tag}");
    }
}

#[test]
fn a_message_is_given_the_same_in_every_language() {
    let english = catalogue("en");
    for tag in tags() {
        for (key, (given, _)) in catalogue(&tag) {
            assert_eq!(given, english[&key].0, "{tag}: {key}");
        }
    }
}

#[test]
fn every_variant_of_a_message_says_utc_where_it_says_a_time_and_holds_no_markup() {
    for tag in tags() {
        for (key, (given, said)) in catalogue(&tag) {
            for words in &said {
                assert!(!given.contains("time") || words.contains("UTC"), "{tag}: {key}");
                assert!(
                    !words.contains(['<', '>', '&', '\'', '"', '\u{2068}']),
                    "{tag}: {key}: {words}"
                );
                assert!(
                    !words.contains("  ") && !words.contains("://"),
                    "{tag}: {key}: {words}"
                );
            }
        }
    }
}

#[test]
fn nothing_was_left_in_english() {
    // Words that are the same there.
    let same = [("fr", "span-minutes")];
    let english = catalogue("en");
    for tag in tags().iter().filter(|it| *it != "en") {
        for (key, (_, said)) in catalogue(tag) {
            let untranslated = said == english[&key].1 && !same.contains(&(tag.as_str(), key.as_str()));
            assert!(!untranslated, "{tag}: {key}");
        }
    }
}

#[test]
fn every_plural_that_a_language_has_is_written_out() {
    let forms = |tag: &str, key: &str| {
        let source = std::fs::read_to_string(locales().join(tag).join("letters.ftl")).unwrap();
        let message = source.split(&format!("\n{key} = ")).nth(1).unwrap();
        let end = message.find("\n}").unwrap_or(0);
        message[..end].matches("\n").count()
    };
    for key in ["span-seconds", "span-minutes", "span-hours", "span-days"] {
        // CLDR: zero, one, two, few, many and other; one, few, many and other; other alone.
        for (tag, count) in [("ar", 6), ("pl", 4), ("en", 2), ("ja", 0), ("zh-Hans", 0)] {
            assert_eq!(forms(tag, key), count, "{tag}: {key}");
        }
    }
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

#[test]
fn a_span_is_said_in_units_that_people_count_in() {
    let english = language("en");
    for (seconds, said) in [
        (1, "1 second"),
        (45, "45 seconds"),
        (60, "1 minute"),
        (90, "90 seconds"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (600, "10 minutes"),
        (3599, "59 minutes"),
        (3600, "1 hour"),
        (5400, "90 minutes"),
        (7200, "2 hours"),
        (86_400, "1 day"),
        (100_000, "27 hours"),
        (172_800, "2 days"),
        (250_000, "69 hours"),
        (259_199, "3 days"),
        (259_140, "71 hours"),
        (300_000, "3 days"),
    ] {
        assert_eq!(english.span(seconds * SECOND).as_deref(), Ok(said));
    }
}

#[test]
fn a_span_takes_the_plural_of_its_language() {
    for (tag, millis, said) in [
        ("pl", MINUTE, "1 minutę"),
        ("pl", 2 * MINUTE, "2 minuty"),
        ("pl", 5 * MINUTE, "5 minut"),
        ("pl", 22 * MINUTE, "22 minuty"),
        ("pl", 3 * DAY, "3 dni"),
        ("ar", MINUTE, "دقيقة واحدة"),
        ("ar", 2 * MINUTE, "دقيقتين"),
        ("ar", 10 * MINUTE, "10 دقائق"),
        ("ar", 11 * MINUTE, "11 دقيقة"),
        ("ar", 2 * HOUR, "ساعتين"),
        ("de", HOUR, "1 Stunde"),
        ("de", 3 * DAY, "3 Tage"),
        ("fr", HOUR, "1 heure"),
        ("pt-BR", 10 * MINUTE, "10 minutos"),
        ("it", DAY, "1 giorno"),
        ("tr", 10 * MINUTE, "10 dakika"),
        ("hi", 10 * MINUTE, "10 मिनट"),
        ("ja", 10 * MINUTE, "10分"),
        ("zh-Hans", 10 * MINUTE, "10 分钟"),
    ] {
        assert_eq!(language(tag).span(millis).as_deref(), Ok(said), "{tag}");
    }
}

#[test]
fn a_moment_is_written_as_its_language_does_and_rounded_down() {
    // 2026-11-23 14:32:59.999 UTC
    let at = 1_795_444_379_999;
    for (tag, date) in [
        ("en", "23 November 2026"),
        ("de", "23. November 2026"),
        ("fr", "23 novembre 2026"),
        ("es", "23 de noviembre de 2026"),
        ("pt-BR", "23 de novembro de 2026"),
        ("it", "23 novembre 2026"),
        ("nl", "23 november 2026"),
        ("pl", "23 listopada 2026"),
        ("tr", "23 Kasım 2026"),
        ("hi", "23 नवंबर, 2026"),
        ("ar", "23 نوفمبر 2026"),
        ("zh-Hans", "2026年11月23日"),
        ("ja", "2026年11月23日"),
    ] {
        let language = language(tag);
        let (minutes, seconds) = (language.moment(at, false), language.moment(at, true));
        assert_eq!(
            (minutes.date.as_str(), minutes.time.as_str()),
            (date, "14:32"),
            "{tag}"
        );
        assert_eq!(seconds.time, "14:32:59", "{tag}");
    }
    let english = language("en");
    for (at, time, date) in [
        (0, "00:00:00", "1 January 1970"),
        (1_709_164_800_000, "00:00:00", "29 February 2024"),
        (951_868_800_000, "00:00:00", "1 March 2000"),
        (951_868_799_999, "23:59:59", "29 February 2000"),
    ] {
        let said = english.moment(at, true);
        assert_eq!((said.time.as_str(), said.date.as_str()), (time, date));
    }
}

#[test]
fn markup_in_what_a_message_is_given_is_escaped_in_html_and_isolated_in_arabic() {
    let given = [("place", "<b>A & B</b>\u{2069}")];
    let html = language("en").html("reset-asked", &given).unwrap();
    assert!(html.ends_with("at &lt;b&gt;A &amp; B&lt;/b&gt;."), "{html}");
    let html = language("ar").html("reset-asked", &given).unwrap();
    assert!(html.contains("<bdi>&lt;b&gt;A &amp; B&lt;/b&gt;</bdi>"), "{html}");
    let text = language("ar")
        .text("reset-asked", &[("place", "app.example.com")])
        .unwrap();
    assert!(
        text.contains("في app.example.com.") && !text.contains(['\u{2068}', '\u{2069}']),
        "{text:?}"
    );
}

#[test]
fn what_a_message_lacks_is_an_error_and_not_a_hole_in_somebody_s_letter() {
    for tag in tags() {
        assert!(language(&tag).text("reset-asked", &[]).is_err(), "{tag}");
        assert!(language(&tag).text("no-such-message", &[]).is_err(), "{tag}");
    }
}
