//! The outbox in memory.

use async_trait::async_trait;
use recovery::letter::{Claimed, Delivery, LetterId, LetterKind, LetterState, Listed, Report, Unsent};
use recovery::moment::{Moment, Reading, Span};
use recovery::ports::{Broken, Outbox};
use recovery::subject::AccountId;

use super::{Letter, MemoryStore, World};
use crate::live::Waiting;

impl World {
    fn claim(&mut self, most: usize, at: Reading, lease: Span) -> Vec<Claimed> {
        for lapsed in self.leases.tidy(at) {
            if let Some(letter) = self.letters.get(&lapsed) {
                self.queue.add(lapsed, &letter.as_waiting(true));
            }
        }
        self.look(at);
        let is_due = |letter: &Letter| letter.state == LetterState::Waiting && letter.due_at <= at.now;
        let due: Vec<LetterId> = self
            .queue
            .in_turn()
            .filter(|id| self.letters.get(id).is_some_and(is_due))
            .take(most)
            .collect();
        let claimed: Vec<Claimed> = due
            .iter()
            .filter_map(|id| Some(self.claimed(*id, self.letters.get(id)?)))
            .collect();
        for letter in &claimed {
            self.leases.take(letter.id, at, lease);
            self.queue.remove(letter.id);
        }
        claimed
    }

    /// Gives a turn to letters that are due and that nobody has; who has waited longest comes first.
    fn look(&mut self, at: Reading) {
        let leases = &self.leases;
        let mut due: Vec<(Moment, LetterId)> = self
            .letters
            .iter()
            .filter(|(id, it)| {
                it.state == LetterState::Waiting && it.due_at <= at.now && leases.end(**id, at).is_none()
            })
            .map(|(id, it)| (it.due_at, *id))
            .collect();
        due.sort_unstable();
        for (_, id) in due {
            if let Some(letter) = self.letters.get(&id) {
                let again = letter.attempts > 0 || letter.due_at > letter.queued_at;
                self.queue.add(id, &letter.as_waiting(again));
            }
        }
    }

    fn claimed(&self, id: LetterId, letter: &Letter) -> Claimed {
        let challenge = letter.challenge.and_then(|row| self.challenge(row));
        let newest = match challenge.as_ref().and_then(|it| it.flow) {
            Some(first) => Some(self.flow(first).code),
            None => self.currents.get(letter.account).map(|it| it.row),
        };
        Claimed {
            id,
            kind: letter.kind,
            tag: letter.tag,
            queued_at: letter.queued_at,
            attempts: letter.attempts,
            account: self.people.get(&letter.account).map(|it| it.account.clone()),
            challenge,
            latest: letter.challenge.is_some() && newest == letter.challenge,
            network: letter.network,
            locale: letter.locale.map(|it| it.as_str().to_owned()),
            nobodys: letter.account == AccountId::NOBODY,
            overtaken: letter.account != AccountId::NOBODY
                && letter.challenge.is_some()
                && self.newest_letter(letter.account) > Some(id),
        }
    }

    fn record(&mut self, report: &Report, now: Moment) {
        self.leases.release(report.letter);
        self.queue.remove(report.letter);
        let Some(letter) = self.letters.get_mut(&report.letter) else {
            return;
        };
        // The letter of a decoy, which goes nowhere, starts its life too: it ends as its twins do.
        let begins = match &report.delivery {
            Delivery::HandedOver(at) => Some((*at, false)),
            Delivery::Unsent(Unsent::Decoy) => Some((now, true)),
            Delivery::Unsent(_)
            | Delivery::Later { .. }
            | Delivery::Refused { .. }
            | Delivery::GivenBack(_) => None,
        };
        if let Some((at, decoys_only)) = begins
            && let Some(challenge) = letter.challenge.and_then(|row| self.challenges.get_mut(&row))
            && challenge.sent_at.is_none()
            && (!decoys_only || challenge.account == AccountId::NOBODY)
        {
            if let Some(ends) = challenge.ends_when_handed_over(at) {
                challenge.expires_at = Some(ends.code);
                challenge.link_expires_at = Some(ends.link);
            }
            challenge.sent_at = Some(at);
        }
        if letter.state == LetterState::Waiting {
            letter.settle(&report.delivery, now);
        }
    }
}

