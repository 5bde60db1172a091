//! A desk, a store, a clock that tests move, and a memory of what was mailed and answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64};

use recovery::address::Email;
use recovery::budget::Budget;
use recovery::challenge::{Challenge, ChallengeId, Life};
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
use recovery::ports::Who;
use recovery::ports::{Accounts, Clock, Flows, NewAccount, Outbox, Store};
use recovery::rules::{Rules, worth_sending};
use recovery::secret::{LinkToken, Otp, Password};
use recovery::signing_in::SignIn;
use recovery::subject::Status;
use store::{MemoryStore, SqliteStore};

use super::acts::{Act, PEOPLE};
use super::stand_ins::{Counting, Hand, Plain, block_on, caller, secret};

const ADDRESSES: [&str; PEOPLE] = ["ann@example.com", "bob@example.com", "cid@example.com"];
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

/// Room for a dozen wrong guesses at six digits.
const BUDGET: Units = Units(12_000_000_000_000);

struct Mailed {
    who: usize,
    /// How often everything of this person's had ended before.
    epoch: u32,
    challenge: ChallengeId,
    issued_at: Moment,
    /// The first recorded hand-over of any letter of this challenge.
    sent_at: Moment,
    /// `None`: its letter has a link alone.
    code: Option<Otp>,
    token: LinkToken,
}

/// A server: the desk and the store that it runs on.
struct Server {
    desk: Desk,
    store: Arc<dyn Store>,
    outbox: Arc<dyn Outbox>,
    accounts: Arc<dyn Accounts>,
}

pub struct World {
    server: Option<Server>,
    clock: Arc<Hand>,
    chance: Arc<Counting>,
    ring: KeyRing,
    ladder: Ladder,
    /// Codes that were closed since a guess at them did not fit the budget.
    closed: BTreeSet<(i64, u64)>,
    /// What an account may spend now.
    budget: Units,
    /// The latest time that the clock has shown.
    latest: Moment,
    mailed: Vec<Mailed>,
    wrong: BTreeMap<(i64, u64), (u32, Rung)>,
    successes: BTreeMap<(i64, u64), u32>,
    spent: [i64; PEOPLE],
    passwords: [Option<String>; PEOPLE],
    disabled: [bool; PEOPLE],
    /// Whose address several accounts of the application have: no code of theirs opens anything.
    shared: [bool; PEOPLE],
    /// How often all codes and links of a person have ended: by a new password, a change of status, a removal.
    epochs: [u32; PEOPLE],
    serial: u64,
    answers: BTreeMap<&'static str, u32>,
    dir: Option<tempfile::TempDir>,
}

fn account(email: &str) -> NewAccount {
    NewAccount {
        email: Email::parse(email).unwrap(),
        name: None,
        locale: None,
        sign_in: SignIn::Password,
        hash: None,
    }
}

impl World {
    pub fn new(kind: Kind, ladder: &str) -> World {
        let rungs = ladder.split(' ').map(|it| it.parse().unwrap()).collect();
        let mut world = World {
            server: None,
            clock: Arc::new(Hand(AtomicI64::new(START.0))),
            chance: Arc::new(Counting(AtomicU64::new(1))),
            ring: KeyRing::new(vec![(KeyId(1), secret(1))], secret(2)).unwrap(),
            ladder: Ladder::new(rungs).unwrap(),
            closed: BTreeSet::new(),
            budget: BUDGET,
            latest: START,
            mailed: vec![],
            wrong: BTreeMap::new(),
            successes: BTreeMap::new(),
            spent: [0; PEOPLE],
            passwords: [const { None }; PEOPLE],
            disabled: [false; PEOPLE],
            shared: [false; PEOPLE],
            epochs: [0; PEOPLE],
            serial: 0,
            answers: BTreeMap::new(),
            dir: matches!(kind, Kind::Sqlite).then(|| tempfile::tempdir().unwrap()),
        };
        world.server = Some(world.open());
        block_on(world.accounts().add(&ADDRESSES.map(account), START)).unwrap();
        world
    }

