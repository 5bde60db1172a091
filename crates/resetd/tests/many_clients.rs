//! A flood from a hundred thousand networks, over HTTP: memory stays flat, and nobody gets a new hour by it. The ten million stand in
//! the store's own test.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads what the system says of a process"
)]

mod support;

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;

use support::server::{Place, Server};

/// The networks, over how many connections they come, and how many requests each has on the way at once.
const NETWORKS: usize = 120_000;
const CONNECTIONS: usize = 64;
const AT_ONCE: usize = 50;

/// What the process may grow by: counts of so many clients one by one (20 MB), those of the rest (8 MiB for a quarter of an hour), the rows
/// on their way to the journal, and what the database keeps of it in memory.
const BOUND_KIB: u64 = 96 * 1024;

fn request(from: &str) -> String {
    let body = "{\"email\":\"nobody@example.com\"}";
    let length = body.len();
    format!(
        "POST /_config/users/password/generate_otp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
         X-Forwarded-For: {from}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

/// The /64 of this number.
fn network(n: usize) -> String {
    format!("2001:db8:{:x}:{:x}::1", n >> 16, n & 0xffff)
}

/// Asks from each of these networks, and counts the answers of this status.
fn flood_from(server: &Server, networks: &[String], status: u16) -> usize {
    let share = networks.len().div_ceil(CONNECTIONS);
    std::thread::scope(|scope| {
        let parts = networks.chunks(share);
        let asking: Vec<_> = parts
            .map(|part| scope.spawn(move || ask_from(server, part, status)))
            .collect();
        asking.into_iter().map(|it| it.join().unwrap()).sum()
    })
}

/// The same over one connection.
fn ask_from(server: &Server, networks: &[String], status: u16) -> usize {
    let mut stream = TcpStream::connect(server.http.0).unwrap();
    let mut answered = 0;
    for some in networks.chunks(AT_ONCE) {
        let mut sent = String::new();
        for from in some {
            write!(sent, "{}", request(from)).unwrap();
        }
        stream.write_all(sent.as_bytes()).unwrap();
        let (mut text, mut buffer) = (String::new(), [0; 65_536]);
        while text.matches("HTTP/1.1 ").count() < some.len() || !text.ends_with('}') {
            let read = stream.read(&mut buffer).unwrap();
            assert!(read > 0, "the connection was closed: {text}");
            text.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
        }
        answered += text.matches(&format!("HTTP/1.1 {status} ")).count();
    }
    answered
}

fn resident_kib(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find(|it| it.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_flood_from_many_networks_leaves_memory_flat_and_gives_nobody_a_new_hour() {
    let settings = [
        ("http.trusted_proxies", "[\"127.0.0.0/8\"]"),
        ("limits.client.asks", "3"),
    ];
    let place = Place::with(&settings);
    let server = place.serve();
    let spent = vec!["198.51.100.1".to_owned(); 4];
    assert_eq!(ask_from(&server, &spent, 409), 3);
    let before = resident_kib(&server);
    let networks: Vec<String> = (0..NETWORKS).map(network).collect();
    assert_eq!(flood_from(&server, &networks, 409), NETWORKS, "each is let in");
    let grown = resident_kib(&server).saturating_sub(before);
    assert!(grown < BOUND_KIB, "{grown} KiB");
    assert_eq!(
        ask_from(&server, &spent, 429),
        4,
        "who had spent all has nothing new"
    );
    // What is on disk says the same to a server that starts anew.
    std::thread::sleep(std::time::Duration::from_millis(1500));
    server.stop();
    let server = place.serve();
    assert_eq!(ask_from(&server, &spent, 429), 4);
    assert_eq!(
        ask_from(&server, &networks[..10], 409),
        10,
        "and others have what they had"
    );
}
