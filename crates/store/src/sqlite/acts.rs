//! The acts of the desk. Each guard stands in the act: the writer's transaction is the only one that writes, so what an
//! act has read in it is so until it commits.

use recovery::challenge::{Challenge, ChallengeId};
use recovery::clients::Network;
use recovery::keys::KeyId;
use recovery::ledger::Units;
use recovery::letter::{LetterId, LetterKind, LetterMark, MessageTag};
use recovery::limits::ClientKey;
use recovery::moment::Moment;
use recovery::outcome::{Asked, Checked};
use recovery::ports::{
    Guess, Judged, Mailing, MailingAgain, NewLetter, Opening, Planned, Price, Redemption, Verdict, Who,
};
use recovery::profile::Locale;
use recovery::secret::Secret32;
use recovery::subject::{AccountId, Subject};
use rusqlite::{OptionalExtension, params};

use super::fault::Fault;
use super::flows;
use super::ledger::{self, Kind};
use super::reads::{self, For};
use super::rows::{self, kind_number};
use super::shared::Change;
use super::tx::Tx;
use crate::guards::{Counts, earns, is_affordable, is_as_seen, shows_use, takes_guesses};
use crate::live::{Current, Link};

const OPEN: &str = "INSERT INTO challenge
    (id, account, account_version, issued_at, expires_at, link_expires_at, key_id, rung, tail, seed, account_key,
     cap_account, cap_service)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

