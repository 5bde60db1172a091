//! What is said to the mail server: encrypted or not at all, one recipient, and what each extension is for.
#![allow(clippy::unwrap_used, reason = "helpers of tests may fail")]

mod support;

use courier::{Roots, SmtpSettings, Tls, Turn, rehearse};
use recovery::address::Email;
use recovery::letter::LetterState;
use support::certificates::Certificates;
use support::server::{Act, Server, say};
use support::{TestChance, TestClock, World, letters, login, ring, smtp};

const ANN: &str = "ann@example.com";

fn trusting(certificates: &Certificates, settings: SmtpSettings) -> SmtpSettings {
    SmtpSettings {
        roots: Roots::from_ca_file(&certificates.file("ca.pem")).unwrap(),
        ..settings
    }
}

#[tokio::test]
async fn letters_go_encrypted_after_starttls_and_from_the_first_byte() {
    for (tls, offers) in [(Tls::Starttls, ["STARTTLS"].as_slice()), (Tls::Implicit, &[])] {
        let certificates = Certificates::for_host("localhost");
        let server = Server::start_tls(offers, certificates.acceptor(), tls == Tls::Implicit).await;
        let mut world = World::over(SmtpSettings {
            tls,
            ..trusting(&certificates, smtp(server.port))
        });
        world.ask(ANN);
        world.ask(ANN);
        assert_eq!(world.turn().await, Turn::Sent(2), "{tls:?}");
        assert_eq!(server.taken().len(), 2);
    }
}

#[tokio::test]
async fn a_server_that_cannot_prove_its_name_gets_nothing() {
    let ours = Certificates::for_host("localhost");
    let others = Certificates::for_host("mail.example.org");
    let strangers = Certificates::for_host("localhost");
    for tls in [Tls::Starttls, Tls::Implicit] {
        for (what, presented, trusted) in [
            ("a certificate for another host", &others, Some(&others)),
            ("a certificate of an unknown CA", &strangers, Some(&ours)),
            ("a certificate the system does not know", &ours, None),
        ] {
            let server = Server::start_tls(
                &["STARTTLS", "AUTH PLAIN"],
                presented.acceptor(),
                tls == Tls::Implicit,
            )
            .await;
            let settings = SmtpSettings {
                tls,
                login: login("ann", "hunter2"),
                ..smtp(server.port)
            };
            let mut world = World::over(trusted.map_or(settings.clone(), |it| trusting(it, settings)));
            let letter = world.ask(ANN);
            assert!(matches!(world.turn().await, Turn::Later(_)), "{what}");
            assert_eq!(world.outbox.hand_overs(letter), 0);
            assert_eq!(server.letters().len(), 0);
            let after_hello = server
                .commands()
                .iter()
                .filter(|it| !it.starts_with("EHLO"))
                .cloned()
                .collect::<Vec<_>>();
            assert!(
                after_hello.iter().all(|it| it == "STARTTLS"),
                "{what}: {after_hello:?}"
            );
        }
    }
}

#[tokio::test]
async fn without_starttls_nothing_is_sent_in_clear() {
    let certificates = Certificates::for_host("localhost");
    let refusals = [
        None,
        Some(say("454 TLS not available")),
        Some(say("250 ok")),
        Some(Act::Drop),
        Some(Act::Hang),
    ];
    for refusal in refusals {
        let offers: &[&str] = if refusal.is_some() { &["STARTTLS"] } else { &[] };
        let server = Server::start_tls(offers, certificates.acceptor(), false).await;
        if let Some(act) = refusal {
            server.always("STARTTLS", act);
        }
        let mut world = World::over(SmtpSettings {
            tls: Tls::Starttls,
            login: login("ann", "hunter2"),
            ..trusting(&certificates, smtp(server.port))
        });
        let letter = world.ask(ANN);
        assert!(matches!(world.turn().await, Turn::Later(_)));
        assert_eq!(world.outbox.state(letter), LetterState::Waiting);
        let said = server.commands();
        assert!(
            said.iter().all(|it| it.starts_with("EHLO") || it == "STARTTLS"),
            "{said:?}"
        );
    }
}

