//! Thirteen languages, chosen by the browser or by hand.

use super::*;

fn title(tag: &str) -> &'static str {
    match tag {
        "en" => "Reset your password",
        "de" => "Passwort zurücksetzen",
        "fr" => "Réinitialiser votre mot de passe",
        "es" => "Restablecer la contraseña",
        "pt-BR" => "Redefinir sua senha",
        "it" => "Reimposta la password",
        "nl" => "Uw wachtwoord herstellen",
        "pl" => "Resetowanie hasła",
        "tr" => "Parolanızı sıfırlayın",
        "hi" => "अपना पासवर्ड रीसेट करें",
        "ar" => "إعادة تعيين كلمة المرور",
        "zh-Hans" => "重置密码",
        _ => "パスワードの再設定",
    }
}

#[test]
fn the_first_page_speaks_every_language_by_the_browser_or_by_hand() {
    let (_place, server) = with_ann(&[]);
    for tag in [
        "en", "de", "fr", "es", "pt-BR", "it", "nl", "pl", "tr", "hi", "ar", "zh-Hans", "ja",
    ] {
        let mut browser = Browser::of(&server);
        let by_hand = browser.get(&format!("/reset?lang={tag}"));
        browser.headers = vec![("Accept-Language".to_owned(), format!("xx, {tag};q=0.9, en;q=0.5"))];
        let by_browser = browser.get("/reset");
        let dir = if tag == "ar" { "rtl" } else { "ltr" };
        for page in [by_hand, by_browser] {
            assert!(page.says(title(tag)), "{tag}: {}", page.text());
            assert!(
                page.answer
                    .body
                    .contains(&format!("<html lang=\"{tag}\" dir=\"{dir}\">")),
                "{tag}"
            );
            assert_eq!(page.answer.header("content-language"), Some(tag));
        }
    }
}

