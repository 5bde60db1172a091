//! The walks: the same steps for every group, in an order that passes every ending a stranger can reach.

use recovery::moment::Span;
use serde::Serialize;

use crate::settings::Settings;

use super::calls::{Make, fourpoint, pages, userverse, v1};
use super::instance::Mail;

/// Where a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::Display)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Surface {
    /// The 4pointx API.
    #[serde(rename = "4pointx")]
    #[strum(serialize = "4pointx")]
    FourPoint,
    /// The Userverse API.
    Userverse,
    /// Our own API.
    V1,
    /// The hosted pages.
    Pages,
}

impl Surface {
    /// Whether a published document says what is answered.
    pub fn is_documented(self) -> bool {
        matches!(self, Surface::FourPoint | Surface::Userverse)
    }
}

/// What happens in a step.
#[derive(Clone, Copy)]
pub enum Act {
    /// Everybody calls, so many times each.
    Call(u32, Make),
    /// The clock is moved on.
    Pass(Span),
    /// Everybody goes on from another network, of which nothing is known yet.
    Move,
}

/// A step.
#[derive(Clone, Copy)]
pub struct Step {
    /// What it is called, in reports.
    pub name: &'static str,
    /// What happens.
    pub act: Act,
}

/// A walk over one surface. Each has people of its own, so that none meets the traces of another.
pub struct Walk {
    /// Where.
    pub surface: Surface,
    /// The steps.
    pub steps: Vec<Step>,
}

/// A limit per client above this is not walked up to: it would take minutes and tell no more.
pub const LONGEST_THROTTLE: u32 = 400;

/// The walks over the surfaces that are served. To the end of what a client may do they go once: mail has no part in that.
pub fn walks(settings: &Settings, mail: Mail) -> Vec<Walk> {
    let mut given = Given::of(settings);
    if mail == Mail::IsDown {
        (given.asks, given.checks) = (None, None);
    }
    let all = [
        (
            settings.dialects.fourpoint.is_some(),
            Surface::FourPoint,
            given.fourpoint(),
        ),
        (
            settings.dialects.userverse.is_some(),
            Surface::Userverse,
            given.userverse(),
        ),
        (settings.dialects.v1.is_some(), Surface::V1, given.v1()),
        (settings.dialects.pages.is_some(), Surface::Pages, given.pages()),
    ];
    let served = all.into_iter().filter(|it| it.0);
    served
        .map(|(_, surface, steps)| Walk { surface, steps })
        .collect()
}

/// What of the settings the walks depend on.
struct Given {
    attempts: u32,
    /// So long that asking again sends another letter of the same code.
    soon: Span,
    /// So long that asking again begins anew.
    later: Span,
    /// So long that the code has expired, and is remembered.
    expired: Span,
    asks: Option<u32>,
    checks: Option<u32>,
}

fn call(name: &'static str, make: Make) -> Step {
    times(name, 1, make)
}

fn times(name: &'static str, times: u32, make: Make) -> Step {
    let act = Act::Call(times, make);
    Step { name, act }
}

fn pass(span: Span) -> Step {
    let act = Act::Pass(span);
    Step { name: "", act }
}

/// One client may cause two letters an hour by default. From elsewhere asking sends letters again.
fn elsewhere() -> Step {
    Step {
        name: "",
        act: Act::Move,
    }
}

impl Given {
    fn of(settings: &Settings) -> Given {
        let life = settings.code.life.code;
        let second = Span::seconds(1);
        let client = settings.limits.client;
        let within = |limit: u32| (limit < LONGEST_THROTTLE).then_some(limit + 1);
        Given {
            attempts: settings.code.attempts,
            soon: Span(settings.code.resend_after.0.min(life.half().0) + second.0),
            later: Span(life.half().0 + second.0),
            expired: Span(life.0 + second.0),
            asks: client.and_then(|it| within(it.asks)),
            checks: client.and_then(|it| within(it.checks)),
        }
    }

    /// To the end of what one client may do, and one beyond.
    fn throttled(&self, asks: Make, checks: Make) -> Vec<Step> {
        let checks = self
            .checks
            .map(|most| times("check, over and over", most, checks));
        let asks = self.asks.map(|most| times("ask, over and over", most, asks));
        checks.into_iter().chain(asks).collect()
    }

    fn fourpoint(&self) -> Vec<Step> {
        use fourpoint::{ask, check, check_with, reset, reset_weak};
        let no_code: Make = |who, _| check_with(who, super::calls::NO_CODE);
        let mut steps = vec![
            call("check, never asked for", check),
            call("new password, never asked for", reset),
            call("ask", ask),
            call("ask again at once", ask),
            call("check, wrong code", check),
            call("check, no code at all", no_code),
            call("new password, refused by the policy", reset_weak),
            call("new password, wrong code", reset),
            times("check, until the tries are spent", self.attempts, check),
            call("check, tries spent", check),
            call("new password, tries spent", reset),
            call("ask, tries spent", ask),
            call("check, the second code", check),
            elsewhere(),
            pass(self.soon),
            call("ask again after resend_after", ask),
            call("check after another letter", check),
            pass(self.later),
            call("ask again after half of the life", ask),
            call("check, a code that began anew", check),
            pass(self.expired),
            call("check, expired", check),
            call("new password, expired", reset),
            call("ask, expired", ask),
            call("new password, wrong code after that", reset),
        ];
        steps.extend(self.throttled(ask, check));
        steps
    }

