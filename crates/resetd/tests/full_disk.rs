//! A full disk: the documented 500, nothing half-done, and back to work as soon as there is room.
//!
//! The data directory lies on a small tmpfs in a mount namespace of its own, so that the machine's disks stay as they are.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock and its environment"
)]

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use support::server::{Place, Server};
use support::sink::{Mood, Sink};
use support::{wait_until, wire};

const ANN: &str = "ann@example.com";
const BOB: &str = "bob@example.com";
/// Enough room for a database of a few thousand accounts, and soon filled.
const SIZE: &str = "24m";
/// People whose asks fill what room the database has left for itself.
const CROWD: usize = 3000;
const INSIDE: &str = "RESETD_TEST_INSIDE_NAMESPACE";

#[test]
fn a_full_disk_is_a_500_that_changes_nothing_and_ends_when_there_is_room() {
    inside_a_namespace(
        "a_full_disk_is_a_500_that_changes_nothing_and_ends_when_there_is_room",
        || {
            outage(&[("limits.enabled", "false")]);
        },
    );
}

#[test]
fn a_full_disk_that_also_keeps_the_limits_from_counting_is_a_500_too() {
    inside_a_namespace(
        "a_full_disk_that_also_keeps_the_limits_from_counting_is_a_500_too",
        || {
            outage(&[
                ("limits.client.asks", "1000000"),
                ("limits.client.checks", "1000000"),
            ]);
        },
    );
}

#[test]
fn a_letter_that_goes_out_while_the_disk_is_full_goes_out_once() {
    inside_a_namespace(
        "a_letter_that_goes_out_while_the_disk_is_full_goes_out_once",
        || {
            let disk = SmallDisk::mount();
            let data = format!("{:?}", disk.path().join("data"));
            let sink = Sink::start();
            let place = Place::mailing_to(sink.address, &[("data_dir", &data), ("limits.enabled", "false")]);
            let crowd: Vec<String> = (0..CROWD).map(|n| format!("person{n}@example.com")).collect();
            place.import(&crowd);
            place.add(ANN, "the first password");
            let server = place.serve();
            sink.be(Mood::Holds);
            server.ask(ANN);
            wait_until("the letter to be under way", || sink.hung() == 1);
            let ballast = disk.fill();
            exhaust(&server, &crowd);
            sink.be(Mood::Kind);
            let code = sink.letter_to(ANN, 1).code().unwrap();
            // Long enough for a courier that forgets what it cannot record to send it again.
            std::thread::sleep(Duration::from_secs(5));
            assert_eq!(server.metric("resetd_outbox_backlog"), 1.0, "not on record yet");
            std::fs::remove_file(ballast).unwrap();
            let start = Instant::now();
            wait_until("a record of it", || server.metric("resetd_outbox_backlog") == 0.0);
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "a worker waited for others before it recorded"
            );
            assert_eq!(sink.letters_to(ANN).len(), 1);
            assert_eq!(server.check(ANN, &code).status, 200);
        },
    );
}

fn outage(settings: &[(&str, &str)]) {
    let disk = SmallDisk::mount();
    let data = format!("{:?}", disk.path().join("data"));
    let sink = Sink::start();
    let fixed = [("data_dir", data.as_str()), ("code.ladder", "[\"digits:6\"]")];
    let place = Place::mailing_to(sink.address, &[&fixed, settings].concat());
    let crowd: Vec<String> = (0..CROWD).map(|n| format!("person{n}@example.com")).collect();
    place.import(&crowd);
    place.add(ANN, "the first password");
    place.add(BOB, "the first password");
    let server = place.serve();
    server.ask(ANN);
    let code = sink.letter_to(ANN, 1).code().unwrap();
    assert_eq!(server.http.get("/readyz").status, 200);

    let ballast = disk.fill();
    let (served, failed) = exhaust(&server, &crowd);
    wait_until("the letters that were promised", || {
        served.iter().all(|it| sink.letters_to(it).len() == 1)
    });
    let mailed = sink.taken();
    every_act_is_a_500(&server, &code);
    wait_until("the server to see that it is not ready", || {
        server.http.get("/readyz").status != 200
    });
    assert_eq!(server.http.get("/livez").status, 200, "and yet alive");
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(
        sink.taken(),
        mailed,
        "an act that failed, or a hand-over that is not on record, mailed a letter"
    );

    std::fs::remove_file(ballast).unwrap();
    wait_until("the server to be ready again", || {
        server.http.get("/readyz").status == 200
    });
    nothing_was_half_done(&place, &server, &sink, &code);
    wait_until("an empty outbox", || place.waiting().is_empty());
    assert!(
        served.iter().all(|it| sink.letters_to(it).len() == 1),
        "a letter was sent twice"
    );
    assert!(
        failed.iter().all(|it| sink.letters_to(it).is_empty()),
        "a failed ask mailed a letter"
    );
    assert_eq!(server.ask(&failed[0]).status, 200);
    assert!(sink.letter_to(&failed[0], 1).code().is_some());
    let log = server.stop();
    assert!(!log.contains("panicked"), "{log}");

    let server = place.serve();
    assert_eq!(
        server.reset(ANN, &code, "a third password").status,
        404,
        "used, also after a restart"
    );
    assert!(place.verifies(ANN, "the second password"));
}

