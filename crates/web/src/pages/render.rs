//! Templates become pages.

use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use i18n::Language;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use recovery::address::Email;

use super::Pages;
use super::view::View;
use super::voice::Voice;

/// The templates, by name. They are part of the program, so that nothing is missing when somebody needs it.
const TEMPLATES: [(&str, &str); 7] = [
    ("base.html", include_str!("templates/base.html")),
    ("start.html", include_str!("templates/start.html")),
    ("code.html", include_str!("templates/code.html")),
    ("password.html", include_str!("templates/password.html")),
    ("done.html", include_str!("templates/done.html")),
    ("not-me.html", include_str!("templates/not-me.html")),
    ("trouble.html", include_str!("templates/trouble.html")),
];

/// What is said where no page can be made.
const NO_PAGE: &str = "Something went wrong here. Nothing was changed. Please try again later.\n";

/// The templates, those of an operator's directory in the place of ours. A directory may add files of its own, for
/// templates to include.
pub(super) fn templates(directory: Option<&Path>) -> Result<Environment<'static>, Vec<String>> {
    let mut templates = Environment::new();
    // A misspelt name is an error, not an empty place on somebody's page.
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    let mut wrong = Vec::new();
    for (name, source) in TEMPLATES {
        if let Err(why) = templates.add_template(name, source) {
            wrong.push(told(&why));
        }
    }
    let Some(directory) = directory else {
        return if wrong.is_empty() {
            Ok(templates)
        } else {
            Err(wrong)
        };
    };
    let unread = |what: &Path, why: std::io::Error| format!("{} cannot be read: {why}", what.display());
    let entries = std::fs::read_dir(directory).map_err(|why| vec![unread(directory, why)])?;
    let mut found = 0;
    for path in entries.filter_map(|it| it.ok().map(|it| it.path())) {
        let name = path.file_name().and_then(|it| it.to_str());
        let Some(name) = name.filter(|it| it.ends_with(".html")) else {
            continue;
        };
        found += 1;
        match std::fs::read_to_string(&path) {
            Err(why) => wrong.push(unread(&path, why)),
            Ok(source) => {
                if let Err(why) = templates.add_template_owned(name.to_owned(), source) {
                    wrong.push(told(&why));
                }
            }
        }
    }
    if found == 0 {
        wrong.push(format!("{} holds no file *.html", directory.display()));
    }
    wrong.sort();
    if wrong.is_empty() {
        Ok(templates)
    } else {
        Err(wrong)
    }
}

/// An error of a template with its file and line, and what it comes from.
pub(super) fn told(error: &minijinja::Error) -> String {
    let mut told = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(why) = cause {
        told = format!("{told}: {why}");
        cause = why.source();
    }
    told
}

impl Pages {
    /// The page of a view, as text.
    pub(super) fn text_of(&self, language: &Arc<Language>, view: &View) -> Result<String, String> {
        let title = language.text(view.title, &[]).map_err(|it| it.to_string())?;
        let context = context! {
            say => Value::from_object(Voice(Arc::clone(language))),
            lang => language.tag(),
            dir => language.direction().as_html(),
            place => &self.settings.place,
            title,
            assets => self.assets.context(&self.base),
            support => self.support(),
            languages => view.links.as_ref().map(|it| self.language_links(language, it)),
            errors => &view.mistakes,
            ..view.context.clone()
        };
        let template = self.templates.get_template(view.template);
        template
            .and_then(|it| it.render(context))
            .map_err(|why| told(&why))
    }

    /// The page of a view.
    pub(super) fn page(&self, status: StatusCode, language: &Arc<Language>, view: &View) -> Response {
        match self.text_of(language, view) {
            Ok(text) => html(status, language, text),
            Err(why) => {
                tracing::error!(template = view.template, %why, "a page cannot be made");
                let mut response = Response::new(Body::from(NO_PAGE));
                *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                let label = HeaderValue::from_static("text/plain; charset=utf-8");
                response.headers_mut().insert(header::CONTENT_TYPE, label);
                response
            }
        }
    }

    /// Elsewhere on this origin.
    pub(super) fn see_other(&self, path: &str) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SEE_OTHER;
        if let Ok(place) = HeaderValue::try_from(self.at(path)) {
            response.headers_mut().insert(header::LOCATION, place);
        }
        response
    }

    fn support(&self) -> Option<Value> {
        let text = self.settings.support.as_deref()?;
        let href = if Email::parse(text).is_ok() {
            Some(format!("mailto:{text}"))
        } else if text.starts_with("https://") && url::Url::parse(text).is_ok() {
            Some(text.to_owned())
        } else {
            None
        };
        Some(context! { text, href })
    }

    /// Every language by its own name. One of an operator's that has no name of its own goes by its tag.
    fn language_links(&self, here: &Arc<Language>, to: &str) -> Vec<Value> {
        let name = |it: &Language| it.text("language-name", &[]).unwrap_or_default();
        let english = self.languages.choose([]);
        let all = self.languages.all().map(|it| {
            let own = name(it);
            let borrowed = own.is_empty() || (it.tag() != english.tag() && own == name(english));
            context! {
                tag => it.tag(),
                name => if borrowed { it.tag().to_owned() } else { own },
                href => Value::from_safe_string(format!("{to}{}", it.tag())),
                here => it.tag() == here.tag(),
            }
        });
        all.collect()
    }
}

fn html(status: StatusCode, language: &Language, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let label = HeaderValue::from_static("text/html; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, label);
    if let Ok(tag) = HeaderValue::try_from(language.tag()) {
        headers.insert(header::CONTENT_LANGUAGE, tag);
    }
    response
}

/// One more cookie on an answer.
pub(super) fn with_cookie(mut response: Response, line: &str) -> Response {
    if let Ok(value) = HeaderValue::try_from(line) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
