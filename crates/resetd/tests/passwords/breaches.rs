//! The breach service: what it is told, when it is asked, and what happens when it does not answer.

use std::time::{Duration, Instant};

use super::service::{Does, Service};
use super::support::scan::{Scan, files};
use super::support::tls::{Authority, Shown};
use super::support::wait_until;
use super::*;

/// Known to the service. `printf 'amber gravel fern oboe' | sha1sum` begins with 22EA3.
const KNOWN: &str = "amber gravel fern oboe";
const DIGITS: &str = "8AB3060110865CFDF847EFC74E22CBE1F9E";
const ANOTHER: &str = "0018A45C4D1DEF81644B54AB7F969B88D65";

fn asking(url: &str, more: &[(&str, &str)]) -> (Place, Server) {
    let url = format!("{url:?}");
    let ours = [
        ("password.blocklist", "\"off\""),
        ("password.breach_service", "\"on\""),
        ("password.breach_url", url.as_str()),
        ("password.breach_deadline", "\"300ms\""),
    ];
    let others = ours
        .into_iter()
        .filter(|it| !more.iter().any(|(key, _)| *key == it.0));
    with_ann(&others.chain(more.iter().copied()).collect::<Vec<_>>())
}

fn plain(service: &Service) -> String {
    format!("http://{}", service.address)
}

#[test]
fn a_breached_password_is_refused_after_a_right_code_which_stays_as_good_as_it_was() {
    let service = Service::start(None);
    service.knows(&[(ANOTHER, 7), (DIGITS, 3)]);
    let (place, server) = asking(&plain(&service), &[]);
    server.ask(ANN);
    let code = server.captured_code(ANN, 1);
    let wrong = server.reset(ANN, &other(&code), KNOWN);
    assert_eq!(wrong.status, 404, "{}", wrong.body);
    assert!(service.heard().is_empty(), "nobody asks for whoever has no code");
    for _ in 0..7 {
        let refused = server.reset(ANN, &code, KNOWN);
        assert_eq!(refused.status, 400);
        assert_eq!(refused.header("x-password-policy"), Some("breached"));
    }
    assert!(place.verifies(ANN, OLD));
    assert_eq!(place.guesses().0, 1, "the wrong one");

    let recovery = begin(&server, ANN);
    let own = server.captured_code(ANN, 2);
    assert_eq!(reasons(&set(&server, &recovery, &own, KNOWN)), ["breached"]);
    let token = server.captured_letter(ANN, 2).token().unwrap();
    let by_link = |path: &str, method: &str, password: &str| {
        let body = json!({ "token": token, "new_password": password });
        server.http.json(method, path, &body)
    };
    assert_eq!(
        reasons(&by_link("/v1/links/password", "PUT", KNOWN)),
        ["breached"]
    );
    let by_userverse = by_link("/password-reset/reset-with-token", "PATCH", KNOWN);
    assert_eq!(
        value(&by_userverse)["detail"]["error"],
        "The password is known from a data breach"
    );
    assert_eq!(
        server.reset(ANN, &code, NEW).status,
        200,
        "the first code still works"
    );
    assert!(place.verifies(ANN, NEW));
    assert!(server.metric("resetd_breach_lookups_total") >= 10.0);
    assert!(server.metric("resetd_breach_known_total") >= 10.0);
    assert_eq!(server.metric("resetd_breach_unanswered_total"), 0.0);
}

#[test]
fn the_service_is_told_five_digits_and_nothing_else_and_never_of_a_password_that_is_only_tried_out() {
    let service = Service::start(None);
    service.knows(&[(ANOTHER, 7)]);
    let (_place, server) = asking(&format!("{}/mirror", plain(&service)), &[]);
    let body = json!({ "new_password": KNOWN, "email": ANN });
    assert_eq!(server.http.json("POST", "/v1/passwords/check", &body).status, 200);
    assert!(service.heard().is_empty());
    server.ask(ANN);
    let code = server.captured_code(ANN, 1);
    assert_eq!(server.reset(ANN, &code, KNOWN).status, 200);
    let heard = service.heard();
    let version = env!("CARGO_PKG_VERSION");
    let host = service.address;
    assert_eq!(
        heard,
        [format!(
            "GET /mirror/range/22EA3 HTTP/1.1\r\nhost: {host}\r\nuser-agent: resetd/{version}\r\naccept: text/plain\r\nadd-padding: true\r\n\r\n"
        )]
    );
}

#[test]
fn a_line_that_only_fills_the_answer_up_is_no_breach() {
    let service = Service::start(None);
    service.knows(&[(DIGITS, 0), (ANOTHER, 7)]);
    let (_place, server) = asking(&plain(&service), &[]);
    server.ask(ANN);
    let code = server.captured_code(ANN, 1);
    assert_eq!(server.reset(ANN, &code, KNOWN).status, 200);
    assert_eq!(server.metric("resetd_breach_unanswered_total"), 0.0);
}

