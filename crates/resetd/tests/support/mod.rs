//! A real server in a temporary directory, a client that shows every byte of an answer, and a mail server that keeps
//! what it is given. Each test binary uses a part of it.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, reads the clock, and none uses everything"
)]

pub mod hostile;
pub mod http;
pub mod letters;
pub mod scan;
pub mod server;
pub mod sink;
pub mod tls;
pub mod watch;
pub mod wire;

/// Waits until something holds, or fails with what it was waiting for.
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = std::time::Instant::now();
    while !holds() {
        assert!(
            start.elapsed() < std::time::Duration::from_secs(30),
            "waited 30 s for: {what}"
        );
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}
