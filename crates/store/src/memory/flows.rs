//! The acts of flows in memory.

use async_trait::async_trait;
use recovery::challenge::{Challenge, ChallengeId};
use recovery::flow::{Beginning, FlowChecked, FlowSubject, Marks, Shown, Step};
use recovery::letter::{LetterId, LetterKind};
use recovery::moment::Moment;
use recovery::once::{Began, Once, REPEATED_WITHIN};
use recovery::ports::{Beginner, Broken, FlowJudge, Flows, Guess, NewLetter, Stepper, Who};
use recovery::subject::{AccountId, AccountVersion};

use super::{Letter, MemoryStore, World};
use crate::guards::{Counts, takes_guesses};
use crate::live::Flow;

impl World {
    /// What was done in the flow that this row began.
    pub(super) fn flow(&self, first: i64) -> Flow {
        let begun = || {
            let at = self.challenges.get(&first).map_or(Moment(0), |it| it.issued_at);
            let of_it = self.letters.iter().find(|(_, it)| it.challenge == Some(first));
            Flow::begun(first, at, of_it.map_or(LetterId(0), |(id, _)| *id))
        };
        self.flows.get(first).unwrap_or_else(begun)
    }

    /// Makes a guess beside a link count at the code of a flow, while that takes guesses.
    pub(super) fn count_in_flow(&mut self, first: i64, guess: &Guess) -> bool {
        let before = self.flow(first);
        if !takes_guesses(Some(before.as_current()), guess.challenge, guess.attempts) {
            return false;
        }
        if !self.charge(guess.verdict, &guess.price, guess.at) {
            return false;
        }
        if let Some(counts) = Counts::of(guess.verdict) {
            self.flows.set(first, before.guessed(counts));
        }
        true
    }

    fn marked(&self, marks: Marks) -> Option<ChallengeId> {
        let today = self.flows.marked(marks.today);
        today.or_else(|| self.flows.marked(marks.yesterday))
    }

    fn found(&self, first: ChallengeId, now: Moment) -> Option<(FlowSubject, Flow)> {
        let began = self.challenges.get(&first.row)?;
        if began.id != first || began.flow != Some(first.row) {
            return None;
        }
        let flow = self.flow(first.row);
        let challenge = self.challenge(flow.code)?;
        let person = self.people.get(&challenge.account);
        let (locale, by_back_end) = self.askers.get(&flow.code).copied().unwrap_or_default();
        let subject = FlowSubject {
            account: person.map(|it| it.account.standing()),
            began: began.issued_at,
            shown: flow.shown,
            asked_at: flow.asked_at,
            locale,
            by_back_end,
            spent: self.spent(challenge.ledger, now),
            letter: self.letters.get(&flow.letter).map(|it| it.as_last(flow.letter)),
            recent_letters: person.map_or_else(Vec::new, |it| self.recent_letters(it.account.id, now)),
            challenge,
        };
        Some((subject, flow))
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
            code: new.code,
            ledger: new.ledger,
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
        if let (Some(mark), None) = (new.mark, first) {
            self.flows.set_marked(mark, id);
        }
        self.askers.insert(row, (new.locale, new.by_back_end));
        (id, self.queue_for(account, row, &new.letter, new.at))
    }

    /// What a request led to before.
    fn began(&self, once: &Once, now: Moment) -> Option<Began> {
        let (body, at, first, key) = *self.onces.get(&once.key)?;
        (now - at < REPEATED_WITHIN).then_some(if body == once.body {
            Began::Before { first, key }
        } else {
            Began::Other
        })
    }

    fn queue_for(&mut self, account: AccountId, row: i64, letter: &NewLetter, at: Moment) -> LetterId {
        self.queue(Letter {
            challenge: Some(row),
            client: letter.client,
            network: letter.network,
            locale: letter.locale,
            ..Letter::new(LetterKind::Reset(letter.first), letter.tag, account, at)
        })
    }

