//! The file that holds the keys.