const QUEUE: &str = "INSERT INTO letter
    (id, state, due_at, queued_at, kind, attempts, account, challenge, previous, tag, client, network, locale)
    VALUES (?1, 0, ?2, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

const SET_PASSWORD: &str = "UPDATE account
    SET password_hash = ?3, password_changed_at = ?4, sessions_valid_after = ?4, version = version + 1, disowned = 0
    WHERE id = ?1 AND version = ?2 AND status = 0";

/// A letter to be queued, with its place in the chain of the account's letters.
pub(super) struct Queued {
    kind: LetterKind,
    account: AccountId,
    challenge: Option<i64>,
    previous: Option<LetterId>,
    tag: MessageTag,
    client: Option<ClientKey>,
    network: Option<Network>,
    locale: Option<Locale>,
}

impl Queued {
    pub(super) fn reset(
        account: AccountId,
        challenge: i64,
        previous: Option<LetterId>,
        letter: &NewLetter,
    ) -> Queued {
        Queued {
            kind: LetterKind::Reset(letter.first),
            account,
            challenge: Some(challenge),
            previous,
            tag: letter.tag,
            client: letter.client,
            network: letter.network,
            locale: letter.locale,
        }
    }
}

fn queue(tx: &mut Tx<'_>, letter: &Queued, at: Moment) -> Result<LetterId, Fault> {
    let id = tx.ids().letter();
    queue_as(tx, id, letter, at)?;
    Ok(id)
}

pub(super) fn queue_as(tx: &mut Tx<'_>, id: LetterId, letter: &Queued, at: Moment) -> Result<(), Fault> {
    tx.prepare(QUEUE)?.execute(params![
        id.0,
        at.0,
        kind_number(letter.kind),
        letter.account.0,
        letter.challenge,
        letter.previous.map(|it| it.0),
        letter.tag.0,
        letter.client.map(|it| it.0),
        letter.network.as_ref().map(Network::bytes),
        letter.locale.as_ref().map(Locale::as_str),
    ])?;
    let of_hour = matches!(letter.kind, LetterKind::Reset(_)) && letter.account != AccountId::NOBODY;
    let link = || Link {
        mark: LetterMark {
            at,
            client: letter.client,
        },
        previous: letter.previous,
    };
    tx.change(Change::Queued(of_hour.then(|| (id, link()))));
    Ok(())
}

/// Queues a reset letter of an account's own challenge: the account's last one is no flow's any more.
fn queue_own(tx: &mut Tx<'_>, letter: &Queued, at: Moment) -> Result<LetterId, Fault> {
    if tx.flow_letter(letter.account).is_some() {
        tx.change(Change::FlowLetter(letter.account, None));
    }
    queue(tx, letter, at)
}

/// Loads the account, has the rules plan, and carries the plan out.
pub(crate) fn ask(
    tx: &mut Tx<'_>,
    who: &Who,
    now: Moment,
    planner: &dyn Fn(Option<&Subject>) -> Planned,
) -> Result<Asked, Fault> {
    let subject = reads::subject_within(tx, who, now, For::Asking)?;
    let planned = planner(subject.as_ref());
    match &planned.mailing {
        Some(Mailing::Opening(opening)) => write_opening(tx, opening)?,
        Some(Mailing::Again(again)) => write_again(tx, again)?,
        None => {}
    }
    Ok(planned.ending)
}

/// Loads the account, has the rules judge a code, and makes the verdict count.
pub(crate) fn check(
    tx: &mut Tx<'_>,
    who: &Who,
    now: Moment,
    judge: &dyn Fn(Option<&Subject>) -> Judged,
) -> Result<(Checked, Option<Subject>), Fault> {
    let subject = reads::subject_within(tx, who, now, For::Judging)?;
    let judged = judge(subject.as_ref());
    let ending = match &judged.guess {
        Some(guess) if !count(tx, guess)? => Checked::NothingPending,
        _ => judged.ending,
    };
    Ok((ending, subject))
}

/// Opens a challenge and queues its letter, if the account is as it was seen: other processes may have changed it.
pub(crate) fn open(tx: &mut Tx<'_>, opening: &Opening) -> Result<bool, Fault> {
    let (account, seen) = (opening.account, &opening.seen);
    let guarded = is_as_seen(tx.current(account), tx.newest_letter(account), seen)
        && reads::is_unchanged(tx.conn(), account.0, seen.version.0)?;
    if guarded {
        write_opening(tx, opening)?;
    }
    Ok(guarded)
}

fn write_opening(tx: &mut Tx<'_>, opening: &Opening) -> Result<(), Fault> {
    let previous = tx.newest_letter(opening.account);
    let row = tx.ids().row(opening.at);
    let (rung, caps) = rows::code_columns(opening.code);
    tx.prepare(OPEN)?.execute(params![
        row,
        opening.account.0,
        opening.seen.version.0,
        opening.at.0,
        opening.ends.code.0,
        opening.ends.link.0,
        opening.key.0,
        rung,
        opening.tail.cast_signed(),
        opening.seed.reveal(),
        opening.ledger.0,
        caps.account,
        caps.service,
    ])?;
    let letter = Queued::reset(opening.account, row, previous, &opening.letter);
    let letter = queue_own(tx, &letter, opening.at)?;
    let current = Current {
        row,
        letter: letter.0,
        tries: 0,
        closed: false,
    };
    tx.change(Change::Current(opening.account, Some(current)));
    Ok(())
}

/// Queues one more letter for the live challenge.
pub(crate) fn mail_again(tx: &mut Tx<'_>, again: &MailingAgain) -> Result<bool, Fault> {
    let current = tx.current(again.account);
    let (Some(current), Some(challenge)) = (current, again.seen.challenge) else {
        return Ok(false);
    };
    let guarded = is_as_seen(Some(current), tx.newest_letter(again.account), &again.seen)
        && takes_guesses(Some(current), challenge, again.attempts)
        && reads::is_unchanged(tx.conn(), again.account.0, again.seen.version.0)?;
    if guarded {
        write_again(tx, again)?;
    }
    Ok(guarded)
}

fn write_again(tx: &mut Tx<'_>, again: &MailingAgain) -> Result<(), Fault> {
    let Some(current) = tx.current(again.account) else {
        return Err(Fault::Corrupt("a letter is to be mailed again for no challenge"));
    };
    let previous = tx.newest_letter(again.account);
    let letter = Queued::reset(again.account, current.row, previous, &again.letter);
    let letter = queue_own(tx, &letter, again.at)?.0;
    let with_letter = Some(Current { letter, ..current });
    tx.change(Change::Current(again.account, with_letter));
    Ok(())
}

/// Settles a guess, if the account is as it was loaded.
pub(crate) fn settle(tx: &mut Tx<'_>, guess: &Guess) -> Result<bool, Fault> {
    let stands = match guess.verdict {
        Verdict::Right => reads::opens,
        Verdict::Wrong | Verdict::Closing | Verdict::Shown => reads::is_unchanged,
    };
    Ok(stands(tx.conn(), guess.account.0, guess.version.0)? && count(tx, guess)?)
}

/// At what a guess was made.
#[derive(Clone, Copy)]
pub(super) struct Guessed {
    /// The row of the challenge that it counts on.
    pub(super) row: i64,
    pub(super) account: AccountId,
    pub(super) at: Moment,
}

/// Writes a guess, if the ledgers have room for it, and charges them; a right one writes such a row as well and takes it
/// back: whatever keeps a wrong one from being counted keeps a right one from being told. `None`: no room.
pub(super) fn write_guess(
    tx: &mut Tx<'_>,
    guessed: Guessed,
    verdict: Verdict,
    price: &Price,
) -> Result<Option<Written>, Fault> {
    if price.caps.is_some() {
        let spent = ledger::spent(tx, price.ledger, guessed.at)?;
        if !is_affordable(verdict, price, spent) {
            return Ok(None);
        }
    }
    let Some(counts) = Counts::of(verdict) else {
        let row = write_row(tx, guessed, Kind::Guess(Counts::Nothing), price)?;
        tx.prepare("DELETE FROM guess WHERE id = ?1")?.execute([row])?;
        return Ok(Some(Written::Right));
    };
    write_row(tx, guessed, Kind::Guess(counts), price)?;
    if counts == Counts::OneTry {
        let entry = tx.entry(price.ledger).wrong(price.cost);
        tx.change(Change::Ledger(price.ledger, entry));
        tx.change(Change::Spent(guessed.at, price.cost));
    }
    Ok(Some(Written::Not(counts)))
}

/// A guess that was written.
pub(super) enum Written {
    /// A right one.
    Right,
    /// Another one, and how it counts.
    Not(Counts),
}

/// Makes a guess count, while its challenge takes guesses. A wrong one is a row of its own, so that no page but the last
/// is written.
pub(super) fn count(tx: &mut Tx<'_>, guess: &Guess) -> Result<bool, Fault> {
    let current = tx.current(guess.account);
    let Some(current) = current.filter(|it| takes_guesses(Some(*it), guess.challenge, guess.attempts)) else {
        return Ok(false);
    };
    let guessed = Guessed {
        row: guess.challenge.row,
        account: guess.account,
        at: guess.at,
    };
    match write_guess(tx, guessed, guess.verdict, &guess.price)? {
        None => return Ok(false),
        Some(Written::Right) => {}
        Some(Written::Not(counts)) => {
            let tries = counts.on(current.tries);
            tx.change(Change::Current(guess.account, Some(Current { tries, ..current })));
        }
    }
    Ok(true)
}

fn write_row(tx: &Tx<'_>, guessed: Guessed, kind: Kind, price: &Price) -> Result<i64, Fault> {
    let cost = match kind {
        Kind::Guess(Counts::OneTry) => price.cost,
        Kind::Guess(_) | Kind::Success => Units(0),
    };
    let mut write = tx.prepare(
        "INSERT INTO guess (challenge, account, cost, at, account_key, kind) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    Ok(write.insert(params![
        guessed.row,
        guessed.account.0,
        cost.0,
        guessed.at.0,
        price.ledger.0,
        kind.number(),
    ])?)
}

