//! Letters that go into the capture box instead of to a mail server.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail"
)]

mod support;

use courier::{CaptureBox, Transport, Turn};
use recovery::letter::{LetterKind, LetterState};
use support::{World, letters};

#[tokio::test]
async fn a_captured_letter_counts_as_handed_over_and_can_be_read() {
    let dir = tempfile::tempdir().unwrap();
    let captured = CaptureBox::open(dir.path()).unwrap();
    let mut world = World::new(Transport::Capture(captured.clone()), letters());
    let reset = world.ask("ann@example.com");
    let notice = world.queue("bob@example.com", LetterKind::Changed);
    assert_eq!(world.turn().await, Turn::Sent(2));
    assert_eq!(
        (world.outbox.hand_overs(reset), world.outbox.hand_overs(notice)),
        (1, 1)
    );
    let list = captured.list().await.unwrap();
    let mut shown: Vec<_> = list
        .iter()
        .map(|it| (it.to.as_str(), it.subject.as_str()))
        .collect();
    shown.sort_unstable();
    assert_eq!(
        shown,
        [
            ("ann@example.com", "Reset your password"),
            ("bob@example.com", "Your password was changed")
        ]
    );
    let id = &list.iter().find(|it| it.to == "ann@example.com").unwrap().id;
    let letter = String::from_utf8(captured.get(id).await.unwrap().unwrap()).unwrap();
    assert!(
        letter.contains(&format!("@app.example.com #{}\r\n--part-", world.code(reset))),
        "{letter}"
    );
}

#[tokio::test]
async fn a_box_that_cannot_be_written_to_loses_no_letter() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("captured");
    let captured = CaptureBox::open(&path).unwrap();
    std::fs::remove_dir(&path).unwrap();
    let mut world = World::new(Transport::Capture(captured), letters());
    let letter = world.ask("ann@example.com");
    assert!(matches!(world.turn().await, Turn::Later(_)));
    assert_eq!(world.outbox.state(letter), LetterState::Waiting);
    std::fs::create_dir(&path).unwrap();
    assert_eq!(world.turn_in_a_minute().await, Turn::Sent(1));
}
