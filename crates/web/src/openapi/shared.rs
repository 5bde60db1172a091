//! Responses that several calls have in common stand once, and the calls name them.

use std::collections::{BTreeMap, BTreeSet};

use http::StatusCode;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{Paths, Ref, RefOr, Response};

/// Takes out of the calls what two of them or more answer in the same way, and gives each such response a name.
pub(super) fn taken_out(paths: &mut Paths) -> BTreeMap<String, RefOr<Response>> {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    each(paths, &mut |_, response| {
        *counted.entry(written(response)).or_default() += 1
    });
    let (mut names, mut shared) = (BTreeMap::new(), BTreeMap::new());
    each(paths, &mut |status, response| {
        let text = written(response);
        if counted.get(&text).is_none_or(|it| *it < 2) {
            return;
        }
        let name = names.entry(text).or_insert_with_key(|text| {
            let name = unused(&shared, name(status, text));
            shared.insert(name.clone(), response.clone());
            name
        });
        *response = Ref::from_response_name(name.as_str()).into();
    });
    shared
}

fn each(paths: &mut Paths, seen: &mut dyn FnMut(&str, &mut RefOr<Response>)) {
    for operation in paths.paths.values_mut().flat_map(operations) {
        for (status, response) in &mut operation.responses.responses {
            seen(status, response);
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let all = [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
        &mut item.patch,
    ];
    all.into_iter().flatten()
}

fn written(response: &RefOr<Response>) -> String {
    serde_json::to_string(response).unwrap_or_default()
}

/// The reason phrase of the status, after the API whose form of errors it has.
fn name(status: &str, text: &str) -> String {
    let forms = [
        ("FourPointError", "FourPoint"),
        ("UserverseError", "Userverse"),
        ("UserverseDone", "Userverse"),
    ];
    let form = forms
        .iter()
        .find(|(schema, _)| text.contains(&format!("schemas/{schema}\"")))
        .map_or("", |it| it.1);
    let phrase = status
        .parse()
        .ok()
        .and_then(|it: StatusCode| it.canonical_reason());
    format!("{form}{}", phrase.unwrap_or(status).replace(' ', ""))
}

fn unused(taken: &BTreeMap<String, RefOr<Response>>, name: String) -> String {
    let taken: BTreeSet<&String> = taken.keys().collect();
    let numbered = (2..).map(|n| format!("{name}{n}"));
    let mut wanted = std::iter::once(name.clone()).chain(numbered);
    wanted.find(|it| !taken.contains(it)).unwrap_or(name)
}
