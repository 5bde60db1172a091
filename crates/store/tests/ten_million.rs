//! Ten million clients within an hour, and what the memory of them takes. A program of its own, so that nothing else moves the figure.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test stops at what it did not expect, and reads what the system says of it"
)]

use recovery::limits::{Admission, ClientKey, ClientKeys, Doing, Visit};
use recovery::moment::{Moment, Span};
use recovery::ports::Store;
use store::MemoryStore;

const NOW: Moment = Moment(1_800_014_400_000);

/// The most that ten million clients may take: the stated 20 MB for those that are remembered one by one and 40 MiB for the rest, with
/// what the allocator makes of them.
const BOUND_KIB: u64 = 100 * 1024;

/// As an HMAC: all bits differ.
fn key(n: u64, day: u64) -> ClientKey {
    let mix = |salt: u64| {
        (n ^ salt)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29)
            .wrapping_mul(0xbf58_476d_1ce4_e5b9)
    };
    ClientKey((u128::from(mix(day)) << 64 | u128::from(mix(!day))).to_be_bytes())
}

fn visit(client: u64, at: Moment) -> Visit {
    Visit {
        client: ClientKeys {
            today: key(client, 1),
            yesterday: key(client, 2),
        },
        doing: Doing::Asking,
        limit: 100,
        about: client,
        at,
    }
}

/// The memory that this process has now.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|it| it.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn ten_million_clients_in_an_hour_leave_memory_flat_and_none_of_them_a_new_hour() {
    let store = MemoryStore::new();
    let before = resident_kib();
    let spent = 10_000_000;
    for _ in 0..100 {
        let admission = store.admit(&visit(spent, NOW)).await.unwrap();
        assert_eq!(admission, Admission::Granted);
    }
    let mut most = 0;
    for client in 0..10_000_000_u64 {
        let at = NOW + Span::millis(i64::try_from(client * 3_500 / 10_000).unwrap());
        assert_eq!(store.admit(&visit(client, at)).await.unwrap(), Admission::Granted);
        if client % 100_000 == 0 {
            most = most.max(resident_kib());
        }
    }
    let taken = most.max(resident_kib()) - before;
    assert!(taken <= BOUND_KIB, "{taken} KiB");
    let end = NOW + Span::minutes(59);
    let over = store.admit(&visit(spent, end)).await.unwrap();
    assert!(matches!(over, Admission::Limited { .. }), "{over:?}");
    for fresh in 20_000_000..20_001_000 {
        let visit = visit(fresh, end);
        let quota = store.quota(&visit.client, visit.doing, visit.limit, end);
        let left = quota.await.unwrap().left;
        assert!(
            (90..=100).contains(&left),
            "who never called has {left} calls left"
        );
    }
}
