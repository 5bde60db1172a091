//! A mail server that refuses, breaks off, falls silent or lies: nothing counts as handed over that was not, and
//! nothing is lost for it.
#![allow(clippy::disallowed_methods, reason = "tests measure real time")]

mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use courier::Turn;
use recovery::letter::{Delivery, First, LetterKind, LetterState, Unsent};
use recovery::moment::Span;
use recovery::ports::Clock;
use support::server::{Act, Server, say};
use support::{World, smtp};

const ANN: &str = "ann@example.com";

/// What becomes of a letter whose server misbehaves once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    TriedAgain,
    Refused,
}

/// Step, what the server does there, what that means for the letter.
#[rustfmt::skip]
fn faults() -> Vec<(&'static str, Act, Fate)> {
    use Fate::{Refused, TriedAgain};
    vec![
        ("connect", say("421 busy"),               TriedAgain),
        ("connect", say("554 go away"),            TriedAgain),
        ("connect", say("nonsense"),               TriedAgain),
        ("connect", say(""),                       TriedAgain),
        ("connect", Act::Hang,                     TriedAgain),
        ("connect", Act::Drop,                     TriedAgain),
        ("EHLO",    say("421 busy"),               TriedAgain),
        ("EHLO",    say("502 no ESMTP here"),      TriedAgain),
        ("EHLO",    say("250-\r\n250-  \r\n250 "), TriedAgain),
        ("EHLO",    Act::Hang,                     TriedAgain),
        ("EHLO",    Act::Drop,                     TriedAgain),
        ("MAIL",    say("451 try later"),          TriedAgain),
        ("MAIL",    say("550 not from you"),       TriedAgain),
        ("MAIL",    say("354 go on"),              TriedAgain),
        ("MAIL",    Act::Hang,                     TriedAgain),
        ("MAIL",    Act::Drop,                     TriedAgain),
        ("RCPT",    say("450 greylisted"),         TriedAgain),
        ("RCPT",    say("421 closing"),            TriedAgain),
        ("RCPT",    say("530 log in first"),       TriedAgain),
        ("RCPT",    say("550 no such user"),       Refused),
        ("RCPT",    say("354 go on"),              TriedAgain),
        ("RCPT",    Act::Hang,                     TriedAgain),
        ("RCPT",    Act::Drop,                     TriedAgain),
        ("DATA",    say("451 try later"),          TriedAgain),
        ("DATA",    say("554 no"),                 Refused),
        ("DATA",    say("250 taken"),              TriedAgain),
        ("DATA",    say("354 go\r\n250 taken"),    TriedAgain),
        ("DATA",    Act::Hang,                     TriedAgain),
        ("DATA",    Act::Drop,                     TriedAgain),
        ("BODY",    say("451 try later"),          TriedAgain),
        ("BODY",    say("554 looks like spam"),    Refused),
        ("BODY",    say("354 more"),               TriedAgain),
        ("BODY",    say("xyz"),                    TriedAgain),
        ("BODY",    Act::Hang,                     TriedAgain),
        ("BODY",    Act::Drop,                     TriedAgain),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_the_server_does_at_a_step_a_letter_is_handed_over_once_or_not_at_all() {
    // One after the other: so many dialogues at once have little of the processor each, and deadlines are short here.
    for offers in [[].as_slice(), &["PIPELINING"]] {
        whatever_a_server_does_that_offers(offers).await;
    }
}

async fn whatever_a_server_does_that_offers(offers: &'static [&'static str]) {
    let mut cases = tokio::task::JoinSet::new();
    for (step, act, fate) in faults() {
        cases.spawn(async move {
            let what = format!("{step} {act:?} {offers:?}");
            let server = Server::start(offers).await;
            let mut world = World::over(smtp(server.port));
            let letter = world.ask(ANN);
            server.once(step, act);
            let turn = world.turn().await;
            assert!(!matches!(turn, Turn::Sent(_) | Turn::Idle), "{what}: {turn:?}");
            assert_eq!(world.outbox.hand_overs(letter), 0, "{what}");
            match fate {
                Fate::Refused => {
                    assert_eq!(turn, Turn::Buried(1), "{what}");
                    assert_eq!(world.outbox.state(letter), LetterState::Refused, "{what}");
                    assert!(
                        world.outbox.why(letter).contains('5'),
                        "{what}: {}",
                        world.outbox.why(letter)
                    );
                    assert_eq!(world.turn_in_a_minute().await, Turn::Idle, "{what}");
                    assert_eq!(server.taken().len(), 0, "{what}");
                }
                Fate::TriedAgain => {
                    assert_eq!(world.outbox.state(letter), LetterState::Waiting, "{what}");
                    assert_eq!(world.turn_in_a_minute().await, Turn::Sent(1), "{what}");
                    assert_eq!(world.outbox.hand_overs(letter), 1, "{what}");
                    assert_eq!(server.taken().len(), 1, "{what}");
                }
            }
        });
    }
    cases.join_all().await;
}

#[tokio::test]
async fn a_letter_that_the_server_may_have_taken_is_repeated_word_for_word() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    world.ask(ANN);
    server.once("BODY", Act::Drop);
    world.turn().await;
    assert_eq!(world.turn_in_a_minute().await, Turn::Sent(1));
    let letters = server.letters();
    assert_eq!(letters.len(), 2);
    let kept = |text: &str| {
        let same = |it: &&str| it.starts_with("Message-ID:") || it.starts_with("@app.example.com ");
        text.lines().filter(same).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(kept(&letters[0].text()).len(), 2);
    assert_eq!(kept(&letters[0].text()), kept(&letters[1].text()));
}

#[tokio::test]
async fn a_slow_server_is_waited_for_and_an_endless_one_is_not() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    let letter = world.ask(ANN);
    server.once("MAIL", Act::Dribble("250 ok\r\n"));
    assert_eq!(world.turn().await, Turn::Sent(1));
    let second = world.ask(ANN);
    server.always(
        "RCPT",
        Act::Dribble("250-a reply that comes byte by byte takes too long\r\n250 ok\r\n"),
    );
    let began = Instant::now();
    assert!(matches!(world.turn().await, Turn::Later(_)));
    assert!(
        began.elapsed() < Duration::from_millis(900),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(
        (world.outbox.hand_overs(letter), world.outbox.hand_overs(second)),
        (1, 0)
    );
}

#[tokio::test]
async fn a_reply_without_end_is_not_read_to_its_end() {
    let endless = [
        Act::Say(vec![b'2'; 4_000_000]),
        Act::Say(b"250-and so on\r\n".repeat(100_000)),
        Act::Say([b"250 ".as_slice(), &[b'x'; 1000], b"\r\n"].concat()),
    ];
    for act in endless {
        let server = Server::start(&[]).await;
        let mut world = World::over(smtp(server.port));
        let letter = world.ask(ANN);
        server.once("BODY", act);
        assert!(matches!(world.turn().await, Turn::Later(_)));
        assert_eq!(world.outbox.hand_overs(letter), 0);
        assert!(world.outbox.why(letter).len() < 220);
    }
}

#[tokio::test]
async fn a_connection_serves_many_letters_and_is_replaced_when_the_server_has_closed_it() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    for _ in 0..5 {
        world.ask(ANN);
    }
    assert_eq!(world.turn().await, Turn::Sent(5));
    assert_eq!(server.connections(), 1);
    for closing in [Act::Drop, say("421 enough letters for one connection")] {
        server.once("MAIL", closing);
        world.ask(ANN);
        assert_eq!(world.turn().await, Turn::Sent(1), "no failure, no waiting");
    }
    assert_eq!((server.connections(), server.taken().len()), (3, 7));
    assert_eq!(world.courier.counters().tally().connection_errors, 0);
}

