//! What a run is to reach: the bounds that the service was built to.

use serde::Serialize;

use super::calls::Api;
use super::measure::{Measure, What};
use super::pages::{FirstByte, Pages};
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
    goals.extend(
        report
            .measures
            .iter()
            .filter_map(|it| of_own(it, &report.measures)),
    );
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
    goals.extend(report.pages.iter().flat_map(of_pages));
    goals.extend(report.flood.iter().map(|it| {
        let what = "p99 of asks beside a flood of wrong checks".to_owned();
        Goal::at_most(what, 2.0, it.slower(), "times that at rest")
    }));
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

/// What the hosted pages were to reach.
fn of_pages(pages: &Pages) -> Vec<Goal> {
    let first_byte = |it: &FirstByte| {
        let what = format!("first byte of {}, p99", it.page);
        Goal::at_most(what, 5.0, it.p99, "ms")
    };
    let mut goals: Vec<Goal> = pages.first_bytes.iter().map(first_byte).collect();
    let what = "the first page and its files".to_owned();
    goals.push(Goal::at_most(what, 30.0, pages.kib(), "KiB"));
    goals
}

/// What a line of our own API was to reach: its part of its floor against that of the documented APIs, in the mean. Rates
/// would not do, because the machine's pace changes from line to line.
fn of_own(line: &Measure, all: &[Measure]) -> Option<Goal> {
    let judged = line.api == Api::V1 && line.connections == JUDGED_AT;
    let same = |it: &&Measure| {
        it.what == line.what && it.connections == line.connections && Api::DOCUMENTED.contains(&it.api)
    };
    let ratios: Option<Vec<f64>> = all.iter().filter(same).map(Measure::ratio).collect();
    let ratios = ratios.filter(|it| judged && it.len() == Api::DOCUMENTED.len())?;
    let mean = ratios.iter().sum::<f64>() / f64::from(u32::try_from(ratios.len()).ok()?);
    let (what, connections) = (line.what.words(), line.connections);
    Some(Goal::at_least(
        format!("{what}, {}, {connections} connections", line.api.name()),
        90.0,
        line.ratio()? / mean * 100.0,
        "% of the documented APIs",
    ))
}

/// What one measured line of a documented API was to reach.
fn of_line(line: &Measure) -> Vec<Goal> {
    let what = format!(
        "{}, {}, {} connections",
        line.what.words().trim(),
        line.api.name(),
        line.connections
    );
    let percent = line.ratio().unwrap_or(0.0) * 100.0;
    if line.api == Api::V1 {
        return Vec::new();
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn line(api: Api, what: What, rate: f64, floor: f64) -> Measure {
        Measure {
            what,
            api,
            connections: JUDGED_AT,
            requests: 1,
            rate,
            p50: 1.0,
            p99: 1.0,
            floor: Some(floor),
            commits: None,
            work: None,
            rss: 1.0,
            backlog: 0,
        }
    }

    #[test]
    fn a_page_begins_to_come_within_five_milliseconds_and_is_light() {
        let met = |p99, bytes| {
            let first_bytes = vec![FirstByte {
                page: "the first page",
                times: 100,
                p50: 0.2,
                p99,
            }];
            let report = Report {
                pages: Some(Pages {
                    first_bytes,
                    files: 4,
                    bytes,
                }),
                ..Report::default()
            };
            of(&report).iter().map(Goal::met).collect::<Vec<bool>>()
        };
        assert_eq!(met(5.0, 30 * 1024), [true, true]);
        assert_eq!(met(5.1, 30 * 1024 + 1), [false, false]);
    }

    #[test]
    fn our_own_api_is_compared_with_the_documented_ones_by_parts_of_the_floor() {
        // 40 and 50 % of the floor; then 42 % and 40 % of it, at whatever pace.
        let documented = [
            line(Api::FourPointX, What::WrongCheck, 40.0, 100.0),
            line(Api::Userverse, What::WrongCheck, 100.0, 200.0),
            line(Api::FourPointX, What::AskPaused, 1.0, 100.0),
        ];
        for (rate, met, percent) in [(21.0, true, "93.3"), (20.0, false, "88.9")] {
            let own = line(Api::V1, What::WrongCheck, rate, 50.0);
            let goal = of_own(&own, &documented).unwrap();
            assert_eq!(
                (goal.met(), goal.reached()),
                (met, format!("{percent} % of the documented APIs"))
            );
            assert!(of_line(&own).is_empty());
        }
        let alone = line(Api::V1, What::AskPaused, 20.0, 50.0);
        assert!(
            of_own(&alone, &documented).is_none(),
            "one of the two was not measured"
        );
        assert!(of_own(&documented[0], &documented).is_none(), "not our own");
    }
}
