//! What went wrong on the way, as a page that says what to do now.

use std::sync::Arc;

use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use i18n::Language;
use recovery::disowning::ChangeStage;
use recovery::moment::Span;
use recovery::ports::Broken;

use super::Pages;
use super::view::{self, Way};
use crate::refusal::Refusal;

/// Something that went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The tab of the path is not known to this browser, or is over.
    Lost,
    /// The link no longer works.
    LinkOver,
    /// A change cannot be taken back, for this reason.
    NotMe(ChangeStage),
    /// The form was sent from somewhere else.
    Foreign,
    /// This client is over its limit.
    TooMany(Span),
    /// More work waits than will be done in time.
    Busy(Span),
    /// Something went wrong here.
    Failed,
    /// Nothing is at this path.
    Nothing,
    /// Another method is: these.
    Method(&'static str),
    /// More was sent than may be.
    TooLarge,
    /// It could not be read, for the reason of this status.
    Unreadable(StatusCode),
}

impl Trouble {
    pub(super) fn of(refusal: Refusal) -> Trouble {
        match refusal {
            Refusal::NotFound => Trouble::Nothing,
            Refusal::Method(allowed) => Trouble::Method(allowed),
            Refusal::TooLarge => Trouble::TooLarge,
            Refusal::Late
            | Refusal::Encoded
            | Refusal::Unlabelled
            | Refusal::Garbled
            | Refusal::Host
            | Refusal::Key(_) => Trouble::Unreadable(refusal.status()),
            Refusal::Panic => Trouble::Failed,
        }
    }

    pub(super) fn of_broken(broken: &Broken) -> Trouble {
        match broken {
            Broken::Busy(span) => Trouble::Busy(*span),
            Broken::Store(_) | Broken::Machine(_) => Trouble::Failed,
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Trouble::Lost | Trouble::Nothing => StatusCode::NOT_FOUND,
            Trouble::LinkOver | Trouble::NotMe(_) => StatusCode::GONE,
            Trouble::Foreign => StatusCode::FORBIDDEN,
            Trouble::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Trouble::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Trouble::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            Trouble::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Trouble::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Trouble::Unreadable(status) => status,
        }
    }

    /// The messages of its title and of what to do.
    pub(super) fn keys(self) -> (&'static str, &'static str) {
        match self {
            Trouble::Lost => ("page-lost-title", "page-lost"),
            Trouble::LinkOver => ("page-link-over-title", "page-link-over"),
            Trouble::NotMe(stage) => (
                "page-link-over-title",
                match stage {
                    ChangeStage::Expired => "page-not-me-expired",
                    ChangeStage::TakenBack | ChangeStage::Open => "page-not-me-used",
                    ChangeStage::Superseded => "page-not-me-changed",
                    ChangeStage::Unknown => "page-not-me-unknown",
                },
            ),
            Trouble::Foreign => ("page-foreign-title", "page-foreign"),
            Trouble::TooMany(_) => ("page-many-title", "page-many"),
            Trouble::Busy(_) => ("page-busy-title", "page-busy"),
            Trouble::Failed => ("page-failed-title", "page-failed"),
            Trouble::Nothing | Trouble::Method(_) => ("page-nothing-title", "page-nothing"),
            Trouble::TooLarge => ("page-large-title", "page-large"),
            Trouble::Unreadable(_) => ("page-unreadable-title", "page-unreadable"),
        }
    }

    /// How long to wait.
    pub(super) fn wait(self) -> Option<Span> {
        match self {
            Trouble::TooMany(span) | Trouble::Busy(span) => Some(span),
            Trouble::Lost
            | Trouble::LinkOver
            | Trouble::NotMe(_)
            | Trouble::Foreign
            | Trouble::Failed
            | Trouble::Nothing
            | Trouble::Method(_)
            | Trouble::TooLarge
            | Trouble::Unreadable(_) => None,
        }
    }

    /// One of each, for trying templates out.
    pub(super) fn each() -> [Trouble; 14] {
        [
            Trouble::Lost,
            Trouble::LinkOver,
            Trouble::NotMe(ChangeStage::Expired),
            Trouble::NotMe(ChangeStage::TakenBack),
            Trouble::NotMe(ChangeStage::Superseded),
            Trouble::NotMe(ChangeStage::Unknown),
            Trouble::Foreign,
            Trouble::TooMany(Span::minutes(20)),
            Trouble::Busy(Span::seconds(3)),
            Trouble::Failed,
            Trouble::Nothing,
            Trouble::Method("GET"),
            Trouble::TooLarge,
            Trouble::Unreadable(StatusCode::BAD_REQUEST),
        ]
    }
}

impl Pages {
    /// The page of a trouble. `given` is what is known of the language that was chosen and of where to return; `puzzle` what
    /// would help.
    pub(super) fn trouble(
        &self,
        language: &Arc<Language>,
        trouble: Trouble,
        way: &Way,
        given: (Option<&str>, Option<&str>),
        puzzle: Option<&str>,
    ) -> Response {
        let view = view::trouble(self, language, trouble, way, given, puzzle);
        let mut response = self.page(trouble.status(), language, &view);
        let headers = response.headers_mut();
        if let Some(span) = trouble.wait() {
            headers.insert(header::RETRY_AFTER, span.seconds_rounded_up().max(1).into());
        }
        if let Trouble::Method(allowed) = trouble {
            headers.insert(header::ALLOW, HeaderValue::from_static(allowed));
        }
        response
    }
}
