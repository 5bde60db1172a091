//! The desk over a store that does what a test tells it to.

use std::pin::pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;

use super::*;
use crate::budget::Budget;
use crate::challenge::tests::{ISSUED, challenge};
use crate::challenge::{ChallengeId, Life};
use crate::clients::Prefix;
use crate::code::{Ladder, Rung};
use crate::disowning::{Change, LinkJudge};
use crate::flow::{FlowChecked, FlowSubject, Marks, Shown};
use crate::keys::{KeyId, KeyRing};
use crate::ledger::{LedgerKey, Spent, Units};
use crate::letter::First;
use crate::limits::{Admission, ClientKeys, ClientLimits, Quota};
use crate::once::{Began, Once};
use crate::outcome::LinkChanged;
use crate::ports::{Beginner, FlowJudge, MailingAgain, Opening, Purged, Stepper};
use crate::secret::LinkToken;
use crate::secret::{PasswordHash, Secret32};
use crate::subject::{Account, AccountId, AccountVersion, Standing, Status};

/// Waits for nothing: whatever a test hands to the desk answers at once.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => it,
        Poll::Pending => panic!("something waits"),
    }
}

/// A store, a hasher, a clock and chance in one, with what was asked of them.
struct House {
    subject: Option<Subject>,
    broken: AtomicBool,
    /// What hashing does to the wall clock and the stopwatch, in milliseconds; `i64::MIN` for a queue that is full.
    hashing: (AtomicI64, AtomicI64),
    wall: AtomicI64,
    stopwatch: AtomicI64,
    said: Mutex<Vec<&'static str>>,
    visits: Mutex<Vec<Visit>>,
    redeemed: Mutex<Option<Redemption>>,
    opened: Mutex<Vec<Opening>>,
    draws: AtomicU64,
}

impl House {
    fn say(&self, word: &'static str) -> Result<(), Broken> {
        self.said.lock().unwrap().push(word);
        if self.broken.load(Ordering::SeqCst) {
            return Err(Broken::Store("no space".into()));
        }
        Ok(())
    }
}

#[async_trait]
impl Flows for House {
    async fn begin(&self, _: &Who, _: Moment, _: Beginner) -> Result<ChallengeId, Broken> {
        Err(Broken::Machine("this house has no flows".into()))
    }

    async fn begin_once(&self, _: &Who, _: Moment, _: Once, _: Beginner) -> Result<Began, Broken> {
        Err(Broken::Machine("this house has no flows".into()))
    }

    async fn began(&self, _: Once, _: Moment) -> Result<Option<Began>, Broken> {
        Err(Broken::Machine("this house has no flows".into()))
    }

    async fn ask_again(&self, _: ChallengeId, _: Moment, _: Stepper) -> Result<Option<Shown>, Broken> {
        Err(Broken::Machine("this house has no flows".into()))
    }

    async fn ask_for(&self, _: &Who, _: Marks, _: Moment, _: Beginner, _: Stepper) -> Result<(), Broken> {
        Err(Broken::Machine("this house has no flows".into()))
    }

    async fn check_for(
        &self,
        _: Marks,
        _: Moment,
        _: FlowJudge,
    ) -> Result<Option<(FlowChecked, FlowSubject)>, Broken> {
        Err(Broken::Machine("this house has no flows".into()))
    }

    async fn check_in_flow(
        &self,
        _: ChallengeId,
        _: Moment,
        _: FlowJudge,
    ) -> Result<Option<(FlowChecked, FlowSubject)>, Broken> {
        Err(Broken::Machine("this house has no flows".into()))
    }
}

#[async_trait]
impl Changes for House {
    async fn account_of_change(&self, _: AccountId) -> Result<Option<Account>, Broken> {
        Ok(None)
    }
    async fn disown(&self, _: Change, _: Moment) -> Result<bool, Broken> {
        Ok(false)
    }
    async fn check_with_link(
        &self,
        _: ChallengeId,
        _: Moment,
        _: LinkJudge,
    ) -> Result<Option<(FlowChecked, Subject)>, Broken> {
        Ok(None)
    }
}

