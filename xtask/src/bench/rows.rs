//! What stands in a database, counted through the ports once its server has stopped.

use std::path::Path;
use std::sync::Arc;

use recovery::ledger::LedgerKey;
use recovery::letter::{LetterKind, LetterState};
use recovery::ports::{Clock, Outbox, Store};
use serde::Serialize;
use store::SqliteStore;
use strum::VariantArray;

use crate::Outcome;
use crate::clock::MachineClock;

/// Letters are read in pages of this many.
const PAGE: usize = 10_000;

/// Rows of a database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// Challenges of accounts, with a letter.
    pub challenges: u64,
    /// Challenges of nobody: a flow that began for an account and was written as one would be no work worth counting.
    pub decoys: u64,
    /// Wrong guesses. On the bench's ladder each costs one unit of the service's ledger: 1/M is below the smallest.
    pub guesses: u64,
    /// Notices of a new password: one for each redemption.
    pub notices: u64,
}

/// Counts what stands in the database of this folder.
pub fn count(folder: &Path) -> Outcome<Rows> {
    let store = Arc::new(SqliteStore::open(folder, MachineClock.now())?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let rows = runtime.block_on(counted(&*store, &*store))?;
    Ok(rows)
}

async fn counted(store: &dyn Store, outbox: &dyn Outbox) -> Outcome<Rows> {
    let mut rows = Rows::default();
    let mut after = None;
    let mut last_challenge = None;
    loop {
        let page = outbox.list(LetterState::VARIANTS, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for letter in page {
            match letter.kind {
                LetterKind::Changed => rows.notices += 1,
                LetterKind::Reset(_) => {
                    // Letters stand in the order of their challenges: one that repeats another's is no new challenge.
                    let new = u64::from(letter.challenge.is_some() && letter.challenge != last_challenge);
                    match letter.account {
                        Some(_) => rows.challenges += new,
                        None => rows.decoys += new,
                    }
                    last_challenge = letter.challenge;
                }
            }
        }
    }
    let spent = store.spent(LedgerKey([0; 16]), MachineClock.now()).await?;
    rows.guesses = u64::try_from(spent.service.0)?;
    Ok(rows)
}
