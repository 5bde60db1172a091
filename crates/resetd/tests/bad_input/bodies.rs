//! Bodies: what is no object, no JSON or no UTF-8, and fields that are no strings.

use super::support::hostile::no_strings;
use super::*;

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
    house.stands_as_before();
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
    house.stands_as_before();
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
            assert_eq!(answer.map(|it| it.status), Some(413), "{size}");
        }
        let deep = format!("{open},\"x\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        let answer = house.http().try_call(
            call.method,
            call.target,
            &[("Content-Type", "application/json")],
            deep.as_bytes(),
        );
        assert_eq!(answer.map(|it| it.status), Some(413));
    }
    house.stands_as_before();
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
    house.stands_as_before();
}
