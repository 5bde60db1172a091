//! The calls of clients for which there is no room any more: an upper bound of each, in memory of a fixed size.
//!
//! A Bloom filter with counts in the place of bits. Every client has four cells, which it shares with others; a cell holds the
//! most that any of them has called, so that the least of its four is no less than what a client has called. What lies in a cell is
//! not the sum but the highest count, so that a flood of clients that call once each makes nobody's count more than one too high.

use std::collections::VecDeque;

use recovery::limits::{ClientKey, Doing, WINDOW};
use recovery::moment::Moment;

/// A quarter of an hour has cells of its own, in seconds. What is kept here counts so much too long at the worst.
const SLOT: i64 = 900;

/// The cells of a slot, one byte each. With ten million clients that call within an hour, a client that never called is taken for
/// one that called once or twice.
const CELLS: usize = 1 << 23;

/// An hour touches five slots.
const MOST_SLOTS: usize = 5;

/// How many cells a client has in each.
const EACH: u64 = 4;

const DAY: i64 = 86_400;

/// A quarter of an hour.
struct Slot {
    number: i64,
    cells: Box<[u8]>,
}

/// The last hour's calls of clients that are not remembered one by one: 40 MiB at most, and nothing in peace.
#[derive(Default)]
pub(super) struct Bygone {
    slots: VecDeque<Slot>,
}

/// Which of a client's keys is looked for: each slot is of one day, and has calls under that day's key alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Today,
    Yesterday,
}

impl Bygone {
    /// Notes that a client has called so often in a slot, those among them that were noted before.
    pub(super) fn note(&mut self, client: ClientKey, doing: Doing, second: i64, calls: u32) {
        let level = level_of(calls);
        let Some(slot) = self.slot(second.div_euclid(SLOT)) else {
            return;
        };
        for place in places(client, doing) {
            if let Some(cell) = slot.cells.get_mut(place) {
                *cell = (*cell).max(level);
            }
        }
    }

    /// Bursts of calls, oldest first, summed by slot.
    pub(super) fn by_slot(bursts: impl Iterator<Item = (i64, u32)>) -> Vec<(i64, u32)> {
        let mut sums: Vec<(i64, u32)> = Vec::with_capacity(MOST_SLOTS);
        for (second, calls) in bursts {
            let same = |it: &&mut (i64, u32)| it.0.div_euclid(SLOT) == second.div_euclid(SLOT);
            match sums.iter_mut().find(same) {
                Some(sum) => sum.1 = sum.1.saturating_add(calls),
                None => sums.push((second, calls)),
            }
        }
        sums
    }

    fn slot(&mut self, number: i64) -> Option<&mut Slot> {
        let place = self.slots.partition_point(|it| it.number < number);
        if self.slots.get(place).is_none_or(|it| it.number != number) {
            // Of a clock that was set, the oldest are forgotten; they would be first in any case.
            if self.slots.len() >= MOST_SLOTS {
                self.slots.pop_front();
                return self.slot(number);
            }
            let cells = vec![0; CELLS].into_boxed_slice();
            self.slots.insert(place, Slot { number, cells });
        }
        self.slots.get_mut(place)
    }

    /// How often a client has called at the most, with the last second in which it may have: oldest first.
    pub(super) fn calls(
        &self,
        (client, of): (ClientKey, Of),
        doing: Doing,
        now: Moment,
    ) -> impl Iterator<Item = (i64, u32)> {
        let (second, horizon) = (super::clients::second(now), super::clients::horizon(now));
        let today = second.div_euclid(DAY);
        let of_day = move |slot: &&Slot| {
            let is_todays = slot.number.saturating_mul(SLOT).div_euclid(DAY) >= today;
            is_todays == (of == Of::Today)
        };
        let counted = move |slot: &Slot| {
            let mut least = u8::MAX;
            for place in places(client, doing) {
                least = least.min(slot.cells.get(place).copied().unwrap_or(0));
                // Most clients are told apart by their first cell.
                if least == 0 {
                    break;
                }
            }
            let calls = calls_of(least);
            (slot.last_second().min(second), calls)
        };
        let slots = self.slots.iter().filter(of_day).map(counted);
        slots.filter(move |(last, calls)| *calls > 0 && *last >= horizon)
    }

    /// Forgets what is older than an hour.
    pub(super) fn tidy(&mut self, now: Moment) {
        let horizon = super::clients::horizon(now);
        // Slots of a clock that was set back are as old as they will ever be.
        let until = super::clients::second(now + WINDOW);
        let counts = |slot: &Slot| slot.last_second() >= horizon && slot.last_second() <= until + SLOT;
        self.slots.retain(counts);
        if self.slots.is_empty() {
            self.slots = VecDeque::new();
        }
    }

    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.slots.iter().map(|it| it.cells.len()).sum()
    }
}

