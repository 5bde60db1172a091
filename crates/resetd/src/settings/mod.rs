//! The settings: defaults < file < environment < command line, read whole and refused whole, with every complaint at
//! once. What comes out is typed; past this line nobody checks a setting again.

mod complaint;
mod draft;
mod file;
mod forms;
mod given;
mod nearest;
pub mod pages;
mod read;
mod rules;
pub mod shown;
pub mod table;

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use directory::Strength;
use ipnet::IpNet;
use recovery::address::Email;
use recovery::budget::Budget;
use recovery::challenge::Life;
use recovery::code::Ladder;
use recovery::ledger::Units;
use recovery::limits::{AccountLimits, ClientLimits};
use recovery::moment::Span;
use recovery::password::PasswordPolicy;
use url::Url;
use web::pages::colour::Colour;
use zeroize::{Zeroize, ZeroizeOnDrop};

pub use complaint::{Complaint, Complaints, Place};
pub use draft::Draft;

use crate::doors::Environment;
use given::Sheet;

/// Whether callers are told that an account does not exist, and what a new password must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// As the two published documents say.
    Documented,
    /// They are not told, and passwords are longer and not among those that others try first.
    Hardened,
}

/// `[http]`.
#[derive(Clone, Debug)]
pub struct Http {
    /// Where to answer.
    pub listen: SocketAddr,
    /// Whose forwarding headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Exact origins, as browsers send them.
    pub cors_origins: Vec<String>,
    /// Connections served at the same time.
    pub max_connections: usize,
}

/// `[store]`. PostgreSQL is not built yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreChoice {
    /// SQLite, in the data directory.
    Sqlite,
}

/// `[keys]`: where the key ring comes from.
#[derive(Clone, Debug)]
pub enum Keys {
    /// From this file, created if it is not there.
    File(PathBuf),
    /// From the settings: the text of a key file.
    Ring(Hidden),
}

/// `[mail]`.
#[derive(Clone, Debug)]
pub struct Mail {
    /// How letters leave.
    pub transport: Transport,
    /// Who they are from.
    pub from: Sender,
    /// How many are sent at the same time.
    pub workers: usize,
}

/// The sender of letters.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The name before the address.
    pub name: Option<String>,
    /// The address.
    pub email: Email,
}

/// How letters leave.
#[derive(Clone, Debug)]
pub enum Transport {
    /// Into `data_dir/captured`, shown on a loopback listener of their own.
    Capture {
        /// That listener.
        listen: SocketAddr,
    },
    /// To a mail server.
    Smtp(Smtp),
}

/// `[mail.smtp]`.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// The mail server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// Whether letters may leave this machine in clear text.
    pub allow_insecure: bool,
    /// Name and password to log in with.
    pub login: Option<Login>,
    /// Whom its certificate must lead back to; `None`: whom this machine trusts.
    pub ca_file: Option<PathBuf>,
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// From a command on, or not at all.
    StartTls,
    /// From the first byte.
    Implicit,
    /// Not protected: to this machine, or where the operator insists.
    None,
}

/// Name and password of a mail server.
#[derive(Clone, Debug)]
pub struct Login {
    /// The name.
    pub username: String,
    /// The password.
    pub password: Hidden,
}

/// `[code]` and `[link]`.
#[derive(Clone, Debug)]
pub struct Code {
    /// `code.ttl` and `link.ttl`.
    pub life: Life,
    /// The wrong guess that ends a code.
    pub attempts: u32,
    /// Asking again within this time sends nothing.
    pub resend_after: Span,
}

/// `[risk]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Risk {
    /// The budget of an account for a year.
    pub account_per_year: Units,
    /// The budget of the service for a year.
    pub service_per_year: Units,
    /// Whether the budget of the service binds one-rung ladders too.
    pub service_hard: bool,
}

impl Risk {
    /// As the rules count it.
    #[must_use]
    pub fn budget(&self) -> Budget {
        Budget::new(self.account_per_year, self.service_per_year, self.service_hard)
    }
}

