//! Enumeration: whether a caller can learn who has an account.

use super::{Requirement, Ruling, row, shows};
use crate::settings::{Profile, Settings};

const RECOVERIES: &str = "crates/resetd/tests/api_v1/recoveries.rs";
const HARDENED: &str = "crates/resetd/tests/hardened.rs";
const SELFTEST: &str = "crates/resetd/tests/selftest.rs";
const CONCEALMENT: &str = "crates/resetd/tests/pages/concealment.rs";

/// The rows.
pub const ROWS: &[Requirement] = &[
    row(
        "enumeration.documented",
        "No answer of the 4pointx and Userverse APIs tells who has an account",
        &["ASVS 6.3.8"],
    )
    .settings(&["dialects.enabled", "profile"])
    .tests(&[
        shows(HARDENED, "every_answer_of_both_documented_apis_is_the_same_whoever_the_address_is_of"),
        shows(HARDENED, "a_code_expires_alike"),
        shows(SELFTEST, "in_the_hardened_profile_every_call_answers_and_works_alike_for_every_account"),
        shows("crates/resetd/tests/api_userverse.rs", "an_api_that_is_not_enabled_is_not_there"),
        shows("crates/web/tests/door.rs", "a_dialect_that_is_not_enabled_is_not_there"),
    ])
    .judged(documented),
    row(
        "enumeration.answers",
        "On /v1 and the pages status, bytes and headers are the same for known, unknown, disabled, password-less and \
         over-limit accounts",
        &["ASVS 6.3.8"],
    )
    .tests(&[
        shows(
            RECOVERIES,
            "known_unknown_disabled_elsewhere_shared_password_less_and_over_limit_accounts_are_answered_alike_on_every_call",
        ),
        shows(CONCEALMENT, "every_step_is_answered_alike_whoever_the_address_is_of"),
        shows(CONCEALMENT, "a_code_that_expired_is_told_alike_and_before_a_new_password_is_typed"),
    ]),
    row(
        "enumeration.time",
        "Where answers are alike, on /v1, the pages and in the hardened profile, their time tells no more than their bytes: the same statements and commits, and `resetd selftest --latency` finds no difference",
        &["ASVS 6.3.8"],
    )
    .settings(&["dialects.enabled", "profile"])
    .tests(&[
        shows(SELFTEST, "in_the_hardened_profile_every_call_answers_and_works_alike_for_every_account"),
        shows("crates/resetd/tests/conformance.rs", "nothing_on_the_way_of_an_answer_sleeps"),
    ]),
    row(
        "enumeration.throttle",
        "Who is over a limit is told so after as many calls, whatever address they were about",
        &["ASVS 6.3.8"],
    )
    .settings(&["limits.enabled"])
    .tests(&[
        shows("crates/resetd/tests/limits.rs", "what_is_malformed_is_not_counted_and_what_is_about_nobody_is"),
        shows("crates/resetd/tests/api_v1/quotas.rs", "a_client_is_told_what_it_has_left_whatever_it_asks_about"),
    ]),
    row(
        "enumeration.mail",
        "Answers do not depend on whether the mail server takes letters, refuses them, hangs or is away",
        &["ASVS 6.3.8"],
    )
    .tests(&[
        shows(
            "crates/resetd/tests/smtp_faults.rs",
            "while_nothing_listens_callers_notice_nothing_and_afterwards_each_gets_one_letter",
        ),
        shows(
            "crates/resetd/tests/smtp_faults.rs",
            "a_mail_server_that_hangs_at_any_step_holds_up_its_own_letter_alone",
        ),
        shows(HARDENED, "nothing_shows_while_the_mail_server_is_down_nor_after_a_restart"),
    ]),
    row(
        "enumeration.sleep",
        "Nothing is concealed by waiting: no answer sleeps",
        &[],
    )
    .tests(&[shows("crates/resetd/tests/conformance.rs", "nothing_on_the_way_of_an_answer_sleeps")]),
    row("enumeration.strangers", "No letter goes to an address without an account", &["ASVS 6.3.8"])
        .tests(&[shows(RECOVERIES, "no_letter_goes_to_a_stranger")]),
];

/// Both documents have an answer of their own for an address without an account, which the hardened profile does not give.
fn documented(it: &Settings) -> Ruling {
    if it.profile == Profile::Hardened {
        return Ruling::Met;
    }
    match (&it.dialects.fourpoint, &it.dialects.userverse) {
        (None, None) => Ruling::Met,
        (Some(_), None) => Ruling::Forced("4pointx answers 409 where there is no account"),
        (None, Some(_)) => Ruling::Forced("Userverse answers 404 where there is no account"),
        (Some(_), Some(_)) => {
            Ruling::Forced("4pointx answers 409 and Userverse 404 where there is no account")
        }
    }
}
