//! Moments and spans in English words. UTC, because a letter does not know where its reader is.

use std::time::{Duration, SystemTime};

use recovery::moment::{Moment, Span};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `14:32 UTC on 23 November 2026`, with seconds when asked for. Rounded down: a deadline is never stated too late.
pub(crate) fn in_words(at: Moment, with_seconds: bool) -> String {
    let seconds = at.0.div_euclid(1000);
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let month = usize::try_from(month - 1)
        .ok()
        .and_then(|it| MONTHS.get(it))
        .copied()
        .unwrap_or_default();
    let (hour, minute, second) = (of_day / 3600, of_day % 3600 / 60, of_day % 60);
    if with_seconds {
        format!("{hour:02}:{minute:02}:{second:02} UTC on {day} {month} {year}")
    } else {
        format!("{hour:02}:{minute:02} UTC on {day} {month} {year}")
    }
}

/// `10 minutes`, `1 hour`, `45 seconds`: the largest unit of which there are at least two, rounded down, or one
/// exactly.
pub(crate) fn for_people(span: Span) -> String {
    let seconds = span.0.max(0) / 1000;
    let (count, unit) = match seconds {
        60 => (1, "minute"),
        ..120 => (seconds, "second"),
        3600 => (1, "hour"),
        120..7200 => (seconds / 60, "minute"),
        86_400 => (1, "day"),
        7200..172_800 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// For the `Date` header.
pub(crate) fn system_time(at: Moment) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(at.0).unwrap_or(0))
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar: years are taken to begin in
/// March, so that the leap day is the last of its year.
fn civil(days: i64) -> (i64, i64, i64) {
    const DAYS_IN_400_YEARS: i64 = 146_097;
    // From 0000-03-01 to 1970-01-01.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(DAYS_IN_400_YEARS);
    let day_of_era = shifted.rem_euclid(DAYS_IN_400_YEARS);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_said_in_utc_and_rounded_down() {
        assert_eq!(in_words(Moment(0), false), "00:00 UTC on 1 January 1970");
        assert_eq!(
            in_words(Moment(1_795_444_379_999), true),
            "14:32:59 UTC on 23 November 2026"
        );
        assert_eq!(
            in_words(Moment(1_795_444_379_999), false),
            "14:32 UTC on 23 November 2026"
        );
        assert_eq!(
            in_words(Moment(1_709_164_800_000), false),
            "00:00 UTC on 29 February 2024"
        );
        assert_eq!(
            in_words(Moment(951_868_800_000), false),
            "00:00 UTC on 1 March 2000"
        );
    }

    #[test]
    fn a_span_is_said_in_units_that_people_count_in() {
        let said = |seconds| for_people(Span::seconds(seconds));
        assert_eq!(
            [
                1, 45, 60, 90, 119, 120, 600, 3599, 3600, 5400, 7200, 86_400, 100_000, 172_800
            ]
            .map(said),
            [
                "1 second",
                "45 seconds",
                "1 minute",
                "90 seconds",
                "119 seconds",
                "2 minutes",
                "10 minutes",
                "59 minutes",
                "1 hour",
                "90 minutes",
                "2 hours",
                "1 day",
                "27 hours",
                "2 days"
            ]
        );
    }
}
