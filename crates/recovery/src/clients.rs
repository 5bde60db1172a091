//! Clients at the door: a network prefix becomes a key that only lives for a day, and its calls are counted.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use crate::keys::KeyRing;
use crate::limits::{Admission, ClientKeys, ClientLimits, Doing, Visit};
use crate::moment::{Moment, Span};
use crate::ports::{Broken, Chance, Store, draw};
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

    /// What of it may stand in a log: the /24 of an IPv4 address, the /48 of an IPv6 one.
    #[must_use]
    pub fn truncated(&self) -> String {
        let [family, a, b, c, d, e, f, ..] = self.0;
        if family == 4 {
            format!("{}/24", Ipv4Addr::new(a, b, c, 0))
        } else {
            let part = |high, low| u16::from_be_bytes([high, low]);
            format!(
                "{}/48",
                Ipv6Addr::new(part(a, b), part(c, d), part(e, f), 0, 0, 0, 0, 0)
            )
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
    addresses: RandomState,
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
            addresses: RandomState::new(),
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
        let about = self.addresses.hash_one(about);
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
                Entry::Limited(retry_after)
            }
        })
    }

    /// The limits that this caller is held to, if to any.
    pub(crate) fn limits_of(&self, caller: &Caller) -> Option<ClientLimits> {
        self.limits.filter(|_| !caller.exempt)
    }

    async fn keys_of(&self, caller: &Caller, now: Moment) -> Result<ClientKeys, Broken> {
        let day = now.0.div_euclid(DAY);
        let (today, yesterday) = (self.salt(day).await?, self.salt(day - 1).await?);
        let key = |salt: &Secret32| self.ring.client_key(salt, &caller.prefix.0);
        Ok(ClientKeys {
            today: key(&today),
            yesterday: key(&yesterday),
        })
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
