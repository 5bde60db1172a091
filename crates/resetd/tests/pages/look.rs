//! Headers, cookies, files and themes.

use super::*;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; worker-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const BEHIND_TLS: &[(&str, &str)] = &[
    ("public_url", "\"https://reset.example.com\""),
    ("mail.transport", "\"smtp\""),
];

#[test]
fn every_page_tells_browsers_to_be_careful() {
    let (_place, server) = with_ann(&[]);
    let mut browser = Browser::of(&server);
    let page = begin(&mut browser, ANN);
    let answers = [
        server.http.get("/reset"),
        page.answer,
        server.http.get("/reset/nowhere"),
        server.http.get("/.well-known/change-password"),
        browser.post("/reset", "email=x"),
        browser.post(&page.path, "code=1"),
    ];
    for answer in answers {
        for (name, value) in [
            ("content-security-policy", POLICY),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            let told: Vec<_> = answer
                .headers
                .iter()
                .filter(|it| it.0.eq_ignore_ascii_case(name))
                .collect();
            assert!(told.len() == 1 && told[0].1 == value, "{name}: {told:?}");
        }
        assert_eq!(answer.header("strict-transport-security"), None, "not over http");
        for inline in ["<style", " style=\"", "onclick", "javascript:"] {
            assert!(!answer.body.contains(inline), "{inline}");
        }
    }
}

#[test]
fn behind_tls_cookies_are_bound_to_the_host_and_the_browser_is_told_to_stay() {
    let (_place, server) = with_ann(BEHIND_TLS);
    let mut browser = Browser::of(&server);
    let start = browser.get("/reset");
    let told = start.answer.header("strict-transport-security");
    assert_eq!(told, Some("max-age=31536000"));
    let mut set: Vec<String> = vec![start.answer.header("set-cookie").unwrap().to_owned()];
    let (_, answer) = browser.send("start-form", &[("email", ANN)]);
    set.extend(
        answer
            .headers
            .iter()
            .filter(|it| it.0 == "set-cookie")
            .map(|it| it.1.clone()),
    );
    assert_eq!(set.len(), 2);
    for line in set {
        assert!(line.starts_with("__Host-reset"), "{line}");
        assert!(
            line.ends_with("; Path=/; Max-Age=7200; Secure; HttpOnly; SameSite=Lax"),
            "{line}"
        );
        assert!(!line.contains("ann") && !line.contains("Domain"), "{line}");
    }
    assert!(
        browser
            .get(answer.header("location").unwrap())
            .says("Look into your mailbox")
    );
    // A name that anybody in the neighbourhood could plant is not read here.
    browser.cookies = browser
        .cookies
        .iter()
        .map(|(name, value)| (name.replace("__Host-", ""), value.clone()))
        .collect();
    assert!(
        browser
            .get(answer.header("location").unwrap())
            .says("This page is over")
    );
}

#[test]
fn the_first_page_and_its_files_are_small_few_and_our_own() {
    let (_place, server) = with_ann(&[("pages.support", "\"https://help.example.com/\"")]);
    let page = server.http.get("/reset");
    let body = &page.body;
    let mut weight = body.len();
    let files: Vec<&str> = [
        "<link rel=\"icon\" href=\"",
        "<link rel=\"stylesheet\" href=\"",
        "<script type=\"module\" src=\"",
    ]
    .map(|it| body.split_once(it).unwrap().1.split('"').next().unwrap())
    .into();
    for file in files {
        assert!(file.starts_with("/reset/assets/"), "{file}");
        let asset = server.http.get(file);
        assert_eq!(
            (asset.status, asset.header("cache-control")),
            (200, Some("public, max-age=31536000, immutable"))
        );
        assert!(
            !asset.body.contains("http://") || asset.body.contains("http://www.w3.org/2000/svg"),
            "{file}"
        );
        assert!(
            !asset.body.contains("@import") && !asset.body.contains("url("),
            "{file}"
        );
        weight += asset.body.len();
        let stale = file.replace('-', "-0");
        assert_eq!(server.http.get(&stale).status, 404);
    }
    assert_eq!(body.matches("<script").count(), 1);
    assert!(weight < 30 * 1024, "{weight} bytes before compression");
    // One reference leads elsewhere, and it is a link for people.
    assert_eq!(body.matches("https:").count(), 2, "{body}");
}

#[test]
fn the_first_byte_of_a_page_comes_at_once() {
    let (_place, server) = with_ann(&[]);
    server.http.get("/reset");
    let mut took: Vec<_> = (0..50)
        .map(|_| {
            let start = std::time::Instant::now();
            server.http.get("/reset");
            start.elapsed()
        })
        .collect();
    took.sort();
    // Half a second would be noticed by people; how soon a browser shows the page is printed by
    // `browser/scenarios/weight.mjs`.
    assert!(took[25].as_millis() < 500, "{:?}", took[25]);
}

