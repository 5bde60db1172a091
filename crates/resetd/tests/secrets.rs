//! All flows of both APIs over SMTP with everything logged that can be logged: no code, link, password, hash or login
//! lies on a disk, in a log, a metric, a listing or an answer.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use support::http::Answer;
use support::letters::Letter;
use support::scan::{Scan, files, spellings};
use support::server::{Place, Server};
use support::sink::{Mood, Setup, Sink};
use support::tls::{Authority, Shown};
use support::{wait_until, wire};

const ANN: &str = "ann@example.com";
const BOB: &str = "bob@example.com";
const SMTP_PASSWORD: &str = "smtp-login: Zwölf Boxkämpfer & 100%=\"sure\"";

/// Seven characters.
const SHORT: &str = "gr=\"ün&";

/// Passwords that look different in each encoding.
fn password(n: usize) -> String {
    format!("No. {n}: grün & 100%=\"<b>\" \\o/ ?")
}

/// A house with a mail server that wants TLS and a login, and everything that its flows made secret.
struct House {
    _directory: tempfile::TempDir,
    place: Place,
    authority: Authority,
    sink: Sink,
    server: Server,
    scan: Scan,
    /// Everything that callers and operators were shown.
    said: Vec<u8>,
    passwords: usize,
}

impl House {
    fn open(settings: &[(&str, &str)]) -> House {
        let authority = Authority::new("The mail authority of the tests");
        let setup = Setup {
            tls: Some(authority.server(Shown::Good)),
            login: Some(("mailer".to_owned(), SMTP_PASSWORD.to_owned())),
            ..Setup::default()
        };
        let sink = Sink::with(setup);
        let directory = tempfile::tempdir().unwrap();
        let (ca, login) = (
            directory.path().join("ca.pem"),
            directory.path().join("smtp-password"),
        );
        authority.write(&ca);
        std::fs::write(&login, SMTP_PASSWORD).unwrap();
        let (port, ca, login) = (
            sink.address.port().to_string(),
            format!("{ca:?}"),
            format!("{login:?}"),
        );
        let fixed = [
            ("mail.transport", "\"smtp\""),
            ("mail.smtp.host", "\"127.0.0.1\""),
            ("mail.smtp.port", &port),
            ("mail.smtp.tls", "\"starttls\""),
            ("mail.smtp.ca_file", &ca),
            ("mail.smtp.username", "\"mailer\""),
            ("mail.smtp.password_file", &login),
            (
                "dialects.userverse.frontend_url",
                "\"https://app.example.com/reset\"",
            ),
            (
                "dialects.enabled",
                "[\"4pointx\", \"userverse\", \"v1\", \"pages\"]",
            ),
            ("code.resend_after", "\"0s\""),
            ("limits.enabled", "false"),
            ("log.level", "\"trace\""),
        ];
        let place = Place::at(directory.path(), &[&fixed, settings].concat());
        place.add(ANN, &password(0));
        place.add(BOB, &password(1));
        let server = Server::start(loud(&place, &["serve"]));
        let mut scan = Scan::default();
        scan.add("the password of the mail server", SMTP_PASSWORD);
        scan.add("the old password of Ann", &password(0));
        scan.add("the old password of Bob", &password(1));
        scan.add("a password that is too short", SHORT);
        House {
            _directory: directory,
            place,
            authority,
            sink,
            server,
            scan,
            said: vec![],
            passwords: 2,
        }
    }

    fn secret(&mut self, name: &str, secret: &str) {
        self.scan.add(name, secret);
    }

    /// A new password, also as a caller's header carries it.
    fn new_password(&mut self, what: &str) -> String {
        self.passwords += 1;
        let new = password(self.passwords);
        self.secret(&format!("a password that was {what}"), &new);
        for email in [ANN, BOB] {
            let header = wire::basic(email, &new);
            self.secret(
                &format!("the Authorization header of a password that was {what}"),
                &header[6..],
            );
        }
        new
    }

    fn hear(&mut self, answer: &Answer) -> u16 {
        self.said
            .extend(format!("{:?}\n{}\n", answer.headers, answer.body).into_bytes());
        answer.status
    }

