//! `docs/odds.md` and its picture are as fresh as the program.

use std::path::{Path, PathBuf};

use super::run::resetd;

const REGENERATE: &str = "cargo run --release -- risk plan --plot docs/pictures/odds.svg";

fn docs(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(file)
}

fn page() -> String {
    std::fs::read_to_string(docs("odds.md")).unwrap()
}

/// The commands that the page shows, each with what it shows below.
fn shown(page: &str) -> Vec<(&str, &str)> {
    let blocks = page.split("```console\n").skip(1);
    blocks
        .map(|it| {
            let block = it.split("```").next().unwrap();
            let (command, output) = block.split_once('\n').unwrap();
            (command.strip_prefix("$ resetd ").unwrap(), output)
        })
        .collect()
}

#[test]
fn every_command_of_the_page_prints_what_the_page_shows() {
    let page = page();
    let shown = shown(&page);
    assert!(shown.len() >= 3, "{} commands", shown.len());
    for (command, output) in shown {
        let words: Vec<&str> = command.split(' ').collect();
        let answer = resetd(&words);
        let printed = format!("{}{}", answer.out, answer.err);
        assert!(
            printed == output,
            "docs/odds.md is stale at `resetd {command}`, which prints\n{printed}"
        );
    }
}

#[test]
fn the_picture_is_the_one_that_the_program_draws() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("odds.svg");
    let answer = resetd(&["risk", "plan", "--plot", file.to_str().unwrap()]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let drawn = std::fs::read_to_string(file).unwrap();
    let kept = std::fs::read_to_string(docs("pictures/odds.svg")).unwrap_or_default();
    assert!(
        drawn == kept,
        "docs/pictures/odds.svg is stale; draw it anew with\n  {REGENERATE}"
    );
    assert!(page().contains("(pictures/odds.svg)"), "the page shows it");
}

#[test]
fn the_figures_in_the_text_of_the_page_are_what_the_arithmetic_gives() {
    use recovery::odds;
    let page = page();
    let rung = |text: &str| text.parse().unwrap();
    let four = |value: f64| format!("{:.4}", value);
    let sure = odds::spray(rung("digits:6"), 1e6, 1.0).at_least_one;
    let year = odds::spray(rung("base32:8"), 1e6, 9125.0);
    let eight = odds::of_a_year(rung("digits:8"), 5, 1.0);
    let most = odds::most_guesses(rung("digits:8"), recovery::ledger::Units(1_000_000_000_000));
    for figure in [
        four(odds::of_a_year(rung("digits:6"), 5, 5.0)),
        four(sure),
        format!("{eight:.3e}"),
        format!("{:.6}", year.expected),
        format!("{:.6}", year.at_least_one),
        format!("{most} guesses"),
    ] {
        assert!(page.contains(&figure), "{figure} is not on the page");
    }
}
