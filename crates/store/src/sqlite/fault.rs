//! What can go wrong with the database, in words for the log.

use std::sync::Arc;

use recovery::moment::Span;
use recovery::ports::Broken;

/// Why an act was not carried out. Whatever it is, nothing was changed.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// SQLite said no. Shared, because a failed commit fails every act of its group.
    #[error("{0}")]
    Sqlite(Arc<rusqlite::Error>),
    /// A row makes no sense.
    #[error("a row of the database is corrupt: {0}")]
    Corrupt(&'static str),
    /// A defect of ours. The writer goes on.
    #[error("an act panicked and was rolled back")]
    Panicked,
    /// The store is shutting down, or its writer could not be started.
    #[error("the store is closed")]
    Closed,
    /// More acts wait than the disk takes in time.
    #[error("too many acts are waiting for the disk")]
    Crowded,
    /// An act that only the serving process may do.
    #[error("this process only works beside the server and must not do what the server does")]
    NotServing,
    /// The log cannot be cut.
    #[error("another program reads the database, so its log still holds what was removed")]
    LogInUse,
}

impl Fault {
    /// Whether a row holds what does not belong there, so that other rows may well be read.
    pub(crate) fn is_of_one_row(&self) -> bool {
        use rusqlite::Error::{
            FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error,
        };
        match self {
            Fault::Sqlite(error) => matches!(
                **error,
                FromSqlConversionFailure(..)
                    | IntegralValueOutOfRange(..)
                    | InvalidColumnType(..)
                    | Utf8Error(..)
            ),
            Fault::Corrupt(_) => true,
            Fault::Panicked | Fault::Closed | Fault::Crowded | Fault::NotServing | Fault::LogInUse => false,
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        Fault::Sqlite(Arc::new(error))
    }
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Broken {
        match fault {
            Fault::Crowded => Broken::Busy(Span::seconds(1)),
            Fault::Sqlite(_)
            | Fault::Corrupt(_)
            | Fault::Panicked
            | Fault::Closed
            | Fault::NotServing
            | Fault::LogInUse => Broken::Store(Box::new(fault)),
        }
    }
}
