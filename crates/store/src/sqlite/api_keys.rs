//! API keys. Nothing is held in memory: a command beside the server adds and removes them.

use recovery::api_keys::{ApiKeyHash, ApiKeyId, KeptApiKey, KeyName, NewApiKey, Scopes};
use recovery::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::fault::Fault;
use super::rows;
use super::tx::Tx;

/// The columns of [`kept`].
macro_rules! columns {
    () => {
        "id, name, hash, scopes, created_at, used_at"
    };
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptApiKey> {
    Ok(KeptApiKey {
        id: ApiKeyId::as_stored(row.get(0)?),
        name: row.get(1)?,
        hash: ApiKeyHash(row.get(2)?),
        scopes: Scopes::read(&row.get::<_, String>(3)?),
        created_at: Moment(row.get(4)?),
        used_at: rows::moment(row, 5),
    })
}

/// Keeps a key, unless its name or id is taken.
pub(crate) fn add(tx: &Tx<'_>, key: &NewApiKey, now: Moment) -> Result<bool, Fault> {
    let added = tx
        .prepare(
            "INSERT INTO api_key (id, name, hash, scopes, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            key.id.as_str(),
            key.name.as_str(),
            key.hash.0,
            key.scopes.written(),
            now.0
        ])?;
    Ok(added == 1)
}

/// One key.
pub(crate) fn find(conn: &Connection, id: &ApiKeyId) -> Result<Option<KeptApiKey>, Fault> {
    let mut one = conn.prepare_cached(concat!("SELECT ", columns!(), " FROM api_key WHERE id = ?1"))?;
    Ok(one.query_row([id.as_str()], kept).optional()?)
}

/// All keys.
pub(crate) fn all(conn: &Connection) -> Result<Vec<KeptApiKey>, Fault> {
    let mut all = conn.prepare_cached(concat!("SELECT ", columns!(), " FROM api_key ORDER BY name"))?;
    let found = all.query_map([], kept)?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Removes a key.
pub(crate) fn remove(tx: &Tx<'_>, name: &KeyName) -> Result<bool, Fault> {
    let mut one = tx.prepare("DELETE FROM api_key WHERE name = ?1")?;
    Ok(one.execute([name.as_str()])? == 1)
}

/// Notes a use.
pub(crate) fn used(tx: &Tx<'_>, id: &ApiKeyId, now: Moment) -> Result<(), Fault> {
    tx.prepare("UPDATE api_key SET used_at = max(?2, coalesce(used_at, ?2)) WHERE id = ?1")?
        .execute(params![id.as_str(), now.0])?;
    Ok(())
}
