//! Reads letters as a person's mail program would, as far as tests need it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A letter as it arrived.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The one recipient of the envelope, where it came over SMTP; the `To` header otherwise.
    pub to: String,
    /// All of it.
    pub raw: String,
}

impl Letter {
    /// A header, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self
            .raw
            .split("\r\n\r\n")
            .next()?
            .replace("\r\n ", " ")
            .replace("\r\n\t", " ");
        let start = format!("{}:", name.to_lowercase());
        head.split("\r\n")
            .find(|line| line.to_lowercase().starts_with(&start))
            .map(|line| line[start.len()..].trim().to_owned())
    }

    /// The plain text part, decoded.
    pub fn text(&self) -> String {
        let at = self.raw.find("text/plain").expect("a plain text part");
        let part = &self.raw[at..];
        let (head, body) = part.split_once("\r\n\r\n").expect("a part with a body");
        let body = body.split("\r\n--").next().unwrap_or(body);
        let head = head.to_lowercase();
        if head.contains("base64") {
            String::from_utf8(STANDARD.decode(body.replace("\r\n", "")).unwrap()).unwrap()
        } else if head.contains("quoted-printable") {
            unquote(body)
        } else {
            body.to_owned()
        }
    }

    /// The code on the last line, `@host #CODE`; `None` in a notice.
    pub fn code(&self) -> Option<String> {
        let text = self.text();
        let last = text.trim_end().lines().next_back()?;
        last.strip_prefix('@')?
            .split_once(" #")
            .map(|(_, code)| code.to_owned())
    }

    /// The token of the link, where there is one.
    pub fn token(&self) -> Option<String> {
        let text = self.text();
        let at = text.find("token=")? + "token=".len();
        Some(
            text[at..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                .collect(),
        )
    }
}

fn unquote(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let bytes = joined.as_bytes();
    let (mut out, mut at) = (vec![], 0);
    while at < bytes.len() {
        match bytes[at] {
            b'=' => {
                out.push(u8::from_str_radix(&joined[at + 1..at + 3], 16).unwrap());
                at += 3;
            }
            byte => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap()
}
