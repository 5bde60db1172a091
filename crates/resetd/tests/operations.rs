//! What operators do: starting, watching, stopping, repairing, and what the server refuses to start with.

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use support::http::Client;
use support::server::Place;
use support::sink::{Mood, Sink};
use support::wait_until;
use support::wire::wrong;

const ANN: &str = "ann@example.com";
const OLD: &str = "the old password";
const NEW: &str = "the new password";

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Starts a server that must not start: what it says, once it has ended.
fn refusal(mut command: Command) -> String {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for(&mut child, "the server to refuse");
    let output = child.wait_with_output().unwrap();
    assert!(!output.status.success(), "{}", said(&output));
    said(&output)
}

fn wait_for(child: &mut Child, what: &str) {
    let (mut tries, step) = (0, Duration::from_millis(10));
    while child.try_wait().unwrap().is_none() {
        tries += 1;
        if tries > 1000 {
            child.kill().unwrap();
            panic!("waited 10 s for: {what}");
        }
        std::thread::sleep(step);
    }
}

fn signal(child: &Child, signal: rustix::process::Signal) {
    rustix::process::kill_process(rustix::process::Pid::from_child(child), signal).unwrap();
}

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
        "/openapi.json",
        "/v1/recoveries",
    ] {
        assert_eq!(server.http.get(path).status, 404, "{path}");
    }
    let metrics = server.metrics.get("/metrics");
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
        assert_eq!(server.metrics.get(path).status, 404, "{path}");
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
    let page = server.metrics.get("/metrics").body;
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
fn the_capture_box_is_refused_where_other_machines_could_reach_the_service() {
    for setting in [
        ("http.listen", "\"0.0.0.0:0\""),
        ("public_url", "\"https://reset.example.com\""),
        ("mail.capture.listen", "\"0.0.0.0:0\""),
    ] {
        let said = refusal(Place::with(&[setting]).command(&["serve"]));
        assert!(said.contains(setting.0), "{setting:?}: {said}");
    }
}

#[test]
fn a_second_server_on_the_same_data_is_refused_and_leaves_the_first_alone() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let first = place.serve();
    let said = refusal(place.command(&["serve"]));
    assert!(
        said.contains("data") && (said.contains("another") || said.contains("running")),
        "{said}"
    );
    assert_eq!(first.ask(ANN).status, 200);
    first.kill();
    let after_a_kill = place.serve();
    assert_eq!(
        after_a_kill.http.get("/readyz").status,
        200,
        "the lock died with its process"
    );
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
fn a_request_in_flight_is_answered_before_the_server_ends() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let mut server = place.serve();
    let body = format!("{{\"email\":\"{ANN}\"}}");
    let (head, tail) = body.split_at(5);
    let mut slow = TcpStream::connect(server.http.0).unwrap();
    write!(
        slow,
        "POST /_config/users/password/generate_otp HTTP/1.1\r\nHost: a.test\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{head}",
        body.len()
    )
    .unwrap();
    // A connection without a request must not hold the server up.
    let idle = TcpStream::connect(server.http.0).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    signal(&server.child, rustix::process::Signal::TERM);
    wait_until("the listener to close", || {
        TcpStream::connect(server.http.0).is_err()
    });
    assert!(
        server.child.try_wait().unwrap().is_none(),
        "it waits for the one request"
    );
    slow.write_all(tail.as_bytes()).unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200 ")
            && answer.ends_with("\"An OTP has been sent to your email address\""),
        "{answer}"
    );
    wait_for(&mut server.child, "the server to end");
    assert!(server.child.wait().unwrap().success());
    drop(idle);
    let server = place.serve();
    wait_until("the letter of the last request", || {
        std::fs::read_dir(place.data().join("captured")).is_ok_and(|it| it.count() > 0)
    });
    drop(server);
}

