//! A mail server of our own: takes every letter and keeps it, or behaves as badly as a test wants.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

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
    /// Says no more from this step on, and keeps the connection.
    HangsAt(Step),
    /// Takes the body, and answers once the mood has changed.
    Holds,
    /// Takes the body, then closes without an answer, having kept nothing.
    DropsAfterData,
    /// Takes the body, keeps nothing, and answers 554 with the whole of it.
    Echoes,
    /// 250 where 354 is due: takes no body.
    SkipsData,
}

/// A step of the dialogue: what the client has just sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Ehlo,
    StartTls,
    Mail,
    Rcpt,
    Data,
    Body,
}

/// What a server is set up with.
#[derive(Clone, Default)]
pub struct Setup {
    /// It offers STARTTLS with this, and takes no letter in clear.
    pub tls: Option<Arc<ServerConfig>>,
    /// It speaks TLS from the first byte on.
    pub implicit: bool,
    /// It takes letters after this user name and password alone.
    pub login: Option<(String, String)>,
}

/// What the conversations of one server share.
#[derive(Default)]
struct Shared {
    letters: Mutex<Vec<Letter>>,
    mood: Mutex<Option<Mood>>,
    setup: Setup,
    gone: AtomicBool,
    connections: AtomicUsize,
    refusals: AtomicUsize,
    hung: AtomicUsize,
}

impl Shared {
    fn feels(&self) -> Mood {
        self.mood.lock().unwrap().unwrap_or(Mood::Kind)
    }
}

/// The server. It ends with the test.
pub struct Sink {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

impl Sink {
    pub fn start() -> Sink {
        Sink::with(Setup::default())
    }

    pub fn with(setup: Setup) -> Sink {
        Sink::at("127.0.0.1:0".parse().unwrap(), setup)
    }

    /// A server at an address where one was before.
    pub fn at(address: SocketAddr, setup: Setup) -> Sink {
        let mut listener = TcpListener::bind(address);
        super::wait_until("the address to be free", || {
            if listener.is_err() {
                listener = TcpListener::bind(address);
            }
            listener.is_ok()
        });
        let listener = listener.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            setup,
            ..Shared::default()
        });
        let all = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if all.gone.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&all);
                shared.connections.fetch_add(1, Ordering::SeqCst);
                if let Ok(stream) = stream {
                    std::thread::spawn(move || drop(converse(stream, &shared)));
                }
            }
        });
        Sink { address, shared }
    }

    /// An address of loopback at which nothing listens.
    pub fn nowhere() -> SocketAddr {
        TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
    }

    pub fn be(&self, mood: Mood) {
        *self.shared.mood.lock().unwrap() = Some(mood);
    }

    /// All letters so far, oldest first.
    pub fn letters(&self) -> Vec<Letter> {
        self.shared.letters.lock().unwrap().clone()
    }

    /// Those to one address.
    pub fn letters_to(&self, address: &str) -> Vec<Letter> {
        let letters = self.shared.letters.lock().unwrap();
        letters.iter().filter(|it| it.to == address).cloned().collect()
    }

    /// How many letters it took.
    pub fn taken(&self) -> usize {
        self.shared.letters.lock().unwrap().len()
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How often it refused or dropped a letter, whatever its mood was.
    pub fn refusals(&self) -> usize {
        self.shared.refusals.load(Ordering::SeqCst)
    }

    /// How many conversations hang.
    pub fn hung(&self) -> usize {
        self.shared.hung.load(Ordering::SeqCst)
    }

    /// Waits for the n-th letter (from 1) to an address.
    pub fn letter_to(&self, address: &str, n: usize) -> Letter {
        super::wait_until(&format!("letter {n} to {address}"), || {
            self.letters_to(address).len() >= n
        });
        self.letters_to(address)[n - 1].clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.shared.gone.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
    }
}

/// A connection, in clear or not.
trait Wire: Read + Write + Send {}
impl<T: Read + Write + Send> Wire for T {}

