//! HTTP/2 over real sockets, frame by frame (RFC 9113): what a hostile client may cost is bounded.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail as loudly as tests"
)]

use std::collections::HashMap;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use web::serve::ServeSettings;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

// Frame types and flags (RFC 9113, section 6).
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

// Settings (section 6.5.2) and errors (section 7).
const MOST_STREAMS: u16 = 3;
const WINDOW: u16 = 4;
const HEAD_OCTETS: u16 = 6;
const REFUSED_STREAM: u32 = 7;
const ENHANCE_YOUR_CALM: u32 = 11;

struct Frame {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: Vec<u8>,
}

impl Frame {
    /// The error that a RST_STREAM or a GOAWAY names.
    fn error(&self) -> u32 {
        let at = if self.kind == GOAWAY { 4 } else { 0 };
        u32::from_be_bytes(self.payload[at..at + 4].try_into().unwrap())
    }
}

struct Client {
    stream: TcpStream,
    _stop: tokio_util::sync::DropGuard,
}

impl Client {
    /// Connected, and greeted with no settings of its own.
    async fn of(router: Router) -> Client {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let settings = ServeSettings {
            drain: Duration::ZERO,
            ..ServeSettings::default()
        };
        tokio::spawn(web::serve(listener, router, settings, stop.clone()));
        let mut client = Client {
            stream: TcpStream::connect(address).await.unwrap(),
            _stop: stop.drop_guard(),
        };
        client.stream.write_all(PREFACE).await.unwrap();
        client.send(SETTINGS, 0, 0, &[]).await.unwrap();
        client
    }

    async fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> std::io::Result<()> {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let mut bytes = length[1..].to_vec();
        bytes.extend([kind, flags]);
        bytes.extend(stream.to_be_bytes());
        bytes.extend(payload);
        self.stream.write_all(&bytes).await
    }

    async fn get(&mut self, stream: u32, path: &str) -> std::io::Result<()> {
        self.send(HEADERS, END_HEADERS | END_STREAM, stream, &head(path))
            .await
    }

    /// The next frame; `None` once the server has closed.
    async fn frame(&mut self) -> Option<Frame> {
        let read = async {
            let mut head = [0; 9];
            self.stream.read_exact(&mut head).await.ok()?;
            let mut payload = vec![0; u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize];
            self.stream.read_exact(&mut payload).await.ok()?;
            Some(Frame {
                kind: head[3],
                flags: head[4],
                stream: u32::from_be_bytes(head[5..].try_into().unwrap()),
                payload,
            })
        };
        tokio::time::timeout(Duration::from_secs(10), read)
            .await
            .expect("a frame, or an end")
    }

    /// Reads on until a frame of this kind.
    async fn until(&mut self, kind: u8) -> Option<Frame> {
        loop {
            let frame = self.frame().await?;
            if frame.kind == kind && !(kind == SETTINGS && frame.flags == ACK) {
                return Some(frame);
            }
        }
    }
}

/// `GET http://a.example` + path, in the simplest form HPACK has (RFC 7541).
fn head(path: &str) -> Vec<u8> {
    let mut head = vec![0x82, 0x86];
    for (name, value) in [(0x04, path), (0x01, "a.example")] {
        head.extend([name, u8::try_from(value.len()).unwrap()]);
        head.extend(value.bytes());
    }
    head
}