/// Ends an account's row of wrong guesses, if it has one.
fn end_row(tx: &mut Tx<'_>, redemption: &Redemption) -> Result<(), Fault> {
    let at = redemption.at;
    if ledger::spent(tx, redemption.ledger, at)?.in_a_row == 0 {
        return Ok(());
    }
    let guessed = Guessed {
        row: redemption.challenge.row,
        account: redemption.account,
        at,
    };
    let price = Price {
        ledger: redemption.ledger,
        cost: Units(0),
        caps: None,
    };
    write_row(tx, guessed, Kind::Success, &price)?;
    let entry = tx.entry(redemption.ledger).succeeded();
    tx.change(Change::Ledger(redemption.ledger, entry));
    Ok(())
}

/// Spends a challenge: password, version, end of every other challenge, notice.
pub(crate) fn redeem(tx: &mut Tx<'_>, redemption: &Redemption) -> Result<bool, Fault> {
    let current = tx.current(redemption.account);
    let id = redemption.challenge;
    let challenge = reads::challenge(tx.conn(), id.row, current.unwrap_or_default())?;
    let guarded = |it: &Challenge| match it.flow {
        Some(first) => Some(flows::code(tx, first)),
        None => current,
    };
    let Some(challenge) = challenge.filter(|it| earns(it, guarded(it), redemption)) else {
        return Ok(false);
    };
    let (account, at) = (redemption.account, redemption.at);
    let hash = redemption.hash.reveal();
    let set = tx
        .prepare(SET_PASSWORD)?
        .execute(params![account.0, redemption.version.0, hash, at.0])?;
    if set == 0 {
        return Ok(false);
    }
    if shows_use(&challenge, redemption) {
        close(tx, id, at)?;
    }
    if let Some(current) = current {
        if current.row != id.row {
            tx.prepare("UPDATE challenge SET closed_at = ?2 WHERE id = ?1")?
                .execute([current.row, at.0])?;
        }
        let closed = Current {
            closed: true,
            ..current
        };
        tx.change(Change::Current(account, Some(closed)));
    }
    end_row(tx, redemption)?;
    let notice = Queued {
        kind: LetterKind::Changed,
        account,
        challenge: None,
        previous: None,
        tag: redemption.notice,
        client: None,
        network: None,
        locale: redemption.locale,
    };
    queue(tx, &notice, at)?;
    Ok(true)
}