/// One conversation: the wire, and what was said on it so far.
struct Talk<'a> {
    wire: BufReader<Box<dyn Wire>>,
    shared: &'a Shared,
    known: bool,
    to: String,
}

fn converse(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let raw = stream.try_clone()?;
    let first: Box<dyn Wire> = match (&shared.setup.tls, shared.setup.implicit) {
        (Some(config), true) => encrypted(config, stream)?,
        (Some(_), false) | (None, _) => Box::new(stream),
    };
    let known = shared.setup.login.is_none();
    let mut talk = Talk {
        wire: BufReader::new(first),
        shared,
        known,
        to: String::new(),
    };
    match shared.feels() {
        Mood::Silent => talk.hang(),
        Mood::Away => return talk.refuse("421 come back later"),
        Mood::Kind
        | Mood::Later
        | Mood::Never
        | Mood::HangsAt(_)
        | Mood::Holds
        | Mood::DropsAfterData
        | Mood::Echoes
        | Mood::SkipsData => talk.say("220 sink.test ESMTP")?,
    }
    let upgrades = shared.setup.tls.is_some() && !shared.setup.implicit;
    let secured = talk.serve(!upgrades)?;
    let (true, Some(config)) = (secured, &shared.setup.tls) else {
        return Ok(());
    };
    talk.wire = BufReader::new(encrypted(config, raw)?);
    talk.serve(true).map(|_| ())
}

fn encrypted(config: &Arc<ServerConfig>, stream: TcpStream) -> std::io::Result<Box<dyn Wire>> {
    let session = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
    Ok(Box::new(StreamOwned::new(session, stream)))
}