    fn open(&self) -> Server {
        type Ports = (
            Arc<dyn Store>,
            Arc<dyn Flows>,
            Arc<dyn Changes>,
            Arc<dyn Outbox>,
            Arc<dyn Accounts>,
        );
        let (store, flows, changes, outbox, accounts): Ports = match &self.dir {
            None => {
                let it = Arc::new(MemoryStore::new());
                (it.clone(), it.clone(), it.clone(), it.clone(), it)
            }
            Some(dir) => {
                let it = Arc::new(SqliteStore::open(dir.path(), self.clock.now()).unwrap());
                (it.clone(), it.clone(), it.clone(), it.clone(), it)
            }
        };
        let desk = Desk::new(Parts {
            store: store.clone(),
            flows,
            changes,
            hasher: Arc::new(Plain),
            clock: self.clock.clone(),
            chance: self.chance.clone(),
            rules: Rules {
                ring: self.ring.clone(),
                life: Life {
                    code: TTL,
                    link: LINK_TTL,
                },
                attempts: ATTEMPTS,
                budget: Budget::new(self.budget, Units(i64::MAX), false),
                resend_after: Span::seconds(60),
                letters: Some(AccountLimits {
                    letters_per_hour: 20,
                    letters_per_client: 12,
                }),
                links: true,
                pages: false,
            },
            policy: PasswordPolicy { min_length: 8 },
            limits: None,
            hint: Box::new(|_| ()),
            bell: Box::new(|_| ()),
            conceals: false,
        });
        Server {
            desk,
            store,
            outbox,
            accounts,
        }
    }

    fn server(&self) -> &Server {
        self.server.as_ref().expect("it runs")
    }

    fn desk(&self) -> &Desk {
        &self.server().desk
    }

    fn accounts(&self) -> &dyn Accounts {
        &*self.server().accounts
    }

    pub fn play(&mut self, act: &Act) {
        match act {
            Act::Ask { who, client } => self.ask(*who, *client),
            Act::Send { most } => self.send(*most),
            Act::Bounce => self.fail(|_| Delivery::Refused {
                why: "550".to_owned(),
            }),
            Act::PutOff { minutes } => self.fail(|now| Delivery::Later {
                until: now + Span::minutes(*minutes),
                why: "450".to_owned(),
            }),
            Act::Check { who, typed } => self.check(*who, *typed),
            Act::Guess { who } => self.guess(*who),
            Act::Redeem { who, typed } => self.redeem(*who, *typed),
            Act::Link { typed } => self.link(*typed),
            Act::Wait { minutes } => self.clock.step(Span::minutes(*minutes)),
            Act::StepClock { seconds } => self.clock.step(Span::seconds(*seconds)),
            Act::Purge => drop(block_on(self.server().store.purge(self.clock.now())).unwrap()),
            Act::Toggle { who } => self.toggle(*who),
            Act::Share { who } => self.share(*who),
            Act::Replace { who } => self.replace(*who),
            Act::Restart => self.restart(),
        }
        // A second between any two acts, so that time moves in every history.
        self.clock.step(Span::seconds(1));
        self.latest = self.latest.max(self.clock.now());
    }

