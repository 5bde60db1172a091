//! Puzzles that lift a limit, each once.

use futures::future::join_all;
use recovery::moment::Span;
use recovery::puzzle::Spend;

use super::world::{NOW, World};

fn puzzle(n: u8) -> Spend {
    Spend {
        puzzle: [n; 16],
        until: NOW + Span::minutes(10),
    }
}

pub async fn race(w: &mut World) {
    let (store, one) = (w.store(), puzzle(1));
    let race = join_all((0..16).map(|_| store.spend(&one, NOW))).await;
    assert_eq!(race.into_iter().filter(|it| *it.as_ref().unwrap()).count(), 1);
    assert!(store.spend(&puzzle(2), NOW).await.unwrap(), "another is another");
}

pub async fn kept(w: &mut World) {
    let (one, end) = (puzzle(1), NOW + Span::minutes(10));
    assert!(w.store().spend(&one, NOW).await.unwrap());
    w.pause();
    assert!(!w.store().spend(&one, NOW).await.unwrap());
    w.purge(end - Span::millis(1)).await;
    w.pause();
    assert!(!w.store().spend(&one, end - Span::millis(1)).await.unwrap());
    assert!(
        !w.store().spend(&puzzle(2), end).await.unwrap(),
        "one that has ended"
    );
    w.purge(end).await;
    w.pause();
    // Nothing of it is left: nobody takes it for another reason, since it has ended.
    assert!(w.store().spend(&one, NOW).await.unwrap());
}
