//! What the server starts with, and what it refuses to start with.

use super::*;

#[test]
fn the_capture_box_is_refused_where_other_machines_could_reach_the_service() {
    for setting in [
        ("http.listen", "\"0.0.0.0:0\""),
        ("public_url", "\"https://reset.example.com\""),
        ("mail.capture.listen", "\"0.0.0.0:0\""),
    ] {
        let said = refusal(Place::with(&[setting]).command(&["serve"]));
        assert!(said.contains(setting.0), "{setting:?}: {said}");
    }
}

#[test]
fn a_second_server_on_the_same_data_is_refused_and_leaves_the_first_alone() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let first = place.serve();
    let said = refusal(place.command(&["serve"]));
    assert!(
        said.contains("data") && (said.contains("another") || said.contains("running")),
        "{said}"
    );
    assert_eq!(first.ask(ANN).status, 200);
    first.kill();
    let after_a_kill = place.serve();
    assert_eq!(
        after_a_kill.http.get("/readyz").status,
        200,
        "the lock died with its process"
    );
}

#[test]
fn everything_that_is_wrong_with_the_settings_is_told_at_once_and_nothing_is_started() {
    let settings = [
        ("http.listne", "\"127.0.0.1:0\""),
        ("code.ttl", "\"25h\""),
        ("code.attempts", "0"),
        ("code.ladder", "[\"digits:8\", \"digits:6\"]"),
        ("mail.from", "\"nobody\""),
        ("mail.transport", "\"pigeon\""),
        ("http.trusted_proxies", "[\"10.0.0.0/33\"]"),
        ("limits.client.asks", "-1"),
        ("password.min_length", "4"),
        ("metrics.listen", "true"),
    ];
    let place = Place::with(&settings);
    for said in [
        refusal(place.command(&["serve"])),
        said(&place.run(&["config", "check"], "")),
    ] {
        for (key, _) in settings {
            assert!(said.contains(key), "{key} is not named:\n{said}");
        }
        assert!(said.contains("http.listen"), "the nearest real name:\n{said}");
        assert!(said.contains("resetd.toml:"), "where it stands:\n{said}");
    }
    assert!(
        !place.data().exists(),
        "settings are read before anything is made"
    );
}

#[test]
fn what_later_versions_build_is_refused_with_a_message_that_says_so() {
    let elsewhere = ("store.url", "\"postgres://localhost/resetd\"");
    let said = refusal(Place::with(&[elsewhere]).command(&["serve"]));
    assert!(said.contains(elsewhere.0) && said.contains("not build"), "{said}");
}

#[test]
fn the_environment_beats_the_file_and_a_flag_beats_both() {
    let place = Place::with(&[("code.attempts", "3")]);
    let shown = |set: &[&str]| {
        let mut command = place.command(&[&["config", "show", "--json"], set].concat());
        let output = command.env("RESETD__CODE__ATTEMPTS", "4").output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        said(&output)
            .lines()
            .find(|line| line.contains("code.attempts"))
            .expect("the setting")
            .to_owned()
    };
    assert!(shown(&[]).contains('4'), "{}", shown(&[]));
    assert!(shown(&["--set", "code.attempts=2"]).contains('2'));
    let mut command = place.command(&["config", "check"]);
    let output = command.env("RESETD__CODE__ATEMPTS", "4").output().unwrap();
    assert!(
        !output.status.success(),
        "a variable that sets nothing is an error"
    );
    assert!(
        said(&output).contains("RESETD__CODE__ATEMPTS"),
        "{}",
        said(&output)
    );
}

#[test]
fn the_documented_profile_warns_once_of_what_it_gives_away() {
    let place = Place::with(&[]);
    let log = place.serve().stop();
    let warnings: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("WARN") && line.contains("documented"))
        .collect();
    assert_eq!(warnings.len(), 1, "{log}");
    for deviation in ["profile", "account", "409", "404"] {
        assert!(warnings[0].contains(deviation), "{deviation}: {}", warnings[0]);
    }
}

