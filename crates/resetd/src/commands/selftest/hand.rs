//! A clock that stands still until it is moved, so that nothing in an answer differs because time went by, and an hour takes
//! no time.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use recovery::moment::{Moment, Span};
use recovery::ports::Clock;

use crate::doors::SystemClock;

/// The clock of a selftest's instance.
pub struct Hand {
    at: AtomicI64,
    stopwatch: SystemClock,
}

impl Hand {
    /// Stops at the machine's present time.
    #[must_use]
    pub fn stopped() -> Hand {
        let stopwatch = SystemClock::start();
        Hand {
            at: AtomicI64::new(stopwatch.now().0),
            stopwatch,
        }
    }

    /// Moves on.
    pub fn pass(&self, span: Span) {
        self.at.fetch_add(span.0, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment(self.at.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        self.stopwatch.elapsed()
    }
}
