//! Availability: what is too large, too slow, too much or in two meanings costs its sender, and nobody else.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::doors::{Door, Request};
use super::house::{ANN, House, everywhere, one_by_one};
use super::volley::released_at_once;
use crate::support::http;

#[test]
fn a_password_or_code_of_a_megabyte_is_refused_unread_on_every_surface() {
    everywhere(&[], |house| {
        let mut asked = house.asks(ANN);
        for size in [20_000, 1_000_000, 8_000_000] {
            let code = "7".repeat(size);
            asked.aim.password = "x".repeat(size);
            for door in Door::ALL {
                // What stands in a first line or a header is bounded there.
                let in_head = matches!(door, Door::PinInQuery | Door::PinInJson);
                let answer = house.server.http.raw(&door.request(&asked.aim, &code).bytes());
                let status = answer.as_ref().map(|it| it.status);
                let refused = if in_head {
                    status.is_none_or(|it| matches!(it, 400 | 401 | 413 | 414 | 431))
                } else {
                    status == Some(413)
                };
                assert!(refused, "{:?} {door:?} {size}: {status:?}", house.kind);
            }
        }
        Some(0)
    });
}

#[test]
fn a_packed_body_is_not_unpacked_on_any_surface() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        for door in Door::ALL {
            let request = door.request(&asked.aim, asked.code_of(door));
            if request.body.is_empty() {
                continue;
            }
            for coding in ["gzip", "deflate", "br", "zstd", "gzip, gzip", "x-evil"] {
                let answer = house.send(&request.clone().with("Content-Encoding", coding));
                assert_eq!(
                    answer.status, 415,
                    "{:?} {door:?} {coding}: {answer:?}",
                    house.kind
                );
            }
        }
        Some(0)
    });
}

/// A request whose bytes two readers would cut differently; `{B}` is its body, `{P}` its path.
const SMUGGLED: [&str; 12] = [
    "Content-Length: {L}\r\nContent-Length: 0\r\n\r\n{B}",
    "Content-Length: 0\r\nContent-Length: {L}\r\n\r\n{B}",
    "Content-Length: +{L}\r\n\r\n{B}",
    "Content-Length: {L}, {L}\r\nContent-Length: 1\r\n\r\n{B}",
    "Content-Length : {L}\r\n\r\n{B}",
    "Transfer-Encoding: chunked, identity\r\n\r\n{C}",
    "Transfer-Encoding: xchunked\r\n\r\n{C}",
    "Transfer-Encoding:\u{b}chunked\r\n\r\n{C}",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n{C}",
    "Transfer-Encoding: chunked\r\n\r\n{X};\n{B}\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n0x{X}\r\n{B}\r\n0\r\n\r\n",
    "X: y\r\n Content-Length: {L}\r\n\r\n{B}",
];

#[test]
fn of_a_request_that_can_be_cut_in_two_ways_nothing_that_follows_is_served() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        let hidden = "GET /livez HTTP/1.1\r\nHost: a.test\r\n\r\n";
        for door in Door::ALL {
            let request = door.request(&asked.aim, "10000000");
            if request.body.is_empty() {
                continue;
            }
            let body = String::from_utf8(request.body.clone()).unwrap();
            for framing in SMUGGLED {
                let head: String = request
                    .headers
                    .iter()
                    .map(|(name, value)| format!("{name}: {value}\r\n"))
                    .collect();
                let chunked = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
                let framed = framing
                    .replace("{L}", &body.len().to_string())
                    .replace("{X}", &format!("{:x}", body.len()))
                    .replace("{C}", &chunked)
                    .replace("{B}", &body);
                let bytes = format!(
                    "{} {} HTTP/1.1\r\nHost: a.test\r\n{head}{framed}{hidden}",
                    request.method, request.target
                );
                let said = all_that_is_said(house, bytes.as_bytes());
                let place = format!("{:?} {door:?} {framing:?}", house.kind);
                assert_eq!(said.matches("HTTP/1.1 200").count(), 0, "{place}: {said}");
                assert!(said.matches("HTTP/1.1 ").count() <= 1, "{place}: {said}");
                assert!(!said.starts_with("HTTP/1.1 5"), "{place}: {said}");
            }
        }
        None
    });
}

/// Both lengths at once: the chunks count, and the connection closes behind them.
#[test]
fn a_request_with_both_lengths_is_the_last_of_its_connection() {
    everywhere(&[], |house| {
        let body = "{\"email\":\"eve@example.com\"}";
        for (method, path) in [
            ("POST", "/_config/users/password/generate_otp"),
            ("PATCH", "/password-reset/request"),
            ("POST", "/v1/recoveries"),
            ("POST", "/reset"),
        ] {
            let bytes = format!(
                "{method} {path} HTTP/1.1\r\nHost: a.test\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\
                 Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nHost: a.test\r\n\r\n",
                body.len()
            );
            let said = all_that_is_said(house, bytes.as_bytes());
            assert_eq!(
                said.matches("HTTP/1.1 ").count(),
                1,
                "{:?} {path}: {said}",
                house.kind
            );
            assert!(
                said.to_lowercase().contains("connection: close"),
                "{:?} {path}: {said}",
                house.kind
            );
        }
        Some(0)
    });
}

