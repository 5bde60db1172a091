//! Everything a stranger can type, sent to every call of both APIs. After each corpus the same oracle: nothing but
//! 4xx, no letter to anybody, the password and the tries as before, no secret in the log, and the next honest reset
//! works.

mod support;

use serde_json::json;
use support::http::{Answer, Client};
use support::server::{Place, Server};
use support::wire::{basic, wrong};

const ANN: &str = "Ann@example.com";
const OLD: &str = "the old password";
const NEW: &str = "the new password";

/// One call of one of the APIs.
#[derive(Clone, Copy)]
struct Call {
    method: &'static str,
    target: &'static str,
    /// Fields it reads from JSON, with values that are well formed.
    fields: &'static [(&'static str, &'static str)],
    /// Of an address without an account.
    stranger: u16,
    /// Of a code that is none.
    wrong: u16,
}

const EMAIL: (&str, &str) = ("email", "\"ann@example.com\"");
const OTP: (&str, &str) = ("otp", "\"no such code\"");
const PASSWORD: (&str, &str) = ("new_password", "\"long enough\"");

#[rustfmt::skip]
const CALLS: [Call; 7] = [
    Call { method: "POST", target: "/_config/users/password/generate_otp", fields: &[EMAIL], stranger: 409, wrong: 0 },
    Call { method: "POST", target: "/_config/users/password/validate_otp", fields: &[EMAIL, OTP], stranger: 409, wrong: 401 },
    Call { method: "PUT", target: "/_config/users/password/", fields: &[EMAIL, OTP, PASSWORD], stranger: 409, wrong: 404 },
    Call { method: "PATCH", target: "/password-reset/request", fields: &[EMAIL, ("method", "\"otp\"")], stranger: 404, wrong: 0 },
    Call { method: "PATCH", target: "/password-reset/validate-otp", fields: &[EMAIL, OTP, PASSWORD], stranger: 404, wrong: 400 },
    Call { method: "PATCH", target: "/userverse/password-reset/validate-otp", fields: &[EMAIL, ("one_time_pin", "\"none\""), PASSWORD], stranger: 404, wrong: 400 },
    Call { method: "PATCH", target: "/password-reset/reset-with-token", fields: &[("token", "\"none\""), PASSWORD], stranger: 0, wrong: 400 },
];

impl Call {
    fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|it| it.0 == field)
    }

    /// A well-formed body, but for this field, whose value is this JSON text.
    fn body_with(&self, field: &str, value: &str) -> String {
        let member = |it: &(&str, &str)| format!("\"{}\":{}", it.0, if it.0 == field { value } else { it.1 });
        format!(
            "{{{}}}",
            self.fields.iter().map(member).collect::<Vec<_>>().join(",")
        )
    }

    fn send(&self, http: &Client, body: &[u8]) -> Answer {
        http.call(
            self.method,
            self.target,
            &[("Content-Type", "application/json")],
            body,
        )
    }

    /// Sends a body that is malformed, and checks that it is told so.
    fn refuses(&self, http: &Client, body: &[u8]) {
        let answer = self.send(http, body);
        let told = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
        // Without a readable body there are no credentials either, and that is told before anything else.
        let no_credentials = answer.status == 401 && self.target.ends_with("validate-otp");
        assert!(
            answer.status == 400 || no_credentials,
            "{} {told:?}: {answer:?}",
            self.target
        );
    }
}

/// A house with Ann's live code, and neighbours whose addresses a careless reader would make of something else.
struct House {
    place: Place,
    server: Server,
    code: String,
    letters: usize,
}

const NEIGHBOURS: [&str; 3] = ["mike@example.com", "office@example.com", "ann@bucher.example"];

impl House {
    fn new(settings: &[(&str, &str)]) -> House {
        let free = [
            ("limits.client.asks", "1000000"),
            ("limits.client.checks", "1000000"),
            ("log.level", "\"trace\""),
        ];
        let place = Place::with(&[&free, settings].concat());
        place.add(ANN, OLD);
        place.import(&NEIGHBOURS.map(str::to_owned));
        let server = place.serve();
        assert_eq!(server.ask(ANN).status, 200);
        let code = server.captured_code(ANN, 1);
        House {
            place,
            server,
            code,
            letters: 1,
        }
    }

