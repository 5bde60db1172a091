//! The page of the API: everything on it, and nothing from elsewhere.

use serde_json::Value;

use super::*;

#[test]
fn the_page_tells_of_every_call_and_every_answer_of_the_document() {
    let place = Place::with(&[ALL_APIS]);
    let server = place.serve();
    let mut page = server.http.get("/docs");
    page.body = page.body.replace("&#x2f;", "/");
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, Some("text/html; charset=utf-8"))
    );
    let document: Value = serde_json::from_str(&server.http.get("/openapi.json").body).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            let (_, article) = page
                .body
                .split_once(&format!("<article aria-labelledby=\"{id}\">"))
                .unwrap();
            let (article, _) = article.split_once("</article>").unwrap();
            assert!(
                article.contains(&format!(
                    "<strong>{}</strong> <code>{path}</code>",
                    method.to_uppercase()
                )),
                "{id}"
            );
            for status in operation["responses"].as_object().unwrap().keys() {
                assert!(
                    article.contains(&format!("<summary><strong>{status}</strong>")),
                    "{id} {status}"
                );
            }
            assert!(
                page.body.contains(&format!("<a href=\"#{id}\">")),
                "{id} is not in the list"
            );
        }
    }
    assert!(
        page.body.contains("/problems/invalid-code"),
        "the examples are there"
    );
}

#[test]
fn the_page_runs_nothing_and_fetches_nothing_from_elsewhere() {
    let place = Place::with(&[ALL_APIS]);
    let server = place.serve();
    let page = server.http.get("/docs");
    assert_eq!(
        page.header("content-security-policy"),
        Some(
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
    );
    for forbidden in [
        "<script", "<style", " style=", " onclick", "<img", "<iframe", "<form", "@import", "url(",
    ] {
        assert!(!page.body.contains(forbidden), "{forbidden}");
    }
    let mut links = 0;
    for part in page
        .body
        .split("href=\"")
        .skip(1)
        .chain(page.body.split("src=\"").skip(1))
    {
        let target = part.split('"').next().unwrap();
        assert!(
            target.starts_with('#') || ["/docs/style.css", "/openapi.json"].contains(&target),
            "{target}"
        );
        links += 1;
        if let Some(anchor) = target.strip_prefix('#') {
            assert_eq!(
                page.body.matches(&format!("id=\"{anchor}\"")).count(),
                1,
                "{anchor}"
            );
        }
    }
    assert!(links > 20);
    let style = server.http.get("/docs/style.css");
    assert_eq!(
        (style.status, style.header("content-type")),
        (200, Some("text/css; charset=utf-8"))
    );
    assert!(!style.body.contains("url(") && !style.body.contains("@import"));
}

#[test]
fn the_page_is_read_and_not_written_to() {
    let place = Place::with(&[]);
    let server = place.serve();
    for path in ["/docs", "/openapi.json", "/docs/style.css"] {
        let answer = server.http.call("POST", path, &[], b"");
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, Some("GET, HEAD")),
            "{path}"
        );
        let head = server.http.call("HEAD", path, &[], b"");
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{path}");
    }
    for path in ["/docs/", "/docs/nothing", "/openapi.yaml"] {
        assert_eq!(server.http.get(path).status, 404, "{path}");
    }
}
