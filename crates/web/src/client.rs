//! The client's address: the peer's, unless that is a trusted proxy that says for whom it speaks.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use ipnet::IpNet;
use recovery::clients::{Caller, Prefix};

use crate::seldom::Seldom;

/// What most proxies write: addresses from the client on, each hop appending the one that it saw.
pub(crate) const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The peer of a connection, as the accept loop saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// Whom to believe, and whom not to hold to the limits.
#[derive(Debug)]
pub(crate) struct Proxies {
    trusted: Vec<IpNet>,
    exempt: Vec<IpNet>,
    /// Of warnings about a proxy that sets headers but is not listed.
    warnings: Seldom,
}

/// An address, and whether every hop up to it could be read and believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Traced {
    address: IpAddr,
    certain: bool,
}

impl Proxies {
    pub(crate) fn new(trusted: Vec<IpNet>, exempt: Vec<IpNet>) -> Proxies {
        Proxies {
            trusted,
            exempt,
            warnings: Seldom::default(),
        }
    }

    /// Who calls. `now` is time since the start, for the pause between warnings.
    pub(crate) fn caller(&self, peer: Peer, headers: &HeaderMap, now: Duration) -> Caller {
        let traced = self.trace(peer.0.ip().to_canonical(), headers, now);
        Caller {
            prefix: Prefix::of(traced.address),
            // An address that is only a guess must not lift a limit.
            exempt: traced.certain && holds(&self.exempt, traced.address),
            locale: None,
            proof: None,
        }
    }

    fn trace(&self, peer: IpAddr, headers: &HeaderMap, now: Duration) -> Traced {
        let forwarded = headers.contains_key(header::FORWARDED);
        let appended = headers.contains_key(X_FORWARDED_FOR);
        let seen = Traced {
            address: peer,
            certain: true,
        };
        if !forwarded && !appended {
            return seen;
        }
        if !holds(&self.trusted, peer) {
            self.warn(peer, now);
            return seen;
        }
        let by_x = || self.walk(peer, hops(headers, &X_FORWARDED_FOR, plain_hop));
        let by_rfc = || self.walk(peer, hops(headers, &header::FORWARDED, forwarded_hop));
        match (forwarded, appended) {
            (true, false) => by_rfc(),
            (false, true) => by_x(),
            // Most proxies write one of the two and pass the other through as the client wrote it. If they
            // differ, nobody knows which, and only the proxy itself is certain to be there.
            _ => Some(by_x()).filter(|it| *it == by_rfc()).unwrap_or(Traced {
                address: peer,
                certain: false,
            }),
        }
    }

    /// From the right, over hops that are trusted, to the first that is not; a hop that cannot be read ends it.
    fn walk(&self, peer: IpAddr, hops: Vec<Option<IpAddr>>) -> Traced {
        let mut last = peer;
        for hop in hops.into_iter().rev() {
            let Some(address) = hop else {
                return Traced {
                    address: last,
                    certain: false,
                };
            };
            last = address;
            if !holds(&self.trusted, address) {
                break;
            }
        }
        Traced {
            address: last,
            certain: true,
        }
    }

    fn warn(&self, peer: IpAddr, now: Duration) {
        if self.warnings.may_speak(now) {
            tracing::warn!(
                %peer,
                "forwarding headers from a peer that is not in http.trusted_proxies are ignored: if this is your \
                 proxy, list it, or all its clients share one limit"
            );
        }
    }
}

fn holds(nets: &[IpNet], address: IpAddr) -> bool {
    nets.iter().any(|net| net.contains(&address))
}

/// The hops of a header, over all its lines, from the client on.
fn hops(headers: &HeaderMap, name: &HeaderName, read: fn(&str) -> Option<IpAddr>) -> Vec<Option<IpAddr>> {
    let lines = headers.get_all(name).iter();
    let of_line = |line: &HeaderValue| match line.to_str() {
        Ok(line) => list(line).map(|it| read(it.trim())).collect(),
        Err(_) => vec![None],
    };
    lines.flat_map(of_line).collect()
}

