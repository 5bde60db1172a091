//! A directory with a settings file, and the words that come back.

use std::path::{Path, PathBuf};

use resetd::doors::Environment;
use resetd::settings::shown::Shown;
use resetd::settings::{Complaints, Settings};
use tempfile::TempDir;

pub struct House {
    directory: TempDir,
    file: Option<PathBuf>,
}

impl House {
    /// Without a settings file.
    pub fn bare() -> House {
        let directory = tempfile::tempdir().unwrap();
        House {
            directory,
            file: None,
        }
    }

    /// With this text in `resetd.toml`.
    pub fn with(text: &str) -> House {
        let mut house = House::bare();
        house.file = Some(house.put("resetd.toml", text));
        house
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Puts a file into the directory.
    pub fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn read(
        &self,
        variables: &[(&str, &str)],
        flags: &[&str],
    ) -> Result<(Settings, Vec<Shown>), Complaints> {
        let environment = Environment::of(variables.iter().copied());
        let flags: Vec<String> = flags.iter().map(|it| (*it).to_owned()).collect();
        Settings::load_shown(self.file.as_deref(), &flags, &environment)
    }

    pub fn settings(&self, variables: &[(&str, &str)], flags: &[&str]) -> Settings {
        self.read(variables, flags)
            .unwrap_or_else(|why| panic!("{why}"))
            .0
    }

    /// What is said of settings that are wrong, with the directory's own name left out.
    pub fn said(&self, variables: &[(&str, &str)], flags: &[&str]) -> String {
        let Err(complaints) = self.read(variables, flags) else {
            panic!("these settings were taken")
        };
        let directory = format!("{}/", self.path().display());
        complaints.to_string().replace(&directory, "")
    }
}