/// `[limits]`. All are `None` with `limits.enabled = false`.
#[derive(Clone, Debug)]
pub struct Limits {
    /// `[limits.client]`.
    pub client: Option<ClientLimits>,
    /// `limits.client.exempt`: the application's own back ends.
    pub exempt: Vec<IpNet>,
    /// `[limits.account]`.
    pub account: Option<AccountLimits>,
    /// `limits.service.letters_per_minute`.
    pub letters_per_minute: Option<u32>,
}

/// `[password]`.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// How long a new password must be.
    pub policy: PasswordPolicy,
    /// Whether those that others try first are refused.
    pub blocklist: bool,
    /// Who is asked about breaches; `None`: nobody.
    pub breaches: Option<BreachService>,
    /// How it is hashed.
    pub strength: Strength,
}

/// A service that knows passwords from breaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreachService {
    /// Where it is: the path ends with a slash.
    pub url: Url,
    /// How long it may take.
    pub deadline: Span,
}

/// `[dialects]`: the APIs that are served. At least one is.
#[derive(Clone, Debug)]
pub struct Dialects {
    /// The 4pointx API.
    pub fourpoint: Option<Fourpoint>,
    /// The Userverse API.
    pub userverse: Option<Userverse>,
    /// Our own API.
    pub v1: Option<V1>,
    /// The hosted pages.
    pub pages: Option<OnPages>,
}

impl Dialects {
    /// Whether there is a page that a letter's link leads to: ours, or the application's.
    #[must_use]
    pub fn has_link_page(&self) -> bool {
        let frontend = self.userverse.as_ref().and_then(|it| it.frontend_url.as_ref());
        self.pages.is_some() || frontend.is_some()
    }

    /// The ladders of all surfaces that are served.
    pub fn ladders(&self) -> impl Iterator<Item = &Ladder> {
        let fourpoint = self.fourpoint.as_ref().map(|it| &it.ladder);
        let userverse = self.userverse.as_ref().map(|it| &it.ladder);
        let v1 = self.v1.as_ref().map(|it| &it.ladder);
        let pages = self.pages.as_ref().map(|it| &it.ladder);
        [fourpoint, userverse, v1, pages].into_iter().flatten()
    }
}

/// The hosted pages, as a surface that is served.
#[derive(Clone, Debug)]
pub struct OnPages {
    /// `code.ladder`.
    pub ladder: Ladder,
}

/// `[pages]`: what the hosted pages look like.
#[derive(Clone, Debug)]
pub struct Pages {
    /// What the service calls itself there.
    pub name: Option<String>,
    /// The file of a picture in the place of the name.
    pub logo: Option<PathBuf>,
    /// The colour of buttons and links in the light form.
    pub accent: Colour,
    /// The same in the dark form.
    pub accent_dark: Colour,
    /// Where people find help.
    pub support: Option<String>,
    /// Where the last page may link to.
    pub return_origins: Vec<String>,
    /// A directory of templates.
    pub templates: Option<PathBuf>,
}

/// Our own API.
#[derive(Clone, Debug)]
pub struct V1 {
    /// `code.ladder`.
    pub ladder: Ladder,
}

/// `[dialects.4pointx]`.
#[derive(Clone, Debug)]
pub struct Fourpoint {
    /// Its own ladder, else `code.ladder`.
    pub ladder: Ladder,
}

/// `[dialects.userverse]`.
#[derive(Clone, Debug)]
pub struct Userverse {
    /// Which generation is answered.
    pub compat: Compat,
    /// The application's page that takes a link's token.
    pub frontend_url: Option<Url>,
    /// Its own ladder, else `code.ladder`.
    pub ladder: Ladder,
}

/// Which generation of the Userverse API is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compat {
    /// The one that was published.
    Documented,
    /// The one that its server has now.
    Current,
}

