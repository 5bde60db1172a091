//! The key file.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use recovery::keys::{KeyId, KeyRing};
use resetd::doors::SystemChance;
use resetd::keys_file::{existing, open};
use resetd::settings::Keys;

use super::house::House;

fn file(path: &Path) -> Keys {
    Keys::File(path.to_owned())
}

fn opened(path: &Path) -> KeyRing {
    open(&file(path), &SystemChance).unwrap()
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// What is said of a key file with this text.
fn said(text: &str) -> String {
    let house = House::bare();
    let path = house.put("keys", text);
    mode(&path, 0o600);
    let why = open(&file(&path), &SystemChance).unwrap_err().to_string();
    why.replace(&format!("{}/", house.path().display()), "")
}

const GOOD: &str = "kQXx9hJc1tD4o2vWm0bqZr5uE7sYyT3fGa8LpN6iHjU";
const OTHER: &str = "Zp3mVb8KcR1xYw5NdQ7tGf2HjL9sAu4EiO6yTkXvBhM";

#[test]
fn the_first_start_makes_keys_that_their_owner_alone_can_read() {
    let house = House::bare();
    let path = house.path().join("data/deep/keys");
    assert!(
        existing(&file(&path))
            .unwrap_err()
            .to_string()
            .contains("there is no key file")
    );
    let ring = opened(&path);
    assert_eq!(ring.issuing(), KeyId(1));
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777,
        0o600
    );
    assert_eq!(
        std::fs::metadata(path.parent().unwrap())
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o700
    );
    let left = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(left, 1, "nothing else is left behind");
    assert_eq!(
        opened(&path).fingerprints(),
        ring.fingerprints(),
        "the next start has the same"
    );
    let elsewhere = opened(&house.path().join("other/keys"));
    assert_ne!(elsewhere.fingerprints(), ring.fingerprints());
}

#[test]
fn of_many_starters_that_race_all_have_the_same_keys() {
    let house = House::bare();
    let path = house.path().join("keys");
    let rings: Vec<_> = std::thread::scope(|scope| {
        let starters: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| opened(&path).fingerprints()))
            .collect();
        starters.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert!(rings.iter().all(|it| *it == rings[0]));
    assert_eq!(std::fs::read_dir(house.path()).unwrap().count(), 1);
}

#[test]
fn keys_that_others_can_read_are_refused() {
    let house = House::bare();
    let path = house.path().join("keys");
    opened(&path);
    for bad in [0o640, 0o604, 0o620, 0o644, 0o666] {
        mode(&path, bad);
        let said = open(&file(&path), &SystemChance).unwrap_err().to_string();
        assert!(
            said.contains("others can read or write") && said.contains("chmod 600"),
            "{bad:o}: {said}"
        );
    }
    mode(&path, 0o400);
    assert!(open(&file(&path), &SystemChance).is_ok());
}

#[test]
fn a_damaged_key_file_is_refused_with_the_line() {
    assert!(said(&format!("ledger {GOOD}\nkey 1 {OTHER}\nhello\n")).contains("keys, line 3: neither"));
    assert!(
        said(&format!("# ours\n\nledger {GOOD}\nkey 0 {OTHER}\n"))
            .contains("keys, line 4: the number of a key")
    );
    assert!(said(&format!("ledger {GOOD}\nkey 1 abc\n")).contains("keys, line 2: a key is 32 bytes"));
    assert!(said(&format!("ledger {GOOD}\nledger {OTHER}\n")).contains("keys, line 2: a second ledger key"));
    assert!(said(&format!("key 1 {OTHER}\n")).contains("no ledger key"));
    assert!(said(&format!("ledger {GOOD}\n")).contains("the ring holds no key"));
    assert!(said(&format!("ledger {GOOD}\nkey 1 {GOOD}\n")).contains("one key stands there twice"));
    assert!(said("").contains("no ledger key"));
}

#[test]
fn weak_keys_stop_the_start_and_no_key_is_ever_repeated() {
    let zero = "A".repeat(43);
    let said_of_zero = said(&format!("ledger {GOOD}\nkey 1 {zero}\n"));
    assert!(
        said_of_zero.contains("not random") && said_of_zero.contains("Remove the file"),
        "{said_of_zero}"
    );
    let said_of_line = said(&format!("ledger {GOOD}\nkey 1 {OTHER} {OTHER}\n"));
    assert!(
        !said_of_line.contains(OTHER) && !said_of_zero.contains(GOOD),
        "{said_of_line}"
    );
}

#[test]
fn keys_can_come_from_a_secret_setting_instead() {
    let ring = format!("ledger {GOOD}\nkey 1 {OTHER}\n");
    let settings = House::bare().settings(&[("RESETD__KEYS__RING", &ring)], &[]);
    assert_eq!(open(&settings.keys, &SystemChance).unwrap().issuing(), KeyId(1));
    assert!(!format!("{settings:?}").contains(OTHER));
}
