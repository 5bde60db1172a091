//! Settings become the desk of the application's back end.

use std::sync::Arc;

use directory::HashPool;
use recovery::back_end::{BackEnd, Parts};
use recovery::keys::KeyRing;
use recovery::ports::Clock;
use store::SqliteStore;

use crate::settings::Settings;

/// The desk of these settings.
#[must_use]
pub fn back_end(
    settings: &Settings,
    store: &Arc<SqliteStore>,
    hasher: &Arc<HashPool>,
    clock: &Arc<dyn Clock>,
    ring: KeyRing,
) -> BackEnd {
    BackEnd::new(Parts {
        accounts: Arc::clone(store) as _,
        keys: Arc::clone(store) as _,
        sign_ins: Arc::clone(store) as _,
        hasher: Arc::clone(hasher) as _,
        verifier: Arc::clone(hasher) as _,
        clock: Arc::clone(clock),
        policy: settings.password.policy,
        ring,
    })
}
