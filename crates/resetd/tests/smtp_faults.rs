//! A mail server that is down, refuses, puts off, hangs, drops or shows a bad certificate: nothing counts as delivered
//! that was not, nothing is lost, and callers notice nothing.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use support::http::Answer;
use support::server::{Place, Server};
use support::sink::{Mood, Setup, Sink, Step};
use support::tls::{Authority, Shown};
use support::{wait_until, wire};

/// No mail server may make a caller wait. Far above what a call takes, far below any deadline of the dialogue.
const QUICK: Duration = Duration::from_secs(2);

/// Everything of an answer but what names this one request.
type Shape = (u16, Vec<(String, String)>, String);

fn shape(answer: &Answer) -> Shape {
    let named =
        |name: &str| ["date", "x-request-id", "x-correlation-id"].contains(&name.to_lowercase().as_str());
    let of = |(name, value): &(String, String)| {
        (
            name.clone(),
            if named(name) { String::new() } else { value.clone() },
        )
    };
    (
        answer.status,
        answer.headers.iter().map(of).collect(),
        answer.body.clone(),
    )
}

fn ask_by_both(server: &Server, email: &str) -> [Answer; 2] {
    let target = format!("/password-reset/request?email={email}");
    [server.ask(email), wire::userverse(&server.http, &target, &[], "")]
}

/// What one person's recovery looks like from outside: asking by both APIs, a wrong guess, a change with a wrong code.
fn seen_by_callers(server: &Server, email: &str) -> Vec<Shape> {
    let start = Instant::now();
    let mut answers = ask_by_both(server, email).to_vec();
    answers.push(server.check(email, "not the code"));
    answers.push(server.reset(email, "not the code", "another password"));
    assert!(
        start.elapsed() < QUICK * 4,
        "callers waited {:?} for the mail server",
        start.elapsed()
    );
    answers.iter().map(shape).collect()
}

/// A server with people of whom nobody has asked for anything, and what its callers see while all is well.
struct House {
    place: Place,
    server: Server,
    in_peace: Vec<Shape>,
}

impl House {
    fn open(address: SocketAddr, settings: &[(&str, &str)]) -> House {
        let fixed = [
            ("code.resend_after", "\"0s\""),
            ("limits.enabled", "false"),
            ("mail.workers", "10"),
        ];
        let place = Place::mailing_to(address, &[&fixed, settings].concat());
        let people: Vec<String> = (0..10).map(person).collect();
        place.import(&people);
        let server = place.serve();
        House {
            place,
            server,
            in_peace: vec![],
        }
    }

    /// With a mail server that is kind at first.
    fn in_peace(sink: &Sink) -> House {
        let mut it = House::open(sink.address, &[]);
        it.in_peace = seen_by_callers(&it.server, &person(9));
        assert_eq!(
            it.in_peace.iter().map(|it| it.0).collect::<Vec<_>>(),
            [200, 202, 401, 404]
        );
        sink.letter_to(&person(9), 1);
        wait_until("peace", || it.place.waiting().is_empty());
        it
    }

    fn sees_what_it_saw_in_peace(&self, email: &str) {
        assert_eq!(seen_by_callers(&self.server, email), self.in_peace);
    }

    /// Nothing is reported as delivered that the mail server did not take.
    fn is_honest(&self, sink: &Sink) {
        let sent = self.place.outbox(&["sent"]).len();
        assert!(
            sent <= sink.taken(),
            "{sent} letters are on record as sent, {} were taken",
            sink.taken()
        );
        let handed_over = self.server.metric("resetd_letters_handed_over_total");
        assert!(
            handed_over <= sink.taken() as f64,
            "{handed_over} are counted as sent, {} were taken",
            sink.taken()
        );
    }

    /// Every letter is out, and the books agree with the mail server's.
    fn is_settled(&self, sink: &Sink) {
        wait_until("an empty outbox", || self.place.waiting().is_empty());
        assert_eq!(
            self.place.outbox(&["sent"]).len(),
            sink.taken(),
            "on record as sent, and taken"
        );
        let handed_over = self.server.metric("resetd_letters_handed_over_total");
        assert_eq!(handed_over, sink.taken() as f64, "counted as sent, and taken");
    }
}

fn person(n: usize) -> String {
    format!("person{n}@example.com")
}