fn never() -> Router {
    Router::new().route("/", get(std::future::pending::<&'static str>))
}

fn quick() -> Router {
    Router::new().route("/", get(async || "here"))
}

#[tokio::test]
async fn the_bounds_on_http_2_are_announced() {
    let mut client = Client::of(quick()).await;
    let announced = client.until(SETTINGS).await.unwrap();
    let settings: HashMap<u16, u32> = announced
        .payload
        .chunks(6)
        .map(|it| {
            (
                u16::from_be_bytes([it[0], it[1]]),
                u32::from_be_bytes([it[2], it[3], it[4], it[5]]),
            )
        })
        .collect();
    assert_eq!(settings.get(&MOST_STREAMS), Some(&64));
    assert_eq!(settings.get(&WINDOW), Some(&65_536));
    assert_eq!(settings.get(&HEAD_OCTETS), Some(&16_384));
    client.get(1, "/").await.unwrap();
    assert_eq!(client.until(HEADERS).await.unwrap().stream, 1, "and it serves");
}

#[tokio::test]
async fn streams_beyond_the_bound_are_refused_and_the_others_go_on() {
    let mut client = Client::of(never()).await;
    for n in 0..66 {
        client.get(1 + 2 * n, "/").await.unwrap();
    }
    for n in [64, 65] {
        let refused = client.until(RST_STREAM).await.unwrap();
        assert_eq!((refused.stream, refused.error()), (1 + 2 * n, REFUSED_STREAM));
    }
}

#[tokio::test]
async fn a_client_that_resets_stream_after_stream_is_sent_away() {
    let mut client = Client::of(never()).await;
    let mut sent = 0_u32;
    // The classic flood never has more than one stream open, so the bound on streams alone would not stop it.
    while sent < 10_000 {
        let stream = 1 + 2 * sent;
        let gone = client.get(stream, "/").await.is_err()
            || client
                .send(RST_STREAM, 0, stream, &8_u32.to_be_bytes())
                .await
                .is_err();
        if gone {
            break;
        }
        sent += 1;
        tokio::task::yield_now().await;
    }
    if let Some(away) = client.until(GOAWAY).await {
        assert_eq!(away.error(), ENHANCE_YOUR_CALM);
    }
    assert!(
        client.until(GOAWAY).await.is_none(),
        "and the connection is closed"
    );
}

#[tokio::test]
async fn a_head_without_end_is_cut_after_a_bounded_number_of_octets() {
    let mut client = Client::of(quick()).await;
    client.send(HEADERS, END_STREAM, 1, &head("/")).await.unwrap();
    // A literal field "x: aaaa…" in each frame, and never an end.
    let mut field = vec![0x00, 1, b'x', 0x7f, 0x81, 0x7c];
    field.resize(6 + 16_000, b'a');
    let most = 64;
    let mut sent = 0;
    while sent < most && client.send(CONTINUATION, 0, 1, &field).await.is_ok() {
        sent += 1;
    }
    while let Some(frame) = client.frame().await {
        assert_ne!(
            (frame.kind, frame.stream),
            (HEADERS, 1),
            "such a head has no answer"
        );
        if frame.kind == GOAWAY {
            return;
        }
    }
}

#[tokio::test]
async fn a_head_that_is_too_large_is_not_served() {
    let served = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = std::sync::Arc::clone(&served);
    let router = Router::new().route(
        "/",
        get(async move || seen.store(true, std::sync::atomic::Ordering::SeqCst)),
    );
    let mut client = Client::of(router).await;
    client.send(HEADERS, END_STREAM, 1, &head("/")).await.unwrap();
    let mut field = vec![0x00, 1, b'x', 0x7f, 0x81, 0x7c];
    field.resize(6 + 16_000, b'a');
    client.send(CONTINUATION, 0, 1, &field).await.unwrap();
    client.send(CONTINUATION, END_HEADERS, 1, &field).await.unwrap();
    let answer = loop {
        match client.frame().await {
            Some(frame) if frame.stream == 1 || frame.kind == GOAWAY => break Some(frame),
            Some(_) => {}
            None => break None,
        }
    };
    // 431 is not in HPACK's table of statuses, so its digits stand in the answer, in Huffman's code (RFC 7541,
    // appendix B: 011010 011001 00001, and ones to fill).
    let digits = [0x69, 0x90, 0xff];
    let told = answer.is_some_and(|it| it.kind == HEADERS && it.payload.windows(3).any(|it| it == digits));
    assert!(told, "431 Request Header Fields Too Large");
    assert!(!served.load(std::sync::atomic::Ordering::SeqCst));
}
