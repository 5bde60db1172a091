//! `resetd passwords import`: a file becomes a list, in memory that does not grow with it.

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::{Args, ValueEnum};
use directory::lists::{About, ListName, Maker, Swallowed, is_hash};
use recovery::ports::Clock;

use super::lines::{Line, Lines};
use crate::commands::failure::{Exit, Failure};
use crate::commands::{progress, say};
use crate::doors::SystemClock;
use crate::settings::Settings;
use crate::wiring::passwords::directory;

/// The progress bar is redrawn after so many lines.
const REDRAW: u64 = 4096;

/// What to import.
#[derive(Debug, Args)]
#[command(after_help = "\
The file has one password a line, in UTF-8, or one SHA-1 in hexadecimal digits, with or without `:COUNT`, as Have I Been Pwned
hands them out. The first line tells which, unless --format does. Lines that are empty, too long for a password or not UTF-8
are left out.

The list keeps 16 bits for each password and not the password. It takes 2.3 to 2.7 bytes for each in memory and on disk; a good password
is refused by mistake in one of 65 536 cases (in two, if it has capital letters), for each list. A list of the same name is replaced,
whole or not at all; a running server takes it up within seconds.")]
pub struct Import {
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    file: String,
    /// What the list is called; else as the file is, without its ending
    #[arg(long, value_name = "NAME", value_parser = super::name)]
    name: Option<ListName>,
    /// What the lines are
    #[arg(long, value_enum, default_value_t = Format::Auto)]
    format: Format,
    /// Print what was recorded as a JSON object
    #[arg(long)]
    json: bool,
}

/// What lines are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As the first line looks
    Auto,
    /// Passwords
    Plain,
    /// SHA-1 hashes of passwords
    Sha1,
}

impl Import {
    pub(super) fn run(self, settings: &Settings) -> Result<Exit, Failure> {
        let path = (self.file != "-").then(|| PathBuf::from(&self.file));
        let name = self.name.clone().map_or_else(|| called(path.as_deref()), Ok)?;
        let mut maker = Maker::begin(&directory(settings)).map_err(|why| disk(&why))?;
        let left_out = self.take_all(path.as_deref(), &mut maker)?;
        let bar = progress::of_parts(256);
        bar.set_message("parts of the filter are built");
        let about = maker.finish(&name, SystemClock::start().now(), |built| bar.set_position(built));
        bar.finish_and_clear();
        let about = about.map_err(|why| disk(&why))?;
        self.tell(&about, left_out)?;
        if !settings.password.blocklist {
            say::note(
                "These settings have password.blocklist off, so no server looks at it: set it to \"on\", or profile = \"hardened\".",
            );
        }
        Ok(Exit::Done)
    }

    /// Reads the file to its end; says how many lines were left out.
    fn take_all(&self, path: Option<&Path>, maker: &mut Maker) -> Result<u64, Failure> {
        let read = Arc::new(AtomicU64::new(0));
        let (input, length) = progress::open(path, &read)?;
        let bar = progress::of_bytes(length);
        let mut lines = Lines::of(BufReader::with_capacity(256 * 1024, input));
        let mut format = self.format;
        let (mut at, mut left_out) = (0_u64, 0_u64);
        let done = loop {
            at += 1;
            match take_one(&mut lines, &mut format, maker) {
                Ok(Some(true)) => {}
                Ok(Some(false)) => left_out += 1,
                Ok(None) => break Ok(left_out),
                Err(stop) => break Err(stop.at(at)),
            }
            if at.is_multiple_of(REDRAW) {
                bar.set_position(read.load(Ordering::Relaxed));
                bar.set_message(format!("{at} lines"));
            }
        };
        bar.finish_and_clear();
        done
    }

    fn tell(&self, about: &About, left_out: u64) -> io::Result<()> {
        if self.json {
            return say::json(&serde_json::json!({
                "name": about.name.as_str(),
                "imported_at": say::when(about.imported_at),
                "read": about.read,
                "entries": about.entries,
                "left_out": left_out,
            }));
        }
        let (name, read, entries) = (about.name.as_str(), about.read, about.entries);
        say::line(format_args!(
            "{name}: {read} passwords read, {entries} entries, {left_out} lines left out"
        ))
    }
}

/// Why an import stops. No line is repeated: it may be somebody's password.
enum Stop {
    Unreadable(io::Error),
    Disk(io::Error),
    NoHash,
}

impl Stop {
    fn at(self, line: u64) -> Failure {
        match self {
            Stop::Unreadable(why) => Failure::new(
                format!("line {line} cannot be read: {why}"),
                "Nothing was changed. Mend the file and import it again.",
            ),
            Stop::Disk(why) => disk(&why),
            Stop::NoHash => Failure::new(
                format!("line {line} is no SHA-1 of 40 hexadecimal digits, with or without :COUNT"),
                "Nothing was changed. If the file has passwords, say --format plain.",
            ),
        }
    }
}

/// Whether the next line was taken; `None`: there is none.
fn take_one(
    lines: &mut Lines<impl BufRead>,
    format: &mut Format,
    maker: &mut Maker,
) -> Result<Option<bool>, Stop> {
    let text = match lines.next().map_err(Stop::Unreadable)? {
        None => return Ok(None),
        Some(Line::Empty) => return Ok(Some(false)),
        Some(Line::Other) if *format == Format::Sha1 => return Err(Stop::NoHash),
        Some(Line::Other) => return Ok(Some(false)),
        Some(Line::Text(text)) => text,
    };
    if *format == Format::Auto {
        *format = if is_hash(text) {
            Format::Sha1
        } else {
            Format::Plain
        };
    }
    match format {
        Format::Sha1 => match maker.hash(text).map_err(Stop::Disk)? {
            Swallowed::Taken => Ok(Some(true)),
            Swallowed::Padding => Ok(Some(false)),
            Swallowed::NoHash => Err(Stop::NoHash),
        },
        Format::Auto | Format::Plain => {
            maker.password(text).map_err(Stop::Disk)?;
            Ok(Some(true))
        }
    }
}

/// What a list is called when nobody says so.
fn called(path: Option<&Path>) -> Result<ListName, Failure> {
    let stem = path
        .and_then(Path::file_stem)
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    ListName::parse(stem).ok_or_else(|| {
        Failure::new(
            "the file has no name that a list could have",
            "Say what the list is called, with --name.",
        )
    })
}

fn disk(why: &io::Error) -> Failure {
    Failure::new(
        format!("the list could not be written: {why}"),
        "Nothing was changed. It needs 8 bytes of disk for each password while it is made; this user must be able to write to data_dir.",
    )
}
