//! A store with some people in it, and short words for what happens to them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use recovery::address::Email;
use recovery::api_keys::ApiKeys;
use recovery::budget::{Caps, Share};
use recovery::challenge::{Challenge, Life};
use recovery::clients::Network;
use recovery::code::Rung;
use recovery::disowning::Changes;
use recovery::keys::KeyId;
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::{Delivery, First, LetterId, LetterState, MessageTag, Report};
use recovery::limits::ClientKey;
use recovery::moment::{Moment, Span};
use recovery::ports::{
    Accounts, Added, Flows, Guess, MailingAgain, NewAccount, NewLetter, Opening, Outbox, Price, Proof,
    Redemption, Seen, Store, Verdict, Who,
};
use recovery::profile::Locale;
use recovery::secret::{PasswordHash, Secret32};
use recovery::sign_in::SignIns;
use recovery::signing_in::SignIn;
use recovery::subject::{Account, AccountId, Subject};
use store::{MemoryStore, SqliteStore};

pub const NOW: Moment = Moment(1_800_000_000_000);
pub const LEASE: Span = Span::seconds(60);
pub const NETWORK: Network = Network::V4([192, 0, 2]);
pub const ATTEMPTS: Option<u32> = Some(5);
pub const LIFE: Life = Life {
    code: Span::minutes(10),
    link: Span::minutes(60),
};

/// Everything a store is.
pub trait Whole: Store + Flows + Changes + Outbox + Accounts + ApiKeys + SignIns {}
impl<T: Store + Flows + Changes + Outbox + Accounts + ApiKeys + SignIns> Whole for T {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Memory,
    Sqlite,
    Reopened,
}

pub struct World {
    kind: Kind,
    dir: tempfile::TempDir,
    store: Option<Arc<dyn Whole>>,
    drawn: AtomicU64,
}

/// Keeps one promise in a fresh world.
pub fn run(kind: Kind, promise: impl AsyncFnOnce(&mut World)) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let dir = tempfile::tempdir().unwrap();
        let store = Some(made(kind, &dir));
        let drawn = AtomicU64::new(1);
        let mut world = World {
            kind,
            dir,
            store,
            drawn,
        };
        promise(&mut world).await;
    });
}

fn made(kind: Kind, dir: &tempfile::TempDir) -> Arc<dyn Whole> {
    match kind {
        Kind::Memory => Arc::new(MemoryStore::new()),
        Kind::Sqlite | Kind::Reopened => Arc::new(SqliteStore::open(dir.path(), NOW).unwrap()),
    }
}

pub fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

pub fn client(n: u8) -> ClientKey {
    ClientKey([n; 16])
}

pub fn person(address: &str) -> NewAccount {
    NewAccount {
        email: email(address),
        name: None,
        locale: None,
        sign_in: SignIn::Password,
        hash: None,
    }
}

pub const COST: Units = Units(1_000_000_000_000);

/// Six digits, with all the room there is.
pub const SIX_DIGITS: Share = Share {
    rung: Rung::SIX_DIGITS,
    caps: Some(Caps {
        account: Units(i64::MAX),
        service: None,
    }),
};

/// Of each account its own.
pub fn ledger(account: AccountId) -> LedgerKey {
    let half = account.0.to_be_bytes();
    LedgerKey(std::array::from_fn(|at| half[(at + 7) % 8]))
}

pub fn ledger_of(subject: &Subject) -> LedgerKey {
    ledger(subject.account.id)
}

pub fn opening_with(seen: &Subject, tail: u64, seed: Secret32, letter: NewLetter, at: Moment) -> Opening {
    Opening {
        account: seen.account.id,
        seen: Seen::of(seen),
        tail,
        seed,
        key: KeyId(1),
        code: Some(SIX_DIGITS),
        ledger: ledger_of(seen),
        ends: LIFE.at_issue(at),
        letter,
        at,
    }
}

pub fn again_with(seen: &Subject, letter: NewLetter, at: Moment) -> MailingAgain {
    MailingAgain {
        account: seen.account.id,
        seen: Seen::of(seen),
        attempts: ATTEMPTS,
        letter,
        at,
    }
}

pub fn guess_of(subject: &Subject, verdict: Verdict) -> Guess {
    Guess {
        account: subject.account.id,
        version: subject.account.version,
        challenge: subject.challenge.as_ref().unwrap().id,
        verdict,
        price: Price {
            ledger: ledger_of(subject),
            cost: COST,
            caps: SIX_DIGITS.caps,
        },
        attempts: ATTEMPTS,
        at: NOW,
    }
}

impl World {
    pub fn store(&self) -> Arc<dyn Whole> {
        Arc::clone(self.store.as_ref().unwrap())
    }

    /// What has been answered is on disk: in the third kind of world the store is closed and opened anew here.
    pub fn pause(&mut self) {
        if self.kind == Kind::Reopened {
            drop(self.store.take());
            self.store = Some(made(self.kind, &self.dir));
        }
    }

    pub fn draw(&self) -> u64 {
        self.drawn.fetch_add(1, Ordering::Relaxed)
    }

    fn tag(&self) -> MessageTag {
        MessageTag(u128::from(self.draw()).to_be_bytes())
    }

