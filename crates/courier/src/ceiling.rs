//! How many letters the service sends in a minute at the most, whoever they are for.

use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// Letters that were not sent for a while may go at once, up to those of this long.
const AT_ONCE: Duration = Duration::from_secs(1);

/// A ceiling that letters flow under evenly. Its time is the stopwatch's.
#[derive(Debug)]
pub(crate) struct Ceiling {
    /// How long one letter takes of the time there is; zero: there is no ceiling.
    each: Duration,
    /// Until when the time is taken.
    taken: Duration,
}

impl Ceiling {
    /// So many letters in a minute; `None`: as many as there are.
    pub(crate) fn of(letters_per_minute: Option<u32>) -> Ceiling {
        Ceiling {
            each: letters_per_minute.map_or(Duration::ZERO, |it| MINUTE / it.max(1)),
            taken: Duration::ZERO,
        }
    }

    /// Takes room for as many of these letters as may go now.
    ///
    /// # Errors
    /// None may: how long until one may.
    pub(crate) fn take(&mut self, letters: usize, now: Duration) -> Result<usize, Duration> {
        if self.each.is_zero() {
            return Ok(letters);
        }
        let end = now + AT_ONCE.max(self.each);
        let from = self.taken.max(now);
        let room = end.saturating_sub(from).as_nanos() / self.each.as_nanos();
        let taken = usize::try_from(room).unwrap_or(usize::MAX).min(letters);
        if taken == 0 {
            return Err((from + self.each).saturating_sub(end));
        }
        self.taken = from + self.time_of(taken);
        Ok(taken)
    }

    /// Gives back the room of letters that were not sent.
    pub(crate) fn give_back(&mut self, letters: usize) {
        self.taken = self.taken.saturating_sub(self.time_of(letters));
    }

    fn time_of(&self, letters: usize) -> Duration {
        self.each
            .saturating_mul(u32::try_from(letters).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_minute_has_more_letters_than_the_ceiling_and_those_of_a_second() {
        for (ceiling, most) in [
            (1_u32, 2_usize),
            (7, 8),
            (60, 61),
            (6000, 6100),
            (300_000, 305_000),
        ] {
            let mut under = Ceiling::of(Some(ceiling));
            let mut sent = 0;
            for tenth in 0..600 {
                let now = Duration::from_secs(1000) + tenth * Duration::from_millis(100);
                while let Ok(taken) = under.take(32, now) {
                    sent += taken;
                }
            }
            assert!(
                (ceiling as usize..=most).contains(&sent),
                "{sent} letters under {ceiling}"
            );
        }
    }

    #[test]
    fn who_has_to_wait_is_told_for_how_long_and_what_was_not_sent_is_free_again() {
        let mut two_a_second = Ceiling::of(Some(120));
        let at = Duration::from_secs(5);
        assert_eq!(two_a_second.take(32, at), Ok(2));
        let wait = Duration::from_millis(500);
        assert_eq!(two_a_second.take(32, at), Err(wait));
        assert_eq!(two_a_second.take(32, at + wait), Ok(1));
        two_a_second.give_back(1);
        assert_eq!(two_a_second.take(1, at + wait), Ok(1));
        assert_eq!(
            two_a_second.take(32, at + Duration::from_secs(60)),
            Ok(2),
            "nothing is saved up"
        );
    }

    #[test]
    fn without_a_ceiling_all_may_go() {
        let mut none = Ceiling::of(None);
        assert_eq!(none.take(usize::MAX, Duration::ZERO), Ok(usize::MAX));
        none.give_back(7);
    }
}
