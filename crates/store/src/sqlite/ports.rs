//! The ports, as this store serves them.

use async_trait::async_trait;
use recovery::address::EmailKey;
use recovery::api_keys::{ApiKeyId, ApiKeys, KeptApiKey, KeyName, NewApiKey};
use recovery::challenge::ChallengeId;
use recovery::disowning::{Change, Changes, LinkJudge};
use recovery::flow::{FlowChecked, FlowSubject, Marks, Shown};
use recovery::keys::KeyId;
use recovery::ledger::{LedgerKey, Spent};
use recovery::ledger_book::{Book, LedgerBook};
use recovery::letter::{Claimed, LetterId, LetterState, Listed, Report};
use recovery::limits::{Admission, ClientKeys, Doing, Quota, Visit};
use recovery::moment::{Moment, Reading, Span};
use recovery::once::{Began, Once};
use recovery::outcome::{Asked, Checked};
use recovery::ports::{
    Accounts, Added, Beginner, Broken, Credentials, FlowJudge, Flows, Guess, Judge, MailingAgain, NewAccount,
    Opening, Outbox, Planner, Purged, Redemption, Stepper, Store, Who,
};
use recovery::puzzle::Spend;
use recovery::secret::{PasswordHash, Secret32};
use recovery::sign_in::{Permit, SignIns, Try};
use recovery::subject::{Account, AccountId, Status, Subject};

use super::fault::Fault;
use super::{
    SqliteStore, accounts, acts, api_keys, changes, claims, flows, ledger, once, outbox, purge, puzzles,
    reads, sign_ins,
};

#[async_trait]
impl Store for SqliteStore {
    async fn subject(&self, who: &Who, now: Moment) -> Result<Option<Subject>, Broken> {
        self.must_serve()?;
        Ok(self
            .readers
            .read(|conn| reads::subject(conn, &self.shared, who, now))?)
    }

    async fn ask(&self, who: &Who, now: Moment, planner: Planner) -> Result<Asked, Broken> {
        self.must_serve()?;
        let who = who.clone();
        Ok(self.act(move |tx| acts::ask(tx, &who, now, &*planner)).await?)
    }

    async fn check(
        &self,
        who: &Who,
        now: Moment,
        judge: Judge,
    ) -> Result<(Checked, Option<Subject>), Broken> {
        self.must_serve()?;
        let who = who.clone();
        Ok(self.act(move |tx| acts::check(tx, &who, now, &*judge)).await?)
    }

    async fn subject_of(&self, challenge: ChallengeId, now: Moment) -> Result<Option<Subject>, Broken> {
        self.must_serve()?;
        Ok(self
            .readers
            .read(|conn| reads::subject_of(conn, &self.shared, challenge, now))?)
    }

    async fn open(&self, opening: &Opening) -> Result<bool, Broken> {
        self.must_serve()?;
        let opening = opening.clone();
        Ok(self.act(move |tx| acts::open(tx, &opening)).await?)
    }

    async fn mail_again(&self, again: &MailingAgain) -> Result<bool, Broken> {
        self.must_serve()?;
        let again = again.clone();
        Ok(self.act(move |tx| acts::mail_again(tx, &again)).await?)
    }

    async fn settle(&self, guess: &Guess) -> Result<bool, Broken> {
        self.must_serve()?;
        let guess = *guess;
        Ok(self.act(move |tx| acts::settle(tx, &guess)).await?)
    }

    async fn redeem(&self, redemption: &Redemption) -> Result<bool, Broken> {
        self.must_serve()?;
        let redemption = redemption.clone();
        Ok(self.act(move |tx| acts::redeem(tx, &redemption)).await?)
    }

    async fn admit(&self, visit: &Visit) -> Result<Admission, Broken> {
        self.must_serve()?;
        let admission = self.shared.clients.lock().admit(visit);
        if admission == Admission::Granted {
            self.shared.hits.lock().add(visit);
        }
        Ok(admission)
    }

