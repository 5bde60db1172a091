//! The file of the keys that codes, links and the ledger derive from. It is made once, is readable by its owner
//! alone, and is never written over.

use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use recovery::keys::{KeyId, KeyRing, NoRing};
use recovery::ports::{Chance, draw};
use recovery::secret::Secret32;
use zeroize::{Zeroize, Zeroizing};

use crate::settings::Keys;

/// A key file is some hundred bytes; what is longer than this is another file.
const LONGEST: u64 = 64 * 1024;

/// What a new key file begins with.
const HEAD: &str = "\
# The keys of resetd. Codes, links and the ledger of wrong guesses derive from them.
#
# Whoever reads this file and the database can answer every code: keep it readable by its owner alone (mode 0600),
# and back it up apart from the database. Without it every code that is under way is lost, and the ledger with it.
#
# ledger KEY          counts wrong guesses per address; never changes
# key NUMBER KEY      derives codes and links; the highest number derives new ones
#
# Each KEY is 32 random bytes in base64url, as resetd writes them.
";

/// Why there are no keys to work with: what is wrong, and what to do. Never with a key in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoKeys {
    what: String,
    mend: String,
}

impl fmt::Display for NoKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n    {}", self.what, self.mend)
    }
}

impl std::error::Error for NoKeys {}

fn no_keys<T>(what: impl Into<String>, mend: impl Into<String>) -> Result<T, NoKeys> {
    Err(NoKeys {
        what: what.into(),
        mend: mend.into(),
    })
}

/// The key ring that the settings name. A key file that is not there is made, with random keys and mode 0600.
///
/// # Errors
/// [`NoKeys`]: cannot be read or made, others can read it, not the form of a key file, or weak keys.
pub fn open(keys: &Keys, chance: &dyn Chance) -> Result<KeyRing, NoKeys> {
    match keys {
        Keys::Ring(text) => parse(text.reveal(), "keys.ring"),
        Keys::File(path) => match read(path)? {
            Some(text) => parse(&text, &path.display().to_string()),
            None => {
                make(path, chance)?;
                // Not what was made, but what is there: another starter may have been first.
                existing(keys)
            }
        },
    }
}

/// The key ring that the settings name, without making one: for `config check` and commands beside a server.
///
/// # Errors
/// As [`open`], and when the file is not there.
pub fn existing(keys: &Keys) -> Result<KeyRing, NoKeys> {
    match keys {
        Keys::Ring(text) => parse(text.reveal(), "keys.ring"),
        Keys::File(path) => match read(path)? {
            Some(text) => parse(&text, &path.display().to_string()),
            None => no_keys(
                format!("there is no key file {}", path.display()),
                "The first start of resetd serve makes it; or restore it from your backup.",
            ),
        },
    }
}

/// Reads a file that its owner alone can read; `None` when it is not there.
fn read(path: &Path) -> Result<Option<Zeroizing<String>>, NoKeys> {
    let shown = path.display();
    let unreadable = |cause: std::io::Error| {
        no_keys(
            format!("the key file {shown} cannot be read: {cause}"),
            "Check keys.file, and that this user owns the file.",
        )
    };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
        Err(cause) => return unreadable(cause),
    };
    let about = match file.metadata() {
        Ok(about) => about,
        Err(cause) => return unreadable(cause),
    };
    let mode = about.permissions().mode() & 0o777;
    if !about.is_file() || about.len() > LONGEST {
        return no_keys(format!("{shown} is no key file"), "Check keys.file.");
    }
    if mode & 0o077 != 0 {
        return no_keys(
            format!("others can read or write the key file {shown} (mode {mode:04o})"),
            format!("chmod 600 {shown}; if others may have read it, replace the keys as well."),
        );
    }
    let mut text = Zeroizing::new(String::new());
    match file.take(LONGEST).read_to_string(&mut text) {
        Ok(_) => Ok(Some(text)),
        Err(cause) => unreadable(cause),
    }
}

