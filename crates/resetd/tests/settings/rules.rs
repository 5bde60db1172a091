//! What must hold between settings.

use resetd::settings::Transport;

use super::house::House;

fn taken(text: &str) -> bool {
    House::with(text).read(&[], &[]).is_ok()
}

#[test]
fn letters_are_captured_on_this_machine_alone() {
    assert!(taken(
        "public_url = \"http://localhost:8080\"\n[http]\nlisten = \"[::1]:8080\"\n"
    ));
    let said = House::with("public_url = \"https://reset.example.com\"\n[http]\nlisten = \"0.0.0.0:8080\"\n[mail.capture]\nlisten = \"192.0.2.1:8025\"\n").said(&[], &[]);
    for key in [
        "public_url is not on this machine",
        "http.listen is open to other machines",
        "mail.capture.listen would show every code",
    ] {
        assert!(said.contains(key), "{said}");
    }
    assert!(taken(
        "public_url = \"https://reset.example.com\"\n[http]\nlisten = \"0.0.0.0:8080\"\n[mail]\ntransport = \"smtp\"\n"
    ));
}

#[test]
fn codes_go_in_clear_text_to_this_machine_alone_unless_the_operator_insists() {
    let smtp = |rest: &str| format!("[mail]\ntransport = \"smtp\"\n[mail.smtp]\n{rest}");
    assert!(taken(&smtp("tls = \"none\"\nhost = \"127.0.0.1\"\n")));
    assert!(taken(&smtp("tls = \"none\"\nhost = \"localhost\"\n")));
    let said = House::with(&smtp("tls = \"none\"\nhost = \"mail.example.com\"\n")).said(&[], &[]);
    assert!(
        said.contains("resetd.toml:4:7: mail.smtp.tls would send codes in clear text to another machine"),
        "{said}"
    );
    assert!(taken(&smtp(
        "tls = \"none\"\nhost = \"mail.example.com\"\nallow_insecure = true\n"
    )));
    assert!(taken(&smtp("tls = \"starttls\"\nhost = \"mail.example.com\"\n")));
    // The courier would refuse to log in there, so no letter would ever go out.
    let login = "tls = \"none\"\nallow_insecure = true\nusername = \"u\"\npassword = \"p\"\n";
    let said = House::with(&smtp(&format!("{login}host = \"mail.example.com\"\n"))).said(&[], &[]);
    assert!(
        said.contains("mail.smtp.username would send the password in clear text"),
        "{said}"
    );
    assert!(taken(&smtp(&format!("{login}host = \"127.0.0.1\"\n"))));
}

#[test]
fn links_lead_to_an_encrypted_page_or_to_this_machine() {
    let url = |url: &str| format!("[dialects.userverse]\nfrontend_url = \"{url}\"\n");
    assert!(
        taken(&url("https://app.example.com/reset"))
            && taken(&url("http://localhost:3000/reset"))
            && taken(&url(""))
    );
    for refused in [
        "http://app.example.com/reset",
        "/reset",
        "app.example.com",
        "https://app.example.com/?a=b",
        "javascript:alert(1)",
    ] {
        assert!(!taken(&url(refused)), "{refused}");
    }
}

#[test]
fn password_rules_cannot_be_set_below_what_is_safe() {
    assert!(!taken("[password]\nmin_length = 7\n"));
    assert!(taken("[password]\nargon2 = { m_kib = 19456, t = 2, p = 1 }\n"));
    assert!(taken("[password]\nargon2 = { m_kib = 12288, t = 3, p = 1 }\n"));
    let said = House::with("[password]\nargon2 = { m_kib = 19455, t = 2, p = 1 }\n").said(&[], &[]);
    assert!(
        said.contains("resetd.toml:2:20: password.argon2.m_kib is not acceptable: weaker than"),
        "{said}"
    );
    assert!(!taken("[password]\nargon2 = { m_kib = 19456, t = 1, p = 1 }\n"));
    assert!(!taken("[password]\nargon2 = { m_kib = 19456, t = 2, p = 4 }\n"));
    assert!(!taken("[password.argon2]\nm_kib = 4294967296\n"));
}

#[test]
fn bounds_hold_at_their_ends() {
    for (line, good) in [
        ("ttl = \"1s\"", true),
        ("ttl = \"999ms\"", false),
        ("ttl = \"24h\"", true),
        ("ttl = \"86401s\"", false),
        ("attempts = 1", true),
        ("attempts = 0", false),
        ("attempts = 20", true),
        ("resend_after = \"0s\"", true),
        ("resend_after = \"-1s\"", false),
        ("ladder = []", false),
        ("ladder = [\"digits:5\"]", false),
        ("ladder = [\"base32:13\"]", true),
    ] {
        assert_eq!(taken(&format!("[code]\n{line}\n")), good, "{line}");
    }
}

#[test]
fn two_listeners_cannot_share_a_port_unless_any_free_one_will_do() {
    let said = House::with("[metrics]\nlisten = \"127.0.0.1:8080\"\n").said(&[], &[]);
    assert!(
        said.contains("metrics.listen is the same as http.listen"),
        "{said}"
    );
    assert!(taken(
        "[http]\nlisten = \"127.0.0.1:0\"\n[metrics]\nlisten = \"127.0.0.1:0\"\n"
    ));
    assert!(
        House::with("[metrics]\nlisten = \"\"\n")
            .settings(&[], &[])
            .metrics
            .is_none()
    );
}

#[test]
fn settings_that_later_versions_act_on_are_read_and_checked_now() {
    assert!(taken(
        "[risk]\naccount_per_year = 1e-6\nservice_per_year = 1\nservice_hard = true\n[link]\nttl = \"2h\"\n[retention]\naudit = \"7d\"\nclient_addresses = \"1d\"\n"
    ));
    assert!(!taken("[risk]\naccount_per_year = 0\n") && !taken("[risk]\naccount_per_year = 0.5\n"));
    assert!(!taken("[retention]\naudit = \"0d\"\n") && !taken("[link]\nttl = \"25h\"\n"));
    let settings = House::bare().settings(&[], &[]);
    assert_eq!(settings.risk.account_per_year.0, 20_000_000_000_000);
    assert!(matches!(settings.mail.transport, Transport::Capture { .. }));
}
