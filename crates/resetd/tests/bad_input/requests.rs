//! Paths, methods, framing and parameters.

use super::*;

#[test]
fn no_other_spelling_of_a_path_or_method_leads_to_a_call() {
    let house = House::new(&[]);
    let http = house.http();
    let label = ("Content-Type", "application/json");
    let body = json!({ "email": ANN, "otp": wrong(&house.code), "new_password": "long enough" }).to_string();
    for path in [
        "//_config/users/password/validate_otp",
        "/_config//users/password/validate_otp",
        "/_config/users/password//validate_otp",
        "/_config/users/password/validate_otp//",
        "/_config/users/password/%76alidate_otp",
        "/_config/users/password%2Fvalidate_otp",
        "/%5Fconfig/users/password/validate_otp",
        "/_config/users/./password/validate_otp",
        "/_config/users/x/../password/validate_otp",
        "/_config/users/password/validate_otp;v=1",
        "/_config/users/password/validate_otp.json",
        "/_config/users/password/validate_otp%00",
        "/_config/users/password/validate_otp%20",
        "/_CONFIG/users/password/validate_otp",
        "/_config/users/password/Validate_OTP",
        "/_config\\users\\password\\validate_otp",
        "/userverse/_config/users/password/validate_otp",
        "/userverse/userverse/password-reset/validate-otp",
        "/Password-Reset/validate-otp",
        "/password-reset//validate-otp",
        "/password-reset/%76alidate-otp",
    ] {
        for method in ["POST", "PUT", "PATCH"] {
            let answer = http.call(method, path, &[label], body.as_bytes());
            assert!(matches!(answer.status, 400 | 404), "{method} {path}: {answer:?}");
        }
    }
    for (method, path) in [
        ("POST", "/_config/users/password/"),
        ("GET", "/_config/users/password/"),
        ("GET", "/_config/users/password/validate_otp"),
        ("GET", "/_config/users/password/generate_otp"),
        ("POST", "/password-reset/validate-otp"),
        ("GET", "/password-reset/request?email=ann@example.com"),
        ("BREW", "/_config/users/password/validate_otp"),
        ("patch", "/password-reset/request?email=ann@example.com"),
    ] {
        for header in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] {
            for wanted in ["PUT", "POST", "PATCH"] {
                let answer = http.call(method, path, &[label, (header, wanted)], body.as_bytes());
                assert_eq!(
                    answer.status, 405,
                    "{method} {path} {header}: {wanted}: {answer:?}"
                );
            }
        }
        let separator = if path.contains('?') { '&' } else { '?' };
        let answer = http.call(
            method,
            &format!("{path}{separator}_method=PUT"),
            &[label],
            body.as_bytes(),
        );
        assert_eq!(answer.status, 405, "{method} {path}");
    }
    house.stands_as_before();
}

