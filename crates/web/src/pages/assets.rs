//! Files of our own: the style sheet, the one script, the icon and the operator's logo. Each has a hash of its content in its
//! name, so browsers may keep it for good.

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use minijinja::{Value, context};
use sha2::{Digest, Sha256};

use super::visit::{Stop, Visit};
use super::{PagesSettings, headers};
use crate::door::Call;
use crate::refusal::Refusal;

/// The most bytes of a logo: with it, the first page stays within what a phone loads at once.
const LARGEST_LOGO: usize = 16 * 1024;

/// A picture of the operator's.
#[derive(Clone, Debug)]
pub struct Logo {
    kind: Kind,
    bytes: Bytes,
}

/// Why a file cannot be the logo.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoLogo {
    /// Not one of the kinds that browsers show everywhere.
    #[error("it is no SVG, PNG, JPEG or WebP picture")]
    Kind,
    /// Too large for the first page.
    #[error("it has {0} bytes, and the most are 16384")]
    Large(usize),
}

impl Logo {
    /// Takes the content of a file.
    ///
    /// # Errors
    /// [`NoLogo`]: too large, or no picture of a kind that browsers show.
    pub fn new(bytes: Vec<u8>) -> Result<Logo, NoLogo> {
        if bytes.len() > LARGEST_LOGO {
            return Err(NoLogo::Large(bytes.len()));
        }
        let head = bytes.get(..512).unwrap_or(&bytes);
        let kind = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Kind::Png
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Kind::Jpeg
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Kind::Webp
        } else if head.windows(4).any(|it| it == b"<svg") {
            Kind::Svg
        } else {
            return Err(NoLogo::Kind);
        };
        Ok(Logo {
            kind,
            bytes: bytes.into(),
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Style,
    Script,
    Svg,
    Png,
    Jpeg,
    Webp,
}

impl Kind {
    fn label(self) -> &'static str {
        match self {
            Kind::Style => "text/css; charset=utf-8",
            Kind::Script => "text/javascript; charset=utf-8",
            Kind::Svg => "image/svg+xml",
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
            Kind::Webp => "image/webp",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Kind::Style => "css",
            Kind::Script => "js",
            Kind::Svg => "svg",
            Kind::Png => "png",
            Kind::Jpeg => "jpg",
            Kind::Webp => "webp",
        }
    }
}

struct Asset {
    name: String,
    kind: Kind,
    bytes: Bytes,
}

impl Asset {
    fn new(stem: &str, kind: Kind, bytes: Bytes) -> Asset {
        let hash = Sha256::digest(&bytes);
        let hash: String = hash.iter().take(8).map(|it| format!("{it:02x}")).collect();
        Asset {
            name: format!("{stem}-{hash}.{}", kind.ending()),
            kind,
            bytes,
        }
    }
}

/// All of them.
pub(super) struct Assets {
    style: Asset,
    script: Asset,
    icon: Asset,
    logo: Option<Asset>,
    /// What the page of too many requests works with: our script, and ALTCHA's solver with its licence before it.
    work: Asset,
    worker: Asset,
}

const WORKER: &str = concat!(
    "/*\naltcha 3.2.2, dist/workers/pbkdf2.js\n\n",
    include_str!("assets/altcha/LICENSE.txt"),
    "*/\n",
    include_str!("assets/altcha/pbkdf2.js")
);

impl Assets {
    pub(super) fn of(settings: &PagesSettings) -> Assets {
        let (light, dark) = (settings.accent.to_string(), settings.accent_dark.to_string());
        let style = include_str!("assets/style.css")
            .replace("ACCENT_LIGHT", &light)
            .replace("ACCENT_DARK", &dark);
        let icon = include_str!("assets/icon.svg").replace("ACCENT_LIGHT", &light);
        Assets {
            style: Asset::new("style", Kind::Style, style.into()),
            script: Asset::new(
                "page",
                Kind::Script,
                Bytes::from_static(include_bytes!("assets/page.js")),
            ),
            work: Asset::new(
                "work",
                Kind::Script,
                Bytes::from_static(include_bytes!("assets/work.js")),
            ),
            worker: Asset::new("worker", Kind::Script, Bytes::from_static(WORKER.as_bytes())),
            icon: Asset::new("icon", Kind::Svg, icon.into()),
            logo: settings
                .logo
                .as_ref()
                .map(|it| Asset::new("logo", it.kind, it.bytes.clone())),
        }
    }

    /// Where templates find them.
    pub(super) fn context(&self, base: &str) -> Value {
        let at = |it: &Asset| Value::from_safe_string(format!("{base}/reset/assets/{}", it.name));
        context! {
            style => at(&self.style),
            script => at(&self.script),
            icon => at(&self.icon),
            logo => self.logo.as_ref().map(at),
            work => at(&self.work),
            worker => at(&self.worker),
        }
    }

    fn find(&self, name: &str) -> Option<&Asset> {
        let all = [&self.style, &self.script, &self.icon, &self.work, &self.worker];
        all.into_iter().chain(&self.logo).find(|it| it.name == name)
    }
}

/// `GET /reset/assets/{file}`
pub(super) async fn serve(call: &mut Call, visit: &mut Visit) -> Result<Response, Stop> {
    let asset = visit.pages.assets.find(call.open_segment());
    let asset = asset.ok_or(Refusal::NotFound)?;
    let mut response = Response::new(Body::from(asset.bytes.clone()));
    *response.status_mut() = StatusCode::OK;
    let with = response.headers_mut();
    with.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind.label()));
    with.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    // A picture that somebody opens by itself is no page of ours, whatever stands in it.
    let policy = match asset.kind {
        Kind::Svg => HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
        Kind::Style | Kind::Script | Kind::Png | Kind::Jpeg | Kind::Webp => headers::POLICY,
    };
    with.insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_a_small_picture() {
        assert!(
            Logo::new(b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec()).is_ok()
        );
        assert!(Logo::new(b"\x89PNG\r\n\x1a\n...".to_vec()).is_ok());
        assert_eq!(Logo::new(b"<html>".to_vec()).unwrap_err(), NoLogo::Kind);
        assert_eq!(Logo::new(vec![]).unwrap_err(), NoLogo::Kind);
        assert_eq!(Logo::new(vec![0; 16_385]).unwrap_err(), NoLogo::Large(16_385));
    }
}
