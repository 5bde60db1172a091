//! The hosted pages, as one visitor meets them on a server that has nothing else to do: how long a page lets its first byte
//! wait, and how much comes over the wire before the first page is whole.

use std::net::SocketAddr;
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

use super::calls::email;
use super::parts::Run;
use super::server::Serving;
use super::wire::{Answer, Connection};
use super::world::WORKERS;
use crate::clock::elapsed;
use crate::{Outcome, print};

/// Between an answer and the next request the server goes to rest.
const REST: Duration = Duration::from_millis(5);

/// Looks that are not counted: files and tables are read for the first time.
const WARMING: u32 = 5;

/// The longest wait that is told apart, in microseconds.
const LONGEST: u64 = 60_000_000;

/// What a run found of the pages.
#[derive(Clone, Debug, Serialize)]
pub struct Pages {
    /// How long pages let their first byte wait.
    pub first_bytes: Vec<FirstByte>,
    /// How many files the first page is, itself included.
    pub files: usize,
    /// How many bytes they are as they come to a browser that takes every coding: heads and bodies.
    pub bytes: usize,
}

/// From the first byte of a request to the first of its answer, over one connection that is kept.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct FirstByte {
    /// Of which page.
    pub page: &'static str,
    /// How often it was asked for.
    pub times: u64,
    /// Median, in milliseconds.
    pub p50: f64,
    /// 99th percentile.
    pub p99: f64,
}

impl Pages {
    /// The weight of the first page.
    pub fn kib(&self) -> f64 {
        f64::from(u32::try_from(self.bytes).unwrap_or(u32::MAX)) / 1024.0
    }

    /// Prints the lines.
    pub fn print(&self) -> Outcome<()> {
        for it in &self.first_bytes {
            let FirstByte {
                page,
                times,
                p50,
                p99,
                ..
            } = it;
            print(format_args!(
                "first byte of {page}: p50 {p50:.2} ms, p99 {p99:.2} ms ({times} times)"
            ))?;
        }
        let (kib, files) = (self.kib(), self.files);
        print(format_args!("the first page: {kib:.1} KiB in {files} files"))
    }
}

/// Begins a recovery as a browser without scripts does, and looks at the first page and at that of the code.
pub fn look(run: &mut Run) -> Outcome<Pages> {
    let set = run.world.fresh_serving(WORKERS, Serving::Pages)?;
    let (server, time) = (set.server.address, run.time);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let pages = runtime.block_on(look_at(server, time))?;
    run.world.set()?.expected.challenges += 1;
    Ok(pages)
}

async fn look_at(server: SocketAddr, time: Duration) -> Outcome<Pages> {
    let mut connection = Connection::open(server).await?;
    let first = get("/reset", "");
    let mut first_bytes = vec![first_byte(&mut connection, "the first page", &first, time).await?];
    let (files, bytes) = weight(&mut connection, &first).await?;
    let (place, cookie) = begin(&mut connection).await?;
    let code = get(&place, &format!("Cookie: {cookie}\r\n"));
    first_bytes.push(first_byte(&mut connection, "the page of the code", &code, time).await?);
    Ok(Pages {
        first_bytes,
        files,
        bytes,
    })
}

fn get(target: &str, more: &str) -> Vec<u8> {
    format!(
        "GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n{more}\r\n"
    )
    .into_bytes()
}

/// Asks for a page again and again, with a rest between.
async fn first_byte(
    connection: &mut Connection,
    page: &'static str,
    request: &[u8],
    time: Duration,
) -> Outcome<FirstByte> {
    let mut took = Histogram::<u64>::new_with_bounds(1, LONGEST, 3)?;
    for _ in 0..WARMING {
        good(200, connection.call(request).await?)?;
    }
    let begun = elapsed();
    while elapsed().saturating_sub(begun) < time {
        tokio::time::sleep(REST).await;
        let (first, answer) = connection.timed(request).await?;
        good(200, answer)?;
        took.saturating_record(u64::try_from(first.as_micros())?);
    }
    let at = |q| u32::try_from(took.value_at_quantile(q)).map(|it| f64::from(it) / 1000.0);
    Ok(FirstByte {
        page,
        times: took.len(),
        p50: at(0.5)?,
        p99: at(0.99)?,
    })
}

/// How many files a page is, and how many bytes.
async fn weight(connection: &mut Connection, page: &[u8]) -> Outcome<(usize, usize)> {
    let answer = good(200, connection.call(page).await?)?;
    let mut bytes = answer.head.len() + answer.body.len();
    let named: Vec<String> = files(std::str::from_utf8(answer.body)?)
        .map(str::to_owned)
        .collect();
    for file in &named {
        let answer = good(200, connection.call(&get(file, "")).await?)?;
        bytes += answer.head.len() + answer.body.len();
    }
    Ok((1 + named.len(), bytes))
}

/// The paths of a page's own files: its style sheet, its script, its pictures.
fn files(page: &str) -> impl Iterator<Item = &str> {
    page.split(['"', '\''])
        .filter(|it| it.starts_with("/reset/assets/"))
}

/// Sends the first page's form. Returns where it leads, and the cookie that opens that.
async fn begin(connection: &mut Connection) -> Outcome<(String, String)> {
    let form = format!("email={}", email(0).replace('@', "%40"));
    let length = form.len();
    let request = format!(
        "POST /reset HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    );
    let answer = good(303, connection.call(request.as_bytes()).await?)?;
    let head = std::str::from_utf8(answer.head)?;
    let place = header(head, "location").ok_or("the form leads nowhere")?;
    let cookie = header(head, "set-cookie").and_then(|it| it.split(';').next());
    Ok((
        place.to_owned(),
        cookie.ok_or("the form sets no cookie")?.to_owned(),
    ))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.split("\r\n")
        .filter_map(|line| line.split_once(": "))
        .find(|(it, _)| it.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// An answer that has the status it must have.
fn good(status: u16, answer: Answer<'_>) -> Outcome<Answer<'_>> {
    if answer.status == status {
        Ok(answer)
    } else {
        let body = String::from_utf8_lossy(answer.body);
        Err(format!("a page was answered with {}: {body}", answer.status).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_own_files() {
        let page = r#"<link rel="icon" href="/reset/assets/icon-1.svg"><link rel="stylesheet" href="/reset/assets/style-2.css">
            <script type="module" src="/reset/assets/page-3.js"></script><a href="/reset?lang=de">Deutsch</a>"#;
        let named: Vec<&str> = files(page).collect();
        let endings = ["icon-1.svg", "style-2.css", "page-3.js"];
        assert_eq!(named, endings.map(|it| format!("/reset/assets/{it}")));
    }

    #[test]
    fn an_answer_that_is_none_of_the_pages_ends_the_run() {
        let answer = |status| Answer {
            status,
            head: b"",
            body: b"busy",
        };
        assert!(good(200, answer(200)).is_ok());
        assert!(
            good(200, answer(503))
                .unwrap_err()
                .to_string()
                .contains("503: busy")
        );
    }
}
