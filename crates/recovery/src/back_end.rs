//! The desk for the application's own back end: it shows a key, and then creates accounts, looks them up, disables and
//! removes them, and has passwords compared.
//!
//! Whoever holds a key is told whether an account exists: it is the application. Only comparing passwords conceals it,
//! since what that answers usually reaches the person who typed.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::address::Email;
use crate::api_keys::{ApiKey, ApiKeys, Scope, USE_NOTED_EVERY};
use crate::keys::KeyRing;
use crate::moment::Span;
use crate::password::{PasswordPolicy, Refusal};
use crate::ports::{Accounts, Added, Broken, Clock, Compared, Credentials, Hasher, NewAccount, Verifier};
use crate::screen::{Context, Screen, accept};
use crate::secret::Password;
use crate::sign_in::{Permit, SignIns, Try};
use crate::signing_in::SignIn;
use crate::subject::{Account, AccountId, AccountVersion, Status};

/// Whether a key may do what it is shown for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It may.
    Allowed,
    /// No such key, or it was removed.
    Unknown,
    /// It lacks the scope.
    Lacks,
}

/// An account to be created.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Its address.
    pub email: Email,
    /// Its password; without one its owner sets the first with a code.
    pub password: Option<Password>,
    /// What it is called.
    pub name: Option<String>,
    /// The language of its letters.
    pub locale: Option<String>,
    /// How its owner signs in; with another way than by password it has none.
    pub sign_in: SignIn,
}

/// How creating an account can end.
#[derive(Clone, Debug)]
pub enum Created {
    /// It is there now, on disk.
    New(Box<Account>),
    /// An account had this address before; nothing was changed.
    Known,
    /// The policy refuses the password; nothing was changed.
    Refused(Refusal),
}

/// How comparing a password can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified {
    /// It is the password of this active account.
    Right,
    /// It is not, or there is no account of this address, or it is disabled or has no password here.
    Wrong,
    /// Too many in a row were wrong: not compared, try again after this long.
    Wait(Span),
}

/// What the desk is made of.
pub struct Parts {
    /// The accounts.
    pub accounts: Arc<dyn Accounts>,
    /// The keys.
    pub keys: Arc<dyn ApiKeys>,
    /// The failures.
    pub sign_ins: Arc<dyn SignIns>,
    /// What makes hashes.
    pub hasher: Arc<dyn Hasher>,
    /// What compares with them.
    pub verifier: Arc<dyn Verifier>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The rules of passwords.
    pub policy: PasswordPolicy,
    /// What addresses are hashed with.
    pub ring: KeyRing,
}

/// The desk.
pub struct BackEnd(Parts, Option<Arc<Screen>>);

impl BackEnd {
    /// Opens the desk.
    #[must_use]
    pub fn new(parts: Parts) -> BackEnd {
        BackEnd(parts, None)
    }

    /// A desk that also refuses passwords which others would try first.
    #[must_use]
    pub fn screened(self, screen: Option<Arc<Screen>>) -> BackEnd {
        BackEnd(self.0, screen)
    }

    /// Looks at a key. It is read anew each time, so a removed one ends at once.
    ///
    /// # Errors
    /// [`Broken`]: it could not be looked up.
    pub async fn show(&self, key: &ApiKey, scope: Scope) -> Result<Shown, Broken> {
        let Some(kept) = self.0.keys.api_key(&key.id()).await? else {
            return Ok(Shown::Unknown);
        };
        if !key.is_of(&kept.hash) {
            return Ok(Shown::Unknown);
        }
        let now = self.0.clock.now();
        let noted = kept
            .used_at
            .is_some_and(|it| it <= now && now - it < USE_NOTED_EVERY);
        if !noted {
            // A listing that lags is no reason to turn a call away; what is wrong with the store shows elsewhere.
            drop(self.0.keys.key_used(&kept.id, now).await);
        }
        Ok(if kept.scopes.allow(scope) {
            Shown::Allowed
        } else {
            Shown::Lacks
        })
    }

