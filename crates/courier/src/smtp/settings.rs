//! What the courier must know of a mail server.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp::extension::ClientId;
use rustls::RootCertStore;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use zeroize::Zeroizing;

/// How the connection is encrypted. There is no opportunistic mode: what is set here happens, or nothing is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// The dialogue starts in clear and goes no further than STARTTLS (ports 587 and 25).
    Starttls,
    /// TLS from the first byte (port 465).
    Implicit,
    /// In clear: to this machine only, unless [`SmtpSettings::allow_insecure`].
    None,
}

/// `starttls`, `tls` or `none`, as in the settings.
impl FromStr for Tls {
    type Err = String;
    fn from_str(text: &str) -> Result<Tls, String> {
        match text {
            "starttls" => Ok(Tls::Starttls),
            "tls" => Ok(Tls::Implicit),
            "none" => Ok(Tls::None),
            other => Err(format!("`{other}` is none of `starttls`, `tls` and `none`")),
        }
    }
}

/// User name and password for AUTH.
#[derive(Clone)]
pub struct Login {
    /// The user name.
    pub username: String,
    /// The password; overwritten when dropped.
    pub password: Zeroizing<String>,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login(hidden)")
    }
}

/// Whom we trust to say that a server is the one it claims to be.
#[derive(Clone, Debug)]
pub enum Roots {
    /// The certificates of the operating system, read when the first connection is made.
    Native,
    /// Only the certificates of the operator's `ca_file`.
    Operator(Arc<RootCertStore>),
}

/// Why a `ca_file` is of no use.
#[derive(Debug, thiserror::Error)]
pub enum NoCa {
    /// It cannot be read, or is no PEM.
    #[error("{0}")]
    Unreadable(String),
    /// It holds no certificate.
    #[error("it holds no certificate")]
    Empty,
    /// One of its certificates cannot serve as a root.
    #[error("one of its certificates cannot be used as a root: {0}")]
    Unfit(rustls::Error),
}

impl Roots {
    /// Reads the operator's own certificates from a PEM file.
    ///
    /// # Errors
    /// [`NoCa`] when there is none in it that can be used.
    pub fn from_ca_file(path: &Path) -> Result<Roots, NoCa> {
        let mut store = RootCertStore::empty();
        let certificates =
            CertificateDer::pem_file_iter(path).map_err(|why| NoCa::Unreadable(why.to_string()))?;
        for certificate in certificates {
            let certificate = certificate.map_err(|why| NoCa::Unreadable(why.to_string()))?;
            store.add(certificate).map_err(NoCa::Unfit)?;
        }
        if store.is_empty() {
            return Err(NoCa::Empty);
        }
        Ok(Roots::Operator(Arc::new(store)))
    }

    /// The roots as a store. Reads files, when they are the native ones.
    pub(crate) fn store(&self) -> io::Result<Arc<RootCertStore>> {
        match self {
            Roots::Operator(store) => Ok(Arc::clone(store)),
            Roots::Native => {
                let mut store = RootCertStore::empty();
                let found = rustls_native_certs::load_native_certs();
                store.add_parsable_certificates(found.certs);
                if store.is_empty() {
                    return Err(io::Error::new(
                        io::ErrorKind::NotFound,
                        "this machine has no root certificates; install them or set mail.smtp.ca_file",
                    ));
                }
                Ok(Arc::new(store))
            }
        }
    }
}

/// What we call ourselves in EHLO: a domain or an address literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelloName(pub(crate) ClientId);

/// The host is no name for EHLO.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a host name or address that the mail server could be told")]
pub struct NoHello;

impl HelloName {
    /// The name for a host of ours: `example.com`, `127.0.0.1`, `[::1]`.
    ///
    /// # Errors
    /// [`NoHello`] when it is neither a host name in ASCII nor an address.
    pub fn of(host: &str) -> Result<HelloName, NoHello> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let id = match bare.parse() {
            Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
            Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
            Err(_) if is_host_name(host) => ClientId::Domain(host.to_owned()),
            Err(_) => return Err(NoHello),
        };
        Ok(HelloName(id))
    }
}

fn is_host_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.'))
}

/// How long each step of the dialogue may take. A step that takes longer is trouble, never a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// Name look-up and TCP connection.
    pub connect: Duration,
    /// The server's greeting and the answer to our first EHLO.
    pub greeting: Duration,
    /// The TLS handshake.
    pub tls: Duration,
    /// The answer to EHLO, STARTTLS, each line of AUTH, RSET.
    pub command: Duration,
    /// The answer to MAIL, RCPT and DATA, each.
    pub envelope: Duration,
    /// The letter itself, its final dot and the answer to it.
    pub body: Duration,
    /// The answer to QUIT. Nobody depends on it.
    pub quit: Duration,
}

impl Default for Deadlines {
    /// Shorter than RFC 5321 §4.5.3.2 suggests for relays, which may wait ten minutes for the last answer: a person
    /// sits before a form, and a worker that waits delivers nothing.
    fn default() -> Deadlines {
        Deadlines {
            connect: Duration::from_secs(10),
            greeting: Duration::from_secs(20),
            tls: Duration::from_secs(10),
            command: Duration::from_secs(15),
            envelope: Duration::from_secs(20),
            body: Duration::from_secs(90),
            quit: Duration::from_secs(2),
        }
    }
}

impl Deadlines {
    /// The most that one letter may take, with a new connection for it. Less than the sum of all steps: a server that
    /// uses each of them up is not worth a worker.
    #[must_use]
    pub fn delivery(&self) -> Duration {
        self.connect + self.greeting + self.tls + self.command + self.envelope + self.body
    }
}

/// `[mail.smtp]`.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// Host name or address. The server's certificate must be for it.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// Whom to trust.
    pub roots: Roots,
    /// Letters may go to another machine in clear. A password never does, whatever this says.
    pub allow_insecure: bool,
    /// User name and password, if the server wants them.
    pub login: Option<Login>,
    /// What we call ourselves.
    pub hello: HelloName,
    /// Time limits.
    pub deadlines: Deadlines,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_told_a_domain_or_an_address_literal() {
        let said = |host: &str| HelloName::of(host).map(|it| it.0.to_string());
        assert_eq!(said("app.example.com"), Ok("app.example.com".into()));
        assert_eq!(said("127.0.0.1"), Ok("[127.0.0.1]".into()));
        assert_eq!(said("[::1]"), Ok("[IPv6:::1]".into()));
        for bad in ["", "a b", "a\r\nMAIL FROM:<>", "bücher.example"] {
            assert_eq!(said(bad), Err(NoHello), "{bad:?}");
        }
    }

    #[test]
    fn a_login_does_not_show_itself() {
        let login = Login {
            username: "postmaster".into(),
            password: Zeroizing::new("hunter2".into()),
        };
        assert_eq!(format!("{login:?}"), "Login(hidden)");
    }

    #[test]
    fn a_ca_file_without_a_certificate_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "no certificate\n").unwrap();
        assert!(matches!(Roots::from_ca_file(file.path()), Err(NoCa::Empty)));
        assert!(matches!(
            Roots::from_ca_file(Path::new("/nonexistent/ca.pem")),
            Err(NoCa::Unreadable(_))
        ));
    }
}
