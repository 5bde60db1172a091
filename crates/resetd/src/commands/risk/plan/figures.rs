//! The numbers of a plan: what the settings allow a guesser, and what honest use makes of it. What is public here is what
//! `--json` prints.

use recovery::budget::{Budget, Share};
use recovery::code::Ladder;
use recovery::ledger::Units;
use recovery::odds;
use serde::Serialize;

use super::honest::{self, Held};
use crate::settings::{Dialects, Settings};

/// The settings keep the service's budget by the year and the ledger by the day.
const DAYS: f64 = 365.0;

/// How fast somebody is thought to guess where no number of tries ends a code: so many guesses a second, all year.
pub const ASSUMED_SPEED: f64 = 1000.0;

/// How the service is used in peace.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct HonestUse {
    /// How many accounts there are.
    pub accounts: u64,
    /// Resets of each, a year.
    pub resets_per_year: f64,
    /// Wrong guesses in each of these.
    pub wrong_rate: f64,
}

/// A plan.
#[derive(Debug, Serialize)]
pub struct Figures {
    /// `profile`. The budget is the same in each.
    pub profile: String,
    /// How the service is used in peace.
    pub honest_use: HonestUse,
    /// The wrong guess that ends a code.
    pub attempts: u32,
    /// How long a code lives.
    pub ttl_seconds: f64,
    /// Within this time asking again sends nothing.
    pub resend_after_seconds: f64,
    /// How many codes an account gets in an hour at the most; `null`: `limits.enabled` is false.
    pub letters_per_hour: Option<u32>,
    /// Whether letters carry a link beside the code.
    pub links: bool,
    /// `[risk]`.
    pub risk: Risk,
    /// What all of that allows an attacker.
    pub attack: Attack,
    /// Ladders, each with the dialects that use it.
    pub ladders: Vec<Stairs>,
    /// The letters of honest use.
    pub letters: honest::Letters,
    /// What an operator should know beside the numbers.
    pub notes: Vec<String>,
    /// Where honest use takes too much. With any, the command answers 1.
    pub complaints: Vec<String>,
}

/// `[risk]`, as probabilities.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Risk {
    /// For one account.
    pub account_per_year: f64,
    /// For the service.
    pub service_per_year: f64,
    /// The service's part for the window of its ledger.
    pub service_per_day: f64,
    /// Whether it also holds where every rung has a cap.
    pub service_hard: bool,
}

/// A fully distributed attacker who guesses all year as much as is compared, at any rung.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Attack {
    /// The odds of one account.
    pub account_odds_per_year: f64,
    /// How many accounts of the service are taken over, in expectation.
    pub takeovers_per_year: f64,
    /// What holds that number back.
    pub bounded_by: &'static str,
    /// The probability that any is.
    pub at_least_one: f64,
}

/// A ladder.
#[derive(Debug, Serialize)]
pub struct Stairs {
    /// Which dialects issue its codes.
    pub dialects: Vec<&'static str>,
    /// Its rungs, weakest first.
    pub rungs: Vec<Step>,
    /// Whether it ends with a rung that needs no cap.
    pub ends_uncapped: bool,
    /// The share of asks in honest use for which no rung has room.
    pub link_alone: f64,
}

/// A rung of a ladder.
#[derive(Debug, Serialize)]
pub struct Step {
    /// As it is written in the settings.
    pub rung: String,
    /// How many values a code can take.
    pub values: u128,
    /// The same as bits.
    pub bits: f64,
    /// For one account.
    pub account: OfAccount,
    /// For the service.
    pub service: OfService,
    /// Guesses at all accounts, if no ledger counted them.
    pub spray: Vec<Sprayed>,
    /// Honest use.
    pub honest: Held,
}

/// What guesses at one account come to. Without a cap `null` stands for "as many as somebody likes".
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OfAccount {
    /// How far this rung may carry the account's ledger.
    pub threshold: Option<f64>,
    /// Wrong guesses that are compared in an hour at the most.
    pub guesses_per_hour: Option<u64>,
    /// In a day.
    pub guesses_per_day: Option<u64>,
    /// In a year.
    pub guesses_per_year: Option<u64>,
    /// Of these, what its own share holds when the weaker rungs have spent theirs.
    pub guesses_of_share: Option<u64>,
    /// The odds of the account within a year of guesses at this rung and weaker ones.
    pub odds_per_year: f64,
    /// The same at this rung if the letters alone held guesses back, and no ledger.
    pub odds_per_year_without_budget: Option<f64>,
}

