//! `docs/dialects/v1.md` and the code say the same, both ways.

use recovery::address::Email;
use recovery::back_end::{Created, Verified};
use recovery::moment::Span;
use recovery::password::Refusal;
use recovery::subject::{Account, AccountId, AccountVersion, Status};
use strum::VariantArray;

use super::accounts::{self, Said};
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

fn ann() -> Account {
    Account {
        id: AccountId(1),
        version: AccountVersion(1),
        email: Email::parse("ann@example.com").unwrap(),
        name: None,
        locale: None,
        status: Status::Active,
        password_changed_at: None,
    }
}

#[test]
fn the_page_lists_every_answer_of_the_back_ends_calls() {
    let refused = Refusal::VARIANTS.iter().copied().map(Created::Refused);
    let created = [Created::New(Box::new(ann())), Created::Known]
        .into_iter()
        .chain(refused);
    let shown = || [accounts::show(Some(&ann())), accounts::show(None)];
    let verified = [Verified::Right, Verified::Wrong, Verified::Wait(Span::seconds(1))];
    let calls: [(&str, Vec<Said>); 7] = [
        ("create", created.map(|it| accounts::create(&it)).collect()),
        ("look up", shown().to_vec()),
        ("show", shown().to_vec()),
        ("disable", shown().to_vec()),
        ("enable", shown().to_vec()),
        ("remove", [true, false].map(accounts::remove).to_vec()),
        ("verify", verified.map(accounts::verify).to_vec()),
    ];
    let row = |call: &str, said: Said| {
        let (status, kind) = match said {
            Said::Done(status) => (status, "–".to_owned()),
            Said::Problem(kind) => (kind.status(), format!("/problems/{}", kind.name())),
        };
        vec![call.to_owned(), status.as_u16().to_string(), kind]
    };
    let said = calls
        .iter()
        .flat_map(|(call, all)| all.iter().map(|it| row(call, *it)));
    same(&rows(PAGE, "| call | when | status |", 1), &said.collect());
}
