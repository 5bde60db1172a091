//! The lists of a directory: all of them in memory, and read again when the directory has changed.

use std::fs::{DirBuilder, File};
use std::io::{self, BufReader};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use recovery::known::Blocklist;
use recovery::secret::Password;

use super::file::{self, ENDING};
use super::{About, List, ListName};

/// A list that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the password list {} cannot be read: {why}", path.display())]
pub struct Unshelved {
    path: PathBuf,
    why: io::Error,
}

/// What tells one version of a file from another: a list that is imported again is another file.
type Seen = Vec<(PathBuf, u64, u64, i64, i64)>;

/// All lists of a directory.
pub struct Shelf {
    directory: PathBuf,
    lists: RwLock<Arc<Vec<Arc<List>>>>,
    seen: Mutex<Seen>,
}

/// Makes the directory of lists, for this user alone.
pub(super) fn make(directory: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory)
}

impl Shelf {
    /// Reads every list. A directory that is not there has none.
    ///
    /// # Errors
    /// [`Unshelved`]: the first list that cannot be used.
    pub fn open(directory: &Path) -> Result<Shelf, Unshelved> {
        let shelf = Shelf {
            directory: directory.to_owned(),
            lists: RwLock::default(),
            seen: Mutex::default(),
        };
        shelf.refresh()?;
        Ok(shelf)
    }

    /// Reads the lists again if the directory is not as it was; `true` when it was not. It may take seconds for a large
    /// list; until it is done, the lists before count.
    ///
    /// # Errors
    /// [`Unshelved`]: a list that cannot be used. All lists stay as they were, and the next call tries again.
    pub fn refresh(&self) -> Result<bool, Unshelved> {
        let mut seen = self.seen.lock();
        let there = look(&self.directory)?;
        if *seen == there {
            return Ok(false);
        }
        let read = |path: &PathBuf| {
            let opened = File::open(path).and_then(|it| file::read(BufReader::new(it)));
            let wrong = |why| unshelved(path, why);
            opened.map(Arc::new).map_err(wrong)
        };
        let lists = there.iter().map(|it| read(&it.0));
        *self.lists.write() = Arc::new(lists.collect::<Result<_, _>>()?);
        *seen = there;
        Ok(true)
    }

    /// What is recorded of each list in memory, by name.
    #[must_use]
    pub fn about(&self) -> Vec<About> {
        self.lists.read().iter().map(|it| it.about().clone()).collect()
    }

    /// What is recorded of each list of a directory, by name, without reading them to their ends.
    ///
    /// # Errors
    /// [`Unshelved`]: the first list that cannot be read.
    pub fn listing(directory: &Path) -> Result<Vec<About>, Unshelved> {
        let read = |path: &PathBuf| {
            let opened = File::open(path).and_then(|it| file::read_about(BufReader::new(it)));
            opened.map_err(|why| unshelved(path, why))
        };
        look(directory)?.iter().map(|it| read(&it.0)).collect()
    }

    /// Removes a list. `false`: there is none of this name.
    ///
    /// # Errors
    /// [`Unshelved`]: it is still there.
    pub fn remove(directory: &Path, name: &ListName) -> Result<bool, Unshelved> {
        let path = file::path(directory, name);
        match std::fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(why) => Err(unshelved(&path, why)),
        }
    }
}

impl Blocklist for Shelf {
    fn has(&self, password: &Password) -> bool {
        let lists = Arc::clone(&self.lists.read());
        lists.iter().any(|it| it.has(password))
    }
}

fn unshelved(path: &Path, why: io::Error) -> Unshelved {
    Unshelved {
        path: path.to_owned(),
        why,
    }
}

/// The files of a directory that are lists, by name.
fn look(directory: &Path) -> Result<Seen, Unshelved> {
    let wrong = |why| unshelved(directory, why);
    let entries = match std::fs::read_dir(directory) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(wrong)?,
    };
    let mut seen = Vec::new();
    for entry in entries {
        let path = entry.map_err(wrong)?.path();
        let hidden = path
            .file_name()
            .is_none_or(|it| it.as_encoded_bytes().starts_with(b"."));
        if hidden || path.extension().is_none_or(|it| it != ENDING) {
            continue;
        }
        let about = std::fs::metadata(&path).map_err(|why| unshelved(&path, why))?;
        let (seconds, rest) = (about.mtime(), about.mtime_nsec());
        seen.push((path, about.ino(), about.len(), seconds, rest));
    }
    seen.sort();
    Ok(seen)
}
