//! The document as its page shows it: what a template needs, in the order in which it is read.

use minijinja::Value as Shown;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::openapi::OpenApi;

/// The whole page.
#[derive(Serialize)]
pub(super) struct Page {
    version: String,
    about: String,
    chapters: Vec<Chapter>,
}

#[derive(Serialize)]
struct Chapter {
    name: String,
    anchor: String,
    text: String,
    calls: Vec<OneCall>,
}

#[derive(Serialize)]
struct OneCall {
    id: String,
    method: String,
    path: String,
    summary: String,
    text: String,
    /// What it is allowed by; empty: nothing is asked for.
    keys: Vec<String>,
    inputs: Vec<Input>,
    curl: String,
    answers: Vec<OneAnswer>,
}

/// Something that a caller sends.
#[derive(Serialize)]
struct Input {
    name: String,
    place: &'static str,
    required: bool,
    form: String,
    text: String,
}

#[derive(Serialize)]
struct OneAnswer {
    status: String,
    /// As the document words it; a list, if there are several reasons.
    when: Vec<String>,
    headers: Vec<String>,
    examples: Vec<String>,
}

impl Page {
    pub(super) fn of(document: &OpenApi) -> Page {
        let document = Document(serde_json::to_value(document).unwrap_or_default());
        let tags = items(document.0.get("tags"));
        Page {
            version: text(document.at("/info/version")),
            about: text(document.at("/info/description")),
            chapters: tags.iter().map(|tag| document.chapter(tag)).collect(),
        }
    }
}

struct Document(Value);

impl Document {
    fn at(&self, pointer: &str) -> Option<&Value> {
        self.0.pointer(pointer)
    }

    /// The thing itself, where only its place is given.
    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let place = value.get("$ref").and_then(Value::as_str);
        place
            .and_then(|it| self.at(it.trim_start_matches('#')))
            .unwrap_or(value)
    }

    fn chapter(&self, tag: &Value) -> Chapter {
        let name = text(tag.get("name"));
        let mut calls = Vec::new();
        for (path, item) in entries(self.0.get("paths")) {
            for (method, operation) in entries(Some(item)) {
                if operation.pointer("/tags/0").and_then(Value::as_str) == Some(&name) {
                    calls.push(self.call(method, path, operation));
                }
            }
        }
        Chapter {
            anchor: format!("api-{}", name.to_lowercase()),
            text: text(tag.get("description")),
            name,
            calls,
        }
    }

    fn call(&self, method: &str, path: &str, operation: &Value) -> OneCall {
        let method = method.to_uppercase();
        let body = operation.pointer("/requestBody/content/application~1json/schema");
        let mut inputs: Vec<Input> = items(operation.get("parameters"))
            .iter()
            .map(|it| self.parameter(it))
            .collect();
        inputs.extend(body.into_iter().flat_map(|it| self.fields(it)));
        let keys: Vec<String> = items(operation.get("security")).iter().filter_map(key).collect();
        OneCall {
            id: text(operation.get("operationId")),
            summary: text(operation.get("summary")),
            text: text(operation.get("description")),
            curl: self.curl(&method, path, operation, body),
            answers: entries(operation.get("responses"))
                .map(|(status, it)| self.answer(status, it))
                .collect(),
            method,
            path: path.to_owned(),
            keys,
            inputs,
        }
    }

    fn parameter(&self, parameter: &Value) -> Input {
        let schema = parameter.get("schema").map(|it| self.resolved(it));
        let own = text(parameter.get("description"));
        let of_schema = text(schema.and_then(|it| it.get("description")));
        Input {
            name: text(parameter.get("name")),
            place: if text(parameter.get("in")) == "path" {
                "path"
            } else {
                "query"
            },
            required: parameter
                .get("required")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            form: form(schema),
            text: [own, of_schema].join(" ").trim().to_owned(),
        }
    }

    fn fields<'a>(&'a self, body: &'a Value) -> impl Iterator<Item = Input> + 'a {
        let required = items(body.get("required"));
        entries(body.get("properties")).map(move |(name, schema)| {
            let schema = self.resolved(schema);
            Input {
                name: name.to_owned(),
                place: "body",
                required: required.iter().any(|it| it == name),
                form: form(Some(schema)),
                text: text(schema.get("description")),
            }
        })
    }

    /// The call as it is typed, with the example of everything that must be there.
    fn curl(&self, method: &str, path: &str, operation: &Value, body: Option<&Value>) -> String {
        let example = |schema: &Value| text(self.resolved(schema).pointer("/examples/0"));
        let mut target = path.to_owned();
        let mut query = Vec::new();
        for parameter in items(operation.get("parameters")) {
            let name = text(parameter.get("name"));
            let value = parameter.get("schema").map(example).unwrap_or_default();
            if text(parameter.get("in")) == "path" {
                target = target.replace(&format!("{{{name}}}"), &value);
            } else if !value.is_empty() {
                query.push(format!("{name}={value}"));
            }
        }
        if !query.is_empty() {
            target = format!("{target}?{}", query.join("&"));
        }
        let mut lines = vec![format!("curl -X {method} \"$RESETD{target}\"")];
        match operation.pointer("/security/0").and_then(|it| key_name(it)) {
            Some("apiKey") => lines.push("-H \"Authorization: Bearer $KEY\"".to_owned()),
            Some(_) => lines.push("--user \"ann@example.com:correct horse\"".to_owned()),
            None => {}
        }
        if let Some(body) =
            body.filter(|_| operation.pointer("/requestBody/required") == Some(&Value::Bool(true)))
        {
            let required = items(body.get("required"));
            let wanted =
                entries(body.get("properties")).filter(|(name, _)| required.iter().any(|it| it == name));
            let sent: Map<String, Value> = wanted
                .map(|(name, it)| (name.to_owned(), example(it).into()))
                .collect();
            lines.push("-H \"Content-Type: application/json\"".to_owned());
            lines.push(format!("-d '{}'", Value::Object(sent)));
        }
        lines.join(" \\\n     ")
    }

    fn answer(&self, status: &str, response: &Value) -> OneAnswer {
        let response = self.resolved(response);
        let headers = entries(response.get("headers")).map(|(name, _)| name.to_owned());
        let contents = entries(response.get("content")).flat_map(|(_, it)| entries(it.get("examples")));
        let values = contents.filter_map(|(_, it)| serde_json::to_string(it.get("value")?).ok());
        let when = text(response.get("description"));
        OneAnswer {
            status: status.to_owned(),
            when: when
                .lines()
                .map(|it| it.trim_start_matches("- ").to_owned())
                .collect(),
            headers: headers
                .filter(|it| it != "X-Request-ID" && it != "X-Correlation-ID")
                .collect(),
            examples: values.collect(),
        }
    }
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn items(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn entries(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    let object = value.and_then(Value::as_object);
    object
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value))
}

