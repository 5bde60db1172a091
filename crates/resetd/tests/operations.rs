//! What operators do: starting, watching, stopping, repairing, and what the server refuses to start with.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

#[path = "operations/accounts.rs"]
mod accounts;
#[path = "operations/letters.rs"]
mod letters;
#[path = "operations/signing_in.rs"]
mod signing_in;
#[path = "operations/starting.rs"]
mod starting;
#[path = "operations/watching.rs"]
mod watching;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use support::server::Place;
use support::sink::{Mood, Sink};
use support::wait_until;
use support::wire::wrong;

const ANN: &str = "ann@example.com";
const OLD: &str = "the old password";
const NEW: &str = "the new password";

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Starts a server that must not start: what it says, once it has ended.
fn refusal(mut command: Command) -> String {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for(&mut child, "the server to refuse");
    let output = child.wait_with_output().unwrap();
    assert!(!output.status.success(), "{}", said(&output));
    said(&output)
}

fn wait_for(child: &mut Child, what: &str) {
    let (mut tries, step) = (0, Duration::from_millis(10));
    while child.try_wait().unwrap().is_none() {
        tries += 1;
        if tries > 1000 {
            child.kill().unwrap();
            panic!("waited 10 s for: {what}");
        }
        std::thread::sleep(step);
    }
}

fn signal(child: &Child, signal: rustix::process::Signal) {
    rustix::process::kill_process(rustix::process::Pid::from_child(child), signal).unwrap();
}

#[test]
fn a_request_in_flight_is_answered_before_the_server_ends() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let mut server = place.serve();
    let body = format!("{{\"email\":\"{ANN}\"}}");
    let (head, tail) = body.split_at(5);
    let mut slow = TcpStream::connect(server.http.0).unwrap();
    write!(
        slow,
        "POST /_config/users/password/generate_otp HTTP/1.1\r\nHost: a.test\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{head}",
        body.len()
    )
    .unwrap();
    // A connection without a request must not hold the server up.
    let idle = TcpStream::connect(server.http.0).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    signal(&server.child, rustix::process::Signal::TERM);
    wait_until("the listener to close", || {
        TcpStream::connect(server.http.0).is_err()
    });
    assert!(
        server.child.try_wait().unwrap().is_none(),
        "it waits for the one request"
    );
    slow.write_all(tail.as_bytes()).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200 ")
            && answer.ends_with("\"An OTP has been sent to your email address\""),
        "{answer}"
    );
    wait_for(&mut server.child, "the server to end");
    assert!(server.child.wait().unwrap().success());
    drop(idle);
    let server = place.serve();
    wait_until("the letter of the last request", || {
        std::fs::read_dir(place.data().join("captured")).is_ok_and(|it| it.count() > 0)
    });
    drop(server);
}

#[test]
fn an_interrupt_from_the_keyboard_stops_it_as_well() {
    let place = Place::with(&[]);
    let mut server = place.serve();
    signal(&server.child, rustix::process::Signal::INT);
    wait_for(&mut server.child, "the server to end");
    assert!(server.child.wait().unwrap().success());
}
