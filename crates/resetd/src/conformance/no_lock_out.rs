//! No lock-out: what a stranger does costs the owner nothing.

use super::{Requirement, Ruling, row, shows};
use crate::settings::Settings;

const BUDGET: &str = "crates/resetd/tests/risk_budget.rs";

/// The rows.
pub const ROWS: &[Requirement] = &[
    row(
        "no-lock-out.password",
        "Neither asking nor guessing changes a password or keeps anybody from signing in",
        &["OWASP Forgot Password", "ASVS 6.1.1"],
    )
    .tests(&[
        shows(
            "crates/resetd/tests/api_4pointx/code_life.rs",
            "the_fifth_wrong_guess_ends_a_code_through_whatever_alias_it_came",
        ),
        shows(
            "crates/resetd/tests/api_4pointx/code_life.rs",
            "a_right_code_is_free_and_looking_at_it_consumes_nothing",
        ),
    ]),
    row(
        "no-lock-out.owner",
        "Whoever reads the account's mailbox gets in within an hour, whatever a stranger does meanwhile",
        &["OWASP Forgot Password", "ASVS 6.1.1"],
    )
    .settings(&[
        "dialects.enabled",
        "dialects.userverse.frontend_url",
        "limits.account.letters_per_hour",
    ])
    .tests(&[
        shows(BUDGET, "an_old_letter_s_link_works_through_any_attack"),
        shows(
            BUDGET,
            "a_ladder_of_one_rung_ends_at_the_letter_s_link_and_its_owner_gets_in",
        ),
        shows(BUDGET, "without_a_page_for_links_the_last_way_in_is_a_long_code"),
    ])
    .judged(owner),
];

/// A code of `/v1` works in the recovery of whoever asked. A stranger who uses up the letters of an hour then leaves
/// the owner with letters that open nothing of theirs, unless they carry a link.
fn owner(it: &Settings) -> Ruling {
    let stranded = it.dialects.v1.is_some() && !it.dialects.has_link_page() && it.limits.account.is_some();
    Ruling::unless(
        stranded,
        "letters carry no link, and a stranger who asks through /v1 can use up the letters of an hour: enable the pages or set \
         dialects.userverse.frontend_url",
    )
}
