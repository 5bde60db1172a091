//! Codes and links: where they come from, how long they live, what they open.

use recovery::moment::Span;

use super::{Requirement, Ruling, row, shows};

const KEYS: &str = "crates/recovery/src/keys.rs";
const CODE: &str = "crates/recovery/src/code.rs";
const CHALLENGE: &str = "crates/recovery/src/challenge.rs";

/// The rows.
pub const ROWS: &[Requirement] = &[
    row(
        "codes.random",
        "Codes come from a cryptographic generator, every value is equally likely, and zeros in front stay",
        &["63B-4 §4.2.1.2"],
    )
    .tests(&[
        shows(KEYS, "codes_are_uniform_over_their_alphabet"),
        shows(CODE, "a_draw_that_would_favour_low_values_is_not_used"),
        shows(CODE, "leading_zeros_are_kept"),
    ]),
    row(
        "codes.length",
        "No code is shorter than six digits or weaker than 20 bits",
        &["63B-4 §4.2.1.2", "ASVS 6.5.4"],
    )
    .settings(&[
        "code.ladder",
        "dialects.4pointx.ladder",
        "dialects.userverse.ladder",
    ])
    .tests(&[shows(
        CODE,
        "a_rung_weaker_than_six_digits_or_twenty_bits_is_refused",
    )]),
    row(
        "codes.life",
        "A code lives for ten minutes at the most",
        &["ASVS 6.5.5"],
    )
    .settings(&["code.ttl"])
    .tests(&[shows(
        "crates/resetd/tests/api_4pointx/code_life.rs",
        "past_its_time_a_code_is_expired_right_or_wrong_and_the_next_one_comes_at_once",
    )])
    .judged(|it| {
        Ruling::unless(
            it.code.life.code > Span::minutes(10),
            "code.ttl is longer than ten minutes",
        )
    }),
    row(
        "codes.longest",
        "A life of more than a day, of a code or a link, stops the start",
        &["ASVS 6.5.5"],
    )
    .settings(&["code.ttl", "link.ttl"])
    .tests(&[shows(
        "crates/resetd/tests/settings/rules.rs",
        "bounds_hold_at_their_ends",
    )]),
    row("codes.once", "A code sets one password", &["ASVS 6.5.1"]).tests(&[
        shows(
            "crates/resetd/tests/concurrency.rs",
            "of_a_hundred_redemptions_of_one_letter_over_both_apis_and_its_link_exactly_one_wins",
        ),
        shows(
            "crates/store/tests/contract.rs",
            "of_many_racing_requests_one_spends_the_challenge",
        ),
    ]),
    row(
        "codes.bound",
        "A code opens the account and the request that it was made for, and no other",
        &["ASVS 6.6.2"],
    )
    .tests(&[
        shows(
            "crates/resetd/tests/api_v1/recoveries.rs",
            "a_code_works_in_its_own_recovery_alone",
        ),
        shows(
            "crates/resetd/tests/api_4pointx/code_life.rs",
            "validating_for_one_person_opens_nothing_for_another",
        ),
        shows(
            KEYS,
            "a_code_is_the_same_each_time_and_another_for_each_challenge_account_and_key",
        ),
    ]),
    row(
        "codes.link",
        "A link cannot be guessed: at least 128 random bits, in no form that is guessable in part",
        &["ASVS 11.5.1"],
    )
    .tests(&[
        shows(KEYS, "a_link_names_its_challenge_and_opens_it_alone"),
        shows(
            "crates/resetd/tests/api_userverse/links.rs",
            "what_is_no_token_of_ours_opens_nothing",
        ),
    ]),
    row(
        "codes.corrupt",
        "An expiry that is missing, zero or damaged has passed",
        &[],
    )
    .tests(&[
        shows(CHALLENGE, "a_missing_zero_or_endless_expiry_counts_as_expired"),
        shows(
            "crates/store/src/sqlite/tests.rs",
            "a_corrupt_end_counts_as_reached",
        ),
    ]),
    row(
        "codes.clock",
        "A clock that is set back brings no code to life again",
        &[],
    )
    .tests(&[shows(CHALLENGE, "stepping_the_clock_back_never_revives_a_code")]),
];
