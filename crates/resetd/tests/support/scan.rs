//! Searches bytes for secrets, in every spelling in which a program could let one slip.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Spellings are looked up by their first bytes, so none may be shorter.
const HEAD: usize = 6;

/// What to search for.
#[derive(Default)]
pub struct Scan {
    needles: Vec<(String, Vec<u8>)>,
    by_head: HashMap<[u8; HEAD], Vec<usize>>,
}

impl Scan {
    /// Adds a secret text under a name that may be printed.
    pub fn add(&mut self, name: &str, secret: &str) {
        self.add_all(name, spellings(secret));
    }

    /// Adds secret bytes.
    pub fn add_bytes(&mut self, name: &str, secret: &[u8]) {
        self.add_all(name, spellings_of_bytes(secret));
    }

    fn add_all(&mut self, name: &str, spellings: Vec<(&'static str, Vec<u8>)>) {
        for (spelling, bytes) in spellings {
            assert!(
                bytes.len() >= HEAD + 2,
                "{name} is too short to be searched for: chance would find it"
            );
            if let Some(head) = bytes.first_chunk::<HEAD>() {
                self.by_head.entry(*head).or_default().push(self.needles.len());
                self.needles.push((format!("{name}, {spelling}"), bytes));
            }
        }
    }

    /// The names of all that lie in these bytes.
    pub fn found_in(&self, hay: &[u8]) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        for (at, head) in hay.windows(HEAD).enumerate() {
            let Some(candidates) = <&[u8; HEAD]>::try_from(head)
                .ok()
                .and_then(|head| self.by_head.get(head))
            else {
                continue;
            };
            for (name, bytes) in candidates.iter().map(|it| &self.needles[*it]) {
                if hay[at..].starts_with(bytes) {
                    found.insert(name.as_str());
                }
            }
        }
        found
    }

    /// Fails when there is any.
    pub fn none_in(&self, place: &str, hay: &[u8]) {
        let found = self.found_in(hay);
        assert!(
            found.is_empty(),
            "{place} holds secrets: {found:#?}\n{}",
            self.surroundings(hay)
        );
    }

    /// Fails when any file under a directory, or its name, holds one. Returns how many bytes were read.
    pub fn none_under(&self, dir: &Path) -> usize {
        let mut bytes = 0;
        for path in files(dir) {
            let content = std::fs::read(&path).unwrap();
            bytes += content.len();
            self.none_in(&path.display().to_string(), &content);
            self.none_in("a file name", path.as_os_str().as_encoded_bytes());
        }
        bytes
    }

    /// The lines around what was found, for whoever has to find the leak.
    fn surroundings(&self, hay: &[u8]) -> String {
        let text = String::from_utf8_lossy(hay);
        let leaky = text
            .lines()
            .filter(|line| !self.found_in(line.as_bytes()).is_empty());
        leaky
            .take(5)
            .map(|line| format!("{}\n", line.chars().take(1000).collect::<String>()))
            .collect()
    }
}

/// All files under a directory.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = vec![];
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path))
        } else {
            all.push(path)
        }
    }
    all
}

/// A secret text as the encodings on our way carry it.
pub fn spellings(secret: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = secret.as_bytes();
    let unreserved = |it: u8| it.is_ascii_alphanumeric() || b"-._~".contains(&it);
    let in_url = encoded(bytes, unreserved, |it| format!("%{it:02X}"));
    let in_lower_url = encoded(bytes, unreserved, |it| format!("%{it:02x}"));
    let in_loose_url = encoded(bytes, |it| it.is_ascii_graphic(), |it| format!("%{it:02X}"));
    let quoted = encoded(
        bytes,
        |it| it != b'=' && (b' '..=b'~').contains(&it),
        |it| format!("={it:02X}"),
    );
    let json = inner(&serde_json::to_string(secret).unwrap());
    let mut all = spellings_of_bytes(bytes);
    all.extend([
        (
            "in UTF-16",
            secret.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
        ("in a form", in_url.replace("%20", "+").into_bytes()),
        ("percent-encoded", in_url.into_bytes()),
        ("percent-encoded in lower case", in_lower_url.into_bytes()),
        ("percent-encoded where it must be", in_loose_url.into_bytes()),
        ("quoted-printable", quoted.into_bytes()),
        (
            "in JSON in JSON",
            inner(&serde_json::to_string(&json).unwrap()).into_bytes(),
        ),
        ("in JSON", json.into_bytes()),
        ("as Debug shows it", inner(&format!("{secret:?}")).into_bytes()),
    ]);
    each_once(all)
}

/// Bytes as they are, and as programs show bytes.
fn spellings_of_bytes(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let listed: Vec<String> = bytes.iter().map(u8::to_string).collect();
    let hex = encoded(bytes, |_| false, |it| format!("{it:02x}"));
    let mut all: Vec<(&'static str, Vec<u8>)> = vec![
        ("as it is", bytes.to_vec()),
        ("as a list of bytes", listed.join(", ").into_bytes()),
        ("as a list of bytes without spaces", listed.join(",").into_bytes()),
        ("in upper-case hex", hex.to_uppercase().into_bytes()),
        ("in hex", hex.into_bytes()),
    ];
    for shift in 0..3 {
        all.push(("in base64", inside_base64(bytes, shift, &STANDARD_NO_PAD)));
        all.push(("in base64url", inside_base64(bytes, shift, &URL_SAFE_NO_PAD)));
    }
    each_once(all)
}

fn each_once(mut all: Vec<(&'static str, Vec<u8>)>) -> Vec<(&'static str, Vec<u8>)> {
    let mut known = BTreeSet::new();
    all.retain(|(_, bytes)| known.insert(bytes.clone()));
    all
}

fn encoded(bytes: &[u8], plain: impl Fn(u8) -> bool, escape: impl Fn(u8) -> String) -> String {
    let spell = |byte: &u8| {
        if plain(*byte) {
            char::from(*byte).to_string()
        } else {
            escape(*byte)
        }
    };
    bytes.iter().map(spell).collect()
}

/// Without the quotes around it.
fn inner(quoted: &str) -> String {
    let start = quoted.strip_prefix('"').unwrap_or(quoted);
    start.strip_suffix('"').unwrap_or(start).to_owned()
}

/// The characters that the secret alone decides when it lies anywhere in what is encoded.
fn inside_base64(bytes: &[u8], shift: usize, engine: &impl Engine) -> Vec<u8> {
    let padded = [&[0].repeat(shift), bytes].concat();
    let text = engine.encode(&padded);
    let first = (shift * 8).div_ceil(6);
    let last = padded.len() * 8 / 6;
    text.as_bytes()[first..last].to_vec()
}
