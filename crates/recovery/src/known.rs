//! The ports behind which it is known whether a password is known to others: lists on this machine, and a service that
//! is asked.

use async_trait::async_trait;

use crate::secret::Password;

/// Lists of passwords that an operator imported. Looking something up takes no longer than a request may wait.
pub trait Blocklist: Send + Sync {
    /// Whether a password is in one of them.
    fn has(&self, password: &Password) -> bool;
}

/// A service that knows passwords from breaches. It is on another machine, so it is asked about nothing that a stranger
/// typed: only once a code or link was right.
#[async_trait]
pub trait Breaches: Send + Sync {
    /// Whether it knows a password. If it cannot say so in time, it does not: a service that is away keeps nobody from
    /// their account. Who implements this counts how often that happens.
    async fn know(&self, password: &Password) -> bool;
}
