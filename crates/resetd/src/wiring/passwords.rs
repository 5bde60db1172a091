//! Settings become what new passwords are compared with.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use directory::lists::Shelf;
use recovery::known::{Blocklist, Breaches};
use recovery::screen::Screen;
use tokio_util::sync::CancellationToken;

use super::pages;
use crate::breaches::BreachClient;
use crate::commands::failure::Failure;
use crate::settings::Settings;

/// How often there is a look for lists that were imported or removed: a directory of a few files is looked at.
const EVERY: Duration = Duration::from_secs(5);

/// What new passwords are compared with.
#[derive(Default)]
pub struct Screening {
    /// As the desks take it; `None`: nothing beyond their length is looked at.
    pub screen: Option<Arc<Screen>>,
    /// The operator's lists, where they count.
    pub shelf: Option<Arc<Shelf>>,
    /// Who is asked, where somebody is.
    pub breaches: Option<Arc<BreachClient>>,
}

/// Where imported lists are.
#[must_use]
pub fn directory(settings: &Settings) -> PathBuf {
    settings.data_dir.join("passwords")
}

/// What is looked at on this machine alone, as commands do it.
///
/// # Errors
/// [`Failure`]: a list that cannot be read.
pub fn at_home(settings: &Settings) -> Result<Screening, Failure> {
    if !settings.password.blocklist {
        return Ok(Screening::default());
    }
    let shelf = Arc::new(open(settings)?);
    let lists = Some(Arc::clone(&shelf) as Arc<dyn Blocklist>);
    Ok(Screening {
        screen: Some(Arc::new(screen(settings, lists, None))),
        shelf: Some(shelf),
        breaches: None,
    })
}

/// All of it, as the server does it.
///
/// # Errors
/// [`Failure`]: a list that cannot be read, or a breach service that can never be asked.
pub fn screening(settings: &Settings) -> Result<Screening, Failure> {
    let Screening { shelf, .. } = at_home(settings)?;
    for it in shelf.iter().flat_map(|it| it.about()) {
        tracing::info!(list = it.name.as_str(), entries = it.entries, "known passwords");
    }
    let client = settings.password.breaches.as_ref().map(BreachClient::new);
    let breaches = client.transpose().map_err(|why| {
        let next = "Install root certificates (ca-certificates), or set password.breach_service = \"off\".";
        Failure::new(why.to_string(), next)
    })?;
    let breaches = breaches.map(Arc::new);
    let lists = shelf.as_ref().map(|it| Arc::clone(it) as Arc<dyn Blocklist>);
    let asked = breaches.as_ref().map(|it| Arc::clone(it) as Arc<dyn Breaches>);
    let any = lists.is_some() || asked.is_some();
    Ok(Screening {
        screen: any.then(|| Arc::new(screen(settings, lists, asked))),
        shelf,
        breaches,
    })
}

fn open(settings: &Settings) -> Result<Shelf, Failure> {
    Shelf::open(&directory(settings)).map_err(|why| {
        Failure::new(
            why.to_string(),
            "Import the list again (resetd passwords import), or remove it (resetd passwords remove).",
        )
    })
}

fn screen(
    settings: &Settings,
    lists: Option<Arc<dyn Blocklist>>,
    breaches: Option<Arc<dyn Breaches>>,
) -> Screen {
    let host = settings.public_url.host_str().unwrap_or_default();
    Screen::new(&[&pages::place(settings), host], lists, breaches)
}

/// Takes up lists that were imported or removed, until the house closes.
pub async fn keep_up(shelf: Arc<Shelf>, stop: CancellationToken) {
    let mut said = String::new();
    while stop
        .run_until_cancelled(tokio::time::sleep(EVERY))
        .await
        .is_some()
    {
        let looked = Arc::clone(&shelf);
        let Ok(refreshed) = tokio::task::spawn_blocking(move || looked.refresh()).await else {
            continue;
        };
        match refreshed {
            Ok(true) => {
                let (lists, entries) = shelf.about().iter().fold((0, 0_u64), |(lists, entries), it| {
                    (lists + 1, entries.saturating_add(it.entries))
                });
                tracing::info!(lists, entries, "the lists of known passwords were read again");
                said.clear();
            }
            Ok(false) => {}
            // Once, and not every few seconds.
            Err(why) if why.to_string() == said => {}
            Err(why) => {
                said = why.to_string();
                tracing::error!(error = %why, "the lists of known passwords stay as they were");
            }
        }
    }
}
