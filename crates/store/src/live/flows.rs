//! Flows that something was done in since they began, and the last letters of accounts where these came from a flow.
//! A flow that nobody has come back to is in its row alone.

use std::collections::HashMap;

use recovery::challenge::ChallengeId;
use recovery::flow::{AddressMark, FlowGuess, Shown};
use recovery::letter::LetterId;
use recovery::moment::Moment;
use recovery::ports::Verdict;
use recovery::subject::AccountId;

use super::Current;
use crate::guards::Counts;

/// What was done in a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flow {
    /// The row of its newest challenge: what is shown is counted on it.
    pub(crate) newest: i64,
    /// When that one was asked for, and the wrong guesses since.
    pub(crate) shown: Shown,
    /// When its last letter was queued, those of nobody's among them.
    pub(crate) asked_at: Moment,
    /// The row of the challenge that codes are compared with: the newest of an account's, else the newest.
    pub(crate) code: i64,
    /// Wrong guesses at that one.
    pub(crate) tries: u32,
    /// The last letter queued for that one.
    pub(crate) letter: LetterId,
}

impl Flow {
    /// A flow that nothing was done in since it began.
    pub(crate) fn begun(row: i64, at: Moment, letter: LetterId) -> Flow {
        Flow {
            newest: row,
            shown: Shown { since: at, wrong: 0 },
            asked_at: at,
            code: row,
            tries: 0,
            letter,
        }
    }

    /// A new challenge in it, with its letter. One of nobody's takes the place of an account's in what is shown alone.
    pub(crate) fn renewed(self, row: i64, at: Moment, letter: LetterId, replaces_code: bool) -> Flow {
        let begun = Flow::begun(row, at, letter);
        if replaces_code {
            return begun;
        }
        Flow {
            code: self.code,
            tries: self.tries,
            letter: self.letter,
            ..begun
        }
    }

    /// One more letter in it; `None`: one of nobody's.
    pub(crate) fn mailed(self, letter: Option<LetterId>, at: Moment) -> Flow {
        Flow {
            letter: letter.unwrap_or(self.letter),
            asked_at: at,
            ..self
        }
    }

    /// A guess that was not right.
    pub(crate) fn guessed(self, counts: Counts) -> Flow {
        let wrong = self.shown.wrong.saturating_add(1);
        Flow {
            shown: Shown { wrong, ..self.shown },
            tries: counts.on(self.tries),
            ..self
        }
    }

    /// Whether a guess may be told as it was judged: what it was judged on must still be so.
    pub(crate) fn takes(self, guess: &FlowGuess) -> bool {
        let compared = matches!(guess.verdict, Verdict::Right | Verdict::Wrong);
        let below = |most: Option<u32>, count: u32| most.is_none_or(|most| count < most);
        below(guess.shown_below, self.shown.wrong) && (!compared || below(guess.attempts, self.tries))
    }

    /// As a guard sees its code: the way an account's own challenge is guarded.
    pub(crate) fn as_current(self) -> Current {
        Current {
            row: self.code,
            letter: self.letter.0,
            tries: self.tries,
            closed: false,
        }
    }
}

/// The last reset letter of an account, queued by a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FlowLetter {
    /// Which one.
    pub(crate) letter: LetterId,
    /// The row of its challenge.
    pub(crate) challenge: i64,
}

/// Flows by the rows of their first challenges, and letters by account.
#[derive(Default)]
pub(crate) struct Flows {
    touched: HashMap<i64, Flow>,
    letters: HashMap<AccountId, FlowLetter>,
    /// The flows of addresses, on the APIs that know no flows, by what each is found by.
    marked: HashMap<AddressMark, ChallengeId>,
}

impl Flows {
    /// What was done in a flow; `None`: nothing.
    pub(crate) fn get(&self, first: i64) -> Option<Flow> {
        self.touched.get(&first).copied()
    }

    /// Notes what was done in a flow.
    pub(crate) fn set(&mut self, first: i64, flow: Flow) {
        self.touched.insert(first, flow);
    }

    /// The last reset letter of an account, if a flow queued it.
    pub(crate) fn letter(&self, account: AccountId) -> Option<FlowLetter> {
        self.letters.get(&account).copied()
    }

    /// Notes the last reset letter of an account; `None`: no flow queued it.
    pub(crate) fn set_letter(&mut self, account: AccountId, letter: Option<FlowLetter>) {
        match letter {
            Some(letter) => _ = self.letters.insert(account, letter),
            None => _ = self.letters.remove(&account),
        }
    }

    /// The flow of an address.
    pub(crate) fn marked(&self, mark: AddressMark) -> Option<ChallengeId> {
        self.marked.get(&mark).copied()
    }

    /// Notes the flow of an address.
    pub(crate) fn set_marked(&mut self, mark: AddressMark, first: ChallengeId) {
        self.marked.insert(mark, first);
    }

    /// Forgets what has gone with all challenges below this row.
    pub(crate) fn forget_before(&mut self, row: i64) {
        self.touched.retain(|_, it| it.newest >= row);
        self.letters.retain(|_, it| it.challenge >= row);
        self.marked.retain(|_, it| it.row >= row);
        if self.marked.capacity() > 4 * self.marked.len().max(1024) {
            self.marked.shrink_to(2 * self.marked.len());
        }
        for spare in [self.touched.capacity(), self.letters.capacity()] {
            // Room for twice as many is kept; the rest of a flood's map goes back.
            if spare > 4 * self.touched.len().max(self.letters.len()).max(1024) {
                self.touched.shrink_to(2 * self.touched.len());
                self.letters.shrink_to(2 * self.letters.len());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_gone_with_old_rows_is_forgotten() {
        let mut flows = Flows::default();
        for row in 1..=10 {
            let letter = LetterId(row);
            let challenge = row;
            flows.set(row, Flow::begun(row, Moment(row), letter));
            flows.set_letter(AccountId(row), Some(FlowLetter { letter, challenge }));
        }
        flows.forget_before(6);
        assert_eq!((flows.get(5), flows.letter(AccountId(5))), (None, None));
        assert!(flows.get(6).is_some() && flows.letter(AccountId(6)).is_some());
        flows.set_letter(AccountId(6), None);
        assert_eq!(flows.letter(AccountId(6)), None);
    }
}
