//! What a selftest found, for people.

use std::io;

use strum::VariantArray;

use super::super::say;
use super::compare::{Difference, Row, Verdict};
use super::instance::{Mail, REPLACED};
use super::people::Group;

/// Tells what the instance has not from the given settings.
pub fn replaced() {
    say::note("The instance has the given settings, but for:");
    for (what, by) in REPLACED {
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
