//! What was seen of each group, compared with what was seen of accounts as most are.

use std::collections::BTreeMap;

use serde::Serialize;
use store::Work;

use super::instance::Mail;
use super::people::Group;
use super::visitor::Masked;
use super::walks::Surface;

/// What was seen of one group in one step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The answers, in order.
    pub answers: Vec<Masked>,
    /// What the calls were to the store.
    pub calls: Work,
    /// What their letters were to the store afterwards.
    pub letters: Work,
}

/// How a row ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::Display)]
pub enum Verdict {
    /// Nothing differs.
    #[serde(rename = "alike")]
    #[strum(serialize = "alike")]
    Alike,
    /// Something differs, as the published document demands in the documented profile.
    #[serde(rename = "forced by the documented API")]
    #[strum(serialize = "forced by the documented API")]
    Forced,
    /// Something differs.
    #[serde(rename = "different")]
    #[strum(serialize = "different")]
    Different,
}

/// In what two groups differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::Display)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum What {
    /// The status.
    Status,
    /// A header: which there are, their order, or a value.
    Headers,
    /// A byte of the body.
    Body,
    /// The number of statements.
    Statements,
    /// The number of commits.
    Commits,
}

/// One difference between a group and accounts as most are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which group.
    pub group: Group,
    /// In what.
    pub what: What,
    /// Whether it is in what was done later, when the courier took the letters.
    pub later: bool,
    /// What was seen of accounts as most are.
    pub known: String,
    /// What was seen of this group.
    pub seen: String,
}

/// A step and its verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Whether letters went out meanwhile.
    pub mail: Mail,
    /// Where.
    pub surface: Surface,
    /// Which step.
    pub call: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// The status that each group was answered last.
    pub status: BTreeMap<Group, u16>,
    /// Statements of the calls, by group.
    pub statements: BTreeMap<Group, u64>,
    /// Commits of the calls, by group.
    pub commits: BTreeMap<Group, u64>,
    /// What differs.
    pub differences: Vec<Difference>,
}

/// The step that is judged.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Whether letters went out meanwhile.
    pub mail: Mail,
    /// Where.
    pub surface: Surface,
    /// Which step.
    pub call: &'static str,
    /// Whether the settings promise that nothing shows there.
    pub conceals: bool,
}

/// Judges a step by what was seen of each group.
pub fn judged(place: Place, seen: &BTreeMap<Group, Seen>) -> Row {
    let nothing = Seen::default();
    let known = seen.get(&Group::Known).unwrap_or(&nothing);
    let differences: Vec<Difference> = seen
        .iter()
        .filter(|(group, _)| **group != Group::Known)
        .flat_map(|(group, other)| differences(*group, known, other))
        .collect();
    let verdict = match (differences.is_empty(), place.conceals) {
        (true, _) => Verdict::Alike,
        (false, false) => Verdict::Forced,
        (false, true) => Verdict::Different,
    };
    let of = |pick: fn(&Seen) -> u64| seen.iter().map(|(group, it)| (*group, pick(it))).collect();
    let last = |(group, it): (&Group, &Seen)| Some((*group, it.answers.last()?.status));
    Row {
        mail: place.mail,
        surface: place.surface,
        call: place.call,
        verdict,
        status: seen.iter().filter_map(last).collect(),
        statements: of(|it| it.calls.statements()),
        commits: of(|it| it.calls.commits),
        differences,
    }
}

fn differences(group: Group, known: &Seen, other: &Seen) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut differ = |what, later, known: String, seen: String| {
        found.push(Difference {
            group,
            what,
            later,
            known,
            seen,
        });
    };
    if let Some((what, known, seen)) = first_other_answer(&known.answers, &other.answers) {
        differ(what, false, known, seen);
    }
    for (later, known, seen) in [
        (false, &known.calls, &other.calls),
        (true, &known.letters, &other.letters),
    ] {
        if (known.writing, known.reading) != (seen.writing, seen.reading) {
            differ(
                What::Statements,
                later,
                counted(known, seen),
                counted(seen, known),
            );
        }
        if known.commits != seen.commits {
            differ(
                What::Commits,
                later,
                known.commits.to_string(),
                seen.commits.to_string(),
            );
        }
    }
    found
}

/// How many statements, and which of them the other has not.
fn counted(work: &Work, other: &Work) -> String {
    let count = format!("{} writing, {} reading", work.writing, work.reading);
    match work.beyond(other).as_slice() {
        [] => count,
        more => format!("{count}; {}", more.join("; ")),
    }
}

