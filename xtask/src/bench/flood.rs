//! A flood of wrong checks from one network, and what those who ask honestly notice of it: how long an ask takes on a server
//! that has little else to do, and beside the flood.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::calls::{Api, Call};
use super::load::{Load, Order, Pace, Script};
use super::parts::Run;
use super::script::{Everyone, Numbers};
use super::server::Serving;
use super::world::{WORKERS, checked};
use crate::{Outcome, print};

/// Honest asks a second.
const ASKS: u32 = 100;

/// Connections that they come over.
const ASKING: usize = 8;

/// Connections of the flood, each of which calls as fast as it is answered.
const FLOODING: usize = 64;

/// Where the flood comes from: another client of the loopback network than the one that asks.
const FLOODER: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 66));

/// The machine's pace changes within seconds, so both are measured in turns.
const TURNS: u32 = 4;

/// Asks that are not counted: a server that was just started reads files and tables for the first time.
const WARMING: Duration = Duration::from_secs(1);

/// What asks notice of a flood.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Flood {
    /// Asks while nothing else went on.
    pub idle: Waits,
    /// Asks beside the flood.
    pub beside: Waits,
    /// Calls of the flood a second, each turned away.
    pub turned_away: f64,
}

/// How long asks took.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Waits {
    /// How many there were.
    pub asks: u64,
    /// Median, in milliseconds.
    pub p50: f64,
    /// 99th percentile, in milliseconds.
    pub p99: f64,
}

impl Waits {
    fn of(load: &Load) -> Waits {
        Waits {
            asks: load.right,
            p50: load.quantile(0.5),
            p99: load.quantile(0.99),
        }
    }
}

impl Flood {
    /// How many times as long the slowest hundredth of asks takes.
    pub fn slower(&self) -> f64 {
        self.beside.p99 / self.idle.p99
    }

    /// Prints the lines.
    pub fn print(&self) -> Outcome<()> {
        for (beside, it) in [("nothing else", self.idle), ("a flood", self.beside)] {
            let Waits { asks, p50, p99 } = it;
            print(format_args!(
                "asks beside {beside}: p50 {p50:.2} ms, p99 {p99:.2} ms ({asks} asks, {ASKS} a second)"
            ))?;
        }
        print(format_args!(
            "the flood: {:.0} wrong checks a second over {FLOODING} connections, turned away",
            self.turned_away
        ))
    }
}

/// Measures.
pub fn measure(run: &mut Run) -> Outcome<Flood> {
    run.world.sink.pause(false);
    run.world.fresh_serving(WORKERS, Serving::Limited)?;
    let turn = (run.time / TURNS).max(Duration::from_secs(1));
    spend_what_it_may(run)?;
    ask(run, WARMING)?;
    let (mut idle, mut beside, mut flood) = (None, None, None);
    for _ in 0..TURNS {
        gather(&mut idle, ask(run, turn)?)?;
        let flooding = order(run, flooding(), Everyone::again_and_again, FLOODING, turn)?;
        let (asks, floods) = std::thread::scope(|scope| {
            let flooding = scope.spawn(|| flooding.run());
            let asks = ask(run, turn);
            let stopped = |_| "a thread that makes load has stopped";
            Outcome::Ok((asks?, checked(flooding.join().map_err(stopped)??)?))
        })?;
        gather(&mut beside, asks)?;
        gather(&mut flood, floods)?;
    }
    let (Some(idle), Some(beside), Some(flood)) = (idle, beside, flood) else {
        return Err("nothing was measured".into());
    };
    Ok(Flood {
        idle: Waits::of(&idle),
        beside: Waits::of(&beside),
        turned_away: flood.rate(),
    })
}

fn gather(all: &mut Option<Load>, load: Load) -> Outcome<()> {
    match all {
        Some(all) => all.then(&load),
        none => {
            *none = Some(load);
            Ok(())
        }
    }
}

/// The flood's network makes the one check that it may make in an hour.
fn spend_what_it_may(run: &mut Run) -> Outcome<()> {
    let nobody_asked = Call::wrong(Api::FourPointX).answered(404, "Invalid OTP");
    let once = |numbers: Numbers| Everyone::once(numbers, Arc::new((numbers.count() - 1).into()));
    checked(order(run, nobody_asked, once, 1, Duration::from_secs(10))?.run()?)?;
    Ok(())
}

fn flooding() -> Call {
    Call::wrong(Api::FourPointX).answered(429, "Too many requests")
}

/// Asks honestly for so long, for accounts that nobody has asked for yet.
fn ask(run: &mut Run, time: Duration) -> Outcome<Load> {
    let asking = run
        .world
        .asking(Api::FourPointX, ASKING, time, Pace::Open(ASKS))?;
    let load = checked(asking.run()?)?;
    run.world.set()?.expected.challenges += load.right;
    Ok(load)
}

fn order<S: Script + 'static>(
    run: &mut Run,
    call: Call,
    script: impl FnOnce(Numbers) -> S,
    connections: usize,
    time: Duration,
) -> Outcome<Order> {
    Ok(Order {
        server: run.world.set()?.server.address,
        from: Some(FLOODER),
        connections,
        time,
        pace: Pace::Closed,
        call: Arc::new(call),
        script: Arc::new(script(Numbers::of(run.world.accounts))),
    })
}
