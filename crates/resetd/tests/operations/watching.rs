//! Probes, metrics, the capture box and the health check.

use super::*;

#[test]
fn the_probes_answer_on_the_main_listener_and_the_metrics_on_their_own() {
    let place = Place::with(&[]);
    let server = place.serve();
    for path in ["/livez", "/readyz"] {
        assert_eq!(server.http.get(path).status, 200, "{path}");
        assert_eq!(server.http.call("HEAD", path, &[], b"").status, 200, "{path}");
        assert_eq!(server.http.call("POST", path, &[], b"").status, 405, "{path}");
    }
    for path in [
        "/metrics",
        "/letters.json",
        "/debug",
        "/admin",
        "/.env",
        "/v1/recoveries",
    ] {
        assert_eq!(server.http.get(path).status, 404, "{path}");
    }
    let metrics = server.metrics().get("/metrics");
    assert_eq!(metrics.status, 200);
    assert!(
        metrics
            .header("content-type")
            .is_some_and(|it| it.contains("text")),
        "{metrics:?}"
    );
    assert!(metrics.body.lines().any(|line| line.starts_with("# TYPE ")) && metrics.body.contains("# EOF"));
    for path in [
        "/",
        "/livez",
        "/letters.json",
        "/_config/users/password/generate_otp",
    ] {
        assert_eq!(server.metrics().get(path).status, 404, "{path}");
    }
}

#[test]
fn the_metrics_count_what_happens_and_name_nobody() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask(ANN).status, 200);
    let code = server.captured_code(ANN, 1);
    assert_eq!(server.check(ANN, wrong(&code)).status, 401);
    assert_eq!(server.reset(ANN, &code, NEW).status, 200);
    server.http.get(&format!("/secret-path-{code}?otp={code}"));
    let page = server.metrics().get("/metrics").body;
    for secret in [&*code, ANN, "secret-path", NEW] {
        assert!(
            !page.contains(secret),
            "{secret:?} stands in the metrics:\n{page}"
        );
    }
    let counted = page
        .lines()
        .filter(|line| !line.starts_with('#') && line.contains("validate_otp"))
        .count();
    assert!(counted > 0, "the calls are counted by route:\n{page}");
}

#[test]
fn the_capture_box_shows_letters_to_this_machine_alone() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask(ANN).status, 200);
    let letter = server.captured_letter(ANN, 1);
    let capture = server.capture();
    let list: Value = serde_json::from_str(&capture.get("/letters.json").body).unwrap();
    let id = list[0]["id"].as_str().unwrap().to_owned();
    let paths = [
        "/".to_owned(),
        "/letters.json".to_owned(),
        format!("/letters/{id}.eml"),
    ];
    for path in &paths {
        assert_eq!(capture.get(path).status, 200, "{path}");
        for header in [
            "X-Forwarded-For",
            "Forwarded",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "Via",
            "X-Real-IP",
        ] {
            let answer = capture.call("GET", path, &[(header, "for=127.0.0.1")], b"");
            assert_eq!(answer.status, 404, "{path} {header}: {answer:?}");
            assert!(!answer.body.contains(ANN));
        }
        for host in [
            "evil.test",
            "resetd.example.com",
            "127.0.0.1.evil.test",
            "localhost.evil.test",
            "10.0.0.1",
            "",
        ] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            let answer = capture.raw(request.as_bytes());
            assert!(
                answer.as_ref().is_none_or(|it| (400..500).contains(&it.status)),
                "{path} {host:?}: {answer:?}"
            );
        }
        for host in ["localhost", "localhost:8025", "[::1]:8025"] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            assert_eq!(
                capture.raw(request.as_bytes()).map(|it| it.status),
                Some(200),
                "{path} {host:?}"
            );
        }
    }
    for path in [
        "/letters/../../data/keys",
        "/letters/..%2f..%2fkeys",
        "/letters/nothing.eml",
        "/letters/.eml",
        "/keys",
    ] {
        assert!((400..500).contains(&capture.get(path).status), "{path}");
    }
    let eml = std::fs::read_dir(place.data().join("captured"))
        .unwrap()
        .filter_map(Result::ok)
        .map(|it| it.path());
    let eml: Vec<_> = eml
        .filter(|it| it.extension().is_some_and(|it| it == "eml"))
        .collect();
    assert_eq!(eml.len(), 1);
    assert_eq!(std::fs::read_to_string(&eml[0]).unwrap(), letter.raw);
    for path in [&eml[0], eml[0].parent().unwrap()] {
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(
            mode & 0o077,
            0,
            "{} is for its owner alone: {mode:o}",
            path.display()
        );
    }
}

