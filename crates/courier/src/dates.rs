//! Moments for headers and for people.

use std::time::{Duration, SystemTime};

use i18n::Language;
use minijinja::{Value, context};
use recovery::moment::{Moment, Span};

/// A deadline nearer than this is stated to the second.
const NEAR: Span = Span::minutes(2);

/// For the `Date` header.
pub(crate) fn system_time(at: Moment) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(at.0).unwrap_or(0))
}

/// `time` and `date` of a moment, for a template.
pub(crate) fn in_words(language: &Language, at: Moment, with_seconds: bool) -> Value {
    let said = language.moment(at.0, with_seconds);
    context! { time => said.time, date => said.date }
}

/// A deadline, to the second when it is near.
pub(crate) fn deadline(language: &Language, at: Moment, now: Moment) -> Value {
    in_words(language, at, at - now < NEAR)
}
