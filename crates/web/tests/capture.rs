//! The capture page through its router.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail as loudly as tests"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use http::{Request, header};
use http_body_util::BodyExt;
use tower::ServiceExt;
use web::capture::{Captured, CapturedLetter, Summary};

/// A box in which the letters appear at a certain look.
struct Box {
    looks: AtomicUsize,
    filled_at: usize,
}

fn filled_at(look: usize) -> Box {
    Box {
        looks: AtomicUsize::new(0),
        filled_at: look,
    }
}

fn letter(id: &str) -> CapturedLetter {
    CapturedLetter {
        summary: Summary {
            id: id.into(),
            to: "user@example.com".into(),
            subject: "Your code".into(),
            date: "Mon, 23 Nov 2026 08:00:00 +0000".into(),
        },
        text: "Code: 123456 <b>\n@host #123456".into(),
        html: Some("<p>123456</p>".into()),
        raw: b"Subject: Your code\r\n\r\nraw".to_vec(),
    }
}

impl Captured for Box {
    fn list(&self) -> std::io::Result<Vec<Summary>> {
        if self.looks.fetch_add(1, Ordering::Relaxed) < self.filled_at {
            return Ok(Vec::new());
        }
        Ok(vec![letter("2-b").summary, letter("1-a").summary])
    }
    fn get(&self, id: &str) -> std::io::Result<Option<CapturedLetter>> {
        Ok(["1-a", "2-b"].contains(&id).then(|| letter(id)))
    }
}

async fn get(path: &str, headers: &[(&str, &str)]) -> (u16, String, http::HeaderMap) {
    get_from(filled_at(0), path, headers).await
}

async fn get_from(letters: Box, path: &str, headers: &[(&str, &str)]) -> (u16, String, http::HeaderMap) {
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let router = web::capture_router(Arc::new(letters));
    let response = router
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    (
        parts.status.as_u16(),
        String::from_utf8(bytes.to_vec()).unwrap(),
        parts.headers,
    )
}

const HERE: (&str, &str) = ("host", "127.0.0.1:8025");

#[tokio::test]
async fn letters_are_listed_newest_first_and_shown_whole() {
    let (status, list, headers) = get("/letters.json", &[HERE]).await;
    assert_eq!(
        (status, &headers[header::CONTENT_TYPE]),
        (200, &"application/json".parse().unwrap())
    );
    assert!(
        list.starts_with(r#"[{"id":"2-b","to":"user@example.com","subject":"Your code","date":"Mon,"#),
        "{list}"
    );
    let (_, one, _) = get("/letters/1-a.json", &[HERE]).await;
    let one: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(one["id"], "1-a");
    assert_eq!(one["text"], "Code: 123456 <b>\n@host #123456");
    let (_, raw, headers) = get("/letters/1-a.eml", &[HERE]).await;
    assert_eq!(raw, "Subject: Your code\r\n\r\nraw");
    assert_eq!(headers[header::CONTENT_TYPE], "message/rfc822");
    let (_, page, _) = get("/letters/1-a", &[HERE]).await;
    assert!(
        page.contains("Code: 123456 &lt;b&gt;") && page.contains("/letters/1-a.eml"),
        "{page}"
    );
    let (_, page, _) = get("/", &[HERE]).await;
    assert!(page.contains(r#"<a href="/letters/2-b">Your code</a>"#), "{page}");
}

#[tokio::test]
async fn the_page_runs_nothing_and_is_kept_by_nobody() {
    for path in ["/", "/letters/1-a", "/letters.json", "/letters/9", "/x"] {
        let (_, body, headers) = get(path, &[HERE]).await;
        assert!(!body.contains("<script"));
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    }
}

#[tokio::test]
async fn whoever_comes_from_elsewhere_finds_nothing() {
    for extra in [
        ("forwarded", "for=127.0.0.1"),
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-host", "localhost"),
        ("x-real-ip", "127.0.0.1"),
        ("via", "1.1 proxy"),
    ] {
        for path in ["/", "/letters.json", "/letters/1-a"] {
            assert_eq!(get(path, &[HERE, extra]).await.0, 404, "{extra:?}");
        }
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "10.0.0.1:8025",
        "a, localhost",
    ] {
        assert_eq!(get("/letters.json", &[("host", host)]).await.0, 404, "{host}");
    }
    assert_eq!(get("/letters.json", &[]).await.0, 404);
    assert_eq!(get("/letters.json", &[HERE, ("host", "localhost")]).await.0, 404);
    for host in ["localhost:8025", "[::1]:8025", "127.0.0.1"] {
        assert_eq!(get("/letters.json", &[("host", host)]).await.0, 200, "{host}");
    }
}

#[tokio::test]
async fn a_letter_that_is_under_way_is_waited_for() {
    let path = "/latest.txt?to=USER@example.com";
    let (status, text, _) = get_from(filled_at(3), path, &[HERE]).await;
    assert_eq!((status, text), (200, letter("2-b").text));
    assert_eq!(get_from(filled_at(usize::MAX), path, &[HERE]).await.0, 404);
    assert_eq!(get("/latest.txt?to=ann@example.com", &[HERE]).await.0, 404);
}

#[tokio::test]
async fn a_letter_that_is_not_there_is_not_found_whatever_it_is_called() {
    for path in [
        "/letters/3",
        "/letters/3.json",
        "/letters/..%2f1-a",
        "/letters/1-a.html",
        "/letters/",
        "/letters",
    ] {
        assert_eq!(get(path, &[HERE]).await.0, 404, "{path}");
    }
}
