//! One client: does something at random with an account, and compares what it is told with what it may believe.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::Dice;
use crate::belief::{Belief, State, Tally};
use crate::support::http::{Answer, Client};
use crate::support::server::Place;
use crate::support::sink::Sink;
use crate::support::wire;

/// The server is gone: this call was not answered.
#[derive(Debug)]
pub struct Stop;

const ATTEMPTS: usize = 5;
/// How many codes of twelve digits there are.
const SPACE: u64 = 1_000_000_000_000;
const THIEF: &str = "the password of a thief";

/// What the clients of one server know of each other.
#[derive(Default)]
pub struct Crowd {
    /// Changes that are under way.
    pub changing: AtomicUsize,
    /// Changes that were acknowledged.
    pub changed: AtomicUsize,
}

pub struct Person<'a> {
    pub crowd: &'a Crowd,
    pub http: Client,
    pub place: &'a Place,
    pub sink: &'a Sink,
    pub dice: Dice,
    pub tally: Tally,
}

/// A change that was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Done,
    Refused,
    /// 503: nothing was changed.
    Busy,
    Unanswered,
}

impl Person<'_> {
    /// One act on one account. `Err`: it was not answered.
    pub fn step(&mut self, it: &mut Belief) -> Result<(), Stop> {
        match &it.state {
            State::Idle if !it.dead.is_empty() && self.dice.chance(30) => self.replay(it),
            State::Idle
            | State::Asked {
                acknowledged: false, ..
            } => self.ask(it),
            State::Asked {
                acknowledged: true, ..
            } => {
                if !self.letter_came(it) {
                    std::thread::sleep(std::time::Duration::from_millis(1));
                }
                Ok(())
            }
            State::Torn { .. } => self.mend(it),
            State::Live { wrong, lost, .. } if wrong + lost >= ATTEMPTS => self.right_check(it),
            State::Live { .. } => match self.dice.below(100) {
                0..20 => self.ask(it),
                20..40 => self.right_check(it),
                40..65 => self.guess(it),
                // Hashing is slow: with more at once, every kill would find all of them in the queue for it.
                _ if self.crowd.changing.load(Ordering::SeqCst) < 3 => self.change(it),
                _ => self.right_check(it),
            },
        }
    }

    fn post(&self, path: &str, body: &serde_json::Value) -> Result<Answer, Stop> {
        let json = [("Content-Type", "application/json")];
        self.http
            .try_call("POST", path, &json, body.to_string().as_bytes())
            .ok_or(Stop)
    }

    fn check(&self, it: &Belief, code: &str) -> Result<u16, Stop> {
        let body = json!({ "email": it.email, "otp": code });
        Ok(self.post("/_config/users/password/validate_otp", &body)?.status)
    }

    fn ask(&mut self, it: &mut Belief) -> Result<(), Stop> {
        if let State::Idle = it.state {
            let before = self
                .sink
                .letters_to(&it.email)
                .iter()
                .filter_map(|it| it.header("Message-ID"))
                .collect();
            it.state = State::Asked {
                acknowledged: false,
                before,
            };
        }
        let answer = if self.dice.chance(50) {
            self.post(
                "/_config/users/password/generate_otp",
                &json!({ "email": it.email }),
            )?
        } else {
            let target = format!("/password-reset/request?email={}", it.email);
            self.http.try_call("PATCH", &target, &[], b"").ok_or(Stop)?
        };
        assert!(matches!(answer.status, 200 | 202), "{answer:?}");
        self.tally.asks += 1;
        if let State::Asked { acknowledged, .. } = &mut it.state {
            *acknowledged = true;
        }
        Ok(())
    }

    /// Whether no letter is due (any more).
    pub fn letter_came(&self, it: &mut Belief) -> bool {
        let State::Asked { acknowledged, before } = &it.state else {
            return true;
        };
        if !acknowledged {
            return true;
        }
        let letters = self.sink.letters_to(&it.email);
        let new = letters
            .iter()
            .filter(|it| it.header("Message-ID").is_some_and(|id| !before.contains(&id)));
        // A letter of the challenge before may have been on its way when its code died.
        let code = new
            .filter_map(crate::Letter::code)
            .find(|code| !it.dead.contains(code));
        let Some(code) = code else { return false };
        it.state = State::Live {
            code,
            wrong: 0,
            lost: 0,
        };
        true
    }

    /// The right code is free while guesses are left, and refused when none are.
    pub fn right_check(&mut self, it: &mut Belief) -> Result<(), Stop> {
        let State::Live { code, wrong, lost } = &it.state else {
            return Ok(());
        };
        let code = code.clone();
        let status = self.check(it, &code)?;
        let expected: &[u16] = match (*wrong >= ATTEMPTS, wrong + lost >= ATTEMPTS) {
            (true, _) => &[404],
            (false, true) => &[200, 404],
            (false, false) => &[200],
        };
        assert!(
            expected.contains(&status),
            "the right code was answered {status}: {it:?}"
        );
        self.tally.right += 1;
        if status == 404 {
            assert!(
                self.set(0, it, &code, THIEF) != Change::Done,
                "a spent code worked: {it:?}"
            );
            it.spent(code);
        } else if wrong + lost >= ATTEMPTS {
            // Some of the lost guesses did not count. How many is not known, so this code is not guessed at again.
            return self.change(it);
        }
        Ok(())
    }

    fn guess(&mut self, it: &mut Belief) -> Result<(), Stop> {
        let State::Live { code, .. } = &it.state else {
            return Ok(());
        };
        // After a hundred wrong guesses in a row codes have 64 bits until a success, and no guess burns one.
        let Some(right) = Some(code)
            .filter(|it| it.len() == 12)
            .and_then(|it| it.parse::<u64>().ok())
        else {
            return Ok(());
        };
        let typed = format!("{:012}", (right + 1 + self.dice.below(SPACE - 1)) % SPACE);
        let (status, expected) = match self.dice.below(3) {
            0 => (self.check(it, &typed).ok(), 401),
            1 => (self.call(1, it, &typed, THIEF).map(|it| it.status), 404),
            _ => (self.call(2, it, &typed, THIEF).map(|it| it.status), 400),
        };
        assert!(
            status.is_none_or(|status| status == expected),
            "a wrong guess was answered {status:?}: {it:?}"
        );
        let State::Live { wrong, lost, .. } = &mut it.state else {
            return Ok(());
        };
        if status.is_none() {
            *lost += 1;
            self.tally.lost += 1;
            return Err(Stop);
        }
        *wrong += 1;
        self.tally.wrong += 1;
        Ok(())
    }

    /// Sets a password, now and then by two clients at once.
    fn change(&mut self, it: &mut Belief) -> Result<(), Stop> {
        let State::Live { code, wrong, lost } = &it.state else {
            return Ok(());
        };
        let (code, wrong, lost) = (code.clone(), *wrong, *lost);
        let number = self.dice.below(u64::MAX);
        let racing = if self.dice.chance(30) { 2 } else { 1 };
        let offered: Vec<String> = (0..racing).map(|n| format!("password {number} {n}")).collect();
        let this = &*self;
        let (seen, same_code) = (&*it, &code);
        self.crowd.changing.fetch_add(1, Ordering::SeqCst);
        let changes: Vec<Change> = std::thread::scope(|scope| {
            let race: Vec<_> = offered
                .iter()
                .zip(number % 2 + 1..)
                .map(|(password, way)| scope.spawn(move || this.set(way, seen, same_code, password)))
                .collect();
            race.into_iter().map(|it| it.join().unwrap()).collect()
        });
        self.crowd.changing.fetch_sub(1, Ordering::SeqCst);
        let count = |what| changes.iter().filter(|it| **it == what).count();
        assert!(count(Change::Done) <= 1, "a code worked twice: {it:?}");
        if let Some(won) = changes.iter().position(|it| *it == Change::Done) {
            it.never.extend(
                offered
                    .iter()
                    .enumerate()
                    .filter(|(n, _)| *n != won)
                    .map(|(_, it)| it.clone()),
            );
            it.changed(code, offered[won].clone());
            self.tally.changes += 1;
            self.crowd.changed.fetch_add(1, Ordering::SeqCst);
        } else if count(Change::Unanswered) > 0 {
            it.state = State::Torn {
                code,
                wrong,
                lost,
                offered,
            };
        } else {
            assert!(count(Change::Busy) > 0, "the right code was refused: {it:?}");
        }
        if count(Change::Unanswered) > 0 {
            Err(Stop)
        } else {
            Ok(())
        }
    }

    /// After the restart: a change whose answer was lost happened whole or not at all.
    fn mend(&mut self, it: &mut Belief) -> Result<(), Stop> {
        let State::Torn {
            code,
            wrong,
            lost,
            offered,
        } = &it.state
        else {
            return Ok(());
        };
        let (code, wrong, lost, offered) = (code.clone(), *wrong, *lost, offered.clone());
        let status = self.check(it, &code)?;
        // There is one hash, so one password verifies at the most.
        let verifies = |password: &String| self.place.verifies(&it.email, password);
        match status {
            200 => {
                let unchanged = it
                    .password
                    .as_ref()
                    .map_or_else(|| !offered.iter().any(verifies), verifies);
                assert!(unchanged, "a live code, and yet another password: {it:?}");
                self.tally.torn_undone += 1;
                it.never.extend(offered);
                it.state = State::Live { code, wrong, lost };
            }
            404 => {
                let taken = offered.iter().position(verifies);
                let taken = taken.unwrap_or_else(|| panic!("a dead code, and no new password: {it:?}"));
                self.tally.torn_done += 1;
                let others = offered.iter().enumerate().filter(|(n, _)| *n != taken);
                it.never.extend(others.map(|(_, password)| password.clone()));
                it.changed(code, offered[taken].clone());
            }
            other => panic!("the right code was answered {other}: {it:?}"),
        }
        Ok(())
    }

    /// A dead code stays dead, on each API, whatever happened since.
    fn replay(&mut self, it: &Belief) -> Result<(), Stop> {
        let at = usize::try_from(self.dice.below(it.dead.len() as u64)).unwrap();
        let way = self.dice.below(3);
        let status = match way {
            0 => self.check(it, &it.dead[at])?,
            way => self.call(way, it, &it.dead[at], THIEF).ok_or(Stop)?.status,
        };
        assert_eq!(
            status,
            if way == 2 { 400 } else { 404 },
            "code {} again: {it:?}",
            it.dead[at]
        );
        self.tally.replays += 1;
        Ok(())
    }

    /// All dead codes of an account that differ from its live one.
    pub fn replay_all(&mut self, it: &Belief) {
        for code in &it.dead {
            if matches!(&it.state, State::Live { code: live, .. } if live == code) {
                continue;
            }
            for way in [1, 2] {
                assert_eq!(
                    self.set(way, it, code, THIEF),
                    Change::Refused,
                    "code {code} worked again: {it:?}"
                );
            }
            self.tally.replays += 1;
        }
        assert!(!self.place.verifies(&it.email, THIEF), "{it:?}");
    }

    fn call(&self, way: u64, it: &Belief, code: &str, password: &str) -> Option<Answer> {
        if way == 2 {
            let target = format!("/password-reset/validate-otp?one_time_pin={code}");
            let basic = wire::basic(&it.email, password);
            self.http
                .try_call("PATCH", &target, &[("Authorization", &basic)], b"")
        } else {
            let body = json!({ "email": it.email, "otp": code, "new_password": password }).to_string();
            let json = [("Content-Type", "application/json")];
            self.http
                .try_call("PUT", "/_config/users/password/", &json, body.as_bytes())
        }
    }

    fn set(&self, way: u64, it: &Belief, code: &str, password: &str) -> Change {
        match self.call(way, it, code, password).map(|it| it.status) {
            Some(200 | 202) => Change::Done,
            Some(400 | 404) => Change::Refused,
            Some(503) => Change::Busy,
            Some(other) => panic!("a change was answered {other}: {it:?}"),
            None => Change::Unanswered,
        }
    }
}
