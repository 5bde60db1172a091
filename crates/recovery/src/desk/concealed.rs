//! The documented APIs where they conceal (`profile = "hardened"`). They know no flow, so each address has one, found by a
//! keyed hash of the day: whoever asks for an address without an account gets a decoy's, and every later step goes by what was
//! asked and guessed for that address alone.

use crate::address::Email;
use crate::flow::{FlowChecked, FlowSubject, Marks};
use crate::limits::ClientKeys;
use crate::moment::Moment;
use crate::outcome::{Asked, Changed, Checked};
use crate::ports::Broken;
use crate::secret::{Otp, Password};

use super::flows::{Begin, FlowChanged, judge};
use super::{Ask, Desk, Typed};

impl Desk {
    /// The names of an address today and yesterday.
    async fn marks(&self, email: &Email, now: Moment) -> Result<Marks, Broken> {
        let (today, yesterday) = self.clients.salts(now).await?;
        let ring = &self.rules.ring;
        Ok(Marks {
            today: ring.address_mark(&today, email.key()),
            yesterday: ring.address_mark(&yesterday, email.key()),
        })
    }

    /// Asks for a letter: in the flow of this address, or in a new one.
    pub(super) async fn ask_concealed(
        &self,
        ask: &Ask<'_>,
        client: Option<ClientKeys>,
    ) -> Result<Asked, Broken> {
        let now = self.clock.now();
        let marks = self.marks(ask.email, now).await?;
        let begin = Begin {
            email: ask.email,
            first: ask.first,
            ladder: ask.ladder,
            caller: ask.caller,
            locale: None,
            by_back_end: None,
        };
        let drafting = self.drafting(&begin, client, Some(marks.today), now)?;
        let (beginning, stepping) = (drafting.clone(), drafting);
        let beginner = Box::new(move |subject: Option<&_>| beginning.begin(subject));
        let stepper = Box::new(move |flow: &FlowSubject| {
            // Who typed its right code may know, and is to have another when they ask.
            let spent = flow.challenge.used;
            let first = flow.challenge.flow.filter(|_| !spent)?;
            stepping.of(flow).step(first, flow)
        });
        let who = self.who(ask.email);
        self.flows.ask_for(&who, marks, now, beginner, stepper).await?;
        Ok(Asked::Served)
    }

    async fn judge_concealed(
        &self,
        email: &Email,
        code: &Otp,
        now: Moment,
    ) -> Result<(FlowChecked, Option<FlowSubject>), Broken> {
        let marks = self.marks(email, now).await?;
        let (rules, code) = (std::sync::Arc::clone(&self.rules), code.clone());
        let judging = Box::new(move |flow: &FlowSubject| judge(&rules, flow, &code, now));
        Ok(match self.flows.check_for(marks, now, judging).await? {
            Some((ending, flow)) => {
                self.watch_flow(&flow, ending, now);
                (ending, Some(flow))
            }
            None => (FlowChecked::Unknown, None),
        })
    }

    /// Checks a code.
    pub(super) async fn check_concealed(&self, typed: &Typed<'_>) -> Result<Checked, Broken> {
        let now = self.clock.now();
        let (ending, _) = self.judge_concealed(typed.email, typed.code, now).await?;
        Ok(as_told(ending))
    }

    /// Sets a new password with a code.
    pub(super) async fn reset_concealed(
        &self,
        typed: &Typed<'_>,
        password: &Password,
    ) -> Result<Changed, Broken> {
        let about = [typed.email.as_written()];
        let password = match self.accept(password, &about, Some(typed.code)) {
            Ok(password) => password,
            Err(refusal) => return Ok(Changed::Refused(refusal)),
        };
        let judged = self.judging();
        let judgement = self.judge_concealed(typed.email, typed.code, judged.at).await?;
        let changed = self.redeem_in_flow(judgement, &password, typed.caller, judged);
        Ok(match changed.await? {
            FlowChanged::Done => Changed::Done,
            FlowChanged::Refused(refusal) => Changed::Refused(refusal),
            FlowChanged::Not(ending) => match as_told(ending) {
                Checked::Wrong => Changed::Wrong,
                Checked::Expired => Changed::Expired,
                Checked::Accepted | Checked::NothingPending | Checked::UnknownAccount => {
                    Changed::NothingPending
                }
            },
        })
    }
}

/// What the documented APIs know of the endings of a flow.
fn as_told(ending: FlowChecked) -> Checked {
    match ending {
        FlowChecked::Accepted => Checked::Accepted,
        FlowChecked::Wrong { .. } => Checked::Wrong,
        FlowChecked::Expired => Checked::Expired,
        FlowChecked::Spent | FlowChecked::Unknown => Checked::NothingPending,
    }
}