#[test]
fn a_language_chosen_by_hand_stays_for_the_whole_way() {
    let (_place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    let start = browser.get("/reset?lang=de");
    assert!(start.says("Sprache") && start.answer.body.contains("href=\"/reset?lang=ja\""));
    let page = browser.submit("start-form", &[("email", ANN)]);
    assert!(
        page.says("Wenn es zu ann@example.com ein Konto gibt"),
        "{}",
        page.text()
    );
    let code = server.captured_code(ANN, 1);
    let wrong = browser.submit("code-form", &[("code", &other(&code))]);
    assert!(wrong.says("Das ist nicht der Code. Sie haben noch 4 Versuche."));
    let japanese = browser.get(&format!("{}?lang=ja", page.path));
    assert!(japanese.says("メールに記されたコード"));
    let page = browser.submit("code-form", &[("code", &code)]);
    assert!(
        page.says("新しいパスワード"),
        "what was chosen last stays: {}",
        page.text()
    );
    let weak = browser.submit("password-form", &[("new_password", "short")]);
    assert!(weak.says("8 文字以上必要です"));
    let strength = page.attribute("password-form", "data-strength").unwrap();
    let told = browser.post(&strength, "new_password=password1");
    assert!(
        told.body.contains("よく使われるパスワードに似ています"),
        "{}",
        told.body
    );
    let done = browser.submit("password-form", &[("new_password", NEW)]);
    assert!(done.says("パスワードを設定しました"));
}

#[test]
fn an_account_s_own_language_does_not_show() {
    let place = place_with(&[]);
    let added = place.run(
        &["account", "add", ANN, "--locale", "de", "--password-stdin"],
        OLD,
    );
    assert!(added.status.success());
    let server = place.serve();
    let page = begin(&mut Browser::of(&server), ANN);
    assert!(page.says("If there is an account for"), "{}", page.text());
    assert!(server.captured_letter(ANN, 1).text().contains("Ihr Code lautet"));
}

#[test]
fn an_operator_s_file_changes_what_pages_say() {
    let words = tempfile::tempdir().unwrap();
    std::fs::write(words.path().join("en.ftl"), "page-send = Off it goes\n").unwrap();
    std::fs::write(
        words.path().join("eo.ftl"),
        "language-name = Esperanto\npage-send = Sendi\n",
    )
    .unwrap();
    let directory = format!("{:?}", words.path());
    let (_place, server) = with_ann(&[("languages.dir", &directory)]);
    let mut browser = Browser::of(&server);
    assert!(browser.get("/reset").says("Off it goes"));
    let esperanto = browser.get("/reset?lang=eo");
    assert!(esperanto.says("Sendi") && esperanto.says("E-mail address") && esperanto.says("Esperanto"));
}

/// Where the link to the same page in another language leads.
fn link_to(tag: &str, page: &Page) -> String {
    let body = &page.answer.body;
    let at = body.find(&format!(" hreflang=\"{tag}\"")).expect("a link");
    let from = body[..at].rfind('<').unwrap();
    browser::attribute(&body[from..at], "href").unwrap()
}

const LISTED: (&str, &str) = ("pages.return_origins", "[\"https://app.example.com\"]");

#[test]
fn a_language_is_chosen_without_touching_the_rest_of_the_address() {
    let below = ("public_url", "\"http://127.0.0.1:8080/STAGING\"");
    let (_place, server) = with_ann(&[LISTED, below]);
    let mut browser = Browser::of(&server);
    let start = browser.get("/reset?lang=de&return_to=https%3A%2F%2Fapp.example.com%2FSTAGE%2FTAGS");
    let link = link_to("ja", &start);
    let path = link.strip_prefix("/STAGING").unwrap_or_else(|| panic!("{link}"));
    let there = browser.get(path);
    assert!(there.says("パスワードの再設定"), "{link}: {}", there.text());
    let (_, fields) = browser.form("start-form");
    let back = fields.iter().find(|it| it.0 == "return_to");
    assert_eq!(
        back.map(|it| it.1.as_str()),
        Some("https://app.example.com/STAGE/TAGS"),
        "{link}"
    );
}

/// A status, and the headers and body that are answered with it.
type Sent<'a> = (u16, &'a [(&'a str, &'a str)], &'a str);

#[test]
fn the_way_on_from_a_trouble_keeps_the_language_and_where_to_return() {
    let (_place, server) = with_ann(&[LISTED, ("limits.client.asks", "1")]);
    let asked = "/reset?lang=de&return_to=https%3A%2F%2Fapp.example.com%2Fin";
    let mut browser = Browser::of(&server);
    browser.get(asked);
    let (action, fields) = browser.form("start-form");
    let fields: Vec<_> = fields.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let json = ("Content-Type", "application/json");
    let ours = ("Sec-Fetch-Site", "same-origin");
    let other_site = ("Sec-Fetch-Site", "cross-site");
    let body = browser::encoded(&fields).replace("email=", "email=ann%40example.com");
    let long = format!("{body}{}", "x".repeat(20 * 1024));
    let troubles: [Sent<'_>; 4] = [
        (403, &[form, other_site], &body),
        (415, &[json, ours], &body),
        (413, &[form, ours], &long),
        // One ask passes before this.
        (429, &[form, ours], &body),
    ];
    for (status, headers, body) in troubles {
        if status == 429 {
            // Of another page: the same form once more would be the same ask.
            let first = body.replace("once=", "once=another");
            assert_eq!(browser.request("POST", &action, headers, &first).status, 303);
        }
        let answer = browser.request("POST", &action, headers, body);
        assert_eq!(answer.status, status, "{}", answer.body);
        let page = Page {
            path: action.clone(),
            answer,
        };
        assert!(page.answer.body.contains("<html lang=\"de\""), "{status}");
        let next = page.attribute("next", "href").unwrap();
        let there = Browser::of(&server).get(&next);
        assert!(there.says("Passwort zurücksetzen"), "{status}: {next}");
        assert_eq!(
            there.answer.body.matches("https://app.example.com/in").count(),
            browser
                .get(asked)
                .answer
                .body
                .matches("https://app.example.com/in")
                .count(),
            "{status}: {next}"
        );
    }
    // Of a tab that is not known here, and of a link that is over, the language alone is.
    for path in [
        "/reset/AAAAAAAAAAAAAAAA/code?lang=de",
        "/reset/link?token=x&lang=de",
    ] {
        let page = Browser::of(&server).get(path);
        assert_eq!(
            page.attribute("next", "href").as_deref(),
            Some("/reset?lang=de"),
            "{path}"
        );
    }
}

#[test]
fn the_capture_box_shows_subjects_as_their_readers_read_them() {
    for (tag, subject) in [
        ("en", "Reset your password"),
        ("ar", title("ar")),
        ("ja", title("ja")),
        ("fr", "Réinitialisez votre mot de passe"),
    ] {
        let (_place, server) = with_ann(&[("mail.from", "\"Example <no-reply@example.com>\"")]);
        let mut browser = Browser::of(&server);
        browser.headers = vec![("Accept-Language".to_owned(), tag.to_owned())];
        begin(&mut browser, ANN);
        server.captured_letter(ANN, 1);
        let listed = server.capture().get("/letters.json").body;
        let all: serde_json::Value = serde_json::from_str(&listed).unwrap();
        let told = all[0]["subject"].as_str().unwrap();
        assert!(told.contains(subject) && !told.contains("=?"), "{tag}: {listed}");
        let id = all[0]["id"].as_str().unwrap();
        let one = server.capture().get(&format!("/letters/{id}.json")).body;
        let one: serde_json::Value = serde_json::from_str(&one).unwrap();
        assert_eq!(one["subject"].as_str(), Some(told), "{tag}");
        for path in ["/".to_owned(), format!("/letters/{id}")] {
            let page = server.capture().get(&path).body;
            assert!(page.contains(subject) && !page.contains("=?"), "{tag}: {page}");
        }
        let whole = server.capture().get(&format!("/letters/{id}.eml")).body;
        assert_eq!(
            whole.contains("=?utf-8?b?"),
            tag != "en",
            "as it travels: {whole}"
        );
    }
}
