//! Why a request never reached a dialect's table: the protocol's own reasons, told in the surface's envelope.

use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use crate::dialects::{fourpoint, userverse};
use crate::request_id::RequestId;
use crate::route::Surface;
use crate::v1;
use crate::v1::key::KeyTrouble;

/// A reason of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Nothing is served at this path.
    NotFound,
    /// Another method is: this one.
    Method(&'static str),
    /// The body took too long.
    Late,
    /// The body holds more than a body may.
    TooLarge,
    /// The body is in a coding.
    Encoded,
    /// The body is not labelled JSON, where it must be.
    Unlabelled,
    /// The body broke off, or its chunks make no sense.
    Garbled,
    /// No `Host`, two of them, or one that is none.
    Host,
    /// No key, or none that may do this. Only where keys are asked for.
    Key(KeyTrouble),
    /// Something here went wrong that nobody planned for, where no call has words of its own for it.
    Panic,
}

impl Refusal {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Refusal::NotFound => StatusCode::NOT_FOUND,
            Refusal::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Refusal::Late => StatusCode::REQUEST_TIMEOUT,
            Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Refusal::Encoded | Refusal::Unlabelled => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Refusal::Garbled | Refusal::Host => StatusCode::BAD_REQUEST,
            Refusal::Key(KeyTrouble::Missing | KeyTrouble::Unknown) => StatusCode::UNAUTHORIZED,
            Refusal::Key(KeyTrouble::Lacks(_)) => StatusCode::FORBIDDEN,
            Refusal::Panic => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether nobody can tell any more where the next request on this connection would begin, or should wait for it.
    pub(crate) fn ends_the_connection(self) -> bool {
        match self {
            Refusal::Late | Refusal::TooLarge | Refusal::Garbled | Refusal::Host => true,
            Refusal::NotFound
            | Refusal::Method(_)
            | Refusal::Encoded
            | Refusal::Unlabelled
            | Refusal::Key(_)
            | Refusal::Panic => false,
        }
    }

    /// The answer, in the envelope of the surface, with the reason phrase as message.
    pub(crate) fn answer(self, surface: Surface, id: &RequestId) -> Response {
        let status = self.status();
        let mut response = match surface {
            // Paths that belong to no surface get the plainer one of the two envelopes.
            // The pages have words of their own, where they are served.
            Surface::FourPoint | Surface::House | Surface::Pages => fourpoint::refusal(status),
            Surface::Userverse => userverse::refusal(status, id),
            Surface::V1 => v1::refusal(self),
        };
        if let Refusal::Method(allowed) = self {
            response
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static(allowed));
        }
        response
    }
}