#[test]
fn healthcheck_says_by_its_exit_code_whether_the_server_is_ready() {
    let place = Place::with(&[]);
    let server = place.serve();
    let check = |listen: &str| {
        let output = place.run(&["healthcheck", "--set", &format!("http.listen={listen}")], "");
        (output.status.code(), said(&output))
    };
    let listen = server.http.0.to_string();
    assert_eq!(check(&listen).0, Some(0));
    server.stop();
    let (code, said) = check(&listen);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&listen), "{said}");
}

#[test]
fn without_metrics_there_is_no_listener_for_them() {
    let listeners = |place: &Place| place.serve().stop().matches("\"message\":\"listening\"").count();
    assert_eq!(
        listeners(&Place::with(&[])),
        3,
        "the APIs, the metrics, the letters"
    );
    let place = Place::with(&[("metrics.listen", "\"\"")]);
    assert_eq!(listeners(&place), 2, "the APIs and the letters");
    assert_eq!(
        place.serve().http.get("/metrics").status,
        404,
        "nor do they move to the APIs' listener"
    );
}

#[test]
fn while_another_process_holds_the_database_the_server_is_not_ready_and_nothing_is_lost() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask(ANN).status, 200);
    let code = server.captured_code(ANN, 1);
    let other = rusqlite::Connection::open(place.data().join("resetd.sqlite3")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let listen = format!("http.listen={}", server.http.0);
    std::thread::scope(|scope| {
        let server = &server;
        let ready = scope.spawn(|| server.http.get("/readyz").status);
        let health = scope.spawn(|| {
            place
                .run(&["healthcheck", "--timeout", "60", "--set", &listen], "")
                .status
                .code()
        });
        let reset = scope.spawn(|| server.reset(ANN, &code, NEW));
        let check = scope.spawn(|| server.check(ANN, wrong(&code)));
        let target = format!("/password-reset/request?email={ANN}");
        let ask = scope.spawn(move || server.http.call("PATCH", &target, &[], b""));
        assert_eq!(server.http.get("/livez").status, 200);
        assert_eq!(ready.join().unwrap(), 503);
        assert_eq!(health.join().unwrap(), Some(1));
        let reset = reset.join().unwrap();
        assert_eq!(
            reset.said(),
            (
                500,
                "{\"error\":{\"status\":500,\"message\":\"Failed to update password\"}}"
            )
        );
        let check = check.join().unwrap();
        assert_eq!(
            check.said(),
            (
                500,
                "{\"error\":{\"status\":500,\"message\":\"Something went wrong.\"}}"
            )
        );
        // Whether there is anything to write for it is decided in the act, so that trouble does not tell.
        assert_eq!(ask.join().unwrap().status, 500);
    });
    other.execute_batch("ROLLBACK").unwrap();
    wait_until("the server to be ready again", || {
        server.http.get("/readyz").status == 200
    });
    for _ in 0..4 {
        assert_eq!(
            server.check(ANN, wrong(&code)).status,
            401,
            "what could not be done was not counted"
        );
    }
    assert_eq!(server.reset(ANN, &code, NEW).status, 200);
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn a_server_leaves_no_core_dump_however_it_ends() {
    use std::os::unix::process::ExitStatusExt;

    let place = Place::with(&[]);
    let mut server = place.serve();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.child.id())).unwrap();
    let core: Vec<_> = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max core file size"))
        .unwrap()
        .split_whitespace()
        .collect();
    assert_eq!(core, ["0", "0", "bytes"], "now, and as far as it could be raised");
    let pid = rustix::process::Pid::from_child(&server.child);
    rustix::process::kill_process(pid, rustix::process::Signal::ABORT).unwrap();
    let ended = server.child.wait().unwrap();
    assert_eq!(ended.signal(), Some(rustix::process::Signal::ABORT.as_raw()));
    assert!(!ended.core_dumped(), "{ended:?}");
}
