//! Puzzles that were used up.

use recovery::moment::Moment;
use recovery::puzzle::Spend;
use rusqlite::params;

use super::fault::Fault;
use super::tx::Tx;

/// Uses a puzzle up; `false`: it was used before. One that has ended is nobody's to use: its row may be gone.
pub(crate) fn spend(tx: &Tx<'_>, spend: &Spend, now: Moment) -> Result<bool, Fault> {
    if spend.until <= now {
        return Ok(false);
    }
    let spent = tx
        .prepare("INSERT INTO spent_puzzle (id, until) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![spend.puzzle, spend.until.0])?;
    Ok(spent == 1)
}

/// Forgets up to so many that have ended; gives how many.
pub(crate) fn forget(tx: &Tx<'_>, now: Moment, most: usize) -> Result<usize, Fault> {
    let forgotten = tx
        .prepare("DELETE FROM spent_puzzle WHERE id IN (SELECT id FROM spent_puzzle WHERE until <= ?1 ORDER BY until LIMIT ?2)")?
        .execute(params![now.0, i64::try_from(most).unwrap_or(0)])?;
    Ok(forgotten)
}
