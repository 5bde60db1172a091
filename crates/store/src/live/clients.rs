//! The calls of each client within the last hour: their number exactly, their time to a few minutes.

use std::collections::HashMap;

use recovery::limits::{Admission, ClientKey, ClientKeys, Doing, MANY_ADDRESSES, Quota, Visit, WINDOW};
use recovery::moment::{Moment, Span};

use super::bygone::{Bygone, Of};

/// So many clients are remembered in each of two generations; a full one puts an end to the older one. Whose turn that is first is
/// who called longest ago. What those have called is not forgotten but kept as an upper bound ([`Bygone`]), so that nobody
/// gets a new hour by calling from many places. Memory stays flat under any number of distinct clients: some 20 MB if each calls
/// a few times, some 70 MB if each spreads its calls over the hour, and 40 MiB for those bounds.
const GENERATION: usize = 50_000;

/// A client's calls of one kind are remembered as so many bursts at most. Beyond that all of four minutes are one burst at the
/// end of these: no call is forgotten early, and one counts four minutes too long at the worst. An hour has fifteen such
/// bursts, and parts of two more.
const MOST_BURSTS: usize = 20;

/// The length of a coarse burst, in seconds.
const COARSE: i64 = 240;

/// For how long a journal must hold a call: until the second it came in has left the window.
pub(crate) const JOURNAL: Span = Span(WINDOW.0 + 1000);

/// Calls of one client, the last of them within this second.
#[derive(Clone, Copy, Debug)]
struct Burst {
    second: i64,
    calls: u32,
}

#[derive(Debug, Default)]
struct Client {
    asking: Vec<Burst>,
    checking: Vec<Burst>,
    /// What the calls were about, up to one more than [`MANY_ADDRESSES`].
    about: Vec<u64>,
    /// Whether it has been said that this client looks like a back end.
    said: bool,
}

/// Clients and their calls.
#[derive(Default)]
pub(crate) struct ClientCounts {
    young: HashMap<ClientKey, Client>,
    old: HashMap<ClientKey, Client>,
    /// What those have called that are remembered no more.
    bygone: Bygone,
}

impl Client {
    fn bursts(&self, doing: Doing) -> &Vec<Burst> {
        match doing {
            Doing::Asking => &self.asking,
            Doing::Checking => &self.checking,
        }
    }

    fn bursts_mut(&mut self, doing: Doing) -> &mut Vec<Burst> {
        match doing {
            Doing::Asking => &mut self.asking,
            Doing::Checking => &mut self.checking,
        }
    }

    fn forget_before(&mut self, second: i64) {
        self.asking.retain(|it| it.second >= second);
        self.checking.retain(|it| it.second >= second);
    }

    fn is_empty(&self) -> bool {
        self.asking.is_empty() && self.checking.is_empty()
    }

    fn count(&mut self, doing: Doing, second: i64) {
        let bursts = self.bursts_mut(doing);
        match bursts.last_mut() {
            // The last burst may be a coarse one that has not ended yet.
            Some(last) if (0..COARSE).contains(&(last.second - second)) => {
                last.calls = last.calls.saturating_add(1);
            }
            Some(_) | None => bursts.push(Burst { second, calls: 1 }),
        }
        if bursts.len() > MOST_BURSTS {
            coarsen(bursts);
        }
    }

    /// Takes back a call; `false`: there is none of this second any more.
    fn uncount(&mut self, doing: Doing, second: i64) -> bool {
        let bursts = self.bursts_mut(doing);
        // Where bursts were joined it is in the next one.
        let exactly = bursts.iter().rposition(|it| it.second == second);
        let Some(place) = exactly.or_else(|| bursts.iter().position(|it| it.second > second)) else {
            return false;
        };
        match bursts.get_mut(place) {
            Some(burst) if burst.calls > 1 => burst.calls -= 1,
            Some(_) | None => drop(bursts.remove(place)),
        }
        true
    }

    fn remember(&mut self, about: u64) {
        if self.about.len() <= MANY_ADDRESSES && !self.about.contains(&about) {
            self.about.push(about);
        }
    }
}

/// Makes one burst of all that fall into the same four minutes.
fn coarsen(bursts: &mut Vec<Burst>) {
    for burst in &mut *bursts {
        burst.second = burst.second.div_euclid(COARSE).saturating_mul(COARSE) + (COARSE - 1);
    }
    bursts.dedup_by(|next, one| {
        let same = next.second == one.second;
        if same {
            one.calls = one.calls.saturating_add(next.calls);
        }
        same
    });
}

pub(super) fn second(at: Moment) -> i64 {
    at.0.div_euclid(1000)
}

/// The first second that counts. It counts to its end, so that no sliding hour holds more calls than the limit.
pub(super) fn horizon(now: Moment) -> i64 {
    second(now - WINDOW)
}

