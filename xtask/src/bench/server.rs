//! A server under test: its settings, its process, and what can be seen of it from outside.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::wire;
use crate::Outcome;
use crate::clock::elapsed;

/// A server that has not answered by then will not.
const UP_WITHIN: Duration = Duration::from_secs(120);

/// A server that has not ended by then is killed.
const DOWN_WITHIN: Duration = Duration::from_secs(20);

/// How often its memory is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Where letters go.
#[derive(Clone, Copy, Debug)]
pub struct Mail {
    /// The mail server.
    pub server: SocketAddr,
    /// Connections to it.
    pub workers: usize,
}

/// What a server answers.
#[derive(Clone, Copy, Debug)]
pub enum Serving {
    /// The APIs, whose letters carry a code alone.
    Apis,
    /// The hosted pages.
    Pages,
    /// The APIs, to clients that may each ask for as much as they like, and check one code an hour.
    Limited,
}

impl Serving {
    /// Its `dialects.enabled`.
    fn dialects(self) -> &'static str {
        match self {
            Serving::Apis | Serving::Limited => r#"["4pointx", "userverse", "v1"]"#,
            Serving::Pages => r#"["pages"]"#,
        }
    }

    /// Its `[limits]`.
    fn limits(self) -> &'static str {
        match self {
            Serving::Apis | Serving::Pages => "enabled = false",
            Serving::Limited => "enabled = true\n[limits.client]\nasks = 1000000000\nchecks = 1",
        }
    }
}

/// A process that serves, and ends with this value.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub address: SocketAddr,
    metrics: Option<SocketAddr>,
    /// From its start to its first answer.
    pub started_in: Duration,
    log: PathBuf,
}

impl Server {
    /// Starts `resetd serve` on this data directory.
    pub fn resetd(program: &Path, work: &Path, data: &Path, mail: Mail, serving: Serving) -> Outcome<Server> {
        let (listen, metrics) = (free_port()?, free_port()?);
        let config = work.join("bench.toml");
        fs::write(&config, settings(data, listen, metrics, mail, serving))?;
        let mut command = Command::new(program);
        command.arg("serve").arg("--config").arg(&config);
        Server::start(command, listen, Some(metrics), work.join("server.log"))
    }

    /// Starts the floor: this program, as another process.
    pub fn floor(work: &Path) -> Outcome<Server> {
        let listen = free_port()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("floor").arg("--listen").arg(listen.to_string());
        Server::start(command, listen, None, work.join("floor.log"))
    }

    fn start(
        mut command: Command,
        address: SocketAddr,
        metrics: Option<SocketAddr>,
        log: PathBuf,
    ) -> Outcome<Server> {
        let said = File::options().create(true).append(true).open(&log)?;
        command
            .stdin(Stdio::null())
            .stdout(said.try_clone()?)
            .stderr(said);
        let begun = elapsed();
        let child = command.spawn()?;
        let mut server = Server {
            child,
            address,
            metrics,
            started_in: Duration::ZERO,
            log,
        };
        loop {
            if matches!(wire::once(address, "/readyz"), Ok((200, _))) {
                server.started_in = elapsed().saturating_sub(begun);
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait()? {
                return Err(format!("the server has ended ({status}): {}", server.last_words()).into());
            }
            if elapsed().saturating_sub(begun) > UP_WITHIN {
                return Err(format!("the server does not answer: {}", server.last_words()).into());
            }
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    /// The sum of a metric over its labels, `None` when there is no such metric.
    pub fn metric(&self, name: &str) -> Option<f64> {
        let (_, text) = wire::once(self.metrics?, "/metrics").ok()?;
        let values = text.lines().filter_map(|line| {
            let rest = line.strip_prefix(name)?;
            let value = match rest.strip_prefix('{') {
                Some(labelled) => labelled.rsplit_once("} ")?.1,
                None => rest.strip_prefix(' ')?,
            };
            value.split(' ').next()?.parse::<f64>().ok()
        });
        values.reduce(|a, b| a + b)
    }

    /// Time that its threads have spent on processors; `None` when the system does not tell.
    pub fn worked(&self) -> Option<Duration> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.child.id())).ok()?;
        let nanoseconds = threads.filter_map(|thread| {
            // A thread that ends meanwhile takes its share along; those that serve live as long as the server.
            let told = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
            told.split(' ').next()?.parse::<u64>().ok()
        });
        Some(Duration::from_nanos(nanoseconds.sum())).filter(|it| !it.is_zero())
    }

    /// Resident memory, in MiB.
    pub fn rss(&self) -> f64 {
        rss_of(self.child.id())
    }

    /// Looks at its memory until the watch is ended.
    pub fn watch(&self) -> Watch {
        let (stop, most) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (until, highest, process) = (Arc::clone(&stop), Arc::clone(&most), self.child.id());
        let thread = std::thread::spawn(move || {
            while !until.load(Ordering::Relaxed) {
                highest.fetch_max(kib_of(process), Ordering::Relaxed);
                std::thread::sleep(LOOK_EVERY);
            }
        });
        Watch { stop, most, thread }
    }

    /// Ends it and waits for that.
    pub fn stop(mut self) -> Outcome<()> {
        self.end()
    }

    fn end(&mut self) -> Outcome<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            kill_process(pid, Signal::TERM)?;
        }
        let begun = elapsed();
        while self.child.try_wait()?.is_none() {
            if elapsed().saturating_sub(begun) > DOWN_WITHIN {
                self.child.kill()?;
                self.child.wait()?;
                return Err(format!("the server did not end when told: {}", self.last_words()).into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    fn last_words(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().rev().take(5).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join(" | ")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Whoever drops a server without stopping it has an error to report already.
        drop(self.end());
    }
}

/// Looks at the memory of a process while something else goes on.
pub struct Watch {
    stop: Arc<AtomicBool>,
    most: Arc<AtomicU64>,
    thread: std::thread::JoinHandle<()>,
}

impl Watch {
    /// The most that was seen, in MiB.
    pub fn most(self) -> f64 {
        self.stop.store(true, Ordering::Relaxed);
        // It only sleeps and reads; should it have failed, what it saw until then counts.
        drop(self.thread.join());
        mib(self.most.load(Ordering::Relaxed))
    }
}

fn rss_of(process: u32) -> f64 {
    mib(kib_of(process))
}

fn kib_of(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|it| it.trim().trim_end_matches("kB").trim().parse().ok())
        .unwrap_or(0)
}

fn mib(kib: u64) -> f64 {
    f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) / 1024.0
}

/// A port that nobody has now.
fn free_port() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// The settings of the bench: everything durable and in the usual way, but for limits, which would stop it; codes
/// that no number of wrong guesses ends; and a life long enough for a run.
pub fn settings(
    data: &Path,
    listen: SocketAddr,
    metrics: SocketAddr,
    mail: Mail,
    serving: Serving,
) -> String {
    let Mail { server, workers } = mail;
    let (data, host, port) = (data.display(), server.ip(), server.port());
    let dialects = serving.dialects();
    let limits = serving.limits();
    format!(
        r#"public_url = "http://{listen}"
data_dir = "{data}"
[http]
listen = "{listen}"
[mail]
transport = "smtp"
from = "Bench <no-reply@bench.example>"
workers = {workers}
[mail.smtp]
host = "{host}"
port = {port}
tls = "none"
[code]
ttl = "24h"
resend_after = "0s"
ladder = ["base32:13"]
[limits]
{limits}
[dialects]
enabled = {dialects}
[metrics]
listen = "{metrics}"
"#
    )
}