    fn post(&mut self, path: &str, body: &serde_json::Value) -> u16 {
        let answer = self.server.http.json("POST", path, body);
        self.hear(&answer)
    }

    fn put(&mut self, email: &str, code: &str, password: &str) -> u16 {
        let answer = self.server.reset(email, code, password);
        self.hear(&answer)
    }

    fn patch(&mut self, target: &str, headers: &[(&str, &str)], body: &str) -> u16 {
        let answer = wire::userverse(&self.server.http, target, headers, body);
        self.hear(&answer)
    }

    fn raw(&mut self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> u16 {
        let answer = self.server.http.call(method, target, headers, body.as_bytes());
        self.hear(&answer)
    }

    /// The code and the token of the next letter with a code.
    fn letter(&mut self, email: &str, n: usize) -> (String, String) {
        let letter = self.sink.letter_to(email, n);
        self.known(&letter)
    }

    fn known(&mut self, letter: &Letter) -> (String, String) {
        let (code, token) = (letter.code().unwrap(), letter.token().unwrap());
        self.secret("a code", &code);
        self.secret("a link token", &token);
        (code, token)
    }

    /// The token of a notice.
    fn notice(&mut self, email: &str, n: usize) -> String {
        let notice = self.sink.letter_to(email, n);
        assert_eq!(notice.code(), None, "the notice");
        let token = notice.token().unwrap();
        self.secret("the token of a notice", &token);
        token
    }

    /// What an operator is shown.
    fn command(&mut self, words: &[&str], input: &str) {
        let mut command = loud(&self.place, words);
        let mut child = command
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        let done = child.wait_with_output().unwrap();
        assert!(
            done.stdout.len() + done.stderr.len() > 0,
            "{words:?} said nothing"
        );
        self.said.extend(done.stdout);
        self.said.extend(done.stderr);
    }

    /// Searches everything for all secrets; by now also for the keys and the hashes, which lie in one place each.
    fn close(mut self) {
        let process = self.server.child.id();
        for file in ["cmdline", "status", "comm"] {
            self.said
                .extend(std::fs::read(format!("/proc/{process}/{file}")).unwrap());
        }
        // A process without core dumps keeps its environment from everybody but root.
        match std::fs::read(format!("/proc/{process}/environ")) {
            Ok(environment) => self.said.extend(environment),
            Err(why) => assert_eq!(why.kind(), std::io::ErrorKind::PermissionDenied),
        }
        let metrics = self.server.metrics().get("/metrics").body;
        assert!(metrics.len() > 200, "{metrics}");
        self.said.extend(metrics.into_bytes());
        let data = self.place.data();
        let log = self.server.kill();
        let answered = log.matches("\"level\":\"DEBUG\"").count();
        assert!(
            answered > 30,
            "a log of {answered} calls is too quiet to prove anything:\n{log}"
        );
        assert!(!log.contains("panicked"), "{log}");
        assert!(
            !log.contains(ANN) && !log.contains(BOB),
            "a whole address in the log:\n{log}"
        );

        let database = self.place.database();
        // Before anybody opens the database and tidies its log away.
        let read = self.scan.none_under(&data);
        let (hashes, keys) = (hashes(&database), keys(&data.join("keys")));
        for scan in [&self.scan, &hashes, &keys] {
            scan.none_in("the log", log.as_bytes());
            scan.none_in("what was said", &self.said);
        }
        let names = |scan: &Scan| -> Vec<String> {
            let holds = |path: &PathBuf| !scan.found_in(&std::fs::read(path).unwrap()).is_empty();
            let found = files(&data).into_iter().filter(holds);
            found
                .map(|it| it.file_name().unwrap().to_string_lossy().into_owned())
                .collect()
        };
        assert_eq!(names(&keys), ["keys"], "keys lie in their file, and nowhere else");
        let with_hashes = names(&hashes);
        let database = database.file_name().unwrap().to_str().unwrap();
        assert!(!with_hashes.is_empty(), "hashes lie in the database");
        assert!(
            with_hashes.iter().all(|it| it.starts_with(database)),
            "and nowhere else: {with_hashes:?}"
        );
        println!(
            "secrets: searched {} bytes of log, {} bytes of answers and listings, {read} bytes on disk",
            log.len(),
            self.said.len()
        );
    }
}

/// A command that logs all it can.
fn loud(place: &Place, words: &[&str]) -> std::process::Command {
    let mut command = place.command(words);
    command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full");
    command
}

fn hashes(database: &Path) -> Scan {
    let database = rusqlite::Connection::open(database).unwrap();
    let mut rows = database.prepare("SELECT password_hash FROM account").unwrap();
    let hashes = rows.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
    let mut scan = Scan::default();
    for hash in hashes {
        if let Some(hash) = hash.unwrap() {
            scan.add("a password hash", hash.rsplit('$').next().unwrap());
        }
    }
    scan
}

/// The last words of the lines of the key file.
fn keys(file: &Path) -> Scan {
    let text = std::fs::read_to_string(file).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let mut scan = Scan::default();
    for key in lines.filter_map(|line| line.split_whitespace().next_back()) {
        scan.add_bytes("a key", &URL_SAFE_NO_PAD.decode(key).unwrap());
    }
    scan
}

/// The back end's calls, with keys that work, that lack a scope, and that were removed.
fn back_end_flows(it: &mut House) {
    let mut make = |name: &str, scope: &str| {
        let done = it.place.run(&["api-key", "add", name, "--scope", scope], "");
        let key = String::from_utf8(done.stdout).unwrap().trim().to_owned();
        it.scan.add("an API key", &key);
        it.scan
            .add("the secret of an API key", key.rsplit('_').next().unwrap());
        format!("Bearer {key}")
    };
    let (verify, write) = (
        make("verify", "passwords:verify"),
        make("write", "accounts:write"),
    );
    let path = "/v1/accounts/verify-password";
    let call = |it: &mut House, key: &str, path: &str, body: &serde_json::Value| {
        let headers = [("Content-Type", "application/json"), ("Authorization", key)];
        it.raw("POST", path, &headers, &body.to_string())
    };
    let (new, wrong) = (
        it.new_password("given to a new account"),
        it.new_password("compared and wrong"),
    );
    let carl = "carl@example.com";
    assert_eq!(
        call(
            it,
            &write,
            "/v1/accounts",
            &json!({ "email": carl, "password": new })
        ),
        201
    );
    assert_eq!(
        call(
            it,
            &write,
            "/v1/accounts",
            &json!({ "email": carl, "password": SHORT })
        ),
        422
    );
    assert_eq!(
        call(it, &verify, path, &json!({ "email": carl, "password": new })),
        200
    );
    assert_eq!(
        call(it, &verify, path, &json!({ "email": carl, "password": wrong })),
        200
    );
    assert_eq!(
        call(
            it,
            &verify,
            path,
            &json!({ "email": carl, "password": wrong, "more": new })
        ),
        400
    );
    assert_eq!(
        call(it, &write, path, &json!({ "email": carl, "password": new })),
        403
    );
    it.command(&["api-key", "list"], "");
    it.command(&["api-key", "list", "--json"], "");
    it.command(&["api-key", "remove", "verify"], "");
    assert_eq!(
        call(it, &verify, path, &json!({ "email": carl, "password": new })),
        401
    );
}

fn fourpoint_flows(it: &mut House) {
    let validate = "/_config/users/password/validate_otp";
    assert_eq!(
        it.post("/_config/users/password/generate_otp", &json!({ "email": ANN })),
        200
    );
    let (code, _) = it.letter(ANN, 1);
    assert_eq!(it.post(validate, &json!({ "email": ANN, "otp": code })), 200);
    assert_eq!(
        it.post(
            "/_config/users/validate_otp/",
            &json!({ "email": ANN, "otp": code })
        ),
        200
    );
    for n in 0..6 {
        let guess = format!("WR0NGGVESS{n}Z");
        it.secret("a wrong guess", &guess);
        let expected = if n < 5 { 401 } else { 404 };
        assert_eq!(
            it.post(validate, &json!({ "email": ANN, "otp": guess })),
            expected
        );
    }
    assert_eq!(it.post(validate, &json!({ "email": ANN, "otp": code })), 404);
    assert_eq!(
        it.post("/_config/users/password/generate_otp", &json!({ "email": ANN })),
        200
    );
    let (code, _) = it.letter(ANN, 2);
    let typed = format!("{} - {}", &code[..6], code[6..].to_lowercase());
    it.secret("a code as it was typed", &typed);
    let wanted = it.new_password("wanted for nobody");
    assert_eq!(it.put("nobody@example.com", &code, &wanted), 409);
    assert_eq!(it.put(ANN, &code, SHORT), 400, "refused by the policy");
    let long = it.new_password("too long").repeat(60);
    assert_eq!(it.put(ANN, &code, &long), 400);
    let control = format!("{}\u{7}", it.new_password("refused for its bell"));
    assert_eq!(it.put(ANN, &code, &control), 400);
    let early = it.new_password("offered with a wrong code");
    assert_eq!(it.put(ANN, "WR0NGC0DE-77", &early), 404);
    let malformed = format!("{{\"email\":\"{ANN}\",\"otp\":\"{code}\",\"new_password\":\"{early}");
    let json = [("Content-Type", "application/json")];
    assert_eq!(it.raw("PUT", "/_config/users/password/", &json, &malformed), 400);
    let padded = json!({ "email": ANN, "otp": code, "new_password": early, "more": "x".repeat(17_000) });
    assert_eq!(
        it.raw("PUT", "/_config/users/password/", &json, &padded.to_string()),
        413
    );
    let twice =
        format!("{{\"email\":\"{ANN}\",\"otp\":\"{code}\",\"otp\":{code:?},\"new_password\":\"12345678\"}}");
    assert_eq!(it.raw("PUT", "/_config/users/password/", &json, &twice), 400);
    let new = it.new_password("set by the 4pointx API");
    assert_eq!(it.put(ANN, &typed, &new), 200);
    assert_eq!(it.put(ANN, &code, &new), 404, "used");
    assert!(it.place.verifies(ANN, &new));
    it.notice(ANN, 3);
}

fn userverse_flows(it: &mut House) {
    assert_eq!(
        it.patch(
            &format!("/password-reset/request?email={BOB}&method=magic_link"),
            &[],
            ""
        ),
        202
    );
    let (code, _) = it.letter(BOB, 1);
    let target = "/userverse/password-reset/validate-otp";
    let by_query = format!("{target}?one_time_pin={code}");
    let new = it.new_password("set by the Userverse API");
    let basic = wire::basic(BOB, &new);
    let auth = [("Authorization", basic.as_str())];
    assert!(it.patch(&format!("{target}?one_time_pin=WR0NGP1N7777"), &auth, "") >= 400);
    it.secret("a wrong pin", "WR0NGP1N7777");
    for unusable in [
        "Basic !!!not-base64-at-all!!!",
        "Basic bm9jb2xvbmhlcmVidXRsb25nZW5vdWdo",
        "Bearer opaque-bearer-token-of-a-caller",
    ] {
        it.secret("an unusable Authorization header", &unusable[7..]);
        assert_eq!(it.patch(&by_query, &[("Authorization", unusable)], ""), 401);
    }
    let weak = wire::basic(BOB, SHORT);
    assert!(it.patch(&by_query, &[("Authorization", &weak)], "") >= 400);
    let differing = json!({ "email": ANN, "new_password": new, "otp": code }).to_string();
    assert!(it.patch(&by_query, &auth, &differing) >= 400);
    let beyond = format!("{target}/beyond?one_time_pin={code}&token={code}");
    assert_eq!(it.raw("PATCH", &beyond, &auth, ""), 404);
    assert_eq!(it.raw("GET", &by_query, &auth, ""), 405);
    let slash = format!("/password-reset/validate-otp/?one_time_pin={code}");
    let moved = it.server.http.call("PATCH", &slash, &auth, b"");
    assert_eq!(moved.status, 307);
    assert_eq!(it.patch(&by_query, &auth, ""), 202);
    assert!(it.place.verifies(BOB, &new));
    it.notice(BOB, 2);

    assert_eq!(
        it.patch(
            "/password-reset/request",
            &[],
            &json!({ "email": BOB }).to_string()
        ),
        202
    );
    let (code, token) = it.letter(BOB, 3);
    let body = |token: &str, password: &str| json!({ "token": token, "new_password": password }).to_string();
    let link = "/password-reset/reset-with-token";
    let new = it.new_password("set by a link");
    assert!(
        it.patch(link, &[], &body(&code, &new)) >= 400,
        "a code is no token"
    );
    let forged = format!("{}AAAA", &token[..token.len() - 4]);
    it.secret("a forged token", &forged);
    assert!(it.patch(link, &[], &body(&forged, &new)) >= 400);
    assert!(it.patch(link, &[], &body(&token, SHORT)) >= 400);
    assert!(it.patch(link, &[], &format!("{{\"token\":\"{token}\",\"new_password\":")) >= 400);
    assert_eq!(it.patch(link, &[], &body(&token, &new)), 202);
    assert!(it.patch(link, &[], &body(&token, &new)) >= 400, "used");
    assert!(it.place.verifies(BOB, &new));
    it.notice(BOB, 4);
}

/// Ann says of her last change that it was not hers, and comes back by link and code.
fn this_was_not_me(it: &mut House) {
    let token = it.notice(ANN, 3);
    let opened = it.server.http.get(&format!("/reset/not-me?token={token}"));
    assert_eq!(it.hear(&opened), 303);
    let forged = format!("{}AAAA", &token[..token.len() - 4]);
    it.secret("a forged token of a notice", &forged);
    let cookie = opened
        .header("set-cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let page = opened.header("location").unwrap().to_owned();
    let ours = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "same-origin")];
    assert_eq!(it.raw("GET", &page, &ours, ""), 200);
    assert_eq!(it.raw("POST", &page, &ours, ""), 303);
    assert_eq!(it.raw("GET", &page, &ours, ""), 410, "used");
    assert_eq!(it.post("/v1/recoveries", &json!({ "email": ANN })), 202);
    let (code, link) = it.letter(ANN, 4);
    let new = it.new_password("set by link and code");
    let body = |code: &str| json!({ "token": link, "code": code, "new_password": new }).to_string();
    let json = [("Content-Type", "application/json")];
    assert_eq!(
        it.raw("PUT", "/v1/links/password", &json, &body("WR0NGBESIDE7")),
        422
    );
    it.secret("a wrong guess beside a link", "WR0NGBESIDE7");
    assert_eq!(it.raw("PUT", "/v1/links/password", &json, &body(&code)), 204);
    assert!(it.place.verifies(ANN, &new));
    it.notice(ANN, 5);
}

