//! API keys and failures in memory.

use async_trait::async_trait;
use recovery::api_keys::{ApiKeyId, ApiKeys, KeptApiKey, KeyName, NewApiKey};
use recovery::ledger::LedgerKey;
use recovery::moment::Moment;
use recovery::ports::Broken;
use recovery::sign_in::{self, FORGOTTEN_AFTER, Permit, SignIns, Try};

use super::MemoryStore;

#[async_trait]
impl ApiKeys for MemoryStore {
    async fn add_key(&self, key: &NewApiKey, now: Moment) -> Result<bool, Broken> {
        let mut world = self.world();
        let taken = world
            .api_keys
            .iter()
            .any(|(name, it)| *name == key.name || it.id == key.id);
        if taken {
            return Ok(false);
        }
        let kept = KeptApiKey {
            id: key.id.clone(),
            name: key.name.as_str().to_owned(),
            hash: key.hash,
            scopes: key.scopes.clone(),
            created_at: now,
            used_at: None,
        };
        world.api_keys.insert(key.name.clone(), kept);
        Ok(true)
    }

    async fn api_key(&self, id: &ApiKeyId) -> Result<Option<KeptApiKey>, Broken> {
        Ok(self.world().api_keys.values().find(|it| it.id == *id).cloned())
    }

    async fn api_keys(&self) -> Result<Vec<KeptApiKey>, Broken> {
        Ok(self.world().api_keys.values().cloned().collect())
    }

    async fn remove_key(&self, name: &KeyName) -> Result<bool, Broken> {
        Ok(self.world().api_keys.remove(name).is_some())
    }

    async fn key_used(&self, id: &ApiKeyId, now: Moment) -> Result<(), Broken> {
        let mut world = self.world();
        if let Some(key) = world.api_keys.values_mut().find(|it| it.id == *id) {
            key.used_at = key.used_at.max(Some(now));
        }
        Ok(())
    }
}

#[async_trait]
impl SignIns for MemoryStore {
    async fn attempt(&self, it: &Try) -> Result<Permit, Broken> {
        let mut world = self.world();
        let on_record = world.failures.get(&it.who.0).copied();
        let (permit, kept) = sign_in::permit(on_record, it);
        world.failures.insert(it.who.0, kept);
        let over = it.at - FORGOTTEN_AFTER;
        world.failures.retain(|_, it| it.last_at >= over);
        Ok(permit)
    }

    async fn cleared(&self, who: LedgerKey) -> Result<(), Broken> {
        self.world().failures.remove(&who.0);
        Ok(())
    }

    async fn untried(&self, who: LedgerKey) -> Result<(), Broken> {
        if let Some(it) = self.world().failures.get_mut(&who.0) {
            it.count = it.count.saturating_sub(1);
        }
        Ok(())
    }
}
