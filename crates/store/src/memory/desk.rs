//! The desk's acts in memory. Each runs under one lock, so a guard and what it guards are one.

use async_trait::async_trait;
use recovery::challenge::{Challenge, ChallengeId};
use recovery::keys::KeyId;
use recovery::ledger::{LedgerKey, Spent, Units, account_bucket, service_bucket};
use recovery::letter::LetterKind;
use recovery::limits::{Admission, ClientKeys, Doing, Quota, Visit};
use recovery::moment::Moment;
use recovery::once::REPEATED_WITHIN;
use recovery::ports::{
    Broken, Guess, MailingAgain, NewLetter, Opening, Price, Purged, Redemption, Store, Verdict, Who,
};
use recovery::puzzle::Spend;
use recovery::secret::Secret32;
use recovery::subject::{AccountId, AccountVersion, Status, Subject};

use super::{Letter, MemoryStore, World};
use crate::guards::{
    Counts, earns, first_account_bucket, first_service_bucket, is_affordable, is_as_seen, is_done,
    is_forgotten, shows_use, takes_guesses,
};
use crate::live::Current;

const DAY: i64 = 86_400_000;

impl World {
    pub(super) fn find(&self, who: &Who, now: Moment) -> Option<Subject> {
        let account = self.person(&who.key)?.account.standing();
        let current = self.currents.get(account.id);
        Some(self.subject((account, who.ledger), current.map(|it| it.row), now))
    }

    /// Whether an account is active and as it was seen.
    fn is_unchanged(&self, account: AccountId, version: AccountVersion) -> bool {
        self.people
            .get(&account)
            .is_some_and(|it| it.account.version == version && it.account.status == Status::Active)
    }

    fn open(&mut self, opening: &Opening) -> bool {
        let current = self.currents.get(opening.account);
        let newest = self.newest_letter(opening.account);
        if !is_as_seen(current, newest, &opening.seen)
            || !self.is_unchanged(opening.account, opening.seen.version)
        {
            return false;
        }
        let row = self.ids.row(opening.at);
        let challenge = Challenge {
            id: ChallengeId {
                row,
                tail: opening.tail,
            },
            flow: None,
            account: opening.account,
            account_version: opening.seen.version,
            key: opening.key,
            code: opening.code,
            ledger: opening.ledger,
            seed: opening.seed.clone(),
            issued_at: opening.at,
            sent_at: None,
            expires_at: Some(opening.ends.code),
            link_expires_at: Some(opening.ends.link),
            tries: 0,
            used: false,
        };
        self.challenges.insert(row, challenge);
        let fresh = Current {
            row,
            ..Current::default()
        };
        self.queue_reset(opening.account, fresh, &opening.letter, opening.at);
        true
    }

    fn mail_again(&mut self, again: &MailingAgain) -> bool {
        let (Some(current), Some(challenge)) = (self.currents.get(again.account), again.seen.challenge)
        else {
            return false;
        };
        let guarded = is_as_seen(Some(current), self.newest_letter(again.account), &again.seen)
            && takes_guesses(Some(current), challenge, again.attempts)
            && self.is_unchanged(again.account, again.seen.version);
        if guarded {
            self.queue_reset(again.account, current, &again.letter, again.at);
        }
        guarded
    }

    fn queue_reset(&mut self, account: AccountId, current: Current, letter: &NewLetter, at: Moment) {
        let row = Letter {
            challenge: Some(current.row),
            client: letter.client,
            network: letter.network,
            locale: letter.locale,
            ..Letter::new(LetterKind::Reset(letter.first), letter.tag, account, at)
        };
        let letter = self.queue(row).0;
        self.currents.set(account, Some(Current { letter, ..current }));
    }

