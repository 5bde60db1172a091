//! The document knows every call, and says nothing that the code does not.

use std::collections::BTreeSet;

use recovery::outcome::{Asked, Changed, Checked};
use serde_json::{Value, json};
use strum::VariantArray;

use super::*;
use crate::dialects::fourpoint as tables;
use crate::reply::{Flaw, Part, Reply, Unread};
use crate::v1::problem::Kind;

fn whole() -> Value {
    serde_json::to_value(document(&Extent::WHOLE)).unwrap()
}

/// Method and path of every operation.
fn operations(document: &Value) -> BTreeSet<(String, String)> {
    let items = document["paths"].as_object().unwrap().iter();
    items
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |it| (it.to_uppercase(), path.clone()))
        })
        .collect()
}

/// Every object of a document, with the place where it stands.
fn walk<'a>(value: &'a Value, place: String, seen: &mut dyn FnMut(&str, &'a Value)) {
    seen(&place, value);
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, it)| walk(it, format!("{place}/{key}"), seen)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(at, it)| walk(it, format!("{place}/{at}"), seen)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The responses of a call, each of them whole.
fn responses(document: &Value, path: &str, method: &str) -> Value {
    let mut all = document["paths"][path][method]["responses"].clone();
    for response in all.as_object_mut().unwrap().values_mut() {
        if let Some(place) = response.get("$ref").and_then(Value::as_str) {
            *response = document.pointer(place.trim_start_matches('#')).unwrap().clone();
        }
    }
    all
}

/// Pages for people, and this document itself, are no calls.
fn is_no_call(path: &str) -> bool {
    ["/openapi.json", "/docs", "/docs/style.css", "/problems/{type}"].contains(&path)
        || crate::pages::ROUTES.iter().any(|it| it.name == path)
}

#[test]
fn every_route_of_the_street_has_an_operation_and_every_operation_a_route() {
    let mut routes = BTreeSet::new();
    for route in crate::street::TABLES.iter().flat_map(|it| it.1) {
        let methods: Vec<&str> = route.methods.split(", ").collect();
        // What GET answers, HEAD answers without the body.
        let told = methods
            .iter()
            .filter(|it| **it != "HEAD" || !methods.contains(&"GET"));
        routes.extend(told.map(|it| ((*it).to_owned(), route.name.to_owned())));
    }
    routes.retain(|(_, path)| !is_no_call(path));
    assert!(routes.len() > 15);
    assert_eq!(operations(&whole()), routes);
    let told = Extent::WHOLE.chapters(&Words::read());
    for chapter in told {
        for call in chapter.calls {
            assert!(
                chapter.routes.iter().any(|it| it.name == call.path),
                "{} leads nowhere",
                call.path
            );
        }
    }
}

#[test]
fn every_other_path_of_a_call_is_noted() {
    let document = whole();
    for route in crate::street::TABLES.iter().flat_map(|it| it.1) {
        let Some(item) = document["paths"].get(route.name) else {
            continue;
        };
        for operation in item.as_object().unwrap().values() {
            let text = operation["description"].as_str().unwrap();
            for path in route
                .paths
                .iter()
                .chain(route.redirected)
                .filter(|it| **it != route.name)
            {
                assert!(text.contains(&format!("`{path}`")), "{path}");
            }
        }
    }
}

#[test]
fn every_row_of_a_table_is_an_example_byte_for_byte() {
    let document = whole();
    let unread = || [Unread::new(Part::Body, Flaw::NotJson(0))];
    let ask = Reply::all(Asked::VARIANTS.iter().copied(), unread())
        .into_iter()
        .map(tables::generate_otp);
    let check = Reply::all(Checked::VARIANTS.iter().copied(), unread())
        .into_iter()
        .map(tables::validate_otp);
    let change = Reply::all(Changed::all(), unread())
        .into_iter()
        .map(tables::password);
    let calls: [(&str, &str, Vec<tables::Row>); 3] = [
        ("/_config/users/password/generate_otp", "post", ask.collect()),
        ("/_config/users/password/validate_otp", "post", check.collect()),
        ("/_config/users/password/", "put", change.collect()),
    ];
    for (path, method, rows) in calls {
        for row in rows {
            let response = &responses(&document, path, method)[row.status.to_string()];
            let examples = response["content"]["application/json"]["examples"]
                .as_object()
                .unwrap();
            let said: Vec<String> = examples.values().map(|it| it["value"].to_string()).collect();
            assert!(
                said.contains(&row.body()),
                "{path} {}: {} is not among {said:?}",
                row.status,
                row.body()
            );
            assert_eq!(
                response["headers"].get("Retry-After").is_some(),
                row.after.is_some(),
                "{path} {}",
                row.status
            );
        }
    }
}

