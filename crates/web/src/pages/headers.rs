//! What browsers are told with every page.

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Only files of our own, forms to ourselves alone, and no page of ours in a page of somebody else's. A form's answer may
/// redirect, which `form-action` covers as well; ours redirect to paths of this origin alone.
pub(super) const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// A year, in seconds. Only for this host: what else runs under the domain is not ours to decide.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Adds what is missing.
pub(super) fn dress(headers: &mut HeaderMap, https: bool) {
    let same_origin = HeaderValue::from_static("same-origin");
    let always = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        // A referrer would carry the path of a tab, and before the redirect the token of a link.
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            same_origin.clone(),
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            same_origin,
        ),
    ];
    let behind_tls = https.then_some((header::STRICT_TRANSPORT_SECURITY, HSTS));
    for (name, value) in always.into_iter().chain(behind_tls) {
        headers.entry(name).or_insert(value);
    }
}
