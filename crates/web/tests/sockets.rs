//! The accept loop over real sockets: what only shows in bytes and in time.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail as loudly as tests, and time is what this one is about"
)]

mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use recovery::limits::ClientLimits;
use support::{Plan, World, plan};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use web::serve::ServeSettings;

struct Served {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<std::io::Result<()>>,
}

fn quick() -> ServeSettings {
    ServeSettings {
        head_within: Duration::from_millis(300),
        idle: Duration::from_millis(900),
        answer_within: Duration::from_millis(1500),
        drain: Duration::from_millis(1000),
        ..ServeSettings::default()
    }
}

async fn serve(router: Router, settings: ServeSettings) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let task = tokio::spawn(web::serve(listener, router, settings, stop.clone()));
    Served { address, stop, task }
}

async fn house() -> Served {
    serve(World::new().router, quick()).await
}

/// Everything that comes back until the server closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut bytes)).await;
    // A reset after the answer is a close too.
    drop(read.expect("the server closes the connection"));
    String::from_utf8(bytes).unwrap()
}

async fn say(served: &Served, words: &str) -> TcpStream {
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream.write_all(words.as_bytes()).await.unwrap();
    stream
}

/// One answer on a connection that stays open.
async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = vec![0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut bytes)).await;
    bytes.truncate(read.unwrap().unwrap());
    String::from_utf8(bytes).unwrap()
}

const LIVE: &str = "GET /livez HTTP/1.1\r\nHost: a.example\r\n\r\n";
const PATH: &str = "/_config/users/password/generate_otp";
const BODY: &str = r#"{"email":"user@example.com"}"#;

fn post(more: &str, body: &str) -> String {
    format!("POST {PATH} HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/json\r\n{more}\r\n{body}")
}

