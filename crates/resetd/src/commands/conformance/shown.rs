//! A report for people: as a list for a terminal, and as a page.

use std::io;

use super::super::say;
use super::report::{Judged, Report, Value};

/// Prints a report as a list.
///
/// # Errors
/// The reader has gone, or the disk behind the output is full.
pub fn list(report: &Report) -> io::Result<()> {
    for chapter in &report.chapters {
        say::line(chapter.name)?;
        for it in &chapter.requirements {
            say::line(format_args!("  {}: {}{}", it.id, it.verdict, because(it)))?;
            say::line(format_args!("      {}{}", it.requirement, asked_by(it)))?;
            for value in &it.settings {
                say::line(format_args!(
                    "      setting {} = {}",
                    value.key,
                    say::tame(&plain(value))
                ))?;
            }
            for test in it.tests {
                say::line(format_args!("      test {} {}", test.file, test.name))?;
            }
        }
        say::line("")?;
    }
    say::line(sum(report))
}

fn sum(report: &Report) -> String {
    format!(
        "{} met, {} not met, {} forced by a documented API",
        report.met, report.not_met, report.forced
    )
}

fn because(it: &Judged) -> String {
    it.why.map(|why| format!(" ({why})")).unwrap_or_default()
}

fn asked_by(it: &Judged) -> String {
    match it.standards {
        [] => String::new(),
        some => format!(" [{}]", some.join("; ")),
    }
}

/// What stands where nothing is set.
const NOTHING: &str = "(empty)";

fn plain(it: &Value) -> String {
    let value = it.value.to_string();
    match value.is_empty() {
        true => NOTHING.to_owned(),
        false => value,
    }
}

const FOREWORD: &str = "\
# Conformance

What is required of a password reset, and how these settings stand to it: **met**, with the settings and tests that show it; **not met**,
with the reason; or **forced by the documented API**, where a published API demands otherwise. `resetd conformance` says it of
the settings at hand, also as JSON, and answers 1 when something is not met; `--only not-met` shows that alone.

63B-4 is NIST SP 800-63B-4, ASVS is OWASP's Application Security Verification Standard 5.0; names with OWASP before them are its cheat sheets.
Where no standard stands, the requirement is the house's own.";

/// Prints a report as Markdown.
///
/// # Errors
/// As [`list`].
pub fn page(report: &Report) -> io::Result<()> {
    say::line(FOREWORD)?;
    say::line(format_args!("\nThese settings: {}.", sum(report)))?;
    for chapter in &report.chapters {
        say::line(format_args!("\n## {}\n", chapter.name))?;
        say::line("| id | required | asked for by | verdict | shown by |")?;
        say::line("| --- | --- | --- | --- | --- |")?;
        for it in &chapter.requirements {
            let cells = [
                format!("`{}`", it.id),
                cell(it.requirement),
                cell(&it.standards.join("; ")),
                cell(&format!("{}{}", it.verdict, because(it))),
                evidence(it),
            ];
            say::line(format_args!("| {} |", cells.join(" | ")))?;
        }
    }
    Ok(())
}

fn evidence(it: &Judged) -> String {
    let settings = it
        .settings
        .iter()
        .map(|it| cell(&format!("`{} = {}`", it.key, plain(it))));
    let tests = it
        .tests
        .iter()
        .map(|it| format!("`{}` in `{}`", it.name, it.file));
    settings.chain(tests).collect::<Vec<_>>().join("<br>")
}

/// Text as it may stand in a cell.
fn cell(text: &str) -> String {
    say::tame(text).replace('|', "\\|")
}
