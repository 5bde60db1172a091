//! What is typed on the pages, and what letters lead to, is written nowhere.

use std::path::PathBuf;

use super::support::scan::{Scan, files};
use super::*;

#[test]
fn codes_links_and_passwords_show_in_no_log_answer_metric_or_file() {
    let place = place_with(&[("code.ladder", "[\"digits:12\"]"), ("log.level", "\"trace\"")]);
    place.add(ANN, OLD);
    let mut command = place.command(&["serve"]);
    command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full");
    let server = Server::start(command);
    let mut browser = Browser::of(&server);
    let mut said = String::new();
    let mut scan = Scan::default();
    scan.add("the old password", OLD);

    said += &format!("{:?}", begin(&mut browser, ANN).answer);
    let letter = server.captured_letter(ANN, 1);
    let (code, token) = (letter.code().unwrap(), letter.token().unwrap());
    scan.add("the code", &code);
    scan.add("the token of the link", &token);
    for (form, field, text) in [
        ("code-form", "code", other(&code).as_str()),
        ("code-form", "code", code.as_str()),
        ("password-form", "new_password", "tiny-pß"),
        ("password-form", "new_password", "tiny\0password"),
    ] {
        said += &format!("{:?}", browser.submit(form, &[(field, text)]).answer);
    }
    scan.add("a password that was too short", "tiny-pß");
    let strength = browser.page.attribute("password-form", "data-strength").unwrap();
    said += &format!("{:?}", browser.post(&strength, "new_password=weighed+password"));
    scan.add("a password that was weighed", "weighed password");

    let mut phone = Browser::of(&server);
    said += &format!(
        "{:?}",
        phone.request("GET", &format!("/reset/link?token={token}"), &[], "")
    );
    said += &format!("{:?}", phone.get(&format!("/reset/link?token={token}")).answer);
    let new = "a password that was set";
    said += &format!(
        "{:?}",
        phone.submit("password-form", &[("new_password", new)]).answer
    );
    scan.add("the new password", new);
    said += &format!(
        "{:?}",
        browser.submit("password-form", &[("new_password", new)]).answer
    );
    let notice = server.captured_letter(ANN, 2).token().unwrap();
    scan.add("the token of the notice", &notice);
    said += &format!("{:?}", phone.get(&format!("/reset/not-me?token={notice}")).answer);
    said += &format!("{:?}", phone.submit("not-me-form", &[]).answer);
    said += &server.metrics().get("/metrics").body;

    scan.none_in("the answers and metrics", said.as_bytes());
    let log = server.stop();
    assert!(log.contains("/reset/{tab}/code"), "the log tells of routes");
    scan.none_in("the log", log.as_bytes());
    // Captured letters hold what letters hold; everything else on disk must not.
    let captured = place.data().join("captured");
    let others: Vec<PathBuf> = files(&place.data())
        .into_iter()
        .filter(|it| !it.starts_with(&captured))
        .collect();
    assert!(!others.is_empty());
    for file in others {
        scan.none_in(&file.display().to_string(), &std::fs::read(&file).unwrap());
    }
    assert!(!place.verifies(ANN, new), "it was taken back");
}