impl Talk<'_> {
    fn say(&mut self, line: &str) -> std::io::Result<()> {
        let out = self.wire.get_mut();
        out.write_all(format!("{line}\r\n").as_bytes())?;
        out.flush()
    }

    /// A line; `None` when the client has gone, or we have.
    fn hear(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let more = self.wire.read_line(&mut line)? > 0 && !self.shared.gone.load(Ordering::SeqCst);
        Ok(more.then_some(line))
    }

    /// Answers until the client goes (`false`) or wants TLS from here on (`true`).
    fn serve(&mut self, ready: bool) -> std::io::Result<bool> {
        while let Some(line) = self.hear()? {
            let verb: String = line.chars().take(4).collect::<String>().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    self.reach(Step::Ehlo);
                    self.say("250-sink.test\r\n250-8BITMIME\r\n250-SMTPUTF8")?;
                    if !ready {
                        self.say("250-STARTTLS")?;
                    }
                    if ready && self.shared.setup.login.is_some() {
                        self.say("250-AUTH PLAIN LOGIN")?;
                    }
                    self.say("250 DSN")?;
                }
                "STAR" => {
                    self.reach(Step::StartTls);
                    self.say("220 go on")?;
                    return Ok(true);
                }
                "AUTH" => self.greet(&line)?,
                "MAIL" => {
                    self.reach(Step::Mail);
                    let answer = match (ready, self.known) {
                        (true, true) => "250 ok",
                        (false, _) => "530 not in clear",
                        (true, false) => "530 who are you",
                    };
                    self.say(answer)?;
                }
                "RCPT" => self.address(&line)?,
                "DATA" => {
                    if !self.take()? {
                        return Ok(false);
                    }
                }
                "QUIT" => {
                    self.say("221 bye")?;
                    return Ok(false);
                }
                _ => self.say("250 ok")?,
            }
        }
        Ok(false)
    }

    fn reach(&self, step: Step) {
        if self.shared.feels() == Mood::HangsAt(step) {
            self.hang();
        }
    }

    /// For longer than any test lasts.
    fn hang(&self) {
        self.shared.hung.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_secs(3600));
    }

    fn refuse(&mut self, line: &str) -> std::io::Result<()> {
        self.shared.refusals.fetch_add(1, Ordering::SeqCst);
        self.say(line)
    }

    /// PLAIN with its initial response, or LOGIN.
    fn greet(&mut self, line: &str) -> std::io::Result<()> {
        let mut words = line.split_ascii_whitespace().skip(1);
        let login = match (words.next(), words.next()) {
            (Some("PLAIN"), Some(given)) => {
                let whole = decoded(given);
                let mut parts = whole.split('\0').skip(1).map(str::to_owned);
                parts.next().zip(parts.next())
            }
            (Some("LOGIN"), given) => {
                let user = match given {
                    Some(given) => given.to_owned(),
                    None => self.asked("334 VXNlcm5hbWU6")?,
                };
                let password = self.asked("334 UGFzc3dvcmQ6")?;
                Some((decoded(&user), decoded(&password)))
            }
            _ => None,
        };
        self.known = login.is_some() && login == self.shared.setup.login;
        if self.known {
            self.say("235 welcome")
        } else {
            self.refuse("535 no")
        }
    }

    fn asked(&mut self, question: &str) -> std::io::Result<String> {
        self.say(question)?;
        Ok(self.hear()?.unwrap_or_default())
    }

    fn address(&mut self, line: &str) -> std::io::Result<()> {
        self.reach(Step::Rcpt);
        match self.shared.feels() {
            Mood::Later => return self.refuse("451 not now"),
            Mood::Never => return self.refuse("550 no such mailbox"),
            Mood::Kind
            | Mood::Away
            | Mood::Silent
            | Mood::HangsAt(_)
            | Mood::Holds
            | Mood::DropsAfterData
            | Mood::Echoes
            | Mood::SkipsData => {}
        }
        line.split(['<', '>'])
            .nth(1)
            .unwrap_or_default()
            .clone_into(&mut self.to);
        self.say("250 ok")
    }

    /// The body, up to its dot. `false`: the connection is over.
    fn take(&mut self) -> std::io::Result<bool> {
        self.reach(Step::Data);
        if self.shared.feels() == Mood::SkipsData {
            self.refuse("250 whatever")?;
            return Ok(true);
        }
        self.say("354 go on")?;
        let raw = self.body()?;
        self.reach(Step::Body);
        if self.shared.feels() == Mood::Holds {
            self.shared.hung.fetch_add(1, Ordering::SeqCst);
            while self.shared.feels() == Mood::Holds {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        match self.shared.feels() {
            Mood::DropsAfterData => {
                self.shared.refusals.fetch_add(1, Ordering::SeqCst);
                return Ok(false);
            }
            Mood::Echoes => {
                let lines: Vec<&str> = raw.lines().collect();
                let (last, rest) = lines.split_last().unwrap_or((&"", &[]));
                let told: String = rest.iter().map(|line| format!("554-{line}\r\n")).collect();
                self.refuse(&format!("{told}554 {last}"))?;
                return Ok(true);
            }
            Mood::Kind
            | Mood::Away
            | Mood::Later
            | Mood::Never
            | Mood::Silent
            | Mood::HangsAt(_)
            | Mood::Holds
            | Mood::SkipsData => {}
        }
        // Kept before it is answered: a client that hears 250 finds it here.
        self.shared.letters.lock().unwrap().push(Letter {
            to: self.to.clone(),
            raw,
        });
        self.say("250 taken")?;
        Ok(true)
    }

    /// The message up to the lone dot, with doubled dots taken back.
    fn body(&mut self) -> std::io::Result<String> {
        let mut raw = String::new();
        loop {
            let line = self.hear()?.ok_or(std::io::ErrorKind::UnexpectedEof)?;
            if line == ".\r\n" {
                return Ok(raw);
            }
            raw += line.strip_prefix('.').unwrap_or(&line);
        }
    }
}

fn decoded(text: &str) -> String {
    let bytes = STANDARD.decode(text.trim()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
