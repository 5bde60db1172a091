//! The press: makes a letter out of a row of the outbox, at the moment it is sent. Before that moment its code and
//! link do not exist anywhere, and they are gone again when the parcel is dropped.

use std::sync::Arc;

use i18n::{Direction, Language};
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use recovery::address::Email;
use recovery::challenge::Challenge;
use recovery::disowning::{Change, ChangeStage, DISOWNED_WITHIN};
use recovery::keys::KeyRing;
use recovery::letter::{Claimed, First, LetterKind, MessageTag, Unsent};
use recovery::moment::Moment;
use recovery::owner::OwnerState;
use recovery::rules::{stated_deadline, worth_sending};
use recovery::secret::{LinkToken, Otp};
use recovery::subject::Account;
use zeroize::Zeroizing;

use crate::dates::{deadline, in_words, system_time};
use crate::letters::{LetterSettings, as_address};
use crate::voice::{Voice, wrap};
use crate::words::fit_to_show;

/// The templates, by name. They are part of the program, so a server cannot start without one. Those in HTML are made
/// by `cargo xtask letters`.
pub(crate) const TEMPLATES: [(&str, &str); 8] = [
    ("reset.txt", include_str!("../templates/reset.txt")),
    ("reset.html", include_str!("../templates/reset.html")),
    ("changed.txt", include_str!("../templates/changed.txt")),
    ("changed.html", include_str!("../templates/changed.html")),
    ("disabled.txt", include_str!("../templates/disabled.txt")),
    ("disabled.html", include_str!("../templates/disabled.html")),
    ("test.txt", include_str!("../templates/test.txt")),
    ("test.html", include_str!("../templates/test.html")),
];

/// Compiled templates and what all letters share.
pub(crate) struct Press {
    templates: Environment<'static>,
    settings: LetterSettings,
    ring: KeyRing,
}

/// A letter ready to be handed over.
pub(crate) struct Parcel {
    /// The envelope's sender.
    pub(crate) from: Address,
    /// The envelope's one recipient: the stored address.
    pub(crate) to: Address,
    /// The whole message, with CR LF. It holds the code.
    pub(crate) mime: Zeroizing<Vec<u8>>,
    /// Its `Message-ID`.
    pub(crate) tag: MessageTag,
    secrets: Secrets,
}

/// What a letter holds that nobody but its reader may learn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Secrets {
    pub(crate) code: Option<Otp>,
    /// The token of its link: that resets, or that takes a change back.
    pub(crate) link: Option<LinkToken>,
}

/// Why there is nothing to hand over.
#[derive(Debug)]
pub(crate) enum Unprinted {
    /// It is not worth sending any more.
    Unsent(Unsent),
    /// It cannot be made, now or ever.
    Impossible(String),
}

impl From<Unsent> for Unprinted {
    fn from(unsent: Unsent) -> Unprinted {
        Unprinted::Unsent(unsent)
    }
}

impl Parcel {
    /// A server's words about this letter, fit to be stored: it may have repeated what the letter says, and to whom.
    /// Listings show an address masked; the reason beside it must not give it away.
    pub(crate) fn cleaned(&self, said: &str) -> String {
        let to: &str = self.to.as_ref();
        let link = self.secrets.link.as_ref().map(LinkToken::reveal);
        let code = self.secrets.code.as_ref().map(Otp::reveal);
        let hidden: Vec<&str> = [Some(to), link, code].into_iter().flatten().collect();
        fit_to_show(said, &hidden)
    }
}

/// What a letter may say beside what its kind needs, each where it is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Particulars {
    /// The language in which it was asked for (BCP 47); the account's own goes before it.
    pub(crate) locale: Option<String>,
    /// The name under which to speak of it, shown in the subject too.
    pub(crate) reference: Option<String>,
    /// When it was asked for.
    pub(crate) asked_at: Option<Moment>,
    /// From which network, as a prefix; shown beside the time.
    pub(crate) network: Option<String>,
}

/// The two halves of a letter, and what stands above them.
pub(crate) struct Sheet {
    pub(crate) language: Arc<Language>,
    pub(crate) subject: String,
    pub(crate) text: Zeroizing<String>,
    pub(crate) html: Zeroizing<String>,
}

impl Sheet {
    /// Shows the word that who asked was shown.
    fn referring(mut self, particulars: &Particulars) -> Sheet {
        if let Some(reference) = &particulars.reference {
            self.subject = format!("{} ({reference})", self.subject);
        }
        self
    }
}