#[tokio::test]
async fn a_refused_letter_does_not_hold_up_the_next_one() {
    for offers in [[].as_slice(), &["PIPELINING"]] {
        let server = Server::start(offers).await;
        let mut world = World::over(smtp(server.port));
        let refused = world.ask(ANN);
        let put_off = world.ask(ANN);
        let fine = world.ask(ANN);
        server.once("RCPT", say("550 no such user"));
        server.once("RCPT", say("450 mailbox busy"));
        assert_eq!(world.turn().await, Turn::Sent(1));
        assert_eq!(server.connections(), 1);
        assert_eq!(world.outbox.state(refused), LetterState::Refused);
        assert_eq!(world.outbox.state(put_off), LetterState::Waiting);
        assert_eq!(world.outbox.state(fine), LetterState::Sent);
        let tally = world.courier.counters().tally();
        assert_eq!(
            (tally.resets_handed_over, tally.refused, tally.retried),
            (1, 1, 1)
        );
    }
}

#[tokio::test]
async fn a_server_that_wants_a_letter_for_a_recipient_it_refused_gets_an_empty_one() {
    let server = Server::start(&["PIPELINING"]).await;
    let mut world = World::over(smtp(server.port));
    let refused = world.ask(ANN);
    let fine = world.ask(ANN);
    server.once("RCPT", say("550 no such user"));
    server.once("DATA", say("354 go on"));
    assert_eq!(world.turn().await, Turn::Sent(1));
    assert_eq!(server.connections(), 1, "the dialogue goes on");
    assert_eq!(world.outbox.state(refused), LetterState::Refused);
    assert_eq!(world.outbox.state(fine), LetterState::Sent);
    let letters = server.letters();
    let sizes: Vec<(usize, bool)> = letters
        .iter()
        .map(|it| (it.to.len(), it.data.is_empty()))
        .collect();
    assert_eq!(sizes, [(0, true), (1, false)]);
}