    pub(super) fn settle(&mut self, guess: &Guess) -> bool {
        let current = self.currents.get(guess.account);
        let Some(current) = current.filter(|it| takes_guesses(Some(*it), guess.challenge, guess.attempts))
        else {
            return false;
        };
        if !self.is_unchanged(guess.account, guess.version) {
            return false;
        }
        if !self.charge(guess.verdict, &guess.price, guess.at) {
            return false;
        }
        if let Some(counts) = Counts::of(guess.verdict) {
            let tries = counts.on(current.tries);
            self.currents
                .set(guess.account, Some(Current { tries, ..current }));
        }
        true
    }

    /// Charges the ledgers with a guess, if they have room for it.
    pub(super) fn charge(&mut self, verdict: Verdict, price: &Price, at: Moment) -> bool {
        if !is_affordable(verdict, price, self.spent(price.ledger, at)) {
            return false;
        }
        if Counts::of(verdict) == Some(Counts::OneTry) {
            let account = price.ledger.0;
            let by_account = self.spent.entry((account, account_bucket(at))).or_default();
            *by_account = by_account.saturating_add(price.cost.0);
            let by_service = self.spent_by_service.entry(service_bucket(at)).or_default();
            *by_service = by_service.saturating_add(price.cost.0);
            let in_a_row = self.in_a_row.entry(account).or_default();
            *in_a_row = in_a_row.saturating_add(1);
        }
        true
    }

    fn redeem(&mut self, redemption: &Redemption) -> bool {
        let (account, at) = (redemption.account, redemption.at);
        let current = self.currents.get(account);
        let challenge = self.challenge(redemption.challenge.row);
        let guarded = |it: &Challenge| match it.flow {
            Some(first) => Some(self.flow(first).as_current()),
            None => current,
        };
        if !challenge.is_some_and(|it| earns(&it, guarded(&it), redemption))
            || !self.is_unchanged(account, redemption.version)
        {
            return false;
        }
        if let Some(person) = self.people.get_mut(&account) {
            person.hash = Some(redemption.hash.clone());
            person.account.password_changed_at = Some(at);
            person.account.version.0 += 1;
            person.account.disowned = false;
        }
        if let Some(challenge) = self.challenges.get_mut(&redemption.challenge.row) {
            challenge.used = challenge.used || shows_use(challenge, redemption);
        }
        let closed = current.map(|it| Current { closed: true, ..it });
        self.currents.set(account, closed);
        self.in_a_row.remove(&redemption.ledger.0);
        self.queue(Letter {
            locale: redemption.locale,
            ..Letter::new(LetterKind::Changed, redemption.notice, account, at)
        });
        true
    }

    fn purge(&mut self, now: Moment) -> Purged {
        let over = self
            .challenges
            .values()
            .filter(|it| is_forgotten(it.issued_at, [it.expires_at, it.link_expires_at], now));
        let over: Vec<(i64, AccountId)> = over.map(|it| (it.id.row, it.account)).collect();
        for (row, account) in &over {
            self.challenges.remove(row);
            self.askers.remove(row);
            if self.currents.get(*account).is_some_and(|it| it.row == *row) {
                self.currents.set(*account, None);
            }
        }
        let oldest = self.challenges.keys().next().copied();
        self.flows.forget_before(oldest.unwrap_or(i64::MAX));
        let letters = self.letters.len();
        let challenges = &self.challenges;
        self.letters.retain(|_, it| {
            let orphan = it.challenge.is_none_or(|row| !challenges.contains_key(&row));
            !is_done(it.state, it.due_at, orphan, now)
        });
        self.spent_puzzles.retain(|_, until| *until > now);
        self.onces.retain(|_, (_, at, ..)| now - *at < REPEATED_WITHIN);
        self.clients.tidy(now);
        self.salts.retain(|day, _| *day >= now.0.div_euclid(DAY) - 1);
        self.spent
            .retain(|(_, bucket), _| *bucket >= first_account_bucket(now));
        let spent = &self.spent;
        self.in_a_row.retain(|account, _| {
            spent
                .range((*account, i64::MIN)..=(*account, i64::MAX))
                .next()
                .is_some()
        });
        self.spent_by_service
            .retain(|bucket, _| *bucket >= first_service_bucket(now));
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Purged {
            challenges: count(over.len()),
            letters: count(letters - self.letters.len()),
            more: false,
        }
    }

