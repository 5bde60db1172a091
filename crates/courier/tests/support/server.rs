//! A mail server that keeps to a script: honest unless told to misbehave at a step, and then as often as told.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// What the server does at a step, instead of what it should.
#[derive(Clone, Debug)]
pub enum Act {
    /// Says this, raw.
    Say(Vec<u8>),
    /// Says this, byte by byte.
    Dribble(&'static str),
    /// Says nothing and keeps the connection.
    Hang,
    /// Closes the connection.
    Drop,
}

pub fn say(text: &str) -> Act {
    Act::Say(format!("{text}\r\n").into_bytes())
}

/// A letter that came in whole, whether or not the server took it.
#[derive(Clone, Debug)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub data: Vec<u8>,
    /// Whether the server answered it with its own 250.
    pub taken: bool,
}

impl Received {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.data).into_owned()
    }
}

#[derive(Default)]
struct State {
    acts: HashMap<String, VecDeque<Act>>,
    always: HashMap<String, Act>,
    commands: Vec<String>,
    letters: Vec<Received>,
    connections: usize,
}

#[derive(Clone)]
struct Manners {
    state: Arc<Mutex<State>>,
    offers: Vec<&'static str>,
    tls: Option<TlsAcceptor>,
    implicit: bool,
}

pub struct Server {
    pub port: u16,
    state: Arc<Mutex<State>>,
    listening: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Server {
    /// In clear.
    pub async fn start(offers: &[&'static str]) -> Server {
        Server::launch(offers, None, false, 0).await
    }

    /// With TLS, after STARTTLS (offer it!) or from the first byte.
    pub async fn start_tls(offers: &[&'static str], tls: TlsAcceptor, implicit: bool) -> Server {
        Server::launch(offers, Some(tls), implicit, 0).await
    }

    /// On a port that was another's before.
    pub async fn start_at(port: u16) -> Server {
        Server::launch(&[], None, false, port).await
    }

    async fn launch(offers: &[&'static str], tls: Option<TlsAcceptor>, implicit: bool, port: u16) -> Server {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let manners = Manners {
            state: Arc::default(),
            offers: offers.to_vec(),
            tls,
            implicit,
        };
        let state = manners.state.clone();
        let listening = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                manners.state.lock().connections += 1;
                tokio::spawn(serve(socket, manners.clone()));
            }
        });
        Server {
            port,
            state,
            listening,
        }
    }

    /// The next time it comes to this step (`connect`, a verb, `BODY`), the server does this.
    pub fn once(&self, step: &str, act: Act) {
        self.state
            .lock()
            .acts
            .entry(step.to_owned())
            .or_default()
            .push_back(act);
    }

    /// From now on, the server does this at this step.
    pub fn always(&self, step: &str, act: Act) {
        self.state.lock().always.insert(step.to_owned(), act);
    }

    pub fn behave(&self) {
        let mut state = self.state.lock();
        state.always.clear();
        state.acts.clear();
    }

    pub fn letters(&self) -> Vec<Received> {
        self.state.lock().letters.clone()
    }

    /// Letters that the server took responsibility for.
    pub fn taken(&self) -> Vec<Received> {
        self.letters().into_iter().filter(|it| it.taken).collect()
    }

    pub fn commands(&self) -> Vec<String> {
        self.state.lock().commands.clone()
    }

