//! `docs/dialects/v1.md` and the code say the same, both ways.

use recovery::address::Email;
use recovery::back_end::{Created, Verified};
use recovery::desk::{FlowChanged, LinkEnded};
use recovery::flow::FlowChecked;
use recovery::moment::Span;
use recovery::password::Refusal;
use recovery::subject::{Account, AccountId, AccountVersion, Status};
use strum::VariantArray;

use super::accounts::{self, Said};
use super::problem::Kind;
use super::recoveries;
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
        disowned: false,
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
    let (_, page) = PAGE.split_once("### Answers").unwrap();
    same(&rows(page, "| call | when | status |", 1), &said.collect());
}

#[test]
fn the_page_lists_every_answer_of_recoveries() {
    let checked = [
        FlowChecked::Accepted,
        FlowChecked::Wrong { left: 1 },
        FlowChecked::Spent,
        FlowChecked::Expired,
        FlowChecked::Unknown,
    ];
    let changed = [FlowChanged::Done]
        .into_iter()
        .chain(checked.map(FlowChanged::Not))
        .chain(Refusal::VARIANTS.iter().copied().map(FlowChanged::Refused));
    let row = |call: &str, good: u16, kind: Option<Kind>| {
        let (status, kind) = match kind {
            None => (good, "–".to_owned()),
            Some(kind) => (kind.status().as_u16(), format!("/problems/{}", kind.name())),
        };
        vec![call.to_owned(), status.to_string(), kind]
    };
    let begun = [
        row("begin", 202, None),
        row("resend", 202, None),
        row("resend", 202, Some(Kind::NoSuchRecovery)),
    ];
    let said = begun
        .into_iter()
        .chain(checked.map(|it| row("check", 200, recoveries::check(it))))
        .chain(changed.map(|it| row("password", 204, recoveries::password(it))))
        .chain(LinkEnded::all().map(|it| row("link", 204, recoveries::link(it))));
    same(&rows(PAGE, "| call | when | status |", 1), &said.collect());
}

#[test]
fn the_page_lists_every_answer_about_puzzles() {
    let (_, page) = PAGE.split_once("### Working for one more call").unwrap();
    let row = |status: u16, kind: Option<Kind>| {
        let kind = kind.map_or("–".to_owned(), |it| format!("/problems/{}", it.name()));
        vec!["puzzle".to_owned(), status.to_string(), kind]
    };
    let none = super::puzzles::none().kind();
    let said = [
        row(200, None),
        row(none.status().as_u16(), Some(none)),
        row(429, Some(Kind::TooManyRequests)),
    ];
    same(&rows(page, "| call | when | status |", 1), &said.into());
}

#[test]
fn the_page_lists_what_can_be_told_of_a_password() {
    use recovery::strength::Weakness;
    let weaknesses = Weakness::VARIANTS.iter().map(|it| vec![it.token().to_owned()]);
    same(&rows(PAGE, "| weakness |", 1), &weaknesses.collect());
    let (_, section) = PAGE.split_once("## Passwords").unwrap();
    for refusal in Refusal::VARIANTS {
        assert!(section.contains(&format!("`{}`", refusal.token())));
    }
}
