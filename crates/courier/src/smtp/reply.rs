//! A reply of the mail server, whatever the mail library thinks of it.

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;

use super::trouble::Cause;

/// What the server said: a code of three digits and some text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    /// The code.
    pub(crate) code: u16,
    /// The text, line by line, without codes.
    pub(crate) lines: Vec<String>,
}

/// What a reply means by its first digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// 2xx.
    Done,
    /// 3xx.
    GoOn,
    /// 4xx.
    NotNow,
    /// 5xx.
    Never,
}

impl Reply {
    /// Takes the reply out of the library's hands: it calls 2xx and 3xx a success alike and the rest an error.
    pub(crate) fn from(answer: Result<Response, Error>) -> Result<Reply, Cause> {
        match answer {
            Ok(response) => Ok(Reply {
                code: response.code().into(),
                lines: response.message().map(str::to_owned).collect(),
            }),
            Err(error) => match error.status() {
                Some(code) => Ok(Reply {
                    code: code.into(),
                    lines: source_of(&error).into_iter().collect(),
                }),
                None => Err(Cause::Lost(
                    source_of(&error).unwrap_or_else(|| error.to_string()),
                )),
            },
        }
    }

    /// What the code means by its first digit.
    pub(crate) fn class(&self) -> Class {
        match self.code {
            ..300 => Class::Done,
            300..400 => Class::GoOn,
            400..500 => Class::NotNow,
            500.. => Class::Never,
        }
    }

    /// Code and text on one line.
    pub(crate) fn said(&self) -> String {
        format!("{} {}", self.code, self.lines.join(" "))
    }
}

fn source_of(error: &Error) -> Option<String> {
    std::error::Error::source(error).map(ToString::to_string)
}