    pub fn connections(&self) -> usize {
        self.state.lock().connections
    }
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

struct Session {
    stream: Box<dyn Stream>,
    buffer: Vec<u8>,
    manners: Manners,
}

/// The dialogue is over.
struct Over;

async fn serve(socket: TcpStream, manners: Manners) {
    socket.set_nodelay(true).unwrap();
    let stream: Box<dyn Stream> = match &manners.tls {
        Some(tls) if manners.implicit => match tls.accept(socket).await {
            Ok(stream) => Box::new(stream),
            Err(_) => return,
        },
        _ => Box::new(socket),
    };
    let session = Session {
        stream,
        buffer: Vec::new(),
        manners,
    };
    let _over = session.run().await;
}

impl Session {
    async fn run(mut self) -> Result<(), Over> {
        self.answer("connect", "220 script ready").await?;
        let (mut from, mut to) = (String::new(), Vec::new());
        loop {
            let line = self.line().await?;
            let verb = line.split([' ', ':']).next().unwrap_or("").to_ascii_uppercase();
            self.manners.state.lock().commands.push(line.clone());
            match verb.as_str() {
                "EHLO" => {
                    let mut lines = vec!["script"];
                    lines.extend(&self.manners.offers);
                    let last = lines.pop().unwrap();
                    let mut text: String = lines.iter().map(|it| format!("250-{it}\r\n")).collect();
                    text.push_str(&format!("250 {last}"));
                    self.answer("EHLO", &text).await?;
                }
                "STARTTLS" => {
                    self.answer("STARTTLS", "220 go ahead").await?;
                    let tls = self.manners.tls.clone().unwrap();
                    self.stream = Box::new(tls.accept(self.stream).await.map_err(|_| Over)?);
                    self.buffer.clear();
                }
                "AUTH" if line.to_ascii_uppercase().starts_with("AUTH LOGIN") => {
                    self.answer("AUTH", "334 VXNlcm5hbWU6").await?;
                    let user = self.line().await?;
                    self.answer("USER", "334 UGFzc3dvcmQ6").await?;
                    let password = self.line().await?;
                    self.manners.state.lock().commands.extend([user, password]);
                    self.answer("PASS", "235 welcome").await?;
                }
                "AUTH" => {
                    self.answer("AUTH", "235 welcome").await?;
                }
                "MAIL" => {
                    from = line;
                    to.clear();
                    self.answer("MAIL", "250 ok").await?;
                }
                "RCPT" => {
                    let act = self.act("RCPT");
                    let refused = matches!(&act, Some(Act::Say(bytes)) if !bytes.starts_with(b"250"));
                    if !refused {
                        to.push(line);
                    }
                    self.perform(act, "250 ok").await?;
                }
                "DATA" => {
                    let act = self.act("DATA");
                    let goes_on = match &act {
                        None => !to.is_empty(),
                        Some(Act::Say(bytes)) => bytes.starts_with(b"354"),
                        Some(_) => false,
                    };
                    let proper = if to.is_empty() {
                        "554 nobody to send it to"
                    } else {
                        "354 go on"
                    };
                    self.perform(act, proper).await?;
                    if goes_on {
                        self.letter(from.clone(), to.clone()).await?;
                    }
                }
                "RSET" => {
                    self.answer("RSET", "250 ok").await?;
                }
                "QUIT" => {
                    self.answer("QUIT", "221 bye").await?;
                    return Err(Over);
                }
                _ => {
                    self.answer("OTHER", "502 what?").await?;
                }
            };
        }
    }

    async fn letter(&mut self, from: String, to: Vec<String>) -> Result<(), Over> {
        let mut data = Vec::new();
        loop {
            let line = self.raw_line().await?;
            if line == b".\r\n" {
                break;
            }
            data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        let at = {
            let mut state = self.manners.state.lock();
            state.letters.push(Received {
                from,
                to,
                data,
                taken: false,
            });
            state.letters.len() - 1
        };
        let act = self.act("BODY");
        if act.is_none() {
            self.manners.state.lock().letters[at].taken = true;
        }
        self.perform(act, "250 taken").await.map(|_| ())
    }

    fn act(&self, step: &str) -> Option<Act> {
        let mut state = self.manners.state.lock();
        let once = state.acts.get_mut(step).and_then(VecDeque::pop_front);
        once.or_else(|| state.always.get(step).cloned())
    }

    /// Answers a step. `true`: as it should.
    async fn answer(&mut self, step: &str, proper: &str) -> Result<bool, Over> {
        let act = self.act(step);
        self.perform(act, proper).await
    }

    async fn perform(&mut self, act: Option<Act>, proper: &str) -> Result<bool, Over> {
        let honest = act.is_none();
        match act {
            None => self.send(format!("{proper}\r\n").as_bytes()).await?,
            Some(Act::Say(bytes)) => {
                self.send(&bytes).await?;
            }
            Some(Act::Dribble(text)) => {
                for byte in text.bytes() {
                    self.send(&[byte]).await?;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
            Some(Act::Hang) => {
                // Until the client has had enough.
                while self.raw_line().await.is_ok() {}
                return Err(Over);
            }
            Some(Act::Drop) => return Err(Over),
        }
        Ok(honest)
    }

    async fn send(&mut self, bytes: &[u8]) -> Result<(), Over> {
        self.stream.write_all(bytes).await.map_err(|_| Over)?;
        self.stream.flush().await.map_err(|_| Over)
    }

    async fn line(&mut self) -> Result<String, Over> {
        let line = self.raw_line().await?;
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }

    async fn raw_line(&mut self) -> Result<Vec<u8>, Over> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|it| it == b"\r\n") {
                return Ok(self.buffer.drain(..end + 2).collect());
            }
            let mut chunk = [0; 4096];
            match self.stream.read(&mut chunk).await {
                Ok(0) | Err(_) => return Err(Over),
                Ok(n) => self.buffer.extend_from_slice(&chunk[..n]),
            }
        }
    }
}
