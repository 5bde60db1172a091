//! Looking without touching: whether a link still works, and what a password would be worth. Neither changes anything.

use crate::clients::Caller;
use crate::keys::named_by;
use crate::limits::Doing;
use crate::password::Refusal;
use crate::ports::Broken;
use crate::secret::{LinkToken, Password};
use crate::strength::{self, Strength};

use super::{Desk, Halt};

/// What a password would be worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// Why the policy refuses it, if it does.
    pub refused: Option<Refusal>,
    /// How hard it is to guess.
    pub strength: Strength,
}

impl Desk {
    /// Whether a link would set a password now. It consumes nothing and is counted as a check of its client.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done.
    pub async fn link_works(&self, token: &LinkToken, caller: &Caller) -> Result<bool, Halt> {
        let visit = self.admit(caller, Doing::Checking, &[]).await?;
        self.serve(visit, self.serve_look(token)).await
    }

    async fn serve_look(&self, token: &LinkToken) -> Result<bool, Broken> {
        let now = self.clock.now();
        let Some(id) = named_by(token) else {
            return Ok(false);
        };
        let subject = self.store.subject_of(id, now).await?;
        Ok(subject.is_some_and(|it| self.rules.link_opens(&it, token, now)))
    }

    /// What a password would be worth; `about` is what others know of its owner. Counted in memory alone, because nothing
    /// is at stake but this machine's time.
    ///
    /// # Errors
    /// [`Halt::TooMany`]: over the client's limit.
    pub fn weigh(&self, password: &Password, about: &[&str], caller: &Caller) -> Result<Weighed, Halt> {
        if let Some(limits) = self.clients.limits_of(caller) {
            let most = limits.checks.saturating_mul(WEIGHED_PER_CHECK);
            let admitted = self.weighings.admit(caller.prefix, most, self.clock.elapsed());
            admitted.map_err(Halt::TooMany)?;
        }
        Ok(Weighed {
            refused: self.policy.accept(password).err(),
            strength: strength::weigh(password, about),
        })
    }
}

/// A password is weighed at every pause while it is typed: so many times for each check that the client may make.
const WEIGHED_PER_CHECK: u32 = 10;