/// A mail server that answers with the letter itself, that hangs up, and that knows us no more.
fn troubles_with_mail(it: &mut House) {
    let taken = it.sink.letters_to(ANN).len();
    it.sink.be(Mood::Echoes);
    assert_eq!(
        it.post("/_config/users/password/generate_otp", &json!({ "email": ANN })),
        200
    );
    wait_until("the refusal", || it.place.outbox(&["refused"]).len() == 1);
    it.command(&["outbox", "list"], "");
    it.command(
        &[
            "outbox", "list", "--json", "--most", "0", "--state", "refused", "--state", "sent", "--state",
            "unsent",
        ],
        "",
    );
    it.sink.be(Mood::Kind);
    let letter = it.place.outbox(&["refused"])[0]["id"].to_string();
    it.command(&["outbox", "retry", &letter], "");
    let (code, token) = it.letter(ANN, taken + 1);
    // The letter is the one that was echoed: its code was in the refusal.
    assert!(!code.is_empty() && !token.is_empty());

    let address = it.sink.address;
    let letters = it.sink.letters();
    let stranger = Setup {
        tls: Some(it.authority.server(Shown::Good)),
        login: Some(("somebody".to_owned(), "else altogether".to_owned())),
        ..Setup::default()
    };
    drop(std::mem::replace(&mut it.sink, Sink::start()));
    wait_until("the port to be free", || {
        std::net::TcpListener::bind(address).is_ok()
    });
    it.sink = Sink::at(address, stranger);
    assert_eq!(
        it.post("/_config/users/password/generate_otp", &json!({ "email": BOB })),
        200
    );
    wait_until("a refused login", || it.sink.refusals() > 0);
    it.command(&["outbox", "list"], "");
    it.command(&["mail", "test", "operator@example.com"], "");
    assert!(
        letters
            .iter()
            .any(|it| it.code().is_some_and(|known| known == code)),
        "the canary: letters do hold codes"
    );
}

