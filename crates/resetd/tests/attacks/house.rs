//! A house under attack: everything is served, everything is logged, letters go over SMTP, and at the end the oracle judges.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use super::doors::{Aim, Door, Request};
use super::oracle::Evidence;
use super::page::Tab;
use crate::support::http::Answer;
use crate::support::letters::Letter;
use crate::support::server::{Place, Server};
use crate::support::sink::Sink;
use crate::support::{wait_until, watch};

/// As typed by people. On record they begin with a capital, so that what is shown of a record is seen.
pub const ANN: &str = "ann@example.com";
pub const BOB: &str = "bob@example.com";
/// Who has no account.
pub const EVE: &str = "eve@example.com";

/// People whose addresses a careless reader would make of something else.
const NEIGHBOURS: [&str; 3] = ["mike@example.com", "office@example.com", "ann@bucher.example"];

pub const OLD: &str = "weathered kettle on the mantel";
/// What every attempt would set.
pub const EVIL: &str = "the burglar chose this one";

/// How the surfaces behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Documented,
    /// The Userverse API as its server is at present.
    Current,
    Hardened,
}

pub const KINDS: [Kind; 3] = [Kind::Documented, Kind::Current, Kind::Hardened];

/// What an ask is answered and what it mails; a code with its link.
#[derive(Clone, Debug)]
pub struct Mailed {
    pub code: String,
    pub token: String,
}

/// Somebody who asked on every surface.
pub struct Asked {
    pub aim: Aim,
    pub documented: Mailed,
    pub native: Mailed,
    pub page: Mailed,
}

impl Asked {
    /// The code that opens this door.
    pub fn code_of(&self, door: Door) -> &str {
        match door {
            Door::Check | Door::Password => &self.native.code,
            Door::Page => &self.page.code,
            Door::Validate
            | Door::ValidateSlash
            | Door::ValidateAlias
            | Door::Put
            | Door::PutBare
            | Door::PinInQuery
            | Door::PinInJson
            | Door::OtpInJson
            | Door::Prefixed => &self.documented.code,
        }
    }

    pub fn all(&self) -> [&Mailed; 3] {
        [&self.documented, &self.native, &self.page]
    }
}

pub struct House {
    pub kind: Kind,
    pub place: Place,
    pub sink: Sink,
    pub server: Server,
    before: BTreeMap<String, String>,
    /// Whose password was changed by who had the letter: how often, and to what.
    changed: Mutex<BTreeMap<String, (usize, String)>>,
    /// Whose standing an operator changed.
    stood: Mutex<BTreeSet<String>>,
    /// Who comes in by a recovery of `/v1` at the end.
    by_recovery: Mutex<BTreeSet<String>>,
    /// Whether more may ask for a hash at one moment than can be served: they are told so with 503.
    crowded: AtomicBool,
    earlier: String,
    answers: Vec<watch::Heard>,
    secrets: Mutex<Vec<String>>,
}

/// Runs an attack on a house of each kind, at the same time; each is judged by itself. The attack says how many wrong
/// guesses were to be compared, if it knows.
pub fn everywhere(settings: &[(&str, &str)], attack: impl Fn(&mut House) -> Option<usize> + Sync) {
    std::thread::scope(|scope| {
        for kind in KINDS {
            let attack = &attack;
            scope.spawn(move || {
                let mut house = House::open(kind, settings);
                let compared = attack(&mut house);
                house.judge(compared);
            });
        }
    });
}

/// The same for attacks that take all of the machine: one house after another.
pub fn one_by_one(settings: &[(&str, &str)], attack: impl Fn(&mut House) -> Option<usize>) {
    for kind in KINDS {
        let mut house = House::open(kind, settings);
        let compared = attack(&mut house);
        house.judge(compared);
    }
}

impl House {
    pub fn open(kind: Kind, settings: &[(&str, &str)]) -> House {
        let sink = Sink::start();
        let mut all = vec![
            ("limits.enabled", "false"),
            ("code.resend_after", "\"0s\""),
            // Forty bits: as capped as six digits, and no code is found by chance in a log.
            ("code.ladder", "[\"base32:8\", \"base32:13\"]"),
            ("log.level", "\"trace\""),
            (
                "dialects.enabled",
                "[\"4pointx\", \"userverse\", \"v1\", \"pages\"]",
            ),
            ("public_url", "\"http://127.0.0.1:8080\""),
        ];
        match kind {
            Kind::Documented => {}
            Kind::Current => all.push(("dialects.userverse.compat", "\"current\"")),
            Kind::Hardened => all.push(("profile", "\"hardened\"")),
        }
        all.retain(|(name, _)| !settings.iter().any(|it| it.0 == *name));
        let place = Place::mailing_to(sink.address, &[&all, settings].concat());
        place.add("Ann@example.com", OLD);
        place.add("Bob@example.com", OLD);
        place.import(&NEIGHBOURS.map(str::to_owned));
        let server = place.serve();
        watch::begin(server.http.0);
        House {
            kind,
            before: accounts(&place),
            place,
            sink,
            server,
            changed: Mutex::default(),
            stood: Mutex::default(),
            by_recovery: Mutex::default(),
            crowded: AtomicBool::new(false),
            earlier: String::new(),
            answers: vec![],
            secrets: Mutex::default(),
        }
    }

