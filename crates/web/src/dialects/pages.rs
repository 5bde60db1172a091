//! The pages under `docs/dialects` state every answer as a row. Here they are compared with the tables, both ways:
//! nothing promised is missing, nothing said is a surprise.

use std::collections::BTreeSet;

use recovery::outcome::{Asked, Changed, Checked, LinkChanged};
use strum::VariantArray;

use super::{fourpoint, userverse};
use crate::openapi::userverse::shown;
use crate::reply::{Flaw, Part, Reply, Unread};
use crate::settings::Compat;
use userverse::{Entry, Place, Requested, Row, flaws};

const FOURPOINT: &str = include_str!("../../../../docs/dialects/4pointx.md");
const USERVERSE: &str = include_str!("../../../../docs/dialects/userverse.md");

/// The rows of the table whose head starts so, their cells without back-ticks; the cells under *when* left out.
pub(crate) fn rows(page: &str, head: &str, without: usize) -> BTreeSet<Vec<String>> {
    let table = page.lines().skip_while(|it| !it.starts_with(head)).skip(2);
    let cells = |line: &str| -> Vec<String> {
        let cells = line.trim_matches('|').split('|').enumerate();
        let kept = cells.filter(|(at, _)| *at != without);
        kept.map(|(_, cell)| cell.trim().trim_matches('`').to_owned())
            .collect()
    };
    table.take_while(|it| it.starts_with('|')).map(cells).collect()
}

pub(crate) fn same(page: &BTreeSet<Vec<String>>, code: &BTreeSet<Vec<String>>) {
    assert!(!page.is_empty());
    let only = |one: &BTreeSet<Vec<String>>, other| one.difference(other).cloned().collect::<Vec<_>>();
    assert_eq!(
        only(page, code),
        Vec::<Vec<String>>::new(),
        "promised and never said"
    );
    assert_eq!(
        only(code, page),
        Vec::<Vec<String>>::new(),
        "said and not promised"
    );
}

fn body() -> [Unread; 1] {
    [Unread::new(Part::Body, Flaw::NotJson(0))]
}

#[test]
fn the_4pointx_page_and_its_tables_say_the_same() {
    let said = |call: &str, row: fourpoint::Row| vec![call.into(), row.status.to_string(), row.said.into()];
    let ask = Reply::all(Asked::VARIANTS.iter().copied(), body())
        .into_iter()
        .map(|it| said("generate_otp", fourpoint::generate_otp(it)));
    let check = Reply::all(Checked::VARIANTS.iter().copied(), body())
        .into_iter()
        .map(|it| said("validate_otp", fourpoint::validate_otp(it)));
    let change = Reply::all(Changed::all(), body())
        .into_iter()
        .map(|it| said("password", fourpoint::password(it)));
    same(
        &rows(FOURPOINT, "| call | when |", 1),
        &ask.chain(check).chain(change).collect(),
    );
}

fn all_rows(compat: Compat) -> Vec<(&'static str, Row)> {
    let requests = Reply::all(Requested::VARIANTS.iter().copied(), flaws::of_request());
    let changes = Reply::all(Changed::all(), flaws::of_validate_otp());
    let links = Reply::all(LinkChanged::all(), flaws::of_reset_with_token());
    let requests = requests
        .into_iter()
        .map(|it| ("request", userverse::request(it, compat)));
    let changes = changes
        .into_iter()
        .map(|it| ("validate-otp", userverse::validate_otp(it, compat)));
    let links = links
        .into_iter()
        .map(|it| ("reset-with-token", userverse::reset_with_token(it, compat)));
    requests.chain(changes).chain(links).collect()
}

#[test]
fn the_userverse_page_and_its_tables_say_the_same() {
    let mut said = BTreeSet::new();
    for compat in Compat::VARIANTS {
        for (call, row) in all_rows(*compat) {
            let code = if row.error.is_some() { row.code() } else { "–" };
            let cells = [
                call,
                compat.into(),
                &row.status.to_string(),
                code,
                row.message,
                &shown(&row),
            ];
            said.insert(cells.map(str::to_owned).to_vec());
        }
    }
    let mut promised = BTreeSet::new();
    for row in rows(USERVERSE, "| call | compat |", 2) {
        for compat in Compat::VARIANTS {
            let name: &str = compat.into();
            if row[1] == name || row[1] == "both" {
                let mut row = row.clone();
                row[1] = name.to_owned();
                promised.insert(row);
            }
        }
    }
    same(&promised, &said);
}

fn entry(it: &Entry) -> Vec<String> {
    let step = |place: &Place| match place {
        Place::Key(key) => format!("\"{key}\""),
        Place::At(_) => "N".to_owned(),
    };
    let place: Vec<String> = it.place.iter().map(step).collect();
    let message = [
        ("value is not a valid email address: ", ": "),
        ("Value error, ", ", "),
    ]
    .iter()
    .find_map(|(start, _)| it.message.starts_with(start).then(|| format!("{start}…")))
    .unwrap_or(it.message.to_string());
    vec![it.kind.to_owned(), format!("[{}]", place.join(",")), message]
}

#[test]
fn the_userverse_page_lists_every_entry_of_malformed_input() {
    let entries = all_rows(Compat::Current);
    let said = entries
        .iter()
        .filter_map(|(_, row)| row.entry.as_ref())
        .map(entry);
    same(&rows(USERVERSE, "| type | loc |", 9), &said.collect());
}
