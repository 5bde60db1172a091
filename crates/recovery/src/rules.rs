//! The rules: plain functions of a subject, what was typed and the time. None reads a clock, draws a number or waits.

use crate::challenge::{Challenge, Life, Stage};
use crate::code::Rung;
use crate::disowning::DISOWNED_WITHIN;
use crate::flow::FlowChecked;
use crate::keys::KeyRing;
use crate::letter::{Claimed, LetterKind, LetterMark, Unsent};
use crate::limits::{AccountLimits, ClientKeys, WINDOW};
use crate::moment::{Moment, Span};
use crate::outcome::Checked;
use crate::secret::{LinkToken, Otp};
use crate::subject::{AccountId, Standing, Status, Subject};

/// How long a notice is tried before it is put aside: long enough for a weekend's outage, and no longer than its link works.
pub const NOTICE_TRIED_FOR: Span = DISOWNED_WITHIN;

/// A reset letter that has waited for this long is part of a backlog. Of one account's only the newest is then sent: the
/// others are what the person has given up on.
pub const BACKLOG_AFTER: Span = Span::seconds(60);

/// The rules of codes, as the settings give them.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The keys that codes and links derive from.
    pub ring: KeyRing,
    /// `code.ttl` and `link.ttl`.
    pub life: Life,
    /// `code.attempts`: the wrong guess that ends a code.
    pub attempts: u32,
    /// `code.resend_after`.
    pub resend_after: Span,
    /// `[limits.account]`; `None` when limits are off.
    pub letters: Option<AccountLimits>,
    /// Whether the hosted pages are served: only there do letters lead to a page that asks for link and code together.
    pub pages: bool,
}

/// What an ask leads to.
#[derive(Clone, Debug)]
pub enum Plan {
    /// No such account.
    UnknownAccount,
    /// Nothing is sent and nothing changes: a letter was sent just now or still waits, or the budget is spent.
    Quiet,
    /// The live challenge is mailed again: same code, same deadline, same tries.
    MailAgain(Challenge),
    /// A new challenge takes the place of the old one, if there was one.
    Open,
}

impl Rules {
    /// How many wrong guesses a code of this rung takes; `None`: it cannot be burnt.
    #[must_use]
    pub fn attempts_on(&self, rung: Rung) -> Option<u32> {
        rung.capped().then_some(self.attempts)
    }

    /// What an ask leads to. `client` is `None` for callers that are exempt from the share per client.
    #[must_use]
    pub fn plan(&self, subject: Option<&Subject>, client: Option<&ClientKeys>, now: Moment) -> Plan {
        let Some(subject) = subject.filter(|it| it.account.status == Status::Active) else {
            return Plan::UnknownAccount;
        };
        let within_budget = self.may_mail(&subject.recent_letters, client, now);
        let Some(live) = subject
            .challenge
            .as_ref()
            .filter(|it| self.is_live(subject, it, now))
        else {
            return if within_budget { Plan::Open } else { Plan::Quiet };
        };
        let just_sent = subject
            .letter
            .is_some_and(|it| now - it.queued_at < self.resend_after);
        let waiting = subject.letter.is_some_and(|it| it.waiting);
        if just_sent || !within_budget {
            Plan::Quiet
        } else if !self.has_half_its_life(live, now) {
            Plan::Open
        } else if waiting {
            Plan::Quiet
        } else {
            Plan::MailAgain(live.clone())
        }
    }

    /// Whether a challenge can still be answered with its code.
    fn is_live(&self, subject: &Subject, challenge: &Challenge, now: Moment) -> bool {
        is_open(subject.account, challenge)
            && challenge.stage(now) == Stage::Running
            && self
                .attempts_on(challenge.rung)
                .is_none_or(|most| challenge.tries < most)
    }

    fn has_half_its_life(&self, challenge: &Challenge, now: Moment) -> bool {
        challenge
            .expires_at
            .is_some_and(|end| end - now > self.life.code.half())
    }

    /// Whether one more code letter fits the account's hour. Always so when limits are off.
    pub(crate) fn may_mail(&self, recent: &[LetterMark], client: Option<&ClientKeys>, now: Moment) -> bool {
        let Some(limits) = self.letters else { return true };
        // A clock that was set back does not make letters of the future count for longer than an hour.
        let counts = |at: Moment| now - at < WINDOW && at - now < WINDOW;
        let recent = || recent.iter().filter(|it| counts(it.at));
        let all = recent().count();
        let by_client = client.map_or(0, |client| {
            recent()
                .filter(|it| it.client.is_some_and(|by| client.is(by)))
                .count()
        });
        let below = |count: usize, limit: u32| u32::try_from(count).is_ok_and(|count| count < limit);
        below(all, limits.letters_per_hour)
            && (client.is_none() || below(by_client, limits.letters_per_client))
    }

