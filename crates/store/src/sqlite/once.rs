//! Requests that are carried out once.

use recovery::challenge::ChallengeId;
use recovery::keys::KeyId;
use recovery::moment::Moment;
use recovery::once::{Began, Once, REPEATED_WITHIN};
use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::tx::Tx;

/// What a request of this key led to before; `None`: there was none of late.
pub(crate) fn find(conn: &Connection, once: &Once, now: Moment) -> Result<Option<Began>, Fault> {
    let mut find =
        conn.prepare_cached("SELECT body, at, challenge, tail, key_id FROM once WHERE key = ?1")?;
    let found = find
        .query_row([once.key], |row| {
            let (body, at): ([u8; 16], i64) = (row.get(0)?, row.get(1)?);
            let (tail, key): (i64, u32) = (row.get(3)?, row.get(4)?);
            let first = ChallengeId {
                row: row.get(2)?,
                tail: tail.cast_unsigned(),
            };
            Ok((body, Moment(at), first, KeyId(key)))
        })
        .optional()?;
    let fresh = found.filter(|(_, at, ..)| now - *at < REPEATED_WITHIN);
    Ok(fresh.map(|(body, _, first, key)| match body == once.body {
        true => Began::Before { first, key },
        false => Began::Other,
    }))
}

/// Keeps what a request led to.
pub(crate) fn keep(
    tx: &Tx<'_>,
    once: &Once,
    (first, key): (ChallengeId, KeyId),
    at: Moment,
) -> Result<(), Fault> {
    tx.prepare("INSERT OR REPLACE INTO once (key, body, at, challenge, tail, key_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![once.key, once.body, at.0, first.row, first.tail.cast_signed(), key.0])?;
    Ok(())
}

/// Forgets up to so many requests that are answered anew; gives how many.
pub(crate) fn forget(tx: &Tx<'_>, now: Moment, most: usize) -> Result<usize, Fault> {
    let forgotten = tx
        .prepare("DELETE FROM once WHERE key IN (SELECT key FROM once WHERE at <= ?1 ORDER BY at LIMIT ?2)")?
        .execute(params![
            (now - REPEATED_WITHIN).0,
            i64::try_from(most).unwrap_or(0)
        ])?;
    Ok(forgotten)
}
