//! Letters as an independent server and an independent mail parser see them.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail, and the test command says by a variable where its Python is"
)]

mod support;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use courier::{LetterSettings, Roots, SmtpSettings, Tls, Transport, Turn};
use recovery::letter::{First, LetterKind};
use recovery::moment::Span;
use serde_json::Value;
use support::certificates::Certificates;
use support::{World, letters, login, smtp};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// aiosmtpd in a process of its own.
struct Independent {
    port: u16,
    lines: UnboundedReceiver<String>,
    certificates: Certificates,
    process: Child,
}

impl Drop for Independent {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Independent {
    async fn start(arguments: &[&str]) -> Independent {
        let python = std::env::var("RESETD_TEST_PYTHON")
            .expect("RESETD_TEST_PYTHON is not set: run ./scripts/test, which installs what this test needs");
        let certificates = Certificates::for_host("localhost");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/independent.py");
        let mut process = Command::new(&python)
            .arg(script)
            .args([certificates.file("server.pem"), certificates.file("server.key")])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|why| panic!("{python} cannot be started ({why}): run ./scripts/test"));
        let output = BufReader::new(process.stdout.take().unwrap());
        let (said, lines) = unbounded_channel();
        std::thread::spawn(move || {
            output
                .lines()
                .map_while(Result::ok)
                .try_for_each(|it| said.send(it))
        });
        let mut server = Independent {
            port: 0,
            lines,
            certificates,
            process,
        };
        let ready = server
            .next()
            .await
            .expect("aiosmtpd did not start; its own words are above. Run ./scripts/test, which installs it");
        server.port = u16::try_from(ready["port"].as_u64().unwrap()).unwrap();
        server
    }

    fn settings(&self) -> SmtpSettings {
        let mut settings = SmtpSettings {
            tls: Tls::Starttls,
            roots: Roots::from_ca_file(&self.certificates.file("ca.pem")).unwrap(),
            ..smtp(self.port)
        };
        // An interpreter that shares its machine with a compiler is slow at times.
        let patient = Duration::from_secs(10);
        settings.deadlines.command = patient;
        settings.deadlines.greeting = patient;
        settings.deadlines.envelope = patient;
        settings.deadlines.body = patient;
        settings.deadlines.tls = patient;
        settings
    }

    async fn letter(&mut self) -> Value {
        self.next().await.expect("no letter came")
    }

    async fn next(&mut self) -> Option<Value> {
        let line = tokio::time::timeout(Duration::from_secs(30), self.lines.recv())
            .await
            .unwrap()?;
        Some(serde_json::from_str(&line).unwrap())
    }
}

fn header<'a>(letter: &'a Value, name: &str) -> Vec<&'a str> {
    let all = letter["headers"].as_array().unwrap();
    all.iter()
        .filter(|it| it[0].as_str().unwrap().eq_ignore_ascii_case(name))
        .map(|it| it[1].as_str().unwrap())
        .collect()
}

/// The text or HTML, with line ends as people write them.
fn part(letter: &Value, name: &str) -> String {
    letter[name].as_str().unwrap().replace("\r\n", "\n")
}