/// The parts between commas that stand in no quotes.
fn list(line: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    line.split(move |c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:80`.
fn plain_hop(text: &str) -> Option<IpAddr> {
    let bare = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let address: Option<IpAddr> = text.parse().ok().or_else(bare);
    address
        .or_else(|| text.parse::<SocketAddr>().ok().map(|it| it.ip()))
        .map(|it| it.to_canonical())
}

/// One element of RFC 7239: `for=192.0.2.1;proto=https` or `for="[2001:db8::1]:80"`. Names and `unknown` are none.
fn forwarded_hop(element: &str) -> Option<IpAddr> {
    let pairs = element.split(';').filter_map(|it| it.split_once('='));
    let mut nodes = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    let (Some((_, node)), None) = (nodes.next(), nodes.next()) else {
        return None;
    };
    let node = node.trim();
    let quoted = node.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    plain_hop(quoted.unwrap_or(node))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "10.0.0.1";

    fn proxies() -> Proxies {
        let trusted = vec!["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        Proxies::new(
            trusted,
            vec!["10.0.0.0/8".parse().unwrap(), "192.0.2.7/32".parse().unwrap()],
        )
    }

    fn traced(peer: &str, lines: &[(&str, &str)]) -> (String, bool) {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(
                HeaderName::try_from(*name).unwrap(),
                HeaderValue::try_from(*value).unwrap(),
            );
        }
        let peer: IpAddr = peer.parse().unwrap();
        let traced = proxies().trace(peer.to_canonical(), &headers, Duration::ZERO);
        (traced.address.to_string(), traced.certain)
    }

    fn x(peer: &str, value: &str) -> (String, bool) {
        traced(peer, &[("x-forwarded-for", value)])
    }

    fn sure(address: &str) -> (String, bool) {
        (address.to_owned(), true)
    }

    fn unsure(address: &str) -> (String, bool) {
        (address.to_owned(), false)
    }

    #[test]
    fn a_stranger_cannot_say_that_it_is_somebody_else() {
        assert_eq!(x("192.0.2.1", "198.51.100.1"), sure("192.0.2.1"));
        assert_eq!(
            traced("192.0.2.1", &[("forwarded", "for=198.51.100.1")]),
            sure("192.0.2.1")
        );
    }

    #[test]
    fn behind_a_proxy_the_rightmost_stranger_is_the_client() {
        assert_eq!(x(PROXY, "198.51.100.1"), sure("198.51.100.1"));
        assert_eq!(x(PROXY, "6.6.6.6, 198.51.100.1"), sure("198.51.100.1"));
        assert_eq!(x(PROXY, "6.6.6.6,198.51.100.1 , 10.1.1.1"), sure("198.51.100.1"));
        assert_eq!(
            x(PROXY, "10.2.2.2, 10.1.1.1"),
            sure("10.2.2.2"),
            "all of them trusted"
        );
        let lines = [
            ("x-forwarded-for", "6.6.6.6"),
            ("x-forwarded-for", "198.51.100.1"),
        ];
        assert_eq!(traced(PROXY, &lines), sure("198.51.100.1"), "lines are one list");
    }

    #[test]
    fn addresses_are_read_in_every_form_that_proxies_write() {
        assert_eq!(x(PROXY, "198.51.100.1:5000"), sure("198.51.100.1"));
        assert_eq!(
            x(PROXY, "::ffff:198.51.100.1"),
            sure("198.51.100.1"),
            "IPv4-mapped is IPv4"
        );
        assert_eq!(x("::ffff:10.0.0.1", "198.51.100.1"), sure("198.51.100.1"));
        assert_eq!(x(PROXY, "2001:db8::1"), sure("2001:db8::1"));
        assert_eq!(x(PROXY, "[2001:db8::1]:80"), sure("2001:db8::1"));
        assert_eq!(x(PROXY, "[2001:db8::1]"), sure("2001:db8::1"));
        let rfc = |value: &str| traced(PROXY, &[("forwarded", value)]);
        assert_eq!(
            rfc("for=198.51.100.1;proto=http;by=10.0.0.1"),
            sure("198.51.100.1")
        );
        assert_eq!(rfc("For=\"[2001:db8:cafe::17]:4711\""), sure("2001:db8:cafe::17"));
        assert_eq!(
            rfc("for=6.6.6.6, for=198.51.100.1, for=10.1.1.1"),
            sure("198.51.100.1")
        );
        assert_eq!(
            rfc("for=\"6.6.6.6, for=1.1.1.1\", proto=https; for=198.51.100.1"),
            sure("198.51.100.1")
        );
    }

    #[test]
    fn a_hop_that_cannot_be_read_ends_at_the_last_good_one_and_exempts_nobody() {
        assert_eq!(x(PROXY, "unknown"), unsure(PROXY));
        assert_eq!(x(PROXY, "198.51.100.1, what, 10.1.1.1"), unsure("10.1.1.1"));
        assert_eq!(x(PROXY, "198.51.100.1,"), unsure(PROXY));
        assert_eq!(
            x(PROXY, "what, 198.51.100.1"),
            sure("198.51.100.1"),
            "never got that far"
        );
        assert_eq!(traced(PROXY, &[("forwarded", "for=_hidden")]), unsure(PROXY));
        assert_eq!(traced(PROXY, &[("forwarded", "proto=https")]), unsure(PROXY));
        assert_eq!(
            traced(PROXY, &[("forwarded", "for=1.1.1.1;for=2.2.2.2")]),
            unsure(PROXY)
        );
    }

    #[test]
    fn two_headers_that_disagree_are_both_not_believed() {
        let both = |x: &str, rfc: &str| traced(PROXY, &[("x-forwarded-for", x), ("forwarded", rfc)]);
        assert_eq!(both("198.51.100.1", "for=198.51.100.1"), sure("198.51.100.1"));
        assert_eq!(both("198.51.100.1", "for=6.6.6.6"), unsure(PROXY));
    }

    #[test]
    fn only_a_certain_address_is_exempt() {
        let caller = |peer: &str, value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(X_FORWARDED_FOR, value.parse().unwrap());
            let peer = Peer(SocketAddr::new(peer.parse().unwrap(), 1));
            proxies().caller(peer, &headers, Duration::ZERO).exempt
        };
        assert!(caller(PROXY, "192.0.2.7"));
        assert!(!caller(PROXY, "192.0.2.8"));
        assert!(!caller(PROXY, "unknown"), "though the proxy itself is exempt");
        assert!(caller("192.0.2.7", "6.6.6.6"));
    }
}
