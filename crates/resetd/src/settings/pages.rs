//! What is written from the table of settings: the example file, and the page `docs/settings.md`.

use super::table::{Kind, SETTINGS, Setting};

/// The width at which comments in the example file are broken.
const WIDTH: usize = 100;

/// The default of a setting as TOML.
pub(super) fn toml_of(setting: &Setting) -> String {
    match setting.kind {
        Kind::Truth | Kind::Whole(..) | Kind::Odds(_) => setting.default.to_owned(),
        Kind::Several(_) | Kind::Networks | Kind::Origins | Kind::Rungs => {
            let items = setting
                .default
                .split(',')
                .map(str::trim)
                .filter(|it| !it.is_empty());
            let quoted: Vec<String> = items.map(|it| format!("{it:?}")).collect();
            format!("[{}]", quoted.join(", "))
        }
        Kind::Text | Kind::Secret | Kind::OneOf(_) | Kind::Length(..) | Kind::Colour | Kind::Listen => {
            format!("{:?}", setting.default)
        }
    }
}

/// What a setting takes, in words.
fn takes(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Secret => "text, never shown".to_owned(),
        Kind::OneOf(words) => words
            .iter()
            .map(|it| format!("`{it}`"))
            .collect::<Vec<_>>()
            .join(" or "),
        Kind::Truth => "`true` or `false`".to_owned(),
        Kind::Whole(least, most) => format!("{least} to {most}"),
        Kind::Odds(most) => format!("above 0, up to {most}"),
        Kind::Length(least, most) => format!("length of time, {least} to {most}"),
        Kind::Colour => "colour, `#RRGGBB`".to_owned(),
        Kind::Listen => "address:port".to_owned(),
        Kind::Several(words) => format!("list of {}", words.join(", ")),
        Kind::Networks => "list of networks".to_owned(),
        Kind::Origins => "list of origins".to_owned(),
        Kind::Rungs => "list of `digits:6`…`18`, `base32:4`…`13`".to_owned(),
    }
}

/// The example file: every setting with its default, and what it is for. Used as it is, it changes nothing.
#[must_use]
pub fn example() -> String {
    let mut page = String::from(
        "# The settings of resetd, each with its default. Written by `resetd config example`.\n\
         #\n\
         # RESETD__SECTION__KEY in the environment beats this file, and --set section.key=value beats both.\n\
         # A secret can stand in a file of its own: password_file here, RESETD__..._FILE in the environment.\n",
    );
    let mut section = "";
    for setting in SETTINGS {
        let (its_section, name) = setting.section_and_name();
        if its_section != section {
            section = its_section;
            page.push_str(&format!("\n[{section}]\n"));
        } else if section.is_empty() {
            page.push('\n');
        }
        for line in broken(setting.help) {
            page.push_str(&format!("# {line}\n"));
        }
        // A secret that is empty in a file would only be in the way of one from a file of its own.
        let off = if setting.secret() { "# " } else { "" };
        page.push_str(&format!("{off}{name} = {}\n", toml_of(setting)));
    }
    page
}

/// A text in lines of at most [`WIDTH`] characters.
fn broken(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The page of settings, in Markdown.
#[must_use]
pub fn page() -> String {
    let mut page = String::from(
        "# Settings\n\n\
         Written from the table in the program by `resetd config docs`; change it there.\n\n\
         A setting is looked up in four places, and the last one that has it counts: its default, the TOML file\n\
         (`--config FILE`), the environment (`RESETD__SECTION__KEY`), the command line (`--set section.key=value`).\n\
         Lists are written with commas in the environment and on the command line. `RUST_LOG` takes the place of\n\
         `log.level`.\n\n\
         A secret can stand in a file of its own: in the settings file `password_file = \"/run/secrets/smtp\"`, in the\n\
         environment `RESETD__MAIL__SMTP__PASSWORD_FILE`. It is never shown, and never taken from the command line.\n\n\
         A length of time is a whole number and its unit: `250ms`, `90s`, `10m`, `24h`, `30d`.\n\n\
         An unknown name is an error. `resetd config check` says everything that is wrong, with its place;\n\
         `resetd config show` says what counts and where it comes from; `resetd config example` prints a file to begin\n\
         with.\n",
    );
    let mut section = None;
    for setting in SETTINGS {
        let (its_section, _) = setting.section_and_name();
        if section != Some(its_section) {
            section = Some(its_section);
            let title = if its_section.is_empty() {
                "At the top".to_owned()
            } else {
                format!("`[{its_section}]`")
            };
            page.push_str(&format!(
                "\n## {title}\n\n| setting | default | takes | meaning |\n|---|---|---|---|\n"
            ));
        }
        page.push_str(&format!(
            "| `{}` | `{}` | {} | {} |\n",
            setting.key,
            toml_of(setting),
            takes(setting.kind),
            setting.help.replace('|', "\\|")
        ));
    }
    page
}