#[tokio::test]
async fn a_recipient_that_was_refused_stays_refused_when_the_server_then_breaks_off() {
    for act in [
        Act::Drop,
        Act::Hang,
        say("354 go on\r\n250 taken"),
        say("nonsense"),
    ] {
        let server = Server::start(&["PIPELINING"]).await;
        let mut world = World::over(smtp(server.port));
        let refused = world.ask(ANN);
        let fine = world.ask(ANN);
        server.once("RCPT", say("550 no such user"));
        server.once("DATA", act.clone());
        assert_eq!(world.turn().await, Turn::Sent(1), "{act:?}");
        assert_eq!(world.outbox.state(refused), LetterState::Refused, "{act:?}");
        assert_eq!(world.outbox.state(fine), LetterState::Sent, "{act:?}");
        let letters = server.taken();
        assert_eq!(
            letters.iter().filter(|it| !it.data.is_empty()).count(),
            1,
            "{act:?}"
        );
    }
}

#[tokio::test]
async fn where_the_server_offers_it_the_envelope_goes_in_one_piece() {
    // This server says nothing to MAIL until it has heard RCPT: who waits for an answer in between waits in vain.
    for (offers, patient) in [(["PIPELINING"].as_slice(), true), (&[], false)] {
        let server = Server::start(offers).await;
        let mut world = World::over(smtp(server.port));
        let letter = world.ask(ANN);
        server.once("MAIL", Act::Say(Vec::new()));
        server.once("RCPT", say("250 ok\r\n250 ok"));
        let turn = world.turn().await;
        assert_eq!(turn == Turn::Sent(1), patient, "{offers:?}: {turn:?}");
        assert_eq!(world.outbox.hand_overs(letter), usize::from(patient));
    }
}

#[tokio::test]
async fn a_letter_that_breaks_every_connection_does_not_hold_up_the_others() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    let poison = world.ask(ANN);
    let fine = world.ask(ANN);
    server.once("BODY", Act::Drop);
    assert!(matches!(world.turn().await, Turn::Later(_)));
    world.clock.put_forward(Span::millis(1100));
    assert_eq!(
        world.turn().await,
        Turn::Sent(1),
        "the other one is due before the one that failed"
    );
    assert_eq!(
        (world.outbox.hand_overs(poison), world.outbox.hand_overs(fine)),
        (0, 1)
    );
}

#[tokio::test]
async fn a_letter_whose_turn_did_not_come_is_given_back_as_if_nobody_had_taken_it() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    let first = world.ask(ANN);
    let second = world.ask(ANN);
    server.once("BODY", Act::Drop);
    assert!(matches!(world.turn().await, Turn::Later(_)));
    assert_eq!(world.outbox.letter(first).attempts, 1);
    assert_eq!(world.outbox.letter(second).attempts, 0);
    let given_back = world.outbox.deliveries(second);
    assert!(
        matches!(given_back[..], [Delivery::GivenBack(_)]),
        "{given_back:?}"
    );
}

