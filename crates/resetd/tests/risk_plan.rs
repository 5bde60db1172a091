//! `resetd risk plan` as an operator runs it. The expected figures are those of the project's issue on the risk budget,
//! computed there independently of this code, to four significant digits.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod risk_plan {
    mod docs;
    mod figures;
    mod honest;
    mod refused;
    pub mod run;
}
