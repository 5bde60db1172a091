//! Honest use: which codes people get when nobody attacks, how much of the budget their typing takes, and how many letters
//! they cause.

use recovery::budget::Share;
use recovery::ledger::{ACCOUNT_BUCKETS, SERVICE_BUCKETS};
use recovery::odds;
use recovery::odds::honest::{Step, level, served};
use serde::Serialize;

use super::super::words;
use super::figures::{Figures, HonestUse, House, Stairs};

/// How long a wrong guess stays in an account's ledger, in years: the buckets are dropped whole, and the newest is half full.
const ACCOUNT_WINDOW: f64 = (ACCOUNT_BUCKETS as f64 - 0.5) / 12.0;

/// How long one stays in the service's, in days.
const SERVICE_WINDOW: f64 = (SERVICE_BUCKETS as f64 - 0.5) / 24.0;

/// What honest use makes of a rung.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Held {
    /// The share of asks that it serves.
    pub asks: f64,
    /// Which part of its share of an account's year honest use takes for good; `null`: it has no share.
    pub taken_of_account: Option<f64>,
    /// The same of the service's day.
    pub taken_of_service: Option<f64>,
}

/// The letters of honest use, a day.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Letters {
    /// With codes: one for each reset, and one more whenever a code's tries are used up.
    pub codes_per_day: f64,
    /// After each change of a password.
    pub notices_per_day: f64,
    /// Both.
    pub per_day: f64,
    /// How many letters with codes one account gets in a day at the most, whoever asks; `null`: limits are off.
    pub most_codes_per_account_per_day: Option<u64>,
}

/// What honest use makes of the rungs of a ladder, if all asks came through it.
pub fn held(house: &House, shares: &[Share]) -> Vec<Held> {
    let honest = house.honest;
    let wrong_a_year = honest.resets_per_year * honest.wrong_rate;
    let of_account = steps(shares, |it| it.caps.map(|it| odds::of_units(it.account)));
    let of_service = steps(shares, |it| it.caps.and_then(|it| it.service).map(odds::of_units));
    // A budget that only raises an alarm keeps nobody from a rung, and can be eaten up all the same.
    let alarms = steps(shares, |it| {
        let budget = house.budget.of_service();
        it.caps.map(|it| odds::of_units(it.service.unwrap_or(budget)))
    });
    let at_account = wrong_a_year * ACCOUNT_WINDOW;
    let at_service = wrong_a_year * honest.accounts as f64 / 365.0 * SERVICE_WINDOW;
    let taken_of_account = taken(&of_account, level(&of_account, at_account, house.attempts));
    let taken_of_service = taken(&alarms, level(&alarms, at_service, house.attempts));
    let asks = both(
        &served(&of_account, at_account, house.attempts),
        &served(&of_service, at_service, house.attempts),
    );
    asks.into_iter()
        .zip(taken_of_account)
        .zip(taken_of_service)
        .map(|((asks, taken_of_account), taken_of_service)| Held {
            asks,
            taken_of_account,
            taken_of_service,
        })
        .collect()
}

fn steps(shares: &[Share], threshold: impl Fn(&Share) -> Option<f64>) -> Vec<Step> {
    let step = |it: &Share| Step {
        cost: odds::of_units(it.cost()),
        threshold: threshold(it),
    };
    shares.iter().map(step).collect()
}

/// Which asks each rung serves when both ledgers must have room: they are thought to fill up independently.
fn both(account: &[f64], service: &[f64]) -> Vec<f64> {
    let (mut up_to_account, mut up_to_service, mut before) = (0.0, 0.0, 0.0);
    let rung = |(account, service): (&f64, &f64)| {
        up_to_account += account;
        up_to_service += service;
        let up_to: f64 = up_to_account * up_to_service;
        let asks = (up_to - before).max(0.0);
        before = up_to;
        asks
    };
    account.iter().zip(service).map(rung).collect()
}

/// Which part of each rung's own share is taken by what stands in the ledger for good: it fills up from the weakest on.
fn taken(steps: &[Step], spent: f64) -> Vec<Option<f64>> {
    let mut from = 0.0;
    let part = |step: &Step| {
        let to = step.threshold?;
        let (width, filled) = (to - from, spent - from);
        from = to;
        let part = if width > 0.0 {
            filled / width
        } else {
            filled.signum()
        };
        Some(part.clamp(0.0, 1.0))
    };
    steps.iter().map(part).collect()
}

/// How many letters honest use causes.
pub fn letters(honest: HonestUse, attempts: u32, letters_per_hour: Option<u32>) -> Letters {
    let resets = honest.accounts as f64 * honest.resets_per_year / 365.0;
    let codes = resets * (1.0 + further_codes(honest.wrong_rate, attempts));
    Letters {
        codes_per_day: codes,
        notices_per_day: resets,
        per_day: codes + resets,
        most_codes_per_account_per_day: letters_per_hour.map(|it| u64::from(it) * 24),
    }
}