#[tokio::test]
async fn replies_sent_before_the_encryption_are_not_believed_after_it() {
    let certificates = Certificates::for_host("localhost");
    let server = Server::start_tls(&["STARTTLS"], certificates.acceptor(), false).await;
    server.once(
        "STARTTLS",
        Act::Say(b"220 go\r\n250-script\r\n250 AUTH PLAIN\r\n".to_vec()),
    );
    let mut world = World::over(SmtpSettings {
        tls: Tls::Starttls,
        login: login("ann", "hunter2"),
        ..trusting(&certificates, smtp(server.port))
    });
    let letter = world.ask(ANN);
    assert!(matches!(world.turn().await, Turn::Later(_)));
    assert!(
        world.outbox.why(letter).contains("before the TLS handshake"),
        "{}",
        world.outbox.why(letter)
    );
    assert!(!server.commands().iter().any(|it| it.starts_with("AUTH")));
}

#[tokio::test]
async fn a_login_is_said_as_plain_or_else_as_login() {
    for (offers, said) in [
        (["AUTH PLAIN LOGIN"], vec!["AUTH PLAIN AGFubgBodW50ZXIy"]),
        (["AUTH LOGIN"], vec!["AUTH LOGIN", "YW5u", "aHVudGVyMg=="]),
        (["AUTH=LOGIN"], vec!["AUTH LOGIN", "YW5u", "aHVudGVyMg=="]),
    ] {
        let server = Server::start(&offers).await;
        let mut world = World::over(SmtpSettings {
            login: login("ann", "hunter2"),
            ..smtp(server.port)
        });
        world.ask(ANN);
        assert_eq!(world.turn().await, Turn::Sent(1), "{offers:?}");
        let commands = server.commands();
        for line in said {
            assert!(
                commands.iter().any(|it| it == line),
                "{line} is not in {commands:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_login_that_fails_loses_no_letter() {
    #[rustfmt::skip]
    let cases = [
        (["AUTH PLAIN"], Some(("AUTH", say("535 5.7.8 no")))),
        (["AUTH PLAIN"], Some(("AUTH", say("454 not now")))),
        (["AUTH PLAIN"], Some(("AUTH", say("334 more?")))),
        (["AUTH PLAIN"], Some(("AUTH", say("250 fine")))),
        (["AUTH PLAIN"], Some(("AUTH", Act::Hang))),
        (["AUTH LOGIN"], Some(("USER", Act::Drop))),
        (["AUTH LOGIN"], Some(("PASS", say("535 5.7.8 no")))),
        (["AUTH CRAM-MD5"], None),
    ];
    for (offers, fault) in cases {
        let what = format!("{offers:?} {fault:?}");
        let server = Server::start(&offers).await;
        if let Some((step, act)) = fault {
            server.once(step, act);
        }
        let mut world = World::over(SmtpSettings {
            login: login("ann", "hunter2"),
            ..smtp(server.port)
        });
        let letter = world.ask(ANN);
        assert!(matches!(world.turn().await, Turn::Later(_)), "{what}");
        assert_eq!(world.outbox.state(letter), LetterState::Waiting, "{what}");
        assert!(
            !server.commands().iter().any(|it| it.starts_with("MAIL")),
            "{what}"
        );
        assert!(
            world.outbox.why(letter).starts_with("AUTH"),
            "{what}: {}",
            world.outbox.why(letter)
        );
    }
}

#[tokio::test]
async fn the_one_recipient_is_the_stored_address_with_its_domain_in_ascii() {
    let server = Server::start(&["DSN"]).await;
    let mut world = World::over(smtp(server.port));
    world.ask("Ann+x@B\u{fc}cher.example");
    assert_eq!(world.turn().await, Turn::Sent(1));
    let taken = server.taken();
    assert_eq!(taken[0].from, "MAIL FROM:<no-reply@example.com> RET=HDRS");
    assert_eq!(
        taken[0].to,
        ["RCPT TO:<Ann+x@xn--bcher-kva.example> NOTIFY=FAILURE"]
    );
    assert!(
        taken[0]
            .text()
            .contains("\r\nTo: Ann+x@xn--bcher-kva.example\r\n")
    );
}

#[tokio::test]
async fn what_was_not_offered_is_not_used() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    world.ask(ANN);
    world.turn().await;
    let taken = server.taken();
    assert_eq!(taken[0].from, "MAIL FROM:<no-reply@example.com>");
    assert_eq!(taken[0].to, ["RCPT TO:<ann@example.com>"]);
}

#[tokio::test]
async fn an_address_beyond_ascii_needs_a_server_that_takes_it() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    let letter = world.ask("j\u{f6}rg@example.com");
    let other = world.ask(ANN);
    assert_eq!(world.turn().await, Turn::Sent(1));
    assert_eq!(world.outbox.state(letter), LetterState::Refused);
    assert_eq!(world.outbox.state(other), LetterState::Sent);
    let server = Server::start(&["SMTPUTF8", "8BITMIME"]).await;
    let mut world = World::over(smtp(server.port));
    world.ask("j\u{f6}rg@example.com");
    assert_eq!(world.turn().await, Turn::Sent(1));
    let taken = server.taken();
    assert_eq!(
        taken[0].from,
        "MAIL FROM:<no-reply@example.com> SMTPUTF8 BODY=8BITMIME"
    );
    assert_eq!(taken[0].to, ["RCPT TO:<j\u{f6}rg@example.com>"]);
    assert!(
        taken[0].text().contains("\r\nTo: j\u{f6}rg@example.com\r\n"),
        "{}",
        taken[0].text()
    );
}

async fn rehearsal(settings: SmtpSettings) -> courier::Rehearsal {
    let to = Email::parse(ANN).unwrap();
    let doors = (
        &TestClock::new() as &dyn recovery::ports::Clock,
        &TestChance::new() as &dyn recovery::ports::Chance,
    );
    rehearse(settings, letters(), ring(), doors, &to).await.unwrap()
}

#[tokio::test]
async fn a_rehearsal_shows_the_dialogue_without_login_and_letter() {
    let certificates = Certificates::for_host("localhost");
    let server = Server::start_tls(&["STARTTLS", "AUTH LOGIN"], certificates.acceptor(), false).await;
    let done = rehearsal(SmtpSettings {
        tls: Tls::Starttls,
        login: login("ann", "hunter2"),
        ..trusting(&certificates, smtp(server.port))
    })
    .await;
    assert!(done.verdict.is_ok(), "{done:?}");
    assert_eq!(server.taken().len(), 1);
    let shown = done.dialogue.join("\n");
    for line in [
        "S: 220 script ready",
        "C: EHLO app.example.com",
        "C: STARTTLS",
        "-- encrypted from here",
        "C: AUTH LOGIN",
        "C: (password hidden)",
        "S: 235 welcome",
        "C: RCPT TO:<ann@example.com>",
        "C: (the letter, and a dot)",
        "S: 250 taken",
        "C: QUIT",
    ] {
        assert!(
            done.dialogue.iter().any(|it| it == line),
            "{line:?} is not in\n{shown}"
        );
    }
    for secret in ["hunter2", "aHVudGVyMg", "YW5u", "test letter"] {
        assert!(!shown.contains(secret), "{secret} is in\n{shown}");
    }
}

#[tokio::test]
async fn a_rehearsal_that_fails_says_what_to_do() {
    let server = Server::start(&["AUTH PLAIN"]).await;
    server.once("AUTH", say("535 5.7.8 wrong"));
    let settings = SmtpSettings {
        login: login("ann", "hunter2"),
        ..smtp(server.port)
    };
    let failed = rehearsal(settings.clone()).await;
    let verdict = failed.verdict.unwrap_err();
    assert!(
        verdict.contains("535 5.7.8 wrong") && verdict.contains("mail.smtp.password"),
        "{verdict}"
    );
    assert_eq!(
        failed.dialogue.last().map(String::as_str),
        Some("S: 535 5.7.8 wrong")
    );
    let nobody = rehearsal(SmtpSettings {
        port: 1,
        ..settings.clone()
    })
    .await;
    let verdict = nobody.verdict.unwrap_err();
    assert!(verdict.contains("mail.smtp.port"), "{verdict}");
    let verdict = rehearsal(SmtpSettings {
        tls: Tls::Starttls,
        ..settings
    })
    .await
    .verdict
    .unwrap_err();
    assert!(
        verdict.contains("STARTTLS") && verdict.contains("465"),
        "{verdict}"
    );
}