/// How long it takes until the calls of a second leave the window, as a whole.
fn until_it_leaves(second: i64, now: Moment) -> Span {
    let free_at = Moment(second.saturating_add(1).saturating_mul(1000)) + WINDOW;
    (free_at - now).max(Span::seconds(1)).min(JOURNAL)
}

impl ClientCounts {
    /// The calls that count now, and the second of the oldest (`i64::MAX`: there is none).
    fn counted(&mut self, client: &ClientKeys, doing: Doing, now: Moment) -> (u32, i64) {
        let horizon = horizon(now);
        let (mut calls, mut oldest) = (0_u32, i64::MAX);
        for (key, of) in [(client.yesterday, Of::Yesterday), (client.today, Of::Today)] {
            let mut add = |second: i64, more: u32| {
                calls = calls.saturating_add(more);
                oldest = oldest.min(second);
            };
            match self.find(key) {
                Some(client) => {
                    client.forget_before(horizon);
                    client
                        .bursts(doing)
                        .iter()
                        .for_each(|it| add(it.second, it.calls));
                }
                None => self
                    .bygone
                    .calls((key, of), doing, now)
                    .for_each(|(second, more)| add(second, more)),
            }
        }
        (calls, oldest)
    }

    /// How a client stands against a limit.
    pub(crate) fn quota(&mut self, client: &ClientKeys, doing: Doing, limit: u32, now: Moment) -> Quota {
        let (calls, oldest) = self.counted(client, doing, now);
        Quota {
            limit,
            left: limit.saturating_sub(calls),
            resets: (oldest != i64::MAX).then(|| until_it_leaves(oldest, now)),
        }
    }

    /// Counts a call, or says that its client is over the limit.
    pub(crate) fn admit(&mut self, visit: &Visit) -> Admission {
        self.enter(visit.client.today, visit.at);
        let (calls, oldest) = self.counted(&visit.client, visit.doing, visit.at);
        let client = self.enter(visit.client.today, visit.at);
        client.remember(visit.about);
        if calls < visit.limit {
            client.count(visit.doing, second(visit.at));
            return Admission::Granted;
        }
        let looks_like_back_end = !client.said && client.about.len() > MANY_ADDRESSES;
        client.said |= looks_like_back_end;
        // With a limit of 0 there is no burst to wait for.
        let retry_after = match oldest {
            i64::MAX => WINDOW,
            oldest => until_it_leaves(oldest, visit.at),
        };
        Admission::Limited {
            retry_after,
            looks_like_back_end,
        }
    }

    /// Takes back a call that was counted; `false`: it is not counted any more.
    pub(crate) fn withdraw(&mut self, visit: &Visit) -> bool {
        self.find(visit.client.today)
            .is_some_and(|client| client.uncount(visit.doing, second(visit.at)))
    }

    /// Counts a call that the journal holds.
    pub(crate) fn restore(&mut self, key: ClientKey, doing: Doing, at: Moment) {
        self.enter(key, at).count(doing, second(at));
    }

    /// Forgets clients that have not called within the hour.
    pub(crate) fn tidy(&mut self, now: Moment) {
        let horizon = horizon(now);
        for generation in [&mut self.young, &mut self.old] {
            generation.retain(|_, client| {
                client.forget_before(horizon);
                !client.is_empty()
            });
            if generation.capacity() > 4 * generation.len().max(256) {
                generation.shrink_to(2 * generation.len());
            }
        }
        self.bygone.tidy(now);
    }

    fn find(&mut self, key: ClientKey) -> Option<&mut Client> {
        match self.young.get_mut(&key) {
            Some(client) => Some(client),
            None => self.old.get_mut(&key),
        }
    }

    /// The entry of a client, which counts as called last.
    fn enter(&mut self, key: ClientKey, at: Moment) -> &mut Client {
        if !self.young.contains_key(&key) {
            if self.young.len() >= GENERATION {
                let young = std::mem::take(&mut self.young);
                let end = std::mem::replace(&mut self.old, young);
                self.let_go(end, at);
            }
            let known = self.old.remove(&key);
            let known = known.unwrap_or_else(|| self.return_of(key, at));
            self.young.insert(key, known);
        }
        self.young.entry(key).or_default()
    }

    /// Keeps of clients what bounds their calls.
    fn let_go(&mut self, clients: HashMap<ClientKey, Client>, now: Moment) {
        let horizon = horizon(now);
        for (key, mut client) in clients {
            client.forget_before(horizon);
            for doing in [Doing::Asking, Doing::Checking] {
                for (second, calls) in
                    Bygone::by_slot(client.bursts(doing).iter().map(|it| (it.second, it.calls)))
                {
                    self.bygone.note(key, doing, second, calls);
                }
            }
        }
    }

