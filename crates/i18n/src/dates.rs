//! Dates and times in the form of a language. UTC, because a letter does not know where its reader is: the messages
//! say so. The forms are those of the Unicode CLDR, which the ICU4X crates carry.

use icu_calendar::cal::{Gregorian, Iso};
use icu_datetime::fieldsets::{T, YMD};
use icu_datetime::{DateTimeFormatterLoadError, FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_locale_core::Locale;
use icu_time::ZonedDateTime;
use icu_time::zone::UtcOffset;

/// A moment as people write it, in two parts that a message puts together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// `14:32`, or `14:32:59`: in UTC, by 24 hours, in digits 0 to 9.
    pub time: String,
    /// `23 November 2026`, in the Gregorian calendar.
    pub date: String,
}

/// What writes dates and times in one language.
pub(crate) struct Dates {
    date: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    minutes: NoCalendarFormatter<T>,
    seconds: NoCalendarFormatter<T>,
}

impl Dates {
    /// For a language, by its tag. Languages without dates of their own write them as a neutral language does.
    pub(crate) fn new(tag: &str) -> Result<Dates, DateTimeFormatterLoadError> {
        // Most who read English write the day before the month.
        let tag = if tag == "en" { "en-GB" } else { tag };
        // Everywhere by 24 hours, which `UTC` goes with, and in the digits in which the code is written.
        let locale = format!("{tag}-u-hc-h23-nu-latn")
            .parse()
            .unwrap_or(Locale::UNKNOWN);
        Ok(Dates {
            date: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMD::long())?,
            minutes: NoCalendarFormatter::try_new((&locale).into(), T::hm())?,
            seconds: NoCalendarFormatter::try_new((&locale).into(), T::hms())?,
        })
    }

    /// Milliseconds since 1970 UTC, rounded down: a deadline is never stated too late.
    pub(crate) fn write(&self, millis: i64, with_seconds: bool) -> Parts {
        let at = ZonedDateTime::<Iso, _>::from_epoch_milliseconds_and_utc_offset(millis, UtcOffset::zero());
        let time = if with_seconds {
            &self.seconds
        } else {
            &self.minutes
        };
        Parts {
            time: time.format(&at.time).to_string(),
            date: self.date.format(&at.date.to_calendar(Gregorian)).to_string(),
        }
    }
}
