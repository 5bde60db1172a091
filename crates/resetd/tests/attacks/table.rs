//! `docs/attacks.md` is held to what it says: each row has a test that is there, and each test of the corpus has a row.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../../../../docs/attacks.md");

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

/// The links of a text: what each says, and where it leads.
fn links(text: &str) -> Vec<(&str, &str)> {
    let after = text.split('[').skip(1);
    after
        .filter_map(|it| {
            let (words, rest) = it.split_once("](")?;
            Some((words, rest.split_once(')')?.0))
        })
        .collect()
}

/// The cells of the rows of all tables, without their heads.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let lines = page.lines().filter(|it| it.starts_with("| "));
    let cells = lines.map(|it| {
        it.trim_matches('|')
            .split(" | ")
            .map(str::trim)
            .collect::<Vec<_>>()
    });
    cells.filter(|it| it.first() != Some(&"attack")).collect()
}

/// Whether a file has a test of this name; the contract of the stores names its promises in a table.
fn has_test(source: &str, name: &str) -> bool {
    let head = format!("fn {name}(");
    let is_test = |at: usize| {
        let before = source[..at]
            .trim_end_matches(' ')
            .lines()
            .rev()
            .take_while(|it| !it.trim().is_empty());
        before
            .take(4)
            .any(|it| it.contains("test]") || it.contains("::test("))
    };
    source.match_indices(&head).any(|(at, _)| is_test(at))
        || source.contains(&format!(" as {name},"))
        || source.contains(&format!(" as {name};"))
}

/// The tests of a file.
fn tests(source: &str) -> BTreeSet<String> {
    let marked = source.split("#[test]\n").skip(1);
    let named = marked.filter_map(|it| it.split_once("fn ")?.1.split_once('('));
    named.map(|it| it.0.to_owned()).collect()
}

#[test]
fn every_attack_of_the_page_is_survived_in_a_test_that_is_there_or_says_why_in_none() {
    let rows = rows(PAGE);
    assert!(rows.len() > 60, "{} rows", rows.len());
    for row in &rows {
        let [attack, surfaces, survived] = row[..] else {
            panic!("a row has three cells: {row:?}");
        };
        assert!(!attack.is_empty() && !surfaces.is_empty(), "{row:?}");
        let links = links(survived);
        let why = survived.strip_prefix("None: ").is_some_and(|it| it.len() > 40);
        assert!(!links.is_empty() || why, "{attack}: no test, and no reason");
        for (name, path) in links {
            let source =
                std::fs::read_to_string(docs().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"));
            assert!(has_test(&source, name), "{attack}: {path} has no test {name}");
        }
    }
}

#[test]
fn every_test_of_the_corpus_stands_in_a_row_of_the_page() {
    let named: BTreeSet<&str> = links(PAGE).into_iter().map(|it| it.0).collect();
    let corpus = docs().join("../crates/resetd/tests/attacks");
    let mut found = 0;
    for file in std::fs::read_dir(corpus).unwrap() {
        let path = file.unwrap().path();
        if path.ends_with("table.rs") {
            continue;
        }
        for name in tests(&std::fs::read_to_string(&path).unwrap()) {
            assert!(
                named.contains(name.as_str()),
                "{}: {name} stands nowhere",
                path.display()
            );
            found += 1;
        }
    }
    assert!(found > 40, "{found}");
}

#[test]
fn a_row_without_a_test_and_a_name_that_is_none_are_noticed() {
    let page =
        "| attack | surfaces | survived in |\n|---|---|---|\n| a | all | [one](x.rs)<br>[two](y.rs) |\n";
    let rows = rows(page);
    assert_eq!(rows, [["a", "all", "[one](x.rs)<br>[two](y.rs)"]]);
    assert_eq!(links(rows[0][2]), [("one", "x.rs"), ("two", "y.rs")]);
    let source = "#[test]\nfn one() {}\n\nfn two() {}\n";
    assert!(has_test(source, "one") && !has_test(source, "two") && !has_test(source, "on"));
    assert_eq!(tests(source), BTreeSet::from(["one".to_owned()]));
}
