//! How long a code lives, and what ends it.

use super::*;

#[test]
fn the_fifth_wrong_guess_ends_a_code_through_whatever_alias_it_came() {
    let (place, server) = house(FREE);
    let right = code(&server, ANN);
    let bad = wrong(&right);
    let wrong_here = error(401, "Invalid OTP");
    let wrong_there = error(404, "Please request a new one OTP");
    assert_eq!(said(&validate(&server, VALIDATE[1], ANN, bad)), wrong_here);
    assert_eq!(said(&validate(&server, VALIDATE[2], ANN, bad)), wrong_here);
    assert_eq!(said(&put(&server, PUT[0], ANN, bad, NEW)), wrong_there);
    assert_eq!(
        said(&validate(&server, VALIDATE[3], "ANN@EXAMPLE.COM", bad)),
        wrong_here
    );
    assert_eq!(
        said(&validate(&server, VALIDATE[0], ANN, &right)),
        ok("OTP verified successfully"),
        "four are not five"
    );
    assert_eq!(said(&put(&server, PUT[1], ANN, bad, NEW)), wrong_there);
    assert_eq!(
        said(&validate(&server, VALIDATE[0], ANN, &right)),
        error(404, "Invalid OTP"),
        "right, but too late"
    );
    assert_eq!(
        said(&put(&server, PUT[0], ANN, &right, NEW)),
        error(404, "Please request a new one OTP")
    );
    assert!(place.verifies(ANN, OLD));
    let fresh = code(&server, ANN);
    assert_eq!(
        put(&server, PUT[0], ANN, &fresh, NEW).status,
        200,
        "the owner is never locked out"
    );
}

