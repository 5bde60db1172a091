//! A small house behind the street: a real desk over a store that fits into one file, with a clock that is set by hand.
#![allow(dead_code, reason = "each test file uses its own part of it")]

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use recovery::address::Email;
use recovery::budget::Budget;
use recovery::challenge::{Challenge, ChallengeId, Life};
use recovery::code::{Ladder, Rung};
use recovery::desk::{Desk, Parts};
use recovery::disowning::{Change, Changes, LinkJudge};
use recovery::flow::{FlowChecked, FlowSubject, Marks, Shown};
use recovery::keys::{KeyId, KeyRing};
use recovery::ledger::{LedgerKey, Spent, Units};
use recovery::letter::{First, LetterId};
use recovery::limits::{Admission, ClientKeys, ClientLimits, Doing, Quota, Visit};
use recovery::moment::{Moment, Span};
use recovery::once::{Began, Once};
use recovery::password::PasswordPolicy;
use recovery::ports::{
    Beginner, Broken, Chance, Clock, FlowJudge, Flows, Guess, Hasher, MailingAgain, Opening, Purged,
    Redemption, Stepper, Store, Verdict, Who,
};
use recovery::rules::Rules;
use recovery::secret::{Password, PasswordHash, Secret32};
use recovery::subject::{Account, AccountId, AccountVersion, LastLetter, Status, Subject};
use tower::ServiceExt;
use web::client::Peer;
use web::cors::Origins;
use web::health::Ready;
use web::metrics::Metrics;
use web::settings::{Compat, FourPoint, Settings, Userverse, V1};

/// What goes wrong in the next acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trouble {
    #[default]
    None,
    Disk,
    FullQueue,
    Panic,
}

#[derive(Default)]
pub struct Shelf {
    accounts: Vec<Account>,
    pub hashes: HashMap<i64, String>,
    pub challenges: Vec<Challenge>,
    pub letters: Vec<(ChallengeId, First, Moment)>,
    pub notices: usize,
    visits: Vec<Visit>,
    pub counted: usize,
    pub trouble: Trouble,
}

pub struct Small {
    pub shelf: Mutex<Shelf>,
}

impl Small {
    fn open_shelf(&self) -> Result<std::sync::MutexGuard<'_, Shelf>, Broken> {
        let shelf = self
            .shelf
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        match shelf.trouble {
            Trouble::None | Trouble::FullQueue => Ok(shelf),
            Trouble::Disk => Err(Broken::Store("no space left on the device".into())),
            Trouble::Panic => panic!("nobody planned for this"),
        }
    }
}

impl Shelf {
    fn subject(&self, account: &Account, challenge: Option<&Challenge>) -> Subject {
        let of = |id| self.letters.iter().rfind(move |(it, ..)| *it == id);
        let letter = challenge.and_then(|it| of(it.id)).map(|(_, _, at)| LastLetter {
            id: LetterId(1),
            queued_at: *at,
            waiting: false,
        });
        Subject {
            account: account.standing(),
            challenge: challenge.cloned(),
            spent: Spent::default(),
            letter,
            newest_letter: None,
            recent_letters: Vec::new(),
        }
    }
}

#[async_trait]
impl Flows for Small {
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
impl Changes for Small {
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
impl Store for Small {
    async fn subject(&self, who: &Who, _: Moment) -> Result<Option<Subject>, Broken> {
        let shelf = self.open_shelf()?;
        let account = shelf.accounts.iter().find(|it| *it.email.key() == who.key);
        let latest = |it: &Account| shelf.challenges.iter().rfind(|one| one.account == it.id);
        Ok(account.map(|it| shelf.subject(it, latest(it))))
    }

    async fn subject_of(&self, challenge: ChallengeId, _: Moment) -> Result<Option<Subject>, Broken> {
        let shelf = self.open_shelf()?;
        let found = shelf.challenges.iter().find(|it| it.id == challenge);
        Ok(found.and_then(|it| {
            let account = shelf.accounts.iter().find(|one| one.id == it.account)?;
            Some(shelf.subject(account, Some(it)))
        }))
    }