#[test]
fn a_request_that_two_readers_could_read_differently_is_not_served() {
    let house = House::new(&[]);
    let http = house.http();
    let body = format!("{{\"email\":\"{ANN}\",\"otp\":\"{}\"}}", wrong(&house.code));
    let path = "/_config/users/password/validate_otp";
    let label = "Content-Type: application/json\r\n";
    let (host, length) = ("Host: a.test\r\n", format!("Content-Length: {}\r\n", body.len()));
    let chunk = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let requests = [
        format!("POST {path} HTTP/1.1\r\n{label}{length}\r\n{body}"),
        format!("POST {path} HTTP/1.1\r\n{host}Host: b.test\r\n{label}{length}\r\n{body}"),
        format!("POST {path} HTTP/1.1\r\n{host}{host}{label}{length}\r\n{body}"),
        format!(
            "POST {path} HTTP/1.1\r\n{host}{label}Transfer-Encoding: chunked\r\n\r\nzz\r\n{body}\r\n0\r\n\r\n"
        ),
        format!(
            "POST {path} HTTP/1.1\r\n{host}{label}Transfer-Encoding: chunked\r\n\r\n-5\r\n{body}\r\n0\r\n\r\n"
        ),
        format!(
            "POST {path} HTTP/1.1\r\n{host}{label}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{body}\r\n0\r\n\r\n"
        ),
        format!("POST {path} HTTP/1.1\r\n{host}{label}Transfer-Encoding: gzip, x\r\n\r\n{chunk}"),
        format!("POST {path} HTTP/1.1\r\n{host}{label}Transfer-Encoding: chunked, gzip\r\n\r\n{chunk}"),
        format!("POST {path} HTTP/1.1\r\n{host}{label}{length}Content-Length: 5\r\n\r\n{body}"),
        format!("POST {path} HTTP/1.1\r\n{host}{label}Content-Length: -1\r\n\r\n{body}"),
        format!("POST {path} HTTP/1.1\r\n{host}{label}Content-Length: 1e2\r\n\r\n{body}"),
        format!(
            "POST {path} HTTP/1.1\r\n{host}{label}Content-Length : {}\r\n\r\n{body}",
            body.len()
        ),
        format!("POST {path} HTTP/1.1\r\n{host}{label}X: a\u{0}b\r\n{length}\r\n{body}"),
        format!("POST {path} HTTP/1.1\r\n{host}{label}no colon here\r\n{length}\r\n{body}"),
        format!("POST {path} HTTP/1.1 \r\n{host}{label}{length}\r\n{body}"),
        format!("POST  {path}  HTTP/1.1\r\n{host}{label}{length}\r\n{body}"),
        format!("POST {path}\r\n\r\n{body}"),
        format!("POST {path} HTTP/9.9\r\n{host}{label}{length}\r\n{body}"),
        format!("POST {path}\u{0} HTTP/1.1\r\n{host}{label}{length}\r\n{body}"),
        format!(
            "POST {path} HTTP/1.1\r\n{host}{label}X: {}\r\n{length}\r\n{body}",
            "x".repeat(2_000_000)
        ),
        format!(
            "POST /{} HTTP/1.1\r\n{host}{label}{length}\r\n{body}",
            "x".repeat(2_000_000)
        ),
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}\r\n\r\n".to_owned(),
    ];
    for request in requests {
        if let Some(answer) = http.raw(request.as_bytes()) {
            assert!((400..500).contains(&answer.status), "{request:.200?}: {answer:?}");
        }
    }
    // Both lengths: the chunks count, and the connection closes, so that nothing after them is read as a request.
    let right = format!("{{\"email\":\"{ANN}\",\"otp\":\"{}\"}}", house.code);
    let chunks = format!("{:x}\r\n{right}\r\n0\r\n\r\n", right.len());
    let smuggled = format!("GET /livez HTTP/1.1\r\n{host}\r\n");
    let both = format!(
        "POST {path} HTTP/1.1\r\n{host}{label}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}{smuggled}"
    );
    if let Some(answer) = http.raw(both.as_bytes()) {
        assert!(answer.status == 200 || answer.status == 400, "{answer:?}");
        assert_eq!(
            answer
                .header("connection")
                .map(str::to_ascii_lowercase)
                .as_deref(),
            Some("close"),
            "{answer:?}"
        );
        assert!(!answer.body.contains("HTTP/1.1"), "{answer:?}");
    }
    let chunked = format!(
        "POST {path} HTTP/1.1\r\n{host}Connection: close\r\n{label}Transfer-Encoding: chunked\r\n\r\n{chunks}"
    );
    assert_eq!(
        http.raw(chunked.as_bytes()).map(|it| it.status),
        Some(200),
        "chunks as such are fine"
    );
    house.stands_as_before();
}

#[test]
fn a_repeated_parameter_or_one_in_another_place_reaches_nobody_else() {
    let house = House::new(&[]);
    let http = house.http();
    for query in [
        "email=ann@example.com&email=mike@example.com",
        "email=mike@example.com&email=ann@example.com",
        "email=ann@example.com&%65mail=mike@example.com",
        "email[]=ann@example.com&email[]=mike@example.com",
        "email=ann@example.com%26email=mike@example.com",
        "email=ann@example.com,mike@example.com",
        "email=ann@example.com%00mike@example.com",
        "email=%",
        "email=%ff@example.com",
        "email",
        "=ann@example.com",
        "Email=mike@example.com",
        "",
    ] {
        let answer = http.call("PATCH", &format!("/password-reset/request?{query}"), &[], b"");
        assert_eq!(answer.status, 400, "{query}: {answer:?}");
    }
    let label = ("Content-Type", "application/json");
    for (query, body) in [
        ("email=ann@example.com", json!({ "email": "mike@example.com" })),
        ("email=mike@example.com", json!({ "email": "ann@example.com" })),
        ("email=ann@example.com", json!({ "email": null })),
        ("email=ann@example.com", json!({ "email": ["ann@example.com"] })),
        ("email=ann@example.com", json!({ "method": "nonsense" })),
        ("email=ann@example.com", json!([])),
    ] {
        let target = format!("/password-reset/request?{query}");
        let answer = http.call("PATCH", &target, &[label], body.to_string().as_bytes());
        assert_eq!(answer.status, 400, "{query} {body}: {answer:?}");
    }
    house.stands_as_before();
}
