//! The settings: one file, read whole, refused whole.