fn operators_look_around(it: &mut House) {
    it.command(&["config", "show"], "");
    it.command(&["config", "check"], "");
    it.command(&["mail", "test", "operator@example.com"], "");
    assert_eq!(it.sink.letters_to("operator@example.com").len(), 1);
    it.command(&["account", "list"], "");
    it.command(&["account", "show", ANN, "--json"], "");
    let tried = password(0);
    it.command(&["account", "verify", ANN, "--password-stdin"], &tried);
    it.command(&["outbox", "list", "--json", "--state", "sent"], "");
    it.command(&["healthcheck"], "");
}

fn no_secret_survives(settings: &[(&str, &str)]) {
    let mut it = House::open(&[&[("code.ladder", "[\"base32:12\"]")], settings].concat());
    fourpoint_flows(&mut it);
    userverse_flows(&mut it);
    this_was_not_me(&mut it);
    back_end_flows(&mut it);
    operators_look_around(&mut it);
    troubles_with_mail(&mut it);
    it.close();
}

#[test]
fn a_run_of_all_flows_with_everything_logged_leaves_no_secret_behind() {
    no_secret_survives(&[]);
}

#[test]
fn the_present_generation_of_userverse_echoes_no_secret_either() {
    no_secret_survives(&[("dialects.userverse.compat", "\"current\"")]);
}

