//! A desk, a store, a clock that tests move, and a memory of what was mailed and answered.

use std::collections::BTreeMap;
use std::future::Future;
use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use async_trait::async_trait;
use proptest::prelude::*;
use recovery::address::Email;
use recovery::challenge::{ChallengeId, Life};
use recovery::clients::{Caller, Prefix};
use recovery::code::{Ladder, Rung};
use recovery::desk::{Ask, Desk, Parts, Typed};
use recovery::disowning::Changes;
use recovery::keys::{KeyId, KeyRing};
use recovery::ledger::Units;
use recovery::letter::{Claimed, Delivery, First, LetterKind, Report};
use recovery::limits::AccountLimits;
use recovery::moment::{Moment, Span};
use recovery::outcome::{Asked, Changed, Checked, LinkChanged};
use recovery::password::PasswordPolicy;
use recovery::ports::{Accounts, Broken, Chance, Clock, Flows, Hasher, NewAccount, Outbox, Store};
use recovery::rules::{Rules, worth_sending};
use recovery::secret::{LinkToken, Otp, Password, PasswordHash, Secret32};
use store::{MemoryStore, SqliteStore};

const PEOPLE: [&str; 3] = ["ann@example.com", "bob@example.com", "cid@example.com"];
const ATTEMPTS: u32 = 5;
const TTL: Span = Span::minutes(10);
const LINK_TTL: Span = Span::minutes(60);
const START: Moment = Moment(1_800_000_000_000);

/// Which store a history runs on.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Memory,
    Sqlite,
}

/// One thing that somebody does. `typed` counts back in the letters that were mailed to anyone: 0 is the last one.
#[derive(Clone, Debug)]
pub enum Act {
    Ask { who: usize, client: u8 },
    Send { most: usize },
    Bounce,
    Check { who: usize, typed: usize },
    Guess { who: usize },
    Redeem { who: usize, typed: usize },
    Link { typed: usize },
    Wait { minutes: i64 },
    StepClock { seconds: i64 },
    Purge,
}

pub fn acts(length: usize) -> impl Strategy<Value = Vec<Act>> {
    let (who, typed) = (0..PEOPLE.len(), 0..4_usize);
    let act = prop_oneof![
        6 => (who.clone(), 0..3_u8).prop_map(|(who, client)| Act::Ask { who, client }),
        5 => (1..4_usize).prop_map(|most| Act::Send { most }),
        1 => Just(Act::Bounce),
        3 => (who.clone(), typed.clone()).prop_map(|(who, typed)| Act::Check { who, typed }),
        6 => who.clone().prop_map(|who| Act::Guess { who }),
        4 => (who, typed.clone()).prop_map(|(who, typed)| Act::Redeem { who, typed }),
        1 => typed.prop_map(|typed| Act::Link { typed }),
        3 => (0..12_i64).prop_map(|minutes| Act::Wait { minutes }),
        1 => Just(Act::Purge),
        1 => (-7200..7200_i64).prop_map(|seconds| Act::StepClock { seconds }),
    ];
    prop::collection::vec(act, 1..length)
}

struct Mailed {
    who: usize,
    challenge: ChallengeId,
    issued_at: Moment,
    /// The first recorded hand-over of any letter of this challenge.
    sent_at: Moment,
    code: Otp,
    token: LinkToken,
}

pub struct World {
    desk: Desk,
    store: Arc<dyn Store>,
    outbox: Arc<dyn Outbox>,
    accounts: Arc<dyn Accounts>,
    clock: Arc<Hand>,
    ring: KeyRing,
    ladder: Ladder,
    rung: Rung,
    mailed: Vec<Mailed>,
    wrong: BTreeMap<(i64, u64), u32>,
    successes: BTreeMap<(i64, u64), u32>,
    spent: [i64; PEOPLE.len()],
    passwords: [Option<String>; PEOPLE.len()],
    serial: u64,
    answers: BTreeMap<&'static str, u32>,
    _dir: Option<tempfile::TempDir>,
}