#[async_trait]
impl Store for House {
    async fn subject(&self, _: &Who, _: Moment) -> Result<Option<Subject>, Broken> {
        Ok(self.subject.clone())
    }
    async fn subject_of(&self, _: ChallengeId, _: Moment) -> Result<Option<Subject>, Broken> {
        Ok(self.subject.clone())
    }
    async fn open(&self, opening: &Opening) -> Result<bool, Broken> {
        self.say("open")?;
        self.opened.lock().unwrap().push(opening.clone());
        Ok(true)
    }
    async fn mail_again(&self, _: &MailingAgain) -> Result<bool, Broken> {
        self.say("mail_again").map(|()| true)
    }
    async fn settle(&self, guess: &Guess) -> Result<bool, Broken> {
        self.say(match guess.verdict {
            Verdict::Right => "right",
            Verdict::Wrong => "wrong",
            Verdict::Closing => "closing",
            Verdict::Shown => "shown",
        })
        .map(|()| true)
    }
    async fn redeem(&self, redemption: &Redemption) -> Result<bool, Broken> {
        self.say("redeem")?;
        *self.redeemed.lock().unwrap() = Some(redemption.clone());
        Ok(true)
    }
    async fn admit(&self, visit: &Visit) -> Result<Admission, Broken> {
        self.visits.lock().unwrap().push(*visit);
        Ok(Admission::Granted)
    }
    async fn quota(&self, _: &ClientKeys, _: Doing, _: u32, _: Moment) -> Result<Quota, Broken> {
        Err(Broken::Machine("nobody asks this house".into()))
    }

    async fn withdraw(&self, visit: &Visit) {
        let mut visits = self.visits.lock().unwrap();
        let last = visits.pop().unwrap();
        assert_eq!(
            (last.client, last.doing, last.at),
            (visit.client, visit.doing, visit.at)
        );
        self.said.lock().unwrap().push("withdraw");
    }
    async fn spend(&self, _: &crate::puzzle::Spend, _: Moment) -> Result<bool, Broken> {
        Ok(true)
    }
    async fn day_salt(&self, _: i64, fresh: Secret32) -> Result<Secret32, Broken> {
        Ok(fresh)
    }
    async fn spent(&self, _: LedgerKey, _: Moment) -> Result<Spent, Broken> {
        Ok(Spent::default())
    }
    async fn recognise(&self, _: &[(KeyId, [u8; 8])]) -> Result<bool, Broken> {
        Ok(true)
    }
    async fn purge(&self, _: Moment) -> Result<Purged, Broken> {
        Ok(Purged::default())
    }
    async fn ready(&self) -> Result<(), Broken> {
        Ok(())
    }
}

#[async_trait]
impl Hasher for House {
    async fn hash(&self, _: &Password) -> Result<PasswordHash, Broken> {
        self.said.lock().unwrap().push("hash");
        let (wall, stopwatch) = (&self.hashing.0, &self.hashing.1);
        if stopwatch.load(Ordering::SeqCst) == i64::MIN {
            return Err(Broken::Busy(Span::seconds(2)));
        }
        self.wall.fetch_add(wall.load(Ordering::SeqCst), Ordering::SeqCst);
        self.stopwatch
            .fetch_add(stopwatch.load(Ordering::SeqCst), Ordering::SeqCst);
        Ok(PasswordHash::new("hash".into()))
    }
}

impl Clock for House {
    fn now(&self) -> Moment {
        Moment(self.wall.load(Ordering::SeqCst))
    }
    fn elapsed(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.stopwatch.load(Ordering::SeqCst)).unwrap())
    }
}

impl Chance for House {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        self.draws.fetch_add(1, Ordering::SeqCst);
        for (n, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::try_from(n).unwrap();
        }
        Ok(())
    }
}

fn rules() -> Rules {
    Rules {
        ring: KeyRing::new(vec![(KeyId(1), secret(1))], secret(2)).unwrap(),
        life: Life {
            code: Span::minutes(10),
            link: Span::minutes(60),
        },
        attempts: 5,
        budget: Budget::new(Units(20_000_000_000_000), Units(50_000_000_000_000_000), false),
        resend_after: Span::seconds(60),
        letters: None,
        links: true,
        pages: true,
    }
}

/// Ann, whose code was handed over at once.
fn ann() -> Subject {
    let mut it = challenge();
    let ends = it.ends_when_handed_over(ISSUED).unwrap();
    (it.sent_at, it.expires_at, it.link_expires_at) = (Some(ISSUED), Some(ends.code), Some(ends.link));
    Subject {
        account: Standing {
            id: AccountId(5),
            version: AccountVersion(1),
            status: Status::Active,
            disowned: false,
        },
        challenge: Some(it),
        spent: Spent::default(),
        letter: None,
        newest_letter: None,
        recent_letters: vec![],
    }
}