#[test]
fn the_first_start_makes_keys_that_only_their_owner_can_read() {
    let place = Place::with(&[]);
    drop(place.serve());
    let keys = place.data().join("keys");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&keys), 0o600);
    assert_eq!(mode(&place.data()) & 0o077, 0, "{:o}", mode(&place.data()));
    for file in std::fs::read_dir(place.data()).unwrap().filter_map(Result::ok) {
        assert_eq!(mode(&file.path()) & 0o077, 0, "{}", file.path().display());
    }
    let first = std::fs::read_to_string(&keys).unwrap();
    drop(place.serve());
    assert_eq!(std::fs::read_to_string(&keys).unwrap(), first, "made once");
}

#[test]
fn keys_that_anybody_could_guess_or_read_stop_the_start() {
    let place = Place::with(&[]);
    drop(place.serve());
    let keys = place.data().join("keys");
    let good = std::fs::read_to_string(&keys).unwrap();
    let last = good
        .lines()
        .next_back()
        .unwrap()
        .split(' ')
        .next_back()
        .unwrap()
        .to_owned();
    let zero = "A".repeat(43);
    let counted = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    for bad in [
        good.replace(&last, &zero),
        good.replace(&last, &format!("{}8", "_".repeat(42))),
        good.replace(&last, counted),
        good.replace(&last, "changeme"),
        good.replace(&last, ""),
        good.replace("ledger", "leger"),
        String::new(),
        "# nothing\n".to_owned(),
        "\u{0}".repeat(200),
    ] {
        std::fs::write(&keys, &bad).unwrap();
        let said = refusal(place.command(&["serve"]));
        assert!(said.contains("key"), "{said}");
        assert!(
            !said.contains(&last) && !said.contains(&zero),
            "no key in a message: {said}"
        );
        assert_eq!(
            std::fs::read_to_string(&keys).unwrap(),
            bad,
            "a key file is never written over"
        );
    }
    std::fs::write(&keys, &good).unwrap();
    for mode in [0o644, 0o640, 0o666] {
        std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(mode)).unwrap();
        let said = refusal(place.command(&["serve"]));
        assert!(said.contains("chmod 600"), "{said}");
    }
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o600)).unwrap();
    drop(place.serve());
}

#[test]
fn a_database_whose_keys_were_lost_is_not_served_with_others() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let server = place.serve();
    assert_eq!(server.ask(ANN).status, 200);
    let code = server.captured_code(ANN, 1);
    server.stop();
    let keys = place.data().join("keys");
    let kept = place.dir.join("kept");
    std::fs::rename(&keys, &kept).unwrap();
    for _ in 0..2 {
        let said = refusal(place.command(&["serve"]));
        assert!(
            said.contains("keys") && said.contains("backup"),
            "what happened and what to do: {said}"
        );
    }
    std::fs::rename(&kept, &keys).unwrap();
    let server = place.serve();
    assert_eq!(
        server.reset(ANN, &code, NEW).status,
        200,
        "with its own keys all is as before"
    );
}

#[test]
fn a_server_that_cannot_listen_says_where_and_why() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for key in ["http.listen", "metrics.listen", "mail.capture.listen"] {
        let place = Place::with(&[(key, &format!("\"{address}\""))]);
        let said = refusal(place.command(&["serve"]));
        assert!(said.contains(&address), "{key}: {said}");
    }
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    let place = Place::with(&[]);
    place.add(ANN, OLD);
    let file = place.data().join("resetd.sqlite3");
    let database = rusqlite::Connection::open(&file).unwrap();
    let newer = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
                 SELECT version + 1000, 'of_the_future', applied_on, '1' FROM refinery_schema_history \
                 ORDER BY version DESC LIMIT 1";
    assert_eq!(database.execute(newer, []).unwrap(), 1);
    drop(database);
    let said = refusal(place.command(&["serve"]));
    assert!(said.contains("newer") || said.contains("later"), "{said}");
    let added = place.run(&["account", "add", "bob@example.com", "--password-stdin"], OLD);
    assert!(!added.status.success(), "no command writes to it either");
}
