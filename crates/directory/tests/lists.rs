//! Lists of known passwords: what is found in them, what is not, and what becomes of files that are not whole.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at once"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use directory::lists::{About, ListName, Maker, Shelf, Swallowed};
use proptest::prelude::*;
use recovery::known::Blocklist;
use recovery::moment::Moment;
use recovery::secret::Password;

const NOW: Moment = Moment(1_763_900_000_000);

fn name(text: &str) -> ListName {
    ListName::parse(text).unwrap()
}

fn import(directory: &Path, called: &str, passwords: &[&str]) -> About {
    let mut maker = Maker::begin(directory).unwrap();
    for it in passwords {
        maker.password(it).unwrap();
    }
    maker.finish(&name(called), NOW, |_| {}).unwrap()
}

fn has(shelf: &Shelf, password: &str) -> bool {
    shelf.has(&Password::new(password.to_owned()))
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let temporary = tempfile::tempdir().unwrap();
    let directory = temporary.path().join("passwords");
    (temporary, directory)
}

fn files(directory: &Path) -> Vec<String> {
    let names = fs::read_dir(directory).unwrap();
    names
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn whatever_is_in_a_list_is_found_as_it_is_typed_and_however_it_is_capitalised() {
    let (_temporary, directory) = place();
    let about = import(
        &directory,
        "small",
        &["hunter2 hunter2", "PassPhrase-Élan", "hunter2 hunter2"],
    );
    assert_eq!(
        (about.read, about.entries),
        (3, 3),
        "the second one also in small letters"
    );
    let shelf = Shelf::open(&directory).unwrap();
    for known in [
        "hunter2 hunter2",
        "Hunter2 HUNTER2",
        "PassPhrase-Élan",
        "passphrase-élan",
        "PASSPHRASE-E\u{301}LAN",
    ] {
        assert!(has(&shelf, known), "{known}");
    }
    for unknown in ["hunter2", "hunter2 hunter3", "passphrase-elan", ""] {
        assert!(!has(&shelf, unknown), "{unknown}");
    }
}

#[test]
fn lists_of_hashes_are_imported_as_breach_services_hand_them_out() {
    let (_temporary, directory) = place();
    let mut maker = Maker::begin(&directory).unwrap();
    let line = "3CFE0BB2B5F8DB96DE19FBC4E3E4E6C2F4BA8BFA";
    let known = sha1_of("correct horse");
    assert_eq!(maker.hash(&format!("{known}:17")).unwrap(), Swallowed::Taken);
    assert_eq!(
        maker.hash(&sha1_of("Tr0ub4dor&3").to_lowercase()).unwrap(),
        Swallowed::Taken
    );
    assert_eq!(
        maker.hash(&format!("{}:0", sha1_of("padding"))).unwrap(),
        Swallowed::Padding
    );
    for bad in [
        "",
        "xyz",
        &line[1..],
        &format!("{line}0"),
        &format!("{line}:many"),
        &format!("+{}", &line[1..]),
    ] {
        assert_eq!(maker.hash(bad).unwrap(), Swallowed::NoHash, "{bad}");
    }
    let about = maker.finish(&name("hashes"), NOW, |_| {}).unwrap();
    assert_eq!((about.read, about.entries), (2, 2));
    let shelf = Shelf::open(&directory).unwrap();
    assert!(has(&shelf, "correct horse") && has(&shelf, "Correct Horse") && has(&shelf, "Tr0ub4dor&3"));
    assert!(!has(&shelf, "tr0ub4dor&3"), "a hash has no small letters");
    assert!(!has(&shelf, "padding"));
}

/// In capital letters, as breach services write it.
fn sha1_of(text: &str) -> String {
    let bytes = directory::lists::fingerprint(text);
    bytes.iter().map(|it| format!("{it:02X}")).collect()
}

#[test]
fn lists_of_any_length_are_built_from_none_to_many() {
    for many in [0, 1, 2, 3, 1000, 100_000] {
        let (_temporary, directory) = place();
        let all: Vec<String> = (0..many).map(|n| format!("password number {n}")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let about = import(&directory, "many", &all);
        assert_eq!(about.entries, u64::try_from(many).unwrap());
        let shelf = Shelf::open(&directory).unwrap();
        assert!(all.iter().all(|it| has(&shelf, it)), "{many}");
    }
}

#[test]
fn a_good_password_is_taken_for_a_listed_one_once_in_65_536_times() {
    let (_temporary, directory) = place();
    let all: Vec<String> = (0..200_000).map(|n| format!("in the list {n}")).collect();
    import(
        &directory,
        "many",
        &all.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let shelf = Shelf::open(&directory).unwrap();
    let tries = 2_000_000;
    let wrong = (0..tries)
        .filter(|n| has(&shelf, &format!("not in it {n}")))
        .count();
    // 30.5 are to be expected; the hashes are fixed, so this is the same at every run.
    assert!((10..60).contains(&wrong), "{wrong} of {tries}");
    let size = fs::metadata(directory.join("many.list")).unwrap().len();
    assert!(size < 200_000 * 3, "{size} bytes");
}

#[test]
fn a_list_takes_the_place_of_the_one_before_it_and_leaves_nothing_else_behind() {
    let (_temporary, directory) = place();
    import(&directory, "one", &["the old password"]);
    import(&directory, "two", &["another password"]);
    let shelf = Shelf::open(&directory).unwrap();
    assert!(!shelf.refresh().unwrap(), "nothing has changed");
    import(&directory, "one", &["the new password"]);
    assert!(has(&shelf, "the old password"), "until it is read again");
    assert!(shelf.refresh().unwrap());
    assert!(
        !has(&shelf, "the old password")
            && has(&shelf, "the new password")
            && has(&shelf, "another password")
    );
    let mut found = files(&directory);
    found.sort();
    assert_eq!(found, ["one.list", "two.list"]);
    assert_eq!(
        fs::metadata(&directory).unwrap().permissions().mode() & 0o777,
        0o700
    );

    let listed = Shelf::listing(&directory).unwrap();
    assert_eq!(listed, shelf.about());
    assert_eq!(listed[0].name.as_str(), "one");
    assert_eq!(
        (listed[0].imported_at, listed[0].read, listed[0].entries),
        (NOW, 1, 1)
    );

    assert!(Shelf::remove(&directory, &name("one")).unwrap());
    assert!(!Shelf::remove(&directory, &name("one")).unwrap());
    assert!(shelf.refresh().unwrap());
    assert!(!has(&shelf, "the new password"));
}

#[test]
fn an_import_that_is_given_up_changes_nothing() {
    let (_temporary, directory) = place();
    import(&directory, "one", &["the old password"]);
    let mut maker = Maker::begin(&directory).unwrap();
    maker.password("the new password").unwrap();
    drop(maker);
    assert_eq!(files(&directory), ["one.list"]);
    assert!(has(&Shelf::open(&directory).unwrap(), "the old password"));
}

#[test]
fn a_directory_that_is_not_there_has_no_lists() {
    let (_temporary, directory) = place();
    let shelf = Shelf::open(&directory).unwrap();
    assert!(shelf.about().is_empty() && !has(&shelf, "x"));
    assert!(Shelf::listing(&directory).unwrap().is_empty());
}

#[test]
fn a_file_that_is_cut_or_changed_is_refused_and_the_lists_before_stay() {
    let (_temporary, directory) = place();
    import(&directory, "one", &["the old password", "and another"]);
    let shelf = Shelf::open(&directory).unwrap();
    let file = directory.join("one.list");
    let whole = fs::read(&file).unwrap();
    let mut spoilt: Vec<Vec<u8>> = [0, 1, 30, whole.len() / 2, whole.len() - 1]
        .iter()
        .map(|at| whole[..*at].to_vec())
        .collect();
    for at in (0..whole.len()).step_by(37) {
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        spoilt.push(changed);
    }
    spoilt.push([whole.as_slice(), b"x"].concat());
    for bytes in spoilt {
        fs::remove_file(&file).unwrap();
        fs::write(&file, bytes).unwrap();
        let said = Shelf::open(&directory).map(|_| ()).unwrap_err().to_string();
        assert!(said.contains("one.list cannot be read"), "{said}");
        assert!(shelf.refresh().is_err());
        assert!(has(&shelf, "the old password"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_that_was_imported_is_ever_missed(all in proptest::collection::vec("\\PC{1,24}", 0..400)) {
        let (_temporary, directory) = place();
        import(&directory, "any", &all.iter().map(String::as_str).collect::<Vec<_>>());
        let shelf = Shelf::open(&directory).unwrap();
        for it in &all {
            prop_assert!(has(&shelf, it));
            prop_assert!(has(&shelf, &it.to_lowercase()));
        }
    }
}