fn email() -> Email {
    Email::parse("ann@example.com").unwrap()
}

fn secret(start: u8) -> Secret32 {
    Secret32::new(std::array::from_fn(|n| {
        start
            .wrapping_mul(31)
            .wrapping_add(u8::try_from(n * n).unwrap_or(7))
    }))
}

/// What comes to the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Come {
    Ask,
    Check,
    Reset,
    Link,
}

impl House {
    fn new(subject: Option<Subject>) -> House {
        House {
            subject,
            broken: AtomicBool::default(),
            hashing: (AtomicI64::default(), AtomicI64::default()),
            wall: AtomicI64::new(ISSUED.0 + 90_000),
            stopwatch: AtomicI64::new(5_000),
            said: Mutex::default(),
            visits: Mutex::default(),
            redeemed: Mutex::default(),
            opened: Mutex::default(),
            draws: AtomicU64::default(),
        }
    }

    fn hashing_takes(&self, wall: i64, stopwatch: i64) {
        self.hashing.0.store(wall, Ordering::SeqCst);
        self.hashing.1.store(stopwatch, Ordering::SeqCst);
    }

    /// What was asked of the house, in order.
    fn said(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.said.lock().unwrap())
    }

    fn counted(&self) -> usize {
        self.visits.lock().unwrap().len()
    }
}

fn desk(house: &Arc<House>) -> Desk {
    Desk::new(Parts {
        store: Arc::<House>::clone(house),
        flows: Arc::<House>::clone(house),
        changes: Arc::<House>::clone(house),
        hasher: Arc::<House>::clone(house),
        clock: Arc::<House>::clone(house),
        chance: Arc::<House>::clone(house),
        rules: rules(),
        policy: PasswordPolicy { min_length: 8 },
        limits: Some(ClientLimits {
            asks: 9,
            checks: 9,
            puzzle_cost: None,
        }),
        hint: Box::new(|_| {}),
        bell: Box::new(|_| ()),
        conceals: false,
    })
}

fn codes() -> [Otp; 2] {
    let right = rules().ring.code_for(ann().challenge.as_ref().unwrap()).unwrap();
    let other = |c: char| if c == '9' { '0' } else { '9' };
    let wrong: String = right.reveal().chars().map(other).collect();
    [right, Otp::typed(&wrong).unwrap()]
}

/// How one call ends, in words.
fn comes(house: &Arc<House>, what: Come, code: &Otp) -> String {
    let (desk, email) = (desk(house), email());
    let caller = Caller {
        prefix: Prefix::of("192.0.2.1".parse().unwrap()),
        exempt: false,
        locale: None,
        proof: None,
    };
    let typed = Typed {
        email: &email,
        code,
        caller: &caller,
    };
    let password = Password::new("correct horse".into());
    match what {
        Come::Ask => {
            let ladder = Ladder::new(vec![Rung::SIX_DIGITS]).unwrap();
            let ask = Ask {
                email: &email,
                first: First::Code,
                ladder: &ladder,
                caller: &caller,
            };
            format!("{:?}", now(desk.ask(&ask)))
        }
        Come::Check => format!("{:?}", now(desk.check(&typed))),
        Come::Reset => format!("{:?}", now(desk.reset(&typed, &password))),
        Come::Link => {
            let link = rules().ring.link_for(ann().challenge.as_ref().unwrap()).unwrap();
            format!("{:?}", now(desk.reset_by_link(&link, &password, &caller)))
        }
    }
}

#[test]
fn in_trouble_a_right_code_and_a_wrong_one_are_answered_the_same_before_anything_is_hashed() {
    let house = Arc::new(House::new(Some(ann())));
    house.broken.store(true, Ordering::SeqCst);
    for what in [Come::Check, Come::Reset] {
        let [right, wrong] = codes().map(|code| {
            let answer = comes(&house, what, &code);
            (answer, house.said().len())
        });
        assert_eq!(right, wrong, "{what:?}");
        assert!(right.0.contains("Broken"), "{right:?}");
    }
}

#[test]
fn a_right_code_is_settled_then_hashed_then_redeemed() {
    let house = Arc::new(House::new(Some(ann())));
    assert_eq!(comes(&house, Come::Reset, &codes()[0]), "Ok(Done)");
    assert_eq!(house.said(), ["right", "hash", "redeem"]);
    assert_eq!(comes(&house, Come::Reset, &codes()[1]), "Ok(Wrong)");
    assert_eq!(house.said(), ["wrong"]);
}