    pub async fn add(&self, address: &str) {
        let added = self.store().add(&[person(address)], NOW).await.unwrap();
        assert!(matches!(added[..], [Added::New(_)]));
    }

    pub async fn find(&self, address: &str, now: Moment) -> Option<Subject> {
        self.store().subject(&self.who(address).await, now).await.unwrap()
    }

    pub async fn who(&self, address: &str) -> Who {
        let key = email(address).key().clone();
        let account = self.store().account(&key).await.unwrap();
        Who {
            key,
            ledger: account.map_or(LedgerKey::NOBODYS, |it| ledger(it.id)),
        }
    }

    pub async fn subject(&self, address: &str) -> Subject {
        self.find(address, NOW).await.unwrap()
    }

    pub async fn account(&self, address: &str) -> Account {
        self.store().account(email(address).key()).await.unwrap().unwrap()
    }

    pub async fn challenge(&self, address: &str) -> Challenge {
        self.subject(address).await.challenge.unwrap()
    }

    pub fn seed(&self) -> Secret32 {
        Secret32::new([u8::try_from(self.draw() % 256).unwrap(); 32])
    }

    pub fn opening(&self, seen: &Subject, at: Moment) -> Opening {
        opening_with(
            seen,
            self.draw() << 60 | self.draw(),
            self.seed(),
            self.letter(None),
            at,
        )
    }

    pub fn letter(&self, client: Option<ClientKey>) -> NewLetter {
        NewLetter {
            first: First::Code,
            tag: self.tag(),
            client,
            network: Some(NETWORK),
            locale: Locale::read("pt"),
        }
    }

    pub fn again(&self, seen: &Subject, at: Moment) -> MailingAgain {
        again_with(seen, self.letter(None), at)
    }

    /// Adds a person who has asked once.
    pub async fn asked(&self, address: &str) -> Subject {
        self.asked_at(address, NOW).await
    }

    pub async fn asked_at(&self, address: &str, at: Moment) -> Subject {
        self.add(address).await;
        self.ask(address, at).await
    }

    /// Opens a new challenge, whatever there was.
    pub async fn ask(&self, address: &str, at: Moment) -> Subject {
        let seen = self.find(address, at).await.unwrap();
        assert!(self.store().open(&self.opening(&seen, at)).await.unwrap());
        self.find(address, at).await.unwrap()
    }

    /// Adds a person for whom a client asks; the letter.
    pub async fn asked_by(&self, address: &str, by: Option<ClientKey>, at: Moment) -> LetterId {
        self.add(address).await;
        let seen = self.find(address, at).await.unwrap();
        let mut opening = self.opening(&seen, at);
        opening.letter = self.letter(by);
        assert!(self.store().open(&opening).await.unwrap());
        self.find(address, at).await.unwrap().letter.unwrap().id
    }

    pub fn wrong(&self, subject: &Subject) -> Guess {
        guess_of(subject, Verdict::Wrong)
    }

    pub fn right(&self, subject: &Subject) -> Guess {
        guess_of(subject, Verdict::Right)
    }

    pub async fn settle(&self, guess: &Guess) -> bool {
        self.store().settle(guess).await.unwrap()
    }

    pub async fn guess_wrong(&self, subject: &Subject, times: usize) {
        for _ in 0..times {
            assert!(self.settle(&self.wrong(subject)).await);
        }
    }

    pub fn redemption(&self, subject: &Subject, proof: Proof) -> Redemption {
        Redemption {
            account: subject.account.id,
            version: subject.account.version,
            challenge: subject.challenge.as_ref().unwrap().id,
            proof,
            ledger: ledger_of(subject),
            hash: PasswordHash::new(format!("$argon2id$hash-{}", self.draw())),
            notice: self.tag(),
            locale: Locale::read("it"),
            judged_at: NOW,
            at: NOW + Span::seconds(1),
        }
    }

    pub fn by_code(&self, subject: &Subject) -> Redemption {
        self.redemption(subject, Proof::Code { attempts: ATTEMPTS })
    }

    pub async fn redeem(&self, redemption: &Redemption) -> bool {
        self.store().redeem(redemption).await.unwrap()
    }

    pub async fn hash_of(&self, address: &str) -> Option<PasswordHash> {
        self.store().password_of(email(address).key()).await.unwrap()
    }

    pub async fn report(&self, letter: LetterId, delivery: Delivery, now: Moment) {
        let report = Report { letter, delivery };
        self.store().record(&[report], now).await.unwrap();
    }

    /// Letters in a state, by number.
    pub async fn letters(&self, state: LetterState) -> Vec<LetterId> {
        let listed = self.store().list(&[state], None, 10_000).await.unwrap();
        listed.into_iter().map(|it| it.id).collect()
    }

    pub async fn purge(&self, now: Moment) -> (u64, u64) {
        let (mut challenges, mut letters) = (0, 0);
        // The letters of a challenge may go in the step after it.
        let mut still = 2;
        while still > 0 {
            let purged = self.store().purge(now).await.unwrap();
            challenges += purged.challenges;
            letters += purged.letters;
            still = if purged.more { 2 } else { still - 1 };
        }
        (challenges, letters)
    }
}
