//! Bodies of this API: labelled JSON, one object, known keys alone, each once.

use recovery::address::Email;
use recovery::profile;
use recovery::secret::Password;
use recovery::signing_in::{NoSignIn, SignIn};

use super::problem::{Kind, Problem};
use super::stop::Stop;
use crate::door::Call;
use crate::json::{self, Found};
use crate::refusal::Refusal;

/// A field of a body, by its key.
pub(crate) struct Field<'a> {
    key: &'static str,
    found: &'a Found,
}

/// The fields of a call's body, in the order of these keys.
pub(crate) async fn body<const N: usize>(
    call: &mut Call,
    keys: [&'static str; N],
) -> Result<[Found; N], Stop> {
    let sent = call.body().await?;
    let text = sent.plain_json().ok_or(Refusal::Unlabelled)?;
    json::read_only(text, keys).map_err(|_| {
        let known = keys.join(", ");
        Problem::new(Kind::MalformedBody)
            .detail(format!(
                "Send one JSON object in UTF-8, each key once, and no other keys than these: {known}."
            ))
            .into()
    })
}

impl<'a> Field<'a> {
    pub(crate) fn new(key: &'static str, found: &'a Found) -> Field<'a> {
        Field { key, found }
    }

    /// This field cannot be used, for this reason, which never repeats what was sent.
    pub(crate) fn is_wrong(&self, why: impl Into<std::borrow::Cow<'static, str>>) -> Problem {
        Problem::new(Kind::InvalidField)
            .detail(why)
            .member("field", self.key)
    }

    /// The string, if the field is there.
    pub(crate) fn given(&self) -> Result<Option<&'a str>, Problem> {
        match self.found {
            Found::Nothing => Ok(None),
            Found::Text(text) if text.reveal().is_empty() => Err(self.is_wrong("It is empty.")),
            Found::Text(text) => Ok(Some(text.reveal())),
            Found::Other => Err(self.is_wrong("It is not a string.")),
        }
    }

    /// The string.
    pub(crate) fn text(&self) -> Result<&'a str, Problem> {
        self.given()?.ok_or_else(|| self.is_missing())
    }

    /// This field has to be there.
    pub(crate) fn is_missing(&self) -> Problem {
        self.is_wrong("It is missing.")
    }

    /// The address.
    pub(crate) fn email(&self) -> Result<Email, Problem> {
        Email::parse(self.text()?).map_err(|_| self.is_wrong("It is not an e-mail address."))
    }

    /// The language, if the field is there. One that nobody speaks is none of our business.
    pub(crate) fn locale(&self) -> Result<Option<String>, Problem> {
        let read = self.given()?.map(profile::locale).transpose();
        read.map_err(|why| self.is_wrong(why))
    }

    /// How an account is signed in to, if the field is there.
    pub(crate) fn sign_in(&self) -> Result<Option<SignIn>, Problem> {
        let read = self.given()?.map(str::parse).transpose();
        read.map_err(|why: NoSignIn| self.is_wrong(why.to_string()))
    }

    /// The password.
    pub(crate) fn password(&self) -> Result<Password, Problem> {
        Ok(Password::new(self.text()?.to_owned()))
    }
}
