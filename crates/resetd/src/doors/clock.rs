//! The door to the clock.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use recovery::moment::Moment;
use recovery::ports::Clock;

/// The clock of the machine.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// Starts the stopwatch.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    pub fn start() -> SystemClock {
        SystemClock {
            started: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn now(&self) -> Moment {
        let millis = |length: Duration| i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => Moment(millis(since)),
            Err(before) => Moment(-millis(before.duration())),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_tells_this_century_and_the_stopwatch_only_runs_forward() {
        let clock = SystemClock::start();
        assert!(clock.now() > Moment(1_700_000_000_000) && clock.now() < Moment(4_100_000_000_000));
        let earlier = clock.elapsed();
        assert!(clock.elapsed() >= earlier);
    }
}
