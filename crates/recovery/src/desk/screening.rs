//! The policy on passwords at the desk, in two looks: before the code or link is looked at, by what was typed alone; and
//! once it was right, before it is taken, by what only its owner may be told and by who else may be asked.

use std::sync::Arc;

use crate::password::Refusal;
use crate::ports::Broken;
use crate::screen::{Context, Screen, accept};
use crate::secret::{Otp, Password};
use crate::subject::AccountId;

use super::Desk;

impl Desk {
    /// A desk that also refuses passwords which others would try first.
    #[must_use]
    pub fn screened(mut self, screen: Option<Arc<Screen>>) -> Desk {
        self.screen = screen;
        self
    }

    /// The first look: the password as it is to be hashed.
    pub(super) fn accept(
        &self,
        password: &Password,
        about: &[&str],
        code: Option<&Otp>,
    ) -> Result<Password, Refusal> {
        let context = Context { about, code };
        accept(self.policy, self.screen.as_deref(), password, &context)
    }

    /// The second look: why the password is refused after all. Whatever was right stays as good as it was.
    pub(super) async fn refuses(
        &self,
        password: &Password,
        account: AccountId,
    ) -> Result<Option<Refusal>, Broken> {
        let Some(screen) = &self.screen else {
            return Ok(None);
        };
        let account = self.changes.account_of_change(account).await?;
        let address = account.as_ref().map_or("", |it| it.email.as_written());
        Ok(screen.look_again(password, address).await.err())
    }
}