#[test]
fn an_interrupt_from_the_keyboard_stops_it_as_well() {
    let place = Place::with(&[]);
    let mut server = place.serve();
    signal(&server.child, rustix::process::Signal::INT);
    wait_for(&mut server.child, "the server to end");
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn everything_that_is_wrong_with_the_settings_is_told_at_once_and_nothing_is_started() {
    let settings = [
        ("http.listne", "\"127.0.0.1:0\""),
        ("code.ttl", "\"25h\""),
        ("code.attempts", "0"),
        ("code.ladder", "[\"digits:8\", \"digits:6\"]"),
        ("mail.from", "\"nobody\""),
        ("mail.transport", "\"pigeon\""),
        ("http.trusted_proxies", "[\"10.0.0.0/33\"]"),
        ("limits.client.asks", "-1"),
        ("password.min_length", "4"),
        ("metrics.listen", "true"),
    ];
    let place = Place::with(&settings);
    for said in [
        refusal(place.command(&["serve"])),
        said(&place.run(&["config", "check"], "")),
    ] {
        for (key, _) in settings {
            assert!(said.contains(key), "{key} is not named:\n{said}");
        }
        assert!(said.contains("http.listen"), "the nearest real name:\n{said}");
        assert!(said.contains("resetd.toml:"), "where it stands:\n{said}");
    }
    assert!(
        !place.data().exists(),
        "settings are read before anything is made"
    );
}

#[test]
fn what_later_versions_build_is_refused_with_a_message_that_says_so() {
    for (key, value) in [
        ("profile", "\"hardened\""),
        ("store.url", "\"postgres://localhost/resetd\""),
        ("dialects.enabled", "[\"4pointx\", \"v1\"]"),
        ("dialects.enabled", "[\"pages\"]"),
    ] {
        let said = refusal(Place::with(&[(key, value)]).command(&["serve"]));
        assert!(said.contains(key) && said.contains("not build"), "{key}: {said}");
    }
}

#[test]
fn the_environment_beats_the_file_and_a_flag_beats_both() {
    let place = Place::with(&[("code.attempts", "3")]);
    let shown = |set: &[&str]| {
        let mut command = place.command(&[&["config", "show", "--json"], set].concat());
        let output = command.env("RESETD__CODE__ATTEMPTS", "4").output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        said(&output)
            .lines()
            .find(|line| line.contains("code.attempts"))
            .expect("the setting")
            .to_owned()
    };
    assert!(shown(&[]).contains('4'), "{}", shown(&[]));
    assert!(shown(&["--set", "code.attempts=2"]).contains('2'));
    let mut command = place.command(&["config", "check"]);
    let output = command.env("RESETD__CODE__ATEMPTS", "4").output().unwrap();
    assert!(
        !output.status.success(),
        "a variable that sets nothing is an error"
    );
    assert!(
        said(&output).contains("RESETD__CODE__ATEMPTS"),
        "{}",
        said(&output)
    );
}

#[test]
fn the_documented_profile_warns_once_of_what_it_gives_away() {
    let place = Place::with(&[]);
    let log = place.serve().stop();
    let warnings: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("WARN") && line.contains("documented"))
        .collect();
    assert_eq!(warnings.len(), 1, "{log}");
    for deviation in ["profile", "account", "409", "404"] {
        assert!(warnings[0].contains(deviation), "{deviation}: {}", warnings[0]);
    }
}

#[test]
fn the_first_start_makes_keys_that_only_their_owner_can_read() {
    let place = Place::with(&[]);
    drop(place.serve());
    let keys = place.data().join("keys");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&keys), 0o600);
    assert_eq!(mode(&place.data()) & 0o077, 0, "{:o}", mode(&place.data()));
    for file in std::fs::read_dir(place.data()).unwrap().filter_map(Result::ok) {
        assert_eq!(mode(&file.path()) & 0o077, 0, "{}", file.path().display());
    }
    let first = std::fs::read_to_string(&keys).unwrap();
    drop(place.serve());
    assert_eq!(std::fs::read_to_string(&keys).unwrap(), first, "made once");
}

