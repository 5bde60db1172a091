//! About whom calls are made: everyone once, or some people again and again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::calls::{WRONG, Whom};
use super::load::Script;
use super::sink::Codes;

/// A prime above any number of accounts: multiples of it run through all of them in an order that is not theirs.
const STRIDE: u64 = 2_654_435_761;

/// The numbers of the accounts, each once, scattered.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    accounts: u64,
}

impl Numbers {
    /// Of so many accounts.
    pub fn of(accounts: u32) -> Numbers {
        Numbers {
            accounts: u64::from(accounts).max(1),
        }
    }

    /// How many there are.
    pub fn count(self) -> u64 {
        self.accounts
    }

    fn at(self, turn: u64) -> u32 {
        u32::try_from((turn % self.accounts) * STRIDE % self.accounts).unwrap_or(0)
    }
}

/// Everyone, with a wrong code where the call has room for one.
pub struct Everyone {
    numbers: Numbers,
    turn: Arc<AtomicU64>,
    once: bool,
}

impl Everyone {
    /// Everyone once. The turn is shared, so that the next script goes on where this one ended.
    pub fn once(numbers: Numbers, turn: Arc<AtomicU64>) -> Everyone {
        Everyone {
            numbers,
            turn,
            once: true,
        }
    }

    /// Everyone, and from the beginning again.
    pub fn again_and_again(numbers: Numbers) -> Everyone {
        Everyone {
            numbers,
            turn: Arc::default(),
            once: false,
        }
    }
}

impl Script for Everyone {
    fn next(&self) -> Option<(Whom, &str)> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        if self.once && turn >= self.numbers.accounts {
            return None;
        }
        Some((Whom::Account(self.numbers.at(turn)), WRONG))
    }
}

/// People whose codes are known.
pub struct Known {
    people: Arc<Vec<(u32, String)>>,
    turn: AtomicU64,
    once: Option<Arc<AtomicU64>>,
}

impl Known {
    /// Each again and again.
    pub fn again_and_again(people: &Arc<Vec<(u32, String)>>) -> Known {
        Known {
            people: Arc::clone(people),
            turn: AtomicU64::new(0),
            once: None,
        }
    }

    /// Each once; the turn is shared, so that the next script goes on where this one ended.
    pub fn once(people: &Arc<Vec<(u32, String)>>, turn: &Arc<AtomicU64>) -> Known {
        Known {
            people: Arc::clone(people),
            turn: AtomicU64::new(0),
            once: Some(Arc::clone(turn)),
        }
    }
}

impl Script for Known {
    fn next(&self) -> Option<(Whom, &str)> {
        let at = match &self.once {
            Some(turn) => usize::try_from(turn.fetch_add(1, Ordering::Relaxed)).ok()?,
            None => {
                usize::try_from(self.turn.fetch_add(1, Ordering::Relaxed)).ok()? % self.people.len().max(1)
            }
        };
        self.people
            .get(at)
            .map(|(number, code)| (Whom::Account(*number), code.as_str()))
    }
}

/// Some people again and again, with a wrong code.
pub struct Guessed {
    people: Arc<Vec<(u32, String)>>,
    turn: AtomicU64,
}

impl Guessed {
    /// These.
    pub fn new(people: &Arc<Vec<(u32, String)>>) -> Guessed {
        Guessed {
            people: Arc::clone(people),
            turn: AtomicU64::new(0),
        }
    }
}

impl Script for Guessed {
    fn next(&self) -> Option<(Whom, &str)> {
        let turn = usize::try_from(self.turn.fetch_add(1, Ordering::Relaxed)).ok()?;
        self.people
            .get(turn % self.people.len().max(1))
            .map(|(number, _)| (Whom::Account(*number), WRONG))
    }
}

/// Codes as a list, in the order of their accounts.
pub fn people(codes: Codes) -> Vec<(u32, String)> {
    let mut people: Vec<(u32, String)> = codes.into_iter().collect();
    people.sort_unstable();
    people
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn number((whom, _): (Whom, &str)) -> u32 {
        match whom {
            Whom::Account(number) => number,
            Whom::Flow(_) => panic!("a flow among accounts"),
        }
    }

    #[test]
    fn everyone_comes_once_and_not_in_order() {
        for accounts in [1, 7, 1000] {
            let script = Everyone::once(Numbers::of(accounts), Arc::default());
            let came: Vec<u32> = std::iter::from_fn(|| script.next().map(number)).collect();
            assert_eq!(came.len(), usize::try_from(accounts).unwrap());
            assert_eq!(came.iter().copied().collect::<BTreeSet<_>>().len(), came.len());
        }
        let script = Everyone::again_and_again(Numbers::of(1000));
        let came: Vec<u32> = (0..3).filter_map(|_| script.next().map(number)).collect();
        assert_eq!(came, [0, 761, 522]);
    }
}