impl Slot {
    fn last_second(&self) -> i64 {
        self.number.saturating_add(1).saturating_mul(SLOT) - 1
    }
}

/// The cells of a client. Keys are HMACs, so their bits are as good as random, and nobody chooses them.
fn places(client: ClientKey, doing: Doing) -> [usize; EACH as usize] {
    let bits = u128::from_be_bytes(client.0);
    let (first, step) = ((bits >> 64) as u64, bits as u64 | 1);
    let first = match doing {
        Doing::Asking => first,
        Doing::Checking => first.rotate_left(32) ^ step,
    };
    let mask = CELLS as u64 - 1;
    std::array::from_fn(|n| (first.wrapping_add(step.wrapping_mul(n as u64)) & mask) as usize)
}

/// What a cell says: up to 31 exactly, above to within a sixteenth, always upwards. The highest is more than any limit.
fn calls_of(level: u8) -> u32 {
    let level = u32::from(level);
    match level {
        0..32 => level,
        255 => u32::MAX,
        _ => (16 + (level & 15)) << ((level >> 4) - 1),
    }
}

/// The lowest level that says no less.
fn level_of(calls: u32) -> u8 {
    (0..u8::MAX)
        .find(|level| calls_of(*level) >= calls)
        .unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use recovery::moment::Span;

    /// Noon.
    const NOW: Moment = Moment(1_800_014_400_000);

    fn key(n: u64) -> ClientKey {
        // As an HMAC: all bits differ.
        let mix = |salt: u64| {
            (n ^ salt)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29)
                .wrapping_mul(0xbf58_476d_1ce4_e5b9)
        };
        let both = u128::from(mix(1)) << 64 | u128::from(mix(0xabcd_ef01));
        ClientKey(both.to_be_bytes())
    }

    fn counted(all: &Bygone, client: u64, now: Moment) -> u32 {
        let calls = all.calls((key(client), Of::Today), Doing::Asking, now);
        calls.map(|it| it.1).sum()
    }

    #[test]
    fn a_cell_never_says_less_than_was_counted_and_little_more() {
        assert_eq!((calls_of(0), level_of(0)), (0, 0));
        for calls in (0..100_000).chain([507_903, 507_904, 507_905, u32::MAX]) {
            let said = calls_of(level_of(calls));
            assert!(
                said >= calls && (said == u32::MAX || said - calls <= calls / 16),
                "{calls} {said}"
            );
        }
        assert!((1..=255).all(|it| calls_of(it) > calls_of(it - 1)));
    }

    #[test]
    fn what_a_client_called_counts_for_an_hour_and_a_quarter_at_the_most() {
        let mut all = Bygone::default();
        let second = NOW.0 / 1000;
        all.note(key(1), Doing::Asking, second, 40);
        all.note(key(1), Doing::Asking, second + 900, 7);
        all.note(key(1), Doing::Checking, second, 90);
        all.note(key(1), Doing::Asking, second, 3);
        let at = |minutes| counted(&all, 1, NOW + Span::minutes(minutes));
        assert_eq!([0, 30, 59, 60].map(at), [47; 4]);
        assert_eq!([75, 89, 91].map(at), [7, 7, 0]);
        assert_eq!(counted(&all, 2, NOW), 0);
        let of_yesterday = all.calls((key(1), Of::Yesterday), Doing::Asking, NOW);
        assert_eq!(of_yesterday.count(), 0, "slots of today hold today's keys alone");
        all.tidy(NOW + Span::minutes(76));
        assert_eq!(all.bytes(), CELLS);
        all.tidy(NOW + Span::minutes(91));
        assert_eq!(all.bytes(), 0);
    }

    #[test]
    fn in_a_flood_a_client_that_never_called_is_taken_for_one_that_called_a_few_times() {
        let mut all = Bygone::default();
        let second = NOW.0 / 1000;
        let spent = 10_000_001;
        all.note(key(spent), Doing::Asking, second, 100);
        for client in 0..10_000_000_u64 {
            let within = i64::try_from(client % 3600).unwrap();
            all.note(key(client), Doing::Asking, second + within, 1);
        }
        let now = NOW + Span::seconds(3600);
        assert!(counted(&all, spent, now) >= 100, "nothing is forgotten");
        assert!((0..1000).all(|client| counted(&all, client * 9973, now) >= 1));
        let fresh = (0..10_000).map(|n| counted(&all, 20_000_000 + n, now));
        let most = fresh.clone().max().unwrap();
        let sum: u32 = fresh.sum();
        assert!(most <= 5 && sum <= 20_000, "{most} {sum}");
        assert_eq!(all.bytes(), 4 * CELLS, "an hour that begins with a slot");
    }
}