#[test]
fn while_nothing_listens_callers_notice_nothing_and_afterwards_each_gets_one_letter() {
    let address = Sink::nowhere();
    let house = House::open(address, &[]);
    let sink = Sink::start();
    let reference = House::in_peace(&sink);
    let house = House {
        in_peace: reference.in_peace,
        ..house
    };
    for n in (0..5).cycle().take(15) {
        assert_eq!(
            ask_by_both(&house.server, &person(n)).map(|it| shape(&it)),
            house.in_peace[..2]
        );
    }
    house.sees_what_it_saw_in_peace(&person(5));
    assert_eq!(
        house.place.waiting().len(),
        6,
        "asks during an outage share one letter"
    );
    assert_eq!(house.place.outbox(&["sent"]).len(), 0);
    let back = Sink::at(address, Setup::default());
    for n in 0..6 {
        let code = back.letter_to(&person(n), 1).code().unwrap();
        assert_eq!(
            house.server.check(&person(n), &code).status,
            200,
            "asked for in the outage, and good"
        );
    }
    house.is_settled(&back);
    assert_eq!(back.taken(), 6, "one letter each");
}

#[test]
fn the_life_of_a_code_begins_when_the_mail_server_takes_its_letter() {
    let address = Sink::nowhere();
    let house = House::open(address, &[("code.ttl", "\"5s\"")]);
    assert_eq!(house.server.ask(&person(0)).status, 200);
    std::thread::sleep(Duration::from_secs(6));
    let sink = Sink::at(address, Setup::default());
    let code = sink.letter_to(&person(0), 1).code().unwrap();
    assert_eq!(
        house.server.check(&person(0), &code).status,
        200,
        "older than its life, and fresh in the mailbox"
    );
    std::thread::sleep(Duration::from_secs(6));
    let late = house.server.check(&person(0), &code);
    assert_eq!(
        wire::said(&late),
        wire::fourpoint_error(409, "OTP has expired, please request a new one")
    );
}

#[test]
fn a_letter_that_is_put_off_comes_once_and_later() {
    let sink = Sink::start();
    let house = House::in_peace(&sink);
    for (n, mood) in [Mood::Later, Mood::SkipsData, Mood::DropsAfterData]
        .into_iter()
        .enumerate()
    {
        let refused = sink.refusals();
        sink.be(mood);
        house.sees_what_it_saw_in_peace(&person(n));
        wait_until(&format!("{mood:?}"), || sink.refusals() > refused);
        house.is_honest(&sink);
        assert_eq!(house.place.waiting().len(), 1, "{mood:?}");
        sink.be(Mood::Kind);
        let code = sink.letter_to(&person(n), 1).code().unwrap();
        assert_eq!(house.server.check(&person(n), &code).status, 200, "{mood:?}");
        wait_until("an empty outbox", || house.place.waiting().is_empty());
        assert_eq!(sink.letters_to(&person(n)).len(), 1, "{mood:?}");
    }
    house.is_settled(&sink);
}

#[test]
fn a_mail_server_that_is_too_busy_to_greet_is_asked_again() {
    let sink = Sink::start();
    let house = House::in_peace(&sink);
    sink.be(Mood::Away);
    // A connection that is still open from the letter before is of no use to a server that goes away.
    let house = House {
        server: restarted(house.server, &house.place),
        ..house
    };
    house.sees_what_it_saw_in_peace(&person(0));
    wait_until("a greeting", || sink.refusals() > 1);
    house.is_honest(&sink);
    sink.be(Mood::Kind);
    let code = sink.letter_to(&person(0), 1).code().unwrap();
    assert_eq!(house.server.check(&person(0), &code).status, 200);
}

fn restarted(server: Server, place: &Place) -> Server {
    server.stop();
    place.serve()
}

#[test]
fn a_letter_that_is_refused_for_good_is_kept_and_listed_and_can_be_tried_again() {
    let sink = Sink::start();
    let house = House::in_peace(&sink);
    sink.be(Mood::Never);
    house.sees_what_it_saw_in_peace(&person(0));
    wait_until("the refusal on record", || {
        house.place.outbox(&["refused"]).len() == 1
    });
    house.is_honest(&sink);
    let listed = house.place.outbox(&["refused"]).remove(0);
    assert!(listed["why"].as_str().unwrap().contains("550"), "{listed}");
    assert_eq!(house.server.metric("resetd_letters_refused_total"), 1.0);
    house.sees_what_it_saw_in_peace(&person(1));
    sink.be(Mood::Kind);
    let number = listed["id"].to_string();
    let done = house.place.run(&["outbox", "retry", &number], "");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let code = sink.letter_to(&person(0), 1).code().unwrap();
    assert_eq!(house.server.check(&person(0), &code).status, 200);
}

