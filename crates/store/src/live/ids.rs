//! Numbers that are given once: rows of challenges, numbers of letters.

use recovery::challenge::ROWS_WITHIN_A_MILLISECOND;
use recovery::letter::LetterId;
use recovery::moment::Moment;

/// Numbers that are given once and rise.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ids {
    /// The last row given to a challenge.
    pub(crate) row: i64,
    /// The last number given to a letter.
    pub(crate) letter: i64,
}

impl Ids {
    /// The row of a new challenge: rises with time, so that rows are appended, and never repeats, even once every
    /// older row has been purged.
    pub(crate) fn row(&mut self, now: Moment) -> i64 {
        // 2^43 milliseconds last until the year 2248; beyond, rows still rise.
        let by_time = now.0.clamp(0, i64::MAX >> ROWS_WITHIN_A_MILLISECOND) << ROWS_WITHIN_A_MILLISECOND;
        self.row = by_time.max(self.row.saturating_add(1)).max(1);
        self.row
    }

    /// The number of a new letter.
    pub(crate) fn letter(&mut self) -> LetterId {
        self.letter = self.letter.saturating_add(1);
        LetterId(self.letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_rise_with_time_and_go_on_rising_when_the_clock_does_not() {
        let mut ids = Ids::default();
        let first = ids.row(Moment(1_800_000_000_000));
        let same_time = ids.row(Moment(1_800_000_000_000));
        let stepped_back = ids.row(Moment(1_700_000_000_000));
        let later = ids.row(Moment(1_800_000_000_001));
        assert!(first < same_time && same_time < stepped_back && stepped_back < later);
        assert_eq!(later, 1_800_000_000_001 << 20);
    }
}
