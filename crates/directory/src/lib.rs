//! Accounts and the forms their passwords are kept in. For now that is password hashes: our own are made here, and
//! those that an application brought along are read, checked and verified here; and lists of passwords that are known
//! to others.

pub mod blocks;
pub mod lists;
pub mod pool;
pub mod stored;
pub mod strength;

pub use pool::{HashPool, PoolSize};
pub use stored::{NotAHash, check_form, verify};
pub use strength::{Strength, TooWeak};
