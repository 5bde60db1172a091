//! One connection, from its first byte to its last.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use axum::Router;
use axum::body::Body;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::pace::{Pace, Phase, Turn, Watch, tick};
use super::rest::{Overdrawn, Owed, Rest};
use super::{ServeSettings, canned};
use crate::client::Peer;

/// What a connection needs.
pub(super) struct Conversation {
    pub(super) peer: SocketAddr,
    pub(super) router: Router,
    pub(super) settings: Arc<ServeSettings>,
    pub(super) library: Arc<Builder<TokioExecutor>>,
    pub(super) stop: CancellationToken,
}

/// How many ticks a connection gets to close by itself once it was asked to.
const FAREWELL: u32 = 8;

impl Conversation {
    /// Serves requests until either side has had enough.
    pub(super) async fn hold(self, stream: TcpStream) {
        let pace = Arc::new(Pace::default());
        let late = Arc::new(AtomicBool::new(false));
        let owed = Owed::default();
        let socket = Socket {
            stream,
            pace: Arc::clone(&pace),
            late: Arc::clone(&late),
            heard: false,
            rest: Rest::new(owed.clone(), self.settings.rest),
        };
        let (router, peer, turns) = (self.router, Peer(self.peer), Arc::clone(&pace));
        let service = service_fn(move |request: Request<Incoming>| {
            let turn = turns.begin(request.version());
            answer(router.clone(), peer, turn, owed.clone(), request)
        });
        let mut connection = pin!(self.library.serve_connection(TokioIo::new(socket), service));
        let mut ticks = tokio::time::interval(tick(&self.settings));
        let (mut watch, mut stopping, mut farewell) = (Watch::new(), false, 0);
        loop {
            tokio::select! {
                biased;
                done = connection.as_mut() => {
                    if let Err(error) = done {
                        tracing::trace!(%error, "a connection ended in the middle of something");
                    }
                    return;
                }
                () = self.stop.cancelled(), if !stopping => {
                    stopping = true;
                    connection.as_mut().graceful_shutdown();
                }
                _ = ticks.tick() => {
                    if farewell > 0 {
                        farewell += 1;
                        if farewell > FAREWELL {
                            return;
                        }
                        continue;
                    }
                    match watch.look(&pace, &self.settings) {
                        None => {}
                        // The socket says so and then reads as closed, at the next poll.
                        Some(Phase::Fresh | Phase::Head) => {
                            late.store(true, Ordering::Relaxed);
                            farewell = 1;
                        }
                        Some(Phase::Idle) => {
                            connection.as_mut().graceful_shutdown();
                            farewell = 1;
                        }
                        Some(Phase::Busy) => return,
                    }
                }
            }
        }
    }
}

/// Answers one request, whose turn ends with that.
async fn answer(
    router: Router,
    peer: Peer,
    turn: Turn,
    owed: Owed,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(peer);
    let response = router.oneshot(request).await;
    if let Ok(response) = &response
        && response.extensions().get::<Overdrawn>().is_some()
    {
        owed.note();
    }
    drop(turn);
    response
}

/// The socket, which notes what it hears, and answers for what never becomes a request.
struct Socket {
    stream: TcpStream,
    pace: Arc<Pace>,
    /// Set when a head has taken too long.
    late: Arc<AtomicBool>,
    heard: bool,
    rest: Rest,
}

impl Socket {
    fn no_request_yet(&self) -> bool {
        match self.pace.phase() {
            Phase::Fresh | Phase::Head => true,
            Phase::Idle | Phase::Busy => false,
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.late.load(Ordering::Relaxed) {
            // To whoever said nothing at all, nothing is said.
            if std::mem::take(&mut self.heard) {
                canned::say(&self.stream, &canned::answer(StatusCode::REQUEST_TIMEOUT, ""));
            }
            return Poll::Ready(Ok(()));
        }
        ready!(self.rest.poll_over(cx));
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        if buf.filled().len() > before {
            self.heard = true;
            self.pace.heard();
        }
        Poll::Ready(Ok(()))
    }
}

/// How the HTTP library's own answer to a head that it cannot read begins. Those have no body and none of our headers.
const ANSWER_OF_THE_LIBRARY: &[u8] = b"HTTP/1.1 4";

fn status_of(answer: &[u8]) -> Option<StatusCode> {
    let rest = answer.strip_prefix(ANSWER_OF_THE_LIBRARY)?;
    let two = std::str::from_utf8(rest.get(..2)?).ok()?;
    StatusCode::from_u16(400 + two.parse::<u16>().ok()?).ok()
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        // Written while no request has come of the head: it must be the library's, and goes out in our words.
        if let Some(status) = status_of(buf).filter(|_| self.no_request_yet()) {
            // Whoever was late has been told so; that the rest of the head is missing is no news.
            if !self.late.load(Ordering::Relaxed) {
                canned::say(&self.stream, &canned::answer(status, ""));
            }
            return Poll::Ready(Ok(buf.len()));
        }
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