#[test]
fn a_theme_shows_name_logo_colours_and_where_to_find_help() {
    let files = tempfile::tempdir().unwrap();
    let logo = files.path().join("logo.svg");
    std::fs::write(&logo, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    let logo = format!("{logo:?}");
    let (_place, server) = with_ann(&[
        ("pages.name", "\"Cheese & Sons\""),
        ("pages.logo", &logo),
        ("pages.accent", "\"#7a1f5c\""),
        ("pages.accent_dark", "\"#f0a6d8\""),
        ("pages.support", "\"help@example.com\""),
    ]);
    let mut browser = Browser::of(&server);
    let page = browser.get("/reset");
    assert!(page.says("your account at Cheese & Sons."), "{}", page.text());
    let image = page.answer.body.split("<img").nth(1).unwrap();
    assert_eq!(browser::attribute(image, "alt").as_deref(), Some("Cheese & Sons"));
    let picture = server.http.get(&browser::attribute(image, "src").unwrap());
    assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
    assert!(
        picture
            .header("content-security-policy")
            .unwrap()
            .contains("sandbox")
    );
    assert!(page.answer.body.contains("href=\"mailto:help@example.com\"") && page.says("Need help?"));
    let style = page
        .answer
        .body
        .split_once("rel=\"stylesheet\" href=\"")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap();
    let style = server.http.get(style).body;
    assert!(style.contains("--accent: #7a1f5c") && style.contains("--accent: #f0a6d8"));
}

#[test]
fn pages_and_letters_call_the_service_by_one_name() {
    let named = ("pages.name", "\"Cheese & Sons\"");
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[named], "Cheese & Sons"),
        (
            &[("mail.from", "\"no-reply@example.com\""), named],
            "Cheese & Sons",
        ),
        (&[("mail.from", "\"Shop <no-reply@example.com>\"")], "Shop"),
        (&[("mail.from", "\"no-reply@example.com\"")], "127.0.0.1"),
    ];
    for (settings, name) in cases {
        let (_place, server) = with_ann(settings);
        let mut browser = Browser::of(&server);
        let page = browser.get("/reset");
        assert!(page.says(&format!("your account at {name}.")), "{}", page.text());
        begin(&mut browser, ANN);
        let letter = server.captured_letter(ANN, 1).text();
        let letter = letter.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(letter.contains(&format!("your account at {name}.")), "{letter}");
    }
}

#[test]
fn a_logo_or_template_that_cannot_be_used_stops_the_start_and_the_check() {
    let files = tempfile::tempdir().unwrap();
    std::fs::write(files.path().join("done.html"), "{{ nonsense }}").unwrap();
    let (here, nowhere) = (format!("{:?}", files.path()), "\"/nowhere/logo.png\"");
    for (key, value, told) in [
        (
            "pages.logo",
            nowhere,
            "pages.logo: /nowhere/logo.png cannot be used",
        ),
        (
            "pages.templates",
            here.as_str(),
            "undefined value (in done.html:1)",
        ),
    ] {
        let place = place_with(&[(key, value)]);
        for words in [&["serve"][..], &["config", "check"]] {
            let done = place.run(words, "");
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            assert!(!done.status.success() && said.contains(told), "{words:?}: {said}");
        }
    }
}

#[test]
fn an_operator_s_templates_take_the_place_of_ours_once_they_are_whole() {
    let files = tempfile::tempdir().unwrap();
    let directory = files.path().to_str().unwrap();
    let write = |text: &str| std::fs::write(files.path().join("start.html"), text).unwrap();
    write("{% extends \"base.html\" %}{% block main %}{{ say(\"page-no-such\") }}{% endblock %}");
    let place = place_with(&[]);
    place.add(ANN, OLD);
    let check = || place.run(&["templates", "check", directory], "");
    let wrong = check();
    assert_eq!(wrong.status.code(), Some(1));
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(
        said.contains("page-no-such") && said.contains("start.html:1"),
        "{said}"
    );
    write(
        "{% extends \"base.html\" %}{% block main %}<p>Ours: {{ place }}</p><form id=\"start-form\" method=\"post\" \
         action=\"{{ action }}\"><input name=\"email\"></form>{% endblock %}",
    );
    let fine = check();
    assert!(fine.status.success(), "{}", String::from_utf8_lossy(&fine.stderr));
    let set = format!("pages.templates={directory}");
    let server = Server::start(place.command(&["serve", "--set", &set]));
    let mut browser = Browser::of(&server);
    assert!(browser.get("/reset").says("Ours: Example"));
    let page = browser.submit("start-form", &[("email", ANN)]);
    assert!(
        page.says("Look into your mailbox"),
        "the others are as before: {}",
        page.text()
    );
}

#[test]
fn without_the_pages_their_paths_are_like_any_other() {
    let place = place_with(&[("dialects.enabled", "[\"4pointx\"]")]);
    place.add(ANN, OLD);
    let server = place.serve();
    for path in ["/reset", "/reset/link?token=x", "/.well-known/change-password"] {
        let answer = server.http.get(path);
        assert_eq!(
            (answer.status, answer.header("set-cookie")),
            (404, None),
            "{path}"
        );
        assert!(answer.body.starts_with("{\"error\""), "{}", answer.body);
    }
    server.ask(ANN);
    assert_eq!(server.captured_letter(ANN, 1).token(), None);
}

#[test]
fn pages_below_a_path_of_a_proxy_lead_to_paths_below_it() {
    let below = [("public_url", "\"http://127.0.0.1:8080/account/\"")];
    let (_place, server) = with_ann(&below);
    let page = server.http.get("/reset");
    assert!(
        page.body.contains("action=\"/account/reset\"")
            && page.body.contains("\"/account/reset/assets/style-")
    );
    let sent = Browser::of(&server).post("/reset", "email=ann%40example.com");
    assert!(sent.header("location").unwrap().starts_with("/account/reset/"));
    let letter = server.captured_letter(ANN, 1);
    assert!(
        letter
            .text()
            .contains("\nhttp://127.0.0.1:8080/account/reset/link?token="),
        "{}",
        letter.text()
    );
}
