//! API keys.

use futures::future::join_all;
use recovery::api_keys::{ApiKey, ApiKeyId, KeyName, NewApiKey, Scope, Scopes};
use recovery::moment::Span;
use recovery::ports::{Broken, Chance};

use super::world::{NOW, World};

struct Always(u8);

impl Chance for Always {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
        bytes.fill(self.0);
        Ok(())
    }
}

fn key(n: u8, called: &str) -> (ApiKey, NewApiKey) {
    let key = ApiKey::fresh(&Always(n)).unwrap();
    let kept = NewApiKey {
        name: name(called),
        id: key.id(),
        hash: key.hash(),
        scopes: Scopes::of(&[Scope::AccountsRead, Scope::PasswordsVerify]),
    };
    (key, kept)
}

fn name(text: &str) -> KeyName {
    KeyName::parse(text).unwrap()
}

pub async fn add(w: &mut World) {
    let (clear, new) = key(1, "shop");
    assert!(w.store().add_key(&new, NOW).await.unwrap());
    let (_, same_name) = key(2, "shop");
    assert!(!w.store().add_key(&same_name, NOW).await.unwrap());
    let (_, same_id) = key(1, "other");
    assert!(!w.store().add_key(&same_id, NOW).await.unwrap());
    w.pause();
    let kept = w.store().api_key(&clear.id()).await.unwrap().unwrap();
    assert_eq!((kept.name.as_str(), &kept.scopes), ("shop", &new.scopes));
    assert_eq!((kept.created_at, kept.used_at), (NOW, None));
    assert!(clear.is_of(&kept.hash));
    assert_eq!(w.store().api_keys().await.unwrap(), [kept]);
}

pub async fn race(w: &mut World) {
    let store = w.store();
    let new: Vec<NewApiKey> = (0..16).map(|n| key(n, "shop").1).collect();
    let added = join_all(new.iter().map(|it| store.add_key(it, NOW))).await;
    assert_eq!(added.into_iter().filter(|it| matches!(it, Ok(true))).count(), 1);
}

pub async fn find(w: &mut World) {
    assert!(w.store().api_key(&key(1, "shop").0.id()).await.unwrap().is_none());
    w.store().add_key(&key(1, "shop").1, NOW).await.unwrap();
    let other = ApiKeyId::as_stored("020202020202".into());
    assert!(w.store().api_key(&other).await.unwrap().is_none());
}

pub async fn list(w: &mut World) {
    for (n, called) in [(1, "b"), (2, "a"), (3, "c")] {
        w.store().add_key(&key(n, called).1, NOW).await.unwrap();
    }
    w.pause();
    let all = w.store().api_keys().await.unwrap();
    let names: Vec<&str> = all.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
}

pub async fn remove(w: &mut World) {
    let (clear, new) = key(1, "shop");
    w.store().add_key(&new, NOW).await.unwrap();
    assert!(!w.store().remove_key(&name("other")).await.unwrap());
    let store = w.store();
    let gone = name("shop");
    let removed = join_all((0..8).map(|_| store.remove_key(&gone))).await;
    assert_eq!(removed.into_iter().filter(|it| matches!(it, Ok(true))).count(), 1);
    drop(store);
    w.pause();
    assert!(w.store().api_key(&clear.id()).await.unwrap().is_none());
    w.store().key_used(&clear.id(), NOW).await.unwrap();
    assert!(
        w.store().api_keys().await.unwrap().is_empty(),
        "a use brings nothing back"
    );
}

pub async fn used(w: &mut World) {
    let (clear, new) = key(1, "shop");
    w.store().add_key(&new, NOW).await.unwrap();
    let later = NOW + Span::minutes(5);
    for at in [NOW + Span::minutes(1), later, NOW] {
        w.store().key_used(&clear.id(), at).await.unwrap();
    }
    w.pause();
    let kept = w.store().api_key(&clear.id()).await.unwrap().unwrap();
    assert_eq!(kept.used_at, Some(later));
}