    async fn open(&self, opening: &Opening) -> Result<bool, Broken> {
        let mut shelf = self.open_shelf()?;
        let id = ChallengeId {
            row: i64::try_from(shelf.challenges.len()).unwrap() + 1,
            tail: opening.tail,
        };
        shelf.challenges.push(Challenge {
            id,
            flow: None,
            account: opening.account,
            account_version: opening.seen.version,
            key: opening.key,
            code: opening.code,
            ledger: opening.ledger,
            seed: opening.seed.clone(),
            issued_at: opening.at,
            sent_at: None,
            expires_at: Some(opening.ends.code),
            link_expires_at: Some(opening.ends.link),
            tries: 0,
            used: false,
        });
        shelf.letters.push((id, opening.letter.first, opening.at));
        Ok(true)
    }

    async fn mail_again(&self, again: &MailingAgain) -> Result<bool, Broken> {
        let mut shelf = self.open_shelf()?;
        let Some(id) = again.seen.challenge else {
            return Ok(false);
        };
        shelf.letters.push((id, again.letter.first, again.at));
        Ok(true)
    }

    async fn settle(&self, guess: &Guess) -> Result<bool, Broken> {
        let mut shelf = self.open_shelf()?;
        let Some(it) = shelf.challenges.iter_mut().find(|it| it.id == guess.challenge) else {
            return Ok(false);
        };
        if it.used || guess.attempts.is_some_and(|most| it.tries >= most) {
            return Ok(false);
        }
        if matches!(guess.verdict, Verdict::Wrong) {
            it.tries += 1;
            shelf.counted += 1;
        }
        Ok(true)
    }

    async fn redeem(&self, redemption: &Redemption) -> Result<bool, Broken> {
        let mut shelf = self.open_shelf()?;
        let Some(it) = shelf
            .challenges
            .iter_mut()
            .find(|it| it.id == redemption.challenge && !it.used)
        else {
            return Ok(false);
        };
        it.used = true;
        let hash = redemption.hash.reveal().to_owned();
        shelf.hashes.insert(redemption.account.0, hash);
        shelf.notices += 1;
        Ok(true)
    }

    async fn admit(&self, visit: &Visit) -> Result<Admission, Broken> {
        let mut shelf = self.open_shelf()?;
        let same = |it: &&Visit| it.client.today == visit.client.today && it.doing == visit.doing;
        let count = shelf.visits.iter().filter(same).count();
        if count >= usize::try_from(visit.limit).unwrap() {
            return Ok(Admission::Limited {
                retry_after: Span::millis(1_234_500),
                looks_like_back_end: false,
            });
        }
        shelf.visits.push(*visit);
        Ok(Admission::Granted)
    }

    async fn quota(&self, _: &ClientKeys, _: Doing, _: u32, _: Moment) -> Result<Quota, Broken> {
        Err(Broken::Machine("nobody asks this house".into()))
    }

    async fn withdraw(&self, visit: &Visit) {
        if let Ok(mut shelf) = self.open_shelf() {
            let place = shelf
                .visits
                .iter()
                .rposition(|it| (it.client, it.doing, it.at) == (visit.client, visit.doing, visit.at));
            place.map(|place| shelf.visits.remove(place));
        }
    }

