//! Pages, and what browsers are told.

use super::{Requirement, Ruling, row, shows};
use crate::settings::Settings;

const LOOK: &str = "crates/resetd/tests/pages/look.rs";
const HOSTILE: &str = "crates/resetd/tests/pages/hostile.rs";
const LINKS: &str = "crates/resetd/tests/pages/links.rs";
const JOURNEY: &str = "crates/resetd/tests/pages/journey.rs";
const BROWSER: &str = "crates/resetd/tests/browser.rs";

/// The rows.
pub const ROWS: &[Requirement] = &[
    row(
        "pages.headers",
        "Pages run nothing inline, are not framed, stored, sniffed or named to other sites, and share no window with them",
        &["ASVS 3.4.3", "ASVS 3.4.4", "ASVS 3.4.5", "ASVS 3.4.6", "ASVS 3.4.8"],
    )
    .tests(&[
        shows(LOOK, "every_page_tells_browsers_to_be_careful"),
        shows(BROWSER, "other_sites_can_neither_send_nor_frame_the_forms"),
    ]),
    row(
        "pages.tls",
        "Behind TLS browsers are told to stay there, and cookies are bound to the host and to https",
        &["ASVS 3.3.1", "ASVS 3.3.3", "ASVS 3.4.1", "RFC 6797"],
    )
    .settings(&["public_url", "dialects.enabled"])
    .tests(&[
        shows(LOOK, "behind_tls_cookies_are_bound_to_the_host_and_the_browser_is_told_to_stay"),
        shows("crates/web/src/pages/cookies.rs", "a_cookie_is_bound_to_host_and_https_where_there_is_https"),
    ])
    .judged(tls),
    row("pages.cookies", "Cookies are hidden from scripts and not sent across sites", &["ASVS 3.3.2", "ASVS 3.3.4"])
        .tests(&[
            shows(LOOK, "behind_tls_cookies_are_bound_to_the_host_and_the_browser_is_told_to_stay"),
            shows(HOSTILE, "a_bent_cookie_or_one_of_another_tab_is_none"),
        ]),
    row("pages.cross-site", "Forms that other sites send are refused", &["ASVS 3.5.1", "ASVS 3.5.3"]).tests(&[
        shows(HOSTILE, "forms_of_other_sites_are_refused"),
        shows("crates/web/src/pages/origin.rs", "fetch_metadata_goes_before_everything_else"),
    ]),
    row("pages.json", "A call with JSON says that it is JSON", &["ASVS 3.5.2"]).tests(&[
        shows("crates/resetd/tests/api_4pointx.rs", "a_body_that_is_not_labelled_json_is_malformed"),
        shows("crates/resetd/tests/api_v1/accounts.rs", "bodies_are_read_strictly"),
    ]),
    row("pages.origins", "Scripts of other sites get an answer only where the operator names their origin", &[
        "ASVS 3.4.2",
    ])
    .settings(&["http.cors_origins"])
    .tests(&[
        shows("crates/resetd/tests/api_4pointx/headers.rs", "exactly_the_named_origins_are_allowed"),
        shows(HOSTILE, "other_origins_scripts_get_no_permission_on_pages"),
    ]),
    row("pages.third-parties", "Pages and letters fetch nothing from anybody else", &["ASVS 3.6.1"]).tests(&[
        shows(LOOK, "the_first_page_and_its_files_are_small_few_and_our_own"),
        shows(BROWSER, "whatever_a_browser_complains_of_is_noticed"),
    ]),
    row(
        "pages.token",
        "A link's token leaves the address as soon as the page is loaded",
        &["ASVS 14.2.1"],
    )
    .tests(&[shows(LINKS, "the_token_leaves_the_address_at_once_and_is_only_kept_sealed")]),
    row(
        "pages.scanners",
        "Looking at a link, as programs that scan mail do, does not use it up",
        &["RFC 9110 §9.2.1"],
    )
    .tests(&[
        shows(LINKS, "nobody_who_only_looks_uses_a_link_up"),
        shows(BROWSER, "a_letter_s_link_works_in_any_browser_and_no_scanner_uses_it_up"),
    ]),
    row("pages.redirects", "The last page leads to listed origins alone", &["ASVS 3.7.2"])
        .settings(&["pages.return_origins"])
        .tests(&[
            shows(JOURNEY, "the_last_page_leads_back_to_a_listed_origin_alone"),
            shows(JOURNEY, "a_planted_field_does_not_lead_anywhere_either"),
        ]),
    row(
        "pages.well-known",
        "The well-known address for changing a password leads to the page, and unknown ones nowhere",
        &["W3C change-password-url"],
    )
    .settings(&["dialects.enabled"])
    .tests(&[shows(JOURNEY, "the_well_known_address_leads_to_the_first_page_and_others_nowhere")])
    .judged(|it| {
        Ruling::unless(
            it.dialects.pages.is_none(),
            "pages is not in dialects.enabled, so there is nothing for it to lead to",
        )
    }),
];

fn tls(it: &Settings) -> Ruling {
    Ruling::unless(
        it.dialects.pages.is_some() && it.public_url.scheme() != "https",
        "public_url is not https: browsers get neither HSTS nor cookies that are bound to the host",
    )
}
