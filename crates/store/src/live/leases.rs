//! Which letters a courier has taken. Leases live in memory only: a server that stops has lost its couriers too. They go
//! by the stopwatch: a clock that is set forward must not give a letter to a second courier.

use std::collections::HashMap;
use std::time::Duration;

use recovery::letter::LetterId;
use recovery::moment::{Moment, Reading, Span};

/// Letters that are taken, and until when.
#[derive(Default)]
pub(crate) struct Leases {
    until: HashMap<LetterId, Duration>,
}

impl Leases {
    /// When a letter is free again, by the clock as it stands; `None` when nobody has it.
    pub(crate) fn end(&self, letter: LetterId, at: Reading) -> Option<Moment> {
        let end = self.until.get(&letter).filter(|end| at.elapsed < **end)?;
        Some(by_the_clock(*end, at))
    }

    /// Takes a letter.
    pub(crate) fn take(&mut self, letter: LetterId, at: Reading, lease: Span) {
        self.until
            .insert(letter, at.elapsed.saturating_add(lease.as_std()));
    }

    /// Gives a letter back.
    pub(crate) fn release(&mut self, letter: LetterId) {
        self.until.remove(&letter);
    }

    /// Forgets leases that have run out, and tells whose they were.
    pub(crate) fn tidy(&mut self, at: Reading) -> Vec<LetterId> {
        let over = self.until.extract_if(|_, end| *end <= at.elapsed);
        over.map(|(letter, _)| letter).collect()
    }

    /// The lowest number of a letter that is taken.
    pub(crate) fn first(&self) -> Option<LetterId> {
        self.until.keys().min().copied()
    }

    /// When the next lease runs out, by the clock as it stands.
    pub(crate) fn first_end(&self, at: Reading) -> Option<Moment> {
        let first = self.until.values().min()?;
        Some(by_the_clock(*first, at))
    }
}

fn by_the_clock(end: Duration, at: Reading) -> Moment {
    at.now + Span::of(end.saturating_sub(at.elapsed))
}