    async fn spend(&self, _: &recovery::puzzle::Spend, _: Moment) -> Result<bool, Broken> {
        Ok(true)
    }
    async fn day_salt(&self, _: i64, fresh: Secret32) -> Result<Secret32, Broken> {
        drop(self.open_shelf()?);
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
        self.open_shelf().map(|_| ())
    }
}

#[async_trait]
impl Hasher for Small {
    /// A hash that tells the password, so that a test can see which one was set.
    async fn hash(&self, password: &Password) -> Result<PasswordHash, Broken> {
        let shelf = self
            .shelf
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if shelf.trouble == Trouble::FullQueue {
            return Err(Broken::Busy(Span::millis(2001)));
        }
        Ok(PasswordHash::new(format!("hash of {}", password.reveal())))
    }
}

pub struct HandSet {
    now: AtomicI64,
}

impl Clock for HandSet {
    fn now(&self) -> Moment {
        Moment(self.now.load(Ordering::Relaxed))
    }
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

/// Bytes that differ from draw to draw; nothing here needs to be hard to guess.
struct Counting(AtomicU64);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        for byte in bytes {
            let n = self
                .0
                .fetch_add(1, Ordering::Relaxed)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15);
            *byte = n.to_be_bytes()[3];
        }
        Ok(())
    }
}

pub struct AlwaysReady;

#[async_trait]
impl Ready for AlwaysReady {
    async fn ready(&self) -> Result<(), String> {
        Ok(())
    }
}

pub struct World {
    pub small: Arc<Small>,
    pub clock: Arc<HandSet>,
    pub metrics: Arc<Metrics>,
    ring: KeyRing,
    pub router: Router,
}

/// What is different about a world.
pub struct Plan {
    pub settings: Settings,
    pub limits: Option<ClientLimits>,
    pub ready: Arc<dyn Ready>,
}

pub fn plan() -> Plan {
    let ladder = Ladder::new(vec![Rung::SIX_DIGITS]).unwrap();
    Plan {
        settings: Settings {
            fourpoint: FourPoint {
                enabled: true,
                ladder: ladder.clone(),
            },
            userverse: Userverse {
                enabled: true,
                ladder,
                compat: Compat::Documented,
                has_link_page: true,
            },
            v1: V1 {
                enabled: true,
                ladder: Ladder::default(),
            },
            pages: None,
            languages: i18n::Languages::built_in().unwrap(),
            cors_origins: Origins::default(),
            trusted_proxies: Vec::new(),
            exempt: Vec::new(),
            body_within: Duration::from_millis(300),
        },
        limits: None,
        ready: Arc::new(AlwaysReady),
    }
}

fn secret(start: u8) -> Secret32 {
    Secret32::new(std::array::from_fn(|n| {
        let n = u8::try_from(n).unwrap();
        n.wrapping_mul(n)
            .wrapping_mul(7)
            .wrapping_add(start.wrapping_mul(n ^ 0x5a))
    }))
}

impl World {
    pub fn new() -> World {
        World::with(plan())
    }

    pub fn current() -> World {
        let mut plan = plan();
        plan.settings.userverse.compat = Compat::Current;
        World::with(plan)
    }

    pub fn with(plan: Plan) -> World {
        let ring = KeyRing::new(vec![(KeyId(1), secret(3))], secret(5)).unwrap();
        let small = Arc::new(Small {
            shelf: Mutex::default(),
        });
        let clock = Arc::new(HandSet {
            now: AtomicI64::new(1_800_000_000_000),
        });
        let desk = Desk::new(Parts {
            store: small.clone(),
            flows: small.clone(),
            changes: small.clone(),
            hasher: small.clone(),
            clock: clock.clone(),
            chance: Arc::new(Counting(AtomicU64::new(1))),
            rules: Rules {
                ring: ring.clone(),
                life: Life {
                    code: Span::minutes(10),
                    link: Span::minutes(60),
                },
                attempts: 5,
                budget: Budget::new(Units(i64::MAX), Units(i64::MAX), false),
                resend_after: Span::seconds(60),
                letters: None,
                links: true,
                pages: false,
            },
            policy: PasswordPolicy { min_length: 8 },
            limits: plan.limits,
            hint: Box::new(|_| {}),
            bell: Box::new(|_| ()),
            conceals: false,
        });
        let metrics = Arc::new(Metrics::new());
        let router = web::router(
            Arc::new(desk),
            None,
            plan.settings,
            plan.ready,
            &metrics,
            clock.clone(),
        );
        let world = World {
            small,
            clock,
            metrics,
            ring,
            router,
        };
        for email in [
            "support@4point.com",
            "support@4pointx.com",
            "user@example.com",
            "ann+news@example.com",
        ] {
            world.add(email, Status::Active);
        }
        world.add("gone@example.com", Status::Disabled);
        world
    }

