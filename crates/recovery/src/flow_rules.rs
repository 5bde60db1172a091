//! The rules of flows. What they tell depends on the asks and guesses made on the flow; account, letters, rung and
//! hand-over decide only whether a code is right.

use crate::budget::Share;
use crate::challenge::{Challenge, EXPIRED_SHOWN_FOR, Stage};
use crate::flow::{FlowChecked, FlowSubject, ShownStage};
use crate::limits::ClientKeys;
use crate::moment::Moment;
use crate::ports::Verdict;
use crate::rules::{Rules, is_open};
use crate::secret::Otp;
use crate::subject::{AccountId, Standing, Subject};

/// What asking again in a flow leads to, before anything is drawn for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowPlan {
    /// Nothing.
    Quiet,
    /// The same code once more.
    Again,
    /// No letter that is sent, and nothing new.
    Idle,
    /// A new code, for this account; `None`: a decoy.
    Anew(Option<Standing>),
}

impl Rules {
    /// For whom a flow begins: the account, if its letters fit its hour; else for nobody. The owner of one that no code opens
    /// (it is disabled, or has no password here) gets a letter that says so.
    #[must_use]
    pub fn begins_for(
        &self,
        subject: Option<&Subject>,
        client: Option<&ClientKeys>,
        now: Moment,
    ) -> Option<Standing> {
        let mailed = subject.filter(|it| self.may_mail(&it.recent_letters, client, now));
        mailed.map(|it| it.account)
    }

    /// Where a flow stands, as it shows. It is forgotten together with its first code, before any row of it may be purged.
    #[must_use]
    pub fn shown_stage(&self, flow: &FlowSubject, now: Moment) -> ShownStage {
        let end = flow.shown.since + self.life.code;
        if now >= flow.began + self.life.code + EXPIRED_SHOWN_FOR {
            ShownStage::Forgotten
        } else if now >= end {
            ShownStage::Expired
        } else if flow.shown.wrong >= self.attempts {
            ShownStage::Spent
        } else {
            ShownStage::Open
        }
    }

    /// What asking again leads to; `None`: the flow is forgotten, or so old that a new code might outlive it.
    #[must_use]
    pub fn plan_again(
        &self,
        flow: &FlowSubject,
        client: Option<&ClientKeys>,
        now: Moment,
    ) -> Option<FlowPlan> {
        if now >= flow.began + EXPIRED_SHOWN_FOR {
            return None;
        }
        let over = match self.shown_stage(flow, now) {
            ShownStage::Forgotten => return None,
            ShownStage::Spent | ShownStage::Expired => true,
            ShownStage::Open => now - flow.shown.since >= self.life.code.half(),
        };
        // A used one has done what it was for; its person does not ask again.
        if flow.challenge.used {
            return Some(FlowPlan::Quiet);
        }
        if now - flow.asked_at < self.resend_after && !over {
            return Some(FlowPlan::Quiet);
        }
        let decoy = flow.challenge.account == AccountId::NOBODY;
        let mailed = flow
            .account
            .filter(|_| self.may_mail(&flow.recent_letters, client, now));
        if over {
            return Some(FlowPlan::Anew(mailed));
        }
        let waits = flow.letter.is_some_and(|it| it.waiting);
        let works = mailed.is_some_and(|it| is_open(it, &flow.challenge)) && self.serves(flow, now);
        // One that waits serves, and one that works no more is not worth a letter. That is not shown, so a letter of
        // nobody's is written in its place.
        Some(if decoy || works && !waits {
            FlowPlan::Again
        } else {
            FlowPlan::Idle
        })
    }

    /// What a code typed in a flow is worth.
    #[must_use]
    pub fn judge_in_flow(&self, flow: &FlowSubject, typed: &Otp, now: Moment) -> FlowChecked {
        let stage = self.shown_stage(flow, now);
        if stage == ShownStage::Forgotten {
            return FlowChecked::Unknown;
        }
        if flow.challenge.used {
            return FlowChecked::Spent;
        }
        // A late letter may leave a code alive that shows as expired, and one of 64 bits or more cannot be burnt: right
        // is right.
        if self.is_right(flow, typed, now) {
            return FlowChecked::Accepted;
        }
        match stage {
            ShownStage::Open => FlowChecked::Wrong {
                left: self.attempts.saturating_sub(flow.shown.wrong.saturating_add(1)),
            },
            ShownStage::Spent => FlowChecked::Spent,
            ShownStage::Expired | ShownStage::Forgotten => FlowChecked::Expired,
        }
    }

    /// The code of a challenge that takes a guess, if the ledgers have room for it.
    #[must_use]
    pub fn takes_guess(&self, challenge: &Challenge, now: Moment) -> Option<Share> {
        let running = challenge.stage(now) == Stage::Running;
        self.unspent(challenge).filter(|_| running)
    }

    /// Whether the newest code, or the link where there is no code, still does what its letter says.
    fn serves(&self, flow: &FlowSubject, now: Moment) -> bool {
        let challenge = &flow.challenge;
        match challenge.code {
            Some(_) => self
                .takes_guess(challenge, now)
                .is_some_and(|code| self.has_room(code, flow.spent)),
            None => challenge.link_stage(now) == Stage::Running,
        }
    }

    fn is_right(&self, flow: &FlowSubject, typed: &Otp, now: Moment) -> bool {
        let challenge = &flow.challenge;
        // Compared in any case: it takes no longer for one than for another.
        let same = self
            .ring
            .code_for(challenge)
            .zip(challenge.code)
            .is_some_and(|(code, kind)| code.same_as(&kind.rung.canonical(typed)));
        let counts = self.takes_guess(challenge, now);
        same && self.may_open(flow) && counts.is_some_and(|code| self.has_room(code, flow.spent))
    }

    /// How a wrong guess counts: against the code if it was compared with one that could be right.
    #[must_use]
    pub fn verdict_in_flow(&self, flow: &FlowSubject, now: Moment) -> Verdict {
        let code = self
            .takes_guess(&flow.challenge, now)
            .filter(|_| self.may_open(flow));
        match code {
            Some(code) if self.has_room(code, flow.spent) => Verdict::Wrong,
            Some(_) => Verdict::Closing,
            None => Verdict::Shown,
        }
    }

    /// Whether there is an account that a right code would open.
    #[must_use]
    pub fn may_open(&self, flow: &FlowSubject) -> bool {
        flow.account
            .is_some_and(|it| it.opens() && is_open(it, &flow.challenge))
    }
}

#[cfg(test)]
#[path = "flow_rules_tests.rs"]
mod tests;