fn key_name(requirement: &Value) -> Option<&str> {
    entries(Some(requirement)).next().map(|it| it.0)
}

/// What a call is allowed by; nothing is said of the way without.
fn key(requirement: &Value) -> Option<String> {
    let (name, scopes) = entries(Some(requirement)).next()?;
    Some(match items(Some(scopes)) {
        [] => "HTTP Basic, which holds the address and the new password".to_owned(),
        scopes => {
            let names: Vec<String> = scopes.iter().map(|it| format!("`{}`", text(Some(it)))).collect();
            format!("API key with {} (`{name}`)", names.join(", "))
        }
    })
}

/// What a value looks like.
fn form(schema: Option<&Value>) -> String {
    let Some(schema) = schema else {
        return String::new();
    };
    let values: Vec<String> = items(schema.get("enum"))
        .iter()
        .map(|it| format!("`{}`", text(Some(it))))
        .collect();
    if values.is_empty() {
        text(schema.get("type"))
    } else {
        values.join(" or ")
    }
}

/// The little of CommonMark that the document uses: paragraphs, and what [`inline`] knows.
pub(super) fn prose(text: &str) -> Shown {
    let paragraphs = text.split("\n\n").filter(|it| !it.trim().is_empty());
    Shown::from_safe_string(paragraphs.map(|it| format!("<p>{}</p>", marked(it))).collect())
}

/// A line with `code` and **strong** words in it.
pub(super) fn inline(text: &str) -> Shown {
    Shown::from_safe_string(marked(text))
}

fn marked(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 64);
    for (at, part) in text.split('`').enumerate() {
        let escaped = escaped(part);
        if at % 2 == 1 {
            html.extend(["<code>", &escaped, "</code>"]);
            continue;
        }
        for (at, part) in escaped.split("**").enumerate() {
            match at % 2 {
                1 => html.extend(["<strong>", part, "</strong>"]),
                _ => html.push_str(part),
            }
        }
    }
    html
}

fn escaped(text: &str) -> String {
    let parts = text.chars().map(|c| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        other => other.to_string(),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_escaped_before_it_is_marked_up() {
        let shown = prose("a `<b>` **c** & d\n\n<script>");
        assert_eq!(
            shown.as_str(),
            Some("<p>a <code>&lt;b&gt;</code> <strong>c</strong> &amp; d</p><p>&lt;script&gt;</p>")
        );
    }
}
