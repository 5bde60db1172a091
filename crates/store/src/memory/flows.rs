//! The acts of flows in memory.

use async_trait::async_trait;
use recovery::address::EmailKey;
use recovery::challenge::{Challenge, ChallengeId};
use recovery::flow::{Beginning, FlowChecked, FlowSubject, Shown, Step};
use recovery::letter::{LetterId, LetterKind};
use recovery::moment::Moment;
use recovery::ports::{Beginner, Broken, FlowJudge, Flows, Guess, NewLetter, Stepper, Verdict};
use recovery::subject::{AccountId, AccountVersion};

use super::{Letter, MemoryStore, World};
use crate::guards::takes_guesses;
use crate::live::Flow;

impl World {
    /// What was done in a flow. `row` is its only challenge if nothing was.
    pub(super) fn flow(&self, first: i64, row: i64) -> Flow {
        self.flows.get(first).unwrap_or(Flow {
            newest: row,
            tries: 0,
            letter: LetterId(0),
        })
    }

    /// Makes a guess count at the newest challenge of a flow, while that takes guesses.
    pub(super) fn count_in_flow(&mut self, first: i64, guess: &Guess) -> bool {
        let before = self.flow(first, guess.challenge.row);
        if !takes_guesses(Some(before.as_current()), guess.challenge, guess.attempts) {
            return false;
        }
        if let Verdict::Wrong { cost, ledger } = guess.verdict {
            let tries = before.tries.saturating_add(1);
            self.flows.set(first, Flow { tries, ..before });
            self.charge(ledger, guess.at, cost);
        }
        true
    }

    fn found(&self, first: ChallengeId, now: Moment) -> Option<FlowSubject> {
        let began = self.challenges.get(&first.row)?;
        if began.id != first || began.flow != Some(first.row) {
            return None;
        }
        let newest = self.flow(first.row, first.row).newest;
        let challenge = self.challenge(newest)?;
        let letters = self.letters.iter().rev();
        let last = letters
            .filter(|(_, it)| it.challenge == Some(newest))
            .map(|(id, it)| it.as_last(*id))
            .next();
        let person = self.people.get(&challenge.account);
        Some(FlowSubject {
            account: person.map(|it| it.account.standing()),
            began: began.issued_at,
            ledger: self.ledgers.get(&newest).copied()?,
            letter: last,
            recent_letters: person.map_or_else(Vec::new, |it| self.recent_letters(it.account.id, now)),
            challenge,
        })
    }

    fn write(&mut self, new: &Beginning, first: Option<i64>) -> (ChallengeId, LetterId) {
        let row = self.ids.row(new.at);
        let id = ChallengeId { row, tail: new.tail };
        let challenge = Challenge {
            id,
            flow: Some(first.unwrap_or(row)),
            account: new.account.map_or(AccountId::NOBODY, |it| it.id),
            account_version: new.account.map_or(AccountVersion(0), |it| it.version),
            key: new.key,
            rung: new.rung,
            seed: new.seed.clone(),
            issued_at: new.at,
            sent_at: None,
            expires_at: Some(new.ends.code),
            link_expires_at: Some(new.ends.link),
            tries: 0,
            used: false,
        };
        let account = challenge.account;
        self.challenges.insert(row, challenge);
        self.ledgers.insert(row, new.ledger);
        (id, self.queue_for(account, row, &new.letter, new.at))
    }

    fn queue_for(&mut self, account: AccountId, row: i64, letter: &NewLetter, at: Moment) -> LetterId {
        self.queue(Letter {
            challenge: Some(row),
            client: letter.client,
            ..Letter::new(LetterKind::Reset(letter.first), letter.tag, account, at)
        })
    }

    fn step(&mut self, first: ChallengeId, flow: &FlowSubject, step: &Step, now: Moment) -> Shown {
        let challenge = &flow.challenge;
        let (newest, tries, letter, shown) = match step {
            Step::Quiet => return Shown::of(challenge),
            Step::Again(letter) => {
                let letter = self.queue_for(challenge.account, challenge.id.row, letter, now);
                (challenge.id.row, challenge.tries, letter, Shown::of(challenge))
            }
            Step::Anew(beginning) => {
                let (id, letter) = self.write(beginning, Some(first.row));
                let since = beginning.at;
                (id.row, 0, letter, Shown { since, wrong: 0 })
            }
        };
        self.flows.set(
            first.row,
            Flow {
                newest,
                tries,
                letter,
            },
        );
        shown
    }
}

#[async_trait]
impl Flows for MemoryStore {
    async fn begin(&self, who: &EmailKey, now: Moment, beginner: Beginner) -> Result<ChallengeId, Broken> {
        let mut world = self.world();
        let subject = world.find(who, now);
        let (id, _) = world.write(&beginner(subject.as_ref()), None);
        drop(world);
        self.stir();
        Ok(id)
    }

    async fn ask_again(
        &self,
        flow: ChallengeId,
        now: Moment,
        stepper: Stepper,
    ) -> Result<Option<Shown>, Broken> {
        let mut world = self.world();
        let Some(found) = world.found(flow, now) else {
            return Ok(None);
        };
        let shown = stepper(&found).map(|step| world.step(flow, &found, &step, now));
        drop(world);
        self.stir();
        Ok(shown)
    }

    async fn check_in_flow(
        &self,
        flow: ChallengeId,
        now: Moment,
        judge: FlowJudge,
    ) -> Result<Option<(FlowChecked, FlowSubject)>, Broken> {
        let mut world = self.world();
        let Some(found) = world.found(flow, now) else {
            return Ok(None);
        };
        let judged = judge(&found);
        let Some(guess) = judged.guess else {
            return Ok(Some((judged.ending, found)));
        };
        let counted = world.count_in_flow(flow.row, &guess);
        let ending = if counted {
            judged.ending
        } else {
            FlowChecked::Spent
        };
        Ok(Some((ending, found)))
    }
}
