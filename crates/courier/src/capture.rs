//! The capture box: where letters go instead of a mail server while somebody tries the service out. Each is a file
//! that mail programs open.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use recovery::address::Email;
use recovery::letter::MessageTag;
use recovery::moment::Moment;

use crate::letters::as_address;

/// How many letters are kept. They hold codes, and nobody looks further back.
const KEPT: usize = 1000;

/// How many more may gather before the oldest are removed: looking through a directory costs time.
const SLACK: usize = 100;

/// Letters are this much at most; a larger file is none of ours.
const LARGEST: u64 = 1 << 20;

/// How much of a file is read for its headers.
const HEADERS: u64 = 4096;

const SUFFIX: &str = ".eml";
const UNFINISHED: &str = ".part";

/// A directory of captured letters, newest 1000.
#[derive(Clone, Debug)]
pub struct CaptureBox {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    dir: PathBuf,
    count: Mutex<usize>,
}

/// One captured letter, by its headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// Its name in the box: sorts by time.
    pub id: String,
    /// `To`.
    pub to: String,
    /// `Subject`, as it travels: in encoded words (RFC 2047), on one line.
    pub subject: String,
    /// `Date`.
    pub date: String,
}

impl CaptureBox {
    /// Opens the box in this directory, which is made if it is not there, for this user alone.
    ///
    /// # Errors
    /// The directory cannot be made or read.
    pub fn open(dir: &Path) -> io::Result<CaptureBox> {
        DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        for entry in std::fs::read_dir(dir)? {
            let path = entry?.path();
            // Left by a server that was killed in the middle of a letter.
            if path.extension().is_some_and(|it| it == "part") {
                std::fs::remove_file(path)?;
            }
        }
        let inner = Inner {
            dir: dir.to_owned(),
            count: Mutex::new(0),
        };
        *inner.count.lock() = inner.ids()?.len();
        Ok(CaptureBox {
            inner: Arc::new(inner),
        })
    }

    /// The letters, newest first.
    ///
    /// # Errors
    /// The directory cannot be read.
    pub async fn list(&self) -> io::Result<Vec<Captured>> {
        self.off_the_loop(|inner| {
            let ids = inner.ids()?;
            // One that was removed since is no error.
            let read = |id: &String| inner.summary(id).transpose();
            ids.iter().rev().filter_map(read).collect()
        })
        .await
    }

    /// One letter, as it would have been sent; `None` when there is none of that name.
    ///
    /// # Errors
    /// The file cannot be read.
    pub async fn get(&self, id: &str) -> io::Result<Option<Vec<u8>>> {
        if !is_id(id) {
            return Ok(None);
        }
        let id = id.to_owned();
        self.off_the_loop(move |inner| inner.read(&id, LARGEST)).await
    }

    /// Keeps a letter. It is on disk when this returns.
    pub(crate) async fn put(&self, tag: MessageTag, at: Moment, mime: &[u8]) -> io::Result<()> {
        let name = id_of(tag, at);
        let mime = zeroize::Zeroizing::new(mime.to_vec());
        self.off_the_loop(move |inner| inner.write(&name, &mime)).await
    }

    async fn off_the_loop<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || work(&inner))
            .await
            .map_err(io::Error::other)?
    }
}

/// Removes the letters to this address from the box in a directory, and tells how many there were. Works beside the server
/// that fills the box; no box is an empty one.
///
/// # Errors
/// The directory cannot be read, or a letter cannot be removed.
pub fn forget(dir: &Path, to: &Email) -> io::Result<usize> {
    let address = as_address(to).map_err(io::Error::other)?.to_string();
    let inner = Inner {
        dir: dir.to_owned(),
        count: Mutex::new(0),
    };
    let ids = match inner.ids() {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(0),
        ids => ids?,
    };
    let mut gone = 0;
    for id in ids {
        let summary = inner.summary(&id)?;
        if summary.is_some_and(|it| it.to.eq_ignore_ascii_case(&address)) {
            std::fs::remove_file(inner.path(&id))?;
            gone += 1;
        }
    }
    Ok(gone)
}

impl Inner {
    /// All names, oldest first.
    fn ids(&self) -> io::Result<Vec<String>> {
        let mut ids = Vec::new();
        for entry in std::fs::read_dir(&self.dir)? {
            let name = entry?.file_name();
            let id = name.to_str().and_then(|it| it.strip_suffix(SUFFIX));
            ids.extend(id.filter(|it| is_id(it)).map(str::to_owned));
        }
        ids.sort_unstable();
        Ok(ids)
    }

