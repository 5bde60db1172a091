//! What the courier's tests share: a world with one outbox, a clock that can be put forward, and servers to talk to.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests: not every test uses each, and the doors of the house are the roof's"
)]

pub mod certificates;
pub mod outbox;
pub mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use courier::{
    Courier, Deadlines, HelloName, LetterSettings, Login, Parts, Roots, SmtpSettings, Tls, Transport, Turn,
    Worker,
};
use recovery::address::Email;
use recovery::budget::{Caps, Share};
use recovery::challenge::{Challenge, ChallengeId, Life};
use recovery::code::Rung;
use recovery::keys::{KeyId, KeyRing};
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::{Claimed, First, LetterId, LetterKind, MessageTag};
use recovery::moment::{Moment, Span};
use recovery::ports::{Broken, Chance, Clock};
use recovery::secret::Secret32;
use recovery::signing_in::SignIn;
use recovery::subject::{Account, AccountId, AccountVersion, Status};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use outbox::TestOutbox;

/// The real time, and what a test adds to it.
pub struct TestClock {
    start: Instant,
    base: i64,
    added: AtomicI64,
}

impl TestClock {
    pub fn new() -> TestClock {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        TestClock {
            start: Instant::now(),
            base: i64::try_from(since.as_millis()).unwrap(),
            added: AtomicI64::new(0),
        }
    }

