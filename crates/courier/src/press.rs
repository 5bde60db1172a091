//! The press: makes a letter out of a row of the outbox, at the moment it is sent. Before that moment its code and
//! link do not exist anywhere, and they are gone again when the parcel is dropped.

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use recovery::address::Email;
use recovery::challenge::Challenge;
use recovery::keys::KeyRing;
use recovery::letter::{Claimed, First, LetterKind, MessageTag, Unsent};
use recovery::moment::{Moment, Span};
use recovery::rules::{stated_deadline, worth_sending};
use recovery::secret::{LinkToken, Otp};
use zeroize::Zeroizing;

use crate::dates::{for_people, in_words, system_time};
use crate::letters::{LetterSettings, as_address};
use crate::words::fit_to_show;

/// The templates, by name. They are part of the program, so a server cannot start without one.
const TEMPLATES: [(&str, &str); 7] = [
    ("letter.en.html", include_str!("../templates/letter.en.html")),
    ("reset.en.txt", include_str!("../templates/reset.en.txt")),
    ("reset.en.html", include_str!("../templates/reset.en.html")),
    ("changed.en.txt", include_str!("../templates/changed.en.txt")),
    ("changed.en.html", include_str!("../templates/changed.en.html")),
    ("test.en.txt", include_str!("../templates/test.en.txt")),
    ("test.en.html", include_str!("../templates/test.en.html")),
];

/// A deadline nearer than this is stated to the second.
const NEAR: Span = Span::minutes(2);

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
    secrets: Option<(Otp, LinkToken)>,
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
        match &self.secrets {
            Some((code, link)) => fit_to_show(said, &[to, link.reveal(), code.reveal()]),
            None => fit_to_show(said, &[to]),
        }
    }
}

/// The two halves of a letter, and what stands above them.
struct Sheet {
    subject: &'static str,
    text: Zeroizing<String>,
    html: Zeroizing<String>,
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
        worth_sending(letter, now)?;
        let account = letter.account.as_ref().ok_or(Unsent::AccountChanged)?;
        let (sheet, secrets) = match letter.kind {
            LetterKind::Reset(first) => {
                let challenge = letter.challenge.as_ref().ok_or(Unsent::Expired)?;
                let code = self.ring.code_for(challenge).ok_or(Unsent::KeyGone)?;
                let link = self.ring.link_for(challenge).ok_or(Unsent::KeyGone)?;
                (
                    self.reset(first, challenge, (&code, &link), now)?,
                    Some((code, link)),
                )
            }
            LetterKind::Changed => (self.changed(letter.queued_at)?, None),
        };
        self.parcel(&account.email, letter.tag, sheet, secrets, now)
    }

    /// Makes the letter of `resetd mail test`.
    pub(crate) fn print_test(&self, to: &Email, tag: MessageTag, now: Moment) -> Result<Parcel, Unprinted> {
        let sheet = self.sheet("Test letter", "test", context! { place => self.place() })?;
        self.parcel(to, tag, sheet, None, now)
    }

    fn reset(
        &self,
        first: First,
        challenge: &Challenge,
        (code, token): (&Otp, &LinkToken),
        now: Moment,
    ) -> Result<Sheet, Unprinted> {
        let life = self.settings.life;
        let deadline = stated_deadline(challenge, life.code, now).ok_or(Unsent::Expired)?;
        let link_deadline = challenge.link_expires_at.map(|end| end.min(now + life.link));
        let link = self
            .settings
            .link_base
            .as_ref()
            .zip(link_deadline.filter(|end| *end > now))
            .map(|(base, end)| (base.with(token), end));
        let (link, link_end) = link.map_or((None, now), |(link, end)| (Some(link), end));
        let context = context! {
            place => self.place(),
            host => &self.settings.public_host,
            code => code.reveal(),
            lasts => for_people(deadline - now),
            deadline => in_words(deadline, deadline - now < NEAR),
            link => link.as_ref().map(|it| it.as_str()),
            href => link.as_ref().map(|it| Value::from_safe_string(in_attribute(it))),
            link_lasts => for_people(link_end - now),
            link_deadline => in_words(link_end, link_end - now < NEAR),
            link_first => first == First::Link,
        };
        self.sheet("Reset your password", "reset", context)
    }

    fn changed(&self, at: Moment) -> Result<Sheet, Unprinted> {
        let context = context! { place => self.place(), changed_at => in_words(at, true) };
        self.sheet("Your password was changed", "changed", context)
    }

    fn place(&self) -> &str {
        self.settings
            .service
            .as_deref()
            .unwrap_or(&self.settings.public_host)
    }

    fn sheet(&self, subject: &'static str, name: &str, context: Value) -> Result<Sheet, Unprinted> {
        let render = |form: &str| {
            let template = self.templates.get_template(&format!("{name}.en.{form}"))?;
            template.render(&context).map(Zeroizing::new)
        };
        let impossible = |why: minijinja::Error| Unprinted::Impossible(format!("the template failed: {why}"));
        Ok(Sheet {
            subject,
            text: render("txt").map_err(impossible)?,
            html: render("html").map_err(impossible)?,
        })
    }

    fn parcel(
        &self,
        email: &Email,
        tag: MessageTag,
        sheet: Sheet,
        secrets: Option<(Otp, LinkToken)>,
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
            .subject(sheet.subject)
            .date(system_time(now))
            .message_id(Some(format!("<{tag_in_hex}@{}>", self.settings.from.domain())))
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("X-Auto-Response-Suppress", "All"))
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

/// A part as it is written where possible, so that a code or a link stands in the source as it stands in the letter.
fn part(kind: ContentType, text: &str) -> Result<SinglePart, Unprinted> {
    let body = Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::SevenBit)
        .or_else(|_| Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::QuotedPrintable))
        .map_err(|_| Unprinted::Impossible("the letter cannot be encoded".to_owned()))?;
    Ok(SinglePart::builder().header(kind).body(body))
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
