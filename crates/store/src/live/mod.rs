//! Exact state in memory: what only this process writes. A store on disk holds the journal it is rebuilt from.

mod bygone;
mod clients;
mod current;
mod flows;
mod hour;
mod ids;
mod leases;
mod ledger;
mod queue;

pub(crate) use clients::{ClientCounts, JOURNAL};
pub(crate) use current::{Current, Currents};
pub(crate) use flows::{Flow, FlowLetter, Flows};
pub(crate) use hour::{Hour, Link, MOST_MARKS, marks};
pub(crate) use ids::Ids;
pub(crate) use leases::Leases;
pub(crate) use ledger::{Entry, LiveLedger};
pub(crate) use queue::{Queue, Waiting};
