//! The arrows of the house point downwards: what each floor may know, held over the whole graph of dependencies, so
//! that a crate which reaches another by a detour is found as well.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at once"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{DependencyKind, MetadataCommand, PackageId};

/// Crates that speak HTTP.
const HTTP: [&str; 9] = [
    "axum",
    "axum-core",
    "h2",
    "http",
    "http-body",
    "httparse",
    "hyper",
    "hyper-util",
    "tower-http",
];

/// Crates that speak to a database.
const DATABASE: [&str; 8] = [
    "libsqlite3-sys",
    "refinery",
    "refinery-core",
    "rusqlite",
    "sqlx",
    "tokio-postgres",
    "postgres",
    "deadpool-postgres",
];

/// Crates that send mail.
const MAIL: [&str; 3] = ["lettre", "mail-send", "mail-builder"];

/// Crates that run futures.
const RUNTIME: [&str; 4] = ["tokio", "async-std", "smol", "mio"];

/// The floors that stand side by side.
const SIDE_BY_SIDE: [&str; 4] = ["web", "store", "directory", "courier"];

/// Every member of the workspace, with the names of all crates it reaches by normal dependencies.
struct House {
    reached: BTreeMap<String, BTreeSet<String>>,
}

impl House {
    fn look() -> House {
        let metadata = MetadataCommand::new()
            .manifest_path(root().join("Cargo.toml"))
            // Of other systems' crates not even the sources need to be here.
            .other_options(["--locked", "--offline", "--filter-platform", &host()].map(str::to_owned))
            .exec()
            .unwrap();
        let names: BTreeMap<&PackageId, &str> = metadata
            .packages
            .iter()
            .map(|it| (&it.id, it.name.as_str()))
            .collect();
        let graph: BTreeMap<&PackageId, Vec<&PackageId>> = metadata
            .resolve
            .as_ref()
            .unwrap()
            .nodes
            .iter()
            .map(|node| {
                let normal = node
                    .deps
                    .iter()
                    .filter(|dep| dep.dep_kinds.iter().any(|it| it.kind == DependencyKind::Normal));
                (&node.id, normal.map(|dep| &dep.pkg).collect())
            })
            .collect();
        let reached = metadata
            .workspace_members
            .iter()
            .map(|member| {
                let mut seen = BTreeSet::from([member]);
                let mut left = vec![member];
                while let Some(next) = left.pop() {
                    left.extend(graph[next].iter().filter(|it| seen.insert(it)));
                }
                seen.remove(member);
                let named = seen.into_iter().map(|it| names[it].to_owned()).collect();
                (names[member].to_owned(), named)
            })
            .collect();
        House { reached }
    }

    fn reaches(&self, floor: &str, wanted: &[&str]) -> Vec<String> {
        let reached = &self.reached[floor];
        wanted
            .iter()
            .filter(|it| reached.contains(**it))
            .map(|it| format!("{floor} → {it}"))
            .collect()
    }

    /// Which floors other than these reach any of the crates.
    fn strangers(&self, crates: &[&str], allowed: &[&str]) -> Vec<String> {
        let others = self.reached.keys().filter(|it| !allowed.contains(&it.as_str()));
        others.flat_map(|floor| self.reaches(floor, crates)).collect()
    }
}

