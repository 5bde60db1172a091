//! The parts of a run: asking, checking, redeeming, sending.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use serde::Serialize;

use super::calls::{Api, Call};
use super::floors::{self, Floor};
use super::load::{Load, Order, Pace, Script};
use super::measure::{Gathering, Measure, What};
use super::script::{Guessed, Known, people};
use super::world::{World, checked};
use crate::Outcome;
use crate::clock::elapsed;

/// A line is gathered from at most so many data sets, however few accounts each has.
const MOST_SETS: u32 = 60;

/// Calls a second that are offered beside redemptions, of each kind.
const OFFERED: u32 = 200;

/// Connections that offer them. Few wait for one: each call takes a few milliseconds.
const OFFERING: usize = 16;

/// Letters may take this long to arrive.
const LETTERS_WITHIN: Duration = Duration::from_secs(300);

/// What was begun ends in this time, before a floor is looked at.
const SETTLING: Duration = Duration::from_millis(500);

/// Over this many connections passwords are set; more would only wait in the queue, and be told so with 503.
const REDEEMING: [usize; 2] = [16, 64];

/// Asks over so many connections while letters are prepared.
const PREPARING: usize = 64;

/// What the parts share.
pub struct Run {
    /// The database and its servers.
    pub world: World,
    /// How long each line is measured.
    pub time: Duration,
    /// At how many connections.
    pub connections: Vec<usize>,
}

/// How fast letters go out.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Sending {
    /// Connections to the mail server.
    pub connections: usize,
    /// How many letters.
    pub letters: u64,
    /// Letters a second.
    pub rate: f64,
}

impl Run {
    /// Measures a line between two looks at its floor, since the machine's pace changes within seconds. Nothing but the
    /// floor works meanwhile: letters wait.
    pub fn between(
        &mut self,
        floor: Floor,
        measure: impl FnOnce(&mut Run) -> Outcome<Measure>,
    ) -> Outcome<Measure> {
        let look = |run: &Run| {
            run.world.sink.pause(true);
            std::thread::sleep(SETTLING);
            let rate = floors::look(floor, run.world.folder(), run.time / 2);
            run.world.sink.pause(false);
            rate
        };
        let before = look(self)?;
        let mut line = measure(self)?;
        let after = look(self)?;
        line.floor = Some(f64::midpoint(before, after));
        Ok(line)
    }

    /// Asking: every call opens a challenge and queues a letter, for an account without a live one.
    pub fn ask(&mut self, what: What, api: Api, connections: usize) -> Outcome<Measure> {
        self.world.sink.pause(what == What::AskPaused);
        let mut gathering = Gathering::new();
        for _ in 0..MOST_SETS {
            if self.world.left()? == 0 {
                // A server that waits for the mail server takes ten seconds to stop.
                self.world.sink.pause(false);
                self.world.fresh(super::world::WORKERS)?;
                self.world.sink.pause(what == What::AskPaused);
            }
            let rest = self.time.saturating_sub(gathering.took());
            gathering.piece(&mut self.world, |world| world.ask(api, connections, rest))?;
            if gathering.took() >= self.time {
                break;
            }
        }
        let backlog = self.world.backlog()?;
        self.world.sink.pause(false);
        gathering.line(what, api, connections, backlog)
    }

    /// Guessing wrongly, over all accounts, each with a live code.
    pub fn wrong_check(&mut self, api: Api, connections: usize) -> Outcome<Measure> {
        self.world.sink.pause(true);
        if self.world.left()? > 0 {
            self.world.fill()?;
        }
        let script =
            super::script::Everyone::again_and_again(super::script::Numbers::of(self.world.accounts));
        let order = self.order(Call::wrong(api), Arc::new(script), connections)?;
        let mut gathering = Gathering::new();
        gathering.piece(&mut self.world, |_| checked(order.run()?))?;
        let backlog = self.world.backlog()?;
        let line = gathering.line(What::WrongCheck, api, connections, backlog)?;
        self.world.set()?.expected.guesses += line.requests;
        Ok(line)
    }