#[test]
fn six_digits_leave_no_trace_either() {
    let mut it = House::open(&[("code.ladder", "[\"digits:6\"]")]);
    let mut codes = vec![];
    for n in 0..4 {
        assert_eq!(
            it.post("/_config/users/password/generate_otp", &json!({ "email": ANN })),
            200
        );
        let code = it.sink.letter_to(ANN, 2 * n + 1).code().unwrap();
        assert_eq!(
            it.post(
                "/_config/users/password/validate_otp",
                &json!({ "email": ANN, "otp": code })
            ),
            200
        );
        let target = format!("/password-reset/validate-otp?one_time_pin={code}");
        let basic = wire::basic(ANN, &password(n + 10));
        assert_eq!(it.patch(&target, &[("Authorization", &basic)], ""), 202);
        assert_eq!(it.patch(&target, &[("Authorization", &basic)], ""), 400);
        wait_until("the notice", || it.sink.letters_to(ANN).len() == 2 * n + 2);
        codes.push(code);
    }
    it.command(&["outbox", "list", "--state", "sent"], "");
    it.said
        .extend(it.server.metrics().get("/metrics").body.into_bytes());
    let log = it.server.kill();
    let said = String::from_utf8_lossy(&it.said).into_owned();
    for line in log.lines().chain(said.lines()) {
        // The fraction of a time has six digits too.
        let line = line.split_once("\",\"level\"").map_or(line, |(_, rest)| rest);
        let words = line.split(|c: char| !c.is_ascii_alphanumeric());
        let leak = words
            .into_iter()
            .find(|word| codes.iter().any(|code| code == word));
        assert_eq!(leak, None, "{line}");
    }
}

#[test]
fn the_search_finds_a_secret_in_every_spelling() {
    let dir = tempfile::tempdir().unwrap();
    let secret = password(7);
    let mut scan = Scan::default();
    scan.add("the canary", &secret);
    assert_eq!(scan.none_under(dir.path()), 0);
    let all = spellings(&secret);
    assert!(all.len() > 12, "{all:?}");
    for (name, bytes) in &all {
        let hay = [b"noise before ", bytes.as_slice(), b" and after"].concat();
        assert!(!scan.found_in(&hay).is_empty(), "{name}");
    }
    let header = wire::basic("someone@example.com", &secret);
    assert!(
        !scan.found_in(header.as_bytes()).is_empty(),
        "inside of Basic, at whatever offset"
    );
    std::fs::create_dir(dir.path().join("deep")).unwrap();
    std::fs::write(dir.path().join("deep/file"), format!("x{}", all[0].0)).unwrap();
    assert_eq!(scan.none_under(dir.path()), 1 + all[0].0.len());
    std::fs::write(dir.path().join("deep/file"), &secret).unwrap();
    let found = std::panic::catch_unwind(|| scan.none_under(dir.path()));
    assert!(found.is_err(), "a file with the secret was not found");
}
