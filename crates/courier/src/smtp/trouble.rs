//! What can go wrong between two machines, in words that tell an operator what to do.

use std::fmt;

use super::reply::Reply;

/// The steps of a dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Name look-up and TCP connection.
    Connect,
    /// The TLS handshake.
    Tls,
    /// Greeting and first EHLO.
    Greeting,
    /// EHLO.
    Ehlo,
    /// STARTTLS.
    Starttls,
    /// AUTH.
    Auth,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// DATA.
    Data,
    /// The letter and its final dot.
    Body,
    /// RSET.
    Reset,
    /// All steps together.
    Delivery,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Step::Connect => "connecting",
            Step::Tls => "the TLS handshake",
            Step::Greeting => "the greeting",
            Step::Ehlo => "EHLO",
            Step::Starttls => "STARTTLS",
            Step::Auth => "AUTH",
            Step::Mail => "MAIL FROM",
            Step::Rcpt => "RCPT TO",
            Step::Data => "DATA",
            Step::Body => "the letter's final dot",
            Step::Reset => "RSET",
            Step::Delivery => "the whole delivery",
        })
    }
}

/// Why a step failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// No answer within the step's deadline.
    TimedOut,
    /// The connection could not be made or went away, or what came was no reply.
    Lost(String),
    /// The server said so.
    Said(Reply),
    /// The server said what cannot be said here: 250 to DATA, 354 to the final dot.
    OutOfPlace(Reply),
    /// The server spoke although nobody had asked: what it says next may be the answer to something else.
    OutOfTurn,
    /// The server does not offer what the settings ask for.
    NotOffered(&'static str),
    /// We do not do that: the settings ask for something unsafe.
    Unsafe(&'static str),
}

/// A dialogue that cannot go on, through no fault of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Where.
    pub(crate) at: Step,
    /// Why.
    pub(crate) cause: Cause,
}

impl Trouble {
    pub(crate) fn new(at: Step, cause: Cause) -> Trouble {
        Trouble { at, cause }
    }

    /// For logs: in our own words alone, because what a server says is part of the dialogue and may repeat an address.
    pub(crate) fn brief(&self) -> String {
        let cause = match &self.cause {
            Cause::TimedOut => "no answer in time".to_owned(),
            Cause::Lost(_) => "the connection failed".to_owned(),
            Cause::Said(reply) => format!("the server answered {}", reply.code),
            Cause::OutOfPlace(reply) => {
                format!("the server answered {}, which is no answer to this", reply.code)
            }
            Cause::OutOfTurn => "the server spoke out of turn".to_owned(),
            Cause::NotOffered(what) => format!("the server does not offer {what}"),
            Cause::Unsafe(what) => (*what).to_owned(),
        };
        format!("{}: {cause}", self.at)
    }

    /// What an operator can do about it.
    pub(crate) fn advice(&self) -> &'static str {
        match (&self.cause, self.at) {
            (Cause::Unsafe(_), _) => "Set mail.smtp.tls to \"starttls\" or \"tls\".",
            (Cause::NotOffered("STARTTLS"), _) => {
                "Try mail.smtp.tls = \"tls\" with port 465, or the provider's submission port 587."
            }
            (Cause::NotOffered(_), _) => {
                "The server wants no such login here: check port and tls, or clear mail.smtp.username."
            }
            (Cause::OutOfTurn, _) => {
                "Something between here and the server writes into the dialogue: check the way."
            }
            (_, Step::Connect) => {
                "Check mail.smtp.host and mail.smtp.port, and that a firewall lets this machine out."
            }
            (_, Step::Tls) => {
                "The server's certificate must be valid for mail.smtp.host and signed by a CA that this machine \
                 or mail.smtp.ca_file knows; and the port must match tls (465 for \"tls\", 587 for \"starttls\")."
            }
            (Cause::TimedOut, Step::Greeting) => {
                "A server that says nothing often waits for TLS: try mail.smtp.tls = \"tls\", or another port."
            }
            (_, Step::Greeting | Step::Ehlo) => "The server does not talk to this machine: ask its operator.",
            (_, Step::Starttls) => "The server cannot encrypt now: ask its operator.",
            (_, Step::Auth) => "Check mail.smtp.username and mail.smtp.password.",
            (_, Step::Mail) => {
                "The server does not take letters from mail.from: set it to a sender it allows."
            }
            (_, Step::Rcpt) => {
                "The server does not take letters for this address: a login may be needed, or it does not exist."
            }
            (_, Step::Data | Step::Body) => "The server would not take this letter: its words above say why.",
            (_, Step::Reset | Step::Delivery) => "The server is too slow: try again, or ask its operator.",
        }
    }
}

/// In full, with the server's own words: for the outbox and `resetd mail test`, once they are made fit to show.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Said(reply) => write!(f, "{}: {}", self.at, reply.said()),
            Cause::OutOfPlace(reply) => write!(f, "{}: {} is no answer to this", self.at, reply.said()),
            Cause::Lost(why) => write!(f, "{}: {why}", self.at),
            Cause::TimedOut | Cause::OutOfTurn | Cause::NotOffered(_) | Cause::Unsafe(_) => {
                f.write_str(&self.brief())
            }
        }
    }
}
