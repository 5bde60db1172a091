//! Tools for those who work on resetd: `cargo xtask bench`.

mod bench;
mod clock;
mod floor;
mod letters;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Anything that ends a tool: it is told and the tool stops.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Debug, Parser)]
#[command(name = "xtask", about = "Tools for those who work on resetd")]
struct Cli {
    #[command(subcommand)]
    tool: Tool,
}

#[derive(Debug, Subcommand)]
enum Tool {
    /// Measure the release server on this machine, against floors that are measured in the same run
    Bench(Box<bench::Bench>),
    /// Make the HTML templates of letters from their MJML
    Letters(letters::Letters),
    /// The floor of the bench: a bare axum JSON handler
    #[command(hide = true)]
    Floor(floor::Floor),
}

fn main() -> ExitCode {
    let ended = match Cli::parse().tool {
        Tool::Bench(it) => it.run(),
        Tool::Letters(it) => it.run(),
        Tool::Floor(it) => it.run(),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(format_args!("xtask: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Prints a line of the result.
pub fn print(text: impl std::fmt::Display) -> Outcome<()> {
    Ok(writeln!(std::io::stdout().lock(), "{text}")?)
}

/// Tells the person who waits; nobody may be there.
pub fn tell(text: impl std::fmt::Display) {
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}