#[test]
fn keys_that_anybody_could_guess_or_read_stop_the_start() {
    let place = Place::with(&[]);
    drop(place.serve());
    let keys = place.data().join("keys");
    let good = std::fs::read_to_string(&keys).unwrap();
    let last = good
        .lines()
        .next_back()
        .unwrap()
        .split(' ')
        .next_back()
        .unwrap()
        .to_owned();
    let zero = "A".repeat(43);
    let counted = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    for bad in [
        good.replace(&last, &zero),
        good.replace(&last, &format!("{}8", "_".repeat(42))),
        good.replace(&last, counted),
        good.replace(&last, "changeme"),
        good.replace(&last, ""),
        good.replace("ledger", "leger"),
        String::new(),
        "# nothing\n".to_owned(),
        "\u{0}".repeat(200),
    ] {
        std::fs::write(&keys, &bad).unwrap();
        let said = refusal(place.command(&["serve"]));
        assert!(said.contains("key"), "{said}");
        assert!(
            !said.contains(&last) && !said.contains(&zero),
            "no key in a message: {said}"
        );
        assert_eq!(
            std::fs::read_to_string(&keys).unwrap(),
            bad,
            "a key file is never written over"
        );
    }
    std::fs::write(&keys, &good).unwrap();
    for mode in [0o644, 0o640, 0o666] {
        std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(mode)).unwrap();
        let said = refusal(place.command(&["serve"]));
        assert!(said.contains("chmod 600"), "{said}");
    }
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o600)).unwrap();
    drop(place.serve());
}

#[test]
fn a_database_whose_keys_were_lost_is_not_served_with_others() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask(ANN).status, 200);
    let code = server.captured_code(ANN, 1);
    server.stop();
    let keys = place.data().join("keys");
    let kept = place.dir.join("kept");
    std::fs::rename(&keys, &kept).unwrap();
    for _ in 0..2 {
        let said = refusal(place.command(&["serve"]));
        assert!(
            said.contains("keys") && said.contains("backup"),
            "what happened and what to do: {said}"
        );
    }
    std::fs::rename(&kept, &keys).unwrap();
    let server = place.serve();
    assert_eq!(
        server.reset(ANN, &code, NEW).status,
        200,
        "with its own keys all is as before"
    );
}

/// The letters that `resetd outbox list` shows.
fn outbox(place: &Place, states: &[&str]) -> Vec<Value> {
    let mut words = vec!["outbox", "list", "--json"];
    for state in states {
        words.extend(["--state", state]);
    }
    let output = place.run(&words, "");
    assert!(output.status.success(), "{}", said(&output));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn refused_letters_are_listed_with_the_reason_and_can_be_tried_again_or_dropped() {
    let sink = Sink::start();
    sink.be(Mood::Never);
    let place = Place::mailing_to(sink.address, &[]);
    place.add(ANN, OLD);
    place.add("bob@example.com", OLD);
    let server = place.serve();
    assert_eq!(
        server.ask(ANN).status,
        200,
        "the caller learns nothing of the mail server"
    );
    assert_eq!(server.ask("bob@example.com").status, 200);
    wait_until("both letters to be refused", || {
        outbox(&place, &["refused"]).len() == 2
    });
    let listed = outbox(&place, &[]);
    assert_eq!(listed.len(), 2, "{listed:?}");
    for letter in &listed {
        assert_eq!(letter["state"], "refused");
        assert_eq!(letter["kind"], "code");
        assert!(letter["why"].as_str().unwrap().contains("550"), "{letter}");
        assert!(
            !letter.to_string().contains("ann@") && !letter.to_string().contains("bob@"),
            "{letter}"
        );
    }
    let table = place.run(&["outbox", "list"], "");
    assert!(
        said(&table).contains("refused") && said(&table).contains("b***@example.com"),
        "{}",
        said(&table)
    );
    assert!(sink.letters().is_empty());

    sink.be(Mood::Kind);
    let (first, second) = (listed[0]["id"].to_string(), listed[1]["id"].to_string());
    let retried = place.run(&["outbox", "retry", &first], "");
    assert!(retried.status.success(), "{}", said(&retried));
    let code = sink.letter_to(ANN, 1).code().expect("a code");
    assert_eq!(server.reset(ANN, &code, NEW).status, 200);
    let dropped = place.run(&["outbox", "drop", &second], "");
    assert!(dropped.status.success(), "{}", said(&dropped));
    assert!(outbox(&place, &["refused"]).is_empty());
    for words in [
        ["outbox", "retry", "999999"],
        ["outbox", "drop", "999999"],
        ["outbox", "drop", &first],
    ] {
        assert_eq!(place.run(&words, "").status.code(), Some(1), "{words:?}");
    }
    sink.letter_to(ANN, 2);
    std::thread::sleep(Duration::from_millis(300));
    assert!(
        sink.letters_to("bob@example.com").is_empty(),
        "what was dropped is never sent"
    );
}

#[test]
fn letters_that_wait_are_listed_and_go_out_when_the_mail_server_is_back() {
    let sink = Sink::start();
    sink.be(Mood::Later);
    let place = Place::mailing_to(sink.address, &[]);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask(ANN).status, 200);
    wait_until("a try", || {
        outbox(&place, &["waiting"])
            .first()
            .is_some_and(|it| it["attempts"].as_u64() >= Some(1))
    });
    assert_eq!(
        server.http.get("/readyz").status,
        200,
        "ready, whatever the mail server does"
    );
    let waiting = outbox(&place, &["waiting"]);
    assert!(waiting[0]["why"].as_str().unwrap().contains("451"), "{waiting:?}");
    sink.be(Mood::Kind);
    assert!(
        place
            .run(&["outbox", "retry", &waiting[0]["id"].to_string()], "")
            .status
            .success()
    );
    let code = sink.letter_to(ANN, 1).code().expect("a code");
    assert_eq!(server.reset(ANN, &code, NEW).status, 200);
    wait_until("an empty outbox", || outbox(&place, &[]).is_empty());
}

