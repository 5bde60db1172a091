//! The model: which requests there are, how each is split into the steps between which others may act, and how many of
//! everything there may be.

use recovery::budget::Budget;
use recovery::challenge::Life;
use recovery::code::Ladder;
use recovery::keys::{KeyId, KeyRing};
use recovery::ledger::Units;
use recovery::limits::AccountLimits;
use recovery::moment::Span;
use recovery::rules::Rules;
use recovery::secret::{Otp, Secret32};
use stateright::{Model, Property};

use super::servers::{Ghost, Servers};
use super::shared::{Acts, Shared};

/// One wrong guess at six digits, in units of 1e-18.
pub const SIX_DIGITS: i64 = 1_000_000_000_000;

/// The wrong guess that ends a code.
pub const ATTEMPTS: u32 = 2;

/// How many of everything one history has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// Requests on their way at one moment, on both servers together.
    pub at_once: usize,
    /// Asks, whoever asks: anybody may.
    pub asks: u8,
    /// Guesses of somebody who knows nothing.
    pub guesses: u8,
    /// Codes out of the mailbox, each with a new password. An older letter's is a wrong guess at the latest code.
    pub codes: u8,
    /// Links out of the mailbox.
    pub links: u8,
    /// Crashes: of a server with all it had in hand, or of the courier between hand-over and record.
    pub crashes: u8,
    /// Steps of the clock, each past one of the ends that rules know.
    pub waits: u8,
    /// Wrong guesses at other accounts of the service.
    pub elsewhere: u8,
}

/// What is missing from the house, to see that the model would find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Without {
    /// Nothing: the house as it is.
    Nothing,
    /// A verdict counts however many tries were used since it was loaded.
    TriesInTheSettle,
    /// A verdict counts whatever the ledgers say by now.
    RoomInTheSettle,
    /// A redemption does not look at what happened since it was judged.
    VersionInTheRedemption,
    /// An ask writes what it planned, whatever was written since.
    SeenInTheAsk,
    /// A wrong answer leaves before it counts.
    SettleBeforeTheAnswer,
    /// Wrong guesses at a code end the link beside it.
    LinkOfItsOwn,
    /// A success gives back what was spent.
    LedgerOverASuccess,
    /// Where no page takes a link, nothing follows the last rung.
    WayAfterTheLastRung,
}

/// What may happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// A server takes an ask, loads and plans.
    Ask { server: usize },
    /// A server takes a wrong guess, loads and judges.
    Guess { server: usize },
    /// A server takes the code of a letter in the mailbox and a new password, loads and judges.
    Code { server: usize, challenge: usize },
    /// A server takes the link of a letter in the mailbox and a new password, loads and judges.
    Link { server: usize, challenge: usize },
    /// One request of a server gets on: its act in the store, or its answer.
    Proceed { server: usize, flight: usize },
    /// A server dies, with all it had in hand.
    Crash { server: usize },
    /// The courier hands a letter over and records that.
    HandOver { letter: usize },
    /// The courier hands a letter over and dies before it records that.
    HandOverAndCrash { letter: usize },
    /// Somebody guesses at another account.
    GuessElsewhere,
    /// Time passes.
    Wait(Span),
}

/// The whole of what is so at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// On disk.
    pub shared: Shared,
    /// In the memory of two servers.
    pub servers: Servers,
    /// What nobody in the house keeps: for the promises.
    pub ghost: Ghost,
    /// What a history may still have.
    pub left: Bounds,
}

/// The house under one set of settings.
#[derive(Clone)]
pub struct House {
    pub rules: Rules,
    pub ladder: Ladder,
    pub bounds: Bounds,
    pub without: Without,
    /// What a guess of somebody who knows nothing says.
    pub wrong: Otp,
    /// What must be so in some state, beside what is so in every house.
    pub witnesses: Vec<Property<House>>,
}

impl House {
    /// A house with this ladder. An account has room for three wrong guesses at six digits, the service for four.
    pub fn new(ladder: &str, bounds: Bounds) -> House {
        let secret = |n: u8| {
            Secret32::new(std::array::from_fn(|at| {
                u8::try_from(at)
                    .unwrap()
                    .wrapping_mul(at as u8)
                    .wrapping_mul(31)
                    .wrapping_add(n)
            }))
        };
        let rungs = ladder.split(' ').map(|it| it.parse().unwrap()).collect();
        House {
            rules: Rules {
                ring: KeyRing::new(vec![(KeyId(1), secret(1))], secret(2)).unwrap(),
                life: Life {
                    code: Span::minutes(10),
                    link: Span::minutes(60),
                },
                attempts: ATTEMPTS,
                budget: Budget::new(Units(3 * SIX_DIGITS), Units(4 * 365 * SIX_DIGITS), false),
                resend_after: Span::seconds(60),
                letters: None,
                links: true,
                pages: false,
            },
            ladder: Ladder::new(rungs).unwrap(),
            bounds,
            without: Without::Nothing,
            wrong: Otp::typed("wrong").unwrap(),
            witnesses: Vec::new(),
        }
    }

