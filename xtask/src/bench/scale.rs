//! Few accounts against many: what growth costs.

use serde::Serialize;

use super::calls::Api;
use super::measure::What;
use super::parts::Run;
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
    /// Calls a second with few.
    pub few_rate: f64,
    /// How many are many.
    pub many: u32,
    /// Calls a second with many.
    pub many_rate: f64,
}

impl Scale {
    /// By which part the rate rises from few to many; below zero it falls.
    pub fn change(&self) -> f64 {
        self.many_rate / self.few_rate - 1.0
    }
}

/// Measures both, and compares.
pub fn compare(few: &mut Run, many: &mut Run) -> Outcome<Vec<Scale>> {
    let ask = |run: &mut Run| {
        run.ask(What::AskPaused, Api::FourPointX, CONNECTIONS)
            .map(|it| it.rate)
    };
    let check = |run: &mut Run| run.wrong_check(Api::FourPointX, CONNECTIONS).map(|it| it.rate);
    let (few_asks, few_checks) = (ask(few)?, check(few)?);
    few.world.close()?;
    let (many_asks, many_checks) = (ask(many)?, check(many)?);
    many.world.close()?;
    let scale = |what, few_rate, many_rate| Scale {
        what,
        few: few.world.accounts,
        few_rate,
        many: many.world.accounts,
        many_rate,
    };
    Ok(vec![
        scale(What::AskPaused, few_asks, many_asks),
        scale(What::WrongCheck, few_checks, many_checks),
    ])
}
