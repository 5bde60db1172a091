//! `resetd conformance` as an operator runs it, and whether what it names as evidence is there.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod conformance {
    mod command;
    mod evidence;
    pub mod floors;
    pub mod run;
}

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use conformance::run::root;

/// Every Rust source below a directory.
fn sources(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn nothing_on_the_way_of_an_answer_sleeps() {
    let mut sleepy = BTreeSet::new();
    for floor in ["recovery", "directory", "store", "web"] {
        let floor = root().join("crates").join(floor).join("src");
        for file in sources(&floor) {
            let text = std::fs::read_to_string(&file).unwrap();
            if text.contains("sleep") {
                sleepy.insert(file.strip_prefix(root()).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    // The capture box's page waits for a letter under way; a listener that is out of files pauses before it accepts again; of a
    // client over its limit nothing is read for a moment once it was answered; a store that is opened waits for its lock.
    let known = [
        "crates/store/src/sqlite/mod.rs",
        "crates/store/src/sqlite/tests.rs",
        "crates/web/src/capture.rs",
        "crates/web/src/serve.rs",
        "crates/web/src/serve/rest.rs",
    ];
    assert_eq!(sleepy, BTreeSet::from(known.map(str::to_owned)));
}

#[test]
fn the_database_holds_no_other_factor_that_a_reset_could_touch() {
    let schema = root().join("crates/store/migrations");
    let mut read = 0;
    for entry in std::fs::read_dir(schema).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path())
            .unwrap()
            .to_lowercase();
        assert!(text.contains("password_hash"), "this is the schema of accounts");
        for word in ["factor", "totp", "otp_secret", "webauthn", "passkey", "mfa"] {
            assert!(!text.contains(word), "{word}: look at after.factors again");
        }
        read += 1;
    }
    assert!(read > 0);
}

#[test]
fn no_library_is_older_than_its_floor() {
    conformance::floors::every_library_holds();
}

#[test]
fn sqlite_is_not_older_than_its_floor() {
    conformance::floors::sqlite_holds(rusqlite::version());
}