impl Press {
    /// Compiles the templates.
    ///
    /// # Errors
    /// A template that does not compile: a fault of this program, which its tests find.
    pub(crate) fn new(settings: LetterSettings, ring: KeyRing) -> Result<Press, minijinja::Error> {
        let mut templates = Environment::new();
        // A misspelt name in a template is an error, not an empty place in somebody's letter.
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.set_auto_escape_callback(|name| {
            if name.ends_with(".html") {
                AutoEscape::Html
            } else {
                AutoEscape::None
            }
        });
        templates.add_filter("wrap", wrap);
        for (name, source) in TEMPLATES {
            templates.add_template(name, source)?;
        }
        Ok(Press {
            templates,
            settings,
            ring,
        })
    }

    /// Makes the letter as it is to be sent now.
    pub(crate) fn print(&self, letter: &Claimed, now: Moment) -> Result<Parcel, Unprinted> {
        self.print_with(letter, &self.known_of(letter), now)
    }

    /// A letter with a code says when it was asked for and from where; that of a recovery also shows the word that who
    /// asked was shown.
    fn known_of(&self, letter: &Claimed) -> Particulars {
        let flow = letter.challenge.as_ref().and_then(|it| it.flow);
        Particulars {
            locale: letter.locale.clone(),
            reference: flow.map(|first| self.ring.reference(first)),
            asked_at: letter.challenge.as_ref().map(|_| letter.queued_at),
            network: letter.network.map(|it| it.to_string()),
        }
    }

    /// Makes the letter with what else is known about it.
    pub(crate) fn print_with(
        &self,
        letter: &Claimed,
        particulars: &Particulars,
        now: Moment,
    ) -> Result<Parcel, Unprinted> {
        let (sheet, secrets) = self.sheet_of(letter, particulars, now)?;
        let account = letter.account.as_ref().ok_or(Unsent::AccountChanged)?;
        self.parcel(&account.email, letter.tag, sheet, secrets, now)
    }

    /// Makes the letter of `resetd mail test`.
    pub(crate) fn print_test(&self, to: &Email, tag: MessageTag, now: Moment) -> Result<Parcel, Unprinted> {
        self.parcel(to, tag, self.test_sheet()?, Secrets::default(), now)
    }

    pub(crate) fn test_sheet(&self) -> Result<Sheet, Unprinted> {
        let context = context! { place => self.place() };
        self.sheet(self.settings.languages.choose([]), "test-title", "test", context)
    }

    pub(crate) fn sheet_of(
        &self,
        letter: &Claimed,
        particulars: &Particulars,
        now: Moment,
    ) -> Result<(Sheet, Secrets), Unprinted> {
        worth_sending(letter, now)?;
        let account = letter.account.as_ref().ok_or(Unsent::AccountChanged)?;
        let wishes = [&account.locale, &particulars.locale];
        let language = self
            .settings
            .languages
            .choose(wishes.into_iter().filter_map(Option::as_deref));
        let state = OwnerState::of(account, self.settings.page_base.is_some());
        Ok(match letter.kind {
            LetterKind::Reset(_) if state == OwnerState::Disabled => {
                (self.disabled(language, particulars)?, Secrets::default())
            }
            LetterKind::Reset(first) => {
                let challenge = letter.challenge.as_ref().ok_or(Unsent::Expired)?;
                let code = match challenge.code {
                    Some(_) => Some(self.ring.code_for(challenge).ok_or(Unsent::KeyGone)?),
                    None => None,
                };
                let link = self.ring.link_for(challenge).ok_or(Unsent::KeyGone)?;
                let sheet = self.reset(
                    language,
                    particulars,
                    (first, state),
                    challenge,
                    (code.as_ref(), &link),
                    now,
                )?;
                let secrets = Secrets {
                    code,
                    link: Some(link),
                };
                (sheet, secrets)
            }
            LetterKind::Changed => self.changed(language, account, letter.queued_at, now)?,
        })
    }

