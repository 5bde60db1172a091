//! Flags and settings that are wrong.

use super::run::resetd;

#[test]
fn everything_that_is_wrong_with_flags_and_settings_is_said_at_once() {
    let answer = resetd(&[
        "risk",
        "plan",
        "--accounts",
        "many",
        "--resets-per-year",
        "-1",
        "--wrong-rate",
        "21",
        "--set",
        "code.ladder=digits:5",
        "--set",
        "risk.account_per_year=1",
    ]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
    assert_eq!(
        answer.err,
        r#"resetd: nothing can be planned; 5 things are wrong:
  --set risk.account_per_year: risk.account_per_year is out of bounds: 1
    Write a number above 0 and up to 0.01, such as 2e-5.
  --set code.ladder: code.ladder has something that is not a kind of code: "digits:5" (digits take a length of 6 to 18, base32 one of 4 to 13)
    Write kinds of codes, weakest first, such as digits:6, digits:8, base32:8, base32:13.
  --accounts cannot be "many"
    Write a whole number from 1 to 10000000000.
  --resets-per-year cannot be "-1"
    Write a number above 0 and up to 1000, such as 1 or 0.5.
  --wrong-rate cannot be "21"
    Write a number from 0 to 20, such as 0.1: one wrong guess in ten resets.
"#
    );
}

#[test]
fn settings_alone_that_are_wrong_are_refused_with_two() {
    let answer = resetd(&["risk", "plan", "--set", "code.attempts=0"]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
    assert!(
        answer.err.contains("one thing is wrong") && answer.err.contains("code.attempts"),
        "{}",
        answer.err
    );
}

#[test]
fn a_settings_file_that_is_not_there_is_refused_with_two() {
    let answer = resetd(&["risk", "plan", "--config", "nowhere.toml"]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
    assert!(answer.err.contains("nowhere.toml"), "{}", answer.err);
}

#[test]
fn a_picture_that_cannot_be_written_is_said_before_anything_is_printed() {
    let answer = resetd(&["risk", "plan", "--plot", "nowhere/odds.svg"]);
    assert_eq!((answer.code, answer.out.as_str()), (3, ""));
    assert!(answer.err.contains("nowhere/odds.svg"), "{}", answer.err);
}

#[test]
fn the_help_names_every_flag_with_its_default() {
    let help = resetd(&["risk", "plan", "--help"]).out;
    for said in [
        "--accounts <N>",
        "[default: 10000]",
        "--resets-per-year <R>",
        "[default: 1]",
        "--wrong-rate <P>",
        "[default: 0.1]",
    ] {
        assert!(help.contains(said), "{said} is not in\n{help}");
    }
}
