//! Settings become a street, and the street is opened to the public.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use recovery::code::Ladder;
use recovery::ports::{Clock, Store};
use store::SqliteStore;
use web::cors::Origins;
use web::health::Ready;
use web::metrics::Metrics;
use web::serve::ServeSettings;

use super::House;
use super::letters::languages_of;
use crate::commands::failure::Failure;
use crate::settings::{self, Settings};

/// Every route of the main listener.
///
/// # Errors
/// [`Failure`]: an origin that is none.
pub fn router(settings: &Settings, house: &House, metrics: &Metrics) -> Result<Router, Failure> {
    let ready = Arc::new(StoreIsReady {
        store: Arc::clone(&house.store),
        clock: Arc::clone(&house.clock),
        last: tokio::sync::Mutex::default(),
    });
    Ok(web::router(
        Arc::clone(&house.desk),
        Some(Arc::clone(&house.back_end)),
        street(settings, house.pages.clone())?,
        ready,
        metrics,
        Arc::clone(&house.clock),
    ))
}

/// How the main listener is served.
#[must_use]
pub fn serve_settings(settings: &Settings, metrics: &Metrics, drain: Duration) -> ServeSettings {
    ServeSettings {
        drain,
        most_connections: settings.http.max_connections,
        meter: metrics.connections(),
        ..ServeSettings::default()
    }
}

/// How the listeners beside it are served: to operators, who are few.
#[must_use]
pub fn aside(drain: Duration) -> ServeSettings {
    ServeSettings {
        drain,
        most_connections: 64,
        ..ServeSettings::default()
    }
}

/// What the street needs to know of the settings.
///
/// # Errors
/// [`Failure`]: an origin that is none.
pub fn street(
    settings: &Settings,
    pages: Option<Arc<web::pages::Pages>>,
) -> Result<web::settings::Settings, Failure> {
    let (fourpoint, userverse) = (
        settings.dialects.fourpoint.as_ref(),
        settings.dialects.userverse.as_ref(),
    );
    // A dialect that is not served never opens a challenge; its ladder is of no meaning.
    let ladder = |given: Option<&Ladder>| given.map_or_else(Ladder::default, Clone::clone);
    let origins = Origins::new(&settings.http.cors_origins)
        .map_err(|why| Failure::new(format!("http.cors_origins: {why}"), ""))?;
    Ok(web::settings::Settings {
        fourpoint: web::settings::FourPoint {
            enabled: fourpoint.is_some(),
            ladder: ladder(fourpoint.map(|it| &it.ladder)),
        },
        userverse: web::settings::Userverse {
            enabled: userverse.is_some(),
            ladder: ladder(userverse.map(|it| &it.ladder)),
            compat: match userverse.map_or(settings::Compat::Documented, |it| it.compat) {
                settings::Compat::Documented => web::settings::Compat::Documented,
                settings::Compat::Current => web::settings::Compat::Current,
            },
            has_link_page: pages.is_some() || userverse.is_some_and(|it| it.frontend_url.is_some()),
        },
        v1: web::settings::V1 {
            enabled: settings.dialects.v1.is_some(),
            ladder: ladder(settings.dialects.v1.as_ref().map(|it| &it.ladder)),
        },
        pages,
        languages: languages_of(settings.languages.as_deref())?,
        cors_origins: origins,
        trusted_proxies: settings.http.trusted_proxies.clone(),
        exempt: settings.limits.exempt.clone(),
        body_within: web::settings::Settings::BODY_WITHIN,
    })
}

/// For so long an answer to a probe serves the next ones: finding out costs a write, and probes are for everybody.
const READY_FOR: Duration = Duration::from_secs(1);

/// A server is ready when it can write: mail may be down, and people still get their answers.
struct StoreIsReady {
    store: Arc<SqliteStore>,
    clock: Arc<dyn Clock>,
    /// The last answer, and when it was found, by the stopwatch.
    last: tokio::sync::Mutex<Option<(Duration, Result<(), String>)>>,
}

#[async_trait]
impl Ready for StoreIsReady {
    async fn ready(&self) -> Result<(), String> {
        // Held while finding out: probes that arrive meanwhile wait for the one answer.
        let mut last = self.last.lock().await;
        if let Some((found, answer)) = last.as_ref()
            && self.clock.elapsed().saturating_sub(*found) < READY_FOR
        {
            return answer.clone();
        }
        let answer = self.store.ready().await;
        let answer = answer.map_err(|_| "the store cannot be written to; the log says why".to_owned());
        *last = Some((self.clock.elapsed(), answer.clone()));
        answer
    }
}
