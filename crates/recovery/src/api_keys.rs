//! Keys of the application's own back ends: 256 random bits each, shown once, kept as a hash, allowed to do what their
//! scopes say.
//!
//! `resetd_0123456789ab_…64 hex digits…`: the first part lets people and scanners know it for what it is, the second
//! names the key in the database, the third is the secret.

use std::fmt;

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use strum::VariantArray;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::moment::{Moment, Span};
use crate::ports::{Broken, Chance, draw};

/// What every key begins with.
const PREFIX: &str = "resetd_";

/// Bytes of a key's id: enough that ids of one house differ, short enough to be read out.
const ID: usize = 6;

/// The last use of a key is written at most this often, so that a call costs no write.
pub const USE_NOTED_EVERY: Span = Span::minutes(1);

/// What a key may be used for.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    VariantArray,
    strum::EnumString,
    strum::IntoStaticStr,
)]
pub enum Scope {
    /// Looking accounts up.
    #[strum(serialize = "accounts:read")]
    AccountsRead,
    /// Creating, disabling, enabling and removing accounts.
    #[strum(serialize = "accounts:write")]
    AccountsWrite,
    /// Comparing passwords.
    #[strum(serialize = "passwords:verify")]
    PasswordsVerify,
    /// Starting a recovery for somebody.
    #[strum(serialize = "recoveries:start")]
    RecoveriesStart,
}

impl Scope {
    /// As operators and clients write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What a key may be used for, without order or repetition.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// These.
    #[must_use]
    pub fn of(scopes: &[Scope]) -> Scopes {
        let wanted = Scope::VARIANTS.iter().filter(|it| scopes.contains(it));
        Scopes(wanted.copied().collect())
    }

    /// Reads what [`Scopes::written`] wrote. A word that is no scope grants nothing: a later version may have written it.
    #[must_use]
    pub fn read(text: &str) -> Scopes {
        let known: Vec<Scope> = text.split(' ').filter_map(|it| it.parse().ok()).collect();
        Scopes::of(&known)
    }

    /// The names, with a space between.
    #[must_use]
    pub fn written(&self) -> String {
        self.names().join(" ")
    }

    /// The names.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|it| it.name()).collect()
    }

    /// Whether this is one of them.
    #[must_use]
    pub fn allow(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }
}

/// What a key is called by its operators: letters, digits, dots, dashes and underscores, 64 at the most.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

impl KeyName {
    /// Reads a name; `None`: it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<KeyName> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(allowed);
        fits.then(|| KeyName(text.to_owned()))
    }

    /// As it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The part of a key that names it: twelve hex digits. No secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiKeyId(String);

impl ApiKeyId {
    /// An id as the store has it.
    #[must_use]
    pub fn as_stored(text: String) -> ApiKeyId {
        ApiKeyId(text)
    }

    /// As it stands in the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is stored of a secret: its SHA-256. The secret is 256 random bits, so there is nothing that a slow hash would
/// make harder to guess, and every call would pay for it. There is no `Display`, and `Debug` shows nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ApiKeyHash(pub [u8; 32]);

impl fmt::Debug for ApiKeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKeyHash(hidden)")
    }
}

/// A key in clear, as its holder sends it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ApiKey(String);

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(hidden)")
    }
}

impl ApiKey {
    /// A new key.
    ///
    /// # Errors
    /// [`Broken::Machine`] when the operating system gives no random bytes.
    pub fn fresh(chance: &dyn Chance) -> Result<ApiKey, Broken> {
        let id = hex(&draw::<ID>(chance)?);
        let secret = Zeroizing::new(hex(&*Zeroizing::new(draw::<32>(chance)?)));
        Ok(ApiKey(format!("{PREFIX}{id}_{}", secret.as_str())))
    }