/// In our envelope, with our headers, and nothing after it.
fn refused(said: &str, status: u16) {
    let lower = said.to_ascii_lowercase();
    assert!(said.starts_with(&format!("HTTP/1.1 {status} ")), "{said}");
    for part in [
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "x-request-id: ",
        "connection: close",
    ] {
        assert!(lower.contains(part), "{part} in {said}");
    }
    assert!(
        said.contains(&format!(r#"{{"error":{{"status":{status},"message":""#)),
        "{said}"
    );
    assert_eq!(said.matches("HTTP/1.1 ").count(), 1, "{said}");
}

#[tokio::test]
async fn a_connection_serves_one_request_after_another() {
    let served = house().await;
    let mut stream = say(&served, LIVE).await;
    assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200 "));
    let call = post(&format!("Content-Length: {}\r\n", BODY.len()), BODY);
    stream.write_all(call.as_bytes()).await.unwrap();
    let said = answer(&mut stream).await;
    assert!(
        said.starts_with("HTTP/1.1 200 ") && said.ends_with("\"An OTP has been sent to your email address\"")
    );
    stream
        .write_all(format!("{LIVE}{LIVE}").as_bytes())
        .await
        .unwrap();
    let mut said = answer(&mut stream).await;
    while said.matches("HTTP/1.1 200 ").count() < 2 {
        said += &answer(&mut stream).await;
    }
}

#[tokio::test]
async fn silence_slow_heads_and_half_an_http_2_preface_are_not_waited_for() {
    let served = house().await;
    assert_eq!(rest(&mut say(&served, "").await).await, "", "to silence, silence");
    for start in [
        "G",
        "GET /livez HTTP/1.1\r\nHost: a.example\r\nX: ",
        "PRI * HTTP/2.0\r\n",
    ] {
        refused(&rest(&mut say(&served, start).await).await, 408);
    }
    let mut stream = say(&served, LIVE).await;
    answer(&mut stream).await;
    stream.write_all(b"GET /liv").await.unwrap();
    refused(&rest(&mut stream).await, 408);
}

#[tokio::test]
async fn a_head_in_drops_is_cut_at_its_time() {
    let served = house().await;
    let (mut reader, mut writer) = say(&served, "GET /livez HTTP/1.1\r\n").await.into_split();
    let drip = tokio::spawn(async move {
        while writer.write_all(b"X-A: b\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let mut said = Vec::new();
    let read = tokio::time::timeout(Duration::from_millis(900), reader.read_to_end(&mut said)).await;
    assert!(read.is_ok(), "each drop bought more time");
    drip.abort();
}

#[tokio::test]
async fn an_idle_connection_lives_longer_than_a_head_and_then_closes_quietly() {
    let served = house().await;
    let mut stream = say(&served, LIVE).await;
    answer(&mut stream).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    stream.write_all(LIVE.as_bytes()).await.unwrap();
    assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200 "));
    assert_eq!(rest(&mut stream).await, "");
}

#[tokio::test]
async fn a_slow_body_is_told_and_the_connection_closes() {
    let served = house().await;
    let mut stream = say(&served, &post("Content-Length: 100\r\n", "{\"email\"")).await;
    refused(&rest(&mut stream).await, 408);
}

#[tokio::test]
async fn a_handler_that_never_answers_is_cut() {
    let router = Router::new().route("/livez", get(std::future::pending::<()>));
    let served = serve(router, quick()).await;
    assert_eq!(rest(&mut say(&served, LIVE).await).await, "");
}

#[tokio::test]
async fn heads_that_cannot_be_read_are_refused_in_our_own_words() {
    let served = house().await;
    let long = "a".repeat(40_000);
    for (head, status) in [
        ("NONSENSE\r\n\r\n".to_owned(), 400),
        (
            "GET /livez HTTP/1.1\r\nHost: a.example\r\nbad header\r\n\r\n".to_owned(),
            400,
        ),
        (
            format!("GET /livez HTTP/1.1\r\nHost: a.example\r\nX: {long}\r\n\r\n"),
            431,
        ),
        (post("Content-Length: 1\r\nContent-Length: 2\r\n", "{}"), 400),
        (post("Content-Length: x\r\n", "{}"), 400),
        (post("Transfer-Encoding: gzip\r\n", "{}"), 400),
    ] {
        refused(&rest(&mut say(&served, &head).await).await, status);
    }
}

#[tokio::test]
async fn a_request_that_could_be_read_in_two_ways_is_the_last_one() {
    let served = house().await;
    for head in [
        "GET /livez HTTP/1.1\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: a.example\r\nHost: a.example\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: a.example, b.example\r\n\r\n",
        "GET http://a.example/livez HTTP/1.1\r\n\r\n",
    ] {
        refused(
            &rest(&mut say(&served, &format!("{head}{LIVE}")).await).await,
            400,
        );
    }
    for chunks in [
        "zz\r\n",
        "5\r\n{}\r\n0\r\n\r\n",
        "-1\r\n",
        "ffffffffffffffffff\r\n",
    ] {
        let call = post("Transfer-Encoding: chunked\r\n", chunks);
        refused(
            &rest(&mut say(&served, &format!("{call}{LIVE}")).await).await,
            400,
        );
    }
    let chunked = format!("{:x}\r\n{BODY}\r\n0\r\n\r\n", BODY.len());
    for lengths in [
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    ] {
        let said = rest(&mut say(&served, &format!("{}{LIVE}", post(lengths, &chunked))).await).await;
        assert!(said.starts_with("HTTP/1.1 200 "), "{said}");
        assert!(said.to_ascii_lowercase().contains("connection: close"), "{said}");
        assert_eq!(said.matches("HTTP/1.1 ").count(), 1, "{said}");
    }
}

#[tokio::test]
async fn http_1_0_needs_no_host() {
    let served = house().await;
    let said = rest(&mut say(&served, "GET /livez HTTP/1.0\r\n\r\n").await).await;
    assert!(
        said.starts_with("HTTP/1.0 200 ") || said.starts_with("HTTP/1.1 200 "),
        "{said}"
    );
}

#[tokio::test]
async fn a_body_that_is_too_large_is_answered_also_while_it_is_still_being_sent() {
    let served = house().await;
    let large = "x".repeat(100_000);
    let call = post(&format!("Content-Length: {}\r\n", large.len()), &large);
    refused(&rest(&mut say(&served, &call).await).await, 413);
    let asking = post("Content-Length: 100000\r\nExpect: 100-continue\r\n", "");
    refused(&rest(&mut say(&served, &asking).await).await, 413);
}

#[tokio::test]
async fn more_connections_than_there_are_places_are_turned_away_and_the_rest_served() {
    let settings = ServeSettings {
        most_connections: 2,
        ..quick()
    };
    let served = serve(World::new().router, settings).await;
    let (mut one, two) = (say(&served, LIVE).await, say(&served, "").await);
    answer(&mut one).await;
    let said = rest(&mut say(&served, "").await).await;
    refused(&said, 503);
    assert!(said.contains("retry-after: 1\r\n"));
    one.write_all(LIVE.as_bytes()).await.unwrap();
    assert!(answer(&mut one).await.starts_with("HTTP/1.1 200 "));
    drop((one, two));
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(
        answer(&mut say(&served, LIVE).await)
            .await
            .starts_with("HTTP/1.1 200 ")
    );
}

/// A house where each client may ask for one letter an hour, and of one over that nothing is read for so long.
async fn limited(trusted: &[&str], rest: Duration) -> Served {
    let mut plan = Plan {
        limits: Some(ClientLimits {
            asks: 1,
            checks: 1,
            puzzle_cost: None,
        }),
        ..plan()
    };
    plan.settings.trusted_proxies = trusted.iter().map(|it| it.parse().unwrap()).collect();
    serve(World::with(plan).router, ServeSettings { rest, ..quick() }).await
}

fn ask() -> String {
    post(&format!("Content-Length: {}\r\n", BODY.len()), BODY)
}

#[tokio::test]
async fn a_client_over_its_limit_is_told_at_once_and_then_not_listened_to_for_a_moment() {
    let rest = Duration::from_millis(400);
    let served = limited(&[], rest).await;
    let mut flood = say(&served, &ask()).await;
    assert!(answer(&mut flood).await.starts_with("HTTP/1.1 200 "));
    flood.write_all(ask().as_bytes()).await.unwrap();
    assert!(answer(&mut flood).await.starts_with("HTTP/1.1 429 "));
    let told = std::time::Instant::now();
    for _ in 0..2 {
        flood.write_all(ask().as_bytes()).await.unwrap();
        assert!(answer(&mut flood).await.starts_with("HTTP/1.1 429 "));
    }
    assert!(
        told.elapsed() >= 2 * rest - Duration::from_millis(20),
        "{:?}",
        told.elapsed()
    );
}

#[tokio::test]
async fn a_proxy_is_listened_to_whatever_one_of_its_clients_does_and_so_is_every_other_connection() {
    // Longer than the test waits for any answer.
    let rest = Duration::from_secs(3600);
    let served = limited(&["127.0.0.1/32"], rest).await;
    let mut proxy = say(&served, &ask()).await;
    assert!(answer(&mut proxy).await.starts_with("HTTP/1.1 200 "));
    for _ in 0..3 {
        proxy.write_all(ask().as_bytes()).await.unwrap();
        assert!(answer(&mut proxy).await.starts_with("HTTP/1.1 429 "));
    }
    let served = limited(&[], rest).await;
    for status in ["200", "429", "429"] {
        let said = answer(&mut say(&served, &ask()).await).await;
        assert!(said.starts_with(&format!("HTTP/1.1 {status} ")), "{said}");
    }
}

#[tokio::test]
async fn a_server_that_stops_lets_requests_in_flight_have_their_answer() {
    let gate = Arc::new(tokio::sync::Notify::new());
    let held = Arc::clone(&gate);
    let slow = move || {
        let held = Arc::clone(&held);
        async move {
            held.notified().await;
            "done"
        }
    };
    let served = serve(Router::new().route("/livez", get(slow)), quick()).await;
    let mut busy = say(&served, LIVE).await;
    let mut idle = say(&served, "").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    served.stop.cancel();
    assert_eq!(rest(&mut idle).await, "");
    assert!(
        TcpStream::connect(served.address).await.is_err(),
        "no more are taken in"
    );
    gate.notify_one();
    let said = rest(&mut busy).await;
    assert!(
        said.starts_with("HTTP/1.1 200 ") && said.ends_with("done"),
        "{said}"
    );
    served.task.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_server_that_stops_does_not_wait_for_ever() {
    let router = Router::new().route("/livez", get(std::future::pending::<()>));
    let settings = ServeSettings {
        answer_within: Duration::from_secs(60),
        drain: Duration::from_millis(200),
        ..quick()
    };
    let served = serve(router, settings).await;
    let mut busy = say(&served, LIVE).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    served.stop.cancel();
    let stopped = tokio::time::timeout(Duration::from_secs(2), served.task).await;
    stopped.expect("the drain has a deadline").unwrap().unwrap();
    assert_eq!(rest(&mut busy).await, "");
}
