//! The courier's capture box as the street shows it: letters with their parts decoded.

use std::io;
use std::sync::Arc;

use courier::CaptureBox;
use mail_parser::MessageParser;
use tokio::runtime::Handle;
use web::capture::{Captured, CapturedLetter, Summary};

/// The box behind the page. The page asks from threads that may wait.
pub struct Shown {
    letters: CaptureBox,
    runtime: Handle,
}

impl Shown {
    /// Shows a box. To be called within a runtime.
    #[must_use]
    pub fn of(letters: CaptureBox) -> Arc<dyn Captured> {
        Arc::new(Shown {
            letters,
            runtime: Handle::current(),
        })
    }
}

impl Captured for Shown {
    fn list(&self) -> io::Result<Vec<Summary>> {
        let letters = self.runtime.block_on(self.letters.list())?;
        Ok(letters.into_iter().map(summary).collect())
    }

    fn get(&self, id: &str) -> io::Result<Option<CapturedLetter>> {
        let Some(raw) = self.runtime.block_on(self.letters.get(id))? else {
            return Ok(None);
        };
        let listed = self.runtime.block_on(self.letters.list())?;
        let Some(summary) = listed.into_iter().find(|it| it.id == id).map(summary) else {
            return Ok(None);
        };
        let message = MessageParser::default().parse(&raw);
        let text = message
            .as_ref()
            .and_then(|it| it.body_text(0))
            .unwrap_or_default()
            .into_owned();
        let html = message
            .as_ref()
            .and_then(|it| it.body_html(0))
            .map(std::borrow::Cow::into_owned);
        Ok(Some(CapturedLetter {
            summary,
            text,
            html,
            raw,
        }))
    }
}

fn summary(letter: courier::Captured) -> Summary {
    let courier::Captured {
        id,
        to,
        subject,
        date,
    } = letter;
    Summary {
        id,
        to,
        subject: read_as_people_do(subject),
        date,
    }
}

/// A subject without the encoded words (RFC 2047) that it travels in.
fn read_as_people_do(subject: String) -> String {
    let header = format!("Subject: {subject}\r\n\r\n");
    let message = MessageParser::default().parse_headers(header.as_bytes());
    let read = message.as_ref().and_then(|it| it.subject()).map(str::to_owned);
    read.unwrap_or(subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_read_as_people_read_it() {
        let read = |subject: &str| read_as_people_do(subject.to_owned());
        assert_eq!(read("=?utf-8?b?w4Q=?= =?utf-8?b?w5Y=?= !"), "ÄÖ !");
        for plain in ["Reset your password", "a: b", ""] {
            assert_eq!(read(plain), plain);
        }
    }
}
