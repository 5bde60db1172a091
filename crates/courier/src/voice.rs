//! What templates speak with: `say("key", name=value)` puts a message of the catalogue into the letter's language, and
//! `wrap` breaks it into lines.

use std::sync::Arc;

use i18n::Language;
use minijinja::value::{Kwargs, Object, Value, from_args};
use minijinja::{Error, ErrorKind, State};

/// Where plain text is broken: mail is read in windows of 80 columns, and quoted twice.
const COLUMNS: usize = 76;

/// One language, for one form of a letter.
#[derive(Debug)]
pub(crate) struct Voice {
    pub(crate) language: Arc<Language>,
    /// Escape what is said, and isolate names in text that runs the other way.
    pub(crate) html: bool,
}

impl Object for Voice {
    fn call(self: &Arc<Self>, _: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let (key, given): (&str, Kwargs) = from_args(args)?;
        let values = given
            .args()
            .map(|name| Ok((name, given.get::<Value>(name)?)))
            .collect::<Result<Vec<_>, Error>>()?;
        let named: Vec<(&str, &str)> = values
            .iter()
            .filter_map(|(name, value)| Some((*name, value.as_str()?)))
            .collect();
        let said = if self.html {
            self.language.html(key, &named).map(Value::from_safe_string)
        } else {
            self.language.text(key, &named).map(Value::from)
        };
        said.map_err(|unsaid| Error::new(ErrorKind::InvalidOperation, unsaid.to_string()))
    }
}

/// Breaks lines at spaces, where there are some; words stay whole.
pub(crate) fn wrap(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            wrapped.push('\n');
        }
        let mut column = 0;
        for (number, word) in line.split(' ').enumerate() {
            let width = word.chars().count();
            if number > 0 && column + 1 + width > COLUMNS {
                wrapped.push('\n');
                column = 0;
            } else if number > 0 {
                wrapped.push(' ');
                column += 1;
            }
            wrapped.push_str(word);
            column += width;
        }
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_words_stay_whole() {
        let long = "x".repeat(90);
        assert_eq!(wrap("a b"), "a b");
        assert_eq!(wrap(&format!("a {long} b")), format!("a\n{long}\nb"));
        assert_eq!(
            wrap("ab ".repeat(40).trim_end()),
            format!(
                "{0}\n{1}",
                "ab ".repeat(25).trim_end(),
                "ab ".repeat(15).trim_end()
            )
        );
        assert_eq!(wrap("one\ntwo"), "one\ntwo", "breaks that are there stay");
    }
}
