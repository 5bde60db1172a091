//! Every setting there is. The reader, `config show`, the example file and `docs/settings.md` all come from this
//! table, so none of them can disagree with it.

/// What a setting's value looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Any text.
    Text,
    /// Text that is never shown. It has a companion `<key>_file`, which names a file that holds it.
    Secret,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Yes or no.
    Truth,
    /// A whole number within these bounds.
    Whole(i64, i64),
    /// A number above zero, up to this bound.
    Odds(f64),
    /// A length of time within these bounds, written as in `10m`.
    Length(&'static str, &'static str),
    /// An address and a port.
    Listen,
    /// A list of these words.
    Several(&'static [&'static str]),
    /// A list of networks.
    Networks,
    /// A list of web origins.
    Origins,
    /// A list of code kinds, weakest first.
    Rungs,
    /// A colour as `#RRGGBB`.
    Colour,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name: sections and key, with dots between.
    pub key: &'static str,
    /// What it looks like.
    pub kind: Kind,
    /// Its value when nobody sets it, written as in an environment variable; lists with commas.
    pub default: &'static str,
    /// What it is for, in a sentence or two.
    pub help: &'static str,
}

/// Every documented API and surface of our own, as `dialects.enabled` names them.
pub const DIALECTS: &[&str] = &["4pointx", "userverse", "v1", "pages"];

const fn setting(key: &'static str, kind: Kind, default: &'static str, help: &'static str) -> Setting {
    Setting {
        key,
        kind,
        default,
        help,
    }
}

use Kind::{
    Colour, Length, Listen, Networks, Odds, OneOf, Origins, Rungs, Secret, Several, Text, Truth, Whole,
};

