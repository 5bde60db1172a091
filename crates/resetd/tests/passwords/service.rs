//! A breach service that does what a test tells it to: a real server on a socket, with or without TLS.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What it does with a question.
#[derive(Clone, Debug)]
pub enum Does {
    /// Answers with this status and these lines.
    Answers(u16, String),
    /// Says nothing, and keeps the line open.
    Hangs,
    /// Begins an answer, and says no more.
    Stalls,
    /// Closes the line.
    Leaves,
}

/// The service.
#[derive(Clone)]
pub struct Service {
    pub address: SocketAddr,
    does: Arc<Mutex<Does>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Service {
    pub fn start(tls: Option<Arc<ServerConfig>>) -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let service = Service {
            address: listener.local_addr().unwrap(),
            does: Arc::new(Mutex::new(Does::Leaves)),
            heard: Arc::default(),
        };
        let at_work = service.clone();
        std::thread::spawn(move || {
            for socket in listener.incoming() {
                let (service, tls) = (at_work.clone(), tls.clone());
                std::thread::spawn(move || service.serve(socket.unwrap(), tls));
            }
        });
        service
    }

    pub fn does(&self, what: Does) {
        *self.does.lock().unwrap() = what;
    }

    /// Answers with a range that has these: last digits and how often they were seen.
    pub fn knows(&self, all: &[(&str, u32)]) {
        let lines = all.iter().map(|(digits, seen)| format!("{digits}:{seen}\r\n"));
        self.does(Does::Answers(200, lines.collect()));
    }

    /// The head of every question so far.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    fn serve(&self, socket: TcpStream, tls: Option<Arc<ServerConfig>>) {
        match tls {
            None => self.talk(socket),
            Some(tls) => self.talk(StreamOwned::new(ServerConnection::new(tls).unwrap(), socket)),
        }
    }

    fn talk(&self, mut stream: impl Read + Write) {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                // Whoever does not trust the certificate asks nothing.
                Ok(_) | Err(_) => return,
            }
        }
        self.heard.lock().unwrap().push(String::from_utf8(head).unwrap());
        let does = self.does.lock().unwrap().clone();
        match does {
            Does::Answers(status, body) => {
                let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n", body.len());
                let _ = stream.write_all(format!("{head}{body}").as_bytes());
                let _ = stream.flush();
            }
            Does::Hangs => std::thread::sleep(Duration::from_secs(20)),
            Does::Stalls => {
                let _ = stream.write_all(b"HTTP/1.1 200 X\r\nContent-Length: 9000\r\n\r\n0018A45C4");
                let _ = stream.flush();
                std::thread::sleep(Duration::from_secs(20));
            }
            Does::Leaves => {}
        }
    }
}
