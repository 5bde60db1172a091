//! The parts of a run: asking, checking, redeeming, sending.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use serde::Serialize;

use super::calls::{Api, Call};
use super::floors::{self, Floor};
use super::flows::Guessing;
use super::load::{Load, Order, Pace, Script};
use super::measure::{Gathering, Measure, What};
use super::script::{Everyone, Guessed, Known, Numbers, people};
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
const SETTLING: Duration = Duration::from_millis(300);

/// A floor is looked at between slices of about this length: the machine's pace changes within seconds.
const SLICE: Duration = Duration::from_secs(1);

/// Hashes come in tens of milliseconds, so slices of them are longer.
const SLICE_OF_HASHES: Duration = Duration::from_secs(2);

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

/// What a line is about.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    what: What,
    api: Api,
    connections: usize,
}

impl Line {
    /// A line of the table.
    pub fn new(what: What, api: Api, connections: usize) -> Line {
        Line {
            what,
            api,
            connections,
        }
    }

    /// What it is compared with.
    fn floor(self) -> Floor {
        match self.what {
            What::Redeem | What::RedeemBeside => Floor::Argon2,
            What::AskSending
            | What::AskPaused
            | What::WrongCheck
            | What::RightCheck
            | What::AskBeside
            | What::CheckBeside => Floor::Json(self.connections),
        }
    }
}

/// Into how many slices a line is cut.
fn slices(time: Duration, floor: Floor) -> u32 {
    let slice = match floor {
        Floor::Json(_) => SLICE,
        Floor::Argon2 => SLICE_OF_HASHES,
    };
    u32::try_from(time.as_millis() / slice.as_millis()).map_or(1, |it| it.max(1))
}

/// Makes three loads at the same time.
fn all_at_once(first: &Order, others: [&Order; 2]) -> Outcome<(Load, [Load; 2])> {
    std::thread::scope(|scope| {
        let [second, third] = others.map(|order| scope.spawn(|| order.run()));
        let load = first.run();
        let stopped = |_| "a thread that makes load has stopped";
        let second = checked(second.join().map_err(stopped)??)?;
        let third = checked(third.join().map_err(stopped)??)?;
        Ok((checked(load?)?, [second, third]))
    })
}

impl Run {
    /// Measures a line in slices, and its floor before, between and after them, since the machine's pace changes within
    /// seconds. Nothing but the floor works meanwhile: letters wait.
    pub fn between(
        &mut self,
        line: Line,
        mut slice: impl FnMut(&mut Run, &mut Gathering, Duration) -> Outcome<()>,
    ) -> Outcome<Measure> {
        let floor = line.floor();
        let slices = slices(self.time, floor);
        let time = self.time / slices;
        let look = |run: &Run| {
            run.world.sink.pause(true);
            std::thread::sleep(SETTLING);
            let rate = floors::look(floor, run.world.folder(), time / 2);
            run.world.sink.pause(false);
            rate
        };
        let mut gathering = Gathering::new();
        let mut looks = look(self)?;
        for _ in 0..slices {
            slice(self, &mut gathering, time)?;
            looks += look(self)?;
        }
        let backlog = self.world.backlog()?;
        let mut measure = gathering.line(line.what, line.api, line.connections, backlog)?;
        measure.floor = Some(looks / f64::from(slices + 1));
        Ok(measure)
    }

