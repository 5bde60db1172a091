//! A database of N accounts, and servers on copies of it: when every account has been asked for, a fresh copy takes
//! the place of the used one.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use directory::Strength;
use directory::blocks::Blocks;
use indicatif::{ProgressBar, ProgressStyle};
use recovery::secret::Password;
use tempfile::TempDir;

use super::calls::{Api, Call, email};
use super::flows::{Beginning, Flows};
use super::load::{Load, Order, Pace, Script};
use super::rows::{self, Rows};
use super::script::{Everyone, Numbers};
use super::server::{Mail, Server, Serving, settings};
use super::sink::Sink;
use crate::Outcome;
use crate::clock::elapsed;

/// The number of couriers when it is not what is measured: the default of `mail.workers`.
pub const WORKERS: usize = 4;

/// Connections that ask for those who are left.
const FILLERS: usize = 64;

/// Asking for everybody who is left may take this long.
const FILL_WITHIN: Duration = Duration::from_secs(1800);

/// A prepared database and the servers on its copies.
pub struct World {
    program: PathBuf,
    work: TempDir,
    /// The mail server that takes their letters.
    pub sink: Sink,
    /// How many accounts there are.
    pub accounts: u32,
    /// How long laying the accounts took.
    pub laid_in: Duration,
    set: Option<DataSet>,
    sets: u32,
}

/// A copy of the database and the server on it.
pub struct DataSet {
    /// The server.
    pub server: Server,
    folder: PathBuf,
    turn: Arc<AtomicU64>,
    taken_before: u64,
    /// The flows that were begun in it.
    pub flows: Arc<Flows>,
    /// What must stand in the database at the end.
    pub expected: Rows,
}

impl World {
    /// Lays the accounts, each with the same given hash, through `resetd account import`.
    pub fn prepare(program: &Path, within: Option<&Path>, accounts: u32, sink: &Sink) -> Outcome<World> {
        let work = match within {
            Some(folder) => TempDir::with_prefix_in("resetd-bench-", folder)?,
            None => TempDir::with_prefix("resetd-bench-")?,
        };
        let begun = elapsed();
        let file = work.path().join("accounts.csv");
        write_accounts(&file, accounts)?;
        let config = work.path().join("import.toml");
        // Commands listen nowhere; two addresses stand there because settings are read whole.
        let nowhere = |port| ([127, 0, 0, 1], port).into();
        let mail = Mail {
            server: sink.address,
            workers: WORKERS,
        };
        fs::write(
            &config,
            settings(
                &work.path().join("prepared"),
                nowhere(1),
                nowhere(2),
                mail,
                Serving::Apis,
            ),
        )?;
        let imported = Command::new(program)
            .args(["account", "import"])
            .arg(&file)
            .arg("--config")
            .arg(&config)
            .stdout(Stdio::null())
            .status()?;
        if !imported.success() {
            return Err(format!("the accounts could not be laid: {imported}").into());
        }
        fs::remove_file(file)?;
        let laid_in = elapsed().saturating_sub(begun);
        let program = program.to_owned();
        Ok(World {
            program,
            work,
            sink: sink.clone(),
            accounts,
            laid_in,
            set: None,
            sets: 0,
        })
    }

    /// The folder that everything lies in.
    pub fn folder(&self) -> &Path {
        self.work.path()
    }

    /// The data set at hand; a fresh one when there is none.
    pub fn set(&mut self) -> Outcome<&mut DataSet> {
        if self.set.is_none() {
            self.fresh(WORKERS)?;
        }
        self.set.as_mut().ok_or_else(|| "there is no data set".into())
    }

    /// Checks and leaves the data set at hand, and starts a server on a fresh copy.
    pub fn fresh(&mut self, workers: usize) -> Outcome<&mut DataSet> {
        self.fresh_serving(workers, Serving::Apis)
    }

    /// The same, with a server that answers this.
    pub fn fresh_serving(&mut self, workers: usize, serving: Serving) -> Outcome<&mut DataSet> {
        self.close()?;
        self.sets += 1;
        let folder = self.work.path().join(format!("data-{}", self.sets));
        copy(&self.work.path().join("prepared"), &folder)?;
        let mail = Mail {
            server: self.sink.address,
            workers,
        };
        let server = Server::resetd(&self.program, self.work.path(), &folder, mail, serving)?;
        Ok(self.set.insert(DataSet {
            server,
            folder,
            turn: Arc::default(),
            taken_before: self.sink.taken(),
            flows: Arc::default(),
            expected: Rows::default(),
        }))
    }

    /// Stops the server at hand and compares the rows of its database with what was counted.
    pub fn close(&mut self) -> Outcome<()> {
        let Some(set) = self.set.take() else { return Ok(()) };
        set.server.stop()?;
        let found = rows::count(&set.folder)?;
        if found != set.expected {
            return Err(format!("the answers say {:?}, the database {found:?}", set.expected).into());
        }
        fs::remove_dir_all(set.folder)?;
        Ok(())
    }

