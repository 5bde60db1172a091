//! Time as the house keeps it: whole milliseconds, always handed in, never read here.

use std::fmt;
use std::ops::{Add, Sub};

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(pub i64);

/// A length of time in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(pub i64);

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

    /// As a standard duration; a negative span is zero.
    #[must_use]
    pub fn as_std(self) -> std::time::Duration {
        std::time::Duration::from_millis(u64::try_from(self.0).unwrap_or(0))
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