/// How many codes a reset needs beside its first one, on average, if its wrong guesses are a Poisson number: one more for
/// every `attempts` of them.
fn further_codes(wrong_rate: f64, attempts: u32) -> f64 {
    let attempts = attempts.max(1);
    let (mut chance, mut codes) = ((-wrong_rate).exp(), 0.0);
    // 400 is far beyond the tail of the largest mean that the flag takes (20).
    for wrong in 1..=400_u32 {
        chance *= wrong_rate / f64::from(wrong);
        codes += chance * f64::from(wrong / attempts);
    }
    codes
}

/// What an operator should know beside the numbers.
pub fn notes(figures: &Figures) -> Vec<String> {
    let mut notes = Vec::new();
    for ladder in &figures.ladders {
        if !ladder.ends_uncapped {
            notes.push(without_an_end(figures, ladder));
        }
        let attempts = u64::from(figures.attempts);
        for step in &ladder.rungs {
            let few = |guesses: Option<u64>| guesses.is_some_and(|it| it < attempts);
            if few(step.account.guesses_per_year)
                || (few(step.service.guesses_per_day) && !step.service.alarm_only)
            {
                notes.push(format!(
                    "{} is never issued ({}): its threshold has no room for the {attempts} guesses of one code.",
                    step.rung,
                    ladder.dialects.join(", ")
                ));
            }
        }
    }
    if figures.letters_per_hour.is_none() {
        notes.push(
            "limits.enabled is false: the budget alone holds guessers back, and letters go out without end."
                .to_owned(),
        );
    }
    notes
}

/// A ladder in which every rung has a cap.
fn without_an_end(figures: &Figures, ladder: &Stairs) -> String {
    let then = match figures.links {
        true => "letters carry the link alone once the budget is spent",
        false => {
            "letters carry a code of 64 bits once the budget is spent, since there is no page for a link (pages in \
             dialects.enabled, or dialects.userverse.frontend_url)"
        }
    };
    let service = match figures.risk.service_hard {
        true => "risk.service_hard is set, so that the service's budget counts as well",
        false => "the service's budget only alarms unless risk.service_hard",
    };
    format!(
        "The ladder of {} has no code of 64 bits or more: {then}; {service}.",
        ladder.dialects.join(", ")
    )
}

const SERVICE: &str = "risk.service_per_year";

/// Every share of which honest use alone takes more than half for good, with what to do.
pub fn complaints(figures: &Figures) -> Vec<String> {
    let mut complaints = Vec::new();
    for ladder in &figures.ladders {
        for (at, step) in ladder.rungs.iter().enumerate() {
            let stronger = ladder.rungs.get(at + 1).map(|it| it.rung.as_str());
            let scopes = [
                (
                    step.honest.taken_of_account,
                    "an account's year",
                    "risk.account_per_year",
                ),
                (step.honest.taken_of_service, "the service's day", SERVICE),
            ];
            for (taken, whose, setting) in scopes {
                let Some(taken) = taken.filter(|it| *it > 0.5) else {
                    continue;
                };
                let instead = match stronger {
                    Some(rung) => format!("Begin the ladder of {} with {rung}", ladder.dialects.join(", ")),
                    None => format!("Give the ladder of {} longer codes", ladder.dialects.join(", ")),
                };
                let alarm = match step.service.alarm_only && setting == SERVICE {
                    true => ", so that its alarm sounds in peace",
                    false => "",
                };
                complaints.push(format!(
                    "honest use alone takes {} of the share of {} in {whose} for good, more than half of \
                     it{alarm}. {instead}, or raise {setting}.",
                    words::percent(taken),
                    step.rung,
                ));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reset_needs_another_code_for_every_five_wrong_guesses() {
        // 1 - Σ_{k<5} e^-1/k! = 0.003660: five of them at a mean of one; ten are one in ten million.
        assert!((further_codes(1.0, 5) - 0.003_660).abs() < 1e-6);
        // With one try each wrong guess needs one.
        assert!((further_codes(20.0, 1) - 20.0).abs() < 1e-6);
        assert!(further_codes(0.0, 5).abs() < f64::EPSILON);
    }

    #[test]
    fn a_ledger_fills_up_from_the_weakest_rung_on() {
        let step = |threshold| Step { cost: 1.0, threshold };
        let steps = [step(Some(4.0)), step(Some(6.0)), step(None)];
        assert_eq!(taken(&steps, 1.0), [Some(0.25), Some(0.0), None]);
        assert_eq!(taken(&steps, 5.0), [Some(1.0), Some(0.5), None]);
        assert_eq!(taken(&steps, 9.0), [Some(1.0), Some(1.0), None]);
    }

    #[test]
    fn an_ask_goes_to_the_rung_for_which_both_ledgers_have_room() {
        assert_eq!(both(&[0.5, 0.5], &[0.5, 0.5]), [0.25, 0.75]);
        assert_eq!(both(&[1.0, 0.0], &[0.0, 1.0]), [0.0, 1.0]);
    }
}
