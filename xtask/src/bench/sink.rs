//! A mail server that takes every letter and throws it away. It counts them, can keep the courier waiting, and can
//! note the code that each letter carries.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::calls::number_of;
use crate::Outcome;
use crate::clock::elapsed;

/// Codes by the number of their account.
pub type Codes = HashMap<u32, String>;

/// The mail server. It ends with this process.
#[derive(Clone)]
pub struct Sink {
    /// Where it listens.
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    taken: AtomicU64,
    last: AtomicU64,
    paused: watch::Sender<bool>,
    codes: Mutex<Option<Codes>>,
}

impl Sink {
    /// Starts it, on a thread of its own.
    pub fn start() -> Outcome<Sink> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            taken: AtomicU64::new(0),
            last: AtomicU64::new(0),
            paused: watch::Sender::new(false),
            codes: Mutex::new(None),
        });
        let serving = Arc::clone(&shared);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        std::thread::Builder::new()
            .name("sink".to_owned())
            .spawn(move || {
                let served = runtime.block_on(serve(listener, serving));
                if let Err(error) = served {
                    crate::tell(format_args!("the mail sink has stopped: {error}"));
                }
            })?;
        Ok(Sink { address, shared })
    }

    /// Keeps couriers waiting, at the greeting and before each letter, or lets them go on.
    pub fn pause(&self, paused: bool) {
        self.shared.paused.send_replace(paused);
    }

    /// Notes codes from now on, or no more; gives those noted so far.
    pub fn note_codes(&self, note: bool) -> Codes {
        let mut codes = self.shared.codes.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *codes, note.then(Codes::new)).unwrap_or_default()
    }

    /// How many codes are noted.
    pub fn noted(&self) -> usize {
        let codes = self.shared.codes.lock().unwrap_or_else(PoisonError::into_inner);
        codes.as_ref().map_or(0, HashMap::len)
    }

    /// How many letters were taken.
    pub fn taken(&self) -> u64 {
        self.shared.taken.load(Ordering::Relaxed)
    }

    /// When the last letter was taken, on this process's stopwatch.
    pub fn last(&self) -> Duration {
        Duration::from_micros(self.shared.last.load(Ordering::Relaxed))
    }
}

async fn serve(listener: std::net::TcpListener, shared: Arc<Shared>) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            // A courier that hangs up is the courier's business.
            drop(Session::new(stream, &shared).talk().await);
        });
    }
}

struct Session<'a> {
    stream: TcpStream,
    shared: &'a Shared,
    paused: watch::Receiver<bool>,
    got: Vec<u8>,
    said: Vec<u8>,
    to: Option<u32>,
    in_data: bool,
    over: bool,
}

impl<'a> Session<'a> {
    fn new(stream: TcpStream, shared: &'a Shared) -> Session<'a> {
        Session {
            stream,
            shared,
            paused: shared.paused.subscribe(),
            got: Vec::with_capacity(8192),
            said: Vec::with_capacity(256),
            to: None,
            in_data: false,
            over: false,
        }
    }

    async fn talk(mut self) -> std::io::Result<()> {
        self.wait().await;
        self.stream.write_all(b"220 sink.example ESMTP\r\n").await?;
        while !self.over {
            if self.stream.read_buf(&mut self.got).await? == 0 {
                return Ok(());
            }
            while let Some(length) = self.next() {
                let held = self.in_data
                    || self
                        .got
                        .get(..4)
                        .is_some_and(|it| it.eq_ignore_ascii_case(b"MAIL"));
                if held {
                    self.wait().await;
                }
                let piece: Vec<u8> = self.got.drain(..length).collect();
                self.hear(&piece);
            }
            // Commands that came together are answered together.
            self.stream.write_all(&self.said).await?;
            self.said.clear();
        }
        Ok(())
    }

    /// The length of the next command, or of the whole letter, once it is there.
    fn next(&self) -> Option<usize> {
        let end: &[u8] = if self.in_data { b"\r\n.\r\n" } else { b"\r\n" };
        let at = self.got.windows(end.len()).position(|it| it == end)?;
        Some(at + end.len())
    }

    fn hear(&mut self, piece: &[u8]) {
        if self.in_data {
            self.in_data = false;
            self.take(piece);
            return self.say("250 thrown away");
        }
        let text = String::from_utf8_lossy(piece);
        let verb = text.get(..4).unwrap_or("").to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => self.say("250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8"),
            "DATA" => {
                self.in_data = true;
                self.say("354 go on");
            }
            "RCPT" => {
                self.to = text.split(['<', '>']).nth(1).and_then(number_of);
                self.say("250 ok");
            }
            "QUIT" => {
                self.over = true;
                self.say("221 bye");
            }
            "HELO" | "MAIL" | "RSET" | "NOOP" => self.say("250 ok"),
            _ => self.say("502 not here"),
        }
    }

    fn take(&mut self, letter: &[u8]) {
        self.shared.taken.fetch_add(1, Ordering::Relaxed);
        let now = u64::try_from(elapsed().as_micros()).unwrap_or(u64::MAX);
        self.shared.last.store(now, Ordering::Relaxed);
        let mut codes = self.shared.codes.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(codes), Some(to), Some(code)) = (codes.as_mut(), self.to, code_in(letter)) {
            codes.insert(to, code);
        }
    }

    async fn wait(&mut self) {
        // The sender lives as long as this process, so the wait only ends with the pause.
        drop(self.paused.wait_for(|paused| !paused).await);
    }

    fn say(&mut self, text: &str) {
        self.said.extend_from_slice(text.as_bytes());
        self.said.extend_from_slice(b"\r\n");
    }
}

/// The code on the line `@host #CODE`.
fn code_in(letter: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(letter);
    let line = text
        .lines()
        .find(|line| line.starts_with('@') && line.contains(" #"))?;
    line.rsplit_once('#').map(|(_, code)| code.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    #[test]
    fn letters_that_come_in_one_piece_with_their_commands_are_taken_and_their_code_noted() {
        let sink = Sink::start().unwrap();
        drop(sink.note_codes(true));
        let mut stream = std::net::TcpStream::connect(sink.address).unwrap();
        stream
            .write_all(
                b"EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<u00000007@bench.example>\r\nDATA\r\n\
                  Subject: x\r\n\r\nhello\r\n@example.com #0123456789ABC\r\n.\r\nQUIT\r\n",
            )
            .unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).unwrap();
        assert!(
            said.ends_with("354 go on\r\n250 thrown away\r\n221 bye\r\n"),
            "{said}"
        );
        assert_eq!(sink.taken(), 1);
        assert_eq!(
            sink.note_codes(false).get(&7).map(String::as_str),
            Some("0123456789ABC")
        );
    }
}
