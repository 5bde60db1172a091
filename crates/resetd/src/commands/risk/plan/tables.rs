//! A plan as tables for a terminal.

use std::io;

use super::super::super::say;
use super::super::words::{odds, percent, whole};
use super::figures::{ASSUMED_SPEED, Figures, Stairs, Step};

/// What stands where there is no bound.
const NONE: &str = "-";

/// Prints a plan.
///
/// # Errors
/// The reader has gone, or the disk behind the output is full.
pub fn print(figures: &Figures) -> io::Result<()> {
    head(figures)?;
    for ladder in &figures.ladders {
        say::line(format_args!("\nLadder of {}", ladder.dialects.join(", ")))?;
        of_account(ladder)?;
        of_service(ladder)?;
        spray(figures, ladder)?;
        honest(figures, ladder)?;
    }
    foot(figures)
}

fn head(figures: &Figures) -> io::Result<()> {
    let honest = figures.honest_use;
    say::line(format_args!(
        "Profile {}; {} accounts, {} {} a year each, {} wrong guesses a reset",
        figures.profile,
        whole(honest.accounts),
        odds(honest.resets_per_year),
        if honest.resets_per_year > 1.0 {
            "resets"
        } else {
            "reset"
        },
        odds(honest.wrong_rate),
    ))?;
    let letters = figures
        .letters_per_hour
        .map_or("any number of".to_owned(), |it| it.to_string());
    say::line(format_args!(
        "A code takes {} guesses within {} s; an account gets {letters} codes an hour, at most one in {} s",
        figures.attempts,
        odds(figures.ttl_seconds),
        odds(figures.resend_after_seconds),
    ))?;
    let attack = figures.attack;
    say::line(format_args!(
        "\nWho guesses all year, from everywhere, has at most\n  \
         {:<9} odds of taking over a given account\n  \
         {:<9} takeovers in the whole service, in expectation ({}); odds of any: {}",
        odds(attack.account_odds_per_year),
        odds(attack.takeovers_per_year),
        attack.bounded_by,
        odds(attack.at_least_one),
    ))
}

fn number(value: Option<u64>) -> String {
    value.map_or(NONE.to_owned(), whole)
}

fn probability(value: Option<f64>) -> String {
    value.map_or(NONE.to_owned(), odds)
}

fn of_account(ladder: &Stairs) -> io::Result<()> {
    say::line("\nGuesses at one account: compared at most, and what they are worth")?;
    let row = |it: &Step| {
        [
            it.rung.clone(),
            whole(it.values),
            odds(it.bits),
            number(it.account.guesses_per_hour),
            number(it.account.guesses_per_day),
            number(it.account.guesses_per_year),
            worth(it, it.account.odds_per_year),
            probability(it.account.odds_per_year_without_budget),
        ]
    };
    let head = [
        "code",
        "values",
        "bits",
        "an hour",
        "a day",
        "a year",
        "odds a year",
        "no budget",
    ];
    say::table(head, ladder.rungs.iter().map(row).collect())
}

/// What a rung without a cap comes to is thought, not kept.
fn worth(step: &Step, value: f64) -> String {
    match step.account.threshold {
        Some(_) => odds(value),
        None => format!("{} *", odds(value)),
    }
}

fn of_service(ladder: &Stairs) -> io::Result<()> {
    say::line("\nGuesses at all accounts together")?;
    let row = |it: &Step| {
        let (threshold, compared) = match it.service.alarm_only {
            true => ("alarm".to_owned(), NONE.to_owned()),
            false => (String::new(), number(it.service.guesses_per_day)),
        };
        let bound = probability(it.service.threshold);
        [
            it.rung.clone(),
            format!("{threshold} {bound}").trim().to_owned(),
            compared,
            number(it.service.issued_up_to),
            worth(it, it.service.takeovers_per_year),
            worth(it, it.service.at_least_one),
        ]
    };
    let head = [
        "code",
        "threshold",
        "a day",
        "issued up to",
        "takeovers a year",
        "odds of any",
    ];
    say::table(head, ladder.rungs.iter().map(row).collect())?;
    match ladder.ends_uncapped {
        true => say::line(format_args!(
            "* Nothing holds guesses at these codes back: this is for {} a second, all year.",
            odds(ASSUMED_SPEED)
        )),
        false => Ok(()),
    }
}

fn spray(figures: &Figures, ladder: &Stairs) -> io::Result<()> {
    say::line(format_args!(
        "\nA spray over all {} accounts, if no ledger counted it",
        whole(figures.honest_use.accounts)
    ))?;
    let rows = ladder.rungs.iter().flat_map(|step| {
        step.spray.iter().enumerate().map(|(at, it)| {
            let name = if at == 0 { step.rung.clone() } else { String::new() };
            [
                name,
                whole(it.guesses_each),
                odds(it.expected),
                odds(it.at_least_one),
            ]
        })
    });
    say::table(
        ["code", "guesses each", "takeovers expected", "odds of any"],
        rows.collect(),
    )
}

fn honest(figures: &Figures, ladder: &Stairs) -> io::Result<()> {
    say::line("\nHonest use, if all asks came through this ladder")?;
    let part = |value: Option<f64>| value.map_or(NONE.to_owned(), percent);
    let mut rows: Vec<_> = ladder
        .rungs
        .iter()
        .map(|it| {
            [
                it.rung.clone(),
                percent(it.honest.asks),
                part(it.honest.taken_of_account),
                part(it.honest.taken_of_service),
            ]
        })
        .collect();
    if !ladder.ends_uncapped {
        let alone = if figures.links {
            "the link alone"
        } else {
            "nothing"
        };
        rows.push([
            alone.to_owned(),
            percent(ladder.link_alone),
            NONE.to_owned(),
            NONE.to_owned(),
        ]);
    }
    let head = [
        "code",
        "asks served",
        "taken: of its share of an account's year",
        "of the service's day",
    ];
    say::table(head, rows)
}

fn foot(figures: &Figures) -> io::Result<()> {
    let letters = figures.letters;
    say::line(format_args!(
        "\nLetters a day: {} with codes and {} notices, {} together",
        odds(letters.codes_per_day),
        odds(letters.notices_per_day),
        odds(letters.per_day),
    ))?;
    for note in &figures.notes {
        say::line(format_args!("\n{note}"))?;
    }
    Ok(())
}
