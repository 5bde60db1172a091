//! Which calls there are. Each dialect lists its own, with every path that leads to them; paths are never normalised,
//! so no other spelling leads anywhere.

use futures::future::BoxFuture;
use http::Method;
use recovery::ports::Broken;

use axum::response::Response;

use crate::door::Call;
use crate::refusal::Refusal;

/// Whose envelope an answer is in, and whose numbers it counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
pub(crate) enum Surface {
    /// `/_config/…`
    #[strum(serialize = "4pointx")]
    FourPoint,
    /// `/password-reset/…`, with or without `/userverse` before it.
    #[strum(serialize = "userverse")]
    Userverse,
    /// `/v1/…`
    #[strum(serialize = "v1")]
    V1,
    /// `/reset…`
    #[strum(serialize = "pages")]
    Pages,
    /// Everything else: probes, and paths that lead nowhere.
    #[strum(serialize = "house")]
    House,
}

impl Surface {
    /// The surface that a path lies on.
    pub(crate) fn of(path: &str) -> Surface {
        let under = |root: &str| {
            path.strip_prefix(root)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if under("/_config") {
            Surface::FourPoint
        } else if under("/password-reset") || under("/userverse") {
            Surface::Userverse
        } else if under("/v1") {
            Surface::V1
        } else if under("/reset") {
            Surface::Pages
        } else {
            Surface::House
        }
    }
}

/// One call of a surface.
pub(crate) struct Route {
    /// Its surface.
    pub(crate) surface: Surface,
    /// The methods it is called by, as `Allow` says them.
    pub(crate) methods: &'static str,
    /// What it is called in logs and metrics: the path as documented. A segment in braces stands for any.
    pub(crate) name: &'static str,
    /// Every path that leads to it.
    pub(crate) paths: &'static [&'static str],
    /// Paths that are redirected (307) to themselves without the trailing slash.
    pub(crate) redirected: &'static [&'static str],
    /// What answers it.
    pub(crate) handler: Handler,
    /// What is answered when the handler breaks down: that it could not be done, in the words of this call.
    pub(crate) failed: Failed,
}

impl Route {
    /// Where in its path the segment in braces stands, counted in slashes. There is one at the most.
    pub(crate) fn open_segment(&self) -> Option<usize> {
        self.name.split('/').position(|it| it.starts_with('{'))
    }

    /// Whether it is called by this method.
    pub(crate) fn admits(&self, method: &Method) -> bool {
        self.methods.split(", ").any(|it| it == method.as_str())
    }
}

/// Answers a call that has passed the door.
pub(crate) type Handler = for<'a> fn(&'a mut Call) -> BoxFuture<'a, Result<Answer, Refusal>>;

/// Answers for a handler that broke down.
pub(crate) type Failed = fn(&Call) -> Response;

/// An answer, and what broke on the way to it, for the log.
pub(crate) struct Answer {
    pub(crate) response: Response,
    pub(crate) broken: Option<Broken>,
}

impl From<Response> for Answer {
    fn from(response: Response) -> Answer {
        Answer {
            response,
            broken: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_the_surface_whose_root_it_lies_under() {
        assert_eq!(Surface::of("/_config/users/x"), Surface::FourPoint);
        assert_eq!(Surface::of("/password-reset/request"), Surface::Userverse);
        assert_eq!(Surface::of("/userverse/anything"), Surface::Userverse);
        assert_eq!(Surface::of("/v1/recoveries"), Surface::V1);
        assert_eq!(Surface::of("/reset"), Surface::Pages);
        assert_eq!(Surface::of("/reset/x/code"), Surface::Pages);
        for path in [
            "/",
            "/v12/x",
            "//v1",
            "//_config",
            "/_configs",
            "/userverses",
            "/resets",
            "/.well-known/change-password",
            "/livez",
            "*",
        ] {
            assert_eq!(Surface::of(path), Surface::House, "{path}");
        }
    }
}
