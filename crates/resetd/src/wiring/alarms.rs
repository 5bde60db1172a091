//! Alarms of the risk budget: a line in the log and a counter. Under attack there may be thousands a second, so of each kind
//! one line a minute is written, with how many there were since.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use recovery::moment::{Moment, Span};
use recovery::ports::Clock;
use recovery::watch::{Alarm, Scope};
use web::metrics::Metrics;

/// One line of each kind in this time.
const APART: Span = Span::minutes(1);

/// By whose budget, and how many percent of it.
type Kind = [(&'static str, &'static str); 2];

/// Hears alarms.
pub struct Alarms {
    clock: Arc<dyn Clock>,
    counted: Family<Kind, Counter>,
    /// By kind: when the last line was written, and how many have been left out since.
    written: Mutex<BTreeMap<Kind, (Moment, u64)>>,
}

impl Alarms {
    /// None yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Alarms {
        Alarms {
            clock,
            counted: Family::default(),
            written: Mutex::default(),
        }
    }

    /// Puts their count on the page of metrics.
    pub fn register(&self, metrics: &Metrics) {
        let help = "Times that wrong guesses had spent so much of a risk budget";
        metrics.register("risk_alarms", help, self.counted.clone());
    }

    /// Hears one.
    pub fn ring(&self, alarm: Alarm) {
        let kind = kind(alarm);
        self.counted.get_or_create(&kind).inc();
        let Some(left_out) = self.is_due(kind) else { return };
        let percent = alarm.mark.percent();
        match alarm.scope {
            Scope::Service => tracing::warn!(
                scope = "service",
                percent,
                left_out,
                "wrong guesses have spent {percent} % of what the service may spend in a day (risk.service_per_year): codes \
                 grow longer, and nobody is locked out. `resetd risk status` shows who is guessed at"
            ),
            Scope::Account(key) => tracing::warn!(
                scope = "account",
                account = key.short(),
                percent,
                left_out,
                "wrong guesses have spent {percent} % of what an account may spend in a year (risk.account_per_year): its \
                 codes grow longer, and it is not locked out. `resetd risk status` shows which account it is"
            ),
        }
    }

    /// How many lines were left out before this one; `None`: this one is left out, too.
    fn is_due(&self, kind: Kind) -> Option<u64> {
        let now = self.clock.now();
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, left_out) = written.entry(kind).or_insert((Moment(i64::MIN), 0));
        if last.0 != i64::MIN && now - *last < APART && now >= *last {
            *left_out = left_out.saturating_add(1);
            return None;
        }
        let before = *left_out;
        (*last, *left_out) = (now, 0);
        Some(before)
    }
}

fn kind(alarm: Alarm) -> Kind {
    let scope = match alarm.scope {
        Scope::Account(_) => "account",
        Scope::Service => "service",
    };
    let percent = match alarm.mark.percent() {
        10 => "10",
        50 => "50",
        _ => "100",
    };
    [("scope", scope), ("percent", percent)]
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::time::Duration;

    use recovery::watch::Mark;

    use super::*;

    struct Hand(AtomicI64);

    impl Clock for Hand {
        fn now(&self) -> Moment {
            Moment(self.0.load(Ordering::SeqCst))
        }
        fn elapsed(&self) -> Duration {
            Duration::ZERO
        }
    }

    #[test]
    fn a_flood_of_alarms_of_one_kind_is_one_line_a_minute_and_all_are_counted() {
        let hand = Arc::new(Hand(AtomicI64::new(1_800_000_000_000)));
        let alarms = Alarms::new(Arc::<Hand>::clone(&hand));
        let alarm = |mark| Alarm {
            scope: Scope::Service,
            mark,
        };
        let due = |mark| alarms.is_due(kind(alarm(mark)));
        assert_eq!(due(Mark::Half), Some(0));
        for _ in 0..1000 {
            assert_eq!(due(Mark::Half), None);
        }
        assert_eq!(due(Mark::All), Some(0), "of another kind");
        hand.0.fetch_add(60_000, Ordering::SeqCst);
        assert_eq!(due(Mark::Half), Some(1000));
        hand.0.fetch_sub(3_600_000, Ordering::SeqCst);
        assert_eq!(
            due(Mark::Half),
            Some(0),
            "a clock that was set back keeps nothing quiet"
        );
        for _ in 0..5 {
            alarms.ring(alarm(Mark::Tenth));
        }
        assert_eq!(alarms.counted.get_or_create(&kind(alarm(Mark::Tenth))).get(), 5);
    }
}
