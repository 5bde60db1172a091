//! A model of the house, checked exhaustively within small bounds: one account, two servers on one store, and somebody who
//! knows nothing beside an owner who reads the mailbox. Every request is split where a server may be interrupted, so every
//! order of the acts of all requests is tried, with crashes and steps of the clock in between.
//!
//! What decides is the program's own: `Rules` (plan, offer, judge, room, price, links), `worth_sending` and the deadlines of
//! a challenge. What is modelled is what lies between: load, decide and settle as the desk has them over a store that cannot do all
//! three in one act, and that store's guards. A test holds the latter to the store in memory. A store that asks and checks in one act,
//! as SQLite does, knows fewer orders, all of them among these.
//!
//! Left out: flows, addresses without an account, disabled accounts, changes that were taken back, limits per client, and
//! buckets of the ledger that go out of date. The random histories and the contract go through these.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests, their helpers among them"
)]

mod model {
    pub mod house;
    pub mod promises;
    pub mod servers;
    pub mod shared;
    pub mod twin;
}

use model::house::{Bounds, House, Without};
use model::promises;
use model::twin::Twin;
use stateright::{Checker, HasDiscoveries, Model};

/// Goes through all states, and fails if a promise is broken in one or a witness is in none.
fn hold(name: &str, house: House, least: usize) {
    let checker = house.checker().spawn_bfs().join();
    let states = checker.unique_state_count();
    println!("{name}: {states} states, {} deep", checker.max_depth());
    checker.assert_properties();
    assert!(states >= least, "only {states} states: the bounds have shrunk");
}

/// Goes through states until one breaks this promise.
fn break_it(promise: &'static str, house: House) {
    let found = HasDiscoveries::AnyOf([promise].into());
    let checker = house.checker().finish_when(found).spawn_bfs().join();
    let path = checker.discovery(promise);
    let path = path.unwrap_or_else(|| panic!("kept: {promise}"));
    println!("{promise}: broken after {:?}", path.into_actions());
}

/// Bounds that every house here keeps; two requests at once are one on each server, or two on one.
const BOUNDS: Bounds = Bounds {
    at_once: 2,
    asks: 2,
    guesses: 4,
    codes: 1,
    links: 1,
    crashes: 1,
    waits: 1,
    elsewhere: 0,
};

#[test]
fn six_digits_alone_give_way_to_the_link() {
    let house = House::new("digits:6", BOUNDS).showing(promises::link_alone());
    hold("six digits alone", house, 400_000);
}

#[test]
fn six_digits_give_way_to_codes_that_cannot_be_burnt() {
    let bounds = Bounds {
        guesses: 6,
        links: 0,
        ..BOUNDS
    };
    let house = House::new("digits:6 base32:13", bounds).showing(promises::unburnable());
    hold("a ladder", house, 400_000);
}

#[test]
fn a_service_that_is_guessed_at_elsewhere_keeps_to_its_budget() {
    let bounds = Bounds {
        guesses: 3,
        waits: 0,
        elsewhere: 4,
        ..BOUNDS
    };
    let house = House::new("digits:6 base32:13", bounds).showing(promises::closed());
    hold("a service under attack", house, 150_000);
}

#[test]
fn three_requests_at_once_keep_every_promise() {
    let bounds = Bounds {
        at_once: 3,
        codes: 2,
        waits: 0,
        ..BOUNDS
    };
    hold("three at once", House::new("digits:6", bounds), 100_000);
}

#[test]
fn without_a_page_for_links_the_code_leads_in() {
    let bounds = Bounds {
        guesses: 3,
        codes: 2,
        links: 0,
        ..BOUNDS
    };
    let house = House::new("digits:6", bounds).without_links();
    hold("no links", house, 300_000);
}

#[test]
fn an_account_whose_letters_are_used_up_is_open_again_after_an_hour() {
    let bounds = Bounds {
        asks: 3,
        guesses: 2,
        codes: 0,
        crashes: 0,
        waits: 2,
        ..BOUNDS
    };
    let house = House::new("digits:6", bounds).with_letters_an_hour(2);
    hold("two letters an hour", house, 700_000);
}

#[test]
fn without_the_tries_in_the_settle_two_servers_compare_more_guesses_than_there_are_tries() {
    break_it(
        promises::TRIES,
        House::new("digits:6", BOUNDS).lacking(Without::TriesInTheSettle),
    );
}