/// The name of this system, as the compiler calls it.
fn host() -> String {
    let said = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let said = String::from_utf8(said).unwrap();
    said.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap()
        .to_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_graph_is_read_to_its_ends() {
    let house = House::look();
    assert!(house.reached.len() >= 8, "{:?}", house.reached.keys());
    assert_eq!(house.reaches("store", &["rusqlite", "libsqlite3-sys"]).len(), 2);
    assert_eq!(house.reaches("courier", &["lettre"]).len(), 1);
    assert_eq!(house.reaches("web", &["axum", "httparse"]).len(), 2);
}

#[test]
fn the_ground_floor_knows_no_http_no_database_no_mail_and_no_runtime() {
    let house = House::look();
    for forbidden in [&HTTP[..], &DATABASE, &MAIL, &RUNTIME] {
        assert_eq!(house.reaches("recovery", forbidden), [""; 0]);
    }
    let own: Vec<&String> = house.reached["recovery"]
        .iter()
        .filter(|it| house.reached.contains_key(*it))
        .collect();
    assert!(own.is_empty(), "recovery → {own:?}");
}

#[test]
fn languages_stand_on_the_ground_beside_it_and_know_nothing_of_the_house() {
    let house = House::look();
    for forbidden in [&HTTP[..], &DATABASE, &MAIL, &RUNTIME] {
        assert_eq!(house.reaches("i18n", forbidden), [""; 0]);
    }
    let own: Vec<&String> = house.reached["i18n"]
        .iter()
        .filter(|it| house.reached.contains_key(*it))
        .collect();
    assert!(own.is_empty(), "i18n → {own:?}");
    assert_eq!(house.reaches("courier", &["i18n"]).len(), 1);
}

#[test]
fn only_the_store_speaks_to_a_database() {
    assert_eq!(
        House::look().strangers(&DATABASE, &["store", "resetd", "xtask"]),
        [""; 0]
    );
}

#[test]
fn only_the_courier_sends_mail() {
    assert_eq!(House::look().strangers(&MAIL, &["courier", "resetd"]), [""; 0]);
}

#[test]
fn only_the_street_speaks_http() {
    assert_eq!(
        House::look().strangers(&["axum", "hyper", "tower-http"], &["web", "resetd", "xtask"]),
        [""; 0]
    );
}

#[test]
fn what_checks_the_model_is_no_part_of_any_floor() {
    // It brings an HTTP server of its own, to look at models with.
    assert_eq!(
        House::look().strangers(&["stateright", "tiny_http"], &[]),
        [""; 0]
    );
}

#[test]
fn floors_side_by_side_do_not_know_each_other_nor_the_roof() {
    let house = House::look();
    for floor in SIDE_BY_SIDE {
        let others: Vec<&str> = SIDE_BY_SIDE
            .into_iter()
            .filter(|it| *it != floor)
            .chain(["resetd", "xtask"])
            .collect();
        assert_eq!(house.reaches(floor, &others), [""; 0]);
        assert_eq!(house.reaches(floor, &["recovery"]).len(), 1);
    }
}

#[test]
fn tests_of_a_floor_do_not_look_sideways_either() {
    for floor in SIDE_BY_SIDE {
        let manifest = std::fs::read_to_string(root().join("crates").join(floor).join("Cargo.toml")).unwrap();
        for other in SIDE_BY_SIDE.into_iter().filter(|it| *it != floor) {
            let named = manifest.lines().any(|line| {
                line.trim_start()
                    .strip_prefix(other)
                    .is_some_and(|rest| rest.starts_with([' ', '.', '=']))
            });
            assert!(!named, "{floor} names {other} in its manifest");
        }
    }
}

#[test]
fn statements_of_the_database_stand_in_the_store_alone() {
    let statements = [
        "SELECT ",
        "INSERT INTO ",
        "INSERT OR ",
        "UPDATE ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "PRAGMA ",
        "BEGIN IMMEDIATE",
        "rusqlite",
    ];
    let mut sources = Vec::new();
    for floor in ["recovery", "i18n", "web", "directory", "courier", "resetd"] {
        rust_files(&root().join("crates").join(floor).join("src"), &mut sources);
    }
    rust_files(&root().join("xtask/src"), &mut sources);
    assert!(sources.len() > 20, "only {} files were found", sources.len());
    let mut found = Vec::new();
    for path in sources {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"));
        let hits = lines.filter(|(_, line)| statements.iter().any(|it| line.contains(it)));
        found.extend(hits.map(|(at, line)| format!("{}:{}: {}", path.display(), at + 1, line.trim())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}
