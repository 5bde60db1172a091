//! Every letter in every language, rendered strictly.

use std::collections::BTreeSet;

use i18n::Languages;
use recovery::address::Email;
use recovery::budget::{Caps, Share};
use recovery::challenge::{Challenge, ChallengeId, Life};
use recovery::code::Rung;
use recovery::keys::{KeyId, KeyRing};
use recovery::ledger::{LedgerKey, Units};
use recovery::letter::LetterId;
use recovery::letter::{Claimed, First, LetterKind, MessageTag};
use recovery::moment::{Moment, Span};
use recovery::secret::Secret32;
use recovery::signing_in::SignIn;
use recovery::subject::{Account, AccountId, AccountVersion, Status};

use crate::letters::LetterSettings;
use crate::press::{Particulars, Press, Sheet, TEMPLATES};

/// 2026-11-23 14:32:59.999 UTC.
const NOW: Moment = Moment(1_795_444_379_999);

const LIFE: Life = Life {
    code: Span::minutes(10),
    link: Span::minutes(60),
};

fn press(link_base: Option<&str>) -> Press {
    press_with(link_base, link_base.map(|_| PAGES), None)
}

fn press_with(link_base: Option<&str>, pages: Option<&str>, support: Option<&str>) -> Press {
    let page = |name: &str| pages.map(|it| format!("{it}/{name}").parse().unwrap());
    let settings = LetterSettings {
        from: "Example <no-reply@example.com>".parse().unwrap(),
        public_host: "app.example.com".to_owned(),
        link_base: link_base.map(|it| it.parse().unwrap()),
        page_base: page("link"),
        not_me_base: page("not-me"),
        support: support.map(str::to_owned),
        service: None,
        life: LIFE,
        languages: Languages::built_in().unwrap(),
    };
    let key = |first: u8| Secret32::new(std::array::from_fn(|at| first ^ (at as u8).wrapping_mul(37)));
    let ring = KeyRing::new(vec![(KeyId(1), key(11))], key(173)).unwrap();
    Press::new(settings, ring).unwrap()
}

/// Six digits, with all the room there is.
const SIX_DIGITS: Share = Share {
    rung: Rung::SIX_DIGITS,
    caps: Some(Caps {
        account: Units(i64::MAX),
        service: None,
    }),
};

fn letter(kind: LetterKind, locale: &str) -> Claimed {
    let ends = LIFE.at_issue(NOW);
    Claimed {
        id: LetterId(1),
        kind,
        tag: MessageTag([7; 16]),
        queued_at: NOW,
        attempts: 0,
        account: Some(Account {
            id: AccountId(1),
            version: AccountVersion(1),
            email: Email::parse("ann@example.org").unwrap(),
            name: Some("Eve".to_owned()),
            locale: Some(locale.to_owned()),
            status: Status::Active,
            sign_in: SignIn::Password,
            password_changed_at: Some(NOW),
            disowned: false,
        }),
        challenge: match kind {
            LetterKind::Changed => None,
            LetterKind::Reset(_) => Some(Challenge {
                flow: None,
                id: ChallengeId { row: 1, tail: 7 },
                account: AccountId(1),
                account_version: AccountVersion(1),
                key: KeyId(1),
                code: Some(SIX_DIGITS),
                ledger: LedgerKey([1; 16]),
                seed: Secret32::new([3; 32]),
                issued_at: NOW,
                sent_at: None,
                expires_at: Some(ends.code),
                link_expires_at: Some(ends.link),
                tries: 0,
                used: false,
            }),
        },
        latest: true,
        network: None,
        locale: None,
        nobodys: false,
        overtaken: false,
    }
}

fn everything_known() -> Particulars {
    Particulars {
        locale: None,
        reference: Some("K7M-2QX".to_owned()),
        asked_at: Some(NOW),
        network: Some("192.0.2.0/24".to_owned()),
    }
}

fn tags() -> Vec<String> {
    let languages = Languages::built_in().unwrap();
    languages.all().map(|it| it.tag().to_owned()).collect()
}

const LINK: &str = "https://app.example.com/reset";

