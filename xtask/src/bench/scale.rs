//! Few accounts against many: what growth costs.

use serde::Serialize;

use super::calls::Api;
use super::measure::{Measure, What};
use super::parts::{Line, Run};
use crate::Outcome;

/// Few.
pub const FEW: u32 = 1000;

/// Many.
pub const MANY: u32 = 1_000_000;

/// At this number of connections.
const CONNECTIONS: usize = 64;

/// The same load on few accounts and on many.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Scale {
    /// What was measured.
    pub what: What,
    /// How many are few.
    pub few: u32,
    /// Calls a second with few, and of the floor.
    pub few_rate: f64,
    few_floor: f64,
    /// How many are many.
    pub many: u32,
    /// Calls a second with many, and of the floor.
    pub many_rate: f64,
    many_floor: f64,
}

impl Scale {
    /// By which part the rate rises from few to many, as a part of the floor: minutes lie between the two, in which the
    /// machine's pace changes. Below zero it falls.
    pub fn change(&self) -> f64 {
        (self.many_rate / self.many_floor) / (self.few_rate / self.few_floor) - 1.0
    }
}

/// Measures both, and compares.
pub fn compare(few: &mut Run, many: &mut Run) -> Outcome<Vec<Scale>> {
    let ask = |run: &mut Run| run.ask(Line::new(What::AskPaused, Api::FourPointX, CONNECTIONS));
    let check = |run: &mut Run| run.wrong_check(Api::FourPointX, CONNECTIONS);
    let (few_asks, few_checks) = (ask(few)?, check(few)?);
    few.world.close()?;
    let (many_asks, many_checks) = (ask(many)?, check(many)?);
    many.world.close()?;
    let scale = |few_line: &Measure, many_line: &Measure| Scale {
        what: few_line.what,
        few: few.world.accounts,
        few_rate: few_line.rate,
        few_floor: few_line.floor.unwrap_or(f64::NAN),
        many: many.world.accounts,
        many_rate: many_line.rate,
        many_floor: many_line.floor.unwrap_or(f64::NAN),
    };
    Ok(vec![
        scale(&few_asks, &many_asks),
        scale(&few_checks, &many_checks),
    ])
}
