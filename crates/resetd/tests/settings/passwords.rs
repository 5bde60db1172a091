//! `[password]`: what the profile asks for, and who may be asked about breaches.

use std::time::Duration;

use resetd::doors::Environment;
use resetd::settings::{Passwords, Profile, Settings};

use super::house::House;

fn documented(text: &str) -> Passwords {
    House::with(text).settings(&[], &[]).password
}

/// The hardened profile, with these settings besides.
fn hardened(set: &[&str]) -> Passwords {
    let set: Vec<String> = set.iter().map(|it| (*it).to_owned()).collect();
    let all = [vec!["profile=hardened".to_owned()], set].concat();
    let (draft, complaints) = Settings::draft(None, &all, &Environment::of([]));
    assert!(complaints.list().is_empty(), "{complaints}");
    let settings = draft.whole().unwrap();
    assert_eq!(settings.profile, Profile::Hardened);
    settings.password
}

#[test]
fn the_hardened_profile_asks_for_15_characters_and_has_the_blocklist_on() {
    let passwords = hardened(&[]);
    assert_eq!((passwords.policy.min_length, passwords.blocklist), (15, true));
    assert_eq!(
        passwords.breaches, None,
        "nobody is asked unless an operator says so"
    );
    let passwords = documented("");
    assert_eq!((passwords.policy.min_length, passwords.blocklist), (8, false));
}

#[test]
fn what_is_set_beats_what_the_profile_asks_for() {
    assert_eq!(hardened(&["password.min_length=20"]).policy.min_length, 20);
    assert_eq!(hardened(&["password.min_length=8"]).policy.min_length, 8);
    assert!(!hardened(&["password.blocklist=off"]).blocklist);
    assert!(documented("[password]\nblocklist = \"on\"\n").blocklist);
}

#[test]
fn a_breach_service_is_asked_over_an_encrypted_line_or_on_this_machine() {
    let on = |rest: &str| format!("[password]\nbreach_service = \"on\"\n{rest}");
    let service = documented(&on("")).breaches.unwrap();
    assert_eq!(service.url.as_str(), "https://api.pwnedpasswords.com/");
    assert_eq!(
        Duration::from_millis(1000),
        Duration::from_millis(service.deadline.0.unsigned_abs())
    );
    let mirror = documented(&on("breach_url = \"http://127.0.0.1:8000/pwned\"\n"));
    assert_eq!(
        mirror.breaches.unwrap().url.as_str(),
        "http://127.0.0.1:8000/pwned/"
    );
    for (line, said) in [
        (
            "breach_url = \"http://hibp.example.com\"",
            "would tell of passwords in clear text",
        ),
        (
            "breach_url = \"hibp.example.com\"",
            "is not an absolute web address",
        ),
        (
            "breach_url = \"https://hibp.example.com/?a=b\"",
            "is not a web address of scheme",
        ),
        ("breach_deadline = \"6s\"", "is out of bounds"),
        ("breach_deadline = \"10ms\"", "is out of bounds"),
    ] {
        let complaint = House::with(&on(&format!("{line}\n"))).said(&[], &[]);
        assert!(complaint.contains(said), "{complaint}");
    }
}