    /// Asks for some accounts on a fresh data set, and reads their codes in their letters.
    pub fn known(&mut self, wanted: u64) -> Outcome<Arc<Vec<(u32, String)>>> {
        self.world.sink.pause(false);
        self.world.fresh(super::world::WORKERS)?;
        drop(self.world.sink.note_codes(true));
        let all = u64::from(self.world.accounts);
        let goal = wanted.min(all.div_ceil(2));
        while all.saturating_sub(self.world.left()?) < goal {
            self.world
                .ask(Api::FourPointX, PREPARING, Duration::from_millis(20))?;
        }
        let asked = self.world.set()?.expected.challenges;
        let begun = elapsed();
        let bar = super::world::bar(asked, "reading codes in letters");
        loop {
            let noted = u64::try_from(self.world.sink.noted())?;
            bar.set_position(noted);
            if noted >= asked {
                break;
            }
            if elapsed().saturating_sub(begun) > LETTERS_WITHIN {
                return Err(format!("of {asked} letters only {noted} arrived").into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        bar.finish_and_clear();
        Ok(Arc::new(people(self.world.sink.note_codes(false))))
    }

    /// Checking right codes, which is free.
    pub fn right_check(&mut self, known: &Arc<Vec<(u32, String)>>, connections: usize) -> Outcome<Measure> {
        let script = Arc::new(Known::again_and_again(known));
        let order = self.order(Call::right(), script, connections)?;
        let mut gathering = Gathering::new();
        gathering.piece(&mut self.world, |_| checked(order.run()?))?;
        gathering.line(What::RightCheck, Api::FourPointX, connections, 0)
    }

    /// Setting new passwords: alone, and with asks and wrong checks offered beside it.
    pub fn redeem(&mut self, known: &Arc<Vec<(u32, String)>>) -> Outcome<Vec<Measure>> {
        // The last tenth is kept for the checks beside: their codes must stay alive.
        let (redeemed, guessed) = known.split_at(known.len() - known.len() / 10);
        let (redeemed, guessed) = (Arc::new(redeemed.to_vec()), Arc::new(guessed.to_vec()));
        let turn = Arc::new(AtomicU64::new(0));
        let mut lines = Vec::new();
        for api in Api::BOTH {
            for connections in REDEEMING {
                let alone = |run: &mut Run| run.redeem_alone(api, connections, &redeemed, &turn);
                lines.push(self.between(Floor::Argon2, alone)?);
            }
            let mut beside = Vec::new();
            let line = |run: &mut Run| {
                let (line, others) = run.redeem_beside(api, &redeemed, &turn, &guessed)?;
                beside = others;
                Ok(line)
            };
            lines.push(self.between(Floor::Argon2, line)?);
            lines.extend(beside);
        }
        Ok(lines)
    }

    fn redeem_alone(
        &mut self,
        api: Api,
        connections: usize,
        people: &Arc<Vec<(u32, String)>>,
        turn: &Arc<AtomicU64>,
    ) -> Outcome<Measure> {
        let order = self.order(
            Call::redeem(api),
            Arc::new(Known::once(people, turn)),
            connections,
        )?;
        let mut gathering = Gathering::new();
        gathering.piece(&mut self.world, |_| checked(order.run()?))?;
        let line = gathering.line(What::Redeem, api, connections, 0)?;
        self.redeemed(line.requests)?;
        Ok(line)
    }

    fn redeem_beside(
        &mut self,
        api: Api,
        people: &Arc<Vec<(u32, String)>>,
        turn: &Arc<AtomicU64>,
        guessed: &Arc<Vec<(u32, String)>>,
    ) -> Outcome<(Measure, Vec<Measure>)> {
        let connections = REDEEMING[0];
        let redeeming = self.order(
            Call::redeem(api),
            Arc::new(Known::once(people, turn)),
            connections,
        )?;
        let asking = self.world.asking(api, OFFERING, self.time, Pace::Open(OFFERED))?;
        let mut guessing = self.order(Call::wrong(api), Arc::new(Guessed::new(guessed)), OFFERING)?;
        guessing.pace = Pace::Open(OFFERED);
        let mut beside: [Option<Load>; 2] = [None, None];
        let mut gathering = Gathering::new();
        let [asked, checked_wrong] = &mut beside;
        gathering.piece(&mut self.world, |_| {
            std::thread::scope(|scope| {
                let ask = scope.spawn(|| asking.run());
                let guess = scope.spawn(|| guessing.run());
                let load = redeeming.run();
                let stopped = |_| "a thread that makes load has stopped";
                *asked = Some(checked(ask.join().map_err(stopped)??)?);
                *checked_wrong = Some(checked(guess.join().map_err(stopped)??)?);
                checked(load?)
            })
        })?;
        let [Some(asks), Some(guesses)] = beside else {
            return Err("no load was made beside".into());
        };
        let mut line = gathering.line(What::RedeemBeside, api, connections, 0)?;
        // Commits are shared with the calls beside it.
        line.commits = None;
        self.redeemed(line.requests)?;
        let expected = &mut self.world.set()?.expected;
        expected.challenges += asks.right;
        expected.guesses += guesses.right;
        let ask = Measure::of(&asks, What::AskBeside, api, OFFERING);
        let check = Measure::of(&guesses, What::CheckBeside, api, OFFERING);
        Ok((line, vec![ask, check]))
    }

    fn redeemed(&mut self, count: u64) -> Outcome<()> {
        self.world.set()?.expected.notices += count;
        Ok(())
    }

    /// How fast letters go out over so many connections, once the mail server lets them.
    pub fn courier(&mut self, connections: usize, letters: u64) -> Outcome<Sending> {
        let sink = self.world.sink.clone();
        sink.pause(true);
        self.world.fresh(connections)?;
        let wanted = letters.min(self.world.accounts.into());
        while u64::from(self.world.accounts).saturating_sub(self.world.left()?) < wanted {
            self.world
                .ask(Api::FourPointX, PREPARING, Duration::from_millis(50))?;
        }
        let (before, all) = (sink.taken(), self.world.set()?.expected.challenges);
        let begun = elapsed();
        sink.pause(false);
        let bar = super::world::bar(all, "sending letters");
        while sink.taken() - before < all {
            bar.set_position(sink.taken() - before);
            if elapsed().saturating_sub(begun) > LETTERS_WITHIN {
                return Err(format!("of {all} letters only {} arrived", sink.taken() - before).into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        bar.finish_and_clear();
        let took = sink.last().saturating_sub(begun).as_secs_f64();
        let rate = f64::from(u32::try_from(all)?) / took;
        Ok(Sending {
            connections,
            letters: all,
            rate,
        })
    }

    fn order(&mut self, call: Call, script: Arc<dyn Script>, connections: usize) -> Outcome<Order> {
        let server = self.world.set()?.server.address;
        Ok(Order {
            server,
            connections,
            time: self.time,
            pace: Pace::Closed,
            call: Arc::new(call),
            script,
        })
    }
}
