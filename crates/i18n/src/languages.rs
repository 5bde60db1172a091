//! All languages that this server speaks, and which of them is for whom.

use std::path::Path;
use std::sync::Arc;

use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use unic_langid::LanguageIdentifier;

use crate::builtin::{ENGLISH, LANGUAGES};
use crate::dates::Dates;
use crate::files::{Complaint, File, read_directory};
use crate::language::Language;
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
        Languages::with(&[])
    }

    /// These, and what the files `<tag>.ftl` of an operator's directory add and change. What a file does not have is
    /// said as without it: by the program's own language of that tag, or by the nearest one, or in English.
    ///
    /// # Errors
    /// Everything that is wrong with the files, at once.
    pub fn with_directory(directory: &Path) -> Result<Languages, Vec<Complaint>> {
        let files = read_directory(directory)?;
        Languages::with(&files).map_err(|unready| {
            vec![Complaint {
                file: directory.to_owned(),
                line: None,
                what: unready.to_string(),
            }]
        })
    }

    fn with(files: &[File]) -> Result<Languages, Unready> {
        let unready = |tag: &dyn std::fmt::Display, why: &dyn std::fmt::Display| Unready {
            tag: tag.to_string(),
            why: why.to_string(),
        };
        // Tag, its own words, and the operator's, which go before them.
        let mut words: Vec<(LanguageIdentifier, Vec<Arc<Words>>)> = Vec::new();
        for (tag, catalogue) in std::iter::once(ENGLISH).chain(LANGUAGES) {
            let parsed: LanguageIdentifier = tag.parse().map_err(|why| unready(&tag, &why))?;
            let own = Words::read(parsed.clone(), catalogue).map_err(|why| unready(&tag, &why))?;
            words.push((parsed, vec![Arc::new(own)]));
        }
        let built_in: Vec<LanguageIdentifier> = words.iter().map(|(tag, _)| tag.clone()).collect();
        for File { tag, catalogue } in files {
            let own = Words::read(tag.clone(), catalogue).map_err(|why| unready(tag, &why))?;
            match words.iter_mut().find(|(it, _)| it == tag) {
                Some((_, before)) => before.insert(0, Arc::new(own)),
                None => words.push((tag.clone(), vec![Arc::new(own)])),
            }
        }
        let of = |wanted: &LanguageIdentifier| words.iter().find(|(tag, _)| tag == wanted);
        let english = built_in.first();
        let all = words
            .iter()
            .map(|(tag, own)| {
                let nearest = nearest(std::slice::from_ref(tag), &built_in);
                let behind = [nearest, english].into_iter().flatten().filter(|it| *it != tag);
                let behind = behind.filter_map(of).flat_map(|(_, words)| words.clone());
                let words = own.iter().cloned().chain(behind).collect();
                let dates = Dates::new(&tag.to_string()).map_err(|why| unready(tag, &why))?;
                Ok(Arc::new(Language::new(tag.clone(), words, dates)))
            })
            .collect::<Result<Vec<_>, Unready>>()?;
        let tags = words.into_iter().map(|(tag, _)| tag).collect();
        let english = all
            .first()
            .cloned()
            .ok_or_else(|| unready(&ENGLISH.0, &"there is none"))?;
        Ok(Languages { all, tags, english })
    }

    /// The language for these wishes, the first before the second: a wish is a language tag, such as an account's
    /// locale or an item of `Accept-Language`. A wish that is no tag counts as none; without any, it is English.
    pub fn choose<'a>(&self, wishes: impl IntoIterator<Item = &'a str>) -> &Arc<Language> {
        self.find(wishes).unwrap_or(&self.english)
    }

    /// The language for these wishes, as [`Languages::choose`] reads them; `None`: none of them is spoken.
    pub fn find<'a>(&self, wishes: impl IntoIterator<Item = &'a str>) -> Option<&Arc<Language>> {
        let wishes: Vec<LanguageIdentifier> = wishes.into_iter().filter_map(|it| it.parse().ok()).collect();
        if wishes.is_empty() {
            return None;
        }
        let tag = nearest(&wishes, &self.tags)?;
        self.all.iter().find(|it| it.identifier() == tag)
    }

    /// All of them, English first.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Language>> {
        self.all.iter()
    }
}

fn nearest<'a>(
    wishes: &[LanguageIdentifier],
    tags: &'a [LanguageIdentifier],
) -> Option<&'a LanguageIdentifier> {
    let nearest = negotiate_languages(wishes, tags, None, NegotiationStrategy::Lookup);
    nearest.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Direction;

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
