//! Taking a change of the password back, at the desk. Looking changes nothing; only the act does, once.

use std::sync::atomic::Ordering;

use crate::clients::Caller;
use crate::disowning::{Change, ChangeStage};
use crate::limits::Doing;
use crate::moment::Moment;
use crate::ports::Broken;
use crate::secret::LinkToken;
use crate::subject::Account;

use super::{Desk, Halt};

/// How taking a change back can end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disowned {
    /// The password that was set is gone, on disk.
    Done {
        /// Whose it was: the address, masked for the log.
        whose: String,
    },
    /// Nothing was changed, for this reason.
    Not(ChangeStage),
}

impl Desk {
    /// Where the change of a token stands. It consumes nothing and is counted as a check of its client.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done.
    pub async fn change_stage(&self, token: &LinkToken, caller: &Caller) -> Result<ChangeStage, Halt> {
        let visit = self.admit(caller, Doing::Checking, &[]).await?;
        let looked = self.serve(visit, self.look_at_change(token, self.clock.now()));
        let (stage, _) = looked.await?;
        Ok(stage)
    }

    /// Takes back the change of a token. Of many at once, one does.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done; nothing was changed.
    pub async fn disown(&self, token: &LinkToken, caller: &Caller) -> Result<Disowned, Halt> {
        let visit = self.admit(caller, Doing::Checking, &[]).await?;
        self.serve(visit, self.serve_disown(token)).await
    }

    /// How many changes have been taken back since the start.
    #[must_use]
    pub fn disowned_changes(&self) -> u64 {
        self.disowned.load(Ordering::Relaxed)
    }

    async fn serve_disown(&self, token: &LinkToken) -> Result<Disowned, Broken> {
        let now = self.clock.now();
        let (change, account) = match self.look_at_change(token, now).await? {
            (ChangeStage::Open, Some(found)) => found,
            (stage, _) => return Ok(Disowned::Not(stage)),
        };
        if self.changes.disown(change, now).await? {
            self.disowned.fetch_add(1, Ordering::Relaxed);
            let whose = account.email.masked();
            return Ok(Disowned::Done { whose });
        }
        // Somebody was first: what they made of it is told.
        let (stage, _) = self.look_at_change(token, now).await?;
        Ok(Disowned::Not(stage))
    }

    async fn look_at_change(
        &self,
        token: &LinkToken,
        now: Moment,
    ) -> Result<(ChangeStage, Option<(Change, Account)>), Broken> {
        let Some(change) = self.rules.ring.change_of_token(token) else {
            return Ok((ChangeStage::Unknown, None));
        };
        let account = self.changes.account_of_change(change.account).await?;
        let stage = change.stage(account.as_ref(), now);
        Ok((stage, account.map(|it| (change, it))))
    }
}
