//! The reset letters of the last hour, by number: the letters that an account's budget counts are known without reading
//! a row, so that nobody's absence makes the work shorter.

use std::collections::VecDeque;

use recovery::letter::{LetterId, LetterMark};
use recovery::limits::{ClientKey, WINDOW};
use recovery::moment::Moment;

/// So many are remembered at most, in 32 MB. In an hour that has more, budgets are counted in rows.
const MOST: usize = 1 << 20;

/// No limit on letters is higher. It bounds the work for an account that is asked for all the time without limits.
pub(crate) const MOST_MARKS: usize = 256;

/// A reset letter in the chain of its account's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// What limits go by.
    pub(crate) mark: LetterMark,
    /// The account's one before.
    pub(crate) previous: Option<LetterId>,
}

/// A number's place: 32 bytes.
#[derive(Clone, Copy)]
struct Place {
    at: Moment,
    client: [u8; 16],
    /// How far before lies the account's letter before this one; 0: nowhere.
    back: u32,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// No reset letter of an account's.
    Other,
    OfNoClient,
    OfClient,
}

const OTHER: Place = Place {
    at: Moment(i64::MIN),
    client: [0; 16],
    back: 0,
    what: What::Other,
};

impl Place {
    fn of(id: i64, link: &Link) -> Place {
        // One so far before is older than an hour, and is not found there either.
        let back = |previous: LetterId| u32::try_from(id.saturating_sub(previous.0)).unwrap_or(u32::MAX);
        Place {
            at: link.mark.at,
            client: link.mark.client.map_or([0; 16], |it| it.0),
            back: link.previous.map_or(0, back),
            what: match link.mark.client {
                Some(_) => What::OfClient,
                None => What::OfNoClient,
            },
        }
    }

    fn link(&self, id: i64) -> Option<Link> {
        let client = match self.what {
            What::Other => return None,
            What::OfNoClient => None,
            What::OfClient => Some(ClientKey(self.client)),
        };
        let mark = LetterMark { at: self.at, client };
        let previous = (self.back > 0).then(|| LetterId(id.saturating_sub(self.back.into())));
        Some(Link { mark, previous })
    }
}

/// The reset letters of the last hour.
pub(crate) struct Hour {
    /// The number of the first place.
    first: i64,
    places: VecDeque<Place>,
    /// Every letter that was queued later is there.
    since: Moment,
}

impl Default for Hour {
    fn default() -> Hour {
        Hour {
            first: 0,
            places: VecDeque::new(),
            since: Moment(i64::MIN),
        }
    }
}

impl Hour {
    /// Whether it has all letters of the hour before this moment.
    pub(crate) fn is_whole(&self, now: Moment) -> bool {
        now - WINDOW >= self.since
    }

    /// A letter; `None`: it is no reset letter of an account's, or not there any more.
    pub(crate) fn get(&self, id: LetterId) -> Option<Link> {
        let place =
            id.0.checked_sub(self.first)
                .and_then(|it| usize::try_from(it).ok())?;
        self.places.get(place)?.link(id.0)
    }

    /// Notes a letter. Their numbers rise.
    pub(crate) fn add(&mut self, id: LetterId, link: &Link) {
        if self.places.is_empty() {
            self.first = id.0;
        }
        let Ok(place) = usize::try_from(id.0.saturating_sub(self.first)) else {
            return;
        };
        if place < self.places.len() {
            return;
        }
        if place > self.places.len() + MOST {
            self.forget(self.places.len());
            self.first = id.0;
        }
        while i64::try_from(self.places.len()).is_ok_and(|it| self.first.saturating_add(it) < id.0) {
            self.places.push_back(OTHER);
        }
        self.places.push_back(Place::of(id.0, link));
        self.forget(self.places.len().saturating_sub(MOST));
        self.forget_before(link.mark.at - WINDOW);
    }

