//! What must be so in every state, and what must be so in some: a promise that is never put to the test holds for nothing.

use recovery::challenge::CLOSED;
use recovery::ledger::{CERTAINTY, Units};
use recovery::limits::WINDOW;
use recovery::ports::COMMIT_WITHIN;
use stateright::Property;

use super::house::{Bounds, House, State};
use super::servers::{Flight, Ghost};
use super::shared::{Acts, Row, Shared};

pub const ONCE: &str = "a success is the only one of its challenge, and ends every other code and link";
pub const TRIES: &str = "a code that can be burnt has no more wrong answers than tries";
pub const LEDGER: &str = "the ledger is the sum of 1/M over the comparisons that were wrong";
pub const SETTLED: &str = "nothing is told before it counts";
pub const BUDGET: &str = "no ledger goes beyond its budget, but for codes that need none";
pub const LINK: &str =
    "a link that was opened in time sets its password, whatever is guessed or asked meanwhile";
pub const OWNER: &str = "who reads the mailbox gets in";
pub const LETTERS: &str = "an account has no more letters in an hour than its limit";

/// The promises of a house, and what must be seen in it.
pub fn of(house: &House) -> Vec<Property<House>> {
    let mut all = vec![
        Property::<House>::always(ONCE, |_, it| succeeds_once(it)),
        Property::<House>::always(TRIES, keeps_to_its_tries),
        Property::<House>::always(LEDGER, |_, it| adds_up(it)),
        Property::<House>::always(SETTLED, tells_what_counts),
        Property::<House>::always(BUDGET, keeps_to_the_budget),
        Property::<House>::always(LINK, opened_links_hold),
        Property::<House>::always(OWNER, owner_gets_in),
    ];
    if house.rules.letters.is_some() {
        all.push(Property::always(LETTERS, keeps_to_its_letters));
    }
    all.extend(witnesses(house.bounds));
    all.extend(house.witnesses.iter().cloned());
    all
}

/// What must be seen in every house whose bounds allow it.
fn witnesses(bounds: Bounds) -> impl Iterator<Item = Property<House>> {
    let Bounds {
        asks,
        waits,
        codes,
        links,
        crashes,
        ..
    } = bounds;
    let all = [
        (
            true,
            Property::sometimes("a verdict comes too late to count", late_verdict),
        ),
        (true, Property::sometimes("a code is burnt", burnt_code)),
        (
            asks > 1 && waits > 0,
            Property::sometimes("a code is mailed twice", code_mailed_twice),
        ),
        (
            codes > 0,
            Property::sometimes("a code sets a password", success_by_code),
        ),
        (
            links > 0,
            Property::sometimes("a link sets a password", success_by_link),
        ),
        (
            codes + links > 1,
            Property::sometimes("a password comes too late to be set", late_password),
        ),
        (
            crashes > 0,
            Property::sometimes("a crash takes an answer that counted", lost_answer),
        ),
    ];
    all.into_iter().filter_map(|(allowed, it)| allowed.then_some(it))
}

/// When the account's share is spent, its letters have a link alone.
pub fn link_alone() -> Property<House> {
    Property::<House>::sometimes("a letter carries its link alone", |_, it| {
        it.shared.rows.iter().any(|it| it.code.is_none())
    })
}

/// When the account's share is spent, its codes cannot be burnt.
pub fn unburnable() -> Property<House> {
    Property::<House>::sometimes(
        "a code takes more wrong guesses than there are tries",
        |house, it| it.ghost.fates.iter().any(|it| it.compared > house.rules.attempts),
    )
}

/// When the service's share is spent elsewhere, a code is closed without a comparison.
pub fn closed() -> Property<House> {
    Property::<House>::sometimes(
        "a code is closed, since the service has no room for another guess",
        |_, it| it.shared.rows.iter().any(|it| it.tries == CLOSED),
    )
}

fn succeeds_once(state: &State) -> bool {
    let fates = || state.shared.rows.iter().zip(&state.ghost.fates);
    let of_version = |version: i64| {
        let same = fates().filter(|(row, _)| row.version == version);
        same.map(|(_, fate)| fate.by_code + fate.by_link).sum::<u32>()
    };
    state.shared.rows.iter().all(|row| of_version(row.version) <= 1)
}

fn most(house: &House, row: &Row) -> Option<u32> {
    house.rules.attempts_at(row.code)
}

fn is_burnt(house: &House, row: &Row) -> bool {
    most(house, row).is_some_and(|most| most > 0 && row.tries == most)
}

fn keeps_to_its_tries(house: &House, state: &State) -> bool {
    let mut fates = state.shared.rows.iter().zip(&state.ghost.fates);
    fates.all(|(row, fate)| {
        most(house, row).is_none_or(|most| fate.compared <= most && fate.told + fate.told_unseen <= most)
    })
}

/// 1/M in units, by the arithmetic of a test.
fn cost(row: &Row) -> i64 {
    let certainty = u128::from(CERTAINTY.unsigned_abs());
    let space = row.code.map_or(u128::MAX, |it| it.rung.space());
    i64::try_from(certainty.div_ceil(space)).unwrap()
}

fn costs(state: &State) -> impl Iterator<Item = (&Row, i64)> {
    let fates = state.shared.rows.iter().zip(&state.ghost.fates);
    fates.map(|(row, fate)| (row, cost(row) * i64::from(fate.compared)))
}

fn adds_up(state: &State) -> bool {
    state.shared.spent == costs(state).map(|(_, cost)| cost).sum::<i64>()
}