#[test]
fn every_kind_of_problem_is_told_of() {
    let text = text(&Extent::WHOLE);
    for kind in Kind::VARIANTS {
        let named = format!("\"#/components/schemas/Problem{kind:?}\"");
        assert!(text.contains(&named), "{kind:?}");
    }
}

#[test]
fn everything_that_is_answered_has_words_and_everything_that_is_named_is_there() {
    let document = whole();
    let mut ids = BTreeSet::new();
    walk(&document, String::new(), &mut |place, it| {
        if let Some(named) = it.get("$ref").and_then(Value::as_str) {
            assert!(
                document.pointer(named.trim_start_matches('#')).is_some(),
                "{place}: {named}"
            );
        }
        for key in ["description", "summary"] {
            if let Some(text) = it.get(key).and_then(Value::as_str) {
                assert!(
                    !text.trim().is_empty() && !text.contains("\n- \n"),
                    "{place} has an empty {key}"
                );
            }
        }
        if let Some(id) = it.get("operationId").filter(|_| it.get("responses").is_some()) {
            assert!(ids.insert(id.to_string()), "{id} stands twice");
        }
    });
    walk(&document, String::new(), &mut |place, it| {
        if let Some(id) = it.get("operationId") {
            assert!(ids.contains(&id.to_string()), "{place} leads to {id}");
        }
    });
    for (method, path) in operations(&document) {
        let all = responses(&document, &path, &method.to_lowercase());
        for (status, response) in all.as_object().unwrap() {
            let contents = response.get("content").and_then(Value::as_object);
            for content in contents.into_iter().flat_map(|it| it.values()) {
                let examples = content["examples"].as_object();
                assert!(examples.is_some_and(|it| !it.is_empty()), "{path} {status}");
                assert!(content["schema"].is_object(), "{path} {status}");
            }
        }
    }
}

#[test]
fn a_call_behind_a_key_names_its_scope_and_can_be_refused_for_it() {
    let document = whole();
    let of = |path: &str, method: &str| document["paths"][path][method].clone();
    let remove = of("/v1/accounts/{id}", "delete");
    assert_eq!(remove["security"], json!([{ "apiKey": ["accounts:write"] }]));
    let lacks = &responses(&document, "/v1/accounts/{id}", "delete")["403"]["content"]["application/problem+json"]
        ["examples"]["missing-scope"];
    assert_eq!(lacks["value"]["scope"], "accounts:write");
    assert_eq!(
        of("/v1/recoveries/start", "post")["security"],
        json!([{ "apiKey": ["recoveries:start"] }])
    );
    assert_eq!(of("/v1/recoveries", "post").get("security"), None);
    let basic = of("/password-reset/validate-otp", "patch");
    assert_eq!(basic["security"], json!([{ "newCredentials": [] }, {}]));
    let challenge = &responses(&document, "/password-reset/validate-otp", "patch")["401"]["headers"]["WWW-Authenticate"]
        ["schema"]["examples"];
    assert_eq!(
        challenge,
        &json!(["Basic realm=\"password reset\", charset=\"UTF-8\""])
    );
}

#[test]
fn what_is_not_served_leaves_nothing_in_the_document() {
    let only = |fourpoint, userverse, v1| {
        serde_json::to_value(document(&Extent {
            fourpoint,
            userverse,
            v1,
        }))
        .unwrap()
    };
    let probes = only(false, &[], false);
    assert_eq!(operations(&probes).len(), 2);
    assert_eq!(probes["components"].get("securitySchemes"), None);
    let schemas: Vec<_> = probes["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(schemas, ["FourPointError", "Probed"]);
    let documented = only(false, &[Compat::Documented], false);
    let request = responses(&documented, "/password-reset/request", "patch");
    assert!(request.get("422").is_none() && request.get("404").is_some());
    assert_eq!(
        request["202"]["description"],
        "a letter is on its way, or one that serves was sent just now"
    );
    let current = only(false, &[Compat::Current], false);
    let request = responses(&current, "/password-reset/request", "patch");
    assert!(request.get("422").is_some() && request.get("404").is_none());
}

#[test]
fn it_is_the_same_each_time_and_of_version_3_1() {
    assert_eq!(text(&Extent::WHOLE), text(&Extent::WHOLE));
    assert_eq!(whole()["openapi"], "3.1.0");
}