/// What guesses at the whole service come to.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OfService {
    /// How far this rung may carry the service's ledger.
    pub threshold: Option<f64>,
    /// Whether going beyond it raises an alarm and nothing else.
    pub alarm_only: bool,
    /// Wrong guesses in a day that it holds.
    pub guesses_per_day: Option<u64>,
    /// Up to so many, codes of this rung are issued.
    pub issued_up_to: Option<u64>,
    /// Takeovers within a year of guesses at this rung and weaker ones, in expectation.
    pub takeovers_per_year: f64,
    /// The probability of any.
    pub at_least_one: f64,
}

/// Guesses at each account.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Sprayed {
    /// At each.
    pub guesses_each: u64,
    /// Takeovers, in expectation.
    pub expected: f64,
    /// The probability of any.
    pub at_least_one: f64,
}

impl Figures {
    /// The numbers of these settings in this use.
    pub fn of(settings: &Settings, profile: String, honest: HonestUse) -> Figures {
        let house = House::of(settings, honest);
        let ladders: Vec<Stairs> = ladders(&settings.dialects)
            .into_iter()
            .map(|(ladder, dialects)| house.stairs(&ladder, dialects))
            .collect();
        let mut figures = Figures {
            profile,
            honest_use: honest,
            attempts: house.attempts,
            ttl_seconds: settings.code.life.code.as_std().as_secs_f64(),
            resend_after_seconds: settings.code.resend_after.as_std().as_secs_f64(),
            letters_per_hour: house.letters_per_hour,
            links: links(&settings.dialects),
            risk: Risk {
                account_per_year: odds::of_units(settings.risk.account_per_year),
                service_per_year: odds::of_units(settings.risk.service_per_year),
                service_per_day: odds::of_units(house.budget.of_service()),
                service_hard: settings.risk.service_hard,
            },
            attack: Attack::on(&ladders, odds::of_units(house.budget.of_service()) * DAYS),
            ladders,
            letters: honest::letters(honest, house.attempts, house.letters_per_hour),
            notes: Vec::new(),
            complaints: Vec::new(),
        };
        figures.notes = honest::notes(&figures);
        figures.complaints = honest::complaints(&figures);
        figures
    }
}

impl Attack {
    /// Over ladders of which a guesser may use any.
    fn on(ladders: &[Stairs], service_per_year: f64) -> Attack {
        let steps = || ladders.iter().flat_map(|it| &it.rungs);
        let most = |of: fn(&Step) -> f64| steps().map(of).fold(0.0, f64::max);
        let takeovers = most(|it| it.service.takeovers_per_year);
        let bounded_by = if steps().all(|it| it.service.threshold.is_none()) {
            "codes that nobody guesses"
        } else if steps().any(|it| it.service.alarm_only) || takeovers < service_per_year * (1.0 - 1e-9) {
            "accounts x risk.account_per_year"
        } else {
            "risk.service_per_year"
        };
        Attack {
            account_odds_per_year: most(|it| it.account.odds_per_year),
            takeovers_per_year: takeovers,
            bounded_by,
            at_least_one: odds::of_any(takeovers),
        }
    }
}

/// Whether letters carry a link: there must be a page for it to lead to.
fn links(dialects: &Dialects) -> bool {
    let front_end = dialects
        .userverse
        .as_ref()
        .is_some_and(|it| it.frontend_url.is_some());
    front_end || dialects.pages.is_some()
}

