//! The lines of a file that may be of any length and hold anything: dumps are not tidy.

use std::io::{self, BufRead};

use zeroize::Zeroizing;

/// The most bytes of a line that are kept. A password has 1024 at the most, a hash with its count some 60.
pub(super) const LONGEST: usize = 4096;

/// A line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Text.
    Text(&'a str),
    /// Nothing is in it.
    Empty,
    /// Not UTF-8, or too long: nobody can have set it here.
    Other,
}

/// Reads lines one by one.
pub(super) struct Lines<R> {
    input: R,
    kept: Zeroizing<Vec<u8>>,
    first: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn of(input: R) -> Lines<R> {
        Lines {
            input,
            kept: Zeroizing::new(Vec::with_capacity(LONGEST)),
            first: true,
        }
    }

    /// The next line; `None`: the file is over.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.kept.clear();
        let (mut any, mut cut) = (false, false);
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            any = true;
            let end = buffer.iter().position(|it| *it == b'\n');
            let (part, used) = match end {
                Some(at) => (buffer.get(..at).unwrap_or_default(), at + 1),
                None => (buffer, buffer.len()),
            };
            if self.kept.len() + part.len() > LONGEST {
                cut = true;
            } else {
                self.kept.extend_from_slice(part);
            }
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        let line = self.kept.strip_suffix(b"\r").unwrap_or(&self.kept);
        // What editors put before the first line.
        let mark = if std::mem::take(&mut self.first) {
            b"\xef\xbb\xbf".as_slice()
        } else {
            b""
        };
        let line = line.strip_prefix(mark).unwrap_or(line);
        Ok(Some(match std::str::from_utf8(line) {
            _ if cut => Line::Other,
            Ok("") => Line::Empty,
            Ok(text) => Line::Text(text),
            Err(_) => Line::Other,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        // A small buffer: lines go over its end.
        let mut lines = Lines::of(io::BufReader::with_capacity(7, bytes));
        let mut all = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            all.push(format!("{line:?}"));
        }
        all
    }

    #[test]
    fn lines_end_as_they_do_anywhere_and_the_last_needs_no_end() {
        let found = lines(b"\xef\xbb\xbfone\r\n two words \n\nlast");
        assert_eq!(
            found,
            [
                r#"Text("one")"#,
                r#"Text(" two words ")"#,
                "Empty",
                r#"Text("last")"#
            ]
        );
        assert_eq!(lines(b""), [""; 0]);
        assert_eq!(lines(b"a\n"), [r#"Text("a")"#]);
    }

    #[test]
    fn what_is_no_text_or_too_long_is_left_out_and_the_next_line_is_whole() {
        let long = [b"x".repeat(LONGEST + 1).as_slice(), b"\n\xff\xfe\nnext\n"].concat();
        assert_eq!(lines(&long), ["Other", "Other", r#"Text("next")"#]);
        assert_eq!(lines(&b"x".repeat(LONGEST)).len(), 1);
        assert!(lines(&b"x".repeat(LONGEST))[0].starts_with("Text"));
    }
}
