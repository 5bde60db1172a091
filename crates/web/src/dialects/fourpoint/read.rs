//! Bodies of the 4pointx API: from here on nobody checks an address or a code again.

use recovery::address::Email;
use recovery::secret::{Otp, Password};

use crate::body::Sent;
use crate::json::{self, Found};
use crate::reply::{Flaw, Part, Unread};

/// `{"email","otp"}`
pub(super) struct Check {
    pub(super) email: Email,
    pub(super) code: Otp,
}

/// `{"email","otp","new_password"}`
pub(super) struct Change {
    pub(super) email: Email,
    pub(super) code: Otp,
    pub(super) password: Password,
}

/// `{"email"}`
pub(super) fn ask(sent: &Sent) -> Result<Email, Unread> {
    let [email] = object(sent, ["email"])?;
    address(&email)
}

pub(super) fn check(sent: &Sent) -> Result<Check, Unread> {
    let [email, otp] = object(sent, ["email", "otp"])?;
    Ok(Check {
        email: address(&email)?,
        code: code(&otp)?,
    })
}

pub(super) fn change(sent: &Sent) -> Result<Change, Unread> {
    let [email, otp, password] = object(sent, ["email", "otp", "new_password"])?;
    Ok(Change {
        email: address(&email)?,
        code: code(&otp)?,
        password: Password::new(text(&password, Part::Password)?.to_owned()),
    })
}

fn object<const N: usize>(sent: &Sent, keys: [&str; N]) -> Result<[Found; N], Unread> {
    let unlabelled = || Unread::new(Part::Body, Flaw::NotJson(0));
    let body = sent.json().ok_or_else(unlabelled)?;
    json::read(body, keys).map_err(|it| Unread::new(Part::Body, Flaw::NotJson(it.at)))
}

fn text(found: &Found, part: Part) -> Result<&str, Unread> {
    match found {
        Found::Text(text) if text.reveal().is_empty() => Err(Unread::new(part, Flaw::Empty)),
        Found::Text(text) => Ok(text.reveal()),
        Found::Nothing => Err(Unread::new(part, Flaw::Missing)),
        Found::Other => Err(Unread::new(part, Flaw::NotText)),
    }
}

fn address(found: &Found) -> Result<Email, Unread> {
    let text = text(found, Part::Email)?;
    Email::parse(text).map_err(|why| Unread::new(Part::Email, Flaw::NoAddress(why)))
}

fn code(found: &Found) -> Result<Otp, Unread> {
    let text = text(found, Part::Code)?;
    Otp::typed(text).ok_or(Unread::new(Part::Code, Flaw::Form))
}
