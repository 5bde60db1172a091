//! The settings as an operator meets them: everything wrong is said at once, with its place and what to do.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod settings {
    mod complaints;
    pub mod house;
    mod keys;
    mod layers;
    mod pages;
    mod passwords;
    mod rules;
}
