//! `cargo xtask bench`: starts the server as it is shipped, on loopback, with everything durable, and measures it over raw
//! HTTP/1.1, in the same run as the floors that it is compared with.
//!
//! Every answer is looked at, and after each data set the rows of the database are compared with what was answered:
//! a run in which either differs fails.

mod calls;
mod flood;
mod floors;
mod flows;
mod goals;
mod load;
mod measure;
mod pages;
mod parts;
mod report;
mod rows;
mod scale;
mod script;
mod server;
mod sink;
mod wire;
mod world;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use clap::{Args, ValueEnum};

use calls::Api;
use floors::Floors;
use measure::What;
use parts::{Line, Run};
use report::Report;
use sink::Sink;
use world::World;

use crate::{Outcome, tell};

/// The profile of cargo under which the server is shipped.
const SHIPPED: &str = "dist";

/// A start-up is the median of so many.
const STARTS: usize = 5;

/// A hash thread that has had nothing to do gives its memory back after ten seconds.
const IDLE: Duration = Duration::from_secs(12);

/// Letters that are sent to measure the courier, for each second of measuring.
const LETTERS_PER_SECOND: u64 = 4000;

/// Codes that are read in letters, for each hash that the machine makes in the time of a line: two APIs, each at two
/// numbers of connections and once beside other calls, and as many again, because the floor may have been measured in
/// a slow moment.
const REDEEMED: f64 = 12.0;

/// And at least so many: each connection ends what it has begun, however short the time.
const REDEEMED_LEAST: u64 = 500;

/// How to measure.
#[derive(Debug, Args)]
pub struct Bench {
    /// How many accounts the database has
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(100..=50_000_000))]
    accounts: u32,
    /// How long each line is measured
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// At how many connections
    #[arg(long, value_delimiter = ',', default_values_t = [1, 16, 64, 256])]
    connections: Vec<usize>,
    /// Only these parts
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// Compare 1 000 accounts with 1 000 000, and nothing else
    #[arg(long)]
    compare_scale: bool,
    /// Also write what was found to this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Lay the database in this folder: its disk is what is measured
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
    /// Measure this server instead of building one
    #[arg(long, value_name = "PROGRAM")]
    server: Option<PathBuf>,
}

/// A part of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The floors alone
    Floors,
    /// Start-up and idle memory
    Start,
    /// Asking
    Ask,
    /// Wrong checks
    Check,
    /// Right checks
    Right,
    /// Setting passwords
    Redeem,
    /// Sending letters
    Courier,
    /// The hosted pages, with nothing else to do
    Page,
    /// Asks beside a flood of wrong checks
    Flood,
}

impl Bench {
    /// Measures.
    pub fn run(self) -> Outcome<()> {
        let program = match &self.server {
            Some(program) => program.clone(),
            None => build()?,
        };
        let sink = Sink::start()?;
        let mut report = if self.compare_scale {
            self.compare(&program, &sink)?
        } else {
            self.measure(&program, &sink)?
        };
        report.goals = goals::of(&report);
        report.print()?;
        if let Some(file) = &self.json {
            std::fs::write(file, serde_json::to_string_pretty(&report)?)?;
        }
        Ok(())
    }