#[tokio::test]
async fn a_server_that_repeats_the_address_does_not_bring_it_into_the_outbox() {
    for (step, said) in [
        ("RCPT", "550 5.1.1 <ANN@example.com>: no such user here"),
        ("BODY", "451 4.7.1 ann@example.com is over its quota"),
    ] {
        let server = Server::start(&[]).await;
        let mut world = World::over(smtp(server.port));
        let letter = world.ask(ANN);
        server.once(step, say(said));
        world.turn().await;
        let why = world.outbox.why(letter);
        assert!(
            why.contains("***") && !why.to_lowercase().contains("ann@"),
            "{why}"
        );
    }
}

#[tokio::test]
async fn what_the_store_would_not_record_is_recorded_later_and_sent_only_once() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    let letter = world.ask(ANN);
    world.outbox.failing_records.store(3, Ordering::SeqCst);
    for _ in 0..3 {
        assert!(matches!(world.turn().await, Turn::Later(_)));
        world.clock.put_forward(Span::seconds(31));
    }
    // Its lease lapses, and another worker of this courier gets it.
    world.outbox.lapse(letter);
    let mut other = world.courier.worker(world.stop.clone());
    let turn = world.courier.turn(&mut other, world.clock.now()).await;
    assert!(matches!(turn, Turn::Later(_)), "{turn:?}");
    world.turn().await;
    assert_eq!(world.outbox.hand_overs(letter), 1);
    assert_eq!(server.letters().len(), 1);
}

#[tokio::test]
async fn a_server_that_was_dead_for_an_hour_gets_its_letters_within_a_minute() {
    let port = {
        let server = Server::start(&[]).await;
        server.port
    };
    let mut world = World::over(smtp(port));
    let began = world.clock.now();
    let notices: Vec<_> = (0..40).map(|_| world.queue(ANN, LetterKind::Changed)).collect();
    let mut tries = 0;
    while world.clock.now() - began < Span::hours(1) {
        if matches!(world.turn().await, Turn::Later(until) if until > world.clock.now()) {
            tries += 1;
        }
        world.clock.put_forward(Span::seconds(10));
    }
    assert!(tries > 10);
    let most = notices
        .iter()
        .map(|it| world.outbox.deliveries(*it).len())
        .max()
        .unwrap();
    assert!(most <= 400, "{most} tries of one letter in an hour");
    let server = Server::start_at(port).await;
    let back = world.clock.now();
    while world.outbox.sent() < notices.len() {
        assert!(
            world.clock.now() - back <= Span::seconds(61),
            "{} of 40",
            world.outbox.sent()
        );
        world.turn().await;
        world.clock.put_forward(Span::seconds(10));
    }
    assert_eq!(server.taken().len(), 40);
}

#[tokio::test]
async fn no_letter_is_sent_when_its_code_has_ended() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    let late = world.ask(ANN);
    world.clock.put_forward(Span::minutes(70));
    assert_eq!(world.turn().await, Turn::Buried(1));
    assert_eq!(world.outbox.deliveries(late), [Delivery::Unsent(Unsent::Expired)]);
    assert_eq!(server.connections(), 0);
    // One that ends while the server lets us wait for the right to send it.
    let ending = world.ask(ANN);
    let end = world.clock.now() + Span::millis(150);
    world
        .outbox
        .change(ending, |it| it.challenge.as_mut().unwrap().expires_at = Some(end));
    server.once("DATA", Act::Hang);
    assert_eq!(world.turn().await, Turn::Buried(1));
    assert_eq!(
        world.outbox.deliveries(ending),
        [Delivery::Unsent(Unsent::Expired)]
    );
    assert_eq!(server.letters().len(), 0);
}

