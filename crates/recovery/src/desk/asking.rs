//! Asking for a letter: the rules plan on the account as it is when the store acts, and the store carries it out.

use std::sync::Arc;

use crate::address::Email;
use crate::clients::{Caller, Network};
use crate::code::Ladder;
use crate::ledger::LedgerKey;
use crate::letter::{First, MessageTag};
use crate::limits::{ClientKeys, Doing};
use crate::moment::Moment;
use crate::outcome::Asked;
use crate::ports::{Broken, Chance, Mailing, MailingAgain, NewLetter, Opening, Planned, Seen, draw};
use crate::profile::Locale;
use crate::rules::{Plan, Rules};
use crate::secret::Secret32;
use crate::subject::Subject;

use super::{Desk, Halt};

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

/// What an ask needs at random.
#[derive(Clone)]
pub(super) struct Fresh {
    pub(super) tag: MessageTag,
    pub(super) tail: u64,
    pub(super) seed: Secret32,
}

impl Fresh {
    /// One draw for all of it: each is a call of the operating system.
    pub(super) fn draw(chance: &dyn Chance) -> Result<Fresh, Broken> {
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
        match self.conceals {
            true => self.serve(visit, self.ask_concealed(ask, client)).await,
            false => self.serve(visit, self.serve_ask(ask, client)).await,
        }
    }

    async fn serve_ask(&self, ask: &Ask<'_>, client: Option<ClientKeys>) -> Result<Asked, Broken> {
        let (now, who) = (self.clock.now(), self.who(ask.email));
        let asking = Asking {
            rules: Arc::clone(&self.rules),
            first: ask.first,
            ladder: ask.ladder.clone(),
            ledger: who.ledger,
            client,
            network: ask.caller.network(),
            locale: ask.caller.locale,
            fresh: Fresh::draw(&*self.chance)?,
            now,
        };
        let planner = Box::new(move |subject: Option<&Subject>| asking.plan(subject));
        self.store.ask(&who, now, planner).await
    }
}

/// An ask with all it needs but the account.
struct Asking {
    rules: Arc<Rules>,
    first: First,
    ladder: Ladder,
    ledger: LedgerKey,
    client: Option<ClientKeys>,
    network: Option<Network>,
    locale: Option<Locale>,
    fresh: Fresh,
    now: Moment,
}

impl Asking {
    fn plan(&self, subject: Option<&Subject>) -> Planned {
        let plan = self.rules.plan(subject, self.client.as_ref(), self.now);
        let mailing = subject.and_then(|subject| match &plan {
            Plan::UnknownAccount | Plan::Quiet => None,
            Plan::Open => Some(Mailing::Opening(self.opening(subject))),
            Plan::MailAgain(challenge) => Some(Mailing::Again(MailingAgain {
                account: subject.account.id,
                seen: Seen::of(subject),
                attempts: challenge.code.and_then(|it| self.rules.attempts_on(it.rung)),
                letter: self.letter(),
                at: self.now,
            })),
        });
        let ending = match plan {
            Plan::UnknownAccount => Asked::UnknownAccount,
            Plan::Quiet | Plan::Open | Plan::MailAgain(_) => Asked::Served,
        };
        Planned { ending, mailing }
    }

    fn opening(&self, subject: &Subject) -> Opening {
        Opening {
            account: subject.account.id,
            seen: Seen::of(subject),
            tail: self.fresh.tail,
            seed: self.fresh.seed.clone(),
            key: self.rules.ring.issuing(),
            code: self.rules.offer(&self.ladder, subject.account, subject.spent),
            ledger: self.ledger,
            ends: self.rules.life.at_issue(self.now),
            letter: self.letter(),
            at: self.now,
        }
    }

    fn letter(&self) -> NewLetter {
        NewLetter {
            first: self.first,
            tag: self.fresh.tag,
            client: self.client.map(|it| it.today),
            network: self.network,
            locale: self.locale,
        }
    }
}
