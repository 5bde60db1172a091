//! Many requests that arrive at one moment: each on a connection of its own, sent but for its last byte; then the last
//! bytes go out together.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Barrier;
use std::time::Duration;

use super::doors::Request;
use crate::support::http::{self, Answer};
use crate::support::watch;

/// Threads that hold connections.
const HANDS: usize = 16;

/// The answers, in the order of the requests; `None` where a connection brought none.
pub fn released_at_once(address: SocketAddr, requests: &[Request]) -> Vec<Option<Answer>> {
    let bytes: Vec<Vec<u8>> = requests.iter().map(Request::bytes).collect();
    let (bytes, gate) = (&bytes, &Barrier::new(HANDS));
    let hand = |n: usize| {
        let mine: Vec<usize> = (n..bytes.len()).step_by(HANDS).collect();
        let mut held: Vec<TcpStream> = mine.iter().map(|at| almost(address, &bytes[*at])).collect();
        gate.wait();
        for (at, stream) in mine.iter().zip(&mut held) {
            stream.write_all(&bytes[*at][bytes[*at].len() - 1..]).unwrap();
        }
        let answered = mine.into_iter().zip(held);
        answered
            .map(|(at, stream)| (at, whole(address, &bytes[at], stream)))
            .collect::<Vec<_>>()
    };
    let mut answers = vec![None; bytes.len()];
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS).map(|n| scope.spawn(move || hand(n))).collect();
        for (at, answer) in hands.into_iter().flat_map(|it| it.join().unwrap()) {
            answers[at] = answer;
        }
    });
    answers
}

/// More files than most shells allow: two thousand connections, at both ends.
pub fn allow_many_files() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).unwrap();
    assert!(
        limit.current.is_none_or(|it| it >= 5000),
        "this test holds 2 001 connections: allow it 5000 open files (ulimit -n 5000)"
    );
}

fn almost(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.write_all(&bytes[..bytes.len() - 1]).unwrap();
    stream
}

fn whole(address: SocketAddr, request: &[u8], mut stream: TcpStream) -> Option<Answer> {
    let mut all = vec![];
    let _ = stream.read_to_end(&mut all);
    let answer = http::parse(&all, false);
    watch::keep(address, request, answer.as_ref());
    answer
}
