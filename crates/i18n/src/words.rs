//! The words of one language: its catalogue, read once and shared by all threads.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::language::Direction;

pub(crate) struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// Reads a catalogue. In a language written from right to left, what a message is given is set apart by marks,
    /// which HTML turns into elements and plain text leaves out.
    ///
    /// # Errors
    /// What is wrong with the catalogue.
    pub(crate) fn read(tag: LanguageIdentifier, catalogue: &str) -> Result<Words, String> {
        let resource = FluentResource::try_new(catalogue.to_owned()).map_err(|(_, wrong)| {
            let wrong: Vec<_> = wrong.iter().map(ToString::to_string).collect();
            wrong.join("; ")
        })?;
        let isolating = Direction::of(&tag) == Direction::RightToLeft;
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(isolating);
        bundle.add_resource(resource).map_err(|wrong| {
            let wrong: Vec<_> = wrong.iter().map(ToString::to_string).collect();
            wrong.join("; ")
        })?;
        Ok(Words { bundle })
    }

    /// A message, put into words; `None`: these words do not have it.
    ///
    /// # Errors
    /// What is wrong with it, or with what it was given.
    pub(crate) fn say(&self, key: &str, args: &FluentArgs<'_>) -> Option<Result<Cow<'_, str>, String>> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut wrong = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(args), &mut wrong);
        Some(match wrong.first() {
            None => Ok(said),
            Some(why) => Err(why.to_string()),
        })
    }
}