    /// How often each ending was seen, for the tests that they are all reached.
    pub fn answers(&self) -> &BTreeMap<&'static str, u32> {
        &self.answers
    }

    /// What must hold at the end of any history: of what was answered and counted, and then of letters and people. A while
    /// later no letter is left behind, and whoever has the mailbox gets in.
    pub fn reckon(&mut self) {
        self.books();
        self.clock.step(self.latest + Span::hours(3) - self.clock.now());
        self.send(usize::from(u16::MAX));
        let left = block_on(self.server().outbox.backlog()).unwrap();
        assert_eq!(left, 0, "letters were left behind");
        for who in 0..PEOPLE {
            if self.disabled[who] {
                self.toggle(who);
            }
            if self.shared[who] {
                self.share(who);
            }
            let before = self.mailed.len();
            self.ask(who, 7);
            self.send(9);
            assert_eq!(self.mailed.len(), before + 1, "an owner who asks gets a letter");
            let changed = *self.answers.get("changed").unwrap_or(&0);
            match self.letter(0).is_some_and(|it| it.code.is_some()) {
                true => self.redeem(who, 0),
                false => self.link(0),
            }
            assert_eq!(self.answers["changed"], changed + 1, "and gets in with it");
        }
        self.books();
    }

    fn books(&self) {
        for (challenge, wins) in &self.successes {
            assert!(*wins <= 1, "{wins} successes for challenge {challenge:?}");
        }
        for (challenge, (count, rung)) in &self.wrong {
            let most = if rung.capped() { ATTEMPTS } else { u32::MAX };
            assert!(*count <= most, "{count} wrong answers to challenge {challenge:?}");
        }
        for (who, email) in ADDRESSES.iter().enumerate() {
            let email = Email::parse(email).unwrap();
            let key = self.ring.ledger_key(email.key());
            let spent = block_on(self.server().store.spent(key, self.clock.now())).unwrap();
            assert_eq!(spent.account.0, self.spent[who], "the ledger of {email:?}");
            assert!(spent.account <= self.most(), "beyond the budget of {email:?}");
            let stored = block_on(self.accounts().password_of(email.key())).unwrap();
            assert_eq!(
                stored.map(|it| it.reveal().to_owned()),
                self.passwords[who],
                "the password of {email:?}"
            );
        }
    }

    fn toggle(&mut self, who: usize) {
        self.disabled[who] = !self.disabled[who];
        self.epochs[who] += 1;
        let status = if self.disabled[who] {
            Status::Disabled
        } else {
            Status::Active
        };
        let email = Email::parse(ADDRESSES[who]).unwrap();
        let set = self.accounts().set_status(email.key(), status, self.clock.now());
        assert!(block_on(set).unwrap());
    }

    fn share(&mut self, who: usize) {
        self.shared[who] = !self.shared[who];
        self.epochs[who] += 1;
        let sign_in = if self.shared[who] {
            SignIn::Shared
        } else {
            SignIn::Password
        };
        let email = Email::parse(ADDRESSES[who]).unwrap();
        let set = self
            .accounts()
            .set_sign_in(email.key(), &sign_in, self.clock.now());
        assert!(block_on(set).unwrap());
    }

    fn replace(&mut self, who: usize) {
        let email = Email::parse(ADDRESSES[who]).unwrap();
        assert!(block_on(self.accounts().remove(email.key())).unwrap());
        block_on(self.accounts().add(&[account(ADDRESSES[who])], self.clock.now())).unwrap();
        self.epochs[who] += 1;
        (self.disabled[who], self.shared[who]) = (false, false);
        self.passwords[who] = None;
    }

    fn restart(&mut self) {
        if self.dir.is_some() {
            // All of it, before the new one can have the directory.
            drop(self.server.take());
            // Its operator thinks again: codes that are live were issued under another budget.
            self.budget = match self.budget {
                BUDGET => Units(BUDGET.0 / 12),
                _ => BUDGET,
            };
            self.server = Some(self.open());
        }
    }

    fn ask(&mut self, who: usize, client: u8) {
        let email = Email::parse(ADDRESSES[who]).unwrap();
        let caller = caller(client);
        let ask = Ask {
            email: &email,
            first: First::Code,
            ladder: &self.ladder,
            caller: &caller,
        };
        let expected = if self.disabled[who] {
            Asked::UnknownAccount
        } else {
            Asked::Served
        };
        assert_eq!(block_on(self.desk().ask(&ask)).unwrap(), expected);
    }

    fn claim(&self, most: usize) -> Vec<Claimed> {
        block_on(self.server().outbox.claim(most, self.clock.read(), Span::ZERO)).unwrap()
    }

    fn record(&self, reports: &[Report]) {
        block_on(self.server().outbox.record(reports, self.clock.now())).unwrap();
    }

    fn send(&mut self, most: usize) {
        let now = self.clock.now();
        let reports: Vec<Report> = self.claim(most).iter().map(|it| self.deliver(it, now)).collect();
        self.record(&reports);
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
            let who = ADDRESSES
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
                epoch: self.epochs[who],
                challenge: challenge.id,
                issued_at: challenge.issued_at,
                sent_at: before.unwrap_or(now),
                code: challenge.code.map(|_| self.ring.code_for(challenge).unwrap()),
                token: self.ring.link_for(challenge).unwrap(),
            });
        }
        Report {
            letter: letter.id,
            delivery: Delivery::HandedOver(now),
        }
    }

    /// The mail server does not take a letter.
    fn fail(&mut self, how: impl Fn(Moment) -> Delivery) {
        let failed = |it: &Claimed| Report {
            letter: it.id,
            delivery: how(self.clock.now()),
        };
        let reports: Vec<Report> = self.claim(1).iter().map(failed).collect();
        self.record(&reports);
    }

    fn letter(&self, back: usize) -> Option<&Mailed> {
        self.mailed
            .len()
            .checked_sub(back + 1)
            .and_then(|at| self.mailed.get(at))
    }

    /// The challenge that a guess for this person is compared with now.
    fn pending(&self, who: usize) -> Option<Challenge> {
        let email = Email::parse(ADDRESSES[who]).unwrap();
        let who = Who {
            key: email.key().clone(),
            ledger: self.ring.ledger_key(email.key()),
        };
        let subject = block_on(self.server().store.subject(&who, self.clock.now()))
            .unwrap()
            .unwrap();
        subject.challenge
    }

    fn check(&mut self, who: usize, back: usize) {
        let Some(code) = self.letter(back).and_then(|it| it.code.clone()) else {
            return;
        };
        self.try_code(who, &code);
    }

    fn guess(&mut self, who: usize) {
        self.serial += 1;
        let rung = self.pending(who).and_then(|it| it.code).map(|it| it.rung);
        let length = usize::from(rung.map_or(6, Rung::length));
        let text = format!("{:0length$}", self.serial * 7919 % 1_000_000);
        self.try_code(who, &Otp::typed(&text).unwrap());
    }

    fn try_code(&mut self, who: usize, code: &Otp) {
        let (email, pending) = (Email::parse(ADDRESSES[who]).unwrap(), self.pending(who));
        let typed = Typed {
            email: &email,
            code,
            caller: &caller(9),
        };
        let answer = block_on(self.desk().check(&typed)).unwrap();
        match answer {
            Checked::Accepted => {
                self.count("accepted");
                self.must_be_earned(who, code, pending.as_ref());
            }
            Checked::Wrong => self.count_wrong(who, pending.as_ref()),
            Checked::Expired => self.count("expired"),
            Checked::NothingPending => self.count("nothing pending"),
            Checked::UnknownAccount => self.must_be_disabled(who),
        }
    }

    fn redeem(&mut self, who: usize, back: usize) {
        let Some(code) = self.letter(back).and_then(|it| it.code.clone()) else {
            return;
        };
        let (email, pending) = (Email::parse(ADDRESSES[who]).unwrap(), self.pending(who));
        let (password, text) = self.new_password();
        let typed = Typed {
            email: &email,
            code: &code,
            caller: &caller(9),
        };
        match block_on(self.desk().reset(&typed, &password)).unwrap() {
            Changed::Done => {
                self.must_be_earned(who, &code, pending.as_ref());
                self.succeed(who, pending.unwrap().id, text);
            }
            Changed::Wrong => self.count_wrong(who, pending.as_ref()),
            Changed::Expired => self.count("expired"),
            Changed::NothingPending => self.count("refused"),
            Changed::UnknownAccount => self.must_be_disabled(who),
            Changed::Refused(_) => panic!("the password is good"),
        }
    }

    fn link(&mut self, back: usize) {
        let Some(letter) = self.letter(back) else { return };
        let (who, challenge, token) = (letter.who, letter.challenge, letter.token.clone());
        let ended = letter.epoch != self.epochs[who];
        let deadline = letter.sent_at.min(letter.issued_at + Span::minutes(60)) + LINK_TTL;
        let (password, text) = self.new_password();
        if block_on(self.desk().reset_by_link(&token, &password, &caller(9))).unwrap() == LinkChanged::Done {
            assert!(self.clock.now() < deadline, "a link worked after its deadline");
            assert!(
                !ended && !self.disabled[who] && !self.shared[who],
                "a link worked that had ended"
            );
            self.count("linked");
            self.succeed(who, challenge, text);
        }
    }

    fn new_password(&mut self) -> (Password, String) {
        self.serial += 1;
        let text = format!("password-{}", self.serial);
        (Password::new(text.clone()), text)
    }

    /// A success needs the very code that was mailed to this person for this challenge, before its deadline.
    fn must_be_earned(&self, who: usize, code: &Otp, pending: Option<&Challenge>) {
        let pending = pending.expect("a success without a challenge").id;
        assert!(
            !self.closed.contains(&(pending.row, pending.tail)),
            "a success with a code that was closed"
        );
        let letter = self
            .mailed
            .iter()
            .find(|it| it.challenge == pending)
            .expect("a success with an unmailed code");
        assert_eq!(letter.who, who, "a success with a challenge of another account");
        assert_eq!(
            letter.epoch, self.epochs[who],
            "a success with a code that had ended"
        );
        assert!(!self.disabled[who], "a success for a disabled account");
        assert!(!self.shared[who], "a success for one of several accounts");
        assert!(
            letter.code.as_ref().is_some_and(|it| it.same_as(code)),
            "a success with another code than the one mailed"
        );
        let deadline = letter.sent_at.min(letter.issued_at + Span::minutes(60)) + TTL;
        assert!(self.clock.now() < deadline, "a success after the deadline");
        assert!(
            self.clock.now() >= letter.issued_at - Span::seconds(60),
            "a success before the code was issued"
        );
    }

    /// A wrong answer costs its share of the budget, and one for which there is no room closes the code instead.
    fn count_wrong(&mut self, who: usize, pending: Option<&Challenge>) {
        let challenge = pending.expect("a wrong answer without a challenge");
        let code = challenge.code.expect("a wrong answer to a link alone");
        let id = (challenge.id.row, challenge.id.tail);
        assert!(!self.closed.contains(&id), "a closed code is spent");
        if self.shared[who] {
            // Nothing that could be right was compared, so it takes a try and costs nothing.
            self.count("told");
            self.wrong.entry(id).or_insert((0, code.rung)).0 += 1;
            return;
        }
        let after = self.spent[who] + code.cost().0;
        if code
            .caps
            .is_some_and(|caps| after > caps.account.min(self.budget).0)
        {
            self.count("closed");
            self.closed.insert(id);
            return;
        }
        self.count("wrong");
        self.wrong.entry(id).or_insert((0, code.rung)).0 += 1;
        self.spent[who] = after;
    }

    /// The most that an account may spend: guesses at codes that need no cap cost next to nothing, and are not held to it.
    fn most(&self) -> Units {
        let uncapped = self.wrong.values().filter(|(_, rung)| !rung.capped());
        let beyond: u32 = uncapped.map(|(count, _)| count).sum();
        BUDGET.plus(Units(i64::from(beyond)))
    }

    fn succeed(&mut self, who: usize, id: ChallengeId, password: String) {
        self.count("changed");
        *self.successes.entry((id.row, id.tail)).or_default() += 1;
        self.passwords[who] = Some(password);
        self.epochs[who] += 1;
    }

    fn must_be_disabled(&mut self, who: usize) {
        assert!(self.disabled[who], "{} is known", ADDRESSES[who]);
        self.count("unknown");
    }

    fn count(&mut self, answer: &'static str) {
        *self.answers.entry(answer).or_default() += 1;
    }
}