#[test]
fn a_mail_server_that_hangs_at_any_step_holds_up_its_own_letter_alone() {
    let sink = Sink::start();
    let peaceful = Sink::start();
    let in_peace = House::in_peace(&peaceful).in_peace;
    let house = House {
        in_peace,
        ..House::open(sink.address, &[])
    };
    let steps = [Step::Ehlo, Step::Mail, Step::Rcpt, Step::Data, Step::Body].map(Mood::HangsAt);
    let moods: Vec<Mood> = std::iter::once(Mood::Silent).chain(steps).collect();
    for (n, mood) in moods.iter().enumerate() {
        sink.be(*mood);
        house.sees_what_it_saw_in_peace(&person(n));
        wait_until(&format!("{mood:?}"), || sink.hung() > n);
    }
    sink.be(Mood::Kind);
    house.sees_what_it_saw_in_peace(&person(8));
    let code = sink.letter_to(&person(8), 1).code().unwrap();
    assert_eq!(
        house.server.check(&person(8), &code).status,
        200,
        "others' letters go on"
    );
    wait_until("the record of it", || house.place.outbox(&["sent"]).len() == 1);
    house.is_honest(&sink);
    assert_eq!(
        house.place.waiting().len(),
        moods.len(),
        "what hangs is not delivered"
    );

    let log = house.server.kill();
    assert!(!log.contains("panicked"), "{log}");
    let server = house.place.serve();
    for (n, mood) in moods.iter().enumerate() {
        let code = sink.letter_to(&person(n), 1).code().unwrap();
        assert_eq!(server.check(&person(n), &code).status, 200, "{mood:?}");
    }
    wait_until("an empty outbox", || house.place.waiting().is_empty());
    assert_eq!(sink.taken(), moods.len() + 1, "each letter once");
}

/// Faces a mail server that must not be believed, and then the real one at the same address.
fn believes_only_the_real_one(tls: &str, authority: &Authority, bad: Setup) {
    let good = Setup {
        tls: Some(authority.server(Shown::Good)),
        implicit: tls == "tls",
        ..Setup::default()
    };
    let impostor = Sink::with(bad);
    let address = impostor.address;
    let directory = tempfile::tempdir().unwrap();
    let ca = directory.path().join("ca.pem");
    authority.write(&ca);
    let (ca, tls) = (format!("{ca:?}"), format!("{tls:?}"));
    let house = House::open(address, &[("mail.smtp.tls", &tls), ("mail.smtp.ca_file", &ca)]);
    let start = Instant::now();
    assert_eq!(house.server.ask(&person(0)).status, 200);
    assert!(start.elapsed() < QUICK);
    wait_until("a second try", || impostor.connections() >= 2);
    assert_eq!(impostor.taken(), 0, "a letter went to an impostor");
    house.is_honest(&impostor);
    assert_eq!(house.place.waiting().len(), 1);
    drop(impostor);
    let real = Sink::at(address, good);
    let code = real.letter_to(&person(0), 1).code().unwrap();
    assert_eq!(house.server.check(&person(0), &code).status, 200);
    house.is_settled(&real);
}

#[test]
fn a_certificate_of_another_authority_is_not_believed() {
    let (ours, other) = (Authority::new("ours"), Authority::new("theirs"));
    for tls in ["starttls", "tls"] {
        let bad = Setup {
            tls: Some(other.server(Shown::Good)),
            implicit: tls == "tls",
            ..Setup::default()
        };
        believes_only_the_real_one(tls, &ours, bad);
    }
}

#[test]
fn a_certificate_for_another_name_is_not_believed() {
    let ours = Authority::new("ours");
    for tls in ["starttls", "tls"] {
        let bad = Setup {
            tls: Some(ours.server(Shown::OtherName)),
            implicit: tls == "tls",
            ..Setup::default()
        };
        believes_only_the_real_one(tls, &ours, bad);
    }
}

#[test]
fn an_expired_certificate_is_not_believed() {
    let ours = Authority::new("ours");
    let bad = Setup {
        tls: Some(ours.server(Shown::Expired)),
        ..Setup::default()
    };
    believes_only_the_real_one("starttls", &ours, bad);
}

#[test]
fn a_server_that_offers_no_tls_gets_no_letter_in_clear() {
    let ours = Authority::new("ours");
    for tls in ["starttls", "tls"] {
        believes_only_the_real_one(tls, &ours, Setup::default());
    }
}
