//! The wiring: settings become a house. Each file joins one floor to the others.

pub mod alarms;
pub mod back_end;
pub mod capture;
pub mod depot;
pub mod desk;
pub mod letters;
pub mod listeners;
pub mod numbers;
pub mod pages;
pub mod passwords;
pub mod risk_numbers;
pub mod street;
pub mod upkeep;

use std::sync::Arc;

use courier::Courier;
use directory::{HashPool, PoolSize};
use recovery::back_end::BackEnd;
use recovery::desk::Desk;
use recovery::keys::KeyRing;
use recovery::ports::{Chance, Clock, Store};
use store::{SqliteStore, StatementLog};
use web::pages::Pages;

use crate::commands::failure::Failure;
use crate::doors::{SystemChance, SystemClock};
use crate::keys_file;
use crate::settings::Settings;
use passwords::Screening;

use alarms::Alarms;

/// The floors below the street, joined and ready.
pub struct House {
    /// Rows.
    pub store: Arc<SqliteStore>,
    /// What serves requests.
    pub desk: Arc<Desk>,
    /// What serves the application's back end.
    pub back_end: Arc<BackEnd>,
    /// The hosted pages, if they are enabled.
    pub pages: Option<Arc<Pages>>,
    /// What hears of the risk budget.
    pub alarms: Arc<Alarms>,
    /// What delivers letters.
    pub courier: Arc<Courier>,
    /// Captured letters, with that transport.
    pub captured: Option<courier::CaptureBox>,
    /// What new passwords are compared with.
    pub screening: Screening,
    /// What hashes passwords.
    pub hasher: Arc<HashPool>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

/// What a house has from outside.
pub struct Doors {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub chance: Arc<dyn Chance>,
    /// Where the store's statements are noted, if they are.
    pub log: Option<StatementLog>,
}

impl Doors {
    /// The machine's clock and chance, with nothing noted.
    #[must_use]
    pub fn of_the_system() -> Doors {
        Doors {
            clock: Arc::new(SystemClock::start()),
            chance: Arc::new(SystemChance),
            log: None,
        }
    }
}

impl House {
    /// Opens keys and store, and joins the floors. Nothing listens yet, and no letter moves.
    ///
    /// # Errors
    /// [`Failure`]: keys, store or mail settings that cannot be used, with what to do next.
    pub async fn open(settings: &Settings) -> Result<House, Failure> {
        House::open_by(settings, Doors::of_the_system()).await
    }

    /// As [`House::open`], by these doors.
    ///
    /// # Errors
    /// As [`House::open`].
    pub async fn open_by(settings: &Settings, doors: Doors) -> Result<House, Failure> {
        let Doors { clock, chance, log } = doors;
        let ring = keys_file::open(&settings.keys, &*chance)
            .map_err(|why| Failure::new(why.to_string(), "The server does not start without its keys."))?;
        let opened = match log {
            Some(log) => SqliteStore::open_watched(&settings.data_dir, clock.now(), log),
            None => SqliteStore::open(&settings.data_dir, clock.now()),
        };
        let store = opened.map_err(|why| {
            let place = settings.data_dir.display();
            Failure::new(format!("the store in {place} cannot be opened: {why}"), "")
        })?;
        let store = Arc::new(store);
        recognise(&*store, &ring, settings).await?;
        let size = PoolSize::for_cores(std::thread::available_parallelism().map_or(1, usize::from));
        let hasher = Arc::new(HashPool::start(settings.password.strength, size, &chance)?);
        let parts = desk::Floors {
            store: Arc::clone(&store),
            hasher: Arc::clone(&hasher),
            clock: Arc::clone(&clock),
            chance: Arc::clone(&chance),
        };
        let alarms = Arc::new(Alarms::new(Arc::clone(&clock)));
        let screening = passwords::screening(settings)?;
        let desk = desk::desk(settings, parts, ring.clone(), Arc::clone(&alarms));
        let desk = Arc::new(desk.screened(screening.screen.clone()));
        let back_end = back_end::back_end(settings, &store, &hasher, &clock, ring.clone());
        let back_end = Arc::new(back_end.screened(screening.screen.clone()));
        let pages = pages::pages(settings, ring.clone(), Arc::clone(&chance))?;
        let (courier, captured) =
            letters::courier(settings, Arc::clone(&store), Arc::clone(&clock), chance, ring)?;
        Ok(House {
            store,
            desk,
            back_end,
            pages,
            alarms,
            courier: Arc::new(courier),
            captured,
            screening,
            hasher,
            clock,
        })
    }
}

/// Stops when the database was written with other keys than these: every code under way and the whole ledger would be
/// lost without a word.
async fn recognise(store: &dyn Store, ring: &KeyRing, settings: &Settings) -> Result<(), Failure> {
    if store.recognise(&ring.fingerprints()).await? {
        return Ok(());
    }
    let place = settings.data_dir.display();
    Err(Failure::new(
        format!("the database in {place} was written with other keys than the ones at hand"),
        "Put the key file back from its backup (keys.file, by default `keys` in data_dir). If it is lost for good, move \
         the data directory away and import the accounts into a new one: codes under way and the count of wrong guesses \
         cannot be saved.",
    ))
}
