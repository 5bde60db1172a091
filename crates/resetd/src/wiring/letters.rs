//! Settings become letters and a way for them to leave.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use courier::{CaptureBox, Courier, HelloName, LetterSettings, LinkBase, Login, Parts, Roots, SmtpSettings};
use i18n::Languages;
use recovery::challenge::Life;
use recovery::keys::KeyRing;
use recovery::ports::{Chance, Clock};
use store::SqliteStore;
use url::Url;
use zeroize::Zeroizing;

use super::pages::{LINK_PAGE, NOT_ME_PAGE, service};
use crate::commands::failure::Failure;
use crate::settings::{self, Dialects, Sender, Settings, Transport};

/// The courier of these settings, and its capture box if that is where letters go.
///
/// # Errors
/// [`Failure`]: a setting that the mail floor does not take, or a directory or file that cannot be used.
pub fn courier(
    settings: &Settings,
    store: Arc<SqliteStore>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    ring: KeyRing,
) -> Result<(Courier, Option<CaptureBox>), Failure> {
    let captured = match &settings.mail.transport {
        Transport::Capture { .. } => Some(capture_box(settings)?),
        Transport::Smtp(_) => None,
    };
    let transport = match (&settings.mail.transport, &captured) {
        (Transport::Smtp(smtp), _) => {
            courier::Transport::Smtp(Box::new(smtp_settings(&settings.public_url, smtp)?))
        }
        (Transport::Capture { .. }, Some(captured)) => courier::Transport::Capture(captured.clone()),
        (Transport::Capture { .. }, None) => courier::Transport::Capture(capture_box(settings)?),
    };
    let parts = Parts {
        outbox: store,
        clock,
        chance,
        ring,
        letters: letters(settings)?,
        transport,
        workers: settings.mail.workers,
        letters_per_minute: settings.limits.letters_per_minute,
    };
    Ok((Courier::new(parts)?, captured))
}

/// Where captured letters lie.
#[must_use]
pub fn captured(settings: &Settings) -> PathBuf {
    settings.data_dir.join("captured")
}

fn capture_box(settings: &Settings) -> Result<CaptureBox, Failure> {
    let dir = captured(settings);
    CaptureBox::open(&dir).map_err(|why| {
        Failure::new(
            format!("letters cannot be captured in {}: {why}", dir.display()),
            "Check that this user may write there.",
        )
    })
}

/// What all letters have in common.
///
/// # Errors
/// As [`letter_settings`].
pub fn letters(settings: &Settings) -> Result<LetterSettings, Failure> {
    Ok(LetterSettings {
        support: settings.pages.support.clone(),
        service: service(settings).map(str::to_owned),
        ..letter_settings(
            &settings.mail.from,
            &settings.public_url,
            &settings.dialects,
            settings.code.life,
            settings.languages.as_deref(),
        )?
    })
}

/// The same, but for what `[pages]` has a say in: the name of the service and the line of support.
///
/// # Errors
/// [`Failure`]: a setting that the mail floor does not take.
pub fn letter_settings(
    sender: &Sender,
    public_url: &Url,
    dialects: &Dialects,
    life: Life,
    languages: Option<&Path>,
) -> Result<LetterSettings, Failure> {
    let address = sender.email.as_written();
    let from = sender
        .name
        .as_ref()
        .map_or_else(|| address.to_owned(), |name| format!("\"{name}\" <{address}>"));
    let frontend = dialects
        .userverse
        .as_ref()
        .and_then(|it| it.frontend_url.as_ref());
    // An application's own page goes before ours. Both come from the settings alone, never from a request.
    let page = |path| dialects.pages.as_ref().map(|_| hosted_page(public_url, path));
    let hosted = page(LINK_PAGE);
    let read = |base: Option<String>| {
        let base = base.map(|it| it.parse::<LinkBase>()).transpose();
        base.map_err(|why| setting("public_url", &why))
    };
    let (page_base, not_me_base) = (read(hosted.clone())?, read(page(NOT_ME_PAGE))?);
    let (name, base) = match frontend {
        Some(url) => ("dialects.userverse.frontend_url", Some(url.as_str().to_owned())),
        None => ("public_url", hosted),
    };
    let link_base = base.map(|it| it.parse::<LinkBase>()).transpose();
    Ok(LetterSettings {
        from: from.parse().map_err(|why| setting("mail.from", &why))?,
        public_host: public_url.host_str().unwrap_or_default().to_owned(),
        link_base: link_base.map_err(|why| setting(name, &why))?,
        page_base,
        not_me_base,
        support: None,
        service: None,
        life,
        languages: languages_of(languages)?,
    })
}

/// A page of ours that a letter's link leads to.
fn hosted_page(public_url: &Url, path: &str) -> String {
    format!("{}{path}", public_url.as_str().trim_end_matches('/'))
}

/// The program's languages, and an operator's own.
///
/// # Errors
/// [`Failure`]: everything that is wrong with the files.
pub fn languages_of(directory: Option<&Path>) -> Result<Languages, Failure> {
    let Some(directory) = directory else {
        return Languages::built_in().map_err(|why| setting("languages.dir", &why));
    };
    Languages::with_directory(directory).map_err(|wrong| {
        let told: Vec<String> = wrong.iter().map(|it| format!("\n  {it}")).collect();
        Failure::new(
            format!("the files of languages.dir cannot be used:{}", told.concat()),
            "Mend them; each is told with its line. What a file leaves out is said as without it.",
        )
    })
}

/// How the mail server is reached.
///
/// # Errors
/// [`Failure`]: a CA file that cannot be used.
pub fn smtp_settings(public_url: &Url, smtp: &settings::Smtp) -> Result<SmtpSettings, Failure> {
    let roots = match &smtp.ca_file {
        Some(path) => Roots::from_ca_file(path).map_err(|why| setting("mail.smtp.ca_file", &why))?,
        None => Roots::Native,
    };
    let login = smtp.login.as_ref().map(|it| Login {
        username: it.username.clone(),
        password: Zeroizing::new(it.password.reveal().to_owned()),
    });
    let host = public_url.host_str().unwrap_or_default();
    Ok(SmtpSettings {
        host: smtp.host.clone(),
        port: smtp.port,
        tls: match smtp.tls {
            settings::Tls::StartTls => courier::Tls::Starttls,
            settings::Tls::Implicit => courier::Tls::Implicit,
            settings::Tls::None => courier::Tls::None,
        },
        roots,
        allow_insecure: smtp.allow_insecure,
        login,
        hello: HelloName::of(host).map_err(|why| setting("public_url", &why))?,
        deadlines: courier::Deadlines::default(),
    })
}

fn setting(name: &str, why: &dyn std::fmt::Display) -> Failure {
    Failure::new(
        format!("{name}: {why}"),
        "resetd config show tells where the setting comes from.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doors::Environment;

    #[test]
    fn letters_may_leave_in_clear_text_only_where_the_operator_insists() {
        for allowed in [false, true] {
            let set = [
                "mail.transport=smtp".to_owned(),
                "mail.smtp.tls=none".to_owned(),
                "mail.smtp.host=127.0.0.1".to_owned(),
                format!("mail.smtp.allow_insecure={allowed}"),
            ];
            let settings = Settings::load(None, &set, &Environment::default()).unwrap();
            let Transport::Smtp(smtp) = &settings.mail.transport else {
                panic!("letters are not sent by SMTP");
            };
            let smtp = smtp_settings(&settings.public_url, smtp).unwrap();
            assert_eq!(smtp.allow_insecure, allowed);
        }
    }
}
