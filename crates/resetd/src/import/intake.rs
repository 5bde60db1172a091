//! Takes rows into the store in batches, each one commit, small enough that a running server hardly waits for it.

use std::sync::Arc;
use std::time::Duration;

use recovery::ports::{Accounts, Added, Broken, Clock, NewAccount};

use super::{Numbered, Unreadable};

/// What a batch may take at most beside a running server is 50 ms; aiming at half of it leaves room for a slow disk.
const AIM: Duration = Duration::from_millis(25);

/// The first batch, and the smallest: what the slowest disk does within the bound.
const FEWEST: usize = 64;

/// The largest batch: from here on commits are no cost worth sparing.
const MOST: usize = 4096;

/// So many rows whose address was there before are told one by one; the rest are counted. They are no fault: whoever mends a
/// file and imports it again has many. Bad rows are all told, and so are those that may be about somebody else.
const TOLD: u64 = 100;

/// What has been done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Accounts that are there now.
    pub added: u64,
    /// Rows whose address was there before; nothing was changed for them.
    pub known: u64,
    /// Rows whose address was there before, written otherwise, so that they may be about somebody else; nothing was changed.
    pub otherwise: u64,
    /// Rows that describe no account.
    pub bad: u64,
}

impl Tally {
    /// Rows that were not taken.
    #[must_use]
    pub fn left_out(self) -> u64 {
        self.known.saturating_add(self.otherwise).saturating_add(self.bad)
    }
}

/// Why an import stopped before the end. What came before is in the store.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The file.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The store.
    #[error(transparent)]
    Broken(#[from] Broken),
}

/// Takes rows in.
pub struct Intake<'a> {
    accounts: Arc<dyn Accounts>,
    clock: Arc<dyn Clock>,
    size: usize,
    waiting: Vec<(u64, NewAccount)>,
    tally: Tally,
    /// Is told of a row that was left out: a line for the person, without the address.
    complain: Box<dyn FnMut(String) + 'a>,
}

impl<'a> Intake<'a> {
    /// Starts one.
    #[must_use]
    pub fn new(
        accounts: Arc<dyn Accounts>,
        clock: Arc<dyn Clock>,
        complain: impl FnMut(String) + 'a,
    ) -> Intake<'a> {
        Intake {
            accounts,
            clock,
            size: FEWEST,
            waiting: Vec::new(),
            tally: Tally::default(),
            complain: Box::new(complain),
        }
    }

    /// Takes one row. It is in the store after the batch it fell into, at the latest after [`Intake::finish`].
    ///
    /// # Errors
    /// [`Stopped::Broken`] when the batch could not be written; the batches before it were.
    pub async fn take(&mut self, numbered: Numbered) -> Result<(), Stopped> {
        match numbered.row.and_then(super::row::Row::account) {
            Ok(account) => self.waiting.push((numbered.line, account)),
            Err(why) => {
                self.tally.bad += 1;
                (self.complain)(format!("line {}: {why}", numbered.line));
            }
        }
        if self.waiting.len() >= self.size {
            self.write().await?;
        }
        Ok(())
    }

    /// Writes what still waits.
    ///
    /// # Errors
    /// As [`Intake::take`].
    pub async fn finish(mut self) -> Result<Tally, Stopped> {
        self.write().await?;
        let untold = self.tally.known.saturating_sub(TOLD);
        if untold > 0 {
            (self.complain)(format!("and {untold} more rows whose address was there already"));
        }
        Ok(self.tally)
    }

    /// What has been done so far.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    async fn write(&mut self) -> Result<(), Stopped> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let (lines, batch): (Vec<u64>, Vec<NewAccount>) = self.waiting.drain(..).unzip();
        let begun = self.clock.elapsed();
        let added = self.accounts.add(&batch, self.clock.now()).await?;
        let took = self.clock.elapsed().saturating_sub(begun);
        self.size = next_size(self.size, batch.len(), took);
        for (line, added) in lines.into_iter().zip(added) {
            match added {
                Added::New(_) => self.tally.added += 1,
                Added::Known => {
                    self.tally.known += 1;
                    if self.tally.known <= TOLD {
                        (self.complain)(format!(
                            "line {line}: there is an account of this address already; it was not changed"
                        ));
                    }
                }
                Added::Otherwise(id) => {
                    self.tally.otherwise += 1;
                    (self.complain)(format!(
                        "line {line}: account {} has this address, written otherwise; it was not changed, and this row was not \
                         added, since both are one address here",
                        id.0
                    ));
                }
            }
        }
        Ok(())
    }
}

/// Grows by half while there is time to spare, and shrinks at once to what would have fitted.
fn next_size(size: usize, wrote: usize, took: Duration) -> usize {
    let (took, aim) = (took.as_micros().max(1), AIM.as_micros());
    let fits = u128::try_from(wrote).unwrap_or(u128::MAX).saturating_mul(aim) / took;
    let fits = usize::try_from(fits).unwrap_or(usize::MAX);
    fits.min(size.saturating_add(size / 2)).clamp(FEWEST, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_grow_while_there_is_time_and_shrink_at_once_when_there_is_none() {
        assert_eq!(next_size(100, 100, Duration::from_millis(1)), 150);
        assert_eq!(next_size(1000, 1000, Duration::from_millis(100)), 250);
        assert_eq!(next_size(1000, 1000, Duration::from_secs(60)), FEWEST);
        assert_eq!(next_size(MOST, MOST, Duration::ZERO), MOST);
    }
}