fn close(tx: &Tx<'_>, challenge: ChallengeId, at: Moment) -> Result<(), Fault> {
    let used = tx
        .prepare("UPDATE challenge SET used_at = ?2, closed_at = ?2 WHERE id = ?1 AND used_at IS NULL")?
        .execute([challenge.row, at.0])?;
    // An error, not a refusal: the account has been written to, and has to be rolled back.
    if used == 0 {
        return Err(Fault::Corrupt("a challenge was used beside the writer"));
    }
    Ok(())
}

/// The salt of a day, made once.
pub(crate) fn day_salt(tx: &Tx<'_>, day: i64, fresh: &Secret32) -> Result<Secret32, Fault> {
    tx.prepare("INSERT INTO day_salt (day, salt) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![day, fresh.reveal()])?;
    let mut find = tx.prepare("SELECT salt FROM day_salt WHERE day = ?1")?;
    Ok(Secret32::new(find.query_row([day], |row| row.get(0))?))
}

/// Compares fingerprints with those on record, and records new ones if none differs.
pub(crate) fn recognise(tx: &Tx<'_>, prints: &[(KeyId, [u8; 8])]) -> Result<bool, Fault> {
    let mut find = tx.prepare("SELECT print FROM fingerprint WHERE key_id = ?1")?;
    let mut fresh = Vec::new();
    for (key, print) in prints {
        let on_record: Option<[u8; 8]> = find.query_row([key.0], |row| row.get(0)).optional()?;
        match on_record {
            Some(on_record) if on_record != *print => return Ok(false),
            Some(_) => {}
            None => fresh.push((key, print)),
        }
    }
    let mut record = tx.prepare("INSERT INTO fingerprint (key_id, print) VALUES (?1, ?2)")?;
    for (key, print) in fresh {
        record.execute(params![key.0, print])?;
    }
    Ok(true)
}

/// Writes a row, so that a full or read-only disk shows.
pub(crate) fn ready(tx: &Tx<'_>) -> Result<(), Fault> {
    tx.prepare(
        "INSERT INTO meta (name, value) VALUES ('probe', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1",
    )?
    .execute([])?;
    Ok(())
}
