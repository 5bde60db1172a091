//! `[pages]`.

use web::pages::colour::{DARK, LIGHT};

use super::super::Pages;
use super::super::forms::{self, fault};
use super::{Reader, many, one};

/// The most characters of a line that people are to read at a glance.
const LONGEST: usize = 200;

impl Reader {
    pub(super) fn pages(&mut self) -> Option<Pages> {
        let name = self.line("pages.name");
        let logo = self.path("pages.logo");
        let accent = self.read("pages.accent", |it| forms::accent(one(it), &LIGHT, "light"));
        let accent_dark = self.read("pages.accent_dark", |it| forms::accent(one(it), &DARK, "dark"));
        let support = self.line("pages.support");
        let return_origins = self.read("pages.return_origins", |it| forms::origins(many(it)));
        let templates = self.path("pages.templates");
        Some(Pages {
            name: name?,
            logo: logo?,
            accent: accent?,
            accent_dark: accent_dark?,
            support: support?,
            return_origins: return_origins?,
            templates: templates?,
        })
    }

    /// A line of text; `None` inside when it is left empty.
    fn line(&mut self, key: &str) -> Option<Option<String>> {
        self.read(key, |it| {
            let text = one(it).trim();
            if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
                return fault(
                    "is longer than 200 characters, or has controls",
                    "Write one short line.",
                );
            }
            Ok((!text.is_empty()).then(|| text.to_owned()))
        })
    }
}
