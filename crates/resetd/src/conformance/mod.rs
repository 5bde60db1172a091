//! What the house promises, requirement by requirement, and how the settings at hand stand to it. The rows are data, one file
//! a chapter; `resetd conformance` prints them. A verdict is a plain function of the settings.

pub mod after;
pub mod codes;
pub mod dependencies;
pub mod enumeration;
pub mod guessing;
pub mod http;
pub mod mail;
pub mod no_lock_out;
pub mod pages;
pub mod passwords;
pub mod privacy;
pub mod secrets;

#[cfg(test)]
mod verdict_tests;

use serde::Serialize;

use crate::settings::Settings;

/// How the settings at hand stand to a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::Display, strum::VariantArray)]
pub enum Verdict {
    /// It holds; a setting or a test shows it.
    #[serde(rename = "met")]
    #[strum(serialize = "met")]
    Met,
    /// It does not hold, or nothing shows yet that it does.
    #[serde(rename = "not met")]
    #[strum(serialize = "not met")]
    NotMet,
    /// A published API that is served demands otherwise.
    #[serde(rename = "forced by the documented API")]
    #[strum(serialize = "forced by the documented API")]
    Forced,
}

/// A verdict, with its reason where it is not [`Verdict::Met`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// As [`Verdict::Met`].
    Met,
    /// As [`Verdict::NotMet`]: why.
    NotMet(&'static str),
    /// As [`Verdict::Forced`]: by what.
    Forced(&'static str),
}

impl Ruling {
    /// Met, unless `broken` holds: then not, for this reason.
    #[must_use]
    pub const fn unless(broken: bool, why: &'static str) -> Ruling {
        if broken { Ruling::NotMet(why) } else { Ruling::Met }
    }

    /// Without the reason.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        match self {
            Ruling::Met => Verdict::Met,
            Ruling::NotMet(_) => Verdict::NotMet,
            Ruling::Forced(_) => Verdict::Forced,
        }
    }

    /// The reason, where there is one to give.
    #[must_use]
    pub fn why(self) -> Option<&'static str> {
        match self {
            Ruling::Met => None,
            Ruling::NotMet(why) | Ruling::Forced(why) => Some(why),
        }
    }
}

/// A test that fails where a requirement is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Shows {
    /// Its file, from the root of the repository.
    pub file: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// One requirement.
#[derive(Clone, Copy, Debug)]
pub struct Requirement {
    /// Its short name, which stays: chapter, dot, word.
    pub id: &'static str,
    /// What is required.
    pub text: &'static str,
    /// The standards that ask for it, each with its number there. Empty: the house alone does.
    pub standards: &'static [&'static str],
    /// The settings it hangs on.
    pub settings: &'static [&'static str],
    /// The tests that show it.
    pub tests: &'static [Shows],
    /// How the settings at hand stand to it.
    pub judge: fn(&Settings) -> Ruling,
}

impl Requirement {
    /// With the settings it hangs on.
    #[must_use]
    const fn settings(self, settings: &'static [&'static str]) -> Requirement {
        Requirement { settings, ..self }
    }

    /// With the tests that show it.
    #[must_use]
    const fn tests(self, tests: &'static [Shows]) -> Requirement {
        Requirement { tests, ..self }
    }

    /// With a verdict of its own.
    #[must_use]
    const fn judged(self, judge: fn(&Settings) -> Ruling) -> Requirement {
        Requirement { judge, ..self }
    }
}

/// A requirement that holds whatever is set.
const fn row(id: &'static str, text: &'static str, standards: &'static [&'static str]) -> Requirement {
    Requirement {
        id,
        text,
        standards,
        settings: &[],
        tests: &[],
        judge: |_| Ruling::Met,
    }
}

const fn shows(file: &'static str, name: &'static str) -> Shows {
    Shows { file, name }
}

/// Requirements about one subject.
#[derive(Clone, Copy, Debug)]
pub struct Chapter {
    /// What it is about.
    pub name: &'static str,
    /// What is required. Each id begins with the chapter's word.
    pub rows: &'static [Requirement],
}

/// Every chapter.
pub const CHAPTERS: &[Chapter] = &[
    Chapter {
        name: "Codes",
        rows: codes::ROWS,
    },
    Chapter {
        name: "Guessing",
        rows: guessing::ROWS,
    },
    Chapter {
        name: "No lock-out",
        rows: no_lock_out::ROWS,
    },
    Chapter {
        name: "Enumeration",
        rows: enumeration::ROWS,
    },
    Chapter {
        name: "Passwords",
        rows: passwords::ROWS,
    },
    Chapter {
        name: "After a reset",
        rows: after::ROWS,
    },
    Chapter {
        name: "Mail",
        rows: mail::ROWS,
    },
    Chapter {
        name: "Secrets",
        rows: secrets::ROWS,
    },
    Chapter {
        name: "HTTP",
        rows: http::ROWS,
    },
    Chapter {
        name: "Pages",
        rows: pages::ROWS,
    },
    Chapter {
        name: "Privacy",
        rows: privacy::ROWS,
    },
    Chapter {
        name: "Dependencies",
        rows: dependencies::ROWS,
    },
];
