//! Privacy: what is kept of people, and for how long.

use super::{Requirement, Ruling, row, shows};

const CONTRACT: &str = "crates/store/tests/contract.rs";

/// The rows.
pub const ROWS: &[Requirement] = &[
    row(
        "privacy.challenges",
        "Challenges are gone within one to two hours of the end of their code and their link",
        &["ASVS 14.2.7"],
    )
    .settings(&["code.ttl", "link.ttl"])
    .tests(&[
        shows(
            CONTRACT,
            "a_challenge_goes_an_hour_after_its_later_end_and_its_letter_with_it",
        ),
        shows(CONTRACT, "a_purge_removes_much_in_bounded_steps"),
    ]),
    row(
        "privacy.decoys",
        "What is kept of a recovery that was for nobody leads back to no address",
        &[],
    )
    .tests(&[shows(
        CONTRACT,
        "a_flow_for_nobody_is_kept_and_its_letter_is_nobodys",
    )]),
    row(
        "privacy.limits",
        "Limits know clients under a key of the day, which is destroyed",
        &["ASVS 14.2.7"],
    )
    .settings(&["limits.enabled"])
    .tests(&[
        shows(
            CONTRACT,
            "the_first_salt_of_a_day_stays_and_goes_the_day_after_the_next",
        ),
        shows(
            "crates/store/src/sqlite/tests.rs",
            "calls_of_clients_that_count_no_more_are_purged_however_many_there_are",
        ),
    ]),
    row("privacy.audit", "An audit is kept for ninety days", &[])
        .settings(&["retention.audit"])
        .judged(|_| Ruling::NotMet("there is no audit in this version; retention.audit is read and checked")),
    row(
        "privacy.clients",
        "The audit keeps clients' addresses for thirty days, and of them the network alone",
        &["ASVS 14.2.7"],
    )
    .settings(&["retention.client_addresses"])
    .judged(|_| {
        Ruling::NotMet("there is no audit in this version; letters and logs name networks alone (/24, /48)")
    }),
    row(
        "privacy.erase",
        "An account that is erased leaves nothing in the database but a keyed hash in the ledger, for a year",
        &["ASVS 14.2.7"],
    )
    .tests(&[
        shows(
            "crates/resetd/tests/operations/accounts.rs",
            "an_erased_account_leaves_no_trace_in_the_database",
        ),
        shows(
            CONTRACT,
            "the_ledger_drops_an_hour_after_a_day_and_a_twelfth_after_a_year",
        ),
    ]),
];