    fn write(&self, id: &str, mime: &[u8]) -> io::Result<()> {
        let unfinished = self.dir.join(format!("{id}{UNFINISHED}"));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&unfinished)?;
        file.write_all(mime)?;
        file.sync_all()?;
        std::fs::rename(&unfinished, self.path(id))?;
        File::open(&self.dir)?.sync_all()?;
        self.make_room()
    }

    fn make_room(&self) -> io::Result<()> {
        let mut count = self.count.lock();
        *count += 1;
        if *count < KEPT + SLACK {
            return Ok(());
        }
        let ids = self.ids()?;
        for id in ids.iter().take(ids.len().saturating_sub(KEPT)) {
            std::fs::remove_file(self.path(id))?;
        }
        *count = ids.len().min(KEPT);
        Ok(())
    }

    fn read(&self, id: &str, most: u64) -> io::Result<Option<Vec<u8>>> {
        let file = match File::open(self.path(id)) {
            Ok(file) => file,
            Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(why) => return Err(why),
        };
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    fn summary(&self, id: &str) -> io::Result<Option<Captured>> {
        let Some(bytes) = self.read(id, HEADERS)? else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&bytes);
        let header = |name: &str| {
            let mut lines = text.lines().take_while(|it| !it.is_empty());
            let value = lines.find_map(|it| it.strip_prefix(name)?.strip_prefix(": "));
            let mut value = value.unwrap_or_default().to_owned();
            // What does not fit on a line goes on in the next, after a blank that belongs to it.
            value.extend(lines.take_while(|it| it.starts_with([' ', '\t'])));
            value
        };
        Ok(Some(Captured {
            id: id.to_owned(),
            to: header("To"),
            subject: header("Subject"),
            date: header("Date"),
        }))
    }

    fn path(&self, id: &str) -> PathBuf {
        self.dir.join(format!("{id}{SUFFIX}"))
    }
}

/// Milliseconds in 15 digits, so that names sort by time for the next 30 000 years, and half of the letter's own tag.
fn id_of(tag: MessageTag, at: Moment) -> String {
    let half = u128::from_be_bytes(tag.0) >> 64;
    format!("{:015}-{half:016x}", at.0.max(0))
}

/// Digits, a dash, hexadecimal digits: nothing that could lead out of the directory.
fn is_id(text: &str) -> bool {
    text.split_once('-').is_some_and(|(time, tag)| {
        time.len() == 15
            && time.bytes().all(|it| it.is_ascii_digit())
            && tag.len() == 16
            && tag.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn tag(n: u8) -> MessageTag {
        MessageTag([n; 16])
    }

    const LETTER: &[u8] =
        b"From: a@example.com\r\nTo: ann@example.com\r\nSubject: Reset your password\r\nDate: today\r\n\r\nTo: nobody\r\n";

    #[tokio::test]
    async fn a_captured_letter_is_listed_newest_first_and_read_as_it_was_sent() {
        let dir = tempfile::tempdir().unwrap();
        let captured = CaptureBox::open(&dir.path().join("captured")).unwrap();
        captured.put(tag(1), Moment(1_000), LETTER).await.unwrap();
        captured.put(tag(2), Moment(20_000), LETTER).await.unwrap();
        let list = captured.list().await.unwrap();
        assert_eq!(list.len(), 2);
        assert!(list[0].id > list[1].id);
        assert_eq!(
            (
                list[0].to.as_str(),
                list[0].subject.as_str(),
                list[0].date.as_str()
            ),
            ("ann@example.com", "Reset your password", "today")
        );
        assert_eq!(captured.get(&list[0].id).await.unwrap().unwrap(), LETTER);
        let folded = "Subject: =?utf-8?b?w4Q=?=\r\n =?utf-8?b?w5Y=?=\r\nDate: today\r\n\r\n";
        captured
            .put(tag(3), Moment(30_000), folded.as_bytes())
            .await
            .unwrap();
        let newest = captured.list().await.unwrap().remove(0);
        let subject = "=?utf-8?b?w4Q=?= =?utf-8?b?w5Y=?=";
        assert_eq!(
            (newest.subject.as_str(), newest.date.as_str()),
            (subject, "today")
        );
        let mode = |path: PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(dir.path().join("captured")), 0o700);
        assert_eq!(
            mode(dir.path().join("captured").join(format!("{}.eml", list[0].id))),
            0o600
        );
    }

    #[tokio::test]
    async fn no_name_leads_out_of_the_box() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("secret.eml"), "x").unwrap();
        let captured = CaptureBox::open(&dir.path().join("captured")).unwrap();
        let zeros = "000000000001000-00000000000000";
        for id in [
            "",
            "..",
            "../secret",
            "/etc/passwd",
            "000000000001000-../../../../x",
            zeros,
            "\0",
        ] {
            assert!(captured.get(id).await.unwrap().is_none(), "{id:?}");
        }
    }

    #[tokio::test]
    async fn a_full_box_loses_its_oldest_letters() {
        let dir = tempfile::tempdir().unwrap();
        for n in 0..i64::try_from(KEPT + SLACK).unwrap() {
            std::fs::write(
                dir.path().join(format!("{}.eml", id_of(tag(1), Moment(n)))),
                LETTER,
            )
            .unwrap();
        }
        let captured = CaptureBox::open(dir.path()).unwrap();
        captured.put(tag(2), Moment(5_000_000), LETTER).await.unwrap();
        let list = captured.list().await.unwrap();
        assert_eq!(list.len(), KEPT);
        assert_eq!(list[0].id, id_of(tag(2), Moment(5_000_000)));
    }

    #[test]
    fn what_a_killed_server_left_half_written_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let left = dir.path().join("000000000001000-0000000000000001.part");
        std::fs::write(&left, "half").unwrap();
        CaptureBox::open(dir.path()).unwrap();
        assert!(!left.exists());
    }
}
