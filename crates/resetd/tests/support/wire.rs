//! The answers of both published APIs, spelled as their documents spell them, and the calls that get them.

use super::http::{Answer, Client};

/// `200` of the 4pointx API: a bare JSON string.
pub fn fourpoint_ok(text: &str) -> (u16, String) {
    (200, format!("\"{text}\""))
}

/// An error of the 4pointx API: two keys, the status among them.
pub fn fourpoint_error(status: u16, message: &str) -> (u16, String) {
    (
        status,
        format!("{{\"error\":{{\"status\":{status},\"message\":\"{message}\"}}}}"),
    )
}

/// `202` of the Userverse API.
pub fn userverse_ok(message: &str) -> (u16, String) {
    (202, format!("{{\"message\":\"{message}\",\"data\":null}}"))
}

/// The request id that [`userverse`] sends, and that errors carry back.
pub const REQUEST_ID: &str = "bb-0.1_x";

/// An error of the Userverse API.
pub fn userverse_error(status: u16, message: &str, code: &str, error: &str) -> (u16, String) {
    let body = format!(
        "{{\"detail\":{{\"message\":\"{message}\",\"code\":\"{code}\",\"correlation_id\":\"{REQUEST_ID}\",\
         \"extra\":{{\"error\":\"{error}\"}},\"error\":\"{error}\"}}}}"
    );
    (status, body)
}

/// A `PATCH` with a request id of ours; a body is labelled as JSON.
pub fn userverse(http: &Client, target: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut all = vec![("X-Request-ID", REQUEST_ID)];
    if !body.is_empty() {
        all.push(("Content-Type", "application/json"));
    }
    all.extend(headers);
    http.call("PATCH", target, &all, body.as_bytes())
}

/// An `Authorization` value.
pub fn basic(email: &str, password: &str) -> String {
    use base64::Engine;
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{email}:{password}"));
    format!("Basic {pair}")
}

/// A six-digit code that is not this one.
pub fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

/// Status and body, owned: what the functions above spell.
pub fn said(answer: &Answer) -> (u16, String) {
    (answer.status, answer.body.clone())
}
