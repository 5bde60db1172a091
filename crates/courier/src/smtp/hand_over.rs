//! Handing one letter over: MAIL, RCPT, DATA, the letter, and the one answer that makes it the server's.

use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{MailBodyParameter, MailParameter, RcptParameter};

use super::line::{Line, heard};
use super::reply::{Class, Reply};
use super::trouble::{Cause, Step, Trouble};
use crate::press::Parcel;

/// Why a letter is not the server's now.
#[derive(Debug)]
pub(crate) enum Setback {
    /// The server will never take this letter.
    Refused(String),
    /// The server does not take this letter now.
    Deferred {
        /// Where.
        at: Step,
        /// In its words.
        reply: Reply,
    },
    /// The dialogue cannot go on; it says nothing of the letter.
    Trouble(Trouble),
}

impl From<Trouble> for Setback {
    fn from(trouble: Trouble) -> Setback {
        Setback::Trouble(trouble)
    }
}

/// The server closes the connection.
const CLOSING: u16 = 421;

/// Refusals that are about us, not about the letter: bad sequence, login wanted, login too weak, encryption wanted.
const ABOUT_US: [u16; 5] = [503, 530, 534, 535, 538];

impl Line {
    /// Hands a letter over. `Ok` means that the server has answered the final dot with 2xx, and only that.
    ///
    /// # Errors
    /// [`Setback`]: the letter is still ours. After [`Setback::Trouble`] the line is of no use.
    pub(crate) async fn hand_over(&mut self, parcel: &Parcel) -> Result<(), Setback> {
        let ascii = AsRef::<str>::as_ref(&parcel.to).is_ascii();
        if !ascii && !self.offers.utf8 {
            return Err(Setback::Refused(
                "the mail server does not take addresses with letters beyond ASCII (SMTPUTF8)".to_owned(),
            ));
        }
        if self.offers.pipelining {
            self.say_envelope_at_once(parcel, ascii).await?;
        } else {
            self.say_envelope(parcel, ascii).await?;
        }
        let answer = self.say_letter(&parcel.mime).await?;
        self.expect(Step::Body, answer, Class::Done)
    }

    /// Command by command.
    async fn say_envelope(&mut self, parcel: &Parcel, ascii: bool) -> Result<(), Setback> {
        let mail = self.mail(parcel, ascii);
        let mail = self.say(Step::Mail, mail).await?;
        expect_mail(mail)?;
        let rcpt = self.rcpt(parcel);
        let rcpt = self.say(Step::Rcpt, rcpt).await?;
        self.expect(Step::Rcpt, rcpt, Class::Done)?;
        let data = self.say(Step::Data, Data).await?;
        self.expect_data(data)
    }

    /// The whole envelope in one piece, for one round trip instead of three (RFC 2920).
    async fn say_envelope_at_once(&mut self, parcel: &Parcel, ascii: bool) -> Result<(), Setback> {
        let envelope = format!("{}{}{Data}", self.mail(parcel, ascii), self.rcpt(parcel));
        let mail = self.say(Step::Mail, envelope).await?;
        expect_mail(mail)?;
        let rcpt = self.listen(Step::Rcpt).await?;
        if let Err(setback) = self.expect(Step::Rcpt, rcpt, Class::Done) {
            if !matches!(setback, Setback::Trouble(_)) {
                // What was said of the recipient stands, whatever becomes of the line: `reset` finds out about that.
                let _trouble = self.send_nothing().await;
            }
            return Err(setback);
        }
        let data = self.listen(Step::Data).await?;
        self.expect_data(data)
    }

    /// The recipient was not taken, and DATA has been said. A server that goes on all the same gets an empty letter for
    /// nobody, whatever it says to that (RFC 2920 §3.1).
    async fn send_nothing(&mut self) -> Result<(), Trouble> {
        if self.listen(Step::Data).await?.code == 354 {
            self.say(Step::Data, ".\r\n").await?;
        }
        Ok(())
    }

    fn mail(&self, parcel: &Parcel, ascii: bool) -> Mail {
        let mut parameters = Vec::new();
        if self.offers.dsn {
            // A bounce then brings back the headers, not the code.
            parameters.push(other("RET", "HDRS"));
        }
        if !ascii {
            parameters.push(MailParameter::SmtpUtfEight);
            if self.offers.eight_bit {
                parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
            }
        }
        Mail::new(Some(parcel.from.clone()), parameters)
    }

    fn rcpt(&self, parcel: &Parcel) -> Rcpt {
        Rcpt::new(parcel.to.clone(), self.rcpt_parameters())
    }

    fn expect_data(&self, data: Reply) -> Result<(), Setback> {
        // Whatever else calls itself a success here, only 354 lets the letter in.
        if data.class() == Class::GoOn && data.code != 354 {
            return Err(Trouble::new(Step::Data, Cause::OutOfPlace(data)).into());
        }
        self.expect(Step::Data, data, Class::GoOn)
    }

    fn rcpt_parameters(&self) -> Vec<RcptParameter> {
        // News of a delay would come when the code is over.
        let notify = RcptParameter::Other {
            keyword: "NOTIFY".to_owned(),
            value: Some("FAILURE".to_owned()),
        };
        self.offers.dsn.then_some(notify).into_iter().collect()
    }

    async fn say_letter(&mut self, mime: &[u8]) -> Result<Reply, Trouble> {
        if !self.wire.is_quiet().await {
            return Err(Trouble::new(Step::Body, Cause::OutOfTurn));
        }
        self.wire.hide(Some("(the letter, and a dot)"));
        let answer = heard(Step::Body, self.deadlines.body, self.smtp.message(mime)).await;
        self.wire.hide(None);
        answer
    }

    /// What the server's answer to a letter's own step means for that letter.
    fn expect(&self, at: Step, reply: Reply, right: Class) -> Result<(), Setback> {
        match reply.class() {
            class if class == right => Ok(()),
            Class::Done | Class::GoOn => Err(Trouble::new(at, Cause::OutOfPlace(reply)).into()),
            Class::NotNow if reply.code == CLOSING => Err(Trouble::new(at, Cause::Said(reply)).into()),
            Class::NotNow => Err(Setback::Deferred { at, reply }),
            Class::Never if ABOUT_US.contains(&reply.code) => {
                Err(Trouble::new(at, Cause::Said(reply)).into())
            }
            Class::Never => Err(Setback::Refused(format!("{at}: {}", reply.said()))),
        }
    }
}

/// A refusal here is about the sender, so about every letter alike.
fn expect_mail(reply: Reply) -> Result<(), Trouble> {
    match reply.class() {
        Class::Done => Ok(()),
        Class::GoOn => Err(Trouble::new(Step::Mail, Cause::OutOfPlace(reply))),
        Class::NotNow | Class::Never => Err(Trouble::new(Step::Mail, Cause::Said(reply))),
    }
}

fn other(keyword: &str, value: &str) -> MailParameter {
    MailParameter::Other {
        keyword: keyword.to_owned(),
        value: Some(value.to_owned()),
    }
}
