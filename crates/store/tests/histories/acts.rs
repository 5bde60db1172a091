//! What can happen in a history.

use proptest::prelude::*;

/// How many people there are.
pub const PEOPLE: usize = 3;

/// One thing that somebody does. `typed` counts back in the letters that were mailed to anyone: 0 is the last one.
#[derive(Clone, Debug)]
pub enum Act {
    Ask {
        who: usize,
        client: u8,
    },
    Send {
        most: usize,
    },
    /// The mail server refuses a letter for good.
    Bounce,
    /// It puts one off.
    PutOff {
        minutes: i64,
    },
    Check {
        who: usize,
        typed: usize,
    },
    Guess {
        who: usize,
    },
    Redeem {
        who: usize,
        typed: usize,
    },
    Link {
        typed: usize,
    },
    Wait {
        minutes: i64,
    },
    StepClock {
        seconds: i64,
    },
    Purge,
    /// An operator disables the account, or enables it again.
    Toggle {
        who: usize,
    },
    /// An operator says that several accounts have the address, or that one has.
    Share {
        who: usize,
    },
    /// An operator removes the account and adds the address anew.
    Replace {
        who: usize,
    },
    /// The server stops and starts again; in memory everything would be gone, so there it does not.
    Restart,
}

pub fn acts(length: usize) -> impl Strategy<Value = Vec<Act>> {
    let (who, typed) = (0..PEOPLE, 0..4_usize);
    let act = prop_oneof![
        12 => (who.clone(), 0..3_u8).prop_map(|(who, client)| Act::Ask { who, client }),
        10 => (1..4_usize).prop_map(|most| Act::Send { most }),
        2 => Just(Act::Bounce),
        2 => (1..30_i64).prop_map(|minutes| Act::PutOff { minutes }),
        6 => (who.clone(), typed.clone()).prop_map(|(who, typed)| Act::Check { who, typed }),
        12 => who.clone().prop_map(|who| Act::Guess { who }),
        8 => (who.clone(), typed.clone()).prop_map(|(who, typed)| Act::Redeem { who, typed }),
        3 => typed.prop_map(|typed| Act::Link { typed }),
        6 => (0..12_i64).prop_map(|minutes| Act::Wait { minutes }),
        2 => Just(Act::Purge),
        2 => (-7200..7200_i64).prop_map(|seconds| Act::StepClock { seconds }),
        1 => who.clone().prop_map(|who| Act::Toggle { who }),
        2 => who.clone().prop_map(|who| Act::Share { who }),
        1 => who.prop_map(|who| Act::Replace { who }),
        1 => Just(Act::Restart),
    ];
    prop::collection::vec(act, 1..length)
}
