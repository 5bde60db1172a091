//! Secrets: where they must not show, and the keys they hang on.

use super::{Requirement, Ruling, row, shows};

const SECRETS: &str = "crates/resetd/tests/secrets.rs";
const LOGS: &str = "crates/resetd/src/logs.rs";
const WATCHING: &str = "crates/resetd/tests/operations/watching.rs";
const STARTING: &str = "crates/resetd/tests/operations/starting.rs";

/// The rows.
pub const ROWS: &[Requirement] = &[
    row(
        "secrets.logs",
        "No code, link, password, login or query stands in a log, a metric or a trace, at any level",
        &["ASVS 16.2.5"],
    )
    .settings(&["log.level"])
    .tests(&[
        shows(SECRETS, "a_run_of_all_flows_with_everything_logged_leaves_no_secret_behind"),
        shows(SECRETS, "six_digits_leave_no_trace_either"),
        shows(
            "crates/resetd/tests/pages/secrets.rs",
            "codes_links_and_passwords_show_in_no_log_answer_metric_or_file",
        ),
    ]),
    row(
        "secrets.libraries",
        "What libraries log of secrets stays off, whatever level is set",
        &["ASVS 16.2.5"],
    )
    .settings(&["log.level"])
    .tests(&[shows(LOGS, "what_libraries_say_of_secrets_stays_unsaid_whatever_is_asked_for")]),
    row("secrets.debug", "No secret shows itself where values are printed for debugging", &[])
        .tests(&[shows("crates/recovery/src/secret.rs", "no_secret_shows_itself_in_debug")]),
    row("secrets.arguments", "No command takes a password as an argument, where others can read it", &[]).tests(&[
        shows("crates/resetd/src/commands/mod.rs", "no_command_takes_a_secret_as_an_argument"),
    ]),
    row("secrets.core", "No core dump can hold a secret", &[]).tests(&[
        shows(WATCHING, "a_server_leaves_no_core_dump_however_it_ends"),
        shows(
            "crates/resetd/src/doors/dumps.rs",
            "a_process_that_refuses_leaves_no_dump_to_a_file_or_to_a_program",
        ),
    ]),
    row(
        "secrets.database",
        "Database, journal and outbox hold no code, link or password in clear",
        &[],
    )
    .tests(&[
        shows("crates/store/src/sqlite/tests.rs", "no_secret_in_clear_and_no_code_has_a_column"),
        shows(SECRETS, "a_run_of_all_flows_with_everything_logged_leaves_no_secret_behind"),
        shows("crates/courier/tests/faults.rs", "a_server_that_repeats_the_code_does_not_bring_it_into_the_outbox"),
    ]),
    row("secrets.backup", "A backup holds no keys unless it is told to", &[]).judged(|_| {
        Ruling::NotMet("no command makes backups in this version; database and key file are copied by hand, apart from each other")
    }),
    row("secrets.addresses", "Logs show addresses masked", &["ASVS 16.2.5"]).tests(&[
        shows("crates/recovery/src/address.rs", "a_log_shows_one_letter_of_the_person"),
        shows("crates/recovery/src/clients.rs", "a_log_shows_a_client_among_its_neighbours"),
        shows(WATCHING, "the_metrics_count_what_happens_and_name_nobody"),
    ]),
    row(
        "secrets.keys",
        "Keys that are missing beside a database, weak, a pattern or readable by others stop the start",
        &["ASVS 11.2.3"],
    )
    .settings(&["keys.file", "keys.ring"])
    .tests(&[
        shows(STARTING, "keys_that_anybody_could_guess_or_read_stop_the_start"),
        shows("crates/recovery/src/keys.rs", "a_key_that_is_zero_a_pattern_or_text_stops_the_start"),
    ]),
    row("secrets.same-keys", "A server whose keys are not those of its database does not serve", &[])
        .settings(&["keys.file", "keys.ring"])
        .tests(&[
            shows(STARTING, "a_database_whose_keys_were_lost_is_not_served_with_others"),
            shows("crates/store/tests/contract.rs", "keys_that_differ_from_those_on_record_are_not_recognised"),
        ]),
    row(
        "secrets.debug-surface",
        "Nothing shows codes but the capture box, which this machine alone can reach",
        &["ASVS 13.4.2"],
    )
    .settings(&["mail.transport", "mail.capture.listen"])
    .tests(&[
        shows(STARTING, "the_capture_box_is_refused_where_other_machines_could_reach_the_service"),
        shows(WATCHING, "the_capture_box_shows_letters_to_this_machine_alone"),
    ]),
];
