//! Where a connection stands, and how long it may stand there. Steps are noted in an atomic number as they happen,
//! which costs a request next to nothing; a tick looks in a few times per time-out and sees whether there was one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::Version;

use super::ServeSettings;

/// Where a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// No request yet.
    Fresh,
    /// Between requests.
    Idle,
    /// A head has begun.
    Head,
    /// Requests are being served.
    Busy,
}

/// The state of one connection, shared by its socket, its requests and its tick. The low bits hold flags and the
/// number of requests in flight, the high ones count the steps.
#[derive(Debug, Default)]
pub(super) struct Pace(AtomicU64);

const IN_FLIGHT: u64 = 0xFFFF;
const MET: u64 = 1 << 16;
const HEAD: u64 = 1 << 17;
const HTTP_2: u64 = 1 << 18;
const STEP: u64 = 1 << 20;

impl Pace {
    pub(super) fn phase(&self) -> Phase {
        phase_of(self.0.load(Ordering::Relaxed))
    }

    /// Bytes have come in. Between the requests of HTTP/1 they begin a head; HTTP/2 also talks about other things.
    pub(super) fn heard(&self) {
        let now = self.0.load(Ordering::Relaxed);
        if phase_of(now) == Phase::Idle && now & HTTP_2 == 0 {
            self.step(|it| it | HEAD);
        }
    }

    /// A request begins, and lasts as long as what is returned.
    pub(super) fn begin(self: &Arc<Self>, version: Version) -> Turn {
        let two = if version == Version::HTTP_2 { HTTP_2 } else { 0 };
        self.step(|it| ((it & !HEAD) | MET | two) + 1);
        Turn(Arc::clone(self))
    }

    fn step(&self, change: impl Fn(u64) -> u64) {
        let next = |it: u64| Some(change(it).wrapping_add(STEP));
        // The closure always has a next state, so this cannot fail.
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next)
            .unwrap_or_default();
    }
}

fn phase_of(state: u64) -> Phase {
    if state & IN_FLIGHT > 0 {
        Phase::Busy
    } else if state & MET == 0 {
        Phase::Fresh
    } else if state & HEAD > 0 {
        Phase::Head
    } else {
        Phase::Idle
    }
}

/// A request in flight. However it ends, also by being dropped, it ends here.
#[derive(Debug)]
pub(super) struct Turn(Arc<Pace>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.step(|it| it - 1);
    }
}

/// Looks in on a connection at every tick.
#[derive(Debug)]
pub(super) struct Watch {
    seen: u64,
    ticks: u32,
}

impl Watch {
    pub(super) fn new() -> Watch {
        Watch { seen: 0, ticks: 0 }
    }

    /// The phase that has lasted too long, if one has. Late by up to one tick, never early.
    pub(super) fn look(&mut self, pace: &Pace, settings: &ServeSettings) -> Option<Phase> {
        let now = pace.0.load(Ordering::Relaxed);
        if now != self.seen {
            *self = Watch { seen: now, ticks: 0 };
            return None;
        }
        self.ticks = self.ticks.saturating_add(1);
        let phase = phase_of(now);
        let limit = match phase {
            Phase::Fresh | Phase::Head => settings.head_within,
            Phase::Idle => settings.idle,
            Phase::Busy => settings.answer_within,
        };
        (tick(settings) * self.ticks >= limit).then_some(phase)
    }
}

/// An eighth of the shortest time-out.
pub(super) fn tick(settings: &ServeSettings) -> Duration {
    let shortest = settings
        .head_within
        .min(settings.idle)
        .min(settings.answer_within);
    (shortest / 8).max(Duration::from_millis(5))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> ServeSettings {
        ServeSettings {
            head_within: Duration::from_millis(80),
            idle: Duration::from_millis(160),
            answer_within: Duration::from_millis(240),
            ..ServeSettings::default()
        }
    }

    /// After how many ticks without a step a connection is found to be late.
    fn patience(pace: &Pace) -> (u32, Option<Phase>) {
        let mut watch = Watch::new();
        watch.look(pace, &settings());
        for ticks in 1..100 {
            if let Some(phase) = watch.look(pace, &settings()) {
                return (ticks, Some(phase));
            }
        }
        (100, None)
    }

    #[test]
    fn every_phase_has_its_own_time() {
        let pace = Arc::new(Pace::default());
        let (ticks, phase) = patience(&pace);
        assert!(ticks <= 8, "{ticks}");
        assert_eq!(phase, Some(Phase::Fresh));
        pace.heard();
        assert_eq!(
            pace.phase(),
            Phase::Fresh,
            "bytes that are no request do not buy time"
        );
        let turn = pace.begin(Version::HTTP_11);
        assert_eq!(patience(&pace), (24, Some(Phase::Busy)));
        pace.heard();
        assert_eq!(pace.phase(), Phase::Busy);
        drop(turn);
        assert_eq!(patience(&pace), (16, Some(Phase::Idle)));
        pace.heard();
        assert_eq!(patience(&pace), (8, Some(Phase::Head)));
    }

    #[test]
    fn a_second_request_in_flight_keeps_a_connection_busy() {
        let pace = Arc::new(Pace::default());
        let (one, two) = (pace.begin(Version::HTTP_2), pace.begin(Version::HTTP_2));
        drop(one);
        assert_eq!(pace.phase(), Phase::Busy);
        drop(two);
        pace.heard();
        assert_eq!(
            pace.phase(),
            Phase::Idle,
            "HTTP/2 also sends bytes that begin no request"
        );
    }

    #[test]
    fn a_step_starts_the_time_anew() {
        let (pace, mut watch) = (Arc::new(Pace::default()), Watch::new());
        for _ in 0..100 {
            drop(pace.begin(Version::HTTP_11));
            assert_eq!(watch.look(&pace, &settings()), None);
        }
    }
}
