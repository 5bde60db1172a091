//! Accounts from CSV with a header. Columns may stand in any order; those we do not know are not read.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::line_ends::LineEnds;
use super::row::Row;
use super::{LONGEST_ROW, Numbered, Unreadable};

/// Rows of a CSV file.
pub struct CsvRows<R> {
    reader: Reader<Metered<R>>,
    allowance: Rc<Cell<u64>>,
    columns: Columns,
    record: ByteRecord,
    over: bool,
}

/// Which field of a record is which.
struct Columns {
    email: usize,
    name: Option<usize>,
    locale: Option<usize>,
    sign_in: Option<usize>,
    password_hash: Option<usize>,
    all: usize,
}

impl<R: Read> CsvRows<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`Unreadable`] when there is none with a column `email`.
    pub fn new(input: R) -> Result<CsvRows<R>, Unreadable> {
        let allowance = Rc::new(Cell::new(LONGEST_ROW));
        let metered = Metered {
            inner: LineEnds::of(input),
            allowance: Rc::clone(&allowance),
        };
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(metered);
        let header = reader.byte_headers().map_err(|error| unreadable(1, &error))?;
        let columns = Columns::of(header).ok_or(Unreadable::NoHeader)?;
        Ok(CsvRows {
            reader,
            allowance,
            columns,
            record: ByteRecord::new(),
            over: false,
        })
    }
}

impl Columns {
    fn of(header: &ByteRecord) -> Option<Columns> {
        let named = |name: &str| {
            header
                .iter()
                .position(|field| field.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
        };
        Some(Columns {
            email: named("email")?,
            name: named("name"),
            locale: named("locale"),
            sign_in: named("sign_in"),
            password_hash: named("password_hash"),
            all: header.len(),
        })
    }

    fn row(&self, record: &ByteRecord) -> Result<Row, String> {
        if record.len() != self.all {
            let (has, all) = (record.len(), self.all);
            return Err(format!("it has {has} fields, the header {all}"));
        }
        let field = |at: usize| {
            let bytes = record.get(at).unwrap_or_default();
            String::from_utf8(bytes.to_vec()).map_err(|_| "it is not UTF-8".to_owned())
        };
        let maybe = |at: Option<usize>| at.map(field).transpose();
        Ok(Row {
            email: field(self.email)?,
            name: maybe(self.name)?,
            locale: maybe(self.locale)?,
            sign_in: maybe(self.sign_in)?,
            password_hash: maybe(self.password_hash)?,
        })
    }
}

impl<R: Read> CsvRows<R> {
    /// The line on which the record begins. The reader says where it began to look for it, which is before blank lines; but
    /// it has just read the record's last line break, and all others are in its fields.
    fn first_line(&self) -> u64 {
        let within = self.record.as_slice().iter().filter(|it| **it == b'\n').count();
        let breaks = u64::try_from(within).unwrap_or(u64::MAX).saturating_add(1);
        self.reader.position().line().saturating_sub(breaks)
    }
}

impl<R: Read> Iterator for CsvRows<R> {
    type Item = Result<Numbered, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        // What the reader has in its own buffer already is small against the allowance.
        self.allowance.set(LONGEST_ROW);
        let read = self.reader.read_byte_record(&mut self.record);
        match read {
            Ok(false) => None,
            Ok(true) => Some(Ok(Numbered {
                line: self.first_line(),
                row: self.columns.row(&self.record),
            })),
            Err(error) => {
                let line = self.record.position().map_or(1, csv::Position::line);
                self.over = true;
                Some(Err(unreadable(line, &error)))
            }
        }
    }
}

fn unreadable(line: u64, error: &csv::Error) -> Unreadable {
    // The reader takes records of any length and of any bytes, so nothing else can go wrong.
    let csv::ErrorKind::Io(io) = error.kind() else {
        return Unreadable::TooLong { line };
    };
    if io.kind() == io::ErrorKind::FileTooLarge {
        Unreadable::TooLong { line }
    } else {
        let source = io::Error::new(io.kind(), io.to_string());
        Unreadable::Io { line, source }
    }
}

/// A stream that gives out no more than its allowance until that is renewed.
struct Metered<R> {
    inner: LineEnds<R>,
    allowance: Rc<Cell<u64>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.allowance.get();
        if left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let got = self.inner.read(buffer)?;
        self.allowance
            .set(left.saturating_sub(u64::try_from(got).unwrap_or(u64::MAX)));
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<(u64, Result<Row, String>)> {
        CsvRows::new(text)
            .unwrap()
            .map(|it| it.unwrap())
            .map(|it| (it.line, it.row))
            .collect()
    }

    #[test]
    fn columns_stand_in_any_order_and_unknown_ones_are_not_read() {
        let rows = read(b"age,Password_Hash,email\n7,$2b$,ann@example.com\n");
        let row = rows[0].1.clone().unwrap();
        assert_eq!(row.email, "ann@example.com");
        assert_eq!(row.password_hash.as_deref(), Some("$2b$"));
        assert_eq!(row.name, None);
    }

    #[test]
    fn a_bad_row_is_told_by_its_line_also_after_quoted_line_breaks() {
        let rows = read(b"email,name\n\"a@example.com\",\"two\nlines\"\nb@example.com\nc@example.com,\xff\nd@example.com,D\n");
        let lines: Vec<_> = rows.iter().map(|(line, row)| (*line, row.is_ok())).collect();
        assert_eq!(lines, [(2, true), (4, false), (5, false), (6, true)]);
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let bad = |text: &str| {
            let rows = read(text.as_bytes());
            let bad = rows.iter().filter(|(_, row)| row.is_err()).map(|(line, _)| *line);
            bad.collect::<Vec<_>>()
        };
        let text = "email,name\n\n\nbad\nok@example.com,\"A\nB\"\n\nbad\nok@example.com,C\nbad";
        assert_eq!(bad(text), [4, 8, 10]);
        assert_eq!(bad(&text.replace('\n', "\r\n")), [4, 8, 10]);
        assert_eq!(bad(&text.replace('\n', "\r")), [4, 8, 10]);
    }

    #[test]
    fn a_quote_that_is_never_closed_stops_the_reading_and_not_the_machine() {
        let text = format!(
            "email,name\na@example.com,A\nb@example.com,\"{}",
            "x\n".repeat(1 << 20)
        );
        let mut rows = CsvRows::new(text.as_bytes()).unwrap();
        assert!(rows.next().unwrap().is_ok());
        let why = rows.next().unwrap().unwrap_err().to_string();
        assert!(why.contains("line 3") && why.contains("quote"), "{why}");
        assert!(rows.next().is_none());
    }
}
