//! Accounts of our own, also beside a running server: nothing here relies on what a server holds in memory.

use recovery::address::{Email, EmailKey};
use recovery::moment::Moment;
use recovery::ports::{Added, Credentials, NewAccount};
use recovery::secret::PasswordHash;
use recovery::signing_in::SignIn;
use recovery::subject::{Account, AccountId, Status};
use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::rebuild::LETTERS_GIVEN;
use super::rows;
use super::tx::Tx;

const ADD: &str = "INSERT INTO account
    (email_key, email, version, status, name, locale, password_changed_at, created_at, password_hash, provider)
    SELECT ?1, ?2, 1, ?8, ?3, ?4, ?5, ?6, ?7, ?9 WHERE NOT EXISTS (SELECT 1 FROM account WHERE email_key = ?1)";

const BY_KEY: &str = concat!(
    "SELECT ",
    rows::account_columns!(),
    " FROM account a WHERE a.email_key = ?1"
);

const BY_NUMBER: &str = concat!(
    "SELECT ",
    rows::account_columns!(),
    " FROM account a WHERE a.id = ?1"
);

const CREDENTIALS: &str = concat!(
    "SELECT ",
    rows::standing_columns!(),
    ", a.password_hash FROM account a WHERE a.email_key = ?1"
);

const PAGE: &str = concat!(
    "SELECT ",
    rows::account_columns!(),
    " FROM account a WHERE a.id > ?1 ORDER BY a.id LIMIT ?2"
);

/// Adds a batch.
pub(crate) fn add(tx: &Tx<'_>, batch: &[NewAccount], now: Moment) -> Result<Vec<Added>, Fault> {
    let mut insert = tx.prepare(ADD)?;
    let mut ends = Vec::with_capacity(batch.len());
    for account in batch {
        let hash = account.hash.as_ref().map(PasswordHash::reveal);
        let added = insert.execute(params![
            account.email.key().as_str(),
            account.email.as_written(),
            account.name,
            account.locale,
            hash.map(|_| now.0),
            now.0,
            hash,
            rows::sign_in_number(&account.sign_in),
            rows::provider(&account.sign_in),
        ])?;
        ends.push(match added {
            0 => known(tx, &account.email)?,
            _ => Added::New(AccountId(tx.conn().last_insert_rowid())),
        });
    }
    Ok(ends)
}

/// An address that was there before.
fn known(tx: &Tx<'_>, email: &Email) -> Result<Added, Fault> {
    let found = account(tx.conn(), email.key())?;
    let otherwise = found.filter(|it| it.email.local() != email.local() && it.sign_in != SignIn::Shared);
    Ok(otherwise.map_or(Added::Known, |it| Added::Otherwise(it.id)))
}

/// One account.
pub(crate) fn account(conn: &Connection, who: &EmailKey) -> Result<Option<Account>, Fault> {
    let mut find = conn.prepare_cached(BY_KEY)?;
    let found = find
        .query_row([who.as_str()], |row| rows::account(row, 0))
        .optional()?;
    Ok(found.flatten())
}

/// One account, by its number.
pub(crate) fn account_of(conn: &Connection, id: AccountId) -> Result<Option<Account>, Fault> {
    let mut find = conn.prepare_cached(BY_NUMBER)?;
    let found = find.query_row([id.0], |row| rows::account(row, 0)).optional()?;
    Ok(found.flatten())
}

/// How an account stands, with its hash.
pub(crate) fn credentials(conn: &Connection, who: &EmailKey) -> Result<Option<Credentials>, Fault> {
    let mut find = conn.prepare_cached(CREDENTIALS)?;
    let found = find.query_row([who.as_str()], |row| {
        let hash: Option<String> = row.get(4)?;
        Ok(Credentials {
            account: rows::standing(row)?,
            hash: hash.map(PasswordHash::new),
        })
    });
    Ok(found.optional()?)
}

/// The hash of an account.
pub(crate) fn password_of(conn: &Connection, who: &EmailKey) -> Result<Option<PasswordHash>, Fault> {
    let mut find = conn.prepare_cached("SELECT password_hash FROM account WHERE email_key = ?1")?;
    let found: Option<Option<String>> = find.query_row([who.as_str()], |row| row.get(0)).optional()?;
    Ok(found.flatten().map(PasswordHash::new))
}

/// A page of accounts.
pub(crate) fn accounts(
    conn: &Connection,
    after: Option<AccountId>,
    most: usize,
) -> Result<Vec<Account>, Fault> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut all = conn.prepare_cached(PAGE)?;
    let found = all.query_map([after.map_or(0, |it| it.0), most], |row| rows::account(row, 0))?;
    let found: Vec<Option<Account>> = found.collect::<Result<_, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// How many there are.
pub(crate) fn count(conn: &Connection) -> Result<u64, Fault> {
    Ok(conn.query_row("SELECT count(*) FROM account", [], |row| rows::count(row, 0))?)
}

/// Enables or disables an account. The new version ends every challenge of the old one.
pub(crate) fn set_status(tx: &Tx<'_>, who: &EmailKey, status: Status) -> Result<bool, Fault> {
    tx.prepare(
        "UPDATE account SET status = (status & ~1) | ?2, version = version + 1 WHERE email_key = ?1 AND (status & 1) != ?2",
    )?
    .execute(params![who.as_str(), rows::status_number(status)])?;
    let mut there = tx.prepare("SELECT 1 FROM account WHERE email_key = ?1")?;
    Ok(there.exists([who.as_str()])?)
}

