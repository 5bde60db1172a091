//! Whether a form was sent from one of our own pages.

use http::{HeaderMap, HeaderValue, header};

/// What browsers say about where a request was made (Fetch metadata). Scripts cannot set it.
const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// Whether a request that changes something comes from our own pages, whose origin this is. `known` says whether the
/// request carries a cookie of ours.
///
/// Our pages send no referrer, so an older browser that knows no Fetch metadata says `Origin: null` for their forms, as
/// it does for those of somebody else who wants to hide. There the cookie decides: it is `SameSite=Lax`, and is not
/// sent with another site's form. `Host` says nothing here: it is only ever what the client likes it to be.
pub(super) fn is_ours(headers: &HeaderMap, origin: &str, known: bool) -> bool {
    let once = |name: &str| {
        let mut values = headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (value, None) => Ok(value.map(HeaderValue::as_bytes)),
            (_, Some(_)) => Err(()),
        }
    };
    match (once(SEC_FETCH_SITE), once(header::ORIGIN.as_str())) {
        (Ok(Some(site)), Ok(_)) => matches!(site, b"same-origin" | b"none"),
        (Ok(None), Ok(Some(sent))) if sent != b"null" => sent == origin.as_bytes(),
        (Ok(None), Ok(_)) => known,
        (_, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(pairs: &[(&str, &str)], known: bool) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(
                http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                value.parse().unwrap(),
            );
        }
        is_ours(&headers, "https://reset.example.com", known)
    }

    #[test]
    fn fetch_metadata_goes_before_everything_else() {
        let site = |value| ours(&[("sec-fetch-site", value), ("origin", "null")], true);
        assert!(site("same-origin") && site("none"));
        assert!(!site("cross-site") && !site("same-site") && !site("") && !site("Same-Origin"));
        assert!(!ours(
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://reset.example.com")
            ],
            true
        ));
    }

    #[test]
    fn without_it_the_origin_decides_and_where_that_is_hidden_the_cookie() {
        let from = |origin, known| ours(&[("origin", origin)], known);
        assert!(from("https://reset.example.com", false));
        assert!(!from("https://evil.example", true));
        assert!(!from("http://reset.example.com", true));
        assert!(!from("https://reset.example.com.evil.example", true));
        assert!(from("null", true) && !from("null", false));
        assert!(ours(&[], true) && !ours(&[], false));
    }

    #[test]
    fn what_is_said_twice_is_not_believed() {
        let both = [
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "cross-site"),
        ];
        assert!(!ours(&both, true));
        let both = [
            ("origin", "https://reset.example.com"),
            ("origin", "https://evil.example"),
        ];
        assert!(!ours(&both, true));
    }
}
