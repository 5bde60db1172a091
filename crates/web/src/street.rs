//! The street: every path of the main listener, and the one door behind all of them.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use recovery::back_end::BackEnd;
use recovery::desk::Desk;
use recovery::ports::Clock;

use crate::dialects::{fourpoint, userverse};
use crate::docs;
use crate::door::{Door, Lane};
use crate::health::{self, Ready};
use crate::metrics::Metrics;
use crate::pages;
use crate::route::{Route, Surface};
use crate::settings::Settings;
use crate::v1;

/// Whether a table is served, by the settings and by whether there is a desk for the back end.
type Enabled = fn(&Settings, bool) -> bool;

/// Every table of routes.
pub(crate) const TABLES: [(Enabled, &[Route]); 10] = [
    (|it, _| it.fourpoint.enabled, fourpoint::ROUTES),
    (|it, _| it.userverse.enabled, userverse::ROUTES),
    (|it, _| it.v1.enabled, v1::recoveries::ROUTES),
    (|it, _| it.v1.enabled, v1::passwords::ROUTES),
    (|it, _| it.v1.enabled, v1::puzzles::ROUTES),
    (|it, keyed| it.v1.enabled && keyed, v1::accounts::ROUTES),
    (|it, _| it.pages.is_some(), pages::ROUTES),
    (|_, _| true, health::ROUTES),
    (|_, _| true, docs::ROUTES),
    (|it, _| it.v1.enabled, docs::PROBLEMS),
];

/// The routes of the main listener: the enabled dialects, `/livez` and `/readyz`. Every answer, also that of a path
/// that leads nowhere, is in the envelope of its surface.
///
/// Without a desk for the application's back end, `/v1` has no calls that need a key.
///
/// The peer's address is taken from a [`crate::client::Peer`] in the request's extensions, where [`crate::serve`]
/// puts it.
pub fn router(
    desk: Arc<Desk>,
    back_end: Option<Arc<BackEnd>>,
    settings: Settings,
    ready: Arc<dyn Ready>,
    metrics: &Metrics,
    clock: Arc<dyn Clock>,
) -> Router {
    let keyed = back_end.is_some();
    let open = TABLES.map(|(enabled, routes)| (enabled(&settings, keyed), routes));
    let has_pages = settings.pages.is_some();
    let door = Arc::new(Door::new(desk, back_end, settings, ready, clock));
    let mut router = Router::new();
    for route in open.into_iter().filter(|it| it.0).flat_map(|it| it.1) {
        router = lay(router, &door, route, metrics);
    }
    let lost = [
        Surface::FourPoint,
        Surface::Userverse,
        Surface::V1,
        if has_pages { Surface::Pages } else { Surface::House },
        Surface::House,
    ]
    .map(|surface| Arc::new(Lane::nowhere(surface, metrics)));
    router.fallback(move |request: Request| {
        let [fourpoint, userverse, v1, pages, house] = &lost;
        let lane = Arc::clone(match Surface::of(request.uri().path()) {
            Surface::FourPoint => fourpoint,
            Surface::Userverse => userverse,
            Surface::V1 => v1,
            Surface::Pages => pages,
            Surface::House => house,
        });
        let door = Arc::clone(&door);
        async move { door.pass(&lane, request).await }
    })
}

fn lay(mut router: Router, door: &Arc<Door>, route: &'static Route, metrics: &Metrics) -> Router {
    let straight = Arc::new(Lane::to(route, metrics));
    let redirect = Arc::new(Lane::redirect(route, metrics));
    let paths = route.paths.iter().map(|path| (path, &straight));
    for (path, lane) in paths.chain(route.redirected.iter().map(|path| (path, &redirect))) {
        let (door, lane) = (Arc::clone(door), Arc::clone(lane));
        let pass = move |request: Request| {
            let (door, lane) = (Arc::clone(&door), Arc::clone(&lane));
            async move { door.pass(&lane, request).await }
        };
        router = router.route(path, any(pass));
    }
    router
}