    /// A client as far as it is known that was not remembered.
    fn return_of(&self, key: ClientKey, at: Moment) -> Client {
        let bursts = |doing| {
            let calls = self.bygone.calls((key, Of::Today), doing, at);
            calls.map(|(second, calls)| Burst { second, calls }).collect()
        };
        Client {
            asking: bursts(Doing::Asking),
            checking: bursts(Doing::Checking),
            ..Client::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As an HMAC: all bits differ.
    fn key(n: u32) -> ClientKey {
        let mix = |odd: u128| u128::from(n).wrapping_add(1).wrapping_mul(odd).rotate_left(61);
        let mixed = mix(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        ClientKey((mixed ^ mix(0xbf58_476d_1ce4_e5b9_94d0_49bb_1331_11eb).rotate_left(17)).to_be_bytes())
    }

    fn visit(client: u32, about: u64, at: Moment) -> Visit {
        Visit {
            client: ClientKeys {
                today: key(client),
                yesterday: key(u32::MAX - client),
            },
            doing: Doing::Asking,
            limit: 3,
            about,
            at,
        }
    }

    const NOW: Moment = Moment(1_800_000_000_250);

    #[test]
    fn memory_stays_flat_under_many_clients_and_the_last_to_call_is_remembered() {
        let mut counts = ClientCounts::default();
        for client in 0..250_000 {
            counts.admit(&visit(client, 0, NOW));
        }
        assert!(counts.young.len() + counts.old.len() <= 2 * GENERATION);
        let last = visit(249_999, 0, NOW);
        assert_eq!(
            (counts.admit(&last), counts.admit(&last)),
            (Admission::Granted, Admission::Granted)
        );
        assert!(matches!(counts.admit(&last), Admission::Limited { .. }));
    }

    #[test]
    fn a_client_whose_place_others_have_taken_is_limited_all_the_same() {
        let mut counts = ClientCounts::default();
        let later = NOW + Span::minutes(20);
        let spent = visit(300_000, 0, NOW);
        let (at, doing) = (later, Doing::Asking);
        for _ in 0..2 {
            assert_eq!(counts.admit(&spent), Admission::Granted);
        }
        for client in 0..250_000 {
            counts.admit(&visit(client, 0, later));
        }
        assert!(counts.find(spent.client.today).is_none(), "its place is taken");
        assert_eq!(counts.quota(&spent.client, doing, 3, at).left, 1);
        assert_eq!(counts.admit(&Visit { at, ..spent }), Admission::Granted);
        let over = counts.admit(&Visit { at, ..spent });
        let Admission::Limited { retry_after, .. } = over else {
            panic!("{over:?}")
        };
        assert!(
            retry_after > Span::minutes(40) && retry_after <= Span::minutes(55),
            "{retry_after:?}"
        );
        // And when it comes back from there once more.
        for client in 0..250_000 {
            counts.admit(&visit(client, 0, later));
        }
        assert_eq!(counts.quota(&spent.client, doing, 3, at).left, 0);
        assert_eq!(counts.quota(&spent.client, Doing::Checking, 3, at).left, 3);
        let after = NOW + Span::minutes(76);
        assert_eq!(counts.quota(&spent.client, doing, 3, after).left, 2);
    }

    #[test]
    fn a_client_that_spreads_its_calls_takes_no_more_room_and_no_call_counts_too_short() {
        let mut counts = ClientCounts::default();
        let call = |n: i64| Visit {
            limit: 1000,
            ..visit(1, 0, NOW + Span::seconds(7 * n))
        };
        for n in 0..515 {
            assert_eq!(counts.admit(&call(n)), Admission::Granted);
            let client = &counts.young[&key(1)];
            assert!(client.asking.len() <= MOST_BURSTS);
            let remembered: u32 = client.asking.iter().map(|it| it.calls).sum();
            assert_eq!(remembered, u32::try_from(n + 1).unwrap(), "none is forgotten");
        }
        for n in 515..1500 {
            counts.admit(&call(n));
            let remembered: u32 = counts.young[&key(1)].asking.iter().map(|it| it.calls).sum();
            // 3600 seconds hold 515 calls, and four minutes 35 more.
            assert!((515..=550).contains(&remembered), "{remembered}");
        }
        assert!(counts.withdraw(&call(1499)) && counts.withdraw(&call(1400)));
    }

    #[test]
    fn clients_that_are_quiet_for_an_hour_are_forgotten() {
        let mut counts = ClientCounts::default();
        counts.admit(&visit(1, 0, NOW));
        counts.tidy(NOW + Span::minutes(59));
        assert_eq!(counts.young.len(), 1);
        counts.tidy(NOW + Span::seconds(3601));
        assert!(counts.young.is_empty());
    }
}
