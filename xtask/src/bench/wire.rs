//! A client of HTTP/1.1 that costs next to nothing beside the server it measures: requests are bytes made beforehand,
//! and of an answer only the status, the length and the body are looked at, unless somebody wants its head.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::clock::elapsed;

/// An answer that takes longer than this ends the run.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Has no body, and no length of one.
const NO_CONTENT: u16 = 204;

/// What was answered.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// Its first line and its headers, up to where the body begins.
    pub head: &'a [u8],
    /// The body.
    pub body: &'a [u8],
}

/// A connection that is kept alive.
pub struct Connection {
    stream: TcpStream,
    got: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(server: SocketAddr) -> io::Result<Connection> {
        Connection::open_from(None, server).await
    }

    /// Connects from an address of this machine, or from the one that the system chooses.
    pub async fn open_from(from: Option<IpAddr>, server: SocketAddr) -> io::Result<Connection> {
        let socket = match server {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        if let Some(from) = from {
            socket.bind(SocketAddr::new(from, 0))?;
        }
        let stream = socket.connect(server).await?;
        stream.set_nodelay(true)?;
        Ok(Connection {
            stream,
            got: Vec::with_capacity(4096),
        })
    }

    /// Sends a request and reads its answer.
    pub async fn call(&mut self, request: &[u8]) -> io::Result<Answer<'_>> {
        self.send(request).await?;
        self.answer().await
    }

    /// Sends a request and reads its answer; also says how long its first byte took.
    pub async fn timed(&mut self, request: &[u8]) -> io::Result<(Duration, Answer<'_>)> {
        let begun = elapsed();
        self.send(request).await?;
        let first = elapsed().saturating_sub(begun);
        Ok((first, self.answer().await?))
    }

    /// Sends a request and waits for the first bytes of its answer.
    async fn send(&mut self, request: &[u8]) -> io::Result<()> {
        self.stream.write_all(request).await?;
        self.got.clear();
        self.read().await
    }

    async fn answer(&mut self) -> io::Result<Answer<'_>> {
        let (status, from) = loop {
            if let Some(parsed) = whole(&self.got)? {
                break parsed;
            }
            self.read().await?;
        };
        let (head, body) = self.got.split_at_checked(from).unwrap_or_default();
        Ok(Answer { status, head, body })
    }

    async fn read(&mut self) -> io::Result<()> {
        let read = tokio::time::timeout(ANSWER_WITHIN, self.stream.read_buf(&mut self.got)).await;
        if read.map_err(|_| ErrorKind::TimedOut)?? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

/// One call on a connection of its own, without a runtime.
pub fn once(server: SocketAddr, target: &str) -> io::Result<(u16, String)> {
    let mut stream = std::net::TcpStream::connect_timeout(&server, ANSWER_WITHIN)?;
    stream.set_read_timeout(Some(ANSWER_WITHIN))?;
    write!(
        stream,
        "GET {target} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n"
    )?;
    let mut got = Vec::new();
    stream.read_to_end(&mut got)?;
    let (status, from, _) = head(&got)?.ok_or(ErrorKind::UnexpectedEof)?;
    let body = got.get(from..).unwrap_or_default();
    Ok((status, String::from_utf8_lossy(body).into_owned()))
}

/// Status and start of the body, once all of the answer is there.
fn whole(got: &[u8]) -> io::Result<Option<(u16, usize)>> {
    let Some((status, from, length)) = head(got)? else {
        return Ok(None);
    };
    if status == NO_CONTENT {
        return Ok(Some((status, from)));
    }
    let length =
        length.ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "an answer without content-length"))?;
    Ok((got.len() >= from + length).then_some((status, from)))
}

/// Status, start of the body and its length, once the head is there.
fn head(got: &[u8]) -> io::Result<Option<(u16, usize, Option<usize>)>> {
    let Some(end) = got.windows(4).position(|it| it == b"\r\n\r\n") else {
        return Ok(None);
    };
    let bad = || io::Error::new(ErrorKind::InvalidData, "not an HTTP answer");
    let head = std::str::from_utf8(got.get(..end).unwrap_or_default()).map_err(|_| bad())?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|it| it.split(' ').nth(1))
        .and_then(|it| it.parse().ok())
        .ok_or_else(bad)?;
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok());
    Ok(Some((status, end + 4, length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_length_is_there() {
        let answer = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(whole(answer).unwrap(), Some((401, answer.len() - 3)));
        assert_eq!(whole(&answer[..answer.len() - 1]).unwrap(), None);
        assert_eq!(whole(&answer[..20]).unwrap(), None);
        let done = b"HTTP/1.1 204 No Content\r\n\r\n";
        assert_eq!(whole(done).unwrap(), Some((204, done.len())));
        assert!(whole(b"220 mail\r\n\r\n").is_err());
    }
}