    /// More text that nothing may show: passwords that are tried.
    pub fn secret(&self, text: &str) {
        self.secrets.lock().unwrap().push(text.to_owned());
    }

    pub fn send(&self, request: &Request) -> Answer {
        self.server
            .http
            .raw(&request.bytes())
            .unwrap_or_else(|| panic!("{:?}: no answer to {request:?}", self.kind))
    }

    /// The letters to somebody that carry a code, as typed.
    fn letters_with_codes(&self, email: &str) -> Vec<Letter> {
        let letters = self.sink.letters().into_iter();
        letters
            .filter(|it| it.to.eq_ignore_ascii_case(email) && it.code().is_some())
            .collect()
    }

    /// What the next letter to somebody brings.
    pub fn mailed(&self, email: &str, ask: impl FnOnce()) -> Mailed {
        self.delivered();
        let before = self.letters_with_codes(email).len();
        ask();
        wait_until("another letter", || self.letters_with_codes(email).len() > before);
        let letter = self.letters_with_codes(email).remove(before);
        Mailed {
            code: letter.code().unwrap(),
            token: letter.token().expect("a link"),
        }
    }

    /// Waits until nothing is under way. While a letter is, the next ask is content with it.
    pub fn delivered(&self) {
        wait_until("letters under way", || {
            self.server.metric("resetd_outbox_backlog") == 0.0
        });
    }

    pub fn begin(&self, email: &str) -> String {
        let answer = self
            .server
            .http
            .json("POST", "/v1/recoveries", &json!({ "email": email }));
        assert_eq!(answer.status, 202, "{}", answer.body);
        let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        body["recovery"].as_str().unwrap().to_owned()
    }

    /// Asks on every surface for somebody who has an account.
    pub fn asks(&self, email: &str) -> Asked {
        let documented = self.mailed(email, || {
            assert_eq!(self.server.ask(email).status, 200);
        });
        let (mut flow, mut tab) = (String::new(), None);
        let native = self.mailed(email, || flow = self.begin(email));
        let page = self.mailed(email, || tab = Some(Tab::begin(&self.server, email)));
        let aim = Aim {
            email: email.to_owned(),
            password: EVIL.to_owned(),
            flow,
            tab: tab.unwrap(),
        };
        Asked {
            aim,
            documented,
            native,
            page,
        }
    }

    /// Types a code, and says whether that opened the door.
    pub fn tries(&self, door: Door, aim: &Aim, code: &str) -> (bool, Answer) {
        let answer = self.send(&door.request(aim, code));
        (door.opened(&answer), answer)
    }

    /// Nobody comes in through this door with this.
    pub fn refuses(&self, door: Door, aim: &Aim, code: &str) {
        let (opened, answer) = self.tries(door, aim, code);
        assert!(!opened, "{:?} {door:?} {code:?}: {answer:?}", self.kind);
    }

    /// Notes that somebody who had the letter set a password.
    pub fn changes(&self, email: &str, password: &str) {
        let mut changed = self.changed.lock().unwrap();
        let entry = changed.entry(email.to_owned()).or_default();
        *entry = (entry.0 + 1, password.to_owned());
    }

    /// Notes that an operator changed an account's standing.
    pub fn changed_status(&self, email: &str) {
        self.stood.lock().unwrap().insert(on_record(email));
    }

    /// At the end this person uses a recovery of `/v1`.
    pub fn comes_in_by_recovery(&self, email: &str) {
        self.by_recovery.lock().unwrap().insert(email.to_owned());
    }

    /// From here on 503 is an answer as well, if it says when to come back.
    pub fn may_be_crowded(&self) {
        self.crowded.store(true, Ordering::SeqCst);
    }

    /// The person whose mailbox it is comes in, with what the next letter brings.
    pub fn lets_in(&self, email: &str) {
        let times = self.changed.lock().unwrap().get(email).map_or(0, |it| it.0);
        let password = format!("marble teapot under viaduct no. {times}");
        let done = if self.by_recovery.lock().unwrap().contains(email) {
            let mut flow = String::new();
            let mailed = self.mailed(email, || flow = self.begin(email));
            let body = json!({ "code": mailed.code, "new_password": password });
            let path = format!("/v1/recoveries/{flow}/password");
            self.server.http.json("PUT", &path, &body)
        } else {
            let mailed = self.mailed(email, || assert_eq!(self.server.ask(email).status, 200));
            self.server.reset(email, &mailed.code, &password)
        };
        assert!(
            matches!(done.status, 200 | 204),
            "{:?}: the honest reset: {} {}",
            self.kind,
            done.status,
            done.body
        );
        self.changes(email, &password);
    }

