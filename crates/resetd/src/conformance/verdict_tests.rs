//! The verdicts, and the settings that turn them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use std::collections::BTreeSet;

use super::{CHAPTERS, Requirement, Verdict};
use crate::doors::Environment;
use crate::settings::Settings;
use crate::settings::table::Setting;

fn rows() -> impl Iterator<Item = &'static Requirement> {
    CHAPTERS.iter().flat_map(|it| it.rows)
}

fn with(set: &[&str]) -> Settings {
    let set: Vec<String> = set.iter().map(|it| (*it).to_owned()).collect();
    let nothing = Environment::of(std::iter::empty::<(&str, &str)>());
    Settings::load(None, &set, &nothing).unwrap_or_else(|why| panic!("{set:?}: {why}"))
}

fn verdict(id: &str, set: &[&str]) -> Verdict {
    let row = rows().find(|it| it.id == id).unwrap_or_else(|| panic!("no {id}"));
    (row.judge)(&with(set)).verdict()
}

const SMTP: &[&str] = &["mail.transport=smtp", "mail.smtp.host=mail.example.com"];

/// With these settings on top, the row has one verdict, and the other with those.
#[track_caller]
fn turns(id: &str, first: (&[&str], Verdict), second: (&[&str], Verdict)) {
    assert_eq!(verdict(id, first.0), first.1, "{id} with {:?}", first.0);
    assert_eq!(verdict(id, second.0), second.1, "{id} with {:?}", second.0);
}

#[test]
fn every_row_has_a_name_of_its_own_that_begins_with_its_chapters() {
    let ids: BTreeSet<_> = rows().map(|it| it.id).collect();
    assert_eq!(ids.len(), rows().count());
    for chapter in CHAPTERS {
        assert!(!chapter.rows.is_empty(), "{}", chapter.name);
        let words: BTreeSet<_> = chapter
            .rows
            .iter()
            .map(|it| it.id.split_once('.').unwrap().0)
            .collect();
        assert_eq!(words.len(), 1, "{}: {words:?}", chapter.name);
    }
}

#[test]
fn every_setting_that_a_row_hangs_on_is_one() {
    for row in rows() {
        for key in row.settings {
            assert!(Setting::of(key).is_some(), "{}: {key}", row.id);
        }
    }
}

#[test]
fn whatever_is_met_names_what_shows_it_and_whatever_is_not_says_why() {
    for settings in [with(&[]), with(SMTP), with(&["dialects.enabled=v1"])] {
        for row in rows() {
            let ruling = (row.judge)(&settings);
            match ruling.verdict() {
                Verdict::Met => assert!(!row.tests.is_empty(), "nothing shows {}", row.id),
                Verdict::NotMet | Verdict::Forced => assert!(!ruling.why().unwrap().is_empty(), "{}", row.id),
            }
        }
    }
}

#[test]
fn a_code_may_live_for_ten_minutes_and_no_longer() {
    turns(
        "codes.life",
        (&["code.ttl=10m"], Verdict::Met),
        (&["code.ttl=11m"], Verdict::NotMet),
    );
}

#[test]
fn what_a_documented_api_forces_is_forced_while_it_is_served() {
    let id = "enumeration.documented";
    for served in ["4pointx", "userverse", "4pointx, userverse, v1"] {
        assert_eq!(
            verdict(id, &[&format!("dialects.enabled={served}")]),
            Verdict::Forced,
            "{served}"
        );
    }
    assert_eq!(verdict(id, &["dialects.enabled=v1, pages"]), Verdict::Met);
    assert_eq!(verdict(id, &["profile=hardened"]), Verdict::Met);
}

#[test]
fn the_hardened_profile_brings_long_passwords_and_the_blocklist_unless_they_are_set_otherwise() {
    let hardened = "profile=hardened";
    turns(
        "passwords.blocklist",
        (&[hardened], Verdict::Met),
        (&[hardened, "password.blocklist=off"], Verdict::NotMet),
    );
    turns(
        "passwords.blocklist",
        (&["password.blocklist=on"], Verdict::Met),
        (&[], Verdict::NotMet),
    );
    turns(
        "passwords.shortest",
        (&[hardened], Verdict::Met),
        (&[], Verdict::NotMet),
    );
}

#[test]
fn without_links_a_stranger_can_use_up_the_letters_of_an_owner_on_v1_alone() {
    let id = "no-lock-out.owner";
    for (set, expected) in [
        (&["dialects.enabled=v1"][..], Verdict::NotMet),
        (&["dialects.enabled=v1", "limits.enabled=false"], Verdict::Met),
        (&["dialects.enabled=v1, pages"], Verdict::Met),
        (&["dialects.enabled=4pointx, userverse"], Verdict::Met),
        (
            &[
                "dialects.enabled=v1, userverse",
                "dialects.userverse.frontend_url=https://app.example.com/reset",
            ],
            Verdict::Met,
        ),
    ] {
        assert_eq!(verdict(id, set), expected, "{set:?}");
    }
}

#[test]
fn fifteen_characters_are_enough_for_a_password_alone_and_fourteen_are_not() {
    turns(
        "passwords.shortest",
        (&["password.min_length=15"], Verdict::Met),
        (&["password.min_length=14"], Verdict::NotMet),
    );
}

#[test]
fn letters_in_clear_text_are_met_on_this_machine_alone() {
    let id = "mail.encrypted";
    assert_eq!(verdict(id, &[]), Verdict::Met);
    assert_eq!(verdict(id, SMTP), Verdict::Met);
    let here = [
        "mail.transport=smtp",
        "mail.smtp.host=127.0.0.1",
        "mail.smtp.tls=none",
    ];
    assert_eq!(verdict(id, &here), Verdict::Met);
    let clear = [SMTP, &["mail.smtp.tls=none", "mail.smtp.allow_insecure=true"]].concat();
    assert_eq!(verdict(id, &clear), Verdict::NotMet);
}

#[test]
fn letters_that_may_come_oftener_than_they_should_are_not_met() {
    turns(
        "mail.pace",
        (&["code.resend_after=60s"], Verdict::Met),
        (&["code.resend_after=59s"], Verdict::NotMet),
    );
    let id = "mail.hourly";
    assert_eq!(verdict(id, &[]), Verdict::Met);
    for set in [
        "limits.enabled=false",
        "limits.account.letters_per_hour=6",
        "limits.account.letters_per_client=3",
    ] {
        assert_eq!(verdict(id, &[set]), Verdict::NotMet, "{set}");
    }
}

#[test]
fn pages_are_bound_to_their_host_behind_tls_alone() {
    let tls = [SMTP, &["public_url=https://reset.example.com"]].concat();
    turns("pages.tls", (&tls, Verdict::Met), (&[], Verdict::NotMet));
    assert_eq!(
        verdict("pages.tls", &["dialects.enabled=v1"]),
        Verdict::Met,
        "there are none"
    );
}

#[test]
fn the_well_known_address_leads_nowhere_without_pages() {
    turns(
        "pages.well-known",
        (&[], Verdict::Met),
        (&["dialects.enabled=v1"], Verdict::NotMet),
    );
}
