//! What the service says about itself: to standard error, as text on a terminal and JSON else. A value from outside
//! cannot forge a line, and what libraries say of secrets stays unsaid whatever the settings ask for.

use std::io::{IsTerminal, Write};

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::field::MakeExt;
use tracing_subscriber::filter::{EnvFilter, FilterExt, FilterFn, filter_fn};
use tracing_subscriber::fmt::format;
use tracing_subscriber::fmt::{FormatFields, layer};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::SubscriberInitExt;

use crate::doors::Environment;
use crate::settings::{Log, LogFormat};

/// The floors of the house. What they log is reviewed. Everybody else's DEBUG and TRACE may hold SMTP dialogues
/// (lettre), bound parameters (database drivers), headers (hyper, h2) or key material (rustls).
const OURS: &[&str] = &[
    "resetd",
    "recovery",
    "store",
    "directory",
    "courier",
    "i18n",
    "web",
];

/// Libraries whose INFO is of no use to an operator: refinery tells of every migration that was done long ago, with the
/// folders of the machine that built this program.
const TALKATIVE: &[&str] = &["refinery_core", "refinery"];

/// Whether a line may be logged at all: ours at any level, everybody else's from INFO up. `log` stands for the lines
/// of libraries that use the older `log` interface; they were judged under their own name before.
fn may_be_said(line: &Metadata<'_>) -> bool {
    let root = line.target().split("::").next().unwrap_or_default();
    let least = if TALKATIVE.contains(&root) {
        Level::WARN
    } else {
        Level::INFO
    };
    *line.level() <= least || OURS.contains(&root) || line.target() == "log"
}

/// Whether a text is a level or a list of filter directives.
///
/// # Errors
/// What is wrong with it, in words.
pub fn check_directives(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    match EnvFilter::builder().parse(text) {
        // A bare word is read as the name of a crate, so a misspelt level would silence everything.
        Ok(_) if text.split(',').all(is_directive) => Ok(()),
        Ok(_) => Err(format!("{text:?} has a word that is no level")),
        Err(why) => Err(why.to_string()),
    }
}

fn is_directive(part: &str) -> bool {
    let level = part.rsplit('=').next().unwrap_or(part).trim();
    level.parse::<tracing::metadata::LevelFilter>().is_ok()
}

/// What is let through: `RUST_LOG` where it is set and understood, else `log.level`.
fn filter(level: &str, environment: &Environment) -> EnvFilter {
    let asked = environment.get("RUST_LOG").filter(|it| !it.trim().is_empty());
    let chosen = asked.filter(|it| check_directives(it).is_ok()).unwrap_or(level);
    EnvFilter::builder().parse_lossy(chosen)
}

