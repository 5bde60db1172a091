//! What a selftest found, for people.

use std::io;

use strum::VariantArray;

use super::super::say;
use super::compare::{Difference, Row, Verdict};
use super::instance::{Mail, REPLACED};
use super::latency;
use super::people::Group;

/// Tells what the instance has not from the given settings.
pub fn replaced(also: &[(&str, &str)]) {
    say::note("The instance has the given settings, but for:");
    for (what, by) in REPLACED.iter().chain(also) {
        say::note(format_args!("  {what}: {by}"));
    }
}

/// A table of all rows, then what differs and was to be concealed.
///
/// # Errors
/// As [`say::line`].
pub fn rows(rows: &[Row]) -> io::Result<()> {
    let shown = |row: &Row| {
        [
            row.surface.to_string(),
            row.call.to_owned(),
            spread(row.status.values()),
            spread(row.statements.values()),
            spread(row.commits.values()),
            row.verdict.to_string(),
        ]
    };
    let head = ["Surface", "Call", "Answer", "Statements", "Commits", "Verdict"];
    for mail in Mail::VARIANTS {
        match mail {
            Mail::GoesOut => say::line("While letters go out:")?,
            Mail::IsDown => say::line("\nWhile the mail server is down:")?,
        }
        say::table(
            head,
            rows.iter().filter(|it| it.mail == *mail).map(shown).collect(),
        )?;
    }
    for row in rows.iter().filter(|it| it.verdict == Verdict::Different) {
        say::line(format_args!(
            "\n{}, {} (mail {}):",
            row.surface, row.call, row.mail
        ))?;
        for it in &row.differences {
            say::line(format_args!("  {}", told(it)))?;
        }
    }
    let count = |verdict| rows.iter().filter(|it| it.verdict == verdict).count();
    say::line(format_args!(
        "\n{} alike, {} different, {} forced by the documented API",
        count(Verdict::Alike),
        count(Verdict::Different),
        count(Verdict::Forced)
    ))
}

fn told(it: &Difference) -> String {
    let later = if it.later { ", later, by the courier" } else { "" };
    format!(
        "{}{later}\n    {}: {}\n    {}: {}",
        it.what,
        Group::Known,
        say::tame(&it.known),
        it.group,
        say::tame(&it.seen)
    )
}

/// One number where all groups have the same, else from the least to the most.
fn spread<T: Ord + std::fmt::Display>(values: impl Iterator<Item = T>) -> String {
    let mut values: Vec<T> = values.collect();
    values.sort();
    match (values.first(), values.last()) {
        (Some(least), Some(most)) if least == most => least.to_string(),
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (_, _) => String::new(),
    }
}

/// The rows of the bench as a table, and how to read it.
///
/// # Errors
/// As [`say::line`].
pub fn latencies(rows: &[latency::Row], task: &latency::Task) -> io::Result<()> {
    let shown = |row: &latency::Row| {
        [
            row.surface.to_string(),
            row.call.to_owned(),
            row.group.to_string(),
            format!("{:.0}", row.known_us),
            format!("{:.0}", row.median_us),
            percent(row.difference),
            format!("{} to {}", percent(row.from), percent(row.to)),
            format!("{:.3}", row.p_holm),
            row.verdict.to_string(),
        ]
    };
    let head = [
        "Surface",
        "Call",
        "Group",
        "known µs",
        "median µs",
        "Difference",
        "99.9 %",
        "p (Holm)",
        "Verdict",
    ];
    say::table(head, rows.iter().map(shown).collect())?;
    if let Some(plant) = task.plant {
        say::line(format_args!(
            "Planted: {} of the median, for {} accounts",
            percent(plant.part),
            plant.group
        ))?;
    }
    let differ = rows.iter().filter(|it| it.verdict != Verdict::Alike).count();
    say::line(format_args!(
        "{} accounts a group and call, seed {}: {} of {} rows differ (p < {} and all of the interval beyond ± {:.0} %; {} resamples)",
        task.accounts,
        task.seed,
        differ,
        rows.len(),
        latency::ALPHA,
        latency::MATTERS * 100.0,
        latency::RESAMPLES,
    ))
}

/// A difference in percent, with its sign.
pub fn percent(part: f64) -> String {
    let hundredths = part * 100.0;
    if hundredths.abs() < 0.005 {
        return "0 %".to_owned();
    }
    let text = format!("{hundredths:+.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{} %", text.replace('-', "−"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_a_sign_and_no_idle_zeros() {
        let said = [0.0, 0.05, -0.0213, 0.000_01, 0.1].map(percent);
        assert_eq!(said, ["0 %", "+5 %", "−2.13 %", "0 %", "+10 %"]);
    }

    #[test]
    fn a_number_that_all_groups_have_is_said_once() {
        assert_eq!(spread([3, 3, 3].iter()), "3");
        assert_eq!(spread([5, 3, 4].iter()), "3 to 5");
    }
}