impl World {
    pub fn new(kind: Kind, ladder: &str) -> World {
        let dir = matches!(kind, Kind::Sqlite).then(|| tempfile::tempdir().unwrap());
        type Ports = (
            Arc<dyn Store>,
            Arc<dyn Flows>,
            Arc<dyn Changes>,
            Arc<dyn Outbox>,
            Arc<dyn Accounts>,
        );
        let (store, flows, changes, outbox, accounts): Ports = match &dir {
            None => {
                let it = Arc::new(MemoryStore::new());
                (it.clone(), it.clone(), it.clone(), it.clone(), it)
            }
            Some(dir) => {
                let it = Arc::new(SqliteStore::open(dir.path(), START).unwrap());
                (it.clone(), it.clone(), it.clone(), it.clone(), it)
            }
        };
        let new = |email: &str| NewAccount {
            email: Email::parse(email).unwrap(),
            name: None,
            locale: None,
            hash: None,
        };
        block_on(accounts.add(&PEOPLE.map(new), START)).unwrap();
        let rung: Rung = ladder.parse().unwrap();
        let ring = KeyRing::new(vec![(KeyId(1), secret(1))], secret(2)).unwrap();
        let clock = Arc::new(Hand(AtomicI64::new(START.0)));
        let desk = Desk::new(Parts {
            store: store.clone(),
            flows,
            changes,
            hasher: Arc::new(Plain),
            clock: clock.clone(),
            chance: Arc::new(Counting(AtomicU64::new(1))),
            rules: Rules {
                ring: ring.clone(),
                life: Life {
                    code: TTL,
                    link: LINK_TTL,
                },
                attempts: ATTEMPTS,
                resend_after: Span::seconds(60),
                letters: Some(AccountLimits {
                    letters_per_hour: 20,
                    letters_per_client: 12,
                }),
                pages: false,
            },
            policy: PasswordPolicy { min_length: 8 },
            limits: None,
            hint: Box::new(|_| ()),
        });
        let ladder = Ladder::new(vec![rung]).unwrap();
        let (wrong, successes, answers) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mailed = vec![];
        World {
            desk,
            store,
            outbox,
            accounts,
            clock,
            ring,
            ladder,
            rung,
            mailed,
            wrong,
            successes,
            answers,
            spent: [0; 3],
            passwords: [const { None }; 3],
            serial: 0,
            _dir: dir,
        }
    }

    pub fn play(&mut self, act: &Act) {
        match act {
            Act::Ask { who, client } => self.ask(*who, *client),
            Act::Send { most } => self.send(*most),
            Act::Bounce => self.bounce(),
            Act::Check { who, typed } => self.check(*who, *typed),
            Act::Guess { who } => self.guess(*who),
            Act::Redeem { who, typed } => self.redeem(*who, *typed),
            Act::Link { typed } => self.link(*typed),
            Act::Wait { minutes } => self.clock.step(Span::minutes(*minutes)),
            Act::StepClock { seconds } => self.clock.step(Span::seconds(*seconds)),
            Act::Purge => drop(block_on(self.store.purge(self.clock.now())).unwrap()),
        }
        // A second between any two acts, so that time moves in every history.
        self.clock.step(Span::seconds(1));
    }

    /// The endings seen, for the test that they are all reached.
    pub fn tally(&self) -> String {
        let seen: Vec<String> = ["accepted", "wrong", "expired", "changed", "refused"]
            .into_iter()
            .map(|name| format!("{name} {}", self.answers.get(name).unwrap_or(&0)))
            .collect();
        seen.join(", ")
    }

    /// What must hold at the end of any history.
    pub fn reckon(&self) {
        for (challenge, wins) in &self.successes {
            assert!(*wins <= 1, "{wins} successes for challenge {challenge:?}");
        }
        let most = if self.rung.capped() { ATTEMPTS } else { u32::MAX };
        for (challenge, count) in &self.wrong {
            assert!(*count <= most, "{count} wrong answers to challenge {challenge:?}");
        }
        for (who, email) in PEOPLE.iter().enumerate() {
            let key = self.ring.ledger_key(Email::parse(email).unwrap().key());
            let spent = block_on(self.store.spent(key, self.clock.now())).unwrap();
            assert_eq!(spent.account.0, self.spent[who], "the ledger of {email}");
            let stored = block_on(self.accounts.password_of(Email::parse(email).unwrap().key())).unwrap();
            assert_eq!(
                stored.map(|it| it.reveal().to_owned()),
                self.passwords[who],
                "the password of {email}"
            );
        }
    }

