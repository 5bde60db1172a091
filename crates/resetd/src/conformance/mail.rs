//! Mail: to whom, with what in it, how it travels, and how often.

use recovery::moment::Span;

use super::{Requirement, Ruling, row, shows};
use crate::settings::{Settings, Tls, Transport};

const EVERY: &str = "crates/courier/src/every_letter.rs";
const DIALOGUE: &str = "crates/courier/tests/dialogue.rs";
const FIDELITY: &str = "crates/courier/tests/fidelity.rs";
const FAULTS: &str = "crates/courier/tests/faults.rs";
const SMTP: &str = "crates/resetd/tests/smtp_faults.rs";

/// The most letters with codes that an account may get in an hour, and that one client may cause.
const LETTERS: (u32, u32) = (5, 2);

/// The rows.
pub const ROWS: &[Requirement] = &[
    row("mail.recipient", "A letter has one recipient: the address on record", &[]).tests(&[
        shows(
            "crates/resetd/tests/api_4pointx.rs",
            "a_letter_goes_to_the_address_on_record_however_it_was_typed",
        ),
        shows(DIALOGUE, "the_one_recipient_is_the_stored_address_with_its_domain_in_ascii"),
    ]),
    row(
        "mail.links",
        "What links lead to is set by the operator and never taken from a request",
        &["OWASP Forgot Password"],
    )
    .settings(&["public_url", "dialects.userverse.frontend_url"])
    .tests(&[
        shows(
            "crates/resetd/tests/pages/hostile.rs",
            "no_answer_and_no_letter_depends_on_the_host_that_the_client_names",
        ),
        shows(
            "crates/resetd/tests/api_userverse/links.rs",
            "a_link_leads_where_the_setting_says_whatever_the_request_claims",
        ),
    ]),
    row(
        "mail.automatic",
        "Letters say that a machine wrote them, ask for no automatic answer, and have a Message-ID of their own",
        &["RFC 3834 §5"],
    )
    .tests(&[shows(FIDELITY, "a_reset_letter_arrives_as_it_was_meant")]),
    row("mail.subject", "No subject holds a code", &[]).tests(&[shows(
        EVERY,
        "in_every_language_a_reset_letter_holds_code_link_deadline_and_the_last_line",
    )]),
    row("mail.names", "What people call themselves stands in no letter", &[]).tests(&[shows(
        "crates/resetd/tests/api_v1/letters.rs",
        "what_an_account_is_called_stands_in_no_letter_and_does_no_harm_elsewhere",
    )]),
    row(
        "mail.last-line",
        "The text ends with a line that binds the code to the service's host",
        &[],
    )
    .settings(&["public_url"])
    .tests(&[shows(
        FIDELITY,
        "a_letter_in_any_script_arrives_with_its_code_and_last_line_byte_for_byte",
    )]),
    row(
        "mail.encrypted",
        "Letters leave this machine encrypted, to a server whose certificate was checked, or not at all",
        &["ASVS 12.3.1", "ASVS 12.3.2"],
    )
    .settings(&["mail.transport", "mail.smtp.tls", "mail.smtp.allow_insecure"])
    .tests(&[
        shows(SMTP, "a_server_that_offers_no_tls_gets_no_letter_in_clear"),
        shows(SMTP, "a_certificate_of_another_authority_is_not_believed"),
        shows(
            "crates/resetd/tests/settings/rules.rs",
            "codes_go_in_clear_text_to_this_machine_alone_unless_the_operator_insists",
        ),
    ])
    .judged(encrypted),
    row(
        "mail.returned",
        "A letter that bounces comes back without its text, where the mail server offers that",
        &["RFC 3461 §4.3"],
    )
    .tests(&[shows(DIALOGUE, "the_one_recipient_is_the_stored_address_with_its_domain_in_ascii")]),
    row("mail.domains", "Domains travel as A-labels", &["RFC 5891"]).tests(&[shows(
        DIALOGUE,
        "the_one_recipient_is_the_stored_address_with_its_domain_in_ascii",
    )]),
    row(
        "mail.international",
        "An address beyond ASCII needs a mail server that takes it, and is refused for good by another",
        &["RFC 6531"],
    )
    .tests(&[shows(DIALOGUE, "an_address_beyond_ascii_needs_a_server_that_takes_it")]),
    row("mail.one", "One act sends one letter", &[]).tests(&[
        shows(
            "crates/resetd/tests/concurrency.rs",
            "sixty_four_asks_at_once_over_both_apis_mail_one_letter",
        ),
        shows(FAULTS, "whatever_the_server_does_at_a_step_a_letter_is_handed_over_once_or_not_at_all"),
    ]),
    row("mail.pace", "A live code is mailed again after a minute at the earliest", &[])
        .settings(&["code.resend_after"])
        .tests(&[shows(
            "crates/resetd/tests/api_4pointx/code_life.rs",
            "within_resend_after_asking_again_sends_nothing_and_changes_nothing",
        )])
        .judged(|it| {
            Ruling::unless(
                it.code.resend_after < Span::minutes(1),
                "code.resend_after is shorter than a minute",
            )
        }),
    row(
        "mail.hourly",
        "An account gets five letters with codes an hour at the most, over all APIs, and two of them through one client; \
         notices come besides",
        &["OWASP Forgot Password"],
    )
    .settings(&[
        "limits.enabled",
        "limits.account.letters_per_hour",
        "limits.account.letters_per_client",
        "limits.client.exempt",
    ])
    .tests(&[
        shows(
            "crates/resetd/tests/limits.rs",
            "a_client_can_cause_two_letters_an_hour_and_all_of_them_five_and_nobody_is_told",
        ),
        shows("crates/recovery/src/rules_tests.rs", "five_letters_an_hour_and_two_of_them_by_one_client"),
    ])
    .judged(hourly),
    row(
        "mail.outage",
        "After an outage of the mail server each account gets one letter at the most, and none whose code has ended",
        &[],
    )
    .tests(&[
        shows(
            SMTP,
            "while_nothing_listens_callers_notice_nothing_and_afterwards_each_gets_one_letter",
        ),
        shows(FAULTS, "no_letter_is_sent_when_its_code_has_ended"),
        shows(FAULTS, "a_letter_that_was_overtaken_is_not_sent"),
    ]),
];

fn encrypted(it: &Settings) -> Ruling {
    match &it.mail.transport {
        // Shown on loopback alone; no letter leaves.
        Transport::Capture { .. } => Ruling::Met,
        // Without allow_insecure, the settings refuse tls = none to any other machine than this one.
        Transport::Smtp(smtp) => Ruling::unless(
            smtp.tls == Tls::None && smtp.allow_insecure,
            "mail.smtp.tls is none, and mail.smtp.allow_insecure lets letters leave in clear text",
        ),
    }
}

fn hourly(it: &Settings) -> Ruling {
    match &it.limits.account {
        None => Ruling::NotMet("limits.enabled is false"),
        Some(limits) if limits.letters_per_hour > LETTERS.0 => {
            Ruling::NotMet("limits.account.letters_per_hour is more than five")
        }
        Some(limits) if limits.letters_per_client > LETTERS.1 => {
            Ruling::NotMet("limits.account.letters_per_client is more than two")
        }
        Some(_) => Ruling::Met,
    }
}