/// Where the hosted pages are.
const PAGES: &str = "https://reset.example.com/reset";

#[test]
fn in_every_language_a_reset_letter_holds_code_link_deadline_and_the_last_line() {
    for (tag, first, base, particulars) in tags().iter().flat_map(|tag| {
        [First::Code, First::Link].into_iter().flat_map(move |first| {
            [None, Some(LINK)].into_iter().flat_map(move |base| {
                let unlike = [
                    Particulars::default(),
                    Particulars {
                        network: None,
                        ..everything_known()
                    },
                    Particulars {
                        reference: None,
                        ..everything_known()
                    },
                    everything_known(),
                ];
                unlike.map(|it| (tag.as_str(), first, base, it))
            })
        })
    }) {
        let letter = letter(LetterKind::Reset(first), tag);
        let press = press(base);
        let (sheet, secrets) = press.sheet_of(&letter, &particulars, NOW).unwrap();
        let (code, token) = (
            secrets.code.as_ref().unwrap().reveal(),
            secrets.link.as_ref().unwrap().reveal(),
        );
        let (language, subject) = (&sheet.language, &sheet.subject);
        let (text, html) = (sheet.text.as_str(), sheet.html.as_str());
        assert_eq!(language.tag(), tag);
        assert!(
            text.ends_with(&format!("\n@app.example.com #{code}")),
            "{tag}: {text}"
        );
        assert_eq!(text.matches(code).count(), 2, "{tag}: {text}");
        assert!(text.contains(&format!("\n\n    {code}\n\n")), "{tag}: {text}");
        assert!(!text.contains("\n\n\n"), "{tag}: {text}");
        assert!(
            html.contains(&format!("<span dir=\"ltr\">{code}</span>")),
            "{tag}: {html}"
        );
        assert_eq!(html.matches(code).count(), 1, "{tag}: {html}");
        assert!(!subject.contains(code) && !subject.is_empty(), "{tag}: {subject}");
        let ends = language.moment((NOW + LIFE.code).0, false);
        assert_eq!(ends.time, "14:42");
        for part in [text, html].map(plain) {
            assert!(part.contains("14:42") && part.contains("UTC"), "{tag}: {part}");
            assert!(part.contains(&ends.date), "{tag}: {part}");
            assert!(
                part.contains(&language.span(LIFE.code.0).unwrap()),
                "{tag}: {part}"
            );
            assert_eq!(part.contains(token), base.is_some(), "{tag}: {part}");
            assert_eq!(
                part.contains("K7M-2QX"),
                particulars.reference.is_some(),
                "{tag}: {part}"
            );
            assert_eq!(
                part.contains("192.0.2.0/24"),
                particulars.network.is_some(),
                "{tag}: {part}"
            );
            assert!(!part.contains("Eve"), "names are not used: {part}");
        }
        assert_eq!(subject.contains("(K7M-2QX)"), particulars.reference.is_some());
        if base.is_some() {
            let line = format!("{LINK}?token={token}");
            assert!(text.lines().any(|it| it == line), "{tag}: {text}");
            assert!(html.contains(&format!("href=\"{line}\"")), "{tag}: {html}");
            assert_eq!(
                text.find(token) < text.find(code),
                first == First::Link,
                "{tag}: {text}"
            );
            assert_eq!(
                html.find(token) < html.find(code),
                first == First::Link,
                "{tag}: {html}"
            );
        }
        is_well_made(&sheet);
    }
}

#[test]
fn in_every_language_a_notice_tells_when_and_holds_no_secret() {
    for tag in tags() {
        let press = press(None);
        let notice = letter(LetterKind::Changed, &tag);
        let (sheet, secrets) = press.sheet_of(&notice, &Particulars::default(), NOW).unwrap();
        assert!(secrets.code.is_none() && secrets.link.is_none());
        assert!(
            !sheet.text.contains("://") && !sheet.html.contains("href="),
            "{tag}"
        );
        for part in [sheet.text.as_str(), sheet.html.as_str()].map(plain) {
            assert!(part.contains("14:32:59") && part.contains("UTC"), "{tag}: {part}");
            assert!(part.contains("app.example.com"), "{tag}: {part}");
        }
        is_well_made(&sheet);
    }
}

