//! Guessing: what is counted, where, and what it may be worth.

use super::{Requirement, row, shows};

const CONTRACT: &str = "crates/store/tests/contract.rs";
const BUDGET: &str = "crates/resetd/tests/risk_budget.rs";

/// The rows.
pub const ROWS: &[Requirement] = &[
    row(
        "guessing.account",
        "Guesses count on the account they are made at, from wherever they come",
        &["OWASP Forgot Password", "63B-4 §3.2.2"],
    )
    .settings(&["code.attempts"])
    .tests(&[
        shows(
            "crates/resetd/tests/concurrency.rs",
            "guesses_over_every_path_of_both_apis_draw_from_one_counter",
        ),
        shows(
            BUDGET,
            "guesses_around_honest_redemptions_from_many_clients_and_across_restarts_are_all_in_one_ledger",
        ),
    ]),
    row(
        "guessing.atomic",
        "Comparing and counting are one act: of a burst of guesses as many count as there are tries, and no more are compared",
        &["ASVS 2.3.3", "ASVS 15.4.2"],
    )
    .settings(&["code.attempts"])
    .tests(&[
        shows(
            "crates/resetd/tests/concurrency.rs",
            "of_two_thousand_wrong_guesses_and_the_right_one_in_one_burst_five_count_and_end_the_code",
        ),
        shows(CONTRACT, "of_racing_wrong_guesses_exactly_as_many_count_as_there_are_tries"),
    ]),
    row(
        "guessing.budget",
        "What all guesses of a year may be worth is bounded, for each account and for the service",
        &["63B-4 §3.2.2"],
    )
    .settings(&["risk.account_per_year", "risk.service_per_year", "risk.service_hard"])
    .tests(&[
        shows(
            BUDGET,
            "five_guesses_at_each_of_a_thousand_codes_of_one_account_cost_what_it_may_spend_and_no_more",
        ),
        shows(
            BUDGET,
            "ten_thousand_codes_asked_for_before_the_first_guess_hold_no_more_than_the_service_may_spend",
        ),
    ]),
    row(
        "guessing.hundred",
        "After a hundred wrong guesses in a row an account is given codes of 64 bits or more, or links, alone",
        &["63B-4 §3.2.2"],
    )
    .settings(&["code.ladder", "dialects.4pointx.ladder", "dialects.userverse.ladder"])
    .tests(&[
        shows(
            BUDGET,
            "after_a_hundred_wrong_guesses_in_a_row_codes_have_64_bits_until_their_owner_gets_in",
        ),
        shows(
            "crates/recovery/src/budget.rs",
            "after_a_hundred_wrong_guesses_in_a_row_only_codes_that_cannot_be_guessed_are_issued",
        ),
    ]),
    row(
        "guessing.lasting",
        "No restart, clock, new code or success elsewhere takes a counted guess back",
        &["63B-4 §3.2.2"],
    )
    .tests(&[
        shows(
            "crates/resetd/tests/api_4pointx/code_life.rs",
            "codes_and_tries_survive_a_restart_and_a_power_cut",
        ),
        shows(CONTRACT, "the_ledger_counts_every_wrong_guess_and_forgets_none_by_purge_or_removal"),
        shows(
            "crates/store/src/live/ledger.rs",
            "a_success_ends_the_row_of_wrong_guesses_and_takes_nothing_off_what_was_spent",
        ),
    ]),
    row(
        "guessing.closed",
        "While the database is in trouble no guess succeeds, and none is compared without being counted",
        &["ASVS 16.5.3"],
    )
    .tests(&[
        shows(
            "crates/store/src/sqlite/tests.rs",
            "whatever_keeps_a_wrong_guess_from_being_counted_keeps_a_right_one_from_being_told",
        ),
        shows(
            "crates/resetd/tests/full_disk.rs",
            "a_full_disk_is_a_500_that_changes_nothing_and_ends_when_there_is_room",
        ),
    ]),
    row(
        "guessing.primary",
        "Codes are compared where they are written, never on a copy that may lag",
        &[],
    )
    .settings(&["store.url"])
    .tests(&[shows(
        "crates/resetd/tests/operations/starting.rs",
        "a_second_server_on_the_same_data_is_refused_and_leaves_the_first_alone",
    )]),
];