fn clamp() -> FilterFn {
    filter_fn(may_be_said as fn(&Metadata<'_>) -> bool)
}

/// Starts logging for the whole process. Once; a second call, as in tests, changes nothing.
pub fn start(log: &Log, environment: &Environment) {
    let terminal = std::io::stderr().is_terminal();
    let text = match log.format {
        LogFormat::Auto => terminal,
        LogFormat::Text => true,
        LogFormat::Json => false,
    };
    let colours = terminal && environment.get("NO_COLOR").is_none_or(str::is_empty);
    let look = if text { Look::Text { colours } } else { Look::Json };
    drop(lines(look, filter(&log.level, environment), std::io::stderr).try_init());
    let asked = environment.get("RUST_LOG").filter(|it| !it.trim().is_empty());
    if let Some(Err(why)) = asked.map(check_directives) {
        tracing::warn!(%why, "RUST_LOG is not understood, so log.level counts");
    }
}

/// How lines look.
#[derive(Clone, Copy)]
enum Look {
    Text { colours: bool },
    Json,
}

fn lines<W, M>(look: Look, filter: EnvFilter, writer: M) -> impl Subscriber + Send + Sync
where
    W: Write + 'static,
    M: Fn() -> W + Send + Sync + 'static,
{
    let said = filter.and(clamp());
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match look {
        Look::Text { colours } => {
            let text = layer()
                .fmt_fields(fields())
                .with_ansi(colours)
                .with_writer(writer);
            text.with_filter(said).boxed()
        }
        Look::Json => {
            let json = layer().json().flatten_event(true).with_span_list(false);
            let json = json.with_writer(move || Ascii(writer()));
            json.with_filter(said).boxed()
        }
    };
    tracing_subscriber::registry().with(lines)
}

/// Fields as `name=value`, the message bare, and nothing in either that would end the line or steer a terminal.
fn fields() -> impl for<'w> FormatFields<'w> + Send + Sync + 'static {
    format::debug_fn(|writer, field, value| match field.name() {
        "message" => write!(writer, "{}", one_line(&format!("{value:?}"))),
        // Where a line of the older interface came from; its target says it already.
        name if name.starts_with("log.") => Ok(()),
        name => write!(writer, "{name}={}", one_line(&format!("{value:?}"))),
    })
    .delimited(" ")
}

/// Writes JSON lines whose strings hold nothing that steers a terminal: JSON itself escapes no control character above
/// U+001F and no line separator. These only occur inside strings, where their escape means the same.
struct Ascii<W>(W);

impl<W: Write> Write for Ascii<W> {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        if text.contains(steers) {
            let escape = |c: char| {
                if steers(c) {
                    format!("\\u{:04x}", u32::from(c))
                } else {
                    c.to_string()
                }
            };
            self.0
                .write_all(text.chars().map(escape).collect::<String>().as_bytes())?;
        } else {
            self.0.write_all(line)?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

fn steers(c: char) -> bool {
    c > '\u{1f}' && c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// A text with its control characters and line separators written out.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// What is written when `say` speaks.
    fn written(look: Look, directives: &str, rust_log: Option<&str>, say: impl FnOnce()) -> String {
        let page = Page::default();
        let writer = page.clone();
        let environment = Environment::of(rust_log.map(|it| ("RUST_LOG", it)));
        let lines = lines(look, filter(directives, &environment), move || writer.clone());
        tracing::subscriber::with_default(lines, say);
        let bytes = page.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    const TEXT: Look = Look::Text { colours: false };

    #[test]
    fn a_value_from_outside_cannot_forge_a_line_or_steer_a_terminal() {
        let evil = "ok\n2026-01-01T00:00:00Z  INFO web: forged\r\u{1b}[2J\u{7}\u{9b}31m\u{2028}end";
        for look in [TEXT, Look::Text { colours: true }, Look::Json] {
            let said = written(look, "info", None, || {
                let span = tracing::info_span!(target: "web", "request", id = %evil);
                span.in_scope(
                    || tracing::warn!(target: "web", shown = %evil, debugged = ?evil, text = evil, "{evil}"),
                );
            });
            assert_eq!(said.matches('\n').count(), 1, "{said}");
            assert!(
                said.ends_with('\n') && !said.contains(['\r', '\u{7}', '\u{9b}']),
                "{said:?}"
            );
            assert!(!said.contains("\u{1b}[2J"), "{said:?}");
            assert!(
                matches!(look, Look::Json) || !said.contains('\u{2028}'),
                "{said:?}"
            );
        }
    }

    #[test]
    fn what_libraries_say_of_secrets_stays_unsaid_whatever_is_asked_for() {
        let say = || {
            tracing::trace!(target: "lettre::transport::smtp", "AUTH PLAIN c2VjcmV0");
            tracing::debug!(target: "tokio_postgres::query", "parameters: secret");
            tracing::debug!(target: "rustls::client", "secret");
            tracing::info!(target: "refinery_core::traits", "secret: a path of the machine that built this");
            tracing::trace!(target: "hyper::proto::h1::conn", "secret");
            tracing::debug!(target: "some_crate_of_tomorrow", "secret");
            tracing::trace!(target: "store::sqlite", "ours");
            tracing::warn!(target: "rustls::client", "warned");
        };
        for rust_log in [
            "trace",
            "lettre::transport=trace,hyper=trace,trace",
            "trace,tokio_postgres::query=debug",
        ] {
            let said = written(TEXT, "info", Some(rust_log), say);
            assert!(
                !said.to_lowercase().contains("secret") && !said.contains("c2VjcmV0"),
                "{said}"
            );
            assert!(said.contains("ours") && said.contains("warned"), "{said}");
        }
    }

    #[test]
    fn rust_log_takes_the_place_of_the_setting_unless_it_is_not_understood() {
        let say = || {
            tracing::info!(target: "web", "quiet");
            tracing::error!(target: "web", "loud");
        };
        assert!(!written(TEXT, "info", Some("error"), say).contains("quiet"));
        assert!(written(TEXT, "info", Some(""), say).contains("quiet"));
        for misspelt in ["web=shout", "inof", "infoo,web=error"] {
            assert!(
                written(TEXT, "info", Some(misspelt), say).contains("quiet"),
                "{misspelt}"
            );
        }
        assert!(!written(TEXT, "error", None, say).contains("quiet"));
    }

    #[test]
    fn json_lines_have_the_message_and_the_fields_side_by_side() {
        let said = written(Look::Json, "info", None, || {
            tracing::info_span!(target: "web", "request", id = "r1").in_scope(|| {
                tracing::info!(target: "web", route = "/livez", status = 200, "answered");
            });
        });
        let line: serde_json::Value = serde_json::from_str(&said).unwrap();
        assert_eq!(line["message"], "answered");
        assert_eq!((&line["route"], &line["status"]), (&"/livez".into(), &200.into()));
        assert_eq!(line["span"]["id"], "r1");
    }

    #[test]
    fn a_misspelt_level_is_not_taken_for_the_name_of_a_crate() {
        for good in ["info", "WARN", "off", "info,store=debug", "web=trace"] {
            assert!(check_directives(good).is_ok(), "{good}");
        }
        for bad in ["", "inof", "info,stroe", "web=loud", "a=b=c"] {
            assert!(check_directives(bad).is_err(), "{bad}");
        }
    }
}