    /// What a typed code is worth: account, challenge, expiry, tries, value, in this order.
    #[must_use]
    pub fn judge(&self, subject: Option<&Subject>, typed: &Otp, now: Moment) -> Checked {
        let Some(subject) = subject.filter(|it| it.account.status == Status::Active) else {
            return Checked::UnknownAccount;
        };
        let Some(challenge) = subject
            .challenge
            .as_ref()
            .filter(|it| is_open(subject.account, it))
        else {
            return Checked::NothingPending;
        };
        // Before the comparison: past the deadline, a right code and a wrong one look the same.
        match challenge.stage(now) {
            Stage::Running => {}
            Stage::Expired => return Checked::Expired,
            Stage::Forgotten => return Checked::NothingPending,
        }
        if self
            .attempts_on(challenge.rung)
            .is_some_and(|most| challenge.tries >= most)
        {
            return Checked::NothingPending;
        }
        let Some(code) = self.ring.code_for(challenge) else {
            return Checked::NothingPending;
        };
        if code.same_as(&challenge.rung.canonical(typed)) {
            Checked::Accepted
        } else {
            Checked::Wrong
        }
    }

    /// Whether a token opens the challenge it names, now. Wrong guesses at the code do not matter to it.
    #[must_use]
    pub fn link_opens(&self, subject: &Subject, token: &LinkToken, now: Moment) -> bool {
        subject.account.status == Status::Active
            && subject.challenge.as_ref().is_some_and(|it| {
                is_open(subject.account, it)
                    && it.link_stage(now) == Stage::Running
                    && self.ring.opens(it, token)
            })
    }
}

impl Rules {
    /// Whether neither code nor link of a letter sets a password alone. The mark only changes with the account's version,
    /// which every act guards.
    #[must_use]
    pub fn needs_both(&self, account: Standing) -> bool {
        self.pages && account.disowned
    }

    /// What a code is worth that was typed where the link of its letter was opened. `Unknown`: the link opens nothing.
    #[must_use]
    pub fn judge_with_link(
        &self,
        subject: &Subject,
        token: &LinkToken,
        typed: &Otp,
        now: Moment,
    ) -> FlowChecked {
        let Some(challenge) = subject
            .challenge
            .as_ref()
            .filter(|_| self.link_opens(subject, token, now))
        else {
            return FlowChecked::Unknown;
        };
        if challenge.stage(now) != Stage::Running {
            return FlowChecked::Expired;
        }
        if !self.takes_guess(challenge, now) {
            return FlowChecked::Spent;
        }
        let code = self.ring.code_for(challenge);
        if code.is_some_and(|it| it.same_as(&challenge.rung.canonical(typed))) {
            return FlowChecked::Accepted;
        }
        FlowChecked::Wrong {
            left: self.attempts.saturating_sub(challenge.tries.saturating_add(1)),
        }
    }
}

/// Whether a challenge has set no password and its account is as it was at issue.
pub(crate) fn is_open(account: Standing, challenge: &Challenge) -> bool {
    !challenge.used && challenge.account == account.id && challenge.account_version == account.version
}

/// Whether a claimed letter is still worth sending, or why not.
///
/// # Errors
/// [`Unsent`]: the reason to put it aside.
pub fn worth_sending(letter: &Claimed, now: Moment) -> Result<(), Unsent> {
    let nobodys = |it: &Challenge| it.account == AccountId::NOBODY;
    if letter.nobodys || letter.challenge.as_ref().is_some_and(nobodys) {
        return Err(Unsent::Decoy);
    }
    let account = letter.account.as_ref().ok_or(Unsent::AccountChanged)?;
    match letter.kind {
        LetterKind::Changed if now - letter.queued_at > NOTICE_TRIED_FOR => Err(Unsent::Expired),
        LetterKind::Changed => Ok(()),
        LetterKind::Reset(_) => {
            let challenge = letter.challenge.as_ref().ok_or(Unsent::Expired)?;
            // Of a disabled account only a recovery has a letter, which says so.
            let told = account.status == Status::Active || challenge.flow.is_some();
            if !told || !is_open(account.standing(), challenge) {
                Err(Unsent::AccountChanged)
            } else if !letter.latest || letter.overtaken && now - letter.queued_at >= BACKLOG_AFTER {
                Err(Unsent::Superseded)
            } else if challenge.stage(now) != Stage::Running {
                Err(Unsent::Expired)
            } else {
                Ok(())
            }
        }
    }
}

/// The deadline that a letter states when it is rendered now: never later than the real one.
#[must_use]
pub fn stated_deadline(challenge: &Challenge, ttl: Span, now: Moment) -> Option<Moment> {
    challenge.expires_at.map(|end| end.min(now + ttl))
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
