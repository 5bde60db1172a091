//! Numbers for operators, on a listener of their own. What is counted on every call is resolved beforehand: a call
//! costs one atomic addition and one short lock, and no label is built for it.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use axum::routing::get;
use futures::future::BoxFuture;
use http::{HeaderValue, StatusCode, header};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Metric, Registry};

/// Upper bounds in seconds: from a call answered out of memory to one that waited for a hash behind many others.
const BUCKETS: [f64; 13] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// The statuses that are answered every day. Others are counted too, at the price of a look-up.
const STATUSES: [u16; 20] = [
    200, 201, 202, 204, 303, 307, 400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429, 500, 503,
];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Counted {
    surface: &'static str,
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Timed {
    surface: &'static str,
    route: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    surface: &'static str,
}

#[derive(Clone, Debug)]
struct Buckets;

impl MetricConstructor<Histogram> for Buckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new(BUCKETS)
    }
}

/// Something to be done before the numbers are read, for those that have to be asked for.
pub type Refresh = Box<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

/// The registry. Names get the prefix `resetd_`, and counters the suffix `_total`.
pub struct Metrics {
    registry: Mutex<Registry>,
    refreshers: Mutex<Vec<Arc<Refresh>>>,
    requests: Family<Counted, Counter>,
    latency: Family<Timed, Histogram, Buckets>,
    limited: Family<Of, Counter>,
    connections: ConnectionMeter,
}

/// Counts connections of a listener.
#[derive(Clone, Debug, Default)]
pub struct ConnectionMeter {
    pub(crate) open: Gauge,
    pub(crate) turned_away: Counter,
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics::new()
    }
}

impl Metrics {
    /// A registry that has the numbers of HTTP.
    #[must_use]
    pub fn new() -> Metrics {
        let mut registry = Registry::with_prefix("resetd");
        let requests = Family::default();
        let latency = Family::new_with_constructor(Buckets);
        let limited = Family::default();
        let connections = ConnectionMeter::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "Time from the last header byte to the answer",
            latency.clone(),
        );
        registry.register(
            "http_limited",
            "Requests refused because their client is over its limit",
            limited.clone(),
        );
        registry.register("http_connections", "Open connections", connections.open.clone());
        registry.register(
            "http_connections_turned_away",
            "Connections closed at once because too many were open",
            connections.turned_away.clone(),
        );
        Metrics {
            registry: Mutex::new(registry),
            refreshers: Mutex::default(),
            requests,
            latency,
            limited,
            connections,
        }
    }

    /// Adds a metric of another floor.
    pub fn register(&self, name: &str, help: &str, metric: impl Metric) {
        self.locked().register(name, help, metric);
    }

    /// Adds a collector, which is asked for its numbers at each scrape.
    pub fn register_collector(&self, collector: Box<dyn Collector>) {
        self.locked().register_collector(collector);
    }

    /// Adds a counter and hands it out.
    #[must_use]
    pub fn counter(&self, name: &str, help: &str) -> Counter {
        let counter = Counter::default();
        self.register(name, help, counter.clone());
        counter
    }

    /// Adds a gauge and hands it out.
    #[must_use]
    pub fn gauge(&self, name: &str, help: &str) -> Gauge {
        let gauge: Gauge = Gauge::default();
        self.register(name, help, gauge.clone());
        gauge
    }

    /// Has something done before each scrape, such as asking the outbox for its backlog and setting a gauge to it.
    pub fn before_each_scrape(&self, refresh: Refresh) {
        let mut all = self.refreshers.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(Arc::new(refresh));
    }

    /// What counts the connections of the main listener.
    #[must_use]
    pub fn connections(&self) -> ConnectionMeter {
        self.connections.clone()
    }

    /// The numbers as OpenMetrics text.
    pub async fn text(&self) -> String {
        let all = self
            .refreshers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        for refresh in all {
            refresh().await;
        }
        let mut page = String::new();
        // Writing into a string does not fail.
        text::encode(&mut page, &self.locked()).unwrap_or_default();
        page
    }

    /// `GET /metrics`, for a listener of its own.
    pub fn router(self: Arc<Self>) -> Router {
        let page = move || {
            let metrics = Arc::clone(&self);
            async move { scraped(metrics.text().await) }
        };
        Router::new().route("/metrics", get(page))
    }

    pub(crate) fn meter(&self, surface: &'static str, route: &'static str) -> Meter {
        Meter {
            surface,
            route,
            requests: self.requests.clone(),
            by_status: [const { OnceLock::new() }; STATUSES.len()],
            latency: self.latency.get_or_create_owned(&Timed { surface, route }),
            limited: self.limited.get_or_create_owned(&Of { surface }),
        }
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn scraped(page: String) -> Response {
    let mut response = Response::new(Body::from(page));
    let headers = response.headers_mut();
    for (name, value) in [
        (
            header::CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        ),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The numbers of one route.
pub(crate) struct Meter {
    surface: &'static str,
    route: &'static str,
    requests: Family<Counted, Counter>,
    by_status: [OnceLock<Counter>; STATUSES.len()],
    latency: Histogram,
    limited: Counter,
}

impl Meter {
    pub(crate) fn count(&self, status: StatusCode, took: Duration) {
        self.latency.observe(took.as_secs_f64());
        if status == StatusCode::TOO_MANY_REQUESTS {
            self.limited.inc();
        }
        let mut known = STATUSES.iter().zip(&self.by_status);
        match known.find(|(it, _)| **it == status.as_u16()) {
            Some((_, slot)) => slot.get_or_init(|| self.counter(status)).inc(),
            None => self.counter(status).inc(),
        };
    }

    fn counter(&self, status: StatusCode) -> Counter {
        self.requests.get_or_create_owned(&Counted {
            surface: self.surface,
            route: self.route,
            status: status.as_u16(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    #[test]
    fn requests_are_counted_by_surface_route_and_status() {
        let metrics = Metrics::new();
        let meter = metrics.meter("4pointx", "/_config/x");
        for status in [200, 200, 429, 418] {
            meter.count(StatusCode::from_u16(status).unwrap(), Duration::from_millis(2));
        }
        let page = metrics.text().now_or_never().unwrap();
        for line in [
            r#"resetd_http_requests_total{surface="4pointx",route="/_config/x",status="200"} 2"#,
            r#"resetd_http_requests_total{surface="4pointx",route="/_config/x",status="418"} 1"#,
            r#"resetd_http_limited_total{surface="4pointx"} 1"#,
            r#"resetd_http_request_duration_seconds_count{surface="4pointx",route="/_config/x"} 4"#,
            r#"resetd_http_request_duration_seconds_bucket{le="0.0025",surface="4pointx",route="/_config/x"} 4"#,
        ] {
            assert!(page.contains(line), "{line}\n{page}");
        }
    }

    #[test]
    fn another_floor_can_add_its_own_numbers() {
        let metrics = Metrics::new();
        let backlog = metrics.gauge("outbox_backlog", "Letters that wait");
        let sent = metrics.counter("letters_sent", "Letters handed over");
        sent.inc_by(3);
        metrics.before_each_scrape(Box::new(move || {
            let backlog = backlog.clone();
            async move {
                backlog.set(7);
            }
            .boxed()
        }));
        let page = metrics.text().now_or_never().unwrap();
        assert!(page.contains("resetd_outbox_backlog 7\n"), "{page}");
        assert!(page.contains("resetd_letters_sent_total 3\n"), "{page}");
    }
}
