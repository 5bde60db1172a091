//! What an act sees and does: the open transaction, the latest challenges as its group has left them, fresh numbers.

use std::collections::HashMap;

use recovery::challenge::ChallengeId;
use recovery::flow::{AddressMark, Marks};
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::{LetterId, LetterMark};
use recovery::moment::Moment;
use recovery::subject::AccountId;
use rusqlite::{CachedStatement, Connection};

use super::shared::{Change, State};
use crate::guards::first_service_bucket;
use crate::live::{Current, Entry, Flow, FlowLetter, Ids, Link, marks};

/// The latest challenges that a group has changed and not yet committed.
#[derive(Default)]
pub(crate) struct Overlay {
    currents: HashMap<AccountId, Option<Current>>,
    flows: HashMap<i64, Flow>,
    letters: HashMap<AccountId, Option<FlowLetter>>,
    marked: HashMap<AddressMark, ChallengeId>,
    /// By rising number.
    queued: Vec<(LetterId, Link)>,
    ledger: HashMap<LedgerKey, Entry>,
    /// What the group has cost the service.
    spent: Units,
    /// Whether the group has written buckets that the memory does not know of.
    folds: bool,
}

impl Overlay {
    /// Takes in what an act has changed.
    pub(crate) fn take_in(&mut self, changes: &[Change]) {
        for change in changes {
            match *change {
                Change::Current(account, current) => _ = self.currents.insert(account, current),
                Change::Flow(first, flow) => _ = self.flows.insert(first, flow),
                Change::FlowLetter(account, letter) => _ = self.letters.insert(account, letter),
                Change::Marked(mark, first) => _ = self.marked.insert(mark, first),
                Change::Queued(letter) => self.queued.extend(letter),
                Change::Ledger(account, entry) => _ = self.ledger.insert(account, entry),
                Change::Spent(_, cost) => self.spent = self.spent.plus(cost),
                Change::Folded(_) => self.folds = true,
                Change::HoursGone(_) | Change::GoneBefore(_) | Change::HourPassed(_) => {}
            }
        }
    }

    /// Forgets everything: the group has been committed or rolled back.
    pub(crate) fn clear(&mut self) {
        self.currents.clear();
        self.flows.clear();
        self.letters.clear();
        self.marked.clear();
        self.queued.clear();
        self.ledger.clear();
        self.spent = Units(0);
        self.folds = false;
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
        match self.overlay.currents.get(&account) {
            Some(changed) => *changed,
            None => self.state.currents.get(account),
        }
    }

    /// What was done in a flow, as the acts before this one have left it; `None`: nothing.
    pub(crate) fn flow(&self, first: i64) -> Option<Flow> {
        let changed = self.overlay.flows.get(&first).copied();
        changed.or_else(|| self.state.flows.get(first))
    }

    /// The flow of an address, as the acts before this one have left it: of today, else of yesterday.
    pub(crate) fn marked(&self, marks: Marks) -> Option<ChallengeId> {
        let find = |mark| {
            let changed = self.overlay.marked.get(&mark).copied();
            changed.or_else(|| self.state.flows.marked(mark))
        };
        find(marks.today).or_else(|| find(marks.yesterday))
    }

    /// The last reset letter of an account, if a flow queued it.
    pub(crate) fn flow_letter(&self, account: AccountId) -> Option<FlowLetter> {
        match self.overlay.letters.get(&account) {
            Some(changed) => *changed,
            None => self.state.flows.letter(account),
        }
    }

    /// The last reset letter of an account over all surfaces.
    pub(crate) fn newest_letter(&self, account: AccountId) -> Option<LetterId> {
        match self.flow_letter(account) {
            Some(it) => Some(it.letter),
            None => self.current(account).and_then(Current::last_letter),
        }
    }

    /// The account's letters of the last hour, from its newest on, as the acts before this one have left them; `None`: the
    /// memory does not have the whole hour.
    pub(crate) fn marks(&self, newest: Option<LetterId>, now: Moment) -> Option<Vec<LetterMark>> {
        let link = |id: LetterId| {
            let queued = &self.overlay.queued;
            match queued.binary_search_by_key(&id, |it| it.0) {
                Ok(at) => queued.get(at).map(|it| it.1),
                Err(_) => self.state.hour.get(id),
            }
        };
        let whole = self.state.hour.is_whole(now);
        whole.then(|| marks(newest, now, link))
    }

    /// What the rows of an account say that are not folded, as the acts before this one have left them.
    pub(crate) fn entry(&self, account: LedgerKey) -> Entry {
        let changed = self.overlay.ledger.get(&account).copied();
        changed.unwrap_or_else(|| self.state.ledger.entry(account))
    }

    /// Whether an account may have buckets on disk.
    pub(crate) fn may_be_folded(&self, account: LedgerKey) -> bool {
        self.overlay.folds || self.state.ledger.may_be_folded(account)
    }

    /// What the service has spent.
    pub(crate) fn spent_by_service(&self, now: Moment) -> Units {
        let before = self.state.ledger.by_service(first_service_bucket(now));
        before.plus(self.overlay.spent)
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