    /// Where this is seen as well.
    pub fn showing(mut self, witness: Property<House>) -> House {
        self.witnesses.push(witness);
        self
    }

    /// No page takes a link.
    pub fn without_links(mut self) -> House {
        self.rules.links = false;
        self
    }

    /// So many letters an hour.
    pub fn with_letters_an_hour(mut self, most: u32) -> House {
        self.rules.letters = Some(AccountLimits {
            letters_per_hour: most,
            letters_per_client: most,
        });
        self
    }

    /// Less than the house has.
    pub fn lacking(self, without: Without) -> House {
        House { without, ..self }
    }

    /// How far the clock steps: past the pause between letters, half of a code's life, its life, the life of a link and every
    /// window of an hour.
    fn waits(&self) -> [Span; 4] {
        let Life { code, link } = self.rules.life;
        [self.rules.resend_after, code.half(), code, link]
    }

    /// Lets something happen. `false`: it changed nothing.
    pub fn play<S: Acts>(
        &self,
        store: &mut S,
        (servers, ghost, left): (&mut Servers, &mut Ghost, &mut Bounds),
        action: Action,
    ) -> bool {
        match action {
            Action::Ask { server } => {
                left.asks -= 1;
                let flight = self.ask(store, store.now());
                servers.begin(server, flight)
            }
            Action::Guess { server } => {
                left.guesses -= 1;
                let flight = self.check(store, ghost, &self.wrong);
                servers.begin(server, flight)
            }
            Action::Code { server, challenge } => {
                left.codes -= 1;
                let mailed = store.subject_of(challenge).challenge;
                let code = mailed.and_then(|it| self.rules.ring.code_for(&it));
                let flight = code.and_then(|it| self.check(store, ghost, &it));
                servers.begin(server, flight)
            }
            Action::Link { server, challenge } => {
                left.links -= 1;
                let flight = self.link(store, challenge);
                servers.begin(server, flight)
            }
            Action::Proceed { server, flight } => {
                let flight = servers.take(server, flight);
                let next = self.proceed(store, ghost, flight);
                servers.begin(server, next);
                true
            }
            Action::Crash { server } => {
                left.crashes -= 1;
                servers.crash(server)
            }
            Action::HandOver { letter } => {
                let arrived = store.hand_over(letter, true);
                ghost.mailbox.extend(arrived);
                true
            }
            Action::HandOverAndCrash { letter } => {
                left.crashes -= 1;
                store
                    .hand_over(letter, false)
                    .is_some_and(|it| ghost.mailbox.insert(it))
            }
            Action::GuessElsewhere => {
                left.elsewhere -= 1;
                let price = self.rules.budget.shares(&self.ladder).next().unwrap();
                let room = self.rules.has_room(price, store.subject(store.now()).spent);
                if room {
                    store.charge_elsewhere(price.cost());
                }
                room
            }
            Action::Wait(span) => {
                left.waits -= 1;
                store.wait(span);
                true
            }
        }
    }
}

impl Model for House {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State {
            shared: Shared::new(self.without),
            servers: Servers::default(),
            ghost: Ghost::default(),
            left: self.bounds,
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        let left = &state.left;
        // Two servers with the same in hand are one as good as the other.
        for server in state.servers.distinct() {
            if state.servers.in_flight() < self.bounds.at_once {
                let mailbox = || state.ghost.mailbox.iter().copied();
                actions.extend((left.asks > 0).then_some(Action::Ask { server }));
                actions.extend((left.guesses > 0).then_some(Action::Guess { server }));
                if left.codes > 0 {
                    actions.extend(mailbox().map(|challenge| Action::Code { server, challenge }));
                }
                if left.links > 0 && self.rules.links {
                    actions.extend(mailbox().map(|challenge| Action::Link { server, challenge }));
                }
            }
            let flights = 0..state.servers.of(server).len();
            actions.extend((left.crashes > 0 && !flights.is_empty()).then_some(Action::Crash { server }));
            actions.extend(flights.map(|flight| Action::Proceed { server, flight }));
        }
        for (letter, it) in state.shared.letters.iter().enumerate() {
            if it.waiting && it.challenge.is_some() {
                actions.push(Action::HandOver { letter });
                actions.extend((left.crashes > 0).then_some(Action::HandOverAndCrash { letter }));
            }
        }
        actions.extend((left.elsewhere > 0).then_some(Action::GuessElsewhere));
        if left.waits > 0 {
            actions.extend(self.waits().map(Action::Wait));
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut next = last.clone();
        let rest = (&mut next.servers, &mut next.ghost, &mut next.left);
        let changed = self.play(&mut next.shared, rest, action);
        next.servers.tidy();
        changed.then_some(next)
    }

    fn properties(&self) -> Vec<Property<House>> {
        super::promises::of(self)
    }
}