/// `[retention]`: read and checked, not acted on in this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// How long the audit is kept.
    pub audit: Span,
    /// How long it keeps clients' truncated addresses.
    pub client_addresses: Span,
}

/// `[log]`.
#[derive(Clone, Debug)]
pub struct Log {
    /// Filter directives, as RUST_LOG has them.
    pub level: String,
    /// How lines look.
    pub format: LogFormat,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Text on a terminal, JSON else.
    Auto,
    /// Text.
    Text,
    /// JSON.
    Json,
}

/// Everything that can be set, read and checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `profile`.
    pub profile: Profile,
    /// `public_url`: scheme, host, port and path alone.
    pub public_url: Url,
    /// `data_dir`, as it was written: relative to the working directory.
    pub data_dir: PathBuf,
    /// `[http]`.
    pub http: Http,
    /// `[store]`.
    pub store: StoreChoice,
    /// `[keys]`.
    pub keys: Keys,
    /// `[mail]`.
    pub mail: Mail,
    /// `[code]` and `[link]`.
    pub code: Code,
    /// `[risk]`.
    pub risk: Risk,
    /// `[limits]`.
    pub limits: Limits,
    /// `[password]`.
    pub password: Passwords,
    /// `[dialects]`.
    pub dialects: Dialects,
    /// `[pages]`.
    pub pages: Pages,
    /// `languages.dir`.
    pub languages: Option<PathBuf>,
    /// `[retention]`.
    pub retention: Retention,
    /// `[log]`.
    pub log: Log,
    /// `metrics.listen`; `None`: no metrics listener.
    pub metrics: Option<SocketAddr>,
}

/// A secret setting. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Hidden(String);

impl Hidden {
    /// The secret itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(hidden)")
    }
}

impl Settings {
    /// Reads the settings from a file (none: defaults), the environment and the command line (`KEY=VALUE` each).
    /// Nothing is created or connected to.
    ///
    /// # Errors
    /// [`Complaints`]: everything that is wrong, each with its place and what to do.
    pub fn load(
        config: Option<&Path>,
        set: &[String],
        environment: &Environment,
    ) -> Result<Settings, Complaints> {
        Settings::of(gathered(config, set, environment)).map(|(settings, _)| settings)
    }

    /// As [`Settings::load`], with the value of each setting as it is to be shown, and where it comes from.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub fn load_shown(
        config: Option<&Path>,
        set: &[String],
        environment: &Environment,
    ) -> Result<(Settings, Vec<shown::Shown>), Complaints> {
        let (settings, sheet) = Settings::of(gathered(config, set, environment))?;
        Ok((settings, shown::all(&sheet)))
    }

    /// As [`Settings::load`], with whatever could be read although the rest is wrong. Without complaints it is whole.
    #[must_use]
    pub fn draft(config: Option<&Path>, set: &[String], environment: &Environment) -> (Draft, Complaints) {
        let (draft, sheet) = drafted(gathered(config, set, environment));
        (draft, sheet.complaints)
    }

    fn of(sheet: Sheet) -> Result<(Settings, Sheet), Complaints> {
        let (draft, sheet) = drafted(sheet);
        match draft.whole() {
            Some(settings) if sheet.complaints.list().is_empty() => Ok((settings, sheet)),
            Some(_) | None => Err(sheet.complaints),
        }
    }
}

fn drafted(sheet: Sheet) -> (Draft, Sheet) {
    let mut reader = read::Reader::of(sheet);
    let draft = reader.draft();
    let mut sheet = reader.into_sheet();
    sheet.complaints.sort();
    (draft, sheet)
}

fn gathered(config: Option<&Path>, set: &[String], environment: &Environment) -> Sheet {
    let mut sheet = Sheet::of_defaults();
    if let Some(path) = config {
        file::put(&mut sheet, path);
    }
    sheet.put_environment(environment);
    sheet.put_flags(set);
    sheet
}
