//! Clients at the door: a network prefix becomes a key that only lives for a day, and its calls are counted.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use crate::keys::KeyRing;
use crate::limits::{Admission, ClientKeys, ClientLimits, Doing, Quota, Visit, WINDOW};
use crate::moment::{Moment, Span};
use crate::ports::{Broken, Chance, Store, draw};
use crate::profile::Locale;
use crate::puzzle::{LIFTED, Proof, Puzzle};
use crate::secret::Secret32;

const DAY: i64 = 86_400_000;

/// The network prefix that a client's limits belong to: an IPv4 address, or the /64 of an IPv6 one. An IPv4-mapped
/// IPv6 address is the IPv4 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Prefix([u8; 9]);

impl Prefix {
    /// The prefix of an address.
    #[must_use]
    pub fn of(address: IpAddr) -> Prefix {
        let mut bytes = [0; 9];
        match address.to_canonical() {
            IpAddr::V4(v4) => bytes
                .iter_mut()
                .zip([4].into_iter().chain(v4.octets()))
                .for_each(|(to, from)| *to = from),
            IpAddr::V6(v6) => bytes
                .iter_mut()
                .zip([6].into_iter().chain(v6.octets()))
                .for_each(|(to, from)| *to = from),
        }
        Prefix(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// What of it may stand in a log.
    #[must_use]
    pub fn truncated(&self) -> String {
        self.network().to_string()
    }

    /// The network that it is one of many in.
    #[must_use]
    pub fn network(&self) -> Network {
        let [family, a, b, c, d, e, f, ..] = self.0;
        if family == 4 {
            Network::V4([a, b, c])
        } else {
            Network::V6([a, b, c, d, e, f])
        }
    }
}

/// A network that many share: what may be kept of an address, and shown (SECURITY: truncated to /24 and /48).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// The /24 of an IPv4 address.
    V4([u8; 3]),
    /// The /48 of an IPv6 address.
    V6([u8; 6]),
}

impl Network {
    /// The bits of the prefix; their number tells the family.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Network::V4(bytes) => bytes,
            Network::V6(bytes) => bytes,
        }
    }

    /// The inverse of [`Network::bytes`]; `None`: no prefix.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Network> {
        let v4 = <[u8; 3]>::try_from(bytes).map(Network::V4);
        v4.or_else(|_| bytes.try_into().map(Network::V6)).ok()
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Network::V4([a, b, c]) => write!(f, "{}/24", Ipv4Addr::new(a, b, c, 0)),
            Network::V6([a, b, c, d, e, g]) => {
                let part = |high, low| u16::from_be_bytes([high, low]);
                let address = Ipv6Addr::new(part(a, b), part(c, d), part(e, g), 0, 0, 0, 0, 0);
                write!(f, "{address}/48")
            }
        }
    }
}

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// From where.
    pub prefix: Prefix,
    /// Whether it is one of the application's own back ends (`limits.client.exempt`).
    pub exempt: bool,
    /// The language that the request asks for, as far as letters can be written in it.
    pub locale: Option<Locale>,
    /// A solved puzzle that came along, where it can lift a limit.
    pub proof: Option<Proof>,
}

impl Caller {
    /// The network that a letter may name. That of a back end says nothing about whoever asked.
    #[must_use]
    pub fn network(&self) -> Option<Network> {
        (!self.exempt).then(|| self.prefix.network())
    }
}

/// Whether a call is let in.
pub(crate) enum Entry {
    /// Let in. The call that was counted, unless the client is exempt.
    Granted(Option<Visit>),
    /// Over the limit for this long.
    Limited(Span),
}

/// Called once for each client that looks like a back end and is over its limit, so that it can be logged.
pub type Hint = Box<dyn Fn(&Caller) + Send + Sync>;

pub(crate) struct Clients {
    store: Arc<dyn Store>,
    chance: Arc<dyn Chance>,
    ring: KeyRing,
    limits: Option<ClientLimits>,
    salts: Mutex<BTreeMap<i64, Secret32>>,
    hint: Hint,
}

impl Clients {
    pub(crate) fn new(
        store: Arc<dyn Store>,
        chance: Arc<dyn Chance>,
        ring: KeyRing,
        limits: Option<ClientLimits>,
        hint: Hint,
    ) -> Clients {
        Clients {
            store,
            chance,
            ring,
            limits,
            salts: Mutex::default(),
            hint,
        }
    }

    /// Counts a well-formed call. Without limits only the keys are made: letters remember who caused them.
    pub(crate) async fn enter(
        &self,
        caller: &Caller,
        doing: Doing,
        about: &[u8],
        now: Moment,
    ) -> Result<Entry, Broken> {
        let Some(limits) = self.limits_of(caller) else {
            return Ok(Entry::Granted(None));
        };
        let client = self.keys_of(caller, now).await?;
        let about = self.ring.mark(about);
        let visit = Visit {
            client,
            doing,
            limit: limits.on(doing),
            about,
            at: now,
        };
        Ok(match self.store.admit(&visit).await? {
            Admission::Granted => Entry::Granted(Some(visit)),
            Admission::Limited {
                retry_after,
                looks_like_back_end,
            } => {
                if looks_like_back_end {
                    (self.hint)(caller);
                }
                match caller.proof.filter(|_| limits.puzzle_cost.is_some()) {
                    Some(proof) => self.enter_with(caller, &proof, visit, retry_after).await?,
                    None => Entry::Limited(retry_after),
                }
            }
        })
    }

