//! Accounts that are signed in to elsewhere, or that share their address: commands beside a running server.

use super::*;

const PASSWORD: &[&str] = &["account", "sign-in", ANN, "password"];

fn shown(place: &Place, email: &str) -> Value {
    let done = place.run(&["account", "show", email, "--json"], "");
    serde_json::from_slice(&done.stdout).unwrap()
}

#[test]
fn saying_how_an_account_is_signed_in_to_ends_its_codes_and_its_password_until_it_is_by_password_again() {
    let place = Place::with(&[("limits.enabled", "false"), ("code.resend_after", "\"0s\"")]);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask(ANN).status, 200);
    let code = server.captured_code(ANN, 1);
    assert_eq!(server.check(ANN, &code).status, 200);
    for (how, words) in [
        (
            "elsewhere:Google",
            "signs in with Google; its codes and links have ended",
        ),
        ("elsewhere", "signs in elsewhere; its codes and links have ended"),
        (
            "shared",
            "is the address of several accounts; its codes and links have ended",
        ),
    ] {
        let done = place.run(&["account", "sign-in", ANN, how], "");
        assert!(
            done.status.success() && said(&done).contains(words),
            "{}",
            said(&done)
        );
        let again = place.run(&["account", "sign-in", ANN, how], "");
        assert!(
            again.status.success() && !said(&again).contains("ended"),
            "{}",
            said(&again)
        );
        assert_eq!(shown(&place, ANN)["sign_in"], how);
        assert!(said(&place.run(&["account", "list"], "")).contains(how));
        assert_eq!(server.check(ANN, &code).status, 404);
        assert_eq!(server.reset(ANN, &code, NEW).status, 404);
        let verified = place.run(&["account", "verify", ANN, "--password-stdin"], OLD);
        assert_eq!(verified.status.code(), Some(1));
        assert!(
            said(&verified).contains("no password matches"),
            "{}",
            said(&verified)
        );
    }
    assert!(place.run(PASSWORD, "").status.success());
    assert!(place.verifies(ANN, OLD), "it is kept, and counts again");
    assert_eq!(server.check(ANN, &code).status, 404, "ended codes stay ended");
    assert_eq!(server.ask(ANN).status, 200);
    let fresh = server.captured_code(ANN, 2);
    assert_eq!(server.reset(ANN, &fresh, NEW).status, 200);
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn an_account_is_added_with_its_way_of_signing_in_and_without_a_password() {
    let place = Place::with(&[]);
    let added = place.run(&["account", "add", ANN, "--sign-in", "elsewhere:Google"], "");
    assert!(added.status.success(), "{}", said(&added));
    let account = shown(&place, ANN);
    assert_eq!(account["sign_in"], "elsewhere:Google");
    assert_eq!(account["password_changed_at"], Value::Null);
    let both = [
        "account",
        "add",
        "bob@example.com",
        "--sign-in",
        "shared",
        "--password-stdin",
    ];
    let refused = place.run(&both, OLD);
    assert_eq!(refused.status.code(), Some(3), "{}", said(&refused));
    let nobody = place.run(&["account", "show", "bob@example.com"], "");
    assert_eq!(nobody.status.code(), Some(1), "{}", said(&nobody));
}

#[test]
fn what_is_no_way_of_signing_in_changes_nothing() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    for how in [
        "",
        "google",
        "Shared",
        "elsewhere:",
        "elsewhere:evil.example",
        "elsewhere:<b>x</b>",
        "elsewhere:a\nb",
    ] {
        let refused = place.run(&["account", "sign-in", ANN, how], "");
        assert_eq!(refused.status.code(), Some(2), "{how:?}: {}", said(&refused));
    }
    assert_eq!(shown(&place, ANN)["sign_in"], "password");
    let nobody = place.run(&["account", "sign-in", "nobody@example.com", "shared"], "");
    assert_eq!(nobody.status.code(), Some(1));
    assert!(place.verifies(ANN, OLD));
}

#[test]
fn a_letter_that_waits_when_its_account_changes_is_not_sent() {
    let sink = Sink::start();
    sink.be(Mood::Later);
    let place = Place::mailing_to(sink.address, &[]);
    place.add(ANN, OLD);
    place.add("bob@example.com", OLD);
    let server = place.serve();
    for email in [ANN, "bob@example.com"] {
        assert_eq!(server.ask(email).status, 200);
    }
    wait_until("a try of each", || sink.refusals() >= 2);
    assert!(
        place
            .run(&["account", "sign-in", ANN, "shared"], "")
            .status
            .success()
    );
    sink.be(Mood::Kind);
    for letter in letters::outbox(&place, &["waiting"]) {
        place.run(&["outbox", "retry", &letter["id"].to_string()], "");
    }
    sink.letter_to("bob@example.com", 1);
    wait_until("an empty outbox", || {
        letters::outbox(&place, &["waiting", "refused"]).is_empty()
    });
    assert_eq!(sink.letters().len(), 1);
}
