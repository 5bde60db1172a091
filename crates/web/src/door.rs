//! The door: what happens to every request before its dialect sees it, and to every answer after.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use futures::FutureExt;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use recovery::back_end::BackEnd;
use recovery::clients::Caller;
use recovery::desk::Desk;
use recovery::moment::Moment;
use recovery::ports::{Broken, Clock};

use crate::body::{self, Sent};
use crate::client::{Peer, Proxies};
use crate::docs::Published;
use crate::health::Ready;
use crate::host;
use crate::locale;
use crate::metrics::{Meter, Metrics};
use crate::pages::Pages;
use crate::proof;
use crate::refusal::Refusal;
use crate::request_id::{self, RequestId, RequestIds};
use crate::route::{Answer, Route, Surface};
use crate::seldom::Seldom;
use crate::settings::Settings;

/// What every call shares.
pub(crate) struct Door {
    pub(crate) desk: Arc<Desk>,
    pub(crate) back_end: Option<Arc<BackEnd>>,
    pub(crate) settings: Settings,
    pub(crate) ready: Arc<dyn Ready>,
    clock: Arc<dyn Clock>,
    ids: RequestIds,
    proxies: Proxies,
    /// Of complaints that links lead nowhere.
    missing_page: Seldom,
    /// What is told of the calls; made when it is asked for first.
    published: OnceLock<Published>,
}

/// A route with its numbers, or the place where requests end up that have none.
pub(crate) struct Lane {
    surface: Surface,
    leads_to: LeadsTo,
    meter: Meter,
    /// Where in the path the segment stands that the route leaves open, counted in slashes.
    open_segment: Option<usize>,
}

enum LeadsTo {
    Route(&'static Route),
    /// The same path without its trailing slash.
    Redirect(&'static Route),
    Nowhere,
}

impl Lane {
    pub(crate) fn to(route: &'static Route, metrics: &Metrics) -> Lane {
        Lane {
            surface: route.surface,
            leads_to: LeadsTo::Route(route),
            meter: metrics.meter(route.surface.into(), route.name),
            open_segment: route.open_segment(),
        }
    }

    pub(crate) fn redirect(route: &'static Route, metrics: &Metrics) -> Lane {
        Lane {
            leads_to: LeadsTo::Redirect(route),
            ..Lane::to(route, metrics)
        }
    }

    pub(crate) fn nowhere(surface: Surface, metrics: &Metrics) -> Lane {
        Lane {
            surface,
            leads_to: LeadsTo::Nowhere,
            meter: metrics.meter(surface.into(), "none"),
            open_segment: None,
        }
    }

    fn name(&self) -> &'static str {
        match self.leads_to {
            LeadsTo::Route(route) | LeadsTo::Redirect(route) => route.name,
            LeadsTo::Nowhere => "none",
        }
    }

    /// What is answered when serving a call broke down.
    fn broken_down(&self, call: &Call) -> Response {
        match self.leads_to {
            LeadsTo::Route(route) | LeadsTo::Redirect(route) => (route.failed)(call),
            LeadsTo::Nowhere => Refusal::Panic.answer(self.surface, &call.id),
        }
    }

    /// Probes come every few seconds and would drown the rest.
    fn is_probe(&self) -> bool {
        match self.leads_to {
            LeadsTo::Route(route) => route.surface == Surface::House,
            LeadsTo::Redirect(_) | LeadsTo::Nowhere => false,
        }
    }
}

/// A request that is being served.
pub(crate) struct Call {
    door: Arc<Door>,
    id: RequestId,
    caller: Caller,
    parts: Parts,
    body: Option<Body>,
    open_segment: Option<usize>,
}

impl Call {
    /// The body, once it has arrived. There is one: a second call gets none.
    pub(crate) async fn body(&mut self) -> Result<Sent, Refusal> {
        let body = self.body.take().unwrap_or_default();
        body::take(&self.parts.headers, body, self.door.settings.body_within).await
    }

    pub(crate) fn id(&self) -> &RequestId {
        &self.id
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    pub(crate) fn method(&self) -> &Method {
        &self.parts.method
    }

    /// The segment of the path that the route leaves open, as it was sent: nothing in it is decoded, so that each thing
    /// has one path.
    pub(crate) fn open_segment(&self) -> &str {
        let place = self.open_segment.unwrap_or(usize::MAX);
        self.parts.uri.path().split('/').nth(place).unwrap_or("")
    }

    pub(crate) fn query(&self) -> Option<&str> {
        self.parts.uri.query()
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.door.desk
    }

    /// The desk of the application's back end, where there is one.
    pub(crate) fn back_end(&self) -> Option<Arc<BackEnd>> {
        self.door.back_end.clone()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.door.settings
    }

    /// What is told of the calls.
    pub(crate) fn published(&self) -> &Published {
        let settings = &self.door.settings;
        self.door.published.get_or_init(|| Published::of(settings))
    }

    /// The pages, where there are some.
    pub(crate) fn pages(&self) -> Option<Arc<Pages>> {
        self.door.settings.pages.clone()
    }

    /// What time it is.
    pub(crate) fn now(&self) -> Moment {
        self.door.clock.now()
    }

    pub(crate) fn ready(&self) -> &dyn Ready {
        &*self.door.ready
    }

    /// Tells the operator, who can mend it, that links are asked for and have no page to lead to.
    pub(crate) fn note_missing_page(&self) {
        if self.door.missing_page.may_speak(self.door.clock.elapsed()) {
            tracing::error!(
                request_id = self.id.text(),
                "a link was asked for, dialects.userverse.frontend_url is not set, and dialects.enabled has no pages"
            );
        }
    }

    async fn answer(&mut self, lane: &Lane) -> Result<Answer, Refusal> {
        if !host::is_clear(&self.parts) {
            return Err(Refusal::Host);
        }
        let route = match lane.leads_to {
            LeadsTo::Route(route) | LeadsTo::Redirect(route) => route,
            LeadsTo::Nowhere => return Err(Refusal::NotFound),
        };
        let cors = &self.door.settings.cors_origins;
        // Pages are for people: no other origin's script reads or sends anything here.
        let shared = lane.surface != Surface::Pages;
        if shared && cors.is_preflight(&self.parts.method, &self.parts.headers) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            cors.permit(route.methods, response.headers_mut());
            return Ok(response.into());
        }
        match lane.leads_to {
            LeadsTo::Redirect(_) => Ok(self.without_slash().into()),
            LeadsTo::Route(_) | LeadsTo::Nowhere if route.admits(&self.parts.method) => {
                (route.handler)(self).await
            }
            LeadsTo::Route(_) | LeadsTo::Nowhere => Err(Refusal::Method(route.methods)),
        }
    }