#[test]
fn a_right_code_is_free_and_looking_at_it_consumes_nothing() {
    let (place, server) = house(&[]);
    let right = code(&server, ANN);
    for _ in 0..4 {
        assert_eq!(validate(&server, VALIDATE[0], ANN, wrong(&right)).status, 401);
    }
    for n in 0..12 {
        assert_eq!(validate(&server, VALIDATE[n % 4], ANN, &right).status, 200);
    }
    assert_eq!(put(&server, PUT[0], ANN, &right, NEW).status, 200);
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn validating_for_one_person_opens_nothing_for_another() {
    let (place, server) = house(&[]);
    place.add("bob@example.com", OLD);
    let (ann, bob) = (code(&server, ANN), code(&server, "bob@example.com"));
    assert_eq!(validate(&server, VALIDATE[0], ANN, &ann).status, 200);
    if ann != bob {
        let answer = put(&server, PUT[0], "bob@example.com", &ann, NEW);
        assert_eq!(
            said(&answer),
            error(404, "Please request a new one OTP"),
            "somebody else's code"
        );
    }
    assert!(place.verifies("bob@example.com", OLD) && place.verifies(ANN, OLD));
    assert_eq!(put(&server, PUT[0], ANN, &ann, NEW).status, 200);
    assert_eq!(put(&server, PUT[0], "bob@example.com", &bob, NEW).status, 200);
}

#[test]
fn past_its_time_a_code_is_expired_right_or_wrong_and_the_next_one_comes_at_once() {
    let (place, server) = house(&[("code.ttl", "\"1s\"")]);
    let late = code(&server, ANN);
    wait_until("the code to expire", || {
        validate(&server, VALIDATE[0], ANN, &late).status != 200
    });
    let expired = error(409, "OTP has expired, please request a new one");
    for code in [&*late, wrong(&late)] {
        for path in VALIDATE {
            assert_eq!(said(&validate(&server, path, ANN, code)), expired);
        }
        for path in PUT {
            assert_eq!(said(&put(&server, path, ANN, code, NEW)), expired);
        }
    }
    assert!(place.verifies(ANN, OLD));
    // The hour of quiet after a letter belongs to a live code only.
    let fresh = code(&server, ANN);
    assert_eq!(validate(&server, VALIDATE[0], ANN, &fresh).status, 200);
}

#[test]
fn asking_again_mails_the_same_code_first_and_a_new_one_after_half_its_life() {
    let (_place, server) = house(&[
        ("code.ttl", "\"6s\""),
        ("code.resend_after", "\"0s\""),
        ("limits.enabled", "false"),
    ]);
    let first = code(&server, ANN);
    // The hand-over is recorded a moment after the letter can be read; until then it still waits and serves.
    wait_until("a second letter", || {
        assert_eq!(server.ask(ANN).status, 200);
        server.captured(ANN).len() >= 2
    });
    let again = server.captured_letter(ANN, 2).code();
    assert_eq!(
        again.as_deref(),
        Some(&*first),
        "the same code, not one more to guess at"
    );
    for _ in 0..3 {
        assert_eq!(validate(&server, VALIDATE[0], ANN, wrong(&first)).status, 401);
    }
    std::thread::sleep(Duration::from_millis(3200));
    let seen = server.captured(ANN).len();
    assert_eq!(server.ask(ANN).status, 200);
    let second = server.captured_letter(ANN, seen + 1).code().expect("a code");
    assert_ne!(second, first, "less than half of its life was left");
    assert_eq!(
        said(&validate(&server, VALIDATE[0], ANN, &first)),
        error(401, "Invalid OTP"),
        "an older code is wrong"
    );
    for _ in 0..3 {
        assert_eq!(
            validate(&server, VALIDATE[0], ANN, wrong(&second)).status,
            401,
            "the old one counted as one guess"
        );
    }
    assert_eq!(put(&server, PUT[0], ANN, &second, NEW).status, 200);
}

#[test]
fn within_resend_after_asking_again_sends_nothing_and_changes_nothing() {
    let (_place, server) = house(&[]);
    let first = code(&server, ANN);
    for _ in 0..4 {
        assert_eq!(validate(&server, VALIDATE[0], ANN, wrong(&first)).status, 401);
    }
    for path in GENERATE {
        assert_eq!(
            said(&generate(&server, path, ANN)),
            ok("An OTP has been sent to your email address")
        );
    }
    assert_eq!(
        validate(&server, VALIDATE[0], ANN, wrong(&first)).status,
        401,
        "the fifth: asking reset no counter"
    );
    assert_eq!(validate(&server, VALIDATE[0], ANN, &first).status, 404);
    assert_eq!(server.captured(ANN).len(), 1);
    // A spent code is not live: the next letter does not wait for the minute.
    let fresh = code(&server, ANN);
    assert_eq!(put(&server, PUT[0], ANN, &fresh, NEW).status, 200);
}

#[test]
fn a_code_is_read_as_people_type_it() {
    let (_place, server) = house(FREE);
    let right = code(&server, ANN);
    let (head, tail) = right.split_at(3);
    for typed in [
        format!("{head} {tail}"),
        format!(" {head}-{tail} "),
        format!("--{head}  {tail}"),
    ] {
        assert_eq!(
            validate(&server, VALIDATE[0], ANN, &typed).status,
            200,
            "{typed:?}"
        );
    }
    let full_width: String = right
        .chars()
        .filter_map(|c| char::from_u32(u32::from(c) + 0xfee0))
        .collect();
    let arabic: String = right
        .chars()
        .filter_map(|c| char::from_u32(u32::from(c) + 0x0630))
        .collect();
    // Each of these is a guess, although its shape can be no code: five of them end the code.
    for odd in [
        &full_width,
        &arabic,
        &right[..5],
        &format!("{right}0"),
        &"1".repeat(64),
    ] {
        assert_eq!(
            said(&validate(&server, VALIDATE[0], ANN, odd)),
            error(401, "Invalid OTP"),
            "{odd:?}"
        );
    }
    assert_eq!(validate(&server, VALIDATE[0], ANN, &right).status, 404);
}

#[test]
fn a_code_of_letters_is_read_in_any_case_with_its_look_alikes_and_cannot_be_burnt() {
    let (place, server) = house(&[("code.ladder", "[\"base32:13\"]")]);
    let right = code(&server, ANN);
    assert_eq!(right.len(), 13);
    for n in 0..12 {
        assert_eq!(
            validate(&server, VALIDATE[0], ANN, &format!("wrong guess {n}")).status,
            401
        );
    }
    let typed = right.to_lowercase().replace('0', "o").replace('1', "l");
    assert_eq!(validate(&server, VALIDATE[0], ANN, &typed).status, 200, "{typed}");
    let typed = right.replace('0', "O").replace('1', "I");
    assert_eq!(put(&server, PUT[0], ANN, &typed, NEW).status, 200, "{typed}");
    assert!(place.verifies(ANN, NEW));
}

#[test]
fn codes_and_tries_survive_a_restart_and_a_power_cut() {
    let (place, server) = house(&[]);
    place.add("bob@example.com", OLD);
    let (ann, bob) = (code(&server, ANN), code(&server, "bob@example.com"));
    for _ in 0..2 {
        assert_eq!(validate(&server, VALIDATE[0], ANN, wrong(&ann)).status, 401);
    }
    server.stop();
    let server = place.serve();
    for _ in 0..2 {
        assert_eq!(validate(&server, VALIDATE[0], ANN, wrong(&ann)).status, 401);
    }
    server.kill();
    let server = place.serve();
    assert_eq!(
        validate(&server, VALIDATE[0], ANN, &ann).status,
        200,
        "four are not five"
    );
    assert_eq!(validate(&server, VALIDATE[0], ANN, wrong(&ann)).status, 401);
    assert_eq!(
        validate(&server, VALIDATE[0], ANN, &ann).status,
        404,
        "two, two and one are five"
    );
    assert_eq!(put(&server, PUT[0], "bob@example.com", &bob, NEW).status, 200);
    server.kill();
    let server = place.serve();
    assert!(place.verifies("bob@example.com", NEW));
    assert_eq!(
        put(&server, PUT[0], "bob@example.com", &bob, "once more, please").status,
        404
    );
}
