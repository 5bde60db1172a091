//! The oldest versions that libraries may have.

use resetd::conformance::dependencies::{FLOORS, SQLITE};

use super::run::root;

/// The numbers of a version, without what stands behind them (`0.3.47-rc.1+x`).
fn numbers(version: &str) -> [u64; 3] {
    let plain = version.split(['-', '+']).next().unwrap();
    let parts: Vec<u64> = plain.split('.').map(|it| it.parse().unwrap()).collect();
    parts.try_into().unwrap()
}

/// Whether a version is of a line that was mended. A line is what Cargo takes for compatible: `0.9`, or `1`.
fn mended(version: [u64; 3], floors: &[&str]) -> bool {
    let line = |it: [u64; 3]| if it[0] == 0 { (0, it[1]) } else { (it[0], 0) };
    let mut floors: Vec<_> = floors.iter().map(|it| numbers(it)).collect();
    floors.sort_unstable();
    let newest = *floors.last().unwrap();
    let in_line = floors
        .iter()
        .any(|it| line(*it) == line(version) && version >= *it);
    in_line || line(version) > line(newest)
}

/// Name and version of each library that is built in.
fn locked() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let lock: toml::Table = text.parse().unwrap();
    let packages = lock.get("package").unwrap().as_array().unwrap();
    let field = |it: &toml::Value, name: &str| it[name].as_str().unwrap().to_owned();
    packages
        .iter()
        .map(|it| (field(it, "name"), field(it, "version")))
        .collect()
}

pub fn every_library_holds() {
    let locked = locked();
    let mut seen = 0;
    for (name, version) in &locked {
        if let Some((_, floors)) = FLOORS.iter().find(|(it, _)| it == name) {
            assert!(
                mended(numbers(version), floors),
                "{name} {version} is older than {floors:?}"
            );
            seen += 1;
        }
    }
    assert!(seen >= 5, "{seen} of the libraries were found");
}

pub fn sqlite_holds(version: &str) {
    assert!(numbers(version) >= numbers(SQLITE), "SQLite {version}");
}

#[test]
fn a_version_below_its_floor_is_noticed() {
    for old in ["0.9.2", "0.10.0", "0.8.9"] {
        assert!(!mended(numbers(old), &["0.9.3", "0.10.1"]), "{old}");
    }
    for new in ["0.9.3", "0.10.1", "0.11.0", "1.0.0"] {
        assert!(mended(numbers(new), &["0.9.3", "0.10.1"]), "{new}");
    }
}
