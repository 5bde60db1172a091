//! The ledger on disk: a row for each guess until its challenge is gone, then folded into buckets, in order.

use std::collections::HashMap;

use recovery::ledger::{LedgerKey, SERVICE_BUCKET, Spent, Units, account_bucket, service_bucket};
use recovery::ledger_book::{Book, Charged, PRESENT};
use recovery::moment::Moment;
use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::rows;
use super::shared::{Change, Shared};
use super::tx::Tx;
use crate::guards::{Counts, first_account_bucket, first_service_bucket};
use crate::live::Entry;

/// What a row of guesses stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A guess, and how it counts.
    Guess(Counts),
    /// A success, which ends a row of wrong guesses.
    Success,
}

impl Kind {
    pub(super) fn number(self) -> i64 {
        match self {
            Kind::Guess(Counts::OneTry) => 0,
            Kind::Guess(Counts::Nothing) => 1,
            Kind::Guess(Counts::Closes) => 2,
            Kind::Success => 3,
        }
    }

    /// What is not known counts as the strictest: nobody gains a try by a broken row.
    pub(super) fn of(number: i64) -> Kind {
        match number {
            0 => Kind::Guess(Counts::OneTry),
            1 => Kind::Guess(Counts::Nothing),
            3 => Kind::Success,
            _ => Kind::Guess(Counts::Closes),
        }
    }
}

/// A row of guesses that is to be folded.
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) kind: Kind,
    pub(super) account: LedgerKey,
    pub(super) at: Moment,
    pub(super) cost: Units,
}

/// What the ledger says, within an act.
pub(super) fn spent(tx: &Tx<'_>, account: LedgerKey, now: Moment) -> Result<Spent, Fault> {
    let entry = tx.entry(account);
    let folded = match tx.may_be_folded(account) {
        true => folded(tx.conn(), account, now)?,
        false => Folded::default(),
    };
    Ok(folded.with(entry, tx.spent_by_service(now)))
}

/// As [`spent`], beside the writer.
pub(super) fn spent_beside(
    conn: &Connection,
    shared: &Shared,
    account: LedgerKey,
    now: Moment,
) -> Result<Spent, Fault> {
    // The memory first: a guess that is folded meanwhile is then counted twice, and not left out.
    let (entry, service) = {
        let state = shared.state.read();
        let service = state.ledger.by_service(first_service_bucket(now));
        (state.ledger.entry(account), service)
    };
    Ok(folded(conn, account, now)?.with(entry, service))
}

/// What the buckets of an account say.
#[derive(Default)]
struct Folded {
    units: Units,
    in_a_row: u32,
}

impl Folded {
    fn with(self, entry: Entry, service: Units) -> Spent {
        let before = if entry.successes > 0 { 0 } else { self.in_a_row };
        Spent {
            account: self.units.plus(Units(entry.units)),
            service,
            in_a_row: before.saturating_add(entry.in_a_row),
        }
    }
}

fn folded(conn: &Connection, account: LedgerKey, now: Moment) -> Result<Folded, Fault> {
    let mut units = conn.prepare_cached(
        "SELECT coalesce(sum(units), 0) FROM ledger_account WHERE account_key = ?1 AND bucket >= ?2",
    )?;
    let mut in_a_row = conn.prepare_cached("SELECT wrong FROM wrong_in_a_row WHERE account_key = ?1")?;
    let bucket = first_account_bucket(now);
    Ok(Folded {
        units: Units(units.query_row(params![account.0, bucket], |row| row.get(0))?),
        in_a_row: in_a_row
            .query_row([account.0], |row| row.get(0))
            .optional()?
            .unwrap_or(0),
    })
}

/// Folds rows into the buckets, in order, and removes them.
pub(super) fn fold(tx: &mut Tx<'_>, rows: &[Row]) -> Result<(), Fault> {
    let mut delete = tx.prepare("DELETE FROM guess WHERE id = ?1")?;
    let mut entries: HashMap<LedgerKey, Entry> = HashMap::new();
    for row in rows {
        // Two purges at once: the other one has folded it.
        if delete.execute([row.id])? == 0 {
            continue;
        }
        let before = entries.get(&row.account).copied();
        let before = before.unwrap_or_else(|| tx.entry(row.account));
        let after = match row.kind {
            Kind::Guess(Counts::Closes | Counts::Nothing) => continue,
            Kind::Guess(Counts::OneTry) => {
                fold_wrong(tx, row)?;
                before.without_wrong(row.cost)
            }
            Kind::Success => {
                tx.prepare("DELETE FROM wrong_in_a_row WHERE account_key = ?1")?
                    .execute([row.account.0])?;
                before.without_success()
            }
        };
        entries.insert(row.account, after);
    }
    for (account, entry) in entries {
        tx.change(Change::Ledger(account, entry));
    }
    Ok(())
}