    fn does(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    fn time(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    fn measure(&self, program: &Path, sink: &Sink) -> Outcome<Report> {
        tell(format_args!("laying {} accounts", self.accounts));
        let world = World::prepare(program, self.dir.as_deref(), self.accounts, sink)?;
        let mut report = Report {
            accounts: self.accounts,
            cores: std::thread::available_parallelism()?.get(),
            laid_in: world.laid_in.as_secs_f64(),
            floors: self.floors(world.folder(), &self.connections)?,
            ..Report::default()
        };
        let mut run = Run {
            world,
            time: self.time(),
            connections: self.connections.clone(),
        };
        if self.does(Part::Start) {
            tell("start-up");
            start_up(&mut run, &mut report)?;
        }
        if self.does(Part::Ask) {
            asks(&mut run, &mut report)?;
        }
        if self.does(Part::Check) {
            checks(&mut run, &mut report)?;
        }
        if self.does(Part::Right) || self.does(Part::Redeem) {
            self.with_codes(&mut run, &mut report)?;
        }
        if self.does(Part::Courier) {
            for connections in [1, 4] {
                tell(format_args!("courier, {connections} connection(s)"));
                report
                    .sending
                    .push(run.courier(connections, self.seconds * LETTERS_PER_SECOND)?);
            }
        }
        if self.does(Part::Page) {
            tell("pages");
            report.pages = Some(pages::look(&mut run)?);
        }
        if self.does(Part::Flood) {
            tell("a flood");
            report.flood = Some(flood::measure(&mut run)?);
        }
        run.world.close()?;
        Ok(report)
    }

    fn floors(&self, folder: &Path, connections: &[usize]) -> Outcome<Floors> {
        tell("floors");
        let (fdatasync_p50, fdatasync_p99) = floors::fdatasync(folder)?;
        let argon2 = floors::argon2(self.time())?;
        let json = floors::json(folder, connections, self.time())?;
        Ok(Floors {
            json,
            argon2,
            fdatasync_p50,
            fdatasync_p99,
        })
    }

    fn with_codes(&self, run: &mut Run, report: &mut Report) -> Outcome<()> {
        let hashes = report.floors.argon2 * run.time.as_secs_f64();
        let wanted = whole(hashes * REDEEMED).max(REDEEMED_LEAST);
        tell(format_args!("reading {wanted} codes in letters"));
        let known = run.known(wanted)?;
        if self.does(Part::Right) {
            for connections in run.connections.clone() {
                tell(format_args!("right check at {connections}"));
                report.measures.push(run.right_check(&known, connections)?);
            }
        }
        if self.does(Part::Redeem) {
            tell("redeem");
            report.measures.extend(run.redeem(&known)?);
            std::thread::sleep(IDLE);
            report.rss_idle_again = Some(run.world.set()?.server.rss());
        }
        Ok(())
    }

    fn compare(&self, program: &Path, sink: &Sink) -> Outcome<Report> {
        let run = |accounts| -> Outcome<Run> {
            tell(format_args!("laying {accounts} accounts"));
            let world = World::prepare(program, self.dir.as_deref(), accounts, sink)?;
            Ok(Run {
                world,
                time: self.time(),
                connections: Vec::new(),
            })
        };
        let (mut few, mut many) = (run(scale::FEW)?, run(scale::MANY)?);
        let floors = self.floors(many.world.folder(), &[64])?;
        tell("asking and guessing");
        Ok(Report {
            accounts: scale::MANY,
            cores: std::thread::available_parallelism()?.get(),
            laid_in: many.world.laid_in.as_secs_f64(),
            floors,
            scale: scale::compare(&mut few, &mut many)?,
            ..Report::default()
        })
    }
}

fn asks(run: &mut Run, report: &mut Report) -> Outcome<()> {
    for what in [What::AskSending, What::AskPaused] {
        for api in Api::ALL {
            for connections in run.connections.clone() {
                tell(format_args!("{}, {}, at {connections}", what.words(), api.name()));
                report.measures.push(run.ask(Line::new(what, api, connections))?);
            }
        }
    }
    Ok(())
}

fn checks(run: &mut Run, report: &mut Report) -> Outcome<()> {
    for api in Api::ALL {
        for connections in run.connections.clone() {
            tell(format_args!("wrong check, {}, at {connections}", api.name()));
            report.measures.push(run.wrong_check(api, connections)?);
        }
    }
    Ok(())
}

fn start_up(run: &mut Run, report: &mut Report) -> Outcome<()> {
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let set = run.world.fresh(world::WORKERS)?;
        starts.push(set.server.started_in.as_secs_f64() * 1000.0);
    }
    starts.sort_by(f64::total_cmp);
    report.start_up = starts.get(STARTS / 2).copied();
    std::thread::sleep(Duration::from_secs(1));
    report.rss_idle = Some(run.world.set()?.server.rss());
    Ok(())
}

/// A count that came out of arithmetic.
fn whole(count: f64) -> u64 {
    std::time::Duration::try_from_secs_f64(count.max(0.0)).map_or(0, |it| it.as_secs())
}

/// Builds the server as it is shipped, and says where it is.
fn build() -> Outcome<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let built = Command::new("cargo")
        .args(["build", "--profile", SHIPPED, "--locked", "--package", "resetd"])
        .current_dir(root)
        .status()?;
    if !built.success() {
        return Err("the server does not compile".into());
    }
    // This program lies in a folder of cargo's target directory, beside the one of releases or in it.
    let this = std::env::current_exe()?;
    let target = this
        .parent()
        .and_then(Path::parent)
        .ok_or("this program lies in no target directory")?;
    Ok(target.join(SHIPPED).join("resetd"))
}