impl Letter {
    fn as_waiting(&self, again: bool) -> Waiting {
        Waiting {
            at: self.due_at,
            client: self.client,
            notice: self.kind == LetterKind::Changed,
            again,
        }
    }

    fn settle(&mut self, delivery: &Delivery, now: Moment) {
        let (state, tried, due_at, why) = match delivery {
            Delivery::HandedOver(at) => (LetterState::Sent, 1, *at, None),
            Delivery::Later { until, why } => (LetterState::Waiting, 1, *until, Some(why.clone())),
            Delivery::Refused { why } => (LetterState::Refused, 1, now, Some(why.clone())),
            Delivery::Unsent(reason) => {
                let reason: &str = (*reason).into();
                (LetterState::Unsent, 0, now, Some(reason.to_owned()))
            }
            Delivery::GivenBack(until) => (LetterState::Waiting, 0, *until, self.why.take()),
        };
        self.state = state;
        self.attempts += tried;
        self.due_at = due_at;
        self.why = why;
    }
}

#[async_trait]
impl Outbox for MemoryStore {
    async fn claim(&self, most: usize, at: Reading, lease: Span) -> Result<Vec<Claimed>, Broken> {
        Ok(self.world().claim(most, at, lease))
    }

    async fn record(&self, reports: &[Report], now: Moment) -> Result<(), Broken> {
        let mut world = self.world();
        for report in reports {
            world.record(report, now);
        }
        Ok(())
    }

    async fn next_due(&self, at: Reading) -> Result<Option<Moment>, Broken> {
        let world = self.world();
        let waiting = world
            .letters
            .iter()
            .filter(|(_, it)| it.state == LetterState::Waiting);
        Ok(waiting
            .map(|(id, it)| world.leases.end(*id, at).unwrap_or(it.due_at))
            .min())
    }

    async fn stirred(&self) {
        self.stirred.notified().await;
    }

    async fn list(
        &self,
        states: &[LetterState],
        after: Option<LetterId>,
        most: usize,
    ) -> Result<Vec<Listed>, Broken> {
        let world = self.world();
        let chosen = world
            .letters
            .iter()
            .filter(|(id, it)| states.contains(&it.state) && after.is_none_or(|after| **id > after));
        Ok(chosen
            .take(most)
            .map(|(id, it)| Listed {
                id: *id,
                kind: it.kind,
                state: it.state,
                queued_at: it.queued_at,
                due_at: it.due_at,
                attempts: it.attempts,
                why: it.why.clone(),
                account: world.people.get(&it.account).map(|it| it.account.clone()),
                challenge: it.challenge.and_then(|row| Some(world.challenges.get(&row)?.id)),
            })
            .collect())
    }

    async fn retry(&self, letter: LetterId, now: Moment) -> Result<bool, Broken> {
        let mut world = self.world();
        let found = world
            .letters
            .get_mut(&letter)
            .filter(|it| matches!(it.state, LetterState::Waiting | LetterState::Refused));
        let Some(letter) = found else { return Ok(false) };
        letter.state = LetterState::Waiting;
        letter.due_at = now;
        drop(world);
        self.stir();
        Ok(true)
    }

    async fn drop_letter(&self, letter: LetterId, now: Moment) -> Result<bool, Broken> {
        let mut world = self.world();
        let Some(letter) = world.letters.get_mut(&letter) else {
            return Ok(false);
        };
        if matches!(letter.state, LetterState::Waiting | LetterState::Refused) {
            let reason: &str = Unsent::Dropped.into();
            letter.state = LetterState::Unsent;
            letter.due_at = now;
            letter.why = Some(reason.to_owned());
        }
        Ok(letter.state == LetterState::Unsent)
    }

    async fn backlog(&self) -> Result<u64, Broken> {
        let world = self.world();
        let waiting = world
            .letters
            .values()
            .filter(|it| it.state == LetterState::Waiting);
        Ok(u64::try_from(waiting.count()).unwrap_or(u64::MAX))
    }
}
