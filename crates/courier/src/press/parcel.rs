//! A letter as it is handed over: its envelope, and the message as mail servers and mail programs take it.

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use recovery::address::Email;
use recovery::letter::MessageTag;
use recovery::moment::Moment;
use recovery::secret::{LinkToken, Otp};
use zeroize::Zeroizing;

use super::{Press, Sheet, Unprinted};
use crate::dates::system_time;
use crate::letters::as_address;
use crate::words::fit_to_show;

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

impl Press {
    /// Puts a letter together.
    pub(super) fn parcel(
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
