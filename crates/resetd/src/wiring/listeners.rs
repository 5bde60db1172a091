//! Listeners: bound before anything starts, so that a taken port stops the start and leaves nothing behind.

use std::net::{SocketAddr, TcpListener};

use crate::commands::failure::Failure;
use crate::settings::{Settings, Transport};

/// The sockets of a server, bound and not yet served.
pub struct Listeners {
    /// The APIs.
    pub http: TcpListener,
    /// Metrics, unless they are off.
    pub metrics: Option<TcpListener>,
    /// The capture box, with that transport.
    pub capture: Option<TcpListener>,
}

impl Listeners {
    /// Binds all of them.
    ///
    /// # Errors
    /// [`Failure`] naming the setting whose address cannot be had.
    pub fn bind(settings: &Settings) -> Result<Listeners, Failure> {
        let capture = match &settings.mail.transport {
            Transport::Capture { listen } => Some(bind("mail.capture.listen", *listen)?),
            Transport::Smtp(_) => None,
        };
        Ok(Listeners {
            http: bind("http.listen", settings.http.listen)?,
            metrics: settings
                .metrics
                .map(|it| bind("metrics.listen", it))
                .transpose()?,
            capture,
        })
    }
}

/// Where a listener really listens: a port of 0 has become a real one.
///
/// # Errors
/// [`Failure`] when the system does not tell.
pub fn address(listener: &TcpListener) -> Result<SocketAddr, Failure> {
    listener
        .local_addr()
        .map_err(|why| Failure::new(format!("a listener has no address: {why}"), ""))
}

fn bind(setting: &str, address: SocketAddr) -> Result<TcpListener, Failure> {
    let bound = TcpListener::bind(address).and_then(|it| it.set_nonblocking(true).map(|()| it));
    bound.map_err(|why| {
        Failure::new(
            format!("{setting}: {address} cannot be listened on: {why}"),
            "Stop what listens there, or choose another address (port 0 takes any that is free).",
        )
    })
}
