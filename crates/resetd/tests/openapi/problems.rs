//! The address of a problem's type leads to a page that says what it means.

use super::*;

const TABLE: &str = include_str!("../../../../docs/dialects/v1.md");

/// Type, status, title and when, as the table has them.
fn rows() -> Vec<Vec<String>> {
    let (_, table) = TABLE.split_once("| type | status | title | when |").unwrap();
    let lines = table.trim_start().lines().skip(1);
    lines
        .take_while(|it| it.starts_with('|'))
        .map(|it| {
            let cells = it.trim_matches('|').split('|');
            cells.map(|it| it.trim().to_owned()).collect()
        })
        .collect()
}

/// What an element holds, without markup.
fn held(body: &str, id: &str) -> String {
    let (_, from) = body.split_once(&format!(" id=\"{id}\">")).unwrap();
    let inside = from.split("</dd>").next().unwrap();
    ["<code>", "</code>"]
        .iter()
        .fold(inside.to_owned(), |text, it| text.replace(it, ""))
        .replace("&#x2f;", "/")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[test]
fn every_type_of_a_problem_leads_to_what_it_means_and_what_to_do() {
    let place = Place::with(&[ALL_APIS]);
    let server = place.serve();
    let rows = rows();
    assert!(rows.len() > 20, "{rows:?}");
    for row in &rows {
        let path = row[0].trim_matches('`');
        let page = server.http.get(path);
        assert_eq!(
            (page.status, page.header("content-type")),
            (200, Some("text/html; charset=utf-8")),
            "{path}"
        );
        let policy = page.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self';"),
            "{policy}"
        );
        assert!(!page.body.contains("<script"), "{path}");
        assert!(page.body.contains(&format!("<h1>{}</h1>", row[2])), "{path}");
        assert_eq!(held(&page.body, "type"), path);
        assert_eq!(held(&page.body, "status"), row[1], "{path}");
        assert_eq!(held(&page.body, "when"), row[3].replace('`', ""), "{path}");
        assert!(held(&page.body, "next").ends_with('.'), "{path}");
        // From each page one finds the others.
        for other in &rows {
            let link = format!("href=\"{}\"", other[0].trim_matches('`'));
            assert!(page.body.replace("&#x2f;", "/").contains(&link), "{path}: {link}");
        }
    }
    // What is told and where it leads say the same.
    let told = server.http.get("/v1/nowhere");
    let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    let page = server.http.get(told["type"].as_str().unwrap());
    assert_eq!(held(&page.body, "next"), told["detail"].as_str().unwrap());
}

#[test]
fn what_is_no_type_of_a_problem_leads_nowhere() {
    let place = Place::with(&[ALL_APIS]);
    let server = place.serve();
    for path in [
        "/problems",
        "/problems/",
        "/problems/nothing",
        "/problems/Expired",
        "/problems/expired/",
    ] {
        assert_eq!(server.http.get(path).status, 404, "{path}");
    }
    assert_eq!(
        server.http.call("POST", "/problems/expired", &[], b"").status,
        405
    );
    let place = Place::with(&[("dialects.enabled", "[\"4pointx\"]")]);
    let without = place.serve();
    assert_eq!(without.http.get("/problems/expired").status, 404);
}
