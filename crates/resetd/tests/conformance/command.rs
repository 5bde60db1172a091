//! The command itself: its verdicts, its forms, its exit code.

use serde_json::json;

use super::run::{judge, report, root, row, rows};

const REGENERATE: &str = "cargo run --release -- conformance --markdown > docs/conformance.md";

#[test]
fn what_is_met_what_is_not_and_what_is_forced_is_said_with_its_evidence() {
    let report = report(&[]);
    let once = row(&report, "codes.life");
    assert_eq!(once["verdict"], "met");
    assert_eq!(once["standards"], json!(["ASVS 6.5.5"]));
    assert_eq!(once["settings"], json!([{"key": "code.ttl", "value": "10m"}]));
    assert_eq!(once["why"], json!(null));
    assert!(!once["tests"].as_array().unwrap().is_empty());
    let webhook = row(&report, "after.sessions");
    assert_eq!(webhook["verdict"], "not met");
    assert!(webhook["why"].as_str().unwrap().contains("no webhook"));
    assert_eq!(webhook["tests"], json!([]));
    let known = row(&report, "enumeration.documented");
    assert_eq!(known["verdict"], "forced by the documented API");
}

#[test]
fn the_counts_are_those_of_the_rows() {
    let report = report(&[]);
    for (count, verdict) in [
        ("met", "met"),
        ("not_met", "not met"),
        ("forced", "forced by the documented API"),
    ] {
        let counted = rows(&report).iter().filter(|it| it["verdict"] == verdict).count();
        assert!(counted > 0, "{verdict}");
        assert_eq!(report[count], json!(counted), "{verdict}");
    }
}

#[test]
fn settings_turn_verdicts_wherever_they_come_from() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("resetd.toml");
    std::fs::write(&file, "[code]\nttl = \"1h\"\n[dialects]\nenabled = [\"v1\"]\n").unwrap();
    let report = report(&[
        "--config",
        file.to_str().unwrap(),
        "--set",
        "password.min_length=15",
    ]);
    assert_eq!(row(&report, "codes.life")["verdict"], "not met");
    assert_eq!(row(&report, "codes.life")["settings"][0]["value"], "1h");
    assert_eq!(row(&report, "enumeration.documented")["verdict"], "met");
    assert_eq!(row(&report, "passwords.shortest")["verdict"], "met");
    assert_eq!(report["forced"], 0);
}

#[test]
fn the_exit_code_says_whether_anything_is_not_met_whatever_is_shown() {
    for words in [
        &[][..],
        &["--json"],
        &["--markdown"],
        &["--only", "met"],
        &["--only", "forced"],
    ] {
        assert_eq!(judge(words).code, 1, "{words:?}");
    }
    let help = judge(&["--help"]);
    assert_eq!(help.code, 0);
    let help = help.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("1 when some are not met"), "{help}");
}

#[test]
fn settings_that_are_wrong_are_all_named_and_nothing_is_judged() {
    let answer = judge(&["--set", "code.ttl=25h", "--set", "code.attempts=0"]);
    assert_eq!((answer.code, answer.out.as_str()), (3, ""));
    for key in ["code.ttl", "code.attempts"] {
        assert!(answer.err.contains(key), "{}", answer.err);
    }
    assert_eq!(judge(&["--only", "maybe"]).code, 2);
    assert_eq!(judge(&["--json", "--markdown"]).code, 2);
}

#[test]
fn the_list_shows_the_rows_that_are_asked_for_and_counts_all() {
    let not_met = report(&["--only", "not-met"]);
    let ids: Vec<&str> = rows(&not_met)
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert!(
        ids.contains(&"after.sessions") && !ids.contains(&"codes.life"),
        "{ids:?}"
    );
    let listed = judge(&["--only", "not-met"]).out;
    for id in ids {
        assert!(listed.contains(&format!("  {id}: not met (")), "{id}\n{listed}");
    }
    assert!(!listed.contains(": met\n"), "{listed}");
    assert!(
        listed.trim_end().ends_with("forced by a documented API"),
        "{listed}"
    );
    let all = judge(&[]).out;
    assert!(all.contains("  codes.life: met\n"), "{all}");
    assert!(all.contains("      setting code.ttl = 10m\n"), "{all}");
}

#[test]
fn secret_settings_are_not_shown() {
    let key = "0123456789abcdef".repeat(4);
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("resetd.toml");
    std::fs::write(&file, format!("[keys]\nring = \"{key}\"\n")).unwrap();
    for form in ["--json", "--markdown"] {
        let answer = judge(&[form, "--config", file.to_str().unwrap()]);
        assert!(!answer.out.contains(&key) && !answer.err.contains(&key));
        assert_eq!(answer.code, 1, "{}", answer.err);
        assert!(answer.out.contains("***"), "it is said to be there");
    }
}

#[test]
fn the_page_of_the_default_settings_is_the_one_the_program_prints() {
    let printed = judge(&["--markdown"]).out;
    let kept = std::fs::read_to_string(root().join("docs/conformance.md")).unwrap_or_default();
    assert!(
        printed == kept,
        "docs/conformance.md is stale; write it anew with\n  {REGENERATE}"
    );
}
