//! What must hold between settings, and what this version does not build yet.

use std::net::SocketAddr;

use directory::TooWeak;
use url::Url;

use super::draft::Draft;
use super::forms::{self, Fault, fault};
use super::read::Reader;
use super::table::DIALECTS;
use super::{Http, Smtp, Tls, Transport};

/// A setting whose room is not built yet.
pub(super) fn not_built(what: &str, instead: &str) -> Fault {
    Fault {
        what: format!("asks for {what}, which this version does not build yet"),
        mend: format!("Use {instead} until a later version has it."),
    }
}

/// A key file and a ring at the same time.
pub(super) fn keys_twice() -> Fault {
    Fault {
        what: "and keys.file are both set".to_owned(),
        mend: "Keep one of them.".to_owned(),
    }
}

/// Half a login.
pub(super) fn login_without(other: &str) -> Fault {
    Fault {
        what: format!("is set and {other} is not"),
        mend: "Set both, or neither where the mail server wants no login.".to_owned(),
    }
}

/// Password hashes that could be guessed against too cheaply.
pub(super) fn too_weak(why: TooWeak) -> Fault {
    Fault {
        what: format!("is not acceptable: {why}"),
        mend: "Leave [password.argon2] out for m_kib = 19456, t = 2, p = 1, or ask for more.".to_owned(),
    }
}

/// The dialects to be served: known ones, at least one.
pub(super) fn enabled(items: &[String]) -> Result<Vec<&'static str>, Fault> {
    let words = items.iter().map(|it| forms::word(it, DIALECTS));
    let words = words.collect::<Result<Vec<_>, Fault>>()?;
    if words.is_empty() {
        return fault(
            "is empty: nothing would be served",
            "Write 4pointx, userverse, v1, pages or several of them.",
        );
    }
    Ok(words)
}

/// A page that takes link tokens must not be reached in clear text, except on this machine.
pub(super) fn encrypted(url: Url) -> Result<Url, Fault> {
    if url.scheme() == "https" || forms::is_loopback(&url) {
        Ok(url)
    } else {
        fault(
            format!("would send link tokens in clear text: {url}"),
            "Use https; http is for localhost alone.",
        )
    }
}

/// Letters carry codes: they go in clear text to this machine alone, unless the operator insists.
pub(super) fn check_clear_text(
    reader: &mut Reader,
    host: Option<&str>,
    tls: Option<Tls>,
    allowed: Option<bool>,
) {
    let (Some(host), Some(Tls::None), Some(false)) = (host, tls, allowed) else {
        return;
    };
    if !forms::is_loopback_host(host) {
        let what = format!("would send codes in clear text to another machine, {host}");
        let mend =
            "Use starttls or tls; mail.smtp.allow_insecure = true if the way there is protected otherwise.";
        reader.object(
            "mail.smtp.tls",
            Fault {
                what,
                mend: mend.to_owned(),
            },
        );
    }
}

/// A password goes to another machine encrypted or not at all; allowing letters in clear text does not allow that.
fn check_login(reader: &mut Reader, smtp: &Smtp) {
    if smtp.tls == Tls::None && smtp.login.is_some() && !forms::is_loopback_host(&smtp.host) {
        let what = format!(
            "would send the password in clear text to another machine, {}",
            smtp.host
        );
        let mend =
            "Use starttls or tls, or a mail server that takes letters from here without a login.".to_owned();
        reader.object("mail.smtp.username", Fault { what, mend });
    }
}

/// What must hold between sections, as far as they could be read.
pub(super) fn check(reader: &mut Reader, draft: &Draft) {
    if let Some(Transport::Smtp(smtp)) = draft.mail.as_ref().map(|it| &it.transport) {
        check_login(reader, smtp);
    }
    let capture = draft.mail.as_ref().and_then(|it| match &it.transport {
        Transport::Capture { listen } => Some(*listen),
        Transport::Smtp(_) => None,
    });
    let has_pages = draft.dialects.as_ref().is_some_and(|it| it.pages.is_some());
    if let Some(url) = draft.public_url.clone().filter(|_| has_pages)
        && encrypted(url).is_err()
    {
        let what = "is reached in clear text, and pages take passwords".to_owned();
        let mend = "Use https; http is for localhost alone.".to_owned();
        reader.object("public_url", Fault { what, mend });
    }
    let http = draft.http.as_ref();
    if let Some(capture) = capture {
        check_capture(reader, draft.public_url.as_ref(), http, capture);
    }
    let http = http.map(|it| ("http.listen", it.listen));
    let taken = [http, capture.map(|it| ("mail.capture.listen", it))];
    check_apart(
        reader,
        taken.into_iter().flatten().collect(),
        draft.metrics.flatten(),
    );
}

/// Captured letters show codes to everybody who can reach the page, so nobody else's letters may land there.
fn check_capture(reader: &mut Reader, public_url: Option<&Url>, http: Option<&Http>, capture: SocketAddr) {
    let mend = "Use mail.transport = \"smtp\" to serve other machines, or keep to this one (127.0.0.1).";
    let mut object = |key: &str, what: String| {
        reader.object(
            key,
            Fault {
                what,
                mend: mend.to_owned(),
            },
        );
    };
    if let Some(http) = http.filter(|it| !it.listen.ip().is_loopback()) {
        object(
            "http.listen",
            format!(
                "is open to other machines while letters are captured: {}",
                http.listen
            ),
        );
    }
    if let Some(url) = public_url.filter(|it| !forms::is_loopback(it)) {
        object(
            "public_url",
            format!("is not on this machine while letters are captured: {url}"),
        );
    }
    if !capture.ip().is_loopback() {
        object(
            "mail.capture.listen",
            format!("would show every code to other machines: {capture}"),
        );
    }
}

/// Two listeners cannot share a port. Port 0 stands for any free one.
fn check_apart(reader: &mut Reader, mut taken: Vec<(&str, SocketAddr)>, metrics: Option<SocketAddr>) {
    taken.extend(metrics.map(|it| ("metrics.listen", it)));
    for (n, (key, address)) in taken.iter().enumerate() {
        let before = taken
            .iter()
            .take(n)
            .find(|(_, it)| it == address && it.port() != 0);
        if let Some((other, _)) = before {
            let what = format!("is the same as {other}: {address}");
            let mend = "Give it a port of its own.".to_owned();
            reader.object(key, Fault { what, mend });
        }
    }
}
