//! What an act sees and does: the open transaction, the latest challenges as its group has left them, fresh numbers.

use std::collections::HashMap;

use recovery::subject::AccountId;
use rusqlite::{CachedStatement, Connection};

use super::shared::{Change, State};
use crate::live::{Current, Ids};

/// The latest challenges that a group has changed and not yet committed.
#[derive(Default)]
pub(crate) struct Overlay(HashMap<AccountId, Option<Current>>);

impl Overlay {
    /// Takes in what an act has changed.
    pub(crate) fn take_in(&mut self, changes: &[Change]) {
        for change in changes {
            if let Change::Current(account, current) = *change {
                self.0.insert(account, current);
            }
        }
    }

    /// Forgets everything: the group has been committed or rolled back.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// One act's view of the store.
pub(crate) struct Tx<'a> {
    conn: &'a Connection,
    state: &'a State,
    overlay: &'a Overlay,
    ids: &'a mut Ids,
    changes: Vec<Change>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(
        conn: &'a Connection,
        state: &'a State,
        overlay: &'a Overlay,
        ids: &'a mut Ids,
    ) -> Tx<'a> {
        Tx {
            conn,
            state,
            overlay,
            ids,
            changes: Vec::new(),
        }
    }

    /// A statement, prepared once.
    pub(crate) fn prepare(&self, sql: &str) -> rusqlite::Result<CachedStatement<'a>> {
        self.conn.prepare_cached(sql)
    }

    /// The connection, for what is not worth keeping prepared.
    pub(crate) fn conn(&self) -> &'a Connection {
        self.conn
    }

    /// The latest challenge of an account, as the acts before this one have left it.
    pub(crate) fn current(&self, account: AccountId) -> Option<Current> {
        match self.overlay.0.get(&account) {
            Some(changed) => *changed,
            None => self.state.currents.get(account),
        }
    }

    /// Fresh numbers.
    pub(crate) fn ids(&mut self) -> &mut Ids {
        self.ids
    }

    /// Notes a change of the state in memory, to be made when the group is on disk.
    pub(crate) fn change(&mut self, change: Change) {
        self.changes.push(change);
    }

    pub(crate) fn into_changes(self) -> Vec<Change> {
        self.changes
    }
}
