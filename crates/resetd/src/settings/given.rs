//! What was given for each setting, and where: the table's default, then the file, then the environment, then the
//! command line. The last one counts; what an earlier one got wrong is complained about all the same.

use std::collections::BTreeMap;
use std::mem::discriminant;
use std::path::PathBuf;

use super::complaint::{Complaint, Complaints, Place};
use super::nearest;
use super::table::{Kind, SETTINGS, Setting};
use crate::doors::Environment;

/// What every variable of ours begins with.
const PREFIX: &str = "RESETD__";

/// A value as it was written, before its setting makes sense of it.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Given {
    One(String),
    Many(Vec<String>),
    /// The value of a secret stands in this file.
    InFile(PathBuf),
}

#[derive(Clone)]
pub(super) struct Found {
    pub(super) given: Given,
    pub(super) place: Place,
}

/// One value for each setting; `None` where what was given could not be understood.
pub(super) struct Sheet {
    found: BTreeMap<&'static str, Option<Found>>,
    pub(super) complaints: Complaints,
}

/// What a key names.
pub(super) enum Named {
    Setting(&'static Setting),
    /// The companion of a secret: the file that holds it.
    FileOf(&'static Setting),
    Section,
    Nothing,
}

/// What a key of the file, or its spelling in a variable or flag, names.
pub(super) fn named(key: &str) -> Named {
    if let Some(setting) = Setting::of(key) {
        return Named::Setting(setting);
    }
    let of_file = key.strip_suffix("_file").and_then(Setting::of);
    if let Some(secret) = of_file.filter(|it| it.secret()) {
        return Named::FileOf(secret);
    }
    let below = format!("{key}.");
    if SETTINGS.iter().any(|it| it.key.starts_with(&below)) {
        Named::Section
    } else {
        Named::Nothing
    }
}

/// A value written as text, as in a variable, a flag or the table's defaults.
fn from_text(kind: Kind, text: &str) -> Given {
    match kind {
        Kind::Several(_) | Kind::Networks | Kind::Origins | Kind::Rungs => {
            let items = text.split(',').map(str::trim).filter(|it| !it.is_empty());
            Given::Many(items.map(str::to_owned).collect())
        }
        Kind::Text
        | Kind::Secret
        | Kind::OneOf(_)
        | Kind::Truth
        | Kind::Whole(..)
        | Kind::Odds(_)
        | Kind::Length(..)
        | Kind::Colour
        | Kind::Listen => Given::One(text.to_owned()),
    }
}

impl Sheet {
    /// Every setting at its default.
    pub(super) fn of_defaults() -> Sheet {
        let row = |it: &'static Setting| {
            let given = from_text(it.kind, it.default);
            let place = Place::Default;
            (it.key, Some(Found { given, place }))
        };
        Sheet {
            found: SETTINGS.iter().map(row).collect(),
            complaints: Complaints::default(),
        }
    }

    /// What counts for a setting; `None` when that was complained about.
    pub(super) fn found(&self, key: &str) -> Option<&Found> {
        self.found.get(key)?.as_ref()
    }

    /// Another default than the table's, where nobody set anything.
    pub(super) fn default_to(&mut self, key: &str, value: &str) {
        let Some(setting) = Setting::of(key) else { return };
        if self.found(key).is_some_and(|it| it.place == Place::Default) {
            let given = from_text(setting.kind, value);
            let place = Place::Default;
            self.found.insert(setting.key, Some(Found { given, place }));
        }
    }

    /// Puts a value over those that were given before.
    pub(super) fn put(&mut self, setting: &'static Setting, given: Given, place: Place) {
        let before = self.found(setting.key);
        if before.is_some_and(|it| discriminant(&it.place) == discriminant(&place)) {
            let other = before.map(|it| it.place.to_string()).unwrap_or_default();
            let mend = format!("Keep one of them: the other one is at {other}.");
            self.complain(place, Some(setting.key), "is given twice", mend);
            return;
        }
        self.found.insert(setting.key, Some(Found { given, place }));
    }

    /// Notes what is wrong with a value, which therefore has none.
    pub(super) fn spoil(&mut self, setting: &'static Setting, place: Place, what: &str, mend: String) {
        self.found.insert(setting.key, None);
        self.complain(place, Some(setting.key), what, mend);
    }

    pub(super) fn complain(
        &mut self,
        place: Place,
        key: Option<&str>,
        what: impl Into<String>,
        mend: String,
    ) {
        self.complaints.0.push(Complaint {
            place,
            key: key.map(str::to_owned),
            what: what.into(),
            mend,
        });
    }

    /// Complains about a name that is no setting's.
    pub(super) fn complain_unknown(&mut self, place: Place, key: &str, spell: fn(&str) -> String) {
        let mend = match nearest::key(key) {
            Some(near) => format!("Did you mean {}?", spell(&near)),
            None => "Every setting is listed in docs/settings.md and by resetd config example.".to_owned(),
        };
        self.complain(place, Some(key), "is not a setting", mend);
    }

    /// Puts what the environment says.
    pub(super) fn put_environment(&mut self, environment: &Environment) {
        for (name, value) in environment.beginning_with(PREFIX) {
            let place = Place::Variable(name.to_owned());
            let key = name
                .trim_start_matches(PREFIX)
                .to_ascii_lowercase()
                .replace("__", ".");
            let well_spelt = super::table::variable(&key) == name;
            match (named(&key), value) {
                (Named::Setting(it), Some(value)) if well_spelt => {
                    self.put(it, from_text(it.kind, value), place);
                }
                (Named::FileOf(it), Some(path)) if well_spelt => {
                    self.put(it, Given::InFile(path.into()), place);
                }
                (Named::Setting(it) | Named::FileOf(it), None) => {
                    self.spoil(
                        it,
                        place,
                        "is not Unicode text",
                        "Set it anew, in UTF-8.".to_owned(),
                    );
                }
                (Named::Setting(_) | Named::FileOf(_) | Named::Section | Named::Nothing, _) => {
                    self.complain_unknown(place, &key, super::table::variable);
                }
            }
        }
    }

    /// Puts what the command line says, as `KEY=VALUE` each.
    pub(super) fn put_flags(&mut self, flags: &[String]) {
        for flag in flags {
            let (key, value) = flag.split_once('=').unwrap_or((flag, ""));
            let place = Place::Flag(key.to_owned());
            if !flag.contains('=') {
                let mend = "Write it as --set http.listen=127.0.0.1:8080.".to_owned();
                self.complain(place, None, "has no value", mend);
                continue;
            }
            match named(key) {
                Named::Setting(it) if it.secret() => {
                    let mend = format!(
                        "Everybody on this machine can see a command line. Use {} or {}_FILE.",
                        it.variable(),
                        it.variable()
                    );
                    self.spoil(it, place, "is a secret", mend);
                }
                Named::Setting(it) => self.put(it, from_text(it.kind, value), place),
                Named::FileOf(it) => self.put(it, Given::InFile(value.into()), place),
                Named::Section | Named::Nothing => self.complain_unknown(place, key, str::to_owned),
            }
        }
    }
}
