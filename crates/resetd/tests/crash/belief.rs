//! What may be believed of one account, given what was acknowledged and what was mailed.

use std::collections::{BTreeSet, HashSet};

use crate::support::letters::Letter;
use crate::support::server::Place;

/// What was acknowledged, in numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub asks: usize,
    pub wrong: usize,
    /// Wrong guesses without an answer.
    pub lost: usize,
    pub right: usize,
    pub changes: usize,
    pub replays: usize,
    pub torn_done: usize,
    pub torn_undone: usize,
}

impl Tally {
    pub fn add(&mut self, other: &Tally) {
        self.asks += other.asks;
        self.wrong += other.wrong;
        self.lost += other.lost;
        self.right += other.right;
        self.changes += other.changes;
        self.replays += other.replays;
        self.torn_done += other.torn_done;
        self.torn_undone += other.torn_undone;
    }

    /// Changes whose answer was lost.
    pub fn torn(&self) -> usize {
        self.torn_done + self.torn_undone
    }
}

/// Where the recovery of an account stands.
#[derive(Debug)]
pub enum State {
    /// No live code, for certain.
    Idle,
    /// Asked for; if that was acknowledged, a letter is due that is none of these.
    Asked {
        acknowledged: bool,
        before: HashSet<String>,
    },
    /// The code is known. `lost` guesses were not answered: each may have counted or not.
    Live { code: String, wrong: usize, lost: usize },
    /// A change with this code was not answered: these passwords were offered.
    Torn {
        code: String,
        wrong: usize,
        lost: usize,
        offered: Vec<String>,
    },
}

/// One account.
#[derive(Debug)]
pub struct Belief {
    pub email: String,
    /// The acknowledged password; `None`: it has none yet.
    pub password: Option<String>,
    pub state: State,
    /// Codes that were used or spent.
    pub dead: Vec<String>,
    /// Passwords that were offered and never taken, or replaced since.
    pub never: Vec<String>,
    /// How many changes happened.
    pub changes: usize,
}

impl Belief {
    pub fn new(email: String) -> Belief {
        Belief {
            email,
            password: None,
            state: State::Idle,
            dead: vec![],
            never: vec![],
            changes: 0,
        }
    }

    /// The change happened: the code is dead, and this is the password.
    pub fn changed(&mut self, code: String, password: String) {
        self.never.extend(self.password.replace(password));
        self.dead.push(code);
        self.changes += 1;
        self.state = State::Idle;
    }

    /// The code is dead without a change.
    pub fn spent(&mut self, code: String) {
        self.dead.push(code);
        self.state = State::Idle;
    }

    /// The password is the acknowledged one, and neither the one before nor one that was turned away.
    pub fn verify_passwords(&self, place: &Place) {
        let Some(password) = &self.password else { return };
        assert!(
            place.verifies(&self.email, password),
            "an acknowledged change was lost: {self:?}"
        );
        if let Some(other) = self.never.last() {
            assert!(
                !place.verifies(&self.email, other),
                "{other} verifies too: {self:?}"
            );
        }
    }

    /// Each change has one notice, and every letter carries a code that this account had.
    pub fn agrees_with(&self, letters: &[Letter]) {
        let notices: BTreeSet<_> = letters
            .iter()
            .filter(|it| it.code().is_none())
            .map(|it| it.header("Message-ID"))
            .collect();
        assert_eq!(notices.len(), self.changes, "notices of {self:?}");
        let live = match &self.state {
            State::Live { code, .. } | State::Torn { code, .. } => Some(code),
            State::Idle | State::Asked { .. } => None,
        };
        let mut known: HashSet<&String> = self.dead.iter().collect();
        known.extend(live);
        for code in letters.iter().filter_map(Letter::code) {
            assert!(
                known.contains(&code),
                "a letter with a code that nobody had: {code} in {self:?}"
            );
        }
    }
}
