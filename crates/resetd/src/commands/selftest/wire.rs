//! HTTP/1.1 as it is written: what is compared is what came, byte for byte.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::commands::failure::Failure;

/// An answer takes no longer than this, also on a machine that has much else to do.
const WITHIN: Duration = Duration::from_secs(60);

/// What is sent.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// Path and query.
    pub target: String,
    /// Headers beside those that every request has.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for none.
    pub body: String,
}

impl Request {
    /// A request with a JSON body.
    pub fn json(method: &'static str, target: impl Into<String>, body: &serde_json::Value) -> Request {
        Request {
            method,
            target: target.into(),
            headers: vec![("Content-Type", "application/json".to_owned())],
            body: body.to_string(),
        }
    }

    /// A request without a body.
    pub fn bare(method: &'static str, target: impl Into<String>) -> Request {
        Request {
            method,
            target: target.into(),
            headers: Vec::new(),
            body: String::new(),
        }
    }

    /// With another header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Request {
        self.headers.push((name, value.into()));
        self
    }

    /// As it goes over the wire.
    fn bytes(&self, host: &str) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\nHost: {host}\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head.push_str(name);
            head.push_str(": ");
            head.push_str(value);
            head.push_str("\r\n");
        }
        if self.method != "GET" {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        head.push_str(&self.body);
        head.into_bytes()
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Status line and headers, in their order and as they were written.
    pub head: Vec<String>,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The values of a header, whatever the case of its name.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.head.iter().skip(1).filter_map(move |line| {
            let (it, value) = line.split_once(':')?;
            it.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// A connection that is kept.
pub struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
    host: String,
}

impl Line {
    /// Connects.
    ///
    /// # Errors
    /// [`Failure`] when nobody listens there.
    pub async fn open(address: SocketAddr) -> Result<Line, Failure> {
        let stream = TcpStream::connect(address).await.map_err(|why| lost(&why))?;
        stream.set_nodelay(true).map_err(|why| lost(&why))?;
        Ok(Line {
            stream,
            buffer: Vec::with_capacity(32 * 1024),
            host: address.to_string(),
        })
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    /// [`Failure`] when there is none, or one that cannot be read.
    pub async fn call(&mut self, request: &Request) -> Result<Answer, Failure> {
        let bytes = self.bytes(request);
        self.send(&bytes).await?;
        self.answer()
    }

    /// A request as it goes over this line.
    pub fn bytes(&self, request: &Request) -> Vec<u8> {
        request.bytes(&self.host)
    }

    /// Sends bytes and waits until the answer is there, whole; what is measured is this.
    ///
    /// # Errors
    /// As [`Line::call`].
    pub async fn send(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.buffer.clear();
        let exchange = async {
            self.stream.write_all(bytes).await?;
            while length(&self.buffer).is_none_or(|whole| self.buffer.len() < whole) {
                if self.stream.read_buf(&mut self.buffer).await? == 0 {
                    return Err(std::io::ErrorKind::UnexpectedEof.into());
                }
            }
            Ok(())
        };
        match timeout(WITHIN, exchange).await {
            Ok(done) => done.map_err(|why: std::io::Error| lost(&why)),
            Err(_) => Err(lost(&"no answer within a minute")),
        }
    }

    /// The answer that came last.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be read.
    pub fn answer(&self) -> Result<Answer, Failure> {
        parse(&self.buffer).ok_or_else(|| lost(&"an answer that is none"))
    }
}

fn lost(why: &dyn std::fmt::Display) -> Failure {
    Failure::new(format!("the instance of the selftest does not answer: {why}"), "")
}

/// How long the answer is, once its head is there. Every answer of ours says its length, or has no body.
fn length(bytes: &[u8]) -> Option<usize> {
    let head = head(bytes)?;
    let text = std::str::from_utf8(bytes.get(..head)?).ok()?;
    let stated = text.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let ours = name.eq_ignore_ascii_case("content-length");
        ours.then(|| value.trim().parse::<usize>().ok()).flatten()
    });
    Some(head + stated.unwrap_or(0))
}

/// Where the body begins.
fn head(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|it| it == b"\r\n\r\n").map(|it| it + 4)
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let at = head(bytes)?;
    let head = std::str::from_utf8(bytes.get(..at)?).ok()?;
    let head: Vec<String> = head.trim_end().split("\r\n").map(str::to_owned).collect();
    let status = head.first()?.split(' ').nth(1)?.parse().ok()?;
    // A body in chunks has no length: it would be read as none, and every answer as the same.
    let chunked = head
        .iter()
        .any(|it| it.to_ascii_lowercase().starts_with("transfer-encoding:"));
    (!chunked).then(|| Answer {
        status,
        head,
        body: String::from_utf8_lossy(bytes.get(at..).unwrap_or_default()).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_body_is() {
        let whole = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(length(&whole[..20]), None);
        assert_eq!(length(&whole[..whole.len() - 2]), Some(whole.len()));
        let answer = parse(whole).unwrap();
        assert_eq!((answer.status, answer.body.as_str()), (200, "abc"));
        assert_eq!(answer.values("content-LENGTH").collect::<Vec<_>>(), ["3"]);
        let bare = b"HTTP/1.1 204 No Content\r\nA: b\r\n\r\n";
        assert_eq!(length(bare), Some(bare.len()));
    }

    #[test]
    fn an_answer_whose_length_is_not_known_is_not_taken_for_an_empty_one() {
        assert!(parse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n").is_none());
    }
}