    async fn quota(
        &self,
        client: &ClientKeys,
        doing: Doing,
        limit: u32,
        now: Moment,
    ) -> Result<Quota, Broken> {
        self.must_serve()?;
        Ok(self.shared.clients.lock().quota(client, doing, limit, now))
    }

    async fn withdraw(&self, visit: &Visit) {
        if self.shared.clients.lock().withdraw(visit) {
            self.shared.hits.lock().withdraw(visit);
        }
    }

    async fn spend(&self, spend: &Spend, now: Moment) -> Result<bool, Broken> {
        self.must_serve()?;
        let spend = *spend;
        Ok(self.act(move |tx| puzzles::spend(tx, &spend, now)).await?)
    }

    async fn day_salt(&self, day: i64, fresh: Secret32) -> Result<Secret32, Broken> {
        self.must_serve()?;
        Ok(self.act(move |tx| acts::day_salt(tx, day, &fresh)).await?)
    }

    async fn spent(&self, account: LedgerKey, now: Moment) -> Result<Spent, Broken> {
        self.must_serve()?;
        Ok(self
            .readers
            .read(|conn| ledger::spent_beside(conn, &self.shared, account, now))?)
    }

    async fn recognise(&self, fingerprints: &[(KeyId, [u8; 8])]) -> Result<bool, Broken> {
        self.must_serve()?;
        let prints = fingerprints.to_vec();
        Ok(self.act(move |tx| acts::recognise(tx, &prints)).await?)
    }

    async fn purge(&self, now: Moment) -> Result<Purged, Broken> {
        self.must_serve()?;
        self.shared.clients.lock().tidy(now);
        let over = self.read_long(move |conn, _| purge::look(conn, now)).await?;
        Ok(self.act(move |tx| purge::remove(tx, &over, now)).await?)
    }

    async fn ready(&self) -> Result<(), Broken> {
        Ok(self.act(|tx| acts::ready(tx)).await?)
    }
}

#[async_trait]
impl Flows for SqliteStore {
    async fn begin(&self, who: &Who, now: Moment, beginner: Beginner) -> Result<ChallengeId, Broken> {
        self.must_serve()?;
        let who = who.clone();
        Ok(self.act(move |tx| flows::begin(tx, &who, now, &beginner)).await?)
    }

    async fn begin_once(
        &self,
        who: &Who,
        now: Moment,
        once: Once,
        beginner: Beginner,
    ) -> Result<Began, Broken> {
        self.must_serve()?;
        let who = who.clone();
        Ok(self
            .act(move |tx| flows::begin_once(tx, &who, now, &once, &beginner))
            .await?)
    }

    async fn began(&self, asked: Once, now: Moment) -> Result<Option<Began>, Broken> {
        self.must_serve()?;
        Ok(self.readers.read(|conn| once::find(conn, &asked, now))?)
    }

    async fn ask_again(
        &self,
        flow: ChallengeId,
        now: Moment,
        stepper: Stepper,
    ) -> Result<Option<Shown>, Broken> {
        self.must_serve()?;
        Ok(self
            .act(move |tx| flows::ask_again(tx, flow, now, &stepper))
            .await?)
    }

    async fn ask_for(
        &self,
        who: &Who,
        marks: Marks,
        now: Moment,
        beginner: Beginner,
        stepper: Stepper,
    ) -> Result<(), Broken> {
        self.must_serve()?;
        let who = who.clone();
        Ok(self
            .act(move |tx| flows::ask_for(tx, &who, marks, now, (&beginner, &stepper)))
            .await?)
    }

    async fn check_for(
        &self,
        marks: Marks,
        now: Moment,
        judge: FlowJudge,
    ) -> Result<Option<(FlowChecked, FlowSubject)>, Broken> {
        self.must_serve()?;
        Ok(self
            .act(move |tx| flows::check_for(tx, marks, now, &judge))
            .await?)
    }