    /// Asking: every call opens a challenge and queues a letter, for an account without a live one.
    pub fn ask(&mut self, line: Line) -> Outcome<Measure> {
        let paused = line.what == What::AskPaused;
        self.between(line, |run, gathering, time| {
            run.world.sink.pause(paused);
            let end = gathering.took() + time;
            for _ in 0..MOST_SETS {
                if run.world.left()? == 0 {
                    // A server that waits for the mail server takes ten seconds to stop.
                    run.world.sink.pause(false);
                    run.world.fresh(super::world::WORKERS)?;
                    run.world.sink.pause(paused);
                }
                let rest = end.saturating_sub(gathering.took());
                gathering.piece(&mut run.world, |world| {
                    world.ask(line.api, line.connections, rest)
                })?;
                if gathering.took() >= end {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Guessing wrongly, over all accounts, each with a live code of this API.
    pub fn wrong_check(&mut self, api: Api, connections: usize) -> Outcome<Measure> {
        self.with_live_codes(api)?;
        let numbers = Numbers::of(self.world.accounts);
        let everyone = Arc::new(Everyone::again_and_again(numbers));
        let line = Line::new(What::WrongCheck, api, connections);
        self.between(line, |run, gathering, time| {
            let end = gathering.took() + time;
            for _ in 0..MOST_SETS {
                run.with_live_codes(api)?;
                let rest = end.saturating_sub(gathering.took());
                let script: Arc<dyn Script> = match api {
                    Api::FourPointX | Api::Userverse => everyone.clone(),
                    Api::V1 => Arc::new(Guessing::on(&run.world.set()?.flows)),
                };
                let order = run.order(Call::wrong(api), script, connections, rest)?;
                gathering.piece(&mut run.world, |world| {
                    let load = checked(order.run()?)?;
                    world.set()?.expected.guesses += load.right;
                    Ok(load)
                })?;
                if gathering.took() >= end {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Sees to it that every account has a live code of this API, and pauses the courier.
    fn with_live_codes(&mut self, api: Api) -> Outcome<()> {
        if !self.world.suits(api)? {
            // A server that waits for the mail server takes ten seconds to stop.
            self.world.sink.pause(false);
            self.world.fresh(super::world::WORKERS)?;
        }
        self.world.sink.pause(true);
        if self.world.left()? > 0 {
            self.world.fill(api)?;
        }
        Ok(())
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
        let line = Line::new(What::RightCheck, Api::FourPointX, connections);
        self.between(line, |run, gathering, time| {
            let order = run.order(Call::right(), script.clone(), connections, time)?;
            gathering.piece(&mut run.world, |_| checked(order.run()?))
        })
    }

    /// Setting new passwords: alone, and with asks and wrong checks offered beside it.
    pub fn redeem(&mut self, known: &Arc<Vec<(u32, String)>>) -> Outcome<Vec<Measure>> {
        // The last tenth is kept for the checks beside: their codes must stay alive.
        let (redeemed, guessed) = known.split_at(known.len() - known.len() / 10);
        let (redeemed, guessed) = (Arc::new(redeemed.to_vec()), Arc::new(guessed.to_vec()));
        let turn = Arc::new(AtomicU64::new(0));
        let mut lines = Vec::new();
        for api in Api::DOCUMENTED {
            for connections in REDEEMING {
                lines.push(self.redeem_alone(api, connections, &redeemed, &turn)?);
            }
            lines.extend(self.redeem_beside(api, &redeemed, &turn, &guessed)?);
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
        let line = Line::new(What::Redeem, api, connections);
        let measure = self.between(line, |run, gathering, time| {
            let script = Arc::new(Known::once(people, turn));
            let order = run.order(Call::redeem(api), script, connections, time)?;
            gathering.piece(&mut run.world, |_| checked(order.run()?))
        })?;
        self.world.set()?.expected.notices += measure.requests;
        Ok(measure)
    }

    /// The redemptions, and then the asks and the checks beside them.
    fn redeem_beside(
        &mut self,
        api: Api,
        people: &Arc<Vec<(u32, String)>>,
        turn: &Arc<AtomicU64>,
        guessed: &Arc<Vec<(u32, String)>>,
    ) -> Outcome<[Measure; 3]> {
        let line = Line::new(What::RedeemBeside, api, REDEEMING[0]);
        let mut beside: [Option<Load>; 2] = [None, None];
        let mut measure = self.between(line, |run, gathering, time| {
            let script = Arc::new(Known::once(people, turn));
            let redeeming = run.order(Call::redeem(api), script, line.connections, time)?;
            let asking = run.world.asking(api, OFFERING, time, Pace::Open(OFFERED))?;
            let mut guessing =
                run.order(Call::wrong(api), Arc::new(Guessed::new(guessed)), OFFERING, time)?;
            guessing.pace = Pace::Open(OFFERED);
            gathering.piece(&mut run.world, |_| {
                let (load, others) = all_at_once(&redeeming, [&asking, &guessing])?;
                for (all, load) in beside.iter_mut().zip(others) {
                    match all {
                        Some(all) => all.then(&load)?,
                        none => *none = Some(load),
                    }
                }
                Ok(load)
            })
        })?;
        let [Some(asks), Some(guesses)] = beside else {
            return Err("no load was made beside".into());
        };
        // Commits and processors are shared with the calls beside it.
        (measure.commits, measure.work) = (None, None);
        let expected = &mut self.world.set()?.expected;
        expected.notices += measure.requests;
        expected.challenges += asks.right;
        expected.guesses += guesses.right;
        let ask = Measure::of(&asks, What::AskBeside, api, OFFERING);
        let check = Measure::of(&guesses, What::CheckBeside, api, OFFERING);
        Ok([measure, ask, check])
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

    fn order(
        &mut self,
        call: Call,
        script: Arc<dyn Script>,
        connections: usize,
        time: Duration,
    ) -> Outcome<Order> {
        let server = self.world.set()?.server.address;
        Ok(Order {
            server,
            from: None,
            connections,
            time,
            pace: Pace::Closed,
            call: Arc::new(call),
            script,
        })
    }
}
