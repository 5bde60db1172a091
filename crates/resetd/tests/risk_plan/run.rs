//! Runs the release binary in an empty directory, with no settings but those that are given.

use std::process::Command;

use serde_json::Value;

/// What a command answered.
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// `resetd` with these words.
pub fn resetd(words: &[&str]) -> Answer {
    let directory = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_resetd"));
    command.args(words).current_dir(directory.path()).env_clear();
    let done = command.output().unwrap();
    assert_eq!(
        std::fs::read_dir(directory.path()).unwrap().count(),
        0,
        "a plan leaves nothing behind"
    );
    Answer {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// `resetd risk plan --json` with these words, whatever it answered.
pub fn plan(words: &[&str]) -> Value {
    let answer = resetd(&[&["risk", "plan", "--json"], words].concat());
    serde_json::from_str(&answer.out).unwrap_or_else(|why| panic!("{why}: {}{}", answer.out, answer.err))
}

/// A number of a plan to four significant digits.
pub fn four(plan: &Value, place: &str) -> String {
    let found = plan.pointer(place).and_then(Value::as_f64);
    format!(
        "{:.3e}",
        found.unwrap_or_else(|| panic!("no number at {place}: {plan}"))
    )
}

/// The same of a number that a person wrote.
pub fn number(value: f64) -> String {
    format!("{value:.3e}")
}
