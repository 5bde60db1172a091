//! The release binary as an operator runs it: a configuration file, a data directory, a process.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::http::{Answer, Client};
use super::letters::Letter;

const BINARY: &str = env!("CARGO_BIN_EXE_resetd");

/// A directory with a configuration, in which servers come and go.
pub struct Place {
    pub dir: PathBuf,
    config: PathBuf,
    _temporary: Option<tempfile::TempDir>,
}

impl Place {
    /// A new place with these settings on top of ports that are private and letters that are captured.
    pub fn with(settings: &[(&str, &str)]) -> Place {
        let temporary = tempfile::tempdir().unwrap();
        let mut place = Place::at(temporary.path(), settings);
        place._temporary = Some(temporary);
        place
    }

    /// A place in a directory that the test made.
    pub fn at(dir: &Path, settings: &[(&str, &str)]) -> Place {
        let data = dir.join("data");
        let data = data.to_str().unwrap();
        let data = format!("{data:?}");
        let ours = [
            ("data_dir", data.as_str()),
            ("http.listen", "\"127.0.0.1:0\""),
            ("metrics.listen", "\"127.0.0.1:0\""),
            ("mail.capture.listen", "\"127.0.0.1:0\""),
            ("log.format", "\"json\""),
            // A test says what else it serves.
            ("dialects.enabled", "[\"4pointx\", \"userverse\"]"),
        ];
        let mut text = String::new();
        for (name, value) in ours
            .iter()
            .filter(|(name, _)| !settings.iter().any(|it| it.0 == *name))
            .chain(settings)
        {
            writeln!(text, "{name} = {value}").unwrap();
        }
        let config = dir.join("resetd.toml");
        std::fs::write(&config, text).unwrap();
        Place {
            dir: dir.to_owned(),
            config,
            _temporary: None,
        }
    }

    /// A place whose letters go to a mail server without TLS on loopback.
    pub fn mailing_to(address: SocketAddr, settings: &[(&str, &str)]) -> Place {
        let port = address.port().to_string();
        let mail = [
            ("mail.transport", "\"smtp\""),
            ("mail.smtp.host", "\"127.0.0.1\""),
            ("mail.smtp.port", port.as_str()),
            ("mail.smtp.tls", "\"none\""),
        ];
        let others = mail
            .into_iter()
            .filter(|(name, _)| !settings.iter().any(|it| it.0 == *name));
        Place::with(&others.chain(settings.iter().copied()).collect::<Vec<_>>())
    }

