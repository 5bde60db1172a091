//! The settings as they are shown: each with its value and where it comes from, secrets hidden.

use serde::Serialize;

use super::given::{Given, Sheet};
use super::table::SETTINGS;

/// What stands in the place of a secret.
pub const HIDDEN: &str = "***";

/// One setting as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Its name.
    pub key: &'static str,
    /// Its value: a text, or a list of texts.
    pub value: ShownValue,
    /// Where it comes from: `default`, `FILE:LINE:COLUMN`, a variable, or `--set KEY`.
    pub from: String,
}

/// The value of a setting as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ShownValue {
    /// One value.
    One(String),
    /// A list.
    Many(Vec<String>),
}

impl std::fmt::Display for ShownValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ShownValue::One(text) => f.write_str(text),
            ShownValue::Many(items) => f.write_str(&items.join(", ")),
        }
    }
}

/// Every setting, in the order of the table.
pub(super) fn all(sheet: &Sheet) -> Vec<Shown> {
    let shown = |setting: &'static super::table::Setting| {
        let found = sheet.found(setting.key)?;
        let value = match &found.given {
            Given::One(text) if setting.secret() && !text.is_empty() => ShownValue::One(HIDDEN.to_owned()),
            Given::One(text) => ShownValue::One(text.clone()),
            Given::Many(items) => ShownValue::Many(items.clone()),
            Given::InFile(path) => ShownValue::One(format!("{HIDDEN} (in {})", path.display())),
        };
        Some(Shown {
            key: setting.key,
            value,
            from: found.place.to_string(),
        })
    };
    SETTINGS.iter().filter_map(shown).collect()
}
