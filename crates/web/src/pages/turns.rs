//! Turns: a form that was sent twice is served one after the other, so that the second is told how the first ended.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::Mutex as Turn;

use super::tab::TabId;

/// So many tabs are remembered: those that set a password last.
const MOST: usize = 1024;

/// The tabs that set, or are setting, a password or take a change back; `true` once one has.
#[derive(Default)]
pub(super) struct Turns(Mutex<VecDeque<(TabId, Arc<Turn<bool>>)>>);

impl Turns {
    /// The turn of a tab. Whoever locks it serves; what stands in it tells whether the password is set already.
    pub(super) fn of(&self, tab: TabId) -> Arc<Turn<bool>> {
        let mut turns = self.0.lock();
        if let Some((_, turn)) = turns.iter().find(|(it, _)| *it == tab) {
            return Arc::clone(turn);
        }
        if turns.len() >= MOST {
            turns.pop_front();
        }
        let turn = Arc::new(Turn::new(false));
        turns.push_back((tab, Arc::clone(&turn)));
        turn
    }
}
