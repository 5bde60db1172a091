//! What a dialect has to answer: how a call ended, or why it was not served.

use recovery::desk::Halt;
use recovery::moment::Span;
use recovery::ports::Broken;

/// Everything a call can come to. A dialect's table matches on it without a wildcard: a new ending stops the build
/// until each dialect says what it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    /// The desk served it, and it ended like this.
    Ended(T),
    /// It could not be read. Nothing was counted.
    Unreadable(Unread),
    /// This client made too many calls; it may try again after this long.
    TooMany(Span),
    /// More work waits than will be done in time; try again after this long. Nothing was changed.
    Busy(Span),
    /// It could not be done. Nothing was changed.
    Failed,
}

impl<T> Reply<T> {
    /// What the desk said, and what broke if something did: that is for the log, once, and not for the client.
    pub fn of(served: Result<T, Halt>) -> (Reply<T>, Option<Broken>) {
        match served {
            Ok(ending) => (Reply::Ended(ending), None),
            Err(Halt::TooMany(span)) => (Reply::TooMany(span), None),
            Err(Halt::Broken(broken)) => match broken {
                Broken::Busy(span) => (Reply::Busy(span), Some(broken)),
                Broken::Store(_) | Broken::Machine(_) => (Reply::Failed, Some(broken)),
            },
        }
    }

    /// The same reply about another kind of ending.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Reply<U> {
        match self {
            Reply::Ended(ending) => Reply::Ended(change(ending)),
            Reply::Unreadable(unread) => Reply::Unreadable(unread),
            Reply::TooMany(span) => Reply::TooMany(span),
            Reply::Busy(span) => Reply::Busy(span),
            Reply::Failed => Reply::Failed,
        }
    }

    /// Every reply there is with these endings and flaws: what a table can be asked.
    pub(crate) fn all(
        endings: impl IntoIterator<Item = T>,
        unread: impl IntoIterator<Item = Unread>,
    ) -> Vec<Reply<T>> {
        let halts = [
            Reply::TooMany(Span::seconds(1)),
            Reply::Busy(Span::seconds(1)),
            Reply::Failed,
        ];
        let ended = endings.into_iter().map(Reply::Ended);
        ended
            .chain(unread.into_iter().map(Reply::Unreadable))
            .chain(halts)
            .collect()
    }
}

/// Which part of a call could not be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Which part.
    pub part: Part,
    /// What is wrong with it.
    pub flaw: Flaw,
    /// What was typed there, for the parts that are no secrets and the surfaces that say it back.
    pub typed: Option<String>,
}

impl Unread {
    /// This part has this flaw.
    #[must_use]
    pub fn new(part: Part, flaw: Flaw) -> Unread {
        Unread {
            part,
            flaw,
            typed: None,
        }
    }
}

/// A part of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum Part {
    /// The body as a whole.
    Body,
    /// The e-mail address.
    Email,
    /// The typed code.
    Code,
    /// The new password.
    Password,
    /// The token of a link.
    Token,
    /// What the letter is to show first.
    Method,
    /// The address and the new password as credentials.
    Credentials,
}

/// What is wrong with a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is not there.
    Missing,
    /// It is not there, and neither is a body that it could stand in.
    NoBody,
    /// It is there, but empty.
    Empty,
    /// It is not a JSON string.
    NotText,
    /// It is stated twice, and not the same.
    Contradicts,
    /// It is none of the values it can have.
    Form,
    /// It is no address, for this reason.
    NoAddress(recovery::address::NoEmail),
    /// The body that holds it is not one JSON object in UTF-8; so many characters in, at the latest, that shows.
    NotJson(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_broke_is_for_the_log_and_never_for_the_client() {
        let cause = || Broken::Machine("no random bytes".into());
        let (reply, broken) = Reply::<()>::of(Err(Halt::Broken(cause())));
        assert_eq!(reply, Reply::Failed);
        assert!(broken.is_some());
        let (reply, broken) = Reply::<()>::of(Err(Halt::Broken(Broken::Busy(Span::seconds(3)))));
        assert_eq!(reply, Reply::Busy(Span::seconds(3)));
        assert!(broken.is_some());
        let (reply, broken) = Reply::<()>::of(Err(Halt::TooMany(Span::seconds(3))));
        assert_eq!(reply, Reply::TooMany(Span::seconds(3)));
        assert!(broken.is_none());
    }
}