/// Asks for one person after the other until the disk is really full. Returns those who were served, and the others.
fn exhaust(server: &Server, crowd: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut served, mut failed) = (vec![], vec![]);
    for email in crowd {
        let answer = server.ask(email);
        if answer.status == 200 {
            served.push(email.clone());
            failed.clear();
        } else {
            assert_eq!(
                wire::said(&answer),
                wire::fourpoint_error(500, "Something went wrong.")
            );
            failed.push(email.clone());
        }
        if failed.len() == 5 {
            println!("full disk: {} asks were served before it was full", served.len());
            return (served, failed);
        }
    }
    panic!("{CROWD} asks did not fill the disk");
}

/// More often than a code has tries, so that one that was counted would show.
fn every_act_is_a_500(server: &Server, code: &str) {
    let wrong = wire::wrong(code);
    let sorry = "An unexpected error occurred. Please try again later.";
    let userverse = wire::userverse_error(500, sorry, "internal_error", "internal_error");
    let basic = wire::basic(ANN, "a torn password");
    let pin = |pin: &str| format!("/password-reset/validate-otp?one_time_pin={pin}");
    let http = &server.http;
    for _ in 0..6 {
        assert_eq!(
            wire::said(&server.ask(BOB)),
            wire::fourpoint_error(500, "Something went wrong.")
        );
        assert_eq!(
            wire::said(&server.check(ANN, wrong)),
            wire::fourpoint_error(500, "Something went wrong.")
        );
        for typed in [wrong, code] {
            let put = server.reset(ANN, typed, "a torn password");
            assert_eq!(
                wire::said(&put),
                wire::fourpoint_error(500, "Failed to update password")
            );
            let patch = wire::userverse(http, &pin(typed), &[("Authorization", &basic)], "");
            assert_eq!(wire::said(&patch), userverse);
        }
        let request = wire::userverse(http, &format!("/password-reset/request?email={BOB}"), &[], "");
        assert_eq!(wire::said(&request), userverse);
    }
    let malformed = server
        .http
        .call("POST", "/_config/users/password/generate_otp", &[], b"{");
    assert_eq!(malformed.status, 400, "what needs no disk is answered as ever");
}

fn nothing_was_half_done(place: &Place, server: &Server, sink: &Sink, code: &str) {
    assert!(place.verifies(ANN, "the first password"));
    assert!(!place.verifies(ANN, "a torn password"));
    for _ in 0..4 {
        assert_eq!(
            server.check(ANN, wire::wrong(code)).status,
            401,
            "no failed guess was counted"
        );
    }
    assert_eq!(server.check(ANN, code).status, 200, "the code is still live");
    assert!(sink.letters_to(BOB).is_empty());
    assert_eq!(server.ask(BOB).status, 200);
    assert!(sink.letter_to(BOB, 1).code().is_some());
    assert_eq!(server.reset(ANN, code, "the second password").status, 200);
    assert!(place.verifies(ANN, "the second password"));
    assert_eq!(
        sink.letter_to(ANN, 2).code(),
        None,
        "the notice, and no second code"
    );
}

/// A tmpfs of [`SIZE`].
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> SmallDisk {
        let dir = tempfile::tempdir().unwrap();
        let options = format!("size={SIZE}");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(dir.path())
            .status();
        assert!(mounted.unwrap().success(), "the tmpfs could not be mounted");
        SmallDisk(dir)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Fills it to the last page, and returns the file to remove.
    fn fill(&self) -> PathBuf {
        let ballast = self.path().join("ballast");
        let mut file = std::fs::File::create(&ballast).unwrap();
        for size in [1 << 20, 1 << 12] {
            while file.write_all(&vec![7; size]).is_ok() {}
        }
        ballast
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.path()).status());
    }
}

/// Runs a test of this program where it may mount: in a mount namespace of its own, and where we are not root (or a
/// root that may not mount) in a user namespace of its own too.
fn inside_a_namespace(test: &str, body: impl FnOnce()) {
    if std::env::var_os(INSIDE).is_some() {
        return body();
    }
    let unshare = |flag: &str| {
        let mut command = Command::new("unshare");
        command.arg(flag).env(INSIDE, "1");
        command
    };
    let probe = tempfile::tempdir().unwrap();
    let can_mount = |flag: &&&str| {
        let mut command = unshare(flag);
        command
            .args(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs"])
            .arg(probe.path());
        command.output().is_ok_and(|it| it.status.success())
    };
    let flag = ["-m", "-Urm"].iter().find(can_mount).expect(
        "this test mounts a small tmpfs: it needs util-linux (`unshare`, `mount`) and either root with CAP_SYS_ADMIN \
         or unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces > 0, \
         kernel.apparmor_restrict_unprivileged_userns=0)",
    );
    let program = std::env::current_exe().unwrap();
    let done = unshare(flag)
        .arg(program)
        .args([test, "--exact", "--nocapture"])
        .output()
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    println!("{said}");
    assert!(
        done.status.success() && said.contains("1 passed"),
        "inside of `unshare {flag}`:\n{said}"
    );
}