    /// The path is one of ours, letter by letter, so what it redirects to is one too; the query goes along as it is.
    fn without_slash(&self) -> Response {
        let path = self.parts.uri.path().trim_end_matches('/');
        let target = match self.parts.uri.query() {
            Some(query) => format!("{path}?{query}"),
            None => path.to_owned(),
        };
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
        if let Ok(target) = HeaderValue::try_from(target) {
            response.headers_mut().insert(header::LOCATION, target);
        }
        response
    }
}

impl Door {
    pub(crate) fn new(
        desk: Arc<Desk>,
        back_end: Option<Arc<BackEnd>>,
        settings: Settings,
        ready: Arc<dyn Ready>,
        clock: Arc<dyn Clock>,
    ) -> Door {
        let proxies = Proxies::new(settings.trusted_proxies.clone(), settings.exempt.clone());
        Door {
            desk,
            back_end,
            settings,
            ready,
            clock,
            ids: RequestIds::default(),
            proxies,
            missing_page: Seldom::default(),
            published: OnceLock::new(),
        }
    }

    /// One request, from the last byte of its head to the answer.
    pub(crate) async fn pass(self: Arc<Self>, lane: &Lane, request: Request) -> Response {
        let started = self.clock.elapsed();
        let (parts, body) = request.into_parts();
        let nobody = Peer(SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0));
        let peer = parts.extensions.get::<Peer>().copied().unwrap_or(nobody);
        let mut call = Call {
            id: self.ids.of(&parts.headers),
            caller: Caller {
                locale: locale::of(&self.settings.languages, &parts.headers),
                proof: proof::of(lane.surface, &parts.headers, self.settings.pages.as_deref()),
                ..self.proxies.caller(peer, &parts.headers, started)
            },
            door: Arc::clone(&self),
            parts,
            body: Some(body),
            open_segment: lane.open_segment,
        };
        let answered = AssertUnwindSafe(call.answer(lane)).catch_unwind().await;
        let outcome = answered.unwrap_or_else(|_| {
            tracing::error!(
                route = lane.name(),
                request_id = call.id.text(),
                "a handler panicked"
            );
            Ok(lane.broken_down(&call).into())
        });
        let mut close = has_two_lengths(&call.parts);
        let (mut response, broken) = match outcome {
            Ok(Answer { response, broken }) => (response, broken),
            Err(refusal) => {
                close |= refusal.ends_the_connection();
                let pages = self.settings.pages.as_ref();
                let page = pages.filter(|_| lane.surface == Surface::Pages);
                let answer = page.map(|it| it.refuse(&call, refusal));
                (
                    answer.unwrap_or_else(|| refusal.answer(lane.surface, &call.id)),
                    None,
                )
            }
        };
        self.dress(lane, &call, close, response.headers_mut());
        let took = self.clock.elapsed().saturating_sub(started);
        lane.meter.count(response.status(), took);
        note(lane, &call, response.status(), broken.as_ref(), took);
        response
    }

    /// What every answer carries.
    fn dress(&self, lane: &Lane, call: &Call, close: bool, headers: &mut HeaderMap) {
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
        headers.insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        headers.insert(request_id::REQUEST, call.id.header());
        if lane.surface == Surface::Userverse {
            headers.insert(request_id::CORRELATION, call.id.header());
        }
        match (&self.settings.pages, lane.surface) {
            (Some(pages), Surface::Pages) => pages.dress(headers),
            (_, _) => self.settings.cors_origins.mark(&call.parts.headers, headers),
        }
        if close && call.parts.version < Version::HTTP_2 {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

/// Whether the length of the body may have been stated in two ways. The HTTP library goes by the chunks and drops
/// `Content-Length` without a trace, so every chunked request is taken for one of these: another party on the way may
/// see the next request begin elsewhere.
fn has_two_lengths(parts: &Parts) -> bool {
    parts.headers.contains_key(header::TRANSFER_ENCODING)
}

/// One line for every call, and one with the cause for each that broke. The route is logged, never the path or the
/// query: they can carry a code.
fn note(lane: &Lane, call: &Call, status: StatusCode, broken: Option<&Broken>, took: Duration) {
    let (route, id) = (lane.name(), call.id.text());
    let status = status.as_u16();
    match broken {
        Some(busy @ Broken::Busy(_)) => {
            tracing::warn!(route, status, request_id = id, cause = %busy, "turned away");
        }
        Some(cause @ (Broken::Store(_) | Broken::Machine(_))) => {
            tracing::error!(route, status, request_id = id, %cause, "could not be done");
        }
        None => {}
    }
    if !lane.is_probe() {
        let (method, ms) = (call.parts.method.as_str(), took.as_secs_f64() * 1000.0);
        tracing::debug!(method, route, status, ms, request_id = id, "answered");
    }
}
