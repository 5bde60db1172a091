//! Where rows live: one contract, kept by an embedded SQLite database and by plain memory. `tests/contract.rs` holds
//! both to the same promises.

mod guards;
mod live;
mod memory;
mod sqlite;

pub use memory::MemoryStore;
pub use sqlite::{OpenError, Ran, SqliteStore, StatementLog, Stats, Thread, Work};