    async fn check_in_flow(
        &self,
        flow: ChallengeId,
        now: Moment,
        judge: FlowJudge,
    ) -> Result<Option<(FlowChecked, FlowSubject)>, Broken> {
        self.must_serve()?;
        Ok(self.act(move |tx| flows::check(tx, flow, now, &judge)).await?)
    }
}

#[async_trait]
impl Changes for SqliteStore {
    async fn account_of_change(&self, id: AccountId) -> Result<Option<Account>, Broken> {
        self.must_serve()?;
        Ok(self.readers.read(|conn| accounts::account_of(conn, id))?)
    }

    async fn disown(&self, change: Change, at: Moment) -> Result<bool, Broken> {
        self.must_serve()?;
        Ok(self.act(move |tx| changes::disown(tx, change, at)).await?)
    }

    async fn check_with_link(
        &self,
        challenge: ChallengeId,
        now: Moment,
        judge: LinkJudge,
    ) -> Result<Option<(FlowChecked, Subject)>, Broken> {
        self.must_serve()?;
        Ok(self
            .act(move |tx| changes::check(tx, challenge, now, &judge))
            .await?)
    }
}

#[async_trait]
impl Outbox for SqliteStore {
    async fn claim(&self, most: usize, at: Reading, lease: Span) -> Result<Vec<Claimed>, Broken> {
        self.must_serve()?;
        let claimed = self.read_long(move |conn, shared| claims::claim(conn, shared, most, at, lease));
        Ok(claimed.await?)
    }

    async fn record(&self, reports: &[Report], now: Moment) -> Result<(), Broken> {
        self.must_serve()?;
        let kept = reports.to_vec();
        self.act(move |tx| outbox::record(tx, &kept, now)).await?;
        // Only now: whoever finds a letter without a lease sees what its report has made of it.
        let mut taken = self.shared.taken.lock();
        for report in reports {
            taken.release(report.letter);
        }
        Ok(())
    }

    async fn next_due(&self, at: Reading) -> Result<Option<Moment>, Broken> {
        self.must_serve()?;
        Ok(self
            .readers
            .read(|conn| claims::next_due(conn, &self.shared, at))?)
    }

    async fn stirred(&self) {
        self.shared.stirred.notified().await;
    }

    async fn list(
        &self,
        states: &[LetterState],
        after: Option<LetterId>,
        most: usize,
    ) -> Result<Vec<Listed>, Broken> {
        let states = states.to_vec();
        let listed = self.read_long(move |conn, _| outbox::list(conn, &states, after, most));
        Ok(listed.await?)
    }

    async fn retry(&self, letter: LetterId, now: Moment) -> Result<bool, Broken> {
        Ok(self.act(move |tx| outbox::retry(tx, letter, now)).await?)
    }

    async fn drop_letter(&self, letter: LetterId, now: Moment) -> Result<bool, Broken> {
        Ok(self.act(move |tx| outbox::drop_letter(tx, letter, now)).await?)
    }

    async fn backlog(&self) -> Result<u64, Broken> {
        Ok(self.read_long(claims::backlog).await?)
    }
}

#[async_trait]
impl Accounts for SqliteStore {
    async fn add(&self, batch: &[NewAccount], now: Moment) -> Result<Vec<Added>, Broken> {
        let batch = batch.to_vec();
        Ok(self.act(move |tx| accounts::add(tx, &batch, now)).await?)
    }

    async fn account(&self, who: &EmailKey) -> Result<Option<Account>, Broken> {
        Ok(self.readers.read(|conn| accounts::account(conn, who))?)
    }

    async fn account_of(&self, id: AccountId) -> Result<Option<Account>, Broken> {
        Ok(self.readers.read(|conn| accounts::account_of(conn, id))?)
    }

    async fn credentials(&self, who: &EmailKey) -> Result<Option<Credentials>, Broken> {
        Ok(self.readers.read(|conn| accounts::credentials(conn, who))?)
    }

    async fn password_of(&self, who: &EmailKey) -> Result<Option<PasswordHash>, Broken> {
        Ok(self.readers.read(|conn| accounts::password_of(conn, who))?)
    }

