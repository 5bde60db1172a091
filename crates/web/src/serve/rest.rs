//! The rest after a refusal: of a client that made too many calls nothing is read for a moment, so that it cannot keep a processor
//! busy with being told so. What it is told comes at once, and hangs on its own calls alone, never on whose account they were about.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::Sleep;

/// Marks an answer that tells a client of too many calls, on a connection that is its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overdrawn;

/// Whether a rest is owed.
#[derive(Clone, Debug, Default)]
pub(super) struct Owed(Arc<AtomicBool>);

impl Owed {
    /// From the next read on.
    pub(super) fn note(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The rests of one connection.
#[derive(Debug)]
pub(super) struct Rest {
    owed: Owed,
    length: Duration,
    under_way: Option<Pin<Box<Sleep>>>,
}

impl Rest {
    pub(super) fn new(owed: Owed, length: Duration) -> Rest {
        Rest {
            owed,
            length,
            under_way: None,
        }
    }

    /// Ready while none is owed, and once it is over.
    pub(super) fn poll_over(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.owed.0.load(Ordering::Relaxed) && self.owed.0.swap(false, Ordering::Relaxed) {
            self.under_way = Some(Box::pin(tokio::time::sleep(self.length)));
        }
        if let Some(rest) = &mut self.under_way {
            ready!(rest.as_mut().poll(cx));
            self.under_way = None;
        }
        Poll::Ready(())
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::task::Waker;

    use super::*;

    #[tokio::test]
    async fn a_rest_that_is_owed_is_taken_once() {
        let owed = Owed::default();
        let mut rest = Rest::new(owed.clone(), Duration::from_millis(1));
        let mut nobody = Context::from_waker(Waker::noop());
        assert_eq!(rest.poll_over(&mut nobody), Poll::Ready(()));
        owed.note();
        owed.note();
        poll_fn(|cx| rest.poll_over(cx)).await;
        assert_eq!(rest.poll_over(&mut nobody), Poll::Ready(()), "it is over");
    }

    #[tokio::test]
    async fn a_rest_that_goes_on_is_not_over_however_often_it_is_asked_for() {
        let owed = Owed::default();
        let mut rest = Rest::new(owed.clone(), Duration::from_secs(3600));
        let mut nobody = Context::from_waker(Waker::noop());
        owed.note();
        for _ in 0..3 {
            assert_eq!(rest.poll_over(&mut nobody), Poll::Pending);
        }
    }
}