    fn http(&self) -> &Client {
        &self.server.http
    }

    /// Nothing has happened: no letter, no try, no change; and what is meant honestly still works.
    fn is_as_before(self) {
        for n in 0..4 {
            assert_eq!(
                self.server.check(ANN, wrong(&self.code)).status,
                401,
                "honest guess {n}: something was counted"
            );
        }
        self.still_opens_to_its_owner();
    }

    /// As [`House::is_as_before`], where guesses were made.
    fn still_opens_to_its_owner(self) {
        assert!(self.place.verifies(ANN, OLD), "the password was changed");
        assert_eq!(
            self.server.reset(ANN, &self.code, NEW).status,
            200,
            "the honest reset"
        );
        assert!(self.place.verifies(ANN, NEW));
        support::wait_until("the notice", || self.everybody_s_letters().len() > self.letters);
        let to = self.everybody_s_letters();
        assert_eq!(to, vec![ANN; self.letters + 1], "only Ann got letters");
        let log = self.server.stop();
        for secret in [&*self.code, OLD, NEW, "long enough", "nn@example.com"] {
            assert!(!log.contains(secret), "{secret:?} stands in the log:\n{log}");
        }
    }

    fn everybody_s_letters(&self) -> Vec<String> {
        let list = self.server.capture().get("/letters.json").body;
        let list: Vec<serde_json::Value> = serde_json::from_str(&list).expect("a list");
        list.iter()
            .map(|it| it["to"].as_str().expect("an address").to_owned())
            .collect()
    }
}

/// What is no address at all, by SECURITY's classes.
fn malformed_addresses() -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        " ",
        "ann",
        "ann@",
        "@example.com",
        "ann@localhost",
        "a@b@example.com",
        "ann@example",
        "ann.example.com",
        // Lists, routes, groups, display names, comments.
        "ann@example.com,mike@example.com",
        "ann@example.com, mike@example.com",
        "ann@example.com;mike@example.com",
        "ann@example.com mike@example.com",
        "ann@example.com%20mike@example.com ",
        "a,b@example.com",
        "a;b@example.com",
        "a b@example.com",
        "<ann@example.com>",
        "Ann <ann@example.com>",
        "\"Ann\" <ann@example.com>",
        "ann@example.com <mike@example.com>",
        "ann(comment)@example.com",
        "ann@example.com (mike@example.com)",
        "@relay.example:ann@example.com",
        "friends:ann@example.com;",
        "mailto:ann@example.com\u{a0}",
        "ann%mike@example.com@example.com",
        // Line breaks, controls, separators, invisible characters.
        "ann@example.com\r\nBcc: mike@example.com",
        "ann@example.com\nmike@example.com",
        "ann@example.com\rRCPT TO:<mike@example.com>",
        "ann\u{0}@example.com",
        "ann@example.com\u{0}",
        "ann@example.com\u{0}@evil.test",
        "ann\t@example.com",
        "ann\u{1b}[2J@example.com",
        "ann@example.com\u{2028}",
        "ann\u{2029}@example.com",
        "ann\u{85}@example.com",
        "ann\u{a0}@example.com",
        "\u{a0}ann@example.com",
        "ann\u{200b}@example.com",
        "a\u{ad}nn@example.com",
        "ann@exam\u{ad}ple.com",
        "ann@exam\u{200d}ple.com",
        "\u{feff}ann@example.com",
        "ann\u{202e}@example.com",
        "ann\u{e0041}@example.com",
        "ann@example.com\u{200b}",
        "ann\u{3164}@example.com",
        "ann\u{fe0f}@example.com",
        // Characters that normalisation would turn into others.
        "\u{ff41}nn@example.com",
        "ann@\u{ff45}xample.com",
        "ann\u{ff20}example.com",
        "ann@example\u{3002}com",
        "ann@example\u{ff0e}com",
        "mi\u{212a}e@example.com",
        "ann@examp\u{2113}e.com",
        "o\u{fb03}ce@example.com",
        "ann@o\u{fb03}ce.com",
        "a\u{17f}a@example.com",
        "ann@\u{24d4}xample.com",
        "\u{1d41a}nn@example.com",
        "ann@example.co\u{2098}",
        // Dots, quotes, literals, encoded words.
        "ann@example.com.",
        "ann@.example.com",
        "ann@example..com",
        "ann.@example.com",
        ".ann@example.com",
        "an..n@example.com",
        "\"ann\"@example.com",
        "\"a b\"@example.com",
        "\"ann@example.com\"@evil.test",
        "an\\n@example.com",
        "ann@[127.0.0.1]",
        "ann@[IPv6:::1]",
        "ann@127.0.0.1:25",
        "=?utf-8?q?ann=40example.com?=",
        "=?utf-8?b?YW5u?= <ann@example.com>",
        // Domains that are none.
        "ann@xn--a.example",
        "ann@xn--0.example",
        "ann@xn--.example",
        "ann@-example.com",
        "ann@example-.com",
        "ann@ex_ample.com",
        "ann@exa mple.com",
        "ann@example.com/",
        "ann@example.com?x=1",
        "ann@example.com#x",
        "ann@exam%70le.com",
        "ann@example.com\\",
        "ann@*.example.com",
        "ann@xn--example-.com",
    ]
    .map(str::to_owned)
    .to_vec();
    all.push(format!("{}@example.com", "a".repeat(65)));
    all.push(format!("ann@{}.com", "a".repeat(64)));
    all.push(format!("ann@{}.com", ["a".repeat(60).as_str(); 5].join(".")));
    all.push(format!("{}@example.com", "a".repeat(10_000)));
    all.push(format!("ann@{}com", "a.".repeat(5_000)));
    all
}

