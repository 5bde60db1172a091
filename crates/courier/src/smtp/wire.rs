//! The stream beneath the mail library. It is ours because the library's own has faults that we cannot live with:
//! it leaves Nagle's algorithm on, believes replies that were sent before TLS began, buffers a line without end, and
//! panics on a blank one.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use parking_lot::Mutex;
use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// The longest line we read, with its end: twice what RFC 5321 §4.5.3.1.5 allows a reply.
const LONGEST_LINE: usize = 1000;

/// The longest reply we read: the mail library reads a reply again from its beginning for each line of it, so a long one
/// would take more time than any deadline stops.
const LONGEST_REPLY: usize = 16 * 1024;

/// How much is read from the socket at once.
const CHUNK: usize = 2048;

/// Both ends of it: one is handed to the mail library, with the other we watch over it.
#[derive(Clone)]
pub(crate) struct Wire {
    pipe: Arc<Mutex<Pipe>>,
    peer: SocketAddr,
}

struct Pipe {
    socket: Socket,
    /// What was read and not handed on yet, as it came.
    pending: Vec<u8>,
    /// A whole line, made clean, or the rest of it.
    line: Vec<u8>,
    /// How much was handed on since we spoke last.
    heard: usize,
    script: Option<Script>,
}

enum Socket {
    Clear(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    /// Being upgraded, or the upgrade failed.
    Gone,
}

/// The dialogue as lines, for `resetd mail test`.
#[derive(Default)]
struct Script {
    lines: Vec<String>,
    hidden: Option<&'static str>,
}

impl Wire {
    /// Lays the wire over a connected socket. Small packets go out at once: a dialogue waits for each of them.
    pub(crate) fn over(socket: TcpStream, scripted: bool) -> io::Result<Wire> {
        socket.set_nodelay(true)?;
        let peer = socket.peer_addr()?;
        let pipe = Pipe {
            socket: Socket::Clear(socket),
            pending: Vec::new(),
            line: Vec::new(),
            heard: 0,
            script: scripted.then(Script::default),
        };
        Ok(Wire {
            pipe: Arc::new(Mutex::new(pipe)),
            peer,
        })
    }

    /// Who is at the other end.
    pub(crate) fn peer(&self) -> SocketAddr {
        self.peer
    }

    /// Encrypts the wire. What the server sent before the handshake is never read as if it came after it.
    pub(crate) async fn encrypt(&self, tls: &TlsConnector, host: ServerName<'static>) -> io::Result<()> {
        let socket = {
            let mut pipe = self.pipe.lock();
            if !pipe.pending.is_empty() || !pipe.line.is_empty() {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "the server, or somebody in between, went on in clear before the TLS handshake",
                ));
            }
            std::mem::replace(&mut pipe.socket, Socket::Gone)
        };
        let Socket::Clear(socket) = socket else {
            return Err(io::Error::other("the wire is encrypted already"));
        };
        let encrypted = tls.connect(host, socket).await?;
        let mut pipe = self.pipe.lock();
        pipe.socket = Socket::Tls(Box::new(encrypted));
        if let Some(script) = &mut pipe.script {
            script.lines.push("-- encrypted from here".to_owned());
        }
        Ok(())
    }

    /// Whether the server waits for us, as it should before each command. If it has said more than it was asked, its
    /// next words could be taken for the answer to the wrong question.
    pub(crate) async fn is_quiet(&self) -> bool {
        std::future::poll_fn(|cx| {
            let mut pipe = self.pipe.lock();
            if !pipe.pending.is_empty() || !pipe.line.is_empty() {
                return Poll::Ready(false);
            }
            // Asks without waiting. An end or a fault shows itself again at the next read.
            Poll::Ready(!matches!(pipe.poll_fill(cx), Poll::Ready(Ok(n)) if n > 0))
        })
        .await
    }

    /// From now on, what we say stands in the script as these words; `None`: as it is.
    pub(crate) fn hide(&self, behind: Option<&'static str>) {
        if let Some(script) = &mut self.pipe.lock().script {
            script.hidden = behind;
            script.lines.extend(behind.map(|it| format!("C: {it}")));
        }
    }

    /// The dialogue so far.
    pub(crate) fn script(&self) -> Vec<String> {
        self.pipe
            .lock()
            .script
            .as_ref()
            .map_or_else(Vec::new, |it| it.lines.clone())
    }
}

