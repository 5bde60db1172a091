//! `resetd selftest` as an operator runs it: what it compares, what it answers, and that it touches nothing outside.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::sink::Sink;

/// Limits that the walks meet soon, so that throttling is compared and takes no time.
const SOON: [&str; 4] = [
    "--set",
    "limits.client.asks=24",
    "--set",
    "limits.client.checks=40",
];

/// What it answered.
struct Ended {
    code: i32,
    out: String,
    err: String,
}

/// Runs it in an empty directory, which has to be empty again afterwards.
fn selftest(words: &[&str]) -> Ended {
    let here = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_resetd"));
    command.arg("selftest").args(words).current_dir(here.path());
    command.env_clear().env("TMPDIR", here.path());
    let done = command.output().unwrap();
    assert_eq!(left_in(here.path()), 0, "nothing is left behind");
    Ended {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

fn left_in(directory: &Path) -> usize {
    std::fs::read_dir(directory).unwrap().count()
}

/// Its rows.
fn rows(ended: &Ended) -> Vec<Value> {
    let lines = ended.out.lines();
    lines
        .map(|it| serde_json::from_str(it).unwrap_or_else(|why| panic!("{why}: {it}")))
        .collect()
}

fn documented(row: &Value) -> bool {
    matches!(row["surface"].as_str(), Some("4pointx" | "userverse"))
}

#[test]
fn in_the_hardened_profile_every_call_answers_and_works_alike_for_every_account() {
    let ended = selftest(&[&["--json", "--set", "profile=hardened"], &SOON[..]].concat());
    let rows = rows(&ended);
    let others: Vec<&Value> = rows.iter().filter(|it| it["verdict"] != "alike").collect();
    assert!(others.is_empty(), "{others:#?}");
    assert_eq!(ended.code, 0, "{}", ended.err);

    let mut seen = BTreeSet::new();
    for row in &rows {
        let groups = row["status"].as_object().unwrap();
        let names: Vec<&String> = groups.keys().collect();
        assert_eq!(names.len(), 7, "{row}");
        seen.extend(groups.values().map(|it| it.as_u64().unwrap()));
    }
    let wanted = [200, 202, 303, 400, 401, 404, 409, 410, 422, 429];
    assert!(
        wanted.iter().all(|it| seen.contains(it)),
        "every ending is passed: {seen:?}"
    );
    let to_the_limit: Vec<&Value> = rows
        .iter()
        .filter(|it| it["call"].as_str().unwrap().ends_with("over and over"))
        .collect();
    assert_eq!(to_the_limit.len(), 8, "asks and checks of four surfaces");
    assert!(
        to_the_limit.iter().all(|it| it["status"]["unknown"] == 429),
        "{to_the_limit:#?}"
    );
    for surface in ["4pointx", "userverse", "v1", "pages"] {
        for mail in ["goes-out", "is-down"] {
            let counted = rows
                .iter()
                .filter(|it| it["surface"] == surface && it["mail"] == mail)
                .filter(|it| it["statements"]["unknown"].as_u64().unwrap() >= 3)
                .filter(|it| it["commits"]["unknown"].as_u64().unwrap() >= 1);
            assert!(
                counted.count() > 5,
                "statements and commits are counted: {surface}, {mail}"
            );
        }
    }
}

#[test]
fn in_the_documented_profile_what_the_document_forces_is_told_as_such_and_the_rest_conceals() {
    let ended = selftest(&[&["--json"], &SOON[..]].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    let rows = rows(&ended);
    for row in rows.iter().filter(|it| !documented(it)) {
        assert_eq!(row["verdict"], "alike", "{row:#}");
    }
    let ask = rows
        .iter()
        .find(|it| it["surface"] == "4pointx" && it["call"] == "ask")
        .unwrap();
    assert_eq!(ask["verdict"], "forced by the documented API");
    assert_eq!(
        (&ask["status"]["known"], &ask["status"]["unknown"]),
        (&Value::from(200), &Value::from(409))
    );
    let found: BTreeSet<&str> = rows
        .iter()
        .flat_map(|it| it["differences"].as_array().unwrap())
        .map(|it| it["what"].as_str().unwrap())
        .collect();
    assert!(
        ["status", "statements", "commits"]
            .iter()
            .all(|it| found.contains(it)),
        "what differs there is found: {found:?}"
    );
    let weak = rows
        .iter()
        .find(|it| it["call"] == "new password, refused by the policy")
        .unwrap();
    assert_eq!(weak["verdict"], "alike", "the policy comes before the account");
}

#[test]
fn it_mails_nobody_and_leaves_the_given_data_directory_alone() {
    let sink = Sink::start();
    let data = tempfile::tempdir().unwrap();
    let port = format!("mail.smtp.port={}", sink.address.port());
    let directory = format!("data_dir={}", data.path().display());
    let given = [
        "mail.transport=smtp",
        "mail.smtp.host=127.0.0.1",
        "mail.smtp.tls=none",
        "http.listen=127.0.0.1:1",
        "profile=hardened",
        "limits.enabled=false",
        "dialects.enabled=4pointx,v1",
        port.as_str(),
        directory.as_str(),
    ];
    let words: Vec<&str> = given.iter().flat_map(|it| ["--set", it]).collect();
    let ended = selftest(&words);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert_eq!(sink.connections(), 0, "the given mail server is not spoken to");
    assert_eq!(left_in(data.path()), 0);
    for replaced in ["data_dir, keys", "http.listen", "trusted_proxies", "mail: "] {
        assert!(
            ended.err.contains(replaced),
            "{replaced} is said to be replaced: {}",
            ended.err
        );
    }
    assert!(ended.out.contains("│ 4pointx") && ended.out.contains("│ v1"));
    assert!(!ended.out.contains("│ pages"), "what is not served is not tested");
    assert!(ended.out.contains("0 different"), "{}", ended.out);
}

#[test]
fn settings_that_cannot_be_used_are_told_as_at_a_start() {
    let ended = selftest(&["--set", "profile=hardend"]);
    assert_eq!(ended.code, 3);
    assert!(
        ended.err.contains("profile") && ended.err.contains("hardened"),
        "{}",
        ended.err
    );
}

#[test]
fn a_bench_that_could_not_tell_anything_is_not_begun() {
    for words in [
        &["--latency", "--accounts", "1999"][..],
        &["--plant", "5"],
        &["--plot", "picture.svg"],
        &["--latency", "--plant", "0"],
    ] {
        let ended = selftest(words);
        assert_eq!(ended.code, 2, "{words:?}: {}", ended.err);
    }
}
