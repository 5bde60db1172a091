//! Accounts in memory.

use std::ops::Bound;

use async_trait::async_trait;
use recovery::address::EmailKey;
use recovery::ledger::LedgerKey;
use recovery::moment::Moment;
use recovery::ports::{Accounts, Added, Broken, Credentials, NewAccount};
use recovery::secret::PasswordHash;
use recovery::signing_in::SignIn;
use recovery::subject::{Account, AccountId, AccountVersion, Status};

use super::{MemoryStore, Person, World};

impl Person {
    fn set_status(&mut self, status: Status) {
        if self.account.status != status {
            self.account.status = status;
            self.account.version.0 += 1;
        }
    }

    fn set_sign_in(&mut self, sign_in: &SignIn) {
        if self.account.sign_in != *sign_in {
            self.account.sign_in = sign_in.clone();
            self.account.version.0 += 1;
        }
    }
}

impl World {
    fn add(&mut self, new: &NewAccount, now: Moment) -> Added {
        if let Some(known) = self.person(new.email.key()).map(|it| &it.account) {
            let otherwise = known.email.local() != new.email.local() && known.sign_in != SignIn::Shared;
            return match otherwise {
                true => Added::Otherwise(known.id),
                false => Added::Known,
            };
        }
        self.accounts_given += 1;
        let id = AccountId(self.accounts_given);
        let account = Account {
            id,
            version: AccountVersion(1),
            email: new.email.clone(),
            name: new.name.clone(),
            locale: new.locale.clone(),
            status: Status::Active,
            sign_in: new.sign_in.clone(),
            password_changed_at: new.hash.as_ref().map(|_| now),
            disowned: false,
        };
        self.by_key.insert(new.email.key().clone(), id);
        self.people.insert(
            id,
            Person {
                account,
                hash: new.hash.clone(),
            },
        );
        Added::New(id)
    }

    fn remove(&mut self, who: &EmailKey) -> bool {
        let Some(id) = self.by_key.remove(who) else {
            return false;
        };
        self.people.remove(&id);
        // A flow goes on as a decoy: whoever began it does not learn that there was an account.
        for it in self.challenges.values_mut() {
            if it.account == id && it.flow.is_some() {
                (it.account, it.account_version) = (AccountId::NOBODY, AccountVersion(0));
                it.ledger = LedgerKey::NOBODYS;
            }
        }
        self.challenges.retain(|_, it| it.account != id);
        self.letters.retain(|_, it| it.account != id);
        self.currents.set(id, None);
        true
    }
}

#[async_trait]
impl Accounts for MemoryStore {
    async fn add(&self, batch: &[NewAccount], now: Moment) -> Result<Vec<Added>, Broken> {
        let mut world = self.world();
        Ok(batch.iter().map(|new| world.add(new, now)).collect())
    }

    async fn account(&self, who: &EmailKey) -> Result<Option<Account>, Broken> {
        Ok(self.world().person(who).map(|it| it.account.clone()))
    }

    async fn account_of(&self, id: AccountId) -> Result<Option<Account>, Broken> {
        Ok(self.world().people.get(&id).map(|it| it.account.clone()))
    }

    async fn credentials(&self, who: &EmailKey) -> Result<Option<Credentials>, Broken> {
        Ok(self.world().person(who).map(|it| Credentials {
            account: it.account.standing(),
            hash: it.hash.clone(),
        }))
    }

    async fn password_of(&self, who: &EmailKey) -> Result<Option<PasswordHash>, Broken> {
        Ok(self.world().person(who).and_then(|it| it.hash.clone()))
    }

    async fn accounts(&self, after: Option<AccountId>, most: usize) -> Result<Vec<Account>, Broken> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let world = self.world();
        let page = world.people.range((from, Bound::Unbounded)).take(most);
        Ok(page.map(|(_, it)| it.account.clone()).collect())
    }

    async fn count(&self) -> Result<u64, Broken> {
        Ok(u64::try_from(self.world().people.len()).unwrap_or(u64::MAX))
    }

    async fn set_status(&self, who: &EmailKey, status: Status, _now: Moment) -> Result<bool, Broken> {
        Ok(self
            .world()
            .person_mut(who)
            .map(|it| it.set_status(status))
            .is_some())
    }

    async fn set_sign_in(&self, who: &EmailKey, sign_in: &SignIn, _now: Moment) -> Result<bool, Broken> {
        let mut world = self.world();
        let person = world.person_mut(who);
        Ok(person.map(|it| it.set_sign_in(sign_in)).is_some())
    }

    async fn set_sign_in_of(&self, id: AccountId, sign_in: &SignIn, _now: Moment) -> Result<bool, Broken> {
        let mut world = self.world();
        let person = world.people.get_mut(&id);
        Ok(person.map(|it| it.set_sign_in(sign_in)).is_some())
    }

    async fn remove(&self, who: &EmailKey) -> Result<bool, Broken> {
        Ok(self.world().remove(who))
    }

    async fn set_status_of(&self, id: AccountId, status: Status, _now: Moment) -> Result<bool, Broken> {
        let mut world = self.world();
        let person = world.people.get_mut(&id);
        Ok(person.map(|it| it.set_status(status)).is_some())
    }

    async fn remove_of(&self, id: AccountId) -> Result<bool, Broken> {
        let mut world = self.world();
        let who = world.people.get(&id).map(|it| it.account.email.key().clone());
        Ok(who.is_some_and(|who| world.remove(&who)))
    }

    async fn rehash(&self, id: AccountId, old: &PasswordHash, new: &PasswordHash) -> Result<bool, Broken> {
        let mut world = self.world();
        let person = world.people.get_mut(&id);
        let Some(person) = person.filter(|it| it.hash.as_ref() == Some(old)) else {
            return Ok(false);
        };
        person.hash = Some(new.clone());
        Ok(true)
    }
}
