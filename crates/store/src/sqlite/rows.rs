//! Rows as words of the house, and back. What a row says is doubted only where a wrong answer would open a door.

use recovery::address::Email;
use recovery::budget::{Caps, Share};
use recovery::challenge::{Challenge, ChallengeId};
use recovery::clients::Network;
use recovery::code::Rung;
use recovery::keys::KeyId;
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::{First, LetterId, LetterKind, LetterState, MessageTag};
use recovery::limits::{ClientKey, Doing};
use recovery::moment::Moment;
use recovery::secret::Secret32;
use recovery::signing_in::SignIn;
use recovery::subject::{Account, AccountId, AccountVersion, Standing, Status};
use rusqlite::Row;
use rusqlite::types::Type;

/// The columns of [`account`], of a table called `a`.
macro_rules! account_columns {
    () => {
        "a.id, a.email_key, a.email, a.version, a.status, a.name, a.locale, a.password_changed_at, a.disowned, a.provider"
    };
}

/// The columns of [`standing`], of a table called `a`.
macro_rules! standing_columns {
    () => {
        "a.id, a.version, a.status, a.disowned"
    };
}

/// The columns of [`challenge`], of a table called `c`.
macro_rules! challenge_columns {
    () => {
        "c.id, c.account, c.account_version, c.issued_at, c.sent_at, c.expires_at, c.link_expires_at, c.used_at, \
         c.key_id, c.rung, c.tail, c.seed, c.flow, c.account_key, c.cap_account, c.cap_service"
    };
}

/// How many columns [`account_columns`] has.
pub(crate) const ACCOUNT_WIDTH: usize = 10;

/// How many columns [`challenge_columns`] has.
pub(crate) const CHALLENGE_WIDTH: usize = 16;

pub(crate) use {account_columns, challenge_columns, standing_columns};

fn corrupt(column: usize, what: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, what.into())
}

/// A time that may be missing. One of a wrong type counts as missing, so that it ends what it is the end of.
pub(crate) fn moment(row: &Row<'_>, column: usize) -> Option<Moment> {
    row.get::<_, Option<i64>>(column).ok().flatten().map(Moment)
}

pub(crate) fn status_number(status: Status) -> i64 {
    match status {
        Status::Active => 0,
        Status::Disabled => 1,
    }
}

/// The bit of a status that says that the account is disabled.
pub(crate) const DISABLED: i64 = 1;

/// What stands in the column of the status beside [`DISABLED`]. Only 0 takes a password, so one comparison guards it all.
pub(crate) fn sign_in_number(sign_in: &SignIn) -> i64 {
    match sign_in {
        SignIn::Password => 0,
        SignIn::Elsewhere(_) => 2,
        SignIn::Shared => 4,
    }
}

/// What stands in the column of the provider.
pub(crate) fn provider(sign_in: &SignIn) -> Option<&str> {
    match sign_in {
        SignIn::Elsewhere(provider) => provider.as_ref().map(|it| it.as_str()),
        SignIn::Password | SignIn::Shared => None,
    }
}

/// Whatever is not plainly active is not.
fn status(row: &Row<'_>, column: usize) -> rusqlite::Result<Status> {
    Ok(match row.get::<_, i64>(column)? {
        0 | 2 | 4 => Status::Active,
        _ => Status::Disabled,
    })
}

/// How an account is signed in to. A number that means nothing is that of a disabled one.
fn sign_in(row: &Row<'_>, status: usize, provider: usize) -> rusqlite::Result<SignIn> {
    Ok(match row.get::<_, i64>(status)? & !DISABLED {
        2 => {
            let name: Option<String> = row.get(provider)?;
            SignIn::Elsewhere(name.and_then(|it| it.parse().ok()))
        }
        4 => SignIn::Shared,
        _ => SignIn::Password,
    })
}

/// Reads [`standing_columns`].
pub(crate) fn standing(row: &Row<'_>) -> rusqlite::Result<Standing> {
    Ok(Standing {
        id: AccountId(row.get(0)?),
        version: AccountVersion(row.get(1)?),
        status: status(row, 2)?,
        by_password: row.get::<_, i64>(2)? & !DISABLED == 0,
        disowned: row.get(3)?,
    })
}

/// Reads [`account_columns`] from this column on; `None` where an outer join found no account.
pub(crate) fn account(row: &Row<'_>, from: usize) -> rusqlite::Result<Option<Account>> {
    let Some(id) = row.get::<_, Option<i64>>(from)? else {
        return Ok(None);
    };
    let (key, written) = (row.get(from + 1)?, row.get(from + 2)?);
    Ok(Some(Account {
        id: AccountId(id),
        email: Email::as_stored(written, key),
        version: AccountVersion(row.get(from + 3)?),
        status: status(row, from + 4)?,
        name: row.get(from + 5)?,
        locale: row.get(from + 6)?,
        password_changed_at: moment(row, from + 7),
        disowned: row.get(from + 8)?,
        sign_in: sign_in(row, from + 4, from + 9)?,
    }))
}