    fn reset(
        &self,
        language: &Arc<Language>,
        particulars: &Particulars,
        (first, state): (First, OwnerState),
        challenge: &Challenge,
        (code, token): (Option<&Otp>, &LinkToken),
        now: Moment,
    ) -> Result<Sheet, Unprinted> {
        let life = self.settings.life;
        let code_end = stated_deadline(challenge, life.code, now).ok_or(Unsent::Expired)?;
        let link_end = challenge.link_expires_at.map(|end| end.min(now + life.link));
        let hosted = self
            .settings
            .page_base
            .as_ref()
            .filter(|_| state == OwnerState::Disowned);
        let link = hosted
            .or(self.settings.link_base.as_ref())
            .zip(link_end.filter(|end| *end > now))
            .map(|(base, end)| (base.with(token), end));
        if code.is_none() && link.is_none() {
            return Err(Unprinted::Impossible(
                "it has no code, since guesses have spent the budget of its account, and there is no page that its link could \
                 lead to: set dialects.userverse.frontend_url, or serve the pages"
                    .to_owned(),
            ));
        }
        let (link, link_end) = link.map_or((None, now), |(link, end)| (Some(link), end));
        let lasts = |end: Moment| language.span((end - now).0).map_err(impossible);
        let context = context! {
            place => self.place(),
            host => &self.settings.public_host,
            code => code.map(Otp::reveal),
            lasts => lasts(code_end)?,
            deadline => deadline(language, code_end, now),
            link => link.as_ref().map(|it| it.as_str()),
            href => link.as_ref().map(|it| Value::from_safe_string(in_attribute(it))),
            link_lasts => lasts(link_end)?,
            link_deadline => deadline(language, link_end, now),
            link_first => first == First::Link,
            both => state == OwnerState::Disowned,
            first_password => state == OwnerState::FirstPassword,
            asked => particulars.asked_at.map(|at| in_words(language, at, false)),
            network => &particulars.network,
            reference => &particulars.reference,
        };
        let title = match state {
            OwnerState::FirstPassword => "reset-first-title",
            OwnerState::Ordinary | OwnerState::Disowned | OwnerState::Disabled => "reset-title",
        };
        Ok(self
            .sheet(language, title, "reset", context)?
            .referring(particulars))
    }

    /// Somebody asked for a recovery of an account that may not be used: its owner is told, and nobody else.
    fn disabled(&self, language: &Arc<Language>, particulars: &Particulars) -> Result<Sheet, Unprinted> {
        let context = context! {
            place => self.place(),
            support => &self.settings.support,
            asked => particulars.asked_at.map(|at| in_words(language, at, false)),
            network => &particulars.network,
            reference => &particulars.reference,
        };
        let sheet = self.sheet(language, "disabled-title", "disabled", context)?;
        Ok(sheet.referring(particulars))
    }

    /// Where there are pages, with a link that takes the change back, unless the password was changed again since.
    fn changed(
        &self,
        language: &Arc<Language>,
        account: &Account,
        at: Moment,
        now: Moment,
    ) -> Result<(Sheet, Secrets), Unprinted> {
        let change = Change {
            account: account.id,
            at,
        };
        let end = at + DISOWNED_WITHIN;
        let open = change.stage(Some(account), now) == ChangeStage::Open && end > now;
        let base = self.settings.not_me_base.as_ref().filter(|_| open);
        let token = base.and_then(|_| self.ring.token_of_change(change));
        let link = base.zip(token.as_ref()).map(|(base, token)| base.with(token));
        let lasts = if open { end - now } else { DISOWNED_WITHIN };
        let context = context! {
            place => self.place(),
            changed => in_words(language, at, true),
            link => link.as_ref().map(|it| it.as_str()),
            href => link.as_ref().map(|it| Value::from_safe_string(in_attribute(it))),
            link_lasts => language.span(lasts.0).map_err(impossible)?,
            link_deadline => deadline(language, end, now),
        };
        let sheet = self.sheet(language, "changed-title", "changed", context)?;
        let secrets = Secrets {
            code: None,
            link: token,
        };
        Ok((sheet, secrets))
    }

    fn place(&self) -> &str {
        self.settings
            .service
            .as_deref()
            .unwrap_or(&self.settings.public_host)
    }

    fn sheet(
        &self,
        language: &Arc<Language>,
        title: &str,
        name: &str,
        context: Value,
    ) -> Result<Sheet, Unprinted> {
        let title = language.text(title, &[]).map_err(impossible)?;
        let render = |form: &str| {
            let voice = Voice {
                language: Arc::clone(language),
                html: form == "html",
            };
            let direction = language.direction();
            let context = context! {
                say => Value::from_object(voice),
                title => &title,
                lang => language.tag(),
                dir => direction.as_html(),
                start => match direction {
                    Direction::LeftToRight => "left",
                    Direction::RightToLeft => "right",
                },
                ..context.clone()
            };
            let template = self.templates.get_template(&format!("{name}.{form}"))?;
            template.render(context).map(Zeroizing::new)
        };
        Ok(Sheet {
            language: Arc::clone(language),
            text: render("txt").map_err(impossible)?,
            html: render("html").map_err(impossible)?,
            subject: title,
        })
    }

