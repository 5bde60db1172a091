//! After a reset: who hears of it, and what it does not touch.

use super::{Requirement, Ruling, row, shows};

/// The rows.
pub const ROWS: &[Requirement] = &[
    row(
        "after.notice",
        "The owner is told by letter that the password was changed, without anything secret in it",
        &["63B-4 §4.2.3", "ASVS 6.3.7"],
    )
    .tests(&[
        shows("crates/courier/src/every_letter.rs", "in_every_language_a_notice_tells_when_and_holds_no_secret"),
        shows("crates/courier/tests/fidelity.rs", "a_notice_tells_when_and_what_to_do_and_holds_no_secret"),
    ]),
    row(
        "after.no-sign-in",
        "A reset signs nobody in: its answer holds no session",
        &["OWASP Forgot Password"],
    )
    .tests(&[
        shows(
            "crates/resetd/tests/openapi/agreement.rs",
            "the_server_answers_as_the_document_says_whatever_it_is_sent",
        ),
        shows(
            "crates/resetd/tests/pages/journey.rs",
            "a_person_gets_back_in_with_a_code_and_without_scripts",
        ),
    ]),
    row(
        "after.sessions",
        "The application's sessions end, or it is told by a call that cannot get lost",
        &["ASVS 7.4.3"],
    )
    .judged(|_| {
        Ruling::NotMet(
            "no webhook is built in this version; an application can only ask /v1 when a password was changed",
        )
    }),
    row("after.factors", "A reset leaves other factors as they are", &["ASVS 6.4.3"]).tests(&[shows(
        "crates/resetd/tests/conformance.rs",
        "the_database_holds_no_other_factor_that_a_reset_could_touch",
    )]),
    row(
        "after.operators",
        "Back ends and operators can begin a recovery, and neither see its code nor choose the password",
        &["ASVS 6.4.6"],
    )
    .tests(&[
        shows(
            "crates/resetd/tests/api_v1/recoveries.rs",
            "a_back_end_starts_a_recovery_for_somebody_and_does_not_see_the_code",
        ),
        shows(
            "crates/resetd/tests/api_v1/accounts.rs",
            "each_account_has_one_path_and_each_path_its_methods",
        ),
    ]),
];
