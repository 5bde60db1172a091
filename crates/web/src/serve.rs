//! The accept loop: connections are taken in, bounded in number and in time, and let go in good order.
//!
//! The HTTP library's own timer starts with the first byte of a head and knows nothing of silence, so the times of a
//! connection are kept here (see `pace.rs`).

mod canned;
mod connection;
mod pace;
mod rest;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::metrics::ConnectionMeter;
use connection::Conversation;
pub(crate) use rest::Overdrawn;

/// How a listener is served.
#[derive(Clone, Debug)]
pub struct ServeSettings {
    /// From a connection's start, and then from a head's first byte, until the head is there.
    pub head_within: Duration,
    /// From an answer until the next request's first byte.
    pub idle: Duration,
    /// From a head until its answer; a connection that is still busy then is cut.
    pub answer_within: Duration,
    /// For how long nothing is read of a client that made too many calls.
    pub rest: Duration,
    /// For how long answers may still go out once the server stops.
    pub drain: Duration,
    /// How many connections are held at once. More are told to come back, and closed.
    pub most_connections: usize,
    /// Counts them.
    pub meter: ConnectionMeter,
}

impl Default for ServeSettings {
    /// SECURITY.md's times, half a minute to hash and a half to spare for an answer, a rest that nobody notices who waits as long
    /// as they were told, and as many connections as fit well into the file descriptors of a usual process.
    fn default() -> ServeSettings {
        ServeSettings {
            head_within: Duration::from_secs(10),
            idle: Duration::from_secs(30),
            answer_within: Duration::from_secs(60),
            rest: Duration::from_millis(100),
            drain: Duration::from_secs(10),
            most_connections: 4096,
            meter: ConnectionMeter::default(),
        }
    }
}

/// How long to wait when no connection can be taken in, for example for want of file descriptors: long enough for
/// one to be closed, short enough for nobody to notice.
const PAUSE: Duration = Duration::from_millis(50);

/// Bounds on HTTP/2: streams at once, streams reset before they were answered, and octets of a head. A body fits
/// into one window.
const STREAMS: u32 = 64;
const RESETS: usize = 20;
const OWN_RESETS: usize = 64;
const HEAD_OCTETS: u32 = 16 * 1024;
const STREAM_WINDOW: u32 = 64 * 1024;
const CONNECTION_WINDOW: u32 = 256 * 1024;

/// The most octets of an HTTP/1 head.
const BUFFER: usize = 32 * 1024;

/// Serves a listener until `stop` is cancelled; then takes no more, lets every request in flight have its answer, and
/// cuts what is left after [`ServeSettings::drain`].
///
/// # Errors
/// When the listener itself is of no use: its address cannot be read.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    settings: ServeSettings,
    stop: CancellationToken,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    let drain = settings.drain;
    let house = House {
        router,
        places: Arc::new(Semaphore::new(settings.most_connections)),
        settings: Arc::new(settings),
        library: Arc::new(library()),
        stop: stop.clone(),
        cut: CancellationToken::new(),
        tasks: TaskTracker::new(),
    };
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => house.take_in(stream, peer),
            Err(error) if is_about_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%address, %error, "no connection can be taken in just now");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    house.empty(drain).await;
    Ok(())
}

fn library() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        // Kept here instead, with a different time for silence between requests.
        .header_read_timeout(None)
        .max_buf_size(BUFFER)
        .writev(false)
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_pending_accept_reset_streams(RESETS)
        .max_local_error_reset_streams(OWN_RESETS)
        .max_header_list_size(HEAD_OCTETS)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW);
    builder
}

struct House {
    router: Router,
    places: Arc<Semaphore>,
    settings: Arc<ServeSettings>,
    library: Arc<Builder<TokioExecutor>>,
    stop: CancellationToken,
    cut: CancellationToken,
    tasks: TaskTracker,
}

impl House {
    fn take_in(&self, stream: TcpStream, peer: std::net::SocketAddr) {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            // Never waited for: the loop goes on to whoever comes next.
            self.settings.meter.turned_away.inc();
            canned::turn_away(&stream);
            return;
        };
        // Without it a small answer could wait for the acknowledgement of the one before.
        if stream.set_nodelay(true).is_err() {
            return;
        }
        let conversation = Conversation {
            peer,
            router: self.router.clone(),
            settings: Arc::clone(&self.settings),
            library: Arc::clone(&self.library),
            stop: self.stop.clone(),
        };
        let (cut, open) = (self.cut.clone(), self.settings.meter.open.clone());
        self.tasks.spawn(async move {
            open.inc();
            tokio::select! {
                () = conversation.hold(stream) => {}
                () = cut.cancelled() => {}
            }
            open.dec();
            drop(place);
        });
    }

    async fn empty(self, within: Duration) {
        self.tasks.close();
        if tokio::time::timeout(within, self.tasks.wait()).await.is_err() {
            tracing::warn!(connections = self.tasks.len(), "cut after the time to drain");
            self.cut.cancel();
            self.tasks.wait().await;
        }
    }
}

/// Errors of a connection that went away before it was taken in say nothing about the next one.
fn is_about_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::Interrupted
    )
}
