//! `resetd config`: looks at the settings, and writes the pages that are made from their table.

use std::io::Write as _;
use std::path::Path;

use clap::{Args, Subcommand};

use super::failure::{Exit, Failure};
use super::say;
use crate::doors::Environment;
use crate::keys_file;
use crate::settings::shown::Shown;
use crate::settings::{Draft, Keys, Settings, Transport, pages};
use crate::wiring::{self, letters};

/// What can be done with the settings.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Read the settings as a start does, and say everything that is wrong with them
    Check,
    /// Show every setting: its value, and where it comes from; secrets are hidden
    Show(Show),
    /// Print an example file with every setting and its default
    Example,
    /// Print docs/settings.md
    #[command(hide = true)]
    Docs,
}

/// `resetd config show`.
#[derive(Debug, Args)]
pub struct Show {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

impl Config {
    /// Does it.
    ///
    /// # Errors
    /// [`Failure`] when the output cannot be written. Settings that are wrong are the answer [`Exit::No`].
    pub fn run(self, config: Option<&Path>, set: &[String]) -> Result<Exit, Failure> {
        match self {
            Config::Check => check(config, set),
            Config::Show(it) => it.run(config, set),
            Config::Example => {
                write!(std::io::stdout().lock(), "{}", pages::example())?;
                Ok(Exit::Done)
            }
            Config::Docs => {
                write!(std::io::stdout().lock(), "{}", pages::page())?;
                Ok(Exit::Done)
            }
        }
    }
}

fn check(config: Option<&Path>, set: &[String]) -> Result<Exit, Failure> {
    let (draft, complaints) = Settings::draft(config, set, &Environment::of_process());
    let mut wrong = Vec::new();
    if !complaints.list().is_empty() {
        wrong.push(complaints.to_string());
    }
    wrong.extend(draft.keys.as_ref().and_then(wrong_with_keys));
    wrong.extend(wrong_with_mail(&draft));
    let settings = match draft.whole() {
        Some(settings) if wrong.is_empty() => settings,
        Some(_) | None => {
            wrong.iter().for_each(say::note);
            return Ok(Exit::No);
        }
    };
    let screened = || wiring::passwords::screening(&settings).map(drop);
    if let Err(wrong) = wiring::pages::check(&settings).and_then(|()| screened()) {
        say::note(wrong);
        return Ok(Exit::No);
    }
    say::line("the settings are fine")?;
    say::line(format_args!("  serves   {}", served(&settings)))?;
    say::line(format_args!("  listens  {}", settings.http.listen))?;
    say::line(format_args!("  data     {}", settings.data_dir.display()))?;
    say::line(format_args!("  letters  {}", sent(&settings)))?;
    Ok(Exit::Done)
}

/// A key file that is there must be a good one; one that is not there is made at the first start.
fn wrong_with_keys(keys: &Keys) -> Option<String> {
    match keys {
        Keys::File(path) if !path.exists() => None,
        Keys::File(_) | Keys::Ring(_) => keys_file::existing(keys).err().map(|it| it.to_string()),
    }
}

/// What the mail floor says to the settings, the CA file included: a start would end here too.
fn wrong_with_mail(draft: &Draft) -> Vec<String> {
    let (Some(mail), Some(url)) = (&draft.mail, &draft.public_url) else {
        return Vec::new();
    };
    let languages = draft.languages.as_ref().and_then(Option::as_deref);
    let printed = match (&draft.dialects, &draft.code) {
        (Some(dialects), Some(code)) => {
            letters::letter_settings(&mail.from, url, dialects, code.life, languages).err()
        }
        _ => None,
    };
    let sent = match &mail.transport {
        Transport::Smtp(smtp) => letters::smtp_settings(url, smtp).err(),
        Transport::Capture { .. } => None,
    };
    printed.into_iter().chain(sent).map(|it| it.to_string()).collect()
}

fn served(settings: &Settings) -> String {
    let fourpoint = settings.dialects.fourpoint.as_ref().map(|_| "4pointx");
    let userverse = settings.dialects.userverse.as_ref().map(|_| "userverse");
    let v1 = settings.dialects.v1.as_ref().map(|_| "v1");
    let pages = settings.dialects.pages.as_ref().map(|_| "pages");
    [fourpoint, userverse, v1, pages]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

fn sent(settings: &Settings) -> String {
    match &settings.mail.transport {
        Transport::Capture { listen } => format!("captured, shown on http://{listen}/"),
        Transport::Smtp(smtp) => format!("sent through {}:{}", smtp.host, smtp.port),
    }
}

impl Show {
    fn run(self, config: Option<&Path>, set: &[String]) -> Result<Exit, Failure> {
        let shown = match Settings::load_shown(config, set, &Environment::of_process()) {
            Ok((_, shown)) => shown,
            Err(complaints) => {
                say::note(complaints);
                return Ok(Exit::No);
            }
        };
        if self.json {
            shown.iter().try_for_each(say::json)?;
        } else {
            let row = |it: Shown| [it.key.to_owned(), it.value.to_string(), it.from];
            say::table(["setting", "value", "from"], shown.into_iter().map(row).collect())?;
        }
        Ok(Exit::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_of_languages_is_read_as_the_start_would_read_it() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(
            directory.path().join("de.ftl"),
            "no-such-message = Hm\ngreeting = {\n",
        )
        .unwrap();
        let set = [format!("languages.dir={}", directory.path().display())];
        let (draft, _) = Settings::draft(None, &set, &Environment::of([]));
        let told = wrong_with_mail(&draft).join("\n");
        assert!(
            told.contains("de.ftl:1: there is no message no-such-message"),
            "{told}"
        );
        assert!(told.contains("this is not Fluent"), "{told}");
        assert_eq!(check(None, &set).unwrap(), Exit::No);
        std::fs::write(directory.path().join("de.ftl"), "greeting = Moin\n").unwrap();
        let (draft, _) = Settings::draft(None, &set, &Environment::of([]));
        assert!(wrong_with_mail(&draft).is_empty());
    }

    #[test]
    fn settings_keys_and_mail_are_complained_of_together() {
        let set = [
            "code.attempts=0",
            "mail.transport=smtp",
            "mail.smtp.ca_file=/nowhere/ca.pem",
        ]
        .map(str::to_owned);
        let (draft, complaints) =
            Settings::draft(None, &set, &Environment::of([("RESETD__KEYS__RING", "nonsense")]));
        assert!(complaints.to_string().contains("code.attempts"), "{complaints}");
        let keys = draft.keys.as_ref().and_then(wrong_with_keys);
        assert!(keys.is_some_and(|it| it.contains("keys.ring")));
        let mail = wrong_with_mail(&draft);
        assert!(
            matches!(&mail[..], [one] if one.contains("mail.smtp.ca_file")),
            "{mail:?}"
        );
        assert_eq!(check(None, &set).unwrap(), Exit::No);
    }
}
