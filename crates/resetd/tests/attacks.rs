//! Every class of attack that is to be survived, over HTTP and SMTP, against the release binary, on every surface: both documented
//! APIs (Userverse in both generations), `/v1` and the pages, in both profiles. After each attack one oracle judges
//! everything that was said, stored, mailed and logged. `docs/attacks.md` says which attack is survived by which test.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at what it did not expect, and reads the clock"
)]

mod support;

#[path = "pages/browser.rs"]
mod visitor;

mod attacks {
    pub mod availability;
    pub mod browser;
    pub mod codes;
    pub mod disclosure;
    pub mod doors;
    pub mod house;
    pub mod mail;
    pub mod operations;
    pub mod oracle;
    pub mod page;
    pub mod races;
    pub mod recipients;
    pub mod state_machine;
    pub mod table;
    pub mod volley;
}
