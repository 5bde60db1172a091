//! Setting a password with the link of a letter: alone, or with the code of the same letter where the account's owner has
//! taken a change back.

use std::sync::Arc;

use crate::challenge::ChallengeId;
use crate::clients::Caller;
use crate::disowning::LinkJudged;
use crate::flow::FlowChecked;
use crate::keys::named_by;
use crate::limits::Doing;
use crate::outcome::LinkChanged;
use crate::password::Refusal;
use crate::ports::{Broken, Guess, Proof, Verdict};
use crate::profile::Locale;
use crate::rules::Rules;
use crate::secret::{LinkToken, Otp, Password};
use crate::subject::Subject;

use super::{Desk, Halt, JudgedAt};

/// What a link is good for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkLook {
    /// It sets a password.
    Works,
    /// It does together with the code of its letter.
    NeedsCode,
    /// Nothing.
    Over,
}

/// How setting a new password with a link, and perhaps a code, can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkEnded {
    /// The new password counts, on disk.
    Done,
    /// The policy refuses the password. Said before the token was looked at, or once it was right; it is not taken.
    Refused(Refusal),
    /// Not a token, or one that is wrong, expired or used.
    Invalid,
    /// The link is good, and its letter's code is needed, too.
    CodeNeeded,
    /// The link is good, and the code is not: wrong (it has been counted), spent or expired.
    NotByCode(FlowChecked),
}

impl LinkEnded {
    /// Every ending, one of each kind of refusal and of code.
    pub fn all() -> impl Iterator<Item = LinkEnded> {
        use strum::VariantArray;
        let codes = [
            FlowChecked::Wrong { left: 1 },
            FlowChecked::Spent,
            FlowChecked::Expired,
        ];
        [LinkEnded::Done, LinkEnded::Invalid, LinkEnded::CodeNeeded]
            .into_iter()
            .chain(codes.map(LinkEnded::NotByCode))
            .chain(Refusal::VARIANTS.iter().copied().map(LinkEnded::Refused))
    }
}

impl Desk {
    /// Sets a new password with the link of a letter alone.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done; nothing was changed.
    pub async fn reset_by_link(
        &self,
        token: &LinkToken,
        password: &Password,
        caller: &Caller,
    ) -> Result<LinkChanged, Halt> {
        let ended = self.reset_by_link_and_code(token, None, password, caller);
        Ok(match ended.await? {
            LinkEnded::Done => LinkChanged::Done,
            LinkEnded::Refused(why) => LinkChanged::Refused(why),
            LinkEnded::Invalid | LinkEnded::CodeNeeded | LinkEnded::NotByCode(_) => LinkChanged::Invalid,
        })
    }

    /// Sets a new password with the link of a letter, and with its code where both are needed; elsewhere the code is not
    /// looked at.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done; nothing was changed.
    pub async fn reset_by_link_and_code(
        &self,
        token: &LinkToken,
        code: Option<&Otp>,
        password: &Password,
        caller: &Caller,
    ) -> Result<LinkEnded, Halt> {
        // About nobody: every link is another one, and many of them are not many people.
        let visit = self.admit(caller, Doing::Checking, &[]).await?;
        self.serve(visit, self.serve_link(token, code, password, caller.locale))
            .await
    }

    /// What a link would do now. It consumes nothing and is counted as a check of its client.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done.
    pub async fn look_at_link(&self, token: &LinkToken, caller: &Caller) -> Result<LinkLook, Halt> {
        let visit = self.admit(caller, Doing::Checking, &[]).await?;
        self.serve(visit, self.serve_look(token)).await
    }

    async fn serve_look(&self, token: &LinkToken) -> Result<LinkLook, Broken> {
        Ok(match self.opened_by(token, self.judging()).await? {
            None => LinkLook::Over,
            Some((_, subject)) if self.rules.needs_both(subject.account) => LinkLook::NeedsCode,
            Some(_) => LinkLook::Works,
        })
    }