/// Addresses of other people, however near to one that has an account.
const STRANGERS: [&str; 14] = [
    "ann+tag@example.com",
    "a.nn@example.com",
    "ann@www.example.com",
    "ann@example.co",
    "ann@example.com.evil.test",
    "m\u{131}ke@example.com",
    "M\u{130}KE@example.com",
    "mike\u{301}@example.com",
    "\u{430}nn@example.com",
    "ann@ex\u{430}mple.com",
    "ann@b\u{fc}cher.example",
    "ann@xn--bcher-kva.example",
    "'or'1'='1@example.com",
    "%@example.com",
];

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn what_is_no_address_reaches_nobody() {
    let house = House::new(&[]);
    for text in malformed_addresses() {
        for call in CALLS.iter().filter(|it| it.has("email")) {
            let answer = call.send(
                house.http(),
                call.body_with("email", &json!(text).to_string()).as_bytes(),
            );
            let no_credentials =
                answer.status == 401 && call.target.ends_with("validate-otp") && text.is_empty();
            assert!(
                answer.status == 400 || no_credentials,
                "{} {text:?}: {answer:?}",
                call.target
            );
        }
        if text.len() < 1000 {
            let target = format!("/password-reset/request?email={}", percent(&text));
            let answer = house.http().call("PATCH", &target, &[], b"");
            assert_eq!(answer.status, 400, "{text:?} in the query: {answer:?}");
            let auth = basic(&text, "long enough");
            let target = "/password-reset/validate-otp?one_time_pin=none";
            let answer = house
                .http()
                .call("PATCH", target, &[("Authorization", &auth)], b"");
            // A colon ends the user name of Basic: what stands before it may well be somebody's address.
            assert!(
                answer.status == 401 || text.contains(':'),
                "{text:?} in Basic: {answer:?}"
            );
        }
    }
    house.is_as_before();
}

#[test]
fn an_address_near_another_is_somebody_else_s() {
    let house = House::new(&[]);
    for text in STRANGERS {
        for call in CALLS.iter().filter(|it| it.has("email")) {
            let answer = call.send(
                house.http(),
                call.body_with("email", &json!(text).to_string()).as_bytes(),
            );
            assert_eq!(
                answer.status, call.stranger,
                "{} {text:?}: {answer:?}",
                call.target
            );
        }
        let target = format!("/password-reset/request?email={}", percent(text));
        assert_eq!(
            house.http().call("PATCH", &target, &[], b"").status,
            404,
            "{text:?} in the query"
        );
    }
    house.is_as_before();
}