#[test]
fn mail_test_shows_the_dialogue_without_what_is_secret_in_it() {
    let sink = Sink::start();
    let place = Place::mailing_to(sink.address, &[]);
    let done = place.run(&["mail", "test", "operator@example.com"], "");
    assert!(done.status.success(), "{}", said(&done));
    let letter = sink.letter_to("operator@example.com", 1);
    assert_eq!(letter.code(), None);
    for part in ["EHLO", "MAIL FROM", "RCPT TO", "DATA", "250"] {
        assert!(said(&done).contains(part), "{part}: {}", said(&done));
    }
    sink.be(Mood::Never);
    let refused = place.run(&["mail", "test", "operator@example.com"], "");
    assert!(!refused.status.success());
    assert!(said(&refused).contains("550"), "{}", said(&refused));
    drop(sink);
    let nobody = Place::mailing_to(Sink::nowhere(), &[]);
    let away = nobody.run(&["mail", "test", "operator@example.com"], "");
    assert!(!away.status.success(), "{}", said(&away));
}

#[test]
fn account_commands_beside_a_running_server_count_at_once() {
    let place = Place::with(&[("limits.enabled", "false"), ("code.resend_after", "\"0s\"")]);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask("late@example.com").status, 409);
    place.add("late@example.com", OLD);
    assert_eq!(server.ask("late@example.com").status, 200, "added while it runs");

    assert_eq!(server.ask(ANN).status, 200);
    let code = server.captured_code(ANN, 1);
    assert_eq!(server.check(ANN, &code).status, 200);
    assert!(place.run(&["account", "disable", ANN], "").status.success());
    assert_eq!(server.check(ANN, &code).status, 409);
    assert_eq!(server.reset(ANN, &code, NEW).status, 409);
    assert_eq!(server.ask(ANN).status, 409);
    assert!(place.run(&["account", "enable", ANN], "").status.success());
    assert_eq!(
        server.check(ANN, &code).status,
        404,
        "enabling an account brings no old code back"
    );
    assert_eq!(server.reset(ANN, &code, NEW).status, 404);
    assert_eq!(server.ask(ANN).status, 200);
    let fresh = server.captured_code(ANN, 2);
    assert_eq!(server.reset(ANN, &fresh, NEW).status, 200);
    assert!(place.verifies(ANN, NEW));

    for word in ["remove", "erase"] {
        let email = format!("{word}@example.com");
        place.add(&email, OLD);
        assert_eq!(server.ask(&email).status, 200);
        let code = server.captured_code(&email, 1);
        let done = place.run(&["account", word, &email, "--yes"], "");
        assert!(done.status.success(), "{}", said(&done));
        assert_eq!(server.check(&email, &code).status, 409);
        place.add(&email, OLD);
        assert_eq!(
            server.reset(&email, &code, NEW).status,
            404,
            "a new account of the same name has no old code"
        );
    }
}