/// The first answer of a row of calls that differs, and in what.
fn first_other_answer(known: &[Masked], other: &[Masked]) -> Option<(What, String, String)> {
    if known.len() != other.len() {
        let count = |it: &[Masked]| format!("{} answers", it.len());
        return Some((What::Status, count(known), count(other)));
    }
    let (one, two) = known.iter().zip(other).find(|(one, two)| one != two)?;
    if one.status != two.status {
        return Some((What::Status, one.status.to_string(), two.status.to_string()));
    }
    if one.head != two.head {
        let (one, two) = first_other_line(&one.head, &two.head);
        return Some((What::Headers, one, two));
    }
    let (one, two) = first_other_bytes(&one.body, &two.body);
    Some((What::Body, one, two))
}

fn first_other_line(one: &[String], two: &[String]) -> (String, String) {
    let longest = one.len().max(two.len());
    let at = (0..longest).find(|at| one.get(*at) != two.get(*at)).unwrap_or(0);
    let line = |lines: &[String]| {
        lines
            .get(at)
            .map_or_else(|| "no such line".to_owned(), Clone::clone)
    };
    (line(one), line(two))
}

/// From shortly before the first byte that differs, as much as a line shows.
fn first_other_bytes(one: &str, two: &str) -> (String, String) {
    let same = one.chars().zip(two.chars()).take_while(|(a, b)| a == b).count();
    let part = |text: &str| text.chars().skip(same.saturating_sub(20)).take(80).collect();
    (part(one), part(two))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen() -> Seen {
        let calls = Work {
            writing: 3,
            commits: 1,
            ..Work::default()
        };
        Seen {
            answers: vec![Masked {
                status: 401,
                head: vec![
                    "HTTP/1.1 401 Unauthorized".to_owned(),
                    "a: 1".to_owned(),
                    "b: 2".to_owned(),
                ],
                body: "Invalid OTP".to_owned(),
            }],
            calls,
            letters: Work::default(),
        }
    }

    /// The verdict when one group's sight is changed like this.
    fn with(change: impl Fn(&mut Seen), conceals: bool) -> Row {
        let mut changed = seen();
        change(&mut changed);
        let seen = BTreeMap::from([
            (Group::Known, seen()),
            (Group::Unknown, seen()),
            (Group::Disabled, changed),
        ]);
        let place = Place {
            mail: Mail::GoesOut,
            surface: Surface::V1,
            call: "a call",
            conceals,
        };
        judged(place, &seen)
    }

    fn what(change: impl Fn(&mut Seen)) -> What {
        let row = with(change, true);
        assert_eq!(row.verdict, Verdict::Different);
        assert_eq!(row.differences.len(), 1, "{:?}", row.differences);
        assert_eq!(row.differences[0].group, Group::Disabled);
        row.differences[0].what
    }

    #[test]
    fn what_is_alike_passes() {
        let row = with(|_| {}, true);
        assert_eq!(row.verdict, Verdict::Alike);
        assert_eq!(row.statements[&Group::Unknown], 3);
    }

    #[test]
    fn a_single_byte_a_header_s_place_a_statement_and_a_commit_are_each_found() {
        assert_eq!(what(|it| it.answers[0].status = 404), What::Status);
        assert_eq!(
            what(|it| it.answers[0].body = "Invalid OTP ".to_owned()),
            What::Body
        );
        assert_eq!(what(|it| it.answers[0].head.swap(1, 2)), What::Headers);
        assert_eq!(
            what(|it| it.answers[0].head[1] = "A: 1".to_owned()),
            What::Headers
        );
        assert_eq!(
            what(|it| it.answers[0].head.push("c: 3".to_owned())),
            What::Headers
        );
        assert_eq!(what(|it| it.calls.writing += 1), What::Statements);
        assert_eq!(what(|it| it.calls.reading += 1), What::Statements);
        assert_eq!(what(|it| it.calls.commits = 0), What::Commits);
        assert_eq!(what(|it| it.letters.writing += 1), What::Statements);
        assert_eq!(what(|it| it.answers.clear()), What::Status);
    }

    #[test]
    fn only_a_published_document_excuses_a_difference() {
        let told = |it: &mut Seen| it.answers[0].status = 409;
        assert_eq!(with(told, false).verdict, Verdict::Forced);
        assert_eq!(with(told, true).verdict, Verdict::Different);
        assert_eq!(with(|_| {}, false).verdict, Verdict::Alike);
    }
}
