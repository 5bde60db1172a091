//! Flows that something was done in since they began, and the last letters of accounts where these came from a flow.
//! A flow that nobody has come back to is in its row alone.

use std::collections::HashMap;

use recovery::letter::LetterId;
use recovery::subject::AccountId;

use super::Current;

/// What was done in a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flow {
    /// The row of its newest challenge.
    pub(crate) newest: i64,
    /// Wrong guesses at that one.
    pub(crate) tries: u32,
    /// The last letter queued for that one.
    pub(crate) letter: LetterId,
}

impl Flow {
    /// As a guard sees it: the way an account's own challenge is guarded.
    pub(crate) fn as_current(self) -> Current {
        Current {
            row: self.newest,
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

    /// Forgets what has gone with all challenges below this row.
    pub(crate) fn forget_before(&mut self, row: i64) {
        self.touched.retain(|_, it| it.newest >= row);
        self.letters.retain(|_, it| it.challenge >= row);
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
            let (newest, tries, challenge) = (row, 1, row);
            flows.set(
                row,
                Flow {
                    newest,
                    tries,
                    letter,
                },
            );
            flows.set_letter(AccountId(row), Some(FlowLetter { letter, challenge }));
        }
        flows.forget_before(6);
        assert_eq!((flows.get(5), flows.letter(AccountId(5))), (None, None));
        assert!(flows.get(6).is_some() && flows.letter(AccountId(6)).is_some());
        flows.set_letter(AccountId(6), None);
        assert_eq!(flows.letter(AccountId(6)), None);
    }
}