    async fn accounts(&self, after: Option<AccountId>, most: usize) -> Result<Vec<Account>, Broken> {
        let page = self.read_long(move |conn, _| accounts::accounts(conn, after, most));
        Ok(page.await?)
    }

    async fn count(&self) -> Result<u64, Broken> {
        Ok(self.read_long(|conn, _| accounts::count(conn)).await?)
    }

    async fn set_status(&self, who: &EmailKey, status: Status, _now: Moment) -> Result<bool, Broken> {
        let who = who.clone();
        Ok(self.act(move |tx| accounts::set_status(tx, &who, status)).await?)
    }

    async fn remove(&self, who: &EmailKey) -> Result<bool, Broken> {
        let who = who.clone();
        self.take_away(move |conn| accounts::account(conn, &who)).await
    }

    async fn set_status_of(&self, id: AccountId, status: Status, _now: Moment) -> Result<bool, Broken> {
        Ok(self
            .act(move |tx| accounts::set_status_of(tx, id, status))
            .await?)
    }

    async fn remove_of(&self, id: AccountId) -> Result<bool, Broken> {
        self.take_away(move |conn| accounts::account_of(conn, id)).await
    }

    async fn rehash(&self, id: AccountId, old: &PasswordHash, new: &PasswordHash) -> Result<bool, Broken> {
        let (old, new) = (old.clone(), new.clone());
        Ok(self.act(move |tx| accounts::rehash(tx, id, &old, &new)).await?)
    }
}

impl SqliteStore {
    async fn take_away<F>(&self, find: F) -> Result<bool, Broken>
    where
        F: FnOnce(&rusqlite::Connection) -> Result<Option<Account>, Fault> + Send + 'static,
    {
        let found = self
            .read_long(move |conn, _| accounts::belongings(conn, find))
            .await?;
        Ok(self.act(move |tx| accounts::remove(tx, &found)).await?)
    }
}

#[async_trait]
impl LedgerBook for SqliteStore {
    async fn book(&self, most: usize, now: Moment) -> Result<Book, Broken> {
        Ok(self
            .read_long(move |conn, _| ledger::book(conn, most, now))
            .await?)
    }
}

#[async_trait]
impl ApiKeys for SqliteStore {
    async fn add_key(&self, key: &NewApiKey, now: Moment) -> Result<bool, Broken> {
        let key = key.clone();
        Ok(self.act(move |tx| api_keys::add(tx, &key, now)).await?)
    }

    async fn api_key(&self, id: &ApiKeyId) -> Result<Option<KeptApiKey>, Broken> {
        Ok(self.readers.read(|conn| api_keys::find(conn, id))?)
    }

    async fn api_keys(&self) -> Result<Vec<KeptApiKey>, Broken> {
        Ok(self.read_long(|conn, _| api_keys::all(conn)).await?)
    }

    async fn remove_key(&self, name: &KeyName) -> Result<bool, Broken> {
        let name = name.clone();
        Ok(self.act(move |tx| api_keys::remove(tx, &name)).await?)
    }

    async fn key_used(&self, id: &ApiKeyId, now: Moment) -> Result<(), Broken> {
        let id = id.clone();
        Ok(self.act(move |tx| api_keys::used(tx, &id, now)).await?)
    }
}

#[async_trait]
impl SignIns for SqliteStore {
    async fn attempt(&self, it: &Try) -> Result<Permit, Broken> {
        let it = *it;
        Ok(self.act(move |tx| sign_ins::attempt(tx, &it)).await?)
    }

    async fn cleared(&self, who: LedgerKey) -> Result<(), Broken> {
        Ok(self.act(move |tx| sign_ins::cleared(tx, who)).await?)
    }

    async fn untried(&self, who: LedgerKey) -> Result<(), Broken> {
        Ok(self.act(move |tx| sign_ins::untried(tx, who)).await?)
    }
}
