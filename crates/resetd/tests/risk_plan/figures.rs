//! What settings allow a guesser.

use serde_json::{Value, json};

use super::run::{four, number, plan, resetd};

const MILLION: [&str; 2] = ["--accounts", "1000000"];

#[test]
fn five_tries_at_five_codes_an_hour_would_take_one_account_of_five_without_a_budget() {
    let plan = plan(&[]);
    let six = "/ladders/0/rungs/0/account/odds_per_year_without_budget";
    assert_eq!(four(&plan, six), number(0.1967));
}

#[test]
fn eight_digits_at_one_code_an_hour_would_have_odds_of_four_in_ten_thousand_without_a_budget() {
    let plan = plan(&["--set", "limits.account.letters_per_hour=1"]);
    let eight = "/ladders/0/rungs/1/account/odds_per_year_without_budget";
    assert_eq!(four(&plan, eight), number(4.379e-4));
}

#[test]
fn a_budget_of_one_in_a_million_holds_a_hundred_guesses_at_eight_digits() {
    let plan = plan(&[
        "--set",
        "code.ladder=digits:8",
        "--set",
        "risk.account_per_year=1e-6",
    ]);
    assert_eq!(
        plan.pointer("/ladders/0/rungs/0/account/guesses_per_year"),
        Some(&json!(100))
    );
}

#[test]
fn a_spray_over_a_million_accounts_comes_to_what_was_computed_independently() {
    let plan = plan(&MILLION);
    let spray = |rung: usize, at: usize| {
        let place = format!("/ladders/0/rungs/{rung}/spray/{at}");
        let each = plan
            .pointer(&format!("{place}/guesses_each"))
            .and_then(Value::as_u64);
        let figure = |name: &str| four(&plan, &format!("{place}/{name}"));
        (each.unwrap(), figure("expected"), figure("at_least_one"))
    };
    assert_eq!(spray(0, 0), (1, number(1.0), number(0.6321)));
    assert_eq!(spray(1, 0), (1, number(0.01), number(0.00995)));
    assert_eq!(spray(2, 2), (9125, number(0.008_299), number(0.008_265)));
}

#[test]
fn the_default_budget_compares_ten_guesses_at_six_digits_a_year_and_sixty_eight_a_day_of_the_service() {
    let plan = plan(&[]);
    let six = plan.pointer("/ladders/0/rungs/0").unwrap();
    assert_eq!(six.pointer("/account/guesses_per_hour"), Some(&json!(10)));
    assert_eq!(six.pointer("/account/guesses_per_day"), Some(&json!(10)));
    assert_eq!(six.pointer("/account/guesses_per_year"), Some(&json!(10)));
    assert_eq!(six.pointer("/service/guesses_per_day"), Some(&json!(68)));
    assert_eq!(six.pointer("/service/issued_up_to"), Some(&json!(63)));
    let eight = plan.pointer("/ladders/0/rungs/1/account").unwrap();
    assert_eq!(eight["guesses_per_hour"], 25, "five letters of five tries");
    assert_eq!(eight["guesses_per_day"], 600);
    assert_eq!(eight["guesses_of_share"], 500, "from 1e-5 to 1.5e-5");
    let last = plan.pointer("/ladders/0/rungs/3").unwrap();
    assert_eq!(
        last.pointer("/account/guesses_per_year"),
        Some(&Value::Null),
        "it needs no cap"
    );
    assert_eq!(four(&plan, "/ladders/0/rungs/3/values"), number(65_f64.exp2()));
    assert_eq!(last["bits"], 65.0);
}

#[test]
fn a_fully_distributed_attacker_is_held_by_the_budgets_of_account_and_service() {
    let plan = plan(&MILLION);
    assert_eq!(four(&plan, "/attack/account_odds_per_year"), number(2e-5));
    assert_eq!(four(&plan, "/attack/takeovers_per_year"), number(0.05));
    // 1 - e^-0.05.
    assert_eq!(four(&plan, "/attack/at_least_one"), number(0.048_77));
    assert_eq!(
        plan.pointer("/attack/bounded_by"),
        Some(&json!("risk.service_per_year"))
    );
}

#[test]
fn few_accounts_are_held_by_their_own_budgets() {
    let plan = plan(&["--accounts", "100"]);
    assert_eq!(four(&plan, "/attack/takeovers_per_year"), number(100.0 * 2e-5));
    assert_eq!(
        plan.pointer("/attack/bounded_by"),
        Some(&json!("accounts x risk.account_per_year"))
    );
}

#[test]
fn a_ladder_whose_codes_all_have_caps_is_said_to_leave_the_link_alone_and_the_service_unbound() {
    let one_rung = [
        "--accounts",
        "1000000",
        "--wrong-rate",
        "0",
        "--set",
        "dialects.4pointx.ladder=digits:6",
    ];
    let soft = plan(&one_rung);
    assert_eq!(
        four(&soft, "/attack/takeovers_per_year"),
        number(20.0),
        "a million times 2e-5"
    );
    assert_eq!(soft.pointer("/ladders/0/dialects"), Some(&json!(["4pointx"])));
    assert_eq!(
        soft.pointer("/ladders/0/rungs/0/service/alarm_only"),
        Some(&json!(true))
    );
    let said = resetd(&[&["risk", "plan"][..], &one_rung].concat()).out;
    let told = "The ladder of 4pointx has no code of 64 bits or more: letters carry the link alone once the budget is spent; \
                the service's budget only alarms unless risk.service_hard.";
    assert!(said.contains(told), "{said}");

    let hard = plan(&[&one_rung[..], &["--set", "risk.service_hard=true"]].concat());
    assert_eq!(four(&hard, "/attack/takeovers_per_year"), number(0.05));
}

#[test]
fn letters_without_a_page_to_lead_to_are_said_to_carry_nothing_once_the_budget_is_spent() {
    let words = [
        "risk",
        "plan",
        "--set",
        "dialects.enabled=4pointx",
        "--set",
        "code.ladder=digits:6",
    ];
    let said = resetd(&words).out;
    assert!(
        said.contains("letters carry a code of 64 bits once the budget is spent"),
        "{said}"
    );
}

#[test]
fn dialects_that_share_a_ladder_share_its_tables() {
    let plan = plan(&["--set", "dialects.userverse.ladder=digits:8, base32:13"]);
    let dialects: Vec<&Value> = plan["ladders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["dialects"])
        .collect();
    assert_eq!(
        dialects,
        [&json!(["4pointx", "v1", "pages"]), &json!(["userverse"])]
    );
}

#[test]
fn a_budget_too_small_for_the_guesses_of_one_code_is_said_to_keep_it_from_ever_being_issued() {
    let said = resetd(&["risk", "plan", "--set", "risk.account_per_year=2e-6"]).out;
    assert!(said.contains("digits:6 is never issued"), "{said}");
}

#[test]
fn without_limits_the_budget_alone_holds_guessers_back() {
    let plan = plan(&["--set", "limits.enabled=false"]);
    let eight = plan.pointer("/ladders/0/rungs/1/account").unwrap();
    assert_eq!(eight["guesses_per_hour"], 1500, "all of a year at once");
    assert_eq!(eight["odds_per_year_without_budget"], Value::Null);
    assert!(
        plan["notes"][0]
            .as_str()
            .unwrap()
            .contains("limits.enabled is false"),
        "{plan}"
    );
}
