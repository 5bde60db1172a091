//! Keeps what a server answered, for whoever judges a whole test at its end.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Mutex;

use super::http::Answer;

/// A request's first line, and what was answered.
pub type Heard = (String, Answer);

static HEARD: Mutex<Option<HashMap<SocketAddr, Vec<Heard>>>> = Mutex::new(None);

/// From now on all answers from here are kept.
pub fn begin(address: SocketAddr) {
    let mut heard = HEARD.lock().unwrap();
    heard.get_or_insert_default().insert(address, vec![]);
}

/// Keeps an answer, if anybody wanted it.
pub fn keep(address: SocketAddr, request: &[u8], answer: Option<&Answer>) {
    let mut heard = HEARD.lock().unwrap();
    let Some(kept) = heard.as_mut().and_then(|it| it.get_mut(&address)) else {
        return;
    };
    if let Some(answer) = answer {
        let line = request.split(|it| *it == b'\r').next().unwrap_or_default();
        let line: String = String::from_utf8_lossy(line).chars().take(200).collect();
        kept.push((line, answer.clone()));
    }
}

/// Takes all that was kept.
pub fn end(address: SocketAddr) -> Vec<Heard> {
    let mut heard = HEARD.lock().unwrap();
    heard
        .as_mut()
        .and_then(|it| it.remove(&address))
        .unwrap_or_default()
}
