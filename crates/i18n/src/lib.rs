//! Languages: what the house says to people, in their own. Letters and pages speak it.
//!
//! Words stand in Fluent catalogues, one directory per language under `locales/`, which are part of the program.
//! [`Languages::choose`] finds the language for a list of wishes; English answers for what a language does not have.

mod builtin;
mod dates;
mod files;
mod language;
mod languages;
mod words;

pub use dates::Parts;
pub use files::Complaint;
pub use language::{Direction, Language, Unsaid};
pub use languages::{Languages, Unready};