    /// How many accounts nobody has asked for yet.
    pub fn left(&mut self) -> Outcome<u64> {
        let all = u64::from(self.accounts);
        Ok(all.saturating_sub(self.set()?.turn.load(Ordering::Relaxed)))
    }

    /// Asks for accounts that nobody has asked for yet, as fast as it goes, until the time or they run out.
    pub fn ask(&mut self, api: Api, connections: usize, time: Duration) -> Outcome<Load> {
        self.ask_at(api, connections, time, Pace::Closed)
    }

    /// Asks for accounts that nobody has asked for yet.
    pub fn ask_at(&mut self, api: Api, connections: usize, time: Duration, pace: Pace) -> Outcome<Load> {
        let order = self.asking(api, connections, time, pace)?;
        let noted = self.set()?.flows.count();
        let load = checked(order.run()?)?;
        let set = self.set()?;
        set.expected.challenges += load.right;
        let begun = set.flows.count().saturating_sub(noted);
        if api == Api::V1 && begun != load.right {
            return Err(format!("{} answers name {begun} flows", load.right).into());
        }
        Ok(load)
    }

    /// The order to do so, for load that goes on beside another.
    pub fn asking(&mut self, api: Api, connections: usize, time: Duration, pace: Pace) -> Outcome<Order> {
        let numbers = Numbers::of(self.accounts);
        let set = self.set()?;
        let everyone = Everyone::once(numbers, Arc::clone(&set.turn));
        let script: Arc<dyn Script> = match api {
            Api::FourPointX | Api::Userverse => Arc::new(everyone),
            Api::V1 => Arc::new(Beginning::new(everyone, &set.flows)),
        };
        let call = Arc::new(Call::ask(api));
        Ok(Order {
            server: set.server.address,
            from: None,
            connections,
            time,
            pace,
            call,
            script,
        })
    }

    /// Whether the data set at hand can be guessed at through this API once everybody is asked for: nobody was asked for
    /// through another kind (the documented ones share their codes, and a flow has its own), and guesses are left.
    pub fn suits(&mut self, api: Api) -> Outcome<bool> {
        let set = self.set()?;
        let flows = set.flows.count();
        Ok(match api {
            Api::FourPointX | Api::Userverse => flows == 0,
            Api::V1 => flows == set.expected.challenges && (flows == 0 || set.flows.guesses_left() > 0),
        })
    }

    /// Asks for everybody who is left.
    pub fn fill(&mut self, api: Api) -> Outcome<()> {
        let left = self.left()?;
        let turn = Arc::clone(&self.set()?.turn);
        let bar = bar(left, "asking for everybody who is left");
        let (done, all) = (turn.load(Ordering::Relaxed), u64::from(self.accounts));
        let watched = bar.clone();
        std::thread::spawn(move || {
            while !watched.is_finished() {
                watched.set_position(turn.load(Ordering::Relaxed).min(all).saturating_sub(done));
                std::thread::sleep(Duration::from_millis(200));
            }
        });
        let load = self.ask(api, FILLERS, FILL_WITHIN);
        bar.finish_and_clear();
        load?;
        let left = self.left()?;
        if left > 0 {
            Err(format!("{left} accounts were not asked for in time").into())
        } else {
            Ok(())
        }
    }

    /// How many letters of the data set at hand have not reached the mail server yet.
    pub fn backlog(&mut self) -> Outcome<u64> {
        let taken = self.sink.taken();
        let set = self.set()?;
        let made = set.expected.challenges + set.expected.notices;
        Ok(made.saturating_sub(taken.saturating_sub(set.taken_before)))
    }
}

/// A load whose every answer was the right one.
pub fn checked(load: Load) -> Outcome<Load> {
    match load.first_wrong {
        Some(why) => Err(format!(
            "{} of {} answers were wrong; the first: {why}",
            load.wrong,
            load.right + load.wrong
        )
        .into()),
        None => Ok(load),
    }
}

/// A progress bar with a word on what goes on.
pub fn bar(length: u64, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(length).with_message(what);
    // A template that is not understood costs the looks of the bar and nothing else.
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {eta} left") {
        bar.set_style(style);
    }
    bar
}

fn write_accounts(file: &Path, accounts: u32) -> Outcome<()> {
    let password = Password::new("the password of everybody".to_owned());
    let hash = Blocks::new(Strength::DEFAULT)?.hash(&password, b"0123456789abcdef")?;
    let mut out = BufWriter::new(fs::File::create(file)?);
    writeln!(out, "email,name,locale,password_hash")?;
    let bar = bar(accounts.into(), "writing accounts");
    for number in 0..accounts {
        // The parameters of the hash have commas.
        writeln!(out, "{},,en,\"{}\"", email(number), hash.reveal())?;
        if number % 4096 == 0 {
            bar.set_position(number.into());
        }
    }
    bar.finish_and_clear();
    Ok(out.flush()?)
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