#[test]
fn in_every_language_a_notice_links_to_the_page_that_takes_its_change_back_while_that_can_be_done() {
    for tag in tags() {
        let press = press(Some(LINK));
        let notice = letter(LetterKind::Changed, &tag);
        let printed = |it: &Claimed, at| press.sheet_of(it, &Particulars::default(), at).unwrap();
        let (sheet, secrets) = printed(&notice, NOW + Span::hours(71));
        let token = secrets.link.as_ref().unwrap().reveal();
        let line = format!("{PAGES}/not-me?token={token}");
        assert!(sheet.text.lines().any(|it| it == line), "{tag}: {}", *sheet.text);
        assert!(
            sheet.html.contains(&format!("href=\"{line}\"")),
            "{tag}: {}",
            *sheet.html
        );
        assert!(!sheet.text.contains("\n\n\n"), "{tag}: {}", *sheet.text);
        let end = sheet.language.moment((NOW + Span::hours(72)).0, false);
        let lasts = sheet.language.span(Span::hours(1).0).unwrap();
        for part in [sheet.text.as_str(), sheet.html.as_str()].map(plain) {
            assert!(
                part.contains("14:32:59") && part.contains(&end.date),
                "{tag}: {part}"
            );
            assert!(part.contains(&lasts), "{tag}: {part}");
        }
        is_well_made(&sheet);
        let (_, same) = printed(&notice, NOW);
        assert_eq!(same.link.unwrap().reveal(), token, "the same at every try");
        let mut moot = notice.clone();
        moot.account.as_mut().unwrap().password_changed_at = Some(NOW + Span::seconds(1));
        let (sheet, secrets) = printed(&moot, NOW);
        assert!(
            secrets.link.is_none() && !sheet.text.contains("://"),
            "{tag}: changed again since"
        );
    }
}

#[test]
fn in_every_language_the_letter_after_a_change_was_taken_back_asks_for_link_and_code_on_our_page() {
    for tag in tags() {
        let mut marked = letter(LetterKind::Reset(First::Code), &tag);
        marked.account.as_mut().unwrap().disowned = true;
        let press = press(Some(LINK));
        let (sheet, secrets) = press.sheet_of(&marked, &everything_known(), NOW).unwrap();
        let (code, token) = (
            secrets.code.as_ref().unwrap().reveal(),
            secrets.link.as_ref().unwrap().reveal(),
        );
        let line = format!("{PAGES}/link?token={token}");
        let text = sheet.text.as_str();
        assert!(text.lines().any(|it| it == line), "{tag}: {text}");
        assert!(
            !text.contains(LINK) && !sheet.html.contains(LINK),
            "{tag}: {text}"
        );
        assert!(text.find(token) < text.find(code), "{tag}: {text}");
        let why = sheet.language.text("reset-both", &[]).unwrap();
        for part in [text, sheet.html.as_str()].map(plain) {
            assert!(part.contains(&why), "{tag}: {part}");
        }
        assert!(!text.contains("\n\n\n"), "{tag}: {text}");
        is_well_made(&sheet);
    }
}

#[test]
fn in_every_language_a_letter_with_a_link_alone_says_why_and_holds_no_code() {
    for (tag, first) in tags()
        .iter()
        .flat_map(|tag| [(tag, First::Code), (tag, First::Link)])
    {
        let mut letter = letter(LetterKind::Reset(first), tag);
        letter.challenge.as_mut().unwrap().code = None;
        let (sheet, secrets) = press(Some(LINK))
            .sheet_of(&letter, &everything_known(), NOW)
            .unwrap();
        assert!(secrets.code.is_none(), "{tag}");
        let token = secrets.link.unwrap();
        for half in [&sheet.text, &sheet.html] {
            assert!(half.contains(token.reveal()), "{tag}: {}", **half);
            assert!(!half.contains('#') || half.starts_with("<!"), "{tag}: {}", **half);
        }
        let languages = Languages::built_in().unwrap();
        let language = languages.choose([tag.as_str()]);
        let why = language.text("reset-link-alone", &[]).unwrap();
        let joined: String = sheet.text.split_whitespace().collect();
        assert!(
            joined.contains(&why.split_whitespace().collect::<String>()),
            "{tag}: {}",
            *sheet.text
        );
        assert!(sheet.html.contains(&why), "{tag}");
        let last = sheet.text.trim_end().lines().next_back().unwrap();
        assert!(!last.starts_with('@'), "{tag}: {last}");
        assert!(!sheet.text.contains("\n\n\n"), "{tag}: {}", *sheet.text);
    }
    let mut stuck = letter(LetterKind::Reset(First::Code), "en");
    stuck.challenge.as_mut().unwrap().code = None;
    let unprinted = press(None).sheet_of(&stuck, &Particulars::default(), NOW);
    assert!(unprinted.is_err(), "neither code nor link is no letter");
}