#[test]
fn a_service_that_is_away_hangs_or_talks_nonsense_keeps_nobody_from_their_account_and_is_counted() {
    let service = Service::start(None);
    let (place, server) = asking(&plain(&service), &[("limits.enabled", "false")]);
    let endless = format!("{DIGITS}:1\r\n").repeat(50_000);
    let ways = [
        Does::Hangs,
        Does::Stalls,
        Does::Leaves,
        Does::Answers(500, format!("{DIGITS}:9")),
        Does::Answers(200, "<html>blocked</html>".to_owned()),
        Does::Answers(200, String::new()),
        Does::Answers(200, endless),
    ];
    for (n, way) in (1..).zip(ways) {
        service.does(way.clone());
        server.ask(ANN);
        let code = server.captured_code(ANN, n);
        let start = Instant::now();
        let answer = server.reset(ANN, &code, KNOWN);
        assert_eq!(answer.status, 200, "{way:?}: {}", answer.body);
        assert!(start.elapsed() < Duration::from_secs(10), "{way:?}");
        assert_eq!(
            server.metric("resetd_breach_unanswered_total"),
            n as f64,
            "{way:?}"
        );
    }
    assert!(place.verifies(ANN, KNOWN));
    let warned = |log: &str| log.matches("the breach service gave no answer").count();
    wait_until("the log to tell", || warned(&server.log()) > 0);
    assert_eq!(warned(&server.log()), 1, "once, until it answers again");
    service.knows(&[(DIGITS, 1)]);
    server.ask(ANN);
    let code = server.captured_code(ANN, 8);
    assert_eq!(server.reset(ANN, &code, KNOWN).status, 400);
    wait_until("the log to tell", || {
        server.log().contains("the breach service answers again")
    });
}

#[test]
fn its_certificate_must_be_good() {
    let authority = Authority::new("An authority of the test");
    let roots = tempfile::tempdir().unwrap();
    let pem = roots.path().join("roots.pem");
    authority.write(&pem);
    for (shown, refused) in [
        (Shown::Good, true),
        (Shown::OtherName, false),
        (Shown::Expired, false),
    ] {
        let service = Service::start(Some(authority.server(shown)));
        service.knows(&[(DIGITS, 1)]);
        let url = format!("\"https://{}\"", service.address);
        let place = place_with(&[
            ("password.breach_service", "\"on\""),
            ("password.breach_url", &url),
            ("password.breach_deadline", "\"5s\""),
        ]);
        place.add(ANN, OLD);
        let mut command = place.command(&["serve"]);
        command.env("SSL_CERT_FILE", &pem).env_remove("SSL_CERT_DIR");
        let server = Server::start(command);
        server.ask(ANN);
        let code = server.captured_code(ANN, 1);
        let status = server.reset(ANN, &code, KNOWN).status;
        assert_eq!(status == 400, refused, "{shown:?}: {status}");
        assert_eq!(service.heard().is_empty(), !refused, "{shown:?}");
    }
}

#[test]
fn no_password_and_no_hash_of_one_shows_in_a_log_a_metric_or_a_file() {
    let service = Service::start(None);
    service.knows(&[(DIGITS, 3)]);
    let more = [("password.blocklist", "\"on\""), ("log.level", "\"trace\"")];
    let (place, server) = asking(&plain(&service), &more);
    let listed = "Blue Harbour Lamp Vine";
    let input = format!("{listed}\n");
    assert!(
        place
            .run(&["passwords", "import", "-", "--name", "words"], &input)
            .status
            .success()
    );
    wait_until("the server to take the list up", || {
        server.log().contains("read again")
    });
    let mut scan = Scan::default();
    for (name, secret) in [
        ("a password that is known", KNOWN),
        ("a password that is common", "passwordpassword"),
        ("a password that is listed", listed),
        ("the new password", NEW),
        ("the digits that are kept", DIGITS),
        ("a hash", "22EA38AB3060110865CFDF847EFC74E22CBE1F9E"),
    ] {
        scan.add(name, secret);
    }
    server.ask(ANN);
    let code = server.captured_code(ANN, 1);
    let mut said = String::new();
    for password in [KNOWN, "passwordpassword", listed, NEW] {
        if password == NEW {
            service.does(Does::Answers(200, format!("{DIGITS} nonsense")));
        }
        said += &format!("{:?}", server.reset(ANN, &code, password));
    }
    said += &server.metrics().get("/metrics").body;
    scan.none_in("the answers and metrics", said.as_bytes());
    assert!(place.verifies(ANN, NEW));
    scan.none_in("the log", server.stop().as_bytes());
    for file in files(&place.data()) {
        scan.none_in(&file.display().to_string(), &std::fs::read(&file).unwrap());
    }
}