impl Pipe {
    /// Reads what the socket has. `Ok(0)` is its end.
    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut chunk = [0; CHUNK];
        let mut read = ReadBuf::new(&mut chunk);
        ready!(match &mut self.socket {
            Socket::Clear(socket) => Pin::new(socket).poll_read(cx, &mut read),
            Socket::Tls(socket) => Pin::new(socket).poll_read(cx, &mut read),
            Socket::Gone => Poll::Ready(Err(gone())),
        })?;
        self.pending.extend_from_slice(read.filled());
        Poll::Ready(Ok(read.filled().len()))
    }

    /// Sees to it that there is a line to hand on. `Ok(false)`: the stream has ended.
    fn poll_line(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        while self.line.is_empty() {
            let end = self.pending.iter().take(LONGEST_LINE).position(|it| *it == b'\n');
            match end {
                Some(end) => {
                    let raw: Vec<u8> = self.pending.drain(..=end).collect();
                    self.line = clean(&raw);
                    self.heard += self.line.len();
                    if self.heard > LONGEST_REPLY {
                        return Poll::Ready(Err(no_reply("the server sent a reply without end")));
                    }
                    if let Some(script) = &mut self.script {
                        script.heard(&self.line);
                    }
                }
                None if self.pending.len() >= LONGEST_LINE => {
                    return Poll::Ready(Err(no_reply("the server sent a line longer than any reply")));
                }
                None if ready!(self.poll_fill(cx))? == 0 => return Poll::Ready(Ok(false)),
                None => {}
            }
        }
        Poll::Ready(Ok(true))
    }
}

/// A reply line in the one form the mail library reads: ASCII, no controls, a blank or `-` after the code, CR LF.
fn clean(raw: &[u8]) -> Vec<u8> {
    let text = raw.trim_ascii_end();
    let mut line: Vec<u8> = text
        .iter()
        .map(|it| match it {
            b'\t' | b' '..=b'~' => *it,
            _ => b'?',
        })
        .collect();
    if line.len() == 3 {
        line.push(b' ');
    }
    line.extend_from_slice(b"\r\n");
    line
}

fn no_reply(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

fn gone() -> io::Error {
    io::Error::new(io::ErrorKind::NotConnected, "the connection was given up")
}

impl Script {
    fn heard(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        self.lines.push(format!("S: {}", text.trim_end()));
    }

    fn said(&mut self, bytes: &[u8]) {
        if self.hidden.is_none() {
            let text = String::from_utf8_lossy(bytes);
            self.lines.extend(text.lines().map(|it| format!("C: {it}")));
        }
    }
}

impl AsyncRead for Wire {
    /// One line at a time, so that the library's buffer is empty whenever a reply is complete.
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let mut pipe = self.pipe.lock();
        if ready!(pipe.poll_line(cx))? {
            let most = pipe.line.len().min(into.remaining());
            let part: Vec<u8> = pipe.line.drain(..most).collect();
            into.put_slice(&part);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        let mut pipe = self.pipe.lock();
        let written = ready!(match &mut pipe.socket {
            Socket::Clear(socket) => Pin::new(socket).poll_write(cx, from),
            Socket::Tls(socket) => Pin::new(socket).poll_write(cx, from),
            Socket::Gone => Poll::Ready(Err(gone())),
        })?;
        pipe.heard = 0;
        if let (Some(script), Some(part)) = (&mut pipe.script, from.get(..written)) {
            script.said(part);
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.pipe.lock().socket {
            Socket::Clear(socket) => Pin::new(socket).poll_flush(cx),
            Socket::Tls(socket) => Pin::new(socket).poll_flush(cx),
            Socket::Gone => Poll::Ready(Err(gone())),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.pipe.lock().socket {
            Socket::Clear(socket) => Pin::new(socket).poll_shutdown(cx),
            Socket::Tls(socket) => Pin::new(socket).poll_shutdown(cx),
            Socket::Gone => Poll::Ready(Ok(())),
        }
    }
}

impl AsyncTokioStream for Wire {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wire({})", self.peer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn small_packets_are_not_held_back() {
        // With Nagle's algorithm and delayed acknowledgements one connection carries some twenty letters a second.
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let socket = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        assert!(!socket.nodelay().unwrap(), "it is not the system's default");
        let wire = Wire::over(socket, false).unwrap();
        let pipe = wire.pipe.lock();
        let Socket::Clear(socket) = &pipe.socket else {
            panic!("it has not been upgraded")
        };
        assert!(socket.nodelay().unwrap());
    }

    #[test]
    fn a_line_is_ascii_and_has_a_code_and_an_end_whatever_the_server_sent() {
        assert_eq!(clean(b"550 kein Empf\xe4nger\r\n"), b"550 kein Empf?nger\r\n");
        assert_eq!(clean(b"250\r\n"), b"250 \r\n");
        assert_eq!(clean(b"250-   \r\n"), b"250-\r\n");
        assert_eq!(clean(b"250 ok\n"), b"250 ok\r\n");
        assert_eq!(clean(b"250 a\0\x1b[31mb\r\n"), b"250 a??[31mb\r\n");
    }
}
