//! What a run is to reach: the bounds that the service was built to.

use serde::Serialize;

use super::measure::{Measure, What};
use super::report::Report;

/// At this number of connections asks and checks are judged.
const JUDGED_AT: usize = 64;

/// One thing to reach.
#[derive(Clone, Debug, Serialize)]
pub struct Goal {
    /// What.
    pub what: String,
    bound: Bound,
    value: f64,
    unit: &'static str,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    fn at_least(what: String, bound: f64, value: f64, unit: &'static str) -> Goal {
        Goal {
            what,
            bound: Bound::AtLeast(bound),
            value,
            unit,
        }
    }

    fn at_most(what: String, bound: f64, value: f64, unit: &'static str) -> Goal {
        Goal {
            what,
            bound: Bound::AtMost(bound),
            value,
            unit,
        }
    }

    /// Whether it was reached.
    pub fn met(&self) -> bool {
        match self.bound {
            Bound::AtLeast(bound) => self.value >= bound,
            Bound::AtMost(bound) => self.value <= bound,
        }
    }

    /// The bound, in words.
    pub fn wanted(&self) -> String {
        match self.bound {
            Bound::AtLeast(bound) => format!("≥ {bound} {}", self.unit),
            Bound::AtMost(bound) => format!("≤ {bound} {}", self.unit),
        }
    }

    /// What was reached, in words.
    pub fn reached(&self) -> String {
        format!("{:.1} {}", self.value, self.unit)
    }
}

/// What this run was to reach, as far as it measured it.
pub fn of(report: &Report) -> Vec<Goal> {
    let mut goals: Vec<Goal> = report.measures.iter().flat_map(of_line).collect();
    for it in &report.sending {
        let bound = if it.connections == 1 { 1500.0 } else { 4000.0 };
        let what = format!("courier on {} connection(s)", it.connections);
        goals.push(Goal::at_least(what, bound, it.rate, "letters/s"));
    }
    let at_rest = [
        ("start-up to first answer", 60.0, report.start_up, "ms"),
        ("memory when idle", 40.0, report.rss_idle, "MiB"),
        (
            "memory when idle after hashing",
            40.0,
            report.rss_idle_again,
            "MiB",
        ),
    ];
    for (what, bound, value, unit) in at_rest {
        goals.extend(value.map(|it| Goal::at_most(what.to_owned(), bound, it, unit)));
    }
    for it in &report.scale {
        let what = format!(
            "{}, loss from {} to {} accounts",
            it.what.words(),
            it.few,
            it.many
        );
        goals.push(Goal::at_most(what, 15.0, -it.change() * 100.0, "%"));
    }
    goals
}

/// What one measured line was to reach.
fn of_line(line: &Measure) -> Vec<Goal> {
    let what = format!(
        "{}, {}, {} connections",
        line.what.words().trim(),
        line.api.name(),
        line.connections
    );
    let percent = line.ratio().unwrap_or(0.0) * 100.0;
    match line.what {
        What::AskSending | What::AskPaused if line.connections == JUDGED_AT => vec![
            Goal::at_least(what.clone(), 40.0, percent, "% of the bare handler"),
            Goal::at_most(format!("{what}, p99"), 15.0, line.p99, "ms"),
            Goal::at_most(format!("{what}, memory"), 120.0, line.rss, "MiB"),
        ],
        What::WrongCheck if line.connections == JUDGED_AT => {
            vec![Goal::at_least(what, 35.0, percent, "% of the bare handler")]
        }
        What::Redeem => vec![Goal::at_least(what, 93.0, percent, "% of Argon2id")],
        What::RedeemBeside => vec![Goal::at_least(what, 85.0, percent, "% of Argon2id")],
        What::AskBeside | What::CheckBeside => {
            vec![Goal::at_most(format!("{what}, p99"), 50.0, line.p99, "ms")]
        }
        What::AskSending | What::AskPaused | What::WrongCheck | What::RightCheck => Vec::new(),
    }
}
