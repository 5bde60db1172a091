//! Other people's sites, bent cookies, and whatever else is sent here.

use super::*;

#[test]
fn forms_of_other_sites_are_refused() {
    let (_place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    let page = begin(&mut browser, ANN);
    let label = ("Content-Type", "application/x-www-form-urlencoded");
    let code = page.path.clone();
    let resend = code.replace("/code", "/resend");
    let targets = [
        ("/reset", "email=eve%40example.com"),
        (code.as_str(), "code=123456"),
        (resend.as_str(), ""),
    ];
    let foreign: [&[(&str, &str)]; 6] = [
        &[("Sec-Fetch-Site", "cross-site"), ("Origin", "null")],
        &[
            ("Sec-Fetch-Site", "same-site"),
            ("Origin", "https://other.example.com"),
        ],
        &[
            ("Sec-Fetch-Site", "cross-site"),
            ("Origin", "http://127.0.0.1:8080"),
        ],
        &[("Origin", "https://evil.example")],
        &[("Origin", "http://127.0.0.1:8080.evil.example")],
        &[
            ("Sec-Fetch-Site", "same-origin"),
            ("Sec-Fetch-Site", "cross-site"),
        ],
    ];
    for headers in foreign {
        for (path, body) in targets {
            let answer = browser.request("POST", path, &[&[label], headers].concat(), body);
            assert_eq!(answer.status, 403, "{headers:?} {path}");
            assert!(answer.body.contains("This form came from elsewhere"));
        }
    }
    // A forged Host makes its own origin no better.
    let forged = "POST /reset HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nConnection: close\r\n\
                  Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 21\r\n\r\nemail=eve@example.com";
    assert_eq!(server.http.raw(forged.as_bytes()).unwrap().status, 403);
    // An old browser hides the origin for our own forms, too: there its cookie speaks.
    let hidden = [label, ("Origin", "null")];
    assert_eq!(
        browser
            .request("POST", "/reset", &hidden, "email=eve%40example.com")
            .status,
        303
    );
    let bare = Browser::of(&server).request("POST", "/reset", &hidden, "email=eve%40example.com");
    assert_eq!(bare.status, 403);
    assert_eq!(server.captured("eve@example.com").len(), 0);
}

#[test]
fn a_bent_cookie_or_one_of_another_tab_is_none() {
    let (_place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    let one = begin(&mut browser, ANN);
    let two = begin(&mut browser, "eve@example.com");
    let name = |page: &Page| format!("reset-{}", page.tab());
    let sealed = browser.cookies[&name(&one)].clone();
    let bent = |at: usize| {
        let other = if &sealed[at..=at] == "A" { "B" } else { "A" };
        format!("{}{other}{}", &sealed[..at], &sealed[at + 1..])
    };
    for value in [
        String::new(),
        "x".to_owned(),
        "A".repeat(3000),
        bent(0),
        bent(sealed.len() / 2),
        sealed[..sealed.len() - 4].to_owned(),
        browser.cookies[&name(&two)].clone(),
    ] {
        browser.cookies.insert(name(&one), value);
        let page = browser.get(&one.path);
        assert!(
            page.answer.status == 404 && page.says("This page is over"),
            "{}",
            page.text()
        );
    }
    browser.cookies.insert(name(&one), sealed);
    assert_eq!(browser.get(&one.path).answer.status, 200);
    for path in [
        "/reset/x/code",
        "/reset/AAAAAAAAAAAAAAAA/code",
        "/reset/%00/code",
        "/reset//code",
    ] {
        assert_eq!(browser.get(path).answer.status, 404, "{path}");
    }
}

#[test]
fn markup_and_turned_text_in_every_field_stays_text() {
    let (_place, server) = with_ann(&[("pages.return_origins", "[\"https://app.example.com\"]")]);
    let nasty = [
        "\"><script>alert(1)</script>",
        "' onfocus=alert(1) autofocus='",
        "\u{202e}moc.elpmaxe@nna",
        "{{ 7 * 7 }}{% raw %}",
        "</title><svg onload=alert(1)>",
        "a@example.com\r\nSet-Cookie: x=1",
    ];
    for text in nasty {
        let mut browser = Browser::of(&server);
        let query = browser::encoded(&[("return_to", text), ("lang", text), ("email", text)]);
        let start = browser.get(&format!("/reset?{query}"));
        let fields = [("email", text), ("lang", text), ("return_to", text), ("x", text)];
        let refused = browser.post("/reset", &browser::encoded(&fields));
        assert_eq!(refused.status, 422, "{text}");
        let page = begin(&mut browser, ANN);
        let query = browser::encoded(&[("lang", text), ("sent", text)]);
        let shown = browser.get(&format!("{}?{query}", page.path));
        let wrong = browser.post(&page.path, &browser::encoded(&[("code", text)]));
        assert_eq!(wrong.status, 422, "{text}");
        for body in [&start.answer.body, &refused.body, &shown.answer.body, &wrong.body] {
            for raw in ["<script>alert", "<svg", "autofocus='"] {
                assert!(!body.contains(raw), "{text}: {raw}");
            }
        }
        let (field, _) = text.split_once('\r').unwrap_or((text, ""));
        let shown = browser::attribute(refused.body.split("<input").last().unwrap(), "value").unwrap();
        assert!(shown.starts_with(field), "as it was typed: {shown}");
        assert!(
            refused
                .headers
                .iter()
                .all(|(name, value)| name != "set-cookie" || !value.starts_with("x="))
        );
    }
    // What was typed and is an address, however odd, is isolated.
    let mut browser = Browser::of(&server);
    let page = begin(
        &mut browser,
        "o'hara&sons+<b>@example.com".replace("<b>", "b").as_str(),
    );
    assert!(
        page.answer
            .body
            .contains("<bdi>o&#39;hara&amp;sons+b@example.com</bdi>"),
        "{}",
        page.answer.body
    );
}

#[test]
fn a_password_is_taken_as_it_is_whatever_stands_in_it() {
    let (place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    begin(&mut browser, ANN);
    let code = server.captured_code(ANN, 1);
    browser.submit("code-form", &[("code", &code)]);
    for bad in ["new\0password", "new\npassword"] {
        let page = browser.submit("password-form", &[("new_password", bad)]);
        assert!(
            page.says("a character in it that cannot be typed"),
            "{}",
            page.text()
        );
    }
    let odd = "<b>&amp; +%41 \u{202e}ü\u{1f600}' \"x\"";
    assert!(
        browser
            .submit("password-form", &[("new_password", odd)])
            .path
            .ends_with("/done")
    );
    assert!(place.verifies(ANN, odd));
}

#[test]
fn ten_mebibytes_pasted_by_mistake_are_refused_politely() {
    let (_place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    let page = begin(&mut browser, ANN);
    for path in ["/reset", page.path.as_str()] {
        let pasted = format!("code={}", "x".repeat(10 << 20));
        let answer = browser.post(path, &pasted);
        assert_eq!(answer.status, 413, "{path}");
        assert!(answer.body.contains("That was too much") && answer.body.contains("<html"));
    }
    let long = browser.get(&page.path);
    assert_eq!(long.answer.status, 200);
    let long = browser.submit("code-form", &[("code", &"1".repeat(65))]);
    assert!(long.says("This is longer than any code."), "{}", long.text());
}

#[test]
fn whatever_else_is_wrong_is_told_by_a_page() {
    let (_place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    let page = begin(&mut browser, ANN);
    let ours = ("Sec-Fetch-Site", "same-origin");
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let encoded = ("Content-Encoding", "gzip");
    type Headers<'a> = &'a [(&'a str, &'a str)];
    let calls: [(&str, &str, Headers<'_>, &str, u16); 9] = [
        ("POST", "/reset", &[ours, form], "email=a&email=b", 400),
        ("POST", "/reset", &[ours, form], "email=%ff", 400),
        (
            "POST",
            "/reset",
            &[ours, ("Content-Type", "application/json")],
            "{}",
            415,
        ),
        (
            "POST",
            "/reset",
            &[ours, ("Content-Type", "multipart/form-data; boundary=x")],
            "--x--",
            415,
        ),
        ("POST", "/reset", &[ours, form, encoded], "email=a", 415),
        ("PUT", "/reset", &[ours], "", 405),
        ("DELETE", &page.path, &[ours], "", 405),
        ("GET", "/reset/AAAAAAAAAAAAAAAA/resend", &[], "", 405),
        ("GET", "/reset/nothing/here/at/all", &[], "", 404),
    ];
    for (method, path, headers, body, status) in calls {
        let answer = browser.request(method, path, headers, body);
        assert_eq!(answer.status, status, "{method} {path}");
        assert!(
            answer.body.contains("<main id=\"main\">"),
            "{method} {path}: {}",
            answer.body
        );
        assert!(answer.header("content-security-policy").is_some());
        assert_eq!(answer.header("allow").is_some(), status == 405);
    }
    let no_host = server
        .http
        .raw(b"GET /reset HTTP/1.1\r\nConnection: close\r\n\r\n")
        .unwrap();
    assert_eq!(no_host.status, 400);
}

#[test]
fn no_answer_and_no_letter_depends_on_the_host_that_the_client_names() {
    let all = (
        "dialects.enabled",
        "[\"4pointx\", \"userverse\", \"v1\", \"pages\"]",
    );
    let (_place, server) = with_ann(&[all]);
    for path in ["/reset", "/.well-known/change-password", "/reset/link?token=x"] {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n"
        );
        let answer = server.http.raw(request.as_bytes()).unwrap();
        assert!(!format!("{answer:?}").contains("evil"), "{path}: {answer:?}");
    }
    let asks = [
        (
            "/reset",
            "application/x-www-form-urlencoded",
            "email=ann%40example.com",
        ),
        (
            "/v1/recoveries",
            "application/json",
            "{\"email\":\"ann@example.com\"}",
        ),
    ];
    for (number, (path, kind, body)) in asks.into_iter().enumerate() {
        let length = body.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n\
             X-Forwarded-Proto: evil\r\nX-Original-URL: https://evil.example/\r\nReferer: https://evil.example/\r\n\
             Sec-Fetch-Site: same-origin\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        let answer = server.http.raw(request.as_bytes()).unwrap();
        assert!([202, 303].contains(&answer.status), "{path}: {answer:?}");
        assert!(!format!("{answer:?}").contains("evil"), "{path}: {answer:?}");
        let letter = server.captured_letter(ANN, number + 1);
        let (raw, text) = (&letter.raw, letter.text());
        assert!(!raw.contains("evil") && !text.contains("evil"), "{path}: {raw}");
        let ours = "http://127.0.0.1:8080/reset/link?token=";
        assert!(text.lines().any(|it| it.starts_with(ours)), "{path}: {text}");
    }
}

#[test]
fn other_origins_scripts_get_no_permission_on_pages() {
    let (_place, server) = with_ann(&[("http.cors_origins", "[\"https://app.example.com\"]")]);
    let asking = [
        ("Origin", "https://app.example.com"),
        ("Access-Control-Request-Method", "POST"),
    ];
    let asked = server.http.call("OPTIONS", "/reset", &asking, b"");
    assert_eq!(asked.status, 405);
    let read = server.http.call("GET", "/reset", &[asking[0]], b"");
    for answer in [asked, read] {
        assert!(
            answer
                .headers
                .iter()
                .all(|(name, _)| !name.to_lowercase().starts_with("access-control"))
        );
    }
}
