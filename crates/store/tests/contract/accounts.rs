//! Accounts of our own.

use futures::future::join_all;
use recovery::letter::LetterState;
use recovery::ports::{Added, NewAccount};
use recovery::secret::PasswordHash;
use recovery::subject::{AccountId, Status};

use super::world::{NOW, World, email, person};

pub async fn add(w: &mut World) {
    let hash = PasswordHash::new("$argon2id$old".into());
    let full = NewAccount {
        name: Some("Ann".into()),
        locale: Some("de-AT".into()),
        hash: Some(hash.clone()),
        ..person("Ann@Example.com")
    };
    let batch = [full, person("bob@example.com"), person("ANN@example.com")];
    let added = w.store().add(&batch, NOW).await.unwrap();
    let [Added::New(first), Added::New(second), Added::Known] = added[..] else {
        panic!("{added:?}");
    };
    assert!(first < second);
    w.pause();
    assert_eq!(w.store().add(&batch[1..2], NOW).await.unwrap(), [Added::Known]);
    let ann = w
        .store()
        .account(email("ann@example.com").key())
        .await
        .unwrap()
        .unwrap();
    assert_eq!((ann.id, ann.email.as_written()), (first, "Ann@Example.com"));
    assert_eq!(
        (ann.name.as_deref(), ann.locale.as_deref()),
        (Some("Ann"), Some("de-AT"))
    );
    assert_eq!((ann.status, ann.password_changed_at), (Status::Active, Some(NOW)));
    let bob = w
        .store()
        .account(email("bob@example.com").key())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(bob.password_changed_at, None);
    assert_eq!(w.hash_of("ann@example.com").await, Some(hash));
}

pub async fn race(w: &mut World) {
    let store = w.store();
    let batch = [person("ann@example.com")];
    let added = join_all((0..16).map(|_| store.add(&batch, NOW))).await;
    let new = added
        .into_iter()
        .filter(|it| matches!(it.as_deref(), Ok([Added::New(_)])));
    assert_eq!(new.count(), 1);
}

pub async fn account(w: &mut World) {
    w.add("Jörg@Bücher.example").await;
    w.pause();
    for spelling in ["Jörg@bücher.example", "jörg@xn--bcher-kva.example"] {
        let found = w.store().account(email(spelling).key()).await.unwrap().unwrap();
        assert_eq!(found.email.as_written(), "Jörg@Bücher.example");
        assert_eq!(found.email.ascii_domain(), "xn--bcher-kva.example");
    }
    assert!(
        w.store()
            .account(email("jörg@example.com").key())
            .await
            .unwrap()
            .is_none()
    );
}

pub async fn password(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    assert_eq!(w.hash_of("ann@example.com").await, None);
    assert_eq!(w.hash_of("bob@example.com").await, None);
    let redemption = w.by_code(&ann);
    assert!(w.redeem(&redemption).await);
    w.pause();
    assert_eq!(w.hash_of("ann@example.com").await, Some(redemption.hash));
}

pub async fn pages(w: &mut World) {
    for n in 0..5 {
        w.add(&format!("p{n}@example.com")).await;
    }
    w.pause();
    let store = w.store();
    let page = async |after: Option<AccountId>| {
        let found = store.accounts(after, 2).await.unwrap();
        found
            .into_iter()
            .map(|it| (it.id, it.email.local().to_owned()))
            .collect::<Vec<_>>()
    };
    let first = page(None).await;
    let second = page(first.last().map(|it| it.0)).await;
    let third = page(second.last().map(|it| it.0)).await;
    let names: Vec<String> = first
        .into_iter()
        .chain(second)
        .chain(third)
        .map(|it| it.1)
        .collect();
    assert_eq!(names, ["p0", "p1", "p2", "p3", "p4"]);
}

pub async fn count(w: &mut World) {
    assert_eq!(w.store().count().await.unwrap(), 0);
    w.add("ann@example.com").await;
    w.add("bob@example.com").await;
    w.pause();
    assert_eq!(w.store().count().await.unwrap(), 2);
    assert!(w.store().remove(email("bob@example.com").key()).await.unwrap());
    assert_eq!(w.store().count().await.unwrap(), 1);
}

pub async fn status(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    let key = email("ann@example.com");
    let set = async |status| w.store().set_status(key.key(), status, NOW).await.unwrap();
    assert!(set(Status::Active).await);
    assert_eq!(
        w.subject("ann@example.com").await.account.version,
        ann.account.version,
        "no change"
    );
    assert!(set(Status::Disabled).await);
    let off = w.subject("ann@example.com").await;
    assert_eq!(off.account.status, Status::Disabled);
    assert_ne!(off.account.version, off.challenge.unwrap().account_version);
    assert!(set(Status::Active).await);
    let on = w.subject("ann@example.com").await;
    assert_ne!(
        on.account.version,
        on.challenge.unwrap().account_version,
        "it stays ended"
    );
    assert!(!w.redeem(&w.by_code(&ann)).await);
    let nobody = email("nobody@example.com");
    assert!(
        !w.store()
            .set_status(nobody.key(), Status::Disabled, NOW)
            .await
            .unwrap()
    );
    w.pause();
    assert_eq!(
        w.subject("ann@example.com").await.account.version,
        on.account.version
    );
}

