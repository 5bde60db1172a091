//! One server to a data directory: a kernel lock, which ends with the process, however it ends.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

/// The lock on a data directory, held for as long as this lives.
#[derive(Debug)]
pub(crate) struct DirLock(#[allow(dead_code, reason = "open for as long as the lock is held")] File);

/// Makes the directory, for its owner alone, if there is none.
pub(crate) fn make_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// Creates a file for its owner alone, so that what SQLite makes beside it gets the same mode.
pub(crate) fn make_file(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(path)
}

impl DirLock {
    /// Takes the lock; `None` when another process has it.
    pub(crate) fn take(dir: &Path) -> io::Result<Option<DirLock>> {
        let file = make_file(&dir.join("lock"))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(DirLock(file))),
            Err(Errno::WOULDBLOCK) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }
}
