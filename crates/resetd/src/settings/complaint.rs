//! What is wrong with the settings: where it stands, what it is, and what to do.

use std::fmt;
use std::path::PathBuf;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The table of settings.
    Default,
    /// The settings file. Line and column count from 1, the column in characters.
    File {
        /// The file as it was named.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// The settings file as a whole.
    WholeFile(PathBuf),
    /// An environment variable.
    Variable(String),
    /// `--set KEY=…` on the command line.
    Flag(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Default => f.write_str("default"),
            Place::File { path, line, column } => write!(f, "{}:{line}:{column}", path.display()),
            Place::WholeFile(path) => write!(f, "{}", path.display()),
            Place::Variable(name) => f.write_str(name),
            Place::Flag(key) => write!(f, "--set {key}"),
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Where.
    pub place: Place,
    /// Which setting, where it is one.
    pub key: Option<String>,
    /// What is wrong. Never the value of a secret.
    pub what: String,
    /// What to do.
    pub mend: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if let Some(key) = &self.key {
            write!(f, "{key} ")?;
        }
        write!(f, "{}\n    {}", self.what, self.mend)
    }
}

/// Everything that is wrong, at once, in the order in which a person would look for it: the file from top to bottom,
/// then the environment, then the command line.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Complaints(pub(super) Vec<Complaint>);

impl Complaints {
    /// One by one.
    #[must_use]
    pub fn list(&self) -> &[Complaint] {
        &self.0
    }

    pub(super) fn sort(&mut self) {
        fn rank(place: &Place) -> (u8, usize, usize, &str) {
            match place {
                Place::WholeFile(_) => (0, 0, 0, ""),
                Place::File { line, column, .. } => (1, *line, *column, ""),
                Place::Variable(name) => (2, 0, 0, name),
                Place::Flag(_) => (3, 0, 0, ""),
                Place::Default => (4, 0, 0, ""),
            }
        }
        self.0.sort_by(|a, b| rank(&a.place).cmp(&rank(&b.place)));
    }
}

impl fmt::Display for Complaints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => f.write_str("the settings cannot be used; one thing is wrong with them:")?,
            many => write!(
                f,
                "the settings cannot be used; {many} things are wrong with them:"
            )?,
        }
        self.0.iter().try_for_each(|it| write!(f, "\n  {it}"))
    }
}

impl std::error::Error for Complaints {}