    pub fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    /// A command of the binary with this place's configuration.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(BINARY);
        command.args(words).arg("--config").arg(&self.config);
        command
    }

    /// Runs a command to its end, with this on its standard input.
    pub fn run(&self, words: &[&str], input: &str) -> Output {
        let mut command = self.command(words);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    pub fn add(&self, email: &str, password: &str) {
        let done = self.run(&["account", "add", email, "--password-stdin"], password);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// Adds accounts without a password, in one go.
    pub fn import(&self, emails: &[String]) {
        let file = self.dir.join("import.csv");
        std::fs::write(&file, format!("email\n{}\n", emails.join("\n"))).unwrap();
        let done = self.run(&["account", "import", file.to_str().unwrap()], "");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// Whether this is the account's password now.
    pub fn verifies(&self, email: &str, password: &str) -> bool {
        let done = self.run(&["account", "verify", email, "--password-stdin"], password);
        match done.status.code() {
            Some(0) => true,
            Some(1) => false,
            other => panic!(
                "account verify ended with {other:?}: {}",
                String::from_utf8_lossy(&done.stderr)
            ),
        }
    }

    /// The letters in these states, as the operator's listing tells of them.
    pub fn outbox(&self, states: &[&str]) -> Vec<serde_json::Value> {
        let mut words = vec!["outbox", "list", "--json", "--most", "0"];
        words.extend(states.iter().flat_map(|it| ["--state", it]));
        let done = self.run(&words, "");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let text = String::from_utf8(done.stdout).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The letters that are still to be sent.
    pub fn waiting(&self) -> Vec<serde_json::Value> {
        self.outbox(&["waiting"])
    }

    /// How many wrong guesses are on record, and what they cost together.
    pub fn guesses(&self) -> (i64, i64) {
        let database = rusqlite::Connection::open(self.database()).unwrap();
        let sum = "SELECT count(*), coalesce(sum(cost), 0) FROM guess WHERE kind != 3";
        database
            .query_row(sum, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
    }

    /// The file of the database.
    pub fn database(&self) -> PathBuf {
        let files = std::fs::read_dir(self.data())
            .unwrap()
            .map(|it| it.unwrap().path());
        let is_database =
            |path: &PathBuf| std::fs::read(path).is_ok_and(|it| it.starts_with(b"SQLite format 3\0"));
        files.into_iter().find(is_database).expect("a database")
    }

    /// Starts a server and waits until it answers.
    pub fn serve(&self) -> Server {
        Server::start(self.command(&["serve"]))
    }
}

/// A running server. Dropping it kills it.
pub struct Server {
    pub child: Child,
    pub http: Client,
    metrics: Option<Client>,
    capture: Option<Client>,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// Starts a command that serves, and waits for the addresses that it logs.
    pub fn start(mut command: Command) -> Server {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        for stream in [
            Box::new(child.stderr.take().unwrap()) as Box<dyn std::io::Read + Send>,
            Box::new(child.stdout.take().unwrap()),
        ] {
            let log = Arc::clone(&log);
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let mut log = log.lock().unwrap();
                    log.push_str(&line);
                    log.push('\n');
                }
            });
        }
        super::wait_until("the server to listen", || {
            let said = log.lock().unwrap().clone();
            if let Some(status) = child.try_wait().unwrap() {
                panic!("the server ended with {status}:\n{said}");
            }
            said.contains("\"listener\":\"ready\"")
        });
        let said = log.lock().unwrap().clone();
        let find = |name: &str| address_of(&said, name).map(Client);
        Server {
            child,
            http: find("http").expect("the http listener in the log"),
            metrics: find("metrics"),
            capture: find("capture"),
            log,
        }
    }

    /// Everything it logged so far, at whatever level.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// As a power cut would: no signal handler runs.
    pub fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.log()
    }

    /// As a service manager would: asks, and waits. Returns its log.
    pub fn stop(mut self) -> String {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        let start = std::time::Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "the server did not stop:\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        self.log()
    }

    /// The metrics' listener.
    pub fn metrics(&self) -> Client {
        self.metrics.expect("a server with metrics")
    }

    /// The capture box's listener.
    pub fn capture(&self) -> Client {
        self.capture.expect("a server with the capture transport")
    }

    /// The captured letters to an address, oldest first.
    pub fn captured(&self, address: &str) -> Vec<Letter> {
        let list: serde_json::Value =
            serde_json::from_str(&self.capture().get("/letters.json").body).unwrap();
        let of = |it: &serde_json::Value| it["to"].as_str().is_some_and(|to| to == address);
        let mut found: Vec<Letter> = list
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| of(it))
            .map(|it| Letter {
                to: address.to_owned(),
                raw: self
                    .capture()
                    .get(&format!("/letters/{}.eml", it["id"].as_str().unwrap()))
                    .body,
            })
            .collect();
        found.reverse();
        found
    }

    /// Waits for the n-th captured letter (from 1) to an address.
    pub fn captured_letter(&self, address: &str, n: usize) -> Letter {
        super::wait_until(&format!("captured letter {n} to {address}"), || {
            self.captured(address).len() >= n
        });
        self.captured(address)[n - 1].clone()
    }

    /// The codes that were mailed to an address, oldest first; notices have none.
    pub fn captured_codes(&self, address: &str) -> Vec<String> {
        self.captured(address).iter().filter_map(Letter::code).collect()
    }

    /// Waits for the n-th mailed code (from 1) to an address.
    pub fn captured_code(&self, address: &str, n: usize) -> String {
        super::wait_until(&format!("code {n} to {address}"), || {
            self.captured_codes(address).len() >= n
        });
        self.captured_codes(address)[n - 1].clone()
    }

    /// A metric's value, summed over its labels.
    pub fn metric(&self, name: &str) -> f64 {
        let page = self.metrics().get("/metrics").body;
        let lines = page.lines().filter(|line| {
            line.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('{') || rest.starts_with(' '))
        });
        lines
            .filter_map(|line| line.rsplit_once(' '))
            .filter_map(|(_, value)| value.parse::<f64>().ok())
            .sum()
    }

    // The 4pointx API, for tests about something else.

    pub fn ask(&self, email: &str) -> Answer {
        self.http.json(
            "POST",
            "/_config/users/password/generate_otp",
            &serde_json::json!({ "email": email }),
        )
    }

    pub fn check(&self, email: &str, code: &str) -> Answer {
        let body = serde_json::json!({ "email": email, "otp": code });
        self.http
            .json("POST", "/_config/users/password/validate_otp", &body)
    }

    pub fn reset(&self, email: &str, code: &str, password: &str) -> Answer {
        let body = serde_json::json!({ "email": email, "otp": code, "new_password": password });
        self.http.json("PUT", "/_config/users/password/", &body)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in the log line `{"listener":"http","address":"127.0.0.1:…"}`.
fn address_of(log: &str, name: &str) -> Option<SocketAddr> {
    let line = log
        .lines()
        .find(|line| line.contains(&format!("\"listener\":\"{name}\"")))?;
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    let find = |value: &serde_json::Value| value["address"].as_str().map(str::to_owned);
    find(&value).or_else(|| find(&value["fields"]))?.parse().ok()
}