    fn ask(&mut self, who: usize, client: u8) {
        let email = Email::parse(PEOPLE[who]).unwrap();
        let caller = caller(client);
        let ask = Ask {
            email: &email,
            first: First::Code,
            ladder: &self.ladder,
            caller: &caller,
        };
        assert_eq!(block_on(self.desk.ask(&ask)).unwrap(), Asked::Served);
    }

    fn claim(&self, most: usize) -> Vec<Claimed> {
        block_on(self.outbox.claim(most, self.clock.now(), Span::ZERO)).unwrap()
    }

    fn send(&mut self, most: usize) {
        let now = self.clock.now();
        let reports: Vec<Report> = self.claim(most).iter().map(|it| self.deliver(it, now)).collect();
        block_on(self.outbox.record(&reports, now)).unwrap();
    }

    fn deliver(&mut self, letter: &Claimed, now: Moment) -> Report {
        if let Err(why) = worth_sending(letter, now) {
            return Report {
                letter: letter.id,
                delivery: Delivery::Unsent(why),
            };
        }
        if let (LetterKind::Reset(_), Some(challenge), Some(account)) =
            (letter.kind, &letter.challenge, &letter.account)
        {
            let who = PEOPLE
                .iter()
                .position(|it| *it == account.email.as_written())
                .unwrap();
            let before = self
                .mailed
                .iter()
                .find(|it| it.challenge == challenge.id)
                .map(|it| it.sent_at);
            self.mailed.push(Mailed {
                who,
                challenge: challenge.id,
                issued_at: challenge.issued_at,
                sent_at: before.unwrap_or(now),
                code: self.ring.code_for(challenge).unwrap(),
                token: self.ring.link_for(challenge).unwrap(),
            });
        }
        Report {
            letter: letter.id,
            delivery: Delivery::HandedOver(now),
        }
    }

    fn bounce(&mut self) {
        let now = self.clock.now();
        let refused = |it: &Claimed| Report {
            letter: it.id,
            delivery: Delivery::Refused {
                why: "550".to_owned(),
            },
        };
        let reports: Vec<Report> = self.claim(1).iter().map(refused).collect();
        block_on(self.outbox.record(&reports, now)).unwrap();
    }

    fn letter(&self, back: usize) -> Option<&Mailed> {
        self.mailed
            .len()
            .checked_sub(back + 1)
            .and_then(|at| self.mailed.get(at))
    }

    /// The challenge that a guess for this person is compared with now.
    fn pending(&self, who: usize) -> Option<ChallengeId> {
        let email = Email::parse(PEOPLE[who]).unwrap();
        let subject = block_on(self.store.subject(email.key(), self.clock.now()))
            .unwrap()
            .unwrap();
        subject.challenge.map(|it| it.id)
    }

    fn check(&mut self, who: usize, back: usize) {
        let Some(code) = self.letter(back).map(|it| it.code.clone()) else {
            return;
        };
        self.try_code(who, &code);
    }

    fn guess(&mut self, who: usize) {
        self.serial += 1;
        let text = match self.rung.alphabet() {
            recovery::code::Alphabet::Digits => format!("{:06}", self.serial * 7919 % 1_000_000),
            recovery::code::Alphabet::Base32 => format!("{:013}", self.serial * 7919),
        };
        self.try_code(who, &Otp::typed(&text).unwrap());
    }

    fn try_code(&mut self, who: usize, code: &Otp) {
        let (email, pending) = (Email::parse(PEOPLE[who]).unwrap(), self.pending(who));
        let typed = Typed {
            email: &email,
            code,
            caller: &caller(9),
        };
        let answer = block_on(self.desk.check(&typed)).unwrap();
        match answer {
            Checked::Accepted => {
                self.count("accepted");
                self.must_be_earned(who, code, pending);
            }
            Checked::Wrong => self.count_wrong(who, pending),
            Checked::Expired => self.count("expired"),
            Checked::NothingPending => {}
            Checked::UnknownAccount => panic!("{email:?} is known"),
        }
    }

