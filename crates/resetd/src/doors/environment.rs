//! The door to the environment: read once, then handed on.

use std::collections::BTreeMap;
use std::ffi::OsString;

/// The environment variables of the process at the time it was asked. Its `Debug` shows names only: values can be
/// secrets.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, Option<String>>);

impl Environment {
    /// The variables of this process. Names that are not Unicode are none of ours.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    pub fn of_process() -> Environment {
        let named =
            |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value.into_string().ok()));
        Environment(std::env::vars_os().filter_map(named).collect())
    }

    /// An environment made up of these variables, for tests and for programs that start a server themselves.
    pub fn of<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)>) -> Environment {
        let owned = |(name, value): (&str, &str)| (name.to_owned(), Some(value.to_owned()));
        Environment(variables.into_iter().map(owned).collect())
    }

    /// The value of a variable; `None` when it is not set or not Unicode.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_deref()
    }

    /// The variables whose name begins so, in the order of their names; the value is `None` where it is not Unicode.
    pub fn beginning_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        let ours = self.0.iter().filter(move |(name, _)| name.starts_with(prefix));
        ours.map(|(name, value)| (name.as_str(), value.as_deref()))
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Environment").field(&self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_shows_its_names_and_hides_its_values() {
        let environment = Environment::of([("RESETD__MAIL__SMTP__PASSWORD", "hunter22"), ("HOME", "/root")]);
        assert_eq!(environment.get("HOME"), Some("/root"));
        assert_eq!(environment.beginning_with("RESETD__").count(), 1);
        let shown = format!("{environment:?}");
        assert!(shown.contains("SMTP") && !shown.contains("hunter22"), "{shown}");
    }
}