/// As [`set_status`], by number.
pub(crate) fn set_status_of(tx: &Tx<'_>, id: AccountId, status: Status) -> Result<bool, Fault> {
    tx.prepare(
        "UPDATE account SET status = (status & ~1) | ?2, version = version + 1 WHERE id = ?1 AND (status & 1) != ?2",
    )?
    .execute(params![id.0, rows::status_number(status)])?;
    let mut there = tx.prepare("SELECT 1 FROM account WHERE id = ?1")?;
    Ok(there.exists([id.0])?)
}

/// Changes how an account is signed in to, and leaves alone whether it is disabled. The new version ends every challenge of
/// the old one.
pub(crate) fn set_sign_in(tx: &Tx<'_>, who: &EmailKey, sign_in: &SignIn) -> Result<bool, Fault> {
    tx.prepare(
        "UPDATE account SET status = (status & 1) | ?2, provider = ?3, version = version + 1
         WHERE email_key = ?1 AND ((status & ~1) != ?2 OR provider IS NOT ?3)",
    )?
    .execute(params![
        who.as_str(),
        rows::sign_in_number(sign_in),
        rows::provider(sign_in)
    ])?;
    let mut there = tx.prepare("SELECT 1 FROM account WHERE email_key = ?1")?;
    Ok(there.exists([who.as_str()])?)
}

/// As [`set_sign_in`], by number.
pub(crate) fn set_sign_in_of(tx: &Tx<'_>, id: AccountId, sign_in: &SignIn) -> Result<bool, Fault> {
    tx.prepare(
        "UPDATE account SET status = (status & 1) | ?2, provider = ?3, version = version + 1
         WHERE id = ?1 AND ((status & ~1) != ?2 OR provider IS NOT ?3)",
    )?
    .execute(params![
        id.0,
        rows::sign_in_number(sign_in),
        rows::provider(sign_in)
    ])?;
    let mut there = tx.prepare("SELECT 1 FROM account WHERE id = ?1")?;
    Ok(there.exists([id.0])?)
}

/// Replaces a hash of a password by another one of the same.
pub(crate) fn rehash(
    tx: &Tx<'_>,
    id: AccountId,
    old: &PasswordHash,
    new: &PasswordHash,
) -> Result<bool, Fault> {
    let replaced = tx
        .prepare("UPDATE account SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2")?
        .execute(params![id.0, old.reveal(), new.reveal()])?;
    Ok(replaced == 1)
}

/// Rows of one account that were found without holding the write lock: looking for them reads whole tables.
#[derive(Default)]
pub(crate) struct Belongings {
    account: Option<(i64, EmailKey)>,
    challenges: Vec<i64>,
    letters: Vec<i64>,
    last_challenge: i64,
    last_letter: i64,
}

/// Finds what belongs to an account.
pub(crate) fn belongings(
    conn: &Connection,
    find: impl FnOnce(&Connection) -> Result<Option<Account>, Fault>,
) -> Result<Belongings, Fault> {
    let snapshot = conn.unchecked_transaction()?;
    let Some(account) = find(conn)? else {
        return Ok(Belongings::default());
    };
    let id = account.id.0;
    let rows = |sql: &str| -> Result<Vec<i64>, Fault> {
        let mut find = conn.prepare(sql)?;
        let found = find.query_map([id], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    };
    let last = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0));
    let found = Belongings {
        account: Some((id, account.email.key().clone())),
        challenges: rows("SELECT id FROM challenge WHERE account = ?1")?,
        letters: rows("SELECT id FROM letter WHERE account = ?1")?,
        last_challenge: last("SELECT coalesce(max(id), 0) FROM challenge")?,
        last_letter: last("SELECT coalesce(max(id), 0) FROM letter")?,
    };
    snapshot.finish()?;
    Ok(found)
}

/// Removes an account with all that belongs to it; also what was added since it was looked for.
pub(crate) fn remove(tx: &Tx<'_>, found: &Belongings) -> Result<bool, Fault> {
    let Some((account, who)) = &found.account else {
        return Ok(false);
    };
    let removed = tx
        .prepare("DELETE FROM account WHERE id = ?1 AND email_key = ?2")?
        .execute(params![account, who.as_str()])?;
    if removed == 0 {
        return Ok(false);
    }
    keep_letters_given(tx)?;
    // A flow goes on as a decoy: whoever began it does not learn that there was an account.
    let orphan = "UPDATE challenge SET account = 0, account_version = 0, account_key = zeroblob(16), seed = zeroblob(32)
        WHERE flow IS NOT NULL AND";
    let all_of = [
        (orphan, &found.challenges, found.last_challenge),
        (
            "DELETE FROM challenge WHERE",
            &found.challenges,
            found.last_challenge,
        ),
        ("DELETE FROM letter WHERE", &found.letters, found.last_letter),
    ];
    for (act, rows, last) in all_of {
        let mut one = tx.prepare(&format!("{act} id = ?1 AND account = ?2"))?;
        for row in rows {
            one.execute([row, account])?;
        }
        tx.prepare(&format!("{act} id > ?1 AND account = ?2"))?
            .execute([&last, account])?;
    }
    Ok(true)
}

/// Before letters are deleted: no number is given twice, also after a restart.
pub(crate) fn keep_letters_given(tx: &Tx<'_>) -> Result<(), Fault> {
    tx.prepare(
        "INSERT INTO meta (name, value) SELECT ?1, coalesce(max(id), 0) FROM letter WHERE true
         ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
    )?
    .execute([LETTERS_GIVEN])?;
    Ok(())
}
