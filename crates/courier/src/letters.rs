//! What the operator decides about letters: who they come from and where their links lead.

use std::fmt;
use std::str::FromStr;

use i18n::Languages;
use lettre::message::Mailbox;
use lettre::{Address, address::AddressError};
use recovery::address::{Email, NoEmail};
use recovery::challenge::Life;
use recovery::secret::LinkToken;
use url::Url;
use zeroize::Zeroizing;

/// The most characters of a sender's name.
const LONGEST_NAME: usize = 64;

/// `mail.from`, read: an address and perhaps a name before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    mailbox: Mailbox,
}

/// Why a text is no sender.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSender {
    /// Neither `Name <local@domain>` nor `local@domain`.
    #[error("a sender is written `Name <local@domain.tld>` or `local@domain.tld`")]
    Form,
    /// The address in it is none.
    #[error("{0}")]
    Address(NoEmail),
    /// A sender beyond ASCII could not write to most of the world.
    #[error("the part before the @ must be ASCII: most mail servers take no other sender")]
    NotAscii,
    /// A name that is too long or has controls.
    #[error("the name has more than 64 characters, or controls")]
    Name,
}

impl Sender {
    /// The domain of the address, as A-label: what `Message-ID`s end with.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.mailbox.email.domain()
    }

    pub(crate) fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }

    pub(crate) fn address(&self) -> &Address {
        &self.mailbox.email
    }
}

impl FromStr for Sender {
    type Err = NoSender;
    fn from_str(text: &str) -> Result<Sender, NoSender> {
        if text.chars().any(char::is_control) {
            return Err(NoSender::Name);
        }
        let (name, address) = match text.trim().strip_suffix('>').and_then(|it| it.rsplit_once('<')) {
            Some((name, address)) => (name.trim(), address),
            None => ("", text),
        };
        let name = name
            .strip_prefix('"')
            .and_then(|it| it.strip_suffix('"'))
            .unwrap_or(name);
        if name.contains(['<', '>', '"', '\\']) {
            return Err(NoSender::Form);
        }
        if name.chars().count() > LONGEST_NAME {
            return Err(NoSender::Name);
        }
        let email = Email::parse(address).map_err(|why| match why {
            NoEmail::Empty => NoSender::Form,
            NoEmail::Form | NoEmail::LookAlike | NoEmail::Domain => NoSender::Address(why),
        })?;
        if !email.local().is_ascii() {
            return Err(NoSender::NotAscii);
        }
        let address = as_address(&email).map_err(|_| NoSender::Form)?;
        let name = (!name.is_empty()).then(|| name.to_owned());
        Ok(Sender {
            mailbox: Mailbox::new(name, address),
        })
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.mailbox.fmt(f)
    }
}

/// An address as a mail server is told it: the local part as it was written, the domain as A-label.
pub(crate) fn as_address(email: &Email) -> Result<Address, AddressError> {
    Address::new(email.local(), email.ascii_domain())
}

/// Where links lead: a page of the application, to whose address `token=…` is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkBase {
    before: String,
    after: String,
}

/// Why a text is no base for links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoLinkBase {
    /// Not an absolute http or https URL.
    #[error("not an absolute http:// or https:// address")]
    Form,
    /// A user name or password in it would be shown to everybody who gets a letter.
    #[error("the address must not hold a user name or password")]
    Login,
    /// It has a `token` already.
    #[error("the address has a `token` parameter of its own")]
    Token,
    /// Too long for a line of a letter.
    #[error("the address is longer than 600 bytes")]
    Long,
}

impl FromStr for LinkBase {
    type Err = NoLinkBase;
    fn from_str(text: &str) -> Result<LinkBase, NoLinkBase> {
        let mut url = Url::parse(text.trim()).map_err(|_| NoLinkBase::Form)?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(NoLinkBase::Form);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(NoLinkBase::Login);
        }
        if url.query_pairs().any(|(key, _)| key == "token") {
            return Err(NoLinkBase::Token);
        }
        // A line of a letter holds 998 bytes (RFC 5322 §2.1.1), of which the token takes 64.
        if url.as_str().len() > 600 {
            return Err(NoLinkBase::Long);
        }
        let after = url.fragment().map_or_else(String::new, |it| format!("#{it}"));
        url.set_fragment(None);
        let joint = match url.query() {
            None => "?",
            Some("") => "",
            Some(_) => "&",
        };
        Ok(LinkBase {
            before: format!("{url}{joint}token="),
            after,
        })
    }
}

