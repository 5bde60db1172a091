//! The verdicts on the settings at hand, with what shows them.

use serde::Serialize;

use crate::conformance::{CHAPTERS, Requirement, Shows, Verdict};
use crate::settings::Settings;
use crate::settings::shown::{Shown, ShownValue};

/// Every requirement with its verdict.
#[derive(Debug, Serialize)]
pub struct Report {
    /// How many requirements are met, whatever is left out below.
    pub met: usize,
    /// How many are not.
    pub not_met: usize,
    /// How many a documented API forces to be otherwise.
    pub forced: usize,
    /// The requirements by subject.
    pub chapters: Vec<Part>,
}

/// A chapter.
#[derive(Debug, Serialize)]
pub struct Part {
    /// Its subject.
    pub name: &'static str,
    /// What is required.
    pub requirements: Vec<Judged>,
}

/// A requirement with its verdict.
#[derive(Debug, Serialize)]
pub struct Judged {
    /// Its short name.
    pub id: &'static str,
    /// What is required.
    pub requirement: &'static str,
    /// The standards that ask for it.
    pub standards: &'static [&'static str],
    /// The verdict.
    pub verdict: Verdict,
    /// Its reason, where it is not met.
    pub why: Option<&'static str>,
    /// The settings it hangs on, as they are.
    pub settings: Vec<Value>,
    /// The tests that show it. Empty where it is not met.
    pub tests: &'static [Shows],
}

/// A setting as it is. Secrets are hidden.
#[derive(Debug, Serialize)]
pub struct Value {
    /// Its name.
    pub key: &'static str,
    /// Its value.
    pub value: ShownValue,
}

impl Report {
    /// Judges these settings; `values` are the same as they are shown.
    pub fn of(settings: &Settings, values: &[Shown]) -> Report {
        let chapters: Vec<Part> = CHAPTERS
            .iter()
            .map(|chapter| Part {
                name: chapter.name,
                requirements: chapter
                    .rows
                    .iter()
                    .map(|it| judged(it, settings, values))
                    .collect(),
            })
            .collect();
        let count = |verdict| {
            let all = chapters.iter().flat_map(|it| &it.requirements);
            all.filter(|it| it.verdict == verdict).count()
        };
        Report {
            met: count(Verdict::Met),
            not_met: count(Verdict::NotMet),
            forced: count(Verdict::Forced),
            chapters,
        }
    }

    /// With the requirements of these verdicts alone; without any, whole.
    pub fn only(mut self, verdicts: &[Verdict]) -> Report {
        if !verdicts.is_empty() {
            for chapter in &mut self.chapters {
                chapter.requirements.retain(|it| verdicts.contains(&it.verdict));
            }
            self.chapters.retain(|it| !it.requirements.is_empty());
        }
        self
    }
}

fn judged(requirement: &Requirement, settings: &Settings, values: &[Shown]) -> Judged {
    let ruling = (requirement.judge)(settings);
    let named = requirement.settings.iter();
    let found = named.filter_map(|key| values.iter().find(|it| it.key == *key));
    Judged {
        id: requirement.id,
        requirement: requirement.text,
        standards: requirement.standards,
        verdict: ruling.verdict(),
        why: ruling.why(),
        settings: found
            .map(|it| Value {
                key: it.key,
                value: it.value.clone(),
            })
            .collect(),
        tests: match ruling.verdict() {
            Verdict::Met => requirement.tests,
            Verdict::NotMet | Verdict::Forced => &[],
        },
    }
}
