//! Taking changes back, in memory.

use async_trait::async_trait;
use recovery::challenge::ChallengeId;
use recovery::disowning::{Change, Changes, LinkJudge};
use recovery::flow::FlowChecked;
use recovery::moment::{Moment, Span};
use recovery::ports::Broken;
use recovery::subject::{Account, AccountId, Subject};

use super::MemoryStore;

#[async_trait]
impl Changes for MemoryStore {
    async fn account_of_change(&self, id: AccountId) -> Result<Option<Account>, Broken> {
        Ok(self.world().people.get(&id).map(|it| it.account.clone()))
    }

    async fn disown(&self, change: Change, at: Moment) -> Result<bool, Broken> {
        let mut world = self.world();
        let person = world.people.get_mut(&change.account);
        let Some(person) = person.filter(|it| it.account.password_changed_at == Some(change.at)) else {
            return Ok(false);
        };
        person.hash = None;
        person.account.password_changed_at = Some(at.max(change.at + Span::millis(1)));
        person.account.version.0 += 1;
        person.account.disowned = true;
        Ok(true)
    }

    async fn check_with_link(
        &self,
        challenge: ChallengeId,
        now: Moment,
        judge: LinkJudge,
    ) -> Result<Option<(FlowChecked, Subject)>, Broken> {
        let mut world = self.world();
        let Some(found) = world.challenge(challenge.row).filter(|it| it.id == challenge) else {
            return Ok(None);
        };
        let Some(person) = world.people.get(&found.account) else {
            return Ok(None);
        };
        let flow = found.flow;
        let subject = Subject {
            spent: world.spent(found.ledger, now),
            account: person.account.standing(),
            challenge: Some(found),
            letter: None,
            recent_letters: Vec::new(),
            newest_letter: None,
        };
        let judged = judge(&subject);
        let counted = match (&judged.guess, flow) {
            (None, _) => true,
            (Some(guess), Some(first)) => world.count_in_flow(first, guess),
            (Some(guess), None) => world.settle(guess),
        };
        let ending = if counted {
            judged.ending
        } else {
            FlowChecked::Spent
        };
        Ok(Some((ending, subject)))
    }
}
