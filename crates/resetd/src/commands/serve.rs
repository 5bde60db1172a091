//! `resetd serve`: the server. Starts whole or not at all, and ends with everything answered and recorded.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use recovery::ports::Store;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use web::metrics::Metrics;

use super::failure::{Exit, Failure};
use super::source::Source;
use crate::doors::Environment;
use crate::logs;
use crate::settings::{Profile, Settings};
use crate::wiring::listeners::{self, Listeners};
use crate::wiring::{House, capture, depot, numbers, passwords, risk_numbers, street, upkeep};

/// The server's arguments: all there is to say stands in the settings.
#[derive(Clone, Copy, Debug, Args)]
pub struct Serve {}

/// How long calls in flight may take to end once the server is asked to stop.
const DRAIN: Duration = Duration::from_secs(20);

/// Where a server listens, once it does.
pub struct Open {
    /// The APIs.
    pub http: SocketAddr,
    /// Metrics, unless they are off.
    pub metrics: Option<SocketAddr>,
    /// The capture box, with that transport.
    pub capture: Option<SocketAddr>,
}

impl Serve {
    /// Serves until SIGTERM or SIGINT.
    ///
    /// # Errors
    /// [`Failure`]: why the server could not start.
    pub fn run(self, source: &Source) -> Result<Exit, Failure> {
        let settings = source.settings()?;
        logs::start(&settings.log, &Environment::of_process());
        warn_of_the_profile(settings.profile);
        serve(Shift::begin(&[])?, &settings, async |open: &Open, _: &House| {
            let listeners = [
                ("http", Some(open.http)),
                ("metrics", open.metrics),
                ("capture", open.capture),
            ];
            for (listener, address) in listeners {
                if let Some(address) = address {
                    tracing::info!(listener, %address, "listening");
                }
            }
            tracing::info!(
                listener = "ready",
                "resetd {} is ready",
                env!("CARGO_PKG_VERSION")
            );
            Ok(())
        })
    }
}

/// What the documented profile forces, said once at every start (CONTRACT.md).
fn warn_of_the_profile(profile: Profile) {
    if profile == Profile::Hardened {
        return;
    }
    tracing::warn!(
        "profile = \"documented\": answers tell whether an account exists (409 and 404), and passwords of 8 characters \
         are accepted, as the published documents demand"
    );
}

/// The time from which signals ask for an end and cut nothing off.
pub struct Shift {
    runtime: Runtime,
    over: CancellationToken,
}

impl Shift {
    /// Listens for SIGTERM, SIGINT and these from now on: before anything is made that has to be put away again, and
    /// before anybody is told that the server is ready.
    ///
    /// # Errors
    /// [`Failure`] when the system gives no threads or no signals.
    pub fn begin(also: &[SignalKind]) -> Result<Shift, Failure> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(of_the_system)?;
        let over = CancellationToken::new();
        let within = runtime.enter();
        for kind in [SignalKind::terminate(), SignalKind::interrupt()]
            .iter()
            .chain(also)
        {
            let mut asked = signal(*kind).map_err(of_the_system)?;
            let over = over.clone();
            runtime.spawn(async move {
                asked.recv().await;
                over.cancel();
            });
        }
        drop(within);
        Ok(Shift { runtime, over })
    }

    /// Does something until it is done; `None`: the shift was over before.
    pub fn during<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        self.runtime.block_on(self.over.run_until_cancelled(work))
    }
}

/// Serves with these settings until the shift is over; `opened` is told once everything listens.
///
/// # Errors
/// [`Failure`]: why the server could not start, or what `opened` says.
pub fn serve(
    shift: Shift,
    settings: &Settings,
    opened: impl AsyncFnOnce(&Open, &House) -> Result<(), Failure>,
) -> Result<Exit, Failure> {
    let Shift { runtime, over } = shift;
    runtime.block_on(async {
        let bound = Listeners::bind(settings)?;
        let house = House::open(settings).await?;
        let floors = Running::start(settings, house, bound)?;
        opened(&floors.open, &floors.house).await?;
        over.cancelled().await;
        tracing::info!("stopping: calls in flight are answered first");
        floors.stop().await;
        Ok(Exit::Done)
    })
}

/// A server at work.
struct Running {
    open: Open,
    house: House,
    /// Stops the street: no new calls, those in flight are answered.
    street_closes: CancellationToken,
    /// Stops what goes on behind it.
    house_closes: CancellationToken,
    street: JoinSet<std::io::Result<()>>,
    behind: JoinSet<()>,
}

impl Running {
    fn start(settings: &Settings, house: House, bound: Listeners) -> Result<Running, Failure> {
        let open = Open {
            http: listeners::address(&bound.http)?,
            metrics: bound.metrics.as_ref().map(listeners::address).transpose()?,
            capture: bound.capture.as_ref().map(listeners::address).transpose()?,
        };
        let metrics = Arc::new(Metrics::new());
        numbers::register(&metrics, &house);
        house.alarms.register(&metrics);
        risk_numbers::register(&metrics, &house.desk, settings);
        let (street_closes, house_closes) = (CancellationToken::new(), CancellationToken::new());
        let mut street = JoinSet::new();
        let apis = street::serve_settings(settings, &metrics, DRAIN);
        let http = TcpListener::from_std(bound.http).map_err(of_the_system)?;
        let routes = street::router(settings, &house, &metrics)?;
        street.spawn(web::serve(http, routes, apis, street_closes.clone()));
        let aside = |listener: Option<std::net::TcpListener>| listener.map(TcpListener::from_std).transpose();
        if let Some(listener) = aside(bound.metrics).map_err(of_the_system)? {
            street.spawn(web::serve(
                listener,
                metrics.router(),
                street::aside(DRAIN),
                street_closes.clone(),
            ));
        }
        if let (Some(listener), Some(captured)) =
            (aside(bound.capture).map_err(of_the_system)?, &house.captured)
        {
            let page = web::capture_router(capture::Shown::of(captured.clone()));
            street.spawn(web::serve(
                listener,
                page,
                street::aside(DRAIN),
                street_closes.clone(),
            ));
        }
        let mut behind = JoinSet::new();
        let depot = depot::open(Arc::clone(&house.courier), house_closes.clone())?;
        behind.spawn(async move { depot.await.unwrap_or_default() });
        let store = Arc::clone(&house.store) as Arc<dyn Store>;
        behind.spawn(upkeep::keep_up(
            store,
            Arc::clone(&house.clock),
            house_closes.clone(),
        ));
        if let Some(shelf) = &house.screening.shelf {
            behind.spawn(passwords::keep_up(Arc::clone(shelf), house_closes.clone()));
        }
        Ok(Running {
            open,
            house,
            street_closes,
            house_closes,
            street,
            behind,
        })
    }

    /// First the street, then what is behind it: every call that was answered has its letter recorded or waiting.
    async fn stop(mut self) {
        self.street_closes.cancel();
        while let Some(ended) = self.street.join_next().await {
            if let Ok(Err(why)) = ended {
                tracing::error!(error = %why, "a listener broke down");
            }
        }
        self.house_closes.cancel();
        while self.behind.join_next().await.is_some() {}
        drop(self.house);
    }
}

fn of_the_system(error: std::io::Error) -> Failure {
    Failure::new(format!("the server could not be set up: {error}"), "")
}
