//! How a command ends: an exit code that scripts can rely on, and words for the person who typed it.

use std::fmt;
use std::process::ExitCode;

use recovery::ports::Broken;

/// What a command answers to the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, or yes.
    Done,
    /// 1: the answer is no.
    No,
    /// 2: a part could not be done; clap ends with the same code when it does not understand the command line.
    Partly,
    /// 3: it could not be done.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::Partly => 2,
            Exit::Failed => 3,
        })
    }
}

/// Why a command could not do what it was asked for: what happened, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    what: String,
    next: String,
    exit: Exit,
}

impl Failure {
    /// It could not be done.
    #[must_use]
    pub fn new(what: impl Into<String>, next: impl Into<String>) -> Failure {
        Failure {
            what: what.into(),
            next: next.into(),
            exit: Exit::Failed,
        }
    }

    /// It was asked of something that is not there.
    #[must_use]
    pub fn nothing_there(what: impl Into<String>, next: impl Into<String>) -> Failure {
        Failure {
            exit: Exit::No,
            ..Failure::new(what, next)
        }
    }

    /// The store said no.
    #[must_use]
    pub fn of_store(broken: &Broken) -> Failure {
        let next = match broken {
            Broken::Busy(_) => "A running server is busy writing; try again.",
            Broken::Store(_) => {
                "Check that the disk has room and that this user may write to data_dir; nothing was half-done."
            }
            Broken::Machine(_) => "Nothing was changed; try again.",
        };
        Failure::new(sentence(broken), next)
    }

    /// What to answer the shell.
    #[must_use]
    pub fn exit(&self) -> Exit {
        self.exit
    }
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Failure {
        Failure::of_store(&broken)
    }
}

/// Output that nobody reads any more (`resetd account list | head`) is no fault of ours, but there is nothing to go on for.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::new(
            format!("the output could not be written: {error}"),
            "Check where the output goes.",
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        if self.next.is_empty() {
            Ok(())
        } else {
            write!(f, "\n  {}", self.next)
        }
    }
}

/// An error with its causes, in one line.
fn sentence(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(it) = cause {
        let text = it.to_string();
        // Many errors repeat their cause in their own text.
        if !said.contains(&text) {
            said = format!("{said}: {text}");
        }
        cause = it.source();
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use recovery::moment::Span;

    #[test]
    fn a_failure_says_what_happened_and_what_to_do_next() {
        let said = Failure::of_store(&Broken::Busy(Span::seconds(1))).to_string();
        assert!(
            said.contains("overloaded") && said.contains("try again"),
            "{said}"
        );
    }

    #[test]
    fn a_cause_is_told_once() {
        let inner = std::io::Error::other("disk on fire");
        let said = sentence(&Broken::Store(Box::new(inner)));
        assert_eq!(said.matches("disk on fire").count(), 1, "{said}");
    }

    #[test]
    fn no_and_could_not_are_told_apart() {
        assert_eq!(Failure::nothing_there("", "").exit(), Exit::No);
        assert_eq!(Failure::new("", "").exit(), Exit::Failed);
    }
}
