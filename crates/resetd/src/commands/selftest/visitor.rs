//! A person's client: what it keeps from answer to answer, and what of an answer is its own and therefore masked.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use super::people::Person;
use super::wire::{Answer, Request};

/// What must differ between any two requests, whoever they are about. Each is replaced by its name and its length, wherever it
/// stands, so that a different length shows; nothing else is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mask {
    /// The typed address: the pages repeat it, and each person has another.
    Address,
    /// The name of a flow of `/v1`: 128 bits, drawn for each.
    Recovery,
    /// The word that a flow's letters show: made of its name.
    Reference,
    /// The name of a tab of the pages: 96 bits, drawn for each.
    Tab,
    /// What a tab's cookie holds: sealed, so other bytes each time.
    Sealed,
    /// The name of a form of the pages' first step: drawn for each view.
    Form,
    /// The puzzle of the page that tells of too many calls: drawn for each view, for the client alone.
    Puzzle,
}

impl Mask {
    fn name(self) -> &'static str {
        match self {
            Mask::Address => "address",
            Mask::Recovery => "recovery",
            Mask::Reference => "reference",
            Mask::Tab => "tab",
            Mask::Sealed => "sealed",
            Mask::Form => "form",
            Mask::Puzzle => "puzzle",
        }
    }
}

/// The one header that is masked: the HTTP library takes the time from the machine, whose clock does not stand still for a test.
const DATE: &str = "date";

/// A cookie shorter than this holds no sealed text, and is the same for everybody.
const SEALED: usize = 16;

/// A person with a client.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who it is.
    pub person: Person,
    /// The flow that was begun last over `/v1`.
    pub recovery: Option<String>,
    /// The tab that was opened last on the pages.
    pub tab: Option<String>,
    /// The name of the pages' first form, as it was shown last.
    pub form: Option<String>,
    cookies: BTreeMap<String, String>,
    masks: Vec<(Mask, String)>,
}

impl Visitor {
    /// A client that has been nowhere yet.
    pub fn new(person: Person) -> Visitor {
        let address = (Mask::Address, person.email.as_written().to_owned());
        Visitor {
            person,
            recovery: None,
            tab: None,
            form: None,
            cookies: BTreeMap::new(),
            masks: vec![address],
        }
    }

    /// Goes on from another network: its twin in the other half of those that people have.
    pub fn moves(&mut self) {
        let half = 1 << 16;
        self.person.client = Ipv4Addr::from(u32::from(self.person.client) ^ half);
    }

    /// The typed address.
    pub fn email(&self) -> &str {
        self.person.email.as_written()
    }

    /// A request as this client sends it: from its own network, with its cookies. Its id is the same for everybody, so that
    /// answers that repeat it are alike.
    pub fn sends(&self, request: Request) -> Request {
        let request = request
            .with("X-Forwarded-For", self.person.client.to_string())
            .with("X-Request-ID", "selftest");
        if self.cookies.is_empty() || !request.target.starts_with("/reset") {
            return request;
        }
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        request.with("Cookie", pairs.join("; "))
    }

    /// Keeps of an answer what later requests need, and what is to be masked.
    pub fn keeps(&mut self, answer: &Answer) {
        for line in answer.values("set-cookie") {
            let Some((name, value)) = line.split(';').next().and_then(|it| it.split_once('=')) else {
                continue;
            };
            if value.is_empty() {
                self.cookies.remove(name);
                continue;
            }
            self.cookies.insert(name.to_owned(), value.to_owned());
            if value.len() > SEALED {
                self.masks.push((Mask::Sealed, value.to_owned()));
            }
        }
        if let Some(tab) = answer.values("location").find_map(tab_of) {
            self.masks.push((Mask::Tab, tab.to_owned()));
            self.tab = Some(tab.to_owned());
        }
        if let Some(form) = between(&answer.body, "name=\"once\" value=\"", "\"") {
            self.masks.push((Mask::Form, form.to_owned()));
            self.form = Some(form.to_owned());
        }
        if let Some(puzzle) = between(&answer.body, "data-puzzle=\"", "\"") {
            self.masks.push((Mask::Puzzle, puzzle.to_owned()));
        }
        let shown = between(&answer.body, "<p id=\"reference\">", "</p>");
        if let Some(reference) = shown.and_then(reference_in) {
            self.masks.push((Mask::Reference, reference.to_owned()));
        }
        let Ok(begun) = serde_json::from_str::<serde_json::Value>(&answer.body) else {
            return;
        };
        for (key, mask) in [("recovery", Mask::Recovery), ("reference", Mask::Reference)] {
            if let Some(value) = begun.get(key).and_then(serde_json::Value::as_str) {
                self.masks.push((mask, value.to_owned()));
                if mask == Mask::Recovery {
                    self.recovery = Some(value.to_owned());
                }
            }
        }
    }