#[test]
fn without_the_room_in_the_settle_guesses_elsewhere_carry_the_service_beyond_its_budget() {
    let bounds = Bounds {
        waits: 0,
        elsewhere: 4,
        ..BOUNDS
    };
    break_it(
        promises::BUDGET,
        House::new("digits:6 base32:13", bounds).lacking(Without::RoomInTheSettle),
    );
}

#[test]
fn without_the_version_in_the_redemption_one_letter_sets_two_passwords() {
    let bounds = Bounds { links: 2, ..BOUNDS };
    break_it(
        promises::ONCE,
        House::new("digits:6", bounds).lacking(Without::VersionInTheRedemption),
    );
}

#[test]
fn without_what_was_seen_in_the_ask_two_servers_mail_more_letters_than_an_hour_has() {
    let bounds = Bounds { asks: 3, ..BOUNDS };
    let house = House::new("digits:6", bounds).with_letters_an_hour(2);
    break_it(promises::LETTERS, house.lacking(Without::SeenInTheAsk));
}

#[test]
fn a_success_that_gives_back_what_was_spent_leaves_a_ledger_that_does_not_add_up() {
    break_it(
        promises::LEDGER,
        House::new("digits:6", BOUNDS).lacking(Without::LedgerOverASuccess),
    );
}

#[test]
fn an_answer_before_the_settle_tells_what_does_not_count() {
    let bounds = Bounds { waits: 0, ..BOUNDS };
    break_it(
        promises::SETTLED,
        House::new("digits:6", bounds).lacking(Without::SettleBeforeTheAnswer),
    );
}

#[test]
fn a_link_that_wrong_guesses_end_is_taken_from_its_owner() {
    let bounds = Bounds { waits: 0, ..BOUNDS };
    break_it(
        promises::LINK,
        House::new("digits:6", bounds).lacking(Without::LinkOfItsOwn),
    );
}

#[test]
fn a_ladder_without_a_way_after_its_last_rung_locks_its_owner_out() {
    let house = House::new("digits:6", BOUNDS).without_links();
    break_it(promises::OWNER, house.lacking(Without::WayAfterTheLastRung));
}

/// Numbers in no order, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// Walks at random over both stores, until they are not of one mind or have gone long enough: how many steps they went
/// together, and what parted them.
fn walk_together(without: Without) -> (usize, Option<String>) {
    let bounds = Bounds {
        at_once: 3,
        asks: 4,
        guesses: 8,
        codes: 3,
        links: 3,
        crashes: 2,
        waits: 4,
        elsewhere: 4,
    };
    let houses = [
        House::new("digits:6", bounds),
        House::new("digits:6 base32:13", bounds).without_links(),
        House::new("digits:6 base32:13", bounds).with_letters_an_hour(2),
    ];
    let (mut dice, mut steps) = (Dice(1), 0);
    for house in houses.iter().cycle().take(WALKS) {
        let mut twin = Twin::new(without);
        let mut state = house.init_states().remove(0);
        while twin.apart.is_none() {
            let mut actions = Vec::new();
            house.actions(&state, &mut actions);
            if actions.is_empty() {
                break;
            }
            let action = actions[dice.below(actions.len())];
            let rest = (&mut state.servers, &mut state.ghost, &mut state.left);
            house.play(&mut twin, rest, action);
            state.servers.tidy();
            state.shared = twin.model.clone();
            steps += 1;
        }
        if twin.apart.is_some() {
            return (steps, twin.apart);
        }
    }
    (steps, None)
}

/// Some hundred thousand steps.
const WALKS: usize = 3000;

#[test]
fn the_model_s_store_and_the_store_in_memory_answer_alike() {
    let (steps, apart) = walk_together(Without::Nothing);
    println!("{steps} steps on both stores");
    assert_eq!(apart, None);
    assert!(steps > 100_000, "only {steps} steps");
}

#[test]
fn a_model_without_one_of_the_guards_is_told_from_the_store_in_memory() {
    for without in [
        Without::TriesInTheSettle,
        Without::RoomInTheSettle,
        Without::VersionInTheRedemption,
        Without::SeenInTheAsk,
        Without::LedgerOverASuccess,
    ] {
        let (steps, apart) = walk_together(without);
        println!("{without:?}: apart after {steps} steps: {apart:?}");
        assert!(apart.is_some(), "{without:?} was not noticed");
    }
}
