//! A mail server of our own: takes every letter and keeps it, or behaves as badly as a test wants.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::letters::Letter;

/// How the server treats the next letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes it.
    Kind,
    /// 421 at the greeting.
    Away,
    /// 451 to RCPT.
    Later,
    /// 550 to RCPT.
    Never,
    /// Never says a word after the connection is made.
    Silent,
    /// Takes the body, then closes without an answer, having kept nothing.
    DropsAfterData,
}

/// The server. It ends with the test.
pub struct Sink {
    pub address: SocketAddr,
    letters: Arc<Mutex<Vec<Letter>>>,
    mood: Arc<Mutex<Mood>>,
    gone: Arc<AtomicBool>,
}

impl Sink {
    pub fn start() -> Sink {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (letters, mood) = (Arc::new(Mutex::new(vec![])), Arc::new(Mutex::new(Mood::Kind)));
        let gone = Arc::new(AtomicBool::new(false));
        let (kept, felt, over) = (Arc::clone(&letters), Arc::clone(&mood), Arc::clone(&gone));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                let (kept, felt) = (Arc::clone(&kept), Arc::clone(&felt));
                if let Ok(stream) = stream {
                    std::thread::spawn(move || drop(converse(&stream, &kept, &felt)));
                }
            }
        });
        Sink { address, letters, mood, gone }
    }

    pub fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// All letters so far, oldest first.
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap().clone()
    }

    /// Those to one address.
    pub fn letters_to(&self, address: &str) -> Vec<Letter> {
        self.letters().into_iter().filter(|it| it.to == address).collect()
    }

    /// Waits for the n-th letter (from 1) to an address.
    pub fn letter_to(&self, address: &str, n: usize) -> Letter {
        super::wait_until(&format!("letter {n} to {address}"), || self.letters_to(address).len() >= n);
        self.letters_to(address)[n - 1].clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.gone.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
    }
}

fn converse(stream: &TcpStream, kept: &Mutex<Vec<Letter>>, mood: &Mutex<Mood>) -> std::io::Result<()> {
    let feels = || *mood.lock().unwrap();
    let (mut reader, mut out) = (BufReader::new(stream.try_clone()?), stream.try_clone()?);
    stream.set_nodelay(true)?;
    if feels() == Mood::Silent {
        std::thread::sleep(std::time::Duration::from_secs(600));
    }
    if feels() == Mood::Away {
        return out.write_all(b"421 come back later\r\n");
    }
    out.write_all(b"220 sink.test ESMTP\r\n")?;
    let (mut line, mut to) = (String::new(), String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let verb: String = line.chars().take(4).collect::<String>().to_ascii_uppercase();
        let answer: &[u8] = match (verb.as_str(), feels()) {
            ("EHLO", _) => b"250-sink.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 DSN\r\n",
            ("RCPT", Mood::Later) => b"451 not now\r\n",
            ("RCPT", Mood::Never) => b"550 no such mailbox\r\n",
            ("RCPT", _) => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                b"250 ok\r\n"
            }
            ("DATA", _) => {
                out.write_all(b"354 go on\r\n")?;
                let raw = body(&mut reader)?;
                if feels() == Mood::DropsAfterData {
                    return Ok(());
                }
                kept.lock().unwrap().push(Letter { to: to.clone(), raw });
                b"250 taken\r\n"
            }
            ("QUIT", _) => {
                out.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => b"250 ok\r\n",
        };
        out.write_all(answer)?;
    }
}

/// The message up to the lone dot, with doubled dots taken back.
fn body(reader: &mut impl BufRead) -> std::io::Result<String> {
    let mut raw = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(raw);
        }
        raw += line.strip_prefix('.').unwrap_or(&line);
    }
}
