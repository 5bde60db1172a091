//! How far a long command has come: a bar on a terminal, and nothing elsewhere.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::failure::Failure;

/// Opens a file, or standard input, so that `read` says how many bytes of it have been read. The length is known of files
/// alone.
///
/// # Errors
/// [`Failure`] when it cannot be opened.
pub fn open(path: Option<&Path>, read: &Arc<AtomicU64>) -> Result<(Counted, Option<u64>), Failure> {
    let count = Arc::clone(read);
    let Some(path) = path else {
        let inner: Box<dyn Read> = Box::new(io::stdin());
        return Ok((Counted { inner, count }, None));
    };
    let file = File::open(path).map_err(|error| {
        Failure::new(
            format!("{} cannot be opened: {error}", path.display()),
            "Check the name, and whether this user may read it.",
        )
    })?;
    let length = file.metadata().ok().map(|it| it.len());
    let inner: Box<dyn Read> = Box::new(file);
    Ok((Counted { inner, count }, length))
}

/// A bar over so many bytes.
#[must_use]
pub fn of_bytes(length: Option<u64>) -> ProgressBar {
    let shape = if length.is_some() {
        "{bar:30} {bytes}/{total_bytes}  {msg}  {eta} left"
    } else {
        "{spinner} {bytes}  {msg}"
    };
    shaped(length, shape)
}

/// A bar over so many parts.
#[must_use]
pub fn of_parts(parts: u64) -> ProgressBar {
    shaped(Some(parts), "{bar:30} {pos}/{len}  {msg}  {eta} left")
}

fn shaped(length: Option<u64>, shape: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
    // A template that is not understood costs the looks of the bar and nothing else.
    if let Ok(style) = ProgressStyle::with_template(shape) {
        bar.set_style(style);
    }
    bar
}

/// A stream that says how much of it has been read.
pub struct Counted {
    inner: Box<dyn Read>,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.count
            .fetch_add(u64::try_from(got).unwrap_or(0), Ordering::Relaxed);
        Ok(got)
    }
}