    pub fn put_forward(&self, span: Span) {
        self.added.fetch_add(span.0, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        let real = i64::try_from(self.start.elapsed().as_millis()).unwrap();
        Moment(self.base + real + self.added.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

/// Numbers that differ from each other and are the same in every run.
pub struct TestChance(AtomicU64);

impl TestChance {
    pub fn new() -> TestChance {
        TestChance(AtomicU64::new(0x9e37_79b9_7f4a_7c15))
    }
}

impl Chance for TestChance {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        for chunk in bytes.chunks_mut(8) {
            let mut x = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(x ^ (x >> 31)).to_be_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

pub fn ring() -> KeyRing {
    let chance = TestChance::new();
    let key = || {
        let mut bytes = [0; 32];
        chance.fill(&mut bytes).unwrap();
        Secret32::new(bytes)
    };
    KeyRing::new(vec![(KeyId(1), key())], key()).unwrap()
}

pub const LIFE: Life = Life {
    code: Span::minutes(10),
    link: Span::minutes(60),
};

pub fn letters() -> LetterSettings {
    LetterSettings {
        from: "Example <no-reply@example.com>".parse().unwrap(),
        public_host: "app.example.com".to_owned(),
        link_base: None,
        page_base: None,
        not_me_base: None,
        support: None,
        service: None,
        life: LIFE,
        languages: i18n::Languages::built_in().unwrap(),
    }
}

/// Deadlines that a test can wait for.
pub fn soon() -> Deadlines {
    let soon = Duration::from_millis(500);
    Deadlines {
        connect: soon,
        greeting: soon,
        tls: Duration::from_secs(2),
        command: soon,
        envelope: soon,
        body: soon,
        quit: soon,
    }
}

pub fn smtp(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
        port,
        tls: Tls::None,
        roots: Roots::Native,
        allow_insecure: false,
        login: None,
        hello: HelloName::of("app.example.com").unwrap(),
        deadlines: soon(),
    }
}

pub fn login(username: &str, password: &str) -> Option<Login> {
    Some(Login {
        username: username.to_owned(),
        password: Zeroizing::new(password.to_owned()),
    })
}

/// An outbox, a clock and a courier between them and a server.
pub struct World {
    pub outbox: Arc<TestOutbox>,
    pub clock: Arc<TestClock>,
    pub courier: Arc<Courier>,
    pub worker: Worker,
    pub stop: CancellationToken,
    issued: i64,
}

impl World {
    pub fn new(transport: Transport, letters: LetterSettings) -> World {
        World::with_workers(transport, letters, 4)
    }

    pub fn with_workers(transport: Transport, letters: LetterSettings, workers: usize) -> World {
        World::under(None, transport, letters, workers)
    }

    /// Under a ceiling of so many letters a minute.
    pub fn under(
        letters_per_minute: Option<u32>,
        transport: Transport,
        letters: LetterSettings,
        workers: usize,
    ) -> World {
        let outbox = Arc::new(TestOutbox::default());
        let clock = Arc::new(TestClock::new());
        let parts = Parts {
            outbox: outbox.clone(),
            clock: clock.clone(),
            chance: Arc::new(TestChance::new()),
            ring: ring(),
            letters,
            transport,
            workers,
            letters_per_minute,
        };
        let courier = Arc::new(Courier::new(parts).unwrap());
        let stop = CancellationToken::new();
        let worker = courier.worker(stop.clone());
        World {
            outbox,
            clock,
            courier,
            worker,
            stop,
            issued: 0,
        }
    }

    pub fn over(settings: SmtpSettings) -> World {
        World::new(Transport::Smtp(Box::new(settings)), letters())
    }

    /// Queues a reset letter.
    pub fn ask(&mut self, to: &str) -> LetterId {
        self.queue(to, LetterKind::Reset(First::Code))
    }

    pub fn queue(&mut self, to: &str, kind: LetterKind) -> LetterId {
        self.queue_for(None, to, kind)
    }

    /// Queues a letter to somebody with a language.
    pub fn queue_in(&mut self, locale: &str, to: &str, kind: LetterKind) -> LetterId {
        self.queue_for(Some(locale), to, kind)
    }

    fn queue_for(&mut self, locale: Option<&str>, to: &str, kind: LetterKind) -> LetterId {
        self.issued += 1;
        let mut letter = letter(self.issued, to, kind, self.clock.now());
        if let Some(account) = &mut letter.account {
            account.locale = locale.map(str::to_owned);
        }
        let id = letter.id;
        self.outbox.add(letter);
        id
    }

    pub async fn turn(&mut self) -> Turn {
        let now = self.clock.now();
        self.courier.turn(&mut self.worker, now).await
    }

    /// Puts the clock forward past every rest and back-off, and takes a turn.
    pub async fn turn_in_a_minute(&mut self) -> Turn {
        self.clock.put_forward(Span::seconds(61));
        self.turn().await
    }

    /// The code that the letter's challenge derives to.
    pub fn code(&self, id: LetterId) -> String {
        let challenge = self.outbox.letter(id).challenge.unwrap();
        ring().code_for(&challenge).unwrap().reveal().to_owned()
    }

    pub fn link(&self, id: LetterId) -> String {
        let challenge = self.outbox.letter(id).challenge.unwrap();
        ring().link_for(&challenge).unwrap().reveal().to_owned()
    }
}

/// Six digits, with all the room there is.
const SIX_DIGITS: Share = Share {
    rung: Rung::SIX_DIGITS,
    caps: Some(Caps {
        account: Units(i64::MAX),
        service: None,
    }),
};

/// A letter to a new account with a challenge issued now.
pub fn letter(number: i64, to: &str, kind: LetterKind, now: Moment) -> Claimed {
    let ends = LIFE.at_issue(now);
    let tag = u128::from(number.cast_unsigned()).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let mut seed = [0; 32];
    seed[..16].copy_from_slice(&tag.to_be_bytes());
    let challenge = Challenge {
        id: ChallengeId { row: number, tail: 7 },
        flow: None,
        account: AccountId(number),
        account_version: AccountVersion(1),
        key: KeyId(1),
        code: Some(SIX_DIGITS),
        ledger: LedgerKey([1; 16]),
        seed: Secret32::new(seed),
        issued_at: now,
        sent_at: None,
        expires_at: Some(ends.code),
        link_expires_at: Some(ends.link),
        tries: 0,
        used: false,
    };
    Claimed {
        id: LetterId(number),
        kind,
        tag: MessageTag(tag.to_be_bytes()),
        queued_at: now,
        attempts: 0,
        account: Some(Account {
            id: AccountId(number),
            version: AccountVersion(1),
            email: Email::parse(to).unwrap(),
            name: Some("<b>Eve</b> https://evil.example".to_owned()),
            locale: None,
            status: Status::Active,
            sign_in: SignIn::Password,
            password_changed_at: Some(now),
            disowned: false,
        }),
        challenge: match kind {
            LetterKind::Reset(_) => Some(challenge),
            LetterKind::Changed => None,
        },
        latest: true,
        network: None,
        locale: None,
        nobodys: false,
        overtaken: false,
    }
}
