//! Asking for a letter: plan, and carry the plan out while the account is as it was seen.

use crate::address::Email;
use crate::clients::Caller;
use crate::code::Ladder;
use crate::letter::{First, MessageTag};
use crate::limits::{ClientKeys, Doing};
use crate::moment::Moment;
use crate::outcome::Asked;
use crate::ports::{Broken, Chance, MailingAgain, NewLetter, Opening, Seen, draw};
use crate::rules::Plan;
use crate::secret::Secret32;
use crate::subject::Subject;

use super::{CROWDED, Desk, Halt};

/// Asking for a letter.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// For whom.
    pub email: &'a Email,
    /// What the letter shows first.
    pub first: First,
    /// The ladder of the surface that asks.
    pub ladder: &'a Ladder,
    /// Who asks.
    pub caller: &'a Caller,
}

/// How often an ask is planned anew when others change the account meanwhile. Each of them got its letter or its
/// answer, so a few rounds are plenty.
const ROUNDS: usize = 8;

/// What an ask needs at random.
struct Fresh {
    tag: MessageTag,
    tail: u64,
    seed: Secret32,
}

impl Fresh {
    /// One draw for all of it: each is a call of the operating system.
    fn draw(chance: &dyn Chance) -> Result<Fresh, Broken> {
        let mut bytes = draw::<56>(chance)?.into_iter();
        Ok(Fresh {
            tag: MessageTag(take(&mut bytes)),
            tail: u64::from_be_bytes(take(&mut bytes)),
            seed: Secret32::new(take(&mut bytes)),
        })
    }
}

fn take<const N: usize>(bytes: &mut std::array::IntoIter<u8, 56>) -> [u8; N] {
    std::array::from_fn(|_| bytes.next().unwrap_or_default())
}

impl Desk {
    /// Asks for a letter with a code and a link.
    ///
    /// # Errors
    /// [`Halt`]: over the client's limit, or it could not be done; nothing was changed.
    pub async fn ask(&self, ask: &Ask<'_>) -> Result<Asked, Halt> {
        let visit = self.enter(ask.caller, Doing::Asking, ask.email).await?;
        let client = visit.map(|it| it.client);
        self.serve(visit, self.serve_ask(ask, client)).await
    }

    async fn serve_ask(&self, ask: &Ask<'_>, client: Option<ClientKeys>) -> Result<Asked, Broken> {
        for _ in 0..ROUNDS {
            let now = self.clock.now();
            let subject = self.store.subject(ask.email.key(), now).await?;
            let plan = self.rules.plan(subject.as_ref(), client.as_ref(), now);
            let (Some(subject), Plan::Open | Plan::MailAgain(_)) = (&subject, &plan) else {
                return Ok(match plan {
                    Plan::UnknownAccount => Asked::UnknownAccount,
                    Plan::Quiet | Plan::Open | Plan::MailAgain(_) => Asked::Served,
                });
            };
            if self.carry_out(&plan, subject, ask, client, now).await? {
                return Ok(Asked::Served);
            }
        }
        Err(Broken::Busy(CROWDED))
    }

    async fn carry_out(
        &self,
        plan: &Plan,
        subject: &Subject,
        ask: &Ask<'_>,
        client: Option<ClientKeys>,
        now: Moment,
    ) -> Result<bool, Broken> {
        let (account, seen) = (subject.account.id, Seen::of(subject));
        let fresh = Fresh::draw(&*self.chance)?;
        let letter = NewLetter {
            first: ask.first,
            tag: fresh.tag,
            client: client.map(|it| it.today),
        };
        match plan {
            Plan::MailAgain(challenge) => {
                let attempts = self.rules.attempts_on(challenge.rung);
                self.store
                    .mail_again(&MailingAgain {
                        account,
                        seen,
                        attempts,
                        letter,
                        at: now,
                    })
                    .await
            }
            Plan::Open => {
                let opening = Opening {
                    account,
                    seen,
                    tail: fresh.tail,
                    seed: fresh.seed,
                    key: self.rules.ring.issuing(),
                    rung: ask.ladder.first(),
                    ends: self.rules.life.at_issue(now),
                    letter,
                    at: now,
                };
                self.store.open(&opening).await
            }
            Plan::UnknownAccount | Plan::Quiet => Ok(true),
        }
    }
}
