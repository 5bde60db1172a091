//! Templates, and the two halves of a letter that they make.

use std::sync::Arc;

use i18n::{Direction, Language};
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, context};
use zeroize::Zeroizing;

use super::{Particulars, Press, Unprinted};
use crate::voice::{Voice, wrap};

/// The templates, by name. They are part of the program, so a server cannot start without one. Those in HTML are made
/// by `cargo xtask letters`.
pub(crate) const TEMPLATES: [(&str, &str); 12] = [
    ("reset.txt", include_str!("../../templates/reset.txt")),
    ("reset.html", include_str!("../../templates/reset.html")),
    ("changed.txt", include_str!("../../templates/changed.txt")),
    ("changed.html", include_str!("../../templates/changed.html")),
    ("disabled.txt", include_str!("../../templates/disabled.txt")),
    ("disabled.html", include_str!("../../templates/disabled.html")),
    ("elsewhere.txt", include_str!("../../templates/elsewhere.txt")),
    ("elsewhere.html", include_str!("../../templates/elsewhere.html")),
    ("shared.txt", include_str!("../../templates/shared.txt")),
    ("shared.html", include_str!("../../templates/shared.html")),
    ("test.txt", include_str!("../../templates/test.txt")),
    ("test.html", include_str!("../../templates/test.html")),
];

/// Compiles them.
///
/// # Errors
/// One that does not compile: a fault of this program, which its tests find.
pub(super) fn templates() -> Result<Environment<'static>, Error> {
    let mut templates = Environment::new();
    // A misspelt name in a template is an error, not an empty place in somebody's letter.
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|name| {
        if name.ends_with(".html") {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    templates.add_filter("wrap", wrap);
    for (name, source) in TEMPLATES {
        templates.add_template(name, source)?;
    }
    Ok(templates)
}

/// The two halves of a letter, and what stands above them.
pub(crate) struct Sheet {
    pub(crate) language: Arc<Language>,
    pub(crate) subject: String,
    pub(crate) text: Zeroizing<String>,
    pub(crate) html: Zeroizing<String>,
}

impl Sheet {
    /// Shows the word that who asked was shown.
    pub(super) fn referring(mut self, particulars: &Particulars) -> Sheet {
        if let Some(reference) = &particulars.reference {
            self.subject = format!("{} ({reference})", self.subject);
        }
        self
    }
}

impl Press {
    /// Renders a template in both forms, under the message of this name as its title.
    pub(super) fn sheet(
        &self,
        language: &Arc<Language>,
        title: &str,
        name: &str,
        context: Value,
    ) -> Result<Sheet, Unprinted> {
        let title = language.text(title, &[]).map_err(impossible)?;
        let render = |form: &str| {
            let voice = Voice {
                language: Arc::clone(language),
                html: form == "html",
            };
            let direction = language.direction();
            let context = context! {
                say => Value::from_object(voice),
                title => &title,
                lang => language.tag(),
                dir => direction.as_html(),
                start => match direction {
                    Direction::LeftToRight => "left",
                    Direction::RightToLeft => "right",
                },
                ..context.clone()
            };
            let template = self.templates.get_template(&format!("{name}.{form}"))?;
            template.render(context).map(Zeroizing::new)
        };
        Ok(Sheet {
            language: Arc::clone(language),
            text: render("txt").map_err(impossible)?,
            html: render("html").map_err(impossible)?,
            subject: title,
        })
    }
}

pub(super) fn impossible(why: impl std::fmt::Display) -> Unprinted {
    Unprinted::Impossible(format!("the letter cannot be written: {why}"))
}

/// A URL as an attribute holds it. The template engine would escape each `/` as well, which is right and reads badly.
pub(super) fn in_attribute(url: &str) -> String {
    url.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
        .replace('<', "&lt;")
}
