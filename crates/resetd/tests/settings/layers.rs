//! Where a setting comes from, and which of several places counts.

use recovery::moment::Span;
use resetd::settings::{Keys, Transport};

use super::house::House;

#[test]
fn the_service_starts_without_any_settings() {
    let settings = House::bare().settings(&[], &[]);
    assert_eq!(settings.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.code.life.code, Span::minutes(10));
    assert!(matches!(settings.keys, Keys::File(path) if path.ends_with("resetd-data/keys")));
}

#[test]
fn the_environment_beats_the_file_and_the_command_line_beats_both() {
    let house = House::with("[code]\nattempts = 3\nttl = \"5m\"\nresend_after = \"30s\"\n");
    let variables = [
        ("RESETD__CODE__ATTEMPTS", "4"),
        ("RESETD__CODE__TTL", "6m"),
        ("PATH", "/bin"),
    ];
    let (settings, shown) = house.read(&variables, &["code.attempts=6"]).unwrap();
    assert_eq!(settings.code.attempts, 6);
    assert_eq!(settings.code.life.code, Span::minutes(6));
    assert_eq!(settings.code.resend_after, Span::seconds(30));
    let from = |key: &str| shown.iter().find(|it| it.key == key).unwrap().from.clone();
    assert_eq!(from("code.attempts"), "--set code.attempts");
    assert_eq!(from("code.ttl"), "RESETD__CODE__TTL");
    assert!(
        from("code.resend_after").ends_with("resetd.toml:4:16"),
        "{}",
        from("code.resend_after")
    );
    assert_eq!(from("link.ttl"), "default");
}

#[test]
fn lists_are_written_with_commas_in_the_environment() {
    let variables = [
        ("RESETD__DIALECTS__4POINTX__LADDER", "digits:8, base32:13"),
        ("RESETD__HTTP__TRUSTED_PROXIES", "10.0.0.0/8,fd00::/8"),
        ("RESETD__DIALECTS__ENABLED", "4pointx"),
    ];
    let settings = House::with("[http]\ntrusted_proxies = [\"192.0.2.1\"]\n").settings(&variables, &[]);
    let ladder = settings.dialects.fourpoint.unwrap().ladder;
    assert_eq!(
        ladder.rungs().iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["digits:8", "base32:13"]
    );
    assert_eq!(settings.http.trusted_proxies.len(), 2);
    assert!(settings.dialects.userverse.is_none());
}

#[test]
fn a_dialect_without_a_ladder_of_its_own_uses_the_house_s() {
    let settings =
        House::with("[code]\nladder = [\"base32:13\"]\n[dialects.userverse]\nladder = [\"digits:6\"]\n")
            .settings(&[], &[]);
    assert_eq!(
        settings.dialects.fourpoint.unwrap().ladder.first().to_string(),
        "base32:13"
    );
    assert_eq!(
        settings.dialects.userverse.unwrap().ladder.first().to_string(),
        "digits:6"
    );
}

#[test]
fn a_secret_can_stand_in_a_file_of_its_own() {
    let house = House::bare();
    let secret = house.put("smtp-password", "hunter22 \n");
    let secret = secret.to_str().unwrap();
    let variables = [
        ("RESETD__MAIL__TRANSPORT", "smtp"),
        ("RESETD__MAIL__SMTP__USERNAME", "mailer"),
        ("RESETD__MAIL__SMTP__PASSWORD_FILE", secret),
    ];
    let (settings, shown) = house.read(&variables, &[]).unwrap();
    let Transport::Smtp(smtp) = &settings.mail.transport else {
        panic!("smtp")
    };
    assert_eq!(
        smtp.login.as_ref().unwrap().password.reveal(),
        "hunter22 ",
        "one line end is not part of it"
    );
    let all = format!("{settings:?} {shown:?}");
    assert!(!all.contains("hunter22") && all.contains("***"), "{all}");

    let text = format!(
        "[mail]\ntransport = \"smtp\"\n[mail.smtp]\nusername = \"mailer\"\npassword_file = {secret:?}\n"
    );
    let settings = House::with(&text).settings(&[], &[]);
    assert!(matches!(settings.mail.transport, Transport::Smtp(smtp) if smtp.login.is_some()));
}

#[test]
fn a_secret_is_never_repeated_by_what_is_said() {
    let house = House::with("[mail.smtp]\npassword = 12345678\n");
    let variables = [
        ("RESETD__MAIL__SMTP__PASWORD", "hunter22"),
        ("RESETD__KEYS__RING", "hunter22"),
    ];
    let said = house.said(&variables, &["mail.smtp.password=hunter22", "keys.file=x"]);
    assert!(!said.contains("hunter22") && !said.contains("12345678"), "{said}");
    assert!(
        said.contains("Did you mean RESETD__MAIL__SMTP__PASSWORD?"),
        "{said}"
    );
    assert!(
        said.contains("Everybody on this machine can see a command line."),
        "{said}"
    );
    let shown = House::with("[mail.smtp]\nusername = \"a\"\npassword = \"hunter22\"\n")
        .read(&[], &[])
        .unwrap()
        .1;
    assert!(!format!("{shown:?}").contains("hunter22"));
}

#[test]
fn a_secret_that_is_given_twice_or_not_at_all_is_refused() {
    let house = House::bare();
    let twice = [
        ("RESETD__MAIL__SMTP__USERNAME", "mailer"),
        ("RESETD__MAIL__SMTP__PASSWORD", "hunter22"),
        ("RESETD__MAIL__SMTP__PASSWORD_FILE", "/nowhere"),
    ];
    assert!(house.said(&twice, &[]).contains("is given twice"));
    let nowhere = [
        ("RESETD__MAIL__SMTP__USERNAME", "mailer"),
        ("RESETD__MAIL__SMTP__PASSWORD_FILE", "/nowhere"),
    ];
    assert!(
        house
            .said(&nowhere, &[])
            .contains("cannot be read from its file /nowhere")
    );
    let empty = house.put("empty", "\n");
    let empty = [
        ("RESETD__MAIL__SMTP__USERNAME", "mailer"),
        ("RESETD__MAIL__SMTP__PASSWORD_FILE", empty.to_str().unwrap()),
    ];
    assert!(house.said(&empty, &[]).contains("has nothing in its file"));
    assert!(
        house
            .said(&[("RESETD__MAIL__SMTP__USERNAME", "mailer")], &[])
            .contains("mail.smtp.password is not")
    );
}

#[test]
fn limits_that_are_off_are_not_there() {
    let settings = House::with("[limits]\nenabled = false\n").settings(&[], &[]);
    assert!(settings.limits.client.is_none() && settings.limits.account.is_none());
    assert_eq!(
        settings.code.attempts, 5,
        "deadlines and attempts hold in any case"
    );
}