    /// Counts a call beyond the limit, for a puzzle that was solved.
    async fn enter_with(
        &self,
        caller: &Caller,
        proof: &Proof,
        visit: Visit,
        retry_after: Span,
    ) -> Result<Entry, Broken> {
        let limit = visit.limit.saturating_mul(LIFTED);
        let (visit, doing, now) = (Visit { limit, ..visit }, visit.doing, visit.at);
        let Some(ours) = self.ring.ours(proof, doing, &caller.prefix, now) else {
            return Ok(Entry::Limited(retry_after));
        };
        // Whom a puzzle cannot help does not lose it.
        let quota = self.store.quota(&visit.client, doing, limit, now).await?;
        if quota.left == 0 || !self.store.spend(&ours.spend(), now).await? || !ours.is_solved() {
            return Ok(Entry::Limited(retry_after));
        }
        Ok(match self.store.admit(&visit).await? {
            Admission::Granted => Entry::Granted(Some(visit)),
            Admission::Limited { retry_after, .. } => Entry::Limited(retry_after),
        })
    }

    /// A puzzle for one more call beyond a limit; `None`: there is no limit, or nothing lifts it.
    pub(crate) async fn puzzle(
        &self,
        caller: &Caller,
        doing: Doing,
        now: Moment,
    ) -> Result<Option<Result<Puzzle, Span>>, Broken> {
        let Some(limits) = self.limits_of(caller) else {
            return Ok(None);
        };
        let Some(cost) = limits.puzzle_cost else {
            return Ok(None);
        };
        let client = self.keys_of(caller, now).await?;
        let lifted = limits.on(doing).saturating_mul(LIFTED);
        let quota = self.store.quota(&client, doing, lifted, now).await?;
        if quota.left == 0 {
            return Ok(Some(Err(quota.resets.unwrap_or(WINDOW))));
        }
        let puzzle = self
            .ring
            .puzzle(doing, &caller.prefix, cost, now, &*self.chance)?;
        Ok(Some(Ok(puzzle)))
    }

    /// How a client stands against its limit; `None` where there is none.
    pub(crate) async fn quota(
        &self,
        caller: &Caller,
        doing: Doing,
        now: Moment,
    ) -> Result<Option<Quota>, Broken> {
        let Some(limits) = self.limits.filter(|_| !caller.exempt) else {
            return Ok(None);
        };
        let client = self.keys_of(caller, now).await?;
        let quota = self.store.quota(&client, doing, limits.on(doing), now);
        Ok(Some(quota.await?))
    }

    /// The limits that this caller is held to, if to any.
    pub(crate) fn limits_of(&self, caller: &Caller) -> Option<ClientLimits> {
        self.limits.filter(|_| !caller.exempt)
    }

    async fn keys_of(&self, caller: &Caller, now: Moment) -> Result<ClientKeys, Broken> {
        let (today, yesterday) = self.salts(now).await?;
        let key = |salt: &Secret32| self.ring.client_key(salt, &caller.prefix.0);
        Ok(ClientKeys {
            today: key(&today),
            yesterday: key(&yesterday),
        })
    }

    /// The salts of today and yesterday.
    pub(crate) async fn salts(&self, now: Moment) -> Result<(Secret32, Secret32), Broken> {
        let day = now.0.div_euclid(DAY);
        Ok((self.salt(day).await?, self.salt(day - 1).await?))
    }

    async fn salt(&self, day: i64) -> Result<Secret32, Broken> {
        if let Some(salt) = self.known(day) {
            return Ok(salt);
        }
        let fresh = Secret32::new(draw(&*self.chance)?);
        let salt = self.store.day_salt(day, fresh).await?;
        let mut salts = self.salts.lock().unwrap_or_else(PoisonError::into_inner);
        salts.insert(day, salt.clone());
        // Today's and yesterday's are all that is ever asked for.
        salts.retain(|it, _| *it >= day - 1);
        Ok(salt)
    }

    fn known(&self, day: i64) -> Option<Secret32> {
        self.salts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&day)
            .cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_shows_a_client_among_its_neighbours() {
        let truncated = |text: &str| Prefix::of(text.parse().unwrap()).truncated();
        assert_eq!(truncated("192.0.2.77"), "192.0.2.0/24");
        assert_eq!(truncated("::ffff:192.0.2.77"), "192.0.2.0/24");
        assert_eq!(truncated("2001:db8:1:2::77"), "2001:db8:1::/48");
        for text in ["192.0.2.77", "2001:db8:1:2::77"] {
            let network = Prefix::of(text.parse().unwrap()).network();
            assert_eq!(Network::from_bytes(network.bytes()), Some(network));
        }
        assert_eq!(
            Network::from_bytes(&[192, 0, 2, 77]),
            None,
            "a whole address is none"
        );
    }

    #[test]
    fn a_client_is_its_ipv4_address_or_its_ipv6_64() {
        let prefix = |text: &str| Prefix::of(text.parse().unwrap());
        assert_eq!(prefix("192.0.2.1"), prefix("::ffff:192.0.2.1"));
        assert_ne!(prefix("192.0.2.1"), prefix("192.0.2.2"));
        assert_eq!(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:2:ffff::9"));
        assert_ne!(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:3::1"));
    }
}
