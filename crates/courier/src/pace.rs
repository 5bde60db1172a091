//! How long to wait after a failure: twice as long each time, up to a cap, and never in step with others.

use recovery::moment::{Moment, Span};
use recovery::ports::{Chance, draw};

/// The first wait of a worker whose server or store is in trouble.
const FIRST_REST: Span = Span::seconds(1);

/// The longest. A server that comes back after an hour gets its letters within this and one turn.
const LONGEST_REST: Span = Span::seconds(30);

/// The first wait of a letter that was put off.
const FIRST_DELAY: Span = Span::seconds(5);

/// The longest wait of a letter in its first hour, in which a person may sit and wait for it.
const LONGEST_DELAY: Span = Span::seconds(60);

/// The longest wait of an older letter: only notices get so old.
const LONGEST_DELAY_LATER: Span = Span::minutes(15);

/// How long a worker rests after so many failures in a row (1 and up).
pub(crate) fn rest(failures: u32, chance: &dyn Chance) -> Span {
    jittered(
        doubled(FIRST_REST, failures.saturating_sub(1), LONGEST_REST),
        chance,
    )
}

/// How long a letter waits that was tried so often before this time.
pub(crate) fn delay(attempts: u32, queued_at: Moment, now: Moment, chance: &dyn Chance) -> Span {
    let longest = if now - queued_at < Span::hours(1) {
        LONGEST_DELAY
    } else {
        LONGEST_DELAY_LATER
    };
    jittered(doubled(FIRST_DELAY, attempts, longest), chance)
}

fn doubled(first: Span, times: u32, longest: Span) -> Span {
    let factor = 1_i64.checked_shl(times.min(32)).unwrap_or(i64::MAX);
    Span(first.0.saturating_mul(factor)).min(longest)
}

/// Between half of it and all of it, at random: workers that failed together do not come back together.
fn jittered(span: Span, chance: &dyn Chance) -> Span {
    let half = span.half();
    // Without chance we wait the whole time: late, but not wrong.
    let share = draw(chance).map_or(u32::MAX, u32::from_be_bytes);
    let scaled = i128::from(half.0) * i128::from(share) / i128::from(u32::MAX);
    Span(half.0 + i64::try_from(scaled).unwrap_or(half.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use recovery::ports::Broken;

    struct Always(u8);
    impl Chance for Always {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    #[test]
    fn waits_double_up_to_a_cap_and_lie_between_half_and_all() {
        let seconds = |failures| rest(failures, &Always(255)).0 / 1000;
        assert_eq!(
            [1, 2, 3, 4, 5, 6, 7, 4_000_000_000].map(seconds),
            [1, 2, 4, 8, 16, 30, 30, 30]
        );
        assert_eq!(rest(1, &Always(0)), Span::millis(500));
    }

    #[test]
    fn a_letter_in_its_first_hour_never_waits_more_than_a_minute() {
        let queued = Moment(0);
        let wait = |attempts, age: Span| delay(attempts, queued, queued + age, &Always(255));
        assert_eq!(wait(0, Span::ZERO), Span::seconds(5));
        assert_eq!(wait(9, Span::minutes(59)), Span::seconds(60));
        assert_eq!(wait(9, Span::minutes(61)), Span::minutes(15));
    }
}
