//! One line of the table, and how it comes about.

use std::time::Duration;

use serde::Serialize;

use super::calls::Api;
use super::load::Load;
use super::world::{DataSet, World};
use crate::Outcome;

/// The counter of the store's commits.
const COMMITS: &str = "resetd_store_commits_total";

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Asking, while the courier sends.
    AskSending,
    /// Asking, while the mail server keeps the courier waiting.
    AskPaused,
    /// Guessing wrongly.
    WrongCheck,
    /// Checking the right code.
    RightCheck,
    /// Setting a new password.
    Redeem,
    /// Setting new passwords, with asks and checks beside it.
    RedeemBeside,
    /// The asks beside it.
    AskBeside,
    /// The checks beside it.
    CheckBeside,
}

impl What {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            What::AskSending => "ask, courier on",
            What::AskPaused => "ask, courier paused",
            What::WrongCheck => "wrong check",
            What::RightCheck => "right check",
            What::Redeem => "redeem",
            What::RedeemBeside => "redeem, asks and checks beside",
            What::AskBeside => "  200 asks/s beside it",
            What::CheckBeside => "  200 wrong checks/s beside it",
        }
    }
}

/// One line of the table.
#[derive(Clone, Debug, Serialize)]
pub struct Measure {
    /// What was measured.
    pub what: What,
    /// Through which API.
    pub api: Api,
    /// Over how many connections.
    pub connections: usize,
    /// How many calls were counted.
    pub requests: u64,
    /// Calls a second.
    pub rate: f64,
    /// Median, in milliseconds.
    pub p50: f64,
    /// 99th percentile, in milliseconds.
    pub p99: f64,
    /// The rate of its floor, measured right before it and right after. Load at a given rate has none.
    pub floor: Option<f64>,
    /// Commits for each call.
    pub commits: Option<f64>,
    /// Processor time of the server for each call, in microseconds. It changes less than the rate when others use the machine.
    pub work: Option<f64>,
    /// The most memory of the server while it went on, in MiB.
    pub rss: f64,
    /// Letters that had not reached the mail server at its end.
    pub backlog: u64,
}

/// Gathers what one line needs, over as many data sets as it takes.
pub struct Gathering {
    load: Option<Load>,
    commits: Option<f64>,
    worked: Option<Duration>,
    rss: f64,
}

impl Gathering {
    /// Nothing yet.
    pub fn new() -> Gathering {
        Gathering {
            load: None,
            commits: Some(0.0),
            worked: Some(Duration::ZERO),
            rss: 0.0,
        }
    }

    /// How long it has been measured.
    pub fn took(&self) -> Duration {
        self.load.as_ref().map_or(Duration::ZERO, |it| it.took)
    }

    /// Measures a piece of load on the data set at hand.
    pub fn piece(
        &mut self,
        world: &mut World,
        work: impl FnOnce(&mut World) -> Outcome<Load>,
    ) -> Outcome<()> {
        let set = world.set()?;
        let (before, worked_before, watch) = (commits(set), set.server.worked(), set.server.watch());
        let load = work(world);
        self.rss = self.rss.max(watch.most());
        let set = world.set()?;
        let (after, worked) = (commits(set), set.server.worked());
        let worked = worked
            .zip(worked_before)
            .map(|(after, before)| after.saturating_sub(before));
        self.worked = self.worked.zip(worked).map(|(sum, worked)| sum + worked);
        let made = after.zip(before).map(|(after, before)| after - before);
        self.commits = self.commits.zip(made).map(|(sum, made)| sum + made);
        let load = load?;
        match &mut self.load {
            Some(all) => all.then(&load),
            none => {
                *none = Some(load);
                Ok(())
            }
        }
    }

    /// The line.
    pub fn line(self, what: What, api: Api, connections: usize, backlog: u64) -> Outcome<Measure> {
        let load = self.load.ok_or("nothing was measured")?;
        if load.right == 0 {
            return Err(format!("no call was made: {}", what.words()).into());
        }
        let commits = self.commits.map(|it| it / load.right_f64());
        let mut line = Measure::of(&load, what, api, connections);
        line.work = self.worked.map(|it| it.as_secs_f64() * 1e6 / load.right_f64());
        (line.commits, line.rss, line.backlog) = (commits, self.rss, backlog);
        Ok(line)
    }
}

impl Measure {
    /// Its part of the floor.
    pub fn ratio(&self) -> Option<f64> {
        self.floor.map(|floor| self.rate / floor)
    }

    /// The line of a load, without what is seen of the server.
    pub fn of(load: &Load, what: What, api: Api, connections: usize) -> Measure {
        Measure {
            what,
            api,
            connections,
            requests: load.right,
            rate: load.rate(),
            p50: load.quantile(0.5),
            p99: load.quantile(0.99),
            floor: None,
            commits: None,
            work: None,
            rss: 0.0,
            backlog: 0,
        }
    }
}

fn commits(set: &DataSet) -> Option<f64> {
    set.server.metric(COMMITS)
}