#[test]
fn an_erased_account_leaves_no_trace_in_the_database() {
    let place = Place::with(&[]);
    place.add("somebody.to.forget@example.com", OLD);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask("somebody.to.forget@example.com").status, 200);
    let code = server.captured_code("somebody.to.forget@example.com", 1);
    assert_eq!(
        server
            .check("somebody.to.forget@example.com", wrong(&code))
            .status,
        401
    );
    let done = place.run(&["account", "erase", "somebody.to.forget@example.com"], "");
    assert!(done.status.success(), "{}", said(&done));
    server.stop();
    let holds = |path: &Path, text: &[u8]| {
        std::fs::read(path)
            .unwrap()
            .windows(text.len())
            .any(|it| it == text)
    };
    let mut others = 0;
    for entry in std::fs::read_dir(place.data()).unwrap().filter_map(Result::ok) {
        if entry.path().is_file() {
            assert!(!holds(&entry.path(), b"to.forget"), "{}", entry.path().display());
            others += usize::from(holds(&entry.path(), ANN.as_bytes()));
        }
    }
    assert!(others > 0, "the others are still there");
}

#[test]
fn commands_say_by_their_exit_code_how_they_ended() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let code = |words: &[&str], input: &str| place.run(words, input).status.code();
    assert_eq!(
        code(&["account", "verify", ANN, "--password-stdin"], OLD),
        Some(0)
    );
    assert_eq!(
        code(&["account", "verify", "ANN@Example.Com", "--password-stdin"], OLD),
        Some(0)
    );
    assert_eq!(
        code(&["account", "verify", ANN, "--password-stdin"], NEW),
        Some(1)
    );
    assert_eq!(code(&["account", "show", "nobody@example.com"], ""), Some(1));
    assert_eq!(code(&["account", "disable", "nobody@example.com"], ""), Some(1));
    assert_eq!(
        code(&["account", "add", "no address", "--password-stdin"], OLD),
        Some(2)
    );
    assert_eq!(
        code(
            &["account", "add", "new@example.com", "--password-stdin"],
            "short"
        ),
        Some(3)
    );
    assert_eq!(
        code(&["account", "add", ANN, "--password-stdin"], NEW),
        Some(3),
        "it is there already"
    );
    assert!(place.verifies(ANN, OLD), "and was not changed");
    assert_eq!(code(&["no-such-command"], ""), Some(2));
    assert_eq!(code(&["config", "check"], ""), Some(0));
    let dir = place.data();
    let leaks = |path: &Path| {
        std::fs::read(path)
            .unwrap()
            .windows(OLD.len())
            .any(|it| it == OLD.as_bytes())
    };
    for file in std::fs::read_dir(dir)
        .unwrap()
        .filter_map(Result::ok)
        .filter(|it| it.path().is_file())
    {
        assert!(!leaks(&file.path()), "a password in {}", file.path().display());
    }
}

#[test]
fn a_server_that_cannot_listen_says_where_and_why() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for key in ["http.listen", "metrics.listen", "mail.capture.listen"] {
        let place = Place::with(&[(key, &format!("\"{address}\""))]);
        let said = refusal(place.command(&["serve"]));
        assert!(said.contains(&address), "{key}: {said}");
    }
}

#[test]
fn without_metrics_there_is_no_listener_for_them() {
    let place = Place::with(&[]);
    let server = place.serve();
    let metrics = server.metrics.0;
    assert_ne!(metrics, server.http.0);
    server.stop();
    assert!(Client(metrics).try_call("GET", "/metrics", &[], b"").is_none());
}
