//! The latest challenge of each account: enough to guard an act without reading a row.

use std::collections::HashMap;

use recovery::letter::LetterId;
use recovery::subject::AccountId;

/// The latest challenge of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Current {
    /// Its row; 0 in a slot that holds none.
    pub(crate) row: i64,
    /// The last letter queued for it; 0 for none.
    pub(crate) letter: i64,
    /// Wrong guesses so far.
    pub(crate) tries: u32,
    /// Whether a success of the account has ended it.
    pub(crate) closed: bool,
}

impl Current {
    /// The last letter queued for it.
    pub(crate) fn last_letter(self) -> Option<LetterId> {
        (self.letter > 0).then_some(LetterId(self.letter))
    }
}

/// Accounts are numbered without gaps, so neighbours share a page: a million take some 30 MB, and growing copies page
/// pointers only. With eight to a page a lone account costs 200 bytes.
const SLOTS: i64 = 8;

#[derive(Default)]
struct Page([Current; SLOTS as usize]);

/// The latest challenges by account.
#[derive(Default)]
pub(crate) struct Currents {
    pages: HashMap<i64, Box<Page>>,
}

fn place(account: AccountId) -> (i64, usize) {
    let slot = usize::try_from(account.0.rem_euclid(SLOTS)).unwrap_or(0);
    (account.0.div_euclid(SLOTS), slot)
}

impl Currents {
    /// The latest challenge of an account.
    pub(crate) fn get(&self, account: AccountId) -> Option<Current> {
        let (page, slot) = place(account);
        let found = self.pages.get(&page)?.0.get(slot)?;
        (found.row != 0).then_some(*found)
    }

    /// Sets or forgets the latest challenge of an account.
    pub(crate) fn set(&mut self, account: AccountId, current: Option<Current>) {
        let (number, slot) = place(account);
        match current {
            Some(current) => {
                let page = self.pages.entry(number).or_default();
                if let Some(place) = page.0.get_mut(slot) {
                    *place = current;
                }
            }
            None => {
                let Some(page) = self.pages.get_mut(&number) else {
                    return;
                };
                if let Some(place) = page.0.get_mut(slot) {
                    *place = Current::default();
                }
                if page.0.iter().all(|it| it.row == 0) {
                    self.pages.remove(&number);
                }
            }
        }
    }

    /// Forgets challenges with a row below this one. They can only be left when another process removed their account.
    pub(crate) fn forget_before(&mut self, row: i64) {
        self.pages.retain(|_, page| {
            for slot in &mut page.0 {
                if slot.row < row {
                    *slot = Current::default();
                }
            }
            page.0.iter().any(|it| it.row != 0)
        });
        // Room for twice as many is kept; the rest of a flood's map goes back.
        if self.pages.capacity() > 4 * self.pages.len().max(1024) {
            self.pages.shrink_to(2 * self.pages.len());
        }
    }

    /// How many accounts have a challenge on record.
    #[cfg(test)]
    fn len(&self) -> usize {
        let live = |page: &Page| page.0.iter().filter(|it| it.row != 0).count();
        self.pages.values().map(|page| live(page)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn current(row: i64) -> Current {
        Current {
            row,
            ..Current::default()
        }
    }

    #[test]
    fn neighbours_do_not_disturb_each_other() {
        let mut all = Currents::default();
        for account in 1..=100 {
            all.set(AccountId(account), Some(current(account * 10)));
        }
        all.set(AccountId(50), None);
        assert_eq!(all.get(AccountId(50)), None);
        assert_eq!(all.get(AccountId(49)), Some(current(490)));
        assert_eq!(all.len(), 99);
    }

    #[test]
    fn what_is_older_than_every_row_on_disk_is_forgotten() {
        let mut all = Currents::default();
        for account in 1..=20 {
            all.set(AccountId(account), Some(current(account)));
        }
        all.forget_before(11);
        assert_eq!((all.len(), all.get(AccountId(10))), (10, None));
        all.forget_before(i64::MAX);
        assert!(all.pages.is_empty());
    }
}