#[tokio::test]
async fn a_letter_that_was_overtaken_is_not_sent() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    let [newer, used, gone, purged, key] = [(); 5].map(|()| world.ask(ANN));
    world.outbox.change(newer, |it| it.latest = false);
    world
        .outbox
        .change(used, |it| it.challenge.as_mut().unwrap().used = true);
    world.outbox.change(gone, |it| it.account = None);
    world.outbox.change(purged, |it| it.challenge = None);
    world.outbox.change(key, |it| {
        it.challenge.as_mut().unwrap().key = recovery::keys::KeyId(9)
    });
    assert_eq!(world.turn().await, Turn::Buried(5));
    let why = |id| world.outbox.deliveries(id);
    assert_eq!(why(newer), [Delivery::Unsent(Unsent::Superseded)]);
    assert_eq!(why(used), [Delivery::Unsent(Unsent::AccountChanged)]);
    assert_eq!(why(gone), [Delivery::Unsent(Unsent::AccountChanged)]);
    assert_eq!(why(purged), [Delivery::Unsent(Unsent::Expired)]);
    assert_eq!(why(key), [Delivery::Unsent(Unsent::KeyGone)]);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_server_that_repeats_the_code_does_not_bring_it_into_the_outbox() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    for first in [First::Code, First::Link] {
        let letter = world.queue(ANN, LetterKind::Reset(first));
        let (code, link) = (world.code(letter), world.link(letter));
        let long = "x".repeat(500);
        server.once(
            "BODY",
            say(&format!(
                "554-5.7.1 code {code}\r\n554 5.7.1 link {link} \x07\x1b[1m{long}"
            )),
        );
        assert_eq!(world.turn().await, Turn::Buried(1));
        let why = world.outbox.why(letter);
        assert!(!why.contains(&code) && !why.contains(&link), "{why}");
        assert!(
            why.contains("554") && !why.chars().any(char::is_control) && why.chars().count() <= 200,
            "{why}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_send_each_letter_once_and_stop_when_told() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    let letters: Vec<_> = (0..300).map(|_| world.ask(ANN)).collect();
    for _ in 0..5 {
        server.once("RCPT", say("550 no such user"));
    }
    let running = tokio::spawn(Arc::clone(&world.courier).run(world.stop.clone()));
    let all = async {
        while world.outbox.sent() < 295 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), all).await.unwrap();
    // A letter that comes when all workers wait is sent at once.
    let began = Instant::now();
    let last = world.ask(ANN);
    while world.outbox.hand_overs(last) == 0 {
        assert!(began.elapsed() < Duration::from_millis(900));
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    world.stop.cancel();
    tokio::time::timeout(Duration::from_secs(2), running)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(server.taken().len(), 296);
    assert!(letters.iter().all(|it| world.outbox.deliveries(*it).len() == 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_house_closes_everything_handed_over_is_recorded_and_the_rest_is_given_back() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    let letters: Vec<_> = (0..32).map(|_| world.ask(ANN)).collect();
    server.always("RCPT", Act::Dribble("250\r\n"));
    let running = tokio::spawn(Arc::clone(&world.courier).run(world.stop.clone()));
    while server.taken().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    world.outbox.failing_records.store(1, Ordering::SeqCst);
    world.stop.cancel();
    tokio::time::timeout(Duration::from_secs(5), running)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(world.outbox.sent(), server.taken().len());
    assert!(world.outbox.sent() < 32);
    let waiting = letters
        .iter()
        .filter(|it| world.outbox.state(**it) == LetterState::Waiting);
    for letter in waiting {
        assert_eq!(
            world.outbox.deliveries(*letter).len(),
            1,
            "given back, not left to its lease"
        );
    }
}

#[tokio::test]
async fn letters_that_come_one_by_one_share_claims() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    let running = tokio::spawn(Arc::clone(&world.courier).run(world.stop.clone()));
    let began = Instant::now();
    let letters: usize = 60;
    for _ in 0..letters {
        world.ask(ANN);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    while world.outbox.sent() < letters {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let tenths = usize::try_from(began.elapsed().as_millis() / 100).unwrap();
    let claims = world.outbox.claims.load(Ordering::SeqCst);
    // In each tenth of a second one that takes letters, and one that finds no more.
    assert!(
        claims <= 2 * (tenths + 2),
        "{claims} claims in {tenths} tenths of a second"
    );
    world.stop.cancel();
    running.await.unwrap();
    assert_eq!(server.taken().len(), letters);
}

#[tokio::test]
async fn a_turn_without_letters_is_idle_and_opens_no_connection() {
    let server = Server::start(&[]).await;
    let mut world = World::over(smtp(server.port));
    assert_eq!(world.turn().await, Turn::Idle);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_lease_outlives_the_longest_delivery() {
    let world = World::over(smtp(1));
    let settings = support::soon();
    assert!(world.courier.lease().as_std() > settings.delivery() + Duration::from_secs(30));
}
