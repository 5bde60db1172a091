//! In which order letters go out: each client's turns are spread over time, so that who asks for many waits behind who asks
//! for one. Held in memory alone, and made anew of the rows that wait when a server starts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use recovery::letter::LetterId;
use recovery::limits::{ClientKey, WINDOW};
use recovery::moment::{Moment, Span};

/// With each letter, the next of its client's goes back by this much: a letter of a client that had none goes before the
/// second of another's, if that one was not queued so much earlier. Ten minutes, since the first is to be there within one;
/// and not an hour, so that whoever asks a second time is not put off for as long as a code waits.
const STEP: Span = Span::minutes(10);

/// No letter goes back by more than this, however many its client caused: in an hour it is worth nothing.
const FURTHEST: Span = WINDOW;

/// So many letters are kept in order at most, in some 15 MB. Of more, those whose turn comes last stay in their rows until
/// there is room.
const MOST_LETTERS: usize = 1 << 18;

/// Of so many clients it is kept at most what they had, in some 15 MB. Of more, those are forgotten who had least.
const MOST_CLIENTS: usize = 1 << 18;

/// A letter that waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting {
    /// Since when it has been due.
    pub(crate) at: Moment,
    /// Who caused it; `None` for notices, and for exempt callers: these speak for many people, each of whom has a turn.
    pub(crate) client: Option<ClientKey>,
    /// Whether it tells of a change. Such go first: each took a code or link, so that nobody can cause many.
    pub(crate) notice: bool,
    /// Whether it was taken before, so that it has cost its client a turn already.
    pub(crate) again: bool,
}

/// Letters that wait, in the order of their turns.
pub(crate) struct Queue {
    in_turn: BTreeSet<(Moment, LetterId)>,
    turns: BTreeMap<LetterId, Moment>,
    /// When the next letter of a client has its turn at the earliest.
    next: HashMap<ClientKey, Moment>,
    /// The lowest number of a letter for which there was no room.
    left_out: Option<LetterId>,
    most: usize,
}

impl Default for Queue {
    fn default() -> Queue {
        Queue::of_at_most(MOST_LETTERS)
    }
}

impl Queue {
    fn of_at_most(most: usize) -> Queue {
        Queue {
            in_turn: BTreeSet::new(),
            turns: BTreeMap::new(),
            next: HashMap::new(),
            left_out: None,
            most,
        }
    }

    pub(crate) fn has(&self, letter: LetterId) -> bool {
        self.turns.contains_key(&letter)
    }

    /// Gives a letter its turn, unless it has one.
    pub(crate) fn add(&mut self, letter: LetterId, waiting: &Waiting) {
        if self.has(letter) {
            return;
        }
        let turn = self.turn(waiting);
        self.in_turn.insert((turn, letter));
        self.turns.insert(letter, turn);
        if self.turns.len() > self.most
            && let Some((_, last)) = self.in_turn.pop_last()
        {
            self.turns.remove(&last);
            self.left_out = Some(self.left_out.map_or(last, |it| it.min(last)));
        }
    }

    fn turn(&mut self, waiting: &Waiting) -> Moment {
        let at = waiting.at;
        if waiting.notice {
            return at - FURTHEST;
        }
        let Some(client) = waiting.client else { return at };
        let furthest = at + FURTHEST;
        let next = self.next.get(&client).copied().unwrap_or(at);
        // What was taken before has been counted: it is not sent back behind itself.
        let from = if waiting.again { next - STEP } else { next };
        let turn = at.max(from).min(furthest);
        self.make_room(at);
        self.next
            .insert(client, (turn + STEP).min(furthest).max(next.min(furthest)));
        turn
    }

    /// Forgets clients that have waited long enough, and if that is not enough, those next to them.
    fn make_room(&mut self, now: Moment) {
        if self.next.len() < MOST_CLIENTS {
            return;
        }
        let mut forgotten = now;
        // Room for half as many more, so that this is not done for each letter.
        while self.next.len() > MOST_CLIENTS / 2 && forgotten <= now + FURTHEST {
            self.next.retain(|_, next| *next > forgotten);
            forgotten = forgotten + STEP;
        }
        if self.next.len() >= MOST_CLIENTS {
            // Of a clock that was set back.
            self.next.clear();
        }
    }

    /// Takes a letter out.
    pub(crate) fn remove(&mut self, letter: LetterId) {
        if let Some(turn) = self.turns.remove(&letter) {
            self.in_turn.remove(&(turn, letter));
        }
    }

    /// All letters, those first whose turn comes first.
    pub(crate) fn in_turn(&self) -> impl Iterator<Item = LetterId> {
        self.in_turn.iter().map(|(_, letter)| *letter)
    }

    /// The lowest number of a letter that waits here, or for which there was no room.
    pub(crate) fn lowest(&self) -> Option<LetterId> {
        let lowest = self.turns.keys().next().copied();
        lowest.into_iter().chain(self.left_out).min()
    }