/// JSON that is not one string.
fn no_strings() -> Vec<String> {
    let mut all: Vec<String> = [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "123456",
        "1.5",
        "1e999",
        "-1e999",
        "1e-999",
        "[]",
        "{}",
        "[null]",
        "[\"ann@example.com\"]",
        "[\"ann@example.com\",\"mike@example.com\"]",
        "{\"$ne\":null}",
        "{\"$gt\":\"\"}",
        "{\"$regex\":\".*\"}",
        "{\"email\":\"ann@example.com\"}",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\x41\"",
        "\"\\u12\"",
        "'text'",
        "undefined",
        "NaN",
        "",
        "\"open",
        "\"a\nb\"",
        "\"a\tb\"",
    ]
    .map(str::to_owned)
    .to_vec();
    let thousand: Vec<String> = (0..1000).map(|n| format!("\"{n:06}\"")).collect();
    all.push(format!("[{}]", thousand.join(",")));
    all.push("[".repeat(8000) + &"]".repeat(8000));
    all.push("{\"a\":".repeat(2500) + "1" + &"}".repeat(2500));
    all.push("[".repeat(15_000));
    all.push("9".repeat(15_000));
    all
}

#[test]
fn every_field_takes_one_string_and_nothing_else() {
    let house = House::new(&[]);
    for value in no_strings() {
        for call in CALLS {
            for (field, _) in call.fields {
                call.refuses(house.http(), call.body_with(field, &value).as_bytes());
            }
        }
    }
    house.is_as_before();
}

