//! The instance that is tested: started here, with the given settings but for those that would touch anything outside, and gone
//! afterwards. It has no courier of its own accord: letters move when they are told to, into a directory that goes with it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use courier::{Turn, Worker};
use recovery::ports::Clock;
use serde::Serialize;
use store::{Ran, StatementLog, Work};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use web::metrics::Metrics;

use crate::commands::failure::Failure;
use crate::doors::SystemChance;
use crate::settings::{Keys, Settings, Smtp, Tls, Transport};
use crate::wiring::{Doors, House, street};

/// The address that the test's own connections come from, and any port.
const LOOPBACK: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// How long calls in flight may take at the end; there are none.
const DRAIN: Duration = Duration::from_secs(1);

/// So many turns of the courier settle whatever one call queues: one claims and delivers, the next finds nothing.
const TURNS: u32 = 8;

/// What is replaced in the given settings, and why: for the person who reads the result.
pub const REPLACED: &[(&str, &str)] = &[
    (
        "data_dir, keys",
        "a temporary directory, new keys; the accounts are made up, and lists of passwords that were imported are not there",
    ),
    ("http.listen, metrics", "a free port on loopback, no metrics"),
    (
        "http.trusted_proxies",
        "loopback is one, so that each account can be asked for from a network of its own",
    ),
    ("password.breach_service", "nobody is asked"),
    ("log.level", "errors alone"),
];

/// Where letters go.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::Display, strum::VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Mail {
    /// Into the temporary directory, as to a mail server that takes them.
    GoesOut,
    /// To a mail server that is not there.
    IsDown,
}

/// The given settings without what reaches outside.
pub fn enclosed(given: &Settings, home: &Path, mail: Mail) -> Settings {
    let mut settings = given.clone();
    settings.data_dir = home.join(mail.to_string());
    settings.keys = Keys::File(settings.data_dir.join("keys"));
    settings.http.listen = LOOPBACK;
    settings
        .http
        .trusted_proxies
        .push(IpAddr::V4(Ipv4Addr::LOCALHOST).into());
    settings.mail.transport = match mail {
        Mail::GoesOut => Transport::Capture { listen: LOOPBACK },
        Mail::IsDown => Transport::Smtp(nowhere()),
    };
    settings.metrics = None;
    settings.password.breaches = None;
    "error".clone_into(&mut settings.log.level);
    settings
}

/// Nobody listens there: no system gives this port to anybody (RFC 6335 reserves it).
fn nowhere() -> Smtp {
    Smtp {
        host: LOOPBACK.ip().to_string(),
        port: 0,
        tls: Tls::None,
        allow_insecure: false,
        login: None,
        ca_file: None,
    }
}

/// A server of these settings, on loopback.
pub struct Instance {
    /// Where it answers.
    pub address: SocketAddr,
    /// What it is made of.
    pub house: House,
    log: Option<StatementLog>,
    worker: Worker,
    mail: Mail,
    stop: CancellationToken,
    street: JoinHandle<std::io::Result<()>>,
}

/// A place in the store's work.
#[derive(Clone, Copy, Debug)]
pub struct Mark(u64);

impl Instance {
    /// Starts it. With `log` its statements are noted there.
    ///
    /// # Errors
    /// [`Failure`]: why it cannot start, as `resetd serve` would say it.
    pub async fn start(
        settings: &Settings,
        clock: Arc<dyn Clock>,
        log: Option<StatementLog>,
    ) -> Result<Instance, Failure> {
        let mail = match settings.mail.transport {
            Transport::Capture { .. } => Mail::GoesOut,
            Transport::Smtp(_) => Mail::IsDown,
        };
        let doors = Doors {
            clock,
            chance: Arc::new(SystemChance),
            log: log.clone(),
        };
        let house = House::open_by(settings, doors).await?;
        let listener = TcpListener::bind(settings.http.listen).await?;
        let address = listener.local_addr()?;
        let metrics = Metrics::new();
        let routes = street::router(settings, &house, &metrics)?;
        let stop = CancellationToken::new();
        let serving = web::serve(
            listener,
            routes,
            street::serve_settings(settings, &metrics, DRAIN),
            stop.clone(),
        );
        Ok(Instance {
            address,
            worker: house.courier.worker(stop.clone()),
            log,
            mail,
            house,
            street: tokio::spawn(serving),
            stop,
        })
    }

    /// From here on the work counts.
    pub fn begin(&self) -> Mark {
        drop(self.ran());
        Mark(self.commits())
    }

    /// What the store has done since then.
    pub fn work(&self, since: Mark) -> Work {
        Work::of(&self.ran(), self.commits().saturating_sub(since.0))
    }

    fn ran(&self) -> Vec<Ran> {
        self.log.as_ref().map(StatementLog::take).unwrap_or_default()
    }

    fn commits(&self) -> u64 {
        self.house.store.stats().commits
    }

    /// Lets the courier carry what waits, or try to.
    ///
    /// # Errors
    /// [`Failure`] when letters stay behind although mail goes out.
    pub async fn deliver(&mut self) -> Result<(), Failure> {
        let courier = Arc::clone(&self.house.courier);
        for _ in 0..TURNS {
            let now = self.house.clock.now();
            match courier.turn(&mut self.worker, now).await {
                Turn::Idle => return Ok(()),
                Turn::Sent(_) | Turn::Buried(_) => {}
                Turn::Later(_) if self.mail == Mail::IsDown => return Ok(()),
                Turn::Later(_) => break,
            }
        }
        Err(Failure::new(
            "the instance of the selftest could not put its letters away",
            "Is there room in the directory for temporary files (TMPDIR)?",
        ))
    }

    /// Ends it.
    pub async fn stop(self) {
        self.stop.cancel();
        // It listens on loopback for this test alone: how it ended is of no interest.
        drop(self.street.await);
        drop(self.house);
    }
}
