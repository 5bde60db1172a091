//! Reads files of accounts, CSV or JSON lines, row by row: a file of any length takes the same memory.
//!
//! A bad row is told by its line and its reason, and never keeps the others from being read.

pub mod csv_rows;
pub mod intake;
pub mod json_rows;
mod line_ends;
pub mod row;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use row::Row;

/// The longest row, in bytes: a quote that is never closed must not swallow a file of gigabytes.
pub const LONGEST_ROW: u64 = 64 * 1024;

/// A row that was read, or why not, and its line in the file (the first one is 1).
#[derive(Debug)]
pub struct Numbered {
    /// The line it starts on.
    pub line: u64,
    /// What it says; the error is a reason for people.
    pub row: Result<Row, String>,
}

/// Why no more of a file can be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Reading failed.
    #[error("line {line}: it cannot be read: {source}")]
    Io {
        /// Where.
        line: u64,
        /// Why.
        source: std::io::Error,
    },
    /// Where one row ends and the next begins can no longer be told.
    #[error("line {line}: a row of more than {LONGEST_ROW} bytes; is a quote not closed?")]
    TooLong {
        /// Where it begins.
        line: u64,
    },
    /// The first line names no column `email`.
    #[error(
        "line 1: the header has no column `email`; it names the columns, for example: email,name,locale,password_hash"
    )]
    NoHeader,
    /// One JSON document instead of one object a line.
    #[error("line 1: a JSON array; write one object a line instead")]
    Array,
}

/// The rows of a file, in order.
pub type Rows = Box<dyn Iterator<Item = Result<Numbered, Unreadable>>>;

/// Opens a stream of accounts. Its form is told by the name (`.csv`, `.jsonl`, `.ndjson`, `.json`), else by its first
/// character: JSON lines begin with `{`.
///
/// # Errors
/// [`Unreadable`] when it is neither.
pub fn rows(input: impl Read + 'static, name: Option<&Path>) -> Result<Rows, Unreadable> {
    let mut input = BufReader::with_capacity(64 * 1024, input);
    let head = input
        .fill_buf()
        .map_err(|source| Unreadable::Io { line: 1, source })?;
    if head.starts_with(b"\xef\xbb\xbf") {
        // A byte order mark, as spreadsheets write it.
        input.consume(3);
    }
    let head = input
        .fill_buf()
        .map_err(|source| Unreadable::Io { line: 1, source })?;
    let first = head.iter().find(|it| !it.is_ascii_whitespace()).copied();
    let extension = name
        .and_then(Path::extension)
        .and_then(|it| it.to_str())
        .unwrap_or("");
    let json = match extension.to_ascii_lowercase().as_str() {
        "csv" => false,
        "jsonl" | "ndjson" | "json" => true,
        _ => matches!(first, Some(b'{' | b'[')),
    };
    match (json, first) {
        (true, Some(b'[')) => Err(Unreadable::Array),
        (true, _) => Ok(Box::new(json_rows::JsonRows::new(input))),
        (false, _) => Ok(Box::new(csv_rows::CsvRows::new(input)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emails(text: &'static str, name: Option<&str>) -> Vec<(u64, Result<String, String>)> {
        rows(text.as_bytes(), name.map(Path::new))
            .unwrap()
            .map(Result::unwrap)
            .map(|it| (it.line, it.row.map(|row| row.email)))
            .collect()
    }

    #[test]
    fn the_form_is_told_by_the_name_or_else_by_the_first_character() {
        let csv = "email,name\nann@example.com,Ann\n";
        let json = "{\"email\":\"ann@example.com\",\"name\":null}\n";
        for (text, name, line) in [
            (csv, Some("a.csv"), 2),
            (csv, None, 2),
            (json, Some("a.jsonl"), 1),
            (json, Some("a.NDJSON"), 1),
            (json, Some("people"), 1),
            ("\u{feff}email\nann@example.com\n", None, 2),
        ] {
            assert_eq!(emails(text, name), [(line, Ok("ann@example.com".to_owned()))]);
        }
    }

    #[test]
    fn a_json_array_and_a_missing_header_are_refused_with_the_way_out() {
        let said = |text: &'static str| match rows(text.as_bytes(), None) {
            Ok(_) => panic!("it was read"),
            Err(unreadable) => unreadable.to_string(),
        };
        assert!(said("[{\"email\":\"a@example.com\"}]").contains("one object a line"));
        assert!(said("ann@example.com,Ann\n").contains("email,name,locale,password_hash"));
        assert!(said("").contains("header"));
    }
}
