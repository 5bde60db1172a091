//! `docs/dialects/v1.md` and the code say the same, both ways.

use strum::VariantArray;

use super::problem::Kind;
use crate::dialects::pages::{rows, same};

const PAGE: &str = include_str!("../../../../docs/dialects/v1.md");

#[test]
fn the_page_lists_every_kind_of_problem() {
    let said = Kind::VARIANTS.iter().map(|kind| {
        vec![
            format!("/problems/{}", kind.name()),
            kind.status().as_u16().to_string(),
            kind.title().to_owned(),
        ]
    });
    same(&rows(PAGE, "| type | status |", 3), &said.collect());
}