/// The table.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    setting("profile", OneOf(&["documented", "hardened"]), "documented", "Whether callers are told that an account does not exist: documented answers as the two published documents say; hardened answers alike for every address, asks for longer passwords and refuses those that others try first."),
    setting("public_url", Text, "http://127.0.0.1:8080", "The address under which people reach this service. Letters name its host in their last line."),
    setting("data_dir", Text, "resetd-data", "The directory of the database, the keys and captured letters. Created at the first start."),

    setting("http.listen", Listen, "127.0.0.1:8080", "Address and port to answer on."),
    setting("http.trusted_proxies", Networks, "", "Networks of your own reverse proxies. Only from these is X-Forwarded-For or Forwarded read, from right to left."),
    setting("http.cors_origins", Origins, "", "Web origins whose pages may call the APIs from a browser, each exactly as a browser sends it, such as https://app.example.com."),
    setting("http.max_connections", Whole(1, 1_000_000), "4096", "Connections that are served at the same time; more are turned away at once with 503."),

    setting("store.url", Text, "sqlite", "Where accounts and challenges live: sqlite, in data_dir. postgres:// is not built in this version."),

    setting("keys.file", Text, "", "The file of the keys that codes and links derive from. Empty: data_dir/keys. Created with mode 0600 at the first start."),
    setting("keys.ring", Secret, "", "The content of a key file, for places that hand secrets to a program instead of a file. It takes the place of keys.file."),

    setting("mail.transport", OneOf(&["capture", "smtp"]), "capture", "capture keeps letters in data_dir/captured and shows them on a page; it is refused unless http.listen and public_url are loopback. smtp sends them."),
    setting("mail.from", Text, "Example <no-reply@example.com>", "The sender of every letter: one address, with or without a name."),
    setting("mail.workers", Whole(1, 64), "4", "Letters that are sent at the same time, each over a connection of its own."),

    setting("mail.capture.listen", Listen, "127.0.0.1:8025", "Address and port of the page of captured letters. Loopback only."),

    setting("mail.smtp.host", Text, "127.0.0.1", "The mail server."),
    setting("mail.smtp.port", Whole(1, 65_535), "25", "Its port: 25 or 587 with starttls, 465 with tls."),
    setting("mail.smtp.tls", OneOf(&["starttls", "tls", "none"]), "starttls", "starttls begins in clear text and goes on encrypted or not at all; tls is encrypted from the first byte; none is for a mail server on this machine."),
    setting("mail.smtp.allow_insecure", Truth, "false", "Allows tls = none to another machine: letters, with the codes in them, can then be read on the way. A login is not sent that way all the same."),
    setting("mail.smtp.username", Text, "", "The name to log in with. Empty: no login."),
    setting("mail.smtp.password", Secret, "", "The password to log in with."),
    setting("mail.smtp.ca_file", Text, "", "A PEM file with the certificates that the mail server's own must lead back to. Empty: those that this machine trusts."),

    setting("code.ttl", Length("1s", "24h"), "10m", "How long a code works, counted from the hand-over of its letter to the mail server."),
    setting("code.attempts", Whole(1, 20), "5", "The wrong guess that ends a code. Codes of 64 bits or more (base32:13) cannot be guessed and are not ended."),
    setting("code.resend_after", Length("0s", "24h"), "60s", "Asking again within this time sends nothing."),
    setting("code.ladder", Rungs, "digits:6, digits:8, base32:8, base32:13", "Kinds of codes, weakest first. The longer ones are for accounts under attack: [risk] says when. A ladder without a code of 64 bits or more (base32:13) ends at the letter's link alone."),

    setting("link.ttl", Length("1s", "24h"), "60m", "How long a link works, counted like code.ttl."),

    setting("risk.account_per_year", Odds(0.01), "2e-5", "Bound on the probability that one account is taken over by guessing within a year."),
    setting("risk.service_per_year", Odds(1.0), "0.05", "Bound on the expected number of takeovers by guessing in the whole service within a year."),
    setting("risk.service_hard", Truth, "false", "Whether the bound of the service also holds for a ladder of one rung."),

    setting("limits.enabled", Truth, "true", "Whether the limits below hold. Deadlines and attempts of codes hold in any case."),

    setting("limits.client.asks", Whole(1, 1_000_000_000), "100", "Letters that one client (an IPv4 address, or the /64 of an IPv6 one) may ask for in an hour."),
    setting("limits.client.checks", Whole(1, 1_000_000_000), "300", "Codes and links that one client may present in an hour."),
    setting("limits.client.puzzles", Truth, "true", "Whether a client over its limit may work for it on /v1 and the pages: each solved puzzle (ALTCHA) lets one more call in, up to three times the limit."),
    setting("limits.client.puzzle_cost", Whole(1, 100_000), "1000", "What a puzzle costs: iterations of PBKDF2 for each of 4096 tries, in the mean. With 1000 a computer works for a second or two, and looking at a solution takes this server half a millisecond."),
    setting("limits.client.exempt", Networks, "", "Networks of your application's own back ends, which call for many people. They have no limit per client."),

    setting("limits.account.letters_per_hour", Whole(1, 240), "5", "Letters with codes that one account gets in an hour at the most. More asks are answered the same and send nothing."),
    setting("limits.account.letters_per_client", Whole(1, 240), "2", "How many of these one client can cause."),

    setting("limits.service.letters_per_minute", Whole(1, 100_000_000), "300000", "Letters that go out in a minute at the most, all together. The default is more than mail servers take; set it to what yours allows. More wait, and go by turns: the first letter of each client goes before the second of any other."),

    setting("password.min_length", Whole(8, 128), "8", "The fewest characters of a new password. 15 with profile = hardened, unless it is set."),
    setting("password.blocklist", OneOf(&["auto", "on", "off"]), "auto", "Whether passwords are refused that others try first: common ones, those in lists of yours (resetd passwords import), and those made of the address, the service's name or the code. auto: with profile = hardened."),
    setting("password.breach_service", OneOf(&["off", "on"]), "off", "Whether a breach service is asked about a new password, once its code or link was right. It is sent the first 5 of 40 hexadecimal digits of the password's SHA-1, and nothing of the person. If it does not answer, the password is taken."),
    setting("password.breach_url", Text, "https://api.pwnedpasswords.com", "The breach service, or a mirror of your own: /range/ and the 5 digits are added to this address."),
    setting("password.breach_deadline", Length("50ms", "5s"), "1s", "How long it may take to answer."),

    setting("password.argon2.m_kib", Whole(1, 1 << 20), "19456", "Memory of one password hash (Argon2id) in KiB."),
    setting("password.argon2.t", Whole(1, 32), "2", "Passes over that memory. At least 2 with 19456 KiB, or as strong: 47104/1, 12288/3, 9216/4, 7168/5."),
    setting("password.argon2.p", Whole(1, 1), "1", "Lanes. Always 1: a hash runs on one thread."),

    setting("dialects.enabled", Several(DIALECTS), "4pointx, userverse, v1, pages", "What is served: the APIs 4pointx, userverse, and v1, which is our own, and pages, which people use themselves."),

    setting("dialects.4pointx.ladder", Rungs, "", "The ladder of codes asked for through this API. Empty: code.ladder."),

    setting("dialects.userverse.compat", OneOf(&["documented", "current"]), "documented", "Which generation of this API is answered: the documented one, or the one that its server has now."),
    setting("dialects.userverse.frontend_url", Text, "", "The page of your application that takes ?token=... from a link in a letter. Empty: letters lead to the hosted page, with pages in dialects.enabled, and carry no link without."),
    setting("dialects.userverse.ladder", Rungs, "", "The ladder of codes asked for through this API. Empty: code.ladder."),

    setting("pages.name", Text, "", "What the service is called on pages and in letters. Empty: the name in mail.from, else the host of public_url."),
    setting("pages.logo", Text, "", "A picture in the place of the name: SVG, PNG, JPEG or WebP, up to 16 KiB, shown 40 pixels high."),
    setting("pages.accent", Colour, "#1d4ed8", "The colour of buttons and links in the light form of the pages. Its contrast with the ground must be 4.5 or more."),
    setting("pages.accent_dark", Colour, "#93c5fd", "The same in their dark form."),
    setting("pages.support", Text, "", "Where people find help, at the foot of each page and in letters about disabled accounts: an e-mail address, an https address, or any line of text."),
    setting("pages.return_origins", Origins, "", "Web origins to which the last page may link: your application adds return_to=https://... to the address of the first page. Others are ignored."),
    setting("pages.templates", Text, "", "A directory with templates of your own, such as base.html, in the place of the program's. resetd templates check DIR says what is wrong with them."),

    setting("languages.dir", Text, "", "A directory with a file TAG.ftl (Fluent) for each language that you change or add, such as de.ftl or he.ftl. Only what differs needs to stand in it; crates/i18n/locales/en holds what there is to say."),

    setting("retention.audit", Length("1h", "3650d"), "90d", "How long the audit is kept. Read and checked; there is no audit in this version."),
    setting("retention.client_addresses", Length("1h", "3650d"), "30d", "How long the audit keeps clients' truncated addresses. Read and checked; there is no audit in this version."),

    setting("log.level", Text, "info", "error, warn, info, debug, trace, or a list such as info,store=debug. RUST_LOG, when set, takes its place. What libraries log of secrets stays off in any case."),
    setting("log.format", OneOf(&["auto", "text", "json"]), "auto", "text, json, or auto: text on a terminal, JSON else. Logs go to standard error."),

    setting("metrics.listen", Listen, "127.0.0.1:9464", "Address and port of the Prometheus metrics. Empty: none."),
];

