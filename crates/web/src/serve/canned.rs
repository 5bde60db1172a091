//! Answers to what never became a request: written straight to the socket, in the same envelope as all others.

use http::StatusCode;
use tokio::net::TcpStream;

use crate::dialects::fourpoint;
use crate::request_id::RequestIds;

/// A whole answer, after which the connection closes.
pub(super) fn answer(status: StatusCode, more: &str) -> Vec<u8> {
    let id = RequestIds::default().of(&http::HeaderMap::new());
    let body = fourpoint::refusal_body(status);
    format!(
        "HTTP/1.1 {} {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\ncache-control: no-store\r\n\
         x-content-type-options: nosniff\r\nx-request-id: {}\r\n{more}connection: close\r\n\r\n{body}",
        status.as_u16(),
        status.canonical_reason().unwrap_or("Error"),
        body.len(),
        id.text(),
    )
    .into_bytes()
}

/// Tells one connection too many to come back. A fresh socket has room for it; if not, closing says enough.
pub(super) fn turn_away(stream: &TcpStream) {
    say(
        stream,
        &answer(StatusCode::SERVICE_UNAVAILABLE, "retry-after: 1\r\n"),
    );
}

/// Writes what fits, without waiting.
pub(super) fn say(stream: &TcpStream, words: &[u8]) {
    if let Err(error) = stream.try_write(words) {
        tracing::trace!(%error, "nobody listens");
    }
}
