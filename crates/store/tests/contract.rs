//! The contract of the stores: every verb of the ports has promises, and every store keeps all of them: in
//! memory, in SQLite, and in SQLite opened anew in the middle of it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests, their helpers among them"
)]

mod contract {
    pub mod accounts;
    pub mod address_flows;
    pub mod asks;
    pub mod budgets;
    pub mod changes;
    pub mod checks;
    pub mod clients;
    pub mod flows;
    pub mod guesses;
    pub mod keys;
    pub mod letters;
    pub mod outbox;
    pub mod puzzles;
    pub mod redemptions;
    pub mod sign_ins;
    pub mod subjects;
    pub mod upkeep;
    pub mod world;
}

use std::collections::BTreeSet;

use contract::world::{Kind, run};
use contract::{
    accounts, address_flows, asks, budgets, changes, checks, clients, flows, guesses, keys, letters, outbox,
    puzzles, redemptions, sign_ins, subjects, upkeep,
};

macro_rules! contract {
    ($($verb:literal: $($promise:path as $name:ident),+;)+) => {
        /// The verbs that have a promise.
        const PROMISED: &[&str] = &[$($verb),+];

        mod memory {
            use super::*;
            $($(#[test] fn $name() { run(Kind::Memory, $promise); })+)+
        }
        mod sqlite {
            use super::*;
            $($(#[test] fn $name() { run(Kind::Sqlite, $promise); })+)+
        }
        mod sqlite_opened_anew_in_between {
            use super::*;
            $($(#[test] fn $name() { run(Kind::Reopened, $promise); })+)+
        }
    };
}

contract! {
    "subject":
        subjects::strangers as an_unknown_address_has_no_subject,
        subjects::fresh as a_fresh_account_has_no_challenge_and_no_letters,
        subjects::latest as a_subject_shows_its_latest_challenge_its_tries_and_its_last_letter,
        subjects::marks as recent_letters_are_those_of_the_last_hour_with_who_caused_them;
    "ask":
        asks::planned as an_ask_is_planned_on_the_account_as_it_is_and_carried_out,
        asks::race as of_many_racing_asks_each_is_planned_on_what_the_one_before_it_left;
    "check":
        checks::judged as what_a_judge_sees_is_the_subject_without_letters_and_is_given_back,
        checks::race as of_racing_checks_as_many_are_wrong_as_there_are_tries_and_the_rest_hear_that_nothing_is_pending,
        checks::refused as a_verdict_on_a_code_that_takes_no_guesses_is_not_told;
    "subject_of":
        subjects::by_id as an_older_challenge_is_found_by_its_id_and_by_no_other;
    "open":
        letters::as_seen as a_challenge_opens_only_on_the_account_as_it_was_seen,
        letters::of_flows as a_letter_of_a_flow_is_seen_by_who_opens_or_mails_again,
        letters::race as of_many_racing_asks_one_opens_and_queues_its_letter,
        letters::rising as the_ids_of_challenges_and_letters_only_rise;
    "mail_again":
        letters::again as one_more_letter_keeps_the_challenge_and_its_tries,
        letters::not_again as a_spent_used_or_replaced_challenge_is_not_mailed_again,
        letters::race_again as of_many_racing_asks_one_mails_again;
    "settle":
        guesses::race as of_racing_wrong_guesses_exactly_as_many_count_as_there_are_tries,
        guesses::thousand_races as in_a_thousand_races_no_wrong_answer_goes_beyond_the_tries,
        guesses::uncapped as without_a_cap_every_wrong_guess_counts_and_ends_nothing,
        guesses::right as a_right_guess_is_free_and_passes_only_while_the_code_takes_guesses,
        guesses::replaced as a_guess_at_a_replaced_code_counts_nothing,
        guesses::changed as a_guess_that_races_a_change_of_the_account_does_not_pass_and_costs_nothing,
        budgets::no_room as a_guess_right_or_wrong_that_the_ledgers_have_no_room_for_is_not_told_and_costs_nothing,
        budgets::closed as a_guess_that_was_not_compared_closes_the_code_and_leaves_the_link;
    "redeem":
        redemptions::race as of_many_racing_requests_one_spends_the_challenge,
        redemptions::race_of_two as of_a_code_and_a_link_that_race_one_sets_the_password,
        redemptions::ends_all as a_success_ends_every_other_code_and_link_of_the_account,
        redemptions::out_of_tries as a_code_out_of_tries_sets_nothing_and_its_link_does,
        redemptions::superseded as a_superseded_code_sets_nothing_and_its_link_does,
        redemptions::deadlines as the_deadline_is_judged_before_hashing_and_the_commit_follows_within_30_seconds,
        redemptions::disabled as a_disabled_or_foreign_account_gets_no_password;
    "admit":
        clients::limited as a_client_is_let_in_as_often_as_its_limit_says_in_a_sliding_hour,
        clients::apart as asks_and_checks_of_each_client_are_counted_apart,
        clients::midnight as calls_before_midnight_count_after_it,
        clients::race as of_many_racing_calls_exactly_the_limit_is_let_in,
        clients::back_end as a_client_about_many_addresses_is_said_to_look_like_a_back_end_once;
    "quota":
        clients::quota as what_is_left_of_a_limit_is_told_without_counting;
    "withdraw":
        clients::withdrawn as a_call_that_is_taken_back_does_not_count,
        clients::withdrawn_once as of_calls_in_one_second_as_many_are_taken_back_as_are_said;
    "spend":
        puzzles::race as of_many_racing_spends_of_a_puzzle_one_uses_it_up,
        puzzles::kept as a_spent_puzzle_stays_spent_until_it_ends_and_is_forgotten_then;
    "day_salt":
        clients::salts as the_first_salt_of_a_day_stays_and_goes_the_day_after_the_next;
    "spent":
        guesses::ledger as the_ledger_counts_every_wrong_guess_and_forgets_none_by_purge_or_removal,
        guesses::buckets as the_ledger_drops_an_hour_after_a_day_and_a_twelfth_after_a_year,
        budgets::in_a_row as wrong_guesses_in_a_row_are_counted_until_a_success_across_purges,
        budgets::loaded as whatever_is_loaded_for_the_rules_says_what_the_ledger_says,
        budgets::race as of_racing_guesses_at_many_codes_of_an_account_only_as_many_are_told_as_its_budget_has_room_for;
    "recognise":
        upkeep::keys as keys_that_differ_from_those_on_record_are_not_recognised;
    "purge":
        upkeep::over as a_challenge_goes_an_hour_after_its_later_end_and_its_letter_with_it,
        upkeep::refused as a_refused_letter_stays_on_the_list_for_a_week,
        upkeep::much as a_purge_removes_much_in_bounded_steps,
        upkeep::live as a_purge_leaves_alone_what_still_counts;
    "ready":
        upkeep::ready as a_store_that_works_is_ready;
    "begin":
        flows::nobodys as a_flow_for_nobody_is_kept_and_its_letter_is_nobodys,
        flows::apart as flows_and_an_accounts_own_challenge_leave_each_other_alone;
    "begin_once":
        flows::once as a_request_sent_again_leads_to_the_flow_that_it_began,
        flows::once_race as of_many_racing_requests_of_one_key_one_begins_a_flow;
    "began":
        flows::began as what_a_request_led_to_is_known_for_six_hours;
    "ask_again":
        flows::again as the_same_code_again_keeps_its_tries_and_has_a_new_letter,
        flows::anew as a_new_code_takes_the_place_of_the_old_one_in_its_flow_alone,
        flows::unmailed as an_ask_that_may_mail_nothing_leaves_code_tries_and_letter_and_shows_the_same,
        flows::idle as a_letter_of_nobodys_in_somebodys_flow_is_nobodys_and_changes_nothing,
        flows::unknown as what_is_no_flow_is_found_by_no_name;
    "ask_for":
        address_flows::goes_on as asking_for_an_address_again_goes_on_in_its_flow_also_in_yesterday_s,
        address_flows::begins_anew as an_address_whose_flow_the_rules_have_forgotten_gets_a_new_one,
        address_flows::renewed as a_flow_with_a_new_code_is_found_by_its_address_as_before;
    "check_for":
        address_flows::its_own as a_code_is_judged_in_the_flow_of_its_address_and_in_no_other;
    "check_in_flow":
        flows::race as of_racing_guesses_in_a_flow_as_many_count_as_there_are_tries,
        flows::free as guesses_at_nobodys_flow_count_and_cost_nothing,
        flows::orphaned as a_flow_outlives_its_account_as_nobodys,
        flows::by_link as a_flow_does_not_show_that_its_link_was_used_and_neither_works_again,
        flows::ends as a_flow_sets_one_password_and_ends_the_others;
    "account_of_change":
        changes::account as the_account_of_a_change_is_found_by_its_number;
    "disown":
        changes::taken_back as a_change_that_is_taken_back_ends_password_codes_and_links_and_marks_the_account,
        changes::superseded as a_change_is_taken_back_only_while_the_password_is_the_one_that_it_set,
        changes::race as of_many_racing_acts_one_takes_a_change_back_and_a_racing_recovery_leaves_a_whole_account,
        changes::marked_until_recovered as the_mark_ends_with_the_next_recovery_by_link_and_code;
    "check_with_link":
        changes::guesses as of_racing_guesses_beside_a_link_as_many_count_as_there_are_tries_of_its_letter,
        changes::in_flow as a_guess_beside_the_link_of_a_flow_counts_in_the_flow_and_in_no_other;
    "claim":
        outbox::oldest as due_letters_are_claimed_oldest_first_and_once_until_the_lease_runs_out,
        outbox::in_turn as the_first_letter_of_a_client_goes_before_the_second_of_another,
        outbox::in_turn_after_a_restart as letters_that_wait_through_a_restart_have_their_turns_as_before,
        outbox::put_off_in_turn as letters_put_off_have_their_turns_by_client_as_well,
        outbox::mixed as letters_put_off_left_behind_and_fresh_are_claimed_oldest_first,
        outbox::left_over as a_letter_that_a_full_batch_left_over_has_its_turn,
        outbox::set_back as a_clock_that_was_set_back_holds_up_no_letter_queued_since,
        outbox::overtaken as a_claim_says_whether_a_newer_letter_of_the_account_was_queued,
        outbox::joined as a_claim_carries_account_challenge_and_whether_it_is_the_latest,
        outbox::race as of_many_racing_couriers_each_letter_goes_to_one;
    "record":
        outbox::handed_over as the_first_hand_over_starts_the_life_of_code_and_link_and_no_other_does,
        outbox::decoys as a_decoy_put_aside_lives_as_long_as_a_code_handed_over,
        outbox::later as a_letter_put_off_comes_back_when_it_is_due,
        outbox::clock_steps as a_clock_that_is_set_gives_no_letter_to_a_second_courier_and_keeps_none_from_it,
        outbox::given_back as a_letter_given_back_untried_keeps_its_tries_and_its_reason,
        outbox::settled as a_letter_that_is_settled_is_never_claimed_again,
        outbox::dropped_meanwhile as a_letter_dropped_meanwhile_stays_dropped_and_its_hand_over_counts;
    "next_due":
        outbox::next as the_next_letter_is_due_when_the_first_free_one_is_or_a_lease_ends;
    "stirred":
        outbox::stirred as a_queued_letter_stirs_the_courier;
    "list":
        outbox::list as letters_are_listed_by_state_in_order_and_in_pages;
    "retry":
        outbox::retry as a_refused_letter_can_be_tried_again_and_a_sent_one_not;
    "drop_letter":
        outbox::dropped as a_letter_that_was_not_sent_can_be_dropped;
    "backlog":
        outbox::backlog as the_backlog_counts_letters_that_wait;
    "add":
        accounts::add as a_batch_is_added_in_order_and_a_known_address_is_left_alone,
        accounts::race as of_many_racing_additions_of_one_address_one_is_new;
    "account":
        accounts::account as an_account_is_found_under_every_spelling_of_its_address;
    "password_of":
        accounts::password as the_stored_hash_is_told_to_who_verifies_it;
    "accounts":
        accounts::pages as accounts_are_listed_in_the_order_of_their_numbers;
    "count":
        accounts::count as accounts_are_counted;
    "set_status":
        accounts::status as disabling_an_account_ends_its_challenges;
    "remove":
        accounts::remove as removing_an_account_leaves_nothing_but_the_ledger;
    "account_of":
        accounts::by_number as an_account_is_found_by_its_number;
    "credentials":
        accounts::credentials as hash_and_standing_are_of_one_moment;
    "set_status_of":
        accounts::status_by_number as an_account_is_disabled_by_its_number_as_by_its_address;
    "remove_of":
        accounts::remove_by_number as removing_by_number_never_meets_a_newer_account_of_the_address;
    "rehash":
        accounts::rehash as a_hash_is_replaced_only_while_it_is_the_one_that_was_verified,
        accounts::rehash_race as of_many_racing_rehashes_one_replaces_the_hash;
    "add_key":
        keys::add as a_key_is_kept_under_a_name_and_an_id_of_its_own,
        keys::race as of_many_racing_keys_of_one_name_one_is_kept;
    "api_key":
        keys::find as a_key_is_found_by_its_id_alone;
    "api_keys":
        keys::list as keys_are_listed_by_name;
    "remove_key":
        keys::remove as a_removed_key_is_gone_and_no_use_brings_it_back;
    "key_used":
        keys::used as the_latest_use_of_a_key_stays_on_record;
    "attempt":
        sign_ins::counted as failures_are_counted_by_address_and_version_and_survive_a_restart,
        sign_ins::race as of_many_racing_tries_no_more_are_compared_than_may_fail,
        sign_ins::forgotten as failures_are_forgotten_after_their_time;
    "cleared":
        sign_ins::cleared as a_right_password_clears_the_failures;
    "untried":
        sign_ins::untried as a_try_that_was_not_compared_is_taken_back;
}

#[test]
fn every_verb_of_the_ports_has_a_promise() {
    let ports = concat!(
        include_str!("../../recovery/src/ports.rs"),
        include_str!("../../recovery/src/flow_port.rs"),
        include_str!("../../recovery/src/api_keys.rs"),
        include_str!("../../recovery/src/disowning.rs"),
        include_str!("../../recovery/src/sign_in.rs"),
    );
    let traits = [
        "pub trait Store:",
        "pub trait Flows:",
        "pub trait Changes:",
        "pub trait Outbox:",
        "pub trait Accounts:",
        "pub trait ApiKeys:",
        "pub trait SignIns:",
    ];
    let mut verbs = BTreeSet::new();
    for name in traits {
        let from = ports.find(name).expect(name);
        let body = &ports[from..from + ports[from..].find("\n}").unwrap()];
        verbs.extend(
            body.split("async fn ")
                .skip(1)
                .map(|it| it.split('(').next().unwrap()),
        );
    }
    let promised: BTreeSet<&str> = PROMISED.iter().copied().collect();
    assert_eq!(verbs, promised);
}