/// Makes a key file: written whole and synced under another name, then linked to its own, which fails if it is taken.
fn make(path: &Path, chance: &dyn Chance) -> Result<(), NoKeys> {
    let text = fresh(chance)?;
    let directory = path
        .parent()
        .filter(|it| !it.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let unmade = |cause: std::io::Error| NoKeys {
        what: format!("the key file {} cannot be made: {cause}", path.display()),
        mend: "Check data_dir and keys.file, and that this user may write there.".to_owned(),
    };
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
        .map_err(unmade)?;
    let beside = beside(path, chance)?;
    let written = write_synced(&beside, &text).and_then(|()| match fs::hard_link(&beside, path) {
        // Another starter was first; its keys count.
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    let removed = fs::remove_file(&beside);
    written
        .and(removed)
        .and_then(|()| File::open(directory)?.sync_all())
        .map_err(unmade)
}

/// A name in the same directory that nobody else uses.
fn beside(path: &Path, chance: &dyn Chance) -> Result<PathBuf, NoKeys> {
    let tail: [u8; 8] = draw(chance).map_err(no_chance)?;
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{:016x}.new", u64::from_be_bytes(tail)));
    Ok(PathBuf::from(name))
}

fn write_synced(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn fresh(chance: &dyn Chance) -> Result<Zeroizing<String>, NoKeys> {
    let mut text = Zeroizing::new(HEAD.to_owned());
    for name in ["ledger", "key 1"] {
        let mut key: [u8; 32] = draw(chance).map_err(no_chance)?;
        let written = Zeroizing::new(URL_SAFE_NO_PAD.encode(key));
        key.zeroize();
        for part in [name, " ", written.as_str(), "\n"] {
            text.push_str(part);
        }
    }
    Ok(text)
}

fn no_chance(cause: recovery::ports::Broken) -> NoKeys {
    NoKeys {
        what: format!("keys cannot be made: {cause}"),
        mend: "Try again; the machine has no random numbers yet.".to_owned(),
    }
}

/// Reads the text of a key file. `source` says in complaints where it stands.
fn parse(text: &str, source: &str) -> Result<KeyRing, NoKeys> {
    let mut keys: Vec<(KeyId, Secret32)> = Vec::new();
    let mut ledger = None;
    for (number, line) in text.lines().enumerate() {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        let at = format!("{source}, line {}", number + 1);
        match words.as_slice() {
            [] => {}
            [first, ..] if first.starts_with('#') => {}
            ["ledger", _] if ledger.is_some() => {
                return no_keys(
                    format!("{at}: a second ledger key"),
                    "Keep the one that was there first.",
                );
            }
            ["ledger", key] => ledger = Some(secret(key, &at)?),
            ["key", id, key] => keys.push((key_id(id, &at)?, secret(key, &at)?)),
            _ => {
                return no_keys(
                    format!("{at}: neither `ledger KEY` nor `key NUMBER KEY`"),
                    "Restore the file from your backup.",
                );
            }
        }
    }
    let Some(ledger) = ledger else {
        return no_keys(
            format!("{source}: no ledger key"),
            "Restore the file from your backup.",
        );
    };
    let all: Vec<&Secret32> = keys.iter().map(|(_, key)| key).chain([&ledger]).collect();
    if all
        .iter()
        .enumerate()
        .any(|(n, key)| all.iter().take(n).any(|it| it == key))
    {
        return no_keys(
            format!("{source}: one key stands there twice"),
            "Restore the file from your backup.",
        );
    }
    KeyRing::new(keys, ledger).map_err(|why| NoKeys {
        what: format!("{source}: {why}"),
        mend: match why {
            NoRing::Weak => {
                "Remove the file: resetd makes one with random keys. Codes that are under way end with it."
                    .to_owned()
            }
            NoRing::Empty | NoRing::Twice(_) => "Restore the file from your backup.".to_owned(),
        },
    })
}

fn key_id(text: &str, at: &str) -> Result<KeyId, NoKeys> {
    match text.parse::<u32>() {
        // 0 is the ledger's own number in the database.
        Ok(number) if number > 0 => Ok(KeyId(number)),
        Ok(_) | Err(_) => no_keys(
            format!("{at}: the number of a key is 1 or more"),
            "Restore the file from your backup.",
        ),
    }
}

fn secret(text: &str, at: &str) -> Result<Secret32, NoKeys> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map(Zeroizing::new).ok();
    match bytes.and_then(|it| <[u8; 32]>::try_from(it.as_slice()).ok()) {
        Some(mut key) => {
            let secret = Secret32::new(key);
            key.zeroize();
            Ok(secret)
        }
        None => no_keys(
            format!("{at}: a key is 32 bytes in base64url, 43 characters"),
            "Restore the file from your backup.",
        ),
    }
}
