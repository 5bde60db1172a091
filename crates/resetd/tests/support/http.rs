//! HTTP/1.1 by hand: what is sent is what the test says, and what comes back is shown whole.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer, byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// In the order they came, names as sent.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(it, _)| it.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Status and body, for comparisons.
    pub fn said(&self) -> (u16, &str) {
        (self.status, &self.body)
    }
}

/// A client of one server; a new connection for every call.
#[derive(Clone, Copy, Debug)]
pub struct Client(pub SocketAddr);

impl Client {
    /// Sends these bytes and reads one answer; `None` when the connection was closed without a whole one.
    pub fn raw(&self, bytes: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.0).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
        // Who refuses a body need not read it to its end; the answer is there all the same.
        let _ = stream.write_all(bytes);
        let mut all = vec![];
        // A reset after the answer (a refused body that was still on its way) does not take the answer back.
        let _ = stream.read_to_end(&mut all);
        let answer = parse(&all, bytes.starts_with(b"HEAD "));
        super::watch::keep(self.0, bytes, answer.as_ref());
        answer
    }

    /// A call with these headers and this body; `None` when it was not answered.
    pub fn try_call(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Option<Answer> {
        let mut head = format!(
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.0
        );
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() || matches!(method, "POST" | "PUT" | "PATCH") {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        head += "\r\n";
        self.raw(&[head.as_bytes(), body].concat())
    }

    /// A call that must be answered.
    pub fn call(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_call(method, target, headers, body)
            .unwrap_or_else(|| panic!("no answer to {method} {target}"))
    }

    /// A call with a JSON body.
    pub fn json(&self, method: &str, target: &str, body: &serde_json::Value) -> Answer {
        self.call(
            method,
            target,
            &[("Content-Type", "application/json")],
            body.to_string().as_bytes(),
        )
    }

    pub fn get(&self, target: &str) -> Answer {
        self.call("GET", target, &[], b"")
    }
}

/// `bare`: an answer to HEAD has the headers of a body and no body.
pub fn parse(all: &[u8], bare: bool) -> Option<Answer> {
    let end = all.windows(4).position(|it| it == b"\r\n\r\n")?;
    let head = String::from_utf8(all[..end].to_vec()).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| {
            line.split_once(':')
                .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        })
        .collect();
    let rest = &all[end + 4..];
    let find = |name: &str| {
        headers
            .iter()
            .find(|(it, _)| it.eq_ignore_ascii_case(name))
            .map(|it| it.1.clone())
    };
    let body = match (find("content-length"), find("transfer-encoding")) {
        _ if bare => rest.to_vec(),
        (Some(length), _) => rest.get(..length.parse().ok()?)?.to_vec(),
        (None, Some(_)) => unchunk(rest)?,
        (None, None) => rest.to_vec(),
    };
    Some(Answer {
        status,
        headers,
        body: String::from_utf8(body).ok()?,
    })
}

fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = vec![];
    loop {
        let end = rest.windows(2).position(|it| it == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(end + 2..end + 2 + length)?);
        rest = rest.get(end + 4 + length..)?;
    }
}
