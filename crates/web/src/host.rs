//! The `Host` of a request: exactly one, and one that can be a host (RFC 9112 §3.2, RFC 9113 §8.3.1).

use http::uri::Authority;
use http::{HeaderValue, Version, header, request::Parts};

/// Whether a request says once and clearly to which host it goes. A proxy and we could else read it differently.
pub(crate) fn is_clear(parts: &Parts) -> bool {
    let mut hosts = parts.headers.get_all(header::HOST).iter();
    let (first, second) = (hosts.next(), hosts.next());
    if second.is_some() {
        return false;
    }
    match (first, parts.uri.authority()) {
        (Some(host), Some(target)) if parts.version == Version::HTTP_2 => {
            read(host).is_some_and(|it| it.as_str().eq_ignore_ascii_case(target.as_str()))
        }
        (Some(host), _) => read(host).is_some(),
        (None, Some(_)) => parts.version == Version::HTTP_2 || parts.version == Version::HTTP_10,
        // HTTP/1.0 knew no `Host`.
        (None, None) => parts.version == Version::HTTP_10,
    }
}

/// The host that a header names.
pub(crate) fn read(value: &HeaderValue) -> Option<Authority> {
    let authority = Authority::try_from(value.as_bytes()).ok()?;
    // A comma is how two lines are joined to one on the way.
    let plain = !authority.as_str().contains(['@', ',']) && !authority.host().is_empty();
    plain.then_some(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clear(version: Version, target: &str, hosts: &[&str]) -> bool {
        let mut request = http::Request::builder().version(version).uri(target);
        for host in hosts {
            request = request.header(header::HOST, *host);
        }
        is_clear(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn a_request_names_one_host() {
        let one = |host: &str| clear(Version::HTTP_11, "/", &[host]);
        for good in [
            "example.com",
            "example.com:8080",
            "127.0.0.1",
            "[::1]:80",
            "a_b.example",
        ] {
            assert!(one(good), "{good}");
        }
        for bad in [
            "",
            " ",
            "a b",
            "a,b",
            "user@example.com",
            "example.com/x",
            ":80",
            "a\"b",
        ] {
            assert!(!one(bad), "{bad:?}");
        }
        assert!(!clear(Version::HTTP_11, "/", &[]));
        assert!(!clear(Version::HTTP_11, "/", &["a.example", "a.example"]));
        assert!(!clear(Version::HTTP_11, "http://a.example/", &[]));
        assert!(clear(Version::HTTP_11, "http://a.example/", &["a.example"]));
    }

    #[test]
    fn http_1_0_may_name_none_and_still_not_two() {
        assert!(clear(Version::HTTP_10, "/", &[]));
        assert!(!clear(Version::HTTP_10, "/", &["a.example", "b.example"]));
    }

    #[test]
    fn http_2_names_it_in_its_target_and_nowhere_else_differently() {
        assert!(clear(Version::HTTP_2, "http://a.example/", &[]));
        assert!(clear(Version::HTTP_2, "http://a.example/", &["A.example"]));
        assert!(!clear(Version::HTTP_2, "http://a.example/", &["b.example"]));
        assert!(!clear(Version::HTTP_2, "/", &[]));
    }
}
