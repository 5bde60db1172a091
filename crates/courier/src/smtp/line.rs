//! A line to the mail server: connected, encrypted, introduced and logged in, ready for letters.

use std::fmt::Display;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Ehlo, Quit, Rset, Starttls};
use lettre::transport::smtp::response::Response;
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use zeroize::Zeroizing;

use super::offers::Offers;
use super::reply::{Class, Reply};
use super::settings::{Deadlines, Login, SmtpSettings, Tls};
use super::trouble::{Cause, Step, Trouble};
use super::wire::Wire;

/// Opens lines to one mail server.
pub(crate) struct Dialler {
    settings: SmtpSettings,
    tls: OnceCell<TlsConnector>,
}

/// An open line.
pub(crate) struct Line {
    pub(super) smtp: AsyncSmtpConnection,
    pub(super) wire: Wire,
    pub(super) offers: Offers,
    pub(super) deadlines: Deadlines,
}

impl Dialler {
    /// A dialler for this server. Nothing is looked up or read before the first call.
    pub(crate) fn new(settings: SmtpSettings) -> Dialler {
        Dialler {
            settings,
            tls: OnceCell::new(),
        }
    }

    /// Opens a line. Each step has its deadline.
    pub(crate) async fn open(&self) -> Result<Line, Trouble> {
        let wire = self.connect(false).await?;
        self.introduce(wire).await
    }

    /// Opens a line whose dialogue is kept, as far as it gets: for `resetd mail test`.
    pub(crate) async fn open_scripted(&self) -> (Vec<String>, Result<Line, Trouble>) {
        let wire = match self.connect(true).await {
            Ok(wire) => wire,
            Err(trouble) => return (Vec::new(), Err(trouble)),
        };
        let line = self.introduce(wire.clone()).await;
        (wire.script(), line)
    }

    async fn connect(&self, scripted: bool) -> Result<Wire, Trouble> {
        let it = &self.settings;
        let trouble = |cause| Trouble::new(Step::Connect, cause);
        let lost = |why: std::io::Error| trouble(Cause::Lost(why.to_string()));
        let connecting = TcpStream::connect((it.host.as_str(), it.port));
        let socket = timeout(it.deadlines.connect, connecting)
            .await
            .map_err(|_| trouble(Cause::TimedOut))?
            .map_err(lost)?;
        let wire = Wire::over(socket, scripted).map_err(lost)?;
        if it.tls == Tls::None && !it.allow_insecure && !is_this_machine(wire.peer()) {
            return Err(trouble(Cause::Unsafe(
                "letters go to another machine only encrypted",
            )));
        }
        Ok(wire)
    }

    async fn introduce(&self, wire: Wire) -> Result<Line, Trouble> {
        let deadlines = self.settings.deadlines;
        if self.settings.tls == Tls::Implicit {
            self.encrypt(&wire).await?;
        }
        let hello = &self.settings.hello.0;
        let connecting = AsyncSmtpConnection::connect_with_transport(Box::new(wire.clone()), hello);
        let smtp = match timeout(deadlines.greeting, connecting).await {
            Ok(Ok(smtp)) => smtp,
            Ok(Err(error)) => return Err(refused(Step::Greeting, error)),
            Err(_) => return Err(Trouble::new(Step::Greeting, Cause::TimedOut)),
        };
        let mut line = Line {
            smtp,
            wire,
            offers: Offers::default(),
            deadlines,
        };
        // The library hides part of what it was offered, so we ask again ourselves.
        self.learn_offers(&mut line).await?;
        if self.settings.tls == Tls::Starttls {
            if !line.offers.starttls {
                return Err(Trouble::new(Step::Starttls, Cause::NotOffered("STARTTLS")));
            }
            line.must_say(Step::Starttls, Starttls, 220).await?;
            self.encrypt(&line.wire).await?;
            // What was offered in clear may have been anybody's offer.
            self.learn_offers(&mut line).await?;
        }
        if let Some(login) = &self.settings.login {
            self.log_in(&mut line, login).await?;
        }
        Ok(line)
    }

    async fn learn_offers(&self, line: &mut Line) -> Result<(), Trouble> {
        let hello = Ehlo::new(self.settings.hello.0.clone());
        let answer = line.must_say(Step::Ehlo, hello, 250).await?;
        line.offers = Offers::read(&answer);
        Ok(())
    }

    async fn encrypt(&self, wire: &Wire) -> Result<(), Trouble> {
        let trouble = |cause| Trouble::new(Step::Tls, cause);
        let lost = |why: String| trouble(Cause::Lost(why));
        let host = ServerName::try_from(self.settings.host.clone())
            .map_err(|_| lost("mail.smtp.host is no name that a certificate could be for".to_owned()))?;
        let handshake = async {
            let tls = self.tls.get_or_try_init(|| connector(&self.settings)).await?;
            wire.encrypt(tls, host).await.map_err(|why| why.to_string())
        };
        match timeout(self.settings.deadlines.tls, handshake).await {
            Ok(done) => done.map_err(lost),
            Err(_) => Err(trouble(Cause::TimedOut)),
        }
    }

