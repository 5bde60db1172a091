//! Runs the release binary in an empty directory, and reads what stands in the repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What the command answered.
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// `resetd conformance` with these words.
pub fn judge(words: &[&str]) -> Answer {
    let directory = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_resetd"));
    command.arg("conformance").args(words);
    let done = command
        .current_dir(directory.path())
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(
        std::fs::read_dir(directory.path()).unwrap().count(),
        0,
        "a verdict leaves nothing behind"
    );
    Answer {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// The same with `--json`.
pub fn report(words: &[&str]) -> Value {
    let answer = judge(&[&["--json"], words].concat());
    serde_json::from_str(&answer.out).unwrap_or_else(|why| panic!("{why}: {}{}", answer.out, answer.err))
}

/// The requirements of a report.
pub fn rows(report: &Value) -> Vec<&Value> {
    let chapters = report["chapters"].as_array().unwrap();
    let rows = chapters
        .iter()
        .flat_map(|it| it["requirements"].as_array().unwrap());
    rows.collect()
}

/// One of them.
pub fn row<'a>(report: &'a Value, id: &str) -> &'a Value {
    let found = rows(report).into_iter().find(|it| it["id"] == id);
    found.unwrap_or_else(|| panic!("no {id}"))
}
