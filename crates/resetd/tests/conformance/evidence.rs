//! What is named as evidence is there, and every chapter has rows.

use resetd::conformance::{CHAPTERS, Shows};

use super::run::root;

/// Whether a file has a test of this name: a function marked as one, or a promise of the stores' contract.
fn is_there(text: &str, name: &str) -> bool {
    let promise = [format!(" as {name},"), format!(" as {name};")];
    if promise.iter().any(|it| text.contains(it)) {
        return true;
    }
    let Some((before, _)) = text.split_once(&format!("fn {name}(")) else {
        return false;
    };
    // Between the mark and the function stand other marks and comments at the most.
    let mark = before.rfind("#[test]").max(before.rfind("#[tokio::test"));
    mark.is_some_and(|at| !before.split_at(at).1.contains('}'))
}

#[test]
fn every_test_that_is_named_as_evidence_is_there() {
    let mut looked_at = 0;
    for Shows { file, name } in CHAPTERS.iter().flat_map(|it| it.rows).flat_map(|it| it.tests) {
        let text = std::fs::read_to_string(root().join(file)).unwrap_or_else(|why| panic!("{file}: {why}"));
        assert!(is_there(&text, name), "{file} has no test {name}");
        looked_at += 1;
    }
    assert!(looked_at > 50, "{looked_at}");
}

#[test]
fn a_function_that_is_no_test_is_no_evidence() {
    let text = "#[test]\nfn one() {\n}\n\nfn two() {\n}\n    it::is as three,\n";
    assert!(is_there(text, "one") && is_there(text, "three"));
    for name in ["two", "four", "thre", "on"] {
        assert!(!is_there(text, name), "{name}");
    }
}

#[test]
fn every_chapter_of_the_requirements_has_rows() {
    let names: Vec<_> = CHAPTERS.iter().map(|it| it.name).collect();
    assert_eq!(
        names,
        [
            "Codes",
            "Guessing",
            "No lock-out",
            "Enumeration",
            "Passwords",
            "After a reset",
            "Mail",
            "Secrets",
            "HTTP",
            "Pages",
            "Privacy",
            "Dependencies"
        ]
    );
    for chapter in CHAPTERS {
        assert!(chapter.rows.len() >= 2, "{}", chapter.name);
    }
}
