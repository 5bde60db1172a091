//! What commands print: tables for people, one JSON object a line for programs, notes on standard error.

use std::fmt::Display;
use std::io::{self, Write};

use comfy_table::{ContentArrangement, Table, presets};
use recovery::moment::Moment;
use serde::Serialize;

/// Prints a line of the answer.
///
/// # Errors
/// The reader has gone, or the disk behind the output is full.
pub fn line(text: impl Display) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

/// Prints one object of a listing, as one line.
///
/// # Errors
/// As [`line`].
pub fn json(object: &impl Serialize) -> io::Result<()> {
    line(serde_json::to_string(object).map_err(io::Error::other)?)
}

/// Prints a table, as wide as the terminal.
///
/// # Errors
/// As [`line`].
pub fn table<const N: usize>(head: [&str; N], rows: Vec<[String; N]>) -> io::Result<()> {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(head);
    table.add_rows(rows);
    line(table)
}

/// Tells the person at the keyboard something that is not the answer. Nobody may be there, which is no error.
pub fn note(text: impl Display) {
    drop(writeln!(io::stderr().lock(), "{text}"));
}

/// Text of foreign origin as it may stand on a terminal: escape codes and line breaks are shown, not obeyed.
#[must_use]
pub fn tame(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let (plain, shown) = if c.is_control() {
                (None, Some(c.escape_default()))
            } else {
                (Some(c), None)
            };
            plain.into_iter().chain(shown.into_iter().flatten())
        })
        .collect()
}

/// A moment as RFC 3339 in UTC, to the second.
#[must_use]
pub fn when(at: Moment) -> String {
    let seconds = at.0.div_euclid(1000);
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_in_utc() {
        assert_eq!(when(Moment(0)), "1970-01-01T00:00:00Z");
        assert_eq!(when(Moment(951_782_399_999)), "2000-02-28T23:59:59Z");
        assert_eq!(when(Moment(951_782_400_000)), "2000-02-29T00:00:00Z");
        assert_eq!(when(Moment(1_767_225_599_000)), "2025-12-31T23:59:59Z");
        assert_eq!(when(Moment(-1)), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn escape_codes_in_a_name_are_shown_and_not_obeyed() {
        assert_eq!(tame("a\u{1b}[2Jb\nc"), "a\\u{1b}[2Jb\\nc");
        assert_eq!(tame("Ünï 🙂"), "Ünï 🙂");
    }
}