    /// Forgets what was queued at this moment or before.
    pub(crate) fn forget_before(&mut self, moment: Moment) {
        let old = self.places.iter().take_while(|it| it.at <= moment).count();
        self.forget(old);
    }

    fn forget(&mut self, places: usize) {
        for gone in self.places.drain(..places) {
            self.since = self.since.max(gone.at);
            self.first = self.first.saturating_add(1);
        }
        // Room for twice as many is kept; the rest of a flood's goes back.
        if self.places.capacity() > 4 * self.places.len().max(1024) {
            self.places.shrink_to(2 * self.places.len());
        }
    }
}

/// The letters of an account's last hour: from the newest on, each names the one before.
pub(crate) fn marks(
    newest: Option<LetterId>,
    now: Moment,
    link: impl Fn(LetterId) -> Option<Link>,
) -> Vec<LetterMark> {
    let within = |it: &Link| now - it.mark.at < WINDOW;
    let before = |it: &Link| it.previous.and_then(&link).filter(within);
    let newest = newest.and_then(&link).filter(within);
    let chain = std::iter::successors(newest, before);
    chain.take(MOST_MARKS).map(|it| it.mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use recovery::moment::Span;

    const START: Moment = Moment(1_800_000_000_000);

    fn link(minute: i64, previous: Option<i64>) -> Link {
        Link {
            mark: LetterMark {
                at: START + Span::minutes(minute),
                client: (minute % 2 == 0).then_some(ClientKey([7; 16])),
            },
            previous: previous.map(LetterId),
        }
    }

    #[test]
    fn an_accounts_last_hour_is_counted_from_its_newest_letter_on() {
        let mut hour = Hour::default();
        // An account's letters are 3, 5, 8 and 9; the other numbers are of notices, or were never given.
        let chain = [(3, 0, None), (5, 10, Some(3)), (8, 61, Some(5)), (9, 62, Some(8))];
        for (id, minute, previous) in chain {
            hour.add(LetterId(id), &link(minute, previous));
        }
        let counted = |minute, newest: i64| -> Vec<LetterMark> {
            let now = START + Span::minutes(minute);
            assert!(hour.is_whole(now));
            marks(Some(LetterId(newest)), now, |id| hour.get(id))
        };
        let of =
            |minutes: &[i64]| -> Vec<LetterMark> { minutes.iter().map(|it| link(*it, None).mark).collect() };
        assert_eq!(counted(62, 9), of(&[62, 61, 10]));
        assert_eq!(
            counted(70, 9),
            of(&[62, 61]),
            "an hour ago is not within the hour"
        );
        assert_eq!(counted(62, 5), of(&[10]));
        assert_eq!(counted(62, 7), of(&[]), "no letter of an account's");
        assert_eq!(hour.get(LetterId(3)), None, "forgotten");
        assert!(
            !hour.is_whole(START + Span::minutes(59)),
            "of a clock that is set back"
        );
    }

    #[test]
    fn more_than_can_be_remembered_are_not_taken_for_all() {
        let mut hour = Hour::default();
        let most = i64::try_from(MOST).unwrap();
        for id in 1..=most {
            hour.add(LetterId(id), &link(0, None));
        }
        assert!(hour.is_whole(START));
        hour.add(LetterId(most + 1), &link(1, Some(1)));
        assert!(!hour.is_whole(START + Span::minutes(59)));
        assert!(hour.is_whole(START + Span::minutes(60)));
        assert_eq!(hour.places.len(), MOST);
        hour.add(LetterId(4 * most), &link(2, None));
        assert_eq!((hour.places.len(), hour.get(LetterId(most + 1))), (1, None));
        assert!(!hour.is_whole(START + Span::minutes(60)));
        hour.forget_before(START + Span::minutes(2));
        assert!(hour.places.is_empty() && hour.places.capacity() < 10_000);
        assert!(hour.is_whole(START + Span::minutes(62)));
    }

    #[test]
    fn a_letter_takes_32_bytes() {
        assert_eq!(size_of::<Place>(), 32);
    }
}