fn fold_wrong(tx: &mut Tx<'_>, row: &Row) -> Result<(), Fault> {
    tx.prepare(
        "INSERT INTO ledger_account (account_key, bucket, units) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET units = min(units, 9223372036854775807 - excluded.units) + excluded.units",
    )?
    .execute(params![row.account.0, account_bucket(row.at), row.cost.0])?;
    tx.prepare(
        "INSERT INTO ledger_service (bucket, units) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET units = min(units, 9223372036854775807 - excluded.units) + excluded.units",
    )?
    .execute([service_bucket(row.at), row.cost.0])?;
    tx.prepare(
        "INSERT INTO wrong_in_a_row (account_key, wrong) VALUES (?1, 1)
         ON CONFLICT DO UPDATE SET wrong = min(wrong, 4294967294) + 1",
    )?
    .execute([row.account.0])?;
    tx.change(Change::Folded(row.account));
    Ok(())
}

/// Drops buckets that count no more. `sweep_accounts`: those of accounts as well, which have no index by age.
pub(super) fn sweep(tx: &mut Tx<'_>, now: Moment, sweep_accounts: bool) -> Result<(), Fault> {
    let first = first_service_bucket(now);
    tx.prepare("DELETE FROM ledger_service WHERE bucket < ?1")?
        .execute([first])?;
    tx.change(Change::HoursGone(first));
    if sweep_accounts {
        tx.prepare("DELETE FROM ledger_account WHERE bucket < ?1")?
            .execute([first_account_bucket(now)])?;
        tx.prepare(
            "DELETE FROM wrong_in_a_row WHERE account_key NOT IN (SELECT account_key FROM ledger_account)",
        )?
        .execute([])?;
    }
    Ok(())
}

/// Reads into memory what a server holds there of the buckets.
pub(super) fn rebuild(conn: &Connection, shared: &Shared) -> rusqlite::Result<()> {
    let mut state = shared.state.write();
    let mut hours = conn.prepare("SELECT bucket, units FROM ledger_service")?;
    let mut found = hours.query([])?;
    while let Some(row) = found.next()? {
        state.ledger.add_hour(row.get(0)?, Units(row.get(1)?));
    }
    for table in ["ledger_account", "wrong_in_a_row"] {
        let mut keys = conn.prepare(&format!("SELECT account_key FROM {table}"))?;
        let mut found = keys.query([])?;
        while let Some(row) = found.next()? {
            state.ledger.note_folded(LedgerKey(row.get(0)?));
        }
    }
    Ok(())
}

/// The ledger as a whole. Reads all of its rows, so it is for operators.
pub(crate) fn book(conn: &Connection, most: usize, now: Moment) -> Result<Book, Fault> {
    let (hour, bucket, lately) = (
        first_service_bucket(now),
        first_account_bucket(now),
        (now - PRESENT).0,
    );
    let service = conn.query_row(
        "SELECT (SELECT coalesce(sum(units), 0) FROM ledger_service WHERE bucket >= ?1)
              + (SELECT coalesce(sum(cost), 0) FROM guess WHERE kind = 0 AND at >= ?2)",
        params![hour, hour.saturating_mul(SERVICE_BUCKET)],
        |row| row.get(0),
    )?;
    let recent = conn.query_row(
        "SELECT coalesce(sum(cost), 0) FROM guess WHERE kind = 0 AND at > ?1",
        [lately],
        |row| row.get(0),
    )?;
    let all = "SELECT account_key, units, 0 AS lately FROM ledger_account WHERE bucket >= ?1
               UNION ALL SELECT account_key, cost, CASE WHEN at > ?2 THEN cost ELSE 0 END FROM guess WHERE kind = 0";
    let accounts = conn.query_row(
        &format!("SELECT count(DISTINCT account_key) FROM ({all})"),
        [bucket, lately],
        |row| rows::count(row, 0),
    )?;
    let mut largest = conn.prepare(&format!(
        "SELECT account_key, sum(units), sum(lately) FROM ({all}) GROUP BY account_key ORDER BY 2 DESC, 1 LIMIT ?3"
    ))?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let found = largest.query_map(params![bucket, lately, most], |row| {
        Ok((LedgerKey(row.get(0)?), Units(row.get(1)?), Units(row.get(2)?)))
    })?;
    let mut most = Vec::new();
    for row in found {
        let (account, spent, lately) = row?;
        most.push(Charged {
            account,
            spent,
            lately,
            in_a_row: in_a_row(conn, account)?,
        });
    }
    Ok(Book {
        service: Units(service),
        lately: Units(recent),
        accounts,
        most,
    })
}

/// Wrong guesses in a row, told from rows alone.
fn in_a_row(conn: &Connection, account: LedgerKey) -> Result<u32, Fault> {
    let unfolded: (i64, i64) = conn.query_row(
        "WITH success AS (SELECT coalesce(max(id), 0) AS id FROM guess WHERE kind = 3 AND account_key = ?1)
         SELECT count(*), (SELECT id FROM success) FROM guess, success
         WHERE kind = 0 AND account_key = ?1 AND guess.id > success.id",
        [account.0],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let folded: Option<i64> = match unfolded.1 {
        0 => conn
            .query_row(
                "SELECT wrong FROM wrong_in_a_row WHERE account_key = ?1",
                [account.0],
                |row| row.get(0),
            )
            .optional()?,
        _ => None,
    };
    Ok(u32::try_from(unfolded.0.saturating_add(folded.unwrap_or(0))).unwrap_or(u32::MAX))
}
