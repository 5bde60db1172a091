//! What the document says and what the server does agree: schemathesis calls everything, as the document has it and
//! not, and finds nothing to complain of. `schemathesis.toml` beside this file says what is set aside, and why.

use super::*;

/// Always the same calls: a test that fails today fails tomorrow.
const SEED: &str = "20260923";

fn agrees(settings: &[(&str, &str)], further: &[&str]) {
    let frontend = (
        "dialects.userverse.frontend_url",
        "\"https://app.example.com/reset\"",
    );
    // Else 429 is all there is to see after the first hundred.
    let exempt = ("limits.client.exempt", "[\"127.0.0.1/32\"]");
    let place = Place::with(&[&[ALL_APIS, frontend, exempt], settings].concat());
    place.add("ann@example.com", "the old password");
    let key = key(&place);
    let server = place.serve();
    let program = tool(python().with_file_name("schemathesis"), "pip");
    let mut command = Command::new(program);
    command
        .current_dir(&place.dir)
        .arg("--config-file")
        .arg(root().join("crates/resetd/tests/openapi/schemathesis.toml"))
        .args([
            "run",
            &format!("{}/openapi.json", address(&server)),
            "--seed",
            SEED,
        ])
        .args(further)
        .env("RESETD_KEY", key)
        .env("NO_COLOR", "1");
    let said = run(command);
    assert!(said.contains("No issues found"), "{said}");
    let generated = said
        .lines()
        .find(|it| it.contains(" generated, "))
        .unwrap_or(&said);
    let number = generated
        .split_whitespace()
        .next()
        .and_then(|it| it.parse::<u32>().ok());
    assert!(
        number.is_some_and(|it| it > 150),
        "hardly anything was called: {generated}"
    );
}

#[test]
fn the_server_answers_as_the_document_says_whatever_it_is_sent() {
    agrees(&[], &[]);
}

#[test]
fn the_present_generation_of_the_userverse_api_does_too() {
    let current = [("dialects.userverse.compat", "\"current\"")];
    // Nothing in this API leads from one call to another, which is what the phase that is left out goes by.
    let phases = "examples,coverage,fuzzing";
    agrees(&current, &["--include-tag", "Userverse", "--phases", phases]);
}