    fn parcel(
        &self,
        email: &Email,
        tag: MessageTag,
        sheet: Sheet,
        secrets: Secrets,
        now: Moment,
    ) -> Result<Parcel, Unprinted> {
        let impossible = |_| Unprinted::Impossible("the address cannot be written in a letter".to_owned());
        let to = as_address(email).map_err(impossible)?;
        let tag_in_hex = format!("{:032x}", u128::from_be_bytes(tag.0));
        let parts = MultiPart::alternative()
            .boundary(format!("part-{tag_in_hex}"))
            .singlepart(part(ContentType::TEXT_PLAIN, &sheet.text)?)
            .singlepart(part(ContentType::TEXT_HTML, &sheet.html)?);
        let message = Message::builder()
            .from(self.settings.from.mailbox().clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(sheet.subject.clone())
            .date(system_time(now))
            .message_id(Some(format!("<{tag_in_hex}@{}>", self.settings.from.domain())))
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("X-Auto-Response-Suppress", "All"))
            .raw_header(header("Content-Language", sheet.language.tag()))
            .multipart(parts)
            .map_err(|why| Unprinted::Impossible(format!("the letter cannot be put together: {why}")))?;
        Ok(Parcel {
            from: self.settings.from.address().clone(),
            to,
            mime: Zeroizing::new(message.formatted()),
            tag,
            secrets,
        })
    }
}

fn impossible(why: impl std::fmt::Display) -> Unprinted {
    Unprinted::Impossible(format!("the letter cannot be written: {why}"))
}

/// A part as it is written where possible, so that a code or a link stands in the source as it stands in the letter.
fn part(kind: ContentType, text: &str) -> Result<SinglePart, Unprinted> {
    let body = if goes_as_it_is(text) {
        // The library would encode whatever has a line beyond 76 octets, as HTML has.
        let lines = text.replace('\n', "\r\n").into_bytes();
        Body::dangerous_pre_encoded(lines, ContentTransferEncoding::SevenBit)
    } else {
        Body::new_with_encoding(text.to_owned(), beyond_ascii(text))
            .map_err(|_| Unprinted::Impossible("the letter cannot be encoded".to_owned()))?
    };
    Ok(SinglePart::builder().header(kind).body(body))
}

/// Whether a text is what RFC 2045 (section 2.7) calls 7bit: ASCII in lines of at most 998 octets, with no NUL and no lone CR.
fn goes_as_it_is(text: &str) -> bool {
    text.is_ascii() && !text.contains(['\0', '\r']) && text.split('\n').all(|line| line.len() <= LONGEST_LINE)
}

/// The most octets of a line in a letter, its end not counted (RFC 5322, section 2.1.1).
const LONGEST_LINE: usize = 998;

/// Whichever is shorter: most of a letter in a Latin script is ASCII, and little of one in another script.
fn beyond_ascii(text: &str) -> ContentTransferEncoding {
    let others = text.bytes().filter(|it| !it.is_ascii()).count();
    // Quoted-printable takes two bytes more for each of them, base64 a third more for all.
    if others * 6 > text.len() {
        ContentTransferEncoding::Base64
    } else {
        ContentTransferEncoding::QuotedPrintable
    }
}

/// A URL as an attribute holds it. The template engine would escape each `/` as well, which is right and reads badly.
fn in_attribute(url: &str) -> String {
    url.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
        .replace('<', "&lt;")
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(text: &str) -> String {
        let part = part(ContentType::TEXT_PLAIN, text).unwrap();
        String::from_utf8(part.formatted()).unwrap()
    }

    #[test]
    fn ascii_stands_in_a_letter_s_source_as_it_was_written() {
        let long = format!("Your code is 123456\n<td style=\"{}\">\n=41\n", "x".repeat(900));
        let said = sent(&long);
        assert!(said.contains("Content-Transfer-Encoding: 7bit\r\n"), "{said}");
        assert!(
            said.contains(&format!("\r\n\r\n{}", long.replace('\n', "\r\n"))),
            "{said}"
        );
    }

    #[test]
    fn what_mail_servers_may_break_is_encoded() {
        let long = "x".repeat(LONGEST_LINE + 1);
        for text in [long.as_str(), "Mit freundlichen Grüßen", "a\0b", "a\rb"] {
            let said = sent(text);
            assert!(said.contains(": quoted-printable\r\n"), "{said}");
            assert!(said.lines().all(|it| it.len() <= 76 && it.is_ascii()), "{said}");
        }
    }
}
