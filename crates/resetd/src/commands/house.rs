//! The store as commands open it: beside a running server, or before there was one.

use std::path::PathBuf;
use std::sync::Arc;

use directory::{HashPool, PoolSize};
use recovery::address::Email;
use recovery::api_keys::ApiKeys;
use recovery::ledger_book::LedgerBook;
use recovery::ports::{Accounts, Chance, Clock, Outbox};
use recovery::secret::{Password, PasswordHash};
use store::SqliteStore;

use super::failure::{Exit, Failure};
use super::source::Source;
use super::typed;
use crate::doors::{SystemChance, SystemClock};
use crate::keys_file;
use crate::settings::Settings;
use crate::wiring::{letters, passwords};

/// What commands work with.
pub struct House {
    /// The accounts.
    pub accounts: Arc<dyn Accounts>,
    /// The keys of back ends.
    pub api_keys: Arc<dyn ApiKeys>,
    /// The letters.
    pub outbox: Arc<dyn Outbox>,
    /// The ledger.
    pub ledger: Arc<dyn LedgerBook>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    settings: Settings,
    store: Arc<SqliteStore>,
    captured: PathBuf,
}

/// Opens the store of these settings and does something with it.
///
/// # Errors
/// [`Failure`]: the settings, the keys, the store, or the work itself.
pub fn within(
    source: &Source,
    work: impl AsyncFnOnce(&House) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    let settings = source.settings()?;
    let runtime = runtime()?;
    let house = open_beside(&settings)?;
    runtime.block_on(work(&house))
}

/// What futures of commands run on: this thread.
///
/// # Errors
/// [`Failure`] when the operating system refuses.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new(
                format!("the command could not be set up: {error}"),
                "Are too many files open on this machine?",
            )
        })
}

/// Opens the store beside a running server. Data directory, keys and schema are created if they are not there, as the
/// server itself would.
///
/// # Errors
/// [`Failure`] when the keys are not fit for use or the store cannot be opened.
pub fn open_beside(settings: &Settings) -> Result<House, Failure> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::start());
    // The keys come first: an account without them would be stored for a server that cannot start.
    keys_file::open(&settings.keys, &SystemChance).map_err(|why| {
        Failure::new(
            why.to_string(),
            "The server would not start with these keys either.",
        )
    })?;
    let store = SqliteStore::beside(&settings.data_dir, clock.now()).map_err(|why| {
        Failure::new(
            format!(
                "the database in {} cannot be opened: {why}",
                settings.data_dir.display()
            ),
            "Check that this user may write there, and that data_dir is the one of the server.",
        )
    })?;
    let store = Arc::new(store);
    Ok(House {
        accounts: Arc::clone(&store) as Arc<dyn Accounts>,
        api_keys: Arc::clone(&store) as Arc<dyn ApiKeys>,
        outbox: Arc::clone(&store) as Arc<dyn Outbox>,
        ledger: Arc::clone(&store) as Arc<dyn LedgerBook>,
        clock,
        settings: settings.clone(),
        store,
        captured: letters::captured(settings),
    })
}

impl House {
    /// The new password of an account as it is to be hashed.
    ///
    /// # Errors
    /// [`Failure`] with the reason why the policy refuses it, or when a list of known passwords cannot be read.
    pub fn accepted(&self, password: &Password, email: &Email) -> Result<Password, Failure> {
        // Read when they are needed: a long list takes a moment.
        let screening = passwords::at_home(&self.settings)?;
        let policy = self.settings.password.policy;
        typed::accepted(policy, screening.screen.as_deref(), password, email)
    }

    /// A hash of a new password.
    ///
    /// # Errors
    /// [`Failure`] when there is no memory or no thread for it.
    pub async fn hash(&self, password: &Password) -> Result<PasswordHash, Failure> {
        use recovery::ports::Hasher;
        let chance: Arc<dyn Chance> = Arc::new(SystemChance);
        let pool = HashPool::start(self.settings.password.strength, PoolSize::for_cores(1), &chance)?;
        Ok(pool.hash(password).await?)
    }

    /// Whether a password belongs to a stored hash.
    ///
    /// # Errors
    /// [`Failure`] when the stored hash is none.
    pub fn matches(&self, password: &Password, hash: &PasswordHash) -> Result<bool, Failure> {
        directory::verify(password, hash).map_err(|why| {
            Failure::new(
                format!("the stored hash cannot be read: {why}"),
                "Its owner can set a new password with a code.",
            )
        })
    }

    /// Leaves nothing of removed accounts in unused parts of the database's files, and no captured letter to this address.
    ///
    /// # Errors
    /// [`Failure`] when something may still be there, and what to do.
    pub async fn forget(&self, email: &Email) -> Result<(), Failure> {
        courier::forget_captured(&self.captured, email).map_err(|why| {
            Failure::new(
                format!("the account is gone, but captured letters are left: {why}"),
                format!("Remove those to this address in {}.", self.captured.display()),
            )
        })?;
        self.store.forget_removed().await.map_err(|why| {
            Failure::new(
                format!("the account is gone, but not yet from unused parts of the files: {why}"),
                "Run the same command again when nothing else reads the database (a backup, a shell) and the disk has room for it twice.",
            )
        })
    }
}
