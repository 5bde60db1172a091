//! `resetd demo`: what it prints can be pasted as it stands, and nothing is left behind.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use rustix::process::Signal;
use support::http::Client;

/// A running demo, with a directory of its own for temporary files.
struct Demo {
    child: Child,
    said: Arc<Mutex<String>>,
    home: tempfile::TempDir,
}

impl Demo {
    /// On free ports, beside whatever runs on the usual ones.
    fn start() -> Demo {
        let ports = ["http.listen", "metrics.listen", "mail.capture.listen"];
        Demo::with(&ports.map(|listener| format!("{listener}=127.0.0.1:0")))
    }

    fn with(settings: &[String]) -> Demo {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_resetd"));
        command
            .arg("demo")
            .current_dir(home.path())
            .env("TMPDIR", home.path());
        command.args(settings.iter().flat_map(|it| ["--set", it]));
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (out, heard) = (child.stdout.take().unwrap(), Arc::clone(&said));
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                heard.lock().unwrap().push_str(&format!("{line}\n"));
            }
        });
        Demo { child, said, home }
    }

    /// All that it prints before somebody ends it.
    fn guide(&mut self) -> String {
        support::wait_until("the end of the guide", || {
            assert!(
                self.child.try_wait().unwrap().is_none(),
                "it ended: {}",
                self.said.lock().unwrap()
            );
            self.said.lock().unwrap().contains("Press Ctrl-C to end.")
        });
        self.said.lock().unwrap().clone()
    }

    /// Ends it as a keyboard or a service manager would. Returns what is left of its directory.
    fn end(mut self, signal: Signal) -> Vec<PathBuf> {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal).unwrap();
        support::wait_until("the demo to end", || self.child.try_wait().unwrap().is_some());
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}: {}", self.said.lock().unwrap());
        inside(self.home.path())
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn inside(directory: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(directory)
        .unwrap()
        .filter_map(Result::ok)
        .map(|it| it.path())
        .collect()
}

/// The paragraphs that are commands, in the order they are printed.
fn commands(guide: &str) -> Vec<&str> {
    guide
        .split("\n\n")
        .map(str::trim)
        .filter(|it| it.starts_with("curl ") || it.starts_with("code="))
        .collect()
}

/// Where a demo's guide says that its APIs and its letters are.
fn doors(guide: &str) -> (Client, Client) {
    let address = |label: &str| {
        let line = guide
            .lines()
            .find(|line| line.starts_with(label))
            .unwrap_or_else(|| panic!("{label}: {guide}"));
        let rest = &line[line.find("http://").expect("an address") + "http://".len()..];
        Client(rest.split('/').next().unwrap().parse().unwrap())
    };
    (address("The APIs"), address("The letters"))
}

#[test]
fn the_printed_calls_work_when_they_are_pasted_one_after_the_other() {
    let mut demo = Demo::start();
    let guide = demo.guide();
    for account in ["support@4point.com", "support@4pointx.com", "user@example.com"] {
        assert!(guide.contains(account), "{guide}");
    }
    let commands = commands(&guide);
    assert_eq!(commands.len(), 7, "{guide}");
    // A person reads the letter before looking for its code; a script waits until it has arrived.
    let script: String = commands
        .iter()
        .map(|command| match command.strip_prefix("code=") {
            Some(_) => format!("n=0; code=; while [ -z \"$code\" ] && [ $n -lt 200 ]; do n=$((n+1)); sleep 0.05; {command}; done\n"),
            None => format!("{command} --silent --show-error\necho\n"),
        })
        .collect();
    let done = Command::new("sh")
        .arg("-euc")
        .arg(&script)
        .env("no_proxy", "127.0.0.1")
        .output()
        .unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(
        done.status.success(),
        "{said}\n{}\n{script}",
        String::from_utf8_lossy(&done.stderr)
    );
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "\"An OTP has been sent to your email address\"",
            "\"OTP verified successfully\"",
            "\"Password updated successfully\"",
            "{\"message\":\"OTP sent to email\",\"data\":null}",
            "{\"message\":\"Password changed successfully\",\"data\":null}",
        ]
    );
    let (api, _) = doors(&guide);
    for path in ["/reset", "/docs"] {
        assert_eq!(api.get(path).status, 200, "{path}");
    }
    assert_eq!(
        demo.end(Signal::INT),
        [] as [PathBuf; 0],
        "nothing is left behind"
    );
}

#[test]
fn the_letters_are_where_it_says_and_are_gone_with_it() {
    let mut demo = Demo::start();
    let guide = demo.guide();
    let (api, letters) = doors(&guide);
    assert!(api.0.ip().is_loopback() && letters.0.ip().is_loopback());
    let body = serde_json::json!({ "email": "user@example.com" });
    assert_eq!(
        api.json("POST", "/_config/users/password/generate_otp", &body)
            .status,
        200
    );
    support::wait_until("the letter", || {
        letters.get("/").body.contains("user@example.com")
    });
    assert!(
        !inside(demo.home.path()).is_empty(),
        "while it runs, its data is in the temporary directory"
    );
    assert_eq!(
        demo.end(Signal::TERM),
        [] as [PathBuf; 0],
        "nothing is left behind"
    );
    assert!(letters.try_call("GET", "/", &[], b"").is_none());
}

#[test]
fn ended_at_whatever_moment_it_leaves_nothing_behind() {
    // Before the first word, at the first word, and a moment later.
    let signals = [Signal::INT, Signal::TERM, Signal::HUP].into_iter().cycle();
    for (wait, signal) in [5, 10, 20, 40, 80, 160, 320, 640, 1280].into_iter().zip(signals) {
        let mut demo = Demo::start();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        if demo.child.try_wait().unwrap().is_some() {
            panic!("it ended by itself: {}", demo.said.lock().unwrap());
        }
        let home = demo.home.path().to_owned();
        let _ = rustix::process::kill_process(rustix::process::Pid::from_child(&demo.child), signal);
        support::wait_until("the demo to end", || demo.child.try_wait().unwrap().is_some());
        assert_eq!(
            inside(&home),
            [] as [PathBuf; 0],
            "{signal:?}, {wait} ms after the start"
        );
    }
}

#[test]
fn two_demos_run_beside_each_other_and_a_settings_file_is_not_taken() {
    let mut one = Demo::with(&[]);
    let first = one.guide();
    let mut two = Demo::with(&[]);
    let second = two.guide();
    assert_ne!(first, second, "the usual ports are taken now");
    for guide in [&first, &second] {
        let (api, letters) = doors(guide);
        let body = serde_json::json!({ "email": "support@4pointx.com" });
        assert_eq!(api.json("POST", "/v1/recoveries", &body).status, 202);
        let latest = || letters.get("/latest.txt?to=support@4pointx.com").body;
        support::wait_until("the letter", || latest().contains("token="));
        let link = format!("http://{}/reset/link", api.0);
        assert!(latest().contains(&link), "{link}: {}", latest());
    }
    let file = one.home.path().join("resetd.toml");
    std::fs::write(&file, "").unwrap();
    let refused = Command::new(env!("CARGO_BIN_EXE_resetd"))
        .arg("demo")
        .arg("--config")
        .arg(&file)
        .output()
        .unwrap();
    assert!(!refused.status.success());
    std::fs::remove_file(&file).unwrap();
    assert!(one.end(Signal::TERM).is_empty() && two.end(Signal::INT).is_empty());
}
