//! The ceiling on letters: what goes beyond it waits, whoever it is for.
#![allow(clippy::disallowed_methods, reason = "tests measure real time")]

mod support;

use courier::{Transport, Turn};
use recovery::letter::{LetterId, LetterState};
use recovery::moment::Span;
use recovery::ports::Clock;
use support::server::{Server, say};
use support::{World, letters, smtp};

fn world(letters_per_minute: u32, server: &Server) -> World {
    let transport = Transport::Smtp(Box::new(smtp(server.port)));
    World::under(Some(letters_per_minute), transport, letters(), 1)
}

/// Letters to so many people.
fn ask(world: &mut World, people: usize) -> Vec<LetterId> {
    (0..people)
        .map(|n| world.ask(&format!("p{n}@example.com")))
        .collect()
}

#[tokio::test]
async fn a_letter_of_nobodys_keeps_others_waiting_as_one_of_somebodys_does() {
    for nobodys in [false, true] {
        let server = Server::start(&[]).await;
        // One in five seconds.
        let mut world = world(12, &server);
        let all = ask(&mut world, 2);
        let (first, sent) = match nobodys {
            true => (Turn::Buried(1), 0),
            false => (Turn::Sent(1), 1),
        };
        world.outbox.change(all[0], |it| it.nobodys = nobodys);
        assert_eq!(world.turn().await, first);
        let Turn::Later(until) = world.turn().await else {
            panic!("there is no room for another")
        };
        let wait = until - world.clock.now();
        assert!(wait > Span::seconds(1) && wait <= Span::seconds(5), "{wait:?}");
        assert_eq!(server.letters().len(), sent);
        assert_eq!(world.outbox.state(all[1]), LetterState::Waiting);
    }
}

#[tokio::test]
async fn letters_that_were_not_tried_take_nothing_of_the_ceiling() {
    let server = Server::start(&[]).await;
    server.once("connect", say("421 busy"));
    // Ten in a second, and one more with each tenth of it.
    let mut world = world(600, &server);
    ask(&mut world, 10);
    assert!(matches!(world.turn().await, Turn::Later(_)), "the server is away");
    let turn = world.turn_in_a_minute().await;
    assert!(matches!(turn, Turn::Sent(9..)), "one was tried before: {turn:?}");
}