#[test]
fn in_every_language_a_first_password_and_a_disabled_account_have_words_of_their_own() {
    for tag in tags() {
        let mut fresh = letter(LetterKind::Reset(First::Code), &tag);
        fresh.account.as_mut().unwrap().password_changed_at = None;
        let (sheet, secrets) = press(Some(LINK))
            .sheet_of(&fresh, &everything_known(), NOW)
            .unwrap();
        let title = sheet.language.text("reset-first-title", &[]).unwrap();
        assert!(sheet.subject.starts_with(&title), "{tag}: {}", sheet.subject);
        assert!(secrets.code.is_some() && sheet.text.contains("?token="), "{tag}");
        is_well_made(&sheet);
        let mut off = letter(LetterKind::Reset(First::Code), &tag);
        off.account.as_mut().unwrap().status = Status::Disabled;
        off.challenge.as_mut().unwrap().flow = Some(1);
        for support in [None, Some("help <desk> & Co")] {
            let press = press_with(Some(LINK), Some(PAGES), support);
            let (sheet, secrets) = press.sheet_of(&off, &everything_known(), NOW).unwrap();
            assert!(secrets.code.is_none() && secrets.link.is_none());
            let title = sheet.language.text("disabled-title", &[]).unwrap();
            assert_eq!(sheet.subject, format!("{title} (K7M-2QX)"), "{tag}");
            assert!(
                !sheet.text.contains("token") && !sheet.text.contains('#'),
                "{tag}: {}",
                *sheet.text
            );
            assert_eq!(
                sheet.text.contains("help <desk> & Co"),
                support.is_some(),
                "{tag}"
            );
            assert!(!sheet.html.contains("<desk>"), "{tag}: {}", *sheet.html);
            assert!(!sheet.text.contains("\n\n\n"), "{tag}: {}", *sheet.text);
            is_well_made(&sheet);
        }
    }
}

/// Every way of signing in that a letter tells of, with its title and the words that say what to do.
const TOLD: [(&str, &str, &[&str]); 3] = [
    (
        "elsewhere:Büro & Co",
        "elsewhere-title",
        &["elsewhere-told-with", "elsewhere-do-with"],
    ),
    (
        "elsewhere",
        "elsewhere-title",
        &["elsewhere-told", "elsewhere-do"],
    ),
    ("shared", "shared-title", &["shared-told"]),
];

