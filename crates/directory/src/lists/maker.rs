//! Making a list. Keys are sorted into files by their part, and each part becomes a filter by itself: memory is bounded
//! by the largest part, 1/256 of the list, and not by the list.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use recovery::moment::Moment;
use tempfile::NamedTempFile;
use xorf::BinaryFuse16;

use super::file::{self, Summing};
use super::{About, ListName, PARTS, fingerprint, key, part_of};

/// Bytes that wait in memory for the file of each part: 4 MiB in all.
const BUFFER: usize = 16 * 1024;

/// A list in the making. Dropped before its end it leaves nothing behind.
pub struct Maker {
    directory: PathBuf,
    parts: Vec<BufWriter<File>>,
    read: u64,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swallowed {
    /// It is in the list.
    Taken,
    /// It is no SHA-1 in hexadecimal digits, with or without `:COUNT`.
    NoHash,
    /// Its count is 0: it fills up an answer of a breach service, and nobody used it.
    Padding,
}

impl Maker {
    /// Begins a list that will stand in this directory, which is created with mode 0700 if it is not there.
    ///
    /// # Errors
    /// The directory or files in it cannot be made.
    pub fn begin(directory: &Path) -> io::Result<Maker> {
        super::shelf::make(directory)?;
        // Files without a name: whatever ends the import, nothing of them stays.
        let part = |_| tempfile::tempfile_in(directory).map(|it| BufWriter::with_capacity(BUFFER, it));
        Ok(Maker {
            directory: directory.to_owned(),
            parts: (0..PARTS).map(part).collect::<io::Result<_>>()?,
            read: 0,
        })
    }

    /// Takes a password as it was written, and in small letters as well.
    ///
    /// # Errors
    /// The disk.
    pub fn password(&mut self, password: &str) -> io::Result<()> {
        self.read = self.read.saturating_add(1);
        self.put(key(&fingerprint(password)))?;
        let small = password.to_lowercase();
        if small == password {
            return Ok(());
        }
        self.put(key(&fingerprint(&small)))
    }

    /// Takes a line of a list of hashes: 40 hexadecimal digits, with or without `:COUNT`.
    ///
    /// # Errors
    /// The disk.
    pub fn hash(&mut self, line: &str) -> io::Result<Swallowed> {
        let Some((fingerprint, count)) = hash_and_count(line) else {
            return Ok(Swallowed::NoHash);
        };
        if count == Some(0) {
            return Ok(Swallowed::Padding);
        }
        self.read = self.read.saturating_add(1);
        self.put(key(&fingerprint))?;
        Ok(Swallowed::Taken)
    }

    fn put(&mut self, key: u64) -> io::Result<()> {
        match self.parts.get_mut(part_of(key)) {
            Some(part) => part.write_all(&key.to_le_bytes()),
            None => Ok(()),
        }
    }

    /// Builds the filter, and puts it in the place of a list of this name, whole or not at all. `built` is told after
    /// each part how many of 256 are done.
    ///
    /// # Errors
    /// The disk; or a filter could not be built.
    pub fn finish(self, name: &ListName, now: Moment, mut built: impl FnMut(u64)) -> io::Result<About> {
        let beside = tempfile::Builder::new()
            .prefix(".import-")
            .tempfile_in(&self.directory)?;
        let mut written = Summing::over(BufWriter::new(beside));
        written.begin(name, now)?;
        let mut entries = 0_u64;
        for (done, part) in (1..).zip(self.parts) {
            let keys = keys_of(part)?;
            entries = entries.saturating_add(u64::try_from(keys.len()).unwrap_or(u64::MAX));
            written.put_part(filter(&keys)?.as_ref())?;
            built(done);
        }
        let beside = written.end(self.read, entries)?.into_inner();
        let beside: NamedTempFile = beside.map_err(io::IntoInnerError::into_error)?;
        beside.as_file().sync_all()?;
        let path = file::path(&self.directory, name);
        beside.persist(path).map_err(|it| it.error)?;
        File::open(&self.directory)?.sync_all()?;
        Ok(About {
            name: name.clone(),
            imported_at: now,
            read: self.read,
            entries,
        })
    }
}

/// Every key of a part, each once.
fn keys_of(part: BufWriter<File>) -> io::Result<Vec<u64>> {
    let mut part = part.into_inner().map_err(io::IntoInnerError::into_error)?;
    part.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    part.read_to_end(&mut bytes)?;
    let mut keys: Vec<u64> = bytes
        .as_chunks()
        .0
        .iter()
        .map(|it| u64::from_le_bytes(*it))
        .collect();
    drop(bytes);
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

fn filter(keys: &[u64]) -> io::Result<Option<BinaryFuse16>> {
    if keys.is_empty() {
        return Ok(None);
    }
    BinaryFuse16::try_from(keys).map(Some).map_err(io::Error::other)
}

/// The hash of a line, and the count after it if there is one.
fn hash_and_count(line: &str) -> Option<([u8; 20], Option<u64>)> {
    let (hash, count) = match line.trim().split_once(':') {
        Some((hash, count)) => (hash, Some(count.trim().parse().ok()?)),
        None => (line.trim(), None),
    };
    let digits = hash.as_bytes();
    if digits.len() != 40 {
        return None;
    }
    let mut bytes = [0; 20];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        let pair = std::str::from_utf8(pair).ok()?;
        if !pair.bytes().all(|it| it.is_ascii_hexdigit()) {
            return None;
        }
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some((bytes, count))
}

/// Whether a line is what lists of hashes are made of.
#[must_use]
pub fn is_hash(line: &str) -> bool {
    hash_and_count(line).is_some()
}
