//! All languages that this server speaks, and which of them is for whom.

use std::sync::Arc;

use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use unic_langid::LanguageIdentifier;

use crate::builtin::{ENGLISH, LANGUAGES};
use crate::dates::Dates;
use crate::language::{Direction, Language};
use crate::words::Words;

/// The languages that this server speaks. English is always among them.
#[derive(Clone, Debug)]
pub struct Languages {
    all: Vec<Arc<Language>>,
    tags: Vec<LanguageIdentifier>,
    english: Arc<Language>,
}

/// Why a language cannot be spoken: a fault of this program, which its tests find.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the language {tag} cannot be used: {why}")]
pub struct Unready {
    tag: String,
    why: String,
}

impl Languages {
    /// The languages that are part of the program.
    ///
    /// # Errors
    /// One of them cannot be read: a fault of this program, which its tests find.
    pub fn built_in() -> Result<Languages, Unready> {
        let read = |tag: &str, catalogue: &str| {
            let unready = |why: String| Unready {
                tag: tag.to_owned(),
                why,
            };
            let parsed: LanguageIdentifier = tag.parse().map_err(|_| unready("no tag".to_owned()))?;
            let direction = Direction::of(&parsed);
            // Where the direction is mixed, what a message is given is set apart.
            let words = Words::read(parsed.clone(), catalogue, direction == Direction::RightToLeft);
            Ok((
                parsed,
                direction,
                Arc::new(words.map_err(unready)?),
                Dates::new(tag).map_err(|why| unready(why.to_string()))?,
            ))
        };
        let (english_tag, direction, english_words, dates) = read(ENGLISH.0, ENGLISH.1)?;
        let english = Arc::new(Language::new(
            english_tag,
            direction,
            vec![english_words.clone()],
            dates,
        ));
        let mut all = vec![english.clone()];
        for (tag, catalogue) in LANGUAGES {
            let (parsed, direction, words, dates) = read(tag, catalogue)?;
            let words = vec![words, english_words.clone()];
            all.push(Arc::new(Language::new(parsed, direction, words, dates)));
        }
        let tags = all.iter().map(|it| it.identifier().clone()).collect();
        Ok(Languages { all, tags, english })
    }

    /// The language for these wishes, the first before the second: a wish is a language tag, such as an account's
    /// locale or an item of `Accept-Language`. A wish that is no tag counts as none; without any, it is English.
    pub fn choose<'a>(&self, wishes: impl IntoIterator<Item = &'a str>) -> &Arc<Language> {
        let wishes: Vec<LanguageIdentifier> = wishes.into_iter().filter_map(|it| it.parse().ok()).collect();
        if wishes.is_empty() {
            return &self.english;
        }
        negotiate_languages(&wishes, &self.tags, None, NegotiationStrategy::Lookup)
            .first()
            .and_then(|tag| self.all.iter().find(|it| *it.identifier() == **tag))
            .unwrap_or(&self.english)
    }

    /// All of them, English first.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Language>> {
        self.all.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_chosen_by_the_first_wish_that_can_be_met() {
        let languages = Languages::built_in().unwrap();
        let chosen = |wishes: &[&str]| languages.choose(wishes.iter().copied()).tag().to_owned();
        for (wish, tag) in [
            ("de", "de"),
            ("DE-at", "de"),
            ("pt", "pt-BR"),
            ("pt_BR", "pt-BR"),
            ("pt-PT", "pt-BR"),
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("zh-Hans-SG", "zh-Hans"),
            ("zh-TW", "en"),
            ("en-US", "en"),
            ("ar-EG", "ar"),
            ("ja-JP", "ja"),
            ("es-419", "es"),
            ("hi-IN", "hi"),
            ("eo", "en"),
            ("", "en"),
            ("not a tag", "en"),
        ] {
            assert_eq!(chosen(&[wish]), tag, "{wish}");
        }
        assert_eq!(chosen(&["eo", "fr-CA", "de"]), "fr");
        assert_eq!(chosen(&["<b>", "ja"]), "ja");
        assert_eq!(chosen(&[]), "en");
    }

    #[test]
    fn of_thirteen_languages_arabic_alone_is_written_from_right_to_left() {
        let languages = Languages::built_in().unwrap();
        assert_eq!(languages.all().count(), 13);
        let others: Vec<_> = languages
            .all()
            .filter(|it| it.direction() == Direction::RightToLeft)
            .map(|it| it.tag())
            .collect();
        assert_eq!(others, ["ar"]);
    }
}