    fn userverse(&self) -> Vec<Step> {
        use userverse::{ask, ask_for_a_link, reset, reset_basic, reset_by_link, reset_no_code, reset_weak};
        let mut steps = vec![
            call("validate-otp, never asked for", reset),
            call("request", ask),
            call("request again at once", ask),
            call("request a link", ask_for_a_link),
            call("validate-otp, wrong pin", reset),
            call("validate-otp, no pin at all", reset_no_code),
            call("validate-otp with Basic, wrong pin", reset_basic),
            call("validate-otp, refused by the policy", reset_weak),
            times("validate-otp, until the tries are spent", self.attempts, reset),
            call("validate-otp, tries spent", reset),
            call("request, tries spent", ask),
            call("validate-otp, the second pin", reset),
            elsewhere(),
            pass(self.soon),
            call("request again after resend_after", ask),
            pass(self.later),
            call("request again after half of the life", ask),
            call("validate-otp, a pin that began anew", reset),
            pass(self.expired),
            call("validate-otp, expired", reset),
            call("request, expired", ask),
            call("request a link after that", ask_for_a_link),
            call("reset-with-token, no token of ours", reset_by_link),
        ];
        steps.extend(self.throttled(ask, reset));
        steps
    }

    fn v1(&self) -> Vec<Step> {
        use v1::{
            begin, begin_once, check, check_no_code, look_at_password, resend, reset, reset_by_link,
            reset_weak, start,
        };
        let mut steps = vec![
            call("begin", begin),
            call("resend at once", resend),
            call("check, wrong code", check),
            call("check, no code at all", check_no_code),
            call("new password, refused by the policy", reset_weak),
            call("new password, wrong code", reset),
            times("check, until the tries are spent", self.attempts, check),
            call("check, tries spent", check),
            call("new password, tries spent", reset),
            call("resend, tries spent", resend),
            call("check, the second code", check),
            elsewhere(),
            pass(self.soon),
            call("resend after resend_after", resend),
            call("check after another letter", check),
            pass(self.later),
            call("resend after half of the life", resend),
            call("check, a code that began anew", check),
            pass(self.expired),
            call("check, expired", check),
            call("new password, expired", reset),
            call("resend, expired", resend),
            call("begin another", begin),
            call("begin with an Idempotency-Key", begin_once),
            call("begin with it again", begin_once),
            call("check, the last recovery", check),
            call("a back end begins", start),
            call("check, begun by a back end", check),
            call("link, no token of ours", reset_by_link),
            call("look at a password", look_at_password),
        ];
        steps.extend(self.throttled(begin, check));
        steps
    }

    fn pages(&self) -> Vec<Step> {
        use pages::{
            begin, begin_anew, check, check_no_code, look_at_link, look_at_not_me, open, open_code,
            open_done, open_link, open_not_me, open_password, resend, reset, reset_by_link, strength,
            take_back,
        };
        let mut steps = vec![
            call("first page", open),
            call("send the address", begin),
            call("send it twice", begin),
            call("page of the code", open_code),
            call("another letter at once", resend),
            call("send a wrong code", check),
            call("send no code at all", check_no_code),
            call("page of the password without a code", open_password),
            call("send a password without a code", reset),
            call("strength of a password", strength),
            times("wrong codes until the tries are spent", self.attempts, check),
            call("page of the code, tries spent", open_code),
            call("another letter, tries spent", resend),
            call("page of the code, the second one", open_code),
            call("send a wrong code for the second one", check),
            elsewhere(),
            pass(self.soon),
            call("another letter after resend_after", resend),
            pass(self.later),
            call("another letter after half of the life", resend),
            call("page of a code that began anew", open_code),
            pass(self.expired),
            call("page of the code, expired", open_code),
            call("send a code, expired", check),
            call("another letter, expired", resend),
            call("last page before its time", open_done),
            call("first page again", open),
            call("send the address again", begin),
            call("page of the code again", open_code),
        ];
        // These go elsewhere than the tab that was opened, so another is opened after them.
        let others = [
            call("open a link that is none of ours", open_link),
            call("page of that link", look_at_link),
            call("send a password by that link", reset_by_link),
            call("open a notice's link that is none of ours", open_not_me),
            call("page of that notice's link", look_at_not_me),
            call("take a change back by it", take_back),
            call("send the address without the form's name", begin_anew),
        ];
        steps.extend(others);
        steps.extend(self.throttled(begin_anew, check));
        steps
    }
}