/// The ladders in use, each with its dialects.
fn ladders(dialects: &Dialects) -> Vec<(Ladder, Vec<&'static str>)> {
    let all = [
        ("4pointx", dialects.fourpoint.as_ref().map(|it| &it.ladder)),
        ("userverse", dialects.userverse.as_ref().map(|it| &it.ladder)),
        ("v1", dialects.v1.as_ref().map(|it| &it.ladder)),
        ("pages", dialects.pages.as_ref().map(|it| &it.ladder)),
    ];
    let mut ladders: Vec<(Ladder, Vec<&'static str>)> = Vec::new();
    for (name, ladder) in all {
        let Some(ladder) = ladder else { continue };
        match ladders.iter_mut().find(|(it, _)| it == ladder) {
            Some((_, names)) => names.push(name),
            None => ladders.push((ladder.clone(), vec![name])),
        }
    }
    ladders
}

/// What the settings and the use of the service give to every ladder.
pub struct House {
    /// `[risk]`.
    pub budget: Budget,
    /// `code.attempts`.
    pub attempts: u32,
    /// `limits.account.letters_per_hour`, unless limits are off.
    pub letters_per_hour: Option<u32>,
    /// How the service is used.
    pub honest: HonestUse,
}

impl House {
    fn of(settings: &Settings, honest: HonestUse) -> House {
        let risk = settings.risk;
        House {
            budget: Budget::new(risk.account_per_year, risk.service_per_year, risk.service_hard),
            attempts: settings.code.attempts,
            letters_per_hour: settings.limits.account.map(|it| it.letters_per_hour),
            honest,
        }
    }

    fn stairs(&self, ladder: &Ladder, dialects: Vec<&'static str>) -> Stairs {
        let shares: Vec<Share> = self.budget.shares(ladder).collect();
        let held = honest::held(self, &shares);
        let mut weaker = Units(0);
        let step = |(share, honest): (&Share, &Held)| {
            let account = self.account(*share, weaker);
            weaker = share.caps.map_or(weaker, |it| it.account);
            Step {
                rung: share.rung.to_string(),
                values: share.rung.space(),
                bits: (share.rung.space() as f64).log2(),
                account,
                service: self.service(*share, account.odds_per_year),
                spray: self.spray(*share),
                honest: *honest,
            }
        };
        let rungs: Vec<Step> = shares.iter().zip(&held).map(step).collect();
        let served: f64 = held.iter().map(|it| it.asks).sum();
        Stairs {
            dialects,
            ends_uncapped: shares.last().is_some_and(|it| it.caps.is_none()),
            link_alone: (1.0 - served).max(0.0),
            rungs,
        }
    }

    /// `weaker`: how far the rungs below may carry the ledger.
    fn account(&self, share: Share, weaker: Units) -> OfAccount {
        let Some(caps) = share.caps else {
            let guesses = ASSUMED_SPEED * 3600.0 * odds::HOURS_A_YEAR;
            return OfAccount {
                threshold: None,
                guesses_per_hour: None,
                guesses_per_day: None,
                guesses_per_year: None,
                guesses_of_share: None,
                odds_per_year: odds::of_guesses(share.rung, guesses),
                odds_per_year_without_budget: None,
            };
        };
        let at_most = odds::most_guesses(share.rung, caps.account);
        // A code that is spent makes room for the next at once: neither its life nor the time between two letters holds a
        // guesser back, only how many letters an hour may bring.
        let by_letters = |hours: u64| {
            let letters = self.letters_per_hour.map_or(u64::MAX, u64::from);
            letters
                .saturating_mul(hours)
                .saturating_mul(u64::from(self.attempts))
        };
        let codes = self.letters_per_hour.map(f64::from);
        OfAccount {
            threshold: Some(odds::of_units(caps.account)),
            guesses_per_hour: Some(at_most.min(by_letters(1))),
            guesses_per_day: Some(at_most.min(by_letters(24))),
            guesses_per_year: Some(at_most.min(by_letters(8760))),
            guesses_of_share: Some(odds::most_guesses(share.rung, Units(caps.account.0 - weaker.0))),
            odds_per_year: odds::of_units(caps.account),
            odds_per_year_without_budget: codes.map(|it| odds::of_a_year(share.rung, self.attempts, it)),
        }
    }

    fn service(&self, share: Share, odds_of_account: f64) -> OfService {
        let of_all_accounts = odds_of_account * self.honest.accounts as f64;
        let Some(caps) = share.caps else {
            // The same guesses, wherever they go: their number counts, not their targets.
            return OfService {
                threshold: None,
                alarm_only: false,
                guesses_per_day: None,
                issued_up_to: None,
                takeovers_per_year: odds_of_account,
                at_least_one: odds::of_any(odds_of_account),
            };
        };
        let threshold = caps.service.unwrap_or_else(|| self.budget.of_service());
        let all_of_a_code = share.cost().times(self.attempts);
        let room = Units(threshold.0 - all_of_a_code.0);
        let takeovers = match caps.service {
            Some(day) => (odds::of_units(day) * DAYS).min(of_all_accounts),
            None => of_all_accounts,
        };
        OfService {
            threshold: Some(odds::of_units(threshold)),
            alarm_only: caps.service.is_none(),
            guesses_per_day: Some(odds::most_guesses(share.rung, threshold)),
            issued_up_to: caps.service.map(|_| odds::most_guesses(share.rung, room)),
            takeovers_per_year: takeovers,
            at_least_one: odds::of_any(takeovers),
        }
    }

    /// One guess each, all the tries of one code, and every day for a year as many as the letters of one hour allow.
    fn spray(&self, share: Share) -> Vec<Sprayed> {
        let attempts = u64::from(self.attempts);
        let a_year = self.letters_per_hour.map(|it| attempts * u64::from(it) * 365);
        let mut each: Vec<u64> = [Some(1), Some(attempts), a_year].into_iter().flatten().collect();
        each.dedup();
        let sprayed = |guesses_each: u64| {
            let spray = odds::spray(share.rung, self.honest.accounts as f64, guesses_each as f64);
            Sprayed {
                guesses_each,
                expected: spray.expected,
                at_least_one: spray.at_least_one,
            }
        };
        each.into_iter().map(sprayed).collect()
    }
}
