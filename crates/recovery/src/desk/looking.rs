//! Looking without touching: what a password would be worth. It changes nothing.

use crate::clients::Caller;
use crate::password::Refusal;
use crate::secret::Password;
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
    /// What a password would be worth; `about` is what others know of its owner. Nobody else is asked about it. Counted in memory alone, because nothing
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
            refused: self.accept(password, about, None).err(),
            strength: strength::weigh(password, about),
        })
    }
}

/// A password is weighed at every pause while it is typed: so many times for each check that the client may make.
const WEIGHED_PER_CHECK: u32 = 10;
