//! What is generated from the table of settings is as fresh as the table.

use std::path::Path;

use resetd::settings::{Settings, pages};

use super::house::House;

fn fresh(file: &str, page: &str, command: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == page,
        "{file} is stale; write it anew with\n  cargo run -- config {command} > {file}"
    );
}

#[test]
fn the_example_file_is_the_one_the_program_prints() {
    fresh("resetd.example.toml", &pages::example(), "example");
}

#[test]
fn the_page_of_settings_is_the_one_the_program_prints() {
    fresh("docs/settings.md", &pages::page(), "docs");
}

#[test]
fn the_example_file_changes_nothing() {
    let of_example = House::with(&pages::example()).settings(&[], &[]);
    let of_defaults = House::bare().settings(&[], &[]);
    assert_eq!(shown(&of_example), shown(&of_defaults));
}

fn shown(settings: &Settings) -> String {
    format!("{settings:#?}")
}
