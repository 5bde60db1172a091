//! What the street needs to know of the settings.

use std::sync::Arc;
use std::time::Duration;

use i18n::Languages;
use ipnet::IpNet;
use recovery::code::Ladder;

use crate::cors::Origins;
use crate::pages::Pages;

/// The settings of the main listener's routes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The 4pointx API.
    pub fourpoint: FourPoint,
    /// The Userverse API.
    pub userverse: Userverse,
    /// Our own API.
    pub v1: V1,
    /// The pages, if `dialects.enabled` has them.
    pub pages: Option<Arc<Pages>>,
    /// What letters can be written in.
    pub languages: Languages,
    /// `http.cors_origins`.
    pub cors_origins: Origins,
    /// `http.trusted_proxies`.
    pub trusted_proxies: Vec<IpNet>,
    /// `limits.client.exempt`.
    pub exempt: Vec<IpNet>,
    /// How long a body may take to arrive. SECURITY.md has 10 s.
    pub body_within: Duration,
}

impl Settings {
    /// SECURITY.md's time for a body.
    pub const BODY_WITHIN: Duration = Duration::from_secs(10);
}

/// The settings of the 4pointx API.
#[derive(Clone, Debug)]
pub struct FourPoint {
    /// Whether `dialects.enabled` has it.
    pub enabled: bool,
    /// `dialects.4pointx.ladder`, else `code.ladder`.
    pub ladder: Ladder,
}

/// The settings of the Userverse API.
#[derive(Clone, Debug)]
pub struct Userverse {
    /// Whether `dialects.enabled` has it.
    pub enabled: bool,
    /// `dialects.userverse.ladder`, else `code.ladder`.
    pub ladder: Ladder,
    /// `dialects.userverse.compat`.
    pub compat: Compat,
    /// Whether a link leads anywhere: `dialects.userverse.frontend_url` is set, or the pages are enabled.
    pub has_link_page: bool,
}

/// The settings of our own API.
#[derive(Clone, Debug)]
pub struct V1 {
    /// Whether `dialects.enabled` has it.
    pub enabled: bool,
    /// `code.ladder`.
    pub ladder: Ladder,
}

/// Which generation of the Userverse server is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Compat {
    /// The one that the document describes.
    Documented,
    /// The server's present one.
    Current,
}
