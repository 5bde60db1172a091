//! Settings become rules, and the rules get their desk.

use std::sync::Arc;

use directory::HashPool;
use recovery::desk::{Desk, Parts};
use recovery::keys::KeyRing;
use recovery::ports::{Chance, Clock};
use recovery::rules::Rules;
use store::SqliteStore;

use crate::settings::{Profile, Settings};

use super::alarms::Alarms;

/// What a desk stands on.
pub struct Floors {
    /// Rows.
    pub store: Arc<SqliteStore>,
    /// What hashes passwords.
    pub hasher: Arc<HashPool>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub chance: Arc<dyn Chance>,
}

/// The desk of these settings.
#[must_use]
pub fn desk(settings: &Settings, floors: Floors, ring: KeyRing, alarms: Arc<Alarms>) -> Desk {
    Desk::new(Parts {
        flows: Arc::<SqliteStore>::clone(&floors.store),
        changes: Arc::<SqliteStore>::clone(&floors.store),
        store: floors.store,
        hasher: floors.hasher,
        clock: floors.clock,
        chance: floors.chance,
        rules: Rules {
            ring,
            life: settings.code.life,
            attempts: settings.code.attempts,
            budget: settings.risk.budget(),
            resend_after: settings.code.resend_after,
            letters: settings.limits.account,
            links: settings.dialects.has_link_page(),
            pages: settings.dialects.pages.is_some(),
        },
        policy: settings.password.policy,
        limits: settings.limits.client,
        hint: Box::new(|caller| {
            tracing::warn!(
                client = caller.prefix.truncated(),
                "a client has met limits.client with more than ten distinct addresses in an hour. If it is one of your \
                 application's own back ends, list its network in limits.client.exempt; if it comes through a reverse \
                 proxy, list that in http.trusted_proxies"
            );
        }),
        bell: Box::new(move |alarm| alarms.ring(alarm)),
        conceals: settings.profile == Profile::Hardened,
    })
}