impl LinkBase {
    /// The link with a token in it. The token needs no escaping: it is base64url.
    pub(crate) fn with(&self, token: &LinkToken) -> Zeroizing<String> {
        Zeroizing::new([self.before.as_str(), token.reveal(), self.after.as_str()].concat())
    }
}

/// What all letters have in common.
#[derive(Clone, Debug)]
pub struct LetterSettings {
    /// Who they come from.
    pub from: Sender,
    /// The host of `public_url`, without port: it stands in the last line of a code letter and names the service.
    pub public_host: String,
    /// Where links lead; `None`: letters carry no link.
    pub link_base: Option<LinkBase>,
    /// The hosted page of links, where a code can be typed beside one; `None`: the pages are not served.
    pub page_base: Option<LinkBase>,
    /// The hosted page where a change is taken back; `None`: the pages are not served, and notices carry no link.
    pub not_me_base: Option<LinkBase>,
    /// Where people find help, as the settings say it.
    pub support: Option<String>,
    /// What the service calls itself; `None`: its host.
    pub service: Option<String>,
    /// `code.ttl` and `link.ttl`: a letter states how long both last.
    pub life: Life,
    /// What they are written in.
    pub languages: Languages,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_has_an_address_and_perhaps_a_name() {
        let read = |text: &str| text.parse::<Sender>().map(|it| it.to_string());
        assert_eq!(
            read("Example <no-reply@example.com>"),
            Ok("Example <no-reply@example.com>".into())
        );
        assert_eq!(
            read("no-reply@B\u{fc}cher.example"),
            Ok("no-reply@xn--bcher-kva.example".into())
        );
        assert_eq!(
            read("\"Example, Inc.\" <a@example.com>"),
            Ok("\"Example, Inc.\" <a@example.com>".into())
        );
        assert!(read("J\u{f6}rg <a@example.com>").is_ok());
        for bad in [
            "",
            "Example",
            "Example <>",
            "a@localhost",
            "a@example.com, b@example.com",
            "A <a@example.com> B",
            "A\r\nBcc: <a@example.com>",
            "j\u{f6}rg@example.com",
            "A <b@example.com> <c@example.com>",
        ] {
            assert!(bad.parse::<Sender>().is_err(), "{bad:?} was read");
        }
        assert_eq!(
            format!("{} <a@example.com>", "x".repeat(65)).parse::<Sender>(),
            Err(NoSender::Name)
        );
    }

    #[test]
    fn a_token_is_added_to_whatever_the_page_has_already() {
        let token = LinkToken::typed("T0_-".into());
        let link = |base: &str| base.parse::<LinkBase>().map(|it| it.with(&token).to_string());
        assert_eq!(
            link("https://app.example.com"),
            Ok("https://app.example.com/?token=T0_-".into())
        );
        assert_eq!(
            link("https://app.example.com/r?"),
            Ok("https://app.example.com/r?token=T0_-".into())
        );
        assert_eq!(
            link("https://app.example.com/r?lang=en#/reset"),
            Ok("https://app.example.com/r?lang=en&token=T0_-#/reset".into())
        );
        assert_eq!(link("https://a@app.example.com/"), Err(NoLinkBase::Login));
        assert_eq!(link("https://app.example.com/?token=1"), Err(NoLinkBase::Token));
        for bad in [
            "",
            "app.example.com",
            "/reset",
            "javascript:alert(1)",
            "mailto:a@example.com",
        ] {
            assert_eq!(link(bad), Err(NoLinkBase::Form), "{bad:?}");
        }
    }
}
