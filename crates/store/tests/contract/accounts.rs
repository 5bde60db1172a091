//! Accounts of our own.

use futures::future::join_all;
use recovery::letter::LetterState;
use recovery::ports::{Added, NewAccount, Proof};
use recovery::secret::PasswordHash;
use recovery::signing_in::SignIn;
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
    let batch = [full, person("bob@example.com"), person("Ann@EXAMPLE.com")];
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

pub async fn otherwise(w: &mut World) {
    let add = async |w: &World, address: &str| w.store().add(&[person(address)], NOW).await.unwrap();
    w.add("Bob@Example.com").await;
    let bob = w.account("bob@example.com").await.id;
    w.pause();
    for (address, added) in [
        ("bob@example.com", Added::Otherwise(bob)),
        ("BOB@example.com", Added::Otherwise(bob)),
        ("Bob@example.com", Added::Known),
        ("Bob@EXAMPLE.COM", Added::Known),
    ] {
        assert_eq!(add(w, address).await, [added], "{address}");
    }
    assert_eq!(w.store().count().await.unwrap(), 1);
    let both = [person("Eve@example.com"), person("eve@example.com")];
    let added = w.store().add(&both, NOW).await.unwrap();
    let [Added::New(new), Added::Otherwise(known)] = added[..] else {
        panic!("{added:?}");
    };
    assert_eq!(new, known, "also of one batch");
    let key = email("bob@example.com");
    assert!(
        w.store()
            .set_sign_in(key.key(), &SignIn::Shared, NOW)
            .await
            .unwrap()
    );
    assert_eq!(
        add(w, "bob@example.com").await,
        [Added::Known],
        "it is known to be shared"
    );
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

fn way(text: &str) -> SignIn {
    text.parse().unwrap()
}

pub async fn sign_in(w: &mut World) {
    let of_old = NewAccount {
        sign_in: way("elsewhere:Google"),
        ..person("cyd@example.com")
    };
    w.store().add(&[of_old], NOW).await.unwrap();
    let ann = w.asked("ann@example.com").await;
    w.pause();
    assert_eq!(
        w.account("cyd@example.com").await.sign_in,
        way("elsewhere:Google")
    );
    assert!(!w.subject("cyd@example.com").await.account.by_password);
    let key = email("ann@example.com");
    let set = async |w: &World, how: &str| w.store().set_sign_in(key.key(), &way(how), NOW).await.unwrap();
    let mut before = ann.account.version.0;
    assert!(set(w, "password").await);
    assert_eq!(
        w.subject("ann@example.com").await.account,
        ann.account,
        "no change"
    );
    for how in [
        "elsewhere",
        "elsewhere:Google",
        "elsewhere:Apple",
        "shared",
        "password",
        "shared",
    ] {
        assert!(set(w, how).await);
        assert!(set(w, how).await, "no change");
        w.pause();
        let now = w.subject("ann@example.com").await;
        assert_eq!(now.account.version.0, before + 1, "{how}");
        before = now.account.version.0;
        assert_eq!(now.account.by_password, how == "password");
        assert_eq!(now.account.status, Status::Active);
        assert_eq!(w.account("ann@example.com").await.sign_in, way(how));
        assert_eq!(w.account("ann@example.com").await.standing(), now.account);
        assert!(!w.redeem(&w.by_code(&ann)).await, "{how}");
        assert!(!w.settle(&w.wrong(&ann)).await, "{how}");
    }
    // Disabling leaves alone how it is signed in to, and the other way round.
    for status in [Status::Disabled, Status::Active] {
        assert!(w.store().set_status(key.key(), status, NOW).await.unwrap());
        w.pause();
        let it = w.account("ann@example.com").await;
        assert_eq!((it.status, it.sign_in), (status, SignIn::Shared));
        let it = w.subject("ann@example.com").await.account;
        assert_eq!((it.status, it.by_password), (status, false));
    }
    assert!(
        w.store()
            .set_status(key.key(), Status::Disabled, NOW)
            .await
            .unwrap()
    );
    assert!(set(w, "password").await);
    let it = w.subject("ann@example.com").await.account;
    assert_eq!((it.status, it.by_password), (Status::Disabled, true));
    let credentials = w.store().credentials(key.key()).await.unwrap().unwrap();
    assert_eq!(credentials.account, it);
    let nobody = email("nobody@example.com");
    assert!(
        !w.store()
            .set_sign_in(nobody.key(), &SignIn::Shared, NOW)
            .await
            .unwrap()
    );
}

pub async fn closed(w: &mut World) {
    let key = email("ann@example.com");
    w.add("ann@example.com").await;
    for how in ["shared", "elsewhere"] {
        assert!(w.store().set_sign_in(key.key(), &way(how), NOW).await.unwrap());
        w.pause();
        let ann = w.ask("ann@example.com", NOW).await;
        let seen = w.subject("ann@example.com").await;
        assert!(w.store().mail_again(&w.again(&seen, NOW)).await.unwrap(), "{how}");
        let ann = w.find("ann@example.com", NOW).await.unwrap_or(ann);
        assert!(w.settle(&w.wrong(&ann)).await, "{how}: a try is counted");
        assert_eq!(w.challenge("ann@example.com").await.tries, 1);
        assert!(!w.settle(&w.right(&ann)).await, "{how}: a right one never passes");
        for proof in [
            Proof::Link,
            Proof::Code { attempts: None },
            Proof::Both { attempts: None },
        ] {
            assert!(!w.redeem(&w.redemption(&ann, proof)).await, "{how}: {proof:?}");
        }
        assert!(
            w.store()
                .set_status(key.key(), Status::Disabled, NOW)
                .await
                .unwrap()
        );
        let off = w.subject("ann@example.com").await;
        assert!(
            !w.store().open(&w.opening(&off, NOW)).await.unwrap(),
            "{how}, and disabled"
        );
        assert!(
            w.store()
                .set_status(key.key(), Status::Active, NOW)
                .await
                .unwrap()
        );
    }
    assert_eq!(w.hash_of("ann@example.com").await, None);
    assert_eq!(
        w.letters(LetterState::Waiting).await.len(),
        4,
        "the letters, and no notice"
    );
}

pub async fn reopened(w: &mut World) {
    let (id, hash) = with_hash(w, "ann@example.com", "$argon2id$old").await;
    let key = email("ann@example.com");
    assert!(
        w.store()
            .set_sign_in(key.key(), &SignIn::Shared, NOW)
            .await
            .unwrap()
    );
    w.pause();
    let kept = w.store().credentials(key.key()).await.unwrap().unwrap();
    assert_eq!((kept.account.opens(), &kept.hash), (false, &Some(hash)));
    assert!(
        w.store()
            .set_sign_in_of(id, &SignIn::Password, NOW)
            .await
            .unwrap()
    );
    assert!(
        w.store()
            .credentials(key.key())
            .await
            .unwrap()
            .unwrap()
            .account
            .opens()
    );
    let ann = w.ask("ann@example.com", NOW).await;
    assert!(w.settle(&w.right(&ann)).await && w.redeem(&w.by_code(&ann)).await);
}

pub async fn sign_in_by_number(w: &mut World) {
    let ann = w.asked("ann@example.com").await;
    w.add("bob@example.com").await;
    let set = async |w: &World, id, how: &str| w.store().set_sign_in_of(id, &way(how), NOW).await.unwrap();
    assert!(set(w, ann.account.id, "password").await);
    assert_eq!(
        w.subject("ann@example.com").await.account,
        ann.account,
        "no change"
    );
    for how in ["elsewhere:Google", "elsewhere", "shared"] {
        let before = w.subject("ann@example.com").await.account.version;
        assert!(set(w, ann.account.id, how).await && set(w, ann.account.id, how).await);
        let after = w.account("ann@example.com").await;
        assert_eq!((after.version.0, &after.sign_in), (before.0 + 1, &way(how)));
    }
    assert!(!set(w, AccountId(999), "shared").await);
    w.pause();
    assert_eq!(w.account("ann@example.com").await.sign_in, SignIn::Shared);
    assert_eq!(
        w.account("bob@example.com").await.sign_in,
        SignIn::Password,
        "nobody else's"
    );
}