    fn add(&self, email: &str, status: Status) {
        let mut shelf = self.small.shelf.lock().unwrap();
        let id = i64::try_from(shelf.accounts.len()).unwrap() + 1;
        shelf.accounts.push(Account {
            id: AccountId(id),
            version: AccountVersion(1),
            email: Email::parse(email).unwrap(),
            name: None,
            locale: None,
            status,
            password_changed_at: None,
            disowned: false,
        });
    }

    pub fn trouble(&self, trouble: Trouble) {
        let shelf = self.small.shelf.lock();
        shelf.unwrap_or_else(std::sync::PoisonError::into_inner).trouble = trouble;
    }

    pub fn letters(&self) -> usize {
        self.small.shelf.lock().unwrap().letters.len()
    }

    pub fn first_shown(&self) -> First {
        self.small.shelf.lock().unwrap().letters.last().unwrap().1
    }

    pub fn counted(&self) -> usize {
        self.small.shelf.lock().unwrap().counted
    }

    /// The code that the last letter carries.
    pub fn code(&self) -> String {
        let shelf = self.small.shelf.lock().unwrap();
        let code = self.ring.code_for(shelf.challenges.last().unwrap()).unwrap();
        code.reveal().to_owned()
    }

    /// The link token that the last letter carries.
    pub fn token(&self) -> String {
        let shelf = self.small.shelf.lock().unwrap();
        let token = self.ring.link_for(shelf.challenges.last().unwrap()).unwrap();
        token.reveal().to_owned()
    }

    /// A code that is not the right one.
    pub fn wrong_code(&self) -> String {
        if self.code() == "000000" {
            "000001".into()
        } else {
            "000000".into()
        }
    }

    /// The passwords that were set, as the hasher that tells them wrote them.
    pub fn passwords_set(&self) -> Vec<String> {
        let shelf = self.small.shelf.lock().unwrap();
        shelf
            .hashes
            .values()
            .map(|it| it.replace("hash of ", ""))
            .collect()
    }

    pub fn pass(&self, span: Span) {
        self.clock.now.fetch_add(span.0, Ordering::Relaxed);
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// A call with a JSON body.
    pub async fn json(&self, method: &str, path: &str, body: &str) -> Answer {
        self.send(
            request(method, path)
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body.to_owned()))
                .unwrap(),
        )
        .await
    }

    /// A call without a body.
    pub async fn bare(&self, method: &str, path: &str) -> Answer {
        self.send(request(method, path).body(Body::empty()).unwrap())
            .await
    }
}

/// A request as it comes out of the accept loop.
pub fn request(method: &str, path: &str) -> http::request::Builder {
    let peer: SocketAddr = "192.0.2.1:5000".parse().unwrap();
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "reset.example.com")
        .extension(Peer(peer))
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn is(&self, status: u16, body: &str) {
        assert_eq!((self.status.as_u16(), self.body.as_str()), (status, body));
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|it| it.to_str().unwrap())
    }

    /// The body of a Userverse error with the request's id put in.
    pub fn is_error(&self, status: u16, message: &str, code: &str, error: &str) {
        let id = self.header("x-correlation-id").expect("an id");
        let expected = format!(
            r#"{{"detail":{{"message":"{message}","code":"{code}","correlation_id":"{id}","extra":{{"error":"{error}"}},"error":"{error}"}}}}"#
        );
        self.is(status, &expected);
    }
}
