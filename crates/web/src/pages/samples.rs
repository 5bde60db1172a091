//! Every page in every state and language, rendered strictly: how an operator's templates are tried out.

use i18n::Language;
use recovery::flow::FlowChecked;
use recovery::moment::Moment;
use recovery::password::Refusal;
use strum::VariantArray;

use super::Pages;
use super::tab::{About, Recovery, Tab, TabId};
use super::trouble::Trouble;
use super::view::{self, After, Mistake, Start, View, Way};

/// An address that shows what is not escaped.
const ADDRESS: &str = "ann+<b>&\"x\"@example.com";

/// Where people may go back to, in a form that shows what is not escaped.
const BACK: &str = "https://app.example.com/?a=1&b=2";

/// A page, with a name for complaints.
type Named = (String, View);

/// Every page there is.
pub(super) fn all(pages: &Pages, language: &Language) -> Vec<Named> {
    let Ok(id) = "AAAAAAAAAAAAAAAA".parse::<TabId>() else {
        return Vec::new();
    };
    [
        starts(pages, language),
        codes(pages, language, id),
        passwords(pages, language, id),
        ends(pages, id),
        troubles(pages, language, id),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn starts(pages: &Pages, language: &Language) -> Vec<Named> {
    let plain = (
        "start".to_owned(),
        view::start(pages, language, &Start::default()),
    );
    let mistaken = [Mistake::NoEmail, Mistake::BadEmail].map(|mistake| {
        let start = Start {
            chosen: Some("de".to_owned()),
            return_to: Some(BACK.to_owned()),
            email: ADDRESS.to_owned(),
            mistake: Some(mistake),
            once: "AAAAAAAAAAAAAAAA".to_owned(),
        };
        (
            format!("start, {mistake:?}"),
            view::start(pages, language, &start),
        )
    });
    [plain].into_iter().chain(mistaken).collect()
}

/// A tab in which a recovery goes on.
fn tab(back: Option<&str>) -> Tab {
    let about = About::Recovery(Recovery::sample(ADDRESS));
    Tab::new(about, None, back.map(str::to_owned), Moment(0))
}

fn codes(pages: &Pages, language: &Language, id: TabId) -> Vec<Named> {
    let (recovery, tab) = (Recovery::sample(ADDRESS), tab(Some(BACK)));
    let mistakes = [
        Mistake::Code(FlowChecked::Wrong { left: 4 }),
        Mistake::Code(FlowChecked::Wrong { left: 1 }),
        Mistake::Code(FlowChecked::Spent),
        Mistake::Code(FlowChecked::Expired),
        Mistake::NoCode,
        Mistake::LongCode,
    ];
    let mut codes = Vec::new();
    for mistake in std::iter::once(None).chain(mistakes.map(Some)) {
        for (at, sent_again) in [(0, false), (0, true), (3_600_000, false)] {
            let state = (mistake, sent_again);
            let view = view::code(pages, language, (id, &tab, &recovery), state, Moment(at));
            codes.push((format!("code, {mistake:?}"), view));
        }
    }
    codes
}

fn passwords(pages: &Pages, language: &Language, id: TabId) -> Vec<Named> {
    let refused = Refusal::VARIANTS.iter().copied().map(Mistake::Refused);
    let of_any = std::iter::once(None).chain(refused.chain([Mistake::NoPassword]).map(Some));
    let ways = [After::Code(ADDRESS), After::Link, After::LinkAndCode];
    let of_any = of_any.flat_map(|mistake| ways.map(|after| (after, mistake)));
    // Where the code is asked for as well.
    let of_both = [
        Mistake::NoCode,
        Mistake::LongCode,
        Mistake::Code(FlowChecked::Wrong { left: 2 }),
    ];
    let of_both = of_both.map(|mistake| (After::LinkAndCode, Some(mistake)));
    let named = |(after, mistake)| {
        let view = view::password(pages, language, id, after, mistake);
        (format!("{after:?}, {mistake:?}"), view)
    };
    of_any.chain(of_both).map(named).collect()
}

fn ends(pages: &Pages, id: TabId) -> Vec<Named> {
    let mut ends = vec![
        ("not me".to_owned(), view::not_me(pages, id)),
        ("taken back".to_owned(), view::taken_back(pages, id, &tab(None))),
    ];
    for back in [None, Some(BACK)] {
        ends.push(("done".to_owned(), view::done(pages, id, &tab(back))));
    }
    ends
}

fn troubles(pages: &Pages, language: &Language, id: TabId) -> Vec<Named> {
    let mut troubles = Vec::new();
    for trouble in Trouble::each() {
        for way in [Way::Anew, Way::Start, Way::Page(format!("/reset/{id}/code"))] {
            let puzzle = matches!(trouble, Trouble::TooMany(_)).then_some("{}");
            let view = view::trouble(pages, language, trouble, &way, (Some("de"), Some(BACK)), puzzle);
            troubles.push((format!("{trouble:?}"), view));
        }
    }
    troubles
}

/// What is wrong with the templates: each complaint once, with the first page and language that shows it.
pub(super) fn wrong_with(pages: &Pages) -> Vec<String> {
    let mut wrong: Vec<(String, String)> = Vec::new();
    for language in pages.languages.all() {
        for (name, view) in all(pages, language) {
            let Err(why) = pages.text_of(language, &view) else {
                continue;
            };
            // What is wrong in one language is mostly wrong in each of them.
            let why = why.replace(
                &format!("cannot be said in {}:", language.tag()),
                "cannot be said:",
            );
            if !wrong.iter().any(|(it, _)| *it == why) {
                wrong.push((why, format!("{name}, in {}", language.tag())));
            }
        }
    }
    wrong
        .into_iter()
        .map(|(why, place)| format!("{why} (page: {place})"))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use i18n::Languages;
    use recovery::challenge::Life;
    use recovery::code::Ladder;
    use recovery::keys::{KeyId, KeyRing};
    use recovery::moment::Span;
    use recovery::ports::{Broken, Chance};
    use recovery::secret::Secret32;

    use super::*;
    use crate::pages::PagesSettings;

    struct Same;

    impl Chance for Same {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
            bytes.fill(7);
            Ok(())
        }
    }

    fn pages(templates: Option<&std::path::Path>) -> Result<Pages, Vec<String>> {
        let key = |first: u8| Secret32::new(std::array::from_fn(|at| first ^ (at as u8).wrapping_mul(37)));
        let settings = PagesSettings {
            public_url: "https://reset.example.com/way/in/".parse().unwrap(),
            place: "Cheese <& Sons>".to_owned(),
            ladder: Ladder::default(),
            life: Life {
                code: Span::minutes(10),
                link: Span::minutes(60),
            },
            min_length: 8,
            accent: "#1d4ed8".parse().unwrap(),
            accent_dark: "#93c5fd".parse().unwrap(),
            logo: None,
            support: Some("help@example.com".to_owned()),
            return_origins: Vec::new(),
            templates: templates.map(std::path::Path::to_owned),
        };
        let ring = KeyRing::new(vec![(KeyId(1), key(11))], key(173)).unwrap();
        Pages::new(settings, Languages::built_in().unwrap(), ring, Arc::new(Same))
    }

    #[test]
    fn every_page_in_every_state_and_language_is_whole_and_escapes_what_it_is_given() {
        let pages = pages(None).unwrap();
        assert_eq!(wrong_with(&pages), Vec::<String>::new());
        for language in pages.languages.all() {
            for (name, view) in all(&pages, language) {
                let text = pages.text_of(language, &view).unwrap();
                let place = format!("{name}, {}", language.tag());
                assert!(
                    text.contains(&format!("<html lang=\"{}\" dir=", language.tag())),
                    "{place}"
                );
                for raw in ["<b>", "<& Sons", "&\"x", "{{", "{%"] {
                    assert!(!text.contains(raw), "{place}: {raw}");
                }
                // Every message is said: no key stands in the text.
                assert!(!text.contains(">page-"), "{place}: {text}");
                for bare in ["=\"/reset", "=\"/style", "=\"?"] {
                    assert!(
                        !text.contains(bare),
                        "{place}: a path without what stands before it"
                    );
                }
            }
        }
    }

    #[test]
    fn no_message_of_the_pages_is_unused() {
        let sources = [
            include_str!("render.rs"),
            include_str!("trouble.rs"),
            include_str!("view.rs"),
            include_str!("templates/base.html"),
            include_str!("templates/start.html"),
            include_str!("templates/code.html"),
            include_str!("templates/password.html"),
            include_str!("templates/done.html"),
            include_str!("templates/not-me.html"),
            include_str!("templates/trouble.html"),
        ];
        let weaknesses = recovery::strength::Weakness::VARIANTS.iter();
        let made: Vec<String> = weaknesses
            .map(|it| format!("page-weak-{}", it.token()))
            .chain(
                Refusal::VARIANTS
                    .iter()
                    .map(|it| format!("page-refused-{}", it.token())),
            )
            .chain((0..=4).map(|it| format!("page-strength-{it}")))
            .collect();
        let catalogue = include_str!("../../../i18n/locales/en/pages.ftl");
        let keys: Vec<&str> = catalogue
            .lines()
            .filter(|it| it.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|it| it.split_once(" = ").map(|it| it.0))
            .collect();
        assert!(keys.len() > 60);
        for key in &keys {
            let said = sources.iter().any(|it| it.contains(&format!("\"{key}\"")));
            assert!(said || made.iter().any(|it| it == key), "{key}");
        }
        for key in &made {
            assert!(keys.contains(&key.as_str()), "{key}");
        }
    }

    #[test]
    fn everything_that_is_wrong_with_an_operator_s_templates_is_told_at_once() {
        let directory = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
        write("done.html", "{{ say('page-done') }} {{ nonsense }}");
        write("trouble.html", "{{ say('page-no-such') }}");
        let wrong = pages(Some(directory.path())).unwrap_err();
        assert_eq!(wrong.len(), 2, "{wrong:#?}");
        assert!(
            wrong
                .iter()
                .any(|it| it.contains("undefined value") && it.contains("done.html"))
        );
        assert!(
            wrong
                .iter()
                .any(|it| it.contains("page-no-such") && it.contains("trouble.html"))
        );
        write("done.html", "{% if %}");
        assert!(pages(Some(directory.path())).unwrap_err()[0].contains("syntax error"));
        write(
            "done.html",
            "{% extends 'base.html' %}{% block main %}{{ say('page-done') }}{% endblock %}",
        );
        write("trouble.html", "<p>{{ text }}</p>");
        assert!(pages(Some(directory.path())).is_ok());
        let nowhere = pages(Some(&directory.path().join("x"))).unwrap_err();
        assert!(nowhere[0].contains("cannot be read"), "{nowhere:?}");
    }
}
