//! `/problems/{type}`: what the type of a problem of `/v1` means, as a short page. It says what the table of
//! `docs/dialects/v1.md` says of it, and the advice that the problem itself carries.

use std::collections::BTreeMap;

use bytes::Bytes;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;
use strum::VariantArray;

use crate::openapi;
use crate::v1::problem::Kind;

const TEMPLATE: &str = include_str!("../../assets/problem.html");

/// One type, as its page shows it.
#[derive(Serialize)]
struct Shown {
    path: String,
    title: &'static str,
    status: u16,
    when: String,
    next: &'static str,
}

/// The pages, each by the last part of its path.
///
/// # Errors
/// The template and what it shows do not go together.
pub(super) fn pages() -> Result<BTreeMap<&'static str, Bytes>, minijinja::Error> {
    let mut templates = super::templates();
    templates.add_template("problem.html", TEMPLATE)?;
    let template = templates.get_template("problem.html")?;
    let when = openapi::problems_when();
    let shown = |kind: &Kind| Shown {
        path: format!("/problems/{}", kind.name()),
        title: kind.title(),
        status: kind.status().as_u16(),
        when: when(*kind),
        next: kind.advice(),
    };
    let all: Vec<Shown> = Kind::VARIANTS.iter().map(shown).collect();
    let one = |(kind, problem): (&Kind, &Shown)| {
        let page = template.render(context! { problem => Serde(problem), all => Serde(&all) })?;
        Ok::<_, minijinja::Error>((kind.name(), Bytes::from(page)))
    };
    Kind::VARIANTS.iter().zip(&all).map(one).collect()
}
