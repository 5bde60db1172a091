//! Reads files of accounts.
