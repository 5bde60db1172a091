//! The work that a call is to the store: how many statements ran, and how many commits reached the disk.

use std::collections::BTreeMap;

use super::watch::{Ran, Thread};

/// The table that counts calls by client. Its rows are written with whatever commits next, or alone within a second, so they
/// are no part of a call's own work; and they say which client called, not for whom.
const HITS: &str = "client_hit";

/// What the store did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Statements of the connection that writes, begins and ends of transactions among them.
    pub writing: u64,
    /// Statements of the connections that read.
    pub reading: u64,
    /// Commits that wrote something: each is one sync of the disk.
    pub commits: u64,
    /// How often each statement ran: for telling what differs.
    pub texts: BTreeMap<String, u64>,
}

impl Work {
    /// Of what ran, and how many commits there were meanwhile.
    #[must_use]
    pub fn of(ran: &[Ran], commits: u64) -> Work {
        let mut work = Work::default();
        let mut alone = 0;
        for group in transactions(ran) {
            let rest: Vec<&Ran> = group.iter().filter(|it| !it.sql.contains(HITS)).collect();
            // A commit of counted calls alone: the clock of the writer's thread brought it about, and no call.
            if rest.len() < group.len() && rest.iter().all(|it| is_bracket(&it.sql)) {
                alone += 1;
                continue;
            }
            for it in rest {
                match it.by {
                    Thread::Writer => work.writing += 1,
                    Thread::Reader => work.reading += 1,
                }
                *work.texts.entry(it.sql.clone()).or_default() += 1;
            }
        }
        work.commits = commits.saturating_sub(alone);
        work
    }

    /// All statements.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.writing + self.reading
    }

    /// The statements that ran more often here than there.
    #[must_use]
    pub fn beyond(&self, other: &Work) -> Vec<String> {
        let more = self.texts.iter().filter_map(|(sql, times)| {
            let extra = times.saturating_sub(other.texts.get(sql).copied().unwrap_or(0));
            (extra > 0).then(|| format!("{extra} × {}", shortened(sql)))
        });
        more.collect()
    }
}

/// The writer's transactions and the readers' statements apart: a group each.
fn transactions(ran: &[Ran]) -> Vec<Vec<Ran>> {
    let (mut groups, mut open) = (Vec::new(), Vec::new());
    for it in ran {
        if it.by == Thread::Reader {
            groups.push(vec![it.clone()]);
            continue;
        }
        open.push(it.clone());
        if it.sql.starts_with("COMMIT") || it.sql.starts_with("ROLLBACK") {
            groups.push(std::mem::take(&mut open));
        }
    }
    groups.push(open);
    groups
}

fn is_bracket(sql: &str) -> bool {
    ["BEGIN", "COMMIT", "ROLLBACK"]
        .iter()
        .any(|it| sql.starts_with(it))
}

/// A statement in one line, as long as a line may be.
fn shortened(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(lines: &[&str]) -> Vec<Ran> {
        let writer = |sql: &&str| Ran {
            by: Thread::Writer,
            sql: (*sql).to_owned(),
        };
        lines.iter().map(writer).collect()
    }

    fn numbers(work: &Work) -> (u64, u64, u64) {
        (work.writing, work.reading, work.commits)
    }

    #[test]
    fn counted_calls_are_no_part_of_the_work_whichever_commit_takes_them_along() {
        let with = ran(&[
            "BEGIN IMMEDIATE",
            "INSERT INTO guess",
            "INSERT INTO client_hit",
            "COMMIT",
        ]);
        let without = ran(&["BEGIN IMMEDIATE", "INSERT INTO guess", "COMMIT"]);
        let alone = ran(&["BEGIN IMMEDIATE", "INSERT INTO client_hit", "COMMIT"]);
        let of = Work::of(&with, 1);
        assert_eq!((of.writing, of.commits), (3, 1));
        assert_eq!(numbers(&of), numbers(&Work::of(&without, 1)));
        assert_eq!(numbers(&of), numbers(&Work::of(&[alone, without].concat(), 2)));
    }

    #[test]
    fn one_statement_more_is_a_difference_that_is_named() {
        let one = Work::of(&ran(&["BEGIN", "SELECT 1\n  FROM a", "COMMIT"]), 1);
        let two = Work::of(
            &ran(&["BEGIN", "SELECT 1\n  FROM a", "SELECT 1\n  FROM a", "COMMIT"]),
            1,
        );
        assert_ne!(numbers(&one), numbers(&two));
        assert_eq!(two.beyond(&one), ["1 × SELECT 1 FROM a"]);
        assert!(one.beyond(&two).is_empty());
    }

    #[test]
    fn a_commit_more_is_a_difference() {
        let ran = ran(&["BEGIN", "UPDATE a", "COMMIT"]);
        assert_ne!(numbers(&Work::of(&ran, 0)), numbers(&Work::of(&ran, 1)));
    }
}