    /// PLAIN, or LOGIN where there is nothing better.
    async fn log_in(&self, line: &mut Line, login: &Login) -> Result<(), Trouble> {
        // Checked here as well as in the settings: whatever they say, a password never leaves this machine in clear.
        if self.settings.tls == Tls::None && !is_this_machine(line.wire.peer()) {
            let cause = Cause::Unsafe("a password goes to another machine only encrypted");
            return Err(Trouble::new(Step::Auth, cause));
        }
        let (name, password) = (login.username.as_str(), login.password.as_str());
        if line.offers.plain {
            let both = Zeroizing::new(format!("\0{name}\0{password}"));
            line.say_hidden("AUTH PLAIN (hidden)", "AUTH PLAIN ", &both, 235)
                .await
        } else if line.offers.login {
            line.must_say(Step::Auth, "AUTH LOGIN\r\n", 334).await?;
            // The two prompts are asked in this order, whatever words they come in.
            line.say_hidden("(user name hidden)", "", name, 334).await?;
            line.say_hidden("(password hidden)", "", password, 235).await
        } else {
            Err(Trouble::new(Step::Auth, Cause::NotOffered("AUTH PLAIN or LOGIN")))
        }
    }
}

impl Line {
    /// Says a command and hears the answer to it, whatever that is.
    pub(super) async fn say(&mut self, at: Step, command: impl Display) -> Result<Reply, Trouble> {
        if !self.wire.is_quiet().await {
            return Err(Trouble::new(at, Cause::OutOfTurn));
        }
        let limit = self.deadline_of(at);
        heard(at, limit, self.smtp.command(command)).await
    }

    /// Hears one more answer, to a command that was said in one piece with others.
    pub(super) async fn listen(&mut self, at: Step) -> Result<Reply, Trouble> {
        let limit = self.deadline_of(at);
        heard(at, limit, self.smtp.read_response()).await
    }

    /// Says a command that has one right answer.
    async fn must_say(&mut self, at: Step, command: impl Display, right: u16) -> Result<Reply, Trouble> {
        let reply = self.say(at, command).await?;
        match reply.class() {
            _ if reply.code == right => Ok(reply),
            Class::NotNow | Class::Never => Err(Trouble::new(at, Cause::Said(reply))),
            Class::Done | Class::GoOn => Err(Trouble::new(at, Cause::OutOfPlace(reply))),
        }
    }

    async fn say_hidden(
        &mut self,
        shown: &'static str,
        command: &str,
        secret: &str,
        right: u16,
    ) -> Result<(), Trouble> {
        let encoded = Zeroizing::new(STANDARD.encode(secret));
        let command = Zeroizing::new(format!("{command}{}\r\n", encoded.as_str()));
        self.wire.hide(Some(shown));
        let answer = self.must_say(Step::Auth, command.as_str(), right).await;
        self.wire.hide(None);
        answer.map(|_| ())
    }

    /// Clears what is left of a letter that was not taken.
    pub(crate) async fn reset(&mut self) -> Result<(), Trouble> {
        self.must_say(Step::Reset, Rset, 250).await.map(|_| ())
    }

    /// Takes leave, without waiting long for an answer.
    pub(crate) async fn hang_up(mut self) {
        let limit = self.deadlines.quit;
        // Whatever the server answers, or whether it does: everything that counts has been said.
        let _answer = timeout(limit, self.smtp.command(Quit)).await;
    }

    /// The wire beneath, from which the dialogue can be read when the line is gone.
    pub(crate) fn watcher(&self) -> Wire {
        self.wire.clone()
    }

    fn deadline_of(&self, at: Step) -> Duration {
        match at {
            Step::Connect => self.deadlines.connect,
            Step::Tls => self.deadlines.tls,
            Step::Greeting => self.deadlines.greeting,
            Step::Ehlo | Step::Starttls | Step::Auth | Step::Reset => self.deadlines.command,
            Step::Mail | Step::Rcpt | Step::Data => self.deadlines.envelope,
            Step::Body | Step::Delivery => self.deadlines.body,
        }
    }
}

/// Waits for an answer, but not for ever.
pub(super) async fn heard(
    at: Step,
    limit: Duration,
    answer: impl Future<Output = Result<Response, Error>>,
) -> Result<Reply, Trouble> {
    match timeout(limit, answer).await {
        Ok(answer) => Reply::from(answer).map_err(|cause| Trouble::new(at, cause)),
        Err(_) => Err(Trouble::new(at, Cause::TimedOut)),
    }
}

fn refused(at: Step, error: Error) -> Trouble {
    let cause = match Reply::from(Err(error)) {
        Ok(reply) => Cause::Said(reply),
        Err(cause) => cause,
    };
    Trouble::new(at, cause)
}

fn is_this_machine(peer: SocketAddr) -> bool {
    peer.ip().to_canonical().is_loopback()
}

/// Verifies certificate and host name, with TLS 1.2 or 1.3. There is no setting that turns this off.
async fn connector(settings: &SmtpSettings) -> Result<TlsConnector, String> {
    let roots = settings.roots.clone();
    // The native certificates are files.
    let roots = tokio::task::spawn_blocking(move || roots.store())
        .await
        .map_err(|why| why.to_string())?
        .map_err(|why| why.to_string())?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|why| why.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_loopback_peer_is_this_machine() {
        let is = |peer: &str| is_this_machine(peer.parse().unwrap());
        assert!(is("127.0.0.1:25") && is("127.8.9.10:25") && is("[::1]:25") && is("[::ffff:127.0.0.1]:25"));
        assert!(!is("192.0.2.1:25") && !is("10.0.0.1:25") && !is("[2001:db8::1]:25") && !is("0.0.0.0:25"));
    }
}
