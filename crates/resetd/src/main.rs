//! The `resetd` program: everything is in the library beside it.

use std::process::ExitCode;

use clap::Parser;
use resetd::commands::{Cli, say};
use resetd::doors::dumps;

fn main() -> ExitCode {
    if let Err(why) = dumps::refuse() {
        say::note(format_args!(
            "resetd: core dumps cannot be switched off ({why}): one would hold secrets"
        ));
    }
    // Before anything speaks TLS. It fails only where one is installed already, which is then the one to use.
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let answered = Cli::parse().run();
    let exit = answered.unwrap_or_else(|failure| {
        say::note(format_args!("resetd: {failure}"));
        failure.exit()
    });
    exit.into()
}