#[test]
fn in_every_language_an_owner_without_a_password_here_is_told_what_to_do_and_gets_neither_code_nor_link() {
    for (tag, (way, title, words)) in tags().iter().flat_map(|tag| TOLD.map(|it| (tag, it))) {
        for (flow, support, kind) in [
            (Some(1), None, LetterKind::Reset(First::Code)),
            (None, Some("help <desk> & Co"), LetterKind::Reset(First::Link)),
        ] {
            let mut letter = letter(kind, tag);
            letter.account.as_mut().unwrap().sign_in = way.parse().unwrap();
            letter.challenge.as_mut().unwrap().flow = flow;
            let press = press_with(Some(LINK), Some(PAGES), support);
            let (sheet, secrets) = press.sheet_of(&letter, &everything_known(), NOW).unwrap();
            assert!(secrets.code.is_none() && secrets.link.is_none());
            let (text, html) = (sheet.text.as_str(), sheet.html.as_str());
            let title = sheet.language.text(title, &[]).unwrap();
            assert_eq!(sheet.subject, format!("{title} (K7M-2QX)"), "{tag}");
            let given = [("provider", "Büro & Co"), ("place", "app.example.com")];
            for key in words.iter().chain(&["told-not-you"]) {
                let wanted = sheet.language.text(key, &given).unwrap();
                assert!(plain(text).contains(&wanted), "{tag}: {key}: {text}");
                assert!(
                    plain(html).replace("&amp;", "&").contains(&wanted),
                    "{tag}: {key}: {html}"
                );
            }
            for part in [text, html].map(plain) {
                assert!(
                    part.contains("14:32") && part.contains("192.0.2.0/24"),
                    "{tag}: {part}"
                );
                assert!(part.contains("K7M-2QX") && !part.contains("Eve"), "{tag}: {part}");
                assert!(!part.contains("token") && !part.contains("://"), "{tag}: {part}");
            }
            assert!(
                !text.contains('#'),
                "{tag}: the last line of a code is not there: {text}"
            );
            assert_eq!(
                plain(text).contains("help <desk> & Co"),
                support.is_some(),
                "{tag}"
            );
            assert!(!html.contains("<desk>"), "{tag}: {html}");
            assert!(!html.contains("& Co"), "{tag}: it is escaped: {html}");
            assert!(!text.contains("\n\n\n"), "{tag}: {text}");
            is_well_made(&sheet);
        }
    }
}

#[test]
fn a_letter_that_tells_of_another_way_of_signing_in_leaves_out_what_is_not_known() {
    let mut letter = letter(LetterKind::Reset(First::Code), "en");
    letter.account.as_mut().unwrap().sign_in = "elsewhere".parse().unwrap();
    let (sheet, _) = press(None)
        .sheet_of(&letter, &Particulars::default(), NOW)
        .unwrap();
    assert_eq!(sheet.subject, "Your account has no password");
    let text = sheet.text.as_str();
    assert!(
        !text.contains("It was asked for") && !text.contains("Reference"),
        "{text}"
    );
    assert!(text.trim_end().ends_with("there is nothing to do."), "{text}");
}

#[test]
fn a_test_letter_is_written_in_english_and_holds_no_secret() {
    let sheet = press(None).test_sheet().unwrap();
    assert_eq!(
        (sheet.language.tag(), sheet.subject.as_str()),
        ("en", "Test letter")
    );
    assert!(sheet.text.contains("This is a test letter"));
    is_well_made(&sheet);
}

#[test]
fn a_request_s_language_counts_where_the_account_has_none() {
    let press = press(None);
    let asked_in = |account: Option<&str>, request: &str| {
        let mut letter = letter(LetterKind::Changed, "");
        letter.account.as_mut().unwrap().locale = account.map(str::to_owned);
        let particulars = Particulars {
            locale: Some(request.to_owned()),
            ..Particulars::default()
        };
        let (sheet, _) = press.sheet_of(&letter, &particulars, NOW).unwrap();
        sheet.language.tag().to_owned()
    };
    assert_eq!(asked_in(None, "fr-CA"), "fr");
    assert_eq!(asked_in(Some("tr"), "fr-CA"), "tr");
    assert_eq!(
        asked_in(Some("eo"), "fr-CA"),
        "fr",
        "a wish that cannot be met counts as none"
    );
    assert_eq!(asked_in(None, "no tag at all"), "en");
}

