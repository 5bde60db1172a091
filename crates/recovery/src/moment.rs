//! Time as the house keeps it: whole milliseconds, always handed in, never read here.

use std::fmt;
use std::ops::{Add, Sub};
use std::time::Duration;

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(pub i64);

/// A length of time in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(pub i64);

/// What the clock and the stopwatch show at one instant. The clock may be set; the stopwatch only runs, so lengths of
/// time within one process are measured by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// By the clock.
    pub now: Moment,
    /// By the stopwatch, since some fixed point in this process.
    pub elapsed: Duration,
}

impl Reading {
    /// On a machine whose clock is never set: both move as one.
    #[must_use]
    pub fn steady(now: Moment) -> Reading {
        Reading {
            now,
            elapsed: (now - Moment(0)).as_std(),
        }
    }
}

impl Moment {
    /// As RFC 3339 in UTC, to the second.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let seconds = self.0.div_euclid(1000);
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil(days);
        let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Year, month and day of a day counted from 1970, in the proleptic Gregorian calendar. Years are counted from March,
/// so that the leap day is the last of its year and 400 years are always 146 097 days.
fn civil(days: i64) -> (i64, i64, i64) {
    let from_march_0000 = days + 719_468;
    let era = from_march_0000.div_euclid(146_097);
    let day_of_era = from_march_0000.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // March to July and August to December have the same five lengths: 153 days each.
    let months_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_from_march + 2) / 5 + 1;
    let month = if months_from_march < 10 {
        months_from_march + 3
    } else {
        months_from_march - 9
    };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);

    /// So many milliseconds.
    #[must_use]
    pub const fn millis(n: i64) -> Span {
        Span(n)
    }

    /// So many seconds; saturates.
    #[must_use]
    pub const fn seconds(n: i64) -> Span {
        Span(n.saturating_mul(1000))
    }

    /// So many minutes; saturates.
    #[must_use]
    pub const fn minutes(n: i64) -> Span {
        Span::seconds(n.saturating_mul(60))
    }

    /// So many hours; saturates.
    #[must_use]
    pub const fn hours(n: i64) -> Span {
        Span::minutes(n.saturating_mul(60))
    }

    /// The span in whole seconds, rounded up: what `Retry-After` wants.
    #[must_use]
    pub const fn seconds_rounded_up(self) -> i64 {
        if self.0 <= 0 { 0 } else { (self.0 - 1) / 1000 + 1 }
    }

    /// Half of the span.
    #[must_use]
    pub const fn half(self) -> Span {
        Span(self.0 / 2)
    }

    /// A length that the stopwatch measured; saturates.
    #[must_use]
    pub fn of(length: Duration) -> Span {
        Span(i64::try_from(length.as_millis()).unwrap_or(i64::MAX))
    }

    /// As a standard duration; a negative span is zero.
    #[must_use]
    pub fn as_std(self) -> Duration {
        Duration::from_millis(u64::try_from(self.0).unwrap_or(0))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}ms", self.0)
    }
}

/// As an operator writes it in the settings: the largest unit that divides it (`10m`, `90s`, `250ms`).
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(i64, &str); 4] = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s")];
        let fits = |(size, _): &&(i64, &str)| self.0 != 0 && self.0 % size == 0;
        match UNITS.iter().find(fits) {
            Some((size, unit)) => write!(f, "{}{unit}", self.0 / size),
            None if self.0 == 0 => f.write_str("0s"),
            None => write!(f, "{}ms", self.0),
        }
    }
}

impl Add<Span> for Moment {
    type Output = Moment;
    fn add(self, span: Span) -> Moment {
        Moment(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Moment {
    type Output = Moment;
    fn sub(self, span: Span) -> Moment {
        Moment(self.0.saturating_sub(span.0))
    }
}

impl Sub<Moment> for Moment {
    type Output = Span;
    fn sub(self, earlier: Moment) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_in_utc() {
        let said = Moment::rfc3339;
        assert_eq!(said(Moment(0)), "1970-01-01T00:00:00Z");
        assert_eq!(said(Moment(951_782_399_999)), "2000-02-28T23:59:59Z");
        assert_eq!(said(Moment(951_782_400_000)), "2000-02-29T00:00:00Z");
        assert_eq!(said(Moment(1_767_225_599_000)), "2025-12-31T23:59:59Z");
        assert_eq!(said(Moment(-1)), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn a_span_is_written_in_the_largest_unit_that_divides_it() {
        let said = |span: Span| span.to_string();
        assert_eq!(said(Span::minutes(10)), "10m");
        assert_eq!(said(Span::seconds(90)), "90s");
        assert_eq!(said(Span::hours(48)), "2d");
        assert_eq!(said(Span::ZERO), "0s");
        assert_eq!(said(Span::millis(1500)), "1500ms");
    }

    #[test]
    fn retry_after_never_says_zero_while_time_is_left() {
        assert_eq!(Span::millis(1).seconds_rounded_up(), 1);
        assert_eq!(Span::millis(1000).seconds_rounded_up(), 1);
        assert_eq!(Span::millis(1001).seconds_rounded_up(), 2);
        assert_eq!(Span::ZERO.seconds_rounded_up(), 0);
    }
}
