//! Settings become the hosted pages.

use std::path::Path;
use std::sync::Arc;

use recovery::code::Ladder;
use recovery::keys::{KeyId, KeyRing};
use recovery::ports::{Chance, draw};
use recovery::secret::Secret32;
use web::pages::{Logo, Pages, PagesSettings};

use super::letters::languages_of;
use crate::commands::failure::Failure;
use crate::doors::SystemChance;
use crate::settings::Settings;

/// The path of the page that letters' links lead to, below `public_url`.
pub const LINK_PAGE: &str = "/reset/link";

/// The path of the page where the change that a notice reports is taken back, below `public_url`.
pub const NOT_ME_PAGE: &str = "/reset/not-me";

/// The pages, if they are enabled.
///
/// # Errors
/// [`Failure`]: a logo, languages or templates that cannot be used.
pub fn pages(
    settings: &Settings,
    ring: KeyRing,
    chance: Arc<dyn Chance>,
) -> Result<Option<Arc<Pages>>, Failure> {
    let Some(on) = &settings.dialects.pages else {
        return Ok(None);
    };
    let templates = settings.pages.templates.as_deref();
    made(settings, &on.ladder, templates, ring, chance).map(|it| Some(Arc::new(it)))
}

/// What pages and letters call the service, if the operator names it; else it is the host of `public_url`.
pub fn service(settings: &Settings) -> Option<&str> {
    let names = [&settings.pages.name, &settings.mail.from.name];
    names.into_iter().find_map(Option::as_deref)
}

/// What a start would find wrong.
///
/// # Errors
/// As [`pages`].
pub fn check(settings: &Settings) -> Result<(), Failure> {
    let (ring, chance) = throwaway()?;
    pages(settings, ring, chance).map(|_| ())
}

/// What is wrong with the templates of a directory, whether or not the pages are enabled.
///
/// # Errors
/// As [`pages`].
pub fn check_templates(settings: &Settings, directory: &Path) -> Result<(), Failure> {
    let (ring, chance) = throwaway()?;
    made(settings, &Ladder::default(), Some(directory), ring, chance).map(|_| ())
}

/// Keys for pages that nobody will see: nothing that is sealed under them is ever opened.
fn throwaway() -> Result<(KeyRing, Arc<dyn Chance>), Failure> {
    let chance: Arc<dyn Chance> = Arc::new(SystemChance);
    let random = || Ok::<_, Failure>(Secret32::new(draw(&*chance)?));
    let ring = KeyRing::new(vec![(KeyId(1), random()?)], random()?);
    let ring = ring.map_err(|why| Failure::new(why.to_string(), ""))?;
    Ok((ring, chance))
}

/// What the service calls itself to people.
#[must_use]
pub fn place(settings: &Settings) -> String {
    let host = settings.public_url.host_str().unwrap_or_default();
    service(settings).unwrap_or(host).to_owned()
}

fn made(
    settings: &Settings,
    ladder: &Ladder,
    templates: Option<&Path>,
    ring: KeyRing,
    chance: Arc<dyn Chance>,
) -> Result<Pages, Failure> {
    let of_settings = PagesSettings {
        public_url: settings.public_url.clone(),
        place: place(settings),
        ladder: ladder.clone(),
        life: settings.code.life,
        min_length: settings.password.policy.min_length,
        accent: settings.pages.accent,
        accent_dark: settings.pages.accent_dark,
        logo: settings.pages.logo.as_deref().map(logo).transpose()?,
        support: settings.pages.support.clone(),
        return_origins: settings.pages.return_origins.clone(),
        templates: templates.map(Path::to_owned),
    };
    let languages = languages_of(settings.languages.as_deref())?;
    Pages::new(of_settings, languages, ring, chance).map_err(|wrong| wrong_templates(&wrong))
}

fn logo(path: &Path) -> Result<Logo, Failure> {
    let wrong = |why: &dyn std::fmt::Display| {
        Failure::new(
            format!("pages.logo: {} cannot be used: {why}", path.display()),
            "Give it a small SVG, PNG, JPEG or WebP picture, or leave it empty.",
        )
    };
    let bytes = std::fs::read(path).map_err(|why| wrong(&why))?;
    Logo::new(bytes).map_err(|why| wrong(&why))
}

fn wrong_templates(wrong: &[String]) -> Failure {
    let told: Vec<String> = wrong.iter().map(|it| format!("\n  {it}")).collect();
    Failure::new(
        format!("the templates cannot be used:{}", told.concat()),
        "Mend them; resetd templates check DIR tries them out without a start.",
    )
}