#[test]
fn a_call_that_could_not_be_served_does_not_count_against_its_client() {
    let [right, _] = codes();
    for what in [Come::Ask, Come::Check, Come::Reset, Come::Link] {
        let house = Arc::new(House::new(Some(ann())));
        house.broken.store(true, Ordering::SeqCst);
        let answer = comes(&house, what, &right);
        assert!(answer.contains("Broken(Store"), "{what:?}: {answer}");
        assert_eq!(house.counted(), 0, "{what:?}");
        house.broken.store(false, Ordering::SeqCst);
        let answer = comes(&house, what, &right);
        assert!(answer.starts_with("Ok"), "{what:?}: {answer}");
        assert_eq!(house.counted(), 1, "{what:?}");
    }
    let house = Arc::new(House::new(Some(ann())));
    house.hashing_takes(0, i64::MIN);
    assert!(comes(&house, Come::Reset, &right).contains("Busy"));
    assert_eq!((house.counted(), house.said().last()), (0, Some(&"withdraw")));
}

#[test]
fn a_wall_clock_that_steps_while_hashing_does_not_refuse_a_right_code() {
    for step in [-3, -3_600_000, 3_600_000] {
        let house = Arc::new(House::new(Some(ann())));
        house.hashing_takes(step, 250);
        assert_eq!(comes(&house, Come::Reset, &codes()[0]), "Ok(Done)");
        let redeemed = house.redeemed.lock().unwrap().take().unwrap();
        assert_eq!(redeemed.at - redeemed.judged_at, Span::millis(250), "{step}");
    }
}

#[test]
fn a_hash_that_took_too_long_is_trouble_and_not_a_missing_code() {
    for (took, answer) in [
        (COMMIT_WITHIN.0, "Ok(Done)"),
        (COMMIT_WITHIN.0 + 1, "Err(Broken(Busy(1000ms)))"),
    ] {
        for what in [Come::Reset, Come::Link] {
            let house = Arc::new(House::new(Some(ann())));
            house.hashing_takes(0, took);
            assert_eq!(comes(&house, what, &codes()[0]), answer, "{what:?}");
        }
    }
}

#[test]
fn links_do_not_look_like_many_addresses() {
    let house = Arc::new(House::new(None));
    let desk = desk(&house);
    let caller = Caller {
        prefix: Prefix::of("192.0.2.1".parse().unwrap()),
        exempt: false,
        locale: None,
        proof: None,
    };
    for token in ["one", "another"] {
        let token = LinkToken::typed(token.into());
        let password = Password::new("correct horse".into());
        let ended = now(desk.reset_by_link(&token, &password, &caller));
        assert!(matches!(ended, Ok(LinkChanged::Invalid)));
    }
    let visits = house.visits.lock().unwrap();
    assert_eq!(visits[0].about, visits[1].about);
}

#[test]
fn an_ask_draws_once_and_no_byte_twice() {
    let mut nothing_asked = ann();
    nothing_asked.challenge = None;
    let house = Arc::new(House::new(Some(nothing_asked)));
    assert_eq!(comes(&house, Come::Ask, &codes()[0]), "Ok(Served)");
    // Two more are the salts of the client's days.
    assert_eq!(house.draws.load(Ordering::SeqCst), 3);
    let opened = house.opened.lock().unwrap();
    let mut bytes = opened[0].letter.tag.0.to_vec();
    bytes.extend(opened[0].tail.to_be_bytes());
    bytes.extend(opened[0].seed.reveal());
    assert_eq!(bytes, (0..56).collect::<Vec<u8>>());
}

#[test]
fn after_a_change_was_taken_back_neither_code_nor_link_sets_a_password_alone() {
    let mut marked = ann();
    marked.account.disowned = true;
    let house = Arc::new(House::new(Some(marked)));
    for what in [Come::Check, Come::Reset] {
        assert_eq!(comes(&house, what, &codes()[0]), "Ok(NothingPending)", "{what:?}");
        assert_eq!(
            house.said(),
            ["right"],
            "settled as any guess, and nothing is hashed"
        );
        assert_eq!(comes(&house, what, &codes()[1]), "Ok(Wrong)", "{what:?}");
        assert_eq!(house.said(), ["wrong"]);
    }
    assert_eq!(comes(&house, Come::Link, &codes()[0]), "Ok(Invalid)");
    assert!(house.said().is_empty());
}
