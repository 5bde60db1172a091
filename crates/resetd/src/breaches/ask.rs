//! One question over HTTP/1.1, each over a connection of its own: passwords are set seldom, and a connection that is kept
//! open is one more thing that can be in a bad state.

use std::sync::Arc;

use http::{HeaderValue, Request, StatusCode, header};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_util::task::AbortOnDropHandle;
use url::{Host, Url};
use zeroize::Zeroizing;

use super::{Silence, Unusable};

/// The longest answer that is read: ten times what the service of the default settings sends.
const LONGEST: usize = 512 * 1024;

/// What we call ourselves; the service refuses who does not.
const NAME: &str = concat!("resetd/", env!("CARGO_PKG_VERSION"));

/// The way to a service.
pub(super) struct Line {
    /// As a socket takes it.
    host: String,
    port: u16,
    /// As `Host` has it.
    authority: String,
    /// Up to the digits.
    path: String,
    tls: Option<(TlsConnector, ServerName<'static>)>,
}

impl Line {
    pub(super) fn to(url: &Url) -> Result<Line, Unusable> {
        let host = match url.host().ok_or(Unusable::NoName)? {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let tls = match url.scheme() {
            "https" => {
                let name = ServerName::try_from(host.clone()).map_err(|_| Unusable::NoName)?;
                Some((connector()?, name))
            }
            _ => None,
        };
        Ok(Line {
            port: url.port_or_known_default().ok_or(Unusable::NoName)?,
            authority: url.authority().to_owned(),
            path: format!("{}range/", url.path()),
            host,
            tls,
        })
    }

    /// What the service answers to the first digits of a hash.
    pub(super) async fn ask(&self, digits: &str) -> Result<Zeroizing<Vec<u8>>, Silence> {
        let socket = TcpStream::connect((self.host.as_str(), self.port)).await?;
        socket.set_nodelay(true)?;
        match &self.tls {
            Some((tls, name)) => {
                self.ask_over(tls.connect(name.clone(), socket).await?, digits)
                    .await
            }
            None => self.ask_over(socket, digits).await,
        }
    }

    async fn ask_over<S>(&self, stream: S, digits: &str) -> Result<Zeroizing<Vec<u8>>, Silence>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // What ends it badly ends the question as well. It does not outlive the question.
        let _driving = AbortOnDropHandle::new(tokio::spawn(async move { drop(connection.await) }));
        let mut response = sender.send_request(self.question(digits)?).await?;
        if response.status() != StatusCode::OK {
            return Err(Silence::Status(response.status()));
        }
        let body = Limited::new(response.body_mut(), LONGEST).collect().await;
        let body = body.map_err(|_| Silence::Body)?;
        Ok(Zeroizing::new(body.to_bytes().to_vec()))
    }

    fn question(&self, digits: &str) -> Result<Request<Empty<&'static [u8]>>, Silence> {
        let question = Request::get(format!("{}{digits}", self.path))
            .header(header::HOST, &self.authority)
            .header(header::USER_AGENT, HeaderValue::from_static(NAME))
            .header(header::ACCEPT, HeaderValue::from_static("text/plain"))
            // Answers of one length: whoever sees it pass by does not learn what was asked.
            .header("add-padding", HeaderValue::from_static("true"))
            .body(Empty::new());
        question.map_err(|why| Silence::Unreachable(std::io::Error::other(why)))
    }
}

fn connector() -> Result<TlsConnector, Unusable> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(Unusable::NoRoots);
    }
    let settings = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(settings)))
}
