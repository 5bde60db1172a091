//! What the threads of a store share: exact state in memory, and counts of the work done.

use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::{Mutex, RwLock};
use recovery::challenge::ChallengeId;
use recovery::flow::AddressMark;
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::LetterId;
use recovery::moment::Moment;
use recovery::subject::AccountId;
use tokio::sync::Notify;

use super::hits::Hits;
use super::waiting::Taken;
use crate::live::{ClientCounts, Current, Currents, Entry, Flow, FlowLetter, Flows, Hour, Link, LiveLedger};

/// What a store has done since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Commits that wrote something, each with one sync of the log.
    pub commits: u64,
    /// Acts that were carried out, among them those that a guard refused.
    pub acts: u64,
    /// Acts that failed: nothing was changed.
    pub failures: u64,
    /// How often the log was copied into the database and started anew.
    pub checkpoints: u64,
}

#[derive(Default)]
pub(crate) struct Counters {
    pub(crate) commits: AtomicU64,
    pub(crate) acts: AtomicU64,
    pub(crate) failures: AtomicU64,
    pub(crate) checkpoints: AtomicU64,
}

impl Counters {
    pub(crate) fn read(&self) -> Stats {
        let now = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Stats {
            commits: now(&self.commits),
            acts: now(&self.acts),
            failures: now(&self.failures),
            checkpoints: now(&self.checkpoints),
        }
    }
}

/// A change of the state in memory that an act makes. It is made only once the act's rows are on disk.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Change {
    /// The latest challenge of an account.
    Current(AccountId, Option<Current>),
    /// What the rows of an account say that are not folded.
    Ledger(LedgerKey, Entry),
    /// A guess cost the service something.
    Spent(Moment, Units),
    /// An account has a bucket on disk.
    Folded(LedgerKey),
    /// The service's hours before this one count no more.
    HoursGone(i64),
    /// What was done in a flow, by the row of its first challenge.
    Flow(i64, Flow),
    /// The last reset letter of an account, if a flow queued it.
    FlowLetter(AccountId, Option<FlowLetter>),
    /// The flow of an address.
    Marked(AddressMark, ChallengeId),
    /// Challenges below this row have gone.
    GoneBefore(i64),
    /// A letter was queued. A reset letter of an account's is named, with its place in their chain.
    Queued(Option<(LetterId, Link)>),
    /// What was queued at this moment or before counts no more.
    HourPassed(Moment),
}

/// The state that only the serving process writes. It shows committed acts only.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) currents: Currents,
    pub(crate) flows: Flows,
    pub(crate) hour: Hour,
    pub(crate) ledger: LiveLedger,
}

impl State {
    /// The last reset letter of an account over all surfaces.
    pub(crate) fn newest_letter(&self, account: AccountId) -> Option<LetterId> {
        let of_flow = self.flows.letter(account).map(|it| it.letter);
        of_flow.or_else(|| self.currents.get(account).and_then(Current::last_letter))
    }

    /// Makes a change; `true` when a letter was queued.
    pub(crate) fn apply(&mut self, change: &Change) -> bool {
        match *change {
            Change::Current(account, current) => self.currents.set(account, current),
            Change::Ledger(account, entry) => self.ledger.set(account, entry),
            Change::Spent(at, cost) => self.ledger.charge(at, cost),
            Change::Folded(account) => self.ledger.note_folded(account),
            Change::HoursGone(first) => self.ledger.forget_hours_before(first),
            Change::Flow(first, flow) => self.flows.set(first, flow),
            Change::FlowLetter(account, letter) => self.flows.set_letter(account, letter),
            Change::Marked(mark, first) => self.flows.set_marked(mark, first),
            Change::GoneBefore(row) => {
                self.currents.forget_before(row);
                self.flows.forget_before(row);
            }
            Change::Queued(letter) => {
                if let Some((id, link)) = letter {
                    self.hour.add(id, &link);
                }
                return true;
            }
            Change::HourPassed(moment) => self.hour.forget_before(moment),
        }
        false
    }
}

#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) state: RwLock<State>,
    pub(crate) clients: Mutex<ClientCounts>,
    pub(crate) hits: Mutex<Hits>,
    pub(crate) taken: Mutex<Taken>,
    pub(crate) stirred: Notify,
    pub(crate) counters: Counters,
    /// Held while a group is written, and while the log is started anew: each would otherwise only meet the other as a
    /// busy database, and wait in steps.
    pub(crate) gate: Mutex<()>,
}