    async fn opened_by(
        &self,
        token: &LinkToken,
        judged: JudgedAt,
    ) -> Result<Option<(ChallengeId, Subject)>, Broken> {
        let Some(id) = named_by(token) else {
            return Ok(None);
        };
        let subject = self.store.subject_of(id, judged.at).await?;
        let opened = subject.filter(|it| self.rules.link_opens(it, token, judged.at));
        Ok(opened.map(|it| (id, it)))
    }

    async fn serve_link(
        &self,
        token: &LinkToken,
        code: Option<&Otp>,
        password: &Password,
        locale: Option<Locale>,
    ) -> Result<LinkEnded, Broken> {
        let password = match self.accept(password, &[], code) {
            Ok(password) => password,
            Err(refusal) => return Ok(LinkEnded::Refused(refusal)),
        };
        let judged = self.judging();
        let Some((id, subject)) = self.opened_by(token, judged).await? else {
            return Ok(LinkEnded::Invalid);
        };
        if !self.rules.needs_both(subject.account) {
            if let Some(refusal) = self.refuses(&password, subject.account.id).await? {
                return Ok(LinkEnded::Refused(refusal));
            }
            let done = self
                .redeem(&subject, |_| Proof::Link, &password, locale, judged)
                .await?;
            return Ok(if done { LinkEnded::Done } else { LinkEnded::Invalid });
        }
        let Some(code) = code else {
            return Ok(LinkEnded::CodeNeeded);
        };
        let subject = match self.judge_both(id, (token, code), judged).await? {
            (FlowChecked::Accepted, Some(subject)) => subject,
            (FlowChecked::Unknown, _) => return Ok(LinkEnded::Invalid),
            (ending, _) => return Ok(LinkEnded::NotByCode(ending)),
        };
        if let Some(refusal) = self.refuses(&password, subject.account.id).await? {
            return Ok(LinkEnded::Refused(refusal));
        }
        let proof = |code| Proof::Both {
            attempts: self.rules.attempts_at(code),
        };
        let done = self.redeem(&subject, proof, &password, locale, judged).await?;
        Ok(if done { LinkEnded::Done } else { LinkEnded::Invalid })
    }

    async fn judge_both(
        &self,
        id: ChallengeId,
        (token, code): (&LinkToken, &Otp),
        judged: JudgedAt,
    ) -> Result<(FlowChecked, Option<Subject>), Broken> {
        let (rules, token, code) = (Arc::clone(&self.rules), token.clone(), code.clone());
        let judge = move |subject: &Subject| judge(&rules, subject, (&token, &code), judged);
        let checked = self
            .changes
            .check_with_link(id, judged.at, Box::new(judge))
            .await?;
        if let Some((FlowChecked::Wrong { .. }, subject)) = &checked
            && let Some(challenge) = &subject.challenge
        {
            let verdict = self
                .rules
                .verdict_on_wrong(subject.account, challenge, subject.spent);
            self.watch(challenge, subject.spent, verdict, judged.at);
        }
        Ok(match checked {
            Some((ending, subject)) => (ending, Some(subject)),
            None => (FlowChecked::Unknown, None),
        })
    }
}

fn judge(
    rules: &Rules,
    subject: &Subject,
    (token, code): (&LinkToken, &Otp),
    judged: JudgedAt,
) -> LinkJudged {
    let ending = rules.judge_with_link(subject, token, code, judged.at);
    let guess = subject.challenge.as_ref().and_then(|challenge| {
        let verdict = match ending {
            FlowChecked::Accepted => Verdict::Right,
            FlowChecked::Wrong { .. } => rules.verdict_on_wrong(subject.account, challenge, subject.spent),
            FlowChecked::Spent | FlowChecked::Expired | FlowChecked::Unknown => return None,
        };
        Some(Guess {
            account: subject.account.id,
            version: subject.account.version,
            challenge: challenge.id,
            verdict,
            price: rules.price(challenge.code, challenge.ledger),
            attempts: rules.attempts_at(challenge.code),
            at: judged.at,
        })
    });
    LinkJudged { ending, guess }
}
