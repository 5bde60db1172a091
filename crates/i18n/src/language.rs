//! One language: its tag, its direction, its words and its dates.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::FluentArgs;
use unic_langid::{CharacterDirection, LanguageIdentifier};

use crate::dates::{Dates, Parts};
use crate::words::Words;

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    pub(crate) fn of(tag: &LanguageIdentifier) -> Direction {
        match tag.character_direction() {
            CharacterDirection::RTL => Direction::RightToLeft,
            // Nobody writes mail from top to bottom.
            CharacterDirection::LTR | CharacterDirection::TTB => Direction::LeftToRight,
        }
    }

    /// As HTML writes it: `ltr` or `rtl`.
    #[must_use]
    pub const fn as_html(self) -> &'static str {
        match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}

/// Why a message could not be said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message {key} cannot be said in {language}: {why}")]
pub struct Unsaid {
    /// Which message.
    pub key: String,
    /// In which language.
    pub language: String,
    /// What is wrong.
    pub why: String,
}

/// A language, ready to speak. It is made once; speaking shares it.
pub struct Language {
    identifier: LanguageIdentifier,
    tag: String,
    direction: Direction,
    /// Its own words first, then those that answer for what it does not have.
    words: Vec<Arc<Words>>,
    dates: Dates,
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Language").field(&self.tag).finish()
    }
}

// In seconds.
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Language {
    pub(crate) fn new(identifier: LanguageIdentifier, words: Vec<Arc<Words>>, dates: Dates) -> Language {
        Language {
            tag: identifier.to_string(),
            direction: Direction::of(&identifier),
            identifier,
            words,
            dates,
        }
    }

    pub(crate) const fn identifier(&self) -> &LanguageIdentifier {
        &self.identifier
    }

    /// Its tag (BCP 47), such as `pt-BR`: for `lang` and `Content-Language`.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Which way it is written.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// A message as plain text.
    ///
    /// # Errors
    /// No language has such a message, or it asks for something that it was not given.
    pub fn text(&self, key: &str, args: &[(&str, &str)]) -> Result<String, Unsaid> {
        self.plain(key, args.iter().copied().collect::<FluentArgs<'_>>())
    }

    /// A message as HTML: all markup in it and in what it is given is escaped. In a language written from right to
    /// left, what it is given is isolated by `<bdi>`, so that a host or a time keeps its own direction.
    ///
    /// # Errors
    /// No language has such a message, or it asks for something that it was not given.
    pub fn html(&self, key: &str, args: &[(&str, &str)]) -> Result<String, Unsaid> {
        let args = args
            .iter()
            .map(|(name, value)| (*name, without_marks(value)))
            .collect();
        self.say(key, &args).map(|said| escaped(&said))
    }

    /// As [`Language::html`], with numbers beside the texts: a message may choose a plural by them. Every text is isolated
    /// by `<bdi>`, in languages written from left to right, too: pages show what people typed.
    ///
    /// # Errors
    /// As [`Language::html`].
    pub fn html_counted(
        &self,
        key: &str,
        texts: &[(&str, &str)],
        counts: &[(&str, i64)],
    ) -> Result<String, Unsaid> {
        let mut args: FluentArgs<'_> = counts.iter().copied().collect();
        for (name, text) in texts {
            let text = without_marks(text);
            args.set(
                *name,
                match self.direction {
                    Direction::LeftToRight => Cow::Owned(format!("{ISOLATE}{text}{POP}")),
                    Direction::RightToLeft => text,
                },
            );
        }
        self.say(key, &args).map(|said| escaped(&said))
    }

    /// As [`Language::text`], with numbers beside the texts.
    ///
    /// # Errors
    /// As [`Language::text`].
    pub fn text_counted(&self, key: &str, counts: &[(&str, i64)]) -> Result<String, Unsaid> {
        self.plain(key, counts.iter().copied().collect::<FluentArgs<'_>>())
    }

    /// A moment, in UTC: `millis` since 1970, rounded down to the second or to the minute.
    #[must_use]
    pub fn moment(&self, millis: i64, with_seconds: bool) -> Parts {
        self.dates.write(millis, with_seconds)
    }

    /// A span of so many milliseconds, as plain text: the largest unit of which there are at least two, of days three, rounded
    /// down; or whole days. From an hour on it is rounded to the minute first: what is left of three days a moment after
    /// they began is three days.
    ///
    /// # Errors
    /// As [`Language::text`].
    pub fn span(&self, millis: i64) -> Result<String, Unsaid> {
        let seconds = match millis.max(0) / 1000 {
            seconds @ ..HOUR => seconds,
            seconds => (seconds + MINUTE / 2) / MINUTE * MINUTE,
        };
        let (count, key) = match seconds {
            MINUTE => (1, "span-minutes"),
            ..120 => (seconds, "span-seconds"),
            HOUR => (1, "span-hours"),
            120..7200 => (seconds / MINUTE, "span-minutes"),
            days if days % DAY == 0 => (days / DAY, "span-days"),
            7200..259_200 => (seconds / HOUR, "span-hours"),
            _ => (seconds / DAY, "span-days"),
        };
        self.plain(key, [("count", count)].into_iter().collect::<FluentArgs<'_>>())
    }

    fn plain(&self, key: &str, args: FluentArgs<'_>) -> Result<String, Unsaid> {
        self.say(key, &args).map(|said| match self.direction {
            Direction::LeftToRight => said.into_owned(),
            Direction::RightToLeft => without_marks(&said).into_owned(),
        })
    }

    fn say(&self, key: &str, args: &FluentArgs<'_>) -> Result<Cow<'_, str>, Unsaid> {
        let said = self.words.iter().find_map(|it| it.say(key, args));
        said.unwrap_or_else(|| Err("there is no such message".to_owned()))
            .map_err(|why| Unsaid {
                key: key.to_owned(),
                language: self.tag.clone(),
                why,
            })
    }
}

/// The marks by which Fluent sets apart what a message was given.
const ISOLATE: char = '\u{2068}';
const POP: char = '\u{2069}';

fn without_marks(text: &str) -> Cow<'_, str> {
    if text.contains([ISOLATE, POP]) {
        Cow::Owned(text.replace([ISOLATE, POP], ""))
    } else {
        Cow::Borrowed(text)
    }
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            ISOLATE => html.push_str("<bdi>"),
            POP => html.push_str("</bdi>"),
            other => html.push(other),
        }
    }
    html
}