#[test]
fn a_key_said_twice_is_malformed_also_when_it_is_escaped_or_says_the_same() {
    let house = House::new(&[]);
    for call in CALLS {
        let whole = call.body_with("", "");
        for (field, value) in call.fields {
            let escaped = format!(
                "\\u{:04x}{}",
                u32::from(field.chars().next().expect("a letter")),
                &field[1..]
            );
            for key in [field, &*escaped] {
                for second in [value, "\"mike@example.com\"", "null", "[]"] {
                    let more = format!("\"{key}\":{second}");
                    call.refuses(house.http(), format!("{{{more},{}", &whole[1..]).as_bytes());
                    call.refuses(
                        house.http(),
                        format!("{},{more}}}", &whole[..whole.len() - 1]).as_bytes(),
                    );
                }
            }
        }
    }
    house.is_as_before();
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn a_body_is_one_object_in_utf_8_or_it_is_malformed() {
    let house = House::new(&[]);
    for call in CALLS {
        let good = call.body_with("", "");
        let open = &good[..good.len() - 1];
        let mut bodies: Vec<Vec<u8>> = [
            "",
            " ",
            "\n\n",
            "null",
            "true",
            "7",
            "\"text\"",
            "[]",
            "{",
            "}",
            "{}",
            "{]",
            "[{}]",
            "{\"\":\"\"}",
            "nonsense",
            "email=ann@example.com",
            "<email>ann@example.com</email>",
            "\u{0}",
        ]
        .map(|it| it.as_bytes().to_vec())
        .to_vec();
        for text in [
            format!("[{good}]"),
            format!("{good}{good}"),
            format!("{good}\n{good}"),
            format!("{good}x"),
            format!("{good}]"),
            format!("{good}\u{0}"),
            format!("\u{feff}{good}"),
            format!("\u{a0}{good}"),
            format!("{open},}}"),
            format!("{open},\"x\"}}"),
            format!("{open},x:1}}"),
            format!("{open}/* */}}"),
            format!("// \n{good}"),
            format!("{open},\"x\":\"\u{1}\"}}"),
            good.replace('"', "'"),
            good.replace(':', "="),
            open.to_owned(),
        ] {
            bodies.push(text.into_bytes());
        }
        bodies.push([open.as_bytes(), b",\"x\":\"\xff\"}"].concat());
        bodies.push([open.as_bytes(), b",\"x\":\"\xed\xa0\x80\"}"].concat());
        bodies.push([open.as_bytes(), b",\"\xc0\xae\":1}"].concat());
        bodies.push(
            good.replace("ann", "\u{e9}nn")
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                .collect(),
        );
        bodies.push(utf16(&good, u16::to_le_bytes));
        bodies.push(utf16(&good, u16::to_be_bytes));
        bodies.push([b"\xff\xfe".to_vec(), utf16(&good, u16::to_le_bytes)].concat());
        let latin_has_no_e9 = call.fields.iter().all(|it| !it.1.contains("ann"));
        for body in bodies {
            // Without an `a` to replace, the Latin-1 body is the good one.
            if latin_has_no_e9 && body == good.as_bytes() {
                continue;
            }
            call.refuses(house.http(), &body);
        }
        for size in [16 * 1024 + 1, 100_000, 1_000_000] {
            let huge = format!("{open},\"pad\":\"{}\"}}", "x".repeat(size - open.len() - 10));
            let answer = house.http().try_call(
                call.method,
                call.target,
                &[("Content-Type", "application/json")],
                huge.as_bytes(),
            );
            // A refused body that is still on its way may lose its answer to the reset of the connection.
            assert!(answer.is_none_or(|it| it.status == 413), "{size}");
        }
        let deep = format!("{open},\"x\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let answer = house.http().try_call(
            call.method,
            call.target,
            &[("Content-Type", "application/json")],
            deep.as_bytes(),
        );
        assert!(answer.is_none_or(|it| it.status == 413));
    }
    house.is_as_before();
}

#[test]
fn what_stands_beside_the_known_fields_does_not_matter_and_does_no_harm() {
    let house = House::new(&[]);
    let http = house.http();
    let check = CALLS[1];
    for beside in [
        "\"x\":1e999".to_owned(),
        format!("\"x\":{}{}", "[".repeat(7000), "]".repeat(7000)),
        "\"x\":1,\"x\":2".to_owned(),
        "\"Email\":\"mike@example.com\",\"EMAIL\":null".to_owned(),
        "\"email[]\":[\"mike@example.com\"],\"__proto__\":{\"otp\":\"x\"}".to_owned(),
        "\"constructor\":null,\"user\":{\"email\":\"mike@example.com\"}".to_owned(),
        format!("\"{}\":1", "k".repeat(15_000)),
    ] {
        let body = format!(
            "{{\"email\":\"ann@example.com\",\"otp\":\"{}\",{beside}}}",
            house.code
        );
        let status = check.send(http, body.as_bytes()).status;
        assert!(status == 200 || status == 400, "{beside:.80}: {status}");
    }
    house.is_as_before();
}

#[test]
fn what_is_no_code_at_all_is_not_counted() {
    let house = House::new(&[]);
    let code = house.code.clone();
    let long = "0".repeat(65);
    for value in [
        "",
        " ",
        "-",
        " - -- ",
        &long,
        &code.repeat(11),
        &format!("{code}{}", "9".repeat(5000)),
    ] {
        for call in CALLS {
            for field in ["otp", "one_time_pin"].into_iter().filter(|it| call.has(it)) {
                call.refuses(
                    house.http(),
                    call.body_with(field, &json!(value).to_string()).as_bytes(),
                );
            }
        }
        if value.len() < 1000 {
            let target = format!("/password-reset/validate-otp?one_time_pin={}", percent(value));
            let auth = basic(ANN, "long enough");
            let answer = house
                .http()
                .call("PATCH", &target, &[("Authorization", &auth)], b"");
            assert_eq!(answer.status, 400, "{value:?}: {answer:?}");
        }
    }
    for query in [
        "one_time_pin",
        "one_time_pin=%ff%fe",
        "one_time_pin[]=1",
        "one_time_pin[$ne]=1",
    ] {
        let auth = basic(ANN, "long enough");
        let target = format!("/password-reset/validate-otp?{query}");
        let answer = house
            .http()
            .call("PATCH", &target, &[("Authorization", &auth)], b"");
        assert_eq!(answer.status, 400, "{query}: {answer:?}");
    }
    house.is_as_before();
}

#[test]
fn no_text_but_the_code_is_the_code() {
    // A code that cannot be burnt, so that all of these are compared.
    let house = House::new(&[("code.ladder", "[\"base32:13\"]")]);
    let code = house.code.clone();
    let last = if code.ends_with('7') { "8" } else { "7" };
    let near_miss = format!("{}{last}", &code[..12]);
    let full_width: String = code
        .chars()
        .filter_map(|c| char::from_u32(u32::from(c) + 0xfee0))
        .collect();
    let guesses = [
        "0",
        "000000",
        "%",
        "_",
        "_____________",
        "%%%%%%%%%%%%%",
        "*",
        ".*",
        "?",
        "null",
        "undefined",
        "true",
        "NaN",
        "[object Object]",
        "' OR '1'='1",
        "\" OR \"\"=\"",
        "1; DROP TABLE accounts",
        "$ne",
        "{{7*7}}",
        "${7*7}",
        "../../etc/passwd",
        "\u{0}",
        "\n",
        "\u{661}\u{662}\u{663}\u{664}\u{665}\u{666}",
        "\u{ff11}\u{ff12}\u{ff13}",
        "\u{200b}",
        "\u{1f511}",
        &code[..12],
        &code[1..],
        &format!("{code}0"),
        &format!("0{code}"),
        &format!("{code}{code}"),
        &format!("{code}\u{0}"),
        &format!("{code}\n"),
        &format!("{code}\u{200b}"),
        &format!("{code}%"),
        &format!("'{code}'"),
        &format!("{code}."),
        &near_miss,
        &full_width,
        &code.chars().rev().chain(['#']).collect::<String>(),
    ];
    for guess in guesses {
        for call in CALLS {
            for field in ["otp", "one_time_pin", "token"]
                .into_iter()
                .filter(|it| call.has(it))
            {
                let answer = call.send(
                    house.http(),
                    call.body_with(field, &json!(guess).to_string()).as_bytes(),
                );
                assert_eq!(answer.status, call.wrong, "{} {guess:?}: {answer:?}", call.target);
            }
        }
    }
    house.still_opens_to_its_owner();
}

#[test]
fn a_password_is_refused_or_kept_as_it_is_and_never_cut() {
    let house = House::new(&[("limits.enabled", "false")]);
    let refused = [
        "1234567",
        "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        "\u{1f600}\u{1f600}\u{1f600}",
        "with\u{0}zero in it",
        "line\nbreak in it",
        "tab\tin the middle",
        "escape \u{1b}[31m code",
        "delete\u{7f}character",
        "c1 \u{85} control",
        &"x".repeat(257),
        &"\u{e9}".repeat(513),
        &"\u{1f600}".repeat(257),
        &"x".repeat(15_000),
    ];
    for password in refused {
        for call in CALLS.iter().filter(|it| it.has("new_password")) {
            let answer = call.send(
                house.http(),
                call.body_with("new_password", &json!(password).to_string())
                    .as_bytes(),
            );
            assert_eq!(answer.status, 400, "{} {password:.40?}: {answer:?}", call.target);
        }
    }
    for _ in 0..4 {
        assert_eq!(
            house.server.check(ANN, wrong(&house.code)).status,
            401,
            "a refused password counts nothing"
        );
    }
    assert_eq!(house.server.reset(ANN, &house.code, &"x".repeat(256)).status, 200);
    assert!(house.place.verifies(ANN, &"x".repeat(256)) && !house.place.verifies(ANN, &"x".repeat(255)));
    let sixty_four = "a passphrase of sixty-four characters, which many services refuse";
    for (n, password) in [
        sixty_four,
        "        ",
        "\u{1f600}".repeat(256).as_str(),
        "\u{43f}\u{430}\u{440}\u{43e}\u{43b}\u{44c}12",
        "e\u{301}e\u{301}e\u{301}e\u{301}1234",
        "\"quotes\" and \\ and :",
        "%00%0a+&=;",
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(house.server.ask(ANN).status, 200);
        let code = house.server.captured_code(ANN, n + 2);
        assert_eq!(
            house.server.reset(ANN, &code, password).status,
            200,
            "{password:.40?}"
        );
        assert!(house.place.verifies(ANN, password), "{password:.40?}");
    }
    assert!(!house.server.log().contains("which many services refuse"));
}

#[test]
fn no_other_spelling_of_a_path_or_method_leads_to_a_call() {
    let house = House::new(&[]);
    let http = house.http();
    let label = ("Content-Type", "application/json");
    let body = json!({ "email": ANN, "otp": wrong(&house.code), "new_password": "long enough" }).to_string();
    for path in [
        "//_config/users/password/validate_otp",
        "/_config//users/password/validate_otp",
        "/_config/users/password//validate_otp",
        "/_config/users/password/validate_otp//",
        "/_config/users/password/%76alidate_otp",
        "/_config/users/password%2Fvalidate_otp",
        "/%5Fconfig/users/password/validate_otp",
        "/_config/users/./password/validate_otp",
        "/_config/users/x/../password/validate_otp",
        "/_config/users/password/validate_otp;v=1",
        "/_config/users/password/validate_otp.json",
        "/_config/users/password/validate_otp%00",
        "/_config/users/password/validate_otp%20",
        "/_CONFIG/users/password/validate_otp",
        "/_config/users/password/Validate_OTP",
        "/_config\\users\\password\\validate_otp",
        "/userverse/_config/users/password/validate_otp",
        "/userverse/userverse/password-reset/validate-otp",
        "/Password-Reset/validate-otp",
        "/password-reset//validate-otp",
        "/password-reset/%76alidate-otp",
    ] {
        for method in ["POST", "PUT", "PATCH"] {
            let answer = http.call(method, path, &[label], body.as_bytes());
            assert!(matches!(answer.status, 400 | 404), "{method} {path}: {answer:?}");
        }
    }
    for (method, path) in [
        ("POST", "/_config/users/password/"),
        ("GET", "/_config/users/password/"),
        ("GET", "/_config/users/password/validate_otp"),
        ("GET", "/_config/users/password/generate_otp"),
        ("POST", "/password-reset/validate-otp"),
        ("GET", "/password-reset/request?email=ann@example.com"),
        ("BREW", "/_config/users/password/validate_otp"),
        ("patch", "/password-reset/request?email=ann@example.com"),
    ] {
        for header in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] {
            for wanted in ["PUT", "POST", "PATCH"] {
                let answer = http.call(method, path, &[label, (header, wanted)], body.as_bytes());
                assert_eq!(
                    answer.status, 405,
                    "{method} {path} {header}: {wanted}: {answer:?}"
                );
            }
        }
        let separator = if path.contains('?') { '&' } else { '?' };
        let answer = http.call(
            method,
            &format!("{path}{separator}_method=PUT"),
            &[label],
            body.as_bytes(),
        );
        assert_eq!(answer.status, 405, "{method} {path}");
    }
    house.is_as_before();
}

