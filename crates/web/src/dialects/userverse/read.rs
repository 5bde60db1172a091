//! Input of the Userverse API, which may stand in the query, in a JSON body or in Basic credentials. Two places that
//! state the same thing differently are malformed: nobody can tell which of them was meant.

use http::HeaderMap;
use recovery::address::Email;
use recovery::letter::First;
use recovery::secret::{LinkToken, Otp, Password};

use crate::basic::{self, Credentials};
use crate::body::Sent;
use crate::json::{self, Found};
use crate::query::{self, Asked};
use crate::reply::{Flaw, Part, Unread};

/// Input of `request`.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) email: Email,
    pub(super) first: First,
}

/// Input of `validate-otp`.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) email: Email,
    pub(super) password: Password,
    pub(super) code: Otp,
}

pub(super) fn request(query: Option<&str>, sent: &Sent) -> Result<Request, Unread> {
    let [email, method] = object(sent, ["email", "method"], Part::Email)?;
    Ok(Request {
        email: one(
            Part::Email,
            query::read(query, "email"),
            &[email],
            address,
            same_person,
        )?
        .ok_or_else(|| nothing(Part::Email, sent))?,
        first: one(
            Part::Method,
            query::read(query, "method"),
            &[method],
            first,
            First::eq,
        )?
        .unwrap_or(First::Code),
    })
}

pub(super) fn change(query: Option<&str>, headers: &HeaderMap, sent: &Sent) -> Result<Change, Unread> {
    let keys = ["email", "new_password", "one_time_pin", "otp"];
    let [email, password, pin, otp] = object(sent, keys, Part::Email)?;
    // Before anything about the pin: without credentials there is nobody whose pin it could be.
    let Credentials { email, password } = match basic::read(headers) {
        Some(basic) => agreeing(basic, &email, &password)?,
        None => in_body(&email, &password)?,
    };
    let stated = query::read(query, "one_time_pin");
    let code = one(Part::Code, stated, &[pin, otp], code, Otp::same_as)?;
    Ok(Change {
        email,
        password,
        code: code.ok_or(Unread::new(Part::Code, Flaw::Missing))?,
    })
}

pub(super) fn change_by_link(sent: &Sent) -> Result<(LinkToken, Password), Unread> {
    let [token, password] = object(sent, ["token", "new_password"], Part::Token)?;
    let token = required(Part::Token, &token, sent)?;
    let password = required(Part::Password, &password, sent)?;
    Ok((
        LinkToken::typed(token.to_owned()),
        Password::new(password.to_owned()),
    ))
}

/// The keys of the body. An empty body is no body, whatever it is labelled; one that cannot be read is the flaw of
/// the part that was to be looked up in it.
fn object<const N: usize>(sent: &Sent, keys: [&str; N], part: Part) -> Result<[Found; N], Unread> {
    if sent.is_empty() {
        return Ok([const { Found::Nothing }; N]);
    }
    let body = sent.json().ok_or(Unread::new(part, Flaw::NotJson(0)))?;
    json::read(body, keys).map_err(|it| Unread::new(part, Flaw::NotJson(it.at)))
}

fn nothing(part: Part, sent: &Sent) -> Unread {
    let flaw = if sent.is_empty() {
        Flaw::NoBody
    } else {
        Flaw::Missing
    };
    Unread::new(part, flaw)
}

/// What the query and the body say of one part, if they say the same.
fn one<T>(
    part: Part,
    asked: Asked,
    found: &[Found],
    parse: impl Fn(&str) -> Result<T, Unread>,
    same: impl Fn(&T, &T) -> bool,
) -> Result<Option<T>, Unread> {
    let mut said: Option<T> = match asked {
        Asked::Nothing => None,
        Asked::Once(text) => Some(parse(&text)?),
        Asked::Unclear => return Err(Unread::new(part, Flaw::Contradicts)),
    };
    for it in found {
        let here = match it {
            Found::Nothing => continue,
            Found::Other => return Err(Unread::new(part, Flaw::NotText)),
            Found::Text(text) => parse(text.reveal())?,
        };
        if said.as_ref().is_some_and(|said| !same(said, &here)) {
            return Err(Unread::new(part, Flaw::Contradicts));
        }
        said = Some(here);
    }
    Ok(said)
}

/// Basic credentials, unless the body has others.
fn agreeing(basic: Credentials, email: &Found, password: &Found) -> Result<Credentials, Unread> {
    let same = |said: Option<Email>| said.is_none_or(|it| it.key() == basic.email.key());
    let said = one(
        Part::Email,
        Asked::Nothing,
        std::slice::from_ref(email),
        address,
        same_person,
    )?;
    if !same(said) {
        return Err(Unread::new(Part::Email, Flaw::Contradicts));
    }
    match password {
        Found::Nothing => Ok(basic),
        Found::Text(text) if text.reveal() == basic.password.reveal() => Ok(basic),
        Found::Text(_) => Err(Unread::new(Part::Password, Flaw::Contradicts)),
        Found::Other => Err(Unread::new(Part::Password, Flaw::NotText)),
    }
}

/// Credentials in the body. Half of them are none.
fn in_body(email: &Found, password: &Found) -> Result<Credentials, Unread> {
    if !email.is_there() || !password.is_there() {
        return Err(Unread::new(Part::Credentials, Flaw::Missing));
    }
    let email = email.text().ok_or(Unread::new(Part::Email, Flaw::NotText))?;
    let password = password
        .text()
        .ok_or(Unread::new(Part::Password, Flaw::NotText))?;
    let email = address(email)?;
    if password.is_empty() {
        return Err(Unread::new(Part::Password, Flaw::Empty));
    }
    Ok(Credentials {
        email,
        password: Password::new(password.to_owned()),
    })
}

fn required<'a>(part: Part, found: &'a Found, sent: &Sent) -> Result<&'a str, Unread> {
    match found {
        Found::Nothing => Err(nothing(part, sent)),
        Found::Other => Err(Unread::new(part, Flaw::NotText)),
        Found::Text(text) if text.reveal().is_empty() => Err(Unread::new(part, Flaw::Empty)),
        Found::Text(text) => Ok(text.reveal()),
    }
}

fn address(text: &str) -> Result<Email, Unread> {
    Email::parse(text).map_err(|why| Unread {
        typed: Some(text.to_owned()),
        ..Unread::new(Part::Email, Flaw::NoAddress(why))
    })
}

fn same_person(one: &Email, other: &Email) -> bool {
    one.key() == other.key()
}

fn first(text: &str) -> Result<First, Unread> {
    match text {
        "otp" => Ok(First::Code),
        "magic_link" => Ok(First::Link),
        _ => Err(Unread {
            typed: Some(text.to_owned()),
            ..Unread::new(Part::Method, Flaw::Form)
        }),
    }
}

fn code(text: &str) -> Result<Otp, Unread> {
    let flaw = if text.is_empty() { Flaw::Empty } else { Flaw::Form };
    Otp::typed(text).ok_or(Unread::new(Part::Code, flaw))
}