impl Setting {
    /// The row of a key.
    #[must_use]
    pub fn of(key: &str) -> Option<&'static Setting> {
        SETTINGS.iter().find(|it| it.key == key)
    }

    /// The environment variable that sets it.
    #[must_use]
    pub fn variable(&self) -> String {
        variable(self.key)
    }

    /// The section it stands in (empty for the first few) and its name there.
    #[must_use]
    pub fn section_and_name(&self) -> (&'static str, &'static str) {
        self.key.rsplit_once('.').unwrap_or(("", self.key))
    }

    /// Whether its value is never shown.
    #[must_use]
    pub fn secret(&self) -> bool {
        self.kind == Secret
    }
}

/// The environment variable that sets a key: `http.listen` is set by `RESETD__HTTP__LISTEN`.
#[must_use]
pub fn variable(key: &str) -> String {
    format!("RESETD__{}", key.to_ascii_uppercase().replace('.', "__"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_setting_stands_in_the_table_once_and_the_sections_stand_together() {
        let keys: BTreeSet<_> = SETTINGS.iter().map(|it| it.key).collect();
        assert_eq!(keys.len(), SETTINGS.len());
        let variables: BTreeSet<_> = SETTINGS.iter().map(Setting::variable).collect();
        assert_eq!(variables.len(), SETTINGS.len());
        let mut sections: Vec<_> = SETTINGS.iter().map(|it| it.section_and_name().0).collect();
        sections.dedup();
        let distinct: BTreeSet<_> = sections.iter().collect();
        assert_eq!(
            distinct.len(),
            sections.len(),
            "a section would be opened twice in the example file"
        );
    }

    #[test]
    fn a_setting_is_never_also_a_section() {
        for one in SETTINGS {
            let below = format!("{}.", one.key);
            assert!(
                SETTINGS.iter().all(|other| !other.key.starts_with(&below)),
                "{}",
                one.key
            );
        }
    }
}
