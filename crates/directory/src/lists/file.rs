//! The file of a list: its name and date, its parts, how much is in them, and a checksum over all that. Numbers are
//! little-endian. How much it is stands behind the parts, so that they can be written as they are made.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use recovery::moment::Moment;
use sha2::{Digest, Sha256};
use xorf::BinaryFuse16;

use super::{About, List, ListName, PARTS};

/// What each file begins with. Another version of the form gets another number.
const MARK: &[u8] = b"resetd password list 1\n";

/// What the names of files end with.
pub(super) const ENDING: &str = "list";

/// The length of the checksum, and with the two numbers before it.
const SUM: u64 = 32;
const AMOUNTS_AND_SUM: i64 = 32 + 16;

/// The file of a list in a directory.
pub(super) fn path(directory: &Path, name: &ListName) -> PathBuf {
    directory.join(format!("{}.{ENDING}", name.as_str()))
}

/// Writes a stream and sums it up.
pub(super) struct Summing<T> {
    inner: T,
    sum: Sha256,
}

impl<T> Summing<T> {
    pub(super) fn over(inner: T) -> Summing<T> {
        Summing {
            inner,
            sum: Sha256::new(),
        }
    }
}

impl<T: Write> Summing<T> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sum.update(bytes);
        self.inner.write_all(bytes)
    }

    pub(super) fn begin(&mut self, name: &ListName, imported_at: Moment) -> io::Result<()> {
        self.put(MARK)?;
        let name = name.as_str().as_bytes();
        self.put(&[u8::try_from(name.len()).map_err(io::Error::other)?])?;
        self.put(name)?;
        self.put(&imported_at.0.to_le_bytes())
    }

    pub(super) fn put_part(&mut self, part: Option<&BinaryFuse16>) -> io::Result<()> {
        let Some(part) = part else {
            return self.put(&0_u32.to_le_bytes());
        };
        let length = u32::try_from(part.fingerprints.len()).map_err(io::Error::other)?;
        self.put(&length.to_le_bytes())?;
        self.put(&part.descriptor.seed.to_le_bytes())?;
        self.put(&part.descriptor.segment_length.to_le_bytes())?;
        self.put(&part.descriptor.segment_count_length.to_le_bytes())?;
        let bytes: Vec<u8> = part.fingerprints.iter().flat_map(|it| it.to_le_bytes()).collect();
        self.put(&bytes)
    }

    /// Ends with what is in it and the checksum, and hands the stream back.
    pub(super) fn end(mut self, read: u64, entries: u64) -> io::Result<T> {
        self.put(&read.to_le_bytes())?;
        self.put(&entries.to_le_bytes())?;
        let sum = self.sum.finalize();
        self.inner.write_all(&sum)?;
        Ok(self.inner)
    }
}

impl<T: Read> Summing<T> {
    fn take<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.inner.read_exact(&mut bytes)?;
        self.sum.update(bytes);
        Ok(bytes)
    }

    fn take_many(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        // Grown while it is read: a length that is wrong takes no memory that the file does not fill.
        let most = u64::try_from(length).map_err(io::Error::other)?;
        self.inner.by_ref().take(most).read_to_end(&mut bytes)?;
        if bytes.len() < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.sum.update(&bytes);
        Ok(bytes)
    }

    fn number(&mut self) -> io::Result<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn take_head(&mut self) -> io::Result<(ListName, Moment)> {
        if self.take_many(MARK.len())? != MARK {
            return Err(spoilt("it is no list of this version"));
        }
        let [length] = self.take()?;
        let name = self.take_many(usize::from(length))?;
        let name = std::str::from_utf8(&name).ok().and_then(ListName::parse);
        let imported_at = Moment(self.take().map(i64::from_le_bytes)?);
        Ok((name.ok_or_else(|| spoilt("its name is none"))?, imported_at))
    }

    fn take_amounts(&mut self) -> io::Result<(u64, u64)> {
        Ok((
            self.take().map(u64::from_le_bytes)?,
            self.take().map(u64::from_le_bytes)?,
        ))
    }

    fn take_part(&mut self) -> io::Result<Option<BinaryFuse16>> {
        let length = self.number()?;
        if length == 0 {
            return Ok(None);
        }
        let seed = self.take().map(u64::from_le_bytes)?;
        let (segment_length, segment_count_length) = (self.number()?, self.number()?);
        // What keeps every look-up within the fingerprints. A checksum tells of accidents, and of nothing else.
        let whole = segment_length
            .checked_mul(2)
            .and_then(|it| it.checked_add(segment_count_length));
        let aligned = segment_length.is_power_of_two()
            && segment_count_length > 0
            && segment_count_length.is_multiple_of(segment_length);
        if !aligned || whole != Some(length) {
            return Err(spoilt("a part of it is out of shape"));
        }
        let length = usize::try_from(length).map_err(io::Error::other)?;
        let bytes = self.take_many(length.checked_mul(2).ok_or_else(|| spoilt("it is too long"))?)?;
        let fingerprints = bytes
            .as_chunks()
            .0
            .iter()
            .map(|it| u16::from_le_bytes(*it))
            .collect();
        // The library has no name for the description of a filter, so that of another one is filled in.
        let mut part = BinaryFuse16::try_from([0].as_slice()).map_err(spoilt)?;
        part.descriptor.seed = seed;
        part.descriptor.segment_length = segment_length;
        part.descriptor.segment_length_mask = segment_length - 1;
        part.descriptor.segment_count_length = segment_count_length;
        part.fingerprints = fingerprints;
        Ok(Some(part))
    }
}

fn about((name, imported_at): (ListName, Moment), (read, entries): (u64, u64)) -> About {
    About {
        name,
        imported_at,
        read,
        entries,
    }
}

/// Reads a list to its end.
pub(super) fn read(input: impl Read) -> io::Result<List> {
    let mut input = Summing::over(input);
    let head = input.take_head()?;
    let parts = (0..PARTS)
        .map(|_| input.take_part())
        .collect::<io::Result<Vec<_>>>()?;
    let amounts = input.take_amounts()?;
    let sum = input.sum.finalize();
    let mut written = Vec::new();
    input.inner.take(SUM + 1).read_to_end(&mut written)?;
    if written != sum.as_slice() {
        return Err(spoilt("its checksum is another one"));
    }
    let about = about(head, amounts);
    Ok(List { about, parts })
}

/// Reads what is recorded of a list, and no more of it.
pub(super) fn read_about(input: impl Read + Seek) -> io::Result<About> {
    let mut input = Summing::over(input);
    let head = input.take_head()?;
    input.inner.seek(SeekFrom::End(-AMOUNTS_AND_SUM))?;
    Ok(about(head, input.take_amounts()?))
}

fn spoilt(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}