    /// From which number on rows must be looked through once more, now that there is room.
    pub(crate) fn take_left_out(&mut self) -> Option<LetterId> {
        if self.turns.len() > self.most / 2 {
            return None;
        }
        self.left_out.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment(1_800_000_000_000);

    fn client(n: u32) -> ClientKey {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&n.to_be_bytes());
        ClientKey(bytes)
    }

    fn caused(by: u32, second: i64) -> Waiting {
        Waiting {
            at: START + Span::seconds(second),
            client: Some(client(by)),
            notice: false,
            again: false,
        }
    }

    fn order(queue: &Queue) -> Vec<i64> {
        queue.in_turn().map(|it| it.0).collect()
    }

    fn queued(all: impl IntoIterator<Item = (i64, Waiting)>) -> Queue {
        let mut queue = Queue::default();
        for (id, waiting) in all {
            queue.add(LetterId(id), &waiting);
        }
        queue
    }

    #[test]
    fn the_first_letter_of_a_client_goes_before_the_second_of_any_other() {
        // Two that flood, and one that asks once, when they have long begun.
        let flood = (1..=100).map(|id| (id, caused(u32::try_from(id % 2).unwrap(), 0)));
        let queue = queued(flood.chain([(500, caused(7, 540))]));
        assert_eq!(order(&queue)[..6], [1, 2, 500, 3, 4, 5]);
        assert_eq!(queue.in_turn().count(), 101);
    }

    #[test]
    fn nobody_waits_for_ever_behind_clients_that_come_anew() {
        let second = [(1, caused(1, 0)), (2, caused(1, 0))];
        let fresh = (0..60).map(|n| (10 + n, caused(100 + u32::try_from(n).unwrap(), 30 * n)));
        let queue = queued(second.into_iter().chain(fresh));
        let place = order(&queue).iter().position(|it| *it == 2).unwrap();
        assert_eq!(place, 21, "after those of ten minutes");
    }

    #[test]
    fn notices_go_first_and_of_exempt_callers_each_letter_has_its_own_turn() {
        let exempt = |second| Waiting {
            client: None,
            ..caused(0, second)
        };
        let notice = Waiting {
            notice: true,
            ..exempt(9)
        };
        let flood = [(1, caused(1, 0)), (2, caused(1, 1)), (3, caused(1, 2))];
        let others = [(4, exempt(3)), (5, exempt(4)), (6, exempt(5)), (7, notice)];
        assert_eq!(
            order(&queued(flood.into_iter().chain(others))),
            [7, 1, 4, 5, 6, 2, 3]
        );
    }

    #[test]
    fn a_letter_that_comes_back_is_not_counted_again() {
        let mut queue = queued([(1, caused(1, 0)), (2, caused(2, 0)), (3, caused(2, 0))]);
        assert_eq!(order(&queue), [1, 2, 3]);
        for id in 1..=3 {
            queue.remove(LetterId(id));
        }
        let back = |by, second| Waiting {
            again: true,
            ..caused(by, second)
        };
        queue.add(LetterId(3), &back(2, 60));
        queue.add(LetterId(1), &back(1, 61));
        queue.add(LetterId(4), &caused(3, 62));
        assert_eq!(
            order(&queue),
            [1, 4, 3],
            "whoever caused one is as fresh as before"
        );
    }

    #[test]
    fn without_room_those_wait_in_their_rows_whose_turn_comes_last() {
        let mut queue = Queue::of_at_most(10);
        for id in 1..=20 {
            queue.add(LetterId(id), &caused(1, id));
        }
        queue.add(LetterId(21), &caused(2, 21));
        assert_eq!(order(&queue), [1, 21, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!((queue.take_left_out(), queue.lowest()), (None, Some(LetterId(1))));
        for id in [1, 2, 3, 4, 21] {
            queue.remove(LetterId(id));
        }
        assert_eq!(queue.take_left_out(), Some(LetterId(10)));
        assert_eq!(queue.take_left_out(), None, "once");
    }

    #[test]
    fn memory_has_an_end_whatever_floods_it() {
        let mut queue = Queue::default();
        for n in 0..1_000_000 {
            queue.add(LetterId(i64::from(n)), &caused(n, i64::from(n) / 1000));
        }
        assert_eq!(
            (queue.turns.len(), queue.in_turn.len()),
            (MOST_LETTERS, MOST_LETTERS)
        );
        assert!(queue.next.len() <= MOST_CLIENTS);
        // Memory is full of what comes earlier; whose turn is now is not lost, but found in its row.
        queue.add(LetterId(2_000_000), &caused(2_000_000, 1000));
        assert!(!queue.has(LetterId(2_000_000)));
        assert_eq!(
            queue.left_out,
            Some(LetterId(i64::try_from(MOST_LETTERS).unwrap()))
        );
    }
}
