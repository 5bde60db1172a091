//! The rules: plain functions of a subject, what was typed and the time. None reads a clock, draws a number or waits.

use crate::budget::{Budget, Share};
use crate::challenge::{Challenge, Life, Stage};
use crate::code::{Ladder, Rung};
use crate::disowning::DISOWNED_WITHIN;
use crate::flow::FlowChecked;
use crate::keys::KeyRing;
use crate::ledger::{LedgerKey, Spent, Units};
use crate::letter::{Claimed, LetterKind, LetterMark, Unsent};
use crate::limits::{AccountLimits, ClientKeys, WINDOW};
use crate::moment::{Moment, Span};
use crate::outcome::Checked;
use crate::ports::{Price, Verdict};
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
    /// `[risk]`.
    pub budget: Budget,
    /// `code.resend_after`.
    pub resend_after: Span,
    /// `[limits.account]`; `None` when limits are off.
    pub letters: Option<AccountLimits>,
    /// Whether there is a page that a letter's link leads to, ours or the application's.
    pub links: bool,
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

    /// How many wrong guesses a challenge with this kind of code takes; with a link alone it takes none.
    #[must_use]
    pub fn attempts_at(&self, code: Option<Share>) -> Option<u32> {
        match code {
            Some(code) => self.attempts_on(code.rung),
            None => Some(0),
        }
    }

    /// What a wrong guess costs, and how far it may carry the ledgers.
    #[must_use]
    pub fn price(&self, code: Option<Share>, ledger: LedgerKey) -> Price {
        Price {
            ledger,
            cost: code.map_or(Units(0), Share::cost),
            caps: code.and_then(|it| it.caps).map(|it| self.budget.today(it)),
        }
    }

    /// What a wrong guess at an account costs: nothing where no code could have been right.
    #[must_use]
    pub fn price_for(&self, account: Standing, code: Option<Share>, ledger: LedgerKey) -> Price {
        match account.opens() {
            true => self.price(code, ledger),
            false => self.price(None, ledger),
        }
    }

    /// How a code that was judged wrong counts: it was compared, or the ledgers had no room for it. One for an account that
    /// no code opens takes a try, as any other does.
    #[must_use]
    pub fn verdict_on_wrong(&self, account: Standing, challenge: &Challenge, spent: Spent) -> Verdict {
        let has_room = challenge.code.is_some_and(|code| self.has_room(code, spent));
        match has_room || !account.opens() {
            true => Verdict::Wrong,
            false => Verdict::Closing,
        }
    }

    /// What kind of code a new challenge of this account has; `None`: a link alone.
    #[must_use]
    pub fn offer(&self, ladder: &Ladder, account: Standing, spent: Spent) -> Option<Share> {
        let offered = self.budget.offer(ladder, spent, self.attempts);
        // Where no page takes a link, a long code is the only way in that is left. A link alone must not do for who took a
        // change back either, and the page that it leads to takes a code of any length.
        let never_alone = !self.links || self.needs_both(account);
        offered.or_else(|| never_alone.then_some(Share::UNCAPPED))
    }

    /// Whether the ledgers have room for one more wrong guess at a code.
    #[must_use]
    pub fn has_room(&self, code: Share, spent: Spent) -> bool {
        code.caps
            .is_none_or(|caps| self.budget.today(caps).have_room(spent, code.cost()))
    }

    /// The code of a challenge that is not spent.
    pub(crate) fn unspent(&self, challenge: &Challenge) -> Option<Share> {
        let most = self.attempts_at(challenge.code);
        challenge
            .code
            .filter(|_| most.is_none_or(|most| challenge.tries < most))
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

    /// Whether a challenge can still be answered with its code, or with its link where it has nothing else.
    fn is_live(&self, subject: &Subject, challenge: &Challenge, now: Moment) -> bool {
        let answerable = || match challenge.code {
            Some(_) => self
                .unspent(challenge)
                .is_some_and(|code| self.has_room(code, subject.spent)),
            None => true,
        };
        is_open(subject.account, challenge) && challenge.stage(now) == Stage::Running && answerable()
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

    /// What a typed code is worth: account, challenge, expiry, tries, room in the ledgers, value, in this order. Where there
    /// is no room the code is not compared, and answered as a wrong one ([`Rules::has_room`] tells them apart). Nor is one
    /// for an account that no code opens, whose owner was told by letter: nobody was sent it.
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
        let Some(kind) = self.unspent(challenge) else {
            return Checked::NothingPending;
        };
        let Some(code) = self.ring.code_for(challenge) else {
            return Checked::NothingPending;
        };
        let same = code.same_as(&kind.rung.canonical(typed));
        if subject.account.opens() && self.has_room(kind, subject.spent) && same {
            Checked::Accepted
        } else {
            Checked::Wrong
        }
    }

    /// Whether a token opens the challenge it names, now. Wrong guesses at the code do not matter to it.
    #[must_use]
    pub fn link_opens(&self, subject: &Subject, token: &LinkToken, now: Moment) -> bool {
        subject.account.opens()
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
        let Some(kind) = self.unspent(challenge) else {
            return FlowChecked::Spent;
        };
        let code = self.ring.code_for(challenge);
        let right = code.is_some_and(|it| it.same_as(&kind.rung.canonical(typed)));
        if right && self.has_room(kind, subject.spent) {
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
            // Of a disabled account only a recovery has a letter, which says so: the documented APIs answer it as unknown.
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

#[cfg(test)]
#[path = "budget_rules_tests.rs"]
mod budget_tests;
