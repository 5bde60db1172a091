//! Upkeep: what is over is removed, a little at a time.

use std::sync::Arc;
use std::time::Duration;

use recovery::ports::{Clock, Store};
use tokio_util::sync::CancellationToken;

/// How often there is a look for what is over. Challenges may stay for an hour beyond their time (SECURITY.md:
/// 60 min to 2 h after their end); once a minute keeps each purge small.
const EVERY: Duration = Duration::from_mins(1);

/// Between two bites of one purge, so that requests go first.
const PAUSE: Duration = Duration::from_millis(50);

/// Purges the store until the house closes.
pub async fn keep_up(store: Arc<dyn Store>, clock: Arc<dyn Clock>, stop: CancellationToken) {
    while stop
        .run_until_cancelled(tokio::time::sleep(EVERY))
        .await
        .is_some()
    {
        while purge_once(&*store, &*clock).await {
            if stop
                .run_until_cancelled(tokio::time::sleep(PAUSE))
                .await
                .is_none()
            {
                return;
            }
        }
    }
}

/// Whether there was more to do.
async fn purge_once(store: &dyn Store, clock: &dyn Clock) -> bool {
    match store.purge(clock.now()).await {
        Ok(purged) => {
            tracing::debug!(
                challenges = purged.challenges,
                letters = purged.letters,
                "removed what is over"
            );
            purged.more
        }
        Err(broken) => {
            tracing::error!(error = %broken, "what is over could not be removed; another try in a minute");
            false
        }
    }
}
