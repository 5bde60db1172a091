//! Accounts from JSON lines: one object a line, in UTF-8. Keys we do not know are not read.

use std::io::{BufRead, Read};

use super::row::Row;
use super::{LONGEST_ROW, Numbered, Unreadable};

/// Rows of a file of JSON lines.
pub struct JsonRows<R> {
    input: R,
    buffer: Vec<u8>,
    line: u64,
    over: bool,
}

impl<R: BufRead> JsonRows<R> {
    /// Reads from here on.
    #[must_use]
    pub fn new(input: R) -> JsonRows<R> {
        JsonRows {
            input,
            buffer: Vec::new(),
            line: 0,
            over: false,
        }
    }

    /// Reads the next line into the buffer: whether there was one.
    fn advance(&mut self) -> std::io::Result<bool> {
        self.buffer.clear();
        self.line += 1;
        let got = self
            .input
            .by_ref()
            .take(LONGEST_ROW)
            .read_until(b'\n', &mut self.buffer)?;
        Ok(got > 0)
    }

    fn row(&mut self) -> std::io::Result<Result<Row, String>> {
        if u64::try_from(self.buffer.len()).unwrap_or(u64::MAX) == LONGEST_ROW
            && !self.buffer.ends_with(b"\n")
        {
            self.input.skip_until(b'\n')?;
            return Ok(Err(format!("it has more than {LONGEST_ROW} bytes")));
        }
        let Ok(text) = std::str::from_utf8(&self.buffer) else {
            return Ok(Err("it is not UTF-8".to_owned()));
        };
        // A JSON array would pass for an object whose keys are taken in order.
        if !text.trim_start().starts_with('{') {
            return Ok(Err("it is not a JSON object".to_owned()));
        }
        // The position in the line is told; the text around it is not, for it may be a hash.
        Ok(
            serde_json::from_str(text).map_err(|error| match error.classify() {
                serde_json::error::Category::Data => {
                    "it is not an object of strings with `email` among them, each key once".to_owned()
                }
                serde_json::error::Category::Io
                | serde_json::error::Category::Syntax
                | serde_json::error::Category::Eof => format!("it is not JSON (column {})", error.column()),
            }),
        )
    }
}

impl<R: BufRead> Iterator for JsonRows<R> {
    type Item = Result<Numbered, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            let read = self.advance().and_then(|more| {
                let blank = self.buffer.trim_ascii().is_empty();
                match (more, blank) {
                    (false, _) => Ok(None),
                    (true, true) => Ok(Some(None)),
                    (true, false) => self.row().map(|row| Some(Some(row))),
                }
            });
            let line = self.line;
            match read {
                Ok(Some(Some(row))) => return Some(Ok(Numbered { line, row })),
                // A blank line is no row.
                Ok(Some(None)) => {}
                Ok(None) => self.over = true,
                Err(source) => {
                    self.over = true;
                    return Some(Err(Unreadable::Io { line, source }));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<(u64, Result<Row, String>)> {
        JsonRows::new(text)
            .map(|it| it.unwrap())
            .map(|it| (it.line, it.row))
            .collect()
    }

    #[test]
    fn every_line_is_one_account_and_blank_lines_are_none() {
        let rows =
            read(b"{\"email\":\"a@example.com\",\"age\":7}\n\n{\"email\":\"b@example.com\",\"name\":\"B\"}");
        let emails: Vec<_> = rows
            .iter()
            .map(|(line, row)| (*line, row.clone().unwrap().email))
            .collect();
        assert_eq!(
            emails,
            [(1, "a@example.com".to_owned()), (3, "b@example.com".to_owned())]
        );
    }

    #[test]
    fn a_bad_line_is_told_and_the_next_one_read() {
        let long = format!("{{\"email\":\"{}\"}}", "x".repeat(1 << 17));
        let text = [
            b"{\"email\":7}\n".as_slice(),
            b"[\"a@example.com\",null,null,null]\n",
            b"{\"email\":\"a@example.com\"\n",
            b"{\"email\":\"\xff\"}\n",
            b"{\"email\":\"a@example.com\",\"email\":\"b@example.com\"}\n",
            long.as_bytes(),
            b"\n{\"email\":\"b@example.com\"}\n",
        ]
        .concat();
        let rows = read(&text);
        let good: Vec<_> = rows.iter().map(|(line, row)| (*line, row.is_ok())).collect();
        assert_eq!(
            good,
            [
                (1, false),
                (2, false),
                (3, false),
                (4, false),
                (5, false),
                (6, false),
                (7, true)
            ]
        );
    }

    #[test]
    fn a_reason_never_repeats_what_stands_in_the_line() {
        for (_, row) in
            read(b"{\"email\":\"a@example.com\",\"password_hash\":[\"$2b$secret\"]}\n{\"$2b$secret\n")
        {
            let why = row.unwrap_err();
            assert!(!why.contains("secret"), "{why}");
        }
    }
}