    fn redeem(&mut self, who: usize, back: usize) {
        let Some(code) = self.letter(back).map(|it| it.code.clone()) else {
            return;
        };
        let (email, pending) = (Email::parse(PEOPLE[who]).unwrap(), self.pending(who));
        let (password, text) = self.new_password();
        let typed = Typed {
            email: &email,
            code: &code,
            caller: &caller(9),
        };
        match block_on(self.desk.reset(&typed, &password)).unwrap() {
            Changed::Done => {
                self.must_be_earned(who, &code, pending);
                self.succeed(who, pending.unwrap(), text);
            }
            Changed::Wrong => self.count_wrong(who, pending),
            Changed::Expired => self.count("expired"),
            Changed::NothingPending => self.count("refused"),
            Changed::UnknownAccount | Changed::Refused(_) => panic!("neither is possible here"),
        }
    }

    fn link(&mut self, back: usize) {
        let Some(letter) = self.letter(back) else { return };
        let (who, challenge, token) = (letter.who, letter.challenge, letter.token.clone());
        let deadline = letter.sent_at.min(letter.issued_at + Span::minutes(60)) + LINK_TTL;
        let (password, text) = self.new_password();
        if block_on(self.desk.reset_by_link(&token, &password, &caller(9))).unwrap() == LinkChanged::Done {
            assert!(self.clock.now() < deadline, "a link worked after its deadline");
            self.succeed(who, challenge, text);
        }
    }

    fn new_password(&mut self) -> (Password, String) {
        self.serial += 1;
        let text = format!("password-{}", self.serial);
        (Password::new(text.clone()), text)
    }

    /// A success needs the very code that was mailed to this person for this challenge, before its deadline.
    fn must_be_earned(&self, who: usize, code: &Otp, pending: Option<ChallengeId>) {
        let pending = pending.expect("a success without a challenge");
        let letter = self
            .mailed
            .iter()
            .find(|it| it.challenge == pending)
            .expect("a success with an unmailed code");
        assert_eq!(letter.who, who, "a success with a challenge of another account");
        assert!(
            letter.code.same_as(code),
            "a success with another code than the one mailed"
        );
        let deadline = letter.sent_at.min(letter.issued_at + Span::minutes(60)) + TTL;
        assert!(self.clock.now() < deadline, "a success after the deadline");
        assert!(
            self.clock.now() >= letter.issued_at - Span::seconds(60),
            "a success before the code was issued"
        );
    }

    fn count_wrong(&mut self, who: usize, pending: Option<ChallengeId>) {
        self.count("wrong");
        let id = pending.expect("a wrong answer without a challenge");
        *self.wrong.entry((id.row, id.tail)).or_default() += 1;
        self.spent[who] += Units::of_one_guess(self.rung).0;
    }

    fn succeed(&mut self, who: usize, id: ChallengeId, password: String) {
        self.count("changed");
        *self.successes.entry((id.row, id.tail)).or_default() += 1;
        self.passwords[who] = Some(password);
    }

    fn count(&mut self, answer: &'static str) {
        *self.answers.entry(answer).or_default() += 1;
    }
}

/// The store on disk hands long reads to a runtime's threads.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .unwrap()
    });
    RUNTIME.block_on(future)
}

fn caller(n: u8) -> Caller {
    Caller {
        prefix: Prefix::of(IpAddr::from([192, 0, 2, n])),
        exempt: false,
    }
}

/// Bytes that are no pattern, for keys.
fn secret(seed: u8) -> Secret32 {
    let mut state = u32::from(seed) + 1;
    Secret32::new(std::array::from_fn(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    }))
}

/// A clock that only tests move, and move back.
struct Hand(AtomicI64);

impl Hand {
    fn step(&self, by: Span) {
        self.0.fetch_add(by.0, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

/// Different bytes at every draw, the same in every run.
struct Counting(AtomicU64);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        for chunk in bytes.chunks_mut(8) {
            let n = self
                .0
                .fetch_add(1, Ordering::SeqCst)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&n.to_be_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// Keeps the password as it is, so that a history can tell which one counts.
struct Plain;

#[async_trait]
impl Hasher for Plain {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, Broken> {
        Ok(PasswordHash::new(password.reveal().to_owned()))
    }
}
