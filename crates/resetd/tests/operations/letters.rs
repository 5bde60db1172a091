//! The outbox and the mail server.

use super::*;

/// The letters that `resetd outbox list` shows.
pub(super) fn outbox(place: &Place, states: &[&str]) -> Vec<Value> {
    let mut words = vec!["outbox", "list", "--json"];
    for state in states {
        words.extend(["--state", state]);
    }
    let output = place.run(&words, "");
    assert!(output.status.success(), "{}", said(&output));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn refused_letters_are_listed_with_the_reason_and_can_be_tried_again_or_dropped() {
    let sink = Sink::start();
    sink.be(Mood::Never);
    let place = Place::mailing_to(sink.address, &[]);
    place.add(ANN, OLD);
    place.add("bob@example.com", OLD);
    let server = place.serve();
    assert_eq!(
        server.ask(ANN).status,
        200,
        "the caller learns nothing of the mail server"
    );
    assert_eq!(server.ask("bob@example.com").status, 200);
    wait_until("both letters to be refused", || {
        outbox(&place, &["refused"]).len() == 2
    });
    let listed = outbox(&place, &[]);
    assert_eq!(listed.len(), 2, "{listed:?}");
    for letter in &listed {
        assert_eq!(letter["state"], "refused");
        assert_eq!(letter["kind"], "code");
        assert!(letter["why"].as_str().unwrap().contains("550"), "{letter}");
        assert!(
            !letter.to_string().contains("ann@") && !letter.to_string().contains("bob@"),
            "{letter}"
        );
    }
    let table = place.run(&["outbox", "list"], "");
    assert!(
        said(&table).contains("refused") && said(&table).contains("b***@example.com"),
        "{}",
        said(&table)
    );
    assert!(sink.letters().is_empty());

    sink.be(Mood::Kind);
    let (first, second) = (listed[0]["id"].to_string(), listed[1]["id"].to_string());
    let retried = place.run(&["outbox", "retry", &first], "");
    assert!(retried.status.success(), "{}", said(&retried));
    let code = sink.letter_to(ANN, 1).code().expect("a code");
    assert_eq!(server.reset(ANN, &code, NEW).status, 200);
    let dropped = place.run(&["outbox", "drop", &second], "");
    assert!(dropped.status.success(), "{}", said(&dropped));
    assert!(outbox(&place, &["refused"]).is_empty());
    for words in [
        ["outbox", "retry", "999999"],
        ["outbox", "drop", "999999"],
        ["outbox", "drop", &first],
    ] {
        assert_eq!(place.run(&words, "").status.code(), Some(1), "{words:?}");
    }
    sink.letter_to(ANN, 2);
    std::thread::sleep(Duration::from_millis(300));
    assert!(
        sink.letters_to("bob@example.com").is_empty(),
        "what was dropped is never sent"
    );
}

#[test]
fn letters_that_wait_are_listed_and_go_out_when_the_mail_server_is_back() {
    let sink = Sink::start();
    sink.be(Mood::Later);
    let place = Place::mailing_to(sink.address, &[]);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask(ANN).status, 200);
    wait_until("a try", || {
        outbox(&place, &["waiting"])
            .first()
            .is_some_and(|it| it["attempts"].as_u64() >= Some(1))
    });
    assert_eq!(
        server.http.get("/readyz").status,
        200,
        "ready, whatever the mail server does"
    );
    let waiting = outbox(&place, &["waiting"]);
    assert!(waiting[0]["why"].as_str().unwrap().contains("451"), "{waiting:?}");
    sink.be(Mood::Kind);
    assert!(
        place
            .run(&["outbox", "retry", &waiting[0]["id"].to_string()], "")
            .status
            .success()
    );
    let code = sink.letter_to(ANN, 1).code().expect("a code");
    assert_eq!(server.reset(ANN, &code, NEW).status, 200);
    wait_until("an empty outbox", || outbox(&place, &[]).is_empty());
}

#[test]
fn mail_test_shows_the_dialogue_without_what_is_secret_in_it() {
    let sink = Sink::start();
    let place = Place::mailing_to(sink.address, &[("pages.name", "\"Cheese & Sons\"")]);
    let done = place.run(&["mail", "test", "operator@example.com"], "");
    assert!(done.status.success(), "{}", said(&done));
    let letter = sink.letter_to("operator@example.com", 1);
    assert_eq!(letter.code(), None);
    assert!(
        letter.text().contains("the service at Cheese & Sons."),
        "{}",
        letter.text()
    );
    for part in ["EHLO", "MAIL FROM", "RCPT TO", "DATA", "250"] {
        assert!(said(&done).contains(part), "{part}: {}", said(&done));
    }
    sink.be(Mood::Never);
    let refused = place.run(&["mail", "test", "operator@example.com"], "");
    assert!(!refused.status.success());
    assert!(said(&refused).contains("550"), "{}", said(&refused));
    drop(sink);
    let nobody = Place::mailing_to(Sink::nowhere(), &[]);
    let away = nobody.run(&["mail", "test", "operator@example.com"], "");
    assert!(!away.status.success(), "{}", said(&away));
}
