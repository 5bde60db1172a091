//! An operator's own words.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use i18n::{Direction, Languages};

fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(directory.path().join(name), content).unwrap();
    }
    directory
}

#[test]
fn a_file_changes_what_a_language_says_and_leaves_the_rest() {
    let directory = directory(&[("de.ftl", "greeting = Moin,\n"), ("notes.txt", "nothing of ours")]);
    let languages = Languages::with_directory(directory.path()).unwrap();
    let german = languages.choose(["de-DE"]);
    assert_eq!(german.text("greeting", &[]).as_deref(), Ok("Moin,"));
    assert_eq!(
        german.text("reset-title", &[]).as_deref(),
        Ok("Passwort zurücksetzen")
    );
    assert_eq!(languages.all().count(), 13);
}

#[test]
fn a_file_adds_a_language_which_says_in_the_nearest_one_or_in_english_what_it_lacks() {
    let directory = directory(&[
        (
            "he.ftl",
            "greeting = שלום,\nspan-days = { $count ->\n    [one] יום אחד\n    [two] יומיים\n   *[other] { $count } ימים\n}\n",
        ),
        ("de-AT.ftl", "greeting = Servus,\n"),
    ]);
    let languages = Languages::with_directory(directory.path()).unwrap();
    let hebrew = languages.choose(["he-IL", "de"]);
    assert_eq!((hebrew.tag(), hebrew.direction()), ("he", Direction::RightToLeft));
    assert_eq!(hebrew.text("greeting", &[]).as_deref(), Ok("שלום,"));
    assert_eq!(
        hebrew.text("reset-title", &[]).as_deref(),
        Ok("Reset your password")
    );
    assert_eq!(hebrew.span(2 * 86_400_000).as_deref(), Ok("יומיים"));
    assert_eq!(
        hebrew.span(3_600_000).as_deref(),
        Ok("1 hour"),
        "by the rules of the language that says it"
    );
    assert_eq!(hebrew.moment(0, false).date, "1 בינואר 1970");
    let austrian = languages.choose(["de-AT"]);
    assert_eq!(austrian.text("greeting", &[]).as_deref(), Ok("Servus,"));
    assert_eq!(
        austrian.text("reset-title", &[]).as_deref(),
        Ok("Passwort zurücksetzen")
    );
    assert_eq!(languages.choose(["de-DE"]).tag(), "de");
}

#[test]
fn everything_that_is_wrong_is_told_at_once_each_with_file_and_line() {
    let directory = directory(&[
        (
            "de.ftl",
            "greeting = Moin\n\ngreetings = Moin\nreset-asked = Jemand\nreference = { $reference } { $code }\n",
        ),
        ("fr.ftl", "greeting = { $\nreset-code = { NUMBER(1) }\n"),
        ("not a tag.ftl", "greeting = Hm\n"),
    ]);
    let wrong = Languages::with_directory(directory.path()).unwrap_err();
    let told: Vec<String> = wrong
        .iter()
        .map(|it| it.to_string().rsplit('/').next().unwrap().to_owned())
        .collect();
    assert_eq!(told.len(), 6, "{told:#?}");
    for (complaint, start) in told.iter().zip([
        "de.ftl:3: there is no message greetings",
        "de.ftl:4: reset-asked does not say { $place }",
        "de.ftl:5: reference is not given { $code }",
        "fr.ftl:",
        "fr.ftl:2: reset-code may use what it is given",
        "not a tag.ftl: its name is no language tag",
    ]) {
        assert!(complaint.starts_with(start), "{complaint}");
    }
}

#[test]
fn a_directory_that_is_not_there_is_told() {
    let wrong = Languages::with_directory(std::path::Path::new("/nowhere/at/all")).unwrap_err();
    assert!(wrong.iter().any(|it| it.to_string().contains("cannot be read")));
}
