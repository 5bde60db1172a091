//! What strangers type: the lists that several test binaries send to their surfaces. Ann and Mike at example.com are the
//! people whose letters it tries to get at.

/// What is no address at all, by SECURITY's classes.
pub fn malformed_addresses() -> Vec<String> {
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
pub const STRANGERS: [&str; 14] = [
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

/// JSON that is not one string.
pub fn no_strings() -> Vec<String> {
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

/// Texts that are not this code of thirteen characters, however near.
pub fn texts_near(code: &str) -> Vec<String> {
    let last = if code.ends_with('7') { "8" } else { "7" };
    let near_miss = format!("{}{last}", &code[..12]);
    let full_width: String = code
        .chars()
        .filter_map(|c| char::from_u32(u32::from(c) + 0xfee0))
        .collect();
    let mut all: Vec<String> = [
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
    ]
    .map(str::to_owned)
    .to_vec();
    all.extend([
        code[..12].to_owned(),
        code[1..].to_owned(),
        format!("{code}0"),
        format!("0{code}"),
        format!("{code}{code}"),
        format!("{code}\u{0}"),
        format!("{code}\n"),
        format!("{code}\u{200b}"),
        format!("{code}%"),
        format!("'{code}'"),
        format!("{code}."),
        near_miss,
        full_width,
        code.chars().rev().chain(['#']).collect::<String>(),
    ]);
    all
}
