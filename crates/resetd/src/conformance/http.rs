//! HTTP: what a connection may take, and who is at its other end.

use super::{Requirement, row, shows};

const SOCKETS: &str = "crates/web/tests/sockets.rs";
const DOOR: &str = "crates/web/tests/door.rs";
const HTTP2: &str = "crates/web/tests/http2.rs";

/// The rows.
pub const ROWS: &[Requirement] = &[
    row(
        "http.time",
        "Heads and bodies have ten seconds each, a silent connection thirty",
        &[],
    )
    .tests(&[
        shows(SOCKETS, "silence_slow_heads_and_half_an_http_2_preface_are_not_waited_for"),
        shows(SOCKETS, "a_head_in_drops_is_cut_at_its_time"),
        shows(SOCKETS, "a_slow_body_is_told_and_the_connection_closes"),
        shows(SOCKETS, "an_idle_connection_lives_longer_than_a_head_and_then_closes_quietly"),
    ]),
    row("http.connections", "Connections beyond a bound are turned away at once", &[])
        .settings(&["http.max_connections"])
        .tests(&[shows(SOCKETS, "more_connections_than_there_are_places_are_turned_away_and_the_rest_served")]),
    row("http.drain", "A server that ends answers what is under way, and does not wait for ever", &[]).tests(&[
        shows("crates/resetd/tests/operations.rs", "a_request_in_flight_is_answered_before_the_server_ends"),
        shows(SOCKETS, "a_server_that_stops_does_not_wait_for_ever"),
    ]),
    row(
        "http.host",
        "A request whose framing is bad, or that names no host or two, is a 400 and the last of its connection",
        &["RFC 9112 §3.2", "RFC 9112 §7.1"],
    )
    .tests(&[
        shows(DOOR, "a_request_without_one_clear_host_is_a_bad_request"),
        shows(SOCKETS, "heads_that_cannot_be_read_are_refused_in_our_own_words"),
        shows(
            "crates/resetd/tests/bad_input/requests.rs",
            "a_request_that_two_readers_could_read_differently_is_not_served",
        ),
    ]),
    row(
        "http.smuggling",
        "Where a request may have had two lengths its connection closes after the answer",
        &["RFC 9112 §6.3", "ASVS 4.2.1"],
    )
    .tests(&[
        shows(SOCKETS, "a_request_that_could_be_read_in_two_ways_is_the_last_one"),
        shows(DOOR, "a_chunked_request_may_have_had_two_lengths_so_its_connection_closes"),
    ]),
    row("http.two", "Streams, resets and heads of HTTP/2 are bounded", &["RFC 9113 §10.5"]).tests(&[
        shows(HTTP2, "streams_beyond_the_bound_are_refused_and_the_others_go_on"),
        shows(HTTP2, "a_client_that_resets_stream_after_stream_is_sent_away"),
        shows(HTTP2, "a_head_without_end_is_cut_after_a_bounded_number_of_octets"),
    ]),
    row(
        "http.memory",
        "Memory stays flat, shown with ten million distinct clients",
        &[],
    )
    .tests(&[
        shows(
            "crates/store/tests/ten_million.rs",
            "ten_million_clients_in_an_hour_leave_memory_flat_and_none_of_them_a_new_hour",
        ),
        shows(
            "crates/resetd/tests/many_clients.rs",
            "a_flood_from_many_networks_leaves_memory_flat_and_gives_nobody_a_new_hour",
        ),
    ]),
    row(
        "http.client",
        "The client is the peer; behind a trusted proxy it is the last address that is no proxy of ours, by /64 in IPv6",
        &["RFC 7239 §8.1", "ASVS 4.1.3"],
    )
    .settings(&["http.trusted_proxies"])
    .tests(&[
        shows("crates/resetd/tests/limits.rs", "a_forwarding_header_of_a_stranger_is_ignored"),
        shows(
            "crates/resetd/tests/limits.rs",
            "behind_a_trusted_proxy_the_last_address_that_is_no_proxy_counts",
        ),
        shows("crates/recovery/src/clients.rs", "a_client_is_its_ipv4_address_or_its_ipv6_64"),
    ]),
];
