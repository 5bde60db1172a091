//! The letters' HTML: made of MJML here and committed, so that the server needs no MJML and a reader sees what is sent.

use std::path::{Path, PathBuf};

use clap::Args;
use mrml::prelude::parser::ParserOptions;
use mrml::prelude::parser::memory_loader::MemoryIncludeLoader;
use mrml::prelude::render::RenderOptions;

use crate::Outcome;

/// The letters there are.
const LETTERS: [&str; 6] = ["reset", "changed", "disabled", "elsewhere", "shared", "test"];

/// What to do.
#[derive(Debug, Args)]
pub struct Letters {
    /// Only say whether the committed files are fresh
    #[arg(long)]
    check: bool,
}

impl Letters {
    /// Writes the templates, or compares them.
    ///
    /// # Errors
    /// A source that is not MJML, a file that cannot be read or written, or one that is stale.
    pub fn run(self) -> Outcome<()> {
        for name in LETTERS {
            let html = made(name)?;
            let path = place(name);
            if !self.check {
                std::fs::write(&path, html)?;
            } else if std::fs::read_to_string(&path)? != html {
                return Err(format!("{} is stale: run cargo xtask letters", path.display()).into());
            }
        }
        Ok(())
    }
}

fn courier() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/courier")
}

fn place(name: &str) -> PathBuf {
    courier().join("templates").join(format!("{name}.html"))
}

/// A letter's template, from its source.
fn made(name: &str) -> Outcome<String> {
    let source = |name: &str| std::fs::read_to_string(courier().join("mjml").join(format!("{name}.mjml")));
    let options = ParserOptions {
        include_loader: Box::new(MemoryIncludeLoader::from(vec![("head.mjml", source("head")?)])),
    };
    let parsed = mrml::parse_with_options(source(name)?, &options)?;
    if let Some(warning) = parsed.warnings.first() {
        return Err(format!("{name}.mjml: {warning}").into());
    }
    let options = RenderOptions {
        // Nothing foreign: a letter fetches no fonts.
        fonts: Default::default(),
        ..RenderOptions::default()
    };
    Ok(tidy(&parsed.element.render(&options)?))
}

/// Lines that mail can carry as they are (998 bytes, RFC 5322 §2.1.1), without the name space of XHTML, which says
/// nothing to a mail reader, and in the direction of the language where MJML knows one only.
fn tidy(html: &str) -> String {
    let html = html
        .replace(" xmlns=\"http://www.w3.org/1999/xhtml\"", "")
        .replace("direction:ltr", "direction:{{ dir }}")
        .replace("text-align:left", "text-align:{{ start }}");
    let mut tidy = String::with_capacity(html.len() + 1024);
    for line in html.lines().map(str::trim).filter(|it| !it.is_empty()) {
        // A tag that opens a row or a cell, or closes a block, may be followed by white space without being seen.
        let mut line = line.to_owned();
        for tag in [
            "</td>",
            "</tr>",
            "</tbody>",
            "</table>",
            "</div>",
            "</style>",
            "</title>",
            "<tbody>",
            "<tr>",
            "<![endif]-->",
            "</head>",
        ] {
            line = line.replace(tag, &format!("{tag}\n"));
        }
        tidy.push_str(line.trim_end());
        tidy.push('\n');
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_templates_are_what_their_sources_make() {
        Letters { check: true }.run().unwrap();
    }
}