    /// Reads what was sent. `None`: no key of this house has this form.
    #[must_use]
    pub fn typed(text: &str) -> Option<ApiKey> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        let is_hex = |part: &str, bytes: usize| {
            part.len() == bytes * 2 && part.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
        };
        (is_hex(id, ID) && is_hex(secret, 32)).then(|| ApiKey(text.to_owned()))
    }

    /// The key itself, to be shown once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The part that names it.
    #[must_use]
    pub fn id(&self) -> ApiKeyId {
        let named = self.0.split('_').nth(1);
        ApiKeyId(named.unwrap_or("").to_owned())
    }

    /// What is stored of it. The id is part of what is hashed, so that no hash fits another row.
    #[must_use]
    pub fn hash(&self) -> ApiKeyHash {
        let mut hasher = Sha256::new();
        hasher.update(b"resetd api key\0");
        hasher.update(self.0.as_bytes());
        ApiKeyHash(hasher.finalize().into())
    }

    /// Whether a stored hash is this key's, compared in constant time.
    #[must_use]
    pub fn is_of(&self, stored: &ApiKeyHash) -> bool {
        self.hash().0.ct_eq(&stored.0).into()
    }
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A key to be kept.
#[derive(Clone, Debug)]
pub struct NewApiKey {
    /// What it is called.
    pub name: KeyName,
    /// The part that names it.
    pub id: ApiKeyId,
    /// What is stored of the secret.
    pub hash: ApiKeyHash,
    /// What it may be used for.
    pub scopes: Scopes,
}

/// A key as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptApiKey {
    /// The part that names it.
    pub id: ApiKeyId,
    /// What it is called.
    pub name: String,
    /// What is stored of the secret.
    pub hash: ApiKeyHash,
    /// What it may be used for.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: Moment,
    /// When it was last used, to within [`USE_NOTED_EVERY`]; `None`: never.
    pub used_at: Option<Moment>,
}

/// Where API keys are kept. Works beside a running server: a key counts from its addition on and no longer than until its
/// removal.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    /// Keeps a key. `false`: a key has this name or this id; nothing was changed.
    async fn add_key(&self, key: &NewApiKey, now: Moment) -> Result<bool, Broken>;

    /// The key of this id.
    async fn api_key(&self, id: &ApiKeyId) -> Result<Option<KeptApiKey>, Broken>;

    /// All keys, in the order of their names.
    async fn api_keys(&self) -> Result<Vec<KeptApiKey>, Broken>;

    /// Removes a key for good. `false`: no key has this name.
    async fn remove_key(&self, name: &KeyName) -> Result<bool, Broken>;

    /// Notes that a key was used, unless a later use is on record. A key that has gone stays gone.
    async fn key_used(&self, id: &ApiKeyId, now: Moment) -> Result<(), Broken>;
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Always(u8);
    impl Chance for Always {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), Broken> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    #[test]
    fn a_key_is_read_as_it_was_written_and_in_no_other_form() {
        let key = ApiKey::fresh(&Always(0xa5)).unwrap();
        assert_eq!(
            key.reveal(),
            format!("resetd_{}_{}", "a5".repeat(6), "a5".repeat(32))
        );
        assert_eq!(key.id().as_str(), "a5".repeat(6));
        assert!(ApiKey::typed(key.reveal()).unwrap().is_of(&key.hash()));
        let text = key.reveal();
        for other in [
            String::new(),
            text.to_uppercase(),
            format!("{text}0"),
            format!(" {text}"),
            text[..text.len() - 1].to_owned(),
            text.replace("resetd_", "resetd-"),
            text.replace('a', "g"),
            text.replace('a', "é"),
        ] {
            assert!(ApiKey::typed(&other).is_none(), "{other}");
        }
    }

    #[test]
    fn a_hash_is_of_one_key_alone_and_nothing_shows_either() {
        let key = ApiKey::fresh(&Always(1)).unwrap();
        let same_secret = ApiKey::typed(&key.reveal().replacen("01", "02", 1)).unwrap();
        assert!(!same_secret.is_of(&key.hash()));
        assert_eq!(
            format!("{key:?} {:?}", key.hash()),
            "ApiKey(hidden) ApiKeyHash(hidden)"
        );
    }

    #[test]
    fn scopes_are_written_and_read_and_an_unknown_one_grants_nothing() {
        let scopes = Scopes::of(&[Scope::PasswordsVerify, Scope::AccountsRead, Scope::AccountsRead]);
        assert_eq!(scopes.written(), "accounts:read passwords:verify");
        assert_eq!(Scopes::read(&scopes.written()), scopes);
        let later = Scopes::read("accounts:read everything:do");
        assert!(later.allow(Scope::AccountsRead) && !later.allow(Scope::AccountsWrite));
        assert_eq!(Scopes::read(""), Scopes::default());
    }

    #[test]
    fn names_are_plain() {
        assert!(KeyName::parse("shop-backend.2").is_some());
        for bad in ["", "a b", "a\n", "ä", &"a".repeat(65)] {
            assert!(KeyName::parse(bad).is_none(), "{bad:?}");
        }
    }
}
