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

/// Text of foreign origin as it may stand on a terminal: escape codes, line breaks and marks that turn text around are shown, not
/// obeyed.
#[must_use]
pub fn tame(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let (plain, shown) = if c.is_control() || breaks_or_turns(c) {
                (None, Some(c.escape_default()))
            } else {
                (Some(c), None)
            };
            plain.into_iter().chain(shown.into_iter().flatten())
        })
        .collect()
}

/// Line and paragraph separators, and the controls of the bidirectional algorithm (Unicode, UAX #9, section 2).
fn breaks_or_turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A moment as RFC 3339 in UTC, to the second.
#[must_use]
pub fn when(at: Moment) -> String {
    at.rfc3339()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_codes_in_a_name_are_shown_and_not_obeyed() {
        assert_eq!(tame("a\u{1b}[2Jb\nc"), "a\\u{1b}[2Jb\\nc");
        assert_eq!(tame("Ünï 🙂"), "Ünï 🙂");
    }

    #[test]
    fn a_name_cannot_turn_the_rest_of_a_line_around() {
        let turned = tame("\u{202e}nna\u{2066}\u{200f}\u{2028}x");
        assert_eq!(turned, "\\u{202e}nna\\u{2066}\\u{200f}\\u{2028}x");
        assert_eq!(
            tame("ليلى"),
            "ليلى",
            "a name that runs the other way is one all the same"
        );
    }
}
