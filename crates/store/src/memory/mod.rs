//! The store in plain memory: the same acts and guards, nothing on disk. For tests, and to read what the acts mean.

mod accounts;
mod back_end;
mod changes;
mod desk;
mod flows;
mod outbox;

use std::collections::{BTreeMap, HashMap};

use parking_lot::{Mutex, MutexGuard};
use recovery::address::EmailKey;
use recovery::api_keys::{KeptApiKey, KeyName};
use recovery::challenge::{Challenge, ChallengeId};
use recovery::clients::Network;
use recovery::keys::KeyId;
use recovery::ledger::LedgerKey;
use recovery::letter::{LetterId, LetterKind, LetterMark, LetterState, MessageTag};
use recovery::limits::{ClientKey, WINDOW};
use recovery::moment::Moment;
use recovery::profile::Locale;
use recovery::secret::{PasswordHash, Secret32};
use recovery::sign_in::Failures;
use recovery::subject::{Account, AccountId, LastLetter, Standing, Subject};
use tokio::sync::Notify;

use crate::live::{ClientCounts, Current, Currents, Flows, Ids, Leases, Queue};

/// Accounts, challenges and letters in memory.
#[derive(Default)]
pub struct MemoryStore {
    world: Mutex<World>,
    stirred: Notify,
}

/// An account with what no flow needs to see.
struct Person {
    account: Account,
    hash: Option<PasswordHash>,
}

/// A letter with the rest of its row.
struct Letter {
    kind: LetterKind,
    tag: MessageTag,
    account: AccountId,
    challenge: Option<i64>,
    client: Option<ClientKey>,
    network: Option<Network>,
    locale: Option<Locale>,
    queued_at: Moment,
    due_at: Moment,
    state: LetterState,
    attempts: u32,
    why: Option<String>,
}

#[derive(Default)]
struct World {
    people: BTreeMap<AccountId, Person>,
    by_key: HashMap<EmailKey, AccountId>,
    accounts_given: i64,
    challenges: BTreeMap<i64, Challenge>,
    currents: Currents,
    flows: Flows,
    /// The languages that flows' challenges were asked for in, and whether a back end asked.
    askers: BTreeMap<i64, (Option<Locale>, bool)>,
    /// Requests that are carried out once, by their keys: body, when, and the flow that each began.
    onces: HashMap<[u8; 16], ([u8; 16], Moment, ChallengeId, KeyId)>,
    /// Puzzles that were used up, and when they end.
    spent_puzzles: HashMap<[u8; 16], Moment>,
    letters: BTreeMap<LetterId, Letter>,
    ids: Ids,
    leases: Leases,
    queue: Queue,
    clients: ClientCounts,
    salts: BTreeMap<i64, Secret32>,
    /// Units by account and bucket, and by the service's bucket.
    spent: BTreeMap<([u8; 16], i64), i64>,
    spent_by_service: BTreeMap<i64, i64>,
    /// Wrong guesses since the last success, by account.
    in_a_row: HashMap<[u8; 16], u32>,
    fingerprints: BTreeMap<KeyId, [u8; 8]>,
    api_keys: BTreeMap<KeyName, KeptApiKey>,
    /// By address, as the ledger has it.
    failures: HashMap<[u8; 16], Failures>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock()
    }

    fn stir(&self) {
        self.stirred.notify_waiters();
        self.stirred.notify_one();
    }
}

impl World {
    fn person(&self, who: &EmailKey) -> Option<&Person> {
        self.people.get(self.by_key.get(who)?)
    }

    fn person_mut(&mut self, who: &EmailKey) -> Option<&mut Person> {
        self.people.get_mut(self.by_key.get(who)?)
    }

    /// A challenge with its tries; those of a challenge that is not the latest are not kept.
    fn challenge(&self, row: i64) -> Option<Challenge> {
        let challenge = self.challenges.get(&row)?;
        let current = match challenge.flow {
            Some(first) => Some(self.flow(first).as_current()),
            None => self.currents.get(challenge.account),
        };
        let current = current.filter(|it| it.row == row);
        Some(Challenge {
            tries: current.map_or(0, |it| it.tries),
            ..challenge.clone()
        })
    }

    fn last_letter(&self, current: Current) -> Option<LastLetter> {
        let id = current.last_letter()?;
        Some(self.letters.get(&id)?.as_last(id))
    }

    /// The last reset letter of an account over all surfaces.
    fn newest_letter(&self, account: AccountId) -> Option<LetterId> {
        let mut of_account = self.letters.iter().rev();
        let last = of_account.find(|(_, it)| it.account == account && it.challenge.is_some());
        last.map(|(id, _)| *id)
    }

    fn recent_letters(&self, account: AccountId, now: Moment) -> Vec<LetterMark> {
        let recent = self
            .letters
            .values()
            .filter(|it| it.account == account && it.challenge.is_some() && now - it.queued_at < WINDOW);
        recent
            .map(|it| LetterMark {
                at: it.queued_at,
                client: it.client,
            })
            .collect()
    }

    fn subject(&self, (account, ledger): (Standing, LedgerKey), row: Option<i64>, now: Moment) -> Subject {
        let current = self.currents.get(account.id).filter(|it| row == Some(it.row));
        Subject {
            account,
            challenge: row.and_then(|row| self.challenge(row)),
            spent: self.spent(ledger, now),
            letter: current.and_then(|it| self.last_letter(it)),
            newest_letter: self.newest_letter(account.id),
            recent_letters: self.recent_letters(account.id, now),
        }
    }

    fn queue(&mut self, letter: Letter) -> LetterId {
        let id = self.ids.letter();
        self.letters.insert(id, letter);
        id
    }
}

impl Letter {
    fn as_last(&self, id: LetterId) -> LastLetter {
        LastLetter {
            id,
            queued_at: self.queued_at,
            waiting: self.state == LetterState::Waiting,
        }
    }

    fn new(kind: LetterKind, tag: MessageTag, account: AccountId, at: Moment) -> Letter {
        Letter {
            kind,
            tag,
            account,
            challenge: None,
            client: None,
            network: None,
            locale: None,
            queued_at: at,
            due_at: at,
            state: LetterState::Waiting,
            attempts: 0,
            why: None,
        }
    }
}