#[test]
fn every_message_of_a_catalogue_is_said_by_a_template_and_nothing_else_is() {
    let mut said: BTreeSet<&str> = ["reset-title", "changed-title", "test-title"].into();
    said.extend([
        "reset-first-title",
        "disabled-title",
        "elsewhere-title",
        "shared-title",
    ]);
    said.extend(["span-seconds", "span-minutes", "span-hours", "span-days"]);
    for (_, source) in TEMPLATES {
        // Keys stand in quotes, in `say` itself or where they are handed to a macro that says them.
        let quoted = source.split('"').skip(1).step_by(1);
        said.extend(quoted.filter(|it| {
            let own = [
                "reset-",
                "changed-",
                "disabled-",
                "elsewhere-",
                "shared-",
                "told-",
                "test-",
                "asked-",
            ]
            .iter()
            .any(|start| it.starts_with(start));
            (own || ["greeting", "reference"].contains(it)) && !it.contains(' ')
        }));
    }
    let catalogue = include_str!("../../i18n/locales/en/letters.ftl");
    let keys: BTreeSet<&str> = catalogue
        .lines()
        .filter(|it| it.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|it| it.split_once(" = ").map(|(key, _)| key))
        .collect();
    assert_eq!(said, keys);
}

/// Text without markup's additions, with line breaks as spaces.
fn plain(part: &str) -> String {
    let part = part.replace("<bdi>", "").replace("</bdi>", "");
    part.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What holds for every letter.
fn is_well_made(sheet: &Sheet) {
    let (language, text, html) = (&sheet.language, sheet.text.as_str(), sheet.html.as_str());
    let tag = language.tag();
    assert!(
        !text.contains(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '{', '}']),
        "{tag}: {text:?}"
    );
    assert!(text.lines().all(|it| it.len() <= 998), "{tag}");
    assert!(html.lines().all(|it| it.len() <= 998), "{tag}");
    let direction = language.direction().as_html();
    assert!(
        html.contains(&format!("<html lang=\"{tag}\" dir=\"{direction}\"")),
        "{tag}: {html}"
    );
    assert!(
        html.contains("<meta name=\"color-scheme\" content=\"light dark\""),
        "{html}"
    );
    assert!(html.contains("@media (prefers-color-scheme: dark)"), "{html}");
    assert!(
        !html.contains("{{") && !html.contains("{%") && !html.contains("\\\""),
        "{tag}: {html}"
    );
    for foreign in [
        "<img",
        "<script",
        "<link",
        "@import",
        "@font-face",
        "url(",
        "src=",
        "XHTML",
    ] {
        assert!(!html.contains(foreign), "{tag}: {foreign}");
    }
    let elsewhere = html
        .match_indices("://")
        .filter(|(at, _)| !html[..*at].ends_with("href=\"https"));
    assert_eq!(elsewhere.count(), 0, "{tag}: {html}");
    assert_eq!(
        html.matches("<table").count(),
        html.matches("role=\"presentation\"").count() - html.matches("bgcolor=\"#0b5cad\" role").count(),
        "{tag}: a table that is no table of data says so"
    );
}

#[test]
fn what_is_written_stands_out_from_its_ground_in_light_and_dark() {
    // WCAG 2.2, 1.4.3: at least 4.5 to 1 for text of ordinary size.
    let light = [
        ("#1f2328", "#ffffff"),
        ("#57606a", "#ffffff"),
        ("#ffffff", "#0b5cad"),
    ];
    let dark = [
        ("#e6e9ec", "#1b2128"),
        ("#b4bcc4", "#1b2128"),
        ("#0b1a2b", "#8fc1f5"),
    ];
    let html = TEMPLATES
        .iter()
        .find(|(name, _)| *name == "reset.html")
        .unwrap()
        .1;
    for (ink, ground) in light.into_iter().chain(dark) {
        assert!(
            html.contains(ink) && html.contains(ground),
            "{ink} on {ground} is in use"
        );
        let (a, b) = (luminance(ink), luminance(ground));
        let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
        assert!(contrast >= 4.5, "{ink} on {ground}: {contrast:.2}");
    }
    let known: Vec<&str> = light
        .iter()
        .chain(&dark)
        .flat_map(|it| [it.0, it.1])
        .chain(["#f1f3f5", "#0f1419"])
        .collect();
    for at in html.match_indices('#').map(|(at, _)| at) {
        let colour = html
            .get(at..at + 7)
            .filter(|it| it[1..].bytes().all(|it| it.is_ascii_hexdigit()));
        assert!(
            colour.is_none_or(|it| known.contains(&it)),
            "{colour:?} has been checked by nobody"
        );
    }
}

/// Relative luminance, by WCAG 2.2.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let part = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
