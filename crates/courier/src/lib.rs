//! The courier: takes letters out of the outbox, renders them now, hands them to the mail server and records what
//! became of them. It goes at its own pace; no request ever waits for it.
//!
//! A turn of a worker is claim → render → deliver → record. A letter counts as handed over when the mail server has
//! answered the final dot with 2xx, and never otherwise.

mod batch;
mod capture;
mod ceiling;
mod counters;
mod courier;
mod dates;
#[cfg(test)]
mod every_letter;
mod letters;
mod pace;
mod press;
mod rehearsal;
mod run;
mod smtp;
mod voice;
mod words;

pub use capture::{CaptureBox, Captured, forget as forget_captured};
pub use counters::{Counters, Tally};
pub use courier::{Courier, Parts, Transport, Turn, Worker};
pub use letters::{LetterSettings, LinkBase, NoLinkBase, NoSender, Sender};
pub use rehearsal::{Rehearsal, rehearse};
pub use smtp::settings::{Deadlines, HelloName, Login, NoCa, NoHello, Roots, SmtpSettings, Tls};
