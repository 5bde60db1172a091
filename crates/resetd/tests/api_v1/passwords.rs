//! Comparing passwords: who is told what, how often, and what becomes of weak hashes.

use super::*;

/// The failures that are on record, and the hash, read past the server.
fn hash_of(place: &Place, email: &str) -> String {
    let database = rusqlite::Connection::open(place.database()).unwrap();
    let find = "SELECT password_hash FROM account WHERE email_key = ?1";
    database.query_row(find, [email], |row| row.get(0)).unwrap()
}

/// Puts failures on record as if they had happened just now.
fn failed(place: &Place, times: u32) {
    let database = rusqlite::Connection::open(place.database()).unwrap();
    let changed = database
        .execute("UPDATE sign_in_failure SET failures = ?1", [times])
        .unwrap();
    assert!(changed > 0);
}

#[test]
fn a_password_is_compared_and_whoever_cannot_have_one_is_answered_the_same() {
    let place = place();
    let server = place.serve();
    let shop = BackEnd::new(&server, &key(&place, "shop", ALL));
    let ann = shop.create(ANN, OLD);
    shop.create("disabled@example.com", OLD);
    assert_eq!(shop.call("POST", "/v1/accounts/2/disable", "").status, 200);
    assert_eq!(
        shop.post("/v1/accounts", &json!({ "email": "none@example.com" }))
            .status,
        201
    );
    let right = shop.verify("ANN@example.com", OLD);
    assert_eq!(right.said(), (200, r#"{"ok":true}"#));
    let names = |it: &Answer| {
        it.headers
            .iter()
            .map(|(name, _)| name.clone())
            .collect::<Vec<_>>()
    };
    for (email, password) in [
        (ANN, "another one"),
        ("disabled@example.com", OLD),
        ("none@example.com", OLD),
        ("nobody@example.com", OLD),
    ] {
        let wrong = shop.verify(email, password);
        assert_eq!(wrong.said(), (200, r#"{"ok":false}"#), "{email}");
        assert_eq!(names(&wrong), names(&right), "{email}");
    }
    assert_eq!(ann, "1");
}

#[test]
fn after_a_hundred_failures_in_a_row_nothing_is_compared_whether_or_not_there_is_an_account() {
    let place = place();
    let server = place.serve();
    let secret = key(&place, "shop", ALL);
    let shop = BackEnd::new(&server, &secret);
    shop.create(ANN, OLD);
    for email in [ANN, "nobody@example.com"] {
        assert_eq!(shop.verify(email, "wrong wrong").status, 200);
    }
    failed(&place, 99);
    for email in [ANN, "nobody@example.com"] {
        assert_eq!(shop.verify(email, "wrong wrong").status, 200, "the hundredth");
    }
    let held = |server: &Server, password: &str| {
        let shop = BackEnd::new(server, &secret);
        let both = [ANN, "nobody@example.com"].map(|email| shop.verify(email, password));
        for it in &both {
            is_problem(it, 429, "too-many-failures");
            let wait: u32 = it.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=30).contains(&wait), "{wait}");
        }
        assert_eq!(both[0].body, both[1].body);
    };
    held(&server, "wrong wrong");
    held(&server, OLD);
    server.kill();
    let server = place.serve();
    held(&server, OLD);

    // The owner is not shut out: a reset by mail begins a new row of failures.
    assert_eq!(server.ask(ANN).status, 200);
    let code = server.captured_code(ANN, 1);
    assert_eq!(server.reset(ANN, &code, "the new password").status, 200);
    let shop = BackEnd::new(&server, &secret);
    assert_eq!(shop.verify(ANN, "the new password").body, r#"{"ok":true}"#);
    assert_eq!(shop.verify("nobody@example.com", OLD).status, 429);
}

#[test]
fn a_right_password_clears_the_failures_and_racing_ones_are_all_counted() {
    let place = place();
    let server = place.serve();
    let secret = key(&place, "shop", ALL);
    let shop = BackEnd::new(&server, &secret);
    shop.create(ANN, OLD);
    assert_eq!(shop.verify(ANN, "wrong wrong").status, 200);
    failed(&place, 99);
    assert_eq!(shop.verify(ANN, OLD).body, r#"{"ok":true}"#);
    assert_eq!(shop.verify(ANN, "wrong wrong").status, 200);
    failed(&place, 95);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let guess = || BackEnd::new(&server, &secret).verify(ANN, "wrong wrong").status;
        let racing: Vec<_> = (0..16).map(|_| scope.spawn(guess)).collect();
        racing.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|it| **it == 200).count(),
        5,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|it| **it == 429).count(),
        11,
        "{statuses:?}"
    );
}

#[test]
fn a_weak_hash_is_replaced_once_its_password_was_right() {
    let place = place();
    // bcrypt, cost 4, of `correct horse battery staple`.
    let weak = "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG";
    let file = place.dir.join("people.csv");
    std::fs::write(&file, format!("email,password_hash\n{ANN},{weak}\n")).unwrap();
    assert!(
        place
            .run(&["account", "import", file.to_str().unwrap()], "")
            .status
            .success()
    );
    let server = place.serve();
    let shop = BackEnd::new(&server, &key(&place, "shop", ALL));
    assert_eq!(shop.verify(ANN, "wrong wrong").body, r#"{"ok":false}"#);
    assert_eq!(hash_of(&place, ANN), weak, "a wrong password changes nothing");
    assert_eq!(server.ask(ANN).status, 200);
    let code = server.captured_code(ANN, 1);
    assert_eq!(
        shop.verify(ANN, "correct horse battery staple").body,
        r#"{"ok":true}"#
    );
    let strong = hash_of(&place, ANN);
    assert!(strong.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{strong}");
    assert_eq!(
        shop.verify(ANN, "correct horse battery staple").body,
        r#"{"ok":true}"#
    );
    assert_eq!(hash_of(&place, ANN), strong, "a strong one stays");
    assert_eq!(server.check(ANN, &code).status, 200, "codes stay good");
}

fn weigh(server: &Server, body: &Value) -> Answer {
    server.http.json("POST", "/v1/passwords/check", body)
}

#[test]
fn a_password_is_weighed_without_a_key_and_against_its_owner_s_address() {
    let place = place();
    let server = place.serve();
    let told = |body: Value| {
        let answer = weigh(&server, &body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    };
    assert_eq!(
        told(json!({ "new_password": "pebble-quixotic-lantern-moss" })),
        r#"{"accepted":true,"reasons":[],"strength":{"score":4,"weaknesses":[]}}"#
    );
    assert_eq!(
        told(json!({ "new_password": "short" })),
        r#"{"accepted":false,"reasons":["too-short"],"strength":{"score":0,"weaknesses":["word"]}}"#
    );
    let own = json!({ "new_password": "smithers1", "email": "ann.smithers@example.com" });
    assert!(
        value(&weigh(&server, &own))["strength"]["weaknesses"]
            .as_array()
            .unwrap()
            .contains(&json!("about-you"))
    );
    is_problem(&weigh(&server, &json!({ "email": ANN })), 400, "invalid-field");
    is_problem(
        &weigh(&server, &json!({ "new_password": "x", "email": "x" })),
        400,
        "invalid-field",
    );
}

#[test]
fn weighing_has_a_limit_of_its_own() {
    let place = place_with(&[("limits.client.checks", "1")]);
    let server = place.serve();
    let body = json!({ "new_password": "correct horse" });
    for _ in 0..10 {
        assert_eq!(weigh(&server, &body).status, 200);
    }
    let limited = weigh(&server, &body);
    is_problem(&limited, 429, "too-many-requests");
    assert!(limited.header("retry-after").unwrap().parse::<u32>().unwrap() > 3000);
}
