//! Dependencies: the oldest versions without known holes.

use super::{Requirement, row, shows};

/// Libraries with advisories, and the first versions of each line that have them mended (RustSec).
pub const FLOORS: &[(&str, &[&str])] = &[
    ("h2", &["0.4.16"]),
    ("lettre", &["0.11.22"]),
    ("tokio-postgres", &["0.7.18"]),
    ("postgres-protocol", &["0.6.12"]),
    ("idna", &["1.0.3"]),
    ("time", &["0.3.47"]),
    ("bytes", &["1.11.1"]),
    ("tracing-subscriber", &["0.3.20"]),
    ("rand", &["0.9.3", "0.10.1"]),
];

/// The oldest SQLite that may be built in.
pub const SQLITE: &str = "3.51.3";

/// The rows.
pub const ROWS: &[Requirement] = &[
    row(
        "dependencies.floors",
        "No library is older than the version that mended its known holes",
        &["ASVS 15.2.1", "RustSec"],
    )
    .tests(&[shows(
        "crates/resetd/tests/conformance.rs",
        "no_library_is_older_than_its_floor",
    )]),
    row(
        "dependencies.sqlite",
        "Nor is the SQLite that is built in",
        &["ASVS 15.2.1"],
    )
    .tests(&[shows(
        "crates/resetd/tests/conformance.rs",
        "sqlite_is_not_older_than_its_floor",
    )]),
];
