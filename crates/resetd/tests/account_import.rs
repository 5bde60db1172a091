//! `resetd account import`, as scripts call it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod support;

use std::fmt::Write as _;

use support::server::Place;

/// By the reference implementations, of the password `correct horse battery staple`.
const ARGON2: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$gy5SuVm5Z7Vw7keB9se9p87QGcomaseB/S2U1OhTsM0";
const BCRYPT: &str = "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG";
const PASSWORD: &str = "correct horse battery staple";

/// Exit code, standard output and standard error of an import from standard input.
fn import(place: &Place, text: &str) -> (Option<i32>, String, String) {
    let output = place.run(&["account", "import", "-", "--json"], text);
    let said = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), said(output.stdout), said(output.stderr))
}

#[test]
fn people_keep_the_passwords_they_had() {
    let place = Place::with(&[]);
    let csv = format!("email,name,locale,password_hash\nann@example.com,Ann,en,\"{ARGON2}\"\n");
    assert_eq!(import(&place, &csv).0, Some(0));
    let json = format!("{{\"email\":\"bob@example.com\",\"password_hash\":\"{BCRYPT}\"}}\n");
    assert_eq!(import(&place, &json).0, Some(0));
    for email in ["ann@example.com", "bob@example.com"] {
        assert!(place.verifies(email, PASSWORD), "{email}");
        assert!(!place.verifies(email, "another password"), "{email}");
    }
}

#[test]
fn bad_rows_are_told_by_line_and_the_others_imported_beside_a_running_server() {
    let place = Place::with(&[]);
    let server = place.serve();
    let csv = format!(
        "email,password_hash\nann@example.com,\nnobody,\nbob@example.com,$md5$secret\nann@example.com,\ncid@example.com,{BCRYPT}\n"
    );
    let (code, said, complained) = import(&place, &csv);
    assert_eq!(code, Some(2));
    assert_eq!(
        said.trim(),
        r#"{"added":2,"known":1,"written_otherwise":0,"bad":2}"#
    );
    for line in [
        "line 3: email",
        "line 4: password_hash",
        "line 5: there is an account",
    ] {
        assert!(complained.contains(line), "{line}: {complained}");
    }
    assert!(!complained.contains("secret"), "{complained}");
    for (email, status) in [
        ("ann@example.com", 200),
        ("cid@example.com", 200),
        ("bob@example.com", 409),
    ] {
        assert_eq!(server.ask(email).status, status, "{email}");
    }
}

#[test]
fn importing_a_file_again_adds_what_is_missing_and_changes_nothing() {
    let place = Place::with(&[]);
    let rows = |people: u32| {
        let mut text = "email\n".to_owned();
        (0..people).for_each(|number| writeln!(text, "p{number}@example.com").unwrap());
        text
    };
    assert_eq!(import(&place, &rows(500)).0, Some(0));
    let (code, said, complained) = import(&place, &rows(700));
    assert_eq!(code, Some(2), "500 rows were left out");
    assert_eq!(
        said.trim(),
        r#"{"added":200,"known":500,"written_otherwise":0,"bad":0}"#
    );
    assert_eq!(
        complained.lines().count(),
        101,
        "a hundred are told, and how many more there are"
    );
}

#[test]
fn a_file_that_is_none_of_both_forms_changes_nothing() {
    let place = Place::with(&[]);
    for text in ["", "ann@example.com\n", "[{\"email\":\"ann@example.com\"}]\n"] {
        let (code, _, complained) = import(&place, text);
        assert_eq!(code, Some(3), "{text:?}: {complained}");
    }
    let shown = place.run(&["account", "show", "ann@example.com"], "");
    assert_eq!(shown.status.code(), Some(1));
}

/// How an account is signed in to, as `account show` tells it.
fn sign_in(place: &Place, email: &str) -> String {
    let shown = place.run(&["account", "show", email, "--json"], "");
    let account: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    account["sign_in"].as_str().unwrap().to_owned()
}

#[test]
fn a_file_may_say_how_each_account_is_signed_in_to() {
    let place = Place::with(&[]);
    let csv = format!(
        "email,sign_in,password_hash\nann@example.com,,{BCRYPT}\nbob@example.com,elsewhere:Google,\ncid@example.com,shared,\n\
         dan@example.com,google,\neve@example.com,elsewhere:evil.example,\nfay@example.com,elsewhere,{BCRYPT}\n"
    );
    let (code, said, complained) = import(&place, &csv);
    assert_eq!(code, Some(2));
    assert_eq!(
        said.trim(),
        r#"{"added":3,"known":0,"written_otherwise":0,"bad":3}"#
    );
    for line in [
        "line 5: sign_in: it is not password",
        "line 6: sign_in: the provider",
        "line 7: sign_in: with elsewhere there is no password",
    ] {
        assert!(complained.contains(line), "{line}: {complained}");
    }
    let json = "{\"email\":\"gus@example.com\",\"sign_in\":\"elsewhere:企業アカウント\"}\n{\"email\":\"hal@example.com\",\"sign_in\":null}\n";
    assert_eq!(import(&place, json).0, Some(0));
    for (email, how) in [
        ("ann@example.com", "password"),
        ("bob@example.com", "elsewhere:Google"),
        ("cid@example.com", "shared"),
        ("gus@example.com", "elsewhere:企業アカウント"),
        ("hal@example.com", "password"),
    ] {
        assert_eq!(sign_in(&place, email), how, "{email}");
    }
    assert!(place.verifies("ann@example.com", PASSWORD));
}

#[test]
fn two_rows_that_differ_in_case_alone_are_told_as_perhaps_two_people_until_the_account_is_said_to_be_shared()
{
    let place = Place::with(&[]);
    let both = "email\nBob@example.com\nbob@example.com\nBob@EXAMPLE.com\n";
    let (code, said, complained) = import(&place, both);
    assert_eq!(code, Some(2));
    assert_eq!(
        said.trim(),
        r#"{"added":1,"known":1,"written_otherwise":1,"bad":0}"#
    );
    assert!(
        complained.contains("line 3: account 1 has this address, written otherwise"),
        "{complained}"
    );
    assert!(
        complained.contains("resetd account sign-in EMAIL shared"),
        "{complained}"
    );
    let marked = place.run(&["account", "sign-in", "bob@example.com", "shared"], "");
    assert!(marked.status.success());
    let (_, said, complained) = import(&place, both);
    assert_eq!(
        said.trim(),
        r#"{"added":0,"known":3,"written_otherwise":0,"bad":0}"#
    );
    assert!(!complained.contains("otherwise"), "{complained}");
    // Also where the file says so itself.
    let (_, said, _) = import(
        &place,
        "email,sign_in\nEve@example.com,shared\neve@example.com,shared\n",
    );
    assert_eq!(
        said.trim(),
        r#"{"added":1,"known":1,"written_otherwise":0,"bad":0}"#
    );
}
