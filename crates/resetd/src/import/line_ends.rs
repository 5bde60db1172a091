//! Line ends of any kind as one kind, so that lines can be counted.

use std::io::{self, Read};

/// A stream whose lines all end in a line feed, the last one too: carriage returns, alone or before a line feed, become one.
pub(super) struct LineEnds<R> {
    inner: R,
    last: u8,
    over: bool,
}

impl<R: Read> LineEnds<R> {
    pub(super) fn of(inner: R) -> LineEnds<R> {
        LineEnds {
            inner,
            last: b'\n',
            over: false,
        }
    }
}

impl<R: Read> Read for LineEnds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !buffer.is_empty() && !self.over {
            let got = self.inner.read(buffer)?;
            if got == 0 {
                self.over = true;
                let unfinished = !matches!(self.last, b'\n' | b'\r');
                if let Some(end) = buffer.first_mut().filter(|_| unfinished) {
                    *end = b'\n';
                    return Ok(1);
                }
                return Ok(0);
            }
            // What is kept is never more than what was read, so it is written over that.
            let mut kept = 0;
            for at in 0..got {
                let Some(byte) = buffer.get(at).copied() else {
                    break;
                };
                let second_half = byte == b'\n' && self.last == b'\r';
                self.last = byte;
                if second_half {
                    continue;
                }
                if let Some(place) = buffer.get_mut(kept) {
                    *place = if byte == b'\r' { b'\n' } else { byte };
                    kept += 1;
                }
            }
            // A lone line feed whose carriage return came before is nothing, and not the end.
            if kept > 0 {
                return Ok(kept);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives out one byte at a time, as a slow pipe does.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let (Some((first, rest)), Some(place)) = (self.0.split_first(), buffer.first_mut()) else {
                return Ok(0);
            };
            (*place, self.0) = (*first, rest);
            Ok(1)
        }
    }

    #[test]
    fn every_line_ends_in_a_line_feed_however_the_bytes_arrive() {
        for (given, expected) in [
            ("a\r\nb\r\n", "a\nb\n"),
            ("a\rb", "a\nb\n"),
            ("a\n\r\n\rb\n", "a\n\n\nb\n"),
            ("", ""),
            ("a\r", "a\n"),
        ] {
            let (mut whole, mut drops) = (String::new(), String::new());
            LineEnds::of(given.as_bytes()).read_to_string(&mut whole).unwrap();
            LineEnds::of(Drops(given.as_bytes()))
                .read_to_string(&mut drops)
                .unwrap();
            assert_eq!(
                (whole.as_str(), drops.as_str()),
                (expected, expected),
                "{given:?}"
            );
        }
    }
}
