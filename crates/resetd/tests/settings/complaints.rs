//! What is said of settings that are wrong.

use super::house::House;

#[test]
fn everything_that_is_wrong_is_said_at_once_with_its_place_and_what_to_do() {
    let house = House::with(
        "\
colour = \"blue\"
[http]
listne = \"127.0.0.1:1\"
listen = \"localhost\"
max_connections = \"many\"
[mail]
from = \"nobody\"
smtp = 3
[code]
ttl = \"25h\"
attempts = 21
ladder = [\"digits:8\", \"digits:6\"]
[limits.client]
exempt = [\"10.1.2.3/8\"]
",
    );
    let said = house.said(
        &[
            ("RESETD__LOG__LEVL", "info"),
            ("RESETD__CODE__RESEND_AFTER", "soon"),
        ],
        &["password.min_length=7"],
    );
    assert_eq!(
        said,
        r#"the settings cannot be used; 13 things are wrong with them:
  resetd.toml:1:1: colour is not a setting
    Every setting is listed in docs/settings.md and by resetd config example.
  resetd.toml:3:1: http.listne is not a setting
    Did you mean http.listen?
  resetd.toml:4:10: http.listen is not an address with a port: "localhost"
    Write an IP address and a port, such as 127.0.0.1:8080, 0.0.0.0:8080 or [::1]:8080.
  resetd.toml:5:19: http.max_connections is a text in quotes
    Write it as max_connections = 4096.
  resetd.toml:7:8: mail.from is not one mailbox: not a single bare address of the form local@domain.tld
    Write one address, such as no-reply@example.com or Example <no-reply@example.com>.
  resetd.toml:8:1: mail.smtp is a section, not a setting
    Write [mail.smtp], and what belongs to it below.
  resetd.toml:10:7: code.ttl is out of bounds: 25h
    Write a length of time from 1s to 24h.
  resetd.toml:11:12: code.attempts is out of bounds: 21
    Write a whole number from 1 to 20.
  resetd.toml:12:10: code.ladder is no ladder: rungs go from the weakest to the strongest, and digits:6 does not have more values than the rung before it
    Write kinds of codes, weakest first, such as digits:6, digits:8, base32:8, base32:13.
  resetd.toml:14:10: limits.client.exempt has an address where a network is wanted: 10.1.2.3/8
    Write 10.0.0.0/8 for the network, or the address without /8.
  RESETD__CODE__RESEND_AFTER: code.resend_after is not a length of time: "soon"
    Write a whole number and its unit, such as 250ms, 90s, 10m, 24h or 30d.
  RESETD__LOG__LEVL: log.levl is not a setting
    Did you mean RESETD__LOG__LEVEL?
  --set password.min_length: password.min_length is out of bounds: 7
    Write a whole number from 8 to 128."#
    );
}

#[test]
fn a_file_that_is_no_toml_is_refused_with_the_place() {
    let said = House::with("[http]\nlisten = 127.0.0.1:8080\n").said(&[], &[]);
    assert!(said.contains("\n  resetd.toml:2:"), "{said}");
    assert!(said.contains("this is not TOML"), "{said}");
    let said = House::with("profile = \"documented\"\nprofile = \"documented\"\n").said(&[], &[]);
    assert!(said.contains("resetd.toml:2:1"), "{said}");
}

#[test]
fn a_file_that_is_not_there_or_not_text_is_refused() {
    let house = House::with("");
    std::fs::remove_file(house.path().join("resetd.toml")).unwrap();
    assert!(
        house
            .said(&[], &[])
            .contains("resetd.toml: the settings file cannot be read: No such file")
    );
    let house = House::with("");
    std::fs::write(house.path().join("resetd.toml"), [0xff, 0xfe]).unwrap();
    assert!(house.said(&[], &[]).contains("not UTF-8"));
}

#[test]
fn settings_of_rooms_that_are_not_built_yet_say_so() {
    let (line, room) = (
        "[store]\nurl = \"postgres://resetd:hunter22@db/resetd\"",
        "the PostgreSQL store",
    );
    let said = House::with(line).said(&[], &[]);
    let expected = format!("asks for {room}, which this version does not build yet");
    assert!(said.contains(&expected), "{said}");
    assert!(!said.contains("hunter22"), "{said}");
}

#[test]
fn pages_are_not_served_in_clear_text_to_other_machines() {
    let with = |url: &str| {
        format!("public_url = \"{url}\"\n[mail]\ntransport = \"smtp\"\n[dialects]\nenabled = [\"pages\"]\n")
    };
    let said = House::with(&with("http://reset.example.com")).said(&[], &[]);
    assert!(
        said.contains("is reached in clear text, and pages take passwords"),
        "{said}"
    );
    for good in ["https://reset.example.com", "http://127.0.0.1:8080"] {
        House::with(&with(good)).settings(&[], &[]);
    }
}

#[test]
fn colours_that_can_hardly_be_read_and_odd_lines_are_complained_of_together() {
    let text = "[pages]\naccent = \"#ffff00\"\naccent_dark = \"#000080\"\nsupport = \"a\\nb\"\n\
                return_origins = [\"https://app.example.com/\"]\n";
    let said = House::with(text).said(&[], &[]);
    for part in [
        "pages.accent can hardly be read: #ffff00 has a contrast of 1.0",
        "pages.accent_dark can hardly be read: #000080 has a contrast of 1.0",
        "pages.support is longer than 200 characters, or has controls",
        "pages.return_origins has something that is not an origin",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn a_near_miss_of_a_word_is_answered_with_the_word() {
    let said =
        House::with("[mail]\ntransport = \"stmp\"\n[dialects]\nenabled = [\"userverze\"]\n").said(&[], &[]);
    assert!(
        said.contains("cannot be \"stmp\"\n    Did you mean smtp?"),
        "{said}"
    );
    assert!(said.contains("Did you mean userverse?"), "{said}");
}

#[test]
fn a_name_of_ours_in_another_spelling_is_not_silently_ignored() {
    for variable in [
        "RESETD__HTTP_LISTEN",
        "RESETD__http__listen",
        "RESETD__HTTP",
        "RESETD__",
    ] {
        let said = House::bare().said(&[(variable, "127.0.0.1:1")], &[]);
        assert!(said.contains("is not a setting"), "{variable}: {said}");
    }
}
