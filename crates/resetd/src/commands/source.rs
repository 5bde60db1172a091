//! Where the settings of a command come from: one reading for all commands, the same as at the start of the server.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use crate::doors::Environment;
use crate::settings::Settings;

/// The arguments that every command takes.
#[derive(Clone, Debug, Default, Args)]
pub struct Source {
    /// The settings file. Without it: the defaults, and what the environment says (RESETD__SECTION__KEY)
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// A setting that beats file and environment, such as http.listen=127.0.0.1:9090; may be repeated. No secrets: others
    /// on this machine can see them
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

impl Source {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`Failure`] with every complaint at once.
    pub fn settings(&self) -> Result<Settings, Failure> {
        let environment = Environment::of_process();
        Settings::load(self.config.as_deref(), &self.set, &environment).map_err(|complaints| {
            Failure::new(
                complaints.to_string(),
                "resetd config check says the same; resetd config example shows every setting.",
            )
        })
    }
}