pub async fn remove(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    let again = w.ask("ann@example.com", NOW).await;
    w.asked("bob@example.com").await;
    w.pause();
    let key = email("ann@example.com");
    assert!(w.store().remove(key.key()).await.unwrap());
    assert!(!w.store().remove(key.key()).await.unwrap());
    w.pause();
    assert!(w.find("ann@example.com", NOW).await.is_none());
    for gone in [&ann, &again] {
        let id = gone.challenge.as_ref().unwrap().id;
        assert!(w.store().subject_of(id, NOW).await.unwrap().is_none());
    }
    assert_eq!(w.letters(LetterState::Waiting).await.len(), 1, "bob's");
    w.add("ann@example.com").await;
    let anew = w.subject("ann@example.com").await;
    assert!(
        anew.account.id > again.account.id,
        "a number is never given again"
    );
    assert!(anew.challenge.is_none());
}

pub async fn by_number(w: &mut World) {
    w.add("ann@example.com").await;
    let ann = w.account("ann@example.com").await;
    w.pause();
    let found = w.store().account_of(ann.id).await.unwrap().unwrap();
    assert_eq!(found.email.as_written(), "ann@example.com");
    assert!(w.store().account_of(AccountId(0)).await.unwrap().is_none());
    assert!(
        w.store()
            .account_of(AccountId(ann.id.0 + 1))
            .await
            .unwrap()
            .is_none()
    );
}

async fn with_hash(w: &World, address: &str, hash: &str) -> (AccountId, PasswordHash) {
    let hash = PasswordHash::new(hash.into());
    let new = NewAccount {
        hash: Some(hash.clone()),
        ..person(address)
    };
    let added = w.store().add(&[new], NOW).await.unwrap();
    let [Added::New(id)] = added[..] else {
        panic!("{added:?}");
    };
    (id, hash)
}

pub async fn credentials(w: &mut World) {
    let (id, hash) = with_hash(w, "ann@example.com", "$argon2id$old").await;
    w.add("bob@example.com").await;
    w.pause();
    let of = async |address: &str| w.store().credentials(email(address).key()).await.unwrap();
    let ann = of("ANN@example.com").await.unwrap();
    assert_eq!((ann.account.id, ann.account.status), (id, Status::Active));
    assert_eq!(ann.hash, Some(hash));
    assert_eq!(of("bob@example.com").await.unwrap().hash, None);
    assert!(of("nobody@example.com").await.is_none());
}

pub async fn status_by_number(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    let set = async |id, status| w.store().set_status_of(id, status, NOW).await.unwrap();
    assert!(set(ann.account.id, Status::Active).await);
    assert_eq!(
        w.subject("ann@example.com").await.account,
        ann.account,
        "no change"
    );
    assert!(set(ann.account.id, Status::Disabled).await);
    let off = w.subject("ann@example.com").await;
    assert_eq!(off.account.status, Status::Disabled);
    assert_ne!(off.account.version, ann.account.version);
    assert!(!set(AccountId(999), Status::Disabled).await);
    w.pause();
    assert_eq!(w.subject("ann@example.com").await.account, off.account);
}

pub async fn remove_by_number(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    w.asked("bob@example.com").await;
    assert!(w.store().remove_of(ann.account.id).await.unwrap());
    w.add("ann@example.com").await;
    assert!(!w.store().remove_of(ann.account.id).await.unwrap());
    w.pause();
    assert!(w.find("ann@example.com", NOW).await.is_some(), "the newer one");
    assert_eq!(w.letters(LetterState::Waiting).await.len(), 1, "bob's");
}

pub async fn rehash(w: &mut World) {
    let (id, old) = with_hash(w, "ann@example.com", "$2b$04$old").await;
    let before = w.account("ann@example.com").await;
    let new = PasswordHash::new("$argon2id$new".into());
    assert!(!w.store().rehash(AccountId(id.0 + 1), &old, &new).await.unwrap());
    assert!(w.store().rehash(id, &old, &new).await.unwrap());
    assert!(
        !w.store().rehash(id, &old, &new).await.unwrap(),
        "the old one has gone"
    );
    w.pause();
    assert_eq!(w.hash_of("ann@example.com").await, Some(new));
    let after = w.account("ann@example.com").await;
    assert_eq!(
        (after.version, after.password_changed_at),
        (before.version, before.password_changed_at),
        "the password is the same"
    );
}

pub async fn rehash_race(w: &mut World) {
    let (id, old) = with_hash(w, "ann@example.com", "$2b$04$old").await;
    let store = w.store();
    let new: Vec<PasswordHash> = (0..16).map(|n| PasswordHash::new(format!("${n}"))).collect();
    let done = join_all(new.iter().map(|new| store.rehash(id, &old, new))).await;
    assert_eq!(done.into_iter().filter(|it| matches!(it, Ok(true))).count(), 1);
}
