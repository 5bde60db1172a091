//! Which letters a courier has taken. Leases live in memory only: a server that stops has lost its couriers too.

use std::collections::HashMap;

use recovery::letter::LetterId;
use recovery::moment::{Moment, Span};

/// Letters that are taken, and until when.
#[derive(Default)]
pub(crate) struct Leases {
    until: HashMap<LetterId, Moment>,
}

impl Leases {
    /// How long a letter is taken for; `None` when nobody has it.
    pub(crate) fn end(&self, letter: LetterId, now: Moment) -> Option<Moment> {
        self.until.get(&letter).copied().filter(|end| now < *end)
    }

    /// Takes a letter.
    pub(crate) fn take(&mut self, letter: LetterId, now: Moment, lease: Span) {
        self.until.insert(letter, now + lease);
    }

    /// Gives a letter back.
    pub(crate) fn release(&mut self, letter: LetterId) {
        self.until.remove(&letter);
    }

    /// Forgets leases that have run out, and tells whose they were.
    pub(crate) fn tidy(&mut self, now: Moment) -> Vec<LetterId> {
        let over = self.until.extract_if(|_, end| *end <= now);
        over.map(|(letter, _)| letter).collect()
    }

    /// The lowest number of a letter that is taken.
    pub(crate) fn first(&self) -> Option<LetterId> {
        self.until.keys().min().copied()
    }

    /// When the next lease runs out.
    pub(crate) fn first_end(&self) -> Option<Moment> {
        self.until.values().min().copied()
    }

    /// How many letters are taken, at most.
    pub(crate) fn len(&self) -> usize {
        self.until.len()
    }
}