    fn step(
        &mut self,
        first: ChallengeId,
        (flow, before): (&FlowSubject, Flow),
        step: &Step,
        now: Moment,
    ) -> Shown {
        let challenge = &flow.challenge;
        let after = match step {
            Step::Quiet => return before.shown,
            Step::Again(letter) => {
                let id = self.queue_for(challenge.account, challenge.id.row, letter, now);
                before.mailed(Some(id), now)
            }
            Step::Idle(letter) => {
                self.queue_for(AccountId::NOBODY, challenge.id.row, letter, now);
                before.mailed(None, now)
            }
            Step::Anew(beginning) => {
                let (id, letter) = self.write(beginning, Some(first.row));
                let replaces_code = beginning.account.is_some() || challenge.account == AccountId::NOBODY;
                before.renewed(id.row, beginning.at, letter, replaces_code)
            }
        };
        self.flows.set(first.row, after);
        after.shown
    }
}

#[async_trait]
impl Flows for MemoryStore {
    async fn begin(&self, who: &Who, now: Moment, beginner: Beginner) -> Result<ChallengeId, Broken> {
        let mut world = self.world();
        let subject = world.find(who, now);
        let (id, _) = world.write(&beginner(subject.as_ref()), None);
        drop(world);
        self.stir();
        Ok(id)
    }

    async fn begin_once(
        &self,
        who: &Who,
        now: Moment,
        once: Once,
        beginner: Beginner,
    ) -> Result<Began, Broken> {
        let mut world = self.world();
        if let Some(before) = world.began(&once, now) {
            return Ok(before);
        }
        let subject = world.find(who, now);
        let beginning = beginner(subject.as_ref());
        let (id, _) = world.write(&beginning, None);
        let led_to = (once.body, now, id, beginning.key);
        world.onces.insert(once.key, led_to);
        drop(world);
        self.stir();
        Ok(Began::Now(id))
    }

    async fn began(&self, once: Once, now: Moment) -> Result<Option<Began>, Broken> {
        Ok(self.world().began(&once, now))
    }

    async fn ask_again(
        &self,
        flow: ChallengeId,
        now: Moment,
        stepper: Stepper,
    ) -> Result<Option<Shown>, Broken> {
        let mut world = self.world();
        let Some((found, before)) = world.found(flow, now) else {
            return Ok(None);
        };
        let shown = stepper(&found).map(|step| world.step(flow, (&found, before), &step, now));
        drop(world);
        self.stir();
        Ok(shown)
    }

    async fn ask_for(
        &self,
        who: &Who,
        marks: Marks,
        now: Moment,
        beginner: Beginner,
        stepper: Stepper,
    ) -> Result<(), Broken> {
        let mut world = self.world();
        let found = world
            .marked(marks)
            .and_then(|it| Some((it, world.found(it, now)?)));
        let stepped = found.and_then(|(first, (flow, before))| {
            let step = stepper(&flow)?;
            Some(world.step(first, (&flow, before), &step, now))
        });
        if stepped.is_none() {
            let subject = world.find(who, now);
            world.write(&beginner(subject.as_ref()), None);
        }
        drop(world);
        self.stir();
        Ok(())
    }

    async fn check_for(
        &self,
        marks: Marks,
        now: Moment,
        judge: FlowJudge,
    ) -> Result<Option<(FlowChecked, FlowSubject)>, Broken> {
        let found = self.world().marked(marks);
        match found {
            Some(flow) => self.check_in_flow(flow, now, judge).await,
            None => Ok(None),
        }
    }

    async fn check_in_flow(
        &self,
        flow: ChallengeId,
        now: Moment,
        judge: FlowJudge,
    ) -> Result<Option<(FlowChecked, FlowSubject)>, Broken> {
        let mut world = self.world();
        let Some((found, before)) = world.found(flow, now) else {
            return Ok(None);
        };
        let judged = judge(&found);
        let Some(guess) = judged.guess else {
            return Ok(Some((judged.ending, found)));
        };
        if !before.takes(&guess) {
            return Ok(Some((FlowChecked::Spent, found)));
        }
        if !world.charge(guess.verdict, &guess.price, guess.at) {
            return Ok(Some((FlowChecked::Spent, found)));
        }
        if let Some(counts) = Counts::of(guess.verdict) {
            world.flows.set(flow.row, before.guessed(counts));
        }
        Ok(Some((judged.ending, found)))
    }
}
