//! The numbers of the floors below the street, on the street's page of metrics.

use std::sync::Arc;

use courier::{Counters, Tally};
use directory::HashPool;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use recovery::desk::Desk;
use recovery::ports::Outbox;
use store::{SqliteStore, Stats};
use web::metrics::Metrics;

use super::House;
use crate::breaches::{self, BreachClient};

/// Puts them there.
pub fn register(metrics: &Metrics, house: &House) {
    metrics.register_collector(Box::new(Floors {
        store: Arc::clone(&house.store),
        courier: house.courier.counters(),
        hasher: Arc::clone(&house.hasher),
        desk: Arc::clone(&house.desk),
        breaches: house.screening.breaches.clone(),
    }));
    let backlog = metrics.gauge("outbox_backlog", "Letters that wait to be handed over");
    let outbox: Arc<dyn Outbox> = Arc::clone(&house.store) as Arc<dyn Outbox>;
    metrics.before_each_scrape(Box::new(move || {
        let (backlog, outbox) = (backlog.clone(), Arc::clone(&outbox));
        Box::pin(async move {
            // A store that cannot answer leaves the last number; its failures have a counter of their own.
            if let Ok(waiting) = outbox.backlog().await {
                backlog.set(i64::try_from(waiting).unwrap_or(i64::MAX));
            }
        })
    }));
    let version: Family<[(&'static str, &'static str); 1], Gauge> = Family::default();
    version
        .get_or_create(&[("version", env!("CARGO_PKG_VERSION"))])
        .set(1);
    metrics.register("build_info", "Always 1; the version stands in the label", version);
}

struct Floors {
    store: Arc<SqliteStore>,
    courier: Arc<Counters>,
    hasher: Arc<HashPool>,
    desk: Arc<Desk>,
    breaches: Option<Arc<BreachClient>>,
}

impl std::fmt::Debug for Floors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Floors")
    }
}

impl Collector for Floors {
    fn encode(&self, mut page: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        for (name, help, value) in store_numbers(self.store.stats())
            .into_iter()
            .chain(mail_numbers(self.courier.tally()))
            .chain([desk_number(&self.desk)])
            .chain(self.breaches.iter().flat_map(|it| breach_numbers(it.tally())))
        {
            let counter = ConstCounter::new(value);
            counter.encode(page.encode_descriptor(
                name,
                help,
                None,
                prometheus_client::metrics::MetricType::Counter,
            )?)?;
        }
        let waiting = ConstGauge::new(u64::try_from(self.hasher.waiting()).unwrap_or(u64::MAX));
        let kind = prometheus_client::metrics::MetricType::Gauge;
        waiting.encode(page.encode_descriptor(
            "hash_waiting",
            "Passwords that wait for a hash",
            None,
            kind,
        )?)
    }
}

type Number = (&'static str, &'static str, u64);

fn desk_number(desk: &Desk) -> Number {
    (
        "disowned_changes",
        "Changes of a password that the account's owner took back by the link of the notice",
        desk.disowned_changes(),
    )
}

fn breach_numbers(tally: breaches::Tally) -> [Number; 3] {
    [
        (
            "breach_lookups",
            "New passwords that the breach service was asked about",
            tally.asked,
        ),
        (
            "breach_known",
            "New passwords that were refused because the breach service knows them",
            tally.known,
        ),
        (
            "breach_unanswered",
            "New passwords that were taken because the breach service gave no answer",
            tally.unanswered,
        ),
    ]
}

fn store_numbers(stats: Stats) -> [Number; 4] {
    [
        ("store_commits", "Commits that wrote something", stats.commits),
        (
            "store_acts",
            "Acts carried out, refused ones among them",
            stats.acts,
        ),
        (
            "store_failures",
            "Acts that failed and changed nothing",
            stats.failures,
        ),
        (
            "store_checkpoints",
            "Times the log was copied into the database",
            stats.checkpoints,
        ),
    ]
}

fn mail_numbers(tally: Tally) -> [Number; 13] {
    [
        (
            "letters_handed_over",
            "Letters with codes that the mail server took",
            tally.resets_handed_over,
        ),
        (
            "notices_handed_over",
            "Notices that the mail server took",
            tally.notices_handed_over,
        ),
        (
            "letters_refused",
            "Letters that the mail server refused for good",
            tally.refused,
        ),
        ("letters_retried", "Tries with another try to come", tally.retried),
        (
            "letters_expired",
            "Letters put aside because their time was over",
            tally.expired,
        ),
        (
            "letters_superseded",
            "Letters put aside for a newer code",
            tally.superseded,
        ),
        (
            "letters_account_changed",
            "Letters put aside because the account changed",
            tally.account_changed,
        ),
        (
            "letters_key_gone",
            "Letters put aside because their key is gone",
            tally.key_gone,
        ),
        (
            "letters_dropped",
            "Letters put aside by an operator",
            tally.dropped,
        ),
        (
            "letters_decoys",
            "Letters of recoveries that were for nobody, never sent",
            tally.decoys,
        ),
        (
            "mail_connections",
            "Connections to the mail server",
            tally.connections,
        ),
        (
            "mail_connection_errors",
            "Connections to the mail server that failed",
            tally.connection_errors,
        ),
        (
            "courier_store_errors",
            "Calls of the courier to the store that failed",
            tally.store_errors,
        ),
    ]
}
