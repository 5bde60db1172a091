//! What the courier has done since it started, for metrics. Numbers only.

use std::sync::atomic::{AtomicU64, Ordering};

use recovery::letter::{LetterKind, Unsent};

/// The courier's counters. They only rise.
#[derive(Debug, Default)]
pub struct Counters {
    resets_handed_over: AtomicU64,
    notices_handed_over: AtomicU64,
    refused: AtomicU64,
    retried: AtomicU64,
    expired: AtomicU64,
    superseded: AtomicU64,
    account_changed: AtomicU64,
    key_gone: AtomicU64,
    dropped: AtomicU64,
    decoys: AtomicU64,
    connections: AtomicU64,
    connection_errors: AtomicU64,
    store_errors: AtomicU64,
}

/// The counters at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reset letters that the mail server took.
    pub resets_handed_over: u64,
    /// Notices that the mail server took.
    pub notices_handed_over: u64,
    /// Letters that the mail server refused for good.
    pub refused: u64,
    /// Tries that ended with another try to come.
    pub retried: u64,
    /// Letters put aside because their code had ended or they were tried for too long.
    pub expired: u64,
    /// Letters put aside because a newer code had taken their place.
    pub superseded: u64,
    /// Letters put aside because the account had changed.
    pub account_changed: u64,
    /// Letters put aside because their key had left the ring.
    pub key_gone: u64,
    /// Letters put aside by an operator while they were being sent.
    pub dropped: u64,
    /// Letters of decoys: they never were for anybody.
    pub decoys: u64,
    /// Connections to the mail server that were opened.
    pub connections: u64,
    /// Connections that could not be opened, or broke.
    pub connection_errors: u64,
    /// Calls to the store that failed.
    pub store_errors: u64,
}

impl Counters {
    /// What they say now.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let read = |it: &AtomicU64| it.load(Ordering::Relaxed);
        Tally {
            resets_handed_over: read(&self.resets_handed_over),
            notices_handed_over: read(&self.notices_handed_over),
            refused: read(&self.refused),
            retried: read(&self.retried),
            expired: read(&self.expired),
            superseded: read(&self.superseded),
            account_changed: read(&self.account_changed),
            key_gone: read(&self.key_gone),
            dropped: read(&self.dropped),
            decoys: read(&self.decoys),
            connections: read(&self.connections),
            connection_errors: read(&self.connection_errors),
            store_errors: read(&self.store_errors),
        }
    }

    pub(crate) fn handed_over(&self, kind: LetterKind) {
        add(match kind {
            LetterKind::Reset(_) => &self.resets_handed_over,
            LetterKind::Changed => &self.notices_handed_over,
        });
    }

    pub(crate) fn unsent(&self, why: Unsent) {
        add(match why {
            Unsent::Expired => &self.expired,
            Unsent::Superseded => &self.superseded,
            Unsent::AccountChanged => &self.account_changed,
            Unsent::KeyGone => &self.key_gone,
            Unsent::Dropped => &self.dropped,
            Unsent::Decoy => &self.decoys,
        });
    }

    pub(crate) fn refused(&self) {
        add(&self.refused);
    }

    pub(crate) fn retried(&self) {
        add(&self.retried);
    }

    pub(crate) fn connected(&self) {
        add(&self.connections);
    }

    pub(crate) fn connection_failed(&self) {
        add(&self.connection_errors);
    }

    pub(crate) fn store_failed(&self) {
        add(&self.store_errors);
    }
}

fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
