//! The document itself: fresh, served, and true of what bodies may hold.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;

fn printed(place: &Place, words: &[&str]) -> String {
    let done = place.run(&[&["openapi"], words].concat(), "");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn paths(document: &str) -> BTreeSet<String> {
    let document: Value = serde_json::from_str(document).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    document["paths"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_file_in_the_repository_is_the_one_the_program_prints() {
    let kept = std::fs::read_to_string(root().join("docs/openapi.json")).unwrap_or_default();
    let fresh = printed(&Place::with(&[]), &["--all"]);
    assert!(
        kept == fresh,
        "docs/openapi.json is stale; write it and the clients anew with\n  ./scripts/clients"
    );
}

#[test]
fn the_server_serves_what_the_command_prints_and_tells_of_nothing_else_than_it_serves() {
    for (enabled, there, not_there) in [
        ("[\"4pointx\"]", "/_config/users/password/", "/v1/recoveries"),
        (
            "[\"userverse\"]",
            "/password-reset/request",
            "/_config/users/password/",
        ),
        ("[\"v1\"]", "/v1/accounts/{id}", "/password-reset/request"),
    ] {
        let place = Place::with(&[("dialects.enabled", enabled)]);
        let server = place.serve();
        let served = server.http.get("/openapi.json");
        assert_eq!(
            (served.status, served.header("content-type")),
            (200, Some("application/json"))
        );
        assert_eq!(served.body, printed(&place, &[]));
        let paths = paths(&served.body);
        assert!(paths.contains(there) && !paths.contains(not_there), "{paths:?}");
    }
}

#[test]
fn every_path_of_the_document_leads_somewhere() {
    let place = Place::with(&[ALL_APIS]);
    let server = place.serve();
    let paths = paths(&server.http.get("/openapi.json").body);
    assert!(paths.len() > 15);
    for path in paths {
        // By a method that no call has: what is there says so, and what is not is not found.
        let answer = server.http.call("TRACE", &path.replace("{id}", "1"), &[], b"");
        assert_eq!(answer.status, 405, "{path}: {}", answer.body);
    }
}

#[test]
fn the_keys_of_each_body_of_v1_are_those_that_the_call_knows() {
    let place = Place::with(&[ALL_APIS]);
    let bearer = format!("Bearer {}", key(&place));
    let server = place.serve();
    let document: Value = serde_json::from_str(&server.http.get("/openapi.json").body).unwrap();
    let headers = [
        ("Content-Type", "application/json"),
        ("Authorization", bearer.as_str()),
    ];
    let mut bodies = 0;
    for (path, item) in document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|it| it.0.starts_with("/v1/"))
    {
        for (method, operation) in item.as_object().unwrap() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let Some(object) = schema.as_object() else {
                continue;
            };
            bodies += 1;
            let keys = object.get("properties").and_then(Value::as_object);
            let told: Vec<&str> = keys.into_iter().flatten().map(|it| it.0.as_str()).collect();
            let body = json!({ "no such key": 1 }).to_string();
            let target = path.replace("{id}", "Qe9ye750d72U_Tg6i-UiTQ");
            let answer = server
                .http
                .call(&method.to_uppercase(), &target, &headers, body.as_bytes());
            let problem: Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(problem["type"], "/problems/malformed-body", "{path}");
            let (_, known) = problem["detail"]
                .as_str()
                .unwrap()
                .split_once("than these: ")
                .unwrap();
            let known: Vec<&str> = known
                .trim_end_matches('.')
                .split(", ")
                .filter(|it| !it.is_empty())
                .collect();
            assert_eq!(told, known, "{method} {path}");
        }
    }
    assert!(bodies >= 9, "{bodies}");
}

/// Checked by a validator of JSON Schema that knows nothing of us.
const EXAMPLES: &str = r##"
import json, sys
import jsonschema_rs
document = json.load(open(sys.argv[1]))
checked = 0
def validator(schema):
    return jsonschema_rs.validator_for({**schema, "components": document["components"]})
operations = [operation for item in document["paths"].values() for operation in item.values()]
responses = [response for operation in operations for response in operation["responses"].values()]
for response in [*responses, *document["components"]["responses"].values()]:
    for content in response.get("content", {}).values():
        schema = validator(content["schema"])
        for example in content["examples"].values():
            checked += 1
            schema.validate(example["value"])
for schema in document["components"]["schemas"].values():
    for example in schema.get("examples", []):
        checked += 1
        validator(schema).validate(example)
print(checked)
"##;

#[test]
fn every_example_is_what_its_schema_says() {
    let mut command = Command::new(python());
    command
        .arg("-c")
        .arg(EXAMPLES)
        .arg(root().join("docs/openapi.json"));
    let checked: u32 = run(command).trim().parse().unwrap();
    assert!(checked > 150, "{checked}");
}