    fn recognise(&mut self, prints: &[(KeyId, [u8; 8])]) -> bool {
        let known = |key| self.fingerprints.get(key);
        if prints
            .iter()
            .any(|(key, print)| known(key).is_some_and(|it| it != print))
        {
            return false;
        }
        self.fingerprints.extend(prints.iter().copied());
        true
    }

    pub(super) fn spent(&self, account: LedgerKey, now: Moment) -> Spent {
        let sum = |total: Units, units: &i64| total.plus(Units(*units));
        let by_account = self
            .spent
            .range((account.0, first_account_bucket(now))..=(account.0, i64::MAX));
        let by_service = self.spent_by_service.range(first_service_bucket(now)..);
        Spent {
            account: by_account.map(|(_, units)| units).fold(Units(0), sum),
            service: by_service.map(|(_, units)| units).fold(Units(0), sum),
            in_a_row: self.in_a_row.get(&account.0).copied().unwrap_or(0),
        }
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn subject(&self, who: &Who, now: Moment) -> Result<Option<Subject>, Broken> {
        Ok(self.world().find(who, now))
    }

    async fn subject_of(&self, challenge: ChallengeId, now: Moment) -> Result<Option<Subject>, Broken> {
        let world = self.world();
        let found = world
            .challenges
            .get(&challenge.row)
            .filter(|it| it.id == challenge);
        let person = found.and_then(|it| Some((world.people.get(&it.account)?, it.ledger)));
        Ok(person
            .map(|(it, ledger)| world.subject((it.account.standing(), ledger), Some(challenge.row), now)))
    }

    async fn open(&self, opening: &Opening) -> Result<bool, Broken> {
        let opened = self.world().open(opening);
        self.stir();
        Ok(opened)
    }

    async fn mail_again(&self, again: &MailingAgain) -> Result<bool, Broken> {
        let mailed = self.world().mail_again(again);
        self.stir();
        Ok(mailed)
    }

    async fn settle(&self, guess: &Guess) -> Result<bool, Broken> {
        Ok(self.world().settle(guess))
    }

    async fn redeem(&self, redemption: &Redemption) -> Result<bool, Broken> {
        let redeemed = self.world().redeem(redemption);
        self.stir();
        Ok(redeemed)
    }

    async fn admit(&self, visit: &Visit) -> Result<Admission, Broken> {
        Ok(self.world().clients.admit(visit))
    }

    async fn quota(
        &self,
        client: &ClientKeys,
        doing: Doing,
        limit: u32,
        now: Moment,
    ) -> Result<Quota, Broken> {
        Ok(self.world().clients.quota(client, doing, limit, now))
    }

    async fn withdraw(&self, visit: &Visit) {
        self.world().clients.withdraw(visit);
    }

    async fn spend(&self, spend: &Spend, now: Moment) -> Result<bool, Broken> {
        let fresh = spend.until > now;
        Ok(fresh
            && self
                .world()
                .spent_puzzles
                .insert(spend.puzzle, spend.until)
                .is_none())
    }

    async fn day_salt(&self, day: i64, fresh: Secret32) -> Result<Secret32, Broken> {
        Ok(self.world().salts.entry(day).or_insert(fresh).clone())
    }

    async fn spent(&self, account: LedgerKey, now: Moment) -> Result<Spent, Broken> {
        Ok(self.world().spent(account, now))
    }

    async fn recognise(&self, fingerprints: &[(KeyId, [u8; 8])]) -> Result<bool, Broken> {
        Ok(self.world().recognise(fingerprints))
    }

    async fn purge(&self, now: Moment) -> Result<Purged, Broken> {
        Ok(self.world().purge(now))
    }

    async fn ready(&self) -> Result<(), Broken> {
        Ok(())
    }
}
