//! `resetd healthcheck`: asks the running server whether it is ready, without curl.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use clap::Args;

use super::failure::{Exit, Failure};
use super::say;
use super::source::Source;

/// More than this of an answer is not looked at: the status stands in the first line.
const MOST_READ: u64 = 4096;

/// How to ask.
#[derive(Debug, Args)]
pub struct Healthcheck {
    /// Give up after so many seconds
    #[arg(long, value_name = "S", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=60))]
    timeout: u64,
}

impl Healthcheck {
    /// Exit code 0 when the server of these settings answers that it is ready, 1 when not or not at all.
    ///
    /// # Errors
    /// [`Failure`] when the settings cannot be read, or the server cannot be reached.
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        let listen = source.settings()?.http.listen;
        let ready = ask(reachable(listen), Duration::from_secs(self.timeout))?;
        say::line(if ready { "ready" } else { "not ready" })?;
        Ok(if ready { Exit::Done } else { Exit::No })
    }
}

/// Where a server that listens on every address is reached from its own machine.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let here = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        named @ (IpAddr::V4(_) | IpAddr::V6(_)) => named,
    };
    SocketAddr::new(here, listen.port())
}

fn ask(server: SocketAddr, within: Duration) -> Result<bool, Failure> {
    let answered = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect_timeout(&server, within)?;
        stream.set_read_timeout(Some(within))?;
        stream.set_write_timeout(Some(within))?;
        // In one piece: some servers look at the first packet alone.
        let request = format!("GET /readyz HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.take(MOST_READ).read_to_end(&mut answer)?;
        Ok(answer)
    };
    let answer = answered().map_err(|error| {
        Failure::nothing_there(
            format!("no answer from {server}: {error}"),
            "Is the server running, and is http.listen the same in its settings?",
        )
    })?;
    status(&answer).map(|it| it == 200).ok_or_else(|| {
        Failure::nothing_there(
            format!("what answers on {server} is no HTTP server"),
            "Is http.listen the one of resetd?",
        )
    })
}

/// The status in the first line of an answer.
fn status(answer: &[u8]) -> Option<u16> {
    let text = answer.strip_prefix(b"HTTP/1.")?;
    let code = text.get(2..5)?;
    std::str::from_utf8(code).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    fn server_saying(answer: &'static str) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let (mut asked, mut byte) = (Vec::new(), [0]);
            while !asked.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
                asked.push(byte[0]);
            }
            assert!(asked.starts_with(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:"));
            stream.write_all(answer.as_bytes()).unwrap();
        });
        address
    }

    #[test]
    fn a_server_is_healthy_when_it_says_200_and_not_otherwise() {
        let within = Duration::from_secs(5);
        let ask = |answer| ask(server_saying(answer), within);
        assert_eq!(ask("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"), Ok(true));
        assert_eq!(ask("HTTP/1.1 503 Service Unavailable\r\n\r\n"), Ok(false));
        assert_eq!(
            ask("220 mail.example.com ESMTP\r\n").unwrap_err().exit(),
            Exit::No
        );
        assert_eq!(ask("").unwrap_err().exit(), Exit::No);
    }

    #[test]
    fn a_server_that_listens_everywhere_is_asked_here() {
        let on = |text: &str| reachable(text.parse().unwrap()).to_string();
        assert_eq!(on("0.0.0.0:8080"), "127.0.0.1:8080");
        assert_eq!(on("[::]:8080"), "[::1]:8080");
        assert_eq!(on("192.0.2.1:8080"), "192.0.2.1:8080");
    }
}