    /// Creates an account.
    ///
    /// # Errors
    /// [`Broken`]: nothing was changed.
    pub async fn create(&self, wanted: Wanted) -> Result<Created, Broken> {
        let address = wanted.email.as_written();
        let context = Context {
            about: &[address],
            code: None,
        };
        let screen = self.1.as_deref();
        let accepted = |it| accept(self.0.policy, screen, it, &context);
        let password = wanted.password.as_ref().map(accepted);
        let password = match password.transpose() {
            Ok(password) => password,
            Err(refusal) => return Ok(Created::Refused(refusal)),
        };
        // A hash is not made for an account that is there already; the store has the last word all the same.
        if self.find(&wanted.email).await?.is_some() {
            return Ok(Created::Known);
        }
        if let (Some(screen), Some(password)) = (screen, &password)
            && let Err(refusal) = screen.look_again(password, address).await
        {
            return Ok(Created::Refused(refusal));
        }
        let hash = match &password {
            Some(password) => Some(self.0.hasher.hash(password).await?),
            None => None,
        };
        let now = self.0.clock.now();
        let account = NewAccount {
            email: wanted.email,
            name: wanted.name,
            locale: wanted.locale,
            sign_in: wanted.sign_in,
            hash,
        };
        let added = self.0.accounts.add(std::slice::from_ref(&account), now).await?;
        let Some(Added::New(id)) = added.first() else {
            return Ok(Created::Known);
        };
        Ok(Created::New(Box::new(Account {
            id: *id,
            version: AccountVersion(1),
            status: Status::Active,
            sign_in: account.sign_in,
            password_changed_at: account.hash.as_ref().map(|_| now),
            disowned: false,
            email: account.email,
            name: account.name,
            locale: account.locale,
        })))
    }

    /// The account of this address.
    ///
    /// # Errors
    /// [`Broken`]: it could not be looked up.
    pub async fn find(&self, email: &Email) -> Result<Option<Account>, Broken> {
        self.0.accounts.account(email.key()).await
    }

    /// The account of this number.
    ///
    /// # Errors
    /// [`Broken`]: it could not be looked up.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>, Broken> {
        self.0.accounts.account_of(id).await
    }

    /// Enables or disables an account, and shows it. `None`: no such account.
    ///
    /// # Errors
    /// [`Broken`]: nothing was changed.
    pub async fn set_status(&self, id: AccountId, status: Status) -> Result<Option<Account>, Broken> {
        let now = self.0.clock.now();
        if self.0.accounts.set_status_of(id, status, now).await? {
            self.account(id).await
        } else {
            Ok(None)
        }
    }

    /// Changes how the owner of an account signs in, and shows it. `None`: no such account.
    ///
    /// # Errors
    /// [`Broken`]: nothing was changed.
    pub async fn set_sign_in(&self, id: AccountId, sign_in: &SignIn) -> Result<Option<Account>, Broken> {
        let now = self.0.clock.now();
        if self.0.accounts.set_sign_in_of(id, sign_in, now).await? {
            self.account(id).await
        } else {
            Ok(None)
        }
    }

    /// Removes an account with its codes and letters. `false`: no such account.
    ///
    /// # Errors
    /// [`Broken`]: nothing was changed.
    pub async fn remove(&self, id: AccountId) -> Result<bool, Broken> {
        self.0.accounts.remove_of(id).await
    }

    /// Compares a password. The work is the same whether or not there is an account.
    ///
    /// # Errors
    /// [`Broken`]: it was not compared, and not counted as far as the store could take it back.
    pub async fn verify(&self, email: &Email, password: &Password) -> Result<Verified, Broken> {
        let found = self.0.accounts.credentials(email.key()).await?;
        let found = found.filter(|it| it.account.opens());
        let it = Try {
            who: self.0.ring.ledger_key(email.key()),
            version: found.as_ref().map_or(AccountVersion(0), |it| it.account.version),
            at: self.0.clock.now(),
        };
        if let Permit::Wait(span) = self.0.sign_ins.attempt(&it).await? {
            return Ok(Verified::Wait(span));
        }
        let hash = found.as_ref().and_then(|it| it.hash.as_ref());
        let compared = match self.0.verifier.compare(password, hash).await {
            Ok(compared) => compared,
            Err(broken) => {
                // If this fails as well, one failure too many is on record, which harms nobody.
                drop(self.0.sign_ins.untried(it.who).await);
                return Err(broken);
            }
        };
        if compared == Compared::Other {
            return Ok(Verified::Wrong);
        }
        self.0.sign_ins.cleared(it.who).await?;
        if let (Compared::SameButWeak, Some(found)) = (compared, &found) {
            self.strengthen(found, password).await;
        }
        Ok(Verified::Right)
    }

    /// Hashes a password anew that was compared with a weaker hash. The answer does not depend on it: if it fails, the
    /// next sign-in tries again.
    async fn strengthen(&self, found: &Credentials, password: &Password) {
        let Some(old) = &found.hash else { return };
        let composed = Password::new(password.reveal().nfc().collect());
        if let Ok(new) = self.0.hasher.hash(&composed).await {
            drop(self.0.accounts.rehash(found.account.id, old, &new).await);
        }
    }
}