/// Sentences as they were before they were broken into lines.
fn unwrapped(part: &str) -> String {
    part.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn with_link() -> LetterSettings {
    LetterSettings {
        link_base: Some("https://app.example.com/reset?lang=en&x=1#form".parse().unwrap()),
        ..letters()
    }
}

#[tokio::test]
async fn a_reset_letter_arrives_as_it_was_meant() {
    let mut server = Independent::start(&["open"]).await;
    let mut world = World::new(Transport::Smtp(Box::new(server.settings())), letters());
    let id = world.ask("Ann@example.org");
    assert_eq!(world.turn().await, Turn::Sent(1), "{}", world.outbox.why(id));
    let letter = server.letter().await;
    let code = world.code(id);
    assert_eq!(letter["envelope_from"], "no-reply@example.com");
    assert_eq!(letter["envelope_to"], serde_json::json!(["Ann@example.org"]));
    assert_eq!(letter["encrypted"], true);
    assert_eq!(letter["defects"], serde_json::json!([]));
    assert_eq!(letter["kind"], "multipart/alternative");
    assert_eq!(letter["parts"], serde_json::json!(["text/plain", "text/html"]));
    assert_eq!(letter["charsets"], serde_json::json!(["utf-8", "utf-8"]));
    assert_eq!(header(&letter, "From"), ["Example <no-reply@example.com>"]);
    assert_eq!(header(&letter, "To"), ["Ann@example.org"]);
    assert_eq!(header(&letter, "Subject"), ["Reset your password"]);
    assert_eq!(header(&letter, "Auto-Submitted"), ["auto-generated"]);
    assert_eq!(header(&letter, "X-Auto-Response-Suppress"), ["All"]);
    assert_eq!(header(&letter, "MIME-Version"), ["1.0"]);
    assert!(header(&letter, "Date")[0].ends_with("+0000"));
    let tag = format!("{:032x}", u128::from_be_bytes(world.outbox.letter(id).tag.0));
    assert_eq!(header(&letter, "Message-ID"), [format!("<{tag}@example.com>")]);
    let [text, html] = ["text", "html"].map(|it| part(&letter, it));
    assert_eq!(
        text.trim_end().lines().last(),
        Some(format!("@app.example.com #{code}").as_str())
    );
    assert!(
        text.ends_with(&code) || text.ends_with(&format!("{code}\n")),
        "nothing after it: {text:?}"
    );
    assert!(text.contains(&format!("\n    {code}\n")), "{text}");
    assert!(html.contains(&format!(">{code}<")), "{html}");
    for part in [&text, &html].map(|it| unwrapped(it)) {
        assert!(part.contains("10 minutes") && part.contains(" UTC on "), "{part}");
        assert!(part.contains("Nobody will ask you"), "{part}");
        assert!(part.contains("choose a new password"), "{part}");
        assert!(part.contains("do nothing"), "{part}");
        assert!(!part.contains("://"), "no link without a page for it: {part}");
        assert!(!part.contains("Eve"), "{part}");
    }
    let outside: Vec<_> = letter["headers"]
        .as_array()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(!outside.join("\n").contains(&code), "{outside:?}");
    let raw = letter["raw"].as_str().unwrap();
    assert!(raw.is_ascii() && raw.lines().all(|it| it.len() <= 998));
    assert!(
        raw.contains(&code),
        "the code stands in the source as it stands in the letter"
    );
}

#[tokio::test]
async fn a_link_stands_in_both_parts_and_first_when_it_was_asked_for() {
    let mut server = Independent::start(&["open"]).await;
    let mut world = World::new(Transport::Smtp(Box::new(server.settings())), with_link());
    for (first, link_comes_first) in [(First::Code, false), (First::Link, true)] {
        let id = world.queue("ann@example.org", LetterKind::Reset(first));
        assert_eq!(world.turn().await, Turn::Sent(1));
        let letter = server.letter().await;
        let (code, token) = (world.code(id), world.link(id));
        let link = format!("https://app.example.com/reset?lang=en&x=1&token={token}#form");
        let [text, html] = ["text", "html"].map(|it| part(&letter, it));
        assert!(text.lines().any(|it| it == link), "{text}");
        assert!(
            html.contains(&format!("href=\"{}\"", link.replace('&', "&amp;"))),
            "{html}"
        );
        for part in [&text, &html] {
            let (code_at, link_at) = (part.find(&code).unwrap(), part.find(&token).unwrap());
            assert_eq!(link_at < code_at, link_comes_first, "{part}");
            assert!(part.contains("1 hour"), "{part}");
        }
        assert_eq!(
            text.trim_end().lines().last(),
            Some(format!("@app.example.com #{code}").as_str())
        );
    }
}

#[tokio::test]
async fn a_notice_tells_when_and_what_to_do_and_holds_no_secret() {
    let mut server = Independent::start(&["open"]).await;
    let mut world = World::new(Transport::Smtp(Box::new(server.settings())), with_link());
    world.queue("ann@example.org", LetterKind::Changed);
    assert_eq!(world.turn().await, Turn::Sent(1));
    let letter = server.letter().await;
    assert_eq!(header(&letter, "Subject"), ["Your password was changed"]);
    for part in ["text", "html"].map(|it| unwrapped(&part(&letter, it))) {
        assert!(
            part.contains(" UTC on ") && part.contains("app.example.com"),
            "{part}"
        );
        assert!(part.contains("If it was not you"), "{part}");
        assert!(!part.contains("://") && !part.contains("token"), "{part}");
    }
}

#[tokio::test]
async fn a_login_is_taken_by_either_mechanism_and_a_wrong_one_sends_nothing() {
    for leave_out in ["LOGIN", "PLAIN"] {
        let mut server = Independent::start(&["login", leave_out]).await;
        let wrong = SmtpSettings {
            login: login("ann", "wrong"),
            ..server.settings()
        };
        let mut world = World::over(wrong);
        let id = world.ask("ann@example.org");
        assert!(matches!(world.turn().await, Turn::Later(_)));
        assert!(world.outbox.why(id).contains("535"), "{}", world.outbox.why(id));
        let right = SmtpSettings {
            login: login("ann", "p\u{e4}ss w\u{f6}rd"),
            ..server.settings()
        };
        let mut world = World::over(right);
        let id = world.ask("ann@example.org");
        assert_eq!(world.turn().await, Turn::Sent(1), "{}", world.outbox.why(id));
        let letter = server.letter().await;
        assert_eq!(
            (&letter["authenticated"], &letter["encrypted"]),
            (&Value::Bool(true), &Value::Bool(true))
        );
    }
}

#[tokio::test]
async fn dots_umlauts_and_markup_arrive_as_they_were_written() {
    let mut server = Independent::start(&["open"]).await;
    let settings = LetterSettings {
        from: "J\u{f6}rgs \u{201e}L\u{e4}den\u{201c} & Co. <no-reply@example.com>"
            .parse()
            .unwrap(),
        page_base: None,
        not_me_base: None,
        support: None,
        service: Some("<b>J\u{f6}rgs L\u{e4}den</b>\n.\n..Co".to_owned()),
        ..with_link()
    };
    let mut world = World::new(Transport::Smtp(Box::new(server.settings())), settings);
    let id = world.ask("j\u{f6}rg@b\u{fc}cher.example");
    assert_eq!(world.turn().await, Turn::Sent(1), "{}", world.outbox.why(id));
    let letter = server.letter().await;
    assert_eq!(
        letter["envelope_to"],
        serde_json::json!(["j\u{f6}rg@xn--bcher-kva.example"])
    );
    assert!(letter["mail_options"].to_string().contains("SMTPUTF8"));
    assert_eq!(letter["defects"], serde_json::json!([]));
    assert!(
        header(&letter, "From")[0].contains("J\u{f6}rgs \u{201e}L\u{e4}den\u{201c} & Co."),
        "{letter}"
    );
    let [text, html] = ["text", "html"].map(|it| part(&letter, it));
    assert!(text.contains("<b>J\u{f6}rgs L\u{e4}den</b>\n.\n..Co."), "{text}");
    assert!(html.contains("&lt;b&gt;J\u{f6}rgs L\u{e4}den&lt;"), "{html}");
    let last = format!("@app.example.com #{}", world.code(id));
    assert_eq!(text.trim_end().lines().last(), Some(last.as_str()));
}

#[tokio::test]
async fn a_letter_sent_late_states_the_deadline_that_is_left() {
    let mut server = Independent::start(&["open"]).await;
    let mut world = World::new(Transport::Smtp(Box::new(server.settings())), letters());
    let id = world.ask("ann@example.org");
    world.clock.put_forward(Span::seconds(65 * 60 + 1));
    assert_eq!(world.turn().await, Turn::Sent(1), "{}", world.outbox.why(id));
    let letter = server.letter().await;
    assert!(part(&letter, "text").contains("4 minutes"), "{}", letter["text"]);
}

#[tokio::test]
async fn a_letter_in_any_script_arrives_with_its_code_and_last_line_byte_for_byte() {
    let mut server = Independent::start(&["open"]).await;
    let mut world = World::new(Transport::Smtp(Box::new(server.settings())), with_link());
    for (locale, tag, direction, subject, words) in [
        ("ja-JP", "ja", "ltr", "パスワードの再設定", "有効時間は10分"),
        (
            "ar-EG",
            "ar",
            "rtl",
            "إعادة تعيين كلمة المرور",
            "صالح لمدة 10 دقائق",
        ),
        (
            "de-AT",
            "de",
            "ltr",
            "Passwort zurücksetzen",
            "Er gilt 10 Minuten lang",
        ),
    ] {
        let id = world.queue_in(locale, "ann@example.org", LetterKind::Reset(First::Code));
        assert_eq!(world.turn().await, Turn::Sent(1), "{}", world.outbox.why(id));
        let letter = server.letter().await;
        assert_eq!(letter["defects"], serde_json::json!([]), "{locale}");
        assert_eq!(header(&letter, "Content-Language"), [tag]);
        assert_eq!(header(&letter, "Subject"), [subject]);
        let code = world.code(id);
        let link = format!(
            "https://app.example.com/reset?lang=en&x=1&token={}#form",
            world.link(id)
        );
        let [text, html] = ["text", "html"].map(|it| part(&letter, it));
        let last = format!("@app.example.com #{code}");
        assert!(
            text.trim_end_matches('\n').ends_with(&format!("\n{last}")),
            "{text}"
        );
        assert!(text.contains(&format!("\n    {code}\n")), "{text}");
        assert!(text.lines().any(|it| it == link), "{text}");
        assert!(text.contains(words) && text.contains("UTC"), "{text}");
        assert!(
            !text.contains(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}']),
            "{text:?}"
        );
        assert!(
            html.contains(&format!("<html lang=\"{tag}\" dir=\"{direction}\"")),
            "{html}"
        );
        assert!(
            html.contains(&format!("<span dir=\"ltr\">{code}</span>")),
            "{html}"
        );
        let raw = letter["raw"].as_str().unwrap();
        assert!(raw.is_ascii() && raw.lines().all(|it| it.len() <= 998));
    }
}