    /// As after a power cut.
    pub fn restart(&mut self) {
        self.answers.extend(watch::end(self.server.http.0));
        self.server.child.kill().unwrap();
        self.server.child.wait().unwrap();
        let before = std::mem::replace(&mut self.server, self.place.serve());
        self.earlier += &before.kill();
        watch::begin(self.server.http.0);
    }

    /// Ends the attack: all of it is looked at, and then its victims come in by themselves.
    pub fn judge(mut self, compared: Option<usize>) {
        let kind = self.kind;
        let after = accounts(&self.place);
        let mut lawful: BTreeSet<String> = self
            .changed
            .lock()
            .unwrap()
            .keys()
            .map(|it| on_record(it))
            .collect();
        lawful.append(&mut self.stood.lock().unwrap());
        let guesses = guesses(&self.place);
        for email in [ANN, BOB] {
            self.lets_in(email);
        }
        wait_until("an empty outbox", || self.place.waiting().is_empty());
        let changed = std::mem::take(&mut *self.changed.lock().unwrap());
        for (email, (_, password)) in &changed {
            assert!(self.place.verifies(email, password), "{kind:?}: {email}");
        }
        let risk = self.place.run(&["risk", "status", "--json"], "");
        let risk: serde_json::Value = serde_json::from_slice(&risk.stdout).unwrap();
        let metrics = self.server.metrics().get("/metrics").body;
        self.answers.extend(watch::end(self.server.http.0));
        let log = self.earlier + &self.server.stop();
        let mut evidence = Evidence {
            stored: self.before.keys().cloned().collect(),
            letters: self.sink.letters(),
            answers: self.answers,
            before: self.before,
            after,
            changed: lawful,
            notices: changed
                .iter()
                .map(|(email, it)| (on_record(email), it.0))
                .collect(),
            guesses,
            compared,
            spent: risk["service"]["spent"].as_f64(),
            log,
            metrics,
            files: files(&self.place),
            crowded: self.crowded.into_inner(),
            spellings: vec![on_record(ANN), on_record(BOB)],
            ..Evidence::default()
        };
        assert!(evidence.spent.is_some(), "{risk}");
        for (name, text) in secrets(&evidence.letters) {
            evidence.secrets.add(name, &text);
        }
        let passwords = changed.values().map(|it| it.1.as_str()).chain([OLD, EVIL]);
        let more = self.secrets.into_inner().unwrap();
        for password in passwords
            .chain(more.iter().map(String::as_str))
            .collect::<BTreeSet<_>>()
        {
            evidence.secrets.add("a password", password);
        }
        let found = evidence.violations();
        assert!(found.is_empty(), "{kind:?}: {}", found.join("\n"));
    }
}

/// An address as the operator typed it.
pub fn on_record(email: &str) -> String {
    match email {
        ANN => "Ann@example.com".to_owned(),
        BOB => "Bob@example.com".to_owned(),
        other => other.to_owned(),
    }
}

/// Codes of eight characters and more, and every link.
fn secrets(letters: &[Letter]) -> BTreeSet<(&'static str, String)> {
    let codes = letters.iter().filter_map(Letter::code).filter(|it| it.len() >= 8);
    let links = letters.iter().filter_map(Letter::token);
    let codes = codes.map(|it| ("a code", it));
    codes.chain(links.map(|it| ("a link", it))).collect()
}

/// Everything that an account is, by its address.
fn accounts(place: &Place) -> BTreeMap<String, String> {
    let database = rusqlite::Connection::open(place.database()).unwrap();
    let mut rows = database
        .prepare("SELECT email, version || ' ' || status || ' ' || disowned || ' ' || coalesce(password_hash, '-') FROM account")
        .unwrap();
    let found = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    found.map(Result::unwrap).collect()
}

/// The wrong guesses that were compared: form of the code, challenge, cost.
fn guesses(place: &Place) -> Vec<(String, i64, i64)> {
    let database = rusqlite::Connection::open(place.database()).unwrap();
    let mut rows = database
        .prepare("SELECT c.rung, g.challenge, g.cost FROM guess g JOIN challenge c ON c.id = g.challenge WHERE g.kind = 0")
        .unwrap();
    let found = rows
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    found.map(Result::unwrap).collect()
}

fn files(place: &Place) -> Vec<(String, Vec<u8>)> {
    let all = crate::support::scan::files(&place.data());
    all.into_iter()
        .map(|it| (it.display().to_string(), std::fs::read(it).unwrap()))
        .collect()
}