#[test]
fn a_request_that_two_readers_could_read_differently_is_not_served() {
    let house = House::new(&[]);
    let http = house.http();
    let body = format!("{{\"email\":\"{ANN}\",\"otp\":\"{}\"}}", wrong(&house.code));
    let path = "/_config/users/password/validate_otp";
    let label = "Content-Type: application/json\r\n";
    let (host, length) = ("Host: a.test\r\n", format!("Content-Length: {}\r\n", body.len()));
    let chunk = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let requests = [
        format!("POST {path} HTTP/1.1\r\n{label}{length}\r\n{body}"),
        format!("POST {path} HTTP/1.1\r\n{host}Host: b.test\r\n{label}{length}\r\n{body}"),
        format!("POST {path} HTTP/1.1\r\n{host}{host}{label}{length}\r\n{body}"),
        format!(
            "POST {path} HTTP/1.1\r\n{host}{label}Transfer-Encoding: chunked\r\n\r\nzz\r\n{body}\r\n0\r\n\r\n"
        ),
        format!(
            "POST {path} HTTP/1.1\r\n{host}{label}Transfer-Encoding: chunked\r\n\r\n-5\r\n{body}\r\n0\r\n\r\n"
        ),
        format!(
            "POST {path} HTTP/1.1\r\n{host}{label}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{body}\r\n0\r\n\r\n"
        ),
        format!("POST {path} HTTP/1.1\r\n{host}{label}Transfer-Encoding: gzip, x\r\n\r\n{chunk}"),
        format!("POST {path} HTTP/1.1\r\n{host}{label}Transfer-Encoding: chunked, gzip\r\n\r\n{chunk}"),
        format!("POST {path} HTTP/1.1\r\n{host}{label}{length}Content-Length: 5\r\n\r\n{body}"),
        format!("POST {path} HTTP/1.1\r\n{host}{label}Content-Length: -1\r\n\r\n{body}"),
        format!("POST {path} HTTP/1.1\r\n{host}{label}Content-Length: 1e2\r\n\r\n{body}"),
        format!(
            "POST {path} HTTP/1.1\r\n{host}{label}Content-Length : {}\r\n\r\n{body}",
            body.len()
        ),
        format!("POST {path} HTTP/1.1\r\n{host}{label}X: a\u{0}b\r\n{length}\r\n{body}"),
        format!("POST {path} HTTP/1.1\r\n{host}{label}no colon here\r\n{length}\r\n{body}"),
        format!("POST {path} HTTP/1.1 \r\n{host}{label}{length}\r\n{body}"),
        format!("POST  {path}  HTTP/1.1\r\n{host}{label}{length}\r\n{body}"),
        format!("POST {path}\r\n\r\n{body}"),
        format!("POST {path} HTTP/9.9\r\n{host}{label}{length}\r\n{body}"),
        format!("POST {path}\u{0} HTTP/1.1\r\n{host}{label}{length}\r\n{body}"),
        format!(
            "POST {path} HTTP/1.1\r\n{host}{label}X: {}\r\n{length}\r\n{body}",
            "x".repeat(2_000_000)
        ),
        format!(
            "POST /{} HTTP/1.1\r\n{host}{label}{length}\r\n{body}",
            "x".repeat(2_000_000)
        ),
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}\r\n\r\n".to_owned(),
    ];
    for request in requests {
        if let Some(answer) = http.raw(request.as_bytes()) {
            assert!((400..500).contains(&answer.status), "{request:.200?}: {answer:?}");
        }
    }
    // Both lengths: the chunks count, and the connection closes, so that nothing after them is read as a request.
    let right = format!("{{\"email\":\"{ANN}\",\"otp\":\"{}\"}}", house.code);
    let chunks = format!("{:x}\r\n{right}\r\n0\r\n\r\n", right.len());
    let smuggled = format!("GET /livez HTTP/1.1\r\n{host}\r\n");
    let both = format!(
        "POST {path} HTTP/1.1\r\n{host}{label}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}{smuggled}"
    );
    if let Some(answer) = http.raw(both.as_bytes()) {
        assert!(answer.status == 200 || answer.status == 400, "{answer:?}");
        assert_eq!(
            answer
                .header("connection")
                .map(str::to_ascii_lowercase)
                .as_deref(),
            Some("close"),
            "{answer:?}"
        );
        assert!(!answer.body.contains("HTTP/1.1"), "{answer:?}");
    }
    let chunked = format!(
        "POST {path} HTTP/1.1\r\n{host}Connection: close\r\n{label}Transfer-Encoding: chunked\r\n\r\n{chunks}"
    );
    assert_eq!(
        http.raw(chunked.as_bytes()).map(|it| it.status),
        Some(200),
        "chunks as such are fine"
    );
    house.is_as_before();
}

