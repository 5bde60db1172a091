//! A pause between log lines that anybody could cause at will.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What anybody can cause is logged this often at the most.
const PAUSE: Duration = Duration::from_secs(3600);

/// One kind of line.
#[derive(Debug, Default)]
pub(crate) struct Seldom {
    /// Seconds since the start at which the next line may be logged.
    quiet_until: AtomicU64,
}

impl Seldom {
    /// Whether a line may be logged now, which is time since the start. If so, the pause begins.
    pub(crate) fn may_speak(&self, now: Duration) -> bool {
        let (now, until) = (now.as_secs(), self.quiet_until.load(Ordering::Relaxed));
        let next = now.saturating_add(PAUSE.as_secs());
        now >= until
            && self
                .quiet_until
                .compare_exchange(until, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_logged_at_once_and_then_once_an_hour() {
        let seldom = Seldom::default();
        let at = |seconds| seldom.may_speak(Duration::from_secs(seconds));
        assert!(at(5));
        assert!(!at(5) && !at(3604));
        assert!(at(3605));
        assert!(!at(3606));
    }
}
