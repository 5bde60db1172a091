//! Failures in a row, by address. The count and the word on it are one act.

use recovery::ledger::LedgerKey;
use recovery::moment::Moment;
use recovery::sign_in::{self, FORGOTTEN_AFTER, Failures, Permit, Try};
use recovery::subject::AccountVersion;
use rusqlite::{OptionalExtension, params};

use super::fault::Fault;
use super::tx::Tx;

/// Each try removes up to so many counts that are over: more than it adds, so that none pile up.
const FORGOTTEN_AT_ONCE: i64 = 4;

/// Counts a try, or says how long it has to wait.
pub(crate) fn attempt(tx: &Tx<'_>, it: &Try) -> Result<Permit, Fault> {
    let on_record = tx
        .prepare("SELECT version, failures, last_at FROM sign_in_failure WHERE account_key = ?1")?
        .query_row([it.who.0], |row| {
            Ok(Failures {
                version: AccountVersion(row.get(0)?),
                count: row.get(1)?,
                last_at: Moment(row.get(2)?),
            })
        })
        .optional()?;
    let (permit, kept) = sign_in::permit(on_record, it);
    if on_record != Some(kept) {
        tx.prepare(
            "INSERT INTO sign_in_failure (account_key, version, failures, last_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (account_key) DO UPDATE
             SET version = excluded.version, failures = excluded.failures, last_at = excluded.last_at",
        )?
        .execute(params![it.who.0, kept.version.0, kept.count, kept.last_at.0])?;
    }
    tx.prepare(
        "DELETE FROM sign_in_failure WHERE account_key IN
         (SELECT account_key FROM sign_in_failure WHERE last_at < ?1 ORDER BY last_at LIMIT ?2)",
    )?
    .execute([(it.at - FORGOTTEN_AFTER).0, FORGOTTEN_AT_ONCE])?;
    Ok(permit)
}

/// Forgets the failures of an address.
pub(crate) fn cleared(tx: &Tx<'_>, who: LedgerKey) -> Result<(), Fault> {
    tx.prepare("DELETE FROM sign_in_failure WHERE account_key = ?1")?
        .execute([who.0])?;
    Ok(())
}

/// Takes one failure back.
pub(crate) fn untried(tx: &Tx<'_>, who: LedgerKey) -> Result<(), Fault> {
    tx.prepare("UPDATE sign_in_failure SET failures = failures - 1 WHERE account_key = ?1 AND failures > 0")?
        .execute([who.0])?;
    Ok(())
}
