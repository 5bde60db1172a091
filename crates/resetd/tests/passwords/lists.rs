//! Lists of known passwords: imported, shown, taken up and removed beside a running server.

use std::process::Output;

use super::support::wait_until;
use super::*;

const LISTED: &str = "Blue Harbour Lamp Vine";
/// `printf 'amber gravel fern oboe' | sha1sum`
const HASHED: &str = "22EA38AB3060110865CFDF847EFC74E22CBE1F9E";

fn import(place: &Place, file: &str, text: &[u8], more: &[&str]) -> Output {
    let path = place.dir.join(file);
    std::fs::write(&path, text).unwrap();
    let words = [&["passwords", "import", path.to_str().unwrap()], more].concat();
    place.run(&words, "")
}

fn said(output: &Output) -> (Option<i32>, String) {
    let both = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    (output.status.code(), String::from_utf8(both).unwrap())
}

fn check(server: &Server, password: &str) -> Value {
    let body = json!({ "new_password": password });
    value(&server.http.json("POST", "/v1/passwords/check", &body))["reasons"].clone()
}

#[test]
fn a_list_is_imported_beside_a_running_server_which_takes_it_up_and_lets_it_go_by_itself() {
    let (place, server) = with_ann(&[]);
    assert_eq!(check(&server, "blue harbour lamp vine"), json!([]));
    let text = format!("first one\n{LISTED}\r\n\n{}\n", "x".repeat(9000));
    let done = import(&place, "rock.you.txt", text.as_bytes(), &["--json"]);
    let told: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(
        (&told["name"], &told["read"], &told["entries"], &told["left_out"]),
        (&json!("rock.you"), &json!(2), &json!(3), &json!(2))
    );
    wait_until("the server to take the list up", || {
        check(&server, "blue harbour lamp vine") == json!(["common"])
    });
    assert_eq!(check(&server, LISTED), json!(["common"]));
    server.ask(ANN);
    let code = server.captured_code(ANN, 1);
    let refused = server.reset(ANN, &code, LISTED);
    assert_eq!(refused.header("x-password-policy"), Some("common"));

    let listed = place.run(&["passwords", "list", "--json"], "");
    let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(listed["name"], "rock.you");
    assert_eq!(listed["imported_at"], told["imported_at"]);
    assert!(told["imported_at"].as_str().unwrap().ends_with('Z'));
    let table = said(&place.run(&["passwords", "list"], "")).1;
    assert!(
        table.contains("rock.you") && table.contains("imported"),
        "{table}"
    );

    assert_eq!(
        said(&place.run(&["passwords", "remove", "rock.you"], "")).0,
        Some(0)
    );
    assert_eq!(
        said(&place.run(&["passwords", "remove", "rock.you"], "")).0,
        Some(1)
    );
    wait_until("the server to let the list go", || {
        check(&server, LISTED) == json!([])
    });
    let log = server.stop();
    assert!(log.contains("read again"), "{log}");
    assert!(
        !log.to_lowercase().contains("blue harbour"),
        "a list is not repeated"
    );
}

#[test]
fn a_list_of_hashes_is_told_by_its_first_line_and_a_line_that_is_none_stops_it() {
    let place = place_with(&[]);
    let hashes = format!("{HASHED}:42\r\n{}:0\r\n", "0".repeat(40));
    let (code, told) = said(&import(
        &place,
        "pwned.txt",
        hashes.as_bytes(),
        &["--name", "hibp-2026"],
    ));
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(told, "hibp-2026: 1 passwords read, 1 entries, 1 lines left out\n");
    let server = place.serve();
    assert_eq!(check(&server, "amber gravel fern oboe"), json!(["common"]));
    drop(server);

    let mixed = format!("{HASHED}\nsomebody's password\n");
    let (code, told) = said(&import(&place, "mixed.txt", mixed.as_bytes(), &[]));
    assert!(code == Some(3) && told.contains("line 2 is no SHA-1"), "{told}");
    assert!(!told.contains("somebody"), "a line may be a password");
    let files: Vec<_> = std::fs::read_dir(place.data().join("passwords"))
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files, ["hibp-2026.list"], "nothing is left of it");
    let (code, _) = said(&import(
        &place,
        "mixed.txt",
        mixed.as_bytes(),
        &["--format", "plain"],
    ));
    assert_eq!(code, Some(0));
}

#[test]
fn a_list_comes_from_standard_input_and_needs_a_name_then() {
    let place = place_with(&[]);
    let (code, told) = said(&place.run(&["passwords", "import", "-"], ""));
    assert!(code == Some(3) && told.contains("--name"), "{told}");
    let done = place.run(&["passwords", "import", "-", "--name", "words"], "one password\n");
    assert_eq!(
        said(&done).1,
        "words: 1 passwords read, 1 entries, 0 lines left out\n"
    );
    let off = place_with(&[("password.blocklist", "\"off\"")]);
    let done = off.run(&["passwords", "import", "-", "--name", "words"], "one password\n");
    assert!(
        said(&done).1.contains("password.blocklist off"),
        "nobody looks at it"
    );
}

#[test]
fn a_list_that_is_spoilt_stops_the_start_and_says_what_to_do() {
    let place = place_with(&[]);
    import(&place, "words.txt", b"one password\n", &[]);
    let file = place.data().join("passwords/words.list");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[60] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let (code, told) = said(&place.run(&["serve"], ""));
    assert_eq!(code, Some(3), "{told}");
    assert!(
        told.contains("words.list cannot be read") && told.contains("resetd passwords import"),
        "{told}"
    );
}
