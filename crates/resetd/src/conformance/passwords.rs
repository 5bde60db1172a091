//! Passwords: what is accepted, and how it is kept.

use super::{Requirement, Ruling, row, shows};

const PASSWORD: &str = "crates/recovery/src/password.rs";
const SCREEN: &str = "crates/recovery/src/screen_tests.rs";
const BREACHES: &str = "crates/resetd/tests/passwords/breaches.rs";
const HOSTILE: &str = "crates/resetd/tests/bad_input/secrets.rs";

/// What 63B-4 asks of a password that stands alone.
const LONG_ENOUGH: usize = 15;

/// The rows.
pub const ROWS: &[Requirement] = &[
    row(
        "passwords.shortest",
        "A password that is the only factor has 15 characters or more",
        &["63B-4 §3.1.1.2"],
    )
    .settings(&["password.min_length", "profile"])
    .tests(&[shows(PASSWORD, "length_is_counted_in_code_points")])
    .judged(|it| {
        Ruling::unless(
            it.password.policy.min_length < LONG_ENOUGH,
            "password.min_length is below 15; the documented APIs' own samples use eight",
        )
    }),
    row(
        "passwords.longest",
        "Length counts in code points; 64 and many more are accepted, and what is beyond the bound is refused and never cut",
        &["63B-4 §3.1.1.2", "ASVS 6.2.8", "ASVS 6.2.9"],
    )
    .tests(&[
        shows(PASSWORD, "length_is_counted_in_code_points"),
        shows(PASSWORD, "too_much_is_an_error_and_never_cut"),
        shows(HOSTILE, "a_password_is_refused_or_kept_as_it_is_and_never_cut"),
    ]),
    row(
        "passwords.composition",
        "No kind of character is demanded",
        &["63B-4 §3.1.1.2", "ASVS 6.2.5"],
    )
    .tests(&[
        shows("crates/resetd/tests/pages/hostile.rs", "a_password_is_taken_as_it_is_whatever_stands_in_it"),
        shows("crates/resetd/tests/api_4pointx.rs", "a_mailed_code_sets_a_new_password_through_every_alias"),
    ]),
    row(
        "passwords.unicode",
        "The same password typed on another keyboard is the same (NFC)",
        &["63B-4 §3.1.1.2"],
    )
    .tests(&[
        shows(PASSWORD, "a_password_typed_on_another_keyboard_is_the_same_password"),
        shows("crates/directory/src/stored.rs", "a_password_is_its_own_in_either_unicode_form"),
    ]),
    row("passwords.controls", "Control characters and NUL are refused", &[])
        .tests(&[shows(PASSWORD, "controls_are_refused_and_spaces_are_not")]),
    row(
        "passwords.blocklist",
        "Passwords that are common, leaked, or made of address, service name or code are refused, with the reason",
        &["63B-4 §3.1.1.2", "ASVS 6.2.4", "ASVS 6.2.11", "ASVS 6.2.12"],
    )
    .settings(&["password.blocklist", "profile"])
    .tests(&[
        shows(SCREEN, "what_is_tried_first_anywhere_is_common"),
        shows(SCREEN, "a_password_of_words_that_others_know_of_its_owner_is_refused_with_that_reason"),
        shows(SCREEN, "the_code_is_no_password_however_often_and_with_whatever_between"),
        shows(
            "crates/resetd/tests/passwords/surfaces.rs",
            "a_common_password_is_refused_alike_with_a_right_and_a_wrong_code_and_burns_neither",
        ),
        shows(
            "crates/resetd/tests/passwords/lists.rs",
            "a_list_is_imported_beside_a_running_server_which_takes_it_up_and_lets_it_go_by_itself",
        ),
    ])
    .judged(|it| {
        Ruling::unless(
            !it.password.blocklist,
            "password.blocklist is off, as it is by itself in the documented profile; strength is told and not demanded",
        )
    }),
    row(
        "passwords.breaches",
        "A breach service that is asked learns no password and nothing of the person, and keeps nobody out when it is away",
        &["ASVS 6.2.12"],
    )
    .settings(&["password.breach_service", "password.breach_url", "password.breach_deadline"])
    .tests(&[
        shows(
            BREACHES,
            "the_service_is_told_five_digits_and_nothing_else_and_never_of_a_password_that_is_only_tried_out",
        ),
        shows(
            BREACHES,
            "a_service_that_is_away_hangs_or_talks_nonsense_keeps_nobody_from_their_account_and_is_counted",
        ),
    ]),
    row(
        "passwords.policy-first",
        "A weak password is refused before the code is looked at, so that it tells nothing of the code",
        &[],
    )
    .tests(&[
        shows(
            "crates/web/tests/fourpoint.rs",
            "a_weak_password_is_refused_alike_with_a_right_and_a_wrong_code_and_burns_neither",
        ),
        shows("crates/resetd/tests/api_userverse.rs", "a_weak_password_is_told_first_and_burns_nothing"),
    ]),
    row(
        "passwords.hash",
        "Hashes are Argon2id of OWASP's strength or more, salted, as PHC strings",
        &["OWASP Password Storage", "ASVS 11.4.2"],
    )
    .settings(&["password.argon2.m_kib", "password.argon2.t", "password.argon2.p"])
    .tests(&[
        shows("crates/directory/src/strength.rs", "parameters_below_every_accepted_minimum_are_refused"),
        shows("crates/directory/src/blocks.rs", "our_hash_is_the_one_of_the_reference_implementation"),
        shows("crates/directory/tests/hash_pool.rs", "a_new_hash_verifies_and_no_two_are_alike"),
    ]),
    row(
        "passwords.hash-last",
        "Nothing is hashed until its code has turned out to be right",
        &[],
    )
    .tests(&[shows(
        "crates/recovery/src/desk_tests.rs",
        "a_right_code_is_settled_then_hashed_then_redeemed",
    )]),
    row(
        "passwords.hash-bounded",
        "Only so many hashes run and wait at a time; who is beyond that is told to come again",
        &["ASVS 15.2.2"],
    )
    .tests(&[
        shows(
            "crates/directory/tests/hash_pool.rs",
            "a_full_queue_says_busy_at_once_and_takes_callers_again_later",
        ),
        shows("crates/directory/tests/memory.rs", "hash_memory_leaves_the_process_each_time_it_is_not_needed"),
        shows("crates/web/tests/userverse.rs", "what_cannot_be_done_is_500_and_overload_is_503"),
    ]),
];
