//! Account commands and exit codes.

use std::path::PathBuf;

use super::*;
use crate::support::scan::files;

#[test]
fn account_commands_beside_a_running_server_count_at_once() {
    let place = Place::with(&[("limits.enabled", "false"), ("code.resend_after", "\"0s\"")]);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask("late@example.com").status, 409);
    place.add("late@example.com", OLD);
    assert_eq!(server.ask("late@example.com").status, 200, "added while it runs");

    assert_eq!(server.ask(ANN).status, 200);
    let code = server.captured_code(ANN, 1);
    assert_eq!(server.check(ANN, &code).status, 200);
    assert!(place.run(&["account", "disable", ANN], "").status.success());
    assert_eq!(server.check(ANN, &code).status, 409);
    assert_eq!(server.reset(ANN, &code, NEW).status, 409);
    assert_eq!(server.ask(ANN).status, 409);
    assert!(place.run(&["account", "enable", ANN], "").status.success());
    assert_eq!(
        server.check(ANN, &code).status,
        404,
        "enabling an account brings no old code back"
    );
    assert_eq!(server.reset(ANN, &code, NEW).status, 404);
    assert_eq!(server.ask(ANN).status, 200);
    let fresh = server.captured_code(ANN, 2);
    assert_eq!(server.reset(ANN, &fresh, NEW).status, 200);
    assert!(place.verifies(ANN, NEW));

    for word in ["remove", "erase"] {
        let email = format!("{word}@example.com");
        place.add(&email, OLD);
        assert_eq!(server.ask(&email).status, 200);
        let code = server.captured_code(&email, 1);
        let done = place.run(&["account", word, &email, "--yes"], "");
        assert!(done.status.success(), "{}", said(&done));
        assert_eq!(server.check(&email, &code).status, 409);
        place.add(&email, OLD);
        assert_eq!(
            server.reset(&email, &code, NEW).status,
            404,
            "a new account of the same name has no old code"
        );
    }
}

#[test]
fn an_erased_account_leaves_no_trace_in_the_database() {
    let place = Place::with(&[]);
    place.add("somebody.to.forget@example.com", OLD);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask("somebody.to.forget@example.com").status, 200);
    let code = server.captured_code("somebody.to.forget@example.com", 1);
    assert_eq!(
        server
            .check("somebody.to.forget@example.com", wrong(&code))
            .status,
        401
    );
    let done = place.run(&["account", "erase", "somebody.to.forget@example.com"], "");
    assert!(done.status.success(), "{}", said(&done));
    server.stop();
    assert_eq!(files_with(&place, b"to.forget"), Vec::<PathBuf>::new());
    assert!(
        !files_with(&place, ANN.as_bytes()).is_empty(),
        "the others are still there"
    );
}

/// The files of the data directory that hold these bytes, captured letters among them.
fn files_with(place: &Place, text: &[u8]) -> Vec<PathBuf> {
    let mut files = files(&place.data());
    files.retain(|path| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(text.len()).any(|it| it == text)
    });
    files
}

#[test]
fn an_erasure_that_a_reader_holds_up_says_so_and_is_ended_by_the_same_command() {
    let place = Place::with(&[]);
    place.add("somebody.to.forget@example.com", OLD);
    let erase = || place.run(&["account", "erase", "somebody.to.forget@example.com"], "");
    let reader = rusqlite::Connection::open(place.database()).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let count = |sql: &str| reader.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM account"), 1);
    let held_up = erase();
    assert_eq!(held_up.status.code(), Some(3), "{}", said(&held_up));
    assert!(
        said(&held_up).contains("not yet from unused parts of the files"),
        "{}",
        said(&held_up)
    );
    reader.execute_batch("COMMIT").unwrap();
    drop(reader);
    let again = erase();
    assert!(said(&again).contains("no account"), "{}", said(&again));
    assert_eq!(files_with(&place, b"to.forget"), Vec::<PathBuf>::new());
}

#[test]
fn commands_say_by_their_exit_code_how_they_ended() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let code = |words: &[&str], input: &str| place.run(words, input).status.code();
    assert_eq!(
        code(&["account", "verify", ANN, "--password-stdin"], OLD),
        Some(0)
    );
    assert_eq!(
        code(&["account", "verify", "ANN@Example.Com", "--password-stdin"], OLD),
        Some(0)
    );
    assert_eq!(
        code(&["account", "verify", ANN, "--password-stdin"], NEW),
        Some(1)
    );
    assert_eq!(code(&["account", "show", "nobody@example.com"], ""), Some(1));
    assert_eq!(code(&["account", "disable", "nobody@example.com"], ""), Some(1));
    assert_eq!(
        code(&["account", "add", "no address", "--password-stdin"], OLD),
        Some(2)
    );
    assert_eq!(
        code(
            &["account", "add", "new@example.com", "--password-stdin"],
            "short"
        ),
        Some(3)
    );
    assert_eq!(
        code(&["account", "add", ANN, "--password-stdin"], NEW),
        Some(3),
        "it is there already"
    );
    assert!(place.verifies(ANN, OLD), "and was not changed");
    assert_eq!(code(&["no-such-command"], ""), Some(2));
    assert_eq!(code(&["config", "check"], ""), Some(0));
    let dir = place.data();
    let leaks = |path: &Path| {
        std::fs::read(path)
            .unwrap()
            .windows(OLD.len())
            .any(|it| it == OLD.as_bytes())
    };
    for file in std::fs::read_dir(dir)
        .unwrap()
        .filter_map(Result::ok)
        .filter(|it| it.path().is_file())
    {
        assert!(!leaks(&file.path()), "a password in {}", file.path().display());
    }
}

#[test]
fn a_letter_that_waits_is_not_sent_to_an_account_that_was_disabled_or_removed_meanwhile() {
    let sink = Sink::start();
    sink.be(Mood::Later);
    let place = Place::mailing_to(sink.address, &[]);
    for email in [ANN, "disabled@example.com", "removed@example.com"] {
        place.add(email, OLD);
    }
    let server = place.serve();
    for email in [ANN, "disabled@example.com", "removed@example.com"] {
        assert_eq!(server.ask(email).status, 200);
    }
    wait_until("a try of each", || sink.refusals() >= 3);
    assert!(
        place
            .run(&["account", "disable", "disabled@example.com"], "")
            .status
            .success()
    );
    assert!(
        place
            .run(&["account", "remove", "removed@example.com"], "")
            .status
            .success()
    );
    sink.be(Mood::Kind);
    for letter in letters::outbox(&place, &["waiting"]) {
        place.run(&["outbox", "retry", &letter["id"].to_string()], "");
    }
    sink.letter_to(ANN, 1);
    wait_until("an empty outbox", || {
        letters::outbox(&place, &["waiting", "refused"]).is_empty()
    });
    assert_eq!(sink.letters().len(), 1, "nobody else got one");
}