/// Everything that comes back within a second and a half, or until the connection ends.
fn all_that_is_said(house: &House, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(house.server.http.0).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(1500)))
        .unwrap();
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut all = vec![];
    let _ = stream.read_to_end(&mut all);
    String::from_utf8_lossy(&all).into_owned()
}

#[test]
fn who_sends_or_reads_slowly_waits_alone_and_is_sent_away() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        let whole = Door::Check.request(&asked.aim, "10000000").bytes();
        let body_at = whole.windows(4).position(|it| it == b"\r\n\r\n").unwrap() + 4;
        // Nothing, half a head, half a body, and many whole requests whose answers nobody reads.
        let many = b"GET /reset HTTP/1.1\r\nHost: a.test\r\n\r\n".repeat(200);
        let starts: [&[u8]; 4] = [b"", &whole[..20], &whole[..body_at + 3], &many];
        let mut slow: Vec<(usize, TcpStream)> = vec![];
        for n in 0..200 {
            let mut stream = TcpStream::connect(house.server.http.0).unwrap();
            stream.set_nonblocking(true).unwrap();
            let _ = stream.write(starts[n % 4]);
            slow.push((n % 4, stream));
        }
        // Others are served meanwhile.
        house.lets_in(ANN);
        house.lets_in(ANN);
        // A drop every two seconds keeps no connection alive.
        for _ in 0..7 {
            std::thread::sleep(Duration::from_secs(2));
            for (_, stream) in slow.iter_mut().filter(|it| matches!(it.0, 1 | 2)) {
                let _ = stream.write(b"x");
            }
        }
        for (kind, mut stream) in slow.into_iter().filter(|it| it.0 < 3) {
            stream.set_nonblocking(false).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
            let mut said = vec![];
            let ended = stream.read_to_end(&mut said);
            let reset = ended
                .as_ref()
                .is_err_and(|it| it.kind() == std::io::ErrorKind::ConnectionReset);
            assert!(
                ended.is_ok() || reset,
                "{:?}: slow in way {kind}: {ended:?}",
                house.kind
            );
            let told = http::parse(&said, false).map(|it| it.status);
            assert!(told.is_none_or(|it| matches!(it, 400 | 408)), "{told:?}");
        }
        Some(0)
    });
}

#[test]
fn a_flood_of_wrong_codes_with_passwords_hashes_nothing_and_lets_the_owner_in() {
    one_by_one(&[], |house| {
        let asked = house.asks(ANN);
        let setting: Vec<Door> = Door::ALL.into_iter().filter(|it| it.sets()).collect();
        let flood: Vec<Request> = (0..600)
            .map(|n| setting[n % setting.len()].request(&asked.aim, &format!("{}", 10_000_000 + n)))
            .collect();
        let start = std::time::Instant::now();
        let answers = released_at_once(house.server.http.0, &flood);
        let busy = answers.iter().flatten().filter(|it| it.status == 503).count();
        assert_eq!(busy, 0, "{:?}: a queue for hashes filled up", house.kind);
        // Six hundred hashes would take some six seconds of both cores; no clock is judged, only that none was made.
        println!("flood of {:?}: {:?}", house.kind, start.elapsed());
        Some(10)
    });
}

#[test]
fn endless_bodies_are_cut_and_the_next_request_works() {
    everywhere(&[], |house| {
        let asked = house.asks(ANN);
        for door in [
            Door::Validate,
            Door::Put,
            Door::OtpInJson,
            Door::Check,
            Door::Password,
            Door::Page,
        ] {
            let request = door.request(&asked.aim, "10000000");
            let head: String = request
                .headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}\r\n"))
                .collect();
            for framing in [
                "Content-Length: 99999999999\r\n",
                "Transfer-Encoding: chunked\r\n",
            ] {
                let mut stream = TcpStream::connect(house.server.http.0).unwrap();
                stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                stream.set_write_timeout(Some(Duration::from_secs(5))).unwrap();
                let start = format!(
                    "{} {} HTTP/1.1\r\nHost: a.test\r\n{head}{framing}\r\n",
                    request.method, request.target
                );
                stream.write_all(start.as_bytes()).unwrap();
                let piece = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
                let sent = (0..20_000)
                    .take_while(|_| stream.write_all(piece.as_bytes()).is_ok())
                    .count();
                assert!(
                    sent < 20_000,
                    "{:?} {door:?} {framing}: 80 MB were taken",
                    house.kind
                );
            }
        }
        Some(0)
    });
}