    /// An answer as it is compared: its head and its body, with what is this client's own replaced.
    pub fn masked(&self, answer: &Answer) -> Masked {
        let line = |line: &String| match line.split_once(':') {
            Some((name, _)) if name.eq_ignore_ascii_case(DATE) => format!("{name}: ‹date›"),
            Some(_) | None => self.replaced(line),
        };
        Masked {
            status: answer.status,
            head: answer.head.iter().map(line).collect(),
            body: self.replaced(&answer.body),
        }
    }

    fn replaced(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (mask, value) in &self.masks {
            if text.contains(value.as_str()) {
                text = text.replace(value.as_str(), &format!("‹{}:{}›", mask.name(), value.len()));
            }
        }
        text
    }
}

/// An answer without what is its client's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Masked {
    /// The status.
    pub status: u16,
    /// Status line and headers.
    pub head: Vec<String>,
    /// The body.
    pub body: String,
}

/// The name of the tab in a path of the pages.
fn tab_of(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once("/reset/")?;
    let tab = rest.split('/').next()?;
    (tab.len() == 16).then_some(tab)
}

/// Six letters or digits that stand alone.
fn reference_in(text: &str) -> Option<&str> {
    text.split(|it: char| !it.is_ascii_alphanumeric()).find(|it| {
        it.len() == 6
            && it
                .chars()
                .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
    })
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|it| it.0)
}

#[cfg(test)]
mod tests {
    use recovery::address::Email;

    use super::super::people::Group;
    use super::*;

    fn visitor() -> Visitor {
        Visitor::new(Person {
            group: Group::Known,
            email: Email::parse("pabc@selftest.invalid").unwrap(),
            client: Ipv4Addr::LOCALHOST,
        })
    }

    fn answer(head: &[&str], body: &str) -> Answer {
        Answer {
            status: 200,
            head: head.iter().map(|it| (*it).to_owned()).collect(),
            body: body.to_owned(),
        }
    }

    #[test]
    fn what_is_masked_keeps_its_length_in_view() {
        let mut visitor = visitor();
        let begun = answer(
            &["HTTP/1.1 202 Accepted", "date: x"],
            r#"{"recovery":"abcd","reference":"P6M7E2"}"#,
        );
        visitor.keeps(&begun);
        let masked = visitor.masked(&begun);
        assert_eq!(
            masked.body,
            r#"{"recovery":"‹recovery:4›","reference":"‹reference:6›"}"#
        );
        assert_eq!(masked.head[1], "date: ‹date›");
        assert_eq!(visitor.recovery.as_deref(), Some("abcd"));
    }

    #[test]
    fn a_header_that_is_nobody_s_own_is_not_masked() {
        let head = ["HTTP/1.1 200 OK", "retry-after: 7", "x-request-id: selftest"];
        let masked = visitor().masked(&answer(&head, "to pabc@selftest.invalid"));
        assert_eq!(masked.head, head);
        assert_eq!(masked.body, "to ‹address:21›");
    }

    #[test]
    fn a_tab_is_kept_with_its_cookie() {
        let mut visitor = visitor();
        let sealed = "s".repeat(40);
        let cookie = format!("set-cookie: reset-AAAAAAAAAAAAAAAA={sealed}; Path=/");
        visitor.keeps(&answer(
            &[
                "HTTP/1.1 303 See Other",
                "location: /reset/AAAAAAAAAAAAAAAA/code",
                &cookie,
            ],
            "",
        ));
        assert_eq!(visitor.tab.as_deref(), Some("AAAAAAAAAAAAAAAA"));
        let sent = visitor.sends(Request::bare("GET", "/reset/AAAAAAAAAAAAAAAA/code"));
        let cookies: Vec<&String> = sent
            .headers
            .iter()
            .filter(|it| it.0 == "Cookie")
            .map(|it| &it.1)
            .collect();
        assert_eq!(cookies, [&format!("reset-AAAAAAAAAAAAAAAA={sealed}")]);
        let elsewhere = visitor.sends(Request::bare("GET", "/v1/recoveries"));
        assert!(elsewhere.headers.iter().all(|it| it.0 != "Cookie"));
    }
}
