//! How long calls take: one connection, one call at a time, the groups in random order.

use std::collections::BTreeMap;
use std::time::Duration;

use indicatif::ProgressBar;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use recovery::ports::Clock;
use strum::VariantArray;

use crate::commands::failure::Failure;
use crate::commands::selftest::calls::{Ground, Make, fourpoint, pages, userverse, v1};
use crate::commands::selftest::instance::Instance;
use crate::commands::selftest::people::{Group, Person};
use crate::commands::selftest::visitor::Visitor;
use crate::commands::selftest::walks::Surface;
use crate::commands::selftest::wire::Line;
use crate::doors::SystemClock;
use crate::settings::Dialects;

/// So many people of each group go first and do not count: caches fill, and the connection's window opens.
pub const WARM_UP: usize = 100;

/// The median that planted work goes by is looked up anew after so many calls.
const MEDIAN_EVERY: usize = 256;

/// A call that is measured.
#[derive(Clone, Copy)]
pub struct Timed {
    /// What it is called.
    pub name: &'static str,
    /// Goes before it, unmeasured.
    before: Option<Make>,
    make: Make,
}

/// The calls of each surface that is served, in the order in which each person makes them.
pub fn calls(dialects: &Dialects) -> Vec<(Surface, Vec<Timed>)> {
    let one = |name, make| Timed {
        name,
        before: None,
        make,
    };
    let form = Timed {
        before: Some(pages::open),
        ..one("ask", pages::begin)
    };
    let all: [(bool, Surface, Vec<Timed>); 4] = [
        (
            dialects.fourpoint.is_some(),
            Surface::FourPoint,
            vec![
                one("ask", fourpoint::ask),
                one("check", fourpoint::check),
                one("redeem", fourpoint::reset),
            ],
        ),
        (
            dialects.userverse.is_some(),
            Surface::Userverse,
            vec![one("ask", userverse::ask), one("redeem", userverse::reset)],
        ),
        (
            dialects.v1.is_some(),
            Surface::V1,
            vec![
                one("ask", v1::begin),
                one("check", v1::check),
                one("redeem", v1::reset),
            ],
        ),
        (
            dialects.pages.is_some(),
            Surface::Pages,
            vec![
                form,
                one("page of the code", pages::open_code),
                one("check", pages::check),
            ],
        ),
    ];
    let served = all.into_iter().filter(|it| it.0);
    served.map(|(_, surface, calls)| (surface, calls)).collect()
}

/// Work that is added to one group's calls, to see that it is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plant {
    /// Whose.
    pub group: Group,
    /// How much, as a part of the median.
    pub part: f64,
}

/// Times by group, in microseconds.
pub type Times = BTreeMap<Group, Vec<f64>>;

/// What measuring needs.
pub struct Bench<'a> {
    /// What is measured.
    pub instance: &'a Instance,
    /// What its calls need to know.
    pub ground: &'a Ground,
    /// What is added.
    pub plant: Option<Plant>,
    /// By what the order is drawn.
    pub dice: StdRng,
    /// How far it has come.
    pub bar: &'a ProgressBar,
}

impl Bench<'_> {
    /// Measures the calls of a surface, one after the other, each by everybody. The first of the people go first, and do not count.
    ///
    /// # Errors
    /// [`Failure`] when the instance does not answer, or breaks down.
    pub async fn measure(
        &mut self,
        people: Vec<Person>,
        calls: &[Timed],
    ) -> Result<Vec<(&'static str, Times)>, Failure> {
        let mut visitors: Vec<Visitor> = people.into_iter().map(Visitor::new).collect();
        let groups = Group::VARIANTS.len();
        let warm = (WARM_UP * groups).min(visitors.len());
        let (first, counted) = visitors.split_at_mut(warm);
        let mut measured = Vec::new();
        let mut line = Line::open(self.instance.address).await?;
        for call in calls {
            let mut watch = Watch::new(self.plant);
            let mut times = Times::new();
            for who in first.iter_mut() {
                self.one(&mut line, &mut watch, who, *call).await?;
            }
            counted.shuffle(&mut self.dice);
            for who in counted.iter_mut() {
                let took = self.one(&mut line, &mut watch, who, *call).await?;
                times.entry(who.person.group).or_default().push(micros(took));
                self.bar.inc(1);
            }
            measured.push((call.name, times));
        }
        Ok(measured)
    }

    async fn one(
        &self,
        line: &mut Line,
        watch: &mut Watch,
        who: &mut Visitor,
        call: Timed,
    ) -> Result<Duration, Failure> {
        if let Some(before) = call.before {
            let answer = line.call(&who.sends(before(who, self.ground))).await?;
            who.keeps(&answer);
        }
        let bytes = line.bytes(&who.sends((call.make)(who, self.ground)));
        let began = watch.clock.elapsed();
        line.send(&bytes).await?;
        let took = watch.stop(began, who.person.group);
        let answer = line.answer()?;
        if answer.status >= 500 || answer.status == 429 {
            let told = format!(
                "the instance of the selftest answered {} to: {}",
                answer.status, call.name
            );
            return Err(Failure::new(
                told,
                "Its limits, or the machine, are too small for so many accounts.",
            ));
        }
        who.keeps(&answer);
        Ok(took)
    }
}

fn micros(took: Duration) -> f64 {
    took.as_secs_f64() * 1e6
}

/// The stopwatch, with what is planted.
struct Watch {
    clock: SystemClock,
    plant: Option<Plant>,
    seen: Vec<f64>,
    median: f64,
}

impl Watch {
    fn new(plant: Option<Plant>) -> Watch {
        Watch {
            clock: SystemClock::start(),
            plant,
            seen: Vec::new(),
            median: 0.0,
        }
    }

    /// How long it took since then. Planted work is done before the stopwatch is looked at, as the server would have done it.
    fn stop(&mut self, began: Duration, group: Group) -> Duration {
        let answered = self.clock.elapsed();
        let took = answered.saturating_sub(began);
        let Some(plant) = self.plant else { return took };
        let mut whole = took;
        if group == plant.group {
            let until = answered + Duration::from_secs_f64((self.median * plant.part / 1e6).max(0.0));
            while self.clock.elapsed() < until {
                std::hint::spin_loop();
            }
            whole = self.clock.elapsed().saturating_sub(began);
        }
        self.seen.push(micros(took));
        if self.seen.len().is_multiple_of(MEDIAN_EVERY) {
            self.median = super::statistics::median(&self.seen);
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planted_work_is_done_for_its_group_within_what_is_measured() {
        let plant = Plant {
            group: Group::Unknown,
            part: 0.5,
        };
        let mut watch = Watch::new(Some(plant));
        for _ in 0..MEDIAN_EVERY {
            let began = watch.clock.elapsed();
            watch.stop(began, Group::Known);
        }
        assert!(watch.median > 0.0, "the median comes from what was measured");
        watch.median = 2000.0;
        let began = watch.clock.elapsed();
        assert!(watch.stop(began, Group::Unknown) >= Duration::from_millis(1));
    }
}
