//! What templates speak with: `say("key", name=value)` puts a message of the catalogue into the page's language, as HTML.

use std::sync::Arc;

use i18n::Language;
use minijinja::value::{Kwargs, Object, Value, from_args};
use minijinja::{Error, ErrorKind, State};

/// One language.
#[derive(Debug)]
pub(super) struct Voice(pub(super) Arc<Language>);

impl Object for Voice {
    fn call(self: &Arc<Self>, _: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let (key, given): (&str, Kwargs) = from_args(args)?;
        let values = given
            .args()
            .map(|name| Ok((name, given.get::<Value>(name)?)))
            .collect::<Result<Vec<_>, Error>>()?;
        let texts: Vec<(&str, &str)> = values
            .iter()
            .filter_map(|(name, value)| Some((*name, value.as_str()?)))
            .collect();
        let counts: Vec<(&str, i64)> = values
            .iter()
            .filter_map(|(name, value)| Some((*name, value.as_i64()?)))
            .collect();
        let said = self.0.html_counted(key, &texts, &counts);
        said.map(Value::from_safe_string)
            .map_err(|unsaid| Error::new(ErrorKind::InvalidOperation, unsaid.to_string()))
    }
}
