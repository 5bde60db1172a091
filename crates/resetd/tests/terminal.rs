//! The commands on a terminal: `script` from util-linux gives each one a terminal of its own, as an operator's shell does.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests may stop at once and measure real time"
)]

mod support;

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use support::server::Place;

/// How long a command may take to say the next thing: hashing on a busy machine included.
const PATIENCE: Duration = Duration::from_secs(60);

struct Terminal {
    child: Child,
    keys: ChildStdin,
    screen: Arc<Mutex<String>>,
}

impl Terminal {
    fn run(place: &Place, words: &[&str]) -> Terminal {
        let inner = place.command(words);
        let quoted = |word: &std::ffi::OsStr| format!("'{}'", word.to_str().unwrap());
        let line: Vec<String> = std::iter::once(inner.get_program())
            .chain(inner.get_args())
            .map(quoted)
            .collect();
        let mut child = Command::new("script")
            .args(["--quiet", "--return", "--flush", "--command"])
            .arg(line.join(" "))
            .arg("/dev/null")
            .env("TERM", "xterm-256color")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|why| panic!("script cannot be run ({why}): install bsdutils"));
        let screen = Arc::new(Mutex::new(String::new()));
        let (mut output, shown) = (child.stdout.take().unwrap(), Arc::clone(&screen));
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(1..) = output.read(&mut bytes).inspect(|n| {
                let text = String::from_utf8_lossy(bytes.get(..*n).unwrap());
                shown.lock().unwrap().push_str(&text);
            }) {}
        });
        Terminal {
            keys: child.stdin.take().unwrap(),
            child,
            screen,
        }
    }

    fn screen(&self) -> String {
        self.screen.lock().unwrap().clone()
    }

    /// Waits until this has been shown so many times.
    fn shows(&self, text: &str, times: usize) {
        let start = Instant::now();
        while self.screen().matches(text).count() < times {
            assert!(
                start.elapsed() < PATIENCE,
                "{text:?} is not on\n{}",
                self.screen()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        // The prompt stands there a moment before the terminal's echo is off.
        std::thread::sleep(Duration::from_millis(200));
    }

    fn types(&mut self, line: &str) {
        self.keys.write_all(format!("{line}\r").as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// The exit code, and everything that was shown.
    fn ends(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        // What was said last may still be on its way to the reader.
        std::thread::sleep(Duration::from_millis(200));
        (code, self.screen())
    }
}

const PASSWORD: &str = "correct horse battery";

#[test]
fn a_new_password_is_asked_for_twice_and_never_shown() {
    let place = Place::with(&[]);
    let mut terminal = Terminal::run(&place, &["account", "add", "ann@example.com"]);
    terminal.shows("New password", 1);
    terminal.types(PASSWORD);
    terminal.shows("Once more", 1);
    terminal.types("something else");
    terminal.shows("They differ; again, please", 1);
    terminal.shows("New password", 2);
    terminal.types(PASSWORD);
    terminal.shows("Once more", 2);
    terminal.types(PASSWORD);
    terminal.shows("added ann@example.com as account 1", 1);
    let (code, screen) = terminal.ends();
    assert_eq!(code, Some(0), "{screen}");
    for typed in [PASSWORD, "something else"] {
        assert!(!screen.contains(typed), "{screen}");
    }
    assert!(place.verifies("ann@example.com", PASSWORD));
}

#[test]
fn a_known_password_is_asked_for_once_and_compared() {
    let place = Place::with(&[]);
    place.add("ann@example.com", PASSWORD);
    for (typed, expected) in [(PASSWORD, 0), ("something else", 1)] {
        let mut terminal = Terminal::run(&place, &["account", "verify", "ann@example.com"]);
        terminal.shows("Password", 1);
        terminal.types(typed);
        let (code, screen) = terminal.ends();
        assert_eq!(code, Some(expected), "{screen}");
        assert!(!screen.contains(typed), "{screen}");
    }
}

#[test]
fn a_server_logs_text_on_a_terminal_and_json_elsewhere() {
    let place = Place::with(&[("log.format", "\"auto\"")]);
    let mut terminal = Terminal::run(&place, &["serve"]);
    terminal.shows("listening", 1);
    terminal.keys.write_all(b"\x03").unwrap();
    let (_, screen) = terminal.ends();
    assert!(
        screen.contains("INFO") && screen.contains("listener="),
        "{screen}"
    );
    assert!(!screen.contains(r#"{"timestamp""#), "{screen}");
    let server = place.serve();
    let log = server.stop();
    assert!(
        log.lines().count() > 1 && log.lines().all(|it| it.starts_with(r#"{"timestamp""#)),
        "{log}"
    );
}

#[test]
fn an_import_shows_on_a_terminal_how_far_it_is_and_a_script_sees_none_of_it() {
    const ROWS: usize = 60_000;
    let place = Place::with(&[]);
    let mut csv = "email,name\n".to_owned();
    for n in 0..ROWS {
        writeln!(csv, "person{n}@example.com,Person {n}").unwrap();
    }
    csv.push_str("nobody,\n");
    let file = place.dir.join("people.csv");
    std::fs::write(&file, csv).unwrap();
    let words = ["account", "import", file.to_str().unwrap()];
    let (code, screen) = Terminal::run(&place, &words).ends();
    assert_eq!(code, Some(2), "{screen}");
    let drawn: std::collections::BTreeSet<&str> = screen
        .split(['\r', '\n'])
        .filter(|line| line.contains("rows") && line.contains("left"))
        .collect();
    assert!(drawn.len() >= 2, "the bar moves: {screen}");
    assert!(
        drawn.iter().any(|it| it.contains('█') && it.contains("MiB")),
        "{drawn:?}"
    );
    assert!(
        screen.contains("line 60002: email"),
        "and complaints go above it: {screen}"
    );
    assert!(
        screen.contains("60000 accounts added, 0 were there already, 1 rows were bad"),
        "{screen}"
    );

    let again = place.run(&words, "");
    let said = String::from_utf8([again.stdout, again.stderr].concat()).unwrap();
    assert!(
        said.contains("0 accounts added, 60000 were there already"),
        "{said}"
    );
    assert!(
        !said.contains('\u{1b}') && !said.contains('█') && !said.contains('\r'),
        "{said}"
    );
}

#[test]
fn a_list_of_passwords_shows_how_far_its_import_is_as_well() {
    let place = Place::with(&[("password.blocklist", "\"on\"")]);
    let file = place.dir.join("words.txt");
    let mut text = String::new();
    for n in 0..400_000 {
        writeln!(text, "password number {n}").unwrap();
    }
    std::fs::write(&file, text).unwrap();
    let words = ["passwords", "import", file.to_str().unwrap()];
    let (code, screen) = Terminal::run(&place, &words).ends();
    assert_eq!(code, Some(0), "{screen}");
    let drawn = |what: &str| {
        let lines = screen.split(['\r', '\n']);
        lines
            .filter(|it| it.contains(what) && it.contains("left"))
            .count()
    };
    assert!(
        drawn("lines") >= 1 && drawn("parts of the filter") >= 1,
        "{screen}"
    );
    assert!(
        screen.contains("words: 400000 passwords read, 400000 entries, 0 lines left out"),
        "{screen}"
    );
    let again = place.run(&words, "");
    assert_eq!(again.stderr, b"", "a script sees none of it");
}
