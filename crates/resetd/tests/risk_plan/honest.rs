//! What honest use makes of the budget.

use serde_json::json;

use super::run::{four, number, plan, resetd};

fn answers(words: &[&str]) -> (i32, String) {
    let answer = resetd(&[&["risk", "plan"], words].concat());
    assert!(
        answer.out.contains("Letters a day"),
        "the plan is printed, whatever the answer: {}",
        answer.out
    );
    (answer.code, answer.err)
}

#[test]
fn a_plan_that_holds_answers_zero_and_says_nothing_more() {
    assert_eq!(answers(&[]), (0, String::new()));
}

#[test]
fn honest_use_that_takes_half_of_the_services_share_is_taken_and_more_is_refused() {
    // Half of the first share, 0.05 / 365 / 4, is 34.25 guesses at six digits. A tenth of a wrong guess a year of each
    // account stays for 24.5 hours on average: 122 449 accounts.
    let (code, said) = answers(&["--accounts", "122000"]);
    assert_eq!((code, said.as_str()), (0, ""));
    let (code, said) = answers(&["--accounts", "123000"]);
    assert_eq!(code, 1);
    assert_eq!(
        said,
        "resetd: honest use alone takes 50.2 % of the share of digits:6 in the service's day for good, more than half of it. \
         Begin the ladder of 4pointx, userverse, v1, pages with digits:8, or raise risk.service_per_year.\n"
    );
}

#[test]
fn honest_use_that_takes_more_than_half_of_an_accounts_share_is_refused() {
    // Half of 1e-5 is five guesses; they stay for 12.5 months on average.
    let hundred = |wrong: &'static str| {
        [
            "--accounts",
            "100",
            "--resets-per-year",
            "48",
            "--wrong-rate",
            wrong,
        ]
    };
    assert_eq!(answers(&hundred("0.0999")).0, 0);
    let (code, said) = answers(&hundred("0.101"));
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("of the share of digits:6 in an account's year"),
        "{said}"
    );
    assert!(said.contains("raise risk.account_per_year"), "{said}");
}

#[test]
fn a_ladder_that_begins_with_eight_digits_serves_a_million_accounts() {
    let words = [
        "--accounts",
        "1000000",
        "--set",
        "code.ladder=digits:8, base32:8, base32:13",
    ];
    assert_eq!(answers(&words), (0, String::new()));
    let plan = plan(&words);
    assert_eq!(four(&plan, "/ladders/0/rungs/0/honest/asks"), number(1.0));
}

#[test]
fn a_service_beyond_the_share_of_six_digits_lives_on_eight() {
    // 274 wrong guesses a day, of which 64 in 24.5 hours find room at six digits, and fewer for what those at eight take.
    let plan = plan(&["--accounts", "1000000"]);
    let asks = |rung: usize| {
        plan.pointer(&format!("/ladders/0/rungs/{rung}/honest/asks"))
            .unwrap()
            .as_f64()
            .unwrap()
    };
    assert!((asks(0) - 64.0 / 279.7).abs() < 0.02, "{}", asks(0));
    assert!((asks(0) + asks(1) - 1.0).abs() < 1e-9);
    assert_eq!(
        plan.pointer("/ladders/0/rungs/0/honest/taken_of_service"),
        Some(&json!(1.0))
    );
}

#[test]
fn an_alarm_that_would_sound_in_peace_is_refused() {
    let (code, said) = answers(&["--accounts", "1000000", "--set", "code.ladder=digits:6"]);
    assert_eq!(code, 1);
    assert!(said.contains("its alarm sounds in peace"), "{said}");
}

#[test]
fn letters_are_one_for_each_reset_and_one_for_each_notice() {
    let plan = plan(&[
        "--accounts",
        "36500",
        "--resets-per-year",
        "2",
        "--wrong-rate",
        "0",
    ]);
    assert_eq!(four(&plan, "/letters/codes_per_day"), number(200.0));
    assert_eq!(four(&plan, "/letters/per_day"), number(400.0));
    assert_eq!(
        plan.pointer("/letters/most_codes_per_account_per_day"),
        Some(&json!(120))
    );
}

#[test]
fn the_tables_and_the_json_tell_the_same_complaints() {
    let words = ["risk", "plan", "--accounts", "1000000"];
    let json = resetd(&[&words[..], &["--json"]].concat());
    assert_eq!(json.code, 1);
    let plan: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let told = plan["complaints"].as_array().unwrap();
    assert_eq!(told.len(), 1);
    assert!(resetd(&words).err.contains(told[0].as_str().unwrap()));
}
