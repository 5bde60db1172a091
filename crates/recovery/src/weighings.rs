//! A limit that lives in memory: how often each client had a password weighed in this hour. It guards nothing but this
//! machine's time, so a restart may forget it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::clients::Prefix;
use crate::moment::Span;

/// The window, which begins with a client's first call.
const WINDOW: Duration = Duration::from_secs(3600);

/// So many clients are remembered, about 2 MiB; beyond that all begin anew.
const MOST: usize = 20_000;

#[derive(Default)]
pub(crate) struct Weighings(Mutex<HashMap<Prefix, (Duration, u32)>>);

impl Weighings {
    /// Counts a call; `now` is time since the start.
    ///
    /// # Errors
    /// For how long the client is over its limit.
    pub(crate) fn admit(&self, client: Prefix, most: u32, now: Duration) -> Result<(), Span> {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.len() >= MOST && !counted.contains_key(&client) {
            counted.retain(|_, (since, _)| now < *since + WINDOW);
            if counted.len() >= MOST {
                counted.clear();
            }
        }
        let (since, calls) = counted.entry(client).or_insert((now, 0));
        if now >= *since + WINDOW {
            (*since, *calls) = (now, 0);
        }
        if *calls >= most {
            let left = (*since + WINDOW).saturating_sub(now);
            return Err(Span::millis(i64::try_from(left.as_millis()).unwrap_or(i64::MAX)));
        }
        *calls += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(last: u8) -> Prefix {
        Prefix::of(std::net::Ipv4Addr::new(192, 0, 2, last).into())
    }

    #[test]
    fn each_client_has_so_many_an_hour() {
        let weighings = Weighings::default();
        let at = |seconds| Duration::from_secs(seconds);
        assert_eq!(weighings.admit(client(1), 2, at(0)), Ok(()));
        assert_eq!(weighings.admit(client(1), 2, at(10)), Ok(()));
        assert_eq!(weighings.admit(client(1), 2, at(600)), Err(Span::seconds(3000)));
        assert_eq!(weighings.admit(client(2), 2, at(600)), Ok(()));
        assert_eq!(weighings.admit(client(1), 2, at(3600)), Ok(()));
    }

    #[test]
    fn memory_stays_flat_whoever_calls() {
        let weighings = Weighings::default();
        for n in 0..50_000_u32 {
            let client = Prefix::of(std::net::Ipv4Addr::from(n).into());
            assert_eq!(weighings.admit(client, 1, Duration::ZERO), Ok(()));
        }
        assert!(weighings.0.lock().unwrap().len() <= MOST);
    }
}
