//! The port of flows: what the desk needs of the place where they live.

use async_trait::async_trait;

use crate::challenge::ChallengeId;
use crate::flow::{Beginning, FlowChecked, FlowJudged, FlowSubject, Marks, Shown, Step};
use crate::moment::Moment;
use crate::once::{Began, Once};
use crate::ports::{Broken, Who};
use crate::subject::Subject;

/// Has the rules begin a flow on the account of an address. What it sees of the account is how it stands and the letters
/// of its last hour. As a [`Planner`](crate::ports::Planner), quick.
pub type Beginner = Box<dyn Fn(Option<&Subject>) -> Beginning + Send + Sync>;

/// Has the rules plan asking again in a flow; `None`: it is forgotten. As a [`Planner`](crate::ports::Planner), quick.
pub type Stepper = Box<dyn Fn(&FlowSubject) -> Option<Step> + Send + Sync>;

/// Has the rules judge a code typed in a flow. As a [`Planner`](crate::ports::Planner), quick.
pub type FlowJudge = Box<dyn Fn(&FlowSubject) -> FlowJudged + Send + Sync>;

/// Flows. A flow is named by its first challenge; each act loads, decides and settles, and does the same work for a flow
/// of somebody's and for one of nobody's.
#[async_trait]
pub trait Flows: Send + Sync {
    /// Begins a flow: loads the account of this address, and writes what the rules make of it, a challenge and a letter
    /// in any case. Gives the id of the challenge.
    async fn begin(&self, who: &Who, now: Moment, beginner: Beginner) -> Result<ChallengeId, Broken>;

    /// As [`Flows::begin`], unless a request of this key was carried out within [`REPEATED_WITHIN`]. That it was is kept in
    /// the same act.
    ///
    /// [`REPEATED_WITHIN`]: crate::once::REPEATED_WITHIN
    async fn begin_once(
        &self,
        who: &Who,
        now: Moment,
        once: Once,
        beginner: Beginner,
    ) -> Result<Began, Broken>;

    /// What a request of this key led to before; `None`: there was none.
    async fn began(&self, once: Once, now: Moment) -> Result<Option<Began>, Broken>;

    /// Asks again in a flow. Gives what the flow shows afterwards; `None`: no such flow, or a forgotten one.
    async fn ask_again(
        &self,
        flow: ChallengeId,
        now: Moment,
        stepper: Stepper,
    ) -> Result<Option<Shown>, Broken>;

    /// Asks in the flow of an address, found by its marks; in a new one where there is none, or where the rules have forgotten
    /// it. A new one is found by the mark that the rules give it.
    async fn ask_for(
        &self,
        who: &Who,
        marks: Marks,
        now: Moment,
        beginner: Beginner,
        stepper: Stepper,
    ) -> Result<(), Broken>;

    /// As [`Flows::check_in_flow`], in the flow of an address. `None`: there is none.
    async fn check_for(
        &self,
        marks: Marks,
        now: Moment,
        judge: FlowJudge,
    ) -> Result<Option<(FlowChecked, FlowSubject)>, Broken>;

    /// Judges a code typed in a flow and makes the verdict count, as [`Store::settle`](crate::ports::Store::settle) does; a
    /// verdict that cannot count is told as spent. `None`: no such flow.
    async fn check_in_flow(
        &self,
        flow: ChallengeId,
        now: Moment,
        judge: FlowJudge,
    ) -> Result<Option<(FlowChecked, FlowSubject)>, Broken>;
}