#[test]
fn a_repeated_parameter_or_one_in_another_place_reaches_nobody_else() {
    let house = House::new(&[]);
    let http = house.http();
    for query in [
        "email=ann@example.com&email=mike@example.com",
        "email=mike@example.com&email=ann@example.com",
        "email=ann@example.com&%65mail=mike@example.com",
        "email[]=ann@example.com&email[]=mike@example.com",
        "email=ann@example.com%26email=mike@example.com",
        "email=ann@example.com,mike@example.com",
        "email=ann@example.com%00mike@example.com",
        "email=%",
        "email=%ff@example.com",
        "email",
        "=ann@example.com",
        "Email=mike@example.com",
        "",
    ] {
        let answer = http.call("PATCH", &format!("/password-reset/request?{query}"), &[], b"");
        assert_eq!(answer.status, 400, "{query}: {answer:?}");
    }
    let label = ("Content-Type", "application/json");
    for (query, body) in [
        ("email=ann@example.com", json!({ "email": "mike@example.com" })),
        ("email=mike@example.com", json!({ "email": "ann@example.com" })),
        ("email=ann@example.com", json!({ "email": null })),
        ("email=ann@example.com", json!({ "email": ["ann@example.com"] })),
        ("email=ann@example.com", json!({ "method": "nonsense" })),
        ("email=ann@example.com", json!([])),
    ] {
        let target = format!("/password-reset/request?{query}");
        let answer = http.call("PATCH", &target, &[label], body.to_string().as_bytes());
        assert_eq!(answer.status, 400, "{query} {body}: {answer:?}");
    }
    house.is_as_before();
}