/// Reads [`challenge_columns`] from this column on, without tries, which no row holds; `None` where an outer join
/// found no challenge.
pub(crate) fn challenge(row: &Row<'_>, from: usize) -> rusqlite::Result<Option<Challenge>> {
    let Some(id) = row.get::<_, Option<i64>>(from)? else {
        return Ok(None);
    };
    let key: i64 = row.get(from + 8)?;
    let tail: i64 = row.get(from + 10)?;
    Ok(Some(Challenge {
        id: ChallengeId {
            row: id,
            tail: tail.cast_unsigned(),
        },
        flow: row.get(from + 12)?,
        account: AccountId(row.get(from + 1)?),
        account_version: AccountVersion(row.get(from + 2)?),
        issued_at: Moment(row.get(from + 3)?),
        sent_at: moment(row, from + 4),
        expires_at: moment(row, from + 5),
        link_expires_at: moment(row, from + 6),
        used: !matches!(row.get_ref(from + 7)?, rusqlite::types::ValueRef::Null),
        key: KeyId(u32::try_from(key).map_err(|_| corrupt(from + 8, "no key id"))?),
        code: code(row, from + 9, from + 14)?,
        ledger: LedgerKey(row.get(from + 13)?),
        seed: Secret32::new(row.get(from + 11)?),
        tries: 0,
    }))
}

/// What a challenge without a code has in its column of rungs.
const LINK_ALONE: &str = "link";

/// The columns of a challenge's caps.
#[derive(Default)]
pub(crate) struct CapColumns {
    pub(crate) account: Option<i64>,
    pub(crate) service: Option<i64>,
}

/// What stands in the columns of a challenge's code.
pub(crate) fn code_columns(code: Option<Share>) -> (String, CapColumns) {
    let rung = code.map_or_else(|| LINK_ALONE.to_owned(), |it| it.rung.to_string());
    let caps = code
        .and_then(|it| it.caps)
        .map_or_else(CapColumns::default, |it| CapColumns {
            account: Some(it.account.0),
            service: it.service.map(|it| it.0),
        });
    (rung, caps)
}

/// The kind of code, with its caps in the column `caps` and the one after it. One that needs a cap and has none has no room.
fn code(row: &Row<'_>, rung: usize, caps: usize) -> rusqlite::Result<Option<Share>> {
    let text = row.get_ref(rung)?.as_str()?;
    if text == LINK_ALONE {
        return Ok(None);
    }
    let rung: Rung = text.parse().map_err(|_| corrupt(rung, "no rung"))?;
    let account: Option<i64> = row.get(caps)?;
    let service: Option<i64> = row.get(caps + 1)?;
    let caps = rung.capped().then(|| Caps {
        account: Units(account.unwrap_or(0)),
        service: service.map(Units),
    });
    Ok(Some(Share { rung, caps }))
}

pub(crate) fn kind_number(kind: LetterKind) -> i64 {
    match kind {
        LetterKind::Reset(First::Code) => 1,
        LetterKind::Reset(First::Link) => 2,
        LetterKind::Changed => 3,
    }
}

pub(crate) fn kind(row: &Row<'_>, column: usize) -> rusqlite::Result<LetterKind> {
    match row.get::<_, i64>(column)? {
        1 => Ok(LetterKind::Reset(First::Code)),
        2 => Ok(LetterKind::Reset(First::Link)),
        3 => Ok(LetterKind::Changed),
        _ => Err(corrupt(column, "no kind of letter")),
    }
}

/// The number of a letter's new state. One that was never tried waits with 0.
pub(crate) fn state_number(state: LetterState) -> i64 {
    match state {
        LetterState::Waiting => 4,
        LetterState::Sent => 1,
        LetterState::Refused => 2,
        LetterState::Unsent => 3,
    }
}

/// The bits of all numbers that a state may have been given.
pub(crate) fn state_mask(state: LetterState) -> i64 {
    let fresh = match state {
        LetterState::Waiting => 1,
        LetterState::Sent | LetterState::Refused | LetterState::Unsent => 0,
    };
    fresh | 1 << state_number(state)
}

pub(crate) fn state(row: &Row<'_>, column: usize) -> rusqlite::Result<LetterState> {
    match row.get::<_, i64>(column)? {
        0 | 4 => Ok(LetterState::Waiting),
        1 => Ok(LetterState::Sent),
        2 => Ok(LetterState::Refused),
        3 => Ok(LetterState::Unsent),
        _ => Err(corrupt(column, "no state of a letter")),
    }
}

pub(crate) fn doing_number(doing: Doing) -> i64 {
    match doing {
        Doing::Asking => 0,
        Doing::Checking => 1,
    }
}

pub(crate) fn doing(row: &Row<'_>, column: usize) -> rusqlite::Result<Doing> {
    match row.get::<_, i64>(column)? {
        0 => Ok(Doing::Asking),
        1 => Ok(Doing::Checking),
        _ => Err(corrupt(column, "no kind of call")),
    }
}

pub(crate) fn tag(row: &Row<'_>, column: usize) -> rusqlite::Result<MessageTag> {
    row.get(column).map(MessageTag)
}

pub(crate) fn client(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<ClientKey>> {
    Ok(row.get::<_, Option<[u8; 16]>>(column)?.map(ClientKey))
}

/// A network's prefix; one that makes no sense is not shown.
pub(crate) fn network(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Network>> {
    let bytes = row.get_ref(column)?.as_blob_or_null().ok().flatten();
    Ok(bytes.and_then(Network::from_bytes))
}

pub(crate) fn letter_id(row: &Row<'_>, column: usize) -> rusqlite::Result<LetterId> {
    row.get(column).map(LetterId)
}

pub(crate) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|it| u64::try_from(it).unwrap_or(0))
}
