//! The dialogue with the mail server. Everything that speaks SMTP is in here.

pub(crate) mod hand_over;
pub(crate) mod line;
pub(crate) mod offers;
pub(crate) mod reply;
pub(crate) mod settings;
pub(crate) mod trouble;
pub(crate) mod wire;