fn tells_what_counts(house: &House, state: &State) -> bool {
    let answering = |nth: usize| {
        let mut flights = state.servers.all();
        flights.any(|it| matches!(it, Flight::Answering { challenge, compared: true } if *challenge == nth))
    };
    let crashed = state.left.crashes < house.bounds.crashes;
    let mut fates = state.ghost.fates.iter().enumerate();
    fates.all(|(nth, it)| it.told == it.compared || it.told < it.compared && (crashed || answering(nth)))
}

fn keeps_to_the_budget(house: &House, state: &State) -> bool {
    let capped = costs(state).filter(|(row, _)| row.code.is_some_and(|it| it.caps.is_some()));
    let account: i64 = capped.map(|(_, cost)| cost).sum();
    let service = account + state.shared.elsewhere;
    let first = house.rules.budget.shares(&house.ladder).next().unwrap();
    let for_all = first.caps.and_then(|it| it.service);
    Units(account) <= house.rules.budget.of_account() && for_all.is_none_or(|cap| Units(service) <= cap)
}

fn opened_links_hold(house: &House, state: &State) -> bool {
    let shared = &state.shared;
    state.servers.all().all(|it| match it {
        Flight::Hashing {
            at,
            challenge,
            version,
            by_link: true,
        } if *version == shared.version && shared.now - *at <= COMMIT_WITHIN => {
            let redemption = house.redemption(shared, (*at, *challenge, *version, true));
            shared.clone().redeem(&redemption)
        }
        Flight::Hashing { .. }
        | Flight::Asking { .. }
        | Flight::Guessing { .. }
        | Flight::Answering { .. } => true,
    })
}

fn late_verdict(house: &House, state: &State) -> bool {
    let shared = &state.shared;
    state.servers.all().any(|it| match it {
        Flight::Guessing {
            at,
            challenge,
            version,
            said,
        } => {
            let guess = house.guess(shared, (*at, *challenge, *version, *said));
            !shared.clone().settle(&guess)
        }
        Flight::Hashing { .. } | Flight::Asking { .. } | Flight::Answering { .. } => false,
    })
}

fn burnt_code(house: &House, state: &State) -> bool {
    state.shared.rows.iter().any(|row| is_burnt(house, row))
}

fn code_mailed_twice(_: &House, state: &State) -> bool {
    let letters = || state.shared.letters.iter().filter_map(|it| it.challenge);
    letters().any(|it| letters().filter(|other| *other == it).count() > 1)
}

fn success_by_code(_: &House, state: &State) -> bool {
    state.ghost.fates.iter().any(|it| it.by_code > 0)
}

fn success_by_link(_: &House, state: &State) -> bool {
    state.ghost.fates.iter().any(|it| it.by_link > 0)
}

fn lost_answer(house: &House, state: &State) -> bool {
    let counted = state.ghost.fates.iter().any(|it| it.compared > it.told);
    counted && state.left.crashes < house.bounds.crashes && state.servers.in_flight() == 0
}

fn late_password(_: &House, state: &State) -> bool {
    let mut flights = state.servers.all();
    flights.any(|it| matches!(it, Flight::Hashing { version, .. } if *version < state.shared.version))
}

fn keeps_to_its_letters(house: &House, state: &State) -> bool {
    let Some(limits) = house.rules.letters else {
        return true;
    };
    let letters = || state.shared.letters.iter().filter(|it| it.challenge.is_some());
    letters().all(|last| {
        let hour =
            letters().filter(|it| it.queued_at <= last.queued_at && last.queued_at - it.queued_at < WINDOW);
        u32::try_from(hour.count()).unwrap() <= limits.letters_per_hour
    })
}

/// The owner needs nothing but the mailbox: the letters that wait arrive, and if none of all letters opens the account, there
/// is another one for the asking, after the pause between letters, or the hour in which the account has had its letters.
fn owner_gets_in(house: &House, state: &State) -> bool {
    let mut shared = state.shared.clone();
    let mut ghost = state.ghost.clone();
    arrive(&mut shared, &mut ghost);
    if opens(house, &shared, &ghost) {
        return true;
    }
    let pause = match house.rules.letters {
        Some(_) => WINDOW,
        None => house.rules.resend_after,
    };
    shared.wait(pause);
    if let Some(flight) = house.ask(&shared, shared.now()) {
        house.proceed(&mut shared, &mut ghost, flight);
    }
    arrive(&mut shared, &mut ghost);
    opens(house, &shared, &ghost)
}

fn arrive(shared: &mut Shared, ghost: &mut Ghost) {
    for letter in 0..shared.letters.len() {
        if shared.letters[letter].waiting {
            ghost.mailbox.extend(shared.hand_over(letter, true));
        }
    }
}

/// Whether one of the letters in the mailbox sets a password: by its link, or where no page takes one by its code.
fn opens(house: &House, shared: &Shared, ghost: &Ghost) -> bool {
    ghost.mailbox.iter().any(|challenge| {
        let (mut shared, mut ghost) = (shared.clone(), ghost.clone());
        let version = shared.version;
        let mut flight = match house.rules.links {
            true => house.link(&shared, *challenge),
            false => {
                let mailed = shared.subject_of(*challenge).challenge;
                let code = mailed.and_then(|it| house.rules.ring.code_for(&it));
                code.and_then(|it| house.check(&shared, &mut ghost, &it))
            }
        };
        while let Some(next) = flight {
            flight = house.proceed(&mut shared, &mut ghost, next);
        }
        shared.version > version
    })
}
