//! The press: makes a letter out of a row of the outbox, at the moment it is sent. Before that moment its code and
//! link do not exist anywhere, and they are gone again when the parcel is dropped.

mod parcel;
mod sheet;

use std::sync::Arc;

use i18n::Language;
use minijinja::{Environment, Value, context};
use recovery::address::Email;
use recovery::challenge::Challenge;
use recovery::disowning::{Change, ChangeStage, DISOWNED_WITHIN};
use recovery::keys::KeyRing;
use recovery::letter::{Claimed, First, LetterKind, MessageTag, Unsent};
use recovery::moment::Moment;
use recovery::owner::OwnerState;
use recovery::rules::{stated_deadline, worth_sending};
use recovery::secret::{LinkToken, Otp};
use recovery::signing_in::SignIn;
use recovery::subject::Account;

use crate::dates::{deadline, in_words};
use crate::letters::LetterSettings;

pub(crate) use parcel::{Parcel, Secrets};
pub(crate) use sheet::Sheet;
#[cfg(test)]
pub(crate) use sheet::TEMPLATES;
use sheet::{impossible, in_attribute};

/// Compiled templates and what all letters share.
pub(crate) struct Press {
    templates: Environment<'static>,
    settings: LetterSettings,
    ring: KeyRing,
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

/// A letter that tells an owner why there is neither code nor link.
struct Told<'a> {
    title: &'static str,
    template: &'static str,
    /// Where the account is signed in to, if that is elsewhere and known.
    provider: Option<&'a str>,
}

impl Told<'_> {
    /// `None`: a code or link can set the account's password.
    fn of(account: &Account, state: OwnerState) -> Option<Told<'_>> {
        let (title, template) = match state {
            OwnerState::Ordinary | OwnerState::FirstPassword | OwnerState::Disowned => return None,
            OwnerState::Disabled => ("disabled-title", "disabled"),
            OwnerState::Elsewhere => ("elsewhere-title", "elsewhere"),
            OwnerState::Shared => ("shared-title", "shared"),
        };
        let provider = match &account.sign_in {
            SignIn::Elsewhere(provider) => provider.as_ref().map(|it| it.as_str()),
            SignIn::Password | SignIn::Shared => None,
        };
        Some(Told {
            title,
            template,
            provider,
        })
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

impl Press {
    /// Compiles the templates.
    ///
    /// # Errors
    /// A template that does not compile: a fault of this program, which its tests find.
    pub(crate) fn new(settings: LetterSettings, ring: KeyRing) -> Result<Press, minijinja::Error> {
        Ok(Press {
            templates: sheet::templates()?,
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
            LetterKind::Reset(first) => {
                if let Some(told) = Told::of(account, state) {
                    return Ok((self.told(language, &told, particulars)?, Secrets::default()));
                }
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
            OwnerState::Ordinary
            | OwnerState::Disowned
            | OwnerState::Disabled
            | OwnerState::Elsewhere
            | OwnerState::Shared => "reset-title",
        };
        Ok(self
            .sheet(language, title, "reset", context)?
            .referring(particulars))
    }

    /// Somebody asked for a recovery of an account that no code opens: its owner is told, and nobody else.
    fn told(
        &self,
        language: &Arc<Language>,
        told: &Told<'_>,
        particulars: &Particulars,
    ) -> Result<Sheet, Unprinted> {
        let context = context! {
            place => self.place(),
            support => &self.settings.support,
            provider => told.provider,
            asked => particulars.asked_at.map(|at| in_words(language, at, false)),
            network => &particulars.network,
            reference => &particulars.reference,
        };
        let sheet = self.sheet(language, told.title, told.template, context)?;
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
}
